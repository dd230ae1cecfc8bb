//! Chart → **Activities**.

use super::{StatusTag, alarm::Alarm, give::GivePanel};
use crate::{
    Done,
    activities::{
        AnswerAlert, EndSeries, ReviewActivity, ShowTrend, WithdrawActivity, read_chart_activities,
        trend::{FigureList, TrendView},
    },
    charts::{ChartPage, ChartTab, of_chart},
    parts::{
        Day, Empty, Icon, Notice, Panel, When, asked,
        form::{PostButton, Refused},
    },
    routes,
};
use chrono::NaiveDate;
use domain::{
    activities::{AssignedLine, ChartActivities, SeriesLine, Trend},
    forms::Status,
    ids::{ChartId, FormId},
};
use leptos::prelude::*;

of_chart!(ChartActivities);

#[component]
pub fn ChartActivitiesPage() -> impl IntoView {
    let done = Done::here().filter(|_| asked("refused").is_none()).and_then(news);
    let measure: Option<FormId> = asked("measure").and_then(|id| id.parse().ok());
    view! {
        <ChartPage title="Activities" tab=ChartTab::Activities load=move |chart| read_chart_activities(chart, measure) show=move |page: ChartActivities| {
            let chart = page.banner.id;
            let alarms = page.alerts.clone().into_iter().map(|alert| view! { <Alarm chart alert/> }).collect_view();
            view! {
                <h2 class="sr">"Activities"</h2>
                {done.map(|head| view! { <Notice head/> })}
                <Refused<WithdrawActivity>/>
                <Refused<ReviewActivity>/>
                {page.alerts.is_empty().then(|| view! { <Refused<AnswerAlert>/> })}
                {alarms}
                {page.trend.clone().map(|trend| view! { <TrendPart chart trend measures=page.measures.clone() client=page.client.clone()/> })}
                <div id="given" data-fresh="" data-fresh-on="activities"><GivenList page=page.clone()/></div>
                <SeriesList chart series=page.series.clone()/>
                <GivePanel page/>
            }
            .into_any()
        }/>
    }
}

fn news(done: Done) -> Option<&'static str> {
    Some(match done {
        Done::Assigned => "Given. Whoever can fill it in is told by e-mail; where nobody can yet, it waits until somebody registers.",
        Done::TakenDown => "Taken back. The client cannot fill it in any more.",
        Done::Finished => "Marked as reviewed.",
        Done::Noted => "Noted. Where the client was reached or help is on its way, nobody is told any more.",
        Done::Ended => "Ended. It does not come again. What has come stays.",
        Done::Saved => "Saved. The client sees or does not see the chart from now on, as the switch says.",
        _ => return None,
    })
}

/// One measure over time, and the way to the others.
#[component]
fn TrendPart(chart: ChartId, trend: Trend, measures: Vec<(FormId, String)>, client: String) -> impl IntoView {
    let form = trend.form;
    let others = measures.into_iter().filter(|(id, _)| *id != form);
    let others = others.map(|(id, name)| view! { <a class="link" href=routes::chart_measure(chart, id)>{name}</a> }).collect_view();
    let to = !trend.shown;
    let fields = vec![("chart", chart.to_string()), ("measure", form.to_string()), ("shown", to.to_string())];
    let words = if trend.shown { format!("{client} sees this chart") } else { format!("{client} does not see this chart") };
    let button = if trend.shown { "Hide it" } else { "Show it" };
    let (name, source, licence) = (trend.name.clone(), trend.source.clone(), trend.licence.clone());
    let label = name.clone();
    view! {
        <section class="measure" aria-label=label>
            <header class="measure-head">
                <h2>{name}</h2>
                <nav aria-label="Other measures">{others}</nav>
                <div class="acts">
                    <span class="fine">{words}</span>
                    <PostButton<ShowTrend> class="btn quiet small" fields>{button}</PostButton<ShowTrend>>
                    <button type="button" class="btn quiet small script-only" data-prints><Icon name="printer"/>"Print"</button>
                </div>
            </header>
            <FigureList trend=trend.clone()/>
            <TrendView trend chart/>
            <details class="source"><summary class="fine">"Where this measure is from"</summary><p class="fine">{source}</p><p class="fine">{licence}</p></details>
        </section>
    }
}

