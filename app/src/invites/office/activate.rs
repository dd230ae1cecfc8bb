//! **Activate Client Portal Access**: what is missing, the window, and what it asks.

use crate::{
    invites::PortalTag,
    parts::{
        CancelButton, Dialog, DialogButton, Fact, Icon, Panel,
        form::{Form, Kept, TextField},
    },
    routes,
};
use domain::{
    ids::ChartId,
    invites::{Access, Communications, PortalStatus, Refusal},
};
use leptos::prelude::*;

/// Everything that has to be set first, each with the way there (IC-03). A missing e-mail is no obstacle: the window asks for it.
#[component]
pub(super) fn MissingList(page: Communications) -> impl IntoView {
    let missing = obstacles(&page.access);
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
    let who = page.access.owner.unwrap_or_else(|| "The client".into());
    let cannot = if page.access.status == PortalStatus::Revoked { " cannot sign in any more." } else { " cannot sign in yet." };
    view! {
        <Panel title="Client Portal" class="panel whole">
            <p class="acts"><PortalTag status=page.access.status/><span class="sub">{who}{cannot}</span></p>
            <div class="acts block"><DialogButton opens="activate">"Activate Client Portal Access"</DialogButton></div>
        </Panel>
    }
}

#[component]
pub(super) fn ActivateDialog(page: Communications) -> impl IntoView {
    let (chart, access) = (page.banner.id, page.access);
    view! {
        <Dialog id="activate">
            <header class="dialog-head"><h2 id="activate-head">"Activate Client Portal Access"</h2></header>
            <Form to="staff/invites/activate" class="dialog-body" children=move |kept: Kept| view! {
                <input type="hidden" name="chart" value=chart.to_string()/>
                <ActivateBody chart access kept/>
                <div class="acts">
                    <button class="btn">"Activate"</button>
                    <CancelButton/>
                </div>
            }
            .into_any()/>
        </Dialog>
    }
}

#[component]
fn ActivateBody(chart: ChartId, access: Access, kept: Kept) -> impl IntoView {
    let missing = obstacles(&access);
    let ready = missing.is_empty();
    let who = access.owner.clone().unwrap_or_else(|| "The client".into());
    view! {
        {(!ready).then(|| view! {
            <div>
                <p>"This has to be set first:"</p>
                <ul>{missing.into_iter().map(|refusal| view! { <li><MissingLink chart refusal/></li> }).collect_view()}</ul>
            </div>
        })}
        {match access.address {
            Some(address) => view! {
                {ready.then(|| view! { <p>{who}" gets an e-mail with a link to register. The link works for 7 days."</p> })}
                <dl class="facts num">
                    <Fact label="Chart Owner">{access.owner.unwrap_or_else(|| "Nobody yet".into())}</Fact>
                    <Fact label="Goes to">{address}</Fact>
                </dl>
            }
            .into_any(),
            None => {
                let hint = if access.owner_is_contact {
                    "None is recorded. It is saved to the contact, and the invitation goes there."
                } else {
                    "None is recorded. It is saved to the chart, and the invitation goes there."
                };
                view! { <TextField kept name="email" label="E-mail" kind="email" hint autocomplete="off"/> }.into_any()
            }
        }}
    }
}
