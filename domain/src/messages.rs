//! Messages: conversations between a client and the practice, from either side.

mod groups;
mod modes;
mod office;
mod quick_texts;
mod quiet;
mod search;

pub use groups::{
    AnnouncementLine, AnnouncementReview, Announcing, Group, GroupLetter, GroupLine, GroupPerson, Groups, LONGEST_GROUP_NAME, MOST_GROUPS,
    MOST_RECIPIENTS, UNNAMED_KEPT, check_group_name, may_delete_group,
};
pub use modes::{Answering, Mode, Purpose, Standing, Starting, staff_starts, staff_writes};
pub use office::{
    Assignee, ChartMessages, Composing, Filed, NoteLine, OfficeConversation, OfficeInbox, OfficeLine, OfficeMessage, Shown, Sorted, Whose,
    Writing,
};
pub use quick_texts::{LONGEST_QUICK_NAME, LONGEST_QUICK_TEXT, MOST_QUICK_TEXTS, QuickText, added_below, check_quick_text};
pub use quiet::{CLOSES_AFTER, Closing, WARNED_BEFORE, closes_at};
pub use search::{Found, LONGEST_SEARCH, Sought};

use crate::{
    Act,
    dates::Moment,
    documents::ShareState,
    files::FileLine,
    ids::{ConversationId, DocumentId, ShareId, StaffId},
    named::named,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

named! {
    /// Who reads it on the practice's side.
    pub enum Audience {
        Administrative "administrative",
        Billing "billing",
        Clinical "clinical",
    }
}

impl Audience {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrative => "Administrative",
            Self::Billing => "Billing",
            Self::Clinical => "Clinical",
        }
    }

    /// What one must be allowed to do to read it.
    pub fn act(self) -> Act {
        match self {
            Self::Administrative => Act::ReadAdministrativeMessages,
            Self::Billing => Act::ReadBillingMessages,
            Self::Clinical => Act::ReadMessages,
        }
    }
}

/// A badge shows no larger number: beyond it says "99+".
pub const MOST_ON_A_BADGE: u64 = 99;

/// So many messages stand on one page of a conversation, and so many conversations on one page of a list.
pub const PAGE_LIMIT: u64 = 50;
/// So many that wait for an answer stand above what is open; further ones are paged through by themselves.
pub const MOST_WAITING: u64 = 4 * PAGE_LIMIT;
/// So many characters fit into one message.
pub const LONGEST_MESSAGE: usize = 10_000;
/// And into what it is about.
pub const LONGEST_SUBJECT: usize = 120;

/// A line of the client's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationLine {
    pub id: ConversationId,
    pub subject: String,
    /// Who wrote last; nobody where that was oneself.
    pub from: Option<String>,
    pub at: Moment,
    pub unread: u32,
    pub closed: bool,
    /// Something one began to write waits there.
    pub draft: bool,
}

/// The client's list: what is unread first, then the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    pub conversations: Vec<ConversationLine>,
    /// The page after this one begins below that line.
    pub older: Option<ConversationId>,
    pub starting: Starting,
    /// The requests that one can make in every mode.
    pub requests: Vec<Purpose>,
    /// Whether records are asked for by a form of its own.
    pub records: bool,
}

/// One message, as the client sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLine {
    pub number: u32,
    pub from: String,
    pub own: bool,
    /// It comes from the practice, and not from anybody around the client.
    pub of_practice: bool,
    pub at: Moment,
    pub body: String,
    /// It was not read before this moment.
    pub new: bool,
    /// When the practice first read it.
    pub read: Option<Moment>,
    pub files: Vec<FileLine>,
    /// The share that a record request was written for: the mail about it leads right to this message.
    pub asks_for: Option<ShareId>,
    /// The document that it is about, as it stands now.
    pub document: Option<LinkedDocument>,
    /// The document was taken back before anybody opened it.
    pub taken_back: bool,
}

/// A document that a message links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedDocument {
    pub share: ShareId,
    pub title: String,
    /// How it stands now: the message that asks for it is never edited.
    pub state: ShareState,
    /// Who signed it, if somebody else did.
    pub signed_by: Option<String>,
    /// Whose turn to sign it is, if it is somebody else's.
    pub waits_for: Option<String>,
}

