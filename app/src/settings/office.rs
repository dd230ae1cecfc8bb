//! **Settings**: the way to each of their pages, the practice, and the help that its clients find.

use crate::{
    Done,
    parts::{
        Loaded, Notice, Panel, asked, calendar,
        form::{Form, FormDraft, SelectField, TextField},
    },
    routes,
    settings::{ChangeSettings, read_settings},
    shell::OfficePage,
};
use domain::{
    dates::DateOrder,
    messages::Mode,
    settings::{Help, PracticeSettings, SettingsPart},
};
use leptos::prelude::*;

#[component]
pub fn SettingsPage() -> impl IntoView {
    // What went well before is no news beside what has just been refused.
    let saved = Done::here() == Some(Done::Saved) && asked("refused").is_none();
    view! {
        <OfficePage title="Settings" narrow=true>
            <header class="head"><h1>"Settings"</h1></header>
            {saved.then(|| view! { <Notice head="Saved"/> })}
            <Loaded load=read_settings show=|settings: PracticeSettings| view! {
                <Headings mode=settings.communications.mode/>
                <PracticeForm settings/>
            }
            .into_any()/>
        </OfficePage>
    }
}

#[component]
fn PracticeForm(settings: PracticeSettings) -> impl IntoView {
    view! {
        <Form<ChangeSettings> fields=vec![("part", SettingsPart::Practice.name().to_owned())]>
            <input type="hidden" name="version" value=FormDraft::here().version(&settings.version)/>
            <PracticePanel settings=settings.clone()/>
            <HelpPanel help=settings.help.clone()/>
            <div class="acts"><button class="btn">"Save"</button></div>
        </Form<ChangeSettings>>
    }
}

/// Where everything else is decided, each on a page of its own.
#[component]
fn Headings(mode: Mode) -> impl IntoView {
    let mode = match mode {
        Mode::ReplyOnly => "Reply only",
        Mode::NeverInitiate => "Never initiate",
        Mode::AssignedClientsOnly => "Assigned clients only",
        Mode::AllClients => "All clients",
    };
    view! {
        <Panel title="What clients meet"><ul class="rows bare">
            <Entry to=routes::PORTAL_SETTINGS name="Client Portal" words="Its areas, and what is asked before a record opens"/>
            <Entry to=routes::WELCOME name="Welcome Email" words="What an invitation says"/>
            <Entry to=routes::BRANDING name="Branding" words="Your name, logo and colours, in the portal, in mails and on paper"/>
        </ul></Panel>
        <Panel title="Workspace settings"><ul class="rows bare">
            <Entry to=routes::COMMUNICATIONS name="Communications" words=format!("Who writes to whom ({mode}), and when to expect an answer")/>
            <Entry to=routes::WORKFLOWS name="Workflows" words="What happens by itself: invitations, forms for new clients, reminders"/>
            <Entry to=routes::FORMS name="Forms" words="What you send clients to fill in and sign"/>
            <Entry to=routes::PRACTICE_TEMPLATES name="Note templates" words="From what everybody here begins to write notes and plans"/>
            <Entry to=routes::SCHEDULING name="Appointments" words="What can be booked, where and when, and what clients may do"/>
            <Entry to=routes::BILLING_SETTINGS name="Billing" words="What clients may pay and download, the fee schedule, and what stands on bills"/>
            <Entry to=routes::TEAM name="Team" words="Who works here, as what, who supervises whom, and the second step"/>
            <Entry to=routes::PATTERNS name="Patterns" words="Many of these at once, as practices like yours set them"/>
        </ul></Panel>
    }
}

/// A page of the settings, with what is set there.
#[component]
fn Entry(to: &'static str, name: &'static str, #[prop(into)] words: String) -> impl IntoView {
    view! {
        <li class="row">
            <span class="row-main"><a class="row-name" href=to>{name}</a><span class="row-fact">{words}</span></span>
        </li>
    }
}

#[component]
fn PracticePanel(settings: PracticeSettings) -> impl IntoView {
    view! {
        <Panel title="Practice">
            <div class="form">
                <TextField name="name" label="Name" hint="Clients see it in the portal and in e-mails." recorded=settings.name autocomplete="off"/>
                <SelectField name="zone" label="Time zone" options=zones(&settings.zone) recorded=settings.zone.clone()/>
                <SelectField name="dates" label="Dates" options=orders() recorded=settings.dates.name().to_owned()/>
            </div>
        </Panel>
    }
}

#[component]
fn HelpPanel(help: Help) -> impl IntoView {
    let recorded = |line: Option<String>| line.unwrap_or_default();
    view! {
        <Panel title="Help for clients">
            <div class="form">
                <div class="fields">
                    <TextField name="phone" label="Phone" kind="tel" recorded=recorded(help.phone) autocomplete="off"/>
                    <TextField name="text" label="Text" kind="tel" recorded=recorded(help.text) autocomplete="off"/>
                </div>
                <div class="fields">
                    <TextField name="help_email" label="E-mail" kind="email" recorded=recorded(help.email) autocomplete="off"/>
                    <TextField name="chat_url" label="Chat link" kind="url" recorded=recorded(help.chat_url) autocomplete="off"/>
                </div>
                <div class="fields">
                    <TextField name="faq_url" label="FAQ link" kind="url" recorded=recorded(help.faq_url) autocomplete="off"/>
                    <TextField name="video_url" label="Video link" kind="url" recorded=recorded(help.video_url) autocomplete="off"/>
                </div>
                <TextField name="crisis" label="In an emergency" hint="Stands at the foot of every page, such as: Call or text 988." recorded=help.crisis autocomplete="off"/>
            </div>
        </Panel>
    }
}

/// The ways to write a date, by example.
fn orders() -> Vec<(String, String)> {
    let today = calendar().today;
    DateOrder::ALL.map(|order| (order.name().to_owned(), order.day(today))).to_vec()
}

/// The zones to choose from: those of the United States, some neighbours, and the one that is recorded.
pub fn zones(recorded: &str) -> Vec<(String, String)> {
    const ZONES: [(&str, &str); 16] = [
        ("America/New_York", "New York (Eastern)"),
        ("America/Chicago", "Chicago (Central)"),
        ("America/Denver", "Denver (Mountain)"),
        ("America/Phoenix", "Phoenix (Mountain, no daylight saving)"),
        ("America/Los_Angeles", "Los Angeles (Pacific)"),
        ("America/Anchorage", "Anchorage (Alaska)"),
        ("Pacific/Honolulu", "Honolulu (Hawaii)"),
        ("America/Puerto_Rico", "Puerto Rico (Atlantic)"),
        ("Pacific/Guam", "Guam (Chamorro)"),
        ("America/Halifax", "Halifax"),
        ("America/Toronto", "Toronto"),
        ("America/Winnipeg", "Winnipeg"),
        ("America/Edmonton", "Edmonton"),
        ("America/Vancouver", "Vancouver"),
        ("Europe/London", "London"),
        ("UTC", "UTC"),
    ];
    let known = ZONES.iter().any(|(zone, _)| *zone == recorded);
    let own = (!known && !recorded.is_empty()).then(|| (recorded.to_owned(), recorded.replace('_', " ")));
    own.into_iter().chain(ZONES.map(|(zone, words)| (zone.to_owned(), words.to_owned()))).collect()
}
