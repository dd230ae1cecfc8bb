//! Every address, in one place.

mod activities;
mod appointments;
mod billing;
mod forms;

pub use activities::*;
pub use appointments::*;
pub use billing::*;
pub use forms::*;

use domain::{
    ids::{AppointmentId, AssignmentId, ChartId, ConversationId, DocumentId, GrantId, GroupId, RecordRequestId, ShareId},
    messages::{Purpose, Shown, Sorted, Whose},
    sign_in::{Side, safe_path, side_of},
    workflows::WorkflowKind,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

// Portal
pub const DASHBOARD: &str = "/";
pub const LOGIN: &str = "/login";
pub const MESSAGES: &str = "/messages";
pub const DOCUMENTS: &str = "/documents";
pub const APPOINTMENTS: &str = "/appointments";
/// **Book an Appointment**.
pub const BOOK: &str = "/appointments/book";
pub const APPOINTMENT_HISTORY: &str = "/appointments/history";
/// Of an export (`export=`): it would be longer than a file holds.
pub const TOO_MANY: &str = "too_many";
pub const MORE: &str = "/more";
/// **Request an appointment**, for people without an account.
pub const REQUEST_APPOINTMENT: &str = "/request-appointment";

/// **Verify**: whether a PDF is one of the practice's.
pub const VERIFY: &str = "/verify";
pub const OFFICE_VERIFY: &str = "/office/verify";

/// Where open pages listen.
pub const EVENTS: &str = "/events";

pub const FORGOT: &str = "/forgot";
pub const RECORD_ACCESS: &str = "/record-access";

// Office
pub const OFFICE_FORGOT: &str = "/office/forgot";
pub const OFFICE_EVENTS: &str = "/office/events";
pub const TO_DO: &str = "/office";
pub const OFFICE_LOGIN: &str = "/office/login";
pub const INBOX: &str = "/office/inbox";
/// To whom one writes.
pub const COMPOSE: &str = "/office/inbox/new";
/// Those to whom one writes at once, and what was announced.
pub const GROUPS: &str = "/office/inbox/groups";
/// One's own quick texts, and the practice's.
pub const QUICK_TEXTS: &str = "/office/inbox/quick-texts";
pub const PRACTICE_QUICK_TEXTS: &str = "/office/settings/quick-texts";
pub const CALENDAR: &str = "/office/calendar";
/// For whom one books.
pub const OFFICE_BOOK: &str = "/office/calendar/new";
/// When somebody can be booked, and when they are away.
pub const HOURS: &str = "/office/calendar/hours";
/// **Appointment History** of everything within reach.
pub const CALENDAR_HISTORY: &str = "/office/calendar/history";
pub const CHART_ROOM: &str = "/office/charts";
pub const NEW_CHART: &str = "/office/charts/new";
pub const SETTINGS: &str = "/office/settings";
/// Workspace settings → **Communications**.
pub const COMMUNICATIONS: &str = "/office/settings/communications";
/// Settings → **Workflows**.
pub const WORKFLOWS: &str = "/office/settings/workflows";
/// What a workflow did, and why it did not.
pub fn workflow_history(kind: WorkflowKind) -> String {
    with(&format!("{WORKFLOWS}/history"), "kind", kind.name())
}
/// Settings → **Appointments**.
pub const SCHEDULING: &str = "/office/settings/appointments";
/// Settings → **Client Portal**.
pub const PORTAL_SETTINGS: &str = "/office/settings/portal";
/// Settings → **Patterns**.
pub const PATTERNS: &str = "/office/settings/patterns";
/// Settings → **Branding**, and where a logo is sent to.
pub const BRANDING: &str = "/office/settings/branding";
pub const LOGO_FILES: &str = "/office/settings/branding/logo";
pub const WELCOME: &str = "/office/settings/welcome";
/// From what one begins to write notes: one's own templates, and the practice's.
pub const TEMPLATES: &str = "/office/templates";
pub const PRACTICE_TEMPLATES: &str = "/office/settings/templates";
/// Settings → **Forms**.
pub const FORMS: &str = "/office/settings/forms";
/// Settings → Forms → **Packages**.
pub const PACKAGES: &str = "/office/settings/form-packages";
pub const TEAM: &str = "/office/settings/team";
/// Who did what, and when.
pub const AUDIT: &str = "/office/audit";
pub const AUDIT_CSV: &str = "/office/audit/csv";

pub fn home(side: Side) -> &'static str {
    match side {
        Side::Portal => DASHBOARD,
        Side::Office => TO_DO,
    }
}

