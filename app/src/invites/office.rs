//! Chart → **Communications**: who has access to the portal, and what became of their invitation.

mod access;
mod activate;
mod tag;

pub use tag::PortalTag;

use crate::{
    charts::{ChartPage, ChartTab},
    invites::read_communications,
    parts::{Notice, asked},
};
use access::{AccessPanel, ActivatedNotice, MailTrouble};
use activate::{ActivateDialog, ActivatePanel, MissingList};
use domain::invites::{Communications, PortalStatus};
use leptos::prelude::*;

#[component]
pub fn CommunicationsPage() -> impl IntoView {
    let done = asked("done");
    view! {
        <ChartPage title="Communications" tab=ChartTab::Communications load=read_communications show=move |page: Communications| {
            let may_activate = page.may_manage && matches!(page.access.status, PortalStatus::NoPortalAccess | PortalStatus::Revoked);
            if may_activate {
                view! {
                    {(done.as_deref() == Some("not-invited")).then(|| view! { <NotInvitedNotice/> })}
                    <MissingList page=page.clone()/>
                    <div class="panels"><ActivatePanel page=page.clone()/></div>
                    <ActivateDialog page/>
                }
                .into_any()
            } else {
                let activated = done.as_deref() == Some("activated") && page.access.status == PortalStatus::Invited && page.access.mail.is_some();
                view! {
                    {if activated { view! { <ActivatedNotice access=page.access.clone()/> }.into_any() } else { view! { <MailTrouble page=page.clone()/> }.into_any() }}
                    <div class="panels"><AccessPanel access=page.access/></div>
                }
                .into_any()
            }
        }/>
    }
}

#[component]
fn NotInvitedNotice() -> impl IntoView {
    view! {
        <Notice kind="warn" head="The chart is created, but no invitation was sent.">
            <p>"Activate access here: the window says what is missing."</p>
        </Notice>
    }
}
