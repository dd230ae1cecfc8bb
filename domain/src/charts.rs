//! Charts: the practice's record of one client, and the people around them.

mod email;
mod email_list;
mod import;
mod views;

pub use email::{EmailAddress, EmailKind, address_key, exact_key};
pub use email_list::{EmailChanges, EmailStep};
pub use import::{
    COLUMNS, ColumnTrouble, ImportedChart, ImportedContact, LineTrouble, Lines, ListTrouble, NEEDED, QuoteTrouble, read_list,
};
pub use views::*;

use crate::ids::ChartId;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Why something about a chart was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the last name is missing")]
    LastNameMissing,
    #[error("the first name is missing")]
    FirstNameMissing,
    #[error("the last name is longer than 100 characters")]
    LastNameTooLong,
    #[error("the first name is longer than 100 characters")]
    FirstNameTooLong,
    #[error("the preferred name is longer than 100 characters")]
    PreferredNameTooLong,
    #[error("the pronouns are longer than 100 characters")]
    PronounsTooLong,
    #[error("the birth date is missing")]
    BirthDateMissing,
    #[error("the birth date is not a date")]
    BirthDateNotADate,
    #[error("the birth date lies in the future")]
    BirthDateInFuture,
    #[error("the birth date lies more than 130 years back")]
    BirthDateTooLongAgo,
    #[error("the e-mail address is missing")]
    EmailMissing,
    #[error("the invitation needs an e-mail address")]
    EmailNeededToInvite,
    #[error("that is not an e-mail address")]
    EmailNotAnAddress,
    #[error("the client is so young that somebody else should hold the portal")]
    OwnerIsChild,
    #[error("the address holds a letter that only looks like another one")]
    EmailLooksAlike,
    #[error("this address stands on the chart already")]
    EmailTwice,
    #[error("the type of e-mail is not known")]
    EmailKindUnknown,
    #[error("the relationship is missing")]
    RelationshipMissing,
    #[error("the relationship is longer than 100 characters")]
    RelationshipTooLong,
    #[error("the phone is longer than 100 characters")]
    PhoneTooLong,
    #[error("a related contact of the chart has these names already")]
    ContactTwice,
    #[error("chart {number} has this name and birth date already")]
    ChartTwice { number: i64, chart: ChartId },
    #[error("this person cannot own the chart")]
    OwnerUnknown,
    #[error("the clinician is not one of the practice's")]
    ClinicianUnknown,
    #[error("the person treats nobody here, or works with this client already")]
    CareTeamUnknown,
    #[error("somebody else changed this chart in the meantime")]
    ChangedMeanwhile,
    #[error("the search is longer than 200 characters")]
    SearchTooLong,
    #[error("there is no such page of charts")]
    PageUnknown,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::LastNameMissing | Self::LastNameTooLong => "last_name",
            Self::FirstNameMissing | Self::FirstNameTooLong | Self::ContactTwice => "first_name",
            Self::PreferredNameTooLong => "preferred_name",
            Self::PronounsTooLong => "pronouns",
            Self::BirthDateMissing | Self::BirthDateNotADate | Self::BirthDateInFuture | Self::BirthDateTooLongAgo => "birth_date",
            Self::EmailMissing | Self::EmailNeededToInvite | Self::EmailNotAnAddress | Self::EmailLooksAlike | Self::EmailTwice => "email",
            Self::EmailKindUnknown => "kind",
            Self::RelationshipMissing | Self::RelationshipTooLong => "relationship",
            Self::PhoneTooLong => "phone",
            Self::ChartTwice { .. } => "another",
            Self::OwnerUnknown => "owner",
            Self::OwnerIsChild => "child",
            Self::ClinicianUnknown => "primary_clinician",
            Self::CareTeamUnknown => "member",
            Self::ChangedMeanwhile | Self::SearchTooLong | Self::PageUnknown => return None,
        })
    }
}

/// Who somebody is, read from a form: names as typed (spaces at the ends cut, Unicode NFC), date of birth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub last_name: String,
    pub first_name: String,
    pub birth_date: NaiveDate,
}

