//! **Welcome Email**: the words of the invitation, what they look like, and a sample to oneself.

use crate::{
    Done,
    parts::{
        Icon, Loaded, Notice, Panel,
        form::{Form, FormDraft, PostButton, TextArea, TextField},
    },
    routes,
    settings::{ChangeWelcome, SendSample, read_welcome},
    shell::OfficePage,
};
use domain::settings::{Refusal, WelcomeMail, telling_words};
use leptos::prelude::*;

#[component]
pub fn WelcomePage() -> impl IntoView {
    let done = match Done::here() {
        Some(Done::Saved) => Some("Saved. The next invitation says this."),
        Some(Done::Sample) => Some("A sample is on its way to your own address. Its link opens nothing."),
        Some(Done::SampleWaits) => Some("The sample is not sent yet: the mail server does not take it now. It is tried again by itself."),
        _ => None,
    };
    view! {
        <OfficePage title="Welcome Email" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Welcome Email"</h1>
                </div>
            </header>
            {done.map(|words| view! { <Notice head=words/> })}
            <Loaded load=read_welcome show=|(welcome, clinicians): (WelcomeMail, Vec<String>)| view! {
                <WelcomeForm welcome clinicians/>
                <PreviewPanel/>
            }
            .into_any()/>
        </OfficePage>
    }
}

#[component]
fn WelcomeForm(welcome: WelcomeMail, clinicians: Vec<String>) -> impl IntoView {
    view! {
        <Form<ChangeWelcome>>
            <Panel title="What it says">
                <div class="form">
                    <TextField name="subject" label="Subject" recorded=welcome.subject autocomplete="off"/>
                    <TextArea name="welcome" label="Text" rows=9 recorded=welcome.text longest=2000
                        hint="{practice} is the practice’s name, {phone} its phone, {days} how long the link works. The button Register and the link follow below. Name no diagnosis and no clinician."/>
                    <Telling clinicians/>
                    <div class="acts"><button class="btn">"Save"</button></div>
                </div>
            </Panel>
        </Form<ChangeWelcome>>
    }
}

/// The words that tell too much, named before they are kept: the second press keeps them.
#[component]
fn Telling(clinicians: Vec<String>) -> impl IntoView {
    let kept = FormDraft::here();
    let told = kept.refusals().contains(&Refusal::WelcomeTells.into());
    told.then(|| {
        let typed = WelcomeMail { subject: kept.value("subject", ""), text: kept.value("welcome", "") };
        let words = telling_words(&typed.whole(), &clinicians).join(", ");
        view! {
            <input type="hidden" name="told" value=words.clone()/>
            <p class="notice" role="status">"It names: " <b>{words}</b></p>
        }
    })
}

/// The mail as it was saved, and a sample of it.
#[component]
fn PreviewPanel() -> impl IntoView {
    let shown = |form: &str| format!("{}/{form}", routes::WELCOME);
    view! {
        <Panel title="Preview Welcome Email">
            <div class="acts">
                <a class="btn quiet small" href=shown("desk") target="_blank" rel="external">"At a desk"</a>
                <a class="btn quiet small" href=shown("phone") target="_blank" rel="external">"On a phone"</a>
                <a class="btn quiet small" href=shown("text") target="_blank" rel="external">"As text"</a>
            </div>
            <div class="acts block">
                <PostButton<SendSample> class="btn quiet">"Send Sample Welcome Email"</PostButton<SendSample>>
            </div>
        </Panel>
    }
}
