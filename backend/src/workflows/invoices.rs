//! Reminders of invoices: who may pay hears that something is due, and never what for or how much.

use super::further::{self, Came, Key};
use crate::{
    error::Error,
    in_chart::{Change, Within},
    invites,
    notices::{self, Outgoing},
    settings, sign_in,
    system::System,
};
use chrono::NaiveDate;
use domain::{
    charts::EmailAddress,
    invites::Scope,
    notices::MailKind,
    workflows::{WhyNot, WorkflowKind},
};
use uuid::Uuid;

/// In the transaction that notes it: on the day on which it is due (step 0), or a week later (1). Says how many are told.
pub(crate) async fn remind_of_invoice(write: &Change<'_, System>, invoice: Uuid, due_on: NaiveDate, step: i32) -> Result<usize, Error> {
    let practice = write.practice();
    let moment = further::moment_of(due_on);
    let key = Key { kind: WorkflowKind::InvoiceReminder, chart: write.chart(), subject: invoice, moment, step };
    if !settings::load(practice).await?.billing.reminders || key.is_done(write.db()).await? {
        return Ok(0);
    }
    let mut told = 0;
    for grant in invites::readers(write, Scope::Billing, write.at()).await? {
        let Some(account) = grant.account_id else { continue };
        let Some(account) = sign_in::account(write.db(), account).await? else { continue };
        let out = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::InvoiceReminder, &EmailAddress::lenient(&account.email)?, format!("/account?for={}", grant.id))
        };
        let mail = notices::queue_to(practice, write, out).await?;
        key.note(practice, write, Came::Mail(grant.id, mail)).await?;
        told += 1;
    }
    if told == 0 {
        key.note(practice, write, Came::Nothing(WhyNot::NobodyToTell)).await?;
    }
    Ok(told)
}
