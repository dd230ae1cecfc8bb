//! Documents: what may be shared, what may be signed, and what exactly was shown.
//!
//! A share freezes the content. Nothing is ever signed that was not shown: the signature is over the
//! canonical bytes of [`Frozen`], and over nothing else.

mod genuine;
mod ink;
mod letters;
mod passages;
mod plans;
mod sessions;
mod sharing;
mod signers;
mod versions;
mod views;

pub use genuine::{CheckedPaper, Genuine, LARGEST_PAPER, claims, is_made_from, is_pdf};
pub use ink::{Ink, Point, Stroke, is_own_name};
pub use letters::{Letters, SECTION_FIELDS, Spot};
pub use passages::{Block, Item};
pub use plans::{MOST_PROBLEMS, PLAN_FIELDS, PlanProblem, plan_sections};
pub use sessions::{OFFERED_FOR, SessionOffer, offered_after};
pub use sharing::{DocumentKind, NOTE_KINDS, ShareAction, ShareState, ShareStatus, WrittenState, may_share};
pub use signers::{
    Asking, AskingDraft, Candidate, DueDay, MOST_SIGNERS, SIGNER_FIELDS, Signatory, SignerLine, SignerState, share_of_signers, standing,
    turn,
};
pub use versions::{grouped, may_amend, may_follow};
pub use views::*;

use crate::dates::DateOrder;
use crate::ids::{DocumentId, ShareId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A heading and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
}

impl Section {
    /// Reads what staff typed.
    pub fn from_text(heading: &str, text: &str) -> Self {
        Self { heading: heading.trim().into(), blocks: Block::read(text) }
    }
}

/// A line of the block at the head of a document, such as "Review on" and a date in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// What a document says, as staff wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub facts: Vec<Fact>,
    pub sections: Vec<Section>,
}

impl Content {
    /// Whether anything is written in it.
    pub fn is_blank(&self) -> bool {
        self.facts.is_empty() && self.sections.iter().all(|section| section.blocks.is_empty())
    }

    /// Whether anything in it was written in the first layout.
    pub fn is_of_first_layout(&self) -> bool {
        self.sections.iter().flat_map(|section| &section.blocks).any(Block::is_of_first_layout)
    }
}

/// The layout in which documents are frozen now.
pub const LAYOUT: u8 = 2;

/// A document at the moment it was shared: everything the reader sees, and nothing that can still change.
///
/// Its canonical bytes are its JSON with the fields in the order declared here, UTF-8, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Version of this layout: [`LAYOUT`]. In 1 no passage had lines, and no item a number of its own; what was frozen in it stays as it is.
    pub layout: u8,
    pub share_id: ShareId,
    pub document_id: DocumentId,
    /// Version of the document, from 1.
    pub version: i32,
    pub kind: DocumentKind,
    pub title: String,
    pub practice: String,
    pub client_name: String,
    pub client_birth_date: NaiveDate,
    /// Name with credentials: "Elena Reyes, PhD".
    pub author: String,
    pub written_at: DateTime<Utc>,
    /// IANA zone in which times are printed.
    pub zone: String,
    pub content: Content,
    /// The order in which dates are printed. It is not told of what was frozen before there was a choice: the day comes first there.
    #[serde(default, skip_serializing_if = "DateOrder::is_usual_before")]
    pub dates: DateOrder,
    /// Which version of a plan it is, of those that were signed by their authors. It is told from the second on.
    #[serde(default = "first_edition", skip_serializing_if = "is_first_edition")]
    pub edition: i32,
}

fn first_edition() -> i32 {
    1
}

fn is_first_edition(edition: &i32) -> bool {
    *edition == 1
}

impl Frozen {
    /// The bytes that are hashed, embedded in the PDF and signed.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data always has a JSON form")
    }
}

/// What a signature says, beside the box that is ticked and in its record.
pub const MEANING: &str = "I have read this document and sign it electronically.";

/// The same of a member of staff, below the signatures of others.
pub const COUNTERSIGN_MEANING: &str = "I have read this document and countersign it electronically.";

