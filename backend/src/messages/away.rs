//! Who is away, and who stands in: what would go to the one goes to the other, from the first day to the last.

use super::table::absences;
use crate::{
    audit::Event,
    dates,
    error::Error,
    practice::Practice,
    settings::{self, StaffSettings},
    sign_in,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{audit::AuditAct, ids::StaffId, settings::Refusal};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Who answers on that day for this member of staff: they themselves, or who stands in.
pub(crate) async fn stands_in_on(db: &impl ConnectionTrait, member: Uuid, day: NaiveDate) -> Result<Uuid, Error> {
    Ok(absences::of(db, member).await?.filter(|absence| absence.covers(day)).map_or(member, |absence| absence.cover_id))
}

/// Who answers today for this member of staff: they themselves, or who stands in.
pub(super) async fn stands_in(db: &impl ConnectionTrait, member: Uuid, practice: &Practice, at: DateTime<Utc>) -> Result<Uuid, Error> {
    stands_in_on(db, member, today(practice, at).await?).await
}

/// Whose conversations this member of staff answers today: their own, and those of whom they stand in for.
pub(super) async fn answered_by(practice: &Practice, member: Uuid) -> Result<Vec<Uuid>, Error> {
    let today = today(practice, practice.clock.now()).await?;
    let covered = absences::covered_by(practice.db.read(), member).await?;
    let covered = covered.into_iter().filter(|absence| absence.covers(today)).map(|absence| absence.staff_id);
    Ok([member].into_iter().chain(covered).collect())
}

impl StaffSettings<'_> {
    /// Says from when to when a member of staff is away, and who stands in; or that they are back.
    pub async fn set_away(&self, member: StaffId, away: Option<(NaiveDate, NaiveDate, StaffId)>) -> Result<(), Error> {
        let staff = self.0;
        let write = staff.write().await?;
        let at_work: Vec<Uuid> = sign_in::at_work(&*write).await?.into_iter().map(|member| member.id).collect();
        if !at_work.contains(&member.0) {
            drop(write);
            return Err(staff.not_found("settings.member", None).await);
        }
        match away {
            None => absences::forget(&*write, member.0).await?,
            Some((first, last, _)) if last < first => return Err(Refusal::AwayBackwards.into()),
            Some((_, _, cover)) if cover == member || !at_work.contains(&cover.0) => return Err(Refusal::CoverMissing.into()),
            Some((first, last, cover)) => {
                let row =
                    absences::Model { staff_id: member.0, first_day: first.to_string(), last_day: last.to_string(), cover_id: cover.0 };
                absences::say(&*write, row).await?;
            }
        }
        Ok(write.commit(Event::of(AuditAct::AbsenceChanged).subject(member)).await?)
    }
}

/// Who is away or will be: first and last day, and who stands in.
pub(crate) async fn absences_now(practice: &Practice) -> Result<HashMap<Uuid, (NaiveDate, NaiveDate, Uuid)>, Error> {
    let today = today(practice, practice.clock.now()).await?.to_string();
    let rows = absences::all(practice.db.read()).await?.into_iter().filter(|row| row.last_day >= today);
    rows.map(|row| Ok((row.staff_id, (dates::read(&row.first_day)?, dates::read(&row.last_day)?, row.cover_id)))).collect()
}

async fn today(practice: &Practice, at: DateTime<Utc>) -> Result<NaiveDate, Error> {
    Ok(dates::today(at, dates::zone(&settings::load(practice).await?.zone)))
}
