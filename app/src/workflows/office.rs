//! Settings → **Workflows**: each with its switch, when, in which words, how it reads, a test, and the last that were sent or were not.

mod further;
mod history;
mod paperwork;

use crate::{
    Done,
    parts::{
        Icon, Lines, Loaded, Notice, Panel, SwitchField, calendar,
        form::{Form, PostButton, SelectField, TextArea},
    },
    routes,
    shell::OfficePage,
    workflows::{ChangeWorkflow, SendWorkflowTest, read_workflows, signatures::SignatureReminders},
};
use domain::workflows::WorkflowKind;
use domain::{
    notices::MailState,
    workflows::{Channel, PaperworkPage, SentAbout, SentLine, WhyNot, WorkflowPage},
};
use further::{Further, Invites};
pub use history::WorkflowHistoryPage;
use leptos::prelude::*;
use paperwork::Paperwork;

#[component]
pub fn WorkflowsPage() -> impl IntoView {
    let done = match Done::here() {
        Some(Done::Saved) => Some("Saved. It holds from now on."),
        Some(Done::Sample) => Some("A test is on its way to your own address."),
        Some(Done::SampleWaits) => Some("The test is not sent yet: the mail server does not take it now. It is tried again by itself."),
        _ => None,
    };
    view! {
        <OfficePage title="Workflows" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Workflows"</h1>
                    <p class="sub">"What happens by itself, when, and in which words."</p>
                </div>
            </header>
            {done.map(|head| view! { <Notice head/> })}
            <Invites/>
            <Loaded load=read_workflows show=|(page, forms): (WorkflowPage, PaperworkPage)| {
                view! { <Appointments page/> <Paperwork page=forms/> }.into_any()
            }/>
            <SignatureReminders/>
            <Further/>
        </OfficePage>
    }
}

#[component]
fn Appointments(page: WorkflowPage) -> impl IntoView {
    let WorkflowPage { workflow, mail, text, texts, sent } = page;
    let kind = workflow.kind;
    let fields = move || vec![("kind", kind.name().to_owned())];
    let label = "Remind clients of their appointments";
    let hint = "Day, time and practice, never whom they see or why. Whoever sees the appointment in the portal gets the mail.";
    let hours = |place: usize| workflow.hours.get(place).map(u16::to_string).unwrap_or_default();
    let (first, second) = (hours(0), hours(1));
    view! {
        <Panel title="Appointment reminders">
            <Form<ChangeWorkflow> fields=fields()>
                <SwitchField name="on" label recorded=workflow.on hint/>
                <div class="fields">
                    <SelectField name="first" label="First reminder" options=choices(&first, false) recorded=first.clone()/>
                    <SelectField name="second" label="Second reminder" options=choices(&second, true) recorded=second.clone()/>
                </div>
                <TextArea name="mail" label="What the mail says" rows=6 recorded=workflow.mail longest=1000
                    hint="{practice} is the practice’s name, {day} and {time} are those of the appointment, by the clock of its place. The link to the appointment follows below. Name no clinician and no kind of appointment. Who wants no practice named gets plain words instead."/>
                <TextArea name="words" label="What the text says" rows=3 recorded=workflow.text longest=240
                    hint="For appointments where texts are wanted, to the first number of the chart that may be texted: at most two texts an appointment. How to end texts is added by itself."/>
                <div class="acts"><button class="btn">"Save"</button></div>
            </Form<ChangeWorkflow>>
        </Panel>
        <Panel title="How it reads">
            <p class="sub">"For an appointment tomorrow at ten, as it is saved now."</p>
            <article class="paper block" aria-label="The mail">{mail.into_iter().map(|words| view! { <Lines text=words/> }).collect_view()}</article>
            <article class="paper block" aria-label="The text"><Lines text/></article>
            {(!texts).then(|| view! { <p class="sub">"No texts are sent: no service for texts is set. Who runs Anteroom for you can set one."</p> })}
            <div class="acts block">
                <PostButton<SendWorkflowTest> class="btn quiet" fields=fields()>"Send a test to yourself"</PostButton<SendWorkflowTest>>
            </div>
        </Panel>
        <Panel title="Last reminders">
            <SentList sent/>
            {history_link(WorkflowKind::AppointmentReminder)}
        </Panel>
    }
}

