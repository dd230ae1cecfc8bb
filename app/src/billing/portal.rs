//! What the client sees: **My Account**, **Pay Now**, **Credit/Debit Cards on File**, receipts.

mod account;
mod cards;
mod pay;
mod receipts;

pub use account::AccountPage;
pub use cards::CardsPage;
pub use pay::PayPageView;
pub use receipts::{ReceiptPage, ReceiptsPage};

use crate::{
    parts::{
        Icon, acting_for,
        form::{CheckField, FieldErrors, FormDraft},
    },
    routes,
};
use domain::billing::SandboxCard;
use leptos::prelude::*;

/// With the sandbox no money moves, and each page says so.
#[component]
fn NoMoney(sandbox: bool) -> impl IntoView {
    sandbox.then(|| {
        view! {
            <p class="fine block no-money"><Icon name="info"/>" This practice uses a sandbox for payments: no money moves at all."</p>
        }
    })
}

/// The way to the payment provider's own page, where a card is typed: no number ever comes here.
#[component]
fn TypeCard(
    /// What goes along, and comes back with the card.
    fields: Vec<(&'static str, String)>,
    /// Whether it may be kept.
    keeps: bool,
    /// It is kept anyway.
    #[prop(optional)]
    kept_anyway: bool,
) -> impl IntoView {
    let grant = acting_for().map(|grant| ("for", grant.to_string()));
    let fields = fields.into_iter().chain(grant).chain(kept_anyway.then(|| ("file", "true".to_owned())));
    view! {
        <form class="form" method="get" action=routes::TYPE_CARD>
            {fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <p class="hint">"You type its number on the page of our payment provider, and come back here. We never see it."</p>
            {(keeps && !kept_anyway).then(|| view! { <CheckField name="saves">"Save this card for future payments"</CheckField> })}
            {keeps.then(|| view! {
                <CheckField name="becomes_default">
                    "Make it my default card"
                    {(!kept_anyway).then(|| view! { <small>"Only if it is saved"</small> })}
                </CheckField>
            })}
            <div class="acts">
                <button class="btn">"Type a card"</button>
                <a class="btn quiet" href=routes::acting(routes::ACCOUNT, acting_for())>"Cancel"</a>
            </div>
        </form>
    }
}

/// The cards of the sandbox, to be picked: there is no field for a number.
#[component]
fn SandboxCards(
    /// Whether it may be kept.
    keeps: bool,
    /// It is kept anyway.
    #[prop(optional)]
    kept_anyway: bool,
) -> impl IntoView {
    let kept = FormDraft::here();
    let chosen = kept.value("card", "");
    let choice = move |card: SandboxCard| {
        view! {
            <label class="check">
                <input type="radio" name="card" value=card.name() checked=chosen == card.name()/>
                <span class="num">{card.label()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="group" id="card" tabindex="-1">
            <legend>"A test card"</legend>
            <p class="hint">"No number is ever typed here. Pick what the card company shall answer."</p>
            {SandboxCard::ALL.into_iter().map(choice).collect_view()}
            <FieldErrors name="card" errors=kept.errors("card")/>
        </fieldset>
        {(keeps && !kept_anyway).then(|| view! { <CheckField name="saves">"Save this card for future payments"</CheckField> })}
        {keeps.then(|| view! {
            <CheckField name="becomes_default">
                "Make it my default card"
                {(!kept_anyway).then(|| view! { <small>"Only if it is saved"</small> })}
            </CheckField>
        })}
    }
}
