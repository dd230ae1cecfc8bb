//! **Settings**: the practice, the help that its clients find, and the areas of their portal.

use crate::{
    Done,
    parts::{
        Loaded, Notice, Panel, SwitchField, asked, calendar,
        form::{Form, FormDraft, SelectField, TextField},
    },
    routes,
    settings::{ChangeSettings, read_settings},
    shell::OfficePage,
};
use domain::{
    dates::DateOrder,
    messages::Mode,
    settings::{AccessRules, Help, PracticeSettings},
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
            <Loaded load=read_settings show=|settings: PracticeSettings| view! { <SettingsForm settings/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn SettingsForm(settings: PracticeSettings) -> impl IntoView {
    view! {
        <Form<ChangeSettings>>
            <input type="hidden" name="version" value=FormDraft::here().version(&settings.version)/>
            <PracticePanel settings=settings.clone()/>
            <HelpPanel help=settings.help.clone()/>
            <PortalPanel settings=settings.clone()/>
            <WorkspacePanel mode=settings.communications.mode/>
            <WorkflowsPanel access=settings.access/>
            <TeamPanel access=settings.access/>
            <div class="acts"><button class="btn">"Save"</button></div>
        </Form<ChangeSettings>>
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

/// The areas of the portal, what signing asks for, the words of the invitation, and the birthdays at which a parent's access is
/// looked at.
#[component]
fn PortalPanel(settings: PracticeSettings) -> impl IntoView {
    let (on, access) = (settings.features, settings.access);
    view! {
        <Panel title="Client Portal">
            <div class="form">
                <SwitchField name="messages" label="Messages" recorded=on.messages hint="Clients read what you write to them"/>
                <SwitchField name="documents" label="Documents" recorded=on.documents hint="Clients read and sign what you share"/>
                <SwitchField name="downloads" label="Downloads" recorded=on.downloads hint="Clients save documents as PDF"/>
                <SwitchField name="client_signs_with_proof" label="Ask clients for their password before they sign" recorded=access.client_signs_with_proof hint="Unless they gave it in the last five minutes"/>
                <div class="fields">
                    <TextField name="review_at" label="Review a parent’s access at age" kind="number" recorded=access.review_at.to_string() short=true/>
                    <TextField name="ends_at" label="End a parent’s access at age" kind="number" recorded=access.ends_at.to_string() short=true/>
                </div>
                <p><a href=routes::WELCOME>"Welcome Email"</a>": what an invitation says"</p>
            </div>
        </Panel>
    }
}

/// What is decided for the whole practice, each on a page of its own.
#[component]
fn WorkspacePanel(mode: Mode) -> impl IntoView {
    let mode = match mode {
        Mode::ReplyOnly => "Reply only",
        Mode::NeverInitiate => "Never initiate",
        Mode::AssignedClientsOnly => "Assigned clients only",
        Mode::AllClients => "All clients",
    };
    view! {
        <Panel title="Workspace settings">
            <p><a href=routes::COMMUNICATIONS>"Communications"</a>{format!(": who writes to whom ({mode}), and when to expect an answer")}</p>
            <p><a href=routes::FORMS>"Forms"</a>": what you send clients to fill in and sign"</p>
            <p><a href=routes::SCHEDULING>"Appointments"</a>": what can be booked, where and when, and what clients may do"</p>
            <p><a href=routes::BILLING_SETTINGS>"Billing"</a>": what clients may pay and download, the fee schedule, and what stands on bills"</p>
        </Panel>
    }
}

/// What happens by itself.
#[component]
fn WorkflowsPanel(access: AccessRules) -> impl IntoView {
    view! {
        <Panel title="Workflows">
            <div class="form">
                <p><a href=routes::PRACTICE_TEMPLATES>"Note templates"</a>": from what everybody here begins to write notes and plans"</p>
                <p><a href=routes::WORKFLOWS>"Workflows"</a>": what happens by itself: invites, intake, reminders, invoices, and in which words"</p>
                <SwitchField name="invites_new_clients" label="Automate portal invites" recorded=access.invites_new_clients hint="Every new client with an e-mail address is invited once, when the chart is created"/>
            </div>
        </Panel>
    }
}

#[component]
fn TeamPanel(access: AccessRules) -> impl IntoView {
    view! {
        <Panel title="Team">
            <div class="form">
                <SwitchField name="staff_need_factor" label="Staff sign in with a second step" recorded=access.staff_need_factor hint="A code from an app, or a passkey, besides the password"/>
                <p><a href=routes::TEAM>"Team"</a>": who works here, as what, and who supervises whom"</p>
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
