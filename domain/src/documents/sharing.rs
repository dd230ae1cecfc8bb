//! Who may be handed which document, and in which state it then is.

use super::Refusal;
use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// The kinds of document that a chart holds.
    pub enum DocumentKind {
        ProgressNote "progress_note",
        CompleteEvaluation "complete_evaluation",
        TreatmentPlanGeneral "treatment_plan_general",
        TreatmentPlanChemicalDependency "treatment_plan_chemical_dependency",
        /// FormDraft apart from the record and never shared (45 CFR 164.501).
        PsychotherapyNote "psychotherapy_note",
        Invoice "invoice",
        Superbill "superbill",
        Upload "upload",
        Form "form",
    }
}

/// What a clinician can write in the office.
pub const NOTE_KINDS: [DocumentKind; 5] = [
    DocumentKind::ProgressNote,
    DocumentKind::CompleteEvaluation,
    DocumentKind::TreatmentPlanGeneral,
    DocumentKind::TreatmentPlanChemicalDependency,
    DocumentKind::PsychotherapyNote,
];

impl DocumentKind {
    /// Notes and plans: written and signed by a clinician.
    pub fn is_clinical_writing(self) -> bool {
        NOTE_KINDS.contains(&self)
    }

    /// What a biller works with.
    pub fn is_billing(self) -> bool {
        matches!(self, Self::Invoice | Self::Superbill)
    }

    /// Whether a client may be asked to sign it: notes and treatment plans only (IC-61).
    pub fn takes_signature(self) -> bool {
        self.is_clinical_writing() && self != Self::PsychotherapyNote
    }
}

/// The column **Share Status**.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareStatus {
    NotShared,
    Shared,
    SharedAndSigned,
}

named! {
    /// What became of one share.
    pub enum ShareState {
        /// To read and download.
        Open "open",
        /// A signature is awaited.
        AwaitingSignature "awaiting_signature",
        Signed "signed",
        Declined "declined",
        /// The last day for signing has passed. It is never stored: the clock says it.
        Expired "expired",
        Withdrawn "withdrawn",
    }
}

impl ShareState {
    /// What the chart shows for it.
    pub fn status(self) -> ShareStatus {
        match self {
            Self::Open | Self::AwaitingSignature | Self::Declined | Self::Expired => ShareStatus::Shared,
            Self::Signed => ShareStatus::SharedAndSigned,
            Self::Withdrawn => ShareStatus::NotShared,
        }
    }
}

/// Whether the author has put the name under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenState {
    Draft,
    Finished,
}

/// The two entries of the three-dot menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareAction {
    Share,
    ShareToSign,
}

/// Whether a document may be handed to the client in this way now.
///
/// `current` is the state of its latest share, if there is one that was not withdrawn.
pub fn may_share(action: ShareAction, kind: DocumentKind, written: WrittenState, current: Option<ShareState>) -> Result<(), Refusal> {
    if kind == DocumentKind::PsychotherapyNote {
        return Err(Refusal::NeverShared);
    }
    if action == ShareAction::ShareToSign && !kind.takes_signature() {
        return Err(Refusal::NotForSignature);
    }
    if kind.is_clinical_writing() && written == WrittenState::Draft {
        return Err(Refusal::NotFinished);
    }
    match (action, current) {
        (_, None | Some(ShareState::Withdrawn)) => Ok(()),
        // Handed over to read, and now a signature is wanted: a new share of the same content.
        (ShareAction::ShareToSign, Some(ShareState::Open | ShareState::Declined | ShareState::Expired)) => Ok(()),
        _ => Err(Refusal::AlreadyShared),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentKind::*;
    use ShareAction::*;
    use WrittenState::*;

    #[test]
    fn psychotherapy_notes_are_never_shared() {
        for action in [Share, ShareToSign] {
            assert_eq!(may_share(action, PsychotherapyNote, Finished, None), Err(Refusal::NeverShared));
        }
    }

    #[test]
    fn only_finished_notes_and_plans_are_shared() {
        assert_eq!(may_share(Share, ProgressNote, Draft, None), Err(Refusal::NotFinished));
        assert_eq!(may_share(ShareToSign, TreatmentPlanGeneral, Draft, None), Err(Refusal::NotFinished));
        assert_eq!(may_share(ShareToSign, TreatmentPlanChemicalDependency, Finished, None), Ok(()));
    }

    #[test]
    fn a_signature_is_asked_under_notes_and_plans_only() {
        for kind in [Invoice, Superbill, Upload, Form] {
            assert_eq!(may_share(ShareToSign, kind, Finished, None), Err(Refusal::NotForSignature));
            assert_eq!(may_share(Share, kind, Finished, None), Ok(()));
        }
    }

    #[test]
    fn nothing_is_shared_twice() {
        for state in [ShareState::Open, ShareState::AwaitingSignature, ShareState::Signed] {
            assert_eq!(may_share(Share, ProgressNote, Finished, Some(state)), Err(Refusal::AlreadyShared));
        }
        assert_eq!(may_share(ShareToSign, ProgressNote, Finished, Some(ShareState::AwaitingSignature)), Err(Refusal::AlreadyShared));
        for state in [ShareState::Open, ShareState::Declined, ShareState::Expired] {
            assert_eq!(may_share(ShareToSign, ProgressNote, Finished, Some(state)), Ok(()));
        }
    }
}
