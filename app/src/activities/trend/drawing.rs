//! The drawing: bands as steps of one neutral, the line, and the only red a ring around an answer that needed somebody.

use super::plan::{DESK, Frame, PHONE, Placed, at, plan};
use crate::parts::calendar;
use domain::activities::{Point, Trend};
use leptos::prelude::*;

/// For a desk the bands' names stand beside it; on a phone within.
#[component]
pub fn Drawing(trend: Trend, wide: bool) -> impl IntoView {
    let frame = if wide { DESK } else { PHONE };
    let plan = plan(&trend, &frame);
    let title = in_words(&trend);
    let id = format!("trend-{}-{}", if wide { "desk" } else { "phone" }, trend.form);
    let dense = plan.points.len() > 40;
    let many = trend.bands.len();
    let bands = plan.bands.iter().enumerate().map(|(place, (y, tall))| {
        let (low, high) = trend.span(place);
        let shade = format!("b{}", place + 5 - many.min(5));
        let name = trend.bands[place].label.clone();
        let middle = y + tall / 2.0;
        let words = if wide {
            view! {
                <text class="bn" x="878" y=at(middle - 2.0)>{name}</text>
                <text class="br" x="878" y=at(middle + 14.0)>{format!("{low} to {high}")}</text>
            }
            .into_any()
        } else {
            view! { <text class="bn" x=at(frame.left + 5.0) y=at(y + 12.0)>{name}</text> }.into_any()
        };
        view! {
            <rect class=shade x=at(frame.left) y=at(*y) width=at(frame.right - frame.left) height=at(*tall)/>
            {(place + 1 < many).then(|| view! { <path class="edge" d=format!("M{} {}H{}", at(frame.left), at(*y), at(frame.right))/> })}
            {words}
        }
    });
    let bands = bands.collect_view();
    let steps = trend.bands.iter().map(|band| band.from).chain([trend.most]);
    let steps = steps.map(|step| view! { <text class="ax" x=at(frame.left - 8.0) y=at(frame.height_of(step, trend.most) + 4.0) text-anchor="end">{step}</text> });
    let steps = steps.collect_view();
    let sessions =
        plan.sessions.iter().map(|x| view! { <path class="ses" d=format!("M{} {}v7", at(*x), at(frame.bottom + 1.0))/> }).collect_view();
    let strokes = plan.strokes.iter().map(|stroke| view! { <path class=if stroke.gap { "gap" } else { "ln" } d=stroke.path.clone()/> });
    let strokes = strokes.collect_view();
    let points = plan.points.iter().map(|point| view! { <PointMark point=point.clone() frame dense/> }).collect_view();
    let legend = Legend::of(&trend).view(&frame);
    let labelled = id.clone();
    view! {
        <svg class=if wide { "wide" } else { "narrow" } viewBox=format!("0 0 {} {}", at(frame.width), at(frame.height)) role="img" aria-labelledby=labelled>
            <title id=id>{title}</title>
            {bands}
            {steps}
            <path class="ground" d=format!("M{} {}H{}", at(frame.left), at(frame.bottom), at(frame.right))/>
            {sessions}
            {strokes}
            {points}
            {legend}
        </svg>
    }
}

#[component]
fn PointMark(point: Placed, frame: Frame, dense: bool) -> impl IntoView {
    let (x, y) = (at(point.x), at(point.y.unwrap_or(frame.bottom)));
    let around = (x.clone(), y.clone());
    let radius = match (point.last, dense) {
        (true, _) => "6",
        (_, true) => "2.5",
        _ => "4.5",
    };
    let mark = match point.y {
        Some(_) => view! { <circle class="pt" cx=x cy=y r=radius/> }.into_any(),
        None => view! { <circle class="half" cx=x cy=y r="5"/> }.into_any(),
    };
    let words = point.words.map(|(words, y)| {
        let class = match (point.total, point.last) {
            (None, _) => "ht",
            (_, true) => "v last",
            _ => "v",
        };
        view! { <text class=class x=at(point.x) y=at(y) text-anchor="middle">{words}</text> }
    });
    let day = point.day.map(|day| {
        let class = if point.last { "ax now" } else { "ax" };
        view! { <text class=class x=at(point.x) y=at(frame.bottom + 28.0) text-anchor="middle">{short(day)}</text> }
    });
    view! {
        {point.above_zero.then(|| view! { <circle class="nine" cx=around.0 cy=around.1 r=if dense { "8" } else { "11" }/> })}
        {mark}
        {words}
        {day}
    }
}

/// "Oct 5", or with the year where it is another one.
fn short(day: chrono::NaiveDate) -> String {
    use chrono::Datelike;
    if day.year() == calendar().today.year() { day.format("%b %-d").to_string() } else { day.format("%b %Y").to_string() }
}

/// What the marks mean: only those that are there.
struct Legend {
    session: bool,
    nine: Option<usize>,
    half: bool,
}

impl Legend {
    fn of(trend: &Trend) -> Self {
        Self {
            session: !trend.sessions.is_empty(),
            nine: trend.alert_number.filter(|_| trend.points.iter().any(Point::is_above_zero)),
            half: trend.points.iter().any(|point| point.total().is_none()),
        }
    }

    fn view(self, frame: &Frame) -> impl IntoView + use<> {
        let y = frame.bottom + 56.0;
        let mut x = frame.left;
        let narrow = frame.width < 500.0;
        let mut place = |wide: f64| {
            let here = x;
            x += wide;
            here
        };
        let session = self.session.then(|| place(if narrow { 66.0 } else { 80.0 })).map(|x| {
            view! { <path class="ses" d=format!("M{} {}v7", at(x + 2.0), at(y - 8.0))/><text class="br" x=at(x + 10.0) y=at(y)>"Session"</text> }
        });
        let nine = self.nine.map(|number| (number, place(if narrow { 150.0 } else { 180.0 }))).map(|(number, x)| {
            let words = format!("Question {number} above zero");
            view! {
                <circle class="nine" cx=at(x + 8.0) cy=at(y - 4.0) r="7"/>
                <circle class="pt" cx=at(x + 8.0) cy=at(y - 4.0) r="3"/>
                <text class="br" x=at(x + 22.0) y=at(y)>{words}</text>
            }
        });
        let half = self.half.then(|| place(0.0)).map(|x| {
            let words = if narrow { "Not complete" } else { "Not complete: no total, no band" };
            view! { <circle class="half" cx=at(x + 6.0) cy=at(y - 4.0) r="4.5"/><text class="br" x=at(x + 17.0) y=at(y)>{words}</text> }
        });
        view! { {session}{nine}{half} }
    }
}

/// So many numbers are read out; the table has all.
const READ_OUT: usize = 12;

/// What the drawing says, for who does not see it.
fn in_words(trend: &Trend) -> String {
    let order = calendar().order;
    let (Some(first), Some(last)) = (trend.points.first(), trend.points.last()) else { return trend.name.clone() };
    let skipped = trend.points.len().saturating_sub(READ_OUT);
    let words =
        trend.points.iter().skip(skipped).map(|point| point.total().map_or_else(|| "not complete".to_owned(), |total| total.to_string()));
    let words = words.collect::<Vec<_>>().join(", ");
    let of = if skipped > 0 { format!("the last {READ_OUT}: ") } else { String::new() };
    format!(
        "{} totals from {} to {}: {of}{words}. The table below has the same numbers.",
        trend.name,
        order.day(first.day()),
        order.day(last.day())
    )
}
