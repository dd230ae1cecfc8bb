//! Signing in and out, on both sides. A session is an opaque secret in a cookie; its hash is a row.
//!
//! It must never tell whether an address is known: same answer, same work, same traces (T1). Where there is a second factor, the
//! password alone opens nothing but the page that asks for it (T18).

mod address;
mod factors;
mod keys;
mod links;
mod lost;
mod own_password;
mod passkeys;
mod people;
mod person;
mod restored;
mod security;
mod sessions;
mod sweep;
mod table;
pub(crate) mod throttle;

pub(crate) use address::{asks_at, change_in_words};
pub(crate) use factors::{has_any as has_factor, remove_all as remove_factors, who_have_any as who_have_factors};
pub(crate) use keys::{KeyMail, addressee, make_key};
pub(crate) use lost::remove as remove_client_factors;
pub(crate) use people::{
    Account, Member, NewAccount, change_roles, end_registrations, end_session, end_sessions_of_member, make_account, put_account,
    put_member, set_left, shut_out, shut_out_member, supervise, supervise_no_more, supervised_by, supervisors,
};
pub(crate) use person::Person;
pub(crate) use restored::end_everything;
pub use security::OwnSecurity;
pub(crate) use sessions::{New, Session, arrival_in_words, begin, registration, session};
#[cfg(test)]
pub(crate) use sweep::ask_all_day;
pub(crate) use sweep::{Old, forget_some};
pub(crate) use table::{
    accounts::{
        acts_for, by_email as account_at, by_id as account, by_ids as accounts, for_update as hold_account, hold as hold_accounts, rename,
    },
    sessions::by_token as session_by_hash,
    staff::{
        among as members_among, at_work, by_email as member_at, by_id as member, by_ids as members, everybody as team,
        everybody_held as hold_team, hold as hold_members,
    },
};
pub(crate) use throttle::{AttemptPermit, take_turn_of_anybody};

use crate::{
    actors::{Holder, Origin, Staff, Visitor},
    audit::{Event, Stamp},
    db::Write,
    error::Error,
    invites,
    notices::{self, Outgoing},
    practice::Practice,
    secrets::{Token, sha256},
};
use domain::{
    audit::{ActorKind, AuditAct},
    charts::{EmailAddress, address_key},
    ids::GrantId,
    notices::MailKind,
    sign_in::{Awaits, Refusal, SecondStep, Side, TypedCode},
};
use factors::table::devices;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use table::{accounts, sessions as session_rows, staff};
use throttle::Counter;
use uuid::Uuid;

/// The addresses of accounts and of staff that are one mailbox, each as it is written.
pub(crate) async fn alike(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let accounts = accounts::alike(db).await?.into_iter().map(|account| account.email);
    Ok(accounts.chain(staff::alike(db).await?.into_iter().map(|member| member.email)).collect())
}

/// A session that has begun: the cookie's new content.
pub struct SignedIn {
    pub side: Side,
    pub token: Token,
    /// What is still to come before it opens anything.
    pub awaits: Option<Awaits>,
    /// A secret for a browser that had none yet: by it the browser is known the next time.
    pub browser: Option<Token>,
    /// Nothing is open to them yet but this offer.
    pub offer: Option<GrantId>,
    /// A second step was set up on the way in: its recovery codes wait to be shown.
    pub sets_up: bool,
}

/// Somebody is in.
struct Arrival {
    /// A secret for a browser that had none.
    browser: Option<Token>,
    /// They came by another browser than before, and are told so by mail.
    is_new: bool,
    offer: Option<GrantId>,
}

