//! What the pages about documents need to know.

use super::{Candidate, Content, DocumentKind, DueDay, Ink, PlanProblem, SessionOffer, ShareState, ShareStatus, SignerLine};
use crate::{
    activities::Beside,
    charts::Banner,
    dates::Moment,
    files::FileLine,
    forms::MyForm,
    ids::{AssignmentId, ChartId, ConversationId, DocumentId, ShareId, TemplateId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A line of the chart's **Documents** tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    pub id: DocumentId,
    pub title: String,
    pub kind: DocumentKind,
    pub written_on: NaiveDate,
    pub author: String,
    pub finished: bool,
    /// "version 2" of a plan.
    pub edition: i32,
    /// The version before it.
    pub follows: Option<DocumentId>,
    /// The note that it is an addendum to.
    pub amends: Option<DocumentId>,
    pub status: ShareStatus,
    pub share: Option<ShareState>,
    pub remark: Option<ShareRemark>,
    /// Until when it should be signed, while it waits for that.
    pub due: Option<DueDay>,
    pub may_share: bool,
    pub may_share_to_sign: bool,
    pub may_unshare: bool,
    pub has_pdf: bool,
}

/// What became of a share, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareRemark {
    Shared {
        on: NaiveDate,
        opened: Option<Moment>,
    },
    /// Of several who are asked, the one whose turn it is.
    SignatureRequested {
        on: NaiveDate,
        opened: Option<Moment>,
        waits_for: Option<String>,
    },
    /// Some have signed: who, and when last, and who is next.
    PartlySigned {
        by: Vec<String>,
        at: Moment,
        waits_for: String,
    },
    Signed {
        by: Vec<String>,
        at: Moment,
    },
    Declined {
        at: Moment,
    },
    Expired {
        on: NaiveDate,
    },
}

/// The tab itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartDocuments {
    pub banner: Banner,
    /// Newest first, at most 500.
    pub lines: Vec<DocumentLine>,
    pub may_write: bool,
    /// Whether anybody holds the portal for this chart, or is invited to.
    pub portal_ready: bool,
    /// Whether they have registered. What is shared before waits for them.
    pub registered: bool,
    /// "Maya Lindqvist", for the confirmation of a share.
    pub holder: String,
    /// The last session, where its summary can be shared.
    pub offer: Option<SessionOffer>,
}

/// A document as staff read or edit it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeDocument {
    pub banner: Banner,
    pub line: DocumentLine,
    pub chart: ChartId,
    /// Grows with each change of a draft: what is changed or signed is what was shown.
    pub version: i32,
    /// When this version was written.
    pub changed_at: Moment,
    pub content: Content,
    /// While one writes it: how the measures of the client stand.
    pub beside: Vec<Beside>,
    /// What it holds.
    pub files: Vec<FileLine>,
    /// The typed text of each section, for the draft's form.
    pub text: Vec<(String, String)>,
    /// The problems of a plan, likewise.
    pub plan: Vec<PlanProblem>,
    pub signatures: Vec<SignatureLine>,
    /// Who is asked to sign, in their order, where that is more than one, or still open.
    pub signers: Vec<SignerLine>,
    /// The last day on which it can be signed.
    pub until: Option<NaiveDate>,
    /// The one who reads this is to countersign, under this fingerprint of what is shown.
    pub countersign: Option<String>,
    /// Who can take the place of one who has not signed.
    pub replacements: Vec<Candidate>,
    /// Why the reader declined to sign, in their words.
    pub declined_because: Option<String>,
    /// What was added to it later, the oldest first.
    pub addenda: Vec<Addendum>,
    /// The next version, if it was begun; whether one may begin it.
    pub next: Option<DocumentId>,
    pub may_follow: bool,
    pub may_amend: bool,
    /// Its author may change and sign it: it is still a draft.
    pub may_edit: bool,
    /// What they wrote in it, and did not save.
    pub kept: Option<KeptNote>,
    /// The conversation that it was filed from, if one reads that.
    pub from: Option<ConversationId>,
    /// The form that it was submitted as, and whether it is to be reviewed.
    pub form: Option<(AssignmentId, bool)>,
}

/// What was added to a note after it was signed. It stands below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    pub id: DocumentId,
    pub author: String,
    pub signed_at: Moment,
    pub content: Content,
}

/// The page on which one says who signs, in which order, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskingPage {
    pub banner: Banner,
    pub line: DocumentLine,
    /// The Chart Owner first.
    pub candidates: Vec<Candidate>,
    pub today: NaiveDate,
}

