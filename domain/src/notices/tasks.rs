//! What waits for staff: one list, in which each kind says whose work it is, among what it is found, and within how many days it is due.

use super::MailWait;
use crate::{
    Act,
    dates::Moment,
    ids::{
        AppointmentId, AssignmentId, ChartId, ConversationId, DocumentId, GrantId, MailId, ProspectId, RecordRequestId, StaffId, TaskId,
    },
    messages::Whose,
    named::named,
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A kind is one line: what it is called where it is stored, whose work it is, among what it is found, and within how many days it is
/// due; 0 where that is said by what it is about, or by nobody.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $stored:literal $act:ident $group:ident $days:literal),+ $(,)?) => {
        named! {
            /// Why something waits for staff.
            pub enum TaskKind { $($(#[$doc])* $name $stored),+ }
        }

        impl TaskKind {
            /// Whose work it is.
            pub fn act(self) -> Act {
                match self { $(Self::$name => Act::$act),+ }
            }

            /// Among what it is found.
            pub fn group(self) -> TaskGroup {
                match self { $(Self::$name => TaskGroup::$group),+ }
            }

            fn days(self) -> u64 {
                match self { $(Self::$name => $days),+ }
            }
        }
    };
}

kinds! {
    /// Five failed identity checks.
    LockedRegistration "locked_registration" ManagePortalAccess Access 1,
    /// A mail has not left after its second try, or could not be delivered.
    FailedMail "failed_mail" ManagePortalAccess Mail 1,
    /// The same of a mail to a member of staff.
    FailedTeamMail "failed_team_mail" ChangeSettings Mail 1,
    /// The mail server takes no mail: one task for all of it, until a mail leaves again.
    MailServer "mail_server" ChangeSettings Mail 1,
    SignedDocument "signed_document" ReadClinicalDocuments Signatures 0,
    DeclinedDocument "declined_document" ReadClinicalDocuments Signatures 3,
    /// A member of staff is to countersign.
    ToCountersign "to_countersign" ReadClinicalDocuments Signatures 3,
    /// Somebody who is to sign cannot any more.
    SignerGone "signer_gone" ReadClinicalDocuments Signatures 0,
    /// The last day for signing has passed.
    SignatureExpired "signature_expired" ReadClinicalDocuments Signatures 0,
    /// A client signs on paper from now on.
    ConsentWithdrawn "consent_withdrawn" ReadClinicalDocuments Signatures 0,
    FormSubmitted "form_submitted" ReadClinicalDocuments Forms 7,
    /// A measure or a worksheet waits to be reviewed.
    ActivitySubmitted "activity_submitted" SeeActivities Forms 7,
    /// An answer needs somebody at once. It stays until somebody says what came of it.
    AnswerNeedsYou "answer_needs_you" SeeActivities Alerts 0,
    /// A client proposes to change something in the chart.
    InformationProposed "information_proposed" EditDemographics Information 7,
    /// A client sent files.
    FilesReceived "files_received" ReadClinicalDocuments Forms 7,
    /// A client asks for records.
    RecordsRequested "records_requested" ReleaseRecords Requests 0,
    /// The client has reached an age at which somebody's access has to be looked at.
    GrantToReview "grant_to_review" ManagePortalAccess Access 14,
    /// A parent's or guardian's access ended, because the client came of age: the client is to be invited.
    CameOfAge "came_of_age" ManagePortalAccess Access 0,
    /// Addresses that were recorded as two turned out to be one.
    AddressesAlike "addresses_alike" ChangeSettings Access 0,
    /// A client has lost the second factor: the practice can verify who they are, and shorten the wait.
    FactorReset "factor_reset" ManagePortalAccess Access 1,
    /// A client asks for an appointment.
    AppointmentRequested "appointment_requested" ManageAppointments Requests 2,
    /// A client asks for another time.
    AppointmentToMove "appointment_to_move" ManageAppointments Requests 2,
    /// A client has cancelled.
    AppointmentCancelled "appointment_cancelled" ManageAppointments Requests 0,
    /// A request was not answered in time.
    RequestLapsed "request_lapsed" ManageAppointments Requests 0,
    /// Somebody new asks for an appointment.
    ProspectAsked "prospect_asked" ManageAppointments Requests 2,
    /// A client's payment did not come through.
    PaymentFailed "payment_failed" ManageBilling Billing 3,
    /// A refund did not come through.
    RefundFailed "refund_failed" ManageBilling Billing 1,
    /// An invoice is overdue.
    InvoiceOverdue "invoice_overdue" ManageBilling Billing 0,
    /// A client wrote, and nobody has answered for as long as the practice gives itself.
    ClinicalUnanswered "clinical_unanswered" ReadMessages Messages 1,
    AdministrativeUnanswered "administrative_unanswered" ReadAdministrativeMessages Messages 1,
    BillingUnanswered "billing_unanswered" ReadBillingMessages Messages 1,
    /// A session is over, and its summary is to be shared.
    SummaryDue "summary_due" ShareDocuments Signatures 2,
}

impl TaskKind {
    /// Until when it is to be done, where nothing else says so.
    pub fn due(self, since: NaiveDate) -> Option<NaiveDate> {
        (self.days() > 0).then(|| since + Days::new(self.days()))
    }

    /// What somebody is told of who looks after such conversations.
    pub fn unanswered(audience: crate::messages::Audience) -> Self {
        use crate::messages::Audience;
        match audience {
            Audience::Clinical => Self::ClinicalUnanswered,
            Audience::Administrative => Self::AdministrativeUnanswered,
            Audience::Billing => Self::BillingUnanswered,
        }
    }
}

named! {
    /// Among what a kind of task is found.
    #[derive(PartialOrd, Ord)]
    pub enum TaskGroup {
        Requests "requests",
        Information "information",
        Signatures "signatures",
        Forms "forms",
        Alerts "alerts",
        Messages "messages",
        Mail "mail",
        Access "access",
        Billing "billing",
    }
}

impl TaskGroup {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requests => "Requests",
            Self::Information => "Information changes",
            Self::Signatures => "Documents and signatures",
            Self::Forms => "Forms and files",
            Self::Alerts => "Alerts",
            Self::Messages => "Messages",
            Self::Mail => "Failed mail",
            Self::Access => "Portal access",
            Self::Billing => "Billing",
        }
    }

    pub fn kinds(self) -> impl Iterator<Item = TaskKind> {
        TaskKind::ALL.into_iter().filter(move |kind| kind.group() == self)
    }
}

