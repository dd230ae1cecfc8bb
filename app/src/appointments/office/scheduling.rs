//! Settings → **Appointments**: what clients may do, types, places, and the way to the hours.

use super::{
    scheduling_doors::{ChangeScheduling, SaveSite, UseSite, UseType, read_scheduling},
    types::TypeFormPage,
};
use crate::{
    Done,
    parts::{
        Icon, Lines, Loaded, Notice, Panel, SwitchField, asked,
        form::{Form, FormDraft, PostButton, Refused, SelectField, TextArea, TextField},
    },
    routes,
    settings::zones,
    shell::OfficePage,
};
use domain::{
    appointments::{ClientBooking, Scheduling, Site, SiteLine, TypeLine},
    ids::StaffId,
};
use leptos::prelude::*;

type Page = (Scheduling, Vec<SiteLine>, Vec<TypeLine>, Vec<(StaffId, String)>);

#[component]
pub fn SchedulingPage() -> impl IntoView {
    let (kind_of, site) = (asked("type"), asked("site"));
    let within = kind_of.is_some() || site.is_some();
    let (back, words) = if within { (routes::SCHEDULING, "Appointments") } else { (routes::SETTINGS, "Settings") };
    let done = match Done::here() {
        Some(Done::Saved) => Some("Saved. It holds from now on."),
        Some(Done::Changed) => Some("Changed. What is booked stays as it is."),
        _ => None,
    };
    view! {
        <OfficePage title="Appointments" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=back><Icon name="chevron-left"/>{words}</a>
                    <h1>"Appointments"</h1>
                </div>
            </header>
            {done.filter(|_| !within).map(|head| view! { <Notice head/> })}
            <Refused<UseSite>/><Refused<UseType>/>
            <Loaded load=read_scheduling show=move |(scheduling, sites, types, people): Page| {
                match (kind_of, site) {
                    (Some(id), _) => view! { <TypeFormPage line=types.into_iter().find(|line| line.id.to_string() == id)/> }.into_any(),
                    (None, Some(id)) => view! { <SiteForm line=sites.into_iter().find(|line| line.id.to_string() == id)/> }.into_any(),
                    (None, None) => view! { <Overview scheduling sites types people/> }.into_any(),
                }
            }/>
        </OfficePage>
    }
}

#[component]
fn Overview(scheduling: Scheduling, sites: Vec<SiteLine>, types: Vec<TypeLine>, people: Vec<(StaffId, String)>) -> impl IntoView {
    let add = |name| {
        view! { <a class="btn quiet small" href=routes::with(routes::SCHEDULING, name, "new")><Icon name="plus"/>"Add"</a> }.into_any()
    };
    view! {
        <Panel title="Types" acts=add("type")>
            <p class="sub">"What can be booked, how long it lasts, and whether clients may ask for it."</p>
            <ul class="rows bare">{types.into_iter().map(|line| view! { <TypeRow line/> }).collect_view()}</ul>
        </Panel>
        <Panel title="Places" acts=add("site")>
            <ul class="rows bare">{sites.into_iter().map(|line| view! { <SiteRow line/> }).collect_view()}</ul>
        </Panel>
        <Panel title="Hours">
            <p><a href=routes::hours_of(None)>"Hours and time off"</a>": when the practice and each clinician can be booked, and the holidays"</p>
        </Panel>
        <Panel title="Clients">
            <Form<ChangeScheduling>>
                <SwitchField name="self_scheduling" label="Clients ask for appointments" recorded=scheduling.self_scheduling hint="In the portal, for the types that allow it"/>
                <SwitchField name="quick_share" label="Quick Share" recorded=scheduling.quick_share hint="People without an account ask for a first appointment on a public page"/>
                {scheduling.quick_share.then(|| view! { <p class="sub">"The page: "<a href=routes::REQUEST_APPOINTMENT>{routes::REQUEST_APPOINTMENT}</a></p> })}
                <Takers people named=scheduling.takes_new.clone()/>
                <SwitchField name="quiet_words" label="Never name the practice" recorded=scheduling.quiet_words hint="In reminders and calendar entries, whoever they are for"/>
                <TextField name="video" label="The practice’s room for video" kind="url" recorded=scheduling.video_url.unwrap_or_default() hint="A web address. Where each appointment has a room of its own, {appointment} stands in it for that." autocomplete="off"/>
                <p><a href=routes::WORKFLOWS>"Reminders"</a>": when clients are reminded, and in which words"</p>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeScheduling>>
        </Panel>
    }
}

