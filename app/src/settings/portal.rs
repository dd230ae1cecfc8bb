//! Settings → **Client Portal**, and the switches of other pages that belong to access.

use super::{ChangeSettings, read_settings};
use crate::{
    Done,
    parts::{
        Icon, Loaded, Notice, Panel, SwitchField, asked,
        form::{Form, FormDraft, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::{
    invites::IdentityRule,
    settings::{PracticeSettings, SettingsPart},
};
use leptos::prelude::*;

#[component]
pub fn PortalSettingsPage() -> impl IntoView {
    let saved = Done::here() == Some(Done::Saved) && asked("refused").is_none();
    view! {
        <OfficePage title="Client Portal" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Client Portal"</h1>
                    <p class="sub">"What is off is not shown to clients, and not done for them either."</p>
                </div>
            </header>
            {saved.then(|| view! { <Notice head="Saved. It holds from now on."/> })}
            <Loaded load=read_settings show=|settings: PracticeSettings| view! { <PortalForm settings/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn PortalForm(settings: PracticeSettings) -> impl IntoView {
    let (on, access) = (settings.features, settings.access);
    view! {
        <Form<ChangeSettings> fields=part(SettingsPart::Portal)>
            <input type="hidden" name="version" value=FormDraft::here().version(&settings.version)/>
            <Panel title="Areas">
                <div class="form">
                    <SwitchField name="messages" label="Messages" recorded=on.messages hint="Clients read what you write to them"/>
                    <SwitchField name="documents" label="Documents" recorded=on.documents hint="Clients read and sign what you share"/>
                    <SwitchField name="downloads" label="Downloads" recorded=on.downloads hint="Clients save documents as PDF"/>
                    <SwitchField name="information" label="My Information" recorded=on.information hint="Chart Owners see what is on file, and ask for changes"/>
                    <p class="sub">"Appointments that clients ask for are switched under "<a href=routes::SCHEDULING>"Appointments"</a>", payments, cards, invoices and superbills under "<a href=routes::BILLING_SETTINGS>"Billing"</a>"."</p>
                </div>
            </Panel>
            <Panel title="Identity check"><IdentityChoice rule=access.identity/></Panel>
            <Panel title="Signing">
                <SwitchField name="client_signs_with_proof" label="Ask clients for their password before they sign" recorded=access.client_signs_with_proof hint="Unless they gave it in the last five minutes"/>
            </Panel>
            <Panel title="When a child grows up">
                <div class="fields">
                    <TextField name="review_at" label="Review a parent’s access at age" kind="number" recorded=access.review_at.to_string() short=true/>
                    <TextField name="ends_at" label="End a parent’s access at age" kind="number" recorded=access.ends_at.to_string() short=true/>
                </div>
            </Panel>
            <div class="acts"><button class="btn">"Save"</button></div>
        </Form<ChangeSettings>>
        <Panel title="Invitations"><p><a href=routes::WELCOME>"Welcome Email"</a>": what an invitation says"</p></Panel>
    }
}

#[component]
fn IdentityChoice(rule: IdentityRule) -> impl IntoView {
    let chosen = FormDraft::here().value("identity", rule.name());
    let choices = IdentityRule::ALL.map(|rule| {
        let (label, words) = match rule {
            IdentityRule::LastNameAndBirthDate => {
                ("Last Name and Date of Birth", "Exactly as the chart has them. A mail that reaches a stranger opens nothing.")
            }
            IdentityRule::BirthDateOnly => {
                ("Date of Birth only", "Easier for clients whose name is often misspelled. Easier to guess, too.")
            }
        };
        let name = rule.name();
        view! {
            <label class="choice">
                <input type="radio" name="identity" value=name checked=chosen == name/>
                <span><b>{label}</b><small>{words}</small></span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend>"What clients enter before they register, or before a person is added to their account"</legend>
            {choices.collect_view()}
        </fieldset>
    }
}

fn part(part: SettingsPart) -> Vec<(&'static str, String)> {
    vec![("part", part.name().to_owned())]
}

/// On the page of the team: whether staff need a second step.
#[component]
pub fn SecondStepPanel() -> impl IntoView {
    view! {
        <Panel title="Second step">
            <Loaded load=read_settings show=|settings: PracticeSettings| view! {
                <Form<ChangeSettings> fields=part(SettingsPart::SecondStep)>
                    <SwitchField name="staff_need_factor" label="Staff sign in with a second step" recorded=settings.access.staff_need_factor hint="A code from an app, or a passkey, besides the password"/>
                    <div class="acts"><button class="btn">"Save"</button></div>
                </Form<ChangeSettings>>
            }
            .into_any()/>
        </Panel>
    }
}
