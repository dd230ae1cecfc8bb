//! Workflows: what the practice does by itself, when, and in which words.

mod further;
mod paperwork;
mod refusals;
mod signatures;

pub use further::{FurtherPage, InvoiceReminder, OVERDUE_AFTER, Unanswered};
pub use paperwork::{FormExpiry, FormReminder, MORNING, NewClientForms, RECORDS_WITHIN, check_records_within, read_days};
pub use refusals::Refusal;
pub use signatures::SignatureReminder;

use crate::{
    charts::is_invisible,
    dates::Moment,
    ids::{AppointmentId, ChartId, ConversationId, JobId, PackageId},
    lines,
    named::named,
    notices::MailState,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

named! {
    /// What is done by itself.
    pub enum WorkflowKind {
        /// Who has an appointment is reminded of it.
        AppointmentReminder "appointment_reminder",
        /// Every new client gets a package of forms.
        NewClientForms "new_client_forms",
        /// Who has not submitted a form is reminded of it.
        FormReminder "form_reminder",
        /// What was not submitted in time is closed.
        FormExpiry "form_expiry",
        /// Until when a request for records is to be answered.
        RecordRequest "record_request",
        /// Whose turn it is to sign something that is due is reminded of it.
        SignatureReminder "signature_reminder",
        /// Every new client is invited to the portal.
        PortalInvite "portal_invite",
        /// Who may pay is reminded of an invoice that is due, and once more a week later.
        InvoiceReminder "invoice_reminder",
        /// A client wrote, and nobody answers.
        UnansweredMessage "unanswered_message",
        /// After a session its summary is to be shared.
        SessionSummary "session_summary",
    }
}

impl WorkflowKind {
    /// Those that leave a history, with the words for it.
    pub const WITH_HISTORY: [(Self, &str); 8] = [
        (Self::PortalInvite, "Invites"),
        (Self::NewClientForms, "Intake"),
        (Self::AppointmentReminder, "Appointments"),
        (Self::FormReminder, "Forms"),
        (Self::SignatureReminder, "Signatures"),
        (Self::InvoiceReminder, "Invoices"),
        (Self::UnansweredMessage, "Messages"),
        (Self::SessionSummary, "Summaries"),
    ];
}

named! {
    /// How something is said.
    pub enum Channel { Mail "mail", Text "text", Task "task" }
}

named! {
    /// Why nothing was sent.
    pub enum WhyNot {
        /// Nobody has an account through which the appointments are seen.
        NobodyToTell "nobody_to_tell",
        /// The chart has no number that may be sent texts.
        NoNumber "no_number",
        /// Whoever has that number has answered STOP.
        Stopped "stopped",
        /// As many texts as there may be about one appointment have been sent.
        TextsEnough "texts_enough",
        /// No service for texts is set.
        NoGateway "no_gateway",
        /// It was booked or moved so late that they had just been told.
        JustTold "just_told",
        /// The new client has no e-mail address, or is not the Chart Owner.
        NoAddress "no_address",
        /// Something was shared with the client since the session.
        SharedAlready "shared_already",
    }
}

/// So many texts at most are sent about one appointment.
pub const MOST_TEXTS: u64 = 2;
/// Nobody is reminded earlier: so many hours.
pub const EARLIEST: u16 = 168;
/// So many characters stand in the words of a mail, and of a text.
const LONGEST_MAIL: usize = 1_000;
const LONGEST_TEXT: usize = 240;

/// What may stand in braces.
const PLACEHOLDERS: [&str; 3] = ["practice", "day", "time"];

/// How a text ends, whatever else it says.
pub const HOW_TO_STOP: &str = "Reply STOP to end texts.";

/// One of them, as the practice has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    pub kind: WorkflowKind,
    pub on: bool,
    /// So many hours before: the earlier first, one or two.
    pub hours: Vec<u16>,
    pub mail: String,
    pub text: String,
}