#[component]
fn GivenList(page: ChartActivities) -> impl IntoView {
    let (chart, today, more) = (page.banner.id, page.today, page.more);
    if page.assigned.is_empty() {
        return view! { <Empty drawing="draw-documents" title="No activities yet" words="Measures, worksheets and goal check-ins that you give this client show here, with how far they are."/> }.into_any();
    }
    let rows = page.assigned.into_iter().map(|line| view! { <GivenRow chart line today/> }).collect_view();
    view! {
        <Panel title="Given">
            <ul class="rows bare">{rows}</ul>
            {more.then(|| view! { <p class="fine">"These are the newest. Older ones stand in the tables of their measures."</p> })}
        </Panel>
    }
    .into_any()
}

#[component]
fn GivenRow(chart: ChartId, line: AssignedLine, today: NaiveDate) -> impl IntoView {
    let (id, title) = (line.id, line.title.clone());
    let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
    let waits = line.status.is_open();
    let result = match (&line.total, line.answered) {
        (Some((total, band)), _) => Some(format!("Total {total}, {band}")),
        (None, Some((many, of))) if many > 0 => Some(format!("{many} of {of} answered")),
        _ => None,
    };
    let due = line.due.filter(|_| waits).map(|day| {
        let late = day < today;
        view! { <span class=if late { "row-fact num signal" } else { "row-fact num" }>{if late { "Overdue since " } else { "Due " }}<Day on=day/></span> }
    });
    let by = line.sent_by.unwrap_or_else(|| "the practice, by itself".to_owned());
    let (said, told) = (title.clone(), title.clone());
    let review = line.may_review.then(|| {
        view! { <PostButton<ReviewActivity> class="btn quiet small" fields=fields.clone()>"Mark as reviewed"<span class="sr">": "{told}</span></PostButton<ReviewActivity>> }
    });
    let withdraw = line.may_withdraw.then(|| {
        view! { <PostButton<WithdrawActivity> class="btn plain small" fields=fields.clone()>"Take back"<span class="sr">": "{said}</span></PostButton<WithdrawActivity>> }
    });
    let goal = line.goal.map(|goal| view! { <span class="row-fact as-typed">"Goal: "{goal}</span> });
    let reads = matches!(line.status, Status::Submitted | Status::Reviewed);
    let name = match reads {
        true => view! { <a class="row-name" href=routes::chart_activity(chart, id)>{title}</a> }.into_any(),
        false => view! { <span class="row-name">{title}</span> }.into_any(),
    };
    view! {
        <li>
            <div class="row">
                <span class="row-icon"><Icon name="pen"/></span>
                <span class="row-main">
                    {name}
                    {goal}
                    <span class="row-fact num">"Given by "{by}", "<When at=line.sent/></span>
                    {line.submitted.map(|at| view! { <span class="row-fact num">"Submitted "<When at/></span> })}
                    {result.map(|words| view! { <span class="row-fact num">{words}</span> })}
                    {due}
                </span>
                <span class="row-end"><StatusTag status=line.status/>{review}{withdraw}</span>
            </div>
        </li>
    }
}

/// What comes again by itself.
#[component]
fn SeriesList(chart: ChartId, series: Vec<SeriesLine>) -> impl IntoView {
    (!series.is_empty()).then(|| {
        let rows = series.into_iter().map(move |line| {
            let fields = vec![("chart", chart.to_string()), ("series", line.id.to_string())];
            let name = line.title.clone();
            view! {
                <li>
                    <div class="row">
                        <span class="row-icon"><Icon name="calendar"/></span>
                        <span class="row-main">
                            <span class="row-name">{line.title}</span>
                            <span class="row-fact num">{line.rhythm.label()}{line.next.map(|day| view! { ", next on "<Day on=day/> })}</span>
                            <span class="row-fact num">"Since "<When at=line.since/>{line.by.map(|by| format!(", by {by}"))}</span>
                        </span>
                        <span class="row-end"><PostButton<EndSeries> class="btn plain small" fields>"End"<span class="sr">": "{name}</span></PostButton<EndSeries>></span>
                    </div>
                </li>
            }
        });
        view! { <Panel title="Comes again"><ul class="rows bare">{rows.collect_view()}</ul></Panel> }
    })
}
