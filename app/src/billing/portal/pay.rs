//! **Pay Now**: how much, with which card, and **Review Payment**. What was chosen stands in the address: each step is a page, and none
//! needs a script. Cancel leads back to My Account from each of them, with nothing charged.

use super::{NoMoney, SandboxCards, TypeCard};
use crate::{
    billing::{ChooseCard, Pay, read_paying},
    door::Door,
    parts::{
        Icon, Money, Notice, acting_for, asked, calendar,
        form::{BareForm, ErrorSummary, Form, FormDraft, Refused, TextField},
        sentences::sentence,
    },
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    Typed,
    billing::{CardLine, PaidPart, PayAsk, PayPage, Refusal, Step, amount, money},
};
use leptos::{context::Provider, prelude::*};

#[component]
pub fn PayPageView() -> impl IntoView {
    let ask = PayAsk {
        pay: asked("pay").unwrap_or_default(),
        amount: asked("amount").unwrap_or_default(),
        card: asked("card").map(|id| id.parse().unwrap_or_default()),
        other: asked("other").is_some(),
    };
    view! {
        <PortalPage
            title=|_| "Pay Now"
            place=NavItem::Nowhere
            load=move |grant| read_paying(grant, ask)
            show=|page| view! { <PayView page/> }.into_any()
        />
    }
}

#[component]
fn PayView(page: PayPage) -> impl IntoView {
    let grant = acting_for();
    let (at, head) = match page.step {
        Step::Amount => (1, "How much do you want to pay?"),
        Step::Card => (2, "Which card?"),
        Step::Review => (3, "Review Payment"),
    };
    let anew = PayAsk::default();
    let of_amount = PayAsk { card: None, other: false, ..page.ask.clone() };
    let (back, back_to) = match page.step {
        Step::Amount => (routes::acting(routes::ACCOUNT, grant), "My Account"),
        Step::Card => (routes::pay(&anew, grant), "Amount"),
        Step::Review => (routes::pay(&of_amount, grant), "Card"),
    };
    let sandbox = page.sandbox;
    view! {
        <div class="flow">
            <a class="back" href=back><Icon name="chevron-left"/>{back_to}</a>
            <div class="strokes" aria-hidden="true">
                {(1..=3).map(|number| view! { <i class=if number < at { "done" } else if number == at { "now" } else { "" }></i> }).collect_view()}
            </div>
            <p class="fine num">"Pay Now, step " {at} " of 3"</p>
        </div>
        <header class="head"><h1>{head}</h1></header>
        <Refused<Pay>/>
        {match page.step {
            Step::Amount => view! { <AmountStep page/> }.into_any(),
            Step::Card => view! { <CardStep page/> }.into_any(),
            Step::Review => view! { <ReviewStep page/> }.into_any(),
        }}
        <NoMoney sandbox/>
    }
}

/// Back to My Account, and nothing is charged.
#[component]
fn Cancel() -> impl IntoView {
    view! { <a class="btn quiet" href=routes::acting(routes::ACCOUNT, acting_for())>"Cancel"</a> }
}

#[component]
fn AmountStep(page: PayPage) -> impl IntoView {
    let grant = acting_for();
    if page.free_cents <= 0 {
        let words = if page.balance_cents > 0 { Refusal::PaymentUnderWay } else { Refusal::PaidAlready };
        return view! {
            <Notice kind="info"><p>{sentence(words.into())}</p></Notice>
            <p class="acts block"><a class="btn" href=routes::acting(routes::ACCOUNT, grant)>"My Account"</a></p>
        }
        .into_any();
    }
    let custom = page.ask.is_custom();
    let typed =
        page.wrong.map(|wrong| Typed { fields: [("amount".to_owned(), page.ask.amount.clone())].into(), refusals: vec![wrong.into()] });
    view! {
        <Provider value=FormDraft::of(typed)>
            <form class="form" method="get" action=routes::PAY novalidate>
                <ErrorSummary/>
                {grant.map(|grant| view! { <input type="hidden" name="for" value=grant.to_string()/> })}
                {page.ask.card.map(|card| view! { <input type="hidden" name="card" value=card.to_string()/> })}
                <fieldset class="group">
                    <legend>"Amount"</legend>
                    <label class="check">
                        <input type="radio" name="pay" value="total" checked=!custom/>
                        <span class="num">"Total Balance"<small><Money cents=page.free_cents/></small></span>
                    </label>
                    <label class="check">
                        <input type="radio" name="pay" value="custom" checked=custom/>
                        <span class="num">"Custom Amount"<small>"From one cent to " <Money cents=page.free_cents/></small></span>
                    </label>
                </fieldset>
                <TextField name="amount" label="Custom amount in dollars" hint="Only if you pay a custom amount" recorded=page.ask.amount short=true autocomplete="off"/>
                <div class="acts"><button class="btn">"Continue"</button><Cancel/></div>
            </form>
        </Provider>
    }
    .into_any()
}

/// How much it will be, and the way to change it.
#[component]
fn SoFar(page: PayPage) -> impl IntoView {
    view! {
        <p class="sofar num">
            <span>{if page.ask.is_custom() { "Custom Amount: " } else { "Total Balance: " }} <b><Money cents=page.cents/></b></span>
            <a class="link" href=routes::pay(&PayAsk::default(), acting_for())>"Change"<span class="sr">" the amount"</span></a>
        </p>
    }
}