impl Visitor {
    /// Signs in with e-mail and password. `old` is the session that the browser brought along, which ends.
    pub async fn sign_in(&self, side: Side, email: &str, password: &str, old: Option<&Token>) -> Result<SignedIn, Error> {
        let practice = &self.practice;
        // No address holds a control character, and PostgreSQL takes none into a query.
        let typed: String = email.trim().chars().filter(|c| !c.is_control()).take(254).collect();
        let key = address_key(&typed);
        // A crowd waits here, before it asks anything of the database.
        let _turn = practice.passwords.at_the_door().await;
        let found = match side {
            Side::Portal => accounts::by_email(practice.db.read(), &typed).await?.map(Person::from),
            Side::Office => staff::by_email(practice.db.read(), &typed).await?.map(Person::from),
        };
        let account_key = self.account_key(side, &key, found.as_ref()).await?;
        let turn = AttemptPermit::take(practice, account_key, &self.origin.address).await?;
        let right = practice.passwords.verify(&turn, password, found.as_ref().and_then(Person::password_hash)).await;
        let admitted = match &found {
            Some(found) if right && !found.disabled && self.is_expected(side, found).await? => Some(found.clone()),
            _ => None,
        };
        let Some(person) = admitted else {
            // Whose account was tried stands in the trail, for the chart's access log. The caller hears nothing of it.
            let shut = right.then(|| format!("{}: no access", side.name()));
            let event = Event::of(AuditAct::SignInFailed).detail(shut.unwrap_or_else(|| side.name().to_owned()));
            self.record(match found {
                Some(found) => event.subject(found.id),
                None => event,
            })
            .await?;
            return Err(Refusal::WrongEmailOrPassword.into());
        };
        turn.was_right(practice).await?;
        let write = practice.db.write(self.stamp_of(side, &person)).await?;
        // Looked at once more, held: a password that was reset, or access that was ended, a moment ago counts.
        if !self.still_expected(&write, side, &person).await? {
            drop(write);
            self.record(Event::of(AuditAct::SignInFailed).detail(side.name()).subject(person.id)).await?;
            return Err(Refusal::WrongEmailOrPassword.into());
        }
        if let Some(old) = old {
            session_rows::end(&*write, &old.hash(), practice.clock.now()).await?;
        }
        let awaits = match factors::has_any(&*write, person.id).await? {
            true => Some(Awaits::Factor),
            false if side == Side::Office && self.practice_settings().await?.access.staff_need_factor => Some(Awaits::Setup),
            false => None,
        };
        if awaits == Some(Awaits::Setup) {
            factors::begin(practice, &write, person.id).await?;
        }
        if awaits.is_some() {
            let (account_id, staff_id) = person.ids(side);
            let token = begin(practice, &*write, New { account_id, staff_id, awaits, ..New::of(side) }, &self.origin).await?;
            write.commit(Event::of(AuditAct::PasswordRight).subject(person.id)).await?;
            return Ok(SignedIn { side, token, awaits, browser: None, offer: None, sets_up: false });
        }
        let (signed_in, is_new) = self.let_in(&write, side, &person, None).await?;
        write.commit(Event::of(AuditAct::SignedIn).subject(person.id)).await?;
        if is_new {
            practice.ring_for_mail();
        }
        Ok(signed_in)
    }

    /// What stands on the page that asks for the second factor; a setup, where there is none yet.
    pub async fn second_step(&self, side: Side, half: Option<&Token>) -> Result<SecondStep, Error> {
        let practice = &self.practice;
        let (awaits, person) = self.half_way(side, half).await?;
        let factor = match awaits {
            Awaits::Setup => factors::table::factors::unconfirmed(practice.db.read(), person.id).await?,
            Awaits::Factor => None,
        };
        let issuer = self.practice_settings().await?.name;
        let passkey = awaits == Awaits::Factor && !passkeys::table::passkeys::of(practice.db.read(), person.id).await?.is_empty();
        let app = awaits == Awaits::Factor && !factors::table::factors::confirmed(practice.db.read(), person.id).await?.is_empty();
        Ok(SecondStep {
            awaits,
            passkey,
            app,
            setup: factor.map(|factor| factors::setup(practice, &factor, &person, &issuer)).transpose()?,
        })
    }

