//! Delivery: takes one mail at a time from the outbox, hands it over, and notes what became of it.

use super::{
    table::{mails, tasks},
    tasks::{Task, add_task, say_that_no_mail_leaves, tell_closed},
};
use crate::{
    audit::Event,
    db::Write,
    error::Error,
    forms, invites,
    mail::{Handover, MailTransport, NO_SERVER},
    practice::Practice,
    sealing::Place,
    settings,
    sign_in::{self, KeyMail},
    stored::By,
    system::System,
    workflows,
};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    notices::{MailKind, MailState, MailTrouble, TOLD_AFTER, TaskKind, Tries},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Nobody else touches a mail that is being sent, for this long.
const LEASE: Duration = Duration::minutes(2);

impl System {
    /// Sends the next mail whose turn has come. Returns whether there was one.
    pub async fn deliver_next(&self) -> Result<bool, Error> {
        deliver_next(&self.practice, self).await
    }

    /// Whether mail is handed to a mail server, or shown in the demo mailbox. If not, it waits.
    pub async fn mail_can_leave(&self) -> Result<bool, Error> {
        can_leave(&self.practice).await
    }
}

async fn deliver_next(practice: &Practice, system: &System) -> Result<bool, Error> {
    let leaves = mails::Leaves { mail: can_leave(practice).await?, texts: texts_can_leave(practice).await? };
    if !leaves.mail {
        let tx = practice.db.housekeeping().await?;
        mails::wait_because(&*tx, MailTrouble::NoServer, NO_SERVER).await?;
        tx.commit().await?;
    }
    if !leaves.mail && !leaves.texts {
        return Ok(false);
    }
    let Some(mail) = lease(practice, leaves).await? else { return Ok(false) };
    let outcome = hand_over(practice, system, &mail).await;
    settle(practice, system, mail, outcome).await?;
    Ok(true)
}

/// Whether there is somebody to hand mail to. What waits until there is counts as no try, and is never given up: it leaves as soon as
/// the practice is opened with a mail server.
async fn can_leave(practice: &Practice) -> Result<bool, Error> {
    match practice.mail.transport {
        MailTransport::Smtp(_) => Ok(true),
        MailTransport::DemoMailbox => settings::is_demo(practice).await,
        MailTransport::Nowhere => Ok(false),
    }
}

/// Whether there is a service that sends texts, or a demo mailbox to show them.
pub(crate) async fn texts_can_leave(practice: &Practice) -> Result<bool, Error> {
    Ok(practice.mail.texts.is_some() || practice.mail.keeps_text() && can_leave(practice).await?)
}

async fn lease(practice: &Practice, leaves: mails::Leaves) -> Result<Option<mails::Model>, Error> {
    let now = practice.clock.now();
    let tx = practice.db.housekeeping().await?;
    let Some(mail) = mails::due(&*tx, now, leaves).await? else { return Ok(None) };
    let mail = mails::ActiveModel { leased_until: Set(Some(now + LEASE)), ..mail.into_active_model() }.update(&*tx).await?;
    tx.commit().await?;
    Ok(Some(mail))
}

async fn hand_over(practice: &Practice, system: &System, mail: &mails::Model) -> Result<Handover, Error> {
    let Some(path) = path(practice, mail)? else { return Ok(Handover::Refused("the mail has no text any more".into())) };
    let Some(kind) = mail.kind() else { return Ok(Handover::Refused("this kind of mail is not known".into())) };
    // A link to a new password is made now, so that its secret never waits anywhere.
    let made = match kind {
        MailKind::Reset | MailKind::Forgot | MailKind::Join | MailKind::NewDevice => {
            sign_in::make_key(practice, system, mail, kind, &path).await?
        }
        // What reminds has to have a reason still.
        kind if MailKind::REMINDERS.contains(&kind) && !workflows::stands(practice, system, mail).await? => None,
        MailKind::NewForm if !forms::mail_stands(practice.db.read(), mail.id).await? => None,
        MailKind::ReminderText => Some(KeyMail { address: mail.address.clone(), path }),
        _ => address_now(practice, mail, kind).await?.map(|address| KeyMail { address, path }),
    };
    let Some(KeyMail { address, path }) = made else { return Ok(Handover::Nobody) };
    if practice.mail.keeps_text() {
        keep(practice, mail, &path).await?;
    }
    let settings = settings::load(practice).await?;
    let letter = super::mailbox::write(practice, &settings, mail, kind, &path, &address).await?;
    Ok(match &practice.mail.texts {
        Some(service) if kind.is_text() => service.hand_over(&address, &letter.said).await,
        _ => practice.mail.hand_over(mail.id, &address, &letter).await,
    })
}

