//! My Information (IC-23 to IC-25): what of the chart the client sees, and what they propose to change in it.
//!
//! A thing of the chart is a list of parts, each a line of text. A proposal holds the parts that somebody changed, each with what it was
//! and what it is to be; so nothing else changes when it is accepted, whatever else was changed meanwhile.

mod parts;
mod read;
mod views;

pub use parts::{Part, PersonKind, Values};
pub use read::{AboutDraft, InsuranceDraft, PersonDraft, ReachDraft, ReachSeen, about_values, address_values, phone_values};
pub use views::*;

use crate::{
    ids::{ContactId, InsuranceId},
    named::named,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// So many people around a client are kept, those that are proposed among them.
pub const MOST_PEOPLE: usize = 20;
/// So many insurances.
pub const MOST_INSURANCES: usize = 6;
/// So many changes wait at once.
pub const MOST_WAITING: usize = 60;
/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

named! {
    /// How a proposed change stands.
    pub enum ChangeState {
        Pending "pending",
        Accepted "accepted",
        Declined "declined",
        /// The client has taken it back.
        Withdrawn "withdrawn",
    }
}

impl ChangeState {
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Waits for review",
            Self::Accepted => "Accepted",
            Self::Declined => "Declined",
            Self::Withdrawn => "Taken back",
        }
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// The client: names, birth date, language. Each field is a change of its own.
    About,
    /// The postal address, which is read as one.
    Address,
    /// A telephone number, by its key; a new one has none yet.
    Phone(Option<String>),
    Person(Option<ContactId>),
    Insurance(Option<InsuranceId>),
}

impl Thing {
    /// It is not in the chart yet.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Phone(None) | Self::Person(None) | Self::Insurance(None))
    }

    /// Whether two changes would be one: of what is about the client, each field stands alone.
    pub fn is_of(&self, other: &Self) -> bool {
        *self == *other && *self != Self::About && !self.is_new()
    }
}

/// One part of a thing, as it was when somebody proposed to change it, and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartChange {
    pub part: Part,
    pub was: String,
    pub to: String,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub thing: Thing,
    /// It is to be taken out of the chart.
    pub removes: bool,
    pub parts: Vec<PartChange>,
}

impl Change {
    /// Of something that is not there yet, or is to go.
    pub fn whole(thing: Thing, was: &Values, to: &Values, removes: bool) -> Self {
        let parts = Part::ALL.into_iter().filter(|part| was.has(*part) || to.has(*part));
        let parts = parts.map(|part| PartChange { part, was: was.of(part).to_owned(), to: to.of(part).to_owned() }).collect();
        Self { thing, removes, parts }
    }

    /// Whether staff have changed meanwhile what it is about: some part is neither as it was nor as it is to be.
    pub fn conflicts(&self, now: &Values) -> bool {
        self.parts.iter().any(|change| now.of(change.part) != change.was && now.of(change.part) != change.to)
    }

    /// The thing as it is once this is accepted: these parts are changed, and no others.
    pub fn applied(&self, now: &Values) -> Values {
        let mut values = now.clone();
        for change in &self.parts {
            values.set(change.part, &change.to);
        }
        values
    }

    /// What was proposed later of the same thing is part of it, and wins where both speak of one part.
    pub fn joined(mut self, later: Self) -> Self {
        if later.removes || self.removes {
            return later;
        }
        for change in later.parts {
            match self.parts.iter_mut().find(|known| known.part == change.part) {
                Some(known) => *known = change,
                None => self.parts.push(change),
            }
        }
        self.parts.sort_by_key(|change| change.part);
        self
    }
}

/// What somebody changed in a form: it is neither what the form showed them nor what is recorded by now. What they left alone is no part of
/// it, even where somebody else has changed it meanwhile.
pub fn changed(seen: &Values, typed: &Values, now: &Values) -> Vec<PartChange> {
    let differs = |part: &Part| typed.of(*part) != seen.of(*part) && typed.of(*part) != now.of(*part);
    let parts = Part::ALL.into_iter().filter(|part| typed.holds(*part)).filter(differs);
    parts.map(|part| PartChange { part, was: now.of(part).to_owned(), to: typed.of(part).to_owned() }).collect()
}

named! {
    /// What staff answer to a change.
    pub enum Verdict { Accept "accept", Decline "decline" }
}

/// The answer to one change, as it stands in the form. Nothing chosen: it waits on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerEntry {
    pub change: String,
    pub verdict: String,
    pub reason: String,
}

/// Why something about My Information was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("nothing in the form differs from what is recorded")]
    NothingChanged,
    #[error("so many changes wait already")]
    WaitingTooMany,
    #[error("the language is longer than 100 characters")]
    LanguageTooLong,
    #[error("that is not a telephone number")]
    PhoneUnreadable,
    #[error("the place of work is longer than 100 characters")]
    OrganizationTooLong,
    #[error("it is not said what the person is to the client")]
    KindUnknown,
    #[error("there are as many people as a chart takes")]
    PeopleTooMany,
    #[error("the person holds the portal, or may open it")]
    PersonHoldsPortal,
    #[error("the insurance is not named")]
    PayerMissing,
    #[error("the name of the insurance is longer than 100 characters")]
    PayerTooLong,
    #[error("the member id is longer than 100 characters")]
    MemberIdTooLong,
    #[error("the group is longer than 100 characters")]
    GroupTooLong,
    #[error("the holder is longer than 100 characters")]
    HolderTooLong,
    #[error("there are as many insurances as a chart takes")]
    InsurancesTooMany,
    #[error("a picture of a card is no picture")]
    CardNotPicture,
    #[error("a picture of a card was chosen and not attached")]
    CardNotAttached,
    #[error("the change was answered or taken back already")]
    AnsweredAlready,
    #[error("something that these changes are about was changed meanwhile")]
    ChangedMeanwhile,
    #[error("what the change is about is no longer in the chart")]
    Gone,
    #[error("no answer was chosen")]
    NothingAnswered,
    #[error("something is declined without a reason")]
    ReasonMissing,
    #[error("a reason is longer than 500 characters")]
    ReasonTooLong,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::LanguageTooLong => "language",
            Self::PhoneUnreadable => "phone",
            Self::OrganizationTooLong => "organization",
            Self::KindUnknown => "kind",
            Self::PeopleTooMany => "first_name",
            Self::PayerMissing | Self::PayerTooLong | Self::InsurancesTooMany => "payer",
            Self::MemberIdTooLong => "member_id",
            Self::GroupTooLong => "group_number",
            Self::HolderTooLong => "holder",
            Self::CardNotPicture | Self::CardNotAttached => "front_file",
            Self::NothingChanged
            | Self::WaitingTooMany
            | Self::PersonHoldsPortal
            | Self::AnsweredAlready
            | Self::ChangedMeanwhile
            | Self::Gone
            | Self::NothingAnswered
            | Self::ReasonMissing
            | Self::ReasonTooLong => return None,
        })
    }
}

#[cfg(test)]
mod tests;
