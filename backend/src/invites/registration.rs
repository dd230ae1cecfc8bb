//! Registration: from the link in the mail to an account. First who one is, then the password.

use super::{
    offer::offer_to,
    table::{grants, invites},
};
use crate::{
    actors::Visitor,
    audit::Event,
    charts, dates,
    db::Write,
    error::{Error, taken},
    events::Happening,
    notices::{self, Task},
    secrets::Token,
    sign_in::{self, New, NewAccount, throttle},
};
use chrono::NaiveDate;
use domain::{
    audit::AuditAct,
    charts::{self as charts_rules, LONGEST_NAME, read_birth_date},
    events::EventKind,
    ids::GrantId,
    invites::{IdentityMismatch, IdentityRule, MOST_FAILURES, Refusal, RegistrationPage, check_identity, check_link, has_outer_space},
    notices::TaskKind,
    sign_in::{Refusal as PasswordRefusal, SessionKind, check_password},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};

/// Somebody who has passed the identity check, and chosen a password.
#[derive(Clone)]
struct Registration {
    password_hash: String,
    first_name: String,
    last_name: String,
    grant: grants::Model,
    /// The session of the registration, which ends.
    registration: Vec<u8>,
}

impl Visitor {
    /// The page behind a link. Looking changes nothing but the audit trail.
    pub async fn registration(&self, token: &str, pass: Option<&Token>) -> Result<RegistrationPage, Error> {
        let settings = self.practice_settings().await?;
        let db = self.practice.db.read();
        let invite = match self.living_invite(db, token).await {
            Ok(invite) => invite,
            Err(Error::Refused(refusals)) => {
                let reason = match refusals.first() {
                    Some(domain::Refusal::Invites(reason)) => *reason,
                    _ => Refusal::LinkUnknown,
                };
                self.tell_of_dead_link(db, token, reason).await?;
                return Ok(RegistrationPage::Dead { practice: settings.name, phone: settings.help.phone, reason });
            }
            Err(error) => return Err(error),
        };
        self.record(Event::of(AuditAct::InviteOpened).chart(invite.chart_id).subject(invite.id)).await?;
        let grant = grants::by_id(db, invite.grant_id).await?.ok_or(Error::NotFound)?;
        let passed = sign_in::registration(&self.practice, pass).await?;
        let passed = passed.is_some_and(|session| session.invite_id == Some(invite.id));
        if grant.account_id.is_some() {
            let email = passed.then_some(invite.email);
            return Ok(RegistrationPage::Account { practice: settings.name, email, grant: GrantId(grant.id) });
        }
        if passed {
            return Ok(RegistrationPage::Password { practice: settings.name, email: invite.email });
        }
        Ok(RegistrationPage::Identity { practice: settings.name, for_contact: grant.contact_id.is_some(), rule: settings.access.identity })
    }

    /// The chart's access log says which link was tried. Who tries one after another is told of by the first of them: the trail
    /// is not theirs to fill.
    async fn tell_of_dead_link(&self, db: &impl ConnectionTrait, token: &str, reason: Refusal) -> Result<(), Error> {
        if throttle::take_turn(&self.practice, &[&self.links_key()]).await.is_err() {
            return Ok(());
        }
        let event = Event::of(AuditAct::DeadLinkOpened).detail(reason.dead_link().unwrap_or_default());
        let known = match Token::read(token) {
            Some(token) => invites::by_token(db, &token.hash()).await?,
            None => None,
        };
        self.record(match known {
            Some(link) => event.chart(link.chart_id).subject(link.id),
            None => event,
        })
        .await
    }

    async fn read_identity(&self, last_name: &str, birth_date: &str) -> Result<(IdentityRule, NaiveDate), Error> {
        let settings = self.practice_settings().await?;
        let today = dates::today(self.practice.clock.now(), dates::zone(&settings.zone));
        let rule = settings.access.identity;
        Ok((rule, read_typed(rule, last_name, birth_date, today).map_err(Error::Refused)?))
    }