/// Who takes new clients.
#[component]
fn Takers(people: Vec<(StaffId, String)>, named: Vec<StaffId>) -> impl IntoView {
    let kept = FormDraft::here();
    let boxes = people.into_iter().enumerate().map(|(index, (id, name))| {
        let field = format!("takes_new[{index}]");
        let ticked = kept.ticked(&field, named.contains(&id));
        view! { <label class="check"><input type="checkbox" name=field value=id.to_string() checked=ticked/><span>{name}</span></label> }
    });
    view! {
        <fieldset class="group">
            <legend>"Who takes new clients"</legend>
            <p class="hint">"Nobody ticked: whoever treats clients"</p>
            {boxes.collect_view()}
        </fieldset>
    }
}

#[component]
fn TypeRow(line: TypeLine) -> impl IntoView {
    let rules = line.rules;
    let clients = match rules.booking {
        ClientBooking::StaffOnly => "only staff book it",
        ClientBooking::ByRequest => "clients ask for it",
        ClientBooking::AtOnce => "clients book it at once",
    };
    let kinds = rules.kinds.iter().map(|kind| kind.label().to_lowercase()).collect::<Vec<_>>().join(", ");
    let mut fields = vec![("id", line.id.to_string())];
    fields.extend((!line.active).then(|| ("used", "true".to_owned())));
    view! {
        <li>
            <div class="row">
                <span class=format!("cal-mark t{}", rules.hue)></span>
                <span class="row-main">
                    <a class="row-name" href=routes::with(routes::SCHEDULING, "type", &line.id.to_string())>{rules.name.clone()}</a>
                    <span class="row-fact num">{format!("{} minutes, {kinds}; {clients}", rules.minutes)}</span>
                </span>
                <span class="row-end">
                    {(!line.active).then(|| view! { <span class="tag">"Not used"</span> })}
                    <PostButton<UseType> class="btn plain small" fields>{if line.active { "Stop using" } else { "Use again" }}<span class="sr">": "{rules.name}</span></PostButton<UseType>>
                </span>
            </div>
        </li>
    }
}

#[component]
fn SiteRow(line: SiteLine) -> impl IntoView {
    let mut fields = vec![("id", line.id.to_string())];
    fields.extend((!line.active).then(|| ("used", "true".to_owned())));
    let name = line.site.name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name" href=routes::with(routes::SCHEDULING, "site", &line.id.to_string())>{line.site.name}</a>
                    <span class="row-fact"><Lines text=line.site.address/></span>
                </span>
                <span class="row-end">
                    {(!line.active).then(|| view! { <span class="tag">"Not used"</span> })}
                    <PostButton<UseSite> class="btn plain small" fields>{if line.active { "Stop using" } else { "Use again" }}<span class="sr">": "{name}</span></PostButton<UseSite>>
                </span>
            </div>
        </li>
    }
}

#[component]
fn SiteForm(line: Option<SiteLine>) -> impl IntoView {
    let fields = line.iter().map(|line| ("id", line.id.to_string())).collect::<Vec<_>>();
    let fresh = || Site { name: String::new(), address: String::new(), zone: "America/New_York".into() };
    let site = line.map_or_else(fresh, |line| line.site);
    view! {
        <Panel title="Place">
            <Form<SaveSite> fields>
                <TextField name="name" label="Name" recorded=site.name longest=80 autocomplete="off"/>
                <TextArea name="address" label="Address" rows=4 recorded=site.address hint="As on an envelope. Clients see it with their appointment."/>
                <SelectField name="zone" label="Time zone" options=zones(&site.zone) recorded=site.zone.clone()/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<SaveSite>>
        </Panel>
    }
}
