//! The office **To-do**: what waits, for whom, since when.

use super::{
    StaffNotices,
    table::{
        mails,
        tasks::{self, About},
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, Chart},
    dates::{self, Local},
    db::Write,
    documents,
    error::Error,
    events::Happening,
    in_chart::{InChart, Within},
    information, messages,
    practice::Practice,
    records,
    sealing::Place,
    sign_in,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::tidy,
    events::EventKind,
    ids::{AppointmentId, AssignmentId, ChartId, DocumentId, GrantId, MailId, ProspectId, RecordRequestId, TaskId},
    notices::{MailState, OfficeFrame, TaskKind, TaskLine, ToDo},
    sign_in::{Side, seconds_left},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use std::collections::HashMap;
use uuid::Uuid;

/// How many tasks one page shows.
const SHOWN: u64 = 200;
/// So many characters a note about a task has at most.
const LONGEST_NOTE: usize = 500;

impl StaffNotices<'_> {
    /// The list, oldest first: of charts within reach only.
    pub async fn to_do(&self) -> Result<ToDo, Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let db = practice.db.read();
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let now = practice.clock.now();
        let rows = tasks::open(db, &self.reach(), SHOWN).await?;
        let charts: HashMap<Uuid, Chart> = charts::by_ids(db, rows.iter().filter_map(|row| row.chart_id).collect())
            .await?
            .into_iter()
            .map(|chart| (chart.id, chart))
            .collect();
        let people: HashMap<Uuid, String> = sign_in::at_work(db).await?.into_iter().map(|row| (row.id, row.signed_name())).collect();
        let titles: HashMap<Uuid, String> = documents::titles(db, rows.iter().filter_map(|row| row.document_id).collect()).await?;
        let mails: HashMap<Uuid, mails::Model> =
            mails::by_ids(db, rows.iter().filter_map(|row| row.mail_id).collect()).await?.into_iter().map(|mail| (mail.id, mail)).collect();
        let due = records::due_dates(db, rows.iter().filter_map(|row| row.request_id).collect()).await?;
        let proposed = rows.iter().filter(|row| row.kind.0 == TaskKind::InformationProposed).filter_map(|row| row.chart_id);
        let proposed = information::count_waiting(db, proposed.collect()).await?;
        let mut lines = Vec::new();
        for row in rows {
            let mail = row.mail_id.and_then(|id| mails.get(&id));
            let By(kind) = row.kind;
            let who = match (row.chart_id, mail) {
                _ if kind == TaskKind::AddressesAlike => Some(sign_in::alike(db).await?.join(", ")),
                _ if matches!(kind, TaskKind::MailServer | TaskKind::ProspectAsked) => Some(String::new()),
                (Some(chart), _) => charts.get(&chart).map(Chart::listed_name),
                (None, Some(mail)) => mail.staff_id.and_then(|id| people.get(&id).cloned()).or(Some(mail.address.clone())),
                (None, None) => None,
            };
            let Some(who) = who else { continue };
            let document = row.document_id.and_then(|id| Some((DocumentId(id), titles.get(&id)?.clone())));
            let remark = match &row.remark {
                Some(sealed) => Some(String::from_utf8_lossy(&practice.sealer.open(Place("tasks.remark", row.id), sealed)?).into_owned()),
                None => mail.and_then(|mail| mail.trouble.clone()),
            };
            lines.push(TaskLine {
                id: TaskId(row.id),
                kind,
                chart: row.chart_id.map(ChartId),
                who,
                document,
                mail: row.mail_id.map(MailId),
                waits: mail.and_then(|mail| super::outbox::wait(mail, Local { now, zone })),
                grant: row.grant_id.map(GrantId),
                appointment: row.appointment_id.map(AppointmentId),
                prospect: row.prospect_id.map(ProspectId),
                request: row.request_id.map(RecordRequestId),
                changes: row.chart_id.filter(|_| kind == TaskKind::InformationProposed).and_then(|id| proposed.get(&id).copied()).unwrap_or_default(),
                activity: row.assignment_id.filter(|_| matches!(kind, TaskKind::ActivitySubmitted | TaskKind::AnswerNeedsYou)).map(AssignmentId),
                due: row.request_id.and_then(|id| due.get(&id).copied()),
                owner: row.owner_id.and_then(|id| people.get(&id).cloned()),
                since: dates::moment(row.since, zone),
                remark,
            });
        }
        staff.record(Event::of(AuditAct::ToDoOpened).detail(format!("{} open", lines.len()))).await?;
        Ok(ToDo { tasks: lines })
    }

    /// **Done**, with what was noted about it.
    pub async fn finish(&self, id: TaskId, note: &str) -> Result<(), Error> {
        let staff = self.0;
        let note = tidy(note);
        if note.chars().count() > LONGEST_NOTE {
            return Err(domain::notices::Refusal::NoteTooLong.into());
        }
        let task = self.within_reach(id).await?;
        // That somebody looked at the list is no outcome.
        if task.kind.0 == TaskKind::AnswerNeedsYou {
            return Err(domain::notices::Refusal::OutcomeFirst.into());
        }
        let chart = task.chart_id;
        let write = staff.write().await?;
        let note = (!note.is_empty()).then(|| staff.practice.sealer.seal(Place("tasks.note", task.id), note.as_bytes()));
        if !tasks::close(&*write, task.id, staff.member.id, staff.practice.clock.now(), note).await? {
            drop(write);
            return Err(staff.not_found("notices.task", None).await);
        }
        tell(&write, task.kind.0, chart);
        Ok(write.commit(Event::of(AuditAct::TaskDone).of_chart(chart).subject(id)).await?)
    }

    /// Sends a failed mail again, to the same address; or one that waits, now.
    pub async fn retry_mail(&self, id: TaskId) -> Result<(), Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let task = self.within_reach(id).await?;
        let chart = task.chart_id;
        let now = practice.clock.now();
        let write = staff.write().await?;
        let mail = match task.mail_id.filter(|_| task.kind.0 != TaskKind::MailServer) {
            Some(mail) => mails::for_update(&*write, mail).await?,
            None => None,
        };
        let Some(mail) = mail.filter(|mail| mail.body.is_some() && (mail.is_given_up() || mail.waits().is_some())) else {
            drop(write);
            return Err(staff.not_found("notices.retry_mail", None).await);
        };
        mails::ActiveModel {
            state: Set(By(MailState::Queued)),
            // One try counts: a new password that is asked for again at once is passed over, a mail that is sent again is not.
            tries: Set(1),
            tries_at_server: Set(0),
            next_try_at: Set(now),
            trouble: Set(None),
            waits_for: Set(None),
            ..mail.into_active_model()
        }
        .update(&*write)
        .await?;
        if !tasks::close(&*write, task.id, staff.member.id, now, None).await? {
            drop(write);
            return Err(staff.not_found("notices.task", None).await);
        }
        tell(&write, task.kind.0, chart);
        write.commit(Event::of(AuditAct::MailRetried).of_chart(chart).subject(id)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// What stands around every page.
    pub async fn frame(&self) -> Result<OfficeFrame, Error> {
        let staff = self.0;
        let roles: Vec<&str> = staff.rights.roles().iter().map(|role| role.label()).collect();
        Ok(OfficeFrame {
            practice: staff.practice_settings().await?.name,
            name: staff.member.signed_name(),
            roles: roles.join(", "),
            session_seconds: seconds_left(Side::Office, staff.session.started_at, staff.practice.clock.now()),
            tasks: self.counts().await?,
            reads_messages: messages::reads_any(staff),
            unread: messages::count_unread_of_staff(staff).await?,
            sees_calendar: staff.rights.may(Act::SeeCalendar),
            sees_billing: staff.rights.may(Act::ManageBilling) && staff.clinicians_for(Act::ManageBilling).is_none(),
            may_create: staff.rights.may(Act::CreateChart),
            may_change_settings: staff.rights.may(Act::ChangeSettings),
        })
    }

    /// How many tasks wait: for a page that asks by itself, so that nobody's act is recorded.
    pub async fn counts(&self) -> Result<u64, Error> {
        Ok(tasks::count_open(self.0.practice.db.read(), &self.reach(), SHOWN).await?)
    }

    /// How many conversations wait unread: likewise.
    pub async fn count_messages(&self) -> Result<u64, Error> {
        messages::count_unread_of_staff(self.0).await
    }

    /// Which tasks are this person's to see. What a document task tells is clinical. Kinds about the same people's charts are asked for
    /// together: those charts are walked through once.
    fn reach(&self) -> tasks::Reach<'_> {
        let mut groups = tasks::Reach::new();
        for kind in TaskKind::ALL {
            let people = self.0.clinicians_for(needed(kind));
            match groups.iter_mut().find(|(_, of)| *of == people) {
                Some((kinds, _)) => kinds.push(kind),
                None => groups.push((vec![kind], people)),
            }
        }
        groups
    }

    async fn within_reach(&self, id: TaskId) -> Result<tasks::Model, Error> {
        let staff = self.0;
        if let Some(task) = tasks::by_id(staff.practice.db.read(), id.0).await?
            && task.done_at.is_none()
            && self.covers(&task).await?
        {
            return Ok(task);
        }
        Err(staff.not_found("notices.task", None).await)
    }

    /// What is about no chart is the work of those who do it for everybody, and of whose clinician it is about.
    async fn covers(&self, task: &tasks::Model) -> Result<bool, Error> {
        let act = needed(task.kind.0);
        let Some(chart) = task.chart_id else {
            return Ok(self.0.clinicians_for(act).is_none_or(|people| task.owner_id.is_some_and(|owner| people.contains(&owner))));
        };
        match charts::by_id(self.0.practice.db.read(), chart).await? {
            Some(chart) => Ok(charts::covers(self.0.practice.db.read(), self.0, &chart, act).await?),
            None => Ok(false),
        }
    }
}

