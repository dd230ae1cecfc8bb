//! Days and moments, and how the practice writes them.
//!
//! What is shown carries the value; words are made of it where it is read, in the order that the practice has chosen.

use crate::named::named;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

named! {
    /// In which order the practice writes a date.
    #[derive(Default)]
    pub enum DateOrder {
        /// "March 14, 1991", "3/14/1991"
        MonthFirst "month-first",
        /// "14 March 1991", "14 Mar 1991"
        #[default]
        DayFirst "day-first",
        /// "1991-03-14"
        YearFirst "year-first",
    }
}

/// In which order the practice writes dates, and which day it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pub order: DateOrder,
    pub today: NaiveDate,
}

/// A moment, as clocks at the practice show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub at: DateTime<FixedOffset>,
    /// What the practice's zone is called then: "EST".
    pub zone: String,
    /// The reader's own clock, where it is known that it shows another time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnClock>,
}

/// The same moment by another clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnClock {
    pub at: DateTime<FixedOffset>,
    /// "America/Chicago"
    pub zone: String,
}

impl Moment {
    pub fn day(&self) -> NaiveDate {
        self.at.date_naive()
    }

    /// "4:12 pm"
    pub fn clock(&self) -> String {
        clock(self)
    }
}

impl DateOrder {
    /// How everything was written before there was a choice.
    pub fn is_usual_before(&self) -> bool {
        *self == Self::DayFirst
    }

    /// What is usual where clocks show this zone: the month first in the United States.
    pub fn usual_in(zone: &str) -> Self {
        const AMERICAN: [&str; 20] = [
            "Adak",
            "Anchorage",
            "Boise",
            "Chicago",
            "Denver",
            "Detroit",
            "Fort_Wayne",
            "Indianapolis",
            "Juneau",
            "Los_Angeles",
            "Louisville",
            "Menominee",
            "Metlakatla",
            "New_York",
            "Nome",
            "Phoenix",
            "Puerto_Rico",
            "Sitka",
            "St_Thomas",
            "Yakutat",
        ];
        let american = match zone.split_once('/') {
            Some(("America", place)) => {
                AMERICAN.contains(&place) || ["Indiana/", "Kentucky/", "North_Dakota/"].iter().any(|state| place.starts_with(state))
            }
            Some(("US", _)) => true,
            Some(("Pacific", place)) => ["Honolulu", "Guam", "Saipan", "Pago_Pago"].contains(&place),
            _ => false,
        };
        if american { Self::MonthFirst } else { Self::DayFirst }
    }

    /// "March 14, 1991"
    pub fn day(self, day: NaiveDate) -> String {
        day.format(match self {
            Self::MonthFirst => "%B %-d, %Y",
            Self::DayFirst => "%-d %B %Y",
            Self::YearFirst => "%Y-%m-%d",
        })
        .to_string()
    }

    /// "3/14/1991", for lists.
    pub fn short_day(self, day: NaiveDate) -> String {
        match self {
            Self::MonthFirst => format!("{}/{}/{}", day.month(), day.day(), day.year()),
            Self::DayFirst => day.format("%-d %b %Y").to_string(),
            Self::YearFirst => self.day(day),
        }
    }

    /// "Thursday, March 14, 1991"
    pub fn weekday(self, day: NaiveDate) -> String {
        let comma = if self == Self::DayFirst { "" } else { "," };
        format!("{}{comma} {}", day.format("%A"), self.day(day))
    }

    /// "November 21, 2026, 5:36 pm EST"
    pub fn moment(self, moment: &Moment) -> String {
        format!("{}, {} {}", self.day(moment.day()), clock(moment), moment.zone)
    }

    /// "11/21/2026, 5:36 pm", for lists.
    pub fn short_moment(self, moment: &Moment) -> String {
        format!("{}, {}", self.short_day(moment.day()), clock(moment))
    }

