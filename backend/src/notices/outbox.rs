//! The outbox: mails are written here, and nowhere else.

use super::table::mails;
use crate::{dates, db::Write, error::Error, invites::table::grants, practice::Practice, sealing::Place, sign_in::table::accounts};
use chrono::Duration;
use chrono_tz::Tz;
use domain::{
    invites::MailLine,
    notices::{MailKind, MailState},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// A mail to the holder of a chart's portal.
pub(crate) struct Notice<'a> {
    pub kind: MailKind,
    pub chart_id: Uuid,
    pub grant: &'a grants::Model,
    /// Where its button leads: a path of this site. The host is added when it is sent.
    pub path: String,
}

/// Queues a mail to who holds the grant: to the account's address, or to where the invitation went.
pub(crate) async fn queue(practice: &Practice, write: &Write, notice: Notice<'_>) -> Result<(), Error> {
    let address = match notice.grant.account_id {
        Some(account) => accounts::by_id(&**write, account).await?.map(|account| account.email),
        None => crate::invites::table::invites::of_grants(&**write, vec![notice.grant.id]).await?.pop().map(|invite| invite.email),
    };
    let Some(address) = address else { return Ok(()) };
    queue_to(practice, write, notice.kind, notice.chart_id, None, &address, notice.path).await?;
    Ok(())
}

/// Queues a mail to an address.
pub(crate) async fn queue_to(
    practice: &Practice,
    write: &Write,
    kind: MailKind,
    chart: Uuid,
    invite: Option<Uuid>,
    address: &str,
    path: String,
) -> Result<Uuid, Error> {
    let now = practice.clock.now();
    let id = practice.randomness.id();
    mails::ActiveModel {
        id: Set(id),
        kind: Set(kind.name().into()),
        chart_id: Set(Some(chart)),
        invite_id: Set(invite),
        address: Set(address.into()),
        body: Set(Some(practice.sealer.seal(Place("mails.body", id), path.as_bytes()))),
        state: Set(MailState::Queued.name().into()),
        tries: Set(0),
        next_try_at: Set(now),
        leased_until: Set(None),
        written_at: Set(now),
        sent_at: Set(None),
        trouble: Set(None),
    }
    .insert(&**write)
    .await?;
    Ok(id)
}

/// Waits until a mail has left, was refused, or the time is up.
pub(crate) async fn wait_for_handover(practice: &Practice, mail: Uuid, at_most: Duration) -> Result<(), Error> {
    let step = std::time::Duration::from_millis(50);
    let steps = at_most.num_milliseconds() / 50;
    for _ in 0..steps {
        let state = mails::by_id(practice.db.read(), mail).await?.map(|mail| mail.state);
        if state.as_deref() != Some(MailState::Queued.name()) {
            return Ok(());
        }
        tokio::time::sleep(step).await;
    }
    Ok(())
}

/// What became of the mail that carried a link.
pub(crate) async fn invitation(db: &impl ConnectionTrait, invite: Uuid, zone: Tz) -> Result<Option<MailLine>, Error> {
    Ok(mails::of_invite(db, invite).await?.map(|mail| MailLine {
        state: MailState::from_name(&mail.state).unwrap_or(MailState::Queued),
        address: mail.address,
        at: dates::moment(mail.sent_at.unwrap_or(mail.written_at), zone),
        trouble: mail.trouble,
    }))
}

/// Takes back the mail of a link that has not left.
pub(crate) async fn cancel_invitation(write: &Write, invite: Uuid) -> Result<(), Error> {
    Ok(mails::cancel_of_invite(&**write, invite).await?)
}

/// Takes back every mail that has not left: after filling in demo data.
pub(crate) async fn cancel_all(write: &Write) -> Result<(), Error> {
    Ok(mails::cancel_queued(&**write).await?)
}
