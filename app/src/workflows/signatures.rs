//! Settings → Workflows: reminders of what waits for a signature.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{
    Failure, Went,
    parts::{
        Loaded, Panel, SwitchField,
        form::{Form, PostButton, TextArea, TextField},
    },
    workflows::{SendWorkflowTest, office::history_link},
};
use domain::workflows::{SignatureReminder, WorkflowKind};
use leptos::prelude::*;

loader! {
    pub async fn read_signature_reminder() -> Result<SignatureReminder, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.workflows().await?.signature_reminder().await?)
    }
}

/// Changes it: on or off, when, and in which words.
#[server(prefix = "/api", endpoint = "staff/workflows/change_signature_reminder")]
pub async fn change_signature_reminder(
    #[server(default)] on: Option<String>,
    #[server(default)] before: String,
    #[server(default)] after: String,
    #[server(default)] mail: String,
) -> Result<Went, Failure> {
    // What is no number is one that is refused.
    let days = |typed: &str| Some(typed.trim()).filter(|typed| !typed.is_empty()).map(|typed| typed.parse().unwrap_or(0));
    let reminder = SignatureReminder { on: on.is_some(), before: days(&before), after: days(&after), mail };
    let staff = crate::actor::staff().await?;
    staff.workflows().await?.change_signature_reminder(reminder).await?;
    Ok(Went::to(routes::WORKFLOWS).done(Done::Saved))
}

#[component]
pub(super) fn SignatureReminders() -> impl IntoView {
    view! { <Loaded load=read_signature_reminder show=|reminder: SignatureReminder| view! { <Reminder reminder/> }.into_any()/> }
}

/// Other forms of the page have fields of the same names.
fn beside(refusal: domain::Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("before") => Some("signature-before"),
        Some("after") => Some("signature-after"),
        Some("mail") => Some("signature-mail"),
        other => other,
    }
}

#[component]
fn Reminder(reminder: SignatureReminder) -> impl IntoView {
    let days = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    let kind = vec![("kind", WorkflowKind::SignatureReminder.name().to_owned())];
    view! {
        <Panel title="A document waits for a signature">
            <Form<ChangeSignatureReminder> field=beside>
                <SwitchField name="on" id="signatures-on" label="Remind whose turn it is to sign" recorded=reminder.on hint="Of documents that have a due date. Nothing leaves once it is signed, declined, taken back or past its last day."/>
                <div class="fields">
                    <TextField name="before" id="signature-before" label="Days before it is due" kind="number" recorded=days(reminder.before) hint="Empty: no reminder before" short=true autocomplete="off"/>
                    <TextField name="after" id="signature-after" label="Days after it was due" kind="number" recorded=days(reminder.after) hint="Empty: no reminder after" short=true autocomplete="off"/>
                </div>
                <TextArea id="signature-mail" name="mail" label="What the mail says" rows=5 recorded=reminder.mail longest=1000
                    hint="{practice} is the practice’s name, {day} the day on which it is due. Name no document and nobody else who signs. Who wants no practice named gets plain words instead."/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeSignatureReminder>>
            <div class="acts"><PostButton<SendWorkflowTest> class="btn quiet" fields=kind>"Send a test to yourself"</PostButton<SendWorkflowTest>></div>
            {history_link(WorkflowKind::SignatureReminder)}
        </Panel>
    }
}
