//! What is said of a task that was left as it is.

use domain::notices::Refusal::{self, DayUnfit, NoteTooLong, OwnerUnfit};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NoteTooLong => "A note can have up to 500 characters. Please shorten it.",
        DayUnfit => "Choose a day from tomorrow to a year from now.",
        OwnerUnfit => "This is not their work, or not in this chart. Choose somebody else.",
    }
    .to_owned()
}
