//! Home: what a person sees first, and the frame around everything after it.

mod more;
mod portal;

pub use more::MorePage;
pub use portal::DashboardPage;

use crate::{
    Failure,
    parts::{set_badges, stream},
};
use domain::{
    events::{ClientCounts, EventKind},
    home::{Dashboard, Frame},
    ids::GrantId,
    settings::Help,
};
use leptos::prelude::*;

/// What waits for a client, asked by a page that was told of something.
#[server(prefix = "/api", endpoint = "client/home/counts")]
pub async fn count_for_client(grant: Option<GrantId>) -> Result<ClientCounts, Failure> {
    Ok(crate::actor::client_by_itself(grant).await?.counts().await?)
}

/// What these change is counted on pages of the portal.
const COUNTED: [EventKind; 9] = [
    EventKind::ClinicalMessages,
    EventKind::AdministrativeMessages,
    EventKind::BillingMessages,
    EventKind::ClinicalMessagesRead,
    EventKind::AdministrativeMessagesRead,
    EventKind::BillingMessagesRead,
    EventKind::DocumentShared,
    EventKind::DocumentTakenBack,
    EventKind::DocumentAnswered,
];

/// In the browser: what is counted on the page stays true, for whom one acts there.
pub fn keep_counts() {
    let Ok(Some(frame)) = document().query_selector("[data-live][data-for]") else { return };
    let grant = frame.get_attribute("data-for").and_then(|grant| grant.parse::<GrantId>().ok());
    let ask = move || async move {
        if let Ok(counts) = count_for_client(grant).await {
            set_badges("unread", counts.unread.into());
            portal::show_documents(&counts);
        }
    };
    stream::ask_on(&COUNTED, move |told| told.grant.is_none() || told.grant == grant, ask);
}

loader! {
    /// The **Dashboard**: what needs the person, and the areas with what is new in them.
    pub async fn read_home(grant: Option<GrantId>) -> Result<Dashboard, Failure> {
        Ok(crate::actor::client(grant).await?.dashboard().await?)
    }
}

loader! {
    /// What stands around every page of the portal.
    pub async fn read_frame(grant: Option<GrantId>) -> Result<Frame, Failure> {
        Ok(crate::actor::client(grant).await?.frame().await?)
    }
}

loader! {
    /// Who is signed in to the portal in this browser, if anybody is.
    pub async fn read_holder() -> Result<Option<String>, Failure> {
        match crate::actor::holder().await {
            Ok(holder) => Ok(Some(holder.name())),
            Err(Failure(domain::Failure::SignedOut)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

loader! {
    /// The practice's name and how to reach it, for the pages before sign-in.
    pub async fn read_practice() -> Result<(String, Help), Failure> {
        Ok(crate::actor::visitor()?.practice_name().await?)
    }
}
