//! Workspace settings → **Communications**: how clients and staff write to each other, and what stands where one writes.

use crate::{
    Done,
    parts::{
        Icon, Loaded, Notice, Panel,
        form::{Form, FormDraft, SelectField, TextField},
    },
    routes,
    settings::{ChangeCommunications, read_settings},
    shell::OfficePage,
};
use domain::{
    messages::Mode,
    settings::{Communications, PracticeSettings},
};
use leptos::prelude::*;

#[component]
pub fn CommunicationsPage() -> impl IntoView {
    let saved = Done::here() == Some(Done::Saved);
    view! {
        <OfficePage title="Communications" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Communications"</h1>
                    <p class="sub">"Workspace settings: how clients and staff write to each other."</p>
                </div>
            </header>
            {saved.then(|| view! { <Notice head="Saved. It holds from now on."/> })}
            <Loaded load=read_settings show=|settings: PracticeSettings| view! { <CommunicationsForm settings/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn CommunicationsForm(settings: PracticeSettings) -> impl IntoView {
    let Communications { mode, answer, away, quiet_hours } = settings.communications;
    let (from, to) = quiet_hours.map_or_else(Default::default, |(from, to)| (from.to_string(), to.to_string()));
    view! {
        <Form<ChangeCommunications>>
            <Panel title="Who writes to whom"><ModeChoice mode/></Panel>
            <Panel title="Where clients write">
                <div class="form">
                    <TextField name="answer" label="When to expect an answer" recorded=answer hint="It goes on after “You can expect an answer”: within 2 working days" autocomplete="off"/>
                    <TextField name="away" label="Why it may take longer now" recorded=away.unwrap_or_default() hint="Empty, unless something is different at present: The office is closed on Thanksgiving." autocomplete="off"/>
                    <p class="sub">{format!("And in an emergency: “{}”. This line stands under Settings, Need help.", settings.help.crisis)}</p>
                </div>
            </Panel>
            <Panel title="Quiet hours">
                <div class="form">
                    <p class="sub">"In these hours no mail tells of a message; it leaves when they end. By the practice’s clock."</p>
                    <div class="fields">
                        <SelectField name="quiet_from" label="From" options=hours() recorded=from/>
                        <SelectField name="quiet_to" label="To" options=hours() recorded=to/>
                    </div>
                </div>
            </Panel>
            <div class="acts"><button class="btn">"Save"</button></div>
        </Form<ChangeCommunications>>
        <Panel title="Quick texts">
            <p><a class="link" href=routes::PRACTICE_QUICK_TEXTS>"Quick texts"</a>": words that everybody here can choose when they write to a client"</p>
        </Panel>
    }
}

#[component]
fn ModeChoice(mode: Mode) -> impl IntoView {
    let chosen = FormDraft::here().value("mode", mode.name());
    let choices = Mode::ALL.map(|mode| {
        let (label, words) = words_of(mode);
        let name = mode.name();
        view! {
            <label class="choice">
                <input type="radio" name="mode" value=name checked=chosen == name/>
                <span><b>{label}</b><small>{words}</small></span>
            </label>
        }
    });
    view! { <fieldset class="choices"><legend class="sr">"Mode"</legend>{choices.collect_view()}</fieldset> }
}

fn words_of(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::ReplyOnly => (
            "Reply only",
            "Staff begin, to any client. Clients answer while a conversation is open; it closes 48 hours after the practice’s last word if the client stays quiet.",
        ),
        Mode::NeverInitiate => {
            ("Never initiate", "Clients begin no conversation, and answer only in those that staff began. Nothing closes by itself.")
        }
        Mode::AssignedClientsOnly => (
            "Assigned clients only",
            "Clients begin conversations with those who treat them. Staff write to their own clients only. Nothing closes by itself.",
        ),
        Mode::AllClients => (
            "All clients",
            "Clients write to those who treat them, to the front desk and to billing; staff to anyone. Nothing closes by itself.",
        ),
    }
}

fn hours() -> Vec<(String, String)> {
    let hour = |hour: u8| {
        let half = if hour < 12 { "am" } else { "pm" };
        (hour.to_string(), format!("{}:00 {half}", if hour.is_multiple_of(12) { 12 } else { hour % 12 }))
    };
    [(String::new(), "None".to_owned())].into_iter().chain((0..24).map(hour)).collect()
}