impl Workflow {
    /// How it is until somebody changes it.
    pub fn usual(kind: WorkflowKind) -> Self {
        match kind {
            WorkflowKind::AppointmentReminder => Self {
                kind,
                on: true,
                hours: vec![24],
                mail: "{practice} reminds you of your appointment on {day} at {time}.\n\n\
                       Please sign in to confirm that you will come, or if you need another time."
                    .into(),
                text: "{practice}: your appointment is on {day} at {time}.".into(),
            },
            // These count days, and have shapes of their own.
            WorkflowKind::NewClientForms
            | WorkflowKind::FormReminder
            | WorkflowKind::FormExpiry
            | WorkflowKind::RecordRequest
            | WorkflowKind::SignatureReminder
            | WorkflowKind::PortalInvite
            | WorkflowKind::InvoiceReminder
            | WorkflowKind::UnansweredMessage
            | WorkflowKind::SessionSummary => Self { kind, on: false, hours: Vec::new(), mail: String::new(), text: String::new() },
        }
    }

    /// Said to who wants no practice named: the practice's own words might.
    pub fn discreet(kind: WorkflowKind) -> Self {
        Self {
            mail: "You have an appointment on {day} at {time}.\n\n\
                   Please sign in to confirm that you will come, or if you need another time."
                .into(),
            text: "You have an appointment on {day} at {time}.".into(),
            ..Self::usual(kind)
        }
    }

    /// As it is kept: nothing invisible, the earlier hours first.
    pub fn tidied(mut self) -> Self {
        (self.mail, self.text) = (tidied(&self.mail), tidied(&self.text).replace('\n', " "));
        self.hours.sort_unstable_by(|a, b| b.cmp(a));
        self
    }

    /// Names everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        if self.hours.is_empty() || self.hours.iter().any(|hours| !(1..=EARLIEST).contains(hours)) {
            refusals.push(Refusal::HoursUnfit);
        }
        match self.hours[..] {
            [_] | [] => {}
            [first, second] if first > second => {}
            _ => refusals.push(Refusal::SecondUnfit),
        }
        for (words, longest, [missing, too_long, placeholder, is_clinical]) in [
            (&self.mail, LONGEST_MAIL, [Refusal::MailMissing, Refusal::MailTooLong, Refusal::MailPlaceholder, Refusal::MailClinical]),
            (&self.text, LONGEST_TEXT, [Refusal::TextMissing, Refusal::TextTooLong, Refusal::TextPlaceholder, Refusal::TextClinical]),
        ] {
            if words.trim().is_empty() {
                refusals.push(missing);
            } else if words.chars().count() > longest {
                refusals.push(too_long);
            }
            if !only(&PLACEHOLDERS, words) {
                refusals.push(placeholder);
            }
            refusals.extend(clinical(words).then_some(is_clinical));
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Which of the reminders is due: the last whose hour has come, as long as what it tells of lies ahead. One that was slept through
    /// is not made up for beside a later one.
    pub fn due(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Due> {
        if !self.on || now >= starts_at {
            return None;
        }
        let steps =
            self.hours.iter().enumerate().map(|(step, hours)| Due { step: step as u8, at: starts_at - Duration::hours((*hours).into()) });
        steps.filter(|due| due.at <= now).max_by_key(|due| due.at)
    }

    /// What the mail says, paragraph by paragraph.
    pub fn mail_for(&self, told: &Told) -> Vec<String> {
        lines_of(&self.mail).into_iter().map(|words| fill(&words, &told.pairs())).collect()
    }

    /// What the text says, and how to end texts.
    pub fn text_for(&self, told: &Told) -> String {
        format!("{} {HOW_TO_STOP}", fill(&self.text, &told.pairs()))
    }
}

/// A reminder that is due, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub step: u8,
    pub at: DateTime<Utc>,
}

/// What stands in place of what is in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub practice: String,
    /// "Tuesday, December 1, 2026"
    pub day: String,
    /// "10:00 am EST"
    pub time: String,
}

impl Told {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        let [practice, day, time] = PLACEHOLDERS;
        [(practice, &self.practice), (day, &self.day), (time, &self.time)]
    }
}

