//! On the server: who stands behind this request. Every actor is made here, and every error of the backend becomes what
//! travels to the page. Elsewhere the backend's values are only named on their way to an actor (`backend::NoteDraft`, `form_key`).

use crate::{Answer, Done, Failure, Went, reply::reply, routes};
use backend::{Client, Error, Holder, Origin, Practice, SignedIn, Staff, Token, Visitor};
use domain::{ids::GrantId, sign_in::Side};
use leptos::prelude::use_context;

/// What the HTTP shell hands to every page and function.
#[derive(Clone)]
pub struct Desk {
    pub practice: Practice,
    pub portal: Option<Token>,
    pub office: Option<Token>,
    pub registration: Option<Token>,
    pub origin: Origin,
}

impl Desk {
    pub fn token(&self, side: Side) -> Option<&Token> {
        match side {
            Side::Portal => self.portal.as_ref(),
            Side::Office => self.office.as_ref(),
        }
    }
}

/// The desk of this request.
///
/// # Errors
/// Without one the HTTP shell is not wired up: nothing may go on.
pub fn desk() -> Result<Desk, Failure> {
    use_context::<Desk>().ok_or(Failure(domain::Failure::Unexpected { incident: "no desk".into() }))
}

pub fn visitor() -> Result<Visitor, Failure> {
    let desk = desk()?;
    Ok(desk.practice.visitor(desk.origin))
}

/// The holder of a portal session, acting for the named grant, or for their first.
pub async fn client(acting_for: Option<GrantId>) -> Result<Client, Failure> {
    let desk = desk()?;
    Ok(desk.practice.client(desk.portal.as_ref(), acting_for, desk.origin.clone()).await?)
}

/// The holder of a portal session, for whomever they act.
pub async fn holder() -> Result<Holder, Failure> {
    let desk = desk()?;
    Ok(desk.practice.holder(desk.portal.as_ref(), desk.origin.clone()).await?)
}

pub async fn staff() -> Result<Staff, Failure> {
    let desk = desk()?;
    Ok(desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?)
}

/// The same for what a page asks by itself: that is nobody's act, and no session lives longer for it.
pub async fn client_by_itself(acting_for: Option<GrantId>) -> Result<Client, Failure> {
    let desk = desk()?;
    let origin = Origin { by_hand: false, ..desk.origin };
    Ok(desk.practice.client(desk.portal.as_ref(), acting_for, origin).await?)
}

pub async fn staff_by_itself() -> Result<Staff, Failure> {
    let desk = desk()?;
    let origin = Origin { by_hand: false, ..desk.origin };
    Ok(desk.practice.staff(desk.office.as_ref(), origin).await?)
}

/// Whether the browser is signed in on this side, wholly.
pub async fn is_in(side: Side) -> bool {
    match side {
        Side::Portal => holder().await.is_ok(),
        Side::Office => staff().await.is_ok(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(match error {
            Error::NotFound => domain::Failure::NotFound,
            Error::SignedOut => domain::Failure::SignedOut,
            Error::ProofNeeded(matter) => domain::Failure::ProofNeeded(matter),
            Error::NotAllowed => domain::Failure::NotAllowed,
            Error::Refused(refusals) => domain::Failure::Refused(refusals),
            Error::Unexpected(cause) => {
                let incident = backend::incident();
                tracing::error!(%incident, %cause, "something went wrong");
                domain::Failure::Unexpected { incident }
            }
        })
    }
}

/// Hands the browser what it gets on signing in, and leads it on: to the second step, or to where it was going.
pub fn arrive(signed_in: &SignedIn, next: &str) -> Went {
    reply(Answer::SignedIn(signed_in.side, signed_in.token.reveal().into()));
    if let Some(browser) = &signed_in.browser {
        reply(Answer::Known(browser.reveal().into()));
    }
    let next = routes::after_sign_in(signed_in.side, next);
    match (signed_in.awaits, signed_in.offer) {
        (Some(_), _) => Went::to(routes::next(routes::second_step(signed_in.side), &next)),
        (None, Some(offer)) => Went::to(routes::offer(offer)),
        (None, None) if signed_in.sets_up => Went::to(routes::security(signed_in.side)).done(Done::Added),
        (None, None) => Went::to(next),
    }
}
