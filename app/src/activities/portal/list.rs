//! **Activities**: what waits, what was submitted, and the charts that the clinician shows.

use crate::{
    activities::{
        list_my_activities,
        trend::{FigureList, TrendView},
    },
    parts::{Empty, Icon, acting_for, due_words},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    activities::{MyActivities, MyActivity, Trend},
    forms::Status,
};
use leptos::prelude::*;

#[component]
pub fn MyActivitiesPage() -> impl IntoView {
    let show = |page: MyActivities| view! { <ActivitiesView page/> }.into_any();
    view! { <PortalPage title=|_| "Activities" place=NavItem::Home load=list_my_activities show/> }
}

#[component]
fn ActivitiesView(page: MyActivities) -> impl IntoView {
    let nothing = page.to_do.is_empty() && page.done.is_empty();
    let waits = page.to_do.into_iter().map(|line| view! { <ToDoRow line/> }).collect::<Vec<_>>();
    let done = page.done.into_iter().map(|line| view! { <DoneRow line/> }).collect::<Vec<_>>();
    let trends = page.trends.into_iter().map(|trend| view! { <MyTrend trend/> }).collect_view();
    view! {
        <header class="head">
            <h1>"Activities"</h1>
            <p class="sub">"What your clinician gave you to do between appointments"</p>
        </header>
        <div id="activities" data-fresh="" data-fresh-on="activities">
            {if nothing {
                view! { <Empty drawing="draw-calm" title="Nothing to do" words="When your clinician gives you a questionnaire or a worksheet, it shows here, and we send you an e-mail."/> }.into_any()
            } else if waits.is_empty() {
                view! { <p class="block">"Nothing waits for you now. Thank you."</p> }.into_any()
            } else {
                view! { <section class="block" aria-labelledby="to-do"><h2 id="to-do">"To do"</h2><ul class="rows">{waits}</ul></section> }.into_any()
            }}
            {(!done.is_empty()).then(|| view! {
                <section class="block" aria-labelledby="done">
                    <h2 id="done">"Done"</h2>
                    <ul class="rows">{done}</ul>
                    {page.more.then(|| view! { <p class="fine">"These are the newest fifty. Ask the practice for older ones."</p> })}
                </section>
            })}
        </div>
        {trends}
    }
}

#[component]
fn ToDoRow(line: MyActivity) -> impl IntoView {
    let begun = line.status != Status::Sent;
    view! {
        <li>
            <a class="row" href=routes::form(line.id, acting_for())>
                <span class="row-icon signal"><Icon name="pen"/></span>
                <span class="row-main">
                    <span class="row-name">{line.title}</span>
                    {line.goal.map(|goal| view! { <span class="row-fact as-typed">{goal}</span> })}
                    <span class="row-fact num">{line.from.map(|from| format!("From {from}. "))}{line.due.map(|due| due_words(due, None))}</span>
                </span>
                <span class="tag due">{if begun { "In progress" } else { "To do" }}</span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
fn DoneRow(line: MyActivity) -> impl IntoView {
    let (class, words) = if line.status == Status::Reviewed { ("tag ok", "Reviewed") } else { ("tag", "Submitted") };
    view! {
        <li>
            <a class="row" href=routes::activity(line.id, acting_for())>
                <span class="row-icon"><Icon name="check-circle"/></span>
                <span class="row-main">
                    <span class="row-name">{line.title}</span>
                    {line.goal.map(|goal| view! { <span class="row-fact as-typed">{goal}</span> })}
                    {line.submitted.map(|at| view! { <span class="row-fact num">"Submitted "<crate::parts::When at/></span> })}
                    {line.commented.then(|| view! { <span class="row-fact">"Your clinician wrote something about it"</span> })}
                </span>
                <span class=class>{words}</span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// What the clinician shows.
#[component]
pub fn MyTrend(trend: Trend) -> impl IntoView {
    let (name, label) = (trend.name.clone(), format!("{} over time", trend.name));
    view! {
        <section class="block measure" aria-label=label>
            <h2>{name}" over time"</h2>
            <FigureList trend=trend.clone()/>
            <TrendView trend/>
        </section>
    }
}
