//! Another address to sign in with. Both addresses confirm it, and for a week the old one can take it back (T8).
//!
//! It must never tell whether somebody else has the new address: then its mail is simply not sent, and nothing comes of it.

use super::{
    factors::table::address_changes as changes,
    security::proved,
    table::{accounts, sessions},
    throttle,
};
use crate::{
    actors::{Holder, Visitor},
    audit::Event,
    error::Error,
    notices::{self, Outgoing},
    secrets::Token,
};
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    notices::MailKind,
    sign_in::{AddressPage, CHANGE_LIFE, Refusal, UNDO_LIFE, check_change},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

impl Holder {
    /// Asks for another address to sign in with. Nothing changes before both addresses have confirmed it.
    pub async fn change_address(&self, email: &str) -> Result<(), Error> {
        let practice = &self.practice;
        proved(practice, &self.session)?;
        let new = EmailAddress::read(email)?;
        if new.key() == self.account.email_key {
            return Err(domain::charts::Refusal::EmailTwice.into());
        }
        let old = EmailAddress::read(&self.account.email)?;
        let now = practice.clock.now();
        let [old_token, new_token, undo] = [(); 3].map(|()| practice.randomness.token());
        let write = self.write().await?;
        changes::replace(&*write, self.account.id, now).await?;
        changes::ActiveModel {
            id: Set(practice.randomness.id()),
            account_id: Set(self.account.id),
            old_email: Set(old.to_string()),
            new_email: Set(new.to_string()),
            old_hash: Set(old_token.hash()),
            new_hash: Set(new_token.hash()),
            undo_hash: Set(undo.hash()),
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
        let free = accounts::by_email(&*write, &new.key()).await?.is_none();
        for (address, token) in [(Some(&old), &old_token), (Some(&new).filter(|_| free), &new_token)] {
            let Some(address) = address else { continue };
            let path = format!("/address/{}", token.reveal());
            let mail = Outgoing { account: Some(self.account.id), ..Outgoing::new(MailKind::ConfirmAddress, address, path) };
            notices::queue_to(practice, &write, mail).await?;
        }
        // The link that undoes is told to the old address now, with its own mail, and works once the change is made.
        let path = format!("/address/{}", undo.reveal());
        let mail = Outgoing { account: Some(self.account.id), ..Outgoing::new(MailKind::AddressAsked, &old, path) };
        notices::queue_to(practice, &write, mail).await?;
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

    /// **Confirm**, or **Undo**: what the link is for.
    pub async fn follow_address_link(&self, token: &str) -> Result<AddressPage, Error> {
        let practice = &self.practice;
        throttle::take_turn(practice, &[&format!("links {}", self.origin.address)]).await?;
        let hash = Token::read(token).ok_or(Refusal::KeyUnknown)?.hash();
        let write = self.write().await?;
        let now = practice.clock.now();
        let change = changes::by_link(&*write, &hash).await?.ok_or(Refusal::KeyUnknown)?;
        let account = accounts::held(&*write, change.account_id).await?.ok_or(Refusal::KeyUnknown)?;
        let id = account.id;
        if change.undo_hash == hash {
            let open = change.undone_at.is_none() && change.undo_until.is_some_and(|until| now < until);
            let old = EmailAddress::read(&change.old_email)?;
            let taken = accounts::by_email(&*write, &old.key()).await?.is_some_and(|other| other.id != id);
            if !open || taken {
                return Err(Refusal::KeyExpired.into());
            }
            accounts::ActiveModel { email: Set(old.to_string()), email_key: Set(old.key()), ..account.into_active_model() }
                .update(&*write)
                .await?;
            changes::ActiveModel { undone_at: Set(Some(now)), ..change.into_active_model() }.update(&*write).await?;
            sessions::end_of_account(&*write, id, now).await?;
            write.commit(Event::of(AuditAct::AddressUndone).subject(id)).await?;
            return Ok(AddressPage::Undo);
        }
        check_change(change.facts(), now)?;
        let by_old = change.old_hash == hash;
        let (old_at, new_at) = (change.old_confirmed_at.or(by_old.then_some(now)), change.new_confirmed_at.or((!by_old).then_some(now)));
        let both = old_at.is_some() && new_at.is_some();
        let new = EmailAddress::read(&change.new_email)?;
        if both && accounts::by_email(&*write, &new.key()).await?.is_some() {
            return Err(Refusal::KeyExpired.into());
        }
        changes::ActiveModel {
            old_confirmed_at: Set(old_at),
            new_confirmed_at: Set(new_at),
            done_at: Set(both.then_some(now)),
            undo_until: Set(both.then_some(now + UNDO_LIFE)),
            ..change.into_active_model()
        }
        .update(&*write)
        .await?;
        if both {
            accounts::ActiveModel { email: Set(new.to_string()), email_key: Set(new.key()), ..account.into_active_model() }
                .update(&*write)
                .await?;
            sessions::end_of_account(&*write, id, now).await?;
        }
        let act = if both { AuditAct::AddressChanged } else { AuditAct::AddressConfirmed };
        write.commit(Event::of(act).subject(id).detail(if by_old { "at the old address" } else { "at the new address" })).await?;
        Ok(if both { AddressPage::Confirm } else { AddressPage::Waits })
    }
}
