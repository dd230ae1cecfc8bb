//! Access that was granted: how the invitation fared, and since when the portal is used.

use crate::{
    invites::PortalTag,
    parts::{Fact, Icon, Notice, Panel},
    routes,
};
use domain::{
    invites::{Access, Communications, MailLine, PortalStatus},
    notices::MailState,
};
use leptos::prelude::*;

/// The confirmation after **Activate**: what happened, the true state of the mail, and what to tell the client (IC-04, IC-15).
#[component]
pub(super) fn ActivatedNotice(access: Access) -> impl IntoView {
    let Some(mail) = access.mail else { return ().into_any() };
    let who = access.owner.unwrap_or_else(|| "the client".into());
    let advice = format!(
        "Tell {who}: look in Spam or Junk, move the e-mail to the Inbox, then open the link. It works until {}.",
        access.link_ends.unwrap_or_default()
    );
    let (kind, head) = match mail.state {
        MailState::Sent => ("ok", format!("Access is granted. The invitation was sent to {}.", mail.address)),
        MailState::Queued => ("ok", format!("Access is granted. The invitation is on its way to {}.", mail.address)),
        MailState::Failed | MailState::Bounced | MailState::Cancelled => {
            ("bad", format!("Access is granted, but the invitation did not reach {}.", mail.address))
        }
    };
    let failed = kind == "bad";
    view! {
        <Notice kind head>
            {if failed { view! { <Remedy mail/> }.into_any() } else { view! { <p>{advice}</p> }.into_any() }}
        </Notice>
    }
    .into_any()
}

/// Says at the head of the page that the invitation did not arrive, and what to do.
#[component]
pub(super) fn MailTrouble(page: Communications) -> impl IntoView {
    let waiting = page.access.status == PortalStatus::Invited || page.access.status == PortalStatus::Expired;
    let mail = page.access.mail.filter(|mail| waiting && matches!(mail.state, MailState::Failed | MailState::Bounced))?;
    Some(view! { <Notice kind="bad" head="The invitation could not be delivered."><Remedy mail/></Notice> })
}

#[component]
fn Remedy(mail: MailLine) -> impl IntoView {
    view! {
        {mail.trouble.map(|trouble| view! { <p>"The mail server said: "{trouble}</p> })}
        <p>"Check the address with the client. If it is right, send the mail again from the "<a href=routes::TO_DO>"To-do list"</a>"."</p>
    }
}

#[component]
pub(super) fn AccessPanel(access: Access) -> impl IntoView {
    view! {
        <Panel title="Client Portal" class="panel whole">
            <dl class="facts num">
                <Fact label="Status"><PortalTag status=access.status/></Fact>
                {access.owner.map(|owner| view! { <Fact label="Chart Owner">{owner}</Fact> })}
                {access.activated_at.map(|at| view! { <Fact label="Access since">{at}</Fact> })}
                {access.mail.map(|mail| view! { <MailFacts mail/> })}
                {access
                    .link_ends
                    .filter(|_| access.registered_at.is_none())
                    .map(|at| view! { <Fact label=if access.status == PortalStatus::Expired { "Link ended" } else { "Link works until" }>{at}</Fact> })}
                {access.registered_at.map(|at| view! { <Fact label="Signed up">{at}</Fact> })}
                {access.last_sign_in.map(|at| view! { <Fact label="Last login">{at}</Fact> })}
                {access.sign_in_email.map(|email| view! { <Fact label="Login e-mail">{email}</Fact> })}
            </dl>
        </Panel>
    }
}

#[component]
fn MailFacts(mail: MailLine) -> impl IntoView {
    let (class, icon, words) = match mail.state {
        MailState::Queued => ("tag due", "clock", "On its way"),
        MailState::Sent => ("tag ok", "check", "Sent"),
        MailState::Failed => ("tag bad", "alert", "Failed"),
        MailState::Bounced => ("tag bad", "alert", "Bounced"),
        MailState::Cancelled => ("tag", "x", "Cancelled"),
    };
    let invitation = match mail.state {
        MailState::Sent => format!("Sent {} to {}", mail.at, mail.address),
        _ => format!("Written {} to {}", mail.at, mail.address),
    };
    view! {
        <Fact label="Invitation">{invitation}</Fact>
        <Fact label="Delivery"><span class=class><Icon name=icon/>{words}</span></Fact>
    }
}