/// An open conversation, oldest message first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub subject: String,
    /// Who of the practice has written in it, or is to answer.
    pub with: Vec<String>,
    pub messages: Vec<MessageLine>,
    /// So many stand before these.
    pub earlier: u32,
    /// These are not the newest.
    pub older_page: bool,
    /// The day it is read, for what is printed.
    pub today: NaiveDate,
    pub answering: Answering,
    pub closed: Option<(Closing, Moment)>,
    pub expects: Expectations,
    /// What one began to write, and what goes along.
    pub draft: Option<String>,
    pub pending: Vec<FileLine>,
}

/// What stands on every page where somebody writes to the practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectations {
    /// When to expect an answer: "within 2 working days".
    pub answer: String,
    /// Why it may take longer now.
    pub away: Option<String>,
    /// What to do in an emergency: "Call or text 988".
    pub crisis: String,
    pub phone: Option<String>,
}

/// To whom a client can write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recipient {
    /// One of those who treat the client.
    Person(StaffId, String),
    /// The front desk, or billing.
    Desk(Audience),
}

impl Recipient {
    /// What its form sends.
    pub fn value(&self) -> String {
        match self {
            Self::Person(id, _) => id.to_string(),
            Self::Desk(audience) => audience.name().to_owned(),
        }
    }
}

/// The page on which a client begins a conversation, or makes a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    pub purpose: Purpose,
    /// For talk: to whom. Nobody where the mode lets nobody begin one.
    pub to: Vec<Recipient>,
    pub expects: Expectations,
    pub draft: Option<Letter>,
    /// Under which what one writes here, and what goes along, is kept.
    pub place: Uuid,
    pub pending: Vec<FileLine>,
}

/// What somebody writes to begin a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// Why something about messages was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("nothing was written")]
    BodyMissing,
    #[error("the message is longer than 10,000 characters")]
    BodyTooLong,
    #[error("the subject is missing")]
    SubjectMissing,
    #[error("the subject is longer than 120 characters")]
    SubjectTooLong,
    #[error("nobody was chosen to write to")]
    RecipientMissing,
    #[error("one cannot write to them here")]
    RecipientUnfit,
    #[error("the conversation is closed")]
    Closed,
    #[error("in this mode clients answer only what the practice has begun")]
    NotBegunByPractice,
    #[error("in this mode clients begin no conversation")]
    NoStarting,
    #[error("in this mode staff write to their own clients only")]
    NotOnRoster,
    #[error("nobody has portal access to this chart")]
    NoReader,
    #[error("the conversation is open already")]
    OpenAlready,
    #[error("who was chosen cannot read it")]
    AssigneeUnfit,
    #[error("a file was chosen and not attached")]
    NotAttached,
    #[error("the search is longer than 100 characters")]
    SearchTooLong,
    #[error("a group with a name keeps one")]
    GroupNameMissing,
    #[error("the name of the group is longer than 80 characters")]
    GroupNameTooLong,
    #[error("there are 500 in the group already")]
    GroupFull,
    #[error("there are 200 groups already")]
    TooManyGroups,
    #[error("a group of others, with clients out of one's reach in it")]
    GroupOfOthers,
    #[error("one does not read these conversations of this client")]
    OutOfReach,
    #[error("nobody in the group can get it")]
    NobodyGetsIt,
    #[error("the letter or who gets it has changed since it was looked at")]
    ReviewAgain,
    #[error("it was sent already, or nothing was written")]
    NothingToAnnounce,
    #[error("the quick text has no name")]
    QuickNameMissing,
    #[error("its name is longer than 60 characters")]
    QuickNameTooLong,
    #[error("there is nothing in it")]
    QuickWordsMissing,
    #[error("it is longer than 2,000 characters")]
    QuickWordsTooLong,
    #[error("what stands in braces is no placeholder")]
    QuickPlaceholder,
    #[error("fifty are there already")]
    QuickTextsFull,
    #[error("no quick text was chosen")]
    QuickTextMissing,
    #[error("it was filed already")]
    FiledAlready { document: DocumentId },
    #[error("more than 500 messages are not filed at once")]
    TooLongToFile,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::BodyMissing | Self::BodyTooLong => Some("body"),
            Self::SubjectMissing | Self::SubjectTooLong => Some("subject"),
            Self::RecipientMissing | Self::RecipientUnfit => Some("to"),
            Self::AssigneeUnfit => Some("assignee"),
            Self::SearchTooLong => Some("q"),
            Self::NotAttached => Some("file"),
            Self::GroupNameMissing | Self::GroupNameTooLong => Some("name"),
            Self::QuickNameMissing | Self::QuickNameTooLong => Some("name"),
            Self::QuickWordsMissing | Self::QuickWordsTooLong | Self::QuickPlaceholder => Some("words"),
            Self::QuickTextMissing => Some("quick"),
            Self::QuickTextsFull | Self::FiledAlready { .. } | Self::TooLongToFile => None,
            Self::Closed | Self::NotBegunByPractice | Self::NoStarting | Self::NotOnRoster | Self::NoReader | Self::OpenAlready => None,
            Self::GroupFull | Self::TooManyGroups | Self::GroupOfOthers | Self::OutOfReach => None,
            Self::NobodyGetsIt | Self::ReviewAgain | Self::NothingToAnnounce => None,
        }
    }
}

