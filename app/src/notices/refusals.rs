//! What is said of a task that was left as it is.

use domain::notices::Refusal::{self, DayUnfit, NoteTooLong, OutcomeFirst, OwnerUnfit};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NoteTooLong => "A note can have up to 500 characters. Please shorten it.",
        OutcomeFirst => "Say in the chart what came of it. Then it is off the list.",
        DayUnfit => "Choose a day from tomorrow to a year from now.",
        OwnerUnfit => "This is not their work, or not in this chart. Choose somebody else.",
    }
    .to_owned()
}
