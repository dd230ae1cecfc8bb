//! Messages: conversations between a client and the practice.
//!
//! Here so far: what staff ask for travels as a record request in a conversation of its own, and unread ones are counted.
//! A message is never edited, and opening a conversation reads everything in it, at once.

mod requests;
mod table;

pub(crate) use requests::{request_record, settle};
#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};

use crate::{
    actors::Client,
    audit::Event,
    dates,
    documents::Links,
    error::Error,
    in_chart::{InChart, Within},
    sealing::Place,
};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    dates::Moment,
    ids::{ConversationId, ShareId},
    invites::Scope,
    messages::{Conversation, ConversationLine, Inbox, MessageLine},
    settings::PracticeSettings,
};
use sea_orm::DbErr;
use std::collections::HashMap;
use table::{conversations, messages};
use uuid::Uuid;

impl Client {
    /// Conversations with the practice: unless the practice has switched them off.
    pub async fn messages(&self) -> Result<ClientMessages<'_>, Error> {
        let chart = self.chart(Scope::Messages).await?;
        let settings = self.practice_settings().await?;
        if !settings.features.messages {
            return Err(chart.not_found("messages").await);
        }
        Ok(ClientMessages { client: self, chart, settings })
    }
}

/// So many conversations stand in the inbox, and so many messages in one of them.
const PAGE_LIMIT: u64 = 500;
/// More people than this never have news for one client at the same time; the Dashboard names one or two, and counts the others.
const MOST_SENDERS: u64 = 50;

/// **Messages**.
pub struct ClientMessages<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

impl ClientMessages<'_> {
    /// The inbox, newest first.
    pub async fn inbox(&self) -> Result<Inbox, Error> {
        let zone = self.zone();
        let rows = conversations::newest(&self.chart, PAGE_LIMIT).await?;
        let unread = messages::count_unread_of_each(&self.chart).await?;
        let unread: HashMap<Uuid, i64> = unread.into_iter().collect();
        let line = |row: conversations::Model| ConversationLine {
            unread: unread.get(&row.id).map_or(0, |count| *count as u32),
            id: ConversationId(row.id),
            subject: row.subject,
            from: row.latest_from,
            at: dates::moment(row.latest_at, zone),
        };
        let inbox = Inbox { conversations: rows.into_iter().map(line).collect() };
        self.client.record(Event::of(AuditAct::ConversationsListed)).await?;
        Ok(inbox)
    }

    /// Opens a conversation. What the practice wrote in it is read from this moment on: not what cannot be opened, and so was never seen.
    pub async fn open(&self, id: ConversationId) -> Result<Conversation, Error> {
        let practice = &self.client.practice;
        let row = self.chart.one::<conversations::Entity>(id).await?;
        let rows = messages::of_conversation(&self.chart, row.id, PAGE_LIMIT).await?;
        let links = self.links(&rows).await?;
        let lines = rows.iter().map(|row| self.line(row, &links)).collect::<Result<_, Error>>()?;
        let write = self.chart.change(None).await?;
        messages::read(&write, &rows).await?;
        write.commit(Event::of(AuditAct::ConversationOpened).subject(row.id)).await?;
        let today = dates::today(practice.clock.now(), self.zone());
        Ok(Conversation { id, subject: row.subject, messages: lines, today })
    }

    fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    fn line(&self, row: &messages::Model, links: &Links) -> Result<MessageLine, Error> {
        let practice = &self.client.practice;
        let body = practice.sealer.open(Place("messages.body", row.id), &row.body)?;
        Ok(MessageLine {
            own: row.from_account_id == Some(self.client.account.id),
            from: row.from_name.clone(),
            at: dates::moment(row.sent_at, self.zone()),
            body: String::from_utf8_lossy(&body).into_owned(),
            asks_for: row.share_id.map(ShareId),
            document: row.share_id.and_then(|share| links.documents.get(&share).cloned()),
            taken_back: row.share_id.is_some_and(|share| links.taken_back.contains(&share)),
        })
    }

    /// The documents that these messages are about, if this person may see documents here.
    async fn links(&self, rows: &[messages::Model]) -> Result<Links, Error> {
        if !self.settings.features.documents || !self.client.grant.has_scope(Scope::Documents) {
            return Ok(Links::default());
        }
        Links::of(&self.chart, rows.iter().filter_map(|row| row.share_id)).await
    }
}

/// How many messages this client has not read yet: what every page shows.
pub(crate) async fn count_unread(chart: &impl Within) -> Result<u32, DbErr> {
    messages::count_unread(chart).await
}

/// What this client has not read yet, in a few words: what the Dashboard shows.
#[derive(Default)]
pub(crate) struct Unread {
    pub count: u32,
    /// Where it stands, if that is one conversation.
    pub conversation: Option<ConversationId>,
    /// Who wrote it, each once.
    pub from: Vec<String>,
}

impl Unread {
    pub async fn of(chart: &InChart<'_, Client>) -> Result<Self, Error> {
        let count = count_unread(chart).await?;
        if count == 0 {
            return Ok(Self::default());
        }
        let conversation = match messages::unread_in(chart, 2).await?[..] {
            [one] => Some(ConversationId(one)),
            _ => None,
        };
        Ok(Self { count, conversation, from: messages::unread_from(chart, MOST_SENDERS).await? })
    }
}

/// Who wrote last, and when: for the tile on the Dashboard.
pub(crate) async fn newest(chart: &InChart<'_, Client>, zone: Tz) -> Result<Option<(String, Moment)>, Error> {
    let row = conversations::newest(chart, 1).await?.pop();
    Ok(row.map(|row| (row.latest_from, dates::moment(row.latest_at, zone))))
}
