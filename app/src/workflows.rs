//! Workflows: what the practice does by itself. The room's functions.

mod office;
mod refusals;
mod signatures;

pub use office::WorkflowsPage;
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::workflows::Workflow;
use domain::workflows::{WorkflowKind, WorkflowPage};
use leptos::prelude::*;

loader! {
    /// Settings → **Workflows**.
    pub async fn read_workflows() -> Result<Vec<WorkflowPage>, Failure> {
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