/// Whose work a kind of task is.
fn needed(kind: TaskKind) -> Act {
    match kind {
        TaskKind::LockedRegistration | TaskKind::FailedMail | TaskKind::GrantToReview | TaskKind::CameOfAge | TaskKind::FactorReset => {
            Act::ManagePortalAccess
        }
        TaskKind::AppointmentRequested
        | TaskKind::AppointmentToMove
        | TaskKind::AppointmentCancelled
        | TaskKind::RequestLapsed
        | TaskKind::ProspectAsked => Act::ManageAppointments,
        TaskKind::RecordsRequested => Act::ReleaseRecords,
        TaskKind::InformationProposed => Act::EditDemographics,
        TaskKind::ActivitySubmitted | TaskKind::AnswerNeedsYou => Act::SeeActivities,
        TaskKind::PaymentFailed | TaskKind::RefundFailed | TaskKind::InvoiceOverdue => Act::ManageBilling,
        TaskKind::SignedDocument
        | TaskKind::DeclinedDocument
        | TaskKind::ToCountersign
        | TaskKind::SignerGone
        | TaskKind::SignatureExpired
        | TaskKind::ConsentWithdrawn
        | TaskKind::FormSubmitted
        | TaskKind::FilesReceived => Act::ReadClinicalDocuments,
        TaskKind::FailedTeamMail | TaskKind::MailServer | TaskKind::AddressesAlike => Act::ChangeSettings,
    }
}

