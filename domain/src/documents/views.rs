//! What the pages about documents need to know.

use super::{Content, DocumentKind, Ink, ShareState, ShareStatus};
use crate::{
    charts::Banner,
    dates::Moment,
    files::FileLine,
    forms::MyForm,
    ids::{AssignmentId, ChartId, ConversationId, DocumentId, ShareId},
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
    pub status: ShareStatus,
    pub share: Option<ShareState>,
    pub remark: Option<ShareRemark>,
    pub may_share: bool,
    pub may_share_to_sign: bool,
    pub may_unshare: bool,
    pub has_pdf: bool,
}

/// What became of a share, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareRemark {
    Shared { on: NaiveDate, opened: Option<Moment> },
    SignatureRequested { on: NaiveDate, opened: Option<Moment> },
    Signed { by: String, at: Moment },
    Declined { at: Moment },
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
    /// What it holds.
    pub files: Vec<FileLine>,
    /// The typed text of each section, for the draft's form.
    pub text: Vec<(String, String)>,
    pub signatures: Vec<SignatureLine>,
    /// Why the reader declined to sign, in their words.
    pub declined_because: Option<String>,
    /// Its author may change and sign it: it is still a draft.
    pub may_edit: bool,
    /// The conversation that it was filed from, if one reads that.
    pub from: Option<ConversationId>,
    /// The form that it was submitted as, and whether it is to be reviewed.
    pub form: Option<(AssignmentId, bool)>,
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
    Signed,
    Declined,
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
}

/// **My Documents**, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDocuments {
    pub documents: Vec<MyDocument>,
    /// Forms that wait to be filled in, the newest first.
    pub forms: Vec<MyForm>,
    pub downloads: bool,
    /// Since when this person has agreed to sign electronically.
    pub agreed_on: Option<NaiveDate>,
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
    pub consent: ConsentText,
    pub signature: Option<SignatureLine>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    /// "2026-11"
    pub version: String,
    pub paragraphs: Vec<(String, String)>,
}
