//! What has just happened with somebody's access, and what is in its way: at the head of the page.

use crate::{
    Done,
    invites::read_copied_link,
    parts::{CopyField, DialogButton, Fetched, Notice, calendar, mail_wait},
    routes,
};
use domain::{
    invites::{Access, Communications, LinkLine, MailLine, PortalStatus},
    notices::{MailState, MailWait},
};
use leptos::prelude::*;

/// The news on **Communications**.
#[component]
pub(super) fn NewsNotice(page: Communications, done: Option<Done>) -> impl IntoView {
    let access = page.access;
    let who = access.owner.clone().unwrap_or_else(|| "The client".into());
    let given = access.grant.is_some();
    match done {
        Some(Done::Activated | Done::Offered) if given => view! { <GrantedNotice granted=Granted::owner(access, None)/> }.into_any(),
        Some(Done::Owner) if given => {
            let now = format!("{who} is the Chart Owner now");
            view! { <GrantedNotice granted=Granted::owner(access, Some(now))/> }.into_any()
        }
        Some(Done::Resent) if given => view! { <ResentNotice who mail=access.mail link=access.link/> }.into_any(),
        Some(Done::Reset) => view! { <ResetNotice who mail=access.reset/> }.into_any(),
        Some(Done::Copied) => {
            let secret = given && is_secret(access.status, access.link.as_ref());
            view! { <CopiedNotice secret/> <TroubleNotice access/> }.into_any()
        }
        Some(Done::NotInvited) if !given => view! { <NotInvitedNotice/> }.into_any(),
        Some(Done::Revoked) => view! { <RevokedNotice everywhere=false/> <TroubleNotice access/> }.into_any(),
        Some(Done::RevokedEverywhere) => view! { <RevokedNotice everywhere=true/> <TroubleNotice access/> }.into_any(),
        Some(Done::Factor) => view! { <FactorNotice/> }.into_any(),
        Some(Done::Saved) => view! { <Notice head="Saved"/> <TroubleNotice access/> }.into_any(),
        _ => view! { <TroubleNotice access/> }.into_any(),
    }
}

/// Whether the link that one copies opens registration. For who has an account it is the plain sign-in address.
pub(super) fn is_secret(status: PortalStatus, link: Option<&LinkLine>) -> bool {
    status != PortalStatus::Active && link.is_none_or(|link| !link.to_account)
}

/// Access that was just given.
pub(super) struct Granted {
    pub who: String,
    pub status: PortalStatus,
    pub mail: Option<MailLine>,
    pub link: Option<LinkLine>,
    /// What happened, where it is more than that access is given.
    pub now: Option<String>,
}

impl Granted {
    fn owner(access: Access, now: Option<String>) -> Self {
        let who = access.owner.unwrap_or_else(|| "the client".into());
        Self { who, status: access.status, mail: access.mail, link: access.link, now }
    }
}

/// The confirmation: what happened, the true state of the mail, and what to tell the client (IC-04, IC-15).
#[component]
pub(super) fn GrantedNotice(granted: Granted) -> impl IntoView {
    let Granted { who, status, mail, link, now } = granted;
    let now = move |otherwise: &str| now.unwrap_or_else(|| otherwise.to_owned());
    match (mail, link) {
        (None, None) => {
            let head = format!("{}. No e-mail was sent yet.", now("Access is granted"));
            view! { <Notice head><p>"Send Welcome Email sends it when the time has come."</p></Notice> }.into_any()
        }
        // It is there already, or was so at the last look: nobody has to register.
        (Some(mail), None) if status == PortalStatus::Active => {
            let told = Told { now: now(&format!("{who} has access again")), what: "mail that says so", mail };
            view! { <ToldNotice told advice=format!("{who} signs in as before, with the same e-mail address and password.")/> }.into_any()
        }
        (Some(mail), Some(link)) if link.to_account => {
            let told = Told { now: now("The chart is offered to the account"), what: "mail that says so", mail };
            let advice = format!(
                "It opens once the account’s holder has signed in and confirmed last name and date of birth, until {}.",
                calendar().order.moment(&link.ends)
            );
            view! { <ToldNotice told advice/> }.into_any()
        }
        (Some(mail), link) => {
            let told = Told { now: now("Access is granted"), what: "invitation", mail };
            let until = link.map(|link| format!(" It works until {}.", calendar().order.moment(&link.ends))).unwrap_or_default();
            view! { <ToldNotice told advice=format!("Tell {who}: {LOOK}{until}")/> }.into_any()
        }
        (None, Some(_)) => view! { <Notice head=format!("{}.", now("Access is granted"))/> }.into_any(),
    }
}

