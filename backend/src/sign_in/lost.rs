//! A lost second factor: never by mail alone. The client waits three days, is told of it, and can stop it; and the password may
//! not have been set through a mail within the week before. Or the practice verifies who they are, and removes it at once.

use super::{
    Person, factors,
    factors::table::{factor_resets as resets, stop_links},
    table::{accounts, sessions},
};
use crate::{
    actors::Visitor,
    audit::Event,
    db::Write,
    error::Error,
    invites,
    notices::{self, Outgoing, Task},
    practice::Practice,
    secrets::Token,
    system::System,
};
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    notices::{MailKind, TaskKind},
    sign_in::{Awaits, Refusal, Side, check_factor_reset, factor_reminder_due, factor_reset_due},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

impl Visitor {
    /// **Lost your phone?** Asked by who has just given the right password.
    pub async fn report_lost_factor(&self, half: Option<&Token>) -> Result<(), Error> {
        let practice = &self.practice;
        let (awaits, person) = self.half_way(Side::Portal, half).await?;
        if awaits != Awaits::Factor {
            return Err(Error::NotFound);
        }
        let now = practice.clock.now();
        let write = practice.db.write(self.stamp_of(Side::Portal, &person)).await?;
        let account = accounts::for_update(&*write, person.id).await?.ok_or(Error::SignedOut)?;
        check_factor_reset(account.reset_at, now)?;
        if resets::open_of(&*write, person.id).await?.is_some() {
            return Err(Refusal::ResetAskedAlready.into());
        }
        let stop = practice.randomness.token();
        resets::ActiveModel {
            id: Set(practice.randomness.id()),
            account_id: Set(person.id),
            stop_hash: Set(stop.hash()),
            asked_at: Set(now),
            due_at: Set(factor_reset_due(now)),
            reminded: Set(0),
            stopped_at: Set(None),
            done_at: Set(None),
        }
        .insert(&*write)
        .await?;
        tell(practice, &write, &person, MailKind::FactorLost, format!("/stop/{}", stop.reveal())).await?;
        if let Some(grant) = invites::living_of_account(&*write, person.id, now).await?.first() {
            let task = Task { grant: Some(grant.id), ..Task::new(TaskKind::FactorReset, grant.chart_id) };
            notices::add_task(practice, &write, task).await?;
        }
        write.commit(Event::of(AuditAct::FactorLost).subject(person.id)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// **Stop**: whoever holds the link from one of the mails, and knows to which address it went, may end the request; it opens
    /// nothing else.
    pub async fn stop_factor_reset(&self, token: &str, email: &str) -> Result<(), Error> {
        let typed = EmailAddress::lenient(email)?;
        let db = self.practice.db.read();
        let hash = Token::read(token).map(|token| token.hash()).unwrap_or_default();
        let Some(found) = resets::by_stop(db, &hash).await? else { return Err(self.strange_link().await) };
        let account = accounts::by_id(db, found.account_id).await?.ok_or(Refusal::KeyUnknown)?;
        self.check_mailbox(account.id, &typed, &account.email).await?;
        let now = self.practice.clock.now();
        let write = self.write().await?;
        let found = resets::by_stop(&*write, &hash).await?.ok_or(Refusal::KeyUnknown)?;
        if found.done_at.is_some() {
            return Err(Refusal::KeyUsed.into());
        }
        let at = found.stopped_at.unwrap_or(now);
        resets::ActiveModel { stopped_at: Set(Some(at)), ..found.into_active_model() }.update(&*write).await?;
        notices::cancel_of_kind(&write, account.id, MailKind::FactorLostReminder).await?;
        // Who gave the password may be somebody else: nobody stays signed in.
        sessions::end_of_account(&*write, account.id, now).await?;
        Ok(write.commit(Event::of(AuditAct::FactorResetStopped).subject(account.id)).await?)
    }
}

impl System {
    /// Removes the next lost second factor whose three days are over. Returns whether there was one.
    pub async fn do_next_factor_reset(&self) -> Result<bool, Error> {
        do_next(&self.practice, self).await
    }
}

/// Removes what is lost, where three days have passed and nobody has stopped it; or reminds somebody before. Returns whether there
/// was anything to do.
async fn do_next(practice: &Practice, system: &System) -> Result<bool, Error> {
    let now = practice.clock.now();
    let write = practice.db.write(system.stamp()).await?;
    let Some(reset) = resets::due(&*write, now).await? else { return remind_next(practice, write).await };
    let account = reset.account_id;
    resets::ActiveModel { done_at: Set(Some(now)), ..reset.into_active_model() }.update(&*write).await?;
    remove(practice, &write, account).await?;
    write.commit(Event::of(AuditAct::FactorReset).subject(account).detail("after three days")).await?;
    practice.ring_for_mail();
    Ok(true)
}

/// Another mail about what is to be removed, with a link of its own that stops it. Those before go on working.
async fn remind_next(practice: &Practice, write: Write) -> Result<bool, Error> {
    let now = practice.clock.now();
    let Some(reset) = resets::to_remind(&*write, now).await? else { return Ok(false) };
    let Some(number) = factor_reminder_due(reset.asked_at, reset.reminded, now) else { return Ok(false) };
    let account = accounts::by_id(&*write, reset.account_id).await?.ok_or(Error::NotFound)?;
    let (id, stop) = (account.id, practice.randomness.token());
    stop_links::ActiveModel { token_hash: Set(stop.hash()), reset_id: Set(reset.id) }.insert(&*write).await?;
    resets::ActiveModel { reminded: Set(number), ..reset.into_active_model() }.update(&*write).await?;
    tell(practice, &write, &Person::from(account), MailKind::FactorLostReminder, format!("/stop/{}", stop.reveal())).await?;
    write.commit(Event::of(AuditAct::FactorReminded).subject(id)).await?;
    practice.ring_for_mail();
    Ok(true)
}

/// Removes every second factor of an account, ends its sessions, and tells its holder.
pub(crate) async fn remove(practice: &Practice, write: &Write, account: Uuid) -> Result<(), Error> {
    let now = practice.clock.now();
    let account = accounts::for_update(&**write, account).await?.ok_or(Error::NotFound)?;
    if let Some(open) = resets::open_of(&**write, account.id).await? {
        resets::ActiveModel { done_at: Set(Some(now)), ..open.into_active_model() }.update(&**write).await?;
    }
    notices::cancel_of_kind(write, account.id, MailKind::FactorLostReminder).await?;
    factors::remove_all(practice, write, account.id).await?;
    sessions::end_of_account(&**write, account.id, now).await?;
    tell(practice, write, &Person::from(account), MailKind::FactorsChanged, "/login".into()).await
}

/// Who signs in with the second factor has not lost it.
pub(super) async fn found_again(practice: &Practice, write: &Write, account: Uuid) -> Result<(), Error> {
    if let Some(open) = resets::open_of(&**write, account).await? {
        resets::ActiveModel { stopped_at: Set(Some(practice.clock.now())), ..open.into_active_model() }.update(&**write).await?;
        notices::cancel_of_kind(write, account, MailKind::FactorLostReminder).await?;
    }
    Ok(())
}

async fn tell(practice: &Practice, write: &Write, person: &Person, kind: MailKind, path: String) -> Result<(), Error> {
    let mail = Outgoing { account: Some(person.id), ..Outgoing::new(kind, &EmailAddress::lenient(&person.email)?, path) };
    notices::queue_to(practice, write, mail).await?;
    Ok(())
}