    /// Compares last name and date of birth with the chart. Five failures lock the link and tell staff.
    ///
    /// The visitor never learns which of the two was wrong; the chart's access log does.
    pub async fn check_identity(&self, token: &str, last_name: &str, birth_date: &str) -> Result<Token, Error> {
        let write = self.write().await?;
        let invite = self.held_invite(&write, token).await?;
        let (rule, date) = self.read_identity(last_name, birth_date).await?;
        let chart = charts::by_id(&*write, invite.chart_id).await?.ok_or(Error::NotFound)?;
        let (chart_id, invite_id) = (invite.chart_id, invite.id);
        match check_identity(rule, last_name, Some(date), &chart.last_name, chart.born()?) {
            Ok(()) => {
                let known = self.offer_instead(&write, &invite).await?;
                let pass = sign_in::begin(
                    &self.practice,
                    &*write,
                    New { invite_id: Some(invite_id), ..New::of(SessionKind::Registration) },
                    &self.origin,
                )
                .await?;
                let passed = Event::of(AuditAct::IdentityPassed).chart(chart_id).subject(invite_id);
                write.commit(if known { passed.detail(KNOWN_ADDRESS) } else { passed }).await?;
                Ok(pass)
            }
            Err(mismatch) => {
                let failures = invite.failures + 1;
                let locks = failures >= MOST_FAILURES;
                let locked_at = locks.then(|| self.practice.clock.now());
                invites::ActiveModel { failures: Set(failures), locked_at: Set(locked_at), ..invite.into_active_model() }
                    .update(&*write)
                    .await?;
                if locks {
                    let task = Task { owner: chart.primary_clinician_id, ..Task::new(TaskKind::LockedRegistration, chart_id) };
                    notices::add_task(&self.practice, &write, task).await?;
                }
                let act = if locks { AuditAct::InviteLocked } else { AuditAct::IdentityFailed };
                write.commit(Event::of(act).chart(chart_id).subject(invite_id).detail(cause(mismatch))).await?;
                Err(if locks { Refusal::LinkLocked } else { Refusal::IdentityMismatch }.into())
            }
        }
    }

    /// Takes the password, and with it makes the account. The link is used up. Says whether it is so: not where the address has got
    /// an account meanwhile, which is offered the chart instead.
    pub async fn choose_password(&self, token: &str, pass: Option<&Token>, password: &str) -> Result<bool, Error> {
        let db = self.practice.db.read();
        let invite = self.living_invite(db, token).await?;
        let session = sign_in::registration(&self.practice, pass).await?;
        let Some(session) = session.filter(|session| session.invite_id == Some(invite.id)) else {
            return Err(Refusal::IdentityNotPassed.into());
        };
        let chart = charts::by_id(db, invite.chart_id).await?.ok_or(Error::NotFound)?;
        let grant = grants::by_id(db, invite.grant_id).await?.ok_or(Error::NotFound)?;
        let contact = match grant.contact_id {
            Some(id) => charts::contact_of(db, chart.id, id).await?,
            None => None,
        };
        let (first_name, last_name) = match contact {
            Some(contact) => (contact.first_name, contact.last_name),
            None => (chart.first_name.clone(), chart.last_name.clone()),
        };
        let practice_name = self.practice_settings().await?.name;
        let about = [first_name.as_str(), last_name.as_str(), invite.email.as_str(), practice_name.as_str()];
        let mut refused = check_password(password, &about).err().unwrap_or_default();
        if refused.is_empty() && self.practice.passwords.is_common(password, &about.map(str::to_owned)).await {
            refused.push(PasswordRefusal::PasswordCommon);
        }
        if !refused.is_empty() {
            self.record(Event::of(AuditAct::PasswordRefused).chart(chart.id).subject(invite.id)).await?;
            return Err(refused.into());
        }
        // Hashing takes its time: done before the transaction begins.
        let password_hash = self.practice.passwords.hash(password).await;
        let new = Registration { password_hash, first_name, last_name, grant, registration: session.token_hash };
        match self.make_account(token, new.clone()).await {
            // Somebody has registered with this address at the same moment, for another chart: now theirs is there.
            Err(Error::Refused(refusals)) if refusals == [Refusal::AddressHasAccount.into()] => self.make_account(token, new).await,
            made => made,
        }
    }

