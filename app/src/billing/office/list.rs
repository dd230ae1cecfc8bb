//! `/office/billing`: what is open, what is overdue, what came in; on pages, and as a file.

use super::doors::read_billing;
use crate::{
    parts::sentences::sentence,
    parts::{Empty, Icon, Loaded, Money, Notice, When, asked, calendar, form::TextField},
    routes,
    shell::{Desk, OfficeMain},
};
use chrono::NaiveDate;
use domain::billing::{OfficeBilling, OpenLine, PaidShown, ReceivedLine, Refusal};
use leptos::prelude::*;

#[component]
pub fn BillingPage() -> impl IntoView {
    let shown = asked("show").and_then(|name| PaidShown::from_name(&name)).unwrap_or_default();
    let day = |name| asked(name).and_then(|day| day.parse::<NaiveDate>().ok());
    let (first, last, below) = (day("first"), day("last"), asked("below"));
    let too_many = asked("export").as_deref() == Some(routes::TOO_MANY);
    view! {
        <Desk title="Billing">
            <OfficeMain>
                <header class="head"><h1>"Billing"</h1></header>
                {too_many.then(|| view! { <Notice kind="bad"><p>{sentence(Refusal::TooManyRows.into())}</p></Notice> })}
                <nav class="chips" aria-label="What is shown">
                    {PaidShown::ALL.map(|each| view! { <a class="chip" href=shown_at(each) aria-current=(each == shown).then_some("page")>{label(each)}</a> }).collect_view()}
                </nav>
                <Loaded load=move || read_billing(shown, first, last, below) show=|page: OfficeBilling| view! { <BillingView page/> }.into_any()/>
            </OfficeMain>
        </Desk>
    }
}

fn label(shown: PaidShown) -> &'static str {
    match shown {
        PaidShown::Open => "Open",
        PaidShown::Overdue => "Overdue",
        PaidShown::Received => "Received",
    }
}

fn shown_at(shown: PaidShown) -> String {
    routes::with(routes::BILLING, "show", shown.name())
}

/// The same days, at another path or further down.
fn narrowed(path: &str, page: &OfficeBilling) -> String {
    let days = [("first", page.first), ("last", page.last)];
    let days = days.into_iter().filter_map(|(name, day)| Some((name, day?.to_string())));
    days.fold(routes::with(path, "show", page.shown.name()), |path, (name, day)| routes::with(&path, name, &day))
}

#[component]
fn BillingView(page: OfficeBilling) -> impl IntoView {
    let older = page.below.as_ref().map(|id| routes::with(&narrowed(routes::BILLING, &page), "below", id));
    let (csv, excel) = (narrowed(&format!("{}/csv", routes::BILLING), &page), narrowed(&format!("{}/xlsx", routes::BILLING), &page));
    let empty = page.open.is_empty() && page.received.is_empty();
    let words = match page.shown {
        PaidShown::Open => "What is invoiced and not paid shows here.",
        PaidShown::Overdue => "Nothing is overdue.",
        PaidShown::Received => "What was paid in these days shows here.",
    };
    let received = page.shown == PaidShown::Received;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        {received.then(|| view! {
            <form class="form narrowing" method="get" action=routes::BILLING aria-label="Which days">
                <input type="hidden" name="show" value=page.shown.name()/>
                <div class="fields">
                    <TextField name="first" label="From" kind="date" recorded=day(page.first)/>
                    <TextField name="last" label="To" kind="date" recorded=day(page.last)/>
                </div>
                <div class="acts"><button class="btn quiet">"Show"</button></div>
            </form>
        })}
        {(!empty).then(|| view! {
            <div class="acts" role="group" aria-label="Save what is shown, all pages of it">
                <a class="btn plain small" href=csv download><Icon name="download"/>"CSV"</a>
                <a class="btn plain small" href=excel download><Icon name="download"/>"Excel"</a>
            </div>
        })}
        {match (empty, received) {
            (true, _) => view! { <Empty drawing="draw-calm" title="Nothing to show" words/> }.into_any(),
            (false, true) => view! { <ReceivedTable lines=page.received/> }.into_any(),
            (false, false) => view! { <OpenTable lines=page.open/> }.into_any(),
        }}
        {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show more"</a></p> })}
    }
}

#[component]
fn OpenTable(lines: Vec<OpenLine>) -> impl IntoView {
    let order = calendar().order;
    let row = move |of: OpenLine| {
        view! {
            <tr>
                <th scope="row">
                    <a class="table-name" href=routes::chart_billing(of.chart)>{of.client}</a>
                    <span class="table-sub num">"Invoice " {of.number} ", issued " {order.short_day(of.issued)}</span>
                </th>
                <td class="num" data-label="Due">{order.short_day(of.due)} {of.overdue.then(|| view! { " "<span class="tag bad">"Overdue"</span> })}</td>
                <td class="num" data-label="Total"><Money cents=of.total_cents/></td>
                <td class="num" data-label="Open"><b><Money cents=of.balance_cents/></b></td>
            </tr>
        }
    };
    view! {
        <table class="table" data-walk>
            <thead><tr><th scope="col">"Client"</th><th scope="col" class="num">"Due"</th><th scope="col" class="num">"Total"</th><th scope="col" class="num">"Open"</th></tr></thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn ReceivedTable(lines: Vec<ReceivedLine>) -> impl IntoView {
    let row = |of: ReceivedLine| {
        view! {
            <tr>
                <th scope="row">
                    <a class="table-name" href=routes::chart_billing(of.chart)>{of.client}</a>
                    <span class="table-sub num">"Receipt " {of.number}</span>
                </th>
                <td data-label="When"><When at=of.at/></td>
                <td data-label="How">{of.how}</td>
                <td class="num" data-label="Received"><b><Money cents=of.cents/></b></td>
                <td class="num" data-label="Given back">{(of.refunded_cents > 0).then(|| view! { <Money cents=of.refunded_cents/> })}</td>
            </tr>
        }
    };
    view! {
        <table class="table" data-walk>
            <thead><tr><th scope="col">"Client"</th><th scope="col">"When"</th><th scope="col">"How"</th><th scope="col" class="num">"Received"</th><th scope="col" class="num">"Given back"</th></tr></thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