/// Words as they are kept: nothing invisible in them, no empty lines around.
pub fn tidied(text: &str) -> String {
    let text: String = lines::as_typed(text).chars().filter(|c| !is_invisible(*c)).collect();
    lines::trimmed(&text)
}

/// Paragraph by paragraph.
fn lines_of(words: &str) -> Vec<String> {
    lines::passages(words).into_iter().map(|lines| lines.join("\n")).collect()
}

/// In one pass: a practice whose name holds braces does not fill in anything else.
fn fill(words: &str, told: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = told.iter().find_map(|(name, value)| Some((*value, rest.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?)));
        let Some((value, after)) = known else {
            filled.push('{');
            rest = &rest[1..];
            continue;
        };
        filled.push_str(value);
        rest = after;
    }
    filled + rest
}

/// Whether every brace belongs to one of these placeholders.
fn only(known: &[&str], words: &str) -> bool {
    let without = known.iter().fold(words.to_owned(), |words, name| words.replace(&format!("{{{name}}}"), ""));
    !without.contains(['{', '}'])
}

/// Words that tell of somebody's health begin like these: they stand in no mail and no text.
const CLINICAL: [&str; 31] = [
    "addict",
    "adhd",
    "alcohol",
    "anxi",
    "autis",
    "bipolar",
    "bulimi",
    "anorexi",
    "depress",
    "detox",
    "diagnos",
    "disorder",
    "drug",
    "eating disorder",
    "medicat",
    "mental",
    "overdos",
    "panic",
    "phq",
    "gad-",
    "prescri",
    "psych",
    "ptsd",
    "self-harm",
    "suicid",
    "symptom",
    "therap",
    "trauma",
    "treatment",
    "schizo",
    "substance",
];

/// Whether words say something clinical. What is in braces is not looked at: a practice may be called as it likes.
pub(super) fn clinical(words: &str) -> bool {
    let words = words.to_lowercase();
    let begins = |at: usize| words[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    CLINICAL.iter().any(|stem| words.match_indices(stem).any(|(at, _)| begins(at)))
}

/// What somebody answers to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAnswer {
    Stop,
    Start,
}

impl TextAnswer {
    /// The words that every service for texts knows; anything else is no answer to us.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().trim_end_matches(['.', '!']).to_ascii_uppercase().as_str() {
            "STOP" | "STOPALL" | "UNSUBSCRIBE" | "CANCEL" | "END" | "QUIT" => Some(Self::Stop),
            "START" | "UNSTOP" | "YES" => Some(Self::Start),
            _ => None,
        }
    }
}

/// What something was sent about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SentAbout {
    Appointment(AppointmentId),
    /// The forms of a chart.
    Forms(ChartId),
    /// What waits for a signature there.
    Documents(ChartId),
    Access(ChartId),
    Invoice(ChartId),
    Conversation(ConversationId),
}

/// One of the last that were sent, or were not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLine {
    pub at: Moment,
    pub channel: Channel,
    pub client: String,
    pub about: SentAbout,
    /// When that is, or was due.
    pub moment: Moment,
    /// What became of it; nothing where none was written.
    pub state: Option<MailState>,
    pub why_not: Option<WhyNot>,
}

/// What one workflow did, and why it did not: a page of it, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowHistory {
    pub kind: WorkflowKind,
    pub lines: Vec<SentLine>,
    /// The last of the page, where more follow.
    pub below: Option<JobId>,
}

/// One workflow on its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowPage {
    pub workflow: Workflow,
    /// What the mail and the text would say of an appointment tomorrow.
    pub mail: Vec<String>,
    pub text: String,
    /// Whether texts can leave.
    pub texts: bool,
    /// The newest first.
    pub sent: Vec<SentLine>,
}

/// What becomes of forms and of requests for records by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperworkPage {
    pub new_clients: NewClientForms,
    /// The packages that can be sent.
    pub packages: Vec<(PackageId, String)>,
    pub reminder: FormReminder,
    /// What the mail would say of something due tomorrow.
    pub mail: Vec<String>,
    pub expiry: FormExpiry,
    pub records_within: u16,
    /// The newest first.
    pub sent: Vec<SentLine>,
}

#[cfg(test)]
mod tests;
