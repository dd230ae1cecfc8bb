//! Signing in and out: the room's functions.

mod office;
mod portal;

pub use office::OfficeLogin;
pub use portal::Login;

use crate::Failure;
use leptos::prelude::*;

/// Signs a client in, and leads to where they were going.
#[server(prefix = "/api", endpoint = "visitor/sign_in")]
pub async fn sign_in(email: String, password: String, next: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    use domain::sign_in::Side;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Portal, &email, &password, desk.token(Side::Portal)).await?;
    reply(Answer::SignedIn(signed_in.side, signed_in.token.reveal().into()));
    reply(Answer::GoTo(actor::after_sign_in(Side::Portal, &next)));
    Ok(())
}

/// Signs a member of staff in.
#[server(prefix = "/api", endpoint = "visitor/sign_in_staff")]
pub async fn sign_in_staff(email: String, password: String, next: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    use domain::sign_in::Side;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Office, &email, &password, desk.token(Side::Office)).await?;
    reply(Answer::SignedIn(signed_in.side, signed_in.token.reveal().into()));
    reply(Answer::GoTo(actor::after_sign_in(Side::Office, &next)));
    Ok(())
}

/// Ends the staff session of this browser. The portal's session, if there is one, stays.
#[server(prefix = "/api", endpoint = "staff/sign_out")]
pub async fn sign_out_staff() -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply, routes};
    use domain::sign_in::Side;
    match actor::staff().await {
        Ok(staff) => staff.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Office));
    reply(Answer::GoTo(routes::OFFICE_LOGIN.into()));
    Ok(())
}

/// Ends the portal session of this browser. One that has ended already is no obstacle.
#[server(prefix = "/api", endpoint = "client/sign_out")]
pub async fn sign_out() -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply, routes};
    use domain::sign_in::Side;
    match actor::client(None).await {
        Ok(client) => client.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Portal));
    reply(Answer::GoTo(routes::LOGIN.into()));
    Ok(())
}
