//! **New appointment**: for one client, once or as a series.

use super::{
    doors::{BookAppointment, BookingForm, read_chart_appointments},
    free::FreeInstead,
};
use crate::{
    charts::{ChartPage, ChartTab},
    parts::{
        Empty, Icon, asked,
        form::{CheckField, Form, FormDraft, SelectField, TextArea, TextField},
    },
    routes,
};
use domain::appointments::{ChartAppointments, ContactKind, Every};
use leptos::prelude::*;

#[component]
pub fn OfficeBookPage() -> impl IntoView {
    view! {
        <ChartPage
            title="New appointment"
            tab=ChartTab::Appointments
            load=read_chart_appointments
            show=move |page: ChartAppointments| view! { <BookView page/> }.into_any()
        />
    }
}

#[component]
fn BookView(page: ChartAppointments) -> impl IntoView {
    let chart = page.banner.id;
    let ready = page.types.iter().any(|line| line.active) && !page.clinicians.is_empty();
    view! {
        <header class="head">
            <a class="back" href=routes::chart_appointments(chart)><Icon name="chevron-left"/>"Appointments"</a>
            <h2>"New appointment"</h2>
        </header>
        {if ready {
            view! { <Form<BookAppointment> fields=vec![("chart", chart.to_string())]><BookFields page/></Form<BookAppointment>> }.into_any()
        } else {
            view! { <Empty drawing="draw-calm" title="Nothing can be booked here" words="There is no type of appointment yet, or no calendar that you may book in. Types stand under Settings, Appointments."/> }.into_any()
        }}
    }
}

#[component]
fn BookFields(page: ChartAppointments) -> impl IntoView {
    let kept = FormDraft::here();
    let types = page.types.iter().filter(|line| line.active);
    let types = types.map(|line| (line.id.to_string(), format!("{}, {} minutes", line.rules.name, line.rules.minutes)));
    let people = page.clinicians.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let only = if people.len() == 1 { people[0].0.clone() } else { String::new() };
    let staff = asked("staff").filter(|id| people.iter().any(|(known, _)| known == id)).unwrap_or(only);
    let day = asked("day").unwrap_or_else(|| page.today.to_string());
    let usual = page.usual_site.map(|id| id.to_string()).unwrap_or_default();
    let refusals = kept.refusals();
    let draft = (!refusals.is_empty()).then(|| BookingForm::of(|name| kept.value(name, "")).read().ok()).flatten();
    view! {
        // Enter in a field books what is typed, and takes none of the times further down.
        <button class="sr" tabindex="-1" aria-hidden="true"></button>
        <div class="fields">
            <SelectField name="kind_of" label="Type" options=or_choose(types.collect())/>
            <SelectField name="contact" label="How" options=kinds()/>
        </div>
        <div class="fields">
            <SelectField name="staff" label="Clinician" options=or_choose(people) recorded=staff/>
            <SelectField name="site" label="Where" options=places(&page, None) recorded=usual/>
        </div>
        <div class="fields">
            <TextField name="day" label="Day" kind="date" recorded=day autocomplete="off"/>
            <TextField name="time" label="Time" kind="time" recorded=asked("time").unwrap_or_default() hint="By the clock of the place" autocomplete="off"/>
            <TextField name="minutes" label="Minutes" kind="number" hint="Empty: as long as its type" autocomplete="off"/>
        </div>
        {draft.map(|draft| view! { <FreeInstead chart=page.banner.id draft refusals/> })}
        <div class="fields">
            <SelectField name="every" label="Again" options=rhythms()/>
            <TextField name="times" label="How many in all" kind="number" hint="2 to 104, where it is a series" autocomplete="off"/>
        </div>
        <TextArea name="remark" label="Remark" rows=3 hint="The client does not get it by mail, and sees it in the portal" longest=1_000/>
        <TextField name="video" label="Link to the video" kind="url" hint="Only where it differs from the practice’s own" autocomplete="off"/>
        <CheckField name="texts">"Remind the client by text message"</CheckField>
        <CheckField name="again">"Where clocks are set back and show this time twice: the second time"</CheckField>
        <div class="acts"><button class="btn">"Book"</button></div>
    }
}

pub fn or_choose(options: Vec<(String, String)>) -> Vec<(String, String)> {
    [(String::new(), "Choose".to_owned())].into_iter().chain(options).collect()
}

pub fn kinds() -> Vec<(String, String)> {
    ContactKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).to_vec()
}

/// The places in use, and the one that is recorded.
pub fn places(page: &ChartAppointments, recorded: Option<domain::ids::SiteId>) -> Vec<(String, String)> {
    let sites = page.sites.iter().filter(|line| line.active || Some(line.id) == recorded);
    let sites = sites.map(|line| (line.id.to_string(), line.site.name.clone()));
    [(String::new(), "No place: phone or video".to_owned())].into_iter().chain(sites).collect()
}

fn rhythms() -> Vec<(String, String)> {
    let words = |every| match every {
        Every::Week => "Every week",
        Every::TwoWeeks => "Every 2 weeks",
        Every::FourWeeks => "Every 4 weeks",
        Every::Month => "Every month",
    };
    let all = Every::ALL.map(|every| (every.name().to_owned(), words(every).to_owned()));
    [(String::new(), "Only once".to_owned())].into_iter().chain(all).collect()
}
