//! Who acts. No actor, no data: each room is a method here, and the right is asked at that door, once.

use crate::{
    audit::{Event, Stamp},
    charts::StaffCharts,
    db::Write,
    documents::{ClientDocuments, StaffDocuments},
    error::Error,
    invites::{self, StaffInvites, table::grants},
    messages::ClientMessages,
    notices::StaffNotices,
    practice::Practice,
    settings::StaffSettings,
    sign_in::{self, Session},
};
use domain::{
    Act, Reach, Rights,
    ids::{ChartId, GrantId},
    invites::Scope,
};
use std::slice;
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
}

impl Origin {
    fn stamp(&self, practice: &Practice, kind: &'static str, id: Option<Uuid>, name: &str) -> Stamp {
        let one_line = |text: &str, longest: usize| text.chars().filter(|c| !c.is_control()).take(longest).collect();
        Stamp {
            at: practice.clock.now(),
            kind,
            id,
            name: name.to_owned(),
            address: one_line(&self.address, 64),
            agent: one_line(&self.agent, 300),
        }
    }
}

/// Somebody who has not said who they are.
pub struct Visitor {
    pub(crate) practice: Practice,
    pub(crate) origin: Origin,
}

impl Visitor {
    pub(crate) fn new(practice: Practice, origin: Origin) -> Self {
        Self { practice, origin }
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.origin.stamp(&self.practice, "visitor", None, "somebody")
    }

    pub(crate) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp()).await?)
    }

    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        Ok(self.practice.db.record(self.stamp(), event).await?)
    }
}

/// Who holds a portal account: for what is the account's own, and no chart's.
pub struct Holder {
    pub(crate) practice: Practice,
    pub(crate) origin: Origin,
    pub(crate) session: Session,
    pub(crate) account: sign_in::table::accounts::Model,
}

impl Holder {
    pub(crate) async fn admit(practice: Practice, session: Session, origin: Origin) -> Result<Self, Error> {
        let account_id = session.account_id.ok_or(Error::SignedOut)?;
        let account = sign_in::table::accounts::by_id(practice.db.read(), account_id).await?.ok_or(Error::SignedOut)?;
        let living = invites::table::grants::living_of_account(practice.db.read(), account_id, practice.clock.now()).await?;
        if account.disabled_at.is_some() || living.is_empty() {
            return Err(Error::SignedOut);
        }
        Ok(Self { practice, origin, session, account })
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.origin.stamp(&self.practice, "client", Some(self.account.id), &self.account.full_name())
    }

    pub(crate) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp()).await?)
    }

    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        Ok(self.practice.db.record(self.stamp(), event).await?)
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        match self.record(Event::denied(door)).await {
            Ok(()) => Error::NotFound,
            Err(error) => error,
        }
    }
}

/// A portal account, acting for one granted chart.
pub struct Client {
    pub(crate) practice: Practice,
    pub(crate) origin: Origin,
    pub(crate) session: Session,
    pub(crate) account: sign_in::table::accounts::Model,
    pub(crate) grant: grants::Model,
    pub(crate) grants: Vec<grants::Model>,
}

impl Client {
    pub(crate) async fn admit(practice: Practice, session: Session, acting_for: Option<GrantId>, origin: Origin) -> Result<Self, Error> {
        let account_id = session.account_id.ok_or(Error::SignedOut)?;
        let now = practice.clock.now();
        let account = sign_in::table::accounts::by_id(practice.db.read(), account_id).await?.ok_or(Error::SignedOut)?;
        let grants = invites::table::grants::open_of_account(practice.db.read(), account_id, now).await?;
        if account.disabled_at.is_some() || grants.is_empty() {
            return Err(Error::SignedOut);
        }
        let wanted = match acting_for {
            Some(id) => grants.iter().find(|grant| grant.id == id.0),
            None => grants.first(),
        };
        let Some(grant) = wanted.cloned() else {
            let stamp = origin.stamp(&practice, "client", Some(account_id), &account.full_name());
            practice.db.record(stamp, Event::denied("grant")).await?;
            return Err(Error::NotFound);
        };
        Ok(Self { practice, origin, session, account, grant, grants })
    }

    pub(crate) fn chart_id(&self) -> Uuid {
        self.grant.chart_id
    }

