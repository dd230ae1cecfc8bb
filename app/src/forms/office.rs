//! Forms in the office: sent into charts, read, given back; and what the practice asks.

mod chart;
mod packages;
mod setup;

pub use chart::ChartFormsPage;
pub use packages::{PackagePage, PackagesPage};
pub use setup::{FormPage, FormsPage};

use domain::forms::Status;
use leptos::prelude::*;

/// How one stands.
#[component]
fn StatusTag(status: Status) -> impl IntoView {
    let (class, words) = match status {
        Status::Sent => ("tag", "Sent"),
        Status::InProgress => ("tag accent", "In progress"),
        Status::Returned => ("tag due", "Given back"),
        Status::Submitted => ("tag due", "To review"),
        Status::Reviewed => ("tag ok", "Reviewed"),
        Status::Withdrawn => ("tag", "Taken back"),
        Status::Expired => ("tag bad", "Closed"),
    };
    view! { <span class=class>{words}</span> }
}
