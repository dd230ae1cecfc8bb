//! Invites: portal access, from the chart to the client's own password. The room's functions.

mod office;
mod portal;

pub use office::{CommunicationsPage, PortalTag};
pub use portal::{IdentityForm, PasswordForm, RegisterPage, RegisteredPage};

use crate::Failure;
use domain::{
    ids::ChartId,
    invites::{Communications, RegistrationPage},
};
use leptos::prelude::*;

// Office

/// Chart → **Communications**.
#[server(prefix = "/api", endpoint = "staff/invites/read")]
pub async fn read_communications(chart: ChartId) -> Result<Communications, Failure> {
    let staff = crate::actor::staff().await?;
    let invites = staff.invites().await?;
    Ok(invites.communications(chart).await?)
}

/// **Activate**: grants access and sends the invitation. `email` is asked for only where none is recorded.
#[server(prefix = "/api", endpoint = "staff/invites/activate")]
pub async fn activate_access(chart: ChartId, #[server(default)] email: Option<String>) -> Result<(), Failure> {
    use crate::{Answer, reply::reply, routes};
    let staff = crate::actor::staff().await?;
    staff.invites().await?.activate(chart, email).await?;
    reply(Answer::GoTo(routes::in_state(routes::chart_communications(chart), "done", "activated")));
    Ok(())
}

// Portal

/// The page behind a registration link. Looking changes nothing: mail scanners look too.
#[server(prefix = "/api", endpoint = "visitor/registration/read")]
pub async fn read_registration(token: String) -> Result<RegistrationPage, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    Ok(actor::visitor()?.registration(&token, desk.registration.as_ref()).await?)
}

/// Compares last name and date of birth with the chart. `fix` asks to take the outer spaces off first.
#[server(prefix = "/api", endpoint = "visitor/registration/check_identity")]
pub async fn check_identity(
    token: String,
    #[server(default)] last_name: String,
    #[server(default)] birth_date: String,
    fix: Option<String>,
) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply, routes};
    let last_name = if fix.is_some() { last_name.trim() } else { &last_name };
    let pass = actor::visitor()?.check_identity(&token, last_name, &birth_date).await?;
    reply(Answer::Registering(Some(pass.reveal().into())));
    reply(Answer::GoTo(routes::register(&token)));
    Ok(())
}

/// Takes the password, and makes the account.
#[server(prefix = "/api", endpoint = "visitor/registration/choose_password")]
pub async fn choose_password(token: String, #[server(default)] password: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply, routes};
    let desk = actor::desk()?;
    actor::visitor()?.choose_password(&token, desk.registration.as_ref(), &password).await?;
    reply(Answer::Registering(None));
    reply(Answer::GoTo(routes::REGISTERED.into()));
    Ok(())
}
