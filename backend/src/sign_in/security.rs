//! **Sign-in and security**: one's own second factors, recovery codes and browsers; and fresh proof of who one is.

use super::{
    Person, address,
    factors::{self, table as factor_rows},
    passkeys::{self, table::passkeys as passkey_rows},
    table::sessions,
};
use crate::{
    actors::{Client, Holder, Origin, Staff},
    audit::{Event, Stamp},
    dates,
    db::Write,
    drafts,
    error::Error,
    notices::{self, Outgoing},
    practice::Practice,
    secrets::Token,
    settings,
    stored::By,
};
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    ids::{FactorId, SessionId},
    notices::MailKind,
    sign_in::{
        AuthenticatorSetup, FactorLine, Proof, Refusal, Security, SessionLine, Side, StepUpScope, TypedCode, device_in_words, proof_holds,
        seconds_left, session_holds,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// One's own sign-in, on either side.
pub struct OwnSecurity<'a> {
    pub(super) practice: &'a Practice,
    pub(super) session: &'a sessions::Model,
    pub(super) origin: &'a Origin,
    stamp: Stamp,
    pub(super) person: Person,
    pub(super) side: Side,
}

impl Holder {
    pub fn security(&self) -> OwnSecurity<'_> {
        let person = Person::from(self.account.clone());
        OwnSecurity {
            practice: &self.practice,
            session: &self.session,
            origin: &self.origin,
            stamp: self.stamp(),
            person,
            side: Side::Portal,
        }
    }
}

impl Staff {
    pub fn security(&self) -> OwnSecurity<'_> {
        let person = Person::from(self.member.clone());
        OwnSecurity {
            practice: &self.practice,
            session: &self.session,
            origin: &self.origin,
            stamp: self.stamp(),
            person,
            side: Side::Office,
        }
    }

    /// Refuses what asks for fresh proof, unless who one is was proved for this matter within the last five minutes (T14).
    pub(crate) fn proved(&self, matter: StepUpScope) -> Result<(), Error> {
        proved(&self.practice, &self.session, matter)
    }
}

impl Client {
    /// The same of a client, before what the practice asks it for.
    pub(crate) fn proved(&self, matter: StepUpScope) -> Result<(), Error> {
        proved(&self.practice, &self.session, matter)
    }
}

pub(super) fn proved(practice: &Practice, session: &sessions::Model, matter: StepUpScope) -> Result<(), Error> {
    let holds = proof_holds(session.proved_at, session.proved_for.map(|By(matter)| matter), matter, practice.clock.now());
    if holds { Ok(()) } else { Err(Error::ProofNeeded(matter)) }
}

/// The name under which new recovery codes wait to be shown.
const CODES: &str = "recovery codes";

/// With the first app come recovery codes, shown once to the session that begins with it, and a mail.
pub(super) async fn first_codes(practice: &Practice, write: &Write, token: &Token, person: &Person, side: Side) -> Result<(), Error> {
    let codes = factors::make_recovery_codes(practice, write, person.id).await?;
    drafts::show_once(practice, write, &token.hash(), person.id, CODES, &codes.join(" ")).await?;
    tell(practice, write, person, side).await
}

/// A mail to the person: whoever did this, they know of it.
async fn tell(practice: &Practice, write: &Write, person: &Person, side: Side) -> Result<(), Error> {
    let (account, member) = person.ids(side);
    let path = if side == Side::Portal { "/security" } else { "/office/security" };
    let address = EmailAddress::lenient(&person.email)?;
    let mail = Outgoing { account, staff: member, ..Outgoing::new(MailKind::FactorsChanged, &address, path.into()) };
    notices::queue_to(practice, write, mail).await?;
    Ok(())
}

