//! Charts: the practice's record of one client, and the people around them.

mod birth;
mod email;
mod email_list;
mod import;
mod phones;
mod views;

pub use birth::{Born, age_on, read_birth_date, read_date, read_searched_date};
pub use email::{EmailAddress, EmailKind, address_key, exact_key};
pub use email_list::{EmailChanges, EmailStep};
pub use import::{
    COLUMNS, ColumnTrouble, ImportedChart, ImportedContact, LineTrouble, Lines, ListTrouble, NEEDED, PHONE_COLUMNS, QuoteTrouble, read_list,
};
pub use phones::{AddressPart, LONGEST_PHONE, MOST_PHONES, PHONE_FIELDS, Phone, PhoneEntry, PhoneKind, PostalAddress, text_number};
pub use views::*;

use crate::ids::ChartId;
use chrono::NaiveDate;
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
    #[error("the number in line {place} is no telephone number")]
    PhoneUnreadable { place: usize },
    #[error("the number in line {place} stands above already")]
    PhoneTwice { place: usize },
    #[error("the number in line {place} is behind a switchboard, and takes no texts")]
    PhoneTakesNoTexts { place: usize },
    #[error("the type of the number in line {place} is not known")]
    PhoneKindUnknown { place: usize },
    #[error("there are more numbers than a chart takes")]
    PhonesTooMany,
    #[error("a line of the address is longer than 100 characters: {}", part.name())]
    AddressTooLong { part: AddressPart },
    #[error("there is no such time zone")]
    TimeZoneUnknown,
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
            Self::PhoneUnreadable { place }
            | Self::PhoneTwice { place }
            | Self::PhoneTakesNoTexts { place }
            | Self::PhoneKindUnknown { place } => return PHONE_FIELDS.get(place).copied(),
            Self::PhonesTooMany => return PHONE_FIELDS.last().copied(),
            Self::AddressTooLong { part } => part.name(),
            Self::TimeZoneUnknown => "time_zone",
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
    }
}