/// To all that it did.
pub(in crate::workflows) fn history_link(kind: WorkflowKind) -> impl IntoView {
    view! { <p class="block"><a class="link" href=routes::workflow_history(kind)>"What it did, and why not"</a></p> }
}

#[component]
fn SentList(sent: Vec<SentLine>) -> impl IntoView {
    if sent.is_empty() {
        view! { <p class="sub">"None yet. They show here as they are sent, and where none was, why."</p> }.into_any()
    } else {
        view! { <ul class="rows bare">{sent.into_iter().map(|line| view! { <SentRow line/> }).collect_view()}</ul> }.into_any()
    }
}

#[component]
fn SentRow(line: SentLine) -> impl IntoView {
    let order = calendar().order;
    let channel = match line.channel {
        Channel::Mail => "Mail",
        Channel::Text => "Text",
        Channel::Task => "To-do",
    };
    let (href, what) = match line.about {
        SentAbout::Appointment(id) => (routes::office_appointment(id), format!("Appointment {}", order.short_moment(&line.moment))),
        SentAbout::Forms(chart) => (routes::chart_forms(chart), format!("Forms, {}", order.short_day(line.moment.day()))),
        SentAbout::Documents(chart) => (routes::chart_documents(chart), format!("A signature, due {}", order.short_day(line.moment.day()))),
        SentAbout::Access(chart) => (routes::chart_communications(chart), "Portal access".to_owned()),
        SentAbout::Invoice(chart) => (routes::chart_billing(chart), format!("An invoice, due {}", order.short_day(line.moment.day()))),
        SentAbout::Conversation(id) => (routes::office_conversation(id), format!("Waits since {}", order.short_moment(&line.moment))),
    };
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name" href=href>{line.client}</a>
                    <span class="row-fact num">{what} ". " {channel} ": " {became(line.channel, line.state, line.why_not)}</span>
                </span>
                <span class="row-end num">{order.short_moment(&line.at)}</span>
            </div>
        </li>
    }
}

/// What became of it, or why there was none.
fn became(channel: Channel, state: Option<MailState>, why_not: Option<WhyNot>) -> &'static str {
    match (state, why_not) {
        (Some(MailState::Queued), _) => "on its way",
        (Some(MailState::Sent), _) => "sent",
        (Some(MailState::Failed), _) => "not sent: it was tried too often",
        (Some(MailState::Bounced), _) => "not delivered: it was refused",
        (Some(MailState::Cancelled), _) => "not sent: there was no reason for it any more",
        (None, Some(WhyNot::NobodyToTell)) => "not sent: nobody sees that in the portal",
        (None, Some(WhyNot::NoAddress)) => "not sent: no e-mail address, or the client is not the Chart Owner",
        (None, Some(WhyNot::SharedAlready)) => "not asked: something was shared since the session",
        (None, Some(WhyNot::NoNumber)) => "not sent: the chart has no number that may be texted",
        (None, Some(WhyNot::Stopped)) => "not sent: whoever has the number answered STOP",
        (None, Some(WhyNot::TextsEnough)) => "not sent: there were two about this appointment already",
        (None, Some(WhyNot::NoGateway)) => "not sent: no service for texts is set",
        (None, Some(WhyNot::JustTold)) => "not sent: the appointment was made or moved after that",
        (None, None) if channel == Channel::Task => "put on the list",
        (None, None) => "",
    }
}

/// The usual times, and the one that is recorded.
fn choices(recorded: &str, none: bool) -> Vec<(String, String)> {
    let mut hours = vec![1, 2, 4, 12, 24, 48, 72, 168];
    hours.extend(recorded.parse::<u16>().ok().filter(|recorded| !hours.contains(recorded)));
    hours.sort_unstable();
    let words = |hours: u16| match hours {
        1 => "1 hour before".to_owned(),
        168 => "A week before".to_owned(),
        hours if hours > 24 && hours.is_multiple_of(24) => format!("{} days before", hours / 24),
        hours => format!("{hours} hours before"),
    };
    let choice = |hours: u16| (hours.to_string(), words(hours));
    none.then(|| (String::new(), "None".to_owned())).into_iter().chain(hours.into_iter().map(choice)).collect()
}
