//! An appointment as a line, and the words for what it is.

use crate::{parts::Icon, routes};
use domain::appointments::{CalendarLine, RequestKind, State};
use leptos::prelude::*;

/// "New (Requested)": what a client asks for.
pub fn request_words(request: RequestKind) -> &'static str {
    match request {
        RequestKind::New => "New (Requested)",
        RequestKind::Cancellation => "Cancellation (Requested)",
        RequestKind::Reschedule => "Reschedule (Requested)",
    }
}

/// How it stands, where that is worth a word.
#[component]
pub fn StateTag(line: CalendarLine) -> impl IntoView {
    match line.request {
        Some(request) => view! { <span class="tag due">{request_words(request)}</span> }.into_any(),
        None => view! { <HistoryTag state=line.state/> }.into_any(),
    }
}

/// How it stands, whatever was asked for.
#[component]
pub fn HistoryTag(state: State) -> impl IntoView {
    let class = match state {
        State::Requested => "tag due",
        State::Confirmed | State::Arrived | State::Completed => "tag ok",
        State::NoShow | State::LateCancelled => "tag bad",
        _ => "tag",
    };
    view! { <span class=class>{state.label()}</span> }
}

/// "10:00 am to 10:50 am EST"
pub fn times(line: &CalendarLine) -> String {
    format!("{} to {} {}", line.at.clock(), line.ends.clock(), line.at.zone)
}

/// "Follow-up, video, Elena Reyes, PhD, Main Street"
pub fn facts(line: &CalendarLine) -> String {
    let kind = line.kind.label().to_lowercase();
    let site = line.site.as_ref().map(|(_, name)| format!(", {name}")).unwrap_or_default();
    format!("{}, {kind}, {}{site}", line.type_name, line.clinician)
}

/// Stands in a list. `dated` says the day too; in a chart nobody need read whose it is.
#[component]
pub fn AppointmentRow(line: CalendarLine, #[prop(optional)] dated: bool, #[prop(optional)] in_chart: bool) -> impl IntoView {
    let order = crate::parts::calendar().order;
    let when = if dated { format!("{}, {}", order.weekday(line.at.day()), times(&line)) } else { times(&line) };
    let (name, fact) = if in_chart { (when, facts(&line)) } else { (line.client.clone(), format!("{when}. {}", facts(&line))) };
    let held = line.held_until.clone().filter(|_| line.request.is_some()).map(|at| order.soon(&at, crate::parts::calendar().today));
    let over = !line.state.holds_time();
    let (href, hue) = (routes::office_appointment(line.id), line.hue);
    view! {
        <li>
            <a class="row" href=href>
                <span class=format!("cal-mark t{hue}")></span>
                <span class="row-main">
                    <span class=if over { "row-name light num" } else { "row-name num" }>{name}</span>
                    <span class="row-fact num">{fact}</span>
                    {held.map(|until| view! { <span class="row-fact fine num">"The time is held until "{until}</span> })}
                </span>
                <span class="row-end"><StateTag line/></span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// Lines below a heading.
#[component]
pub fn AppointmentGroup(
    #[prop(into)] title: String,
    lines: Vec<CalendarLine>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] dated: bool,
    #[prop(optional)] in_chart: bool,
    #[prop(optional)] signal: bool,
) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let rows = lines.into_iter().map(|line| view! { <AppointmentRow line dated in_chart/> }).collect_view();
        view! {
            <section class="mail-group" id=id>
                <h2 class=if signal { "mail-head signal" } else { "mail-head" }>{title}<small></small></h2>
                <ul class="rows bare" data-walk>{rows}</ul>
            </section>
        }
    })
}
