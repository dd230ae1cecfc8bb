//! **Appointment History**, with the left panel: date, site, clinician and type in any combination, in the address.

use super::{StateTag, clock, day, way};
use crate::{
    appointments::{
        narrowing::{Narrowing, Troubles, asked_for, below},
        read_my_history,
    },
    parts::{Empty, Icon, OwnTime, acting_for, asked},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::appointments::{History, HistoryFilter, HistoryLine};
use leptos::prelude::*;

#[component]
pub fn MyHistoryPage() -> impl IntoView {
    let (filter, _) = asked_for();
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <PortalPage
            title=|_| "Appointment History"
            place=NavItem::Appointments
            load=move |grant| read_my_history(grant, filter, below)
            show=|page| view! { <HistoryView page/> }.into_any()
        />
    }
}

#[component]
fn HistoryView(page: History) -> impl IntoView {
    let grant = acting_for();
    let older = page.below.map(|id| below(routes::APPOINTMENT_HISTORY, &page.filter, id));
    let narrowed = page.filter != HistoryFilter::default();
    let lines = page.lines.clone();
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::APPOINTMENTS, grant)><Icon name="chevron-left"/>"Appointments"</a>
            <h1>"Appointment History"</h1>
        </header>
        <Troubles/>
        <div class="sided block">
            <Narrowing page path=routes::APPOINTMENT_HISTORY/>
            <section aria-label="Appointments">
                {match (lines.is_empty(), narrowed) {
                    (true, true) => view! { <Empty drawing="draw-calm" title="Nothing fits" words="No appointment fits what you have chosen."/> }.into_any(),
                    (true, false) => view! { <Empty drawing="draw-calm" title="Nothing here yet" words="Appointments show here once they have begun."/> }.into_any(),
                    _ => view! { <ul class="rows">{lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}</ul> }.into_any(),
                }}
                {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older appointments"</a></p> })}
            </section>
        </div>
    }
}

#[component]
fn Line(line: HistoryLine) -> impl IntoView {
    let words = format!("{}, {} {}", day(&line.at), clock(&line.at), line.at.zone);
    let site = line.site.map(|name| format!(", {name}")).unwrap_or_default();
    view! {
        <li>
            <a class="row" href=routes::appointment(line.id, acting_for())>
                <span class="row-main">
                    <span class="row-name light num"><OwnTime at=line.at>{words}</OwnTime></span>
                    <span class="row-fact num">{line.type_name} ", " {line.minutes} " minutes, " {way(line.kind)} {site}</span>
                    <span class="row-fact">"With " {line.clinician}</span>
                </span>
                <StateTag state=line.state/>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}
