//! The parts of which the things of a chart are made.

use crate::named::named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// One part of something in the chart, in the order in which they are read.
    #[derive(PartialOrd, Ord)]
    pub enum Part {
        LastName "last_name",
        FirstName "first_name",
        PreferredName "preferred_name",
        Pronouns "pronouns",
        BirthDate "birth_date",
        Language "language",
        TimeZone "time_zone",
        Street "street",
        Street2 "street_2",
        City "city",
        State "state",
        PostalCode "postal_code",
        Country "country",
        MayPost "may_post",
        PhoneKind "phone_kind",
        Number "number",
        MayText "may_text",
        MayVoicemail "may_voicemail",
        GivenName "given_name",
        FamilyName "family_name",
        Relationship "relationship",
        Kind "kind",
        Organization "organization",
        Phone "phone",
        Emergency "emergency",
        Payer "payer",
        MemberId "member_id",
        GroupNumber "group_number",
        Holder "holder",
        Front "front",
        Back "back",
    }
}

/// A box that is ticked.
pub(super) const YES: &str = "yes";

impl Part {
    pub fn label(self) -> &'static str {
        match self {
            Self::LastName => "Last name",
            Self::FirstName => "First name",
            Self::PreferredName => "Preferred name",
            Self::Pronouns => "Pronouns",
            Self::BirthDate => "Date of birth",
            Self::Language => "Language",
            Self::TimeZone => "Time zone",
            Self::Street => "Street address",
            Self::Street2 => "Apartment or unit",
            Self::City => "City",
            Self::State => "State or region",
            Self::PostalCode => "Postal code",
            Self::Country => "Country",
            Self::MayPost => "Safe to send letters",
            Self::PhoneKind => "Type",
            Self::Number => "Number",
            Self::MayText => "Safe to text",
            Self::MayVoicemail => "Safe to leave voicemail",
            Self::GivenName => "First name",
            Self::FamilyName => "Last name",
            Self::Relationship => "Relationship",
            Self::Kind => "Family or care",
            Self::Organization => "Practice or place of work",
            Self::Phone => "Phone",
            Self::Emergency => "Call in an emergency",
            Self::Payer => "Insurance",
            Self::MemberId => "Member ID",
            Self::GroupNumber => "Group",
            Self::Holder => "Policy holder",
            Self::Front => "Card, front",
            Self::Back => "Card, back",
        }
    }

    /// A box: ticked, or not.
    pub fn is_box(self) -> bool {
        matches!(self, Self::MayPost | Self::MayText | Self::MayVoicemail | Self::Emergency)
    }

    /// A picture of a card.
    pub fn is_card(self) -> bool {
        matches!(self, Self::Front | Self::Back)
    }
}

named! {
    /// What somebody around a client is to them.
    pub enum PersonKind { Family "family", PrimaryCare "primary_care", OtherCare "other_care", Other "other" }
}

impl PersonKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Family => "Family or friend",
            Self::PrimaryCare => "Primary care provider (PCP)",
            Self::OtherCare => "Other care provider",
            Self::Other => "Somebody else",
        }
    }
}

/// Something in the chart, part by part. What is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values(BTreeMap<Part, String>);

impl Values {
    pub fn of(&self, part: Part) -> &str {
        self.0.get(&part).map(String::as_str).unwrap_or_default()
    }

    /// Whether something is recorded.
    pub fn has(&self, part: Part) -> bool {
        !self.of(part).is_empty()
    }

    /// Whether it speaks of this part at all.
    pub(super) fn holds(&self, part: Part) -> bool {
        self.0.contains_key(&part)
    }

    pub fn ticked(&self, part: Part) -> bool {
        self.of(part) == YES
    }

    pub fn set(&mut self, part: Part, value: &str) {
        self.0.insert(part, value.to_owned());
    }

    #[must_use]
    pub fn with(mut self, part: Part, value: impl Into<String>) -> Self {
        self.0.insert(part, value.into());
        self
    }

    #[must_use]
    pub fn with_box(self, part: Part, ticked: bool) -> Self {
        self.with(part, if ticked { YES } else { "" })
    }

    /// As a form carries along what it showed. What cannot be read showed nothing.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}
