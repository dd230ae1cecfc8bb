//! Another address to sign in with. Both addresses confirm it, with the account's password, and for a week the old one can take it
//! back (T8).
//!
//! It must never tell whether somebody else has the new address: then its mail is simply not sent, and nothing comes of it.

use super::{
    Person,
    factors::table::address_changes as changes,
    security::proved,
    table::{accounts, sessions},
};
use crate::{
    actors::{Holder, Visitor},
    audit::Event,
    db::Write,
    error::{Error, taken},
    notices::{self, Mail, Outgoing},
    practice::Practice,
    secrets::Token,
};
use domain::{
    audit::AuditAct,
    charts::{EmailAddress, address_key},
    notices::MailKind,
    sign_in::{AddressPage, CHANGE_LIFE, Refusal, Side, StepUpScope, UNDO_LIFE, check_change},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

impl Holder {
    /// Asks for another address to sign in with. Nothing changes before both addresses have confirmed it.
    pub async fn change_address(&self, email: &str) -> Result<(), Error> {
        let practice = &self.practice;
        proved(practice, &self.session, StepUpScope::OwnSignIn)?;
        let new = EmailAddress::read(email)?;
        if new.key() == address_key(&self.account.email) {
            return Err(Refusal::AddressAsNow.into());
        }
        let old = EmailAddress::lenient(&self.account.email)?;
        let now = practice.clock.now();
        let [old_token, new_token, nobodys] = [(); 3].map(|()| practice.randomness.token());
        let write = self.write().await?;
        // Held, so that of two changes at this moment the second replaces the first.
        accounts::for_update(&*write, self.account.id).await?.ok_or(Error::SignedOut)?;
        changes::replace(&*write, self.account.id, now).await?;
        changes::ActiveModel {
            id: Set(practice.randomness.id()),
            account_id: Set(self.account.id),
            old_email: Set(old.to_string()),
            new_email: Set(new.to_string()),
            old_hash: Set(old_token.hash()),
            new_hash: Set(new_token.hash()),
            // The link that takes it back is made when there is something to take back.
            undo_hash: Set(nobodys.hash()),
            asked_at: Set(now),
            ends_at: Set(now + CHANGE_LIFE),
            old_confirmed_at: Set(None),
            new_confirmed_at: Set(None),
            done_at: Set(None),
            undo_until: Set(None),
            undone_at: Set(None),
            replaced_at: Set(None),
        }
        .insert(&*write)
        .await?;
        let free = accounts::by_email(&*write, new.as_str()).await?.is_none();
        tell(practice, &write, self.account.id, MailKind::ConfirmAddress, &old, link(&old_token)).await?;
        if free {
            tell(practice, &write, self.account.id, MailKind::ConfirmAddress, &new, link(&new_token)).await?;
        }
        write.commit(Event::of(AuditAct::AddressAsked).subject(self.account.id)).await?;
        practice.ring_for_mail();
        Ok(())
    }
}

impl Visitor {
    /// The page behind one of the links. Looking changes nothing.
    pub async fn address_page(&self, token: &str) -> Result<AddressPage, Error> {
        let hash = match Token::read(token) {
            Some(token) => token.hash(),
            None => return Ok(AddressPage::Dead(Refusal::KeyUnknown)),
        };
        let now = self.practice.clock.now();
        let Some(change) = changes::by_link(self.practice.db.read(), &hash).await? else {
            return Ok(AddressPage::Dead(Refusal::KeyUnknown));
        };
        if change.undo_hash == hash {
            return Ok(match (change.undone_at, change.undo_until) {
                (Some(_), _) => AddressPage::Dead(Refusal::KeyUsed),
                (None, Some(until)) if now < until => AddressPage::Undo,
                (None, Some(_)) => AddressPage::Dead(Refusal::KeyExpired),
                (None, None) => AddressPage::Waits,
            });
        }
        if let Err(reason) = check_change(change.facts(), now) {
            return Ok(AddressPage::Dead(reason));
        }
        let confirmed = if change.old_hash == hash { change.old_confirmed_at } else { change.new_confirmed_at };
        Ok(if confirmed.is_some() { AddressPage::Waits } else { AddressPage::Confirm })
    }

    /// The address to which the change leads that a link of one of the mails is about. The mail names it too.
    pub async fn address_behind(&self, token: &str) -> Result<Option<String>, Error> {
        let Some(token) = Token::read(token) else { return Ok(None) };
        Ok(changes::by_link(self.practice.db.read(), &token.hash()).await?.map(|change| change.new_email))
    }

    /// **Confirm**: with the password, so that who reads a mail that went to a mistyped address confirms nothing, and neither does
    /// a mail scanner (T7). Tells whether the new address counts now, or waits for the other one.
    pub async fn confirm_address(&self, token: &str, password: &str) -> Result<AddressPage, Error> {
        if password.is_empty() {
            return Err(Refusal::PasswordNotTyped.into());
        }
        let practice = &self.practice;
        let _turn = practice.passwords.at_the_door().await;
        let (hash, change) = self.change_behind(token).await?;
        if change.undo_hash == hash {
            return Err(Refusal::KeyUnknown.into());
        }
        check_change(change.facts(), practice.clock.now())?;
        let account = accounts::by_id(practice.db.read(), change.account_id).await?.ok_or(Refusal::KeyUnknown)?;
        let person = Person::from(account);
        let turn = super::code_turn(practice, Side::Portal, &person, &self.origin).await?;
        if !practice.passwords.verify(&turn, password, person.password_hash()).await {
            self.record(Event::of(AuditAct::ProofFailed).subject(person.id)).await?;
            return Err(Refusal::WrongPassword.into());
        }
        turn.was_right(practice).await?;
        self.note_confirmation(&hash, &person).await
    }

    /// One address has confirmed. With the other one, the new address counts, every session ends, and both are told.
    async fn note_confirmation(&self, hash: &[u8], person: &Person) -> Result<AddressPage, Error> {
        let practice = &self.practice;
        let write = self.write().await?;
        let now = practice.clock.now();
        let change = changes::by_link(&*write, hash).await?.ok_or(Refusal::KeyUnknown)?;
        check_change(change.facts(), now)?;
        // Looked at once more, held: a password that was reset a moment ago counts.
        let account = accounts::for_update(&*write, change.account_id).await?.ok_or(Refusal::KeyUnknown)?;
        if account.password_hash != person.password_hash {
            return Err(Refusal::WrongPassword.into());
        }
        let id = account.id;
        let by_old = change.old_hash == hash;
        let (old_at, new_at) = (change.old_confirmed_at.or(by_old.then_some(now)), change.new_confirmed_at.or((!by_old).then_some(now)));
        let both = old_at.is_some() && new_at.is_some();
        let (old, new) = (EmailAddress::lenient(&change.old_email)?, EmailAddress::lenient(&change.new_email)?);
        if both && accounts::by_email(&*write, new.as_str()).await?.is_some() {
            return Err(Refusal::KeyExpired.into());
        }
        let undo = practice.randomness.token();
        changes::ActiveModel {
            old_confirmed_at: Set(old_at),
            new_confirmed_at: Set(new_at),
            undo_hash: Set(if both { undo.hash() } else { change.undo_hash.clone() }),
            done_at: Set(both.then_some(now)),
            undo_until: Set(both.then_some(now + UNDO_LIFE)),
            ..change.into_active_model()
        }
        .update(&*write)
        .await?;
        if both {
            accounts::ActiveModel { email: Set(new.to_string()), email_key: Set(new.key()), ..account.into_active_model() }
                .update(&*write)
                .await
                .map_err(taken(Refusal::KeyExpired))?;
            sessions::end_of_account(&*write, id, now).await?;
            tell(practice, &write, id, MailKind::AddressChanged, &new, "/login".into()).await?;
            tell(practice, &write, id, MailKind::AddressLeft, &old, link(&undo)).await?;
        }
        let act = if both { AuditAct::AddressChanged } else { AuditAct::AddressConfirmed };
        write.commit(Event::of(act).subject(id).detail(if by_old { "at the old address" } else { "at the new address" })).await?;
        practice.ring_for_mail();
        Ok(if both { AddressPage::Confirm } else { AddressPage::Waits })
    }

    /// **Undo**: by who has the mail at the old address, and knows which address that is.
    pub async fn undo_address(&self, token: &str, email: &str) -> Result<(), Error> {
        let typed = EmailAddress::lenient(email)?;
        let practice = &self.practice;
        let (hash, change) = self.change_behind(token).await?;
        if change.undo_hash != hash {
            return Err(Refusal::KeyUnknown.into());
        }
        self.check_mailbox(change.account_id, &typed, &change.old_email).await?;
        let write = self.write().await?;
        let now = practice.clock.now();
        let change = changes::by_link(&*write, &hash).await?.ok_or(Refusal::KeyUnknown)?;
        let account = accounts::for_update(&*write, change.account_id).await?.ok_or(Refusal::KeyUnknown)?;
        let (id, old) = (account.id, EmailAddress::lenient(&change.old_email)?);
        if change.undone_at.is_some() {
            return Err(Refusal::KeyUsed.into());
        }
        let open = change.undo_until.is_some_and(|until| now < until);
        let elsewhere = accounts::by_email(&*write, old.as_str()).await?.is_some_and(|other| other.id != id);
        if !open || elsewhere {
            return Err(Refusal::KeyExpired.into());
        }
        accounts::ActiveModel { email: Set(old.to_string()), email_key: Set(old.key()), ..account.into_active_model() }
            .update(&*write)
            .await
            .map_err(taken(Refusal::KeyExpired))?;
        changes::ActiveModel { undone_at: Set(Some(now)), ..change.into_active_model() }.update(&*write).await?;
        sessions::end_of_account(&*write, id, now).await?;
        tell(practice, &write, id, MailKind::AddressUndone, &old, "/forgot".into()).await?;
        write.commit(Event::of(AuditAct::AddressUndone).subject(id)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    /// The change that a link is about.
    async fn change_behind(&self, token: &str) -> Result<(Vec<u8>, changes::Model), Error> {
        if let Some(token) = Token::read(token)
            && let Some(change) = changes::by_link(self.practice.db.read(), &token.hash()).await?
        {
            return Ok((token.hash(), change));
        }
        Err(self.strange_link().await)
    }
}

/// Whether an address is the old or the new one of an account's change: mail about it goes to both.
pub(crate) async fn asks_at(db: &impl ConnectionTrait, account: Uuid, address: &str) -> Result<bool, Error> {
    Ok(changes::has(db, account, address).await?)
}

/// The address to which an account's change that waits still leads.
pub(super) async fn asked_for(practice: &Practice, account: Uuid) -> Result<Option<String>, Error> {
    let newest = changes::newest(practice.db.read(), account).await?;
    Ok(newest.filter(|change| check_change(change.facts(), practice.clock.now()).is_ok()).map(|change| change.new_email))
}

/// What a mail about a change of address says of it.
pub(crate) async fn change_in_words(db: &impl ConnectionTrait, mail: &Mail) -> Result<Vec<String>, Error> {
    let Some(account) = mail.account_id else { return Ok(Vec::new()) };
    let Some(change) = changes::newest(db, account).await? else { return Ok(Vec::new()) };
    Ok(vec![format!("The old address: {}. The new address: {}.", change.old_email, change.new_email)])
}

/// Where a mail's button leads.
fn link(token: &Token) -> String {
    format!("/address/{}", token.reveal())
}

async fn tell(practice: &Practice, write: &Write, account: Uuid, kind: MailKind, to: &EmailAddress, path: String) -> Result<(), Error> {
    notices::queue_to(practice, write, Outgoing { account: Some(account), ..Outgoing::new(kind, to, path) }).await?;
    Ok(())
}
