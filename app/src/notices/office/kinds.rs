//! How each kind of task is put, and where its work is done.

use crate::{
    parts::{calendar, mail_trouble, mail_wait},
    routes,
};
use domain::notices::{TaskKind, TaskLine};

/// What is said of it. `{who}` is the client, `{title}` the document, `{said}` what the client or the mail server said, if anything.
struct Words {
    icon: &'static str,
    tone: &'static str,
    name: &'static str,
    fact: &'static str,
    to: To,
}

/// Where its work is done.
#[derive(Clone, Copy)]
enum To {
    Communications,
    Document,
    Appointment,
    Newcomer,
    Grant,
    Records,
    Conversation,
    Activity,
    Activities,
    Proposals,
    Billing,
    Team,
    Settings,
}

const fn words(icon: &'static str, tone: &'static str, name: &'static str, fact: &'static str, to: To) -> Words {
    Words { icon, tone, name, fact, to }
}

/// A kind is one line.
#[rustfmt::skip]
fn of(kind: TaskKind) -> Words {
    use TaskKind::*;
    match kind {
        FactorReset => words("lock", "signal", "Second step lost", "{who}: the client reports a lost phone. Verify who they are, and reset it, or let three days pass", To::Communications),
        LockedRegistration => words("lock", "bad", "Registration link locked", "{who}: five tries did not match{said}", To::Communications),
        FailedMail => words("mail", "bad", "Mail could not be delivered", "{who}{said}", To::Communications),
        FailedTeamMail => words("mail", "bad", "Mail to the team could not be delivered", "{who}{said}", To::Communications),
        MailServer => words("mail", "bad", "Mail is not leaving", "All mail waits, and is tried again. Tell who runs Anteroom: anteroom doctor says what to do", To::Settings),
        GrantToReview => words("people", "signal", "Access to review", "{who}: the client’s age asks for another look", To::Grant),
        CameOfAge => words("people", "signal", "Access ended. Invite {who}", "{who} is of age now, and a related contact’s access has ended", To::Communications),
        AddressesAlike => words("mail", "signal", "Addresses of one mailbox", "{who}: each signs in as written here. Ask whose it is, and record another address for the other", To::Team),
        AppointmentRequested => words("calendar", "signal", "New appointment (requested)", "{who}", To::Appointment),
        AppointmentToMove => words("calendar", "signal", "Another time (requested)", "{who}", To::Appointment),
        AppointmentCancelled => words("calendar", "signal", "Appointment cancelled by the client", "{who}", To::Appointment),
        RequestLapsed => words("calendar", "bad", "Request ended without an answer", "{who}", To::Appointment),
        ProspectAsked => words("calendar", "signal", "New client (requested)", "Somebody without an account asks for an appointment", To::Newcomer),
        SignedDocument => words("check-circle", "ok", "Document signed", "{who}: {title}", To::Document),
        ToCountersign => words("pen", "signal", "To countersign", "{who}: {title}", To::Document),
        SignerGone => words("people", "bad", "A signer cannot sign any more", "{who}: {title}. Take them back, or ask somebody else", To::Document),
        SignatureExpired => words("pen", "signal", "Not signed in time", "{who}: {title}. You can share it to sign again", To::Document),
        ConsentWithdrawn => words("document", "signal", "Signs on paper from now on", "{who} took back the agreement to sign electronically. What waits can be signed on paper", To::Document),
        ActivitySubmitted => words("pen", "signal", "Activity submitted", "{who}", To::Activity),
        AnswerNeedsYou => words("alert", "bad", "An answer needs somebody now", "{who}. Say there what came of it", To::Activities),
        InformationProposed => words("person", "signal", "Changes to look at", "{who}{said}", To::Proposals),
        DeclinedDocument => words("x", "signal", "Signature declined", "{who}: {title}{said}", To::Document),
        FilesReceived => words("paperclip", "signal", "Files received", "{who}: {title}", To::Document),
        FormSubmitted => words("document", "signal", "Form submitted", "{who}: {title}", To::Document),
        RecordsRequested => words("document", "signal", "Records requested", "{who}", To::Records),
        PaymentFailed => words("card", "bad", "A payment was declined", "{who}", To::Billing),
        RefundFailed => words("card", "bad", "Money could not be given back", "{who}", To::Billing),
        InvoiceOverdue => words("card", "signal", "Invoice overdue", "{who}", To::Billing),
        ClinicalUnanswered => words("message", "signal", "Message without an answer", "{who}: a clinical conversation waits for us", To::Conversation),
        AdministrativeUnanswered => words("message", "signal", "Message without an answer", "{who}: an administrative conversation waits for us", To::Conversation),
        BillingUnanswered => words("message", "signal", "Message without an answer", "{who}: a conversation about billing waits for us", To::Conversation),
        SummaryDue => words("document", "signal", "Summary to share", "{who}: the session is over. Share its summary, or mark this as done", To::Document),
    }
}

