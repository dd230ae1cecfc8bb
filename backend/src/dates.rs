//! Dates in words, in the zone of the practice.

use crate::error::Error;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The moment at which something is told, and the zone in which.
#[derive(Clone, Copy)]
pub struct Local {
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// The zone of that name, or UTC where tzdata no longer knows it.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// "21 November 2026"
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "3 May 2027": the last day before an end at midnight.
pub fn last_day(end: DateTime<Utc>, zone: Tz) -> String {
    day((end - chrono::Duration::milliseconds(1)).with_timezone(&zone).date_naive())
}

/// "20 Nov 2026"
pub fn short_day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %b %Y").to_string()
}

/// "Friday 20 November 2026"
pub fn long_day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%A %-d %B %Y").to_string()
}

/// "21 November 2026, 5:36 pm EST"
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %B %Y, %-I:%M %P %Z").to_string()
}

/// "Today at 4:12 pm", "Yesterday at 4:12 pm", "Friday 20 November 2026, 4:12 pm"
pub fn recent(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let days = (now.with_timezone(&zone).date_naive() - local.date_naive()).num_days();
    match days {
        0 => local.format("Today at %-I:%M %P").to_string(),
        1 => local.format("Yesterday at %-I:%M %P").to_string(),
        _ => local.format("%A %-d %B %Y, %-I:%M %P").to_string(),
    }
}

/// "3:12 pm", "tomorrow at 3:12 pm", "Friday 20 November 2026, 3:12 pm": within a sentence, of what comes.
pub fn soon(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let days = (local.date_naive() - now.with_timezone(&zone).date_naive()).num_days();
    match days {
        0 => local.format("%-I:%M %P").to_string(),
        1 => local.format("tomorrow at %-I:%M %P").to_string(),
        _ => local.format("%A %-d %B %Y, %-I:%M %P").to_string(),
    }
}

/// "14 March 1991 (35)", the age never alone on a line.
pub fn born(birth_date: NaiveDate, today: NaiveDate) -> String {
    format!("{}\u{a0}({})", day(birth_date), domain::charts::age_on(birth_date, today))
}

/// The day it is now in that zone.
pub fn today(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// A date as the database holds it. One that cannot be read is nobody's birth date, rather than a made-up one.
pub fn read(date: &str) -> Result<NaiveDate, Error> {
    date.parse().map_err(Error::unexpected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_follow_the_zone_across_the_change_of_clocks() {
        let new_york = zone("America/New_York");
        assert_eq!(moment("2026-11-01T05:59:00Z".parse().unwrap(), new_york), "1 November 2026, 1:59 am EDT");
        assert_eq!(moment("2026-11-01T06:00:00Z".parse().unwrap(), new_york), "1 November 2026, 1:00 am EST");
        assert_eq!(short_day("2026-11-21T03:00:00Z".parse().unwrap(), new_york), "20 Nov 2026");
    }

    #[test]
    fn recent_times_read_as_people_say_them() {
        let (new_york, now) = (zone("America/New_York"), "2026-11-21T22:00:00Z".parse().unwrap());
        assert_eq!(recent("2026-11-21T21:12:00Z".parse().unwrap(), now, new_york), "Today at 4:12 pm");
        assert_eq!(recent("2026-11-21T04:12:00Z".parse().unwrap(), now, new_york), "Yesterday at 11:12 pm");
        assert_eq!(recent("2026-11-10T21:12:00Z".parse().unwrap(), now, new_york), "Tuesday 10 November 2026, 4:12 pm");
    }

    #[test]
    fn what_comes_is_told_as_people_say_it() {
        let (new_york, now) = (zone("America/New_York"), "2026-11-21T22:00:00Z".parse().unwrap());
        assert_eq!(soon("2026-11-21T22:04:00Z".parse().unwrap(), now, new_york), "5:04 pm");
        assert_eq!(soon("2026-11-22T20:12:00Z".parse().unwrap(), now, new_york), "tomorrow at 3:12 pm");
        assert_eq!(soon("2026-11-24T20:12:00Z".parse().unwrap(), now, new_york), "Tuesday 24 November 2026, 3:12 pm");
    }
}
