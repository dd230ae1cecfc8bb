//! Dates in three fields, of which the day may be missing where about is fine.

use super::{Answer, Wrong};
use crate::dates::DateOrder;
use chrono::{Month, NaiveDate};

/// A date as somebody knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedDay {
    Day(NaiveDate),
    /// Its month alone, as its first day.
    Month(NaiveDate),
}

impl TypedDay {
    /// Reads the three fields; or says which of them is wrong, and how.
    pub fn read(answer: &Answer, past: bool, partial: bool, today: NaiveDate) -> Result<Self, (&'static str, Wrong)> {
        let field = |name| answer.part(name).trim();
        let month = match field("month") {
            "" => return Err(("month", Wrong::MonthMissing)),
            text => number(text, 1..=2).filter(|month| (1..=12).contains(month)).ok_or(("month", Wrong::MonthUnfit))?,
        };
        let day = match field("day") {
            "" if partial => None,
            "" => return Err(("day", Wrong::DayMissing)),
            text => Some(number(text, 1..=2).filter(|day| *day > 0).ok_or(("day", Wrong::DayUnfit))?),
        };
        let year = match field("year") {
            "" => return Err(("year", Wrong::YearMissing)),
            text => number(text, 4..=4).filter(|year| (1850..2200).contains(year)).ok_or(("year", Wrong::YearUnfit))? as i32,
        };
        let on = |day| NaiveDate::from_ymd_opt(year, month, day);
        let read = match day {
            Some(day) => on(day).map(Self::Day).ok_or_else(|| {
                let in_leap_years = NaiveDate::from_ymd_opt(2000, month, day).is_some();
                ("day", Wrong::NoSuchDay { month, day, year: in_leap_years.then_some(year), partial })
            })?,
            None => Self::Month(on(1).expect("every month has a first day")),
        };
        let (Self::Day(first) | Self::Month(first)) = read;
        if past && first > today { Err(("year", Wrong::DayToCome)) } else { Ok(read) }
    }

    /// "February 20, 2026", or "February 2026".
    pub fn words(self, order: DateOrder) -> String {
        match self {
            Self::Day(day) => order.day(day),
            Self::Month(day) if order == DateOrder::YearFirst => day.format("%Y-%m").to_string(),
            Self::Month(day) => day.format("%B %Y").to_string(),
        }
    }
}

/// "February has no day 30. Leave the day empty if you are not sure."
pub(super) fn no_such_day(month: u32, day: u32, year: Option<i32>, partial: bool) -> String {
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).map_or("This month", |month| month.name());
    let within = year.map(|year| format!(" {year}")).unwrap_or_default();
    let remedy = if partial { "Leave the day empty if you are not sure." } else { "Please look at the day again." };
    format!("{month}{within} has no day {day}. {remedy}")
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: [&str; 3], past: bool, partial: bool) -> Result<TypedDay, (&'static str, String)> {
        let parts = ["month", "day", "year"].iter().zip(typed).map(|(part, text)| ((*part).to_owned(), text.to_owned()));
        let read = TypedDay::read(&Answer::Parts(parts.collect()), past, partial, "2026-11-21".parse().unwrap());
        read.map_err(|(field, wrong)| (field, wrong.to_string()))
    }

    #[test]
    fn a_date_is_read_and_written_in_the_order_of_the_practice() {
        let words = |typed, order| read(typed, false, true).unwrap().words(order);
        assert_eq!(words(["2", "20", "2026"], DateOrder::MonthFirst), "February 20, 2026");
        assert_eq!(words([" 02", "20 ", "2026"], DateOrder::DayFirst), "20 February 2026");
        assert_eq!(words(["2", "", "2026"], DateOrder::MonthFirst), "February 2026");
        assert_eq!(words(["2", "", "2026"], DateOrder::YearFirst), "2026-02");
    }

    #[test]
    fn what_is_wrong_with_a_date_is_said_at_its_field() {
        let no = |typed, past, partial| read(typed, past, partial).unwrap_err();
        let sure = "Leave the day empty if you are not sure.";
        assert_eq!(no(["2", "30", "2026"], true, true), ("day", format!("February has no day 30. {sure}")));
        assert_eq!(no(["2", "29", "2026"], true, true), ("day", format!("February 2026 has no day 29. {sure}")));
        assert_eq!(no(["4", "31", "2026"], true, false), ("day", "April has no day 31. Please look at the day again.".into()));
        for (typed, field) in [
            (["", "1", "2026"], "month"),
            (["13", "1", "2026"], "month"),
            (["0", "1", "2026"], "month"),
            (["May", "1", "2026"], "month"),
            (["5", "", "2026"], "day"),
            (["5", "0", "2026"], "day"),
            (["5", "x", "2026"], "day"),
            (["5", "1", ""], "year"),
            (["5", "1", "26"], "year"),
            (["5", "1", "1026"], "year"),
            (["11", "22", "2026"], "year"),
        ] {
            assert_eq!(no(typed, true, false).0, field, "{typed:?}");
        }
        assert_eq!(no(["12", "", "2026"], true, true).0, "year");
        assert!(read(["11", "21", "2026"], true, false).is_ok());
        assert!(read(["11", "", "2026"], true, true).is_ok(), "this month has begun");
        assert!(read(["11", "22", "2026"], false, false).is_ok());
    }
}