/// Something for the list.
pub(crate) struct Task<'a> {
    pub kind: TaskKind,
    /// None where it is about the team.
    pub chart: Option<Uuid>,
    pub document: Option<Uuid>,
    pub mail: Option<Uuid>,
    pub grant: Option<Uuid>,
    pub appointment: Option<Uuid>,
    pub assignment: Option<Uuid>,
    /// What a client asks for of the record.
    pub request: Option<Uuid>,
    pub payment: Option<Uuid>,
    pub invoice: Option<Uuid>,
    pub prospect: Option<Uuid>,
    pub owner: Option<Uuid>,
    /// Somebody's words: they are sealed.
    pub remark: Option<&'a str>,
}

impl Task<'_> {
    pub fn new(kind: TaskKind, chart: impl Into<Option<Uuid>>) -> Self {
        let chart = chart.into();
        Self {
            kind,
            chart,
            document: None,
            mail: None,
            grant: None,
            appointment: None,
            assignment: None,
            request: None,
            payment: None,
            invoice: None,
            prospect: None,
            owner: None,
            remark: None,
        }
    }
}

/// Puts something on the list.
pub(crate) async fn add_task(practice: &Practice, write: &Write, task: Task<'_>) -> Result<(), Error> {
    tell(write, task.kind, task.chart);
    row(practice, task).insert(&**write).await?;
    Ok(())
}

