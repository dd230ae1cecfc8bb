//! What is done about what is open: asking for it by mail, and freezing the account.

use super::{StaffBilling, table::charges};
use crate::{
    audit::Event,
    charts,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, Within},
    invites,
    notices::{self, Outgoing},
    sign_in,
};
use domain::{
    Act, audit::AuditAct, billing::Refusal, charts::EmailAddress, events::EventKind, ids::ChartId, invites::Scope, notices::MailKind,
};

impl StaffBilling<'_> {
    /// **Request Payment**: a mail to everybody who may pay. It says neither how much nor for what.
    pub async fn request_payment(&self, chart: ChartId) -> Result<(), Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::ManageBilling).await?;
        let write = chart.change(None).await?;
        if charges::balances(&write).await?.0 == 0 {
            return Err(Refusal::NothingOpen.into());
        }
        if tell(&write).await? == 0 {
            return Err(Refusal::NobodyToAsk.into());
        }
        write.commit(Event::of(AuditAct::PaymentAsked)).await?;
        staff.practice.ring_for_mail();
        Ok(())
    }

    /// Freezes the account, or opens it again. While it is frozen nothing is booked; messages and paying stay.
    pub async fn freeze(&self, chart: ChartId, frozen: bool) -> Result<(), Error> {
        let chart = self.0.chart(chart, Act::ManageBilling).await?;
        let write = chart.change(None).await?;
        charts::set_account_frozen(&write, frozen.then(|| write.at())).await?;
        write.tell(Happening::of(EventKind::BillingChanged));
        write.commit(Event::of(if frozen { AuditAct::AccountFrozen } else { AuditAct::AccountThawed })).await
    }
}

/// Everybody who may pay: that something waits, and never what. Says how many.
pub(super) async fn tell<A: Enters>(write: &Change<'_, A>) -> Result<usize, Error> {
    let mut told = 0;
    for grant in invites::readers(write, Scope::Billing, write.at()).await? {
        let Some(account) = grant.account_id else { continue };
        let Some(account) = sign_in::account(write.db(), account).await? else { continue };
        let out = Outgoing {
            chart: Some(write.chart()),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::PaymentRequest, &EmailAddress::lenient(&account.email)?, format!("/account?for={}", grant.id))
        };
        notices::queue_to(write.practice(), write, out).await?;
        told += 1;
    }
    Ok(told)
}
