//! **Activate Client Portal Access**, or **Link Patient to Portal Account** where the address has an account: what is missing, the
//! windows, and what they ask.

use super::reason::ReasonFields;
use crate::{
    charts::ChildField,
    door::Door,
    invites::{ActivateAccess, LinkAccount, PortalTag},
    parts::{
        CancelButton, Dialog, DialogButton, Fact, Icon, MailAddress, Panel,
        form::{CheckField, Form, FormDraft, Refused, SelectField, TextField},
    },
    routes,
};
use domain::{
    ids::ChartId,
    invites::{Access, AddressChoice, Communications, PortalStatus, Refusal},
};
use leptos::prelude::*;

/// Whether access can only be given by linking: the one address has an account. Who had access before comes back to their own.
pub(super) fn is_linking(access: &Access) -> bool {
    access.address_has_account && access.returns_to.is_none() && access.addresses.len() < 2
}

/// Everything that has to be set first, each with the way there (IC-03). A missing e-mail is no obstacle: the window asks for it.
#[component]
pub(super) fn MissingList(page: Communications) -> impl IntoView {
    let missing = if page.access.grant.is_none() { obstacles(&page.access) } else { Vec::new() };
    (!missing.is_empty()).then(|| {
        let chart = page.banner.id;
        view! {
            <div class="notice warn" role="status">
                <Icon name="alert"/>
                <div>
                    <p class="notice-head">"The portal cannot be activated yet"</p>
                    <ul>{missing.into_iter().map(|refusal| view! { <li><MissingLink chart refusal/></li> }).collect_view()}</ul>
                </div>
            </div>
        }
    })
}

fn obstacles(access: &Access) -> Vec<Refusal> {
    access.missing.iter().copied().filter(|refusal| *refusal != Refusal::EmailMissing).collect()
}

#[component]
fn MissingLink(chart: ChartId, refusal: Refusal) -> impl IntoView {
    let (part, words) = match refusal {
        Refusal::BirthDateMissing => ("person", "Set the date of birth, under Demographics"),
        Refusal::OwnerMissing => ("owner", "Choose a Chart Owner, under Demographics"),
        _ => ("emails", "Add an e-mail address, under Demographics"),
    };
    view! { <a href=routes::in_state(routes::chart_demographics(chart), "edit", part)>{words}</a> }
}

#[component]
pub(super) fn ActivatePanel(page: Communications) -> impl IntoView {
    view! {
        <Panel title="Client Portal">
            <NoAccessLine access=page.access/>
            <div class="acts block"><DialogButton opens="activate">"Activate Client Portal Access"</DialogButton></div>
        </Panel>
    }
}

#[component]
fn NoAccessLine(access: Access) -> impl IntoView {
    let who = access.owner.unwrap_or_else(|| "The client".into());
    let cannot = match access.status {
        PortalStatus::Revoked => " has no access to this chart any more.",
        // Who has an account signs in, and does not find this chart there.
        _ if access.address_has_account => " cannot open this chart yet.",
        _ => " cannot sign in yet.",
    };
    view! { <p class="acts"><PortalTag status=access.status/><span class="sub">{who}{cannot}</span></p> }
}

#[component]
pub(super) fn LinkPanel(page: Communications) -> impl IntoView {
    let address = page.access.address.clone().unwrap_or_default();
    let others = routes::chart_demographics(page.banner.id);
    view! {
        <Panel title="Client Portal">
            <NoAccessLine access=page.access/>
            <p class="block">
                <b>{address}</b>
                " has a portal account already, and nobody gets a second one. Offer this chart to that account, or set another address under "
                <a href=others>"Demographics"</a>
                "."
            </p>
            <div class="acts block"><DialogButton opens="link">"Link Patient to Portal Account"</DialogButton></div>
        </Panel>
    }
}

#[component]
pub(super) fn LinkDialog(page: Communications) -> impl IntoView {
    let reason = page.of_age && page.access.owner_is_contact;
    let (chart, address) = (page.banner.id, page.access.address.unwrap_or_default());
    view! {
        <Dialog id="link">
            <header class="dialog-head"><h2 id="link-head">"Link Patient to Portal Account"</h2></header>
            <Form<LinkAccount> class="dialog-body" fields=vec![("chart", chart.to_string())]>
                <p>
                    "A mail to " <b>{address}</b>
                    " offers this chart to the account there. Its holder signs in and confirms the client’s last name and date of birth. Nothing opens before."
                </p>
                {reason.then(|| view! { <ReasonFields/> })}
                <ChildField/>
                <div class="acts">
                    <button class="btn">"Link"</button>
                    <CancelButton/>
                </div>
            </Form<LinkAccount>>
        </Dialog>
    }
}

