//! New passwords: forgotten, reset by staff, or the first one of a new member of staff. One link, one day, once.
//!
//! It must never tell whether an address is known (T2): asking writes the same one mail for everybody, and only the job that
//! sends it finds out whether there is anybody to send it to.

use super::{
    table::{accounts, keys, sessions, staff},
    throttle::{self, Key},
};
use crate::{
    actors::Visitor,
    audit::Event,
    db::Write,
    error::Error,
    invites,
    notices::{self, Mail, Outgoing},
    practice::Practice,
    secrets::Token,
    stored::By,
    system::System,
};
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    notices::MailKind,
    sign_in::{JOIN_LIFE, KEY_LIFE, KeyPage, KeyPurpose, Refusal, Side, check_key, check_password, left_a_moment_ago},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

/// Whose password it is.
enum Owner {
    Account(accounts::Model),
    Member(staff::Model),
}

impl Owner {
    async fn of(db: &impl ConnectionTrait, key: &keys::Model) -> Result<Option<Self>, Error> {
        let found = match (key.account_id, key.staff_id) {
            (Some(id), _) => accounts::by_id(db, id).await?.map(Self::Account),
            (None, Some(id)) => staff::by_id(db, id).await?.map(Self::Member),
            (None, None) => None,
        };
        Ok(found.filter(|owner| !owner.is_disabled()))
    }

    fn is_disabled(&self) -> bool {
        match self {
            Self::Account(account) => account.disabled_at.is_some(),
            Self::Member(member) => member.disabled_at.is_some(),
        }
    }

    fn ids(&self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Account(account) => (Some(account.id), None),
            Self::Member(member) => (None, Some(member.id)),
        }
    }

    fn id(&self) -> Uuid {
        match self {
            Self::Account(account) => account.id,
            Self::Member(member) => member.id,
        }
    }

    fn side(&self) -> Side {
        match self {
            Self::Account(_) => Side::Portal,
            Self::Member(_) => Side::Office,
        }
    }

    fn email(&self) -> &str {
        match self {
            Self::Account(account) => &account.email,
            Self::Member(member) => &member.email,
        }
    }

    fn names(&self) -> [String; 3] {
        match self {
            Self::Account(account) => [account.first_name.clone(), account.last_name.clone(), account.email.clone()],
            Self::Member(member) => [member.first_name.clone(), member.last_name.clone(), member.email.clone()],
        }
    }
}

