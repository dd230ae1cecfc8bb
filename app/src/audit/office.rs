//! `/office/audit`: who did what, for whom, when, from where, and how it ended. It asks by the address, so what is chosen can be kept.

use crate::{
    audit::read_trail,
    parts::{
        Empty, Icon, Loaded, Notice, asked, born, calendar,
        form::{SelectField, TextField},
    },
    routes,
    shell::{Desk, OfficeMain},
};
use chrono::NaiveDate;
use domain::{
    audit::{ActorKind, AuditAct, LONGEST_WHO, Outcome, Trail, TrailFilter, TrailLine},
    charts::Born,
    ids::ChartId,
};
use leptos::prelude::*;

#[component]
pub fn AuditPage() -> impl IntoView {
    let (filter, fine) = TrailFilter::read(|name| match name {
        "who" => asked("who"),
        "chart" => asked("chart"),
        "act" => asked("act"),
        "first" => asked("first"),
        _ => asked("last"),
    });
    let (below, sought) = (asked("below").and_then(|seq| seq.parse().ok()), asked("q"));
    let too_many = asked("export").as_deref() == Some(routes::TOO_MANY);
    view! {
        <Desk title="Audit">
            <OfficeMain>
                <header class="head">
                    <div>
                        <h1>"Audit"</h1>
                        <p class="sub">"Who did what, when and from where. It never holds what was written, and nobody can change it."</p>
                    </div>
                </header>
                {(!fine).then(|| view! { <Notice kind="bad"><p>"Choose days that are there, the first not after the last."</p></Notice> })}
                {too_many.then(|| view! { <Notice kind="bad"><p>"More than 10,000 lines are too many for one file. Choose fewer days, a person or a chart."</p></Notice> })}
                <Loaded load=move || read_trail(filter, below, sought) show=|trail: Trail| view! { <TrailView trail/> }.into_any()/>
            </OfficeMain>
        </Desk>
    }
}

fn at(path: &str, filter: &TrailFilter) -> String {
    filter.parts().into_iter().fold(path.to_owned(), |page, (name, value)| routes::with(&page, name, &value))
}