#[component]
fn CardStep(page: PayPage) -> impl IntoView {
    let grant = acting_for();
    let (ask, keeps) = (page.ask.clone(), page.keeps);
    let wrong = page.wrong;
    let cards = page.cards.clone();
    let has_cards = !cards.is_empty();
    let line = move |card: CardLine| {
        let to = routes::pay(&PayAsk { card: Some(card.id), other: false, ..ask.clone() }, grant);
        let fact = format!("{} {}", if card.expired { "Expired" } else { "Expires" }, card.face.expires());
        let inner = view! {
            <span class="row-icon accent"><Icon name="card"/></span>
            <span class="row-main">
                <span class="row-name num">{card.face.name()}</span>
                <span class="row-fact num">{fact}</span>
            </span>
            {card.is_default.then(|| view! { <span class="tag">"Default"</span> })}
        };
        match card.expired {
            true => view! { <li><div class="row">{inner}</div></li> }.into_any(),
            false => view! { <li><a class="row" href=to>{inner}<Icon name="chevron-right" class="icon go"/></a></li> }.into_any(),
        }
    };
    let fields = vec![("pay", page.ask.pay.clone()), ("amount", page.ask.amount.clone())];
    let only_sandbox = page.sandbox;
    let typed = fields.clone();
    view! {
        <SoFar page/>
        {wrong.map(|wrong| view! { <Notice kind="bad"><p>{sentence(wrong.into())}</p></Notice> })}
        {has_cards.then(|| view! {
            <section class="block" aria-labelledby="saved">
                <h2 id="saved">"Saved cards"</h2>
                <ul class="rows">{cards.into_iter().map(line).collect_view()}</ul>
            </section>
        })}
        {only_sandbox.then(|| view! {
            <section class="block" aria-labelledby="new-card">
                <h2 id="new-card">{if has_cards { "Or a new card" } else { "A new card" }}</h2>
                <Form<ChooseCard> grant fields>
                    <SandboxCards keeps/>
                    <div class="acts"><button class="btn">"Continue"</button><Cancel/></div>
                </Form<ChooseCard>>
            </section>
        })}
        {(!only_sandbox).then(|| view! {
            <section class="block" aria-labelledby="new-card">
                <h2 id="new-card">{if has_cards { "Or a new card" } else { "A new card" }}</h2>
                <TypeCard fields=typed keeps/>
            </section>
        })}
    }
}

#[component]
fn ReviewStep(page: PayPage) -> impl IntoView {
    let grant = acting_for();
    let Some(card) = page.chosen.clone() else { return ().into_any() };
    let other = routes::pay(&PayAsk { card: None, other: true, ..page.ask.clone() }, grant);
    let fields = vec![("payment", page.key.to_string()), ("cents", page.cents.to_string()), ("card", card.id.to_string())];
    let left = page.balance_cents - page.cents;
    let fact = match (card.is_new, card.saves, card.is_default) {
        (true, true, true) => "New card, saved as your default card",
        (true, true, false) => "New card, saved for future payments",
        (true, false, _) => "New card, not saved",
        (false, _, true) => "Default card",
        (false, _, false) => "Saved card",
    };
    let part = |part: PaidPart| {
        let invoice = part.number.map(|number| format!("Invoice {number}, ")).unwrap_or_default();
        view! {
            <div>
                <dt>{calendar().order.weekday(part.at.day())}<small>{invoice}{part.clinician}</small></dt>
                <dd><Money cents=part.cents/></dd>
            </div>
        }
    };
    view! {
        <section class="bill num" aria-label="What you pay">
            <p class="sub">{if page.ask.is_custom() { "Custom Amount" } else { "Total Balance" }}</p>
            <p class="due-sum"><Money cents=page.cents/></p>
            <dl class="sums">
                {page.lines.into_iter().map(part).collect_view()}
                <div class="bal"><dt>"You pay now"</dt><dd><Money cents=page.cents/></dd></div>
            </dl>
        </section>
        <div class="row">
            <span class="row-icon accent"><Icon name="card"/></span>
            <span class="row-main">
                <span class="row-name num">{card.face.name()}</span>
                <span class="row-fact num">{fact} ", expires " {card.face.expires()}</span>
            </span>
            <a class="link" href=other>"Change"<span class="sr">" the card"</span></a>
        </div>
        <p class="sub num block">"Your receipt comes on the next page, to print or to keep. Your balance will then be " {money(left)} "."</p>
        // Why it was refused stands at the head of the page, in whichever step that is then.
        <BareForm to={Door::of::<Pay>()} grant class="form" fields>
            <div class="acts main">
                <button class="btn">"Pay " <Money cents=page.cents/></button>
                <Cancel/>
            </div>
        </BareForm>
        <p class="fine block">"Nothing is charged before you press Pay."</p>
    }
    .into_any()
}

/// What is left of a payment that was not charged: the same amount once more, with another card.
pub(super) fn once_more(cents: i64) -> String {
    routes::pay(&PayAsk { pay: "custom".into(), amount: amount(cents), card: None, other: true }, acting_for())
}
