//! The payment gateway: who charges cards. Their numbers stay there.

use super::sandbox::Sandbox;
use crate::practice::Practice;
use chrono::{DateTime, Utc};
use domain::billing::{CardFace, Decline};
use futures_util::{FutureExt, future::BoxFuture};
use std::{fmt, sync::Arc};
use uuid::Uuid;

/// What came of a payment, as far as the gateway says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Paid,
    Declined(Decline),
    /// The payer's bank asks them to confirm it.
    Waits,
    /// Nobody knows yet: it is asked for again, and never charged again.
    Unknown,
}

/// What came of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunded {
    Done,
    Failed,
    Unknown,
}

/// Why a payment could not be begun. Nothing was charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Away {
    /// The gateway does not answer, or does not understand.
    Unreachable,
    /// It knows this key, with another amount or another card.
    Reused,
}

/// A card that was typed at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCard {
    pub face: CardFace,
    /// What the gateway calls it.
    pub token: String,
}

/// What the gateway tells by itself: that something happened, and to which payment. What happened is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub event: String,
    pub payment: Option<Uuid>,
}

/// Somebody who charges cards, under keys that mean one payment however often they are sent.
pub trait Gateway: Send + Sync {
    /// Whether no money moves, and each page has to say so.
    fn is_sandbox(&self) -> bool;

    /// Tells of a payment: so much, with this card. It charges nothing. Returns what the gateway calls it.
    fn prepare<'a>(&'a self, key: Uuid, cents: i64, card: &'a str) -> BoxFuture<'a, Result<String, Away>>;

    /// Charges it, once.
    fn confirm<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome>;

    /// What came of it.
    fn ask<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome>;

    /// It is not to be charged any more.
    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome>;

    /// What the payer answered their bank, where we show that page ourselves.
    fn answer<'a>(&'a self, reference: &'a str, yes: bool) -> BoxFuture<'a, Outcome>;

    /// Gives back so much of it, once.
    fn refund<'a>(&'a self, key: Uuid, reference: &'a str, cents: i64) -> BoxFuture<'a, Refunded>;

    /// The card is not kept any more.
    fn forget_card<'a>(&'a self, card: &'a str) -> BoxFuture<'a, ()>;

    /// The page of the gateway on which the holder of an account types a card. It leads back to one of these two. The same `once` is the
    /// same page.
    fn card_page<'a>(&'a self, _account: Uuid, _once: Uuid, _back: &'a str, _cancel: &'a str) -> BoxFuture<'a, Result<String, Away>> {
        async { Err(Away::Unreachable) }.boxed()
    }

    /// The card that this account has typed there.
    fn card_of<'a>(&'a self, _account: Uuid, _session: &'a str) -> BoxFuture<'a, Result<Option<HeldCard>, Away>> {
        async { Ok(None) }.boxed()
    }

    /// The origin of that page: our own forms may lead there.
    fn card_pages(&self) -> String {
        String::new()
    }

    /// Where the payer's bank asks them to confirm a payment, if it has a page of its own.
    fn bank_page<'a>(&'a self, _reference: &'a str) -> BoxFuture<'a, Option<String>> {
        async { None }.boxed()
    }

    /// Reads what came in from the gateway. Nothing, unless it has signed it a moment ago.
    fn told(&self, _payload: &[u8], _signature: &str, _now: DateTime<Utc>) -> Option<Told> {
        None
    }
}

/// Which gateway a practice has.
#[derive(Clone, Default)]
pub enum PaymentGateway {
    /// The embedded one, with which no money moves.
    #[default]
    Sandbox,
    Of(Arc<dyn Gateway>),
}

impl fmt::Debug for PaymentGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sandbox => "Sandbox",
            Self::Of(_) => "Of(…)",
        })
    }
}

/// That of this practice.
pub(super) fn of(practice: &Practice) -> Arc<dyn Gateway> {
    match &practice.gateway {
        PaymentGateway::Sandbox => Arc::new(Sandbox::of(practice.clone())),
        PaymentGateway::Of(gateway) => gateway.clone(),
    }
}

impl Practice {
    /// Where a form of ours may lead besides our own pages: to where a card is typed. Nothing, with the sandbox.
    pub fn card_pages(&self) -> String {
        match &self.gateway {
            PaymentGateway::Sandbox => String::new(),
            PaymentGateway::Of(gateway) => gateway.card_pages(),
        }
    }
}

/// Whether no money moves here.
pub(super) fn is_sandbox(practice: &Practice) -> bool {
    match &practice.gateway {
        PaymentGateway::Sandbox => true,
        PaymentGateway::Of(gateway) => gateway.is_sandbox(),
    }
}
