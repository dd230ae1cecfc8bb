//! Messages: conversations between a client and the practice.
//!
//! Here so far: what staff ask for travels as a record request in a conversation of its own, and unread ones are counted.
//! A message is never edited, and opening a conversation reads everything in it, at once.

mod requests;
pub(crate) mod table;

pub(crate) use requests::{request_record, settle};

use crate::{
    actors::Client,
    audit::Event,
    dates,
    documents::table::{shares, signatures},
    error::Error,
    sealing::Place,
};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    dates::Moment,
    documents::ShareState,
    ids::{ConversationId, ShareId},
    invites::Scope,
    messages::{Conversation, ConversationLine, Inbox, LinkedDocument, MessageLine},
    settings::PracticeSettings,
};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};
use table::{conversations, messages};
use uuid::Uuid;

/// So many conversations stand in the inbox, and so many messages in one of them.
const MOST: u64 = 500;
/// More people than this never have news for one client at the same time; the Dashboard names one or two, and counts the others.
const MOST_SENDERS: u64 = 50;

/// **Messages**.
pub struct ClientMessages<'a> {
    client: &'a Client,
    settings: PracticeSettings,
}

impl<'a> ClientMessages<'a> {
    /// Opens the room, unless the practice has switched it off.
    pub(crate) async fn enter(client: &'a Client) -> Result<Self, Error> {
        let settings = client.practice_settings().await?;
        if !settings.features.messages {
            return Err(client.not_found("messages").await);
        }
        Ok(Self { client, settings })
    }

    /// The inbox, newest first.
    pub async fn inbox(&self) -> Result<Inbox, Error> {
        let (practice, zone) = (&self.client.practice, self.zone());
        let rows = conversations::of_chart(practice.db.read(), self.client.chart_id(), MOST).await?;
        let unread = messages::count_unread_of_each(practice.db.read(), self.client.chart_id()).await?;
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
        let (client, practice) = (self.client, &self.client.practice);
        let db = practice.db.read();
        let Some(row) = conversations::of_client(db, client.chart_id(), id.0).await? else {
            return Err(client.not_found("messages").await);
        };
        let rows = messages::of_conversation(db, row.id, MOST).await?;
        let links = self.links(&rows).await?;
        let lines = rows.iter().map(|row| self.line(row, &links)).collect::<Result<_, Error>>()?;
        let write = client.write().await?;
        messages::read(&*write, &rows, practice.clock.now()).await?;
        write.commit(Event::of(AuditAct::ConversationOpened).chart(row.chart_id).subject(row.id)).await?;
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

    /// The documents that these messages are about, if this person may see documents here. Of what was taken back unread
    /// not even the title is told.
    async fn links(&self, rows: &[messages::Model]) -> Result<Links, Error> {
        let mut links = Links::default();
        if !self.settings.features.documents || !self.client.grant.has_scope(Scope::Documents) {
            return Ok(links);
        }
        let (db, chart) = (self.client.practice.db.read(), self.client.chart_id());
        let mut standing: Vec<(Uuid, shares::Line)> = Vec::new();
        for share in shares::by_ids(db, chart, rows.iter().filter_map(|row| row.share_id)).await? {
            let asked = share.id;
            let stands = match share.state()? {
                // Where it gave way to a newer share, that one.
                ShareState::Withdrawn => shares::of_client(db, chart, asked).await?.as_ref().map(shares::Line::from),
                _ => Some(share),
            };
            if let Some(share) = stands {
                standing.push((asked, share));
            } else {
                links.taken_back.insert(asked);
            }
        }
        let signatures = signatures::lines_of(db, standing.iter().map(|(_, share)| share.id)).await?;
        let own_name = self.client.account.full_name();
        for (asked, share) in standing {
            let signature = signatures.iter().find(|signature| signature.share_id == share.id);
            let signed_by = signature.map(|signature| signature.signer_name.clone()).filter(|name| *name != own_name);
            let (share, state, title) = (ShareId(share.id), share.state()?, share.title);
            links.documents.insert(asked, LinkedDocument { share, title, state, signed_by });
        }
        Ok(links)
    }
}

#[derive(Default)]
struct Links {
    documents: HashMap<Uuid, LinkedDocument>,
    taken_back: HashSet<Uuid>,
}

/// How many messages this client has not read yet: what every page shows.
pub(crate) async fn count_unread(client: &Client) -> Result<u32, DbErr> {
    messages::count_unread(client.practice.db.read(), client.chart_id()).await
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
    pub async fn of(client: &Client) -> Result<Self, Error> {
        let (db, chart) = (client.practice.db.read(), client.chart_id());
        let count = count_unread(client).await?;
        if count == 0 {
            return Ok(Self::default());
        }
        let conversation = match messages::unread_in(db, chart, 2).await?[..] {
            [one] => Some(ConversationId(one)),
            _ => None,
        };
        Ok(Self { count, conversation, from: messages::unread_from(db, chart, MOST_SENDERS).await? })
    }
}

/// Who wrote last, and when: for the tile on the Dashboard.
pub(crate) async fn newest(client: &Client, zone: Tz) -> Result<Option<(String, Moment)>, Error> {
    let row = conversations::of_chart(client.practice.db.read(), client.chart_id(), 1).await?.pop();
    Ok(row.map(|row| (row.latest_from, dates::moment(row.latest_at, zone))))
}
