//! Messages: conversations between a client and the practice. The room's functions.

mod found;
mod groups;
mod insert;
mod keep;
mod office;
mod portal;
mod quick_texts;
mod refusals;

pub use groups::{
    AddToGroup, CreateGroup, DeleteGroup, RemoveFromGroup, RenameGroup, SendAnnouncement, WriteAnnouncement, list_groups, read_announcing,
    read_group, review_announcement,
};
pub use insert::insert_quick_texts;
pub use keep::keep_what_is_written;
pub use office::{
    AnnouncePage, ChartMessagesPage, ComposePage, GroupPage, GroupsPage, InboxPage as OfficeInboxPage, OfficeConversationPage, ReviewPage,
    WhomPage,
};
pub use portal::{BeginPage, ConversationPage, InboxPage};
pub use quick_texts::{PracticeQuickTextsPage, QuickTextsPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    ids::{ChartId, ConversationId, GrantId, StaffId},
    messages::{
        Audience, Beginning, ChartMessages, Composing, Conversation, ConversationLine, Found, Inbox, OfficeConversation, OfficeInbox,
        OfficeLine, Purpose, Shown, Sorted, Whose,
    },
};
use leptos::prelude::*;

// Portal

loader! {
    /// The list: what is unread first, then the newest, page by page below a line of it.
    pub async fn list_conversations(grant: Option<GrantId>, below: Option<ConversationId>) -> Result<Inbox, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.messages().await?.inbox(below).await?)
    }
}

loader! {
    /// Conversations in which these words stand, page by page below one.
    pub async fn search_conversations(
        grant: Option<GrantId>,
        words: String,
        below: Option<ConversationId>,
    ) -> Result<Found<ConversationLine>, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.messages().await?.search(&words, below).await?)
    }
}

loader! {
    /// A conversation, at its end or before a message. Reading it takes its unread mark away.
    pub async fn read_conversation(grant: Option<GrantId>, id: ConversationId, before: Option<u32>) -> Result<Conversation, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.messages().await?.open(id, before).await?)
    }
}

loader! {
    /// The page on which a client begins a conversation, or asks for something.
    pub async fn read_beginning(grant: Option<GrantId>, purpose: Purpose) -> Result<Beginning, Failure> {
        let client = crate::actor::client(grant).await?;
        let page = client.messages().await?.beginning(purpose).await?;
        // Records are asked for by a form of its own, by whoever reads documents.
        if purpose == Purpose::RecordRequest && client.records().await.is_ok() {
            crate::reply::reply(crate::Answer::GoTo(routes::acting(routes::ASK_FOR_RECORDS, grant)));
        }
        Ok(page)
    }
}

/// Answers in a conversation.
#[server(prefix = "/api", endpoint = "client/messages/reply")]
pub async fn reply_to_practice(
    grant: Option<GrantId>,
    id: ConversationId,
    #[server(default)] body: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(backend::Error::from)?;
    let client = crate::actor::client(grant).await?;
    client.messages().await?.reply(id, &body).await?;
    Ok(Went::to(routes::conversation(id, grant)).done(Done::Sent).at("sent"))
}

/// Keeps what one is writing in a conversation, or in what begins one. Nothing is sent.
#[server(prefix = "/api", endpoint = "client/messages/keep")]
pub async fn keep_draft(
    grant: Option<GrantId>,
    id: Option<ConversationId>,
    purpose: Option<Purpose>,
    #[server(default)] to: String,
    #[server(default)] subject: String,
    #[server(default)] body: String,
) -> Result<(), Failure> {
    let client = crate::actor::client(grant).await?;
    let letter = domain::messages::Letter { to, subject, body };
    Ok(client.messages().await?.keep(id, purpose.unwrap_or(Purpose::Talk), &letter).await?)
}

/// The same, for staff.
#[server(prefix = "/api", endpoint = "staff/messages/keep")]
pub async fn keep_office_draft(
    id: Option<ConversationId>,
    chart: Option<ChartId>,
    #[server(default)] audience: String,
    #[server(default)] subject: String,
    #[server(default)] body: String,
) -> Result<(), Failure> {
    let staff = crate::actor::staff().await?;
    let messages = staff.messages().await?;
    match (id, chart) {
        (Some(id), _) => messages.keep(id, &body).await?,
        (None, Some(chart)) => messages.keep_letter(chart, &domain::messages::Letter { to: audience, subject, body }).await?,
        (None, None) => return Err(Failure(domain::Failure::NotFound)),
    }
    Ok(())
}

