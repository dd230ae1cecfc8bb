//! Who acts. No actor, no data: each room is a method here, and the right is asked at that door, once.

pub use crate::request::Origin;
use crate::{
    audit::Event,
    charts::StaffCharts,
    documents::{ClientDocuments, StaffDocuments},
    error::Error,
    invites::{StaffInvites, table::grants},
    messages::ClientMessages,
    notices::StaffNotices,
    practice::Practice,
    request::{HeldAccount, Member, RequestContext},
    secrets::Token,
    settings::StaffSettings,
    sign_in::{Session, table},
};
use domain::{
    Act, Reach, Rights,
    ids::{ChartId, GrantId},
    invites::Scope,
};
use std::{ops::Deref, slice};
use uuid::Uuid;

/// Gives an actor what all of them stand on, written once: the practice, `stamp`, `write`, `record`.
macro_rules! stands_on_its_request {
    ($($actor:ident),+) => {$(
        impl Deref for $actor {
            type Target = RequestContext;
            fn deref(&self) -> &RequestContext {
                &self.context
            }
        }
    )+};
}
stands_on_its_request!(Visitor, Holder, Client, Staff);

/// Somebody who has not said who they are.
pub struct Visitor {
    context: RequestContext,
}

impl Visitor {
    pub(crate) fn new(practice: Practice, origin: Origin) -> Self {
        Self { context: RequestContext::of_somebody(practice, origin) }
    }
}

/// Who holds a portal account: for what is the account's own, and no chart's.
pub struct Holder {
    context: RequestContext,
    pub(crate) session: Session,
    pub(crate) account: table::accounts::Model,
}

impl Holder {
    pub(crate) async fn admit(practice: Practice, token: Option<&Token>, origin: Origin) -> Result<Self, Error> {
        let (session, HeldAccount { account, living }) = origin.holder(&practice, token).await?;
        if living.is_empty() {
            return Err(Error::SignedOut);
        }
        Ok(Self { context: RequestContext::of_account(practice, origin, &account, None), session, account })
    }

    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        self.missed(Event::denied(door)).await
    }
}

/// A portal account, acting for one granted chart.
pub struct Client {
    context: RequestContext,
    pub(crate) session: Session,
    pub(crate) account: table::accounts::Model,
    pub(crate) grant: grants::Model,
    pub(crate) grants: Vec<grants::Model>,
}

impl Client {
    pub(crate) async fn admit(
        practice: Practice,
        token: Option<&Token>,
        acting_for: Option<GrantId>,
        origin: Origin,
    ) -> Result<Self, Error> {
        let (session, HeldAccount { account, living }) = origin.holder(&practice, token).await?;
        let now = practice.clock.now();
        let grants: Vec<grants::Model> = living.into_iter().filter(|grant| grant.term().is_open(now)).collect();
        if grants.is_empty() {
            return Err(Error::SignedOut);
        }
        let wanted = match acting_for {
            Some(id) => grants.iter().find(|grant| grant.id == id.0),
            None => grants.first(),
        };
        let Some(grant) = wanted.cloned() else {
            return Err(RequestContext::of_account(practice, origin, &account, None).missed(Event::denied("grant")).await);
        };
        let context = RequestContext::of_account(practice, origin, &account, Some(grant.chart_id));
        Ok(Self { context, session, account, grant, grants })
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

    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        self.missed(Event::denied(door)).await
    }
}

/// Somebody who works in the practice.
pub struct Staff {
    context: RequestContext,
    pub(crate) session: Session,
    pub(crate) member: table::staff::Model,
    pub(crate) rights: Rights,
    /// Oneself and the people whom one supervises.
    pub(crate) supervised: Vec<Uuid>,
}

impl Staff {
    pub(crate) async fn admit(practice: Practice, token: Option<&Token>, origin: Origin) -> Result<Self, Error> {
        let (session, member) = origin.member(&practice, token).await?;
        Ok(Self::at_work(practice, origin, session, member))
    }

    pub(crate) fn at_work(practice: Practice, origin: Origin, session: Session, member: Member) -> Self {
        let Member { row: member, supervised } = member;
        let rights = Rights::of(&member.roles());
        Self { context: RequestContext::of_member(practice, origin, &member), session, member, rights, supervised }
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

    pub(crate) async fn not_found(&self, door: &'static str, chart: Option<ChartId>) -> Error {
        let event = Event::denied(door);
        self.missed(match chart {
            Some(id) => event.subject(id),
            None => event,
        })
        .await
    }
}
