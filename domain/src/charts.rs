//! Charts: the practice's record of one client, and the people around them.

mod birth;
mod email;
mod email_list;
mod import;
mod names;
mod phones;
mod views;

pub use birth::{Born, age_on, read_birth_date, read_date, read_searched_date};
pub use email::{EmailAddress, EmailKind, address_key, exact_key, sent_to};
pub use email_list::{EmailChanges, EmailStep};
pub use import::{
    COLUMNS, ColumnTrouble, ImportedChart, ImportedContact, LineTrouble, Lines, ListTrouble, NEEDED, PHONE_COLUMNS, QuoteTrouble, read_list,
};
pub use names::{folded, is_invisible, same_signs, tidy, tidy_name, words_within};
pub use phones::{AddressPart, LONGEST_PHONE, MOST_PHONES, PHONE_FIELDS, Phone, PhoneEntry, PhoneKind, PostalAddress, text_number};
pub use views::*;

use crate::ids::{ChartId, ContactId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    #[error("chart {number} names somebody like this already: it is asked whether they are one person")]
    PersonKnown { person: ContactId, chart: ChartId, number: i64 },
    #[error("of who is to hold the portal this is missing: {}", part.field())]
    OwnerMissing { part: OwnerPart },
    #[error("of who is to hold the portal this is longer than 100 characters: {}", part.field())]
    OwnerTooLong { part: OwnerPart },
    #[error("the address of who is to hold the portal is no e-mail address")]
    OwnerEmailNotAnAddress,
    #[error("the practice has no such site, or uses it no more")]
    SiteUnknown,
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

/// What a new chart's form asks about who is to hold its portal, where that is not the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnerPart {
    FirstName,
    LastName,
    Relationship,
    Email,
    Phone,
}

impl OwnerPart {
    /// The form's name for it.
    pub fn field(self) -> &'static str {
        match self {
            Self::FirstName => "owner_first_name",
            Self::LastName => "owner_last_name",
            Self::Relationship => "owner_relationship",
            Self::Email => "owner_email",
            Self::Phone => "owner_phone",
        }
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::FirstName => "first name",
            Self::LastName => "last name",
            Self::Relationship => "relationship",
            Self::Email => "e-mail",
            Self::Phone => "phone",
        }
    }
}

impl Refusal {
    /// What is wrong with somebody around the client, where they are entered in one form with the client.
    pub fn of_owner(self) -> Self {
        use OwnerPart::*;
        match self {
            Self::FirstNameMissing => Self::OwnerMissing { part: FirstName },
            Self::LastNameMissing => Self::OwnerMissing { part: LastName },
            Self::RelationshipMissing => Self::OwnerMissing { part: Relationship },
            Self::EmailMissing => Self::OwnerMissing { part: Email },
            Self::FirstNameTooLong => Self::OwnerTooLong { part: FirstName },
            Self::LastNameTooLong => Self::OwnerTooLong { part: LastName },
            Self::RelationshipTooLong => Self::OwnerTooLong { part: Relationship },
            Self::PhoneTooLong => Self::OwnerTooLong { part: Phone },
            Self::EmailNotAnAddress | Self::EmailLooksAlike => Self::OwnerEmailNotAnAddress,
            other => other,
        }
    }

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
            Self::PersonKnown { .. } => "same",
            Self::OwnerMissing { part } | Self::OwnerTooLong { part } => part.field(),
            Self::OwnerEmailNotAnAddress => OwnerPart::Email.field(),
            Self::SiteUnknown => "site",
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
        let last_name = tidy_name(last_name);
        let first_name = tidy_name(first_name);
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(identity.last_name, "de la Cruz-O'Neil");
        assert_eq!(identity.first_name, "Jos\u{e9}");
        assert_eq!(identity.birth_date, day("1991-03-14"));
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
}
