//! Days and moments in the zone of the practice.

use crate::error::Error;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::dates::{Moment, OwnClock};

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

/// Whether tzdata knows a zone of that name.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// The moment, as clocks show it there, and the reader's own where they show another time.
pub fn moment_for(at: DateTime<Utc>, zone: Tz, own: Option<Tz>) -> Moment {
    let there = moment(at, zone);
    let own = own.map(|own| OwnClock { at: at.with_timezone(&own).fixed_offset(), zone: own.name().to_owned() });
    Moment { own: own.filter(|own| own.at.offset() != there.at.offset()), ..there }
}

/// The moment, as clocks show it there.
pub fn moment(at: DateTime<Utc>, zone: Tz) -> Moment {
    let local = at.with_timezone(&zone);
    let letters = local.format("%Z").to_string();
    // Not every zone has letters of its own.
    let zone = if letters.starts_with(['+', '-']) { format!("UTC{}", local.format("%:z")) } else { letters };
    Moment { at: local.fixed_offset(), zone, own: None }
}

/// The day that it is there at that moment.
pub fn day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first moment of a day there. Where clocks skip midnight, the first that there is.
pub fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let at = |hour| Some(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?).and_local_timezone(zone).earliest()?.to_utc());
    (0..=3).find_map(at).unwrap_or_else(|| day.and_time(NaiveTime::MIN).and_utc())
}

/// The last day before an end at midnight.
pub fn last_day(end: DateTime<Utc>, zone: Tz) -> NaiveDate {
    day(end - chrono::Duration::milliseconds(1), zone)
}

/// The day it is now in that zone.
pub fn today(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    day(now, zone)
}

/// A date as the database holds it. One that cannot be read is nobody's birth date, rather than a made-up one.
pub fn read(date: &str) -> Result<NaiveDate, Error> {
    date.parse().map_err(Error::unexpected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::dates::DateOrder;

    #[test]
    fn the_readers_own_time_is_named_where_it_is_another() {
        let own = |at: &str, own: Option<Tz>| moment_for(at.parse().unwrap(), zone("America/New_York"), own).own;
        let told = own("2026-11-24T15:00:00Z", Some(zone("America/Chicago"))).unwrap();
        assert_eq!((told.at.to_rfc3339().as_str(), told.zone.as_str()), ("2026-11-24T09:00:00-06:00", "America/Chicago"));
        assert_eq!(own("2026-11-24T15:00:00Z", Some(zone("America/Toronto"))), None);
        assert_eq!(own("2026-11-24T15:00:00Z", None), None);
        // Phoenix keeps its clocks: in summer it shows what Los Angeles does, and never what New York does.
        assert!(own("2026-07-24T15:00:00Z", Some(zone("America/Phoenix"))).is_some());
    }

    #[test]
    fn times_follow_the_zone_across_the_change_of_clocks() {
        let told = |at: &str, zone: &str| DateOrder::DayFirst.moment(&moment(at.parse().unwrap(), self::zone(zone)));
        assert_eq!(told("2026-11-01T05:59:00Z", "America/New_York"), "1 November 2026, 1:59 am EDT");
        assert_eq!(told("2026-11-01T06:00:00Z", "America/New_York"), "1 November 2026, 1:00 am EST");
        assert_eq!(told("2026-07-01T04:05:09Z", "America/Sao_Paulo"), "1 July 2026, 1:05 am UTC-03:00");
        assert_eq!(day("2026-11-21T03:00:00Z".parse().unwrap(), zone("America/New_York")).to_string(), "2026-11-20");
    }
}