/// A task as its line shows it.
pub struct TaskLook {
    pub icon: &'static str,
    pub tone: &'static str,
    pub name: String,
    pub fact: String,
    pub href: String,
}

impl TaskLook {
    pub fn of(task: &TaskLine) -> Self {
        let Words { icon, tone, name, fact, to } = of(task.kind);
        let said = match (&task.remark, task.kind) {
            (Some(remark), TaskKind::DeclinedDocument) => format!(". “{remark}”"),
            (Some(remark), _) => format!(": {remark}"),
            (None, _) => String::new(),
        };
        let title = task.document.as_ref().map_or("A document", |(_, title)| title);
        // What people wrote is put in last, so that it fills in nothing else.
        let fill = |words: &str| in_place(words, &[("{who}", &task.who), ("{title}", title), ("{said}", &said)]);
        let late = task.done.is_none() && task.due.is_some_and(|due| due < calendar().today);
        let mut look = Self { icon, tone: if late { "bad" } else { tone }, name: fill(name), fact: fill(fact), href: href(task, to) };
        match (task.kind, &task.waits) {
            (TaskKind::FailedMail, Some(wait)) => {
                look.name = "Mail has not left yet".into();
                look.fact = format!("{}: {}", task.who, mail_wait(wait, calendar()));
            }
            (TaskKind::FailedTeamMail, Some(wait)) => {
                look.name = "Mail to the team has not left yet".into();
                look.fact = format!("{}: {}", task.who, mail_wait(wait, calendar()));
            }
            (TaskKind::MailServer, Some(wait)) => look.fact = format!("{}{said}. {}", first_up(mail_trouble(wait.trouble)), look.fact),
            _ => {}
        }
        look
    }
}

fn href(task: &TaskLine, to: To) -> String {
    // What is about no chart is about the team.
    let communications = || task.chart.map_or_else(|| routes::TEAM.to_owned(), routes::chart_communications);
    match to {
        To::Communications => communications(),
        To::Document => match (task.chart, &task.document) {
            (Some(chart), Some((document, _))) => routes::office_document(chart, *document),
            (Some(chart), None) => routes::chart_documents(chart),
            (None, _) => communications(),
        },
        To::Appointment => task.appointment.map_or_else(|| routes::CALENDAR.to_owned(), routes::office_appointment),
        To::Newcomer => task.prospect.map_or_else(|| routes::CALENDAR.to_owned(), routes::newcomer),
        To::Grant => task.chart.zip(task.grant).map_or_else(communications, |(chart, grant)| routes::chart_grant(chart, grant)),
        To::Records => task.chart.zip(task.request).map_or_else(communications, |(chart, request)| routes::record_request(chart, request)),
        To::Conversation => task.conversation.map_or_else(|| routes::INBOX.to_owned(), routes::office_conversation),
        To::Activity => {
            task.chart.zip(task.activity).map_or_else(communications, |(chart, activity)| routes::chart_activity(chart, activity))
        }
        To::Activities => task.chart.map_or_else(communications, routes::chart_activities),
        To::Proposals => task.chart.map_or_else(communications, |chart| format!("{}#proposals", routes::chart_demographics(chart))),
        To::Billing => task.chart.map_or_else(|| routes::BILLING.to_owned(), routes::chart_billing),
        To::Team => routes::TEAM.to_owned(),
        To::Settings => routes::SETTINGS.to_owned(),
    }
}

/// In one pass: what is put in is looked at no more.
fn in_place(words: &str, told: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = told.iter().find_map(|(name, value)| Some((*value, rest.strip_prefix(name)?)));
        let (value, after) = known.unwrap_or(("{", &rest[1..]));
        filled.push_str(value);
        rest = after;
    }
    filled + rest
}

/// A sentence that begins with these words.
fn first_up(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
