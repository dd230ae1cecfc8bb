//! What both sides do to write: a conversation begins, a message is added to it.

use super::table::{conversations, messages};
use crate::{
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, Within},
    notices,
    sealing::Place,
    sign_in::{Account, Member},
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    events::EventKind,
    ids::ShareId,
    messages::{Audience, Purpose},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr};
use uuid::Uuid;

/// Who writes.
#[derive(Clone, Copy)]
pub(super) enum Author<'a> {
    Practice(&'a Member),
    Client(&'a Account),
}

impl Author<'_> {
    fn name(self) -> String {
        match self {
            Self::Practice(member) => member.signed_name(),
            Self::Client(account) => account.full_name(),
        }
    }

    fn ids(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Practice(member) => (Some(member.id), None),
            Self::Client(account) => (None, Some(account.id)),
        }
    }
}

/// A conversation that begins.
pub(super) struct Begun<'a> {
    pub purpose: Purpose,
    pub audience: Audience,
    /// None for record requests, which are called the same everywhere.
    pub subject: Option<&'a str>,
    pub assigned_to: Option<Uuid>,
    pub announcement: Option<Uuid>,
}

/// Begins a conversation. There is nothing in it yet.
pub(super) async fn begin<A: Enters>(write: &Change<'_, A>, author: Author<'_>, begun: Begun<'_>) -> Result<conversations::Model, DbErr> {
    let id = write.practice().randomness.id();
    let (staff, account) = author.ids();
    let sealed = |subject: &str| write.practice().sealer.seal(Place("conversations.subject", id), subject.as_bytes());
    let row = conversations::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        audience: Set(By(begun.audience)),
        purpose: Set(By(begun.purpose)),
        subject: Set(begun.subject.map(sealed)),
        started_by_staff: Set(staff),
        started_by_account: Set(account),
        started_at: Set(write.at()),
        announcement_id: Set(begun.announcement),
        assigned_to: Set(begun.assigned_to),
        newest: Set(0),
        newest_of_practice: Set(0),
        newest_of_client: Set(0),
        latest_at: Set(write.at()),
        latest_from: Set(author.name()),
        waiting_since: Set(None),
        closes_at: Set(None),
        warned_at: Set(None),
        closed_at: Set(None),
        closed_why: Set(None),
    };
    // The chart is held: nobody else begins one or writes at this moment.
    row.insert(write.db()).await
}

/// A message.
pub(super) struct Said<'a> {
    pub id: Uuid,
    pub body: &'a str,
    pub share: Option<ShareId>,
    /// When the conversation closes, if the client stays quiet.
    pub closes_at: Option<DateTime<Utc>>,
}

/// Adds a message to a conversation, and says there who has the word now.
pub(super) async fn say<A: Enters>(
    write: &Change<'_, A>,
    row: &conversations::Model,
    author: Author<'_>,
    said: Said<'_>,
) -> Result<messages::Model, Error> {
    let id = said.id;
    let (staff, account) = author.ids();
    let number = row.newest + 1;
    let message = messages::ActiveModel {
        id: Set(id),
        conversation_id: Set(row.id),
        chart_id: Set(write.chart()),
        number: Set(number),
        from_staff_id: Set(staff),
        from_account_id: Set(account),
        from_name: Set(author.name()),
        body: Set(write.practice().sealer.seal(Place("messages.body", id), said.body.as_bytes())),
        share_id: Set(said.share.map(|share| share.0)),
        sent_at: Set(write.at()),
        settled_at: Set(None),
    };
    let message = message.insert(write.db()).await?;
    let mut now = conversations::ActiveModel {
        id: Set(row.id),
        newest: Set(number),
        latest_at: Set(write.at()),
        latest_from: Set(author.name()),
        closes_at: Set(said.closes_at),
        warned_at: Set(None),
        ..Default::default()
    };
    match author {
        Author::Practice(_) => {
            now.newest_of_practice = Set(number);
            // Who is asked to sign something has not been answered by that.
            if said.share.is_none() {
                now.waiting_since = Set(None);
                notices::close_tasks(write, notices::About::Conversation(row.id)).await?;
            }
        }
        Author::Client(_) => {
            now.newest_of_client = Set(number);
            now.waiting_since = Set(Some(row.waiting_since.unwrap_or(write.at())));
        }
    }
    conversations::went_on(write, now).await?;
    if row.warned_at.is_some() {
        notices::cancel_of_closing(write, row.id).await?;
    }
    write.tell(Happening::of(EventKind::of_messages(row.audience.0)).subject(row.id));
    Ok(message)
}
