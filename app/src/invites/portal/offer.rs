//! A chart is offered to an account that is there already: its holder says whose record it is, and only then it opens.

use super::{
    dead::DeadOffer,
    identity::{IdentityForm, Opens},
};
use crate::{
    Failure,
    home::read_practice,
    invites::read_offer,
    parts::{ShowIsland, acting_for, form::WithDraft, param},
    routes,
    shell::{EntryPage, RoomView},
};
use domain::{
    ids::GrantId,
    invites::{OfferPage, Refusal},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What stands behind the link.
enum Offer {
    Open(OfferPage),
    Dead { phone: Option<String>, reason: Refusal },
}

#[component]
pub fn ConfirmOfferPage() -> impl IntoView {
    let grant = param::<GrantId>("grant");
    view! {
        <EntryPage load=move || look(grant) show=|offer: Offer| match offer {
            Offer::Open(OfferPage { confirmed: Some(whose), grant, .. }) => view! { <DoneOffer grant whose/> }.into_any(),
            Offer::Open(page) => view! { <OfferView page/> }.into_any(),
            Offer::Dead { phone, reason } => view! { <DeadOffer phone reason/> }.into_any(),
        }/>
    }
}

async fn look(grant: Option<GrantId>) -> Result<Offer, Failure> {
    let Some(grant) = grant else { return Err(Failure(domain::Failure::NotFound)) };
    match read_offer(grant).await {
        Ok(page) => Ok(Offer::Open(page)),
        Err(Failure(domain::Failure::Refused(refusals))) => {
            let (_, help) = read_practice().await?;
            let reason = refusals.into_iter().find_map(|refusal| match refusal {
                domain::Refusal::Invites(reason) => Some(reason),
                _ => None,
            });
            Ok(Offer::Dead { phone: help.phone, reason: reason.unwrap_or(Refusal::LinkRevoked) })
        }
        Err(failure) => Err(failure),
    }
}

/// The link in the mail, opened once more by the one who has confirmed it.
#[component]
fn DoneOffer(grant: GrantId, whose: String) -> impl IntoView {
    let to = routes::acting(routes::DASHBOARD, Some(grant));
    view! {
        <Title text="This is done already"/>
        <header class="head">
            <h1>"This is done already"</h1>
            <p class="sub">{whose.clone()} " was added to your account."</p>
        </header>
        <div class="acts block"><a class="btn" href=to>"Go to the pages of " {whose}</a></div>
        <RoomView/>
    }
}

#[component]
fn OfferView(page: OfferPage) -> impl IntoView {
    let (opens, rule) = (Opens::Offer { grant: page.grant }, page.rule);
    let asked = if rule.asks_name() { "last name and date of birth" } else { "date of birth" };
    view! {
        <Title text="Confirm who was added"/>
        <header class="head">
            <h1>"Confirm who was added"</h1>
            <p class="sub">
                "Somebody is to be added to your account. Enter the "{asked}" of the person whose record it is."
            </p>
        </header>
        <WithDraft of=opens.door() show=move |kept| view! { <ShowIsland part=IdentityForm::of(opens, true, rule, kept)/> }.into_any()/>
        <p class="after">
            "You are signed in as " {page.name} ". You do not know who this could be? Leave it and call the office. After five tries that do not match this link closes, to keep the record safe. "
            <a href=routes::acting(routes::DASHBOARD, acting_for())>"Go to the Dashboard"</a>
        </p>
        <RoomView/>
    }
}
