//! From the wall clock of a zone to an instant, and from what was typed to a wall clock.

use super::Refusal;
use chrono::{DateTime, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

/// When clocks are set back, a time is there twice: which of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Local {
    pub at: NaiveDateTime,
    /// The second time that clocks show it.
    pub again: bool,
}

/// The instant at which clocks of that zone show this. Where they skip it there is none.
pub fn instant(zone: &impl TimeZone, local: Local) -> Result<DateTime<Utc>, Refusal> {
    match zone.from_local_datetime(&local.at) {
        MappedLocalTime::Single(at) => Ok(at.with_timezone(&Utc)),
        MappedLocalTime::Ambiguous(first, second) => Ok(if local.again { second } else { first }.with_timezone(&Utc)),
        MappedLocalTime::None => Err(Refusal::TimeSkipped),
    }
}

/// The first instant at which clocks show this or, where they skip it, whatever comes after it.
pub(super) fn from(zone: &impl TimeZone, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    not_before(zone, local, false)
}

/// The same, of times that are there twice the second: the end of a span.
pub(super) fn until(zone: &impl TimeZone, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    not_before(zone, local, true)
}

fn not_before(zone: &impl TimeZone, local: NaiveDateTime, again: bool) -> Option<DateTime<Utc>> {
    // Clocks skip an hour as a rule, and nowhere more than a day.
    (0..=24 * 60).find_map(|minutes| instant(zone, Local { at: local + Duration::minutes(minutes), again }).ok())
}

/// That minute of the day. 1,440 is its end.
pub(super) fn at_minute(day: NaiveDate, minute: u16) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + Duration::minutes(minute.into())
}

/// "2027-03-14", as browsers send a day.
pub fn read_day(text: &str) -> Result<NaiveDate, Refusal> {
    let day: NaiveDate = text.trim().parse().map_err(|_| Refusal::DayUnreadable)?;
    let (first, last) = (NaiveDate::from_ymd_opt(2000, 1, 1), NaiveDate::from_ymd_opt(2199, 12, 31));
    if Some(day) < first || Some(day) > last { Err(Refusal::DayUnreadable) } else { Ok(day) }
}

/// "14:30", as browsers send a time of day; or "2:30 pm", as people write it.
pub fn read_time(text: &str) -> Result<NaiveTime, Refusal> {
    let text = text.trim().to_ascii_lowercase().replace('.', "");
    let whole = |time: NaiveTime| if time.second() == 0 { Ok(time) } else { Err(Refusal::TimeUnreadable) };
    for format in ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"] {
        if let Ok(time) = NaiveTime::parse_from_str(&text, format) {
            return whole(time);
        }
    }
    Err(Refusal::TimeUnreadable)
}

/// The minute of the day at which a window begins or ends: 24:00 is the end of it.
pub fn minute_of_day(text: &str) -> Result<u16, Refusal> {
    if text.trim() == "24:00" {
        return Ok(1_440);
    }
    read_time(text).map(|time| (time.num_seconds_from_midnight() / 60) as u16).map_err(|_| Refusal::HoursUnfit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America::New_York, Australia::Lord_Howe};

    fn local(text: &str) -> Local {
        Local { at: text.parse().unwrap(), again: false }
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_skipped_time_is_none_and_a_doubled_one_is_said_which() {
        assert_eq!(instant(&New_York, local("2027-03-14T02:30:00")), Err(Refusal::TimeSkipped));
        let half_past_one = local("2026-11-01T01:30:00");
        assert_eq!(instant(&New_York, half_past_one), Ok(utc("2026-11-01T05:30:00Z")));
        assert_eq!(instant(&New_York, Local { again: true, ..half_past_one }), Ok(utc("2026-11-01T06:30:00Z")));
        // Lord Howe skips half an hour.
        assert_eq!(instant(&Lord_Howe, local("2026-10-04T02:15:00")), Err(Refusal::TimeSkipped));
        assert_eq!(from(&Lord_Howe, local("2026-10-04T02:15:00").at), Some(utc("2026-10-03T15:30:00Z")));
    }

    #[test]
    fn what_is_no_day_and_no_time_is_refused() {
        assert_eq!(read_day("2028-02-29").unwrap().to_string(), "2028-02-29");
        for wrong in ["2027-02-29", "2026-11-31", "", "14.3.2027", "12027-01-01", "1999-12-31", "2027-3-14T00:00"] {
            assert_eq!(read_day(wrong), Err(Refusal::DayUnreadable), "{wrong}");
        }
        for (text, right) in [("14:30", "14:30:00"), (" 09:05 ", "09:05:00"), ("2:30 pm", "14:30:00"), ("12:00 A.M.", "00:00:00")] {
            assert_eq!(read_time(text).unwrap().to_string(), right, "{text}");
        }
        for wrong in ["", "24:00", "14", "14:60", "2:30 xm", "14:30:30"] {
            assert_eq!(read_time(wrong), Err(Refusal::TimeUnreadable), "{wrong}");
        }
        assert_eq!((minute_of_day("24:00"), minute_of_day("00:15"), minute_of_day("25:00")), (Ok(1_440), Ok(15), Err(Refusal::HoursUnfit)));
    }
}