/// What to tell somebody who waits for a mail.
pub(super) const LOOK: &str = "look in Spam or Junk, move the e-mail to the Inbox, then open the link.";

const NEW_PASSWORD: &str = "link to a new password";

/// What happened, and a mail about it.
struct Told {
    /// "Access is granted", or nothing.
    now: String,
    /// "invitation"
    what: &'static str,
    mail: MailLine,
}

/// Tells the true state of the mail, and what to do next.
#[component]
fn ToldNotice(told: Told, advice: String) -> impl IntoView {
    let Told { now, what, mail } = told;
    let (begin, but) = if now.is_empty() { (String::new(), "The".to_owned()) } else { (format!("{now}. "), format!("{now}, but the")) };
    if let Some(wait) = mail.waits {
        // The link that one can copy opens registration or leads to sign-in: it is none to a new password.
        return view! { <NotSentNotice begin wait address=mail.address what copies={what != NEW_PASSWORD}/> }.into_any();
    }
    let (kind, head) = match mail.state {
        MailState::Sent => ("ok", format!("{begin}The {what} was sent to {}.", mail.address)),
        MailState::Queued => ("ok", format!("{begin}The {what} is on its way to {}.", mail.address)),
        MailState::Failed | MailState::Bounced | MailState::Cancelled => ("bad", format!("{but} {what} did not reach {}.", mail.address)),
    };
    view! {
        <Notice kind head>
            {if kind == "bad" { view! { <Remedy mail corrects={what == "invitation"}/> }.into_any() } else { view! { <p>{advice}</p> }.into_any() }}
        </Notice>
    }
    .into_any()
}

/// A try has failed, and there will be others: nobody has to look in Spam for what has not left.
#[component]
fn NotSentNotice(
    /// What happened besides: "Access is granted. ", or nothing.
    begin: String,
    wait: MailWait,
    address: String,
    what: &'static str,
    /// There is a link that can be handed over instead.
    copies: bool,
) -> impl IntoView {
    view! {
        <Notice kind="warn" head=format!("{begin}Not sent yet: {}", mail_wait(&wait, calendar()))>
            <p>{format!("The {what} to {address} leaves by itself once the mail server takes it.")}</p>
            {copies.then(|| view! {
                <div class="acts"><DialogButton opens="copy" class="btn quiet small">"Or copy the link"</DialogButton></div>
            })}
        </Notice>
    }
}

/// After **Send** or **Resend Welcome Email**.
#[component]
pub(super) fn ResentNotice(who: String, mail: Option<MailLine>, link: Option<LinkLine>) -> impl IntoView {
    let mail = mail?;
    let offered = link.as_ref().is_some_and(|link| link.to_account);
    let until = link
        .map(|link| format!(" It works until {}; a link that was sent before does not open any more.", calendar().order.moment(&link.ends)))
        .unwrap_or_default();
    let advice = if offered { format!("Tell {who}: sign in and confirm.{until}") } else { format!("Tell {who}: {LOOK}{until}") };
    let told = Told { now: String::new(), what: "invitation", mail };
    Some(view! { <ToldNotice told advice/> })
}

