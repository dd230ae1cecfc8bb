//! Grants: what a person may see and do for a client, and how long.

use crate::{Stored, charts::age_on, named::named};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

named! {
    /// An area of the portal that a grant opens (TN-14).
    #[derive(PartialOrd, Ord)]
    pub enum Scope {
        Appointments "appointments",
        Billing "billing",
        Forms "forms",
        Messages "messages",
        Documents "documents",
        Measures "measures",
    }
}

impl Scope {
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

impl Stored for Scopes {
    fn text(&self) -> String {
        self.0.text()
    }

    fn read(text: &str) -> Option<Self> {
        let read = Vec::<Scope>::read(text)?;
        Some(Self::where_true(|scope| read.contains(&scope)))
    }
}

named! {
    /// Whether a grant is the Chart Owner's or another person's.
    pub enum GrantKind {
        Owner "owner",
        Linked "linked",
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

/// What the age rule looks at in a grant.
#[derive(Clone, Copy, Debug)]
pub struct GivenGrant {
    pub on: NaiveDate,
    /// The first day after its last.
    pub ends_on: Option<NaiveDate>,
    /// Staff were asked to look at it.
    pub reviewed: bool,
}

/// So long before its end a grant is looked at that was given when the client was of age: time enough to renew it, or not to.
const LOOK_BEFORE_THE_END: Duration = Duration::days(30);

impl AgeRule {
    /// Whether the client decides for themselves who else sees their record.
    pub fn is_of_age(self, birth_date: NaiveDate, today: NaiveDate) -> bool {
        age_on(birth_date, today) >= i32::from(self.ends_at)
    }

    /// Whether the client is so young that somebody else should hold their portal, unless staff say that they mean it.
    pub fn is_young(self, birth_date: NaiveDate, today: NaiveDate) -> bool {
        age_on(birth_date, today) < i32::from(self.review_at)
    }

    /// Birthdays end a grant, or ask for a look at it. One that was given when the client was of age has a reason and an end, and is
    /// looked at before that; where it has no end, at once.
    pub fn verdict(self, birth_date: NaiveDate, grant: GivenGrant, today: NaiveDate) -> AgeVerdict {
        let nears = grant.ends_on.is_none_or(|end| today >= end - LOOK_BEFORE_THE_END);
        match (self.is_of_age(birth_date, grant.on), self.is_of_age(birth_date, today)) {
            (false, true) => AgeVerdict::Ends,
            (true, _) if nears && !grant.reviewed => AgeVerdict::Review,
            (true, _) => AgeVerdict::Stays,
            _ if !grant.reviewed && self.is_young(birth_date, grant.on) && !self.is_young(birth_date, today) => AgeVerdict::Review,
            _ => AgeVerdict::Stays,
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
        let in_words = |text| Scopes::read(text).map(|scopes| scopes.in_words());
        assert_eq!(in_words("documents appointments").as_deref(), Some("Appointments and Documents"));
        assert_eq!(in_words("documents nonsense appointments"), None);
        assert_eq!(Scopes::read(&Scopes::of_owner().text()), Some(Scopes::of_owner()));
        assert_eq!(in_words("").as_deref(), Some("nothing"));
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
        let on = |today: &str, reviewed| rule.verdict(born, GivenGrant { on: granted, ends_on: None, reviewed }, day(today));
        assert_eq!(on("2026-11-21", false), AgeVerdict::Stays);
        assert_eq!(on("2026-11-22", false), AgeVerdict::Review);
        assert_eq!(on("2026-11-22", true), AgeVerdict::Stays);
        assert_eq!(on("2032-11-21", true), AgeVerdict::Stays);
        assert_eq!(on("2032-11-22", true), AgeVerdict::Ends);
        assert_eq!(on("2032-11-22", false), AgeVerdict::Ends);
    }

    /// Once the mother came back with one click, for good.
    #[test]
    fn what_was_given_for_a_client_of_age_is_looked_at_before_its_end() {
        let (rule, born, on) = (AgeRule::default(), day("2014-11-22"), day("2033-01-01"));
        let look = |ends_on: Option<&str>, reviewed, today: &str| {
            rule.verdict(born, GivenGrant { on, ends_on: ends_on.map(day), reviewed }, day(today))
        };
        // The mother who is a guardian by court order, for a year.
        assert_eq!(look(Some("2034-01-02"), false, "2033-12-02"), AgeVerdict::Stays);
        assert_eq!(look(Some("2034-01-02"), false, "2033-12-03"), AgeVerdict::Review);
        assert_eq!(look(Some("2034-01-02"), true, "2033-12-03"), AgeVerdict::Stays);
        assert_eq!(look(None, false, "2033-01-01"), AgeVerdict::Review, "without an end, given before an end was asked for");
        assert_eq!(look(None, true, "2040-01-01"), AgeVerdict::Stays);
    }

    #[test]
    fn who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() {
        let (rule, born, granted) = (AgeRule::default(), day("2012-02-29"), day("2020-01-01"));
        let on = |today: &str, reviewed| rule.verdict(born, GivenGrant { on: granted, ends_on: None, reviewed }, day(today));
        // Twelve in a leap year, eighteen in a common one.
        assert_eq!([on("2024-02-28", false), on("2024-02-29", false)], [AgeVerdict::Stays, AgeVerdict::Review]);
        assert_eq!([on("2030-02-28", true), on("2030-03-01", true)], [AgeVerdict::Stays, AgeVerdict::Ends]);
    }
}
