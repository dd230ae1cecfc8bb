//! A measure over time: the figures, the drawing, and the table with the same numbers. Drawn on the server, by attributes alone.

mod drawing;
mod plan;

use crate::{
    parts::{Day, When, calendar},
    routes,
};
use domain::{
    activities::{Point, Trend},
    forms::Status,
    ids::ChartId,
};
use drawing::Drawing;
use leptos::prelude::*;

/// So many stand in the table before it is opened.
const IN_TABLE: usize = 8;

/// Latest, previous, baseline, and how far one has come.
#[component]
pub fn FigureList(trend: Trend) -> impl IntoView {
    let Some(figures) = trend.figures() else {
        return view! { <p class="sub">"There is no total yet: it comes with the first one that is submitted."</p> }.into_any();
    };
    let today = calendar().today;
    let order = calendar().order;
    let day = move |point: &Point| if point.day() == today { "today".to_owned() } else { order.short_day(point.day()) };
    let figure = |label: &str, point: &Point| {
        let (label, band) = (format!("{label}, {}", day(point)), point.band.clone().unwrap_or_default());
        view! { <div><dd class="num">{point.total()}</dd><dt>{label}</dt><dd class="s">{band}</dd></div> }
    };
    let change = |from: &Point| Some(figures.latest.total()? - from.total()?);
    let since = figures.baseline.and_then(change).map(|change| {
        let last = figures.previous.and_then(change_of(figures.latest)).map(|change| format!("{} since the last", signed(change)));
        view! { <div><dd class="num">{signed(change)}</dd><dt>"Since baseline"</dt><dd class="s">{last}</dd></div> }
    });
    view! {
        <dl class="figures">
            {figure("Latest", figures.latest)}
            {figures.previous.map(|point| figure("Previous", point))}
            {figures.baseline.map(|point| figure("Baseline", point))}
            {since}
        </dl>
    }
    .into_any()
}

fn change_of(latest: &Point) -> impl Fn(&Point) -> Option<i32> + '_ {
    move |from| Some(latest.total()? - from.total()?)
}

/// With a sign that is as wide as the other.
fn signed(change: i32) -> String {
    match change {
        0 => "0".to_owned(),
        up if up > 0 => format!("+{up}"),
        down => format!("−{}", -down),
    }
}

/// The drawing, for a desk and for a phone, and the table below it. `chart` leads to what was answered, for staff.
#[component]
pub fn TrendView(trend: Trend, #[prop(optional)] chart: Option<ChartId>) -> impl IntoView {
    let older = (trend.older > 0).then(|| format!("{} older ones are not drawn. They stand in the list of what was given.", trend.older));
    view! {
        <figure class="trend">
            <Drawing trend=trend.clone() wide=true/>
            <Drawing trend=trend.clone() wide=false/>
            {older.map(|words| view! { <figcaption class="fine num">{words}</figcaption> })}
        </figure>
        <TrendTable trend chart/>
    }
}

#[component]
fn TrendTable(trend: Trend, chart: Option<ChartId>) -> impl IntoView {
    let number = trend.alert_number;
    let besides = trend.points.iter().any(|point| point.besides.is_some());
    let head = move || {
        view! {
            <thead>
                <tr>
                    <th scope="col">"Answered"</th>
                    <th scope="col">"Total"</th>
                    <th scope="col">"Band"</th>
                    {number.map(|number| view! { <th scope="col">"Question "{number}</th> })}
                    {besides.then(|| view! { <th scope="col">"How hard it made things"</th> })}
                    <th scope="col">"State"</th>
                </tr>
            </thead>
        }
    };
    let row = move |point: Point| view! { <PointRow point number besides chart/> };
    let mut points = trend.points;
    points.reverse();
    let rest = points.split_off(points.len().min(IN_TABLE));
    let name = trend.name;
    let more = (!rest.is_empty()).then(|| {
        let (many, caption) = (rest.len(), format!("{name}, earlier answers"));
        let label = caption.clone();
        view! {
            <details class="earlier">
                <summary class="btn plain small">{format!("Show {many} earlier {}", if many == 1 { "answer" } else { "answers" })}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=label>
                    <table class="points num"><caption class="sr">{caption}</caption>{head()}<tbody>{rest.into_iter().map(row).collect_view()}</tbody></table>
                </div>
            </details>
        }
    });
    let caption = format!("{name}, the newest answers");
    let label = caption.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table class="points num"><caption class="sr">{caption}</caption>{head()}<tbody>{points.into_iter().map(row).collect_view()}</tbody></table>
        </div>
        {more}
    }
}

#[component]
fn PointRow(point: Point, number: Option<usize>, besides: bool, chart: Option<ChartId>) -> impl IntoView {
    let whole = point.total().is_some();
    let day = view! { <When at=point.at.clone()/> };
    let day = match chart {
        Some(chart) => view! { <a class="link" href=routes::chart_activity(chart, point.id)>{day}</a> }.into_any(),
        None => day.into_any(),
    };
    let answered = format!("{} of {} answered", point.score.answered, point.score.of);
    let total = if whole {
        view! { <td class="t">{point.total()}</td><td>{point.band.clone()}</td> }.into_any()
    } else {
        view! { <td colspan="2" class="half">{answered}</td> }.into_any()
    };
    let alert = match &point.alert {
        Some((0, _)) => view! { <td>"0"</td> }.into_any(),
        Some((score, words)) => view! { <td class="nine">{format!("{score}, {}", words.to_lowercase())}</td> }.into_any(),
        None => view! { <td></td> }.into_any(),
    };
    let state = match (point.status, point.reviewed) {
        (Status::Reviewed, Some(day)) => view! { "Reviewed "<Day on=day/> }.into_any(),
        (Status::Submitted, _) => view! { <span class="tag due">"Submitted"</span> }.into_any(),
        (Status::Expired, _) => "In progress, ended".into_any(),
        _ => "In progress".into_any(),
    };
    view! {
        <tr>
            <th scope="row">{day}</th>
            {total}
            {number.map(|_| alert)}
            {besides.then(|| view! { <td>{point.besides}</td> })}
            <td>{state}</td>
        </tr>
    }
}