impl OwnSecurity<'_> {
    pub(super) fn proved(&self) -> Result<(), Error> {
        proved(self.practice, self.session, StepUpScope::OwnSignIn)
    }

    /// The page.
    pub async fn page(&self) -> Result<Security, Error> {
        let (practice, db) = (self.practice, self.practice.db.read());
        let settings = settings::load(practice).await?;
        let zone = dates::zone(&settings.zone);
        let now = practice.clock.now();
        let moment = |at| dates::moment(at, zone);
        let line =
            |id, passkey, added, used: Option<_>| FactorLine { id: FactorId(id), passkey, added: moment(added), used: used.map(moment) };
        let apps = factor_rows::factors::confirmed(db, self.person.id).await?;
        let apps = apps.into_iter().map(|row| line(row.id, None, row.added_at, row.used_at));
        let passkeys = passkey_rows::of(db, self.person.id).await?;
        let passkeys = passkeys.into_iter().map(|row| line(row.id, Some(row.name), row.added_at, row.used_at));
        let sessions = sessions::living(db, self.side, self.person.id).await?;
        let page = Security {
            asked_email: if self.side == Side::Portal { address::asked_for(self.practice, self.person.id).await? } else { None },
            email: self.person.email.clone(),
            factors: apps.chain(passkeys).collect(),
            passkeys_work: passkeys::work(practice),
            recovery_codes: factor_rows::recovery_codes::count_left(db, self.person.id).await? as u32,
            required: self.side == Side::Office && settings.access.staff_need_factor,
            sessions: sessions
                .into_iter()
                .filter(|row| row.side.0 == self.side.into() && session_holds(self.side, row.started_at, row.seen_at, now))
                .map(|row| SessionLine {
                    id: SessionId(row.id),
                    device: device_in_words(&row.agent),
                    started: moment(row.started_at),
                    seen: moment(row.seen_at),
                    this: row.token_hash == self.session.token_hash,
                    place: row.address,
                })
                .collect(),
        };
        self.record(Event::of(AuditAct::SecurityOpened)).await?;
        Ok(page)
    }

    /// Begins to set up an authenticator app. It counts once its first code was typed.
    pub async fn begin_authenticator(&self) -> Result<(), Error> {
        self.proved()?;
        let write = self.write().await?;
        factors::begin(self.practice, &write, self.person.id).await?;
        Ok(write.commit(Event::of(AuditAct::FactorBegun).subject(self.person.id)).await?)
    }

    /// The app that is being set up, as a picture and as text.
    pub async fn authenticator(&self) -> Result<Option<AuthenticatorSetup>, Error> {
        let issuer = settings::load(self.practice).await?.name;
        match factor_rows::factors::unconfirmed(self.practice.db.read(), self.person.id).await? {
            Some(factor) => Ok(Some(factors::setup(self.practice, &factor, &self.person, &issuer)?)),
            None => Ok(None),
        }
    }

    /// The first code: from now on the app is asked for. With the first app come recovery codes, shown once.
    pub async fn confirm_authenticator(&self, code: &str) -> Result<(), Error> {
        self.proved()?;
        let code = TypedCode::read(code)?;
        let turn = super::code_turn(self.practice, self.side, &self.person, self.origin).await?;
        let write = self.write().await?;
        if !factors::confirm(&turn, self.practice, &write, self.person.id, &code).await? {
            drop(write);
            return Err(self.refused(AuditAct::CodeFailed, Refusal::WrongCode).await);
        }
        if factor_rows::recovery_codes::count_left(&*write, self.person.id).await? == 0 {
            self.make_codes(&write).await?;
        }
        self.tell(&write).await?;
        write.commit(Event::of(AuditAct::FactorAdded).subject(self.person.id)).await?;
        turn.was_right(self.practice).await?;
        self.practice.ring_for_mail();
        Ok(())
    }

    /// Removes an app or a passkey.
    pub async fn remove_factor(&self, id: FactorId) -> Result<(), Error> {
        self.proved()?;
        let required = self.side == Side::Office && settings::load(self.practice).await?.access.staff_need_factor;
        let write = self.write().await?;
        let apps = factor_rows::factors::for_update(&*write, self.person.id).await?;
        let passkeys = passkey_rows::for_update(&*write, self.person.id).await?;
        let last = apps.len() + passkeys.len() == 1;
        let app = apps.into_iter().find(|row| row.id == id.0);
        let passkey = passkeys.into_iter().find(|row| row.id == id.0);
        if app.is_none() && passkey.is_none() {
            drop(write);
            return Err(self.not_found().await);
        }
        if last && required {
            return Err(Refusal::FactorRequired.into());
        }
        let now = self.practice.clock.now();
        let mut event = Event::of(AuditAct::FactorRemoved).subject(self.person.id);
        if let Some(app) = app {
            factor_rows::factors::ActiveModel { removed_at: Set(Some(now)), ..app.into_active_model() }.update(&*write).await?;
        } else if let Some(passkey) = passkey {
            passkeys::remove(self.practice, &write, passkey).await?;
            event = event.detail("passkey");
        }
        if last {
            factor_rows::recovery_codes::replace(&*write, self.person.id, now).await?;
        }
        self.tell(&write).await?;
        write.commit(event).await?;
        self.practice.ring_for_mail();
        Ok(())
    }

    /// Ten new recovery codes; those before open nothing any more.
    pub async fn new_recovery_codes(&self) -> Result<(), Error> {
        self.proved()?;
        let write = self.write().await?;
        if !factors::has_any(&*write, self.person.id).await? {
            drop(write);
            return Err(self.not_found().await);
        }
        self.make_codes(&write).await?;
        self.tell(&write).await?;
        write.commit(Event::of(AuditAct::RecoveryCodesMade).subject(self.person.id)).await?;
        self.practice.ring_for_mail();
        Ok(())
    }

    /// The codes that were made a moment ago, once.
    pub async fn recovery_codes(&self) -> Result<Vec<String>, Error> {
        let codes = drafts::shown_once(self.practice, &self.session.token_hash, CODES).await?;
        Ok(codes.map(|codes| codes.split(' ').map(str::to_owned).collect()).unwrap_or_default())
    }

    /// Signs out one of one's other browsers.
    pub async fn end_session(&self, id: SessionId) -> Result<(), Error> {
        let write = self.write().await?;
        let found = sessions::living(&*write, self.side, self.person.id).await?.into_iter().find(|row| row.id == id.0);
        let Some(row) = found else {
            drop(write);
            return Err(self.not_found().await);
        };
        sessions::end(&*write, &row.token_hash, self.practice.clock.now()).await?;
        Ok(write.commit(Event::of(AuditAct::SessionEnded).subject(self.person.id)).await?)
    }

    /// Signs out everywhere else.
    pub async fn end_other_sessions(&self) -> Result<(), Error> {
        let write = self.write().await?;
        sessions::end_others(&*write, self.side, self.person.id, &self.session.token_hash, self.practice.clock.now()).await?;
        Ok(write.commit(Event::of(AuditAct::SessionEnded).subject(self.person.id).detail("all others")).await?)
    }

    /// Proves once more who one is, for one matter: by the password, and by a code where there is a second factor.
    pub async fn prove(&self, matter: StepUpScope, password: &str, code: &str) -> Result<(), Error> {
        let practice = self.practice;
        // Nothing typed is no try.
        if password.is_empty() {
            return Err(Refusal::PasswordNotTyped.into());
        }
        let turn = super::code_turn(practice, self.side, &self.person, self.origin).await?;
        let needs_code = factors::has_any(practice.db.read(), self.person.id).await?;
        let code = if needs_code { Some(TypedCode::read(code)?) } else { None };
        if !practice.passwords.verify(&turn, password, self.person.password_hash()).await {
            return Err(self.refused(AuditAct::ProofFailed, Refusal::WrongPassword).await);
        }
        let write = self.write().await?;
        if let Some(code) = &code
            && !factors::take(&turn, practice, &write, self.person.id, code).await?
        {
            drop(write);
            return Err(self.refused(AuditAct::ProofFailed, Refusal::WrongCode).await);
        }
        self.has_proved(write, matter, if needs_code { "password and code" } else { "password" }).await?;
        turn.was_right(practice).await
    }

    pub(super) async fn has_proved(&self, write: Write, matter: StepUpScope, how: &'static str) -> Result<(), Error> {
        sessions::proved(&*write, &self.session.token_hash, matter, self.practice.clock.now()).await?;
        let detail = format!("{how}, for {}", matter.name());
        Ok(write.commit(Event::of(AuditAct::ProofGiven).subject(self.person.id).detail(detail)).await?)
    }

    /// How many seconds the session lasts from now on, if nobody does anything. That it was asked for was an act.
    pub fn seconds_left(&self) -> i64 {
        seconds_left(self.side, self.session.started_at, self.practice.clock.now())
    }

    /// What proving asks for.
    pub async fn proof(&self) -> Result<Proof, Error> {
        let db = self.practice.db.read();
        let passkey = !passkey_rows::of(db, self.person.id).await?.is_empty();
        let app = !factor_rows::factors::confirmed(db, self.person.id).await?.is_empty();
        Ok(Proof { email: self.person.email.clone(), code: factors::has_any(db, self.person.id).await?, app, passkey })
    }

    pub(super) async fn make_codes(&self, write: &Write) -> Result<(), Error> {
        let codes = factors::make_recovery_codes(self.practice, write, self.person.id).await?;
        drafts::show_once(self.practice, write, &self.session.token_hash, self.person.id, CODES, &codes.join(" ")).await
    }

    pub(super) async fn tell(&self, write: &Write) -> Result<(), Error> {
        tell(self.practice, write, &self.person, self.side).await
    }

    pub(super) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp.clone()).await?)
    }

    pub(super) async fn record(&self, event: Event) -> Result<(), Error> {
        Ok(self.practice.db.record(self.stamp.clone(), event).await?)
    }

    pub(super) async fn refused(&self, act: AuditAct, refusal: Refusal) -> Error {
        match self.record(Event::of(act).subject(self.person.id)).await {
            Ok(()) => refusal.into(),
            Err(error) => error,
        }
    }

    async fn not_found(&self) -> Error {
        match self.record(Event::denied("security")).await {
            Ok(()) => Error::NotFound,
            Err(error) => error,
        }
    }
}
