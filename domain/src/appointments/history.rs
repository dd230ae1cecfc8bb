//! **Appointment History**: what it is narrowed by, what stands in it, and how it leaves the house.

use super::{ContactKind, Refusal, State, read_day};
use crate::{
    dates::Moment,
    ids::{AppointmentId, AppointmentTypeId, SiteId, StaffId},
    named::named,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// So many rows are exported at most.
pub const MOST_EXPORTED: usize = 10_000;

named! {
    /// As what it is exported.
    pub enum SheetKind {
        Csv "csv",
        Excel "xlsx",
    }
}

impl SheetKind {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A text as a cell holds it. What a spreadsheet would take for a formula begins with an apostrophe (T26).
pub fn cell(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let is_formula = begins.is_some_and(|first| "=+-@＝＋－＠".contains(first) || first.is_control());
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if is_formula { ['\''].into_iter().chain(plain).collect() } else { plain.collect() }
}

/// The left panel of **Appointment History**: in any combination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryFilter {
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub site: Option<SiteId>,
    pub staff: Option<StaffId>,
    pub type_id: Option<AppointmentTypeId>,
}

impl HistoryFilter {
    /// What an address asks for, and what of it cannot be read.
    pub fn read(asked: impl Fn(&str) -> Option<String>) -> (Self, Option<Refusal>) {
        let asked = |name| asked(name).filter(|value| !value.is_empty());
        let id = |name| asked(name).and_then(|id| id.parse().ok());
        let date = |name| asked(name).map(|day| read_day(&day)).transpose();
        let (days, wrong) = match (date("first"), date("last")) {
            (Ok(Some(first)), Ok(Some(last))) if last < first => ((None, None), Some(Refusal::DaysUnfit)),
            (Ok(first), Ok(last)) => ((first, last), None),
            (first, last) => ((first.unwrap_or_default(), last.unwrap_or_default()), Some(Refusal::DayUnreadable)),
        };
        let filter = Self {
            first: days.0,
            last: days.1,
            site: id("site").map(SiteId),
            staff: id("with").map(StaffId),
            type_id: id("type").map(AppointmentTypeId),
        };
        (filter, wrong)
    }

    /// The same as it stands in an address.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("first", self.first.map(|day| day.to_string())),
            ("last", self.last.map(|day| day.to_string())),
            ("site", self.site.map(|id| id.to_string())),
            ("with", self.staff.map(|id| id.to_string())),
            ("type", self.type_id.map(|id| id.to_string())),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// A row of the history, and of what is exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    pub id: AppointmentId,
    /// Empty in the portal: whose record it is is known there.
    pub client: String,
    pub at: Moment,
    pub minutes: u16,
    pub type_name: String,
    pub kind: ContactKind,
    pub clinician: String,
    pub site: Option<String>,
    pub state: State,
}

/// **Appointment History**: what has begun, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub filter: HistoryFilter,
    pub lines: Vec<HistoryLine>,
    /// The next page begins below this one.
    pub below: Option<AppointmentId>,
    /// What the panel offers.
    pub clinicians: Vec<(StaffId, String)>,
    pub sites: Vec<(SiteId, String)>,
    pub types: Vec<(AppointmentTypeId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_does() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\0=1", "\r=1", " =1", "＝1"] {
            assert!(cell(text).starts_with('\''), "{text:?} became {:?}", cell(text));
        }
        for text in ["", "Núñez – Straße 🌊", "O'Neil", "1-2", "Smith-Jones, A."] {
            assert_eq!(cell(text), text);
        }
        assert!(!cell("a\nb\0").contains(['\n', '\0']));
    }

    #[test]
    fn what_is_chosen_goes_through_an_address_and_comes_back() {
        let of = |parts: &[(&'static str, String)]| {
            let parts = parts.to_vec();
            HistoryFilter::read(move |name| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
        };
        let id = uuid::Uuid::from_u128(7);
        let whole = HistoryFilter {
            first: NaiveDate::from_ymd_opt(2026, 1, 2),
            last: NaiveDate::from_ymd_opt(2026, 3, 4),
            site: Some(SiteId(id)),
            staff: Some(StaffId(id)),
            type_id: Some(AppointmentTypeId(id)),
        };
        assert_eq!(of(&whole.parts()), (whole, None));
        assert_eq!(of(&[("first", "soon".into())]).1, Some(Refusal::DayUnreadable));
        assert_eq!(
            of(&[("first", "2026-03-04".into()), ("last", "2026-01-02".into())]),
            (HistoryFilter::default(), Some(Refusal::DaysUnfit))
        );
        assert_eq!(of(&[("first", String::new())]), (HistoryFilter::default(), None));
    }
}