#[component]
fn TrailView(trail: Trail) -> impl IntoView {
    let Trail { filter, lines, below, chart, sought, nobody, people } = trail;
    let older = below.map(|seq| routes::with(&at(routes::AUDIT, &filter), "below", &seq.to_string()));
    let csv = at(routes::AUDIT_CSV, &filter);
    let (empty, narrowed) = (lines.is_empty(), filter != TrailFilter::default());
    let words = match nobody {
        true => "Nobody here has this name or e-mail. Type a name as the team has it, or the e-mail with which somebody signs in.",
        false => "Nothing in the trail fits what you have chosen.",
    };
    view! {
        <div class="sided">
            <Narrowing filter=filter.clone() chart people narrowed csv=(!empty).then_some(csv)/>
            <section aria-label="What was done">
                {sought.map(|(typed, charts)| view! { <Choices typed charts filter=filter.clone()/> })}
                {if empty {
                    view! { <Empty drawing="draw-calm" title="Nothing to show" words/> }.into_any()
                } else {
                    view! { <ol class="rows bare" data-walk>{lines.into_iter().map(|line| view! { <Line line filter=filter.clone()/> }).collect_view()}</ol> }.into_any()
                }}
                {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older lines"</a></p> })}
            </section>
        </div>
    }
}

/// Which chart is meant.
#[component]
fn Choices(typed: String, charts: Vec<(ChartId, String, Born)>, filter: TrailFilter) -> impl IntoView {
    if charts.is_empty() {
        return view! { <Notice kind="bad"><p>"No chart fits “"{typed}"”. Search by last name, first name or date of birth."</p></Notice> }
            .into_any();
    }
    view! {
        <nav class="block" aria-label="Which chart">
            <h2>"Which chart is meant?"</h2>
            <ul class="rows bare">
                {charts.into_iter().map(|(id, name, on)| {
                    let to = at(routes::AUDIT, &TrailFilter { chart: Some(id), ..filter.clone() });
                    view! { <li><a class="row" href=to><span class="row-main"><span class="row-name">{name}</span><span class="row-fact num">{born(on)}</span></span></a></li> }
                }).collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}

#[component]
fn Narrowing(filter: TrailFilter, chart: Option<String>, people: Vec<String>, narrowed: bool, csv: Option<String>) -> impl IntoView {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut acts: Vec<(String, String)> = AuditAct::ALL.iter().map(|act| (act.name().to_owned(), named(*act))).collect();
    acts.sort_by(|one, other| one.1.cmp(&other.1));
    acts.insert(0, (String::new(), "Everything".to_owned()));
    let without_chart = at(routes::AUDIT, &TrailFilter { chart: None, ..filter.clone() });
    view! {
        <form class="form narrowing" method="get" action=routes::AUDIT aria-label="What of the trail">
            <div class="field">
                <label for="who">"Person"</label>
                <p class="hint" id="who-hint">"A name of the team, or the e-mail of somebody’s sign-in"</p>
                <input class="input" id="who" name="who" list="people" value=filter.who maxlength=LONGEST_WHO.to_string() autocomplete="off" aria-describedby="who-hint"/>
                <datalist id="people">{people.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            </div>
            {match (filter.chart, chart) {
                (Some(id), name) => view! {
                    <div class="field">
                        <p class="label">"Chart"</p>
                        <input type="hidden" name="chart" value=id.to_string()/>
                        <p>{name.unwrap_or_else(|| "No such chart".to_owned())} " "<a class="link" href=without_chart>"All charts"</a></p>
                    </div>
                }
                .into_any(),
                (None, _) => view! { <TextField name="q" label="Chart" hint="Name or date of birth" autocomplete="off"/> }.into_any(),
            }}
            <SelectField name="act" label="What was done" options=acts recorded=filter.act.map(|act| act.name().to_owned()).unwrap_or_default()/>
            <TextField name="first" label="From" kind="date" recorded=day(filter.first)/>
            <TextField name="last" label="To" kind="date" recorded=day(filter.last)/>
            <div class="acts">
                <button class="btn quiet">"Show"</button>
                {narrowed.then(|| view! { <a class="btn plain" href=routes::AUDIT>"Show all"</a> })}
            </div>
            {csv.map(|href| view! {
                <div class="acts" role="group" aria-label="Save what is shown, all pages of it">
                    <a class="btn plain small" href=href download><Icon name="download"/>"CSV"</a>
                </div>
            })}
        </form>
    }
}

/// "Documents: signed a note". What an act belongs to is said by its name.
fn named(act: AuditAct) -> String {
    let room = act.name().split_once('.').map_or("Everywhere", |(room, _)| room).replace('_', " ");
    let mut letters = room.chars();
    let room: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    format!("{room}: {}", act.sentence())
}

#[component]
fn Line(line: TrailLine, filter: TrailFilter) -> impl IntoView {
    let order = calendar().order;
    let kind = match line.actor_kind {
        ActorKind::Visitor => "nobody signed in",
        ActorKind::Client => "client",
        ActorKind::Staff => "staff",
        ActorKind::System => "by itself",
    };
    let what = line.act.map_or("did something that this version does not know", AuditAct::sentence);
    let from =
        [&line.detail, &line.address, &line.agent].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let chart = line.chart.map(|(id, name)| {
        let only = at(routes::AUDIT, &TrailFilter { chart: Some(id), ..filter.clone() });
        view! { <span class="row-fact">"Chart of "<a class="link" href=only>{name}</a></span> }
    });
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name">{line.actor}</span>
                    <span class="row-fact">{what}" ("{kind}")"</span>
                    {chart}
                    {(!from.is_empty()).then(|| view! { <span class="fine as-typed">{from}</span> })}
                </span>
                <span class="row-end">
                    {(line.outcome == Outcome::Denied).then(|| view! { <span class="tag bad">"Denied"</span> })}
                    <span class="fine num">{order.short_moment(&line.at)}</span>
                    <span class="fine num">"No. "{line.seq}</span>
                </span>
            </div>
        </li>
    }
}
