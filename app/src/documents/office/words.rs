//! The words for how a chart's documents stand, and for what can be written (IC-58).

use crate::documents::kind_words;
use domain::documents::{DocumentKind, NOTE_KINDS, ShareStatus};

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