    /// "Today at 4:12 pm", "Yesterday at 4:12 pm", "Friday, November 20, 2026, 4:12 pm"
    pub fn recent(self, moment: &Moment, today: NaiveDate) -> String {
        match (today - moment.day()).num_days() {
            0 => format!("Today at {}", clock(moment)),
            1 => format!("Yesterday at {}", clock(moment)),
            _ => format!("{}, {}", self.weekday(moment.day()), clock(moment)),
        }
    }

    /// "3:12 pm", "tomorrow at 3:12 pm", "Friday, November 20, 2026, 3:12 pm": within a sentence, of what comes.
    pub fn soon(self, moment: &Moment, today: NaiveDate) -> String {
        match (moment.day() - today).num_days() {
            0 => clock(moment),
            1 => format!("tomorrow at {}", clock(moment)),
            _ => format!("{}, {}", self.weekday(moment.day()), clock(moment)),
        }
    }
}

/// "4:12 pm"
fn clock(moment: &Moment) -> String {
    moment.at.format("%-I:%M %P").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(text: &str) -> Moment {
        Moment { at: text.parse().unwrap(), zone: "EST".into(), own: None }
    }

    #[test]
    fn a_day_is_written_in_the_order_of_the_practice() {
        let of = |order: DateOrder| [order.day(day("1991-03-04")), order.short_day(day("1991-03-04")), order.weekday(day("1991-03-04"))];
        assert_eq!(of(MonthFirst), ["March 4, 1991", "3/4/1991", "Monday, March 4, 1991"]);
        assert_eq!(of(DayFirst), ["4 March 1991", "4 Mar 1991", "Monday 4 March 1991"]);
        assert_eq!(of(YearFirst), ["1991-03-04", "1991-03-04", "Monday, 1991-03-04"]);
    }

    #[test]
    fn the_month_comes_first_in_the_united_states() {
        for zone in ["America/New_York", "America/Indiana/Vevay", "America/North_Dakota/Center", "Pacific/Honolulu", "US/Eastern"] {
            assert_eq!(DateOrder::usual_in(zone), MonthFirst, "{zone}");
        }
        for zone in ["America/Toronto", "Europe/London", "Pacific/Auckland", "UTC", ""] {
            assert_eq!(DateOrder::usual_in(zone), DayFirst, "{zone}");
        }
    }

    #[test]
    fn recent_times_read_as_people_say_them() {
        let recent = |at| MonthFirst.recent(&moment(at), day("2026-11-21"));
        assert_eq!(recent("2026-11-21T16:12:00-05:00"), "Today at 4:12 pm");
        assert_eq!(recent("2026-11-20T23:12:00-05:00"), "Yesterday at 11:12 pm");
        assert_eq!(recent("2026-11-10T16:12:00-05:00"), "Tuesday, November 10, 2026, 4:12 pm");
        assert_eq!(DayFirst.recent(&moment("2026-11-10T16:12:00-05:00"), day("2026-11-21")), "Tuesday 10 November 2026, 4:12 pm");
    }

    #[test]
    fn what_comes_is_told_as_people_say_it() {
        let soon = |at| MonthFirst.soon(&moment(at), day("2026-11-21"));
        assert_eq!(soon("2026-11-21T17:04:00-05:00"), "5:04 pm");
        assert_eq!(soon("2026-11-22T15:12:00-05:00"), "tomorrow at 3:12 pm");
        assert_eq!(soon("2026-11-24T15:12:00-05:00"), "Tuesday, November 24, 2026, 3:12 pm");
    }

    #[test]
    fn a_moment_names_its_zone() {
        assert_eq!(MonthFirst.moment(&moment("2026-11-21T17:36:12-05:00")), "November 21, 2026, 5:36 pm EST");
        let sent = serde_json::to_string(&moment("2026-11-21T17:36:12-05:00")).unwrap();
        assert_eq!(sent, r#"{"at":"2026-11-21T17:36:12-05:00","zone":"EST"}"#);
    }
}