/// Where a mail goes now. What was written down when it was queued may be nobody's address any more: mail goes to an address that
/// stands in the practice at this moment, or nowhere.
async fn address_now(practice: &Practice, mail: &mails::Model, kind: MailKind) -> Result<Option<String>, Error> {
    let db = practice.db.read();
    let offered = match (kind, mail.grant_id) {
        (MailKind::Offer, Some(grant)) => invites::account_of(db, grant).await?,
        _ => None,
    };
    match (mail.account_id.or(offered), mail.staff_id) {
        // The old and the new address of a change hear of it, each for itself.
        (Some(account), _) if kind.is_about_an_address() => {
            Ok(sign_in::asks_at(db, account, &mail.address).await?.then(|| mail.address.clone()))
        }
        (Some(account), _) => Ok(sign_in::account(db, account).await?.map(|account| account.email)),
        (None, Some(member)) => Ok(sign_in::member(db, member).await?.map(|member| member.email)),
        (None, None) if mail.prospect_id.is_some() => Ok(Some(mail.address.clone())),
        (None, None) => match mail.grant_id {
            Some(grant) if invites::was_invited_at(db, grant, &mail.address).await? => Ok(Some(mail.address.clone())),
            _ => Ok(None),
        },
    }
}

/// Where the mail's button leads.
fn path(practice: &Practice, mail: &mails::Model) -> Result<Option<String>, Error> {
    let Some(body) = &mail.body else { return Ok(None) };
    Ok(Some(String::from_utf8_lossy(&practice.sealer.open(Place("mails.body", mail.id), body)?).into_owned()))
}

/// For the demo mailbox: the link that was made for this mail stands in it.
async fn keep(practice: &Practice, mail: &mails::Model, path: &str) -> Result<(), Error> {
    let tx = practice.db.housekeeping().await?;
    let body = practice.sealer.seal(Place("mails.body", mail.id), path.as_bytes());
    mails::ActiveModel { body: Set(Some(body)), ..mail.clone().into_active_model() }.update(&*tx).await?;
    Ok(tx.commit().await?)
}

