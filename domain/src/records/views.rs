//! What the pages about records need to know.

use super::{Asked, Delivery, RequestState};
use crate::{
    charts::Banner,
    dates::Moment,
    documents::DocumentKind,
    ids::{ConversationId, DocumentId, RecordRequestId, ShareId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A release that a client reads of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRelease {
    pub on: NaiveDate,
    pub how: Delivery,
    pub whom: String,
    pub released: String,
    /// Each with where it is read, if it is in the portal.
    pub documents: Vec<(String, Option<ShareId>)>,
}

/// A request, as its client sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequest {
    pub id: RecordRequestId,
    pub asked_at: Moment,
    pub asked: Asked,
    pub state: RequestState,
    pub due: NaiveDate,
    pub answered: Option<Moment>,
    /// Why it was declined.
    pub reason: Option<String>,
    pub releases: Vec<MyRelease>,
    /// Where one talks about it, for who reads messages.
    pub conversation: Option<ConversationId>,
}

/// **Request records** in the portal: what was asked for, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequests {
    pub requests: Vec<MyRequest>,
    /// Whether documents are handed over in the portal.
    pub portal: bool,
    /// Within how many days the practice answers.
    pub within: u16,
    pub phone: Option<String>,
}

/// A request, as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    pub id: RecordRequestId,
    pub by: String,
    pub asked_at: Moment,
    pub asked: Asked,
    pub state: RequestState,
    pub due: NaiveDate,
    /// Who works on it.
    pub taken_by: Option<String>,
    pub answered: Option<(String, Moment)>,
    pub reason: Option<String>,
    pub conversation: Option<ConversationId>,
}

/// A line of the log of releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseLine {
    pub on: NaiveDate,
    pub how: Delivery,
    pub whom: String,
    pub released: String,
    pub documents: Vec<(DocumentId, String)>,
    /// Who noted it, and when.
    pub noted: (String, Moment),
    pub request: Option<RecordRequestId>,
}

/// A document that can be released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releasable {
    pub id: DocumentId,
    pub title: String,
    pub kind: DocumentKind,
    pub written_on: NaiveDate,
    /// The client has it in the portal already.
    pub shared: bool,
}

/// Chart → Documents → **Records**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartRecords {
    pub banner: Banner,
    /// Those that wait first.
    pub requests: Vec<RequestLine>,
    /// The newest first.
    pub releases: Vec<ReleaseLine>,
    /// What this person could release.
    pub documents: Vec<Releasable>,
    pub today: NaiveDate,
}

/// One request, to answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    pub banner: Banner,
    pub request: RequestLine,
    pub releases: Vec<ReleaseLine>,
    pub documents: Vec<Releasable>,
    pub today: NaiveDate,
}
