//! Moving in: a list of clients from elsewhere (`list`), read line by line and checked.
//!
//! Columns (the first line names them, in any order): `last_name`, `first_name`, `birth_date` are needed; `emails` (several with
//! blanks between them), `preferred_name`, `pronouns`, `owner` (`client`, `contact`, or nothing), `contact_first_name`,
//! `contact_last_name`, `contact_relationship`, `contact_email`, `contact_phone`, `clinician` (the e-mail address of a member of
//! staff); `mobile_phone`, `home_phone`, `work_phone`, `mobile_may_text` and `may_voicemail` (`yes`, `no`, or nothing); `street`,
//! `street_2`, `city`, `state`, `postal_code`, `country`, and `time_zone` (as "America/Chicago").

mod columns;
mod list;
mod rows;

pub use columns::ColumnTrouble;
pub use list::{Lines, ListTrouble, read_list};

use super::{
    AddressPart, EmailAddress, Identity, Phone, PhoneKind, PostalAddress, Refusal, address_key, folded, read_date, tidy, tidy_name,
    too_long,
};
use chrono::{Datelike, NaiveDate};

/// The columns that there are.
pub const COLUMNS: [&str; 25] = [
    "last_name",
    "first_name",
    "birth_date",
    "emails",
    "preferred_name",
    "pronouns",
    "owner",
    "contact_first_name",
    "contact_last_name",
    "contact_relationship",
    "contact_email",
    "contact_phone",
    "clinician",
    "mobile_phone",
    "home_phone",
    "work_phone",
    "mobile_may_text",
    "may_voicemail",
    "street",
    "street_2",
    "city",
    "state",
    "postal_code",
    "country",
    "time_zone",
];

/// Those of telephone numbers, in the order in which a chart has them.
pub const PHONE_COLUMNS: [(&str, PhoneKind); 3] =
    [("mobile_phone", PhoneKind::Mobile), ("home_phone", PhoneKind::Home), ("work_phone", PhoneKind::Work)];

/// The columns without which nothing can be done.
pub const NEEDED: [&str; 3] = ["last_name", "first_name", "birth_date"];

/// A chart that is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedChart {
    pub identity: Identity,
    pub preferred_name: String,
    pub pronouns: String,
    pub emails: Vec<EmailAddress>,
    /// The client owns the chart.
    pub owner_is_client: bool,
    pub contact: Option<ImportedContact>,
    /// The address of the primary clinician, by its key.
    pub clinician: Option<String>,
    pub phones: Vec<Phone>,
    pub address: PostalAddress,
    /// Whether there is such a zone is known where zones are.
    pub time_zone: Option<String>,
}

/// A person around the client, who owns the chart where it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedContact {
    pub first_name: String,
    pub last_name: String,
    pub relationship: String,
    pub email: Option<EmailAddress>,
    pub phone: String,
    pub owns: bool,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineTrouble {
    Field(Refusal),
    /// Neither `client` nor `contact`.
    OwnerUnreadable(String),
    /// Neither `yes` nor `no`.
    YesOrNo {
        column: &'static str,
        text: String,
    },
    /// The owner is to be a contact, of whom a name or the relationship is missing.
    ContactIncomplete,
    /// The year of birth has two digits, and nobody knows which hundred it is of.
    YearTooShort,
    /// There are more fields than columns: what stands in them cannot be told.
    TooManyFields {
        fields: usize,
        columns: usize,
    },
    /// Where a text in quotes begins or ends cannot be told; with the number of its field, and its column where there is one.
    Quote {
        trouble: QuoteTrouble,
        field: usize,
        column: Option<&'static str>,
    },
    /// Not text as it was asked for (UTF-8).
    Unreadable,
    /// There is a zero byte in it.
    NoText,
    /// Another program put a sign there in place of a letter that it could not read.
    LetterLost,
    /// No line of a list is so long.
    TooLong,
    /// Nobody in the practice has this address.
    ClinicianUnknown(String),
    /// Who has this address works here, but treats nobody.
    NoClinician(String),
    /// Somebody with this name and birth date has a chart already.
    ThereAlready,
    /// The same name and birth date stand in an earlier line.
    TwiceInFile {
        line: u64,
    },
}

/// What is wrong with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteTrouble {
    /// It opens, and no other closes it.
    NotClosed,
    /// It opens, and is closed in a later line.
    GoesOn { until: u64 },
    /// It closes, and text follows it.
    TextAfter,
    /// It stands in a text that does not begin with one.
    Inside,
}

