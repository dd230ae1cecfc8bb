//! Invites: portal access, from the chart to the client's own password. The room's functions.

mod office;
mod portal;
mod refusals;

pub use office::{CommunicationsPage, GrantAccessPage, PortalTag};
pub use portal::{ConfirmOfferPage, IdentityForm, RecordAccessPage, RegisterPage, RegisteredPage};
pub use refusals::sentence;

use crate::{Done, Failure, Went, routes};
use domain::{
    ids::{ChartId, ContactId, GrantId},
    invites::{Communications, GrantPage, OfferPage, RecordAccess, RegistrationPage, Scope, Scopes},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

// Office

loader! {
    /// Chart → **Communications**.
    pub async fn read_communications(chart: ChartId) -> Result<Communications, Failure> {
        let staff = crate::actor::staff().await?;
        let invites = staff.invites().await?;
        Ok(invites.communications(chart).await?)
    }
}

/// What the client's age asks of who gives somebody access: why and until when, or that a child is meant to hold their own.
#[allow(dead_code, reason = "only the server reads forms")]
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AgeForm {
    #[serde(default)]
    legal_basis: String,
    #[serde(default)]
    ends_on: String,
    child: Option<String>,
}

/// **Activate**: grants access and sends the invitation. `email` is asked for only where none is recorded; `hold` sends no mail yet.
#[server(prefix = "/api", endpoint = "staff/invites/activate")]
pub async fn activate_access(
    chart: ChartId,
    #[server(default)] email: Option<String>,
    hold: Option<String>,
    #[server(flatten)] age: AgeForm,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let AgeForm { legal_basis, ends_on, child } = age;
    let activation = backend::Activation { email, hold_mail: hold.is_some(), link: false, legal_basis, ends_on, child: child.is_some() };
    staff.invites().await?.activate(chart, activation).await?;
    done(chart, Done::Activated)
}

/// **Link Patient to Portal Account**: the account at this address is offered the chart; instead of the link to register, where
/// somebody with this `grant` is invited already.
#[server(prefix = "/api", endpoint = "staff/invites/link")]
pub async fn link_account(
    chart: ChartId,
    grant: Option<GrantId>,
    #[server(default)] email: Option<String>,
    at_grant: Option<String>,
    #[server(flatten)] age: AgeForm,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let invites = staff.invites().await?;
    match grant {
        Some(grant) => {
            invites.link_invited(chart, grant, email).await?;
            if at_grant.is_some() { done_with(chart, grant, Done::Resent) } else { done(chart, Done::Offered) }
        }
        None => {
            let AgeForm { legal_basis, ends_on, child } = age;
            let activation = backend::Activation { email, link: true, hold_mail: false, legal_basis, ends_on, child: child.is_some() };
            invites.activate(chart, activation).await?;
            done(chart, Done::Offered)
        }
    }
}

/// **Resend Welcome Email**, or the first one where it was held back; to a corrected address, if one is given. `at_grant` says
/// that the form stands on the page of that one grant.
#[server(prefix = "/api", endpoint = "staff/invites/resend")]
pub async fn resend_invite(
    chart: ChartId,
    grant: GrantId,
    #[server(default)] email: String,
    at_grant: Option<String>,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.resend(chart, grant, Some(email)).await?;
    if at_grant.is_some() { done_with(chart, grant, Done::Resent) } else { done(chart, Done::Resent) }
}

/// **Remove Access**: one grant ends.
#[server(prefix = "/api", endpoint = "staff/invites/revoke")]
pub async fn revoke_access(chart: ChartId, grant: GrantId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.revoke(chart, grant).await?;
    done(chart, Done::Revoked)
}

/// Takes somebody off the chart, and ends their access to it.
#[server(prefix = "/api", endpoint = "staff/invites/remove_contact")]
pub async fn remove_contact(chart: ChartId, contact: ContactId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.remove_contact(chart, contact).await?;
    Ok(Went::to(routes::chart_demographics(chart)).done(Done::Removed).at("people"))
}

/// **Remove Client's Access to All Patients**: every grant of that account ends.
#[server(prefix = "/api", endpoint = "staff/invites/revoke_everywhere")]
pub async fn revoke_everywhere(chart: ChartId, grant: GrantId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.revoke_everywhere(chart, grant).await?;
    done(chart, Done::RevokedEverywhere)
}

/// **Change Ownership**: to the client ("client"), or to a related contact (its id).
#[server(prefix = "/api", endpoint = "staff/invites/change_owner")]
pub async fn change_owner(
    chart: ChartId,
    #[server(default)] owner: String,
    #[server(default)] email: Option<String>,
    link: Option<String>,
    #[server(flatten)] age: AgeForm,
) -> Result<Went, Failure> {
    let owner = crate::charts::owner_named(&owner)?;
    let staff = crate::actor::staff().await?;
    let AgeForm { legal_basis, ends_on, child } = age;
    let activation = backend::Activation { email, link: link.is_some(), hold_mail: false, legal_basis, ends_on, child: child.is_some() };
    staff.invites().await?.change_owner(chart, owner, activation).await?;
    done(chart, Done::Owner)
}

/// Gives another person of the chart access: appointments only, until staff widen it.
#[server(prefix = "/api", endpoint = "staff/invites/admit_contact")]
pub async fn admit_contact(
    chart: ChartId,
    contact: ContactId,
    #[server(default)] email: Option<String>,
    link: Option<String>,
    #[server(flatten)] age: AgeForm,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let AgeForm { legal_basis, ends_on, .. } = age;
    let activation = backend::Activation { email, link: link.is_some(), hold_mail: false, legal_basis, ends_on, child: false };
    let grant = staff.invites().await?.admit_contact(chart, contact, activation).await?;
    done_with(chart, grant, Done::Admitted)
}

/// **Reset Client's Portal Password**: sends a link that lives for a day.
#[server(prefix = "/api", endpoint = "staff/invites/reset_password")]
pub async fn reset_password(chart: ChartId, grant: GrantId, at_grant: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.reset_password(chart, grant).await?;
    if at_grant.is_some() { done_with(chart, grant, Done::Reset) } else { done(chart, Done::Reset) }
}

/// Removes a lost second step at once: the practice has verified who the client is.
#[server(prefix = "/api", endpoint = "staff/invites/reset_factor")]
pub async fn reset_factor(chart: ChartId, grant: GrantId, at_grant: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.reset_factor(chart, grant).await?;
    if at_grant.is_some() { done_with(chart, grant, Done::Factor) } else { done(chart, Done::Factor) }
}

/// **Copy portal link**: to be handed over in person or by phone.
#[server(prefix = "/api", endpoint = "staff/invites/copy_link")]
pub async fn copy_link(chart: ChartId, grant: GrantId, at_grant: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.copy_link(chart, grant).await?;
    if at_grant.is_some() { done_with(chart, grant, Done::Copied) } else { done(chart, Done::Copied) }
}

loader! {
    /// The link that was copied a moment ago: it is shown once.
    pub async fn read_copied_link() -> Result<Option<String>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.invites().await?.copied_link().await?)
    }
}