pub fn login(side: Side) -> &'static str {
    match side {
        Side::Portal => LOGIN,
        Side::Office => OFFICE_LOGIN,
    }
}

/// Where to go after signing in: back to where one came from, if that is a page of that side.
pub fn after_sign_in(side: Side, next: &str) -> String {
    safe_path(next).filter(|path| side_of(path) == side).map_or_else(|| home(side).to_owned(), str::to_owned)
}

/// A text as it stands in an address behind a question mark.
pub fn encode(text: &str) -> String {
    const READABLE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    utf8_percent_encode(text, READABLE).to_string()
}

/// A page's address with one more parameter.
pub fn with(page: &str, name: &str, value: &str) -> String {
    in_state(page, name, &encode(value))
}

/// A page, and where it leads on to.
pub fn next(path: &str, next: &str) -> String {
    with(path, "next", next)
}

/// Where the second step is asked for.
#[allow(dead_code, reason = "only the server leads there")]
pub fn second_step(side: Side) -> &'static str {
    match side {
        Side::Portal => "/login/code",
        Side::Office => "/office/login/code",
    }
}

/// **Sign-in and security**.
pub fn security(side: Side) -> &'static str {
    match side {
        Side::Portal => "/security",
        Side::Office => "/office/security",
    }
}

pub fn forgot(side: Side) -> &'static str {
    match side {
        Side::Portal => FORGOT,
        Side::Office => OFFICE_FORGOT,
    }
}

/// Adds for whom one acts. It stands in every address, so that two tabs for two people do not disturb each other.
pub fn acting(path: impl Into<String>, grant: Option<GrantId>) -> String {
    let path = path.into();
    match grant {
        Some(grant) if path.contains('?') => format!("{path}&for={grant}"),
        Some(grant) => format!("{path}?for={grant}"),
        None => path,
    }
}

pub fn conversation(id: ConversationId, grant: Option<GrantId>) -> String {
    acting(format!("/messages/{id}"), grant)
}

/// One of the client's appointments.
pub fn appointment(id: AppointmentId, grant: Option<GrantId>) -> String {
    acting(format!("{APPOINTMENTS}/{id}"), grant)
}

/// **Add to calendar**: one of them as a file.
pub fn appointment_file(id: AppointmentId, grant: Option<GrantId>) -> String {
    acting(format!("{APPOINTMENTS}/{id}/calendar.ics"), grant)
}

/// Where a client asks for another time for one.
pub fn move_appointment(id: AppointmentId, grant: Option<GrantId>) -> String {
    acting(format!("{BOOK}?moves={id}"), grant)
}

pub fn document(id: ShareId, grant: Option<GrantId>) -> String {
    acting(format!("/documents/{id}"), grant)
}

/// **My Information**.
pub const INFORMATION: &str = "/information";

/// **Request records**: what was asked for, and what became of it.
pub const RECORDS: &str = "/records";
/// Where one asks.
pub const ASK_FOR_RECORDS: &str = "/records/new";

/// Files for the practice.
pub const SEND_DOCUMENTS: &str = "/documents/send";

/// A form to fill in: what it is, and how one stands with it.
pub fn form(id: AssignmentId, grant: Option<GrantId>) -> String {
    acting(format!("/forms/{id}"), grant)
}

pub fn form_section(id: AssignmentId, section: &str, grant: Option<GrantId>) -> String {
    acting(format!("/forms/{id}/{section}"), grant)
}

pub fn form_review(id: AssignmentId, grant: Option<GrantId>) -> String {
    acting(format!("/forms/{id}/review"), grant)
}

pub fn document_sign(id: ShareId, grant: Option<GrantId>) -> String {
    // Right to the signature sheet, or to the agreement before it: the document stands above both.
    format!("{}#sign", acting(format!("/documents/{id}/sign"), grant))
}

pub fn document_decline(id: ShareId, grant: Option<GrantId>) -> String {
    acting(format!("/documents/{id}/decline"), grant)
}

#[allow(dead_code, reason = "only the server leads there")]
pub fn document_done(id: ShareId, grant: Option<GrantId>) -> String {
    acting(format!("/documents/{id}/done"), grant)
}

pub fn document_download(id: ShareId, grant: Option<GrantId>) -> String {
    acting(format!("/documents/{id}/download"), grant)
}

pub fn chart_face(id: ChartId) -> String {
    format!("/office/charts/{id}/face")
}

pub fn chart_demographics(id: ChartId) -> String {
    format!("/office/charts/{id}/demographics")
}

pub fn chart_communications(id: ChartId) -> String {
    format!("/office/charts/{id}/communications")
}