    /// What was shared with this client, and what awaits a signature.
    pub async fn documents(&self) -> Result<ClientDocuments<'_>, Error> {
        self.scope(Scope::Documents).await?;
        ClientDocuments::enter(self).await
    }

    /// Conversations with the practice.
    pub async fn messages(&self) -> Result<ClientMessages<'_>, Error> {
        self.scope(Scope::Messages).await?;
        ClientMessages::enter(self).await
    }

    pub(crate) async fn scope(&self, scope: Scope) -> Result<(), Error> {
        if self.grant.has_scope(scope) { Ok(()) } else { Err(self.not_found(scope.name()).await) }
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.origin.stamp(&self.practice, "client", Some(self.account.id), &self.account.full_name())
    }

    pub(crate) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp()).await?)
    }

    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        Ok(self.practice.db.record(self.stamp(), event.chart(self.grant.chart_id)).await?)
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        match self.record(Event::denied(door)).await {
            Ok(()) => Error::NotFound,
            Err(error) => error,
        }
    }
}

/// Somebody who works in the practice.
pub struct Staff {
    pub(crate) practice: Practice,
    pub(crate) origin: Origin,
    pub(crate) session: Session,
    pub(crate) member: sign_in::table::staff::Model,
    pub(crate) rights: Rights,
    /// Oneself and the people whom one supervises.
    pub(crate) supervised: Vec<Uuid>,
}

impl Staff {
    pub(crate) async fn admit(practice: Practice, session: Session, origin: Origin) -> Result<Self, Error> {
        let id = session.staff_id.ok_or(Error::SignedOut)?;
        let member = sign_in::table::staff::by_id(practice.db.read(), id).await?.ok_or(Error::SignedOut)?;
        if member.disabled_at.is_some() {
            return Err(Error::SignedOut);
        }
        let mut supervised = sign_in::table::supervisions::of(practice.db.read(), id).await?;
        supervised.push(id);
        let rights = Rights::of(&member.roles());
        Ok(Self { practice, origin, session, member, rights, supervised })
    }

    /// The Chart Room and the charts in it.
    pub async fn charts(&self) -> Result<StaffCharts<'_>, Error> {
        self.may(Act::OpenChart, "charts").await?;
        Ok(StaffCharts(self))
    }

    /// Portal access of a chart's owner.
    pub async fn invites(&self) -> Result<StaffInvites<'_>, Error> {
        self.may(Act::ManagePortalAccess, "invites").await?;
        Ok(StaffInvites(self))
    }

    /// Notes, plans, invoices: what of them one may read is asked chart by chart.
    pub async fn documents(&self) -> Result<StaffDocuments<'_>, Error> {
        if !self.rights.may(Act::ReadBillingDocuments) {
            self.may(Act::ReadClinicalDocuments, "documents").await?;
        }
        Ok(StaffDocuments(self))
    }

    /// The To-do list and the frame around every page.
    pub fn notices(&self) -> StaffNotices<'_> {
        StaffNotices(self)
    }

    pub async fn settings(&self) -> Result<StaffSettings<'_>, Error> {
        self.may(Act::ChangeSettings, "settings").await?;
        Ok(StaffSettings(self))
    }

    /// For whose charts one may do this: nobody's, or those of these clinicians, or everybody's (`None`).
    pub(crate) fn clinicians_for(&self, act: Act) -> Option<&[Uuid]> {
        match self.rights.reach(act) {
            Reach::Nobody => Some(&[]),
            Reach::OwnCharts => Some(slice::from_ref(&self.member.id)),
            Reach::SupervisedCharts => Some(&self.supervised),
            Reach::Everybody => None,
        }
    }

    async fn may(&self, act: Act, door: &'static str) -> Result<(), Error> {
        if self.rights.may(act) {
            return Ok(());
        }
        self.record(Event::denied(door)).await?;
        Err(Error::NotAllowed)
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.origin.stamp(&self.practice, "staff", Some(self.member.id), &self.member.full_name())
    }

    pub(crate) async fn write(&self) -> Result<Write, Error> {
        Ok(self.practice.db.write(self.stamp()).await?)
    }

    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        Ok(self.practice.db.record(self.stamp(), event).await?)
    }

    /// Missing and forbidden are one answer, and leave one row.
    pub(crate) async fn not_found(&self, door: &'static str, chart: Option<ChartId>) -> Error {
        let event = Event::denied(door);
        let event = match chart {
            Some(id) => event.subject(id),
            None => event,
        };
        match self.record(event).await {
            Ok(()) => Error::NotFound,
            Err(error) => error,
        }
    }
}
