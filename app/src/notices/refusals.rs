//! What is said of a refused note to a task.

use domain::notices::Refusal::{self, NoteTooLong, OutcomeFirst};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NoteTooLong => "A note can have up to 500 characters. Please shorten it.",
        OutcomeFirst => "Say in the chart what came of it. Then it is off the list.",
    }
    .to_owned()
}
