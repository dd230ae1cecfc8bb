//! What staff see of messages: the Inbox, a conversation with what they say among themselves, and a chart's Messaging.

use super::{Audience, Closing, Expectations, LinkedDocument, Purpose, QuickText, Refusal};
use crate::{
    charts::Banner,
    dates::Moment,
    files::FileLine,
    ids::{ChartId, ConversationId, DocumentId, StaffId},
    named::named,
};
use serde::{Deserialize, Serialize};

named! {
    /// Whose conversations.
    pub enum Whose {
        Mine "mine",
        Team "team",
        Unassigned "unassigned",
    }
}

named! {
    /// Which of them.
    pub enum Shown {
        Open "open",
        /// The client waits for an answer.
        Waiting "waiting",
        Unread "unread",
        Closed "closed",
    }
}

named! {
    /// In which order.
    pub enum Sorted {
        /// Who waits, the longest first; the others, the newest first.
        ByWaiting "waiting",
        Newest "newest",
    }
}

impl Sorted {
    pub fn label(self) -> &'static str {
        match self {
            Self::ByWaiting => "Who waits longest",
            Self::Newest => "Newest first",
        }
    }
}

impl Whose {
    pub fn label(self) -> &'static str {
        match self {
            Self::Mine => "Mine",
            Self::Team => "Team",
            Self::Unassigned => "Unassigned",
        }
    }
}

impl Shown {
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Waiting => "Waiting for us",
            Self::Unread => "Unread",
            Self::Closed => "Closed",
        }
    }
}

/// A line of the Inbox, or of a chart's Messaging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeLine {
    pub id: ConversationId,
    pub chart: ChartId,
    /// The client, as lists name them.
    pub client: String,
    pub subject: String,
    pub purpose: Purpose,
    pub audience: Audience,
    pub assigned: Option<String>,
    /// Who wrote last.
    pub from: String,
    pub at: Moment,
    /// The client waits for an answer, since then.
    pub waiting: Option<Moment>,
    /// When it closes by itself.
    pub closes: Option<Moment>,
    pub closed: bool,
    /// The client wrote something that one has not read and nobody has answered.
    pub unread: bool,
}

/// The **Inbox**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeInbox {
    pub shown: (Whose, Shown),
    /// How many open ones there are in each box, counted up to a thousand.
    pub counts: [u64; 3],
    /// Who waits for us, longest first.
    pub waiting: Vec<OfficeLine>,
    /// The others, newest first.
    pub others: Vec<OfficeLine>,
    /// There are more below these.
    pub more: bool,
    pub page: u32,
    pub sorted: Sorted,
}

/// One message, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeMessage {
    pub number: u32,
    pub from: String,
    pub own: bool,
    pub of_practice: bool,
    pub at: Moment,
    pub body: String,
    pub new: bool,
    /// Who of the other side read it, each with the first time.
    pub read_by: Vec<(String, Moment)>,
    pub files: Vec<FileLine>,
    pub document: Option<LinkedDocument>,
    pub taken_back: bool,
    pub filed: Option<Filed>,
}

/// As which document it was filed to the chart, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    pub document: DocumentId,
    pub at: Moment,
}

/// What staff say among themselves: no client ever sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLine {
    /// It stands below the message of that number.
    pub after: u32,
    pub from: String,
    pub at: Moment,
    pub body: String,
}

/// Who can be asked to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignee {
    pub id: StaffId,
    pub name: String,
}

/// Whether one can write now, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Writing {
    Open,
    No(Refusal),
}

impl From<Result<(), Refusal>> for Writing {
    fn from(checked: Result<(), Refusal>) -> Self {
        checked.map_or_else(Self::No, |()| Self::Open)
    }
}

/// A conversation in the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeConversation {
    pub banner: Banner,
    pub line: OfficeLine,
    pub messages: Vec<OfficeMessage>,
    pub notes: Vec<NoteLine>,
    pub earlier: u32,
    pub older_page: bool,
    pub writing: Writing,
    pub closed: Option<(Closing, Moment)>,
    /// Who can be asked to answer, and who is.
    pub assignees: Vec<Assignee>,
    pub assigned: Option<StaffId>,
    /// Who stands in for them, and until when.
    pub cover: Option<(String, chrono::NaiveDate)>,
    pub expects: Expectations,
    pub draft: Option<String>,
    pub pending: Vec<FileLine>,
    pub quick: Vec<QuickText>,
    /// Whether one may file from it to the chart.
    pub may_file: bool,
    /// The whole of it, as it stands.
    pub filed: Option<Filed>,
}

/// A chart's **Messaging**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartMessages {
    pub banner: Banner,
    pub conversations: Vec<OfficeLine>,
    pub more: bool,
    pub composing: Writing,
}

/// **+ Compose** to the client of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composing {
    pub banner: Banner,
    /// Who reads along on the practice's side: what one's own role allows.
    pub audiences: Vec<Audience>,
    /// Who will read it.
    pub readers: Vec<String>,
    pub writing: Writing,
    pub expects: Expectations,
    pub draft: Option<super::Letter>,
    pub pending: Vec<FileLine>,
    pub quick: Vec<QuickText>,
}
