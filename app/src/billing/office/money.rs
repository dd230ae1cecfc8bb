//! Invoices and payments of a chart, and the forms about them: recording, giving back, taking off.

use super::doors::{RecordPayment, RefundPayment, TakeOffCharge, VoidCharge};
use crate::{
    parts::{
        Icon, Money, Panel, When, asked, calendar,
        form::{CheckField, Form, SelectField, TextArea, TextField},
    },
    routes,
};
use domain::{
    billing::{ChargeLine, ChartBilling, InvoiceLine, Method, PaymentLine, PaymentState, amount, money},
    ids::ChartId,
};
use leptos::prelude::*;

/// The form that the address opens, if it opens one.
#[component]
pub(super) fn ActPanel(page: ChartBilling) -> impl IntoView {
    if !page.may_manage {
        return ().into_any();
    }
    let id = |name| asked(name).unwrap_or_default();
    let charge = page.charges.iter().find(|of| of.id.to_string() == id("charge")).cloned();
    let payment = page.payments.iter().find(|of| of.id.to_string() == id("payment")).cloned();
    let chart = page.banner.id;
    match (asked("do").as_deref(), charge, payment) {
        (Some("record"), ..) => view! { <RecordPanel page/> }.into_any(),
        (Some("off"), Some(of), _) => view! { <TakeOffPanel chart of/> }.into_any(),
        (Some("void"), Some(of), _) => view! { <VoidPanel chart of/> }.into_any(),
        (Some("refund"), _, Some(of)) => view! { <RefundPanel chart of/> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn Back(chart: ChartId) -> impl IntoView {
    view! { <a class="btn plain" href=routes::chart_billing(chart)>"Cancel"</a> }
}

#[component]
fn RecordPanel(page: ChartBilling) -> impl IntoView {
    let chart = page.banner.id;
    let order = calendar().order;
    let methods = Method::AT_THE_DESK.map(|method| (method.name().to_owned(), method.label().to_owned())).to_vec();
    let open = page.charges.iter().filter(|of| of.balance_cents > 0);
    let charges =
        open.map(|of| (of.id.to_string(), format!("{}, {}, {} open", order.short_day(of.at.day()), of.code, money(of.balance_cents))));
    let charges = [(String::new(), "What is open, the oldest first".to_owned())].into_iter().chain(charges).collect::<Vec<_>>();
    view! {
        <Panel title="Record a payment" id="act">
            <Form<RecordPayment> fields=vec![("chart", chart.to_string()), ("payment", page.key.to_string())]>
                <div class="fields">
                    <SelectField name="method" label="How it was paid" options=methods/>
                    <TextField name="amount" label="Amount in dollars" autocomplete="off"/>
                </div>
                <SelectField name="charge" label="For" options=charges/>
                <TextField name="note" label="Note (optional)" hint="Such as the number of the check or of the claim. Only staff see it." longest=500 autocomplete="off"/>
                <div class="acts"><button class="btn">"Record"</button><Back chart/></div>
            </Form<RecordPayment>>
        </Panel>
    }
}

#[component]
fn TakeOffPanel(chart: ChartId, of: ChargeLine) -> impl IntoView {
    view! {
        <Panel title="Take off a charge" id="act">
            <p class="num">{calendar().order.weekday(of.at.day())} ", " {of.code} ", " {of.description} ": " <Money cents=of.balance_cents/> " is open."</p>
            <Form<TakeOffCharge> fields=vec![("chart", chart.to_string()), ("charge", of.id.to_string())]>
                <TextField name="amount" label="Amount in dollars" recorded=amount(of.balance_cents) short=true autocomplete="off"/>
                <TextArea name="reason" label="Why" rows=2 hint="An adjustment by the payer, a write-off: it stays in the ledger." longest=500/>
                <div class="acts"><button class="btn">"Take off"</button><Back chart/></div>
            </Form<TakeOffCharge>>
        </Panel>
    }
}

#[component]
fn VoidPanel(chart: ChartId, of: ChargeLine) -> impl IntoView {
    view! {
        <Panel title="Take back a charge" id="act">
            <p class="num">{calendar().order.weekday(of.at.day())} ", " {of.code} ", " {of.description} ", " <Money cents=of.charged_cents/> ". The charge was a mistake: all of it is taken back, and the ledger says so."</p>
            <Form<VoidCharge> fields=vec![("chart", chart.to_string()), ("charge", of.id.to_string())]>
                <TextArea name="reason" label="Why" rows=2 longest=500/>
                <div class="acts"><button class="btn danger">"Take back"</button><Back chart/></div>
            </Form<VoidCharge>>
        </Panel>
    }
}

#[component]
fn RefundPanel(chart: ChartId, of: PaymentLine) -> impl IntoView {
    let left = of.refundable_cents();
    let how = match of.method {
        Method::Online => "It goes back to the card it came from.",
        _ => "Hand it back as it came; this notes it.",
    };
    view! {
        <Panel title="Give money back" id="act">
            <p class="num"><Money cents=of.cents/> ", " {of.how} ", " {of.by} ". " {how} " Up to " <Money cents=left/> " can be given back."</p>
            <Form<RefundPayment> fields=vec![("chart", chart.to_string()), ("payment", of.id.to_string())]>
                <TextField name="amount" label="Amount in dollars" recorded=amount(left) short=true autocomplete="off"/>
                <TextArea name="reason" label="Why" rows=2 longest=500/>
                <CheckField name="takes_off">"Take it off the charge too, so that the client does not owe it again"</CheckField>
                <div class="acts"><button class="btn danger">"Give back"</button><Back chart/></div>
            </Form<RefundPayment>>
        </Panel>
    }
}

#[component]
pub(super) fn InvoicesPanel(chart: ChartId, lines: Vec<InvoiceLine>) -> impl IntoView {
    let order = calendar().order;
    let row = move |of: InvoiceLine| {
        let (class, words) = match (of.balance_cents, of.overdue) {
            (0, _) => ("tag ok", "Paid"),
            (_, true) => ("tag bad", "Overdue"),
            (open, _) if open < of.total_cents => ("tag due", "Part paid"),
            _ => ("tag due", "Open"),
        };
        view! {
            <li>
                <div class="row">
                    <span class="row-main">
                        <span class="row-name num">"Invoice " {of.number} ", " <Money cents=of.total_cents/></span>
                        <span class="row-fact num">"Issued " {order.short_day(of.issued.day())} ", due " {order.short_day(of.due)} ", " <Money cents=of.balance_cents/> " open"</span>
                    </span>
                    <span class="row-end">
                        <span class=class>{words}</span>
                        <a class="link" href=routes::office_invoice_pdf(chart, of.id, "invoice") download><Icon name="download"/>"Invoice"<span class="sr num">" "{of.number}</span></a>
                        <a class="link" href=routes::office_invoice_pdf(chart, of.id, "superbill") download><Icon name="download"/>"Superbill"<span class="sr num">" "{of.number}</span></a>
                    </span>
                </div>
            </li>
        }
    };
    view! {
        <Panel title="Invoices">
            {if lines.is_empty() {
                view! { <p class="sub">"Nothing is invoiced yet."</p> }.into_any()
            } else {
                view! { <ul class="rows bare">{lines.into_iter().map(row).collect_view()}</ul> }.into_any()
            }}
        </Panel>
    }
}

#[component]
pub(super) fn PaymentsPanel(chart: ChartId, lines: Vec<PaymentLine>, may_manage: bool) -> impl IntoView {
    let row = move |of: PaymentLine| {
        let class = match of.state {
            PaymentState::Received => "tag ok",
            PaymentState::Pending | PaymentState::Waits => "tag due",
            PaymentState::Declined | PaymentState::Cancelled => "tag bad",
        };
        let refund =
            format!("{}#act", routes::with(&routes::with(&routes::chart_billing(chart), "do", "refund"), "payment", &of.id.to_string()));
        let number = of.number.map(|number| format!("Receipt {number}, ")).unwrap_or_default();
        let note = of.note.clone().map(|note| format!(". {note}")).unwrap_or_default();
        let refundable = of.refundable_cents() > 0 && may_manage;
        view! {
            <li>
                <div class="row">
                    <span class="row-main">
                        <span class="row-name num"><Money cents=of.cents/> ", " {of.how}</span>
                        <span class="row-fact num">{number} <When at=of.at/> ", " {of.by} {note}</span>
                        {(of.refunded_cents > 0).then(|| view! { <span class="row-fact num"><Money cents=of.refunded_cents/> " was given back"</span> })}
                        {(of.refunding_cents > 0).then(|| view! { <span class="row-fact num"><Money cents=of.refunding_cents/> " is being given back"</span> })}
                    </span>
                    <span class="row-end">
                        <span class=class>{of.state.label()}</span>
                        {refundable.then(|| view! { <a class="link" href=refund>"Refund"<span class="sr num">" "{money(of.cents)}</span></a> })}
                    </span>
                </div>
            </li>
        }
    };
    view! {
        <Panel title="Payments">
            {if lines.is_empty() {
                view! { <p class="sub">"Nothing was paid yet."</p> }.into_any()
            } else {
                view! { <ul class="rows bare">{lines.into_iter().map(row).collect_view()}</ul> }.into_any()
            }}
        </Panel>
    }
}
