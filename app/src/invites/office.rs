//! Chart → **Communications**: who has access to the portal, and what became of their invitation.

mod access;
mod activate;
mod grant;
mod log;
mod news;
mod owner;
mod people;
mod reason;
mod tag;
mod windows;

pub use grant::GrantAccessPage;
pub use tag::PortalTag;

use crate::{
    Done,
    charts::{ChartPage, ChartTab, CommunicationsNav, of_chart},
    invites::{SetDiscreet, read_communications},
    parts::{Panel, SwitchField, form::Form},
};
use access::AccessPanel;
use activate::{ActivateDialog, ActivatePanel, LinkDialog, LinkPanel, MissingList, is_linking};
use domain::{ids::ChartId, invites::Communications};
use leptos::prelude::*;
use log::LogPanel;
use news::NewsNotice;
use owner::{OwnerDialog, OwnerPanel};
use people::{AdmitDialog, PeoplePanel};
use windows::{Whose, Windows};

of_chart!(Communications);

#[component]
pub fn CommunicationsPage() -> impl IntoView {
    let done = Done::here();
    view! {
        <ChartPage title="Communications" tab=ChartTab::Communications load=read_communications show=move |page: Communications| view! {
            <CommunicationsNav tabs=page.banner.tabs chart=page.banner.id/>
            <NewsNotice page=page.clone() done/>
            <MissingList page=page.clone()/>
            <div class="panels">
                <div class="column">
                    <PortalPanel page=page.clone()/>
                    <DiscreetPanel chart=page.banner.id discreet=page.access.discreet/>
                </div>
                <div class="column">
                    <OwnerPanel page=page.clone()/>
                    <PeoplePanel page=page.clone()/>
                </div>
                <LogPanel lines=page.log.clone()/>
            </div>
            <PageWindows page/>
        }
        .into_any()/>
    }
}

/// The section **Client Portal**: access as it is, or the way to it.
#[component]
fn PortalPanel(page: Communications) -> impl IntoView {
    if page.access.grant.is_some() {
        view! { <AccessPanel page/> }.into_any()
    } else if is_linking(&page.access) {
        view! { <LinkPanel page/> }.into_any()
    } else {
        view! { <ActivatePanel page/> }.into_any()
    }
}

/// Every window that opens over the page.
#[component]
fn PageWindows(page: Communications) -> impl IntoView {
    let whose = Whose::owner(&page);
    let activates = page.access.grant.is_none();
    let links = activates && is_linking(&page.access);
    view! {
        {whose.map(|whose| view! { <Windows whose/> })}
        {(activates && !links).then(|| view! { <ActivateDialog page=page.clone()/> })}
        {links.then(|| view! { <LinkDialog page=page.clone()/> })}
        <OwnerDialog page=page.clone()/>
        <AdmitDialog page/>
    }
}

/// Discreet mails: for who shares a mailbox, or does not want anybody to read over their shoulder.
#[component]
fn DiscreetPanel(chart: ChartId, discreet: bool) -> impl IntoView {
    view! {
        <Panel title="Discreet mails">
            <Form<SetDiscreet> fields=vec![("chart", chart.to_string())]>
                <SwitchField
                    name="discreet"
                    label="Leave the practice’s name out of mails to this client"
                    recorded=discreet
                    hint="For somebody who shares a mailbox, or a phone."
                />
                <div class="acts"><button class="btn quiet">"Save"<span class="sr">" discreet mails"</span></button></div>
            </Form<SetDiscreet>>
        </Panel>
    }
}
