//! **Appointments** and **Book an Appointment** in the portal.

use super::{
    ClientAppointments,
    free::{Diary, Search},
    lines::{Names, replaced},
    table::{
        appointments::{self, Model},
        offers, sites, types,
    },
};
use crate::{
    audit::Event,
    charts, dates,
    error::Error,
    in_chart::Within,
    sign_in::{self, Member},
};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::{
    appointments::{
        Bookable, BookingWish, ClientBooking, DaySlots, MyAppointment, MyAppointments, OneAppointment, Site, SlotChoice, State, TypeChoice,
    },
    audit::AuditAct,
    ids::{AppointmentId, AppointmentTypeId, SiteId, StaffId},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// So many that are over stand on the page.
const SHOWN: u64 = 5;
/// So many days of times are shown at once,
const DAYS: u64 = 14;
/// and so many are looked through for the next one with a time.
const LOOKED_THROUGH: u64 = 92;

impl ClientAppointments<'_> {
    /// The page.
    pub async fn overview(&self) -> Result<MyAppointments, Error> {
        let page = self.ahead().await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::AppointmentsOpened)).await?;
        }
        Ok(page)
    }

    /// The same for the Dashboard, whose opening is recorded already.
    pub(crate) async fn ahead(&self) -> Result<MyAppointments, Error> {
        let practice = &self.client.practice;
        let now = practice.clock.now();
        let ahead = appointments::ahead(&self.chart, now).await?;
        let (asked, upcoming): (Vec<Model>, Vec<Model>) = ahead.into_iter().partition(|row| row.state.0 == State::Requested);
        let over = appointments::over(&self.chart, now, 20).await?;
        // What was declined stands with what is asked for, for as long as another time can be taken instead.
        let all_offers = offers::of(&self.chart, &over.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let mut requests = self.lines(asked, &[]).await?;
        let over = self.lines(over, &all_offers).await?;
        let (declined, over): (Vec<MyAppointment>, Vec<MyAppointment>) = over.into_iter().partition(|line| !line.offers.is_empty());
        requests.extend(declined);
        Ok(MyAppointments {
            upcoming: self.lines(upcoming, &[]).await?,
            requests,
            history: over.into_iter().take(SHOWN as usize).collect(),
            may_request: self.may_request().await?,
            messages: self.client.reads_messages(&self.settings),
            phone: self.settings.help.phone.clone(),
            zone: self.settings.zone.clone(),
            today: dates::today(now, self.zone()),
        })
    }

    /// One of them: for the page that confirms what was done.
    pub async fn one(&self, id: AppointmentId) -> Result<OneAppointment, Error> {
        let row = self.chart.one::<appointments::Entity>(id).await?;
        let all_offers = offers::of(&self.chart, &[row.id]).await?;
        let appointment = self.lines(vec![row], &all_offers).await?.pop().ok_or(Error::NotFound)?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::AppointmentsOpened).subject(id)).await?;
        }
        let (may_request, phone) = (self.may_request().await?, self.settings.help.phone.clone());
        Ok(OneAppointment { appointment, may_request, phone })
    }

    async fn lines(&self, rows: Vec<Model>, offers: &[offers::Model]) -> Result<Vec<MyAppointment>, Error> {
        let names = Names::of(self.chart.db(), self.zone(), &rows).await?.read_in(self.own_zone().await?);
        let moved = replaced(&self.chart, &rows).await?;
        let (practice, scheduling) = (&self.client.practice, &self.settings.scheduling);
        let line = |row: &Model| names.mine(practice, scheduling, row, row.replaces_id.and_then(|id| moved.get(&id)), offers);
        rows.iter().map(line).collect()
    }

    /// **Book an Appointment**: what can be chosen, with what was chosen so far.
    pub async fn bookable(&self, wish: BookingWish) -> Result<Bookable, Error> {
        if !self.settings.scheduling.self_scheduling {
            return Err(self.chart.not_found("appointments.book").await);
        }
        let (db, practice) = (self.chart.db(), &self.client.practice);
        let now = practice.clock.now();
        let today = dates::today(now, self.zone());
        let types = types::all(db).await?;
        let moves = match wish.replaces {
            Some(id) => Some(self.chart.one::<appointments::Entity>(id).await?),
            None => None,
        };
        // What is moved stays what it is, and its type need not be one that clients ask for.
        let kind_of = match &moves {
            Some(row) => types.iter().find(|known| known.id == row.type_id),
            None => wish.type_id.and_then(|id| types.iter().find(|row| row.id == id.0 && is_offered(row))),
        };
        let kind = moves.as_ref().map(|row| row.kind.0).or(wish.kind).filter(|kind| kind_of.is_some_and(|row| row.kinds.0.contains(kind)));
        let treating = self.treating().await?;
        let staff = moves.as_ref().map(|row| StaffId(row.staff_id)).or(wish.staff);
        let staff = staff.filter(|id| treating.iter().any(|member| member.id == id.0));
        let first = wish.from.unwrap_or(today).max(today);
        let search = kind_of.zip(kind).map(|(kind_of, kind)| {
            // Until a request is approved, the appointment that it would move holds its time.
            Search { kind_of, kind, site: None, now, by_client: true, besides: moves.as_ref().map(|row| row.id) }
        });
        let (mut days, mut next_day) = (Vec::new(), None);
        let candidates: Vec<Uuid> = treating.iter().map(|member| member.id).filter(|id| staff.is_none_or(|staff| staff.0 == *id)).collect();
        if let Some(search) = &search {
            let own = self.own_zone().await?;
            (days, next_day) = fortnight(db, self.zone(), search, &candidates, first, own).await?;
        }
        let page = Bookable {
            wish: BookingWish {
                type_id: kind_of.map(|row| AppointmentTypeId(row.id)),
                kind,
                staff,
                from: Some(first),
                replaces: wish.replaces,
            },
            clinicians: treating.iter().map(|member| (StaffId(member.id), member.signed_name())).collect(),
            sites: sites_of(db, &days).await?,
            days,
            earlier: earlier(first, today),
            later: later(kind_of, first, today),
            next_day,
            moves: match moves {
                Some(row) => self.lines(vec![row], &[]).await?.pop().map(Box::new),
                None => None,
            },
            types: types.iter().filter(|row| is_offered(row)).map(choice).collect(),
            zone: self.settings.zone.clone(),
            today,
            phone: self.settings.help.phone.clone(),
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::BookingOpened)).await?;
        }
        Ok(page)
    }

    /// Whom a client can book: those who treat them and work here, the primary clinician first. Where nobody does, whoever treats.
    pub(super) async fn treating(&self) -> Result<Vec<Member>, Error> {
        let db = self.chart.db();
        let primary = self.chart.row().await?.primary_clinician_id;
        let team = charts::in_care_team(&self.chart).await?;
        let mut people = sign_in::at_work(db).await?;
        people.retain(|member| member.roles.0.iter().any(|role| role.treats()));
        if people.iter().any(|member| team.contains(&member.id) || primary == Some(member.id)) {
            people.retain(|member| team.contains(&member.id) || primary == Some(member.id));
        }
        people.sort_by_key(|member| (primary != Some(member.id), member.signed_name()));
        Ok(people)
    }
}

