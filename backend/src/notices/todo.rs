//! The office **To-do**: what waits, for whom, since when, until when.

use super::{
    StaffNotices,
    table::{
        mails,
        tasks::{self, Asked, Owners},
    },
    tasks::tell,
};
use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, Chart},
    dates::{self, Local},
    documents,
    error::Error,
    in_chart::{InChart, Within},
    information, messages,
    sealing::Place,
    sign_in::{self, Member},
    stored::By,
};
use chrono::NaiveDate;
use domain::{
    Act, Reach, Rights,
    audit::AuditAct,
    charts::tidy,
    ids::{
        AppointmentId, AssignmentId, ChartId, ConversationId, DocumentId, GrantId, MailId, ProspectId, RecordRequestId, StaffId, TaskId,
    },
    messages::Whose,
    notices::{
        MailState, OfficeFrame, Refusal, TASKS_SHOWN, TaskDone, TaskKind, TaskLine, TaskShown, ToDo, ToDoFilter, check_day, check_note,
    },
    sign_in::{Side, seconds_left},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Nobody counts further.
const COUNTED: u64 = 1_000;

impl StaffNotices<'_> {
    /// Everything that is open, from the beginning.
    pub async fn to_do(&self) -> Result<ToDo, Error> {
        self.list(ToDoFilter::default(), None).await
    }

    /// A page of the list below that task: of charts within reach only.
    pub async fn list(&self, filter: ToDoFilter, below: Option<TaskId>) -> Result<ToDo, Error> {
        let staff = self.0;
        let db = staff.practice.db.read();
        let today = self.today().await?;
        let asked = self.asked(filter, today);
        let below = match below {
            Some(id) => tasks::by_id(db, id.0).await?,
            None => None,
        };
        let mut rows = asked.page(db, below.as_ref(), TASKS_SHOWN + 1).await?;
        let more = rows.len() as u64 > TASKS_SHOWN;
        rows.truncate(TASKS_SHOWN as usize);
        let last = rows.last().filter(|_| more).map(|row| TaskId(row.id));
        let mut counts = [0; 3];
        for (count, whose) in counts.iter_mut().zip(Whose::ALL) {
            *count = self.asked(ToDoFilter { whose, ..ToDoFilter::default() }, today).count(db, COUNTED).await?;
        }
        let team = sign_in::at_work(db).await?;
        let tasks = self.lines(rows, today).await?;
        if staff.origin.by_hand {
            staff.record(Event::of(AuditAct::ToDoOpened).detail(format!("{} {}", tasks.len(), filter.shown.name()))).await?;
        }
        let unread = if messages::reads_any(staff) { Some(messages::count_unread_of_staff(staff).await?) } else { None };
        let team = team.into_iter().map(|member| (StaffId(member.id), member.signed_name())).collect();
        Ok(ToDo { filter, tasks, counts, team, below: last, unread, today })
    }

    async fn lines(&self, rows: Vec<tasks::Model>, today: NaiveDate) -> Result<Vec<TaskLine>, Error> {
        let practice = &self.0.practice;
        let db = practice.db.read();
        let (zone, now) = (dates::zone(&self.0.practice_settings().await?.zone), practice.clock.now());
        let charts: HashMap<Uuid, Chart> = charts::by_ids(db, rows.iter().filter_map(|row| row.chart_id).collect())
            .await?
            .into_iter()
            .map(|chart| (chart.id, chart))
            .collect();
        let mails: HashMap<Uuid, mails::Model> =
            mails::by_ids(db, rows.iter().filter_map(|row| row.mail_id).collect()).await?.into_iter().map(|mail| (mail.id, mail)).collect();
        let to_team = mails.values().filter_map(|mail| mail.staff_id);
        let people: HashSet<Uuid> = rows.iter().flat_map(|row| [row.owner_id, row.done_by]).flatten().chain(to_team).collect();
        let people: HashMap<Uuid, String> =
            sign_in::members(db, people.into_iter().collect()).await?.into_iter().map(|member| (member.id, member.signed_name())).collect();
        let titles: HashMap<Uuid, String> = documents::titles(db, rows.iter().filter_map(|row| row.document_id).collect()).await?;
        let proposed = rows.iter().filter(|row| row.kind.0 == TaskKind::InformationProposed).filter_map(|row| row.chart_id);
        let proposed = information::count_waiting(db, proposed.collect()).await?;
        let changes = |row: &tasks::Model| match row.chart_id.and_then(|chart| proposed.get(&chart).copied()) {
            Some(1) => Some("1 change".to_owned()),
            many => many.map(|many| format!("{many} changes")),
        };
        let opened = |place: &'static str, row: &tasks::Model, sealed: &[u8]| -> Result<String, Error> {
            Ok(String::from_utf8_lossy(&practice.sealer.open(Place(place, row.id), sealed)?).into_owned())
        };
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
                Some(sealed) => Some(opened("tasks.remark", &row, sealed)?),
                None if kind == TaskKind::InformationProposed => changes(&row),
                None => mail.and_then(|mail| mail.trouble.clone()),
            };
            let done = match row.done_at {
                Some(at) => Some(TaskDone {
                    at: dates::moment(at, zone),
                    by: row.done_by.and_then(|id| people.get(&id).cloned()),
                    note: row.note.as_ref().map(|sealed| opened("tasks.note", &row, sealed)).transpose()?,
                }),
                None => None,
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
                activity: row
                    .assignment_id
                    .filter(|_| matches!(kind, TaskKind::ActivitySubmitted | TaskKind::AnswerNeedsYou))
                    .map(AssignmentId),
                conversation: row.conversation_id.map(ConversationId),
                due: row.due(),
                snoozed: row.snoozed(today),
                owner: row.owner_id.and_then(|id| Some((StaffId(id), people.get(&id)?.clone()))),
                since: dates::moment(row.since, zone),
                remark,
                done,
            });
        }
        Ok(lines)
    }

    /// **Done**, with what was noted about it.
    pub async fn finish(&self, id: TaskId, note: &str) -> Result<(), Error> {
        let staff = self.0;
        let note = tidy(note);
        check_note(&note)?;
        let task = self.within_reach(id).await?;
        // That somebody looked at the list is no outcome.
        if task.kind.0 == TaskKind::AnswerNeedsYou {
            return Err(Refusal::OutcomeFirst.into());
        }
        let write = staff.write().await?;
        let note = (!note.is_empty()).then(|| staff.practice.sealer.seal(Place("tasks.note", task.id), note.as_bytes()));
        if !tasks::close(&*write, task.id, staff.member.id, write.at(), note).await? {
            drop(write);
            return Err(staff.not_found("notices.task", None).await);
        }
        tell(&write, task.kind.0, task.chart_id);
        Ok(write.commit(Event::of(AuditAct::TaskDone).of_chart(task.chart_id).subject(id)).await?)
    }

    /// Puts it off: until that day it stands among what is snoozed, for everybody. Without a day it comes back at once.
    pub async fn snooze(&self, id: TaskId, until: Option<&str>) -> Result<(), Error> {
        let staff = self.0;
        let today = self.today().await?;
        let until = until.map(|typed| check_day(typed, today)).transpose()?;
        let task = self.within_reach(id).await?;
        if task.kind.0 == TaskKind::AnswerNeedsYou {
            return Err(Refusal::OutcomeFirst.into());
        }
        let write = staff.write().await?;
        if !tasks::snooze(&*write, task.id, until, staff.member.id).await? {
            drop(write);
            return Err(staff.not_found("notices.task", None).await);
        }
        tell(&write, task.kind.0, task.chart_id);
        let told = until.map_or_else(|| "back".to_owned(), |day| day.to_string());
        Ok(write.commit(Event::of(AuditAct::TaskSnoozed).of_chart(task.chart_id).subject(id).detail(told)).await?)
    }

    /// Makes it somebody's work who may do it, or nobody's in particular.
    pub async fn give(&self, id: TaskId, to: Option<StaffId>) -> Result<(), Error> {
        let staff = self.0;
        let task = self.within_reach(id).await?;
        if let Some(to) = to
            && !self.may_be_given(&task, to.0).await?
        {
            return Err(Refusal::OwnerUnfit.into());
        }
        let write = staff.write().await?;
        if !tasks::give(&*write, task.id, to.map(|to| to.0)).await? {
            drop(write);
            return Err(staff.not_found("notices.task", None).await);
        }
        tell(&write, task.kind.0, task.chart_id);
        let told = to.map_or_else(|| "nobody".to_owned(), |to| to.to_string());
        Ok(write.commit(Event::of(AuditAct::TaskGiven).of_chart(task.chart_id).subject(id).detail(told)).await?)
    }

    /// Whether somebody works here, does such work, and does it in this chart.
    async fn may_be_given(&self, task: &tasks::Model, to: Uuid) -> Result<bool, Error> {
        let (db, act) = (self.0.practice.db.read(), task.kind.0.act());
        let Some(member) = sign_in::at_work(db).await?.into_iter().find(|member| member.id == to) else { return Ok(false) };
        let treats = async |member: &Member, supervises: bool| -> Result<bool, Error> {
            let Some(chart) = task.chart_id else { return Ok(false) };
            let Some(row) = charts::by_id(db, chart).await? else { return Ok(false) };
            let chart = self.0.chart(ChartId(chart), act).await?;
            let mut treating = charts::in_care_team(&chart).await?;
            treating.extend(row.primary_clinician_id);
            let supervisions = if supervises { sign_in::supervisors(db).await? } else { Default::default() };
            Ok(treating.iter().any(|id| *id == member.id || supervisions.contains(&(member.id, *id))))
        };
        Ok(match Rights::of(&member.roles.0).reach(act) {
            Reach::Nobody => false,
            Reach::Everybody => true,
            Reach::OwnCharts => treats(&member, false).await?,
            Reach::SupervisedCharts => treats(&member, true).await?,
        })
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
            sees_billing: staff.rights.may(Act::ManageBilling) && staff.clinicians_for(Act::ManageBilling).is_none(),
            rights: staff.rights.clone(),
        })
    }

    /// How many tasks wait: for a page that asks by itself, so that nobody's act is recorded.
    pub async fn counts(&self) -> Result<u64, Error> {
        let asked = self.asked(ToDoFilter::default(), self.today().await?);
        Ok(asked.count(self.0.practice.db.read(), COUNTED).await?)
    }

    async fn today(&self) -> Result<NaiveDate, Error> {
        Ok(dates::today(self.0.practice.clock.now(), dates::zone(&self.0.practice_settings().await?.zone)))
    }

    fn asked(&self, filter: ToDoFilter, today: NaiveDate) -> Asked<'_> {
        Asked {
            reach: self.reach(filter.group.map(|group| group.kinds().collect())),
            owners: match filter.whose {
                Whose::Team => Owners::Anybody,
                Whose::Mine => Owners::These(&self.0.answering),
                Whose::Unassigned => Owners::Nobody,
            },
            due_until: filter.due.map(|due| due.last(today)),
            shown: filter.shown,
            today,
        }
    }

    /// How many conversations wait unread: likewise.
    pub async fn count_messages(&self) -> Result<u64, Error> {
        messages::count_unread_of_staff(self.0).await
    }

    /// Which tasks are this person's to see. What a document task tells is clinical. Kinds about the same people's charts are asked for
    /// together: those charts are walked through once.
    fn reach(&self, kinds: Option<Vec<TaskKind>>) -> tasks::Reach<'_> {
        let mut groups = tasks::Reach::new();
        for kind in kinds.unwrap_or_else(|| TaskKind::ALL.to_vec()) {
            let people = self.0.clinicians_for(kind.act());
            match groups.iter_mut().find(|(_, of)| *of == people) {
                Some((kinds, _)) => kinds.push(kind),
                None => groups.push((vec![kind], people)),
            }
        }
        if groups.is_empty() {
            groups.push((Vec::new(), None));
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
        let act = task.kind.0.act();
        let Some(chart) = task.chart_id else {
            return Ok(self.0.clinicians_for(act).is_none_or(|people| task.owner_id.is_some_and(|owner| people.contains(&owner))));
        };
        match charts::by_id(self.0.practice.db.read(), chart).await? {
            Some(chart) => Ok(charts::covers(self.0.practice.db.read(), self.0, &chart, act).await?),
            None => Ok(false),
        }
    }
}

/// How many open tasks of a chart are this person's to see.
pub(crate) async fn open_tasks_of(chart: &InChart<'_, Staff>) -> Result<u64, Error> {
    let room = StaffNotices(chart.actor());
    let asked = room.asked(ToDoFilter { shown: TaskShown::Open, ..ToDoFilter::default() }, room.today().await?);
    Ok(asked.count_of_chart(chart.db(), chart.chart()).await?)
}
