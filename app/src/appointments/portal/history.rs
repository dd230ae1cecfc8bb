//! **Appointment History**, with the left panel: date, site, clinician and type in any combination, in the address.

use super::{StateTag, clock, day, way};
use crate::{
    appointments::read_my_history,
    parts::{
        Empty, Icon, Notice, OwnTime, acting_for, asked,
        form::{SelectField, TextField},
        sentences::sentence,
    },
    routes,
    shell::{NavItem, PortalPage},
};
use chrono::NaiveDate;
use domain::{
    appointments::{History, HistoryFilter, HistoryLine, Refusal, read_day},
    ids::{AppointmentId, AppointmentTypeId, SiteId, StaffId},
};
use leptos::prelude::*;

/// What the address asks for, and what of it cannot be read.
fn asked_for() -> (HistoryFilter, Option<Refusal>) {
    let id = |name| asked(name).and_then(|id| id.parse().ok());
    let date =
        |name| -> Result<Option<NaiveDate>, Refusal> { asked(name).filter(|day| !day.is_empty()).map(|day| read_day(&day)).transpose() };
    let (days, wrong) = match (date("first"), date("last")) {
        (Ok(Some(first)), Ok(Some(last))) if last < first => ((None, None), Some(Refusal::DaysUnfit)),
        (Ok(first), Ok(last)) => ((first, last), None),
        (first, last) => ((first.unwrap_or_default(), last.unwrap_or_default()), Some(Refusal::DayUnreadable)),
    };
    let filter = HistoryFilter {
        first: days.0,
        last: days.1,
        site: id("site").map(SiteId),
        staff: id("with").map(StaffId),
        type_id: id("type").map(AppointmentTypeId),
    };
    (filter, wrong)
}

/// The same page further down.
fn below(filter: &HistoryFilter, id: AppointmentId) -> String {
    let parts = [
        ("first", filter.first.map(|day| day.to_string())),
        ("last", filter.last.map(|day| day.to_string())),
        ("site", filter.site.map(|id| id.to_string())),
        ("with", filter.staff.map(|id| id.to_string())),
        ("type", filter.type_id.map(|id| id.to_string())),
        ("below", Some(id.to_string())),
    ];
    let asked = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let page = asked.fold(routes::APPOINTMENT_HISTORY.to_owned(), |page, (name, value)| routes::with(&page, name, &value));
    routes::acting(page, acting_for())
}

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
    let (_, wrong) = asked_for();
    let older = page.below.map(|id| below(&page.filter, id));
    let narrowed = page.filter != HistoryFilter::default();
    let lines = page.lines.clone();
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::APPOINTMENTS, grant)><Icon name="chevron-left"/>"Appointments"</a>
            <h1>"Appointment History"</h1>
        </header>
        {wrong.map(|refusal| view! { <Notice kind="bad"><p>{sentence(refusal.into())}</p></Notice> })}
        <div class="sided block">
            <Narrowing page narrowed/>
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

/// The left panel. It asks by the address, so what is chosen can be kept as a bookmark.
#[component]
fn Narrowing(page: History, narrowed: bool) -> impl IntoView {
    let grant = acting_for();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let chosen = |id: Option<String>| id.unwrap_or_default();
    fn options<Id: ToString>(all: &'static str, some: Vec<(Id, String)>) -> Vec<(String, String)> {
        let some = some.into_iter().map(|(id, name)| (id.to_string(), name));
        [(String::new(), all.to_owned())].into_iter().chain(some).collect()
    }
    let filter = page.filter;
    view! {
        <form class="form narrowing" method="get" action=routes::APPOINTMENT_HISTORY aria-label="Which appointments">
            {grant.map(|grant| view! { <input type="hidden" name="for" value=grant.to_string()/> })}
            <TextField name="first" label="From" kind="date" recorded=day(filter.first)/>
            <TextField name="last" label="To" kind="date" recorded=day(filter.last)/>
            <SelectField name="site" label="Site" options=options("All sites", page.sites) recorded=chosen(filter.site.map(|id| id.to_string()))/>
            <SelectField name="with" label="Clinician" options=options("All clinicians", page.clinicians) recorded=chosen(filter.staff.map(|id| id.to_string()))/>
            <SelectField name="type" label="Appointment type" options=options("All types", page.types) recorded=chosen(filter.type_id.map(|id| id.to_string()))/>
            <div class="acts">
                <button class="btn quiet">"Show"</button>
                {narrowed.then(|| view! { <a class="btn plain" href=routes::acting(routes::APPOINTMENT_HISTORY, grant)>"Show all"</a> })}
            </div>
        </form>
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