#[component]
pub(super) fn FactorNotice() -> impl IntoView {
    view! { <Notice head="The second step is removed. A mail tells of it."/> }
}

/// After **Reset Client's Portal Password**.
#[component]
pub(super) fn ResetNotice(who: String, mail: Option<MailLine>) -> impl IntoView {
    let mail = mail?;
    let advice = format!("Tell {who}: {LOOK} It works for 24 hours, once. Until then the old password stays.");
    let told = Told { now: String::new(), what: NEW_PASSWORD, mail };
    Some(view! { <ToldNotice told advice/> })
}

#[component]
fn Remedy(mail: MailLine, corrects: bool) -> impl IntoView {
    view! {
        {mail.trouble.map(|trouble| view! { <p>"The mail server said: "{trouble}</p> })}
        <p>"Check the address with the client. If it is right, send the same mail again from the "<a href=routes::TO_DO>"To-do list"</a>"."</p>
        {corrects.then(|| view! {
            <p>"If it is wrong, correct it and send a new link, in one step."</p>
            <div class="acts"><DialogButton opens="resend" class="btn quiet small">"Correct the address and resend"</DialogButton></div>
        })}
    }
}

/// What is in the way of somebody who is invited: a link that locked itself, or a mail that did not arrive.
#[component]
fn TroubleNotice(access: Access) -> impl IntoView {
    let waits = access.grant.is_some() && matches!(access.status, PortalStatus::Invited | PortalStatus::Expired);
    waits.then(|| view! { <InviteTrouble mail=access.mail link=access.link/> })
}

/// The same, for any grant that waits to be taken up.
#[component]
pub(super) fn InviteTrouble(mail: Option<MailLine>, link: Option<LinkLine>) -> impl IntoView {
    if link.is_some_and(|link| link.locked) {
        return view! {
            <Notice kind="warn" head="The link is locked: five tries did not match.">
                <p>"Check name and date of birth with the client. Then choose Resend Welcome Email: the new link is open again."</p>
            </Notice>
        }
        .into_any();
    }
    match mail {
        Some(MailLine { waits: Some(wait), address, .. }) => {
            view! { <NotSentNotice begin=String::new() wait address what="invitation" copies=true/> }.into_any()
        }
        Some(mail) if matches!(mail.state, MailState::Failed | MailState::Bounced) => {
            view! { <Notice kind="bad" head="The invitation could not be delivered."><Remedy mail corrects=true/></Notice> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// The link that was just made or looked up. A secret one is shown this once.
#[component]
pub(super) fn CopiedNotice(secret: bool) -> impl IntoView {
    view! {
        <Fetched load=read_copied_link show=move |link| match link {
            Ok(Some(link)) if secret => view! {
                <Notice head="The new link is ready.">
                    <p>"Hand it over in person or by phone. It is shown only this once, and the link before it does not open any more."</p>
                    <CopyField id="portal-link" label="Portal link" text=link/>
                </Notice>
            }
            .into_any(),
            Ok(Some(link)) => view! {
                <Notice head="This is the sign-in address.">
                    <p>"It is no secret: one signs in with e-mail address and password."</p>
                    <CopyField id="portal-link" label="Portal link" text=link/>
                </Notice>
            }
            .into_any(),
            _ => view! { <Notice kind="info" head="The link was shown already."><p>"Copy portal link makes a new one."</p></Notice> }.into_any(),
        }/>
    }
}

#[component]
fn RevokedNotice(everywhere: bool) -> impl IntoView {
    let head = if everywhere { "Access to all charts is removed." } else { "Access is removed." };
    view! { <Notice head><p>"It ended at once, and open links are dead. Nothing was deleted: access can be given again at any time."</p></Notice> }
}

#[component]
fn NotInvitedNotice() -> impl IntoView {
    view! {
        <Notice kind="warn" head="The chart is created, but no invitation was sent.">
            <p>"Activate access here: the window says what is missing."</p>
        </Notice>
    }
}
