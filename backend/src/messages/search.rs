//! Searching conversations: what one may read is opened and looked through, the newest first, a bounded number at a time.

use super::{
    body,
    inbox::StaffMessages,
    portal::ClientMessages,
    subject,
    table::{conversations, messages},
};
use crate::{audit::Event, dates, error::Error, practice::Practice};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    ids::{ChartId, ConversationId},
    messages::{ConversationLine, Found, OfficeLine, PAGE_LIMIT, Sought},
};
use futures_util::future;
use std::collections::HashMap;
use uuid::Uuid;

/// So many messages are opened at a time: conversations are looked through whole, as long as they fit.
const MESSAGES: i32 = 2_000;
/// And so many conversations.
const CONVERSATIONS: u64 = 200;

impl ClientMessages<'_> {
    /// Conversations of this chart in which these words stand, below a conversation.
    pub async fn search(&self, typed: &str, below: Option<ConversationId>) -> Result<Found<ConversationLine>, Error> {
        let after = match below {
            Some(id) => self.chart.one::<conversations::Entity>(id).await?.place(),
            None => None,
        };
        let rows = conversations::newest(&self.chart, after, CONVERSATIONS + 1).await?;
        let looked = Looked::through(&self.client.practice, rows, typed).await?;
        self.client.record(Event::of(AuditAct::MessagesSearched).detail(looked.told())).await?;
        let Looked { found, .. } = &looked;
        let lines = self.lines(found.iter().map(|(row, _)| row.clone()).collect()).await?;
        Ok(looked.shown(typed, lines, self.zone()))
    }
}

impl StaffMessages<'_> {
    /// Conversations within one's reach in which these words stand, below a conversation.
    pub async fn search(&self, typed: &str, below: Option<ConversationId>) -> Result<Found<OfficeLine>, Error> {
        let staff = self.0;
        let after = match below {
            Some(id) => self.enter(id).await?.1.place(),
            None => None,
        };
        let rows = self.look_at_all().newest(staff.practice.db.read(), after, CONVERSATIONS + 1).await?;
        let looked = Looked::through(&staff.practice, rows, typed).await?;
        // Words of each are shown: that is told of each chart.
        let event = || Event::of(AuditAct::MessagesSearched);
        let told = looked.found.iter().map(|(row, _)| staff.record(event().chart(ChartId(row.chart_id)).subject(row.id)));
        future::try_join_all(told).await?;
        staff.record(event().detail(looked.told())).await?;
        let lines = self.lines(looked.found.iter().map(|(row, _)| row.clone()).collect()).await?;
        Ok(looked.shown(typed, lines, dates::zone(&staff.practice_settings().await?.zone)))
    }
}

/// Conversations that were looked through.
struct Looked {
    found: Vec<(conversations::Model, String)>,
    many: usize,
    last: Option<conversations::Model>,
    more: bool,
}

impl Looked {
    /// Looks through these, the newest first, as far as it goes in one.
    async fn through(practice: &Practice, mut rows: Vec<conversations::Model>, typed: &str) -> Result<Self, Error> {
        let Some(sought) = Sought::read(typed)? else { return Ok(Self { found: Vec::new(), many: 0, last: None, more: false }) };
        let all = rows.len();
        let sums = rows.iter().scan(0, |sum, row| {
            *sum += row.newest;
            Some(*sum)
        });
        // The first one is looked through however long it is: so it always goes on.
        let many = sums.take_while(|sum| *sum <= MESSAGES).count().clamp(1, CONVERSATIONS as usize).min(all);
        rows.truncate(many);
        let mut written: HashMap<Uuid, Vec<messages::Model>> = HashMap::new();
        for message in messages::of_these(practice.db.read(), rows.iter().map(|row| row.id).collect()).await? {
            written.entry(message.conversation_id).or_default().push(message);
        }
        let mut looked = Self { found: Vec::new(), many, last: rows.last().cloned(), more: many < all };
        for (place, row) in rows.into_iter().enumerate() {
            let about = subject(practice, &row)?;
            let mut excerpt = sought.is_in(&about).then(String::new);
            for message in written.remove(&row.id).unwrap_or_default() {
                let body = body(practice, &message)?;
                // What is about both the subject and a message is found by either.
                if sought.is_in(&body) || (excerpt.is_none() && sought.is_in(&format!("{about} {body}"))) {
                    excerpt = Some(sought.excerpt(&body));
                    break;
                }
            }
            let Some(excerpt) = excerpt else { continue };
            looked.found.push((row.clone(), excerpt));
            if looked.found.len() as u64 == PAGE_LIMIT {
                let more = looked.more || place + 1 < many;
                return Ok(Self { many: place + 1, last: Some(row), more, ..looked });
            }
        }
        Ok(looked)
    }

    /// What the trail says: numbers, never a word.
    fn told(&self) -> String {
        format!("{} of {} conversations", self.found.len(), self.many)
    }

    fn shown<L>(self, typed: &str, lines: Vec<L>, zone: Tz) -> Found<L> {
        Found {
            words: typed.trim().to_owned(),
            lines: lines.into_iter().zip(self.found.into_iter().map(|(_, excerpt)| excerpt)).collect(),
            looked_through: self.many,
            back_to: self.last.as_ref().map(|row| dates::moment(row.latest_at, zone)),
            older: self.last.filter(|_| self.more).map(|row| ConversationId(row.id)),
        }
    }
}