/// Two weeks of times, from that day; where they have none, the first day after them that has one.
pub(super) async fn fortnight(
    db: &impl ConnectionTrait,
    zone: Tz,
    search: &Search<'_>,
    candidates: &[Uuid],
    first: NaiveDate,
    own: Option<Tz>,
) -> Result<(Vec<DaySlots>, Option<NaiveDate>), Error> {
    let last_of_all = first + Days::new(LOOKED_THROUGH);
    let diary = Diary::load(db, zone, candidates, (first, last_of_all)).await?;
    let days = by_day(&diary, search, candidates, (first, first + Days::new(DAYS - 1)), own);
    if !days.is_empty() {
        return Ok((days, None));
    }
    let later = by_day(&diary, search, candidates, (first + Days::new(DAYS), last_of_all), own);
    Ok((days, later.first().map(|day| day.day)))
}

/// The times of these clinicians, by the day that it is at the place. Where several have time, the first of them stands there.
fn by_day(diary: &Diary, search: &Search<'_>, candidates: &[Uuid], days: (NaiveDate, NaiveDate), own: Option<Tz>) -> Vec<DaySlots> {
    let mut found = BTreeMap::new();
    for &staff in candidates {
        for slot in diary.slots(staff, search, days) {
            let at = dates::moment_for(slot.starts_at, diary.zone_of(slot.site), own);
            let choice = SlotChoice { starts_at: slot.starts_at, at, site: slot.site, staff: StaffId(staff) };
            found.entry(slot.starts_at).or_insert(choice);
        }
    }
    let mut by_day: BTreeMap<NaiveDate, Vec<SlotChoice>> = BTreeMap::new();
    for choice in found.into_values() {
        by_day.entry(choice.at.day()).or_default().push(choice);
    }
    by_day.into_iter().map(|(day, slots)| DaySlots { day, slots }).collect()
}

/// Where these times are.
pub(super) async fn sites_of(db: &impl ConnectionTrait, days: &[DaySlots]) -> Result<Vec<(SiteId, Site)>, Error> {
    let used: BTreeSet<SiteId> = days.iter().flat_map(|day| &day.slots).filter_map(|slot| slot.site).collect();
    let sites = sites::all(db).await?.into_iter().filter(|site| used.contains(&SiteId(site.id)));
    Ok(sites.map(|site| (SiteId(site.id), Site { name: site.name, address: site.address, zone: site.zone })).collect())
}

pub(super) fn earlier(first: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    (first > today).then(|| today.max(first - Days::new(DAYS)))
}

/// The days after these, as far as the type is looked ahead.
pub(super) fn later(kind_of: Option<&types::Model>, first: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let horizon = today + Days::new(kind_of?.horizon_days as u64);
    Some(first + Days::new(DAYS)).filter(|day| *day <= horizon)
}

/// Whether clients ask for it.
pub(super) fn is_offered(row: &types::Model) -> bool {
    row.ended_at.is_none() && row.booking.0 != ClientBooking::StaffOnly
}

pub(super) fn choice(row: &types::Model) -> TypeChoice {
    TypeChoice {
        id: AppointmentTypeId(row.id),
        name: row.name.clone(),
        minutes: row.minutes as u16,
        kinds: row.kinds.0.clone(),
        self_confirming: row.booking.0 == ClientBooking::AtOnce,
    }
}
