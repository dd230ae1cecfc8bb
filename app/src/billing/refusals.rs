//! What is said where something about money was refused.

use domain::billing::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        AmountMissing => "Write an amount, such as 40.00.",
        AmountUnreadable => "This is no amount. Write it in digits, such as 40.00.",
        AmountWithComma => "Write the amount without a comma: 1000.00 for a thousand dollars.",
        AmountTooFine => "Write dollars and cents: no more than two digits after the point.",
        AmountNotPositive => "The amount has to be at least one cent.",
        AmountTooHigh => "The amount is higher than can be entered here.",
        AboveBalance => "That is more than is open. Choose a smaller amount, or the total balance.",
        AboveCharge => "That is more than is open of this charge.",
        AboveReceived => "That is more than was received and not given back yet.",
        PaidAlready => "This is paid already: nothing is open any more. Nothing was charged.",
        BalanceChanged => "The balance has changed meanwhile. Please look at it again.",
        PaymentUnderWay => "A payment of this is under way. Nothing more was charged: wait until it is settled.",
        KeyReused => {
            "This payment was sent before with something else in it. Please begin again from the account. Nothing more was charged."
        }
        CardGone => "Choose a card from the list. Nothing was charged.",
        CardExpired => "This card has expired. Please choose another one. Nothing was charged.",
        GatewayAway => "The card company cannot be reached at the moment. Nothing was charged. Please try again in a few minutes.",
        PaymentsOff => "The practice does not take payments here. Please call.",
        CardsOff => "The practice keeps no cards here.",
        NothingToConfirm => "There is nothing to confirm any more. See below how the payment stands.",
        ChargedAlready => "This appointment is charged already.",
        NotCompleted => "Only an appointment that took place can be charged. Mark it as completed first.",
        NoPrice => {
            "There is no price: neither in the fee schedule nor on the appointment type. Charge it by hand, or add one under Settings."
        }
        ChargePaid => "Something of this charge is paid or taken off, so it cannot be taken back. Give back what was paid first.",
        NothingToInvoice => "There is nothing to invoice: these charges are invoiced or paid already.",
        ClinicianMissing => "Choose who provided the service.",
        DayUnfit => "Choose a day that is not ahead, and a time such as 10:00.",
        CodeUnfit => "Write a code: up to ten letters and digits, such as 90834.",
        DescriptionUnfit => "Write up to 120 characters.",
        PriceUnfit => "Write a price, such as 160.00.",
        UnitsUnfit => "Units are a whole number from 1 to 99.",
        ModifiersUnfit => "Up to four modifiers of two letters or digits, such as 95.",
        PlaceUnfit => "Choose a place of service from the list.",
        CodeTaken => "The schedule has this code with these modifiers already.",
        DiagnosisUnfit => "Write an ICD-10 code, such as F41.1, and up to 120 characters.",
        DiagnosisTaken => "This diagnosis stands there already.",
        NpiUnfit => "An NPI has ten digits, and the last one checks the others. Please look at it again.",
        TaxIdUnfit => "A tax ID has nine digits, such as 12-3456789.",
        ReasonMissing => "Write why. It stays in the ledger.",
        ReasonTooLong => "Up to 500 characters fit here. Please shorten it.",
        MethodMissing => "Choose how it was paid.",
        DueDaysUnfit => "Write a number of days from 0 to 120.",
        AddressTooLong => "An address can have up to 300 characters.",
        TooManyRows => "These are more than 10,000 rows, and a file holds no more. Choose fewer days, and export again.",
        NobodyToAsk => "Nobody has a portal account with access to billing, so there is nobody to ask by mail.",
        NothingOpen => "Nothing is open, so there is nothing to ask for.",
        AccountFrozen => "The account is frozen.",
    }
    .to_owned()
}
