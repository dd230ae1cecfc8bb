//! Telephone numbers and the postal address of a client.

use super::{LONGEST_NAME, Refusal, tidy};
use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// Where a telephone rings.
    pub enum PhoneKind { Mobile "mobile", Home "home", Work "work" }
}

impl PhoneKind {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mobile => "Mobile",
            Self::Home => "Home",
            Self::Work => "Work",
        }
    }
}

/// The most numbers that a chart has.
pub const MOST_PHONES: usize = 5;

/// The fields of the numbers, as forms call them.
pub const PHONE_FIELDS: [&str; MOST_PHONES] =
    ["phones[0][number]", "phones[1][number]", "phones[2][number]", "phones[3][number]", "phones[4][number]"];

/// No number is longer, however it is written.
pub const LONGEST_PHONE: usize = 40;

/// A number as it is typed into its line of the form. A line without one is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhoneEntry {
    pub kind: String,
    pub number: String,
    pub may_text: bool,
    pub may_voicemail: bool,
}

/// A number of a client, as it was typed, and what may be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    pub kind: PhoneKind,
    pub number: String,
    /// By this it is known and called, however it was typed: "+14105550134", and "+14105550100;ext=12" behind a switchboard.
    pub key: String,
    pub may_text: bool,
    pub may_voicemail: bool,
}

impl Phone {
    /// Reads a number; `place` is its line. What says nothing of its country is of the United States.
    pub fn read(place: usize, kind: PhoneKind, number: &str, may_text: bool, may_voicemail: bool) -> Result<Self, Refusal> {
        let number = tidy(number);
        let key = phone_key(&number).ok_or(Refusal::PhoneUnreadable { place })?;
        if may_text && key.contains(';') {
            return Err(Refusal::PhoneTakesNoTexts { place });
        }
        Ok(Self { kind, number, key, may_text, may_voicemail })
    }

    /// Reads the lines of the form, and names everything that is wrong with them.
    pub fn read_all(entries: &[PhoneEntry]) -> Result<Vec<Self>, Vec<Refusal>> {
        let (mut phones, mut refusals): (Vec<Self>, Vec<Refusal>) = (Vec::new(), Vec::new());
        for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| !tidy(&entry.number).is_empty()) {
            if phones.len() + refusals.len() == MOST_PHONES {
                refusals.push(Refusal::PhonesTooMany);
                break;
            }
            let kind = PhoneKind::from_name(&entry.kind).ok_or(Refusal::PhoneKindUnknown { place });
            match kind.and_then(|kind| Self::read(place, kind, &entry.number, entry.may_text, entry.may_voicemail)) {
                Ok(phone) if phones.iter().any(|known| known.key == phone.key) => refusals.push(Refusal::PhoneTwice { place }),
                Ok(phone) => phones.push(phone),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() { Ok(phones) } else { Err(refusals) }
    }
}

/// The number to which texts for the client go, in the order of the chart.
pub fn text_number(phones: &[Phone]) -> Option<&Phone> {
    phones.iter().find(|phone| phone.may_text)
}

/// The key of a number: digits in E.164, and its extension.
fn phone_key(typed: &str) -> Option<String> {
    if typed.chars().count() > LONGEST_PHONE {
        return None;
    }
    let typed = typed.to_lowercase();
    let (main, extension) = match typed.find("ext").or_else(|| typed.find(['x', '#'])) {
        Some(at) => (&typed[..at], Some(&typed[at..])),
        None => (typed.as_str(), None),
    };
    // As numbers are written in Europe: "+44 (0)20 7946 0958".
    let main = main.replace("(0)", "");
    let main = main.trim_start_matches(['(', ' ']);
    let (abroad, main) = main.strip_prefix('+').map_or((false, main), |rest| (true, rest));
    let between = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | '.' | '/' | ',' | '\u{2010}'..='\u{2015}');
    if !main.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return None;
    }
    let digits: String = main.chars().filter(char::is_ascii_digit).collect();
    let rest = if abroad { Some(digits.as_str()) } else { digits.strip_prefix("011").or_else(|| digits.strip_prefix("00")) };
    let whole = match rest {
        Some(rest) => rest.to_owned(),
        None if digits.len() == 10 => format!("1{digits}"),
        None if digits.len() == 11 && digits.starts_with('1') => digits,
        None => return None,
    };
    let there_is = match whole.strip_prefix('1') {
        // North America: neither an area nor an exchange begins with 0 or 1.
        Some(own) => own.len() == 10 && [0, 3].iter().all(|at| matches!(own.as_bytes()[*at], b'2'..=b'9')),
        None => (8..=15).contains(&whole.len()) && !whole.starts_with('0'),
    };
    let key = there_is.then(|| format!("+{whole}"))?;
    match extension {
        None => Some(key),
        Some(text) => {
            let digits = ["extension", "ext", "x", "#"].iter().find_map(|word| text.strip_prefix(word))?.trim_matches([' ', '.', ':']);
            let fits = (1..=7).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
            fits.then(|| format!("{key};ext={digits}"))
        }
    }
}

named! {
    /// A line of a postal address, by the name of its field.
    pub enum AddressPart {
        Street "street",
        Street2 "street_2",
        City "city",
        State "state",
        PostalCode "postal_code",
        Country "country",
    }
}

/// Where a letter reaches the client. What is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    pub street: String,
    pub street_2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
}

