//! The end of access: of one grant, or of everything that an account holds. Nothing is deleted.

use super::{StaffInvites, send::revoke_links, table::grants};
use crate::{
    audit::Event,
    charts,
    db::Write,
    error::Error,
    events::Happening,
    in_chart::Within,
    notices::{self, Outgoing},
    sign_in,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    events::EventKind,
    ids::{ChartId, ContactId, GrantId},
    invites::{Refusal, WAIT_FOR_HANDOVER},
    notices::MailKind,
    sign_in::Side,
};
use uuid::Uuid;

impl StaffInvites<'_> {
    /// **Remove Access**: the grant ends at once, with its links, its waiting mails, and the sessions of who has nothing left.
    pub async fn revoke(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let (write, grant) = self.begin_with(id, grant).await?;
        let grant_id = grant.id;
        end(&write, vec![grant]).await?;
        write.commit(Event::of(AuditAct::AccessRevoked).subject(grant_id)).await
    }

    /// Takes somebody off the chart who has access to it, or was invited to it: that ends at once, and if they were the Chart Owner,
    /// nobody is.
    pub async fn remove_contact(&self, id: ChartId, contact: ContactId) -> Result<(), Error> {
        let write = self.begin(id).await?;
        if !charts::around(&write).await?.iter().any(|person| person.id == contact.0) {
            return Err(write.not_found("invites.contact").await);
        }
        let theirs = |grant: &grants::Model| grant.revoked_at.is_none() && grant.contact_id == Some(contact.0);
        end(&write, grants::all(&write).await?.into_iter().filter(theirs).collect()).await?;
        charts::part_with(&write, contact.0).await?;
        write.commit(Event::of(AuditAct::AccessRevoked).subject(contact).detail("with the related contact")).await
    }

    /// **Reset Client's Portal Password**: a mail with a link that lives for a day. Who holds the account chooses, nobody else.
    pub async fn reset_password(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let practice = &self.0.practice;
        let (write, grant) = self.begin_with(id, grant).await?;
        let account = match grant.account_id.filter(|_| grant.registered_at.is_some()) {
            Some(account) => sign_in::account(write.db(), account).await?.ok_or(Error::NotFound)?,
            None => return Err(Refusal::NotRegistered.into()),
        };
        let mail = Outgoing {
            chart: Some(grant.chart_id),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::Reset, &EmailAddress::lenient(&account.email)?, Side::Portal.name().into())
        };
        let mail = notices::queue_to(practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::ResetSent).subject(account.id)).await?;
        practice.ring_for_mail();
        notices::wait_for_handover(practice, mail, WAIT_FOR_HANDOVER).await
    }

    /// Removes a lost second factor at once: the practice has verified who the client is.
    pub async fn reset_factor(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let (write, grant) = self.begin_with(id, grant).await?;
        let Some(account) = grant.account_id.filter(|_| grant.registered_at.is_some()) else { return Err(Refusal::NotRegistered.into()) };
        sign_in::remove_client_factors(&self.0.practice, &write, account).await?;
        write.commit(Event::of(AuditAct::FactorReset).subject(account)).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// **Remove Client's Access to All Patients**: every grant of the account that holds this one.
    ///
    /// Each chart hears of it in the trail, so all of them have to be within reach.
    pub async fn revoke_everywhere(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let staff = self.0;
        let (write, grant) = self.begin_with(id, grant).await?;
        let Some(account) = grant.account_id.filter(|_| grant.registered_at.is_some()) else { return Err(Refusal::NotRegistered.into()) };
        sign_in::hold_account(write.db(), account).await?;
        let all = grants::living_of_account(write.db(), account, staff.practice.clock.now()).await?;
        let charts = charts::by_ids(write.db(), all.iter().map(|grant| grant.chart_id).collect()).await?;
        if !charts::covers_all(write.db(), staff, &charts, Act::ManagePortalAccess).await? {
            return Err(Refusal::NotAllCharts.into());
        }
        let count = all.len();
        end(&write, all).await?;
        write.commit(Event::of(AuditAct::AccessRevoked).subject(account).detail(format!("all {count} charts"))).await
    }
}

/// Ends grants inside a change, in as many statements however many they are and however many accounts hold them.
pub(super) async fn end(write: &Write, ended: Vec<grants::Model>) -> Result<(), Error> {
    let ids: Vec<Uuid> = ended.iter().map(|grant| grant.id).collect();
    revoke_links(write, &ids).await?;
    notices::cancel_of_grants(write, &ids).await?;
    grants::revoke(&**write, ids, write.at()).await?;
    for grant in &ended {
        let told = Happening::of(EventKind::AccessChanged).chart(grant.chart_id).subject(grant.id);
        write.tell(told.account(grant.account_id));
    }
    let mut accounts: Vec<Uuid> = ended.into_iter().filter_map(|grant| grant.account_id).collect();
    // Who signs in at this moment finds what is left.
    sign_in::hold_accounts(&**write, &accounts).await?;
    let living = grants::accounts_that_live(&**write, &accounts, write.at()).await?;
    accounts.retain(|account| !living.contains(account));
    if accounts.is_empty() {
        return Ok(());
    }
    sign_in::shut_out(write, &accounts).await?;
    notices::cancel_of_accounts(write, &accounts).await
}
