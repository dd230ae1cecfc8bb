//! The end of access: of one grant, or of everything that an account holds. Nothing is deleted.

use super::{StaffInvites, send::revoke_link, table::grants};
use crate::{
    audit::Event,
    charts::{self, table::charts as chart_rows},
    db::Write,
    error::Error,
    notices::{self, Outgoing},
    practice::Practice,
    sign_in::{
        self,
        table::{accounts, keys, sessions},
    },
};
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    ids::{ChartId, GrantId},
    invites::{Refusal, WAIT_FOR_HANDOVER},
    notices::MailKind,
    sign_in::Side,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

impl StaffInvites<'_> {
    /// **Remove Access**: the grant ends at once, with its links, its waiting mails, and the sessions of who has nothing left.
    pub async fn revoke(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let (write, _, grant) = self.begin_with(id, grant).await?;
        let (grant_id, practice) = (grant.id, &self.0.practice);
        end(practice, &write, grant).await?;
        Ok(write.commit(Event::of(AuditAct::AccessRevoked).chart(id).subject(grant_id)).await?)
    }

    /// **Reset Client's Portal Password**: a mail with a link that lives for a day. Who holds the account chooses, nobody else.
    pub async fn reset_password(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let practice = &self.0.practice;
        let (write, _, grant) = self.begin_with(id, grant).await?;
        let account = match grant.account_id.filter(|_| grant.registered_at.is_some()) {
            Some(account) => accounts::by_id(&*write, account).await?.ok_or(Error::NotFound)?,
            None => return Err(Refusal::NotRegistered.into()),
        };
        let mail = Outgoing {
            chart: Some(grant.chart_id),
            grant: Some(grant.id),
            account: Some(account.id),
            ..Outgoing::new(MailKind::Reset, &EmailAddress::lenient(&account.email)?, Side::Portal.name().into())
        };
        let mail = notices::queue_to(practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::ResetSent).chart(id).subject(account.id)).await?;
        practice.ring_for_mail();
        notices::wait_for_handover(practice, mail, WAIT_FOR_HANDOVER).await
    }

    /// Removes a lost second factor at once: the practice has verified who the client is.
    pub async fn reset_factor(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let (write, _, grant) = self.begin_with(id, grant).await?;
        let Some(account) = grant.account_id.filter(|_| grant.registered_at.is_some()) else { return Err(Refusal::NotRegistered.into()) };
        sign_in::remove_client_factors(&self.0.practice, &write, account).await?;
        write.commit(Event::of(AuditAct::FactorReset).chart(id).subject(account)).await?;
        self.0.practice.ring_for_mail();
        Ok(())
    }

    /// **Remove Client's Access to All Patients**: every grant of the account that holds this one.
    ///
    /// Each chart hears of it in the trail, so all of them have to be within reach.
    pub async fn revoke_everywhere(&self, id: ChartId, grant: GrantId) -> Result<(), Error> {
        let staff = self.0;
        let (write, _, grant) = self.begin_with(id, grant).await?;
        let Some(account) = grant.account_id else { return Err(Refusal::NotRegistered.into()) };
        accounts::held(&*write, account).await?;
        let all = grants::living_of_account(&*write, account, staff.practice.clock.now()).await?;
        for chart in chart_rows::by_ids(&*write, all.iter().map(|grant| grant.chart_id).collect()).await? {
            if !charts::covers(staff, &chart, Act::ManagePortalAccess).await? {
                return Err(Refusal::NotAllCharts.into());
            }
        }
        let count = all.len();
        for grant in all {
            end(&staff.practice, &write, grant).await?;
        }
        Ok(write.commit(Event::of(AuditAct::AccessRevoked).chart(id).subject(account).detail(format!("all {count} charts"))).await?)
    }
}

/// Ends a grant inside a change.
pub(super) async fn end(practice: &Practice, write: &Write, grant: grants::Model) -> Result<(), Error> {
    let now = practice.clock.now();
    let (id, account) = (grant.id, grant.account_id);
    revoke_link(practice, write, id).await?;
    notices::cancel_of_grant(write, id).await?;
    grants::ActiveModel { revoked_at: Set(Some(now)), ..grant.into_active_model() }.update(&**write).await?;
    if let Some(account) = account {
        // One at a time for each account: who signs in at this moment finds what is left.
        accounts::held(&**write, account).await?;
        if grants::living_of_account(&**write, account, now).await?.is_empty() {
            sessions::end_of_account(&**write, account, now).await?;
            notices::cancel_of_account(write, account).await?;
            keys::replace(&**write, Some(account), None, now).await?;
        }
    }
    Ok(())
}
