//! What the command bar can open: pages, charts, and of a chart each of its tabs and what is begun there. Everything is a page of its own,
//! which is also reached without the bar, and nobody is offered what is not their work.

use crate::{parts::born, routes};
use domain::{
    Act, Reach, Rights,
    charts::{ChartLine, ChartRoom},
    ids::ChartId,
};

/// A place that the bar can open.
#[derive(Clone, PartialEq, Eq)]
pub struct NavItem {
    pub icon: &'static str,
    pub name: String,
    pub remark: String,
    pub href: String,
    /// The chart that it opens, where there is more to do with it.
    pub chart: Option<Entered>,
}

/// A chart of which one chooses what to open.
#[derive(Clone, PartialEq, Eq)]
pub struct Entered {
    pub id: ChartId,
    pub name: String,
}

/// What was found for what was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    pub typed: String,
    /// What is to be done in the charts that were found, where that was typed behind the name.
    pub wanted: String,
    pub room: ChartRoom,
}

const MOST_CHARTS: usize = 8;

/// Something that is done in a chart: icon, name, whose work it is (any of these), and where.
type Deed = (&'static str, &'static str, &'static [Act], fn(ChartId) -> String);

const READS: &[Act] = &[Act::ReadMessages, Act::ReadAdministrativeMessages, Act::ReadBillingMessages];

const DEEDS: [Deed; 14] = [
    ("person", "Chart Face", &[Act::OpenChart], routes::chart_face),
    ("people", "Demographics", &[Act::OpenChart], routes::chart_demographics),
    ("mail", "Communications", &[Act::ManagePortalAccess], routes::chart_communications),
    ("message", "Messages", READS, routes::chart_messages),
    ("document", "Documents", &[Act::ReadClinicalDocuments, Act::ReadBillingDocuments], routes::chart_documents),
    ("document", "Forms", &[Act::SendForms], routes::chart_forms),
    ("document", "Records", &[Act::ReleaseRecords], routes::chart_records),
    ("calendar", "Appointments", &[Act::SeeCalendar], routes::chart_appointments),
    ("card", "Billing", &[Act::SeeBilling], routes::chart_billing),
    ("message", "Compose a message", READS, routes::compose),
    ("calendar", "Book an appointment", &[Act::ManageAppointments], routes::book_for),
    ("pen", "Write a note", &[Act::WriteNotes], routes::new_note),
    ("card", "Send an invoice", &[Act::ManageBilling], routes::chart_billing),
    ("lock", "Activate portal access", &[Act::ManagePortalAccess], routes::activate),
];

fn may(rights: &Rights, acts: &[Act]) -> bool {
    acts.iter().any(|act| rights.may(*act))
}

/// A page: icon, name, remark, address, and whether this person may open it.
fn pages(rights: &Rights) -> Vec<(&'static str, &'static str, &'static str, &'static str, bool)> {
    let all = |act| rights.reach(act) == Reach::Everybody;
    let (settings, reads, books) = (rights.may(Act::ChangeSettings), may(rights, READS), rights.may(Act::ManageAppointments));
    vec![
        ("todo", "To-do", "What waits for you", routes::TO_DO, true),
        ("calendar", "Calendar", "Appointments", routes::CALENDAR, rights.may(Act::SeeCalendar)),
        ("calendar", "Book an appointment", "Calendar", routes::OFFICE_BOOK, books),
        ("clock", "Hours and time off", "Calendar", routes::HOURS, books),
        ("calendar", "Appointment History", "Calendar", routes::CALENDAR_HISTORY, rights.may(Act::SeeCalendar)),
        ("message", "Inbox", "Messages", routes::INBOX, reads),
        ("message", "Compose a message", "Inbox", routes::COMPOSE, reads),
        ("people", "Create group", "Inbox", routes::GROUPS, reads),
        ("pen", "Quick texts", "Inbox", routes::QUICK_TEXTS, reads),
        ("card", "Billing", "What is open, and what came in", routes::BILLING, all(Act::ManageBilling)),
        ("chart-room", "Chart Room", "All charts", routes::CHART_ROOM, true),
        ("plus", "New chart", "Chart Room", routes::NEW_CHART, rights.may(Act::CreateChart)),
        ("document", "Templates of notes", "Your own", routes::TEMPLATES, rights.may(Act::WriteNotes)),
        ("check-circle", "Verify a PDF", "Documents", routes::OFFICE_VERIFY, true),
        ("eye", "Audit", "Who did what, and when", routes::AUDIT, rights.may(Act::ReadAudit)),
        ("settings", "Settings", "The practice", routes::SETTINGS, settings),
        ("settings", "Communications", "Settings", routes::COMMUNICATIONS, settings),
        ("settings", "Workflows", "Settings", routes::WORKFLOWS, settings),
        ("settings", "Forms", "Settings", routes::FORMS, settings),
        ("settings", "Packages of forms", "Settings", routes::PACKAGES, settings),
        ("settings", "Appointments", "Settings", routes::SCHEDULING, settings),
        ("settings", "Billing and fees", "Settings", routes::BILLING_SETTINGS, settings),
        ("settings", "Team", "Settings", routes::TEAM, settings),
        ("settings", "Welcome Email", "Settings", routes::WELCOME, settings),
        ("settings", "Templates of notes", "Settings", routes::PRACTICE_TEMPLATES, settings),
        ("settings", "Quick texts", "Settings", routes::PRACTICE_QUICK_TEXTS, settings),
    ]
}

/// Whether each of these words begins a word of the name.
fn fits(name: &str, wanted: &str) -> bool {
    let name = name.to_lowercase();
    wanted.to_lowercase().split_whitespace().all(|word| name.split_whitespace().any(|of| of.starts_with(word)))
}

pub fn deeds(chart: &Entered, wanted: &str, rights: &Rights) -> Vec<NavItem> {
    let fitting = DEEDS.iter().filter(|(_, name, acts, _)| may(rights, acts) && fits(name, wanted));
    let item = |(icon, name, _, to): &Deed| NavItem {
        icon,
        name: (*name).to_owned(),
        remark: chart.name.clone(),
        href: to(chart.id),
        chart: None,
    };
    fitting.map(item).collect()
}

/// What was typed, as the name of a client and what is to be done: "lindqvist book" is "lindqvist" and "book". Nothing where its end says
/// nothing that can be done.
pub fn split(typed: &str, rights: &Rights) -> Option<(String, String)> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let does = |wanted: &str| wanted.chars().count() >= 2 && DEEDS.iter().any(|(_, name, acts, _)| may(rights, acts) && fits(name, wanted));
    let at = (1..words.len()).find(|at| does(&words[*at..].join(" ")))?;
    let name = words[..at].join(" ");
    (name.chars().count() >= 2).then(|| (name, words[at..].join(" ")))
}

