//! Messages: conversations between a client and the practice.
//!
//! Here so far: what staff ask for travels as a record request in a conversation, and unread ones are counted.

use crate::{
    dates::Moment,
    documents::ShareState,
    ids::{ConversationId, ShareId},
    named::named,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

named! {
    /// Who reads it on the practice's side. So far what clinicians ask for is all that is talked about.
    pub enum Audience {
        Clinical "clinical",
    }
}

/// A line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationLine {
    pub id: ConversationId,
    pub subject: String,
    /// Who wrote last.
    pub from: String,
    pub at: Moment,
    pub unread: u32,
}

/// The inbox, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    pub conversations: Vec<ConversationLine>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLine {
    pub from: String,
    pub own: bool,
    pub at: Moment,
    pub body: String,
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
}

/// An open conversation, oldest message first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub subject: String,
    pub messages: Vec<MessageLine>,
    /// The day it is read, for what is printed.
    pub today: NaiveDate,
}
