//! Why something about money was refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("there is no amount")]
    AmountMissing,
    #[error("the amount cannot be read")]
    AmountUnreadable,
    #[error("the amount has a comma")]
    AmountWithComma,
    #[error("the amount has more than two decimals")]
    AmountTooFine,
    #[error("the amount is nothing, or less")]
    AmountNotPositive,
    #[error("the amount is higher than any that is taken here")]
    AmountTooHigh,
    #[error("the amount is above the balance")]
    AboveBalance,
    #[error("the amount is above what is open of the charge")]
    AboveCharge,
    #[error("the amount is above what was received and not given back")]
    AboveReceived,
    #[error("nothing is open any more")]
    PaidAlready,
    #[error("the balance is not what was seen")]
    BalanceChanged,
    #[error("a payment is under way")]
    PaymentUnderWay,
    #[error("this key was used for another payment")]
    KeyReused,
    #[error("no card is chosen, or it is not there any more")]
    CardGone,
    #[error("the card has expired")]
    CardExpired,
    #[error("the gateway does not answer")]
    GatewayAway,
    #[error("the practice does not take payments here")]
    PaymentsOff,
    #[error("the practice keeps no cards")]
    CardsOff,
    #[error("nothing is to be confirmed")]
    NothingToConfirm,
    #[error("the appointment is charged already")]
    ChargedAlready,
    #[error("the appointment is not completed")]
    NotCompleted,
    #[error("there is no price")]
    NoPrice,
    #[error("something of the charge is paid or taken off")]
    ChargePaid,
    #[error("nothing is to be invoiced")]
    NothingToInvoice,
    #[error("no clinician is chosen")]
    ClinicianMissing,
    #[error("the day is none, or lies ahead")]
    DayUnfit,
    #[error("the code is none")]
    CodeUnfit,
    #[error("the description is missing or too long")]
    DescriptionUnfit,
    #[error("the price is none")]
    PriceUnfit,
    #[error("the units are not from 1 to 99")]
    UnitsUnfit,
    #[error("the modifiers are none")]
    ModifiersUnfit,
    #[error("the place of service is none")]
    PlaceUnfit,
    #[error("there is such a code already")]
    CodeTaken,
    #[error("the diagnosis is no ICD-10 code")]
    DiagnosisUnfit,
    #[error("the diagnosis stands there already")]
    DiagnosisTaken,
    #[error("the NPI is none")]
    NpiUnfit,
    #[error("the tax id is none")]
    TaxIdUnfit,
    #[error("the reason is missing")]
    ReasonMissing,
    #[error("the reason is longer than 500 characters")]
    ReasonTooLong,
    #[error("no method is chosen")]
    MethodMissing,
    #[error("the days until a bill is due are not from 0 to 120")]
    DueDaysUnfit,
    #[error("the address is longer than 300 characters")]
    AddressTooLong,
    #[error("these are more rows than a file holds")]
    TooManyRows,
    #[error("nobody can be asked by mail")]
    NobodyToAsk,
    #[error("nothing is open to be asked for")]
    NothingOpen,
    #[error("the account is frozen")]
    AccountFrozen,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        use Refusal::*;
        Some(match self {
            AmountMissing | AmountUnreadable | AmountWithComma | AmountTooFine | AmountNotPositive | AmountTooHigh | AboveBalance
            | AboveCharge | AboveReceived => "amount",
            CardGone | CardExpired => "card",
            ClinicianMissing => "clinician",
            DayUnfit => "day",
            CodeUnfit | CodeTaken => "code",
            DescriptionUnfit => "description",
            PriceUnfit | NoPrice => "price",
            UnitsUnfit => "units",
            ModifiersUnfit => "modifiers",
            PlaceUnfit => "place",
            DiagnosisUnfit | DiagnosisTaken => "diagnosis",
            NpiUnfit => "npi",
            TaxIdUnfit => "tax_id",
            ReasonMissing | ReasonTooLong => "reason",
            MethodMissing => "method",
            DueDaysUnfit => "due_days",
            AddressTooLong => "address",
            _ => return None,
        })
    }
}