/// Everything that fits what is typed: of the chart that was entered; or charts first, then pages.
pub fn places(typed: &str, found: Option<&Found>, entered: Option<&Entered>, rights: &Rights) -> Vec<NavItem> {
    let typed = typed.trim();
    if let Some(chart) = entered {
        return deeds(chart, typed, rights);
    }
    // Not what an earlier search found.
    let found = found.filter(|found| found.typed == typed);
    let lines = found.into_iter().flat_map(|found| found.room.charts.iter().take(MOST_CHARTS).map(|line| (line, found.wanted.as_str())));
    let charts = lines.flat_map(|(line, wanted): (&ChartLine, &str)| {
        let chart = Entered { id: line.id, name: line.name.clone() };
        match wanted.is_empty() {
            false => deeds(&chart, wanted, rights),
            true => vec![NavItem {
                icon: "person",
                name: line.name.clone(),
                remark: born(line.born),
                href: routes::chart_face(line.id),
                chart: Some(chart),
            }],
        }
    });
    let wanted = typed.to_lowercase();
    let pages = pages(rights).into_iter().filter(|(_, name, .., there)| *there && name.to_lowercase().contains(&wanted));
    let pages = pages.map(|(icon, name, remark, href, _)| NavItem {
        icon,
        name: name.into(),
        remark: remark.into(),
        href: href.into(),
        chart: None,
    });
    charts.chain(pages).collect()
}