named! {
    /// By when it is due.
    pub enum TaskDue { Overdue "overdue", Today "today", Week "week" }
}

impl TaskDue {
    pub fn label(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Today => "Due today or before",
            Self::Week => "Due within a week",
        }
    }

    /// The last day on which what is asked for is due.
    pub fn last(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Overdue => today - Days::new(1),
            Self::Today => today,
            Self::Week => today + Days::new(7),
        }
    }
}

named! {
    /// Which part of the list.
    #[derive(Default)]
    pub enum TaskShown {
        #[default]
        Open "open",
        /// Put off until a day that has not come.
        Snoozed "snoozed",
        Done "done",
    }
}

impl TaskShown {
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Snoozed => "Snoozed",
            Self::Done => "Done",
        }
    }
}

/// What of the list is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDoFilter {
    pub whose: Whose,
    pub group: Option<TaskGroup>,
    pub due: Option<TaskDue>,
    pub shown: TaskShown,
}

impl Default for ToDoFilter {
    fn default() -> Self {
        Self { whose: Whose::Team, group: None, due: None, shown: TaskShown::Open }
    }
}

impl ToDoFilter {
    /// As an address asks for it. What it does not know it leaves out.
    pub fn read(asked: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            whose: asked("whose").and_then(|name| Whose::from_name(&name)).unwrap_or(Whose::Team),
            group: asked("kind").and_then(|name| TaskGroup::from_name(&name)),
            due: asked("due").and_then(|name| TaskDue::from_name(&name)),
            shown: asked("show").and_then(|name| TaskShown::from_name(&name)).unwrap_or_default(),
        }
    }

    /// What an address says of it.
    pub fn parts(&self) -> Vec<(&'static str, &'static str)> {
        let usual = Self::default();
        let mut parts = Vec::new();
        parts.extend((self.whose != usual.whose).then(|| ("whose", self.whose.name())));
        parts.extend(self.group.map(|group| ("kind", group.name())));
        parts.extend(self.due.map(|due| ("due", due.name())));
        parts.extend((self.shown != usual.shown).then(|| ("show", self.shown.name())));
        parts
    }
}

/// So many characters a note about a task has at most.
pub const LONGEST_NOTE: usize = 500;
/// So many stand on a page.
pub const TASKS_SHOWN: u64 = 50;
/// Nothing is put off for longer than so many days.
const LONGEST_SNOOZE: u64 = 366;

