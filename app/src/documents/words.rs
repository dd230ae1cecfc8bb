//! The words for what a document is, the same for clients and staff.

use crate::parts::calendar;
use domain::{
    dates::Moment,
    documents::{DocumentKind, DueDay, ShareRemark},
};

/// The column **Type** (IC-58).
pub fn kind_words(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ProgressNote => "Progress Note",
        DocumentKind::CompleteEvaluation => "Complete Evaluation",
        DocumentKind::TreatmentPlanGeneral | DocumentKind::TreatmentPlanChemicalDependency => "Treatment Plan",
        DocumentKind::PsychotherapyNote => "Psychotherapy Note",
        DocumentKind::Invoice | DocumentKind::Superbill | DocumentKind::Upload => "Document",
        DocumentKind::Form => "Form",
    }
}

/// What the one named on it did.
pub fn author_words(kind: DocumentKind) -> &'static str {
    if kind == DocumentKind::Upload { "Filed by" } else { "Written by" }
}

/// "Rosa Delgado, Samuel Ortiz and Elena Reyes, PhD"
pub fn named(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// "due 11/30/2026", "was due 11/20/2026: overdue"
pub fn due_words(due: DueDay) -> String {
    let day = calendar().order.day(due.on);
    if due.overdue { format!("Overdue: it was due on {day}") } else { format!("Due on {day}") }
}

/// "Signed by Maya Lindqvist, 10/9/2026, 7:42 pm EDT"
pub fn remark_words(remark: ShareRemark) -> String {
    let order = calendar().order;
    let opened =
        |opened: Option<Moment>| opened.map_or_else(|| "not opened yet".to_owned(), |at| format!("opened {}", order.short_moment(&at)));
    match remark {
        ShareRemark::Shared { on, opened: at } => format!("Shared {}, {}", order.short_day(on), opened(at)),
        ShareRemark::SignatureRequested { on, opened: at, waits_for } => {
            let waits = waits_for.map(|name| format!(", waiting for {name}")).unwrap_or_default();
            format!("Signature requested {}, {}{waits}", order.short_day(on), opened(at))
        }
        ShareRemark::PartlySigned { by, at, waits_for } => {
            format!("Signed by {}, {}, waiting for {waits_for}", named(&by), order.short_moment(&at))
        }
        ShareRemark::Signed { by, at } => format!("Signed by {}, {}", named(&by), order.short_moment(&at)),
        ShareRemark::Expired { on } => format!("Could be signed until {}, and was not", order.short_day(on)),
        ShareRemark::Declined { at } => format!("Declined {}", order.short_moment(&at)),
    }
}
