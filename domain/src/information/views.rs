//! What the pages of My Information need to know.

use super::{ChangeState, Part, ReachSeen, Thing, Values};
use crate::{
    charts::{Phone, PostalAddress},
    dates::Moment,
    files::FileLine,
    ids::{ChangeId, ContactId, InsuranceId},
};
use serde::{Deserialize, Serialize};

/// Somebody around the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    pub id: ContactId,
    pub values: Values,
    /// They hold the portal, or may open it: they stay on the chart.
    pub has_access: bool,
    /// So many other charts name the same person.
    pub elsewhere: u64,
}

/// An insurance, with the pictures of its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsuranceLine {
    pub id: InsuranceId,
    pub values: Values,
    pub cards: Vec<FileLine>,
}

/// What of the chart is one's own to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub about: Values,
    pub phones: Vec<Phone>,
    pub address: PostalAddress,
    pub may_post: bool,
    pub people: Vec<PersonLine>,
    pub insurances: Vec<InsuranceLine>,
}

impl Facts {
    /// What the form about reaching the client shows of it.
    pub fn reach(&self) -> ReachSeen {
        let phone =
            |phone: &Phone| (phone.key.clone(), super::phone_values(phone.kind.name(), &phone.number, phone.may_text, phone.may_voicemail));
        ReachSeen { address: super::address_values(&self.address, self.may_post), phones: self.phones.iter().map(phone).collect() }
    }

    /// Something of it, as it is now; what is new or gone is nothing.
    pub fn values(&self, thing: &Thing) -> Values {
        let reach = || self.reach();
        match thing {
            Thing::About => Some(self.about.clone()),
            Thing::Address => Some(reach().address),
            Thing::Phone(Some(key)) => reach().phones.into_iter().find(|(known, _)| known == key).map(|(_, values)| values),
            Thing::Person(Some(id)) => self.people.iter().find(|person| person.id == *id).map(|person| person.values.clone()),
            Thing::Insurance(Some(id)) => self.insurances.iter().find(|insurance| insurance.id == *id).map(|of| of.values.clone()),
            Thing::Phone(None) | Thing::Person(None) | Thing::Insurance(None) => None,
        }
        .unwrap_or_default()
    }
}

/// One part of a proposed change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    pub part: Part,
    pub was: String,
    /// As it is by now, where it is neither as it was nor as it is to be.
    pub now: Option<String>,
    pub to: String,
}

/// A proposed change, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    pub id: ChangeId,
    pub thing: Thing,
    /// Whom or what it is about: "Ingrid Sandoval", "(410) 555-0134", "Aetna". Of what is about the client: nothing.
    pub name: String,
    pub removes: bool,
    pub parts: Vec<PartLine>,
    pub cards: Vec<FileLine>,
    pub state: ChangeState,
    pub by: String,
    pub proposed: Moment,
    pub answered: Option<Moment>,
    /// Who of the staff; for staff alone.
    pub answered_by: Option<String>,
    pub reason: Option<String>,
    /// What it is about is gone from the chart.
    pub gone: bool,
}

/// **My Information**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyInformation {
    pub facts: Facts,
    /// Those that wait; then those that were answered, the newest first.
    pub changes: Vec<ChangeLine>,
    /// There are more that were answered.
    pub more: bool,
    /// What was sent of a card and waits for the form, front and back, with the ids under which it waits.
    pub waiting: [(uuid::Uuid, Vec<FileLine>); 2],
    pub sign_in_email: String,
    /// What the practice writes to.
    pub emails: Vec<String>,
    pub phone: Option<String>,
    /// The holder acts for somebody else.
    pub for_other: bool,
}

/// What clients propose, before staff; and what the tab shows besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposals {
    /// Those that wait, the oldest first.
    pub waiting: Vec<ChangeLine>,
    /// Those that were answered, the newest first.
    pub answered: Vec<ChangeLine>,
    pub more: bool,
    /// What was seen of them: with an older one nothing is answered.
    pub seen: String,
}

/// What **Demographics** shows of people, insurances and proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartInformation {
    pub facts: Facts,
    pub proposals: Proposals,
    pub may_edit: bool,
    /// What was sent of a card and waits for the form, front and back, with the ids under which it waits.
    pub waiting: [(uuid::Uuid, Vec<FileLine>); 2],
}
