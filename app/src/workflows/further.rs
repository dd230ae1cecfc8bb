//! Settings → Workflows: invitations, invoices, messages without an answer, summaries; and what each workflow did.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::workflows::{InvoiceReminder, Unanswered, read_days};
use domain::{
    ids::JobId,
    workflows::{FurtherPage, WorkflowHistory, WorkflowKind},
};
use leptos::prelude::*;

loader! {
    pub async fn read_further() -> Result<FurtherPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.workflows().await?.further().await?)
    }
}

loader! {
    /// What one of them did, and why it did not, below a line of it.
    pub async fn read_workflow_history(kind: WorkflowKind, below: Option<JobId>) -> Result<WorkflowHistory, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.workflows().await?.history(kind, below).await?)
    }
}

/// **Automate portal invites**.
#[server(prefix = "/api", endpoint = "staff/workflows/change_invites")]
pub async fn change_invites(#[server(default)] on: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_invites(on).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// Whether, and in which words, whoever may pay is reminded of an invoice.
#[server(prefix = "/api", endpoint = "staff/workflows/change_invoice_reminder")]
pub async fn change_invoice_reminder(#[server(default)] on: bool, #[server(default)] mail: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_invoice_reminder(InvoiceReminder { on, mail }).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// After how many hours a message without an answer stands on the To-do.
#[server(prefix = "/api", endpoint = "staff/workflows/change_unanswered")]
pub async fn change_unanswered(#[server(default)] on: bool, #[server(default)] hours: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_unanswered(Unanswered { on, hours: read_days(&hours).unwrap_or(0) }).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

/// Whether the summary of each session is asked for.
#[server(prefix = "/api", endpoint = "staff/workflows/change_summaries")]
pub async fn change_summaries(#[server(default)] on: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_summaries(on).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}
