//! Grants: what a person may see and do for a client, and how long.

use crate::charts::age_on;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// An area of the portal that a grant opens (TN-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Appointments,
    Billing,
    Forms,
    Messages,
    Documents,
    Measures,
}

impl Scope {
    pub const ALL: [Self; 6] = [Self::Appointments, Self::Billing, Self::Forms, Self::Messages, Self::Documents, Self::Measures];

    pub fn name(self) -> &'static str {
        match self {
            Self::Appointments => "appointments",
            Self::Billing => "billing",
            Self::Forms => "forms",
            Self::Messages => "messages",
            Self::Documents => "documents",
            Self::Measures => "measures",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Appointments => "Appointments",
            Self::Billing => "Billing",
            Self::Forms => "Forms",
            Self::Messages => "Messages",
            Self::Documents => "Documents",
            Self::Measures => "Measures",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// The scopes of a grant, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// What the Chart Owner may do.
    pub fn of_owner() -> Self {
        Self(Scope::ALL.to_vec())
    }

    /// What any other linked person may do until staff widen it.
    pub fn of_linked() -> Self {
        Self(vec![Scope::Appointments])
    }

    /// Those for which the answer is yes.
    pub fn where_true(ticked: impl Fn(Scope) -> bool) -> Self {
        Self(Scope::ALL.into_iter().filter(|scope| ticked(*scope)).collect())
    }

    /// Reads names with blanks between them. What is not a scope is left out.
    pub fn read(text: &str) -> Self {
        Self::where_true(|scope| text.split(' ').any(|name| name == scope.name()))
    }

    /// The form in which they are stored.
    pub fn text(&self) -> String {
        self.0.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
    }

    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// "Appointments and Messages"
    pub fn in_words(&self) -> String {
        let labels: Vec<&str> = self.0.iter().map(|scope| scope.label()).collect();
        match labels.as_slice() {
            [] => "nothing".to_owned(),
            all if all.len() == Scope::ALL.len() => "everything".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }
}

/// Whether a grant is the Chart Owner's or another person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantKind {
    Owner,
    Linked,
}

impl GrantKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Linked => "linked",
        }
    }
}

/// What decides whether a grant counts at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrantTerm {
    /// Its holder has registered with it, or confirmed the offer of it.
    pub taken_up: bool,
    /// The first moment of its first day.
    pub starts_at: Option<DateTime<Utc>>,
    /// The first moment after its last day.
    pub ends_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

impl GrantTerm {
    /// Neither revoked nor past its end. It may not have been taken up yet, nor begun.
    pub fn is_living(self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.ends_at.is_none_or(|end| now < end)
    }

    /// Whether its holder has yet to confirm it.
    pub fn is_offered(self, now: DateTime<Utc>) -> bool {
        !self.taken_up && self.is_living(now)
    }

    /// Whether the chart opens with it.
    pub fn is_open(self, now: DateTime<Utc>) -> bool {
        self.taken_up && self.is_living(now) && self.starts_at.is_none_or(|start| start <= now)
    }
}

/// At which ages of the client the practice looks again at what a parent may see (TN-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeRule {
    /// From this birthday on staff look at the grant once.
    pub review_at: u8,
    /// With this birthday it ends.
    pub ends_at: u8,
}

impl Default for AgeRule {
    fn default() -> Self {
        Self { review_at: 12, ends_at: 18 }
    }
}

/// What a birthday does to the grant of a parent or guardian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeVerdict {
    Stays,
    /// Staff have to look at it.
    Review,
    Ends,
}

