//! Forms in the office: sent into charts, read, given back; and what the practice asks.

mod chart;
mod keep;
mod many;
mod packages;
mod setup;
mod upload;
mod wording;

pub use chart::ChartFormsPage;
pub use keep::keep_wording;
pub use many::SendToManyPage;
pub use packages::{PackagePage, PackagesPage};
pub use setup::{FormPage, FormsPage};
pub use upload::UploadFormPage;
pub use wording::WordingPage;

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
