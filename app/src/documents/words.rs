//! The words for what a document is, the same for clients and staff.

use domain::documents::DocumentKind;

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
