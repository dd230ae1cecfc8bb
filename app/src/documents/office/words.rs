//! The words for what a chart holds (IC-58).

use domain::documents::{DocumentKind, NOTE_KINDS, ShareStatus};

/// The column **Type**.
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

/// The column **Share Status**.
pub(super) fn status_words(status: ShareStatus) -> &'static str {
    match status {
        ShareStatus::NotShared => "Not Shared",
        ShareStatus::Shared => "Shared",
        ShareStatus::SharedAndSigned => "Shared and Signed",
    }
}

/// What a clinician can write, told apart further than the column does.
pub(super) fn note_options() -> Vec<(String, String)> {
    let words = |kind| match kind {
        DocumentKind::TreatmentPlanGeneral => "Treatment Plan, general",
        DocumentKind::TreatmentPlanChemicalDependency => "Treatment Plan, chemical dependency",
        kind => kind_words(kind),
    };
    NOTE_KINDS.map(|kind| (kind.name().to_owned(), words(kind).to_owned())).into()
}
