//! Requests for records, and what of the record was released: what, to whom, how and when (IC-19, IC-54).

mod views;

pub use views::*;

use crate::{charts::tidy, ids::DocumentId, lines, named::named};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use thiserror::Error;

named! {
    /// What is asked for of the record.
    pub enum What {
        Whole "whole",
        Notes "notes",
        Plans "plans",
        Forms "forms",
        Billing "billing",
        Letter "letter",
        /// A document that one misses in My Documents.
        Missing "missing",
        Other "other",
    }
}

impl What {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Whole => "The whole record",
            Self::Notes => "Notes of sessions and evaluations",
            Self::Plans => "Treatment plans",
            Self::Forms => "Forms that were filled in",
            Self::Billing => "Invoices and superbills",
            Self::Letter => "A letter or a summary",
            Self::Missing => "A document that is missing here",
            Self::Other => "Something else",
        }
    }

    /// Whether it says too little by itself.
    fn needs_words(self) -> bool {
        matches!(self, Self::Letter | Self::Missing | Self::Other)
    }
}

named! {
    /// How it is to go, or went.
    pub enum Delivery { Portal "portal", Mail "mail", PickUp "pick_up", Provider "provider" }
}

impl Delivery {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Portal => "In the portal",
            Self::Mail => "By mail",
            Self::PickUp => "Picked up at the practice",
            Self::Provider => "To another provider",
        }
    }

    fn needs_address(self) -> bool {
        matches!(self, Self::Mail | Self::Provider)
    }
}

named! {
    /// How a request stands.
    pub enum RequestState {
        Received "received",
        InProgress "in_progress",
        Released "released",
        Declined "declined",
    }
}

impl RequestState {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::InProgress => "In progress",
            Self::Released => "Released",
            Self::Declined => "Declined",
        }
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InProgress)
    }

    /// Whether staff can still answer it.
    pub fn may_answer(self) -> Result<(), Refusal> {
        if self.is_open() { Ok(()) } else { Err(Refusal::AnsweredAlready) }
    }
}

/// So many characters say what is asked for, and where it goes.
pub const LONGEST_WORDS: usize = 1_000;
/// So many requests of one chart wait at once.
pub const MOST_OPEN: usize = 10;
/// So many documents are released at once.
pub const MOST_DOCUMENTS: usize = 100;

/// Why something about records was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("nothing was chosen")]
    WhatMissing,
    #[error("it is not said what is meant")]
    DetailsMissing,
    #[error("the words are longer than 1,000 characters")]
    DetailsTooLong,
    #[error("the first day could not be understood")]
    FromUnreadable,
    #[error("the last day could not be understood")]
    ToUnreadable,
    #[error("the last day comes before the first")]
    Backwards,
    #[error("the purpose is longer than 1,000 characters")]
    PurposeTooLong,
    #[error("it is not said where it is to go")]
    DeliveryMissing,
    #[error("the address is missing")]
    AddressMissing,
    #[error("the address is longer than 1,000 characters")]
    AddressTooLong,
    #[error("documents are not handed over in the portal here")]
    PortalOff,
    #[error("ten requests wait already")]
    TooManyOpen,
    #[error("the request was answered already")]
    AnsweredAlready,
    #[error("somebody works on it already")]
    TakenAlready,
    #[error("declining needs a reason")]
    ReasonMissing,
    #[error("the reason is longer than 1,000 characters")]
    ReasonTooLong,
    #[error("neither a document nor words say what was released")]
    NothingReleased,
    #[error("more than a hundred documents at once")]
    TooManyDocuments,
    #[error("what was released is longer than 1,000 characters")]
    ReleasedTooLong,
    #[error("it is not said to whom")]
    WhomMissing,
    #[error("to whom is longer than 1,000 characters")]
    WhomTooLong,
    #[error("it is not said how")]
    HowMissing,
    #[error("the day could not be understood")]
    DayUnreadable,
    #[error("the day has not come yet")]
    DayAhead,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::WhatMissing => "what",
            Self::DetailsMissing | Self::DetailsTooLong => "details",
            Self::FromUnreadable => "from",
            Self::ToUnreadable | Self::Backwards => "to",
            Self::PurposeTooLong => "purpose",
            Self::DeliveryMissing | Self::PortalOff => "delivery",
            Self::AddressMissing | Self::AddressTooLong => "address",
            Self::ReasonMissing | Self::ReasonTooLong => "reason",
            Self::NothingReleased | Self::TooManyDocuments => "document",
            Self::ReleasedTooLong => "released",
            Self::WhomMissing | Self::WhomTooLong => "whom",
            Self::HowMissing => "how",
            Self::DayUnreadable | Self::DayAhead => "on",
            Self::TooManyOpen | Self::AnsweredAlready | Self::TakenAlready => return None,
        })
    }
}

/// A request as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestDraft {
    pub what: Vec<String>,
    pub details: String,
    pub from: String,
    pub to: String,
    pub purpose: String,
    pub delivery: String,
    pub address: String,
}

/// What is asked for, of which time, what for, and where it is to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub what: Vec<What>,
    pub details: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub purpose: String,
    pub delivery: Delivery,
    pub address: String,
}

