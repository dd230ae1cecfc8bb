//! The left panel of **Appointment History**, on both sides: it asks by the address, so what is chosen can be kept as a bookmark.

use crate::{
    parts::{
        Icon, Notice, acting_for, asked,
        form::{SelectField, TextField},
        sentences::sentence,
    },
    routes,
};
use chrono::NaiveDate;
use domain::{
    appointments::{History, HistoryFilter, Refusal, SheetKind},
    ids::AppointmentId,
};
use leptos::prelude::*;

/// What the address asks for, and what of it cannot be read.
pub fn asked_for() -> (HistoryFilter, Option<Refusal>) {
    HistoryFilter::read(|name| match name {
        "first" => asked("first"),
        "last" => asked("last"),
        "site" => asked("site"),
        "with" => asked("with"),
        _ => asked("type"),
    })
}

fn narrowed(page: String, filter: &HistoryFilter) -> String {
    filter.parts().into_iter().fold(page, |page, (name, value)| routes::with(&page, name, &value))
}

/// The same page further down.
pub fn below(path: &str, filter: &HistoryFilter, id: AppointmentId) -> String {
    routes::acting(routes::with(&narrowed(path.to_owned(), filter), "below", &id.to_string()), acting_for())
}

/// What of the address cannot be read, or why there is no file of it.
#[component]
pub fn Troubles() -> impl IntoView {
    let too_many = (asked("export").as_deref() == Some(routes::TOO_MANY)).then_some(Refusal::TooManyRows);
    let troubles = [asked_for().1, too_many].into_iter().flatten();
    troubles.map(|refusal| view! { <Notice kind="bad"><p>{sentence(refusal.into())}</p></Notice> }).collect_view()
}

#[component]
pub fn Narrowing(page: History, path: &'static str) -> impl IntoView {
    let grant = acting_for();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let chosen = |id: Option<String>| id.unwrap_or_default();
    fn options<Id: ToString>(all: &'static str, some: Vec<(Id, String)>) -> Vec<(String, String)> {
        let some = some.into_iter().map(|(id, name)| (id.to_string(), name));
        [(String::new(), all.to_owned())].into_iter().chain(some).collect()
    }
    let filter = page.filter;
    let is_narrowed = filter != HistoryFilter::default();
    let file = |kind: SheetKind| routes::acting(narrowed(format!("{path}/{}", kind.name()), &filter), grant);
    let (csv, excel, empty) = (file(SheetKind::Csv), file(SheetKind::Excel), page.lines.is_empty());
    view! {
        <form class="form narrowing" method="get" action=path aria-label="Which appointments">
            {grant.map(|grant| view! { <input type="hidden" name="for" value=grant.to_string()/> })}
            <TextField name="first" label="From" kind="date" recorded=day(filter.first)/>
            <TextField name="last" label="To" kind="date" recorded=day(filter.last)/>
            <SelectField name="site" label="Site" options=options("All sites", page.sites) recorded=chosen(filter.site.map(|id| id.to_string()))/>
            <SelectField name="with" label="Clinician" options=options("All clinicians", page.clinicians) recorded=chosen(filter.staff.map(|id| id.to_string()))/>
            <SelectField name="type" label="Appointment type" options=options("All types", page.types) recorded=chosen(filter.type_id.map(|id| id.to_string()))/>
            <div class="acts">
                <button class="btn quiet">"Show"</button>
                {is_narrowed.then(|| view! { <a class="btn plain" href=routes::acting(path, grant)>"Show all"</a> })}
            </div>
            {(!empty).then(|| view! {
                <div class="acts" role="group" aria-label="Save what is shown, all pages of it">
                    <a class="btn plain small" href=csv download><Icon name="download"/>"CSV"</a>
                    <a class="btn plain small" href=excel download><Icon name="download"/>"Excel"</a>
                </div>
            })}
        </form>
    }
}