    /// The second factor. The half session ends, and a whole one begins with a secret of its own (T9).
    pub async fn enter_code(&self, side: Side, half: Option<&Token>, code: &str) -> Result<SignedIn, Error> {
        let practice = &self.practice;
        let (awaits, person) = self.half_way(side, half).await?;
        let code = TypedCode::read(code)?;
        let turn = code_turn(practice, side, &person, &self.origin).await?;
        let write = practice.db.write(self.stamp_of(side, &person)).await?;
        let right = match awaits {
            Awaits::Factor => factors::take(&turn, practice, &write, person.id, &code).await?,
            Awaits::Setup => factors::confirm(&turn, practice, &write, person.id, &code).await?,
        };
        if !right {
            drop(write);
            let stamp = self.stamp_of(side, &person);
            practice.db.record(stamp, Event::of(AuditAct::CodeFailed).subject(person.id)).await?;
            return Err(Refusal::WrongCode.into());
        }
        if !self.still_expected(&write, side, &person).await? {
            drop(write);
            self.record(Event::of(AuditAct::SignInFailed).detail(side.name()).subject(person.id)).await?;
            return Err(Error::SignedOut);
        }
        if let (Side::Portal, TypedCode::App(_)) = (side, &code) {
            lost::found_again(practice, &write, person.id).await?;
        }
        let (signed_in, is_new) = self.let_in(&write, side, &person, half).await?;
        let sets_up = awaits == Awaits::Setup;
        if sets_up {
            security::first_codes(practice, &write, &signed_in.token, &person, side).await?;
        }
        let told = if sets_up {
            "set up an authenticator app"
        } else if matches!(code, TypedCode::Recovery(_)) {
            "recovery code"
        } else {
            "authenticator app"
        };
        write.commit(Event::of(AuditAct::SignedIn).subject(person.id).detail(told)).await?;
        turn.was_right(practice).await?;
        if is_new || sets_up {
            practice.ring_for_mail();
        }
        Ok(SignedIn { sets_up, ..signed_in })
    }

    /// A whole session begins, with a secret of its own (T9); the one that the browser brought along ends. Also says whether the
    /// browser was a new one, so that a mail leaves.
    async fn let_in(&self, write: &Write, side: Side, person: &Person, old: Option<&Token>) -> Result<(SignedIn, bool), Error> {
        let practice = &self.practice;
        if let Some(old) = old {
            session_rows::end(&**write, &old.hash(), practice.clock.now()).await?;
        }
        let (account_id, staff_id) = person.ids(side);
        let token = begin(practice, &**write, New { account_id, staff_id, ..New::of(side) }, &self.origin).await?;
        let Arrival { browser, is_new, offer } = self.is_in(write, side, person).await?;
        Ok((SignedIn { side, token, awaits: None, browser, offer, sets_up: false }, is_new))
    }

    /// Who has given the right password, and what is still to come.
    async fn half_way(&self, side: Side, half: Option<&Token>) -> Result<(Awaits, Person), Error> {
        let db = self.practice.db.read();
        let row = sessions::half(&self.practice, half, side).await?;
        let awaits = row.awaits.ok_or(Error::SignedOut)?.0;
        let person = match row.account_id.or(row.staff_id) {
            Some(id) => Person::load(db, side, id).await?,
            None => None,
        };
        Ok((awaits, person.filter(|person| !person.disabled).ok_or(Error::SignedOut)?))
    }

