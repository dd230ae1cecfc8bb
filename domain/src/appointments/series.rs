//! Series: the same time of day, by the wall clock, again and again.

use super::{Local, Refusal, instant};
use crate::named::named;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

/// So many appointments one series has at most: two years of weeks.
pub const MOST_IN_SERIES: u16 = 104;

named! {
    /// How often.
    pub enum Every {
        Week "week",
        TwoWeeks "two_weeks",
        FourWeeks "four_weeks",
        /// On the same day of the month; where a month has none such, on its last.
        Month "month",
    }
}

named! {
    /// How much of a series a change is about.
    #[derive(Default)]
    pub enum SeriesPart {
        #[default]
        One "one",
        /// This one and those after it.
        Following "following",
        /// All that lie ahead.
        All "all",
    }
}

/// How the move of one moves the others: by as many days, and to the same time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    days: TimeDelta,
    time: NaiveTime,
}

impl Shift {
    /// By the wall clock, before and after.
    pub fn of(was: NaiveDateTime, to: NaiveDateTime) -> Self {
        Self { days: to.date() - was.date(), time: to.time() }
    }

    /// Where one goes that stood there. The wall clock counts, whatever clocks do between the two.
    pub fn of_one(self, zone: &impl TimeZone, was: NaiveDateTime) -> Occurrence {
        let day = was.date() + self.days;
        Occurrence { day, starts_at: instant(zone, Local { at: day.and_time(self.time), again: false }).ok() }
    }
}

/// One of a series. Where clocks skip its time on that day, it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub day: NaiveDate,
    pub starts_at: Option<DateTime<Utc>>,
}

/// The appointments of a series, the first of them first. The wall clock is kept when clocks change.
pub fn series(zone: &impl TimeZone, first: NaiveDateTime, every: Every, times: u16) -> Result<Vec<Occurrence>, Refusal> {
    if !(2..=MOST_IN_SERIES).contains(&times) {
        return Err(Refusal::SeriesTooLong);
    }
    let day = |number: u16| {
        let weeks = |weeks: u64| first.date().checked_add_days(Days::new(7 * weeks * u64::from(number)));
        match every {
            Every::Week => weeks(1),
            Every::TwoWeeks => weeks(2),
            Every::FourWeeks => weeks(4),
            Every::Month => first.date().checked_add_months(Months::new(number.into())),
        }
    };
    (0..times)
        .map(|number| {
            let day = day(number).ok_or(Refusal::SeriesTooLong)?;
            let starts_at = instant(zone, Local { at: day.and_time(first.time()), again: false }).ok();
            Ok(Occurrence { day, starts_at })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America::New_York, Australia::Lord_Howe, Tz};

    fn starts(zone: Tz, first: &str, every: Every, times: u16) -> Vec<String> {
        let all = series(&zone, first.parse().unwrap(), every, times).unwrap();
        all.iter()
            .map(|one| one.starts_at.map_or_else(|| format!("{} -", one.day), |at| at.format("%Y-%m-%dT%H:%MZ").to_string()))
            .collect()
    }

    #[test]
    fn mondays_at_nine_stay_at_nine_when_clocks_are_set_back() {
        let mondays = ["2026-10-26T13:00Z", "2026-11-02T14:00Z", "2026-11-09T14:00Z", "2026-11-16T14:00Z"];
        assert_eq!(starts(New_York, "2026-10-26T09:00:00", Every::Week, 4), mondays);
        assert_eq!(starts(Lord_Howe, "2026-09-27T09:00:00", Every::TwoWeeks, 2), ["2026-09-26T22:30Z", "2026-10-10T22:00Z"]);
    }

    #[test]
    fn what_clocks_skip_is_named_and_not_moved() {
        assert_eq!(starts(New_York, "2027-03-07T02:30:00", Every::Week, 3), ["2027-03-07T07:30Z", "2027-03-14 -", "2027-03-21T06:30Z"]);
    }

    #[test]
    fn months_without_that_day_have_their_last() {
        let days = ["2027-01-31T14:00Z", "2027-02-28T14:00Z", "2027-03-31T13:00Z", "2027-04-30T13:00Z"];
        assert_eq!(starts(New_York, "2027-01-31T09:00:00", Every::Month, 4), days);
        assert_eq!(starts(New_York, "2026-12-07T09:00:00", Every::FourWeeks, 2), ["2026-12-07T14:00Z", "2027-01-04T14:00Z"]);
    }

    #[test]
    fn what_follows_a_move_keeps_its_clock_too() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let shift = Shift::of(at("2026-10-26T09:00:00"), at("2026-10-27T14:30:00"));
        let moved = |was| shift.of_one(&New_York, at(was)).starts_at.map(|at| at.format("%Y-%m-%dT%H:%MZ").to_string());
        assert_eq!(moved("2026-10-26T09:00:00").as_deref(), Some("2026-10-27T18:30Z"));
        assert_eq!(moved("2026-11-02T09:00:00").as_deref(), Some("2026-11-03T19:30Z"));
        let skipped = Shift::of(at("2027-03-07T09:00:00"), at("2027-03-07T02:30:00")).of_one(&New_York, at("2027-03-14T09:00:00"));
        assert_eq!((skipped.day.to_string().as_str(), skipped.starts_at), ("2027-03-14", None));
    }

    #[test]
    fn a_series_of_ten_years_is_refused() {
        let first = "2026-10-26T09:00:00".parse().unwrap();
        assert_eq!(series(&New_York, first, Every::Week, 104).unwrap().len(), 104);
        for (every, times) in [(Every::Week, 520), (Every::FourWeeks, 130), (Every::Month, 120), (Every::Week, 1), (Every::Week, 0)] {
            assert_eq!(series(&New_York, first, every, times), Err(Refusal::SeriesTooLong), "{every:?} {times}");
        }
    }
}
