//! Messages: what the practice wrote to a client. The room's functions.

mod portal;

pub use portal::{ConversationPage, InboxPage};

use crate::Failure;
use domain::{
    ids::{ConversationId, GrantId},
    messages::{Conversation, Inbox},
};

loader! {
    /// The inbox, newest first.
    pub async fn list_conversations(grant: Option<GrantId>) -> Result<Inbox, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.messages().await?.inbox().await?)
    }
}

loader! {
    /// A conversation. Reading it takes its unread mark away.
    pub async fn read_conversation(grant: Option<GrantId>, id: ConversationId) -> Result<Conversation, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.messages().await?.open(id).await?)
    }
}
