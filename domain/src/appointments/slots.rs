//! When somebody can be booked: from rules by the wall clock to instants.
//!
//! The hours of a day become spans of real time first, and are walked in real time: so no slot lies where clocks skip an hour, and where
//! they show it twice there are two, each an instant of its own.

use super::{
    ContactKind,
    when::{at_minute, from, until},
};
use crate::ids::SiteId;
use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Utc, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Slots begin so many minutes apart, counted from the beginning of the hours.
pub const STEP: u16 = 15;
/// Nothing is booked further ahead than this.
pub const HORIZON_LONGEST: u16 = 366;

/// On which days hours hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Weekly(Weekday),
    /// On this one day, in place of what holds weekly.
    On(NaiveDate),
}

/// Hours in which somebody can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub when: When,
    /// Minutes of the day.
    pub from: u16,
    pub to: u16,
    pub kinds: Vec<ContactKind>,
    /// Where; nowhere in particular by phone and by video.
    pub site: Option<SiteId>,
}

/// Days, or the same hours on each of them, in which nobody can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Minutes of the day; nothing for the whole day.
    pub hours: Option<(u16, u16)>,
}

/// A span of real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Span {
    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// Time that is taken, with the buffers around it.
pub type Busy = Span;

/// What limits the slots: the type, and what is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub minutes: u16,
    pub before: u16,
    pub after: u16,
    pub notice: Duration,
    pub horizon: Duration,
    pub kind: ContactKind,
    /// One place, or any.
    pub site: Option<SiteId>,
    /// Days into which no more of the type fit.
    pub full: BTreeSet<NaiveDate>,
}

impl Wanted {
    /// The appointment with its buffers.
    pub fn span(&self, starts_at: DateTime<Utc>) -> Span {
        let minutes = |minutes: u16| Duration::minutes(minutes.into());
        Span { from: starts_at - minutes(self.before), to: starts_at + minutes(self.minutes) + minutes(self.after) }
    }
}

/// One clinician's rules: their own, and the practice's where they have none.
#[derive(Clone, Copy, Debug)]
pub struct Day<'a> {
    pub own: &'a [Window],
    pub practice: &'a [Window],
    pub own_closed: &'a [Closed],
    /// Holidays. Who has hours of their own for that one day works all the same.
    pub practice_closed: &'a [Closed],
}

/// A time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    pub starts_at: DateTime<Utc>,
    pub site: Option<SiteId>,
}

impl<'a> Day<'a> {
    /// The hours that count on a day, and whether the practice's holidays do.
    fn windows(&self, day: NaiveDate) -> (impl Iterator<Item = &'a Window>, bool) {
        let one_time = |windows: &'a [Window]| windows.iter().any(|window| window.when == When::On(day));
        let weekly = |windows: &'a [Window]| windows.iter().any(|window| matches!(window.when, When::Weekly(_)));
        let (windows, when, holidays) = if one_time(self.own) {
            (self.own, When::On(day), false)
        } else if weekly(self.own) {
            (self.own, When::Weekly(day.weekday()), true)
        } else if one_time(self.practice) {
            (self.practice, When::On(day), true)
        } else {
            (self.practice, When::Weekly(day.weekday()), true)
        };
        (windows.iter().filter(move |window| window.when == when), holidays)
    }

    /// When nobody can be booked on a day and the days beside it, where clocks show that zone.
    fn closed(&self, day: NaiveDate, holidays: bool, zone: &impl TimeZone) -> Vec<Span> {
        let closed = self.own_closed.iter().chain(if holidays { self.practice_closed } else { &[] });
        closed.filter(|closed| closed.first <= day && day <= closed.last).filter_map(|closed| span(zone, day, closed.hours)).collect()
    }
}

/// Hours of a day as real time; the whole day where none are said.
fn span(zone: &impl TimeZone, day: NaiveDate, hours: Option<(u16, u16)>) -> Option<Span> {
    let (first, last) = hours.unwrap_or((0, 1_440));
    let span = Span { from: from(zone, at_minute(day, first))?, to: until(zone, at_minute(day, last))? };
    (span.from < span.to).then_some(span)
}