/// Whether mails to this client leave out the practice's name.
#[server(prefix = "/api", endpoint = "staff/invites/set_discreet")]
pub async fn set_discreet(chart: ChartId, discreet: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.invites().await?.set_discreet(chart, discreet.is_some()).await?;
    done(chart, Done::Saved)
}

loader! {
    /// One person's access to the chart.
    pub async fn read_grant(chart: ChartId, grant: GrantId) -> Result<GrantPage, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.invites().await?.grant(chart, grant).await?)
    }
}

/// Changes what this person may see and do, why, and how long.
#[server(prefix = "/api", endpoint = "staff/invites/change_grant")]
pub async fn change_grant(chart: ChartId, grant: GrantId, #[server(flatten)] form: GrantForm) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let scopes = form.scopes();
    let GrantForm { relationship, legal_basis, starts_on, ends_on, .. } = form;
    let change = backend::GrantChange { relationship, legal_basis, scopes, starts_on, ends_on };
    staff.invites().await?.change_grant(chart, grant, change).await?;
    done_with(chart, grant, Done::Saved)
}

/// What the form of a grant holds: a box that is not ticked is not in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GrantForm {
    relationship: String,
    #[serde(default)]
    legal_basis: String,
    #[serde(default)]
    starts_on: String,
    #[serde(default)]
    ends_on: String,
    appointments: Option<String>,
    billing: Option<String>,
    forms: Option<String>,
    messages: Option<String>,
    documents: Option<String>,
    measures: Option<String>,
}

