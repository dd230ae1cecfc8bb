//! Receipts, for all time; and one payment: paid, under way, to be confirmed, or not charged.

use super::{NoMoney, pay::once_more};
use crate::{
    Failure,
    billing::{AnswerBank, read_receipt, read_receipts},
    parts::{
        Drawing, Empty, Icon, Lines, Money, Notice, acting_for, asked, calendar,
        form::{PostButton, Refused},
        param,
    },
    routes,
    shell::{NavItem, PortalPage, call},
};
use domain::{
    billing::{MyReceipts, PaymentState, Receipt, ReceiptLine, money},
    ids::PaymentId,
};
use leptos::prelude::*;

#[component]
pub fn ReceiptsPage() -> impl IntoView {
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <PortalPage
            title=|_| "Receipts"
            place=NavItem::Nowhere
            load=move |grant| read_receipts(grant, below)
            show=|page| view! { <ReceiptsView page/> }.into_any()
        />
    }
}

#[component]
fn ReceiptsView(page: MyReceipts) -> impl IntoView {
    let grant = acting_for();
    let older = page.below.map(|id| routes::acting(routes::with(routes::RECEIPTS, "below", &id.to_string()), grant));
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::ACCOUNT, grant)><Icon name="chevron-left"/>"My Account"</a>
            <h1>"Receipts"</h1>
        </header>
        {if page.lines.is_empty() {
            view! { <Empty drawing="draw-calm" title="Nothing here yet" words="What you pay shows here, with a receipt to print."/> }.into_any()
        } else {
            view! { <ul class="rows">{page.lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}</ul> }.into_any()
        }}
        {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older receipts"</a></p> })}
    }
}

