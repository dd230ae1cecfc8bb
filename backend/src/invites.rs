//! Portal access: granted from the chart, taken up through a link, held by one account.
//!
//! A link is good for one person's hands: nothing but what a person typed and posted uses it up (T7).

mod access;
mod registration;
pub(crate) mod table;

pub(crate) use access::{access, open_grant, status, statuses};

use crate::{
    actors::Staff,
    audit::Event,
    charts::{self, table::chart_emails},
    error::Error,
    notices,
    practice::Practice,
    sign_in::table::{accounts, sessions},
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{EmailAddress, EmailKind},
    ids::ChartId,
    invites::{Access, Communications, LINK_LIFE, Refusal, WAIT_FOR_HANDOVER, check_ready},
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use table::{grants, invites};
use uuid::Uuid;

/// Portal access, managed by one member of staff.
pub struct StaffInvites<'a>(pub(crate) &'a Staff);

impl StaffInvites<'_> {
    /// Chart → **Communications**.
    pub async fn communications(&self, id: ChartId) -> Result<Communications, Error> {
        let staff = self.0;
        let chart = charts::reachable(staff, id, Act::ManagePortalAccess).await?;
        let page = Communications { banner: charts::banner(staff, &chart).await?, may_manage: true, access: access(staff, &chart).await? };
        staff.record(Event::of(AuditAct::CommunicationsOpened).chart(id)).await?;
        Ok(page)
    }

    /// **Activate Client Portal Access**: grants access and sends the invitation. Where no address is recorded, the one
    /// given here is saved to the chart, or to the contact who owns it.
    ///
    /// Waits up to two seconds for the mail to be handed over, and then tells how things stand.
    pub async fn activate(&self, id: ChartId, email: Option<String>) -> Result<Access, Error> {
        let staff = self.0;
        let practice = &staff.practice;
        let chart = charts::reachable(staff, id, Act::ManagePortalAccess).await?;
        let given = email.filter(|text| !text.trim().is_empty()).map(|text| EmailAddress::read(&text)).transpose()?;
        let now = practice.clock.now();
        let write = staff.write().await?;
        let chart = charts::table::charts::held(&*write, chart.id).await?.ok_or(Error::NotFound)?;
        if grants::open_of_chart(&*write, chart.id).await?.is_some() {
            return Err(Refusal::AlreadyActivated.into());
        }
        let owner = access::owner(&*write, &chart).await?;
        let recorded = access::address(&*write, &chart, owner.as_ref()).await?;
        let address = match (&recorded, &given) {
            (Some(recorded), _) => EmailAddress::read(recorded).ok(),
            (None, given) => given.clone(),
        };
        check_ready(address.is_some(), owner.is_some(), !chart.birth_date.is_empty())?;
        let (Some(address), Some(owner)) = (address, owner) else { return Err(Refusal::EmailMissing.into()) };
        if accounts::by_email(&*write, &address.key()).await?.is_some() {
            return Err(Refusal::AddressHasAccount.into());
        }
        if recorded.is_none() {
            match owner.contact.clone() {
                Some(contact) => {
                    charts::table::contacts::ActiveModel {
                        email: Set(Some(address.to_string())),
                        email_key: Set(Some(address.key())),
                        ..contact.into_active_model()
                    }
                    .update(&*write)
                    .await?;
                }
                None => {
                    charts::insert_email(staff, &write, chart.id, EmailKind::Personal, &address).await?;
                }
            }
        }
        let grant = practice.randomness.id();
        grants::ActiveModel {
            id: Set(grant),
            chart_id: Set(chart.id),
            account_id: Set(None),
            contact_id: Set(owner.contact.as_ref().map(|contact| contact.id)),
            relationship: Set("owner".into()),
            scopes: Set(grants::ALL_SCOPES.into()),
            activated_at: Set(now),
            activated_by: Set(Some(staff.member.id)),
            registered_at: Set(None),
            revoked_at: Set(None),
            ends_at: Set(None),
        }
        .insert(&*write)
        .await?;
        let mail = invite(practice, &write, grant, chart.id, &address).await?;
        write.commit(Event::of(AuditAct::AccessActivated).chart(id).subject(grant)).await?;
        practice.ring_for_mail();
        notices::wait_for_handover(practice, mail, WAIT_FOR_HANDOVER).await?;
        access(staff, &chart).await
    }
}

/// Takes back what was sent to an address that is no longer the client's, as long as nobody has registered with it: the
/// grant, its link, the registration in progress and the mail.
pub(crate) async fn take_back(practice: &Practice, write: &crate::db::Write, chart: Uuid, address: &str) -> Result<(), Error> {
    let Some(grant) = grants::open_of_chart(&**write, chart).await?.filter(|grant| grant.registered_at.is_none()) else { return Ok(()) };
    let links = invites::of_grants(&**write, vec![grant.id]).await?;
    if links.last().is_none_or(|link| link.email != address) {
        return Ok(());
    }
    let now = practice.clock.now();
    for link in links.into_iter().filter(|link| link.revoked_at.is_none()) {
        sessions::end_of_invite(&**write, link.id, now).await?;
        notices::cancel_invitation(write, link.id).await?;
        invites::ActiveModel { revoked_at: Set(Some(now)), ..link.into_active_model() }.update(&**write).await?;
    }
    grants::ActiveModel { revoked_at: Set(Some(now)), ..grant.into_active_model() }.update(&**write).await?;
    Ok(())
}

/// Makes a link with its own seven days, and the mail that carries it. Only the mail knows the secret.
pub(crate) async fn invite(
    practice: &Practice,
    write: &crate::db::Write,
    grant: Uuid,
    chart: Uuid,
    address: &EmailAddress,
) -> Result<Uuid, Error> {
    let now = practice.clock.now();
    let token = practice.randomness.token();
    let id = practice.randomness.id();
    invites::ActiveModel {
        id: Set(id),
        grant_id: Set(grant),
        chart_id: Set(chart),
        email: Set(address.to_string()),
        token_hash: Set(token.hash()),
        sent_at: Set(now),
        ends_at: Set(now + LINK_LIFE),
        used_at: Set(None),
        replaced_at: Set(None),
        revoked_at: Set(None),
        locked_at: Set(None),
        failures: Set(0),
    }
    .insert(&**write)
    .await?;
    let path = format!("/register/{}", token.reveal());
    notices::queue_to(practice, write, MailKind::Invitation, chart, Some(id), address.as_str(), path).await
}

/// The address to which mail for a chart's owner goes.
pub(crate) async fn first_email(db: &impl sea_orm::ConnectionTrait, chart: Uuid) -> Result<Option<String>, Error> {
    let rows = chart_emails::of_chart(db, chart).await?;
    let own = rows.iter().find(|row| row.kind != EmailKind::RelatedContact.name());
    Ok(own.map(|row| row.address.clone()))
}
