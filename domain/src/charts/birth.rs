//! Dates that people type, and birth dates above all.

use super::Refusal;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Reads `YYYY-MM-DD`, or `MM/DD/YYYY` as people in the United States write it.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() > 10 {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%m/%d/%Y")).ok()
}

/// Reads a date as people search for one: also "2 July 1985" and "Jul 2, 1985", and with dots the day before the month.
pub fn read_searched_date(text: &str) -> Option<NaiveDate> {
    let text = text.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let orders = ["%d.%m.%Y", "%d %B %Y", "%B %d %Y"];
    let spelled = || orders.into_iter().find_map(|order| NaiveDate::parse_from_str(&text, order).ok());
    // "May 1985" is no day of the year 85.
    read_date(&text).or_else(spelled).filter(|date| date.year() >= 1000)
}

/// Reads a birth date: a day that has come, at most 130 years ago.
pub fn read_birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::BirthDateMissing);
    }
    let date = read_date(text).ok_or(Refusal::BirthDateNotADate)?;
    if date > today {
        return Err(Refusal::BirthDateInFuture);
    }
    if age_on(date, today) > 130 {
        return Err(Refusal::BirthDateTooLongAgo);
    }
    Ok(date)
}

/// A birth date, and the age on the day it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Born {
    pub on: NaiveDate,
    pub age: i32,
}

impl Born {
    pub fn seen_on(on: NaiveDate, today: NaiveDate) -> Self {
        Self { on, age: age_on(on, today) }
    }
}

/// Completed years of life. Somebody born on 29 February turns a year older on 1 March of a common year.
pub fn age_on(birth_date: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (birth_date.month(), birth_date.day());
    today.year() - birth_date.year() - i32::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_birth_date_has_come_and_is_not_of_another_age() {
        let today = day("2026-11-21");
        assert_eq!(read_birth_date("2026-11-22", today), Err(Refusal::BirthDateInFuture));
        assert_eq!(read_birth_date("1890-01-01", today), Err(Refusal::BirthDateTooLongAgo));
        assert_eq!(read_birth_date("2026-11-21", today), Ok(today));
        assert_eq!(read_birth_date("2023-02-29", today), Err(Refusal::BirthDateNotADate));
        assert_eq!(read_birth_date("", today), Err(Refusal::BirthDateMissing));
    }

    #[test]
    fn a_date_is_searched_for_as_people_say_it() {
        for said in ["2 July 1985", "July 2, 1985", "Jul 2 1985", " 02  jul 1985 ", "02.07.1985", "2.7.1985", "7/2/1985", "1985-07-02"] {
            assert_eq!(read_searched_date(said), Some(day("1985-07-02")), "{said}");
        }
        for other in ["July", "May 1985", "31 June 1985", "13/7/1985", "7/2/85", "March, Anna", "20001", "2 Julius 1985", ""] {
            assert_eq!(read_searched_date(other), None, "{other}");
        }
        assert_eq!(read_date("02.07.1985"), None, "a form takes dates in one order only");
    }

    #[test]
    fn a_leap_day_child_turns_eighteen_on_the_first_of_march() {
        assert_eq!(age_on(day("2008-02-29"), day("2026-02-28")), 17);
        assert_eq!(age_on(day("2008-02-29"), day("2026-03-01")), 18);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (day("1000-01-01").num_days_from_ce()..day("9999-12-30").num_days_from_ce())
            .prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
    }

    proptest! {
        #[test]
        fn a_date_is_read_as_it_is_written(date in any_day()) {
            for written in ["%Y-%m-%d", "%m/%d/%Y", " %-m/%-d/%Y "] {
                prop_assert_eq!(read_date(&date.format(written).to_string()), Some(date), "{}", written);
            }
            for said in ["%d.%m.%Y", "%-d %B %Y", "%b %-d, %Y", "%Y-%m-%d"] {
                prop_assert_eq!(read_searched_date(&date.format(said).to_string()), Some(date), "{}", said);
            }
        }

        #[test]
        fn a_birth_date_is_never_to_come(typed in prop_oneof![anything(), "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"], today in any_day()) {
            let _ = read_searched_date(&typed);
            if let Ok(born) = read_birth_date(&typed, today) {
                prop_assert!(born <= today && (0..=130).contains(&age_on(born, today)));
            }
        }

        #[test]
        fn one_grows_older_by_a_year_once_a_year(born in any_day(), days in 0..50_000_u64) {
            let on = |days| born.checked_add_days(chrono::Days::new(days)).map(|today| age_on(born, today));
            if let (Some(today), Some(tomorrow), Some(a_year_later)) = (on(days), on(days + 1), on(days + 366)) {
                prop_assert!(tomorrow == today || tomorrow == today + 1);
                prop_assert!(a_year_later == today + 1 || a_year_later == today + 2);
            }
        }
    }
}