impl Identity {
    /// Reads the three fields, and names everything that is wrong with them.
    pub fn read(last_name: &str, first_name: &str, birth_date: &str, today: NaiveDate) -> Result<Self, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let last_name = tidy(last_name);
        let first_name = tidy(first_name);
        if last_name.is_empty() {
            refusals.push(Refusal::LastNameMissing);
        }
        if first_name.is_empty() {
            refusals.push(Refusal::FirstNameMissing);
        }
        refusals.extend(too_long(&[(&last_name, Refusal::LastNameTooLong), (&first_name, Refusal::FirstNameTooLong)]));
        let birth_date = match read_birth_date(birth_date, today) {
            Ok(date) => Some(date),
            Err(refusal) => {
                refusals.push(refusal);
                None
            }
        };
        match birth_date {
            Some(birth_date) if refusals.is_empty() => Ok(Self { last_name, first_name, birth_date }),
            _ => Err(refusals),
        }
    }
}

/// So many characters fit into a name, and into what is written beside it.
pub const LONGEST_NAME: usize = 100;

/// Which of these lines are too long.
pub fn too_long<R: Copy>(lines: &[(&str, R)]) -> Vec<R> {
    lines.iter().filter(|(text, _)| text.chars().count() > LONGEST_NAME).map(|(_, refusal)| *refusal).collect()
}

/// A name as it is kept: nothing invisible, Unicode NFC, no space at the ends. Everything else as typed.
pub fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).nfc().collect::<String>().trim().to_owned()
}

/// Signs that nobody sees but that hide, turn or break what stands beside them (T25). Joiners are not among them: Persian and
/// Hindi need them.
pub fn is_invisible(c: char) -> bool {
    let turns_or_breaks = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let empty = matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}');
    // Letters by name alone: the empty places of Korean syllables. And the alphabet of tags, which only machines read.
    let blank_letter = matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}');
    turns_or_breaks || empty || blank_letter
}

/// The longest search, in characters.
pub const LONGEST_SEARCH: usize = 200;
/// Nobody turns so many pages.
const LAST_PAGE: u32 = 1_000_000;

/// Checks what is asked of the **Chart Room**: people search for less, and count pages from 1 (T32).
pub fn check_search(search: &str, page: u32) -> Result<(), Refusal> {
    if search.chars().nth(LONGEST_SEARCH).is_some() {
        return Err(Refusal::SearchTooLong);
    }
    if !(1..=LAST_PAGE).contains(&page) {
        return Err(Refusal::PageUnknown);
    }
    Ok(())
}

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

/// Completed years of life. Somebody born on 29 February turns a year older on 1 March of a common year.
pub fn age_on(birth_date: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (birth_date.month(), birth_date.day());
    today.year() - birth_date.year() - i32::from(!had_birthday)
}

