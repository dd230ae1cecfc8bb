//! **Credit/Debit Cards on File**: add, remove, update, and which is the default.

use super::{NoMoney, SandboxCards, TypeCard};
use crate::{
    Done,
    billing::{AddCard, DefaultCard, RemoveCard, read_my_cards},
    parts::{
        Icon, Notice, acting_for, asked,
        form::{Form, PostButton, Refused},
    },
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{billing::CardLine, ids::CardId};
use leptos::prelude::*;

#[component]
pub fn CardsPage() -> impl IntoView {
    view! {
        <PortalPage
            title=|_| "Cards"
            place=NavItem::Nowhere
            load=read_my_cards
            show=|(cards, sandbox)| view! { <CardsView cards sandbox/> }.into_any()
        />
    }
}

#[component]
fn CardsView(cards: Vec<CardLine>, sandbox: bool) -> impl IntoView {
    let grant = acting_for();
    let instead = asked("instead").and_then(|id| id.parse::<CardId>().ok());
    let old = instead.and_then(|id| cards.iter().find(|card| card.id == id)).map(|card| card.face.name());
    let done = match Done::here() {
        Some(Done::Added) => Some("The card is on file."),
        Some(Done::Changed) => Some("The card is replaced."),
        Some(Done::Removed) => Some("The card is gone."),
        Some(Done::Saved) => Some("This is your default card now."),
        _ => None,
    };
    let (empty, title) =
        (cards.is_empty(), old.as_ref().map_or_else(|| "Add a card".to_owned(), |name| format!("A card in place of {name}")));
    let (of_provider, replaces) = (title.clone(), old.is_some());
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::ACCOUNT, grant)><Icon name="chevron-left"/>"My Account"</a>
            <h1>"Credit/Debit Cards on File"</h1>
            <p class="sub">"They are yours alone, for everybody whom you pay for here. We never see their numbers."</p>
        </header>
        {done.map(|head| view! { <Notice head/> })}
        <Refused<RemoveCard>/>
        <Refused<DefaultCard>/>
        {if empty {
            view! { <p class="sub">"No card is on file. The first one you add is your default card."</p> }.into_any()
        } else {
            view! { <ul class="rows">{cards.into_iter().map(|card| view! { <CardRow card/> }).collect_view()}</ul> }.into_any()
        }}
        {sandbox.then(|| view! {
            <section class="block" id="add" aria-labelledby="add-head">
                <h2 id="add-head">{title}</h2>
                <Form<AddCard> grant fields=instead.filter(|_| old.is_some()).map(|id| ("instead", id.to_string())).into_iter().collect()>
                    <SandboxCards keeps=true kept_anyway=true/>
                    <div class="acts">
                        <button class="btn">{if old.is_some() { "Replace the card" } else { "Add the card" }}</button>
                        <a class="btn quiet" href=routes::acting(routes::ACCOUNT, grant)>"Cancel"</a>
                    </div>
                </Form<AddCard>>
            </section>
        })}
        {(!sandbox).then(|| {
            let fields = instead.filter(|_| replaces).map(|id| ("instead", id.to_string()));
            view! {
                <section class="block" id="add" aria-labelledby="add-head">
                    <h2 id="add-head">{of_provider}</h2>
                    <TypeCard fields=fields.into_iter().collect() keeps=true kept_anyway=true/>
                </section>
            }
        })}
        <NoMoney sandbox/>
    }
}

#[component]
fn CardRow(card: CardLine) -> impl IntoView {
    let grant = acting_for();
    let (name, other) = (card.face.name(), card.face.name());
    let fields = || {
        let grant = grant.map(|grant| ("grant", grant.to_string()));
        grant.into_iter().chain([("card", card.id.to_string())]).collect::<Vec<_>>()
    };
    let update = format!("{}#add", routes::acting(routes::with(routes::CARDS, "instead", &card.id.to_string()), grant));
    view! {
        <li>
            <div class="row">
                <span class="row-icon accent"><Icon name="card"/></span>
                <span class="row-main">
                    <span class="row-name num">{name.clone()} {card.is_default.then(|| view! { " "<span class="tag">"Default"</span> })}</span>
                    <span class="row-fact num">{if card.expired { "Expired " } else { "Expires " }} {card.face.expires()}</span>
                    <span class="acts">
                        {(!card.is_default).then(|| view! { <PostButton<DefaultCard> class="btn plain small" fields=fields()>"Make default"<span class="sr">": "{other}</span></PostButton<DefaultCard>> })}
                        <a class="btn plain small" href=update>"Update"<span class="sr">": "{name.clone()}</span></a>
                        <PostButton<RemoveCard> class="btn plain small" fields=fields()>"Remove"<span class="sr">": "{name.clone()}</span></PostButton<RemoveCard>>
                    </span>
                </span>
            </div>
        </li>
    }
}
