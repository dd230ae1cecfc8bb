//! **Request an appointment**: people without an account. What they hear never depends on who is a client here: nothing they type is
//! held against charts or accounts.

use super::{
    ask::{check_reach, who_has_time},
    free::Search,
    portal::{choice, earlier, fortnight, is_offered, later, sites_of},
    table::{prospects, types},
    take, tell,
};
use crate::{
    actors::Visitor,
    audit::Event,
    dates,
    error::Error,
    events::Happening,
    notices::{self, Task},
    sealing::Place,
    sign_in::{self, Member},
    stored::By,
};
use chrono::Duration;
use chrono_tz::Tz;
use domain::{
    appointments::{Bookable, BookingWish, FirstAsk, ProspectState, Refusal, State},
    audit::AuditAct,
    events::EventKind,
    ids::{AppointmentTypeId, StaffId},
    notices::TaskKind,
    settings::PracticeSettings,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// So many wait at most: a flood of them takes no more of the calendar.
const MOST_WAITING: u64 = 40;

/// First appointments, for somebody who has not said who they are.
pub struct FirstAppointments<'a> {
    visitor: &'a Visitor,
    settings: PracticeSettings,
}

impl Visitor {
    /// Where the practice has switched **Quick Share** on. Elsewhere there is no such page.
    pub async fn first_appointments(&self) -> Result<FirstAppointments<'_>, Error> {
        let settings = self.practice_settings().await?;
        if settings.scheduling.quick_share { Ok(FirstAppointments { visitor: self, settings }) } else { Err(Error::NotFound) }
    }
}

impl FirstAppointments<'_> {
    fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    /// Who takes new clients: those whom the practice has named, or whoever treats.
    async fn takers(&self, db: &impl ConnectionTrait) -> Result<Vec<Member>, Error> {
        let named = &self.settings.scheduling.takes_new;
        let mut people = sign_in::at_work(db).await?;
        people.retain(|member| member.roles.0.iter().any(|role| role.treats()));
        if !named.is_empty() {
            people.retain(|member| named.contains(&StaffId(member.id)));
        }
        Ok(people)
    }

    /// What can be chosen, with what was chosen so far.
    pub async fn bookable(&self, wish: BookingWish) -> Result<Bookable, Error> {
        let practice = &self.visitor.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        let today = dates::today(now, self.zone());
        let mut types = types::all(db).await?;
        types.retain(is_offered);
        let kind_of = wish.type_id.and_then(|id| types.iter().find(|row| row.id == id.0));
        let kind = wish.kind.filter(|kind| kind_of.is_some_and(|row| row.kinds.0.contains(kind)));
        let takers = self.takers(db).await?;
        let staff = wish.staff.filter(|id| takers.iter().any(|member| member.id == id.0));
        let first = wish.from.unwrap_or(today).max(today);
        let candidates: Vec<Uuid> = takers.iter().map(|member| member.id).filter(|id| staff.is_none_or(|staff| staff.0 == *id)).collect();
        let (days, next_day) = match kind_of.zip(kind) {
            Some((kind_of, kind)) => {
                let search = Search { kind_of, kind, site: None, now, by_client: true, besides: None };
                fortnight(db, self.zone(), &search, &candidates, first, None).await?
            }
            None => Default::default(),
        };
        Ok(Bookable {
            wish: BookingWish { type_id: kind_of.map(|row| AppointmentTypeId(row.id)), kind, staff, from: Some(first), replaces: None },
            clinicians: takers.iter().map(|member| (StaffId(member.id), member.signed_name())).collect(),
            sites: sites_of(db, &days).await?,
            days,
            earlier: earlier(first, today),
            later: later(kind_of, first, today),
            next_day,
            moves: None,
            // Somebody whom nobody knows is never booked at once.
            types: types.iter().map(|row| domain::appointments::TypeChoice { self_confirming: false, ..choice(row) }).collect(),
            zone: self.settings.zone.clone(),
            today,
            phone: self.settings.help.phone.clone(),
        })
    }

    /// Asks for one. The answer is the same whoever asks.
    pub async fn ask(&self, ask: &FirstAsk) -> Result<(), Error> {
        let (visitor, practice) = (self.visitor, &self.visitor.practice);
        let today = dates::today(practice.clock.now(), self.zone());
        let (who, email) = ask.read(today).map_err(Error::Refused)?;
        sign_in::take_turn_of_anybody(practice, "first appointment", &visitor.origin.address, &email).await?;
        let mut candidates: Vec<Uuid> = self.takers(practice.db.read()).await?.into_iter().map(|member| member.id).collect();
        if let Some(staff) = ask.slot.staff {
            candidates.retain(|id| *id == staff.0);
        }
        if candidates.is_empty() {
            return Err(Refusal::ClinicianUnfit.into());
        }
        let about = serde_json::to_vec(&who).map_err(Error::unexpected)?;
        let write = visitor.write().await?;
        sign_in::hold_members(&*write, &candidates).await?;
        let kind_of = types::by_id(&*write, ask.type_id.0).await?.filter(is_offered).ok_or(Refusal::TypeGone)?;
        if !kind_of.kinds.0.contains(&ask.kind) {
            return Err(Refusal::KindUnfit.into());
        }
        let (starts_at, now) = (ask.slot.starts_at, write.at());
        check_reach(&kind_of, starts_at, now)?;
        if prospects::count_waiting(&*write).await? >= MOST_WAITING {
            return Err(Refusal::NoRoomForNew.into());
        }
        let search = Search { kind_of: &kind_of, kind: ask.kind, site: None, now, by_client: true, besides: None };
        let (staff_id, site) = who_has_time(&*write, self.zone(), &search, starts_at, &candidates).await?;
        let (rules, id) = (kind_of.rules(), practice.randomness.id());
        let minutes = |minutes: u16| Duration::minutes(minutes.into());
        let ends_at = starts_at + minutes(rules.minutes);
        let row = prospects::Model {
            id,
            staff_id,
            type_id: kind_of.id,
            site_id: site.map(Into::into),
            kind: By(ask.kind),
            starts_at,
            ends_at,
            busy_from: starts_at - minutes(rules.before),
            busy_to: ends_at + minutes(rules.after),
            state: By(ProspectState::Waiting),
            held_until: State::held_until(starts_at, now),
            about: practice.sealer.seal(Place("prospects.about", id), &about),
            asked_at: now,
            answered_at: None,
            answered_by: None,
            appointment_id: None,
        };
        let row = take::ask(&write, row).await?;
        notices::add_task(
            practice,
            &write,
            Task { prospect: Some(id), owner: Some(row.staff_id), ..Task::new(TaskKind::ProspectAsked, None) },
        )
        .await?;
        tell::tell_of_newcomer(practice, &write, &row, today).await?;
        write.tell(Happening::of(EventKind::AppointmentsChanged));
        write.commit(Event::of(AuditAct::ProspectAsked).subject(id)).await?;
        practice.ring_for_mail();
        Ok(())
    }
}
