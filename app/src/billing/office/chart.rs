//! Chart → **Billing**: how the account stands, what is to be charged, what was charged, invoiced and paid.

use super::{
    charging::{ChargePanel, DiagnosesPanel, ToChargePanel},
    doors::{ChargeAppointment, EndDiagnosis, FreezeAccount, IssueInvoice, RequestPayment, read_chart_billing},
    money::{ActPanel, InvoicesPanel, PaymentsPanel},
};
use crate::{
    Done,
    charts::{ChartPage, ChartTab, of_chart},
    door::Door,
    parts::{
        Fact, Icon, Money, Notice, Panel, When, asked, calendar,
        form::{BareForm, PostButton, Refused},
    },
    routes,
};
use domain::{
    billing::{ChargeLine, ChartBilling},
    ids::ChartId,
};
use leptos::prelude::*;

of_chart!(ChartBilling);

#[component]
pub fn ChartBillingPage() -> impl IntoView {
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <ChartPage
            title="Billing"
            tab=ChartTab::Billing
            load=move |chart| read_chart_billing(chart, below)
            show=move |page: ChartBilling| view! { <BillingView page/> }.into_any()
        />
    }
}

fn news(done: Done) -> Option<(&'static str, &'static str)> {
    Some(match done {
        Done::Charged => ("ok", "Charged. The client sees it once it is invoiced."),
        Done::Invoiced => ("ok", "Invoiced. The client sees it in My Account now."),
        Done::Recorded => ("ok", "The payment is recorded."),
        Done::Refunded => ("ok", "The money is given back."),
        Done::Refunding => ("info", "The refund is under way. We ask the card company again by ourselves."),
        Done::RefundFailed => ("bad", "The card company did not give the money back. Nothing was changed."),
        Done::TakenOff => ("ok", "Taken off."),
        Done::Voided => ("ok", "The charge is taken back."),
        Done::Sent => ("ok", "A mail is on its way. It says neither how much nor for what."),
        Done::Frozen => ("ok", "The account is frozen. Nothing is booked; messages and paying stay."),
        Done::Thawed => ("ok", "The account is open again."),
        Done::Added => ("ok", "Added. Charges from now on carry it."),
        Done::Removed => ("ok", "Ended. What is charged stays as it is."),
        _ => return None,
    })
}

#[component]
fn BillingView(page: ChartBilling) -> impl IntoView {
    let chart = page.banner.id;
    let waiting: Vec<ChargeLine> = page.charges.iter().filter(|of| of.invoice.is_none() && of.balance_cents > 0).cloned().collect();
    let (may_charge, may_manage) = (page.may_charge, page.may_manage);
    let older = page.below.map(|id| routes::with(&routes::chart_billing(chart), "below", &id.to_string()));
    let doing = asked("do");
    view! {
        <header class="head with-act">
            <h2>"Billing"</h2>
            <div class="acts">
                {may_manage.then(|| view! { <a class="btn quiet" href=doing_link(chart, "record")><Icon name="plus"/>"Record a payment"</a> })}
                {may_charge.then(|| view! { <a class="btn" href=doing_link(chart, "charge")><Icon name="plus"/>"Charge by hand"</a> })}
            </div>
        </header>
        {Done::here().and_then(news).map(|(kind, head)| view! { <Notice kind head/> })}
        <Refused<ChargeAppointment>/>
        <Refused<IssueInvoice>/>
        <Refused<RequestPayment>/>
        <Refused<FreezeAccount>/>
        <Refused<EndDiagnosis>/>
        <ActPanel page=page.clone()/>
        {(doing.as_deref() == Some("charge") && may_charge).then(|| view! { <ChargePanel page=page.clone()/> })}
        <div id="billing" data-fresh="" data-fresh-on="billing">
            <StandingPanel page=page.clone()/>
            {may_charge.then(|| view! { <ToChargePanel chart lines=page.uncharged.clone()/> })}
            {(may_manage && !waiting.is_empty()).then(|| view! { <ToInvoicePanel chart lines=waiting/> })}
            <Panel title="Charges">
                {if page.charges.is_empty() {
                    view! { <p class="sub">"Nothing is charged yet."</p> }.into_any()
                } else {
                    view! { <ChargeTable chart lines=page.charges.clone() may_manage/> }.into_any()
                }}
                {older.map(|href| view! { <p><a class="link" href=href>"Show older charges"</a></p> })}
            </Panel>
            <InvoicesPanel chart lines=page.invoices.clone()/>
            <PaymentsPanel chart lines=page.payments.clone() may_manage/>
        </div>
        <DiagnosesPanel chart lines=page.diagnoses may_charge/>
    }
}

/// Where a form of this page is opened.
pub(super) fn doing_link(chart: ChartId, what: &str) -> String {
    format!("{}#act", routes::with(&routes::chart_billing(chart), "do", what))
}