/// One person's access to a chart.
pub fn chart_grant(id: ChartId, grant: GrantId) -> String {
    format!("/office/charts/{id}/communications/{grant}")
}

pub fn chart_alerts(id: ChartId) -> String {
    format!("/office/charts/{id}/alerts")
}

/// Chart → Communications → **Messaging**.
pub fn chart_messages(id: ChartId) -> String {
    format!("/office/charts/{id}/messages")
}

/// The **Inbox**, what is unread of it.
pub fn inbox_unread() -> String {
    with(INBOX, "shown", Shown::Unread.name())
}

pub fn compose(id: ChartId) -> String {
    format!("/office/charts/{id}/messages/new")
}

/// The **Inbox** under one of its tabs, and what of it.
pub fn inbox(whose: Whose, shown: Shown, sorted: Sorted, page: u32) -> String {
    format!("{INBOX}?whose={}&shown={}&sort={}&page={page}", whose.name(), shown.name(), sorted.name())
}

/// Older conversations in which these words stand.
pub fn search(list: &str, words: &str, below: ConversationId) -> String {
    with(&with(list, "q", words), "below", &below.to_string())
}

pub fn office_conversation(id: ConversationId) -> String {
    format!("{INBOX}/{id}")
}

pub fn group(id: GroupId) -> String {
    format!("{GROUPS}/{id}")
}

pub fn announce(id: GroupId) -> String {
    format!("{GROUPS}/{id}/write")
}

/// Who gets what was written to a group.
#[allow(dead_code, reason = "only the server leads there")]
pub fn announcement_review(id: GroupId) -> String {
    format!("{GROUPS}/{id}/review")
}

/// Where a client begins a conversation, or asks for something.
pub fn begin(purpose: Purpose, grant: Option<GrantId>) -> String {
    acting(format!("{MESSAGES}/new?about={}", purpose.name()), grant)
}

pub fn chart_documents(id: ChartId) -> String {
    format!("/office/charts/{id}/documents")
}

pub fn new_note(chart: ChartId) -> String {
    format!("/office/charts/{chart}/documents/new")
}

pub fn office_document(chart: ChartId, id: DocumentId) -> String {
    format!("/office/charts/{chart}/documents/{id}")
}

/// **Share to Sign**: who signs, in which order, and until when.
pub fn share_to_sign(chart: ChartId, id: DocumentId) -> String {
    format!("/office/charts/{chart}/documents/{id}/share-to-sign")
}

/// A treatment plan is begun there.
pub fn new_plan(chart: ChartId) -> String {
    format!("{}?kind=treatment_plan_general", new_note(chart))
}

/// The next version of a plan is written there.
pub fn next_version(chart: ChartId, id: DocumentId) -> String {
    format!("{}?follows={id}", new_note(chart))
}

/// An addendum to a note is written there.
pub fn addendum(chart: ChartId, id: DocumentId) -> String {
    format!("{}?amends={id}", new_note(chart))
}

pub fn office_download(chart: ChartId, id: DocumentId) -> String {
    format!("/office/charts/{chart}/documents/{id}/download")
}

/// **Communications**, with the window that activates portal access.
pub fn activate(id: ChartId) -> String {
    in_state(chart_communications(id), "dialog", "activate")
}

/// A page in one of its states, as its address names it: `edit=emails`, `done=saved`, `dialog=activate`.
pub fn in_state(path: impl Into<String>, name: &str, value: &str) -> String {
    let path = path.into();
    let join = if path.contains('?') { '&' } else { '?' };
    format!("{path}{join}{name}={value}")
}

/// Where a person lands after choosing a password.
#[allow(dead_code, reason = "only the server leads there")]
pub const REGISTERED: &str = "/registered";

#[allow(dead_code, reason = "only the server leads there")]
pub fn register(token: &str) -> String {
    format!("/register/{token}")
}

/// Where the holder of an account confirms whose record was offered to them.
pub fn offer(grant: GrantId) -> String {
    format!("/offers/{grant}")
}

/// **My Documents** under one of its tabs.
pub fn documents_shown(show: &str, grant: Option<GrantId>) -> String {
    acting(format!("{DOCUMENTS}?show={show}"), grant)
}

/// What the client of a chart asks for of the record, and what was released.
pub fn chart_records(chart: ChartId) -> String {
    format!("/office/charts/{chart}/records")
}

pub fn record_request(chart: ChartId, id: RecordRequestId) -> String {
    format!("/office/charts/{chart}/records/{id}")
}

/// Files put into a chart.
pub fn upload(chart: ChartId) -> String {
    format!("/office/charts/{chart}/documents/upload")
}
