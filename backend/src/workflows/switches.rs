//! The switches that patterns of settings turn, in a transaction of theirs: what stands beside them stays as it is.

use super::{
    paperwork::{form_reminder, new_clients},
    table::workflows::{self, Counted},
};
use crate::{db::Write, error::Error, forms};
use domain::workflows::WorkflowKind;
use sea_orm::ConnectionTrait;

/// Whether new clients get a package, and whether forms are reminded of.
pub(crate) async fn switches(db: &impl ConnectionTrait) -> Result<(bool, bool), Error> {
    Ok((new_clients(db).await?.on, form_reminder(db).await?.on))
}

/// Whether there is a package that new clients could get.
pub(crate) async fn has_package(db: &impl ConnectionTrait) -> Result<bool, Error> {
    match new_clients(db).await?.package {
        Some(package) => forms::can_be_sent(db, package).await,
        None => Ok(false),
    }
}

pub(crate) async fn switch_new_clients(write: &Write, on: bool) -> Result<(), Error> {
    let package = new_clients(&**write).await?.package.map(|package| package.0);
    let kind = WorkflowKind::NewClientForms;
    Ok(workflows::put_counted(&**write, Counted { kind, on, days: Vec::new(), mail: String::new(), package }, write.at()).await?)
}

pub(crate) async fn switch_form_reminder(write: &Write, on: bool) -> Result<(), Error> {
    let now = form_reminder(&**write).await?;
    let (kind, days) = (WorkflowKind::FormReminder, vec![now.before, now.after]);
    Ok(workflows::put_counted(&**write, Counted { kind, on, days, mail: now.mail, package: None }, write.at()).await?)
}