impl Visitor {
    /// **Forgot password**. The answer is the same whoever asks, and so is the work.
    pub async fn forgot_password(&self, side: Side, email: &str) -> Result<(), Error> {
        let address = EmailAddress::lenient(email)?;
        let asked = Key::of(format!("forgot {} {}", side.name(), address.key()));
        let from = Key::of_kind_from("forgot", &self.origin.address);
        throttle::take_turn(&self.practice, &[&asked, &from]).await?;
        let write = self.write().await?;
        let mail = Outgoing::new(MailKind::Forgot, &address, side.name().to_owned());
        notices::queue_to(&self.practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::ResetAsked).detail(side.name())).await?;
        self.practice.ring_for_mail();
        Ok(())
    }

    /// The page behind a link to a new password. Looking changes nothing but the audit trail.
    pub async fn key_page(&self, side: Side, token: &str) -> Result<KeyPage, Error> {
        let settings = self.practice_settings().await?;
        match self.living_key(self.practice.db.read(), side, token).await {
            Ok((key, owner)) => {
                self.record(Event::of(AuditAct::KeyOpened).subject(owner.id())).await?;
                let joins = key.purpose.0 == KeyPurpose::Join;
                Ok(KeyPage::Open { practice: settings.name, side, email: owner.email().to_owned(), joins })
            }
            Err(Error::Refused(refusals)) => {
                let reason = match refusals.first() {
                    Some(domain::Refusal::SignIn(reason)) => *reason,
                    _ => Refusal::KeyUnknown,
                };
                if throttle::take_turn(&self.practice, &[&self.links_key()]).await.is_ok() {
                    self.record(Event::of(AuditAct::KeyOpened).detail("dead link")).await?;
                }
                Ok(KeyPage::Dead { practice: settings.name, side, phone: settings.help.phone, reason })
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the new password. Every session of that person ends, and they are told by mail.
    pub async fn choose_new_password(&self, side: Side, token: &str, password: &str) -> Result<(), Error> {
        let practice = &self.practice;
        let (_, owner) = self.living_key(practice.db.read(), side, token).await?;
        let [first_name, last_name, email] = owner.names();
        let about = [first_name, last_name, email, self.practice_settings().await?.name];
        check_new(practice, password, &about).await?;
        // Hashing takes its time: done before the transaction begins.
        let password_hash = practice.passwords.hash(password).await;
        let write = self.write().await?;
        let now = practice.clock.now();
        let token = Token::read(token).ok_or(Refusal::KeyUnknown)?;
        let key = keys::for_update(&*write, &token.hash()).await?.ok_or(Refusal::KeyUnknown)?;
        check_key(key.facts(), now)?;
        let owner = Owner::of(&*write, &key).await?.ok_or(Refusal::KeyUnknown)?;
        let (id, email, (account, member)) = (owner.id(), owner.email().to_owned(), owner.ids());
        match owner {
            Owner::Account(account) => {
                sessions::end_of_account(&*write, account.id, now).await?;
                accounts::ActiveModel { password_hash: Set(password_hash), reset_at: Set(Some(now)), ..account.into_active_model() }
                    .update(&*write)
                    .await?;
            }
            Owner::Member(member) => {
                sessions::end_of_staff(&*write, member.id, now).await?;
                staff::ActiveModel { password_hash: Set(password_hash), ..member.into_active_model() }.update(&*write).await?;
            }
        }
        keys::ActiveModel { used_at: Set(Some(now)), ..key.into_active_model() }.update(&*write).await?;
        tell_of_password(practice, &write, (account, member), side, &email).await?;
        write.commit(Event::of(AuditAct::PasswordReset).subject(id)).await?;
        practice.ring_for_mail();
        Ok(())
    }

    async fn living_key(&self, db: &impl ConnectionTrait, side: Side, token: &str) -> Result<(keys::Model, Owner), Error> {
        let token = Token::read(token).ok_or(Refusal::KeyUnknown)?;
        let key = keys::by_token(db, &token.hash()).await?.ok_or(Refusal::KeyUnknown)?;
        check_key(key.facts(), self.practice.clock.now())?;
        let owner = Owner::of(db, &key).await?.filter(|owner| owner.side() == side).ok_or(Refusal::KeyUnknown)?;
        Ok((key, owner))
    }
}

/// Whether it may be somebody's password: the rules, and that it neither is common nor says whose it is.
pub(super) async fn check_new(practice: &Practice, password: &str, about: &[String]) -> Result<(), Error> {
    let words: Vec<&str> = about.iter().map(String::as_str).collect();
    let mut refused = check_password(password, &words).err().unwrap_or_default();
    if refused.is_empty() && practice.passwords.is_common(password, about).await {
        refused.push(Refusal::PasswordCommon);
    }
    if refused.is_empty() { Ok(()) } else { Err(refused.into()) }
}

/// A mail to the person: whoever changed the password, they know of it.
pub(super) async fn tell_of_password(
    practice: &Practice,
    write: &Write,
    (account, staff): (Option<Uuid>, Option<Uuid>),
    side: Side,
    email: &str,
) -> Result<(), Error> {
    let path = if side == Side::Portal { "/login" } else { "/office/login" };
    let mail = Outgoing { account, staff, ..Outgoing::new(MailKind::PasswordChanged, &EmailAddress::lenient(email)?, path.into()) };
    notices::queue_to(practice, write, mail).await?;
    Ok(())
}

/// Whose mail it is. With **Forgot password** that is found by the address that was typed.
async fn owner_of(db: &impl ConnectionTrait, mail: &Mail, kind: MailKind, side: &str) -> Result<Option<Owner>, Error> {
    let address = &mail.address;
    Ok(match (kind, mail.account_id, mail.staff_id) {
        (MailKind::Forgot, ..) if side == Side::Portal.name() => accounts::by_email(db, address).await?.map(Owner::Account),
        (MailKind::Forgot, ..) => staff::by_email(db, address).await?.map(Owner::Member),
        (_, Some(id), _) => accounts::by_id(db, id).await?.map(Owner::Account),
        (_, _, Some(id)) => staff::by_id(db, id).await?.map(Owner::Member),
        _ => None,
    })
}

/// To which account or member of staff a mail goes, whose button leads to that path.
pub(crate) async fn addressee(
    db: &impl ConnectionTrait,
    mail: &Mail,
    kind: MailKind,
    path: &str,
) -> Result<(Option<Uuid>, Option<Uuid>), Error> {
    Ok(owner_of(db, mail, kind, path).await?.map_or((None, None), |owner| owner.ids()))
}

/// A mail with a link to a new password: where it goes, and where its button leads.
pub(crate) struct KeyMail {
    /// As it stands with the account, and never as somebody typed it.
    pub address: String,
    pub path: String,
}

/// Makes the link that a mail is to carry, and ends the one before. Nothing where there is nobody to send it to, or where the
/// last one left a moment ago.
pub(crate) async fn make_key(
    practice: &Practice,
    system: &System,
    mail: &Mail,
    kind: MailKind,
    side: &str,
) -> Result<Option<KeyMail>, Error> {
    let now = practice.clock.now();
    let write = practice.db.write(system.stamp()).await?;
    let Some(owner) = owner_of(&*write, mail, kind, side).await?.filter(|owner| !owner.is_disabled()) else { return Ok(None) };
    let (account, member) = owner.ids();
    // Held, so that two jobs never leave two living links, and none is made for who loses access at this moment.
    match (account, member) {
        (Some(id), _) => {
            accounts::for_update(&*write, id).await?;
        }
        (_, Some(id)) => {
            staff::for_update(&*write, id).await?;
        }
        _ => {}
    }
    if let Some(account) = account
        && invites::living_of_account(&*write, account, now).await?.is_empty()
    {
        return Ok(None);
    }
    let again = keys::standing(&*write, account, member).await?.is_some_and(|key| left_a_moment_ago(key.made_at, now));
    // A mail that the server refused, or that still waits for it, keeps nobody from asking again.
    if kind == MailKind::Forgot && mail.tries == 0 && again && notices::has_key_mail(&*write, account, member, mail.id).await? {
        return Ok(None);
    }
    let address = owner.email().to_owned();
    notices::belongs_to(&write, mail.id, account, member, &address).await?;
    keys::replace(&*write, account.as_slice(), member, now).await?;
    let token = practice.randomness.token();
    let (purpose, life) = if kind == MailKind::Join { (KeyPurpose::Join, JOIN_LIFE) } else { (KeyPurpose::Reset, KEY_LIFE) };
    keys::ActiveModel {
        id: Set(practice.randomness.id()),
        purpose: Set(By(purpose)),
        account_id: Set(account),
        staff_id: Set(member),
        token_hash: Set(token.hash()),
        made_at: Set(now),
        ends_at: Set(now + life),
        used_at: Set(None),
        replaced_at: Set(None),
    }
    .insert(&*write)
    .await?;
    write.commit(Event::of(AuditAct::KeyMade).subject(owner.id())).await?;
    let base = if owner.side() == Side::Portal { "/reset" } else { "/office/reset" };
    Ok(Some(KeyMail { address, path: format!("{base}/{}", token.reveal()) }))
}
