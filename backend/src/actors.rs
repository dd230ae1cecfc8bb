//! Who acts. No actor, no data: each room brings its own door, a method of the actors who may enter, and asks the right there, once.

pub use crate::request::Origin;
use crate::{
    audit::Event,
    error::Error,
    invites::Grant,
    practice::Practice,
    request::{AtWork, HeldAccount, RequestContext},
    secrets::Token,
    sign_in::{self, Account, Member, Session},
};
use domain::{
    Act, Reach, Rights,
    ids::{ChartId, GrantId},
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
    pub(crate) account: Account,
}

impl Holder {
    pub(crate) async fn admit(practice: Practice, token: Option<&Token>, origin: Origin) -> Result<Self, Error> {
        let (session, HeldAccount { account, living }) = origin.holder(&practice, token).await?;
        if living.is_empty() {
            return Err(Error::SignedOut);
        }
        Ok(Self { context: RequestContext::of_account(practice, origin, &account, None), session, account })
    }

    /// Who holds the account.
    pub fn name(&self) -> String {
        self.account.full_name()
    }

    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        self.missed(Event::denied(door)).await
    }
}

/// A portal account, acting for one granted chart.
pub struct Client {
    context: RequestContext,
    pub(crate) session: Session,
    pub(crate) account: Account,
    pub(crate) grant: Grant,
    pub(crate) grants: Vec<Grant>,
    /// What waits to be confirmed by its holder.
    pub(crate) offered: Vec<GrantId>,
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
        let offered = living.iter().filter(|grant| grant.term.is_offered(now)).map(|grant| GrantId(grant.id)).collect();
        let grants: Vec<Grant> = living.into_iter().filter(|grant| grant.term.is_open(now)).collect();
        if grants.is_empty() {
            return Err(Error::SignedOut);
        }
        let wanted = match acting_for {
            Some(id) => grants.iter().find(|grant| grant.id == id.0),
            // Whoever signs in anew goes on with whom they were with.
            None => grants.iter().find(|grant| Some(grant.id) == account.last_grant_id).or(grants.first()),
        };
        let Some(grant) = wanted.cloned() else {
            return Err(RequestContext::of_account(practice, origin, &account, None).missed(Event::denied("grant")).await);
        };
        if acting_for.is_some() && origin.by_hand && account.last_grant_id != Some(grant.id) && grants.len() > 1 {
            let tx = practice.db.housekeeping().await?;
            sign_in::acts_for(&*tx, account.id, grant.id).await?;
            tx.commit().await?;
        }
        let context = RequestContext::of_account(practice, origin, &account, Some(grant.chart_id));
        Ok(Self { context, session, account, grant, grants, offered })
    }

    /// Of an account that has not signed in: demo data.
    pub(crate) fn at_home(practice: Practice, origin: Origin, session: Session, account: Account, grant: Grant) -> Self {
        let context = RequestContext::of_account(practice, origin, &account, Some(grant.chart_id));
        Self { context, session, account, grants: vec![grant.clone()], grant, offered: Vec::new() }
    }

    /// The same account, acting for another of its charts: to count what waits there.
    pub(crate) fn acting_as(&self, grant: &Grant) -> Self {
        let origin = Origin { by_hand: false, ..self.origin.clone() };
        let context = RequestContext::of_account(self.practice.clone(), origin, &self.account, Some(grant.chart_id));
        let (session, account) = (self.session.clone(), self.account.clone());
        Self { context, session, account, grants: vec![grant.clone()], grant: grant.clone(), offered: Vec::new() }
    }

    pub(crate) async fn not_found(&self, door: &'static str) -> Error {
        self.missed(Event::denied(door)).await
    }
}

/// Somebody who works in the practice.
pub struct Staff {
    context: RequestContext,
    pub(crate) session: Session,
    pub(crate) member: Member,
    pub(crate) rights: Rights,
    /// Oneself and the people whom one supervises.
    pub(crate) supervised: Vec<Uuid>,
    /// Oneself and the people for whom one stands in today.
    pub(crate) answering: Vec<Uuid>,
    supervised_or_covered: Vec<Uuid>,
}

impl Staff {
    pub(crate) async fn admit(practice: Practice, token: Option<&Token>, origin: Origin) -> Result<Self, Error> {
        let (session, member) = origin.member(&practice, token).await?;
        Ok(Self::at_work(practice, origin, session, member))
    }

    pub(crate) fn at_work(practice: Practice, origin: Origin, session: Session, at_work: AtWork) -> Self {
        let AtWork { member, supervised, covered } = at_work;
        let rights = Rights::of(&member.roles.0);
        let with_covered = |people: &[Uuid]| people.iter().chain(&covered).copied().collect();
        let (answering, supervised_or_covered) = (with_covered(&[member.id]), with_covered(&supervised));
        let context = RequestContext::of_member(practice, origin, &member);
        Self { context, session, member, rights, supervised, answering, supervised_or_covered }
    }

    /// For whose charts one may do this: nobody's, or those of these clinicians, or everybody's (`None`).
    pub(crate) fn clinicians_for(&self, act: Act) -> Option<&[Uuid]> {
        match self.rights.reach(act) {
            Reach::Nobody => Some(&[]),
            Reach::OwnCharts if act.goes_to_cover() => Some(&self.answering),
            Reach::OwnCharts => Some(slice::from_ref(&self.member.id)),
            Reach::SupervisedCharts if act.goes_to_cover() => Some(&self.supervised_or_covered),
            Reach::SupervisedCharts => Some(&self.supervised),
            Reach::Everybody => None,
        }
    }

    /// Asks at a room's door.
    pub(crate) async fn may(&self, act: Act, door: &'static str) -> Result<(), Error> {
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
