//! Access that was granted: how the invitation fared, since when the portal is used, and what can be done about it.

use crate::{
    invites::PortalTag,
    parts::{DialogButton, Fact, Icon, MailAddress, Panel, When, calendar, mail_wait},
    routes,
};
use domain::{
    dates::Moment,
    ids::{ChartId, GrantId},
    invites::{Access, Communications, LinkLine, MailLine, PortalStatus},
    notices::{MailState, MailWait},
};
use leptos::prelude::*;

#[component]
pub(super) fn AccessPanel(page: Communications) -> impl IntoView {
    let (chart, access) = (page.banner.id, page.access);
    let (status, grant, sends, has_factor) = (access.status, access.grant, access.link.is_none(), access.has_factor);
    view! {
        <Panel title="Client Portal">
            <AccessFacts access/>
            {match (status, grant) {
                (PortalStatus::Invited | PortalStatus::Expired, _) => view! { <InviteActs sends/> }.into_any(),
                (PortalStatus::Active, _) => view! { <ActiveActs has_factor/> }.into_any(),
                (_, Some(grant)) => view! { <EndedWords chart grant/> }.into_any(),
                _ => ().into_any(),
            }}
        </Panel>
    }
}

#[component]
fn AccessFacts(access: Access) -> impl IntoView {
    let status = access.status;
    let offered = access.link.as_ref().is_some_and(|link| link.to_account);
    view! {
        <dl class="facts num">
            <Fact label="Status"><PortalTag status/></Fact>
            {access.owner.map(|owner| view! { <Fact label="Chart Owner">{owner}</Fact> })}
            {access.activated_at.map(|at| view! { <Fact label="Access since"><When at/></Fact> })}
            {access.mail.map(|mail| view! { <MailFacts mail/> })}
            {access.link.map(|link| view! { <LinkFacts link status/> })}
            {access.registered_at.map(|at| view! { <Fact label="Signed up"><When at/></Fact> })}
            <AccountFacts email=access.sign_in_email last_sign_in=access.last_sign_in offered/>
            {access.reset.map(|mail| view! { <ResetFact mail/> })}
        </dl>
    }
}

/// A mail that was sent to let somebody in, and how it fared.
#[component]
pub(super) fn MailFacts(mail: MailLine) -> impl IntoView {
    let (state, waits) = (mail.state, mail.waits.clone());
    view! {
        <Fact label="Invitation"><MailWords mail/></Fact>
        <Fact label="Delivery"><DeliveryTag state waits/></Fact>
    }
}

#[component]
pub(super) fn ResetFact(mail: MailLine) -> impl IntoView {
    let (state, waits) = (mail.state, mail.waits.clone());
    view! { <Fact label="Password reset"><MailWords mail/>" "<DeliveryTag state waits/></Fact> }
}

#[component]
fn MailWords(mail: MailLine) -> impl IntoView {
    let done = if mail.state == MailState::Sent { "Sent" } else { "Written" };
    view! { {done} " " <When at=mail.at/> " to "<MailAddress address=mail.address/> }
}

#[component]
fn DeliveryTag(state: MailState, waits: Option<MailWait>) -> impl IntoView {
    let (class, icon, words) = match state {
        MailState::Queued if waits.is_some() => ("tag bad", "alert", "Not sent yet"),
        MailState::Queued => ("tag due", "clock", "On its way"),
        MailState::Sent => ("tag ok", "check", "Sent"),
        MailState::Failed => ("tag bad", "alert", "Failed"),
        MailState::Bounced => ("tag bad", "alert", "Bounced"),
        MailState::Cancelled => ("tag", "x", "Cancelled"),
    };
    view! {
        <span class=class><Icon name=icon/>{words}</span>
        {waits.map(|wait| view! { <span class="fine">" Because "{mail_wait(&wait, calendar())}</span> })}
    }
}

/// The link that waits to be used.
#[component]
pub(super) fn LinkFacts(link: LinkLine, status: PortalStatus) -> impl IntoView {
    let until = if status == PortalStatus::Expired { "Link ended" } else { "Link works until" };
    let handed_over = link.handed_over_by.map(|name| format!("{}, handed over by {name}", calendar().order.moment(&link.sent)));
    view! {
        {handed_over.map(|words| view! { <Fact label="Link made">{words}</Fact> })}
        <Fact label=until><When at=link.ends/></Fact>
    }
}

/// The account that has access, or that it is only offered to.
#[component]
pub(super) fn AccountFacts(email: Option<String>, last_sign_in: Option<Moment>, offered: bool) -> impl IntoView {
    if offered {
        return email
            .map(|email| view! { <Fact label="Offered to">"The account "<MailAddress address=email/>": waits for its holder to confirm"</Fact> })
            .into_any();
    }
    view! {
        {last_sign_in.map(|at| view! { <Fact label="Last login"><When at/></Fact> })}
        {email.map(|email| view! { <Fact label="Login e-mail"><MailAddress address=email/></Fact> })}
    }
    .into_any()
}

#[component]
fn InviteActs(
    /// No mail was sent yet: it was held back.
    sends: bool,
) -> impl IntoView {
    view! {
        <div class="acts block">
            <DialogButton opens="resend">{if sends { "Send Welcome Email" } else { "Resend Welcome Email" }}</DialogButton>
            <DialogButton opens="copy" class="btn quiet">"Copy portal link"</DialogButton>
        </div>
    }
}

#[component]
fn ActiveActs(
    /// There is a second step that can be lost.
    has_factor: bool,
) -> impl IntoView {
    view! {
        <div class="acts block">
            <DialogButton opens="reset" class="btn quiet">"Reset Client's Portal Password"</DialogButton>
            <DialogButton opens="copy" class="btn quiet">"Copy portal link"</DialogButton>
            {has_factor.then(|| view! { <DialogButton opens="factor" class="btn quiet">"Reset second step"</DialogButton> })}
        </div>
    }
}

/// The last day has passed. Nobody took the access away, so it opens again with another last day.
#[component]
fn EndedWords(chart: ChartId, grant: GrantId) -> impl IntoView {
    view! {
        <p class="block">"The last day of this access has passed. "<a href=routes::chart_grant(chart, grant)>"Change the dates"</a>" to open it again."</p>
    }
}