async fn settle(practice: &Practice, system: &System, mail: mails::Model, outcome: Result<Handover, Error>) -> Result<(), Error> {
    let now = practice.clock.now();
    let (id, chart, address) = (mail.id, mail.chart_id, mail.address.clone());
    let outcome = outcome.unwrap_or_else(|error| {
        tracing::error!(mail = %id, %error, "a mail could not be written");
        Handover::Later(MailTrouble::Unwritten, "the mail could not be written".into())
    });
    let before = mail.failed_tries();
    let tries = match &outcome {
        Handover::Later(trouble, _) => before.and(*trouble),
        Handover::Done | Handover::Nobody | Handover::Refused(_) => Tries { of_mail: before.of_mail + 1, ..before },
    };
    let (state, trouble, words) = match outcome {
        Handover::Done => (MailState::Sent, None, None),
        Handover::Nobody => (MailState::Cancelled, None, None),
        Handover::Refused(words) => (MailState::Bounced, None, Some(words)),
        Handover::Later(trouble, words) if tries.are_over() => (MailState::Failed, Some(trouble), Some(words)),
        Handover::Later(trouble, words) => (MailState::Queued, Some(trouble), Some(words)),
    };
    let write = practice.db.write(system.stamp()).await?;
    // Held: what is taken back at this moment stays taken back.
    let Some(mail) = mails::for_update(&*write, id).await? else { return Ok(()) };
    let sent = state == MailState::Sent;
    // What was taken back meanwhile stays taken back, unless it has left already.
    let state = if mail.state.0 == MailState::Cancelled && !sent { MailState::Cancelled } else { state };
    let erased = state == MailState::Cancelled || sent && !practice.mail.keeps_text();
    let mut settled = mails::ActiveModel {
        state: Set(By(state)),
        tries: Set(tries.all()),
        tries_at_server: Set(tries.at_server),
        next_try_at: Set(trouble.map_or(now, |trouble| now + tries.pause(trouble))),
        leased_until: Set(None),
        sent_at: Set(sent.then_some(now)),
        trouble: Set(words),
        waits_for: Set(trouble.filter(|_| state == MailState::Queued).map(By)),
        ..mail.into_active_model()
    };
    if erased {
        settled.body = Set(None);
    }
    let mail = settled.update(&*write).await?;
    // A text that does not arrive stands in the list of what was sent: the mail beside it has told the same.
    if mail.kind().is_none_or(|kind| !kind.is_text()) {
        put_on_to_do(practice, &write, mail, state, trouble).await?;
    }
    let act = if sent { AuditAct::MailSent } else { AuditAct::MailFailed };
    let detail = format!("try {}: {}", tries.all(), state.name());
    write.commit(Event::of(act).of_chart(chart).subject(id).detail(detail)).await?;
    tracing::info!(mail = %id, state = state.name(), tries = tries.all(), host = host_of(&address), "mail");
    Ok(())
}

/// What a try changes on the To-do. A mail stands there from its second failed try on, until it leaves, is taken back, or somebody is
/// done with it; the server's trouble stands there once, for administrators, until mail leaves again.
async fn put_on_to_do(
    practice: &Practice,
    write: &Write,
    mail: mails::Model,
    state: MailState,
    trouble: Option<MailTrouble>,
) -> Result<(), Error> {
    match state {
        MailState::Sent => {
            tell_closed(write, tasks::close_of_mail(&**write, mail.id, write.at()).await?);
            tell_closed(write, tasks::close_of_kind(&**write, TaskKind::MailServer, write.at()).await?);
        }
        MailState::Cancelled => tell_closed(write, tasks::close_of_mail(&**write, mail.id, write.at()).await?),
        MailState::Queued | MailState::Failed | MailState::Bounced => {
            if trouble.is_some_and(MailTrouble::is_servers) {
                say_that_no_mail_leaves(practice, write, mail.id).await?;
            }
            let is_told = mail.tries == TOLD_AFTER || mail.is_given_up();
            if is_told && !tasks::is_open_for_mail(&**write, mail.id).await? {
                tell_staff(practice, write, mail).await?;
            }
        }
    }
    Ok(())
}

/// Puts on the To-do what has not left, or could not be delivered: for who looks after the chart, or one that the account holds; and where it went to
/// a member of staff, for who manages the team.
async fn tell_staff(practice: &Practice, write: &Write, mail: mails::Model) -> Result<(), Error> {
    let (account, member) = match (mail.kind(), path(practice, &mail).ok().flatten()) {
        (Some(kind), Some(path)) => sign_in::addressee(&**write, &mail, kind, &path).await?,
        _ => (mail.account_id, mail.staff_id),
    };
    let held = match account {
        Some(account) => invites::living_of_account(&**write, account, practice.clock.now()).await?,
        None => Vec::new(),
    };
    let task = match (mail.chart_id.or(held.first().map(|grant| grant.chart_id)), member) {
        (Some(chart), _) => Task::new(TaskKind::FailedMail, chart),
        (None, Some(_)) => Task::new(TaskKind::FailedTeamMail, None),
        (None, None) => return Ok(()),
    };
    add_task(practice, write, Task { mail: Some(mail.id), ..task }).await?;
    // Of **Forgot password** it was not known before whose mail it is.
    mails::ActiveModel { account_id: Set(account), staff_id: Set(member), ..mail.into_active_model() }.update(&**write).await?;
    Ok(())
}

/// The host of an address: enough to find a mail server's trouble in the log, and no person.
fn host_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, host)| host)
}
