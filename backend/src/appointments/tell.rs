//! Who hears of an appointment: never which, with whom, or what kind of one.

use super::table::{appointments::Model, prospects};
use crate::{
    db::Write,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, Within},
    invites, messages,
    notices::{self, Outgoing, Task},
    practice::Practice,
    sign_in::{self, Member},
};
use chrono::NaiveDate;
use domain::{
    Role,
    charts::EmailAddress,
    events::EventKind,
    invites::Scope,
    notices::{MailKind, TaskKind},
};
use uuid::Uuid;

/// Open calendars, and the client's open pages.
pub(super) fn tell_pages<A: Enters>(write: &Change<'_, A>, row: &Model) {
    write.tell(Happening::of(EventKind::AppointmentsChanged).subject(row.id));
}

/// What waited because of it waits no more, and no mail says what is not so any more.
pub(super) async fn settle<A: Enters>(write: &Change<'_, A>, row: &Model) -> Result<(), Error> {
    notices::close_tasks(write, notices::About::Appointment(row.id)).await?;
    notices::cancel_of_appointment(write, row.id, row.state.0.may_move()).await
}

/// The clinician, or who stands in on that day, by mail and, where there is something to do, on the To-do.
pub(super) async fn tell_staff<A: Enters>(
    write: &Change<'_, A>,
    row: &Model,
    today: NaiveDate,
    mail: MailKind,
    task: Option<TaskKind>,
) -> Result<(), Error> {
    let asked = messages::stands_in_on(write.db(), row.staff_id, today).await?;
    let people = who_is_there(write, asked).await?;
    if let Some(kind) = task {
        let owner = people.iter().any(|member| member.id == asked).then_some(asked);
        let task = Task { owner, appointment: Some(row.id), ..Task::new(kind, write.chart()) };
        notices::add_task(write.practice(), write, task).await?;
    }
    for member in people {
        let address = EmailAddress::lenient(&member.email)?;
        let out = Outgoing {
            staff: Some(member.id),
            chart: Some(write.chart()),
            appointment: Some(row.id),
            ..Outgoing::new(mail, &address, "/office".into())
        };
        notices::queue_to(write.practice(), write, out).await?;
    }
    Ok(())
}

/// The one who was asked; where they have left, those whose work the calendar is.
async fn who_is_there(write: &Write, asked: Uuid) -> Result<Vec<Member>, Error> {
    let mut people = sign_in::at_work(&**write).await?;
    let is_there = people.iter().any(|member| member.id == asked);
    people.retain(|member| if is_there { member.id == asked } else { member.roles.0.contains(&Role::PracticeScheduler) });
    Ok(people)
}

/// The clinician whom somebody new has asked for, or who stands in on that day.
pub(super) async fn tell_of_newcomer(practice: &Practice, write: &Write, row: &prospects::Model, today: NaiveDate) -> Result<(), Error> {
    let asked = messages::stands_in_on(&**write, row.staff_id, today).await?;
    for member in who_is_there(write, asked).await? {
        let path = format!("/office/calendar/new-clients/{}", row.id);
        let address = EmailAddress::lenient(&member.email)?;
        let out = Outgoing { staff: Some(member.id), ..Outgoing::new(MailKind::ProspectAsked, &address, path) };
        notices::queue_to(practice, write, out).await?;
    }
    Ok(())
}

/// Everybody who sees the client's appointments in the portal.
pub(super) async fn tell_clients<A: Enters>(write: &Change<'_, A>, row: &Model, mail: MailKind) -> Result<(), Error> {
    for grant in invites::readers(write, Scope::Appointments, write.at()).await? {
        let Some(account) = grant.account_id else { continue };
        let Some(account) = sign_in::account(write.db(), account).await? else { continue };
        let out = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            appointment: Some(row.id),
            ..Outgoing::new(mail, &EmailAddress::lenient(&account.email)?, format!("/appointments?for={}", grant.id))
        };
        notices::queue_to(write.practice(), write, out).await?;
    }
    Ok(())
}
