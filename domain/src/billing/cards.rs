//! Cards, as far as anybody here knows them: their numbers never come to us.

use crate::{ids::CardId, named::named};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// What is known of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFace {
    /// "Visa"
    pub brand: String,
    pub last4: String,
    pub month: u8,
    pub year: u16,
}

impl CardFace {
    /// "Visa ending in 4242"
    pub fn name(&self) -> String {
        format!("{} ending in {}", self.brand, self.last4)
    }

    /// "8/2028"
    pub fn expires(&self) -> String {
        format!("{}/{}", self.month, self.year)
    }

    /// A card is good until the end of its month.
    pub fn has_expired(&self, today: NaiveDate) -> bool {
        (i32::from(self.year), u32::from(self.month)) < (today.year(), today.month())
    }
}

/// One of **Credit/Debit Cards on File**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLine {
    pub id: CardId,
    pub face: CardFace,
    pub is_default: bool,
    pub expired: bool,
}

named! {
    /// The cards of the sandbox. No money moves, and none of them is anybody's.
    pub enum SandboxCard {
        Success "success",
        OtherSuccess "other_success",
        Declined "declined",
        Confirm "confirm",
        NoFunds "no_funds",
        Expired "expired",
        /// The reply is lost, though the payment went through.
        NetworkGone "network_gone",
        /// The card company takes a while.
        Late "late",
    }
}

impl SandboxCard {
    /// What it does, in the list that it is picked from.
    pub fn label(self) -> &'static str {
        match self {
            Self::Success => "Visa 4242: it is paid",
            Self::OtherSuccess => "Mastercard 4444: it is paid",
            Self::Declined => "Visa 0002: the bank declines it",
            Self::Confirm => "Visa 3220: the bank asks you to confirm it (3-D Secure)",
            Self::NoFunds => "Visa 9995: not enough money",
            Self::Expired => "Visa 0069: the card has expired",
            Self::NetworkGone => "Visa 0119: the reply is lost, and asked for later",
            Self::Late => "Visa 0341: the card company takes a minute",
        }
    }

    pub fn face(self) -> CardFace {
        let (brand, last4, year) = match self {
            Self::Success => ("Visa", "4242", 2031),
            Self::OtherSuccess => ("Mastercard", "4444", 2030),
            Self::Declined => ("Visa", "0002", 2031),
            Self::Confirm => ("Visa", "3220", 2031),
            Self::NoFunds => ("Visa", "9995", 2031),
            Self::Expired => ("Visa", "0069", 2031),
            Self::NetworkGone => ("Visa", "0119", 2031),
            Self::Late => ("Visa", "0341", 2031),
        };
        CardFace { brand: brand.into(), last4: last4.into(), month: 8, year }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_good_until_the_end_of_its_month() {
        let card = CardFace { brand: "Visa".into(), last4: "4242".into(), month: 8, year: 2028 };
        let on = |day: &str| card.has_expired(day.parse().unwrap());
        assert!(!on("2028-08-31") && on("2028-09-01") && !on("2027-12-31"));
        assert_eq!((card.name().as_str(), card.expires().as_str()), ("Visa ending in 4242", "8/2028"));
    }
}
