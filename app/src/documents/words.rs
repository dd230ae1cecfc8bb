//! The words for what a document is, the same for clients and staff.

use crate::parts::calendar;
use domain::{
    dates::Moment,
    documents::{DocumentKind, ShareRemark},
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

/// "Signed by Maya Lindqvist, 10/9/2026, 7:42 pm EDT"
pub fn remark_words(remark: ShareRemark) -> String {
    let order = calendar().order;
    let opened =
        |opened: Option<Moment>| opened.map_or_else(|| "not opened yet".to_owned(), |at| format!("opened {}", order.short_moment(&at)));
    match remark {
        ShareRemark::Shared { on, opened: at } => format!("Shared {}, {}", order.short_day(on), opened(at)),
        ShareRemark::SignatureRequested { on, opened: at } => format!("Signature requested {}, {}", order.short_day(on), opened(at)),
        ShareRemark::Signed { by, at } => format!("Signed by {by}, {}", order.short_moment(&at)),
        ShareRemark::Declined { at } => format!("Declined {}", order.short_moment(&at)),
    }
}