/// How many fields there are up to the last one with anything in it.
fn filled(fields: &[String]) -> usize {
    fields.iter().rposition(|text| !text.is_empty() && !tidy(text).is_empty()).map_or(0, |at| at + 1)
}

impl ImportedChart {
    /// Reads a line; `of` gives a column's text, or nothing.
    pub fn read<'a>(of: impl Fn(&str) -> &'a str, today: NaiveDate) -> Result<Self, Vec<LineTrouble>> {
        let mut troubles = Vec::new();
        let short = read_date(of("birth_date")).is_some_and(|date| date.year() < 100);
        let told = |refusal| match refusal {
            Refusal::BirthDateTooLongAgo if short => LineTrouble::YearTooShort,
            refusal => LineTrouble::Field(refusal),
        };
        let mut wrong = |refusals: Vec<Refusal>| troubles.extend(refusals.into_iter().map(told));
        let identity = Identity::read(of("last_name"), of("first_name"), of("birth_date"), today).map_err(&mut wrong).ok();
        let mut emails: Vec<EmailAddress> = Vec::new();
        for text in of("emails").split([' ', ';', ',']).filter(|text| !text.is_empty()) {
            match EmailAddress::read(text) {
                Ok(email) if emails.iter().all(|known| known.key() != email.key()) => emails.push(email),
                Ok(_) => {}
                Err(refusal) => wrong(vec![refusal]),
            }
        }
        let contact_email = match of("contact_email").trim() {
            "" => None,
            text => EmailAddress::read(text).map_err(|refusal| wrong(vec![refusal])).ok(),
        };
        let [first_name, last_name, relationship, phone] =
            ["contact_first_name", "contact_last_name", "contact_relationship", "contact_phone"].map(|column| tidy_name(of(column)));
        let [preferred_name, pronouns] = ["preferred_name", "pronouns"].map(|column| tidy(of(column)));
        wrong(too_long(&[
            (&first_name, Refusal::FirstNameTooLong),
            (&last_name, Refusal::LastNameTooLong),
            (&relationship, Refusal::RelationshipTooLong),
            (&phone, Refusal::PhoneTooLong),
            (&preferred_name, Refusal::PreferredNameTooLong),
            (&pronouns, Refusal::PronounsTooLong),
        ]));
        let phones = PHONE_COLUMNS.iter().enumerate().filter(|(_, (column, _))| !tidy(of(column)).is_empty());
        let [may_text, may_voicemail] = ["mobile_may_text", "may_voicemail"].map(|column| says_yes(column, of(column)));
        let read = phones.map(|(place, &(column, kind))| {
            let texts = kind == PhoneKind::Mobile && may_text == Ok(true);
            Phone::read(place, kind, of(column), texts, may_voicemail == Ok(true))
        });
        let mut phones: Vec<Phone> = Vec::new();
        for phone in read {
            match phone {
                // One line that rings at home and at work is one number.
                Ok(phone) if phones.iter().any(|known| known.key == phone.key) => {}
                Ok(phone) => phones.push(phone),
                Err(refusal) => wrong(vec![refusal]),
            }
        }
        let [street, street_2, city, state, postal_code, country] = AddressPart::ALL.map(|part| of(part.name()).to_owned());
        let address = PostalAddress { street, street_2, city, state, postal_code, country }.read().map_err(&mut wrong).unwrap_or_default();
        troubles.extend([may_text, may_voicemail].into_iter().filter_map(Result::err));
        let owner = of("owner").trim().to_lowercase();
        let owns = owner == "contact";
        if !["", "client", "contact"].contains(&owner.as_str()) {
            troubles.push(LineTrouble::OwnerUnreadable(owner.clone()));
        }
        let named = !(first_name.is_empty() && last_name.is_empty());
        if (named || owns) && [&first_name, &last_name, &relationship].iter().any(|text| text.is_empty()) {
            troubles.push(LineTrouble::ContactIncomplete);
        }
        match identity {
            Some(identity) if troubles.is_empty() => Ok(Self {
                identity,
                preferred_name,
                pronouns,
                emails,
                owner_is_client: owner == "client",
                contact: named.then_some(ImportedContact { first_name, last_name, relationship, email: contact_email, phone, owns }),
                clinician: Some(address_key(of("clinician"))).filter(|text| !text.is_empty()),
                phones,
                address,
                time_zone: Some(tidy(of("time_zone"))).filter(|text| !text.is_empty()),
            }),
            _ => Err(troubles),
        }
    }

    /// By this two charts of one person are known: the names as search compares them, and the birth date.
    pub fn person(&self) -> (String, String, NaiveDate) {
        (folded(&self.identity.last_name), folded(&self.identity.first_name), self.identity.birth_date)
    }
}

