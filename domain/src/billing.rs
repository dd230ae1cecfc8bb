//! Billing: what was charged, what was paid, and paying it safely. Money is whole cents.

mod bill;
mod cards;
mod codes;
mod ledger;
mod money;
mod office;
mod portal;
mod refusals;
mod settings;

pub use bill::{Bill, BillKind, BillLine};
pub use cards::{CardFace, CardLine, SandboxCard};
pub use codes::{Diagnosis, Fee, FeeDraft, PlaceOfService, Provider, npi_is_right};
pub use ledger::{Book, EntryKind, Part, allocate, may_pay, may_refund, may_take_off, take_back};
pub use money::{amount, money, read_amount};
pub use office::{
    ChargeDraft, ChargeLine, ChartBilling, InvoiceLine, NewCharge, OfficeBilling, OpenLine, PaidShown, PaymentLine, ReceivedLine,
    RecordDraft, RefundDraft, Uncharged, read_reason,
};
pub use portal::{ChosenCard, Encounter, MyAccount, MyReceipts, PaidPart, PayAsk, PayPage, Receipt, ReceiptLine, Shown, Sorted, Step};
pub use refusals::Refusal;
pub use settings::{BillingRules, SettingsPage};

use crate::named::named;

named! {
    /// How something was paid.
    pub enum Method {
        /// In the portal, by the gateway.
        Online "online",
        /// At the desk.
        Card "card",
        Cash "cash",
        Check "check",
        Insurance "insurance",
    }
}

impl Method {
    /// What staff record by hand.
    pub const AT_THE_DESK: [Self; 4] = [Self::Insurance, Self::Check, Self::Cash, Self::Card];

    pub fn label(self) -> &'static str {
        match self {
            Self::Online => "Card, online",
            Self::Card => "Card, at the desk",
            Self::Cash => "Cash",
            Self::Check => "Check",
            Self::Insurance => "Insurance",
        }
    }

    /// Whether the payer paid, and not the client.
    pub fn is_payer(self) -> bool {
        self == Self::Insurance
    }

    /// The book that its money stands in.
    pub fn book(self) -> Book {
        match self {
            Self::Online => Book::Online,
            Self::Card => Book::Card,
            Self::Cash => Book::Cash,
            Self::Check => Book::Check,
            Self::Insurance => Book::Insurance,
        }
    }
}

named! {
    /// How a payment stands.
    pub enum PaymentState {
        /// Handed to the gateway: what came of it is not known yet, and is asked for. It is never sent a second time.
        Pending "pending",
        /// The bank asks the payer to confirm it.
        Waits "waits",
        Received "received",
        Declined "declined",
        /// The payer or the time has ended it: nothing was charged.
        Cancelled "cancelled",
    }
}

impl PaymentState {
    /// Those whose amount is spoken for.
    pub const OPEN: [Self; 2] = [Self::Pending, Self::Waits];

    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Waits => "To be confirmed",
            Self::Received => "Received",
            Self::Declined => "Declined",
            Self::Cancelled => "Cancelled",
        }
    }
}

named! {
    /// How a refund stands.
    pub enum RefundState { Pending "pending", Done "done", Failed "failed" }
}

named! {
    /// Why a card was not charged.
    pub enum Decline {
        Declined "declined",
        NoFunds "no_funds",
        Expired "expired",
        /// The payer's bank was not told that it is them.
        NotConfirmed "not_confirmed",
        /// The gateway knows nothing of it: nothing was charged.
        NeverArrived "never_arrived",
    }
}

impl Decline {
    /// What the payer reads.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Declined => "The bank declined the card. Nothing was charged. Try another card, or call your bank.",
            Self::NoFunds => "The card has not enough money for this. Nothing was charged. Try another card, or a smaller amount.",
            Self::Expired => "The card has expired. Nothing was charged. Please use another card.",
            Self::NotConfirmed => "The payment was not confirmed at your bank. Nothing was charged.",
            Self::NeverArrived => "The payment did not reach the card company. Nothing was charged. Please try again.",
        }
    }
}