/// Why a step with a document was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("this kind of document is never shared")]
    NeverShared,
    #[error("only a signed note or plan can be shared")]
    NotFinished,
    #[error("this kind of document is shared without a signature")]
    NotForSignature,
    #[error("the client has no access yet")]
    NoAccess,
    #[error("the client's access does not reach as far as documents")]
    AccessWithoutDocuments,
    #[error("the practice has switched documents off")]
    DocumentsOff,
    #[error("already shared")]
    AlreadyShared,
    #[error("opened or signed already, so it stays shared")]
    AlreadyOpened,
    #[error("nothing was written")]
    NothingWritten,
    #[error("the title is missing")]
    TitleMissing,
    #[error("the title is longer than 200 characters")]
    TitleTooLong,
    #[error("the text is longer than 100,000 characters")]
    TextTooLong,
    #[error("signed notes do not change")]
    AlreadyFinished,
    #[error("the draft was changed meanwhile")]
    ChangedMeanwhile,
    #[error("the reason is too long")]
    ReasonTooLong,
    #[error("the kind of note is not one that is written here")]
    KindUnknown,
    #[error("the document was not opened yet")]
    NotRead,
    #[error("the agreement to sign electronically is missing")]
    ConsentMissing,
    #[error("the box that confirms reading was not ticked")]
    NotConfirmed,
    #[error("the signature is empty")]
    SignatureEmpty,
    #[error("no name was typed")]
    NameMissing,
    #[error("the typed name is not the signer's")]
    NameOfAnother,
    #[error("the signature is too small to be one")]
    SignatureTrivial,
    #[error("the signature could not be understood")]
    SignatureUnreadable,
    #[error("the typed name holds a sign that nobody sees")]
    SignatureInvisible,
    #[error("the fonts of the signed copy lack a letter of the typed name")]
    SignatureUnprintable,
    #[error("the fonts of the PDF lack a letter of what was written")]
    Unprintable { spot: Spot, letters: Letters },
    #[error("signed already")]
    AlreadySigned,
    #[error("no signature is awaited")]
    NothingToSign,
    #[error("the document changed after it was opened")]
    ChangedSinceRead,
    #[error("no file was attached")]
    NothingAttached,
    #[error("declining needs a reason")]
    ReasonMissing,
    #[error("the file is no PDF")]
    NotAPdf,
    #[error("the file is larger than 8 MB")]
    PaperTooLarge,
    #[error("nobody who has the portal is asked to sign")]
    SignersMissing,
    #[error("the same person is asked twice")]
    SignerTwice,
    #[error("who is asked to sign is not one who can")]
    SignerUnknown,
    #[error("the due date is none, or past")]
    DueUnfit,
    #[error("the last day is none, or past")]
    UntilUnfit,
    #[error("the last day is before the due date")]
    UntilBeforeDue,
    #[error("somebody else signs first")]
    NotYourTurn,
    #[error("others are asked to sign")]
    NotAsked,
    #[error("the last day for signing is past")]
    Expired,
    #[error("who was asked has answered already")]
    SignerAnswered,
    #[error("this kind of document has no versions")]
    NoVersions,
    #[error("the next version was begun already")]
    FollowedAlready,
    #[error("this kind of document has no addenda")]
    NoAddenda,
    #[error("there is no agreement to take back")]
    NoConsent,
    #[error("the template has no name")]
    TemplateNameMissing,
    #[error("the template's name is longer than 100 characters")]
    TemplateNameTooLong,
    #[error("as many templates as there may be")]
    TemplatesEnough,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::TitleMissing | Self::TitleTooLong => Some("title"),
            Self::NothingWritten | Self::TextTooLong => Some("text"),
            Self::KindUnknown => Some("kind"),
            Self::NotConfirmed | Self::ConsentMissing => Some("agree"),
            Self::SignatureEmpty
            | Self::SignatureTrivial
            | Self::SignatureUnreadable
            | Self::SignatureInvisible
            | Self::SignatureUnprintable => Some("typed_name"),
            Self::NameMissing | Self::NameOfAnother => Some("typed_name"),
            Self::Unprintable { spot, .. } => spot.field(),
            Self::ReasonMissing | Self::ReasonTooLong => Some("reason"),
            Self::NothingAttached => Some("file"),
            Self::SignersMissing => Some("first"),
            Self::DueUnfit => Some("due"),
            Self::UntilUnfit | Self::UntilBeforeDue => Some("until"),
            Self::TemplateNameMissing | Self::TemplateNameTooLong => Some("title"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_becomes_passages_and_lists() {
        let section = Section::from_text(" Goals ", "Sleep through.\nMost nights.\n\n3. Lights out at ten.\n");
        assert_eq!(section.heading, "Goals");
        let item = Item { indent: 0, marker: "3.".into(), lines: vec!["Lights out at ten.".into()] };
        let lines = Block::Lines(vec!["Sleep through.".into(), "Most nights.".into()]);
        assert_eq!(section.blocks, [lines, Block::Items(vec![item])]);
    }

    #[test]
    fn only_what_was_written_in_the_first_layout_is_of_it() {
        let content = |block| Content { facts: Vec::new(), sections: vec![Section { heading: "Goals".into(), blocks: vec![block] }] };
        assert!(content(Block::Numbered(vec!["Sleep".into()])).is_of_first_layout());
        let now = Content { facts: Vec::new(), sections: vec![Section::from_text("Goals", "One line.\n1. Sleep\n\n- Walk")] };
        assert!(!now.is_of_first_layout() && !Content::default().is_of_first_layout());
    }

    /// The order of the fields is that of the bytes that are signed.
    #[test]
    fn passages_have_one_form_as_bytes() {
        let blocks = serde_json::to_string(&Section::from_text("", "May:\n  5 mg\n\n 15. First visit").blocks).unwrap();
        assert_eq!(blocks, r#"[{"lines":["May:","  5 mg"]},{"items":[{"indent":1,"marker":"15.","lines":["First visit"]}]}]"#);
    }
}
