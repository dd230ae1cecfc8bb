//! Delivery: takes one mail at a time from the outbox, hands it over, and notes what became of it.

use super::{
    letter::Letter,
    table::mails,
    todo::{Task, add_task},
};
use crate::{audit::Event, error::Error, mail::Handover, practice::Practice, sealing::Place, settings, sign_in, system::System};
use chrono::Duration;
use domain::{
    audit::AuditAct,
    notices::{MOST_TRIES, MailKind, MailState, TaskKind, retry_after},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Nobody else touches a mail that is being sent, for this long.
const LEASE: Duration = Duration::minutes(2);

/// Sends the next mail whose turn has come. Returns whether there was one.
pub(crate) async fn deliver_next(practice: &Practice, system: &System) -> Result<bool, Error> {
    let Some(mail) = lease(practice).await? else { return Ok(false) };
    let outcome = hand_over(practice, system, &mail).await;
    settle(practice, system, mail, outcome).await?;
    Ok(true)
}

async fn lease(practice: &Practice) -> Result<Option<mails::Model>, Error> {
    let now = practice.clock.now();
    let tx = practice.db.housekeeping().await?;
    let Some(mail) = mails::due(&*tx, now).await? else { return Ok(None) };
    let mail = mails::ActiveModel { leased_until: Set(Some(now + LEASE)), ..mail.into_active_model() }.update(&*tx).await?;
    tx.commit().await?;
    Ok(Some(mail))
}

async fn hand_over(practice: &Practice, system: &System, mail: &mails::Model) -> Result<Handover, Error> {
    let Some(body) = &mail.body else { return Ok(Handover::Refused("the mail has no text any more".into())) };
    let path = String::from_utf8_lossy(&practice.sealer.open(Place("mails.body", mail.id), body)?).into_owned();
    let Some(kind) = MailKind::from_name(&mail.kind) else { return Ok(Handover::Refused("this kind of mail is not known".into())) };
    // A link to a new password is made now, so that its secret never waits anywhere.
    let path = match kind {
        MailKind::Reset | MailKind::Forgot | MailKind::Join => match sign_in::make_key(practice, system, mail, kind, &path).await? {
            Some(path) => path,
            None => return Ok(Handover::Nobody),
        },
        _ => path,
    };
    if practice.mail.keeps_text() {
        keep(practice, mail, &path).await?;
    }
    let settings = settings::load(practice).await?;
    let discreet = super::mailbox::is_discreet(practice, mail).await?;
    let letter = Letter::write(kind, &settings, discreet, &format!("{}{path}", practice.public_url));
    Ok(practice.mail.hand_over(mail.id, &mail.address, &letter).await)
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
    let tries = mail.tries + 1;
    let (id, chart, address) = (mail.id, mail.chart_id, mail.address.clone());
    let outcome = outcome.unwrap_or_else(|error| {
        tracing::error!(mail = %id, %error, "a mail could not be written");
        Handover::Later("the mail could not be written".into())
    });
    let (state, trouble) = match outcome {
        Handover::Done => (MailState::Sent, None),
        Handover::Nobody => (MailState::Cancelled, None),
        Handover::Refused(reason) => (MailState::Bounced, Some(reason)),
        Handover::Later(reason) if tries >= MOST_TRIES => (MailState::Failed, Some(reason)),
        Handover::Later(reason) => (MailState::Queued, Some(reason)),
    };
    let write = practice.db.write(system.stamp()).await?;
    let Some(mail) = mails::by_id(&*write, id).await? else { return Ok(()) };
    let sent = state == MailState::Sent;
    // What was taken back meanwhile stays taken back, unless it has left already.
    let state = if mail.state == MailState::Cancelled.name() && !sent { MailState::Cancelled } else { state };
    let erased = state == MailState::Cancelled || sent && !practice.mail.keeps_text();
    mails::ActiveModel {
        body: if erased { Set(None) } else { Set(mail.body.clone()) },
        state: Set(state.name().into()),
        tries: Set(tries),
        next_try_at: Set(now + retry_after(tries)),
        leased_until: Set(None),
        sent_at: Set(sent.then_some(now)),
        trouble: Set(trouble),
        ..mail.into_active_model()
    }
    .update(&*write)
    .await?;
    if let (MailState::Bounced | MailState::Failed, Some(chart)) = (state, chart) {
        add_task(practice, &write, Task { mail: Some(id), ..Task::new(TaskKind::FailedMail, chart) }).await?;
    }
    let act = if sent { AuditAct::MailSent } else { AuditAct::MailFailed };
    let event = Event::of(act).subject(id).detail(format!("try {tries}: {}", state.name()));
    let event = match chart {
        Some(chart) => event.chart(chart),
        None => event,
    };
    write.commit(event).await?;
    tracing::info!(mail = %id, state = state.name(), tries, host = host_of(&address), "mail");
    Ok(())
}

/// The host of an address: enough to find a mail server's trouble in the log, and no person.
fn host_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, host)| host)
}