/// The page on which one begins to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteBeginning {
    pub banner: Banner,
    pub may_write: bool,
    /// What it is about to be, where that is decided: what follows a plan is a plan.
    pub kind: Option<DocumentKind>,
    pub title: String,
    /// Heading and text of each section.
    pub sections: Vec<(String, String)>,
    /// The problems of a plan.
    pub plan: Vec<PlanProblem>,
    /// The plan of which it is the next version, or the note to which it is an addendum, and what that is called.
    pub follows: Option<(DocumentId, String)>,
    pub amends: Option<(DocumentId, String)>,
    pub templates: Vec<NoteTemplate>,
    /// What one wrote here, and did not save.
    pub kept: Option<KeptNote>,
    /// How the measures of the client stand.
    pub beside: Vec<Beside>,
}

/// What something is about that somebody writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteAbout {
    New,
    /// A draft that is there.
    Draft(DocumentId),
    /// The next version of that plan.
    Follows(DocumentId),
    /// An addendum to that note.
    Amends(DocumentId),
}

impl NoteAbout {
    /// As a form says it.
    pub fn of(document: Option<DocumentId>, follows: Option<DocumentId>, amends: Option<DocumentId>) -> Self {
        match (document, follows, amends) {
            (Some(id), ..) => Self::Draft(id),
            (_, Some(id), _) => Self::Follows(id),
            (_, _, Some(id)) => Self::Amends(id),
            _ => Self::New,
        }
    }
}

/// What somebody wrote, and has not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptNote {
    pub at: Moment,
    pub kind: String,
    pub title: String,
    pub sections: Vec<(String, String)>,
    pub plan: Vec<PlanProblem>,
    pub version: Option<i32>,
}

/// From what one begins to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteTemplate {
    pub id: TemplateId,
    /// Not the practice's.
    pub own: bool,
    pub kind: DocumentKind,
    pub name: String,
    pub sections: Vec<(String, String)>,
}

/// One signature, as both sides see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureLine {
    pub name: String,
    pub role: String,
    /// As it was drawn, or typed.
    pub ink: Ink,
    pub at: Moment,
    pub content_sha256: String,
    /// Where no mail brought the link: who handed it over, and when (CP-18).
    pub handed_over: Option<(String, NaiveDate)>,
}

/// What is done with a document by its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderState {
    /// Shared to read, not opened yet.
    New,
    /// Shared to read, opened.
    Read,
    /// **Pending Review**: a signature is awaited.
    PendingReview,
    /// Others sign first, or are the only ones who are asked.
    Waiting,
    Signed,
    Declined,
    /// The last day for signing has passed.
    Expired,
}

/// A line of **My Documents**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDocument {
    pub share: ShareId,
    pub title: String,
    pub kind: DocumentKind,
    pub author: String,
    pub shared_on: NaiveDate,
    pub state: ReaderState,
    /// "version 2" of a plan.
    pub edition: i32,
    /// Who is asked to sign, while that is open or more than one were.
    pub signers: Vec<SignerLine>,
    pub due: Option<DueDay>,
    /// The last day on which it can be signed.
    pub until: Option<NaiveDate>,
    /// The later version that lies here too: this one stands below it.
    pub newer: Option<ShareId>,
}

/// **My Documents**, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDocuments {
    pub documents: Vec<MyDocument>,
    /// Forms that wait to be filled in, the newest first.
    pub forms: Vec<MyForm>,
    pub downloads: bool,
    /// Since when one signs electronically.
    pub agreed_on: Option<NaiveDate>,
    /// Whether documents are open to this person, and not forms alone.
    pub reads: bool,
}

/// A shared document, open before its reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    pub document: MyDocument,
    pub client_name: String,
    pub client_birth_date: NaiveDate,
    pub written_on: NaiveDate,
    pub content: Content,
    /// What it holds.
    pub files: Vec<FileLine>,
    /// SHA-256 of the canonical content, hex: what a signature will be over.
    pub seen: String,
    pub downloads: bool,
    /// Who would sign, as it will be printed.
    pub signer: String,
    pub today: NaiveDate,
    /// Whether the agreement to sign electronically is given, in its current version.
    pub consented: bool,
    /// When that was taken back, if it was given before.
    pub consent_withdrawn: Option<NaiveDate>,
    pub consent: ConsentText,
    /// In their order.
    pub signatures: Vec<SignatureLine>,
    pub practice_phone: String,
}

/// The page on which staff put files into a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploading {
    pub banner: Banner,
    /// Under this they wait.
    pub draft: Uuid,
    pub pending: Vec<FileLine>,
}

/// The page on which a client sends files to the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    pub draft: Uuid,
    pub pending: Vec<FileLine>,
    pub phone: Option<String>,
}

/// The agreement to sign electronically (15 USC 7001(c)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    /// "2026-11"
    pub version: String,
    pub paragraphs: Vec<(String, String)>,
}
