//! Activities in the office: given, read, reviewed, commented; and the alert that stays until somebody says what came of it.

mod alarm;
mod beside;
mod chart;
mod give;
mod one;

pub use beside::BesideNote;
pub use chart::ChartActivitiesPage;
pub use one::AssignedPage;

use domain::forms::Status;
use leptos::prelude::*;

/// How one stands.
#[component]
fn StatusTag(status: Status) -> impl IntoView {
    let (class, words) = match status {
        Status::Sent => ("tag", "To do"),
        Status::InProgress | Status::Returned => ("tag accent", "In progress"),
        Status::Submitted => ("tag due", "Submitted"),
        Status::Reviewed => ("tag ok", "Reviewed"),
        Status::Withdrawn => ("tag", "Taken back"),
        Status::Expired => ("tag", "Ended"),
    };
    view! { <span class=class>{words}</span> }
}