/// Letters as search compares them: lower case, without accents, every apostrophe alike.
pub fn folded(text: &str) -> String {
    let straight = |c| if matches!(c, '\u{2018}' | '\u{2019}' | '\u{2BC}' | '`' | '\u{B4}') { '\'' } else { c };
    // Once more afterwards: some letters, taken apart, have an apostrophe in them.
    let parts = text.chars().map(straight).nfkd().map(straight);
    parts.filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A folded name from each word within it to its end, but not from its beginning: "la cruz" and "cruz" of "de la cruz", and "neil"
/// of "o'neil". By these a search finds it that by its beginning does not.
pub fn words_within(folded: &str) -> impl Iterator<Item = &str> {
    let mut before = None;
    let starts = move |(at, c): (usize, char)| {
        let within = before.replace(c).is_some_and(|before: char| !before.is_alphanumeric());
        (within && c.is_alphanumeric()).then_some(at)
    };
    folded.char_indices().filter_map(starts).map(|at| &folded[at..])
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
    fn everything_that_is_wrong_is_named_at_once() {
        assert_eq!(
            Identity::read(" ", "", "tomorrow", day("2026-11-21")),
            Err(vec![Refusal::LastNameMissing, Refusal::FirstNameMissing, Refusal::BirthDateNotADate])
        );
    }

    #[test]
    fn what_is_too_long_is_named_itself() {
        let long = "x".repeat(101);
        let read = |last: &str, first: &str| Identity::read(last, first, "1991-03-14", day("2026-11-21"));
        assert_eq!(read(&long, "Maya"), Err(vec![Refusal::LastNameTooLong]));
        assert_eq!(read("Lindqvist", &long), Err(vec![Refusal::FirstNameTooLong]));
        assert_eq!(Refusal::LastNameTooLong.field(), Some("last_name"));
        assert!(read(&"ü".repeat(100), "Maya").is_ok());
    }

    #[test]
    fn names_keep_their_capitals_spaces_and_accents() {
        let identity = Identity::read(" de la Cruz-O’Neil ", "Jose\u{301}", "03/14/1991", day("2026-11-21")).unwrap();
        assert_eq!(identity.last_name, "de la Cruz-O’Neil");
        assert_eq!(identity.first_name, "Jos\u{e9}");
        assert_eq!(tidy("Jose\u{FEFF}\u{301}"), "Jos\u{e9}", "what is taken out does not part a letter from its accent");
        assert_eq!(identity.birth_date, day("1991-03-14"));
    }

    /// T25
    #[test]
    fn names_hold_nothing_that_nobody_sees() {
        for hidden in
            ['\u{AD}', '\u{61C}', '\u{180E}', '\u{200B}', '\u{2028}', '\u{2029}', '\u{202E}', '\u{3164}', '\u{E0001}', '\u{E007F}']
        {
            assert_eq!(tidy(&format!("May{hidden}a")), "Maya", "{hidden:?}");
        }
        assert_eq!(tidy("نازنین\u{200C}زهرا"), "نازنین\u{200C}زهرا");
        assert_eq!(tidy("क्\u{200D}ष"), "क्\u{200D}ष");
    }

    /// T32
    #[test]
    fn absurd_searches_and_pages_are_refused() {
        assert_eq!(check_search(&"é".repeat(200), 1_000_000), Ok(()));
        assert_eq!(check_search(&"é".repeat(201), 1), Err(Refusal::SearchTooLong));
        for page in [0, 1_000_001, u32::MAX] {
            assert_eq!(check_search("", page), Err(Refusal::PageUnknown), "{page}");
        }
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

    #[test]
    fn search_does_not_mind_accents_and_capitals() {
        assert_eq!(folded("Núñez ÅSA"), "nunez asa");
        assert_eq!(["O’Neil", "O`Neil", "O´Neil", "O｀Neil"].map(folded), ["o'neil"; 4]);
    }

    #[test]
    fn a_name_is_found_by_every_word_within_it() {
        let words = |name: &str| words_within(&folded(name)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("de la Cruz-Núñez"), ["la cruz-nunez", "cruz-nunez", "nunez"]);
        assert_eq!(words("O’Brien"), ["brien"]);
        assert_eq!(words("’t Hooft"), ["t hooft", "hooft"]);
        assert_eq!(words("Sky2 — 3rd"), ["3rd"]);
        assert_eq!(words("Lindqvist"), [""; 0]);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (day("1000-01-01").num_days_from_ce()..day("9999-12-30").num_days_from_ce())
            .prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
    }

    proptest! {
        #[test]
        fn a_name_is_tidied_once_and_for_all(typed in anything()) {
            let tidied = tidy(&typed);
            prop_assert_eq!(tidy(&tidied), tidied.as_str());
            prop_assert_eq!(tidied.trim(), tidied.as_str());
            prop_assert!(!tidied.contains(|c: char| c.is_control() || is_invisible(c)));
        }

        #[test]
        fn search_folds_what_is_folded_into_itself(typed in anything()) {
            let once = folded(&typed);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn no_two_words_within_a_name_are_the_same(typed in anything()) {
            let name = folded(&typed);
            let words: Vec<&str> = words_within(&name).collect();
            prop_assert!(words.windows(2).all(|two| two[0].len() > two[1].len() && two[0].ends_with(two[1])));
            prop_assert!(words.iter().all(|word| word.len() < name.len()));
        }

        #[test]
        fn search_finds_a_name_however_its_accents_and_capitals_are_typed(name in "[A-Za-zÀÉÎõüñçŠž’ -]{0,30}") {
            prop_assert_eq!(folded(&name.nfd().collect::<String>()), folded(&name));
            prop_assert_eq!(folded(&name.to_uppercase()), folded(&name));
        }

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
