//! What staff typed to book or to move, read and held against what is there.

use super::{
    ask::whole,
    free::{Diary, Search},
    table::{
        appointments::{self, Model},
        sites, types,
    },
};
use crate::{actors::Staff, dates, error::Error, sign_in};
use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use domain::{
    Act,
    appointments::{
        BookingDraft, Conflict, ContactKind, Local, Refusal, SlotChoice, Span, check_remark, check_video_link, instant, read_day,
        read_time, series,
    },
    charts::tidy,
    ids::{SiteId, StaffId},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// So many free times are named in place of one that is not.
const NAMED: usize = 5;
/// They are looked for this far.
const LOOKED_THROUGH: u64 = 31;

/// What is to be booked.
pub(super) struct Plan {
    pub staff: Uuid,
    pub kind_of: types::Model,
    pub kind: ContactKind,
    pub site: Option<SiteId>,
    pub minutes: u16,
    pub remark: Option<String>,
    pub video: Option<String>,
    /// Each with its day, and why it cannot be where that is known from the clock alone.
    starts: Vec<Start>,
    /// By the clock of which place, and what it shows at the first of them.
    pub place: Tz,
    pub first: NaiveDateTime,
    anyway: bool,
    zone: Tz,
}

/// A day, and when on it; or why not.
pub(super) type Start = (NaiveDate, Result<DateTime<Utc>, Refusal>);

impl Plan {
    /// Reads it. What is moved gives what is not said.
    pub async fn read(staff: &Staff, db: &impl ConnectionTrait, draft: &BookingDraft, moved: Option<&Model>) -> Result<Self, Error> {
        let mut refusals = Vec::new();
        let kind_of = match draft.type_id.map(|id| id.0).or(moved.map(|row| row.type_id)) {
            Some(id) => types::by_id(db, id).await?.filter(|row| row.ended_at.is_none() || moved.is_some()),
            None => None,
        };
        let kind = draft.kind.or(moved.map(|row| row.kind.0)).filter(|kind| kind_of.as_ref().is_some_and(|row| row.kinds.0.contains(kind)));
        let site_id = draft.site.map(|id| id.0).or(moved.and_then(|row| row.site_id));
        let site = match site_id {
            Some(id) => {
                sites::by_id(db, id).await?.filter(|row| row.ended_at.is_none() || moved.is_some_and(|was| was.site_id == Some(id)))
            }
            None => None,
        };
        let who = draft.staff.map(|id| id.0).or(moved.map(|row| row.staff_id));
        let who = match who {
            Some(id) if may_book(staff, id) || moved.is_some_and(|row| row.staff_id == id) => sign_in::member(db, id).await?,
            _ => None,
        };
        let who = who.filter(|member| member.disabled_at.is_none() && member.roles.0.iter().any(|role| role.treats()));
        if kind_of.is_none() {
            refusals.push(Refusal::TypeGone);
        } else if kind.is_none() {
            refusals.push(Refusal::KindUnfit);
        }
        if who.is_none() {
            refusals.push(Refusal::ClinicianUnfit);
        }
        if site_id.is_some() != site.is_some() || (kind == Some(ContactKind::InPerson) && site.is_none()) {
            refusals.push(Refusal::SiteUnfit);
        }
        let (day, time) = (read_day(&draft.day), read_time(&draft.time));
        refusals.extend(day.err());
        refusals.extend(time.err());
        let minutes = draft.minutes.or(moved.map(Model::minutes)).or(kind_of.as_ref().map(|row| row.minutes as u16)).unwrap_or(0);
        if kind_of.is_some() && !(5..=480).contains(&minutes) {
            refusals.push(Refusal::LengthUnfit);
        }
        let remark = check_remark(&draft.remark);
        refusals.extend(remark.as_ref().err());
        let video = Some(tidy(&draft.video)).filter(|url| !url.is_empty());
        refusals.extend(video.as_deref().and_then(|url| check_video_link(url).err()));
        let practice_zone = dates::zone(&staff.practice_settings().await?.zone);
        let zone = site.as_ref().map_or(practice_zone, |site| dates::zone(&site.zone));
        let (Some(kind_of), Some(kind), Some(who), Ok(day), Ok(time), true) = (kind_of, kind, who, day, time, refusals.is_empty()) else {
            return Err(refusals.into());
        };
        let first = day.and_time(time);
        let starts = match draft.series.filter(|_| moved.is_none()) {
            None => vec![(day, instant(&zone, Local { at: first, again: draft.again }))],
            Some((every, times)) => {
                series(&zone, first, every, times)?.into_iter().map(|one| (one.day, one.starts_at.ok_or(Refusal::TimeSkipped))).collect()
            }
        };
        Ok(Self {
            staff: who.id,
            kind_of,
            kind,
            site: site.map(|row| SiteId(row.id)),
            minutes,
            remark: remark.unwrap_or_default(),
            video,
            starts,
            place: zone,
            first,
            anyway: draft.anyway,
            zone: practice_zone,
        })
    }

    /// With the buffers of its type.
    pub fn span(&self, starts_at: DateTime<Utc>) -> Span {
        let minutes = |minutes: i32| Duration::minutes(minutes.into());
        let ends_at = self.ends_at(starts_at);
        Span { from: starts_at - minutes(self.kind_of.before_minutes), to: ends_at + minutes(self.kind_of.after_minutes) }
    }

    pub fn ends_at(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        starts_at + Duration::minutes(self.minutes.into())
    }

    /// What can be booked, and what cannot. Asked while the clinician is held, it stays so until the change ends.
    pub async fn look(
        &self,
        db: &impl ConnectionTrait,
        now: DateTime<Utc>,
        besides: &[Uuid],
    ) -> Result<(Vec<DateTime<Utc>>, Vec<Conflict>), Error> {
        let (mut free, mut conflicts) = (Vec::new(), Vec::new());
        for (day, verdict) in self.verdicts(db, now, &self.starts, besides).await? {
            match verdict {
                Ok(at) => free.push(at),
                Err(refusal) => conflicts.push(Conflict { day, refusal }),
            }
        }
        Ok((free, conflicts))
    }

    /// The same of each of these, in their order.
    pub async fn verdicts(
        &self,
        db: &impl ConnectionTrait,
        now: DateTime<Utc>,
        starts: &[Start],
        besides: &[Uuid],
    ) -> Result<Vec<Start>, Error> {
        let days = || starts.iter().map(|(day, _)| *day);
        let Some((first, last)) = days().min().zip(days().max()) else { return Ok(Vec::new()) };
        let diary = Diary::load(db, self.zone, &[self.staff], (first - Days::new(1), last + Days::new(1))).await?;
        let mut verdicts = Vec::with_capacity(starts.len());
        for (day, starts_at) in starts {
            let verdict = match starts_at {
                Err(refusal) => Err(*refusal),
                Ok(at) if self.ends_at(*at) <= now => Err(Refusal::InThePast),
                Ok(at) if !self.anyway && diary.is_away(self.staff, Span { from: *at, to: self.ends_at(*at) }) => Err(Refusal::AwayThen),
                Ok(at) if appointments::taken(db, self.staff, self.span(*at), besides).await? => Err(Refusal::JustTaken),
                Ok(at) => Ok(*at),
            };
            verdicts.push((*day, verdict));
        }
        Ok(verdicts)
    }

    /// The next times that are free, in place of one that is not.
    pub async fn next_free(&self, db: &impl ConnectionTrait, now: DateTime<Utc>, besides: Option<Uuid>) -> Result<Vec<SlotChoice>, Error> {
        let Some((day, at)) = self.starts.first() else { return Ok(Vec::new()) };
        let after = at.unwrap_or(now).max(now);
        let first = (*day).max(dates::today(now, self.zone));
        let days = (first, first + Days::new(LOOKED_THROUGH));
        let diary = Diary::load(db, self.zone, &[self.staff], days).await?;
        // As long as it is to be, whatever its type says.
        let kind_of = types::Model { minutes: self.minutes.into(), ..self.kind_of.clone() };
        let search = Search { kind_of: &kind_of, kind: self.kind, site: self.site, now, by_client: false, besides };
        let slots = diary.slots(self.staff, &search, days).into_iter().filter(|slot| slot.starts_at >= after).take(NAMED);
        let choice = |slot: domain::appointments::Slot| SlotChoice {
            starts_at: slot.starts_at,
            at: dates::moment(slot.starts_at, diary.zone_of(slot.site)),
            site: slot.site,
            staff: StaffId(self.staff),
        };
        Ok(slots.map(choice).collect())
    }
}

/// Whether somebody's calendar is this person's to book.
pub(super) fn may_book(staff: &Staff, whose: Uuid) -> bool {
    staff.clinicians_for(Act::ManageAppointments).is_none_or(|people| people.contains(&whose))
}

/// Times that are offered: each ahead, of whole minutes, and free for that appointment.
pub(super) async fn check_offers(
    db: &impl ConnectionTrait,
    asked: &Model,
    offers: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if offers.len() > NAMED {
        return Err(Refusal::TooManyOffers.into());
    }
    for &at in offers {
        let by = at - asked.starts_at;
        let span = Span { from: asked.busy_from + by, to: asked.busy_to + by };
        let besides: Vec<Uuid> = [Some(asked.id), asked.replaces_id].into_iter().flatten().collect();
        if at <= now || !whole(at) || appointments::taken(db, asked.staff_id, span, &besides).await? {
            return Err(Refusal::OfferUnfit.into());
        }
    }
    Ok(())
}