/// What may be done is written down: who says nothing has not allowed it.
fn says_yes(column: &'static str, text: &str) -> Result<bool, LineTrouble> {
    match tidy(text).to_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "" | "no" | "n" | "false" => Ok(false),
        other => Err(LineTrouble::YesOrNo { column, text: other.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &'static str)]) -> Result<ImportedChart, Vec<LineTrouble>> {
        let of = |column: &str| fields.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| *text);
        ImportedChart::read(of, "2026-11-21".parse().unwrap())
    }

    #[test]
    fn a_line_is_read_whole() {
        let chart = read(&[
            ("last_name", " Núñez "),
            ("first_name", "Zoë"),
            ("birth_date", "02/28/2001"),
            ("emails", "zoe@example.com; zoe+work@example.com ZOE@example.com"),
            ("owner", "Contact"),
            ("contact_first_name", "Ana"),
            ("contact_last_name", "Núñez"),
            ("contact_relationship", "mother"),
            ("contact_email", "ana@example.com"),
            ("clinician", "Elena.Reyes@harborstreet.example"),
        ])
        .unwrap();
        assert_eq!((chart.identity.last_name.as_str(), chart.emails.len(), chart.owner_is_client), ("Núñez", 2, false));
        assert!(chart.contact.as_ref().unwrap().owns);
        assert_eq!(chart.clinician.as_deref(), Some("elena.reyes@harborstreet.example"));
        assert_eq!(chart.person(), ("nunez".into(), "zoe".into(), "2001-02-28".parse().unwrap()));
    }

    #[test]
    fn numbers_address_and_zone_of_a_line_are_read() {
        let name = [("last_name", "Roe"), ("first_name", "Jo"), ("birth_date", "2001-02-28")];
        let reached = [
            ("mobile_phone", "(410) 555-0134"),
            ("work_phone", "410-555-0100 x12"),
            ("mobile_may_text", "Yes"),
            ("street", "12 Harbor Street"),
            ("city", "Baltimore"),
            ("time_zone", "America/Chicago"),
        ];
        let chart = read(&[&name[..], &reached].concat()).unwrap();
        let phones: Vec<_> = chart.phones.iter().map(|phone| (phone.key.as_str(), phone.may_text, phone.may_voicemail)).collect();
        assert_eq!(phones, [("+14105550134", true, false), ("+14105550100;ext=12", false, false)]);
        assert_eq!(
            (chart.address.lines().join("; ").as_str(), chart.time_zone.as_deref()),
            ("12 Harbor Street; Baltimore", Some("America/Chicago"))
        );
        let wrong = read(&[&name[..], &[("home_phone", "soon"), ("may_voicemail", "maybe")]].concat()).unwrap_err();
        let unread = LineTrouble::YesOrNo { column: "may_voicemail", text: "maybe".into() };
        assert_eq!(wrong, [LineTrouble::Field(Refusal::PhoneUnreadable { place: 1 }), unread]);
    }

    #[test]
    fn everything_that_is_wrong_with_a_line_is_named() {
        let wrong = read(&[("first_name", "Zoë"), ("birth_date", "soon"), ("emails", "zoe@"), ("owner", "mother")]).unwrap_err();
        assert_eq!(
            wrong,
            [
                LineTrouble::Field(Refusal::LastNameMissing),
                LineTrouble::Field(Refusal::BirthDateNotADate),
                LineTrouble::Field(Refusal::EmailNotAnAddress),
                LineTrouble::OwnerUnreadable("mother".into()),
            ]
        );
        for short in ["1/2/90", "90-01-02", "01/02/04"] {
            let line = [("last_name", "Roe"), ("first_name", "Jo"), ("birth_date", short)];
            assert_eq!(read(&line).unwrap_err(), [LineTrouble::YearTooShort], "{short}");
        }
        let name = [("last_name", "Roe"), ("first_name", "Jo"), ("birth_date", "2001-02-28"), ("owner", "contact")];
        assert_eq!(read(&name).unwrap_err(), [LineTrouble::ContactIncomplete]);
    }
}
