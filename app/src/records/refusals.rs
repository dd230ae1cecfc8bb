//! What is said of a refused step with records.

use domain::records::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        WhatMissing => "Choose at least one thing that you need.",
        DetailsMissing => "Say in a few words what you mean: which letter, or which document.",
        DetailsTooLong | PurposeTooLong | AddressTooLong | ReasonTooLong | ReleasedTooLong | WhomTooLong => {
            "This can have up to 1,000 characters. Please shorten it."
        }
        FromUnreadable | ToUnreadable | DayUnreadable => "Type a day like 12/31/2026, or leave it empty.",
        Backwards => "The last day comes before the first. Please look at both.",
        DeliveryMissing => "Choose how you want to get it.",
        AddressMissing => "Write the name and the address that it is to go to.",
        PortalOff => "The practice does not hand over documents in the portal. Choose another way.",
        TooManyOpen => "Ten requests wait for an answer already. Please call the practice.",
        AnsweredAlready => "This request was answered already. The answer stands below.",
        TakenAlready => "Somebody works on this request already.",
        ReasonMissing => "Write why. The client reads it.",
        NothingReleased => "Choose a document, or write what was released.",
        TooManyDocuments => "Up to a hundred documents can be released at once. Choose fewer.",
        WhomMissing => "Write to whom it went.",
        HowMissing => "Choose how it went.",
        DayAhead => "This day has not come yet. Choose today or an earlier day.",
    }
    .to_owned()
}
