//! What bills are written in: procedure codes, places of service, diagnoses, and the identifiers of who provided it.

use super::{Refusal, read_amount};
use crate::{
    charts::tidy,
    ids::{DiagnosisId, StaffId},
    named::named,
};
use serde::{Deserialize, Serialize};

named! {
    /// Where a service was given, by the list of the Centers for Medicare & Medicaid Services.
    pub enum PlaceOfService {
        TelehealthElsewhere "02",
        TelehealthAtHome "10",
        Office "11",
        Home "12",
        School "03",
        Clinic "49",
        MentalHealthCenter "53",
        Other "99",
    }
}

impl PlaceOfService {
    pub fn label(self) -> &'static str {
        match self {
            Self::TelehealthElsewhere => "Telehealth, not at home",
            Self::TelehealthAtHome => "Telehealth, at home",
            Self::Office => "Office",
            Self::Home => "Home",
            Self::School => "School",
            Self::Clinic => "Independent clinic",
            Self::MentalHealthCenter => "Community mental health center",
            Self::Other => "Other place",
        }
    }
}

/// A line of the fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    pub code: String,
    pub description: String,
    pub price_cents: i64,
    pub units: u8,
    /// "95 GT"
    pub modifiers: String,
    /// Nothing: as the appointment was.
    pub place: Option<PlaceOfService>,
}

/// The same as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeeDraft {
    pub code: String,
    pub description: String,
    pub price: String,
    pub units: String,
    pub modifiers: String,
    pub place: String,
}

impl FeeDraft {
    pub fn read(&self) -> Result<Fee, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let fee = Fee {
            code: read_code(&self.code).unwrap_or_else(|refusal| said(&mut wrong, refusal)),
            description: read_description(&self.description).unwrap_or_else(|refusal| said(&mut wrong, refusal)),
            price_cents: read_amount(&self.price).unwrap_or_else(|_| said(&mut wrong, Refusal::PriceUnfit)),
            units: read_units(&self.units).unwrap_or_else(|refusal| said(&mut wrong, refusal)),
            modifiers: read_modifiers(&self.modifiers).unwrap_or_else(|refusal| said(&mut wrong, refusal)),
            place: read_place(&self.place).unwrap_or_else(|refusal| said(&mut wrong, refusal)),
        };
        if wrong.is_empty() { Ok(fee) } else { Err(wrong) }
    }
}

fn said<T: Default>(wrong: &mut Vec<Refusal>, refusal: Refusal) -> T {
    wrong.push(refusal);
    T::default()
}

/// "90834", "H0004", "98966": five letters or digits; or a word of the practice's own.
pub(super) fn read_code(typed: &str) -> Result<String, Refusal> {
    let code = tidy(typed).to_ascii_uppercase();
    let fits = (1..=10).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(code) } else { Err(Refusal::CodeUnfit) }
}

pub(super) fn read_description(typed: &str) -> Result<String, Refusal> {
    let words = tidy(typed);
    if (1..=120).contains(&words.chars().count()) { Ok(words) } else { Err(Refusal::DescriptionUnfit) }
}

pub(super) fn read_units(typed: &str) -> Result<u8, Refusal> {
    match typed.trim() {
        "" => Ok(1),
        typed => typed.parse().ok().filter(|units| (1..=99).contains(units)).ok_or(Refusal::UnitsUnfit),
    }
}

/// Up to four, of two letters or digits each.
pub(super) fn read_modifiers(typed: &str) -> Result<String, Refusal> {
    let each: Vec<String> = typed.split([' ', ',']).filter(|one| !one.is_empty()).map(str::to_ascii_uppercase).collect();
    let fits = each.len() <= 4 && each.iter().all(|one| one.len() == 2 && one.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if fits { Ok(each.join(" ")) } else { Err(Refusal::ModifiersUnfit) }
}

pub(super) fn read_place(typed: &str) -> Result<Option<PlaceOfService>, Refusal> {
    match typed.trim() {
        "" => Ok(None),
        code => PlaceOfService::from_name(code).map(Some).ok_or(Refusal::PlaceUnfit),
    }
}

/// A line of a chart's diagnoses, and of what is billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    pub id: DiagnosisId,
    /// "F41.1"
    pub code: String,
    pub words: String,
}

impl Diagnosis {
    /// An ICD-10-CM code, "f411" or "F41.1", and what it is called.
    pub fn read(code: &str, words: &str) -> Result<(String, String), Refusal> {
        let plain: String = tidy(code).to_ascii_uppercase().chars().filter(|c| *c != '.').collect();
        let bytes = plain.as_bytes();
        let fits = (3..=7).contains(&bytes.len())
            && bytes[0].is_ascii_uppercase()
            && bytes[1].is_ascii_digit()
            && bytes.iter().all(u8::is_ascii_alphanumeric);
        let words = tidy(words);
        if !fits || words.chars().count() > 120 {
            return Err(Refusal::DiagnosisUnfit);
        }
        let (head, tail) = plain.split_at(3);
        Ok((if tail.is_empty() { head.to_owned() } else { format!("{head}.{tail}") }, words))
    }
}

/// Who provides, with what payers know them by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub staff: StaffId,
    /// "Elena Reyes, PhD"
    pub name: String,
    pub npi: Option<String>,
}

/// Whether it is a National Provider Identifier: ten digits, the last of which checks the others (Luhn, behind 80840).
pub fn npi_is_right(npi: &str) -> bool {
    let digits: Vec<u32> = npi.chars().filter_map(|c| c.to_digit(10)).collect();
    if npi.len() != 10 || digits.len() != 10 || !(1..=2).contains(&digits[0]) {
        return false;
    }
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    // The prefix adds 24 in all.
    let sum: u32 = digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    (sum + 24).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_read_or_each_fault_is_told() {
        let draft = FeeDraft {
            code: " 90834 ".into(),
            description: "Psychotherapy, 45 minutes".into(),
            price: "160".into(),
            units: String::new(),
            modifiers: "95, gt".into(),
            place: "10".into(),
        };
        let fee = draft.read().unwrap();
        assert_eq!((fee.code.as_str(), fee.price_cents, fee.units, fee.modifiers.as_str()), ("90834", 16_000, 1, "95 GT"));
        assert_eq!(fee.place, Some(PlaceOfService::TelehealthAtHome));
        let wrong =
            FeeDraft { code: "9 08".into(), price: "free".into(), units: "0".into(), modifiers: "X".into(), place: "7".into(), ..draft };
        let all = [Refusal::CodeUnfit, Refusal::PriceUnfit, Refusal::UnitsUnfit, Refusal::ModifiersUnfit, Refusal::PlaceUnfit];
        assert_eq!(wrong.read(), Err(all.to_vec()));
    }

    #[test]
    fn a_diagnosis_is_written_as_the_book_writes_it() {
        let code = |typed| Diagnosis::read(typed, "").map(|(code, _)| code);
        assert_eq!(code("f411"), Ok("F41.1".into()));
        assert_eq!(code("F41.1"), Ok("F41.1".into()));
        assert_eq!(code("R69"), Ok("R69".into()));
        for wrong in ["", "41.1", "FF1", "F4", "F41.12345"] {
            assert_eq!(code(wrong), Err(Refusal::DiagnosisUnfit), "{wrong}");
        }
    }

    #[test]
    fn an_npi_checks_itself() {
        assert!(npi_is_right("1234567893") && npi_is_right("1679576722"));
        for wrong in ["1234567890", "123456789", "12345678931", "abcdefghij", "3234567893", ""] {
            assert!(!npi_is_right(wrong), "{wrong}");
        }
    }
}