impl AgeRule {
    /// A grant that was given after the birthday was given knowing it: the rule only looks at birthdays since then.
    pub fn verdict(self, birth_date: NaiveDate, granted_on: NaiveDate, reviewed: bool, today: NaiveDate) -> AgeVerdict {
        let (then, age) = (age_on(birth_date, granted_on), age_on(birth_date, today));
        if then < i32::from(self.ends_at) && age >= i32::from(self.ends_at) {
            AgeVerdict::Ends
        } else if !reviewed && then < i32::from(self.review_at) && age >= i32::from(self.review_at) {
            AgeVerdict::Review
        } else {
            AgeVerdict::Stays
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_linked_person_gets_appointments_until_it_is_widened() {
        assert_eq!(Scopes::of_linked().text(), "appointments");
        assert!(!Scopes::of_linked().has(Scope::Documents));
        assert_eq!(Scopes::read("documents nonsense appointments").in_words(), "Appointments and Documents");
        assert_eq!(Scopes::read(&Scopes::of_owner().text()), Scopes::of_owner());
        assert_eq!(Scopes::read("").in_words(), "nothing");
    }

    #[test]
    fn a_grant_opens_at_its_start_and_closes_at_its_end() {
        let [start, middle, end] = ["2026-11-01T00:00:00Z", "2026-11-15T00:00:00Z", "2026-12-01T00:00:00Z"].map(|at| at.parse().unwrap());
        let term = GrantTerm { taken_up: true, starts_at: Some(start), ends_at: Some(end), revoked_at: None };
        assert_eq!([start, middle, end].map(|now| term.is_open(now)), [true, true, false]);
        assert_eq!([start, middle, end].map(|now| term.is_living(now)), [true, true, false]);
        let later = GrantTerm { starts_at: Some(middle), ends_at: None, ..term };
        assert!(!later.is_open(start) && later.is_living(start), "one that has not begun lives, and opens nothing");
        let revoked = GrantTerm { taken_up: true, revoked_at: Some(start), ..Default::default() };
        assert!(!revoked.is_open(middle) && !revoked.is_living(middle));
    }

    #[test]
    fn an_offer_opens_nothing_until_it_is_confirmed() {
        let now = "2026-11-15T00:00:00Z".parse().unwrap();
        let offer = GrantTerm::default();
        assert!(offer.is_offered(now) && !offer.is_open(now));
        let confirmed = GrantTerm { taken_up: true, ..offer };
        assert!(!confirmed.is_offered(now) && confirmed.is_open(now));
        assert!(!GrantTerm { revoked_at: Some(now), ..offer }.is_offered(now));
    }

    #[test]
    fn a_parents_grant_is_looked_at_with_twelve_and_ends_with_eighteen() {
        let (rule, born, granted) = (AgeRule::default(), day("2014-11-22"), day("2020-01-01"));
        let on = |today: &str, reviewed| rule.verdict(born, granted, reviewed, day(today));
        assert_eq!(on("2026-11-21", false), AgeVerdict::Stays);
        assert_eq!(on("2026-11-22", false), AgeVerdict::Review);
        assert_eq!(on("2026-11-22", true), AgeVerdict::Stays);
        assert_eq!(on("2032-11-21", true), AgeVerdict::Stays);
        assert_eq!(on("2032-11-22", true), AgeVerdict::Ends);
        assert_eq!(on("2032-11-22", false), AgeVerdict::Ends);
        // Given knowingly, for a grown-up client: the mother who is a guardian by court order.
        assert_eq!(rule.verdict(born, day("2033-01-01"), false, day("2034-01-01")), AgeVerdict::Stays);
    }

    #[test]
    fn who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() {
        let (rule, born, granted) = (AgeRule::default(), day("2012-02-29"), day("2020-01-01"));
        let on = |today: &str, reviewed| rule.verdict(born, granted, reviewed, day(today));
        // Twelve in a leap year, eighteen in a common one.
        assert_eq!([on("2024-02-28", false), on("2024-02-29", false)], [AgeVerdict::Stays, AgeVerdict::Review]);
        assert_eq!([on("2030-02-28", true), on("2030-03-01", true)], [AgeVerdict::Stays, AgeVerdict::Ends]);
    }
}