/// Reads what was typed: every line as it was written, without the empty ones around it.
pub fn check_body(body: &str) -> Result<String, Refusal> {
    let body = body.replace("\r\n", "\n");
    let body: String = body.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let body = body.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    match body.chars().count() {
        0 => Err(Refusal::BodyMissing),
        1..=LONGEST_MESSAGE => Ok(body.to_owned()),
        _ => Err(Refusal::BodyTooLong),
    }
}

/// The same where files go along: they need no words.
pub fn check_body_beside(body: &str, files: usize) -> Result<String, Refusal> {
    match check_body(body) {
        Err(Refusal::BodyMissing) if files > 0 => Ok(String::new()),
        checked => checked,
    }
}

/// Without scripts a form carries the names of files that were chosen and not attached: sent so, they would be missing.
pub fn check_attached(chosen: &[String]) -> Result<(), Refusal> {
    if chosen.iter().all(String::is_empty) { Ok(()) } else { Err(Refusal::NotAttached) }
}

/// Reads what it is about: one line.
pub fn check_subject(subject: &str) -> Result<String, Refusal> {
    let subject = crate::charts::tidy(subject);
    match subject.chars().count() {
        0 => Err(Refusal::SubjectMissing),
        1..=LONGEST_SUBJECT => Ok(subject),
        _ => Err(Refusal::SubjectTooLong),
    }
}

/// Takes room, and shows nothing.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// To whom a form's value stands for.
pub fn read_recipient(value: &str) -> Result<Result<StaffId, Audience>, Refusal> {
    if let Ok(id) = value.parse::<Uuid>() {
        return Ok(Ok(StaffId(id)));
    }
    match Audience::from_name(value) {
        Some(audience) => Ok(Err(audience)),
        None if value.is_empty() => Err(Refusal::RecipientMissing),
        None => Err(Refusal::RecipientUnfit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_loses_what_nobody_sees() {
        assert_eq!(check_body("\r\n Dear Elena,\r\n\r\n1. one\n2. two \u{200B}\n").unwrap(), "Dear Elena,\n\n1. one\n2. two");
        assert_eq!(check_body("a\u{0}\u{1b}[31mb\tc").unwrap(), "a[31mb\tc");
        for empty in ["", " \n ", "\u{200B}\u{FEFF}", "\u{0}"] {
            assert_eq!(check_body(empty), Err(Refusal::BodyMissing), "{empty:?}");
        }
        assert!(check_body(&"ä".repeat(LONGEST_MESSAGE)).is_ok());
        assert_eq!(check_body(&"ä".repeat(LONGEST_MESSAGE + 1)), Err(Refusal::BodyTooLong));
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(check_subject(" Sleep,\n and the plan ").unwrap(), "Sleep, and the plan");
        assert_eq!(check_subject(" \u{200B}"), Err(Refusal::SubjectMissing));
        assert_eq!(check_subject(&"x".repeat(121)), Err(Refusal::SubjectTooLong));
    }

    #[test]
    fn one_writes_to_a_person_or_to_a_desk() {
        let id = StaffId(Uuid::from_u128(7));
        assert_eq!(read_recipient(&Recipient::Person(id, "Elena".into()).value()), Ok(Ok(id)));
        assert_eq!(read_recipient(&Recipient::Desk(Audience::Billing).value()), Ok(Err(Audience::Billing)));
        assert_eq!(read_recipient(""), Err(Refusal::RecipientMissing));
        assert_eq!(read_recipient("everybody"), Err(Refusal::RecipientUnfit));
    }
}