#[component]
fn Line(line: ReceiptLine) -> impl IntoView {
    let class = match line.state {
        PaymentState::Received => "tag ok",
        PaymentState::Pending | PaymentState::Waits => "tag due",
        PaymentState::Declined | PaymentState::Cancelled => "tag bad",
    };
    let number = line.number.map(|number| format!("Receipt {number}, ")).unwrap_or_default();
    view! {
        <li>
            <a class="row" href=routes::receipt(line.id, acting_for())>
                <span class="row-main">
                    <span class="row-name num"><Money cents=line.cents/> " on " {calendar().order.day(line.at.day())}</span>
                    <span class="row-fact num">{number} {line.how}</span>
                    {(line.refunded_cents > 0).then(|| view! { <span class="row-fact num"><Money cents=line.refunded_cents/> " was given back"</span> })}
                </span>
                <span class=class>{line.state.label()}</span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let id = param::<PaymentId>("payment");
    view! {
        <PortalPage
            title=|receipt: &Receipt| match receipt.line.state {
                PaymentState::Received => "Receipt",
                PaymentState::Pending | PaymentState::Waits => "Payment under way",
                PaymentState::Declined | PaymentState::Cancelled => "Not charged",
            }
            place=NavItem::Nowhere
            load=move |grant| async move {
                match id {
                    Some(id) => read_receipt(grant, id).await,
                    None => Err(Failure(domain::Failure::NotFound)),
                }
            }
            show=|page| view! { <ReceiptView page/> }.into_any()
        />
    }
}

#[component]
fn ReceiptView(page: Receipt) -> impl IntoView {
    let sandbox = page.sandbox;
    let inner = match page.line.state {
        PaymentState::Received => view! { <Paid page/> }.into_any(),
        PaymentState::Pending => view! { <Pending page/> }.into_any(),
        PaymentState::Waits => view! { <Confirm page/> }.into_any(),
        PaymentState::Declined | PaymentState::Cancelled => view! { <NotCharged page/> }.into_any(),
    };
    view! {
        <Refused<AnswerBank>/>
        <div id="payment" data-fresh="" data-fresh-on="billing">{inner}</div>
        <NoMoney sandbox/>
    }
}

#[component]
fn ToAccount(#[prop(default = "btn")] class: &'static str) -> impl IntoView {
    view! { <a class=class href=routes::acting(routes::ACCOUNT, acting_for())>"Back to My Account"</a> }
}

/// The receipt itself: what is printed.
#[component]
fn Paid(page: Receipt) -> impl IntoView {
    let order = calendar().order;
    let line = page.line;
    let parts = page.parts.into_iter().map(|part| {
        let invoice = part.number.map(|number| format!("Invoice {number}, ")).unwrap_or_default();
        view! {
            <div>
                <dt>{order.weekday(part.at.day())}<small>{invoice}{part.clinician}</small></dt>
                <dd><Money cents=part.cents/></dd>
            </div>
        }
    });
    let refunds = page.refunds.into_iter().map(|(at, cents)| {
        view! { <div><dt>"Given back on " {order.day(at.day())}</dt><dd><Money cents=-cents/></dd></div> }
    });
    let new = page.mine && line.refunded_cents == 0;
    view! {
        <Drawing name="draw-done"/>
        <header class="head no-print">
            <h1>{if new { "Thank you, it is paid" } else { "Receipt" }}</h1>
            <p class="sub num">"Your balance is now " <Money cents=page.balance_cents/> "."</p>
        </header>
        <section class="paper bill num" aria-label="Receipt">
            <h2>"Receipt " {line.number}</h2>
            <p><b>{page.practice}</b></p>
            <Lines text=page.address/>
            <dl class="facts">
                <div><dt>"For"</dt><dd>{page.client}</dd></div>
                <div><dt>"Paid on"</dt><dd>{order.moment(&line.at)}</dd></div>
                <div><dt>"Paid with"</dt><dd>{line.how}</dd></div>
            </dl>
            <dl class="sums">
                {parts.collect_view()}
                <div class="bal"><dt>"Paid"</dt><dd><Money cents=line.cents/></dd></div>
                {refunds.collect_view()}
            </dl>
        </section>
        <div class="acts block">
            <button type="button" class="btn quiet script-only" data-prints><Icon name="printer"/>"Print receipt"</button>
            <ToAccount/>
        </div>
        <p class="sub block no-print">"It stays under Receipts in My Account. Without scripts, print this page from your browser’s menu."</p>
    }
}

#[component]
fn Pending(page: Receipt) -> impl IntoView {
    view! {
        <header class="head">
            <h1>"Your payment is under way"</h1>
            <p class="sub num"><Money cents=page.line.cents/> ", " {page.line.how}</p>
        </header>
        <Notice kind="info"><p>"We have not heard from the card company yet. We ask again by ourselves, and it is not charged twice. You need not do anything."</p></Notice>
        <p class="block">"This page shows what came of it once it is known. You can close it."</p>
        <div class="acts block"><ToAccount/></div>
    }
}

/// What the bank asks. With the sandbox it is this page.
#[component]
fn Confirm(page: Receipt) -> impl IntoView {
    let grant = acting_for().map(|grant| ("grant", grant.to_string()));
    let fields = |yes: bool| {
        let id = [("payment", page.line.id.to_string())];
        let yes = yes.then(|| ("yes", "true".to_owned()));
        grant.clone().into_iter().chain(id).chain(yes).collect::<Vec<_>>()
    };
    view! {
        <header class="head">
            <h1>"Your bank asks you to confirm this"</h1>
            <p class="sub num"><Money cents=page.line.cents/> ", " {page.line.how}</p>
        </header>
        {if page.mine && !page.sandbox {
            view! {
                <p>"Nothing is charged before you confirm it, on the page of your bank. If you do not, it ends within an hour."</p>
                <div class="acts block">
                    <a class="btn" href=routes::acting(routes::bank(page.line.id), acting_for())>"Go to your bank"</a>
                </div>
            }
            .into_any()
        } else if page.mine {
            view! {
                <p>"Nothing is charged before you confirm it (3-D Secure). If you do not, it ends within an hour."</p>
                <div class="acts block">
                    <PostButton<AnswerBank> fields=fields(true)>"Confirm the payment"</PostButton<AnswerBank>>
                    <PostButton<AnswerBank> class="btn quiet" fields=fields(false)>"Do not pay"</PostButton<AnswerBank>>
                </div>
            }
            .into_any()
        } else {
            view! { <p>"Whoever pays has to confirm it. Nothing is charged before."</p> }.into_any()
        }}
        <p class="block"><ToAccount class="link"/></p>
    }
}

#[component]
fn NotCharged(page: Receipt) -> impl IntoView {
    let why = page.decline.map(|why| why.sentence()).unwrap_or("The card was not charged.");
    let open = page.balance_cents > 0;
    view! {
        <header class="head">
            <h1>"It was not charged"</h1>
            <p class="sub num">{money(page.line.cents)} ", " {page.line.how}</p>
        </header>
        <Notice kind="bad"><p>{why}</p></Notice>
        <div class="acts block">
            {(open && page.mine).then(|| view! { <a class="btn" href=once_more(page.line.cents.min(page.balance_cents))>"Try another card"</a> })}
            <ToAccount class="btn quiet"/>
        </div>
        {page.phone.map(|phone| view! { <p class="sub block">"Does it go on like this? Please call " <a class="keep" href=call(&phone)>{phone.clone()}</a> "."</p> })}
    }
}
