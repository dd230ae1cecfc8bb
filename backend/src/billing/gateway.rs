//! The payment gateway: who charges cards. Their numbers stay there.

use super::sandbox::Sandbox;
use crate::practice::Practice;
use domain::billing::Decline;
use futures_util::future::BoxFuture;
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

/// Whether no money moves here.
pub(super) fn is_sandbox(practice: &Practice) -> bool {
    match &practice.gateway {
        PaymentGateway::Sandbox => true,
        PaymentGateway::Of(gateway) => gateway.is_sandbox(),
    }
}
