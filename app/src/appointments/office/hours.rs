//! **Hours and time off**: a clinician's own, and the practice's.

use super::hours_doors::{AddHours, AddTimeOff, RemoveHours, RemoveTimeOff, read_hours};
use crate::{
    Done,
    parts::{
        Day, Icon, Loaded, Notice, Panel, asked,
        form::{CheckField, FieldErrors, Form, FormDraft, PostButton, Refused, SelectField, TextField},
    },
    routes,
    shell::OfficePage,
};
use chrono::Weekday;
use domain::{
    Refusal,
    appointments::{AvailabilityLine, AvailabilityRules, ContactKind, SiteLine, TimeOffLine, When},
};
use leptos::prelude::*;

#[component]
pub fn HoursPage() -> impl IntoView {
    // Nobody who can be read: the practice.
    let whose = asked("of").and_then(|id| id.parse().ok());
    let done = match Done::here() {
        Some(Done::Added) => Some("Added. It holds from now on."),
        Some(Done::Removed) => Some("Removed. What is booked stays."),
        _ => None,
    };
    view! {
        <OfficePage title="Hours and time off">
            <header class="head">
                <div>
                    <a class="back" href=routes::CALENDAR><Icon name="chevron-left"/>"Calendar"</a>
                    <h1>"Hours and time off"</h1>
                </div>
            </header>
            {done.map(|head| view! { <Notice head/> })}
            <Refused<RemoveHours>/><Refused<RemoveTimeOff>/>
            <Loaded load=move || read_hours(whose) show=|rules: AvailabilityRules| view! { <HoursView rules/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn HoursView(rules: AvailabilityRules) -> impl IntoView {
    let whose = rules.staff.as_ref().map(|(id, _)| *id);
    let practice = rules.may_change_practice.then(|| (None, "The practice".to_owned()));
    let people = rules.people.iter().map(|(id, name)| (Some(*id), name.clone()));
    let tabs = practice.into_iter().chain(people).map(|(id, name)| {
        view! { <a class="chip" href=routes::hours_of(id) aria-current=(id == whose).then_some("page")>{name}</a> }
    });
    let tabs = tabs.collect_view();
    let (own, of_practice): (Vec<_>, Vec<_>) = rules.time_off.into_iter().partition(|line| line.of_practice == whose.is_none());
    let fields = move || whose.map(|id| ("whose", id.to_string())).into_iter().collect::<Vec<_>>();
    let inherits = whose.is_some() && !rules.windows.iter().any(|line| matches!(line.window.when, When::Weekly(_)));
    let (title, label) = if whose.is_some() { ("Time off", "What for") } else { ("Holidays", "Name") };
    let sites = rules.sites.clone();
    view! {
        <nav class="chips" aria-label="Whose hours">{tabs}</nav>
        <div class="panels">
            <Panel title="Hours">
                {inherits.then(|| view! { <p class="sub">"There are no weekly hours of one’s own: the practice’s count."</p> })}
                <ul class="rows bare">
                    {if inherits {
                        rules.of_practice.into_iter().map(|line| view! { <HoursRow line sites=sites.clone() fixed=true/> }).collect_view().into_any()
                    } else {
                        ().into_any()
                    }}
                    {rules.windows.into_iter().map(|line| view! { <HoursRow line sites=sites.clone()/> }).collect_view()}
                </ul>
                <div class="block"><h3>"Add hours"</h3><Form<AddHours> fields=fields()><HoursFields sites=rules.sites/></Form<AddHours>></div>
            </Panel>
            <Panel title=title>
                <ul class="rows bare">
                    {own.into_iter().map(|line| view! { <OffRow line/> }).collect_view()}
                    {of_practice.into_iter().map(|line| view! { <OffRow line fixed=true/> }).collect_view()}
                </ul>
                <div class="block"><h3>{if whose.is_some() { "Add time off" } else { "Add a holiday" }}</h3><Form<AddTimeOff> fields=fields() field=off_field><OffFields label/></Form<AddTimeOff>></div>
            </Panel>
        </div>
    }
}

/// Where an error of the time off leads: the hours beside it have fields of the same names.
fn off_field(refusal: Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("from") => Some("off-from"),
        field => field,
    }
}

const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Every Monday"),
    (Weekday::Tue, "Every Tuesday"),
    (Weekday::Wed, "Every Wednesday"),
    (Weekday::Thu, "Every Thursday"),
    (Weekday::Fri, "Every Friday"),
    (Weekday::Sat, "Every Saturday"),
    (Weekday::Sun, "Every Sunday"),
];

#[component]
fn HoursRow(line: AvailabilityLine, sites: Vec<SiteLine>, #[prop(optional)] fixed: bool) -> impl IntoView {
    let window = line.window;
    let kinds = window.kinds.iter().map(|kind| kind.label().to_lowercase()).collect::<Vec<_>>().join(", ");
    let site = sites.into_iter().find(|site| Some(site.id) == window.site).map(|site| format!(", {}", site.site.name)).unwrap_or_default();
    let when = match window.when {
        When::Weekly(weekday) => WEEK.into_iter().find(|(day, _)| *day == weekday).map_or("", |(_, words)| words).into_any(),
        When::On(on) => view! { <Day on/> }.into_any(),
    };
    let fields = vec![("id", line.id.to_string())];
    let end = if fixed {
        view! { <span class="fine">"The practice’s"</span> }.into_any()
    } else {
        view! { <PostButton<RemoveHours> class="btn plain small" fields>"Remove"</PostButton<RemoveHours>> }.into_any()
    };
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name light num">{when}", "{clock(window.from)}" to "{clock(window.to)}</span>
                    <span class="row-fact">{kinds}{site}</span>
                </span>
                <span class="row-end">{end}</span>
            </div>
        </li>
    }
}

