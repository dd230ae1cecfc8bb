//! Signing in and out: the room's functions.

mod address;
mod key;
mod office;
mod passkey;
mod portal;
mod security;
mod step;

pub use address::AddressLinkPage;
pub use office::{OfficeForgotPage, OfficeLogin, OfficeNewPasswordPage};
pub use passkey::{SignInWithPasskey, ask as ask_for_passkey};
pub use portal::{ForgotPage, Login, NewPasswordPage};
pub use security::{NewRecoveryCodes, OfficeSecurityPage, SecurityPage, stay};
pub use step::{EnterCode, OfficeProvePage, OfficeSecondStepPage, ProvePage, SecondStepPage, StopPage};

use crate::{
    Failure,
    parts::{Notice, asked},
    routes,
};
use domain::sign_in::{KeyPage, Side};
use leptos::prelude::*;

/// Signs a client in, and leads to where they were going.
#[server(prefix = "/api", endpoint = "visitor/sign_in")]
pub async fn sign_in(email: String, password: String, next: String) -> Result<(), Failure> {
    use crate::actor;
    domain::sign_in::check_typed(&email, &password).map_err(backend::Error::from)?;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Portal, &email, &password, desk.token(Side::Portal)).await?;
    actor::arrive(&signed_in, &next);
    Ok(())
}

/// Signs a member of staff in.
#[server(prefix = "/api", endpoint = "visitor/sign_in_staff")]
pub async fn sign_in_staff(email: String, password: String, next: String) -> Result<(), Failure> {
    use crate::actor;
    domain::sign_in::check_typed(&email, &password).map_err(backend::Error::from)?;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Office, &email, &password, desk.token(Side::Office)).await?;
    actor::arrive(&signed_in, &next);
    Ok(())
}

/// Ends the staff session of this browser. The portal's session, if there is one, stays.
#[server(prefix = "/api", endpoint = "staff/sign_out")]
pub async fn sign_out_staff() -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    match actor::staff().await {
        Ok(staff) => staff.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Office));
    reply(Answer::GoTo(routes::in_state(routes::OFFICE_LOGIN, "done", "signed-out")));
    Ok(())
}

/// Ends the portal session of this browser. One that has ended already is no obstacle.
#[server(prefix = "/api", endpoint = "client/sign_out")]
pub async fn sign_out() -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    match actor::holder().await {
        Ok(holder) => holder.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Portal));
    reply(Answer::GoTo(routes::in_state(routes::LOGIN, "done", "signed-out")));
    Ok(())
}

/// Whether to look if somebody is signed in already: not where the page has to tell them something.
fn may_lead_on() -> bool {
    ["refused", "incident", "done"].into_iter().all(|state| asked(state).is_none())
}

/// Leads on who is signed in already: to where they were going.
#[component]
fn AlreadyIn(side: Side) -> impl IntoView {
    let to = routes::after_sign_in(side, &asked("next").unwrap_or_default());
    crate::reply::reply(crate::Answer::GoTo(to.clone()));
    view! { <p class="sub">"You are signed in. " <a href=to>"Go on"</a></p> }
}

/// Says after **Logout**, or after a new password, that it is done, until somebody tries to sign in again.
#[component]
fn DoneNotice() -> impl IntoView {
    let head = match asked("done").as_deref() {
        Some("signed-out") => "You are signed out.",
        Some("stopped") => "It is stopped. Now choose a new password.",
        Some("confirmed") => "Confirmed. Now open the link in the mail to the other address.",
        Some("changed") => "The new address counts from now on. Sign in with it.",
        Some("undone") => "The old address counts again. Now choose a new password.",
        Some("new-password") => "Your new password is set. Sign in with it.",
        _ => return ().into_any(),
    };
    asked("refused").is_none().then(|| view! { <Notice head/> }).into_any()
}

/// The way out for who cannot get in.
#[component]
fn ForgotLink(side: Side) -> impl IntoView {
    view! { <a class="btn plain small" href=routes::forgot(side)>"Forgot password"</a> }
}

/// **Forgot password**: the same answer for everybody.
#[server(prefix = "/api", endpoint = "visitor/password/forgot")]
pub async fn forgot_password(side: Side, #[server(default)] email: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    actor::visitor()?.forgot_password(side, &email).await?;
    reply(Answer::GoTo(routes::in_state(routes::forgot(side), "done", "asked")));
    Ok(())
}

/// The page behind a link to a new password. Looking changes nothing: mail scanners look too.
#[server(prefix = "/api", endpoint = "visitor/password/read")]
pub async fn read_key(side: Side, token: String) -> Result<KeyPage, Failure> {
    Ok(crate::actor::visitor()?.key_page(side, &token).await?)
}

/// Takes the new password. Everybody who was signed in to that account is signed out.
#[server(prefix = "/api", endpoint = "visitor/password/choose")]
pub async fn choose_new_password(side: Side, token: String, #[server(default)] password: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    actor::visitor()?.choose_new_password(side, &token, &password).await?;
    reply(Answer::GoTo(routes::in_state(routes::login(side), "done", "new-password")));
    Ok(())
}
