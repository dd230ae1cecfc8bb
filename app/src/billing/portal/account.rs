//! **My Account**: one figure, the visits with what was charged and paid, and the cards.

use super::NoMoney;
use crate::{
    billing::read_account,
    parts::{Empty, Icon, Money, Notice, acting_for, asked, calendar},
    routes,
    shell::{NavItem, PortalPage, call},
};
use domain::{
    billing::{CardLine, Encounter, MyAccount, ReceiptLine, Shown, Sorted, money},
    dates::Moment,
};
use leptos::prelude::*;

#[component]
pub fn AccountPage() -> impl IntoView {
    let shown = asked("show").and_then(|name| Shown::from_name(&name)).unwrap_or_default();
    let sorted = asked("sort").and_then(|name| Sorted::from_name(&name)).unwrap_or_default();
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <PortalPage
            title=|_| "My Account"
            place=NavItem::Nowhere
            load=move |grant| read_account(grant, shown, sorted, below)
            show=|page| view! { <AccountView page/> }.into_any()
        />
    }
}

#[component]
fn AccountView(page: MyAccount) -> impl IntoView {
    let older = page.below.map(|id| routes::with(&routes::account_shown(page.shown, page.sorted), "below", &id.to_string()));
    let empty = page.encounters.is_empty();
    let (shown, sorted, invoices, superbills) = (page.shown, page.sorted, page.invoices, page.superbills);
    let (cards, sandbox) = (page.cards.clone(), page.sandbox && page.payments);
    view! {
        <header class="head"><h1>"My Account"</h1></header>
        {page.frozen.then(|| view! {
            <Notice kind="warn" head="Your account is on hold">
                <p>"No appointments are made until what is open is settled. You can pay here, and write to us."</p>
            </Notice>
        })}
        <div id="account" data-fresh="" data-fresh-on="billing">
            <Due page=page.clone()/>
            <UnderWay lines=page.under_way.clone()/>
            <section class="block" aria-labelledby="visits">
                <div class="ledger-head">
                    <h2 id="visits">"Visits"</h2>
                    <Choices shown sorted/>
                </div>
                {match (empty, shown) {
                    (true, Shown::All) => view! { <Empty drawing="draw-calm" title="Nothing here yet" words="Visits show here once they are invoiced."/> }.into_any(),
                    (true, _) => view! { <Empty drawing="draw-calm" title="Nothing fits" words="No visit fits what you have chosen."/> }.into_any(),
                    (false, _) => view! {
                        <p class="visit-heads" aria-hidden="true"><span>"Visit"</span><span>"Charge"</span><span>"Insurance paid"</span><span>"You paid"</span><span>"Balance"</span></p>
                        {page.encounters.into_iter().map(|of| view! { <Visit of invoices superbills/> }).collect_view()}
                    }
                    .into_any(),
                }}
                {older.map(|href| view! { <p class="block"><a class="link" href=routes::acting(href, acting_for())>"Show more visits"</a></p> })}
            </section>
        </div>
        {cards.map(|cards| view! { <CardList cards/> })}
        <NoMoney sandbox/>
    }
}

/// What is owed: the one large figure.
#[component]
fn Due(page: MyAccount) -> impl IntoView {
    let grant = acting_for();
    let free = page.balance_cents - page.spoken_for_cents;
    let order = calendar().order;
    let last = page.last_paid.map(|(cents, at)| format!("You last paid {} on {}.", money(cents), order.day(at.day())));
    let words = match (page.balance_cents, free) {
        (0, _) => Some("Nothing is open. Thank you.".to_owned()),
        (_, 0) => Some("A payment of this is under way.".to_owned()),
        _ => None,
    };
    view! {
        <section class="owed" aria-labelledby="balance">
            <h2 id="balance">"Client Balance"</h2>
            <p class="due-sum num"><Money cents=page.balance_cents/></p>
            <div class="due-words">
                {words.map(|words| view! { <p>{words}</p> })}
                {last.map(|words| view! { <p class="num">{words}</p> })}
                {(!page.payments && free > 0).then(|| view! { <p>"To pay, please call " {page.phone.map_or_else(|| "the practice".into_any(), |phone| view! { <a class="keep" href=call(&phone)>{phone.clone()}</a> }.into_any())} "."</p> })}
                <p><a class="link" href=routes::acting(routes::RECEIPTS, grant)>"Receipts"</a></p>
            </div>
            {(page.payments && free > 0).then(|| view! { <a class="btn" href=routes::acting(routes::PAY, grant)>"Pay Now"</a> })}
        </section>
    }
}

