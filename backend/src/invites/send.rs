//! Links on their way: made, mailed, replaced, taken back. Of one grant at most one is alive.

use super::table::{grants, invites};
use crate::{
    actors::Staff,
    db::Write,
    error::Error,
    in_chart::{Change, Within},
    notices::{self, Outgoing},
    practice::Practice,
    secrets::Token,
    sign_in,
};
use domain::{
    charts::EmailAddress,
    invites::{LINK_LIFE, Refusal, check_resend},
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

/// How a link reaches whom it is for.
pub(super) enum Way {
    Mail,
    /// Somebody hands it over, in person or by phone.
    ByHand(Uuid),
}

/// What was made: the mail that carries the link, or the secret itself.
pub(super) struct Made {
    pub mail: Option<Uuid>,
    pub token: Token,
}

/// Makes a link with its own seven days. Only the mail, or who hands it over, knows the secret.
///
/// Where the grant is offered to an account, the mail leads to a page behind sign-in, and the secret opens nothing.
pub(super) async fn make(
    practice: &Practice,
    write: &Write,
    grant: &grants::Model,
    address: &EmailAddress,
    way: Way,
) -> Result<Made, Error> {
    let now = practice.clock.now();
    let token = practice.randomness.token();
    let id = practice.randomness.id();
    invites::ActiveModel {
        id: Set(id),
        grant_id: Set(grant.id),
        chart_id: Set(grant.chart_id),
        email: Set(address.to_string()),
        token_hash: Set(token.hash()),
        sent_at: Set(now),
        ends_at: Set(now + LINK_LIFE),
        used_at: Set(None),
        replaced_at: Set(None),
        revoked_at: Set(None),
        locked_at: Set(None),
        failures: Set(0),
        handed_over_by: Set(match way {
            Way::Mail => None,
            Way::ByHand(member) => Some(member),
        }),
    }
    .insert(&**write)
    .await?;
    let mail = match way {
        Way::ByHand(_) => None,
        Way::Mail => {
            let (kind, path) = match grant.account_id {
                Some(_) => (MailKind::Offer, format!("/offers/{}", grant.id)),
                None => (MailKind::Invitation, format!("/register/{}", token.reveal())),
            };
            let mail =
                Outgoing { chart: Some(grant.chart_id), invite: Some(id), grant: Some(grant.id), ..Outgoing::new(kind, address, path) };
            Some(notices::queue_to(practice, write, mail).await?)
        }
    };
    Ok(Made { mail, token })
}

/// Ends what was sent before, and makes a new link, unless the last one is younger than five minutes.
pub(super) async fn make_anew(
    practice: &Practice,
    write: &Write,
    grant: &grants::Model,
    address: &EmailAddress,
    way: Way,
) -> Result<Made, Error> {
    let newest = invites::newest(&**write, grant.id).await?;
    // What was handed over by hand was no mail: nothing can race it.
    let last_sent = newest.filter(|link| link.handed_over_by.is_none()).map(|link| link.sent_at);
    if matches!(way, Way::Mail) {
        check_resend(last_sent, practice.clock.now())?;
    }
    if let Some(standing) = invites::standing(&**write, grant.id).await? {
        let now = practice.clock.now();
        close(write, &[standing.id]).await?;
        invites::ActiveModel { replaced_at: Set(Some(now)), ..standing.into_active_model() }.update(&**write).await?;
    }
    make(practice, write, grant, address, way).await
}

/// Ends the links of these grants that still stand, and takes back their mail.
pub(super) async fn revoke_links(write: &Write, grants: &[Uuid]) -> Result<(), Error> {
    let standing: Vec<Uuid> = invites::standing_of(&**write, grants).await?.into_iter().map(|link| link.id).collect();
    close(write, &standing).await?;
    Ok(invites::revoke(&**write, standing, write.at()).await?)
}

/// A registration that had begun with one of these links ends, and its mail does not leave any more.
async fn close(write: &Write, links: &[Uuid]) -> Result<(), Error> {
    sign_in::end_registrations(write, links).await?;
    notices::cancel_invitations(write, links).await
}

/// Takes back what was sent to an address that is no longer the client's, as long as nobody has registered with it: the
/// grant, its link, the registration in progress and the mail.
pub(crate) async fn take_back(write: &Change<'_, Staff>, address: &str) -> Result<(), Error> {
    let Some(grant) = grants::of_owner(write).await?.filter(|grant| grant.registered_at.is_none()) else { return Ok(()) };
    if invites::newest(write.db(), grant.id).await?.is_none_or(|link| link.email != address) {
        return Ok(());
    }
    super::end::end(write, vec![grant]).await
}

/// Refuses where the address has an account to which the grant is not offered: **Link** does that, and its holder confirms it.
pub(super) async fn refuse_account(write: &Write, grant: &grants::Model, address: &EmailAddress) -> Result<(), Error> {
    if grant.account_id.is_some() {
        return Ok(());
    }
    match sign_in::account_at(&**write, address.as_str()).await? {
        Some(_) => Err(Refusal::AddressHasAccount.into()),
        None => Ok(()),
    }
}