impl PostalAddress {
    /// Nothing invisible and nothing too long: how addresses are written elsewhere nobody knows.
    pub fn read(self) -> Result<Self, Vec<Refusal>> {
        let Self { street, street_2, city, state, postal_code, country } = self;
        let [street, street_2, city, state, postal_code, country] =
            [street, street_2, city, state, postal_code, country].map(|text| tidy(&text));
        let lines = [&street, &street_2, &city, &state, &postal_code, &country];
        let long = lines.iter().zip(AddressPart::ALL).filter(|(text, _)| text.chars().count() > LONGEST_NAME);
        let long: Vec<Refusal> = long.map(|(_, part)| Refusal::AddressTooLong { part }).collect();
        if long.is_empty() { Ok(Self { street, street_2, city, state, postal_code, country }) } else { Err(long) }
    }

    /// As on an envelope: "Baltimore, MD 21201" is one line.
    pub fn lines(&self) -> Vec<String> {
        let region = [&self.state, &self.postal_code].map(String::as_str).join(" ");
        let town = [self.city.as_str(), region.trim()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        [self.street.clone(), self.street_2.clone(), town, self.country.clone()].into_iter().filter(|line| !line.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    fn entry(kind: &str, number: &str) -> PhoneEntry {
        PhoneEntry { kind: kind.into(), number: number.into(), ..PhoneEntry::default() }
    }

    #[test]
    fn a_number_is_known_however_it_is_typed() {
        for typed in
            ["(410) 555-0134", "410.555.0134", "1 410 555 0134", "+1 410-555-0134", " 410/555–0134 ", "(+1) 410 555 0134", "4105550134"]
        {
            assert_eq!(phone_key(&tidy(typed)).as_deref(), Some("+14105550134"), "{typed}");
        }
        for typed in ["+44 (0)20 7946 0958", "011 44 20 7946 0958", "0044 20 79460958"] {
            assert_eq!(phone_key(typed).as_deref(), Some("+442079460958"), "{typed}");
        }
        for typed in ["410-555-0134 x12", "410-555-0134 ext. 12", "(410) 555-0134, Extension: 12", "410 555 0134 #12"] {
            assert_eq!(phone_key(typed).as_deref(), Some("+14105550134;ext=12"), "{typed}");
        }
    }

    #[test]
    fn what_nobody_can_call_is_no_number() {
        for typed in
            ["", "555-0134", "110-555-0134", "410-155-0134", "call her mother", "410-555-0134 x", "020 7946 0958", "+0 123 456 789"]
        {
            assert_eq!(phone_key(typed), None, "{typed}");
        }
        assert_eq!(phone_key(&format!("410 555 0134{}", " ".repeat(40))), None);
    }

    #[test]
    fn everything_that_is_wrong_with_the_numbers_is_named_at_its_line() {
        let typed = [
            entry("mobile", "(410) 555-0134"),
            entry("home", " "),
            entry("work", "1-410-555-0134"),
            entry("fax", "410 555 0100"),
            entry("home", "later"),
        ];
        let wrong = [Refusal::PhoneTwice { place: 2 }, Refusal::PhoneKindUnknown { place: 3 }, Refusal::PhoneUnreadable { place: 4 }];
        assert_eq!(Phone::read_all(&typed), Err(wrong.to_vec()));
        assert_eq!(Refusal::PhoneTwice { place: 2 }.field(), Some("phones[2][number]"));
        let six: Vec<PhoneEntry> = (0..6).map(|last| entry("home", &format!("410-555-010{last}"))).collect();
        assert_eq!(Phone::read_all(&six), Err(vec![Refusal::PhonesTooMany]));
        assert_eq!(Phone::read_all(&six[..5]).map(|phones| phones.len()), Ok(5));
    }

    #[test]
    fn texts_go_to_the_first_number_that_takes_them() {
        let phones = |texts: [bool; 3]| {
            let typed = ["410-555-0101", "410-555-0102", "410-555-0103"];
            let entries = typed.into_iter().zip(texts).map(|(number, may_text)| PhoneEntry { may_text, ..entry("mobile", number) });
            Phone::read_all(&entries.collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(text_number(&phones([false, true, true])).map(|phone| phone.key.as_str()), Some("+14105550102"));
        assert_eq!(text_number(&phones([false; 3])), None);
        let behind = PhoneEntry { may_text: true, ..entry("work", "410-555-0100 x7") };
        assert_eq!(Phone::read_all(&[behind]), Err(vec![Refusal::PhoneTakesNoTexts { place: 0 }]));
    }

    #[test]
    fn an_address_reads_as_on_an_envelope() {
        let address = PostalAddress {
            street: " 12 Harbor Street ".into(),
            city: "Baltimore".into(),
            state: "MD".into(),
            postal_code: "21201".into(),
            ..PostalAddress::default()
        };
        assert_eq!(address.clone().read().unwrap().lines(), ["12 Harbor Street", "Baltimore, MD 21201"]);
        assert_eq!(PostalAddress { postal_code: "1010".into(), ..PostalAddress::default() }.lines(), ["1010"]);
        let long = PostalAddress { city: "x".repeat(101), ..address };
        assert_eq!(long.read(), Err(vec![Refusal::AddressTooLong { part: AddressPart::City }]));
    }

    proptest! {
        #[test]
        fn a_key_is_a_number_that_can_be_called(typed in anything()) {
            if let Some(key) = phone_key(&tidy(&typed)) {
                let main = key.split(';').next().unwrap();
                prop_assert!(main.starts_with('+') && (9..=16).contains(&main.len()));
                prop_assert_eq!(phone_key(main), Some(main.to_owned()), "a key is its own key");
            }
        }
    }
}
