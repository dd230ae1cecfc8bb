//! The ledger: every movement of money stands in two books, for and against, so that all books together are always even.
//!
//! A charge, and what was paid towards it, is what the client owes (`Book::Receivable`). Nothing is ever changed or taken out: what was
//! wrong is set right by a further entry.

use super::Refusal;
use crate::named::named;

named! {
    /// The books.
    pub enum Book {
        /// What clients owe.
        Receivable "receivable",
        Income "income",
        Online "online",
        Card "card",
        Cash "cash",
        Check "check",
        Insurance "insurance",
        WriteOff "write_off",
    }
}

named! {
    /// What an entry is.
    pub enum EntryKind {
        Charge "charge",
        /// A charge was a mistake: all of it is taken back.
        Void "void",
        Payment "payment",
        Refund "refund",
        /// Part of a charge that nobody has to pay.
        Adjustment "adjustment",
    }
}

impl EntryKind {
    /// For which book and against which it stands, where money goes through this one.
    pub fn books(self, through: Book) -> (Book, Book) {
        match self {
            Self::Charge => (Book::Receivable, Book::Income),
            Self::Void => (Book::Income, Book::Receivable),
            Self::Payment => (through, Book::Receivable),
            Self::Refund => (Book::Receivable, through),
            Self::Adjustment => (Book::WriteOff, Book::Receivable),
        }
    }
}

/// So much of one charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<Id> {
    pub charge: Id,
    pub cents: i64,
}

/// Divides a payment over what is open, the first of it first. What does not fit anywhere is refused: nobody pays too much.
pub fn allocate<Id: Copy>(open: &[Part<Id>], cents: i64) -> Result<Vec<Part<Id>>, Refusal> {
    let (parts, rest) = divide(open, cents);
    if rest > 0 { Err(Refusal::AboveBalance) } else { Ok(parts) }
}

/// Takes a refund from what a payment had paid, the last of it first.
pub fn take_back<Id: Copy>(paid: &[Part<Id>], cents: i64) -> Result<Vec<Part<Id>>, Refusal> {
    let backwards: Vec<Part<Id>> = paid.iter().rev().copied().collect();
    let (parts, rest) = divide(&backwards, cents);
    if rest > 0 { Err(Refusal::AboveReceived) } else { Ok(parts) }
}

fn divide<Id: Copy>(over: &[Part<Id>], cents: i64) -> (Vec<Part<Id>>, i64) {
    let mut rest = cents;
    let mut parts = Vec::new();
    for part in over {
        let taken = part.cents.min(rest);
        if taken > 0 {
            parts.push(Part { charge: part.charge, cents: taken });
            rest -= taken;
        }
    }
    (parts, rest)
}

/// Whether so much may be paid: of a balance, some may be spoken for by payments whose outcome is not known yet.
pub fn may_pay(cents: i64, balance: i64, spoken_for: i64) -> Result<(), Refusal> {
    match balance - spoken_for {
        _ if cents <= 0 => Err(Refusal::AmountNotPositive),
        free if cents <= free => Ok(()),
        _ if spoken_for > 0 => Err(Refusal::PaymentUnderWay),
        free if free <= 0 => Err(Refusal::PaidAlready),
        _ => Err(Refusal::AboveBalance),
    }
}

/// Whether so much of a charge may be taken off it.
pub fn may_take_off(cents: i64, of_charge: i64, balance: i64, spoken_for: i64) -> Result<(), Refusal> {
    match () {
        () if cents <= 0 => Err(Refusal::AmountNotPositive),
        () if cents > of_charge => Err(Refusal::AboveCharge),
        () if cents > balance - spoken_for => Err(Refusal::PaymentUnderWay),
        () => Ok(()),
    }
}

/// Whether so much of a payment may be given back: never more than was received.
pub fn may_refund(cents: i64, received: i64, given_back: i64) -> Result<(), Refusal> {
    match () {
        () if cents <= 0 => Err(Refusal::AmountNotPositive),
        () if cents > received - given_back => Err(Refusal::AboveReceived),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests;
