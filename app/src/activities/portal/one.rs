//! One that was submitted: what happens next, what was answered, and what the clinician says.

use super::{CrisisHelp, list::MyTrend};
use crate::{
    Done,
    activities::read_my_activity,
    parts::{Drawing, Icon, Lines, Notice, Paper, When, acting_for, param},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    activities::{self, ActivityKind},
    ids::AssignmentId,
};
use leptos::prelude::*;

#[component]
pub fn MyActivityPage() -> impl IntoView {
    let id: Option<AssignmentId> = param("assignment");
    let sent = Done::here() == Some(Done::Sent);
    let load = move |grant| read_my_activity(grant, id);
    let show = move |page: activities::MyActivityPage| view! { <ActivityView page sent/> }.into_any();
    view! { <PortalPage title=|_| "An activity" place=NavItem::Home load show/> }
}

#[component]
fn ActivityView(page: activities::MyActivityPage, sent: bool) -> impl IntoView {
    let activity = page.activity;
    let goal = activity.goal.clone().map(|goal| ("Goal".to_owned(), goal));
    let next = match (activity.kind, activity.from) {
        (ActivityKind::Measure, Some(from)) => format!("{from} reads it before or in your next session."),
        (_, Some(from)) => format!("{from} reads it, and may write you something about it here."),
        (_, None) => "The practice reads it.".to_owned(),
    };
    view! {
        {page.crisis.map(|crisis| view! { <CrisisHelp crisis/> })}
        {sent.then(|| view! { <Drawing name="draw-done"/> })}
        <header class="head">
            <h1>{if sent { "Thank you. It is submitted".to_owned() } else { activity.title.clone() }}</h1>
            <p class="sub num">{sent.then(|| format!("{}. ", activity.title))}{activity.submitted.map(|at| view! { "Submitted "<When at/> })}</p>
        </header>
        <p>{next}</p>
        {page.comment.map(|(words, by, at)| view! {
            <Notice kind="info" head="About this">
                <Lines text=words/>
                <p class="fine num">{by}", "<When at/></p>
            </Notice>
        })}
        <div class="acts block">
            <a class="btn" href=routes::acting(routes::ACTIVITIES, acting_for())>"Back to Activities"</a>
            <button type="button" class="btn quiet script-only" data-prints><Icon name="printer"/>"Print"</button>
        </div>
        {page.trend.map(|trend| view! { <MyTrend trend/> })}
        <section class="block" aria-labelledby="answers">
            <h2 id="answers">"What you answered"</h2>
            <Paper facts=goal.into_iter().collect() content=page.content/>
            {page.source.map(|(source, licence)| view! { <p class="fine">{source}</p><p class="fine">{licence}</p> })}
        </section>
    }
}
