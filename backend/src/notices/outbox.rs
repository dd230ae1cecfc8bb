//! The outbox: mails are written here, and nowhere else.

use super::{
    table::{mails, tasks},
    tasks::tell_closed,
};
use crate::{
    dates::{self, Local},
    db::Write,
    error::Error,
    invites::{self, Grant},
    practice::Practice,
    sealing::Place,
    settings, sign_in,
    stored::By,
};
use chrono::{DateTime, Duration, Timelike, Utc};
use domain::{
    charts::EmailAddress,
    ids::ShareId,
    invites::MailLine,
    notices::{MailKind, MailState, MailTrouble, MailWait},
    settings::PracticeSettings,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// A mail to the holder of a chart's portal, about what was shared with them.
pub(crate) struct Notice<'a> {
    pub kind: MailKind,
    pub chart_id: Uuid,
    pub share: ShareId,
    pub grant: &'a Grant,
    /// Where its button leads: a path of this site. The host is added when it is sent.
    pub path: String,
}

/// Queues a mail to who holds the grant: to the account's address, or to where the invitation went.
pub(crate) async fn queue(practice: &Practice, write: &Write, notice: Notice<'_>) -> Result<(), Error> {
    queue_one(practice, write, notice).await.map(drop)
}

/// The same, and which mail it is; none, where there is no address.
pub(crate) async fn queue_one(practice: &Practice, write: &Write, notice: Notice<'_>) -> Result<Option<Uuid>, Error> {
    let address = match notice.grant.account_id {
        Some(account) => sign_in::account(&**write, account).await?.map(|account| account.email),
        None => invites::invited_at(&**write, notice.grant.id).await?,
    };
    let Some(address) = address else { return Ok(None) };
    let mail = Outgoing {
        chart: Some(notice.chart_id),
        share: Some(notice.share.0),
        grant: Some(notice.grant.id),
        account: notice.grant.account_id,
        ..Outgoing::new(notice.kind, &EmailAddress::lenient(&address)?, notice.path)
    };
    queue_to(practice, write, mail).await.map(Some)
}

/// So long at least lies between two mails about one conversation to one person.
const BETWEEN: Duration = Duration::minutes(10);

