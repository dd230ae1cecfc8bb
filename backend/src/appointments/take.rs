//! Never twice: the one place where an appointment takes its time.
//!
//! Whoever takes a clinician's time holds the clinician first, so on both databases one comes after the other. What they ask then is
//! true until they commit: SQLite has one writer, and on PostgreSQL a constraint says the last word besides.

use super::table::{
    appointments::{self, Model},
    prospects,
};
use crate::{
    db::Write,
    error::Error,
    in_chart::{Change, Enters, Within},
    sign_in,
};
use domain::appointments::{Refusal, Span};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel, RuntimeErr};
use uuid::Uuid;

/// Holds the calendars of these clinicians until the change ends. After the chart, and once: so nobody waits in a circle.
pub(super) async fn hold<A: Enters>(write: &Change<'_, A>, staff: &[Uuid]) -> Result<(), Error> {
    Ok(sign_in::hold_members(write.db(), staff).await?)
}

/// Puts one in. What lies ahead is not booked while the account of the client is frozen.
pub(super) async fn insert<A: Enters>(write: &Change<'_, A>, row: Model) -> Result<Model, Error> {
    if write.row().account_frozen_at.is_some() && row.starts_at > write.at() {
        return Err(Refusal::AccountFrozen.into());
    }
    check(write, &row).await?;
    row.into_active_model().reset_all().insert(write.db()).await.map_err(just_taken)
}

/// Writes down what one has become: its next version.
pub(super) async fn change<A: Enters>(write: &Change<'_, A>, was: &Model, now: Model) -> Result<Model, Error> {
    let time = |row: &Model| (row.state.0.holds_time(), row.staff_id, row.busy_from, row.busy_to);
    if time(was) != time(&now) {
        check(write, &now).await?;
    }
    let now = Model { version: was.version + 1, ..now };
    now.into_active_model().reset_all().update(write.db()).await.map_err(just_taken)
}

/// Puts in the request of somebody new, whose clinician is held.
pub(super) async fn ask(write: &Write, row: prospects::Model) -> Result<prospects::Model, Error> {
    let span = Span { from: row.busy_from, to: row.busy_to };
    if appointments::taken(&**write, row.staff_id, span, &[]).await? {
        return Err(Refusal::JustTaken.into());
    }
    row.into_active_model().reset_all().insert(&**write).await.map_err(just_taken)
}

async fn check<A: Enters>(write: &Change<'_, A>, row: &Model) -> Result<(), Error> {
    let span = Span { from: row.busy_from, to: row.busy_to };
    // An appointment and the request to move it are one: they may meet.
    let besides: Vec<Uuid> = [Some(row.id), row.replaces_id].into_iter().flatten().collect();
    if row.state.0.holds_time() && appointments::taken(write.db(), row.staff_id, span, &besides).await? {
        return Err(Refusal::JustTaken.into());
    }
    Ok(())
}

/// PostgreSQL refused it: exclusion violation.
fn just_taken(error: DbErr) -> Error {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = &error else { return error.into() };
    match cause.as_database_error().and_then(|error| error.code()) {
        Some(code) if code == "23P01" => Refusal::JustTaken.into(),
        _ => error.into(),
    }
}
