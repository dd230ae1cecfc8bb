//! The office **To-do**: what happened that a person has to look at, oldest first.

use crate::{
    Done,
    door::Door,
    notices::{FinishTask, RetryMail, list_tasks},
    parts::{
        Empty, Icon, Loaded, Notice, When, calendar,
        form::{BareForm, FormDraft, PostButton, Refused, WithDraft},
        mail_trouble, mail_wait,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    ids::TaskId,
    notices::{TaskKind, TaskLine, ToDo},
};
use leptos::prelude::*;

#[component]
pub fn ToDoPage() -> impl IntoView {
    let done = Done::here();
    view! {
        <OfficePage title="To-do">
            <Loaded load=list_tasks show=move |list: ToDo| view! {
                <header class="head">
                    <div>
                        <h1>"To-do"</h1>
                        {(!list.tasks.is_empty()).then(|| view! { <p class="sub num">{count(list.tasks.len())}</p> })}
                    </div>
                </header>
                <DoneNotice done/>
                <Refused<RetryMail>/>
                <Refused<FinishTask>/>
                {if list.tasks.is_empty() {
                    view! {
                        <Empty drawing="draw-calm" title="All done" words="Signed documents, failed mail, locked registrations and access to review show here."/>
                    }
                    .into_any()
                } else {
                    let tasks = list.tasks;
                    view! { <WithDraft of={Door::of::<FinishTask>()} show=move |kept| view! { <TaskRows tasks kept/> }.into_any()/> }.into_any()
                }}
            }
            .into_any()/>
        </OfficePage>
    }
}

fn count(tasks: usize) -> String {
    match tasks {
        1 => "1 thing for you and your care team".into(),
        tasks => format!("{tasks} things for you and your care team"),
    }
}

#[component]
fn DoneNotice(done: Option<Done>) -> impl IntoView {
    match done {
        Some(Done::Finished) => view! { <Notice head="Done. It is off the list."/> }.into_any(),
        Some(Done::Sent) => {
            view! { <Notice head="The mail is tried again now."><p>"If it does not leave, it stands here again."</p></Notice> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn TaskRows(tasks: Vec<TaskLine>, kept: FormDraft) -> impl IntoView {
    view! { <ul class="rows bare">{tasks.into_iter().map(|task| view! { <TaskRow task kept=kept.clone()/> }).collect_view()}</ul> }
}

#[component]
fn TaskRow(task: TaskLine, kept: FormDraft) -> impl IntoView {
    let look = TaskLook::of(&task);
    let fields = vec![("task", task.id.to_string())];
    let about = if task.who.is_empty() { look.name.clone() } else { format!("{}, {}", look.name, task.who) };
    let is_mail = matches!(task.kind, TaskKind::FailedMail | TaskKind::FailedTeamMail);
    let (failed, who) = (is_mail && task.mail.is_some(), task.who.clone());
    let retry_label = if task.waits.is_some() { "Try now" } else { "Send again" };
    let retry = failed.then(|| {
        view! {
            <PostButton<RetryMail> class="btn quiet small" fields>
                {retry_label}<span class="sr">" to "{who}</span>
            </PostButton<RetryMail>>
        }
    });
    view! {
        <li>
            <div class="row">
                <span class=format!("row-icon {}", look.tone)><Icon name=look.icon/></span>
                <span class="row-main">
                    <a class="row-name" href=look.href>{look.name}</a>
                    <span class="row-fact as-typed num">{look.fact}</span>
                </span>
                <span class="row-end">
                    <span class="fine num"><When at=task.since recent=true/></span>
                    {task.owner.map(|owner| view! { <span class="fine">"For "{owner}</span> })}
                    {retry}
                    {(task.kind != TaskKind::AnswerNeedsYou).then(|| view! { <FinishForm task=task.id about kept/> })}
                </span>
            </div>
        </li>
    }
}

/// Takes the task off the list; who wants to, notes what was done.
#[component]
fn FinishForm(task: TaskId, about: String, kept: FormDraft) -> impl IntoView {
    let id = task.to_string();
    // Of the forms of this list at most one was kept.
    let note = if kept.value("task", "") == id { kept.value("note", "") } else { String::new() };
    let noted = !note.is_empty();
    view! {
        <BareForm to={Door::of::<FinishTask>()} class="acts" fields=vec![("task", id)]>
            <details class="note" open=noted>
                <summary class="btn plain small">"Add a note"<span class="sr">": "{about.clone()}</span></summary>
                <input
                    class="input"
                    name="note"
                    type="text"
                    value=note
                    maxlength="500"
                    autocomplete="off"
                    placeholder="What was done"
                    aria-label=format!("Note: {about}")
                />
            </details>
            <button class="btn plain small">"Mark as done"<span class="sr">": "{about.clone()}</span></button>
        </BareForm>
    }
}

/// A sentence that begins with these words.
fn first_up(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How a task is put, and where its work is done.
struct TaskLook {
    icon: &'static str,
    tone: &'static str,
    name: String,
    fact: String,
    href: String,
}

impl TaskLook {
    fn of(task: &TaskLine) -> Self {
        let (who, title) = (&task.who, task.document.as_ref().map_or("A document", |(_, title)| title));
        let remark = task.remark.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
        // What is about no chart is about the team.
        let communications = task.chart.map_or_else(|| routes::TEAM.to_owned(), routes::chart_communications);
        let document = match (task.chart, &task.document) {
            (Some(chart), Some((document, _))) => routes::office_document(chart, *document),
            (Some(chart), None) => routes::chart_documents(chart),
            (None, _) => communications.clone(),
        };
        match task.kind {
            TaskKind::FactorReset => Self {
                icon: "lock",
                tone: "signal",
                name: "Second step lost".into(),
                fact: format!("{who}: the client reports a lost phone. Verify who they are, and reset it, or let three days pass"),
                href: communications,
            },
            TaskKind::LockedRegistration => Self {
                icon: "lock",
                tone: "bad",
                name: "Registration link locked".into(),
                fact: format!("{who}: five tries did not match{remark}"),
                href: communications,
            },
            TaskKind::FailedMail | TaskKind::FailedTeamMail => Self {
                icon: "mail",
                tone: "bad",
                name: match (task.kind, &task.waits) {
                    (TaskKind::FailedTeamMail, Some(_)) => "Mail to the team has not left yet",
                    (TaskKind::FailedTeamMail, None) => "Mail to the team could not be delivered",
                    (_, Some(_)) => "Mail has not left yet",
                    (_, None) => "Mail could not be delivered",
                }
                .into(),
                fact: match &task.waits {
                    Some(wait) => format!("{who}: {}", mail_wait(wait, calendar())),
                    None => format!("{who}{remark}"),
                },
                href: communications,
            },
            TaskKind::MailServer => {
                let why = task.waits.as_ref().map(|wait| format!("{}{remark}. ", first_up(mail_trouble(wait.trouble)))).unwrap_or_default();
                Self {
                    icon: "mail",
                    tone: "bad",
                    name: "Mail is not leaving".into(),
                    fact: format!("{why}All mail waits, and is tried again. Tell who runs Anteroom: anteroom doctor says what to do"),
                    href: routes::SETTINGS.to_owned(),
                }
            }
            TaskKind::GrantToReview => Self {
                icon: "people",
                tone: "signal",
                name: "Access to review".into(),
                fact: format!("{who}: the client’s age asks for another look"),
                href: task.chart.zip(task.grant).map_or(communications, |(chart, grant)| routes::chart_grant(chart, grant)),
            },
            TaskKind::CameOfAge => Self {
                icon: "people",
                tone: "signal",
                name: format!("Access ended. Invite {who}"),
                fact: format!("{who} is of age now, and a related contact’s access has ended"),
                href: communications,
            },
            TaskKind::AddressesAlike => Self {
                icon: "mail",
                tone: "signal",
                name: "Addresses of one mailbox".into(),
                fact: format!("{who}: each signs in as written here. Ask whose it is, and record another address for the other"),
                href: routes::TEAM.to_owned(),
            },
            TaskKind::AppointmentRequested | TaskKind::AppointmentToMove | TaskKind::AppointmentCancelled | TaskKind::RequestLapsed => {
                Self {
                    icon: "calendar",
                    tone: if task.kind == TaskKind::RequestLapsed { "bad" } else { "signal" },
                    name: match task.kind {
                        TaskKind::AppointmentRequested => "New appointment (requested)",
                        TaskKind::AppointmentToMove => "Another time (requested)",
                        TaskKind::AppointmentCancelled => "Appointment cancelled by the client",
                        _ => "Request ended without an answer",
                    }
                    .into(),
                    fact: who.clone(),
                    href: task.appointment.map_or_else(|| routes::CALENDAR.to_owned(), routes::office_appointment),
                }
            }
            TaskKind::ProspectAsked => Self {
                icon: "calendar",
                tone: "signal",
                name: "New client (requested)".into(),
                fact: "Somebody without an account asks for an appointment".into(),
                href: task.prospect.map_or_else(|| routes::CALENDAR.to_owned(), routes::newcomer),
            },
            TaskKind::SignedDocument => {
                Self { icon: "check-circle", tone: "ok", name: "Document signed".into(), fact: format!("{who}: {title}"), href: document }
            }
            TaskKind::ToCountersign => {
                Self { icon: "pen", tone: "signal", name: "To countersign".into(), fact: format!("{who}: {title}"), href: document }
            }
            TaskKind::SignerGone => Self {
                icon: "people",
                tone: "bad",
                name: "A signer cannot sign any more".into(),
                fact: format!("{who}: {title}. Take them back, or ask somebody else"),
                href: document,
            },
            TaskKind::SignatureExpired => Self {
                icon: "pen",
                tone: "signal",
                name: "Not signed in time".into(),
                fact: format!("{who}: {title}. You can share it to sign again"),
                href: document,
            },
            TaskKind::ConsentWithdrawn => Self {
                icon: "document",
                tone: "signal",
                name: "Signs on paper from now on".into(),
                fact: format!("{who} took back the agreement to sign electronically. What waits can be signed on paper"),
                href: document,
            },
            TaskKind::FilesReceived => {
                Self { icon: "paperclip", tone: "signal", name: "Files received".into(), fact: format!("{who}: {title}"), href: document }
            }
            TaskKind::FormSubmitted => {
                Self { icon: "document", tone: "signal", name: "Form submitted".into(), fact: format!("{who}: {title}"), href: document }
            }
            TaskKind::InformationProposed => Self {
                icon: "person",
                tone: "signal",
                name: "Changes to look at".into(),
                fact: match task.changes {
                    1 => format!("{who}: asks for 1 change of what is recorded"),
                    many => format!("{who}: asks for {many} changes of what is recorded"),
                },
                href: task.chart.map_or(communications, |chart| format!("{}#proposals", routes::chart_demographics(chart))),
            },
            TaskKind::ActivitySubmitted | TaskKind::AnswerNeedsYou => {
                let needs_you = task.kind == TaskKind::AnswerNeedsYou;
                let href = match (task.chart, task.activity) {
                    (Some(chart), Some(activity)) if !needs_you => routes::chart_activity(chart, activity),
                    (Some(chart), _) => routes::chart_activities(chart),
                    (None, _) => communications,
                };
                let fact = if needs_you { format!("{who}. Say there what came of it") } else { who.clone() };
                Self {
                    icon: if needs_you { "alert" } else { "pen" },
                    tone: if needs_you { "bad" } else { "signal" },
                    name: if needs_you { "An answer needs somebody now" } else { "Activity submitted" }.into(),
                    fact,
                    href,
                }
            }
            TaskKind::RecordsRequested => {
                let late = task.due.is_some_and(|due| due < calendar().today);
                let due = task.due.map(|due| format!(". {} {}", if late { "Overdue since" } else { "Due" }, calendar().order.day(due)));
                Self {
                    icon: "document",
                    tone: if late { "bad" } else { "signal" },
                    name: "Records requested".into(),
                    fact: format!("{who}{}", due.unwrap_or_default()),
                    href: task.chart.zip(task.request).map_or(communications, |(chart, request)| routes::record_request(chart, request)),
                }
            }
            TaskKind::PaymentFailed | TaskKind::RefundFailed | TaskKind::InvoiceOverdue => Self {
                icon: "card",
                tone: if task.kind == TaskKind::InvoiceOverdue { "signal" } else { "bad" },
                name: match task.kind {
                    TaskKind::PaymentFailed => "A payment was declined",
                    TaskKind::RefundFailed => "Money could not be given back",
                    _ => "Invoice overdue",
                }
                .into(),
                fact: who.clone(),
                href: task.chart.map_or_else(|| routes::BILLING.to_owned(), routes::chart_billing),
            },
            TaskKind::DeclinedDocument => Self {
                icon: "x",
                tone: "signal",
                name: "Signature declined".into(),
                fact: format!("{who}: {title}{}", task.remark.as_deref().map(|words| format!(". “{words}”")).unwrap_or_default()),
                href: document,
            },
        }
    }
}