/// Payments of which nothing is known yet, and those that the bank asks about.
#[component]
fn UnderWay(lines: Vec<ReceiptLine>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let line = |line: ReceiptLine| {
            view! {
                <li>
                    <a class="row" href=routes::receipt(line.id, acting_for())>
                        <span class="row-icon signal"><Icon name="clock"/></span>
                        <span class="row-main">
                            <span class="row-name num">"A payment of " {money(line.cents)} " is under way"</span>
                            <span class="row-fact">{line.how} ". It is not charged twice."</span>
                        </span>
                        <span class="tag due">{line.state.label()}</span>
                        <Icon name="chevron-right" class="icon go"/>
                    </a>
                </li>
            }
        };
        view! { <ul class="rows block">{lines.into_iter().map(line).collect_view()}</ul> }
    })
}

/// Which visits, in which order: in the address, so that it can be kept.
#[component]
fn Choices(shown: Shown, sorted: Sorted) -> impl IntoView {
    let grant = acting_for();
    let shows = Shown::ALL.map(|each| {
        let href = routes::acting(routes::account_shown(each, sorted), grant);
        view! { <a href=href aria-current=(each == shown).then_some("true")>{each.label()}</a> }
    });
    let other = if sorted == Sorted::Newest { Sorted::Oldest } else { Sorted::Newest };
    view! {
        <nav class="tabs" aria-label="Which visits">{shows.into_iter().collect_view()}</nav>
        <a class="link" href=routes::acting(routes::account_shown(shown, other), grant)>{other.label()}</a>
    }
}

/// "10:00 am to 10:50 am EST"
fn hours(at: &Moment, ends: Option<&Moment>) -> String {
    match ends {
        Some(ends) => format!("{} to {} {}", at.clock(), ends.clock(), at.zone),
        None => format!("{} {}", at.clock(), at.zone),
    }
}

#[component]
fn Visit(of: Encounter, invoices: bool, superbills: bool) -> impl IntoView {
    let grant = acting_for();
    let day = calendar().order.weekday(of.at.day());
    let open = of.balance_cents > 0;
    let off = (of.adjusted_cents > 0).then(|| view! { <div><dt>"Taken off"</dt><dd><Money cents=-of.adjusted_cents/></dd></div> });
    view! {
        <article class="visit">
            <div>
                <h3 class="num">{day.clone()}</h3>
                <p class="num">{hours(&of.at, of.ends.as_ref())} {(!of.place.is_empty()).then(|| format!(", {}", of.place))}</p>
                <p class="num">{of.code} ", " {of.description}</p>
                <p>{of.clinician}</p>
                {of.voided.then(|| view! { <p><span class="tag">"Taken back"</span></p> })}
                <p class="papers">
                    {invoices.then(|| view! { <a class="link" href=routes::invoice_pdf(of.invoice, "invoice", grant) download><Icon name="document"/>"Invoice"<span class="sr num">" "{of.number}", "{day.clone()}</span></a> })}
                    {superbills.then(|| view! { <a class="link" href=routes::invoice_pdf(of.invoice, "superbill", grant) download><Icon name="document"/>"Superbill"<span class="sr">", "{day}</span></a> })}
                </p>
            </div>
            <dl class="sums num">
                <div><dt>"Charge"</dt><dd><Money cents=of.charged_cents/></dd></div>
                <div><dt>"Insurance paid"</dt><dd><Money cents=-of.payer_cents/></dd></div>
                <div><dt>"You paid"</dt><dd><Money cents=-of.client_cents/></dd></div>
                {off}
                <div class=if open { "bal open" } else { "bal" }><dt>"Balance"</dt><dd><Money cents=of.balance_cents/></dd></div>
            </dl>
        </article>
    }
}

#[component]
fn CardList(cards: Vec<CardLine>) -> impl IntoView {
    let line = |card: CardLine| {
        view! {
            <li>
                <div class="row">
                    <span class="row-icon accent"><Icon name="card"/></span>
                    <span class="row-main">
                        <span class="row-name num">{card.face.name()}</span>
                        <span class="row-fact num">{if card.expired { "Expired " } else { "Expires " }} {card.face.expires()}</span>
                    </span>
                    {card.is_default.then(|| view! { <span class="tag">"Default"</span> })}
                </div>
            </li>
        }
    };
    view! {
        <section class="block" aria-labelledby="cards">
            <h2 id="cards">"Credit/Debit Cards on File"</h2>
            {if cards.is_empty() {
                view! { <p class="sub">"No card is on file."</p> }.into_any()
            } else {
                view! { <ul class="rows">{cards.into_iter().map(line).collect_view()}</ul> }.into_any()
            }}
            <p class="acts block"><a class="btn quiet" href=routes::acting(routes::CARDS, acting_for())>"Add, change or remove a card"</a></p>
        </section>
    }
}
