//! Who may be handed which document, and in which state it then is.

use super::Refusal;
use serde::{Deserialize, Serialize};

/// The kinds of document that a chart holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    ProgressNote,
    CompleteEvaluation,
    TreatmentPlanGeneral,
    TreatmentPlanChemicalDependency,
    /// Kept apart from the record and never shared (45 CFR 164.501).
    PsychotherapyNote,
    Invoice,
    Superbill,
    Upload,
    Form,
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
    pub const ALL: [Self; 9] = [
        Self::ProgressNote,
        Self::CompleteEvaluation,
        Self::TreatmentPlanGeneral,
        Self::TreatmentPlanChemicalDependency,
        Self::PsychotherapyNote,
        Self::Invoice,
        Self::Superbill,
        Self::Upload,
        Self::Form,
    ];

    /// The name under which the kind is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProgressNote => "progress_note",
            Self::CompleteEvaluation => "complete_evaluation",
            Self::TreatmentPlanGeneral => "treatment_plan_general",
            Self::TreatmentPlanChemicalDependency => "treatment_plan_chemical_dependency",
            Self::PsychotherapyNote => "psychotherapy_note",
            Self::Invoice => "invoice",
            Self::Superbill => "superbill",
            Self::Upload => "upload",
            Self::Form => "form",
        }
    }

    /// The kind stored under `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

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

/// What became of one share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareState {
    /// To read and download.
    Open,
    /// A signature is awaited.
    AwaitingSignature,
    Signed,
    Declined,
    Withdrawn,
}

impl ShareState {
    pub const ALL: [Self; 5] = [Self::Open, Self::AwaitingSignature, Self::Signed, Self::Declined, Self::Withdrawn];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AwaitingSignature => "awaiting_signature",
            Self::Signed => "signed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// What the chart shows for it.
    pub fn status(self) -> ShareStatus {
        match self {
            Self::Open | Self::AwaitingSignature | Self::Declined => ShareStatus::Shared,
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
        (ShareAction::ShareToSign, Some(ShareState::Open | ShareState::Declined)) => Ok(()),
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
        assert_eq!(may_share(ShareToSign, ProgressNote, Finished, Some(ShareState::Open)), Ok(()));
    }

    #[test]
    fn every_name_reads_back() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_name(kind.name()), Some(kind));
        }
        for state in ShareState::ALL {
            assert_eq!(ShareState::from_name(state.name()), Some(state));
        }
    }
}
