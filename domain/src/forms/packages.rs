//! A **Form & Assessment Package**: forms that are sent in one act, in an order (CP-19).

use super::Refusal;
use crate::{
    charts::tidy,
    ids::{FormId, PackageId},
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

pub const LONGEST_PACKAGE_NAME: usize = 80;
/// So many forms stand in one at most.
pub const MOST_IN_PACKAGE: usize = 12;
/// And so many packages has a practice.
pub const MOST_PACKAGES: u64 = 50;
/// Nobody has longer.
const MOST_DAYS: u16 = 365;

/// A package, where one chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageLine {
    pub id: PackageId,
    pub title: String,
    /// The titles of its forms, in their order.
    pub forms: Vec<String>,
    pub due_days: Option<u16>,
    pub archived: bool,
    /// Every new client gets it by itself.
    pub for_new_clients: bool,
    pub may_send: bool,
}

/// A package, to change it; or a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagePage {
    pub id: Option<PackageId>,
    pub title: String,
    pub due_days: Option<u16>,
    /// Its forms, in their order.
    pub chosen: Vec<FormId>,
    /// Those to choose from, by their titles.
    pub forms: Vec<(FormId, String)>,
    pub archived: bool,
    pub for_new_clients: bool,
}

/// A package as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageDraft {
    pub title: String,
    pub days: String,
    pub forms: Vec<FormId>,
}

impl PackageDraft {
    /// Its name, its days and its forms; or everything that is wrong with it.
    pub fn check(&self) -> Result<(String, Option<u16>), Vec<Refusal>> {
        let (title, days) = (tidy(&self.title), tidy(&self.days));
        let mut refusals = Vec::new();
        match title.chars().count() {
            0 => refusals.push(Refusal::PackageNameMissing),
            1..=LONGEST_PACKAGE_NAME => {}
            _ => refusals.push(Refusal::PackageNameTooLong),
        }
        let days = match days.as_str() {
            "" => Ok(None),
            days => days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days)).map(Some).ok_or(Refusal::PackageDaysUnfit),
        };
        refusals.extend(days.err());
        let each: HashSet<FormId> = self.forms.iter().copied().collect();
        if self.forms.is_empty() {
            refusals.push(Refusal::PackageEmpty);
        } else if each.len() < self.forms.len() {
            refusals.push(Refusal::PackageTwice);
        } else if self.forms.len() > MOST_IN_PACKAGE {
            refusals.push(Refusal::TooManyForms);
        }
        if refusals.is_empty() { Ok((title, days.ok().flatten())) } else { Err(refusals) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft(title: &str, days: &str, forms: &[u128]) -> PackageDraft {
        let forms = forms.iter().map(|id| FormId(Uuid::from_u128(*id))).collect();
        PackageDraft { title: title.into(), days: days.into(), forms }
    }

    #[test]
    fn a_package_has_a_name_forms_and_perhaps_days() {
        assert_eq!(draft(" Intake ", "", &[1, 2]).check(), Ok(("Intake".into(), None)));
        assert_eq!(draft("Intake", "7", &[1]).check(), Ok(("Intake".into(), Some(7))));
        assert_eq!(draft("Intake", "365", &[1]).check().unwrap().1, Some(365));
    }

    #[test]
    fn everything_that_is_wrong_with_one_is_said() {
        use Refusal::*;
        assert_eq!(draft(" \u{200B}", "soon", &[]).check(), Err(vec![PackageNameMissing, PackageDaysUnfit, PackageEmpty]));
        assert_eq!(draft(&"x".repeat(81), "0", &[1, 2, 1]).check(), Err(vec![PackageNameTooLong, PackageDaysUnfit, PackageTwice]));
        assert_eq!(draft("x", "366", &[1]).check(), Err(vec![PackageDaysUnfit]));
        let many: Vec<u128> = (0..13).collect();
        assert_eq!(draft("x", "-1", &many).check(), Err(vec![PackageDaysUnfit, TooManyForms]));
    }
}
