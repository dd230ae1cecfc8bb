//! Workflows: what the practice does by itself. The room's functions.

mod further;
mod office;
mod refusals;
mod signatures;

pub use office::{WorkflowHistoryPage, WorkflowsPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::workflows::{FormExpiry, FormReminder, NewClientForms, Workflow, read_days};
use domain::{
    ids::PackageId,
    workflows::{PaperworkPage, WorkflowKind, WorkflowPage},
};
use leptos::prelude::*;

loader! {
    /// Settings → **Workflows**.
    pub async fn read_workflows() -> Result<(WorkflowPage, PaperworkPage), Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.workflows().await?.all().await?)
    }
}

/// Changes one: on or off, when, and in which words.
#[server(prefix = "/api", endpoint = "staff/workflows/change")]
pub async fn change_workflow(
    kind: WorkflowKind,
    #[server(default)] on: Option<String>,
    #[server(default)] first: String,
    #[server(default)] second: String,
    #[server(default)] mail: String,
    #[server(default)] words: String,
) -> Result<Went, Failure> {
    // What is no number is one that is refused.
    let hours = [first, second].iter().filter(|typed| !typed.is_empty()).map(|typed| typed.parse().unwrap_or(0)).collect();
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change(Workflow { kind, on: on.is_some(), hours, mail, text: words }).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// A test to oneself.
#[server(prefix = "/api", endpoint = "staff/workflows/send_test")]
pub async fn send_workflow_test(kind: WorkflowKind) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let left = staff.workflows().await?.send_test(kind).await?;
    Ok(Went::to(routes::WORKFLOWS).done(if left { Done::Sample } else { Done::SampleWaits }))
}

/// **When a chart is created**: which package its client gets, if one.
#[server(prefix = "/api", endpoint = "staff/workflows/change_new_clients")]
pub async fn change_new_clients(#[server(default)] on: bool, #[server(default)] package: Option<PackageId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_new_clients(NewClientForms { on, package }).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// When whoever has not submitted a form is reminded, and in which words.
#[server(prefix = "/api", endpoint = "staff/workflows/change_form_reminder")]
pub async fn change_form_reminder(
    #[server(default)] on: bool,
    #[server(default)] before: String,
    #[server(default)] after: String,
    #[server(default)] mail: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let to = FormReminder { on, before: read_days(&before), after: read_days(&after), mail };
    staff.workflows().await?.change_form_reminder(to).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// When a form that was not submitted is closed.
#[server(prefix = "/api", endpoint = "staff/workflows/change_form_expiry")]
pub async fn change_form_expiry(#[server(default)] on: bool, #[server(default)] after: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_form_expiry(FormExpiry { on, after: read_days(&after).unwrap_or(0) }).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// Within how many days requests for records are to be answered.
#[server(prefix = "/api", endpoint = "staff/workflows/change_records_within")]
pub async fn change_records_within(#[server(default)] within: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_records_within(read_days(&within).unwrap_or(0)).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}