impl RequestDraft {
    /// Reads it; or names everything that is wrong with it. `portal` says whether documents are handed over there.
    pub fn read(&self, portal: bool) -> Result<Asked, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut what: Vec<What> = self.what.iter().filter_map(|name| What::from_name(name)).collect();
        what.dedup();
        if what.is_empty() {
            refusals.push(Refusal::WhatMissing);
        }
        let details = words(&self.details, Refusal::DetailsTooLong);
        if details == Ok(String::new()) && what.iter().any(|what| what.needs_words()) {
            refusals.push(Refusal::DetailsMissing);
        }
        let (from, to) = (read_day(&self.from, Refusal::FromUnreadable), read_day(&self.to, Refusal::ToUnreadable));
        if let (Ok(Some(from)), Ok(Some(to))) = (&from, &to)
            && to < from
        {
            refusals.push(Refusal::Backwards);
        }
        let purpose = words(&self.purpose, Refusal::PurposeTooLong);
        let delivery = match Delivery::from_name(&self.delivery) {
            None => Err(Refusal::DeliveryMissing),
            Some(Delivery::Portal) if !portal => Err(Refusal::PortalOff),
            Some(delivery) => Ok(delivery),
        };
        let address = words(&self.address, Refusal::AddressTooLong);
        if address == Ok(String::new()) && delivery.is_ok_and(Delivery::needs_address) {
            refusals.push(Refusal::AddressMissing);
        }
        match (details, from, to, purpose, delivery, address) {
            (Ok(details), Ok(from), Ok(to), Ok(purpose), Ok(delivery), Ok(address)) if refusals.is_empty() => {
                // What is fetched goes nowhere.
                let address = if delivery.needs_address() { address } else { String::new() };
                Ok(Asked { what, details, from, to, purpose, delivery, address })
            }
            (details, from, to, purpose, delivery, address) => {
                let others = [details.err(), from.err(), to.err(), purpose.err(), delivery.err(), address.err()];
                refusals.extend(others.into_iter().flatten());
                refusals.sort_by_key(|refusal| FIELDS.iter().position(|field| refusal.field() == Some(field)));
                Err(refusals)
            }
        }
    }
}

/// In the order of the form.
const FIELDS: [&str; 7] = ["what", "details", "from", "to", "purpose", "delivery", "address"];

/// A release as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseDraft {
    pub documents: Vec<DocumentId>,
    /// What no document of the chart is.
    pub released: String,
    pub whom: String,
    pub how: String,
    pub on: String,
}

/// What left the chart, to whom, how and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub documents: Vec<DocumentId>,
    pub released: String,
    pub whom: String,
    pub how: Delivery,
    pub on: NaiveDate,
}

impl ReleaseDraft {
    pub fn read(&self, today: NaiveDate) -> Result<Release, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut seen = HashSet::new();
        let documents: Vec<DocumentId> = self.documents.iter().copied().filter(|id| seen.insert(*id)).collect();
        let released = words(&self.released, Refusal::ReleasedTooLong);
        if documents.len() > MOST_DOCUMENTS {
            refusals.push(Refusal::TooManyDocuments);
        } else if documents.is_empty() && released == Ok(String::new()) {
            refusals.push(Refusal::NothingReleased);
        }
        let whom = words(&self.whom, Refusal::WhomTooLong);
        if whom == Ok(String::new()) {
            refusals.push(Refusal::WhomMissing);
        }
        let how = Delivery::from_name(&self.how).ok_or(Refusal::HowMissing);
        let on = match read_day(&self.on, Refusal::DayUnreadable) {
            Ok(None) => Ok(today),
            Ok(Some(day)) if day > today => Err(Refusal::DayAhead),
            Ok(Some(day)) => Ok(day),
            Err(refusal) => Err(refusal),
        };
        match (released, whom, how, on) {
            (Ok(released), Ok(whom), Ok(how), Ok(on)) if refusals.is_empty() => Ok(Release { documents, released, whom, how, on }),
            (released, whom, how, on) => {
                refusals.extend([released.err(), whom.err(), how.err(), on.err()].into_iter().flatten());
                Err(refusals)
            }
        }
    }
}

/// Reads why a request is declined.
pub fn check_reason(typed: &str) -> Result<String, Refusal> {
    let reason = words(typed, Refusal::ReasonTooLong)?;
    if reason.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(reason) }
}

/// The day until which a request of that day is to be answered.
pub fn answered_by(asked_on: NaiveDate, within: u16) -> NaiveDate {
    asked_on + Days::new(within.into())
}

fn words(typed: &str, too_long: Refusal) -> Result<String, Refusal> {
    let words = lines::trimmed(typed).trim().to_owned();
    if words.chars().count() > LONGEST_WORDS { Err(too_long) } else { Ok(words) }
}

fn read_day(typed: &str, unreadable: Refusal) -> Result<Option<NaiveDate>, Refusal> {
    match tidy(typed) {
        none if none.is_empty() => Ok(None),
        day => day.parse().ok().filter(|day: &NaiveDate| (1900..=2200).contains(&day.year())).map(Some).ok_or(unreadable),
    }
}

#[cfg(test)]
mod tests;
