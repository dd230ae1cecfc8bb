//! One request: where it comes from, who acts, and what is looked up for it once.
//!
//! A page asks for several actors, and each of them for the practice's settings. What they all stand on is read from the database
//! once a request, and never kept longer: what is changed holds at the next one.

use crate::{
    audit::{Event, Stamp},
    db::Write,
    error::Error,
    invites::{self, Grant},
    messages,
    practice::Practice,
    secrets::Token,
    settings,
    sign_in::{self, Account, Member, Session},
};
use domain::{audit::ActorKind, settings::PracticeSettings, sign_in::Side};
use std::{fmt, sync::Arc};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Network address of the caller.
    pub address: String,
    /// What the browser calls itself, cut to 300 characters.
    pub agent: String,
    /// A secret of this browser, in a cookie: what a refused form is kept under.
    pub browser: Option<String>,
    /// The request came straight from this machine to a loopback address: no proxy stands between.
    pub direct: bool,
    /// A person's act. Polling and streams are not, and do not keep a session alive.
    pub by_hand: bool,
    /// What was looked up for this request so far: its clones share it.
    pub once: Once,
}

/// What is looked up once a request.
#[derive(Clone, Default)]
pub struct Once(Arc<Found>);

#[derive(Default)]
struct Found {
    settings: OnceCell<PracticeSettings>,
    holder: OnceCell<(Session, HeldAccount)>,
    member: OnceCell<(Session, AtWork)>,
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once")
    }
}

/// A portal account, and what it holds or is offered that is neither revoked nor ended.
#[derive(Clone)]
pub(crate) struct HeldAccount {
    pub account: Account,
    pub living: Vec<Grant>,
}

/// A member of staff, whom they supervise, and for whom they stand in today.
#[derive(Clone)]
pub(crate) struct AtWork {
    pub member: Member,
    pub supervised: Vec<Uuid>,
    pub covered: Vec<Uuid>,
}

impl Origin {
    /// The holder of the portal session behind this cookie.
    pub(crate) async fn holder(&self, practice: &Practice, token: Option<&Token>) -> Result<(Session, HeldAccount), Error> {
        let found = self.once.0.holder.get_or_try_init(|| async {
            let session = sign_in::session(practice, token, Side::Portal, self).await?;
            let db = practice.db.read();
            let id = session.account_id.ok_or(Error::SignedOut)?;
            let account = sign_in::account(db, id).await?.filter(|account| account.disabled_at.is_none()).ok_or(Error::SignedOut)?;
            let living = invites::living_of_account(db, id, practice.clock.now()).await?;
            Ok::<_, Error>((session, HeldAccount { account, living }))
        });
        of_this(found.await?, token)
    }

    /// The holder of the office session behind this cookie.
    pub(crate) async fn member(&self, practice: &Practice, token: Option<&Token>) -> Result<(Session, AtWork), Error> {
        let found = self.once.0.member.get_or_try_init(|| async {
            let session = sign_in::session(practice, token, Side::Office, self).await?;
            let db = practice.db.read();
            let id = session.staff_id.ok_or(Error::SignedOut)?;
            let member = sign_in::member(db, id).await?.filter(|member| member.disabled_at.is_none()).ok_or(Error::SignedOut)?;
            let mut supervised = sign_in::supervised_by(db, id).await?;
            supervised.push(id);
            let covered = messages::covered_by(practice, id).await?;
            Ok::<_, Error>((session, AtWork { member, supervised, covered }))
        });
        of_this(found.await?, token)
    }
}

/// What was found, for this cookie and for no other.
fn of_this<T: Clone>(found: &(Session, T), token: Option<&Token>) -> Result<(Session, T), Error> {
    match token {
        Some(token) if token.hash() == found.0.token_hash => Ok(found.clone()),
        _ => Err(Error::SignedOut),
    }
}

/// What every actor stands on: the practice, where the request comes from, and who acts.
pub struct RequestContext {
    pub(crate) practice: Practice,
    pub(crate) origin: Origin,
    kind: ActorKind,
    id: Option<Uuid>,
    name: String,
    /// The chart that all of it is about, where there is one.
    chart: Option<Uuid>,
}

impl RequestContext {
    pub(crate) fn of_somebody(practice: Practice, origin: Origin) -> Self {
        Self { practice, origin, kind: ActorKind::Visitor, id: None, name: "somebody".to_owned(), chart: None }
    }

    pub(crate) fn of_account(practice: Practice, origin: Origin, account: &Account, chart: Option<Uuid>) -> Self {
        Self { practice, origin, kind: ActorKind::Client, id: Some(account.id), name: account.full_name(), chart }
    }

    pub(crate) fn of_member(practice: Practice, origin: Origin, member: &Member) -> Self {
        Self { practice, origin, kind: ActorKind::Staff, id: Some(member.id), name: member.full_name(), chart: None }
    }

    /// What the practice has decided.
    pub(crate) async fn practice_settings(&self) -> Result<PracticeSettings, Error> {
        Ok(self.origin.once.0.settings.get_or_try_init(|| settings::load(&self.practice)).await?.clone())
    }

    pub(crate) fn stamp(&self) -> Stamp {
        let one_line = |text: &str, longest: usize| text.chars().filter(|c| !c.is_control()).take(longest).collect();
        Stamp {
            at: self.practice.clock.now(),
            kind: self.kind,
            id: self.id,
            name: self.name.clone(),
            address: one_line(&self.origin.address, 64),
            agent: one_line(&self.origin.agent, 300),
        }
    }

    /// Begins a change.
    pub(crate) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp()).await?)
    }

    /// Records one event by itself.
    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        let event = match self.chart {
            Some(chart) => event.chart(chart),
            None => event,
        };
        Ok(self.practice.db.record(self.stamp(), event).await?)
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub(crate) async fn missed(&self, event: Event) -> Error {
        match self.record(event).await {
            Ok(()) => Error::NotFound,
            Err(error) => error,
        }
    }
}
