//! On the server: who stands behind this request. The only file of this crate that knows the backend.

use crate::{Failure, routes};
use backend::{Client, Error, Origin, Practice, Staff, Token, Visitor};
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

pub async fn staff() -> Result<Staff, Failure> {
    let desk = desk()?;
    Ok(desk.practice.staff(desk.office.as_ref(), desk.origin.clone()).await?)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(match error {
            Error::NotFound => domain::Failure::NotFound,
            Error::SignedOut => domain::Failure::SignedOut,
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

/// Where to go after signing in: back to where one came from, if that is a page of that side.
pub fn after_sign_in(side: Side, next: &str) -> String {
    domain::sign_in::safe_path(next)
        .filter(|path| domain::sign_in::side_of(path) == side)
        .map_or_else(|| routes::home(side).to_owned(), str::to_owned)
}