/// "9:00 am"
fn clock(minute: u16) -> String {
    let hour = minute / 60 % 24;
    let half = if hour < 12 { "am" } else { "pm" };
    format!("{}:{:02} {half}", if hour.is_multiple_of(12) { 12 } else { hour % 12 }, minute % 60)
}

#[component]
fn HoursFields(sites: Vec<SiteLine>) -> impl IntoView {
    let days = WEEK.map(|(day, words)| (day.to_string(), words.to_owned()));
    let days = days.into_iter().chain([(String::new(), "On one day only".to_owned())]).collect();
    let sites = sites.into_iter().filter(|line| line.active).map(|line| (line.id.to_string(), line.site.name));
    let sites = [(String::new(), "No place: phone or video".to_owned())].into_iter().chain(sites).collect();
    view! {
        <div class="fields">
            <SelectField name="weekday" label="When" options=days recorded="Mon"/>
            <TextField name="day" label="The one day" kind="date" hint="In place of what holds weekly" autocomplete="off"/>
        </div>
        <div class="fields">
            <TextField name="from" label="From" kind="time" recorded="09:00" autocomplete="off"/>
            <TextField name="to" label="To" kind="time" recorded="17:00" autocomplete="off"/>
        </div>
        <KindBoxes kinds=ContactKind::ALL.to_vec()/>
        <SelectField name="site" label="Where" options=sites/>
        <div class="acts"><button class="btn quiet">"Add hours"</button></div>
    }
}

/// A box for each way to meet.
#[component]
pub fn KindBoxes(kinds: Vec<ContactKind>) -> impl IntoView {
    let errors = FormDraft::here().errors("kinds");
    let boxes =
        ContactKind::ALL.map(|kind| view! { <CheckField name=kind.name() recorded=kinds.contains(&kind)>{kind.label()}</CheckField> });
    view! {
        <fieldset class="group" id="kinds">
            <legend>"How one meets"</legend>
            {boxes.into_iter().collect_view()}
            <FieldErrors name="kinds" errors/>
        </fieldset>
    }
}

#[component]
fn OffRow(line: TimeOffLine, #[prop(optional)] fixed: bool) -> impl IntoView {
    let closed = line.off.closed;
    let fields = vec![("id", line.id.to_string())];
    let name = if line.off.label.is_empty() { "Away".to_owned() } else { line.off.label };
    let said = name.clone();
    let end = if fixed {
        view! { <span class="fine">"The practice’s"</span> }.into_any()
    } else {
        view! { <PostButton<RemoveTimeOff> class="btn plain small" fields>"Remove"<span class="sr">": "{said}</span></PostButton<RemoveTimeOff>> }.into_any()
    };
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name light">{name}</span>
                    <span class="row-fact num">
                        <Day on=closed.first/>
                        {(closed.last != closed.first).then(|| view! { " to "<Day on=closed.last/> })}
                        {closed.hours.map(|(from, to)| format!(", {} to {}", clock(from), clock(to)))}
                    </span>
                </span>
                <span class="row-end">{end}</span>
            </div>
        </li>
    }
}

#[component]
fn OffFields(label: &'static str) -> impl IntoView {
    let warned = FormDraft::here().refusals().into_iter().any(Refusal::is_conflict);
    view! {
        <div class="fields">
            <TextField name="first_day" label="First day" kind="date" autocomplete="off"/>
            <TextField name="last_day" label="Last day" kind="date" hint="Empty: one day" autocomplete="off"/>
        </div>
        <div class="fields">
            <TextField name="from" id="off-from" label="From" kind="time" hint="Empty: the whole day" autocomplete="off"/>
            <TextField name="to" id="off-to" label="To" kind="time" autocomplete="off"/>
        </div>
        <TextField name="name" label=label hint="Clients never see it" longest=80 autocomplete="off"/>
        {warned.then(|| view! { <CheckField name="anyway">"Keep those appointments, and add it all the same"</CheckField> })}
        <div class="acts"><button class="btn quiet">"Add"</button></div>
    }
}
