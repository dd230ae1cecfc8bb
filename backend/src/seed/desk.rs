//! The desk of the demo practice: workflows that have done something, and a To-do on which people have been at work.

use super::acting;
use crate::{error::Error, practice::Practice, sign_in, system::System};
use chrono::Days;
use domain::{
    ids::StaffId,
    notices::{TaskGroup, ToDoFilter},
    workflows::InvoiceReminder,
};

pub(super) async fn work(system: &System) -> Result<(), Error> {
    let practice: &Practice = &system.practice;
    let team = sign_in::team(practice.db.read()).await?;
    let of = |last: &str| team.iter().find(|member| member.last_name == last);
    if let Some(tomas) = of("Vidal") {
        let tomas = acting(practice, tomas);
        let workflows = tomas.workflows().await?;
        workflows.change_summaries(true).await?;
        workflows.change_invoice_reminder(InvoiceReminder { on: true, mail: InvoiceReminder::USUAL.into() }).await?;
    }
    system.mind_unanswered().await?;
    system.mind_summaries().await?;
    system.mind_payments().await?;
    let (Some(elena), Some(grace)) = (of("Reyes"), of("Whitfield")) else { return Ok(()) };
    let (reyes, whitfield) = (acting(practice, elena), acting(practice, grace));
    let requests = ToDoFilter { group: Some(TaskGroup::Requests), ..ToDoFilter::default() };
    let asked = whitfield.notices().list(requests, None).await?;
    if let Some(task) = asked.tasks.first() {
        whitfield.notices().give(task.id, Some(StaffId(grace.id))).await?;
    }
    if let Some(task) = asked.tasks.get(1) {
        let later = asked.today + Days::new(3);
        whitfield.notices().snooze(task.id, Some(&later.to_string())).await?;
    }
    let papers = ToDoFilter { group: Some(TaskGroup::Signatures), ..ToDoFilter::default() };
    if let Some(task) = reyes.notices().list(papers, None).await?.tasks.first() {
        reyes.notices().finish(task.id, "Read it, and filed it.").await?;
    }
    Ok(())
}
