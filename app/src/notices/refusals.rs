//! What is said of a refused note to a task.

use domain::notices::Refusal::{self, NoteTooLong};

pub fn sentence(refusal: Refusal) -> String {
    match refusal {
        NoteTooLong => "A note can have up to 500 characters. Please shorten it.",
    }
    .to_owned()
}
