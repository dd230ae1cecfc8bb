//! Who has time when: the rules and what is taken, loaded once, and asked as often as one likes.

use super::table::{appointments, availability, sites, time_off, types};
use crate::{dates, error::Error};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    appointments::{Busy, Closed, ContactKind, Day, Slot, Span, TypeRules, Wanted, Window, open_hours, slots},
    ids::SiteId,
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// The rules and what is taken, of some clinicians and between two days.
pub(super) struct Diary {
    windows: HashMap<Option<Uuid>, Vec<Window>>,
    closed: HashMap<Option<Uuid>, Vec<Closed>>,
    zones: HashMap<Uuid, Tz>,
    zone: Tz,
    taken: Vec<appointments::Taken>,
    days: (NaiveDate, NaiveDate),
}

/// What is looked for.
pub(super) struct Search<'a> {
    pub kind_of: &'a types::Model,
    pub kind: ContactKind,
    pub site: Option<SiteId>,
    pub now: DateTime<Utc>,
    /// For a client, the notice and the horizon of the type count, and how many of it fit into a day.
    pub by_client: bool,
    /// Its time counts as free, and what is asked for in its place: it is moved away.
    pub besides: Option<Uuid>,
}

impl Diary {
    pub async fn load(db: &impl ConnectionTrait, zone: Tz, staff: &[Uuid], days: (NaiveDate, NaiveDate)) -> Result<Self, Error> {
        let mut windows: HashMap<Option<Uuid>, Vec<Window>> = HashMap::new();
        for row in availability::all(db).await? {
            windows.entry(row.staff_id).or_default().push(row.window()?);
        }
        let mut closed: HashMap<Option<Uuid>, Vec<Closed>> = HashMap::new();
        for row in time_off::from(db, days.0 - Days::new(1)).await? {
            closed.entry(row.staff_id).or_default().push(row.closed()?);
        }
        let zones = sites::all(db).await?.into_iter().map(|site| (site.id, dates::zone(&site.zone))).collect();
        // Wherever a day is, it is over within two days of UTC's.
        let at = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let taken = appointments::busy(db, staff, at(days.0) - Duration::days(1), at(days.1) + Duration::days(2)).await?;
        Ok(Self { windows, closed, zones, zone, taken, days })
    }

    fn of<T>(map: &HashMap<Option<Uuid>, Vec<T>>, staff: Option<Uuid>) -> &[T] {
        map.get(&staff).map_or(&[], Vec::as_slice)
    }

    fn rules(&self, staff: Uuid) -> Day<'_> {
        Day {
            own: Self::of(&self.windows, Some(staff)),
            practice: Self::of(&self.windows, None),
            own_closed: Self::of(&self.closed, Some(staff)),
            practice_closed: Self::of(&self.closed, None),
        }
    }

    /// Where clocks are at a place; the practice's, where there is none.
    pub fn zone_of(&self, site: Option<SiteId>) -> Tz {
        site.and_then(|site| self.zones.get(&site.0).copied()).unwrap_or(self.zone)
    }

    /// Whether this clinician, or the practice, is away in that time.
    pub fn is_away(&self, staff: Uuid, span: Span) -> bool {
        let day = dates::day(span.from, self.zone);
        let own_day = Self::of(&self.windows, Some(staff)).iter().any(|window| window.when == domain::appointments::When::On(day));
        let holidays = if own_day { &[] } else { Self::of(&self.closed, None) };
        let closed = Self::of(&self.closed, Some(staff)).iter().chain(holidays);
        closed.flat_map(|closed| closed.spans(&self.zone)).any(|closed| closed.meets(span))
    }

    /// The hours of a clinician.
    pub fn hours(&self, staff: Uuid) -> Vec<(Span, Option<SiteId>)> {
        open_hours(self.rules(staff), |site| self.zone_of(site), self.days)
    }

    /// The times of a clinician that can be booked.
    pub fn slots(&self, staff: Uuid, search: &Search<'_>, days: (NaiveDate, NaiveDate)) -> Vec<Slot> {
        let rules = search.kind_of.rules();
        let is_moved = |taken: &appointments::Taken| search.besides.is_some_and(|id| taken.id == id || taken.replaces_id == Some(id));
        let taken = self.taken.iter().filter(|taken| taken.staff_id == staff && !is_moved(taken));
        let busy: Vec<Busy> = taken.clone().map(|taken| Span { from: taken.busy_from, to: taken.busy_to }).collect();
        let of_type = taken.filter(|taken| taken.type_id == search.kind_of.id);
        let mut in_day: BTreeMap<NaiveDate, u16> = BTreeMap::new();
        for one in of_type {
            *in_day.entry(dates::day(one.starts_at, self.zone)).or_default() += 1;
        }
        let is_full = |(day, many): (NaiveDate, u16)| rules.most_per_day.filter(|most| search.by_client && many >= *most).map(|_| day);
        let full: BTreeSet<NaiveDate> = in_day.into_iter().filter_map(is_full).collect();
        let wanted = wanted(&rules, search, full);
        slots(self.rules(staff), &wanted, &busy, |site| self.zone_of(site), search.now, days)
    }
}

fn wanted(rules: &TypeRules, search: &Search<'_>, full: BTreeSet<NaiveDate>) -> Wanted {
    let (notice, horizon) = match search.by_client {
        true => (Duration::hours(rules.notice_hours.into()), Duration::days(rules.horizon_days.into())),
        false => (Duration::zero(), Duration::days(domain::appointments::HORIZON_LONGEST.into())),
    };
    let TypeRules { minutes, before, after, .. } = *rules;
    Wanted { minutes, before, after, notice, horizon, kind: search.kind, site: search.site, full }
}
