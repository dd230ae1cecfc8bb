//! A chart's **Alerts**: what stands in its band, and what stood there before.

use crate::{
    Done,
    alerts::{PinAlert, TakeDownAlert, read_alerts},
    charts::{ChartPage, of_chart},
    parts::{
        Notice, Panel, When,
        form::{Form, PostButton, Refused, SelectField, TextField},
    },
};
use domain::{
    alerts::{Alert, AlertKind, AlertLine, Alerts},
    ids::ChartId,
};
use leptos::prelude::*;

of_chart!(Alerts);

#[component]
pub fn AlertsPage() -> impl IntoView {
    view! { <ChartPage title="Alerts" load=read_alerts show=|page| view! { <AlertsView page/> }.into_any()/> }
}

#[component]
fn AlertsView(page: Alerts) -> impl IntoView {
    let (chart, may_change) = (page.banner.id, page.may_change);
    view! {
        <header class="head">
            <h2>"Alerts"</h2>
            <p class="sub">"They stand above every tab of this chart, for everybody in the practice who opens it, billing included. The client never sees them."</p>
        </header>
        {Done::here().and_then(news).map(|head| view! { <Notice head/> })}
        <Refused<TakeDownAlert>/>
        <Panel title="Now">
            {if page.standing.is_empty() {
                view! { <p class="sub">"Nothing is pinned to this chart."</p> }.into_any()
            } else {
                let rows = page.standing.into_iter().map(|line| view! { <StandingRow chart line may_change/> }).collect_view();
                view! { <ul class="rows bare">{rows}</ul> }.into_any()
            }}
            {may_change.then(|| view! { <PinForm chart/> })}
        </Panel>
        {(!page.earlier.is_empty()).then(|| view! {
            <Panel title="Before">
                <ul class="rows bare">{page.earlier.into_iter().map(|line| view! { <EarlierRow line/> }).collect_view()}</ul>
            </Panel>
        })}
    }
}

fn news(done: Done) -> Option<&'static str> {
    match done {
        Done::Pinned => Some("Pinned"),
        Done::TakenDown => Some("Taken down"),
        _ => None,
    }
}

/// "Allergy: Penicillin"
pub fn alert_words(alert: &Alert) -> String {
    format!("{}: {}", alert.kind.label(), alert.words)
}

#[component]
fn StandingRow(chart: ChartId, line: AlertLine, may_change: bool) -> impl IntoView {
    let words = alert_words(&line.alert);
    let (by, at) = line.pinned;
    let fields = vec![("chart", chart.to_string()), ("alert", line.id.to_string())];
    let taken = words.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name">{words}</span>
                    <span class="row-fact num">"Pinned by " {by} ", " <When at/></span>
                </span>
                {may_change.then(|| view! {
                    <span class="row-end">
                        <PostButton<TakeDownAlert> class="btn plain small" fields>"Take down"<span class="sr">": "{taken}</span></PostButton<TakeDownAlert>>
                    </span>
                })}
            </div>
        </li>
    }
}

#[component]
fn EarlierRow(line: AlertLine) -> impl IntoView {
    let (by, at) = line.pinned;
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name">{alert_words(&line.alert)}</span>
                    <span class="row-fact num">"Pinned by " {by} ", " <When at/></span>
                    {line.ended.map(|(by, at)| view! { <span class="row-fact num">"Taken down by " {by} ", " <When at/></span> })}
                </span>
            </div>
        </li>
    }
}

#[component]
fn PinForm(chart: ChartId) -> impl IntoView {
    let kinds = AlertKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.label().to_owned())).collect();
    view! {
        <div class="block">
            <Form<PinAlert> fields=vec![("chart", chart.to_string())]>
                <SelectField name="kind" label="What it is about" options=kinds/>
                <TextField name="words" label="What everybody should know" hint="One line, up to 160 characters." autocomplete="off"/>
                <div class="acts"><button class="btn quiet">"Pin"</button></div>
            </Form<PinAlert>>
        </div>
    }
}