    /// What follows when somebody is in: the last sign-in is noted, and a browser that was not known is told of by mail.
    async fn is_in(&self, write: &Write, side: Side, person: &Person) -> Result<Arrival, Error> {
        let practice = &self.practice;
        let now = practice.clock.now();
        let (account, member) = person.ids(side);
        if let Some(account) = account
            && let Some(account) = accounts::for_update(&**write, account).await?
        {
            accounts::ActiveModel { last_sign_in_at: Set(Some(now)), ..account.into_active_model() }.update(&**write).await?;
        }
        let offer = match side {
            Side::Portal if invites::open_of_account(&**write, person.id, now).await?.is_empty() => {
                invites::offered_to(&**write, person.id, now).await?.first().map(|grant| GrantId(grant.id))
            }
            _ => None,
        };
        // A secret that this practice never gave to anybody who signed in is not taken on (T9).
        let brought = self.origin.browser.as_deref().map(|secret| sha256(secret.as_bytes()));
        let ours = match &brought {
            Some(hash) => devices::is_known(&**write, hash).await?,
            None => false,
        };
        let fresh = (!ours).then(|| practice.randomness.token());
        let secret = fresh.as_ref().map(|token| token.reveal().to_owned()).or_else(|| self.origin.browser.clone()).unwrap_or_default();
        let browser = sha256(secret.as_bytes()).to_vec();
        if let Some(device) = devices::find(&**write, &browser, person.id).await? {
            devices::ActiveModel { last_at: Set(now), ..device.into_active_model() }.update(&**write).await?;
            return Ok(Arrival { browser: fresh, is_new: false, offer });
        }
        let is_new = devices::has_any(&**write, person.id).await?;
        if is_new {
            let address = EmailAddress::lenient(&person.email)?;
            // Its button leads to a new password, by a link that is made when it leaves.
            let mail = Outgoing { account, staff: member, ..Outgoing::new(MailKind::NewDevice, &address, side.name().into()) };
            notices::queue_to(practice, write, mail).await?;
        }
        devices::ActiveModel { browser_hash: Set(browser), owner_id: Set(person.id), first_at: Set(now), last_at: Set(now) }
            .insert(&**write)
            .await?;
        Ok(Arrival { browser: fresh, is_new, offer })
    }

    /// Under which name tries are counted: a browser from which the person has signed in before has a counter of its own, so that
    /// no stranger's tries make them wait (T4).
    async fn account_key(&self, side: Side, key: &str, found: Option<&Person>) -> Result<Counter, Error> {
        let owner = found.map_or(Uuid::nil(), |found| found.id);
        counter_of(&self.practice, format!("{} {key}", side.name()), owner, &self.origin).await
    }

    /// Whether anything is behind the door. A client without access to any chart has nothing there.
    async fn is_expected(&self, side: Side, person: &Person) -> Result<bool, Error> {
        match side {
            Side::Portal => self.has_something(self.practice.db.read(), person.id).await,
            Side::Office => Ok(true),
        }
    }

    /// Something is open to this account now, or offered to it.
    async fn has_something(&self, db: &impl ConnectionTrait, account: Uuid) -> Result<bool, Error> {
        let now = self.practice.clock.now();
        let open = !invites::open_of_account(db, account, now).await?.is_empty();
        Ok(open || !invites::offered_to(db, account, now).await?.is_empty())
    }

    async fn still_expected(&self, write: &Write, side: Side, person: &Person) -> Result<bool, Error> {
        let now = match side {
            Side::Portal => accounts::for_update(&**write, person.id).await?.map(Person::from),
            Side::Office => staff::for_update(&**write, person.id).await?.map(Person::from),
        };
        let same = |found: &Person| !found.disabled && found.password_hash == person.password_hash;
        let Some(found) = now.filter(same) else { return Ok(false) };
        Ok(side == Side::Office || self.has_something(&**write, found.id).await?)
    }

    fn stamp_of(&self, side: Side, person: &Person) -> Stamp {
        let kind = if side == Side::Portal { ActorKind::Client } else { ActorKind::Staff };
        Stamp { kind, id: Some(person.id), name: person.name.clone(), ..self.stamp() }
    }
}

/// One try with a code or a password of somebody who is known already.
async fn code_turn(practice: &Practice, side: Side, person: &Person, origin: &Origin) -> Result<AttemptPermit, Error> {
    let counter = counter_of(practice, format!("{} code {}", side.name(), person.id), person.id, origin).await?;
    AttemptPermit::take(practice, counter, &origin.address).await
}

/// Everybody's counter, or that of a browser from which this person has signed in before.
async fn counter_of(practice: &Practice, everybodys: String, owner: Uuid, origin: &Origin) -> Result<Counter, Error> {
    let browser = sha256(origin.browser.as_deref().unwrap_or_default().as_bytes());
    let known = devices::find(practice.db.read(), &browser, owner).await?.is_some();
    Ok(Counter { name: if known { format!("{everybodys} {}", hex::encode(browser)) } else { everybodys }, known })
}

impl Holder {
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