    async fn make_account(&self, token: &str, new: Registration) -> Result<bool, Error> {
        let write = self.write().await?;
        let now = self.practice.clock.now();
        let invite = self.held_invite(&write, token).await?;
        let chart = invite.chart_id;
        // Somebody has registered with this address since the identity check, for another chart.
        if self.offer_instead(&write, &invite).await? {
            write.commit(Event::of(AuditAct::AccessOffered).chart(chart).subject(invite.id).detail(KNOWN_ADDRESS)).await?;
            return Ok(false);
        }
        let Registration { password_hash, first_name, last_name, grant, registration } = new;
        let account = NewAccount { email: invite.email.clone(), password_hash, first_name, last_name };
        let account = sign_in::make_account(&self.practice, &write, account).await.map_err(taken(Refusal::AddressHasAccount))?;
        grants::ActiveModel { account_id: Set(Some(account)), registered_at: Set(Some(now)), ..grant.into_active_model() }
            .update(&*write)
            .await?;
        write.tell(Happening::of(EventKind::AccessChanged).chart(chart).subject(invite.grant_id));
        let (invite_id, by_hand) = (invite.id, invite.handed_over_by.is_some());
        invites::ActiveModel { used_at: Set(Some(now)), ..invite.into_active_model() }.update(&*write).await?;
        sign_in::end_session(&write, &registration).await?;
        sign_in::end_registrations(&write, &[invite_id]).await?;
        let event = Event::of(AuditAct::Registered).chart(chart).subject(account);
        write.commit(if by_hand { event.detail("link handed over") } else { event }).await?;
        Ok(true)
    }

    /// Who has an account already, by a link for another chart, gets no second one: theirs is offered this chart, and the page
    /// behind the link says how to add it. Says whether it is so.
    async fn offer_instead(&self, write: &Write, invite: &invites::Model) -> Result<bool, Error> {
        let account = sign_in::account_at(&**write, &invite.email).await?.filter(|account| account.disabled_at.is_none());
        let (Some(account), Some(grant)) = (account, grants::by_id(&**write, invite.grant_id).await?) else { return Ok(false) };
        if grant.account_id.is_none() {
            offer_to(&self.practice, write, grant, &account).await?;
        }
        Ok(true)
    }

    /// The invite behind a link that still opens the door.
    async fn living_invite(&self, db: &impl ConnectionTrait, token: &str) -> Result<invites::Model, Error> {
        let token = Token::read(token).ok_or(Refusal::LinkUnknown)?;
        self.living(invites::by_token(db, &token.hash()).await?)
    }

    /// The same, held until the change is committed.
    async fn held_invite(&self, write: &Write, token: &str) -> Result<invites::Model, Error> {
        let token = Token::read(token).ok_or(Refusal::LinkUnknown)?;
        self.living(invites::for_update(&**write, &token.hash()).await?)
    }

    fn living(&self, invite: Option<invites::Model>) -> Result<invites::Model, Error> {
        let invite = invite.ok_or(Refusal::LinkUnknown)?;
        check_link(invite.facts(), self.practice.clock.now())?;
        Ok(invite)
    }
}

/// What the chart's access log says where somebody registers whose address has an account.
pub(super) const KNOWN_ADDRESS: &str = "address with an account";

/// What is wrong with what was typed, before it is compared with anything: it is no try. A day that nobody was born on comes of a slip
/// in typing too (07/02/85 is the year 85 in some browsers).
pub(super) fn read_typed(
    rule: IdentityRule,
    last_name: &str,
    birth_date: &str,
    today: NaiveDate,
) -> Result<NaiveDate, Vec<domain::Refusal>> {
    let date = read_birth_date(birth_date, today).map_err(|refusal| match refusal {
        charts_rules::Refusal::BirthDateMissing | charts_rules::Refusal::BirthDateNotADate => Refusal::BirthDateUnreadable.into(),
        refusal => domain::Refusal::from(refusal),
    });
    let name = [
        (last_name.trim().is_empty(), Refusal::LastNameMissing),
        (last_name.chars().count() > LONGEST_NAME, Refusal::LastNameTooLong),
        (has_outer_space(last_name) && !last_name.trim().is_empty(), Refusal::OuterSpace),
    ];
    let mut refusals: Vec<domain::Refusal> =
        name.into_iter().filter(|(wrong, _)| *wrong && rule.asks_name()).map(|(_, refusal)| refusal.into()).collect();
    match date {
        Ok(date) if refusals.is_empty() => Ok(date),
        Ok(_) => Err(refusals),
        Err(refusal) => {
            refusals.push(refusal);
            Err(refusals)
        }
    }
}

/// The exact cause, as staff read it in the access log.
pub(super) fn cause(mismatch: IdentityMismatch) -> &'static str {
    match mismatch {
        IdentityMismatch::LastName => "last name",
        IdentityMismatch::BirthDate => "birth date",
        IdentityMismatch::Both => "last name and birth date",
        IdentityMismatch::Spaces => "spaces around the last name",
    }
}