#[component]
fn StandingPanel(page: ChartBilling) -> impl IntoView {
    let chart = page.banner.id;
    let fields = vec![("chart", chart.to_string())];
    let mut freezing = fields.clone();
    freezing.extend(page.frozen.is_none().then(|| ("frozen", "true".to_owned())));
    let frozen = page.frozen.is_some();
    let acts = page.may_manage.then(|| {
        view! {
            {(page.balance_cents > 0).then(|| view! { <PostButton<RequestPayment> class="btn quiet small" fields>"Request Payment"</PostButton<RequestPayment>> })}
            <PostButton<FreezeAccount> class="btn plain small" fields=freezing>{if frozen { "Open the account again" } else { "Freeze the account" }}</PostButton<FreezeAccount>>
        }
        .into_any()
    });
    view! {
        <Panel title="Account" acts=acts.unwrap_or_else(|| ().into_any())>
            <dl class="facts num">
                <Fact label="Client Balance"><b><Money cents=page.balance_cents/></b></Fact>
                {(page.not_invoiced_cents > 0).then(|| view! { <Fact label="Not invoiced yet"><Money cents=page.not_invoiced_cents/></Fact> })}
                {(page.spoken_for_cents > 0).then(|| view! { <Fact label="Of it under way"><Money cents=page.spoken_for_cents/></Fact> })}
                {page.frozen.map(|at| view! { <Fact label="Frozen"><span class="tag bad">"Frozen"</span> " since " <When at/></Fact> })}
            </dl>
        </Panel>
    }
}

/// What waits for an invoice: ticked is what goes on it.
#[component]
fn ToInvoicePanel(chart: ChartId, lines: Vec<ChargeLine>) -> impl IntoView {
    let order = calendar().order;
    let boxes = lines.into_iter().enumerate().map(move |(index, of)| {
        view! {
            <label class="check">
                <input type="checkbox" name=format!("charge[{index}]") value=of.id.to_string() checked/>
                <span class="num">{order.short_day(of.at.day())} ", " {of.code} ", " {of.description} <small><Money cents=of.balance_cents/> " open, " {of.clinician}</small></span>
            </label>
        }
    });
    view! {
        <Panel title="To invoice">
            <BareForm to={Door::of::<IssueInvoice>()} class="form" fields=vec![("chart", chart.to_string())]>
                <fieldset class="group"><legend class="sr">"Charges"</legend>{boxes.collect_view()}</fieldset>
                <div class="acts"><button class="btn">"Invoice"</button></div>
            </BareForm>
        </Panel>
    }
}

#[component]
fn ChargeTable(chart: ChartId, lines: Vec<ChargeLine>, may_manage: bool) -> impl IntoView {
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"Service"</th>
                    <th scope="col" class="num">"Charge"</th>
                    <th scope="col" class="num">"Insurance"</th>
                    <th scope="col" class="num">"Client"</th>
                    <th scope="col" class="num">"Taken off"</th>
                    <th scope="col" class="num">"Balance"</th>
                    {may_manage.then(|| view! { <th scope="col"><span class="sr">"Acts"</span></th> })}
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(|of| view! { <ChargeRow chart of may_manage/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn ChargeRow(chart: ChartId, of: ChargeLine, may_manage: bool) -> impl IntoView {
    let order = calendar().order;
    let modifiers = if of.modifiers.is_empty() { String::new() } else { format!(" {}", of.modifiers) };
    let units = if of.units == 1 { String::new() } else { format!(", {} units", of.units) };
    let what = format!("{}{modifiers}, {}{units}", of.code, of.description);
    let place = if of.place.is_empty() { String::new() } else { format!(", {}", of.place) };
    let when = format!("{}, {}", order.short_day(of.at.day()), of.at.clock());
    let state = match (of.voided, &of.invoice) {
        (true, _) => view! { <span class="tag">"Taken back"</span> }.into_any(),
        (_, Some((_, number))) => view! { <span class="table-sub num">"Invoice " {*number}</span> }.into_any(),
        _ => view! { <span class="tag due">"Not invoiced"</span> }.into_any(),
    };
    let link = |what: &str| {
        format!("{}#act", routes::with(&routes::with(&routes::chart_billing(chart), "do", what), "charge", &of.id.to_string()))
    };
    let untouched = !of.voided && of.balance_cents == of.charged_cents;
    let diagnoses = of.diagnoses.join("; ");
    view! {
        <tr>
            <th scope="row">
                <span class="table-name num">{when}</span>
                <span class="table-sub num">{what.clone()}</span>
                <span class="table-sub">{of.clinician.clone()} {place}</span>
                {(!diagnoses.is_empty()).then(|| view! { <span class="table-sub">{diagnoses}</span> })}
                {state}
            </th>
            <td class="num" data-label="Charge"><Money cents=of.charged_cents/></td>
            <td class="num" data-label="Insurance"><Money cents=of.payer_cents/></td>
            <td class="num" data-label="Client"><Money cents=of.client_cents/></td>
            <td class="num" data-label="Taken off"><Money cents=of.adjusted_cents/></td>
            <td class="num" data-label="Balance"><b><Money cents=of.balance_cents/></b></td>
            {may_manage.then(|| view! {
                <td class="table-end">
                    {(of.balance_cents > 0).then(|| view! { <a class="link" href=link("off")>"Take off"<span class="sr">": "{what.clone()}</span></a> })}
                    " "
                    {untouched.then(|| view! { <a class="link" href=link("void")>"Take back"<span class="sr">": "{what}</span></a> })}
                </td>
            })}
        </tr>
    }
}

/// On the **Chart Face**.
#[component]
pub fn BalancePanel(chart: ChartId, cents: i64) -> impl IntoView {
    let all = view! { <a class="link" href=routes::chart_billing(chart)>"Billing"</a> }.into_any();
    view! {
        <Panel title="Client Balance" acts=all>
            <p class="num">{if cents == 0 { "Nothing is open.".into_any() } else { view! { <b><Money cents/></b> " is open." }.into_any() }}</p>
        </Panel>
    }
}
