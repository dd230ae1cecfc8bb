//! Settings → **Workflows**: invitations, invoices, messages without an answer, and summaries after a session.

use super::history_link;
use crate::{
    parts::{
        Lines, Loaded, Panel, SwitchField,
        form::{Form, PostButton, TextArea, TextField},
    },
    workflows::{
        SendWorkflowTest,
        further::{ChangeInvites, ChangeInvoiceReminder, ChangeSummaries, ChangeUnanswered, read_further},
    },
};
use domain::workflows::{FurtherPage, WorkflowKind};
use leptos::prelude::*;

#[component]
pub fn Invites() -> impl IntoView {
    view! {
        <Loaded load=read_further show=|page: FurtherPage| view! {
            <Panel title="Automate portal invites" id="invites">
                <Form<ChangeInvites>>
                    <SwitchField name="on" id="invites-on" label="Invite every new client to the portal" recorded=page.invites
                        hint="Once, when the chart is created with an e-mail address and the client as Chart Owner. The words are those of the Welcome Email."/>
                    <div class="acts"><button class="btn">"Save"</button></div>
                </Form<ChangeInvites>>
                {history_link(WorkflowKind::PortalInvite)}
            </Panel>
        }.into_any()/>
    }
}

/// The ids of fields that other forms of the page have too.
fn beside(refusal: domain::Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("mail") => Some("invoice-mail"),
        other => other,
    }
}

#[component]
pub fn Further() -> impl IntoView {
    view! {
        <Loaded load=read_further show=|page: FurtherPage| {
            let FurtherPage { invoices, invoice_mail, unanswered, summaries, .. } = page;
            let kind = vec![("kind", WorkflowKind::InvoiceReminder.name().to_owned())];
            view! {
                <Panel title="Invoices" id="invoices">
                    <Form<ChangeInvoiceReminder> field=beside>
                        <SwitchField name="on" id="invoices-on" label="Remind whoever may pay" recorded=invoices.on
                            hint="On the day on which an invoice is due, and 7 days later. Staff then have it on the To-do as well. Nothing leaves once it is paid."/>
                        <TextArea name="mail" id="invoice-mail" label="What the mail says" rows=5 recorded=invoices.mail longest=1000
                            hint="{practice} is the practice’s name, {day} the day on which it was due. The link to the account follows below. It says neither how much nor for what."/>
                        <div class="acts"><button class="btn">"Save"</button></div>
                    </Form<ChangeInvoiceReminder>>
                    <article class="paper block" aria-label="How the mail about an invoice reads">
                        {invoice_mail.into_iter().map(|words| view! { <Lines text=words/> }).collect_view()}
                    </article>
                    <div class="acts block">
                        <PostButton<SendWorkflowTest> class="btn quiet" fields=kind>"Send a test to yourself"</PostButton<SendWorkflowTest>>
                    </div>
                    {history_link(WorkflowKind::InvoiceReminder)}
                </Panel>
                <Panel title="Messages without an answer" id="unanswered">
                    <Form<ChangeUnanswered>>
                        <SwitchField name="on" id="unanswered-on" label="Put them on the To-do" recorded=unanswered.on
                            hint="Of whoever is asked to answer, or of everybody who reads such messages. It leaves the list once somebody answers, settles or closes it. No mail is sent for it."/>
                        <TextField name="hours" label="Hours without an answer" kind="number" short=true recorded=unanswered.hours.to_string() autocomplete="off"/>
                        <div class="acts"><button class="btn">"Save"</button></div>
                    </Form<ChangeUnanswered>>
                    {history_link(WorkflowKind::UnansweredMessage)}
                </Panel>
                <Panel title="A summary after each session" id="summaries">
                    <Form<ChangeSummaries>>
                        <SwitchField name="on" id="summaries-on" label="Ask the clinician to share a summary" recorded=summaries
                            hint="Once an appointment is marked as completed it stands on the clinician’s To-do, until something is shared with the client. No mail is sent for it."/>
                        <div class="acts"><button class="btn">"Save"</button></div>
                    </Form<ChangeSummaries>>
                    {history_link(WorkflowKind::SessionSummary)}
                </Panel>
            }
            .into_any()
        }/>
    }
}
