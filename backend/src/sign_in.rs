//! Signing in and out, on both sides. A session is an opaque secret in a cookie; its hash is a row.
//!
//! It must never tell whether an address is known: same answer, same work, same traces (T1).

mod sessions;
pub(crate) mod table;
pub(crate) mod throttle;

pub(crate) use sessions::{KEPT as SESSIONS_KEPT, Session, begin, registration, session};
pub(crate) use throttle::KEPT as TRIES_KEPT;

use crate::{
    actors::{Client, Staff, Visitor},
    audit::Event,
    error::Error,
    invites::table::grants,
    secrets::Token,
};
use domain::{
    audit::AuditAct,
    sign_in::{Refusal, Side},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use table::{accounts, sessions as session_rows, staff};
use uuid::Uuid;

/// A session that has begun: the cookie's new content.
pub struct SignedIn {
    pub side: Side,
    pub token: Token,
}

impl Visitor {
    /// Signs in with e-mail and password. `old` is the session that the browser brought along, which ends.
    pub async fn sign_in(&self, side: Side, email: &str, password: &str, old: Option<&Token>) -> Result<SignedIn, Error> {
        // No address holds a control character, and PostgreSQL takes none into a query.
        let key: String = email.trim().to_lowercase().chars().filter(|c| !c.is_control()).take(254).collect();
        let account_key = format!("{} {key}", side.name());
        let address_key = throttle::address_key(&self.origin.address);
        throttle::take_turn(&self.practice, &[&account_key, &address_key]).await?;
        let found = match side {
            Side::Portal => accounts::by_email(self.practice.db.read(), &key).await?.map(Found::from),
            Side::Office => staff::by_email(self.practice.db.read(), &key).await?.map(Found::from),
        };
        let right = self.practice.passwords.verify(password, found.as_ref().map(|found| found.password_hash.as_str())).await;
        let admitted = match found {
            Some(found) if right && !found.disabled && self.is_expected(side, &found).await? => Some(found),
            _ => None,
        };
        let Some(person) = admitted else {
            self.record(Event::of(AuditAct::SignInFailed).detail(side.name())).await?;
            return Err(Refusal::WrongEmailOrPassword.into());
        };
        throttle::was_right(&self.practice, &account_key, &address_key).await?;
        let mut stamp = self.stamp();
        (stamp.kind, stamp.id, stamp.name) = (if side == Side::Portal { "client" } else { "staff" }, Some(person.id), person.name);
        let write = self.practice.db.write(stamp).await?;
        if let Some(old) = old {
            session_rows::end(&*write, &old.hash(), self.practice.clock.now()).await?;
        }
        let (account, member) = if side == Side::Portal { (Some(person.id), None) } else { (None, Some(person.id)) };
        let token = begin(&self.practice, &*write, side.name(), account, member, None, &self.origin).await?;
        if let Some(account) = person.account {
            accounts::ActiveModel { last_sign_in_at: Set(Some(self.practice.clock.now())), ..account.into_active_model() }
                .update(&*write)
                .await?;
        }
        write.commit(Event::of(AuditAct::SignedIn).subject(person.id)).await?;
        Ok(SignedIn { side, token })
    }
}

impl Visitor {
    /// Whether anything is behind the door. A client without access to any chart has nothing there.
    async fn is_expected(&self, side: Side, person: &Found) -> Result<bool, Error> {
        match side {
            Side::Portal => Ok(!grants::open_of_account(self.practice.db.read(), person.id, self.practice.clock.now()).await?.is_empty()),
            Side::Office => Ok(true),
        }
    }
}

impl Client {
    /// **Logout**: ends this session at once. The office side of the same browser is not touched.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let write = self.write().await?;
        session_rows::end(&*write, &self.session.token_hash, self.practice.clock.now()).await?;
        Ok(write.commit(Event::of(AuditAct::SignedOut).subject(self.account.id)).await?)
    }
}

impl Staff {
    /// **Logout**, on the office side.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let write = self.write().await?;
        session_rows::end(&*write, &self.session.token_hash, self.practice.clock.now()).await?;
        Ok(write.commit(Event::of(AuditAct::SignedOut).subject(self.member.id)).await?)
    }
}

struct Found {
    id: Uuid,
    name: String,
    password_hash: String,
    disabled: bool,
    account: Option<accounts::Model>,
}

impl From<accounts::Model> for Found {
    fn from(row: accounts::Model) -> Self {
        Self {
            id: row.id,
            name: row.full_name(),
            password_hash: row.password_hash.clone(),
            disabled: row.disabled_at.is_some(),
            account: Some(row),
        }
    }
}

impl From<staff::Model> for Found {
    fn from(row: staff::Model) -> Self {
        Self { id: row.id, name: row.full_name(), disabled: row.disabled_at.is_some(), password_hash: row.password_hash, account: None }
    }
}
