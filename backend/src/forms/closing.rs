//! What is done by itself with what waits: who comes to have access is told, who has not submitted is reminded, and what was not submitted
//! in time is closed. When, and whether, the practice's workflows say.

use super::{
    lines,
    send::{mail_of, take_mails_back, tell},
    table::{
        form_answers,
        form_assignments::{self, Model},
        form_mails,
    },
};
use crate::{
    audit::Event,
    error::Error,
    events::Happening,
    in_chart::{Change, Within},
    stored::By,
    system::System,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{audit::AuditAct, events::EventKind, forms::Status, ids::AssignmentId, invites::Scope, notices::MailKind};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// Charts in which something waits that nobody was told of, and that somebody can open now: after `chart`, at most `many`.
pub(crate) async fn untold(db: &impl ConnectionTrait, now: DateTime<Utc>, chart: Uuid, many: u64) -> Result<Vec<Uuid>, Error> {
    Ok(form_assignments::untold(db, now, chart, many).await?)
}

/// Somebody who was told of forms: under which access, by which mail.
pub(crate) struct Told {
    pub grant: Uuid,
    pub mail: Uuid,
}

/// Tells whoever has come to have access of everything that waited for them. When what a workflow sent was sent comes back too.
pub(crate) async fn tell_of_waiting(write: &Change<'_, System>) -> Result<(Vec<Told>, Option<DateTime<Utc>>), Error> {
    let rows = form_assignments::untold_of(write).await?;
    if rows.is_empty() {
        return Ok((Vec::new(), None));
    }
    let by_itself = rows.iter().find(|row| row.sent_by.is_none()).map(|row| row.sent_at);
    let mut told = Vec::new();
    for (scope, ids) in by_scope(&rows) {
        told.extend(tell(write, &ids, scope).await?);
    }
    for row in rows {
        write.tell(Happening::of(EventKind::FormsChanged).subject(row.id));
    }
    Ok((told.into_iter().map(Told::from).collect(), by_itself))
}

impl From<(Uuid, Uuid)> for Told {
    fn from((grant, mail): (Uuid, Uuid)) -> Self {
        Self { grant, mail }
    }
}

/// By who may fill them in: forms, and activities.
fn by_scope(rows: &[Model]) -> Vec<(Scope, Vec<AssignmentId>)> {
    let of = |activity: bool| rows.iter().filter(|row| row.activity.is_some() == activity).map(|row| AssignmentId(row.id)).collect();
    let both: [(Scope, Vec<AssignmentId>); 2] = [(Scope::Forms, of(false)), (Scope::Measures, of(true))];
    both.into_iter().filter(|(_, ids)| !ids.is_empty()).collect()
}

/// Charts in which something that is due on one of these days waits, each with its day.
pub(crate) async fn due_between(db: &impl ConnectionTrait, first: NaiveDate, last: NaiveDate) -> Result<Vec<(Uuid, NaiveDate)>, Error> {
    let due = form_assignments::due_between(db, first, last).await?;
    Ok(due.into_iter().filter_map(|(chart, day)| Some((chart, day.parse().ok()?))).collect())
}

/// Reminds of everything in the chart that is due on that day: by one mail to each of those who may fill it in. What they were told of
/// after `since` they need not be reminded of.
pub(crate) async fn remind(write: &Change<'_, System>, due_on: NaiveDate, since: DateTime<Utc>) -> Result<Vec<Told>, Error> {
    let mut rows = form_assignments::due_on(write, &due_on.to_string()).await?;
    rows.retain(|row| row.told_at.is_some_and(|told| told < since));
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut told = Vec::new();
    for (scope, ids) in by_scope(&rows) {
        told.extend(mail_of(write, &ids, MailKind::FormReminder, scope).await?.into_iter().map(Told::from));
    }
    Ok(told)
}

/// What was due before that day and waits still, with its chart.
pub(crate) async fn past_their_day(db: &impl ConnectionTrait, day: NaiveDate, many: u64) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Ok(form_assignments::due_before(db, day, many).await?)
}

/// Closes one that was due before that day: nobody fills it in any more, and what was answered in it is erased.
pub(crate) async fn close(system: &System, chart: Uuid, id: Uuid, due_before: NaiveDate) -> Result<(), Error> {
    let write = system.chart(chart).change(None).await?;
    // As it stands while the chart is held: it may have been submitted a moment ago.
    let Some(row) = write.find::<form_assignments::Entity>(id).await? else { return Ok(()) };
    if !row.status().is_open() || lines::due(&row.due_on).is_none_or(|due| due >= due_before) {
        return Ok(());
    }
    let closed = form_assignments::ActiveModel {
        state: Set(By(Status::Withdrawn)),
        withdrawn_at: Set(Some(write.at())),
        expired_at: Set(Some(write.at())),
        ..Default::default()
    };
    if !form_assignments::moved(&write, &row, closed).await? {
        return Ok(());
    }
    form_answers::erase(write.db(), row.id).await?;
    take_mails_back(&write, row.id).await?;
    write.tell(Happening::of(EventKind::FormsChanged).subject(row.id));
    write.commit(Event::of(AuditAct::FormExpired).subject(row.id)).await
}

/// Whether one of the forms that a mail tells of waits still.
pub(crate) async fn mail_stands(db: &impl ConnectionTrait, mail: Uuid) -> Result<bool, Error> {
    Ok(form_mails::waits(db, mail).await?)
}
