//! What is said of a refused alert.

use domain::alerts::Refusal::{self, *};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        WordsMissing => "Write what everybody should know.",
        WordsTooLong => "An alert can have up to 160 characters. Please shorten it.",
        Twice => "This stands there already.",
        TooMany => "A chart can have up to eight alerts. Take one down first.",
        TakenDown => "Somebody else has taken it down already.",
    }
    .to_owned()
}
