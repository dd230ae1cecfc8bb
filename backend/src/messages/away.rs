//! Who is away, and who stands in: what would go to the one goes to the other, from the first day to the last.

use super::table::{absences, conversations};
use crate::{
    audit::Event,
    dates,
    db::Write,
    error::Error,
    practice::Practice,
    settings::{self, StaffSettings},
    sign_in::{self, Member},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Rights, audit::AuditAct, ids::StaffId, messages::Audience, settings::Refusal, sign_in::StepUpScope};
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

/// For whom this member of staff stands in today.
pub(crate) async fn covered_by(practice: &Practice, member: Uuid) -> Result<Vec<Uuid>, Error> {
    let covered = absences::covered_by(practice.db.read(), member).await?;
    if covered.is_empty() {
        return Ok(Vec::new());
    }
    let today = today(practice, practice.clock.now()).await?;
    Ok(covered.into_iter().filter(|absence| absence.covers(today)).map(|absence| absence.staff_id).collect())
}

/// Who stands in today for any of these people.
pub(super) async fn covers_of(
    db: &impl ConnectionTrait,
    people: &[Uuid],
    practice: &Practice,
    at: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let absent = absences::all(db).await?.into_iter().filter(|absence| people.contains(&absence.staff_id)).collect::<Vec<_>>();
    if absent.is_empty() {
        return Ok(Vec::new());
    }
    let today = today(practice, at).await?;
    Ok(absent.into_iter().filter(|absence| absence.covers(today)).map(|absence| absence.cover_id).collect())
}

/// Whether one of these can read everything that comes to the other.
fn can_stand_in(member: &Member, cover: &Member) -> bool {
    let (asked, stands_in) = (Rights::of(&member.roles.0), Rights::of(&cover.roles.0));
    Audience::ALL.into_iter().all(|audience| stands_in.may(audience.act()) || !asked.may(audience.act()))
}

impl StaffSettings<'_> {
    /// Says from when to when a member of staff is away, and who stands in; or that they are back.
    pub async fn set_away(&self, member: StaffId, away: Option<(NaiveDate, NaiveDate, StaffId)>) -> Result<(), Error> {
        let staff = self.0;
        // Who stands in reads what comes to the other: that is access, like a role.
        staff.proved(StepUpScope::Team)?;
        let write = staff.write().await?;
        let at_work = sign_in::at_work(&*write).await?;
        let find = |id: StaffId| at_work.iter().find(|member| member.id == id.0);
        let Some(asked) = find(member) else {
            drop(write);
            return Err(staff.not_found("settings.member", None).await);
        };
        match away {
            None => absences::forget(&*write, member.0).await?,
            Some((first, last, _)) if last < first => return Err(Refusal::AwayBackwards.into()),
            Some((first, last, cover)) => {
                let stands_in = find(cover).filter(|_| cover != member).ok_or(Refusal::CoverMissing)?;
                if !can_stand_in(asked, stands_in) {
                    return Err(Refusal::CoverUnfit.into());
                }
                let row =
                    absences::Model { staff_id: member.0, first_day: first.to_string(), last_day: last.to_string(), cover_id: cover.0 };
                // Who stands in is there: what comes to somebody absent would wait unseen.
                for other in absences::all(&*write).await?.iter().filter(|other| other.meets(&row)) {
                    if other.staff_id == cover.0 {
                        return Err(Refusal::CoverAway.into());
                    }
                    if other.cover_id == member.0 {
                        return Err(Refusal::StandsInThen.into());
                    }
                }
                absences::say(&*write, row).await?;
            }
        }
        Ok(write.commit(Event::of(AuditAct::AbsenceChanged).subject(member)).await?)
    }
}

/// Whoever has left answers nothing and stands in for nobody: what they had waits for whoever takes it.
pub(crate) async fn has_left(write: &Write, member: Uuid) -> Result<(), Error> {
    absences::forget_all_of(&**write, member).await?;
    Ok(conversations::let_go(&**write, member).await?)
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
