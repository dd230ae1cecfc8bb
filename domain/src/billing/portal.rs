//! What **My Account** shows.

use super::{CardFace, CardLine, Decline, PaymentState, Refusal};
use crate::{
    dates::Moment,
    ids::{CardId, ChargeId, InvoiceId, PaymentId},
    named::named,
};
use serde::{Deserialize, Serialize};

named! {
    /// Which encounters.
    #[derive(Default)]
    pub enum Shown {
        #[default]
        All "all",
        Open "open",
        Paid "paid",
    }
}

named! {
    /// In which order.
    #[derive(Default)]
    pub enum Sorted {
        #[default]
        Newest "newest",
        Oldest "oldest",
    }
}

impl Shown {
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All visits",
            Self::Open => "Open",
            Self::Paid => "Paid",
        }
    }
}

impl Sorted {
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
        }
    }
}

/// What was invoiced of one encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encounter {
    pub charge: ChargeId,
    pub invoice: InvoiceId,
    pub number: i64,
    pub at: Moment,
    pub ends: Option<Moment>,
    pub code: String,
    pub description: String,
    pub clinician: String,
    /// "Harbor Street", "by video"
    pub place: String,
    pub charged_cents: i64,
    pub payer_cents: i64,
    pub client_cents: i64,
    pub adjusted_cents: i64,
    pub balance_cents: i64,
    /// The charge was taken back.
    pub voided: bool,
}

/// **My Account**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccount {
    /// **Client Balance**: what is open of what was invoiced.
    pub balance_cents: i64,
    /// Of it, what a payment under way speaks for.
    pub spoken_for_cents: i64,
    pub last_paid: Option<(i64, Moment)>,
    pub under_way: Vec<ReceiptLine>,
    pub encounters: Vec<Encounter>,
    pub shown: Shown,
    pub sorted: Sorted,
    /// The next page begins below this one.
    pub below: Option<ChargeId>,
    /// Nothing where the practice keeps none.
    pub cards: Option<Vec<CardLine>>,
    /// Whether the practice takes payments here.
    pub payments: bool,
    pub invoices: bool,
    pub superbills: bool,
    pub frozen: bool,
    /// No money moves.
    pub sandbox: bool,
    pub phone: Option<String>,
}

named! {
    /// How far one is with **Pay Now**.
    pub enum Step { Amount "amount", Card "card", Review "review" }
}

/// What the address of **Pay Now** says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayAsk {
    /// "total" or "custom"; nothing where it was not chosen yet.
    pub pay: String,
    /// What was typed.
    pub amount: String,
    pub card: Option<CardId>,
    /// Another card is to be chosen.
    pub other: bool,
}

impl PayAsk {
    /// With that card. What comes back in a form is no longer than what may be typed.
    pub fn chosen(pay: &str, amount: &str, card: CardId) -> Self {
        let pay = if pay == "custom" { "custom" } else { "total" };
        Self { pay: pay.into(), amount: amount.chars().take(20).collect(), card: Some(card), other: false }
    }

    pub fn is_custom(&self) -> bool {
        self.pay == "custom"
    }

    /// How much, of what may be paid now.
    pub fn cents(&self, free: i64) -> Option<Result<i64, Refusal>> {
        match self.pay.as_str() {
            "total" => Some(if free > 0 { Ok(free) } else { Err(Refusal::PaidAlready) }),
            "custom" => Some(super::read_amount(&self.amount).and_then(|cents| match cents {
                _ if free <= 0 => Err(Refusal::PaidAlready),
                cents if cents > free => Err(Refusal::AboveBalance),
                cents => Ok(cents),
            })),
            _ => None,
        }
    }
}

/// **Pay Now**, in one of its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayPage {
    pub step: Step,
    pub ask: PayAsk,
    pub balance_cents: i64,
    /// What of it may be paid now.
    pub free_cents: i64,
    pub cents: i64,
    pub wrong: Option<Refusal>,
    /// What is paid with it, the oldest first.
    pub lines: Vec<PaidPart>,
    pub cards: Vec<CardLine>,
    /// Whether a new card may be kept.
    pub keeps: bool,
    pub chosen: Option<ChosenCard>,
    /// Under this one key it is done once.
    pub key: PaymentId,
    pub sandbox: bool,
    pub phone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenCard {
    pub id: CardId,
    pub face: CardFace,
    pub is_default: bool,
    /// What becomes of a new one.
    pub saves: bool,
    pub is_new: bool,
}

/// What a payment pays of one encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidPart {
    pub at: Moment,
    /// Nothing where it was not invoiced yet.
    pub number: Option<i64>,
    pub clinician: String,
    pub cents: i64,
}

/// A line of the receipts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub id: PaymentId,
    pub number: Option<i64>,
    pub at: Moment,
    pub state: PaymentState,
    pub cents: i64,
    pub refunded_cents: i64,
    /// "Visa ending in 4242", "Insurance"
    pub how: String,
}

/// **Receipts**, for all time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyReceipts {
    pub lines: Vec<ReceiptLine>,
    pub below: Option<PaymentId>,
}

/// One payment, as whoever paid reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub line: ReceiptLine,
    pub practice: String,
    pub address: String,
    pub client: String,
    pub parts: Vec<PaidPart>,
    pub refunds: Vec<(Moment, i64)>,
    pub decline: Option<Decline>,
    /// What is open now.
    pub balance_cents: i64,
    pub sandbox: bool,
    /// Whether one may confirm it oneself.
    pub mine: bool,
    pub phone: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_is_paid_stands_in_the_address_and_is_looked_at_again() {
        let ask = |pay: &str, amount: &str| PayAsk { pay: pay.into(), amount: amount.into(), ..PayAsk::default() };
        assert_eq!(ask("", "").cents(4_000), None);
        assert_eq!(ask("total", "").cents(4_000), Some(Ok(4_000)));
        assert_eq!(ask("total", "").cents(0), Some(Err(Refusal::PaidAlready)));
        assert_eq!(ask("custom", "0.01").cents(4_000), Some(Ok(1)));
        assert_eq!(ask("custom", "40.00").cents(4_000), Some(Ok(4_000)));
        assert_eq!(ask("custom", "40.01").cents(4_000), Some(Err(Refusal::AboveBalance)));
        assert_eq!(ask("custom", "1,000.00").cents(4_000), Some(Err(Refusal::AmountWithComma)));
        assert_eq!(ask("custom", "5").cents(0), Some(Err(Refusal::PaidAlready)));
    }
}
