//! Messages: conversations between a client and the practice, from either side.
//!
//! A message is never edited. Opening a conversation reads everything in it up to what is shown, for who opens it. What staff say
//! among themselves stands in a table that no question of a client's reaches. Other rooms ask for a record request (`request_record`),
//! say that it was answered (`settle`), and count what is unread (`Unread`).

mod announce;
mod away;
mod compose;
mod filing;
mod groups;
mod inbox;
mod made_up;
mod missed;
mod portal;
mod quick_texts;
mod quiet;
mod requests;
mod search;
mod table;
mod talk;
mod tell;
mod write;

pub(crate) use away::{absences_now, covered_by, has_left, stands_in_on};
pub use compose::OfficeLetter;
pub(crate) use compose::{audiences_in, is_read_by};
pub(crate) use filing::filed_from;
pub(crate) use inbox::{count_unread_of_staff, reads_any};
pub(crate) use made_up::{MadeUp, Rows, Word, Writer};
pub(crate) use missed::{unanswered, waits};
use portal::ClientMessages;
pub use quick_texts::QuickTexts;
pub(crate) use requests::{answer_request, begin_request, request_record, settle};
#[cfg(test)]
pub(crate) use table::{ask_all_day, ask_inbox, of_chart};
pub(crate) use table::{
    drafts::forget_before as forget_drafts_before,
    groups::{forget_letters_before, forget_unnamed_before},
};

use crate::{actors::Client, dates, error::Error, in_chart::InChart, practice::Practice, sealing::Place};
use chrono::Duration;
use chrono_tz::Tz;
use domain::{
    dates::Moment,
    ids::ConversationId,
    invites::Scope,
    messages::{Expectations, Purpose, Standing},
    settings::PracticeSettings,
};
use std::collections::BTreeSet;
use table::{conversations, messages, readings::Reader};
use uuid::Uuid;

/// So long what somebody began to write waits for them.
pub(crate) const DRAFTS_KEPT: Duration = Duration::days(30);

/// What a conversation is about.
fn subject(practice: &Practice, row: &conversations::Model) -> Result<String, Error> {
    let Some(sealed) = &row.subject else { return Ok(Purpose::Records.label().to_owned()) };
    let subject = practice.sealer.open(Place("conversations.subject", row.id), sealed)?;
    Ok(String::from_utf8_lossy(&subject).into_owned())
}

fn body(practice: &Practice, row: &messages::Model) -> Result<String, Error> {
    let body = practice.sealer.open(Place("messages.body", row.id), &row.body)?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}

fn standing(row: &conversations::Model) -> Standing {
    Standing { purpose: row.purpose.0, begun_by_practice: row.started_by_staff.is_some(), closed: row.closed_at.is_some() }
}

/// What stands on every page where somebody writes to the practice.
fn expectations(settings: &PracticeSettings) -> Expectations {
    Expectations {
        answer: settings.communications.answer.clone(),
        away: settings.communications.away.clone(),
        crisis: settings.help.crisis.clone(),
        phone: settings.help.phone.clone(),
    }
}

/// This client as a reader. Who was linked later is not told anew of what was said before.
fn reader(client: &Client) -> Reader {
    Reader::Account { id: client.account.id, since: client.grant.linked.then_some(client.grant.activated_at) }
}

/// How many messages this client has not read yet: what every page shows.
pub(crate) async fn count_unread(chart: &InChart<'_, Client>) -> Result<u32, Error> {
    Ok(messages::unread(chart, reader(chart.actor())).await?.len() as u32)
}

/// What this client has not read yet, in a few words: what the Dashboard shows.
#[derive(Default)]
pub(crate) struct Unread {
    pub count: u32,
    /// Besides those that ask for what stands among what the client needs to do anyway.
    pub to_read: u32,
    /// Where it stands, if that is one conversation.
    pub conversation: Option<ConversationId>,
    /// Who wrote it, each once.
    pub from: Vec<String>,
}

impl Unread {
    pub async fn of(chart: &InChart<'_, Client>, listed: &[Uuid]) -> Result<Self, Error> {
        let unread = messages::unread(chart, reader(chart.actor())).await?;
        let count = unread.len() as u32;
        let rest = unread.into_iter().filter(|(.., share)| share.is_none_or(|share| !listed.contains(&share)));
        let rest: Vec<(Uuid, String)> = rest.map(|(place, from, _)| (place, from)).collect();
        let to_read = rest.len() as u32;
        let (places, from): (BTreeSet<_>, BTreeSet<_>) = rest.into_iter().unzip();
        let conversation = (places.len() == 1).then(|| places.into_iter().next().map(ConversationId)).flatten();
        Ok(Self { count, to_read, conversation, from: from.into_iter().collect() })
    }
}

/// Who wrote last, and when: for the tile on the Dashboard.
pub(crate) async fn newest(chart: &InChart<'_, Client>, zone: Tz) -> Result<Option<(String, Moment)>, Error> {
    let row = conversations::newest(chart, None, 1).await?.pop();
    Ok(row.map(|row| (row.latest_from, dates::moment(row.latest_at, zone))))
}

impl Client {
    /// Conversations with the practice: unless the practice has switched them off.
    pub async fn messages(&self) -> Result<ClientMessages<'_>, Error> {
        let chart = self.chart(Scope::Messages).await?;
        let settings = self.practice_settings().await?;
        if !settings.features.messages {
            return Err(chart.not_found("messages").await);
        }
        Ok(ClientMessages::new(self, chart, settings))
    }
}
