//! What is put on the To-do, and taken off it where there is nothing to do any more.

use super::table::tasks::{self, About};
use crate::{db::Write, error::Error, events::Happening, practice::Practice, sealing::Place, stored::By};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{events::EventKind, notices::TaskKind};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

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
    /// Until when, where it is not as with all of its kind.
    pub due: Option<NaiveDate>,
    pub conversation: Option<Uuid>,
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
            due: None,
            conversation: None,
            remark: None,
        }
    }
}

/// Puts something on the list, and returns what it is known by.
pub(crate) async fn add_task(practice: &Practice, write: &Write, task: Task<'_>) -> Result<Uuid, Error> {
    tell(write, task.kind, task.chart);
    Ok(row(practice, write.at(), task).insert(&**write).await?.id)
}

/// Says to administrators, once for all mail that waits, that the mail server takes none. What it says stands beside that mail.
pub(super) async fn say_that_no_mail_leaves(practice: &Practice, write: &Write, mail: Uuid) -> Result<(), Error> {
    if !tasks::point_at(&**write, TaskKind::MailServer, mail).await? {
        let task = Task { mail: Some(mail), ..Task::new(TaskKind::MailServer, None) };
        tell(write, task.kind, task.chart);
        tasks::add_if_new(&**write, row(practice, write.at(), task)).await?;
    }
    Ok(())
}

fn row(practice: &Practice, at: DateTime<Utc>, task: Task<'_>) -> tasks::ActiveModel {
    let id = practice.randomness.id();
    let due = task.due.or_else(|| task.kind.due(at.date_naive()));
    tasks::ActiveModel {
        id: Set(id),
        kind: Set(By(task.kind)),
        chart_id: Set(task.chart),
        document_id: Set(task.document),
        mail_id: Set(task.mail),
        owner_id: Set(task.owner),
        remark: Set(task.remark.map(|words| practice.sealer.seal(Place("tasks.remark", id), words.as_bytes()))),
        since: Set(at),
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
        due_on: Set(due.map(|day| day.to_string())),
        snoozed_until: Set(None),
        snoozed_by: Set(None),
        conversation_id: Set(task.conversation),
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
pub(super) fn tell(write: &Write, kind: TaskKind, chart: Option<Uuid>) {
    write.tell(Happening::of(EventKind::of_tasks(kind.act())).chart(chart));
}

pub(super) fn tell_closed(write: &Write, closed: Vec<tasks::Closed>) {
    for (By(kind), chart) in closed {
        tell(write, kind, chart);
    }
}
