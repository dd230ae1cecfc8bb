//! Signing in and out: the room's functions.

mod address;
mod device;
mod key;
mod office;
mod passkey;
mod portal;
mod refusals;
mod security;
mod step;

pub use address::AddressLinkPage;
pub use office::{OfficeForgotPage, OfficeLogin, OfficeNewPasswordPage};
pub use passkey::{ProveWithPasskey, SignInWithPasskey, ask as ask_for_passkey};
pub use portal::{ForgotPage, Login, NewPasswordPage};
pub use refusals::sentence;
pub use security::{ChangePassword, NewRecoveryCodes, OfficeSecurityPage, SecurityPage, stay};
pub use step::{EnterCode, OfficeProvePage, OfficeSecondStepPage, Prove, ProvePage, SecondStepPage, StopPage};

use crate::{
    Done, Failure, Went,
    parts::{Notice, asked},
    routes,
};
use domain::sign_in::{KeyPage, Side};
use leptos::prelude::*;

/// Signs a client in, and leads to where they were going.
#[server(prefix = "/api", endpoint = "visitor/sign_in")]
pub async fn sign_in(email: String, password: String, next: String) -> Result<Went, Failure> {
    use crate::actor;
    domain::sign_in::check_typed(&email, &password).map_err(backend::Error::from)?;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Portal, &email, &password, desk.token(Side::Portal)).await?;
    Ok(actor::arrive(&signed_in, &next))
}

/// Signs a member of staff in.
#[server(prefix = "/api", endpoint = "visitor/sign_in_staff")]
pub async fn sign_in_staff(email: String, password: String, next: String) -> Result<Went, Failure> {
    use crate::actor;
    domain::sign_in::check_typed(&email, &password).map_err(backend::Error::from)?;
    let desk = actor::desk()?;
    let signed_in = actor::visitor()?.sign_in(Side::Office, &email, &password, desk.token(Side::Office)).await?;
    Ok(actor::arrive(&signed_in, &next))
}

/// Ends the staff session of this browser. The portal's session, if there is one, stays.
#[server(prefix = "/api", endpoint = "staff/sign_out")]
pub async fn sign_out_staff() -> Result<Went, Failure> {
    use crate::{Answer, actor, reply::reply};
    match actor::staff().await {
        Ok(staff) => staff.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Office));
    Ok(Went::to(routes::OFFICE_LOGIN).done(Done::SignedOut))
}

/// Ends the portal session of this browser. One that has ended already is no obstacle. With `next`, whoever signs in then goes there.
#[server(prefix = "/api", endpoint = "client/sign_out")]
pub async fn sign_out(#[server(default)] next: String) -> Result<Went, Failure> {
    use crate::{Answer, actor, reply::reply};
    match actor::holder().await {
        Ok(holder) => holder.sign_out().await?,
        Err(Failure(domain::Failure::SignedOut)) => (),
        Err(failure) => return Err(failure),
    }
    reply(Answer::SignedOut(Side::Portal));
    let to = if next.is_empty() { routes::LOGIN.to_owned() } else { routes::next(routes::LOGIN, &next) };
    Ok(Went::to(to).done(Done::SignedOut))
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
    let head = match Done::here() {
        Some(Done::SignedOut) => "You are signed out.",
        Some(Done::Stopped) => "It is stopped. Now choose a new password.",
        Some(Done::Confirmed) => "Confirmed. Now open the link in the mail to the other address.",
        Some(Done::Changed) => "The new address counts from now on. Sign in with it.",
        Some(Done::Undone) => "The old address counts again. Now choose a new password.",
        Some(Done::NewPassword) => "Your new password is set. Sign in with it.",
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
pub async fn forgot_password(side: Side, #[server(default)] email: String) -> Result<Went, Failure> {
    use crate::actor;
    actor::visitor()?.forgot_password(side, &email).await?;
    Ok(Went::to(routes::forgot(side)).done(Done::Asked))
}

loader! {
    /// The page behind a link to a new password. Looking changes nothing: mail scanners look too.
    pub async fn read_key(side: Side, token: String) -> Result<KeyPage, Failure> {
        Ok(crate::actor::visitor()?.key_page(side, &token).await?)
    }
}

/// Takes the new password. Everybody who was signed in to that account is signed out.
#[server(prefix = "/api", endpoint = "visitor/password/choose")]
pub async fn choose_new_password(side: Side, token: String, #[server(default)] password: String) -> Result<Went, Failure> {
    use crate::actor;
    actor::visitor()?.choose_new_password(side, &token, &password).await?;
    Ok(Went::to(routes::login(side)).done(Done::NewPassword))
}