impl GrantForm {
    /// The areas whose boxes are ticked.
    #[allow(dead_code, reason = "only the server reads forms")]
    fn scopes(&self) -> Scopes {
        Scopes::where_true(|scope| self.box_of(scope).is_some())
    }

    fn box_of(&self, scope: Scope) -> &Option<String> {
        match scope {
            Scope::Appointments => &self.appointments,
            Scope::Billing => &self.billing,
            Scope::Forms => &self.forms,
            Scope::Messages => &self.messages,
            Scope::Documents => &self.documents,
            Scope::Measures => &self.measures,
        }
    }
}

/// Back to **Communications**, which says what was done.
#[allow(dead_code, reason = "only the server leads there")]
fn done(chart: ChartId, done: Done) -> Result<Went, Failure> {
    Ok(Went::to(routes::chart_communications(chart)).done(done))
}

/// The same, on the page of one grant.
#[allow(dead_code, reason = "only the server leads there")]
fn done_with(chart: ChartId, grant: GrantId, done: Done) -> Result<Went, Failure> {
    Ok(Went::to(routes::chart_grant(chart, grant)).done(done))
}

// Portal

loader! {
    /// The page behind a registration link. Looking changes nothing: mail scanners look too.
    pub async fn read_registration(token: String) -> Result<RegistrationPage, Failure> {
        use crate::actor;
        let desk = actor::desk()?;
        Ok(actor::visitor()?.registration(&token, desk.registration.as_ref()).await?)
    }
}

/// Compares last name and date of birth with the chart. `fix` asks to take the outer spaces off first.
#[server(prefix = "/api", endpoint = "visitor/registration/check_identity")]
pub async fn check_identity(
    token: String,
    #[server(default)] last_name: String,
    #[server(default)] birth_date: String,
    fix: Option<String>,
) -> Result<Went, Failure> {
    use crate::{Answer, actor, reply::reply};
    let last_name = if fix.is_some() { last_name.trim() } else { &last_name };
    let pass = actor::visitor()?.check_identity(&token, last_name, &birth_date).await?;
    reply(Answer::Registering(Some(pass.reveal().into())));
    Ok(Went::to(routes::register(&token)))
}

/// Takes the password, and makes the account.
#[server(prefix = "/api", endpoint = "visitor/registration/choose_password")]
pub async fn choose_password(token: String, #[server(default)] password: String) -> Result<Went, Failure> {
    use crate::{Answer, actor, reply::reply};
    let desk = actor::desk()?;
    if !actor::visitor()?.choose_password(&token, desk.registration.as_ref(), &password).await? {
        // The page behind the link says what is to be done.
        return Ok(Went::to(routes::register(&token)));
    }
    reply(Answer::Registering(None));
    // Whoever was signed in on a shared device is not who has just registered.
    if let Ok(holder) = actor::holder().await {
        holder.sign_out().await?;
        reply(Answer::SignedOut(domain::sign_in::Side::Portal));
    }
    Ok(Went::to(routes::REGISTERED))
}

loader! {
    /// The page on which the holder of an account confirms whose record was offered to them.
    pub async fn read_offer(grant: GrantId) -> Result<OfferPage, Failure> {
        Ok(crate::actor::holder().await?.offer(grant).await?)
    }
}

/// Compares last name and date of birth with the chart that was offered.
#[server(prefix = "/api", endpoint = "client/offers/confirm")]
pub async fn confirm_offer(
    grant: GrantId,
    #[server(default)] last_name: String,
    #[server(default)] birth_date: String,
    fix: Option<String>,
) -> Result<Went, Failure> {
    use crate::actor;
    let last_name = if fix.is_some() { last_name.trim() } else { &last_name };
    actor::holder().await?.confirm_offer(grant, last_name, &birth_date).await?;
    Ok(Went::to(routes::acting(routes::DASHBOARD, Some(grant))).done(Done::Added))
}

loader! {
    /// "Who can see and who opened my record".
    pub async fn read_record_access(grant: Option<GrantId>) -> Result<RecordAccess, Failure> {
        Ok(crate::actor::client(grant).await?.record_access().await?)
    }
}