#[component]
pub(super) fn ActivateDialog(page: Communications) -> impl IntoView {
    let reason = page.of_age && page.access.owner_is_contact;
    let (chart, access) = (page.banner.id, page.access);
    let ready = !reason && (access.returns_to.is_some() || access.address.is_some() && obstacles(&access).is_empty());
    view! {
        <Dialog id="activate">
            <header class="dialog-head"><h2 id="activate-head">"Activate Client Portal Access"</h2></header>
            <Form<ActivateAccess> class="dialog-body" fields=vec![("chart", chart.to_string())]>
                <Refused<LinkAccount>/>
                {if access.returns_to.is_some() {
                    view! { <ReturnBody access/> }.into_any()
                } else {
                    view! { <ActivateBody chart access/> }.into_any()
                }}
                {reason.then(|| view! { <ReasonFields/> })}
                <ChildField/>
                <ActivateActs ready/>
            </Form<ActivateAccess>>
        </Dialog>
    }
}

#[component]
fn ActivateActs(ready: bool) -> impl IntoView {
    let kept = FormDraft::here();
    let taken = kept.refusals().contains(&Refusal::AddressHasAccount.into());
    view! {
        <div class="acts">
            // Focus begins on what the window is for, unless something has to be typed or put right first.
            <button class="btn" autofocus={ready && kept.0.is_none()}>"Activate"</button>
            {taken.then(|| view! {
                <button class="btn quiet" formaction={Door::of::<LinkAccount>().path()}>"Link Patient to Portal Account"</button>
            })}
            <CancelButton/>
        </div>
    }
}

/// Who had access before needs no new account, and no link.
#[component]
fn ReturnBody(access: Access) -> impl IntoView {
    let who = access.owner.unwrap_or_else(|| "This person".into());
    let address = access.returns_to.unwrap_or_default();
    view! {
        <p>{format!("{who} had access before and comes back to the same account. A mail to {address} says to sign in as before.")}</p>
    }
}

/// Where mail for the client would go to somebody who works here.
pub(super) fn staffs_words(addresses: &[AddressChoice]) -> Option<String> {
    let theirs: Vec<&str> = addresses.iter().filter(|choice| choice.staff).map(|choice| choice.address.as_str()).collect();
    (!theirs.is_empty()).then(|| format!("A member of staff has the address {}: the client’s mail goes to them.", theirs.join(", ")))
}

#[component]
fn ActivateBody(chart: ChartId, access: Access) -> impl IntoView {
    let missing = obstacles(&access);
    let ready = missing.is_empty();
    let who = access.owner.clone().unwrap_or_else(|| "The client".into());
    let several = access.addresses.len() > 1;
    let staff = staffs_words(&access.addresses);
    let options = access.addresses.iter().map(|choice| (choice.address.clone(), choice.address.clone())).collect();
    view! {
        {(!ready).then(|| view! {
            <div>
                <p>"This has to be set first:"</p>
                <ul>{missing.into_iter().map(|refusal| view! { <li><MissingLink chart refusal/></li> }).collect_view()}</ul>
            </div>
        })}
        {match access.address {
            Some(address) => { let only = address.clone(); view! {
                {ready.then(|| view! { <p>{who}" gets an e-mail with a link to register. The link works for 7 days."</p> })}
                <dl class="facts num">
                    <Fact label="Chart Owner">{access.owner.unwrap_or_else(|| "Nobody yet".into())}</Fact>
                    {(!several).then(|| view! { <Fact label="Goes to"><MailAddress address=only/></Fact> })}
                </dl>
                {several.then(|| view! { <SelectField name="email" label="Goes to" options recorded=address/> })}
                {staff.map(|words| view! { <p class="hint">{words}</p> })}
            }
            .into_any() }
            None => {
                let hint = if access.owner_is_contact {
                    "None is recorded. It is saved to the contact, and the invitation goes there."
                } else {
                    "None is recorded. It is saved to the chart, and the invitation goes there."
                };
                view! { <TextField name="email" label="E-mail" kind="email" hint autocomplete="off"/> }.into_any()
            }
        }}
        <CheckField name="hold">"Hold the mail back for now"</CheckField>
    }
}