/// Says to administrators, once for all mail that waits, that the mail server takes none. What it says stands beside that mail.
pub(super) async fn say_that_no_mail_leaves(practice: &Practice, write: &Write, mail: Uuid) -> Result<(), Error> {
    if !tasks::point_at(&**write, TaskKind::MailServer, mail).await? {
        let task = Task { mail: Some(mail), ..Task::new(TaskKind::MailServer, None) };
        tell(write, task.kind, task.chart);
        tasks::add_if_new(&**write, row(practice, task)).await?;
    }
    Ok(())
}

fn row(practice: &Practice, task: Task<'_>) -> tasks::ActiveModel {
    let id = practice.randomness.id();
    tasks::ActiveModel {
        id: Set(id),
        kind: Set(By(task.kind)),
        chart_id: Set(task.chart),
        document_id: Set(task.document),
        mail_id: Set(task.mail),
        owner_id: Set(task.owner),
        remark: Set(task.remark.map(|words| practice.sealer.seal(Place("tasks.remark", id), words.as_bytes()))),
        since: Set(practice.clock.now()),
        done_at: Set(None),
        done_by: Set(None),
        note: Set(None),
        grant_id: Set(task.grant),
        appointment_id: Set(task.appointment),
        prospect_id: Set(task.prospect),
        assignment_id: Set(task.assignment),
        request_id: Set(task.request),
        payment_id: Set(task.payment),
        invoice_id: Set(task.invoice),
    }
}

/// Whether something of that kind waits already about a chart.
pub(crate) async fn has_open_task(write: &Write, kind: TaskKind, chart: Uuid) -> Result<bool, Error> {
    Ok(tasks::is_open_for_chart(&**write, kind, chart).await?)
}

/// Takes off the list what was asked about this: nobody need do it any more.
pub(crate) async fn close_tasks(write: &Write, about: About) -> Result<(), Error> {
    tell_closed(write, tasks::close_about(&**write, about, write.at()).await?);
    Ok(())
}

/// The lists that are open somewhere are told that one of their tasks came or went.
fn tell(write: &Write, kind: TaskKind, chart: Option<Uuid>) {
    write.tell(Happening::of(EventKind::of_tasks(needed(kind))).chart(chart));
}

pub(super) fn tell_closed(write: &Write, closed: Vec<tasks::Closed>) {
    for (By(kind), chart) in closed {
        tell(write, kind, chart);
    }
}

/// How many open tasks of a chart are this person's to see.
pub(crate) async fn open_tasks_of(chart: &InChart<'_, Staff>) -> Result<u64, Error> {
    Ok(tasks::count_of_chart(chart.db(), &StaffNotices(chart.actor()).reach(), chart.chart()).await?)
}