/// How many conversations wait unread, asked by a page that was told of something.
#[server(prefix = "/api", endpoint = "staff/messages/counts")]
pub async fn count_inbox() -> Result<u64, Failure> {
    Ok(crate::actor::staff_by_itself().await?.notices().count_messages().await?)
}

/// Begins a conversation, or asks for an appointment, for records, or about money.
#[server(prefix = "/api", endpoint = "client/messages/begin")]
pub async fn begin_conversation(
    grant: Option<GrantId>,
    purpose: Purpose,
    #[server(default)] to: String,
    #[server(default)] subject: String,
    #[server(default)] body: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(backend::Error::from)?;
    let client = crate::actor::client(grant).await?;
    let id = client.messages().await?.begin(purpose, &domain::messages::Letter { to, subject, body }).await?;
    Ok(Went::to(routes::conversation(id, grant)).done(Done::Sent))
}

// Office

loader! {
    /// The **Inbox**.
    pub async fn list_inbox(whose: Whose, shown: Shown, sorted: Sorted, page: u32) -> Result<OfficeInbox, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.inbox(whose, shown, sorted, page).await?)
    }
}

loader! {
    /// Conversations within one's reach in which these words stand, page by page below one.
    pub async fn search_inbox(words: String, below: Option<ConversationId>) -> Result<Found<OfficeLine>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.search(&words, below).await?)
    }
}

loader! {
    /// A conversation with a client, at its end or before a message.
    pub async fn read_office_conversation(id: ConversationId, before: Option<u32>) -> Result<OfficeConversation, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.open(id, before).await?)
    }
}

loader! {
    /// A chart's **Messaging**.
    pub async fn list_chart_messages(chart: ChartId, page: u32) -> Result<ChartMessages, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.of_chart(chart, page).await?)
    }
}

loader! {
    /// **Compose** to the client of a chart.
    pub async fn read_composing(chart: ChartId) -> Result<Composing, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.composing(chart).await?)
    }
}

/// Begins a conversation with the client of a chart.
#[server(prefix = "/api", endpoint = "staff/messages/start")]
pub async fn start_conversation(
    chart: ChartId,
    audience: Audience,
    #[server(default)] subject: String,
    #[server(default)] body: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(backend::Error::from)?;
    let staff = crate::actor::staff().await?;
    let id = staff.messages().await?.start(chart, &backend::OfficeLetter { audience, subject, body }).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Sent))
}

/// Answers a client.
#[server(prefix = "/api", endpoint = "staff/messages/reply")]
pub async fn reply_to_client(
    id: ConversationId,
    #[server(default)] body: String,
    #[server(default)] file: Vec<String>,
) -> Result<Went, Failure> {
    domain::messages::check_attached(&file).map_err(backend::Error::from)?;
    let staff = crate::actor::staff().await?;
    staff.messages().await?.reply(id, &body).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Sent).at("sent"))
}

/// Writes a note among staff, that no client ever sees.
#[server(prefix = "/api", endpoint = "staff/messages/note")]
pub async fn note_among_staff(id: ConversationId, #[server(default)] body: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.note(id, &body).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Noted).at("sent"))
}

/// Asks somebody to answer, or nobody in particular.
#[server(prefix = "/api", endpoint = "staff/messages/assign")]
pub async fn assign_conversation(id: ConversationId, #[server(default)] assignee: Option<StaffId>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.assign(id, assignee).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Assigned))
}

/// Files a message to the chart, or the whole conversation where no number is given.
#[server(prefix = "/api", endpoint = "staff/messages/file")]
pub async fn file_to_chart(id: ConversationId, #[server(default)] number: Option<u32>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.file(id, number).await?;
    let went = Went::to(routes::office_conversation(id)).done(Done::Filed);
    Ok(match number {
        Some(number) => went.at(&format!("m{number}")),
        None => went,
    })
}

/// Notes that nothing is left to answer.
#[server(prefix = "/api", endpoint = "staff/messages/settle")]
pub async fn settle_conversation(id: ConversationId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.settle(id).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Settled))
}

/// Closes a conversation: it stays to be read.
#[server(prefix = "/api", endpoint = "staff/messages/close")]
pub async fn close_conversation(id: ConversationId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.close(id).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Closed))
}

/// Opens a closed conversation again.
#[server(prefix = "/api", endpoint = "staff/messages/reopen")]
pub async fn reopen_conversation(id: ConversationId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.reopen(id).await?;
    Ok(Went::to(routes::office_conversation(id)).done(Done::Reopened))
}