impl Closed {
    /// All of it, as real time.
    pub fn spans(&self, zone: &impl TimeZone) -> Vec<Span> {
        self.first.iter_days().take_while(|day| *day <= self.last).filter_map(|day| span(zone, day, self.hours)).collect()
    }
}

/// The hours of a clinician between two days, both included, as real time and with their place.
pub fn open_hours<Z: TimeZone>(
    rules: Day<'_>,
    zone: impl Fn(Option<SiteId>) -> Z,
    days: (NaiveDate, NaiveDate),
) -> Vec<(Span, Option<SiteId>)> {
    let mut open = Vec::new();
    for day in days.0.iter_days().take_while(|day| *day <= days.1) {
        let (windows, holidays) = rules.windows(day);
        for window in windows {
            let zone = zone(window.site);
            let Some(whole) = span(&zone, day, Some((window.from, window.to))) else { continue };
            let left = rules.closed(day, holidays, &zone).into_iter().fold(vec![whole], |left, closed| {
                let outside = |span: Span| [Span { to: span.to.min(closed.from), ..span }, Span { from: span.from.max(closed.to), ..span }];
                let cut = left.into_iter().flat_map(outside);
                cut.filter(|span| span.from < span.to).collect()
            });
            open.extend(left.into_iter().map(|span| (span, window.site)));
        }
    }
    open.sort();
    open.dedup();
    open
}

/// The times at which somebody can be booked between two days, both included.
///
/// `zone` tells where clocks are for a place. `busy` is what is taken, in order of its beginning. With each day goes the wall clock of
/// the place, so that a day is what people there call it.
pub fn slots<Z: TimeZone>(
    rules: Day<'_>,
    wanted: &Wanted,
    busy: &[Busy],
    zone: impl Fn(Option<SiteId>) -> Z,
    now: DateTime<Utc>,
    days: (NaiveDate, NaiveDate),
) -> Vec<Slot> {
    let (earliest, latest) = (now + wanted.notice, now + wanted.horizon);
    // What is taken without overlaps, so that one look finds the first that ends later.
    let busy = joined(busy);
    let mut found = Vec::new();
    for day in days.0.iter_days().take_while(|day| *day <= days.1) {
        if wanted.full.contains(&day) {
            continue;
        }
        let (windows, holidays) = rules.windows(day);
        for window in windows {
            let fits = window.kinds.contains(&wanted.kind) && (wanted.site.is_none() || window.site == wanted.site);
            if !fits {
                continue;
            }
            let zone = zone(window.site);
            let Some(open) = span(&zone, day, Some((window.from, window.to))) else { continue };
            let closed = rules.closed(day, holidays, &zone);
            let (length, step) = (Duration::minutes(wanted.minutes.into()), Duration::minutes(STEP.into()));
            let mut starts_at = open.from;
            while starts_at + length <= open.to {
                let itself = Span { from: starts_at, to: starts_at + length };
                if (earliest..=latest).contains(&starts_at)
                    && !closed.iter().any(|closed| closed.meets(itself))
                    && !meets_any(&busy, wanted.span(starts_at))
                {
                    found.push(Slot { starts_at, site: window.site });
                }
                starts_at += step;
            }
        }
    }
    found.sort();
    // Hours that overlap show each time once.
    found.dedup_by_key(|slot| slot.starts_at);
    found
}

fn joined(busy: &[Busy]) -> Vec<Busy> {
    let mut sorted = busy.to_vec();
    sorted.sort();
    let mut joined: Vec<Busy> = Vec::with_capacity(sorted.len());
    for one in sorted {
        match joined.last_mut() {
            Some(last) if one.from <= last.to => last.to = last.to.max(one.to),
            _ => joined.push(one),
        }
    }
    joined
}

fn meets_any(busy: &[Busy], span: Span) -> bool {
    let first = busy.partition_point(|busy| busy.to <= span.from);
    busy.get(first).is_some_and(|busy| busy.meets(span))
}

#[cfg(test)]
mod tests;
