//! Settings → **Workflows**: what becomes of forms by itself, and how long the practice has for requests of records.

use super::{SentList, history_link};
use crate::{
    parts::{
        Lines, Panel, SwitchField,
        form::{Form, PostButton, SelectField, TextArea, TextField},
    },
    routes,
    workflows::{ChangeFormExpiry, ChangeFormReminder, ChangeNewClients, ChangeRecordsWithin, SendWorkflowTest},
};
use domain::workflows::{PaperworkPage, WorkflowKind};
use leptos::prelude::*;

#[component]
pub fn Paperwork(page: PaperworkPage) -> impl IntoView {
    let PaperworkPage { new_clients, packages, reminder, mail, expiry, records_within, sent } = page;
    let number = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    let none = [(String::new(), "Choose a package".to_owned())].into_iter();
    let options = none.chain(packages.into_iter().map(|(id, title)| (id.to_string(), title))).collect();
    let kind = WorkflowKind::FormReminder.name().to_owned();
    view! {
        <Panel title="When a chart is created" id="new-clients">
            <Form<ChangeNewClients>>
                <SwitchField name="on" id="new-clients-on" label="Send every new client a Form & Assessment Package" recorded=new_clients.on
                    hint="Once, with the chart. It waits until the Chart Owner has registered; then they are told by e-mail, and its days begin. On New chart it can be left out."/>
                <SelectField name="package" label="Which package" options recorded=new_clients.package.map(|id| id.to_string()).unwrap_or_default()/>
                <p class="fine">"What is in it stands under "<a href=routes::PACKAGES>"Forms, Packages"</a>"."</p>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeNewClients>>
        </Panel>
        <Panel title="Form reminders" id="form-reminders">
            <Form<ChangeFormReminder>>
                <SwitchField name="on" id="form-reminders-on" label="Remind clients of forms that they have not submitted" recorded=reminder.on
                    hint="By e-mail, in the morning, one for all that is due on the same day. Nothing leaves once it is submitted, taken back or closed. Only forms with a due date are reminded of."/>
                <div class="fields">
                    <TextField name="before" label="Days before it is due" kind="number" short=true recorded=number(reminder.before) autocomplete="off"/>
                    <TextField name="after" label="Days after it was due" kind="number" short=true id="reminder-after" recorded=number(reminder.after) autocomplete="off"/>
                </div>
                <TextArea name="mail" id="form-mail" label="What the mail says" rows=5 recorded=reminder.mail longest=1000
                    hint="{practice} is the practice’s name, {day} the day on which it is due. The link follows below. Name no form and no clinician."/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeFormReminder>>
            <article class="paper block" aria-label="How it reads">{mail.into_iter().map(|words| view! { <Lines text=words/> }).collect_view()}</article>
            <div class="acts block">
                <PostButton<SendWorkflowTest> class="btn quiet" fields=vec![("kind", kind)]>"Send a test to yourself"</PostButton<SendWorkflowTest>>
            </div>
        </Panel>
        <Panel title="Forms that were not submitted" id="form-expiry">
            <Form<ChangeFormExpiry>>
                <SwitchField name="on" id="form-expiry-on" label="Close a form that was not submitted in time" recorded=expiry.on
                    hint="The client then reads that its last day has gone by. What was answered in it and not submitted is erased. You can send it again."/>
                <TextField name="after" label="Days after it was due" kind="number" short=true id="expiry-after" recorded=expiry.after.to_string() autocomplete="off"/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeFormExpiry>>
        </Panel>
        <Panel title="Requests for records" id="record-requests">
            <Form<ChangeRecordsWithin>>
                <TextField name="within" label="Days to answer" kind="number" short=true recorded=records_within.to_string()
                    hint="Each request stands on the To-do with its last day. In the United States the law gives 30 days (45 CFR 164.524)." autocomplete="off"/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeRecordsWithin>>
        </Panel>
        <Panel title="Last mails about forms"><SentList sent/>{history_link(WorkflowKind::FormReminder)}</Panel>
    }
}