/// Why something about the To-do was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the note is longer than 500 characters")]
    NoteTooLong,
    #[error("no day, or none between tomorrow and a year from now")]
    DayUnfit,
    #[error("not somebody whose work that is")]
    OwnerUnfit,
    #[error("it is answered in the chart, with what came of it")]
    OutcomeFirst,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::NoteTooLong => Some("note"),
            Self::DayUnfit => Some("day"),
            Self::OwnerUnfit => Some("owner"),
            Self::OutcomeFirst => None,
        }
    }
}

pub fn check_note(note: &str) -> Result<(), Refusal> {
    if note.chars().count() > LONGEST_NOTE { Err(Refusal::NoteTooLong) } else { Ok(()) }
}

/// The day until which something is put off.
pub fn check_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let day: NaiveDate = typed.trim().parse().map_err(|_| Refusal::DayUnfit)?;
    if day > today && day <= today + Days::new(LONGEST_SNOOZE) { Ok(day) } else { Err(Refusal::DayUnfit) }
}

/// What became of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDone {
    pub at: Moment,
    /// Nobody, where there was nothing to do any more.
    pub by: Option<String>,
    pub note: Option<String>,
}

/// A line of the office **To-do**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    pub id: TaskId,
    pub kind: TaskKind,
    /// None where it is about the team.
    pub chart: Option<ChartId>,
    /// The client, or the member of staff. Empty where it is about all mail.
    pub who: String,
    pub document: Option<(DocumentId, String)>,
    pub mail: Option<MailId>,
    /// The mail is not given up: it waits for its next try.
    pub waits: Option<MailWait>,
    pub grant: Option<GrantId>,
    pub appointment: Option<AppointmentId>,
    /// Somebody new who asks for an appointment.
    pub prospect: Option<ProspectId>,
    /// What a client asks for of the record.
    pub request: Option<RecordRequestId>,
    pub conversation: Option<ConversationId>,
    /// The measure or worksheet that waits.
    pub activity: Option<AssignmentId>,
    /// Until when it is to be done.
    pub due: Option<NaiveDate>,
    /// Put off until this day.
    pub snoozed: Option<NaiveDate>,
    /// Whose work it is; nobody's in particular where empty.
    pub owner: Option<(StaffId, String)>,
    pub since: Moment,
    /// What the mail server or the client said.
    pub remark: Option<String>,
    pub done: Option<TaskDone>,
}

impl TaskLine {
    /// "Elena Reyes, PhD"
    pub fn owner_name(&self) -> Option<&str> {
        self.owner.as_ref().map(|(_, name)| name.as_str())
    }
}

/// A page of the list: the oldest first, and what is done, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    pub filter: ToDoFilter,
    pub tasks: Vec<TaskLine>,
    /// How many are open, of each `Whose`, in its order.
    pub counts: [u64; 3],
    /// Those to whom something can be given.
    pub team: Vec<(StaffId, String)>,
    /// The last of the page, where more follow.
    pub below: Option<TaskId>,
    /// How many conversations wait unread, for who reads some.
    pub unread: Option<u64>,
    pub today: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_kind_says_when_it_is_due_and_each_is_found_among_something() {
        assert_eq!(TaskKind::AppointmentRequested.due(day("2026-12-01")), Some(day("2026-12-03")));
        assert_eq!(TaskKind::SignedDocument.due(day("2026-12-01")), None);
        for kind in TaskKind::ALL {
            assert!(kind.group().kinds().any(|of| of == kind), "{kind:?}");
        }
    }

    #[test]
    fn something_is_put_off_from_tomorrow_to_a_year() {
        let today = day("2026-12-01");
        assert_eq!(check_day(" 2026-12-02 ", today), Ok(day("2026-12-02")));
        assert_eq!(check_day("2027-12-02", today), Ok(day("2027-12-02")));
        for unfit in ["", "soon", "2026-12-01", "2026-11-30", "2027-12-03", "+2026-12-02 x"] {
            assert_eq!(check_day(unfit, today), Err(Refusal::DayUnfit), "{unfit:?}");
        }
    }

    #[test]
    fn an_address_says_what_is_looked_at_and_is_read_back() {
        let filter = ToDoFilter { whose: Whose::Mine, group: Some(TaskGroup::Mail), due: Some(TaskDue::Week), shown: TaskShown::Snoozed };
        let parts = filter.parts();
        assert_eq!(ToDoFilter::read(|name| parts.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned())), filter);
        assert_eq!(ToDoFilter::read(|_| Some("x".into())), ToDoFilter::default());
        assert!(ToDoFilter::default().parts().is_empty());
    }
}
