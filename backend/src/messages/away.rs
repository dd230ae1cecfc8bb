//! Who is away, and who stands in: what would go to the one goes to the other, from the first day to the last.

use super::table::absences;
use crate::{dates, error::Error, practice::Practice, settings};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Who answers today for this member of staff: they themselves, or who stands in.
pub(super) async fn stands_in(db: &impl ConnectionTrait, member: Uuid, practice: &Practice, at: DateTime<Utc>) -> Result<Uuid, Error> {
    let today = today(practice, at).await?;
    Ok(absences::of(db, member).await?.filter(|absence| absence.covers(today)).map_or(member, |absence| absence.cover_id))
}

/// Whose conversations this member of staff answers today: their own, and those of whom they stand in for.
pub(super) async fn answered_by(practice: &Practice, member: Uuid) -> Result<Vec<Uuid>, Error> {
    let today = today(practice, practice.clock.now()).await?;
    let covered = absences::covered_by(practice.db.read(), member).await?;
    let covered = covered.into_iter().filter(|absence| absence.covers(today)).map(|absence| absence.staff_id);
    Ok([member].into_iter().chain(covered).collect())
}

async fn today(practice: &Practice, at: DateTime<Utc>) -> Result<NaiveDate, Error> {
    Ok(dates::today(at, dates::zone(&settings::load(practice).await?.zone)))
}
