//! What the pages about documents need to know.

use super::{Content, DocumentKind, Ink, ShareState, ShareStatus};
use crate::{
    charts::Banner,
    ids::{ChartId, DocumentId, ShareId},
};
use serde::{Deserialize, Serialize};

/// A line of the chart's **Documents** tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    pub id: DocumentId,
    pub title: String,
    pub kind: DocumentKind,
    /// "20 Nov 2026"
    pub date: String,
    pub author: String,
    pub finished: bool,
    pub status: ShareStatus,
    pub share: Option<ShareState>,
    /// "Signed by Maya Lindqvist, 9 Oct 2026, 7:42 pm"
    pub remark: Option<String>,
    pub may_share: bool,
    pub may_share_to_sign: bool,
    pub may_unshare: bool,
    pub has_pdf: bool,
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
    /// When this version was written: "21 November 2026, 5:36 pm EST".
    pub changed_at: String,
    pub content: Content,
    /// The typed text of each section, for the draft's form.
    pub text: Vec<(String, String)>,
    pub signatures: Vec<SignatureLine>,
    /// Why the reader declined to sign, in their words.
    pub declined_because: Option<String>,
    /// Its author may change and sign it: it is still a draft.
    pub may_edit: bool,
}

/// One signature, as both sides see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureLine {
    pub name: String,
    pub role: String,
    /// As it was drawn, or typed.
    pub ink: Ink,
    /// "21 November 2026, 5:36 pm EST"
    pub at: String,
    pub content_sha256: String,
    /// "Portal link handed over by Elena Reyes, PhD on 19 November 2026", where no mail brought it (CP-18).
    pub access: Option<String>,
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
    /// "Friday 20 November 2026"
    pub shared_on: String,
    pub state: ReaderState,
}

/// **My Documents**, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDocuments {
    pub documents: Vec<MyDocument>,
    pub downloads: bool,
}

/// A shared document, open before its reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    pub document: MyDocument,
    pub client_name: String,
    pub client_birth_date: String,
    pub written_on: String,
    pub content: Content,
    /// SHA-256 of the canonical content, hex: what a signature will be over.
    pub seen: String,
    pub downloads: bool,
    /// Who would sign, as it will be printed.
    pub signer: String,
    /// "21 November 2026"
    pub today: String,
    /// Whether the agreement to sign electronically is given, in its current version.
    pub consented: bool,
    pub consent: ConsentText,
    pub signature: Option<SignatureLine>,
    pub practice_phone: String,
}

/// The agreement to sign electronically (15 USC 7001(c)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    /// "2026-11"
    pub version: String,
    pub paragraphs: Vec<(String, String)>,
}