/// Who is to know of what was written in a conversation.
pub(crate) enum Reader<'a> {
    Client(&'a Grant),
    Member(&'a sign_in::Member),
}

/// Queues a mail that tells of a message: at once for the first, later for further ones, and none where one waits already that tells of
/// this one too. In quiet hours it waits for their end.
pub(crate) async fn tell_of_message(
    write: &Write,
    practice: &Practice,
    chart: Uuid,
    conversation: Uuid,
    to: Reader<'_>,
) -> Result<(), Error> {
    let (grant, staff) = match &to {
        Reader::Client(grant) => (Some(grant.id), None),
        Reader::Member(member) => (None, Some(member.id)),
    };
    let now = write.at();
    let newest = mails::newest_of_conversation(&**write, conversation, grant, staff).await?;
    // One that is being handed over at this moment may have left before this message.
    if newest.as_ref().is_some_and(|mail| mail.state.0 == MailState::Queued && mail.leased_until.is_none_or(|until| until < now)) {
        return Ok(());
    }
    let told_at = newest.map(|mail| mail.sent_at.unwrap_or(mail.next_try_at));
    let settings = settings::load(practice).await?;
    let earliest = told_at.map_or(now, |at| now.max(at + BETWEEN));
    let leaves_at = after_quiet_hours(&settings, earliest);
    let mail = match to {
        Reader::Client(grant) => {
            let Some(account) = grant.account_id else { return Ok(()) };
            let Some(account) = sign_in::account(&**write, account).await? else { return Ok(()) };
            let path = format!("/messages/{conversation}?for={}", grant.id);
            let address = EmailAddress::lenient(&account.email)?;
            Outgoing { grant: Some(grant.id), account: Some(account.id), ..Outgoing::new(MailKind::NewMessage, &address, path) }
        }
        Reader::Member(member) => {
            let address = EmailAddress::lenient(&member.email)?;
            Outgoing { staff: Some(member.id), ..Outgoing::new(MailKind::ClientWrote, &address, format!("/office/inbox/{conversation}")) }
        }
    };
    let mail = queue_to(practice, write, Outgoing { chart: Some(chart), conversation: Some(conversation), ..mail }).await?;
    Ok(mails::leave_at(&**write, mail, leaves_at).await?)
}

/// Queues the one mail that says that a conversation closes soon: after the quiet hours, if it is open still then.
pub(crate) async fn tell_of_closing(
    write: &Write,
    practice: &Practice,
    (chart, conversation): (Uuid, Uuid),
    closes_at: DateTime<Utc>,
    grant: &Grant,
) -> Result<(), Error> {
    let Some(account) = grant.account_id else { return Ok(()) };
    let Some(account) = sign_in::account(&**write, account).await? else { return Ok(()) };
    let path = format!("/messages/{conversation}?for={}", grant.id);
    let mail = Outgoing {
        chart: Some(chart),
        grant: Some(grant.id),
        account: Some(account.id),
        conversation: Some(conversation),
        ..Outgoing::new(MailKind::ClosesSoon, &EmailAddress::lenient(&account.email)?, path)
    };
    let mail = queue_to(practice, write, mail).await?;
    let leaves_at = after_quiet_hours(&settings::load(practice).await?, write.at());
    if leaves_at < closes_at {
        mails::leave_at(&**write, mail, leaves_at).await?;
    }
    Ok(())
}

/// Somebody wrote: it does not close soon any more, and no mail says so.
pub(crate) async fn cancel_of_closing(write: &Write, conversation: Uuid) -> Result<(), Error> {
    take_back(write, mails::Of::Closing(conversation)).await
}

/// The moment itself, or the end of the quiet hours that it falls into.
fn after_quiet_hours(settings: &PracticeSettings, at: DateTime<Utc>) -> DateTime<Utc> {
    let zone = dates::zone(&settings.zone);
    let hour = |at: DateTime<Utc>| at.with_timezone(&zone).hour() as u8;
    let mut at = at;
    // At most a day: quiet hours leave at least one hour of it.
    for _ in 0..48 {
        if !settings.communications.is_quiet(hour(at)) {
            break;
        }
        let local = at.with_timezone(&zone);
        at += Duration::seconds(1_800 - i64::from(local.num_seconds_from_midnight() % 1_800));
    }
    at
}

/// A mail to an address, and what it belongs to: who loses that gets none of what still waits.
pub(crate) struct Outgoing {
    pub kind: MailKind,
    pub address: String,
    /// Where its button leads: a path of this site.
    pub path: String,
    pub chart: Option<Uuid>,
    pub share: Option<Uuid>,
    /// The conversation that it tells of.
    pub conversation: Option<Uuid>,
    /// The appointment that it tells of.
    pub appointment: Option<Uuid>,
    /// To somebody new, who is written to where they asked for it.
    pub prospect: Option<Uuid>,
    pub invite: Option<Uuid>,
    pub grant: Option<Uuid>,
    pub account: Option<Uuid>,
    pub staff: Option<Uuid>,
}

impl Outgoing {
    pub fn new(kind: MailKind, address: &EmailAddress, path: String) -> Self {
        Self::text(kind, address.to_string(), path)
    }

    /// To a telephone.
    pub fn text(kind: MailKind, address: String, path: String) -> Self {
        Self {
            kind,
            address,
            path,
            chart: None,
            share: None,
            conversation: None,
            appointment: None,
            prospect: None,
            invite: None,
            grant: None,
            account: None,
            staff: None,
        }
    }
}

/// Queues a mail.
pub(crate) async fn queue_to(practice: &Practice, write: &Write, mail: Outgoing) -> Result<Uuid, Error> {
    let now = practice.clock.now();
    let id = practice.randomness.id();
    mails::ActiveModel {
        id: Set(id),
        kind: Set(mail.kind.name().into()),
        chart_id: Set(mail.chart),
        share_id: Set(mail.share),
        conversation_id: Set(mail.conversation),
        appointment_id: Set(mail.appointment),
        prospect_id: Set(mail.prospect),
        invite_id: Set(mail.invite),
        grant_id: Set(mail.grant),
        account_id: Set(mail.account),
        staff_id: Set(mail.staff),
        address: Set(mail.address),
        body: Set(Some(practice.sealer.seal(Place("mails.body", id), mail.path.as_bytes()))),
        state: Set(By(MailState::Queued)),
        tries: Set(0),
        next_try_at: Set(now),
        leased_until: Set(None),
        written_at: Set(now),
        sent_at: Set(None),
        trouble: Set(None),
        waits_for: Set(None),
        tries_at_server: Set(0),
    }
    .insert(&**write)
    .await?;
    Ok(id)
}

/// Waits until a mail has left, was refused, has to wait for another try or for an operator, or the time is up.
pub(crate) async fn wait_for_handover(practice: &Practice, mail: Uuid, at_most: Duration) -> Result<(), Error> {
    let step = std::time::Duration::from_millis(50);
    let steps = at_most.num_milliseconds() / 50;
    for _ in 0..steps {
        let mail = mails::by_id(practice.db.read(), mail).await?;
        let on_its_way = |mail: &mails::Model| mail.state.0 == MailState::Queued && mail.waits().is_none();
        if !mail.as_ref().is_some_and(on_its_way) {
            return Ok(());
        }
        tokio::time::sleep(step).await;
    }
    Ok(())
}

/// What became of the mail that carried a link.
pub(crate) async fn invitation(db: &impl ConnectionTrait, invite: Uuid, at: Local) -> Result<Option<MailLine>, Error> {
    Ok(mails::of_invite(db, invite).await?.map(|mail| line(mail, at)))
}

/// What became of the mail that told somebody that they may come back.
pub(crate) async fn restoration(db: &impl ConnectionTrait, grant: Uuid, at: Local) -> Result<Option<MailLine>, Error> {
    Ok(mails::of_grant(db, grant, MailKind::Restored).await?.map(|mail| line(mail, at)))
}

/// What became of the newest mail with a link to a new password that staff sent to an account.
pub(crate) async fn newest_reset(db: &impl ConnectionTrait, account: Uuid, at: Local) -> Result<Option<MailLine>, Error> {
    Ok(mails::of_account(db, account, MailKind::Reset).await?.map(|mail| line(mail, at)))
}

/// Whether another mail with a link to a new password has left for an account or a member of staff, or is about to for the first time.
pub(crate) async fn has_key_mail(
    db: &impl ConnectionTrait,
    account: Option<Uuid>,
    member: Option<Uuid>,
    besides: Uuid,
) -> Result<bool, Error> {
    Ok(mails::has_unfailed(db, account, member, &[MailKind::Forgot, MailKind::Reset, MailKind::Join], besides).await?)
}

/// Of **Forgot password** it is known only now whose mail it is, and where that person's mail goes.
pub(crate) async fn belongs_to(write: &Write, mail: Uuid, account: Option<Uuid>, member: Option<Uuid>, address: &str) -> Result<(), Error> {
    Ok(mails::belongs_to(&**write, mail, account, member, address).await?)
}

/// What is wrong with the newest mail to a member of staff.
pub(crate) enum Undelivered {
    /// It did not arrive for good: what the mail server said.
    Never(String),
    NotYet(MailWait),
}

/// Whether something is wrong with the newest mail to a member of staff, and what.
pub(crate) async fn undelivered_to(db: &impl ConnectionTrait, member: Uuid, at: Local) -> Result<Option<Undelivered>, Error> {
    Ok(mails::newest_of_staff(db, member).await?.and_then(|mail| undelivered(mail, at)))
}

/// The same of all of these, by who they are.
pub(crate) async fn undelivered_to_each(
    db: &impl ConnectionTrait,
    members: Vec<Uuid>,
    at: Local,
) -> Result<HashMap<Uuid, Undelivered>, Error> {
    let newest = mails::newest_of_each(db, members).await?;
    Ok(newest.into_iter().filter_map(|mail| Some((mail.staff_id?, undelivered(mail, at)?))).collect())
}

fn undelivered(mail: mails::Model, at: Local) -> Option<Undelivered> {
    match mail.is_given_up() {
        true => Some(Undelivered::Never(mail.trouble.unwrap_or_default())),
        false => wait(&mail, at).map(Undelivered::NotYet),
    }
}

fn line(mail: mails::Model, at: Local) -> MailLine {
    MailLine {
        state: mail.state.0,
        at: dates::moment(mail.sent_at.unwrap_or(mail.written_at), at.zone),
        waits: wait(&mail, at),
        address: mail.address,
        trouble: mail.trouble,
    }
}

/// Why a mail has not left yet, and when it is tried again.
pub(super) fn wait(mail: &mails::Model, at: Local) -> Option<MailWait> {
    let trouble = mail.waits()?;
    let comes = trouble != MailTrouble::NoServer && mail.next_try_at > at.now;
    Some(MailWait { trouble, next_try: comes.then(|| dates::moment(mail.next_try_at, at.zone)) })
}

/// Takes mails back that have not left, and off the To-do what waited for them.
async fn take_back(write: &Write, of: mails::Of) -> Result<(), Error> {
    mails::cancel(&**write, of).await?;
    tell_closed(write, tasks::close_of_cancelled(&**write, write.at()).await?);
    Ok(())
}

/// Takes back the mails of links that have not left.
pub(crate) async fn cancel_invitations(write: &Write, invites: &[Uuid]) -> Result<(), Error> {
    take_back(write, mails::Of::Invites(invites.to_vec())).await
}

/// Takes back what has not left of what grants would have been told.
pub(crate) async fn cancel_of_grants(write: &Write, grants: &[Uuid]) -> Result<(), Error> {
    take_back(write, mails::Of::Grants(grants.to_vec())).await
}

/// Takes back what has not left of what accounts would have been told.
pub(crate) async fn cancel_of_accounts(write: &Write, accounts: &[Uuid]) -> Result<(), Error> {
    take_back(write, mails::Of::Accounts(accounts.to_vec())).await
}

/// Takes back what has not left of what a member of staff would have been told.
pub(crate) async fn cancel_of_staff(write: &Write, member: Uuid) -> Result<(), Error> {
    take_back(write, mails::Of::Staff(member)).await
}

/// Takes back what has not left of one kind of what an account would have been told.
pub(crate) async fn cancel_of_kind(write: &Write, account: Uuid, kind: MailKind) -> Result<(), Error> {
    take_back(write, mails::Of::Kind(account, kind)).await
}

/// Takes back what has not left of the mails about a share.
pub(crate) async fn cancel_of_share(write: &Write, share: Uuid) -> Result<(), Error> {
    take_back(write, mails::Of::Share(share)).await
}

/// Takes these back, as far as they have not left: there is no reason for them any more.
pub(crate) async fn cancel_these(write: &Write, mails: Vec<Uuid>) -> Result<(), Error> {
    take_back(write, mails::Of::These(mails)).await
}

/// Takes back what has not left of the mails about an appointment: it is not so any more. One that still stands is still reminded of.
pub(crate) async fn cancel_of_appointment(write: &Write, appointment: Uuid, stands: bool) -> Result<(), Error> {
    let of = if stands { mails::Of::NewsOfAppointment(appointment) } else { mails::Of::Appointment(appointment) };
    take_back(write, of).await
}

/// Whether somebody was told when an appointment is, at that moment or later.
pub(crate) async fn was_told_of_appointment(db: &impl ConnectionTrait, appointment: Uuid, since: DateTime<Utc>) -> Result<bool, Error> {
    Ok(mails::was_told(db, appointment, since).await?)
}

/// How each of these mails stands.
pub(crate) async fn states_of(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, MailState>, Error> {
    Ok(mails::states(db, ids).await?.into_iter().map(|(id, By(state))| (id, state)).collect())
}

/// What each of these mails was, and where it went.
pub(crate) async fn mails_in_words(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>, Error> {
    let words = |mail: mails::Model| Some((mail.id, format!("{}, to {}", mail.kind()?.in_words(), mail.address)));
    Ok(mails::by_ids(db, ids).await?.into_iter().filter_map(words).collect())
}

/// Says of all mail of that kind that it has left: in a past that is made up.
pub(crate) async fn say_sent(write: &Write, kind: MailKind) -> Result<(), Error> {
    Ok(mails::say_sent(&**write, kind).await?)
}

/// Takes back every mail that has not left: after filling in demo data.
pub(crate) async fn cancel_all(write: &Write) -> Result<(), Error> {
    take_back(write, mails::Of::Everybody).await
}
