//! Conversations that are put in as they would stand there, had people written them: for measuring.

use super::table::{conversations, messages, readings};
use crate::{db::Write, error::Error, practice::Practice, sealing::Place, stored::By};
use chrono::{DateTime, Duration, Utc};
use domain::messages::{Audience, Closing, Purpose};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Somebody who writes.
#[derive(Clone)]
pub(crate) struct Writer {
    pub id: Uuid,
    pub name: String,
}

/// Who has the word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// The client waits for an answer.
    Practice,
    Client,
    Nobody,
}

/// A conversation, which both sides write in turns.
pub(crate) struct MadeUp<'a> {
    pub chart: Uuid,
    pub client: &'a Writer,
    pub staff: &'a Writer,
    pub audience: Audience,
    pub assigned_to: Option<Uuid>,
    pub word: Word,
    pub many: u32,
    pub ended_at: DateTime<Utc>,
    /// Whether who has the word has read the last of it.
    pub read: bool,
}

/// Between two messages.
const PAUSE: Duration = Duration::hours(7);

/// Rows that wait to be put in.
#[derive(Default)]
pub(crate) struct Rows {
    conversations: Vec<conversations::ActiveModel>,
    messages: Vec<messages::ActiveModel>,
    readings: Vec<readings::ActiveModel>,
}

impl Rows {
    pub fn messages(&self) -> usize {
        self.messages.len()
    }

    /// Adds a conversation under this id, and messages under those that follow.
    pub fn add(
        &mut self,
        practice: &Practice,
        made: &MadeUp<'_>,
        id: Uuid,
        ids: impl Iterator<Item = Uuid>,
        mut words: impl FnMut() -> String,
    ) {
        let many = made.many as i32;
        let last_is_client = made.word == Word::Practice;
        let is_client = |number: i32| ((many - number) % 2 == 0) == last_is_client;
        let newest = |client: bool| if client == last_is_client { many } else { many - 1 };
        let at = |number: i32| made.ended_at - PAUSE * (many - number);
        let by_client = is_client(1);
        let writer = |client: bool| if client { made.client } else { made.staff };
        let purpose = match made.audience {
            Audience::Administrative if by_client => Purpose::AppointmentRequest,
            Audience::Billing if by_client => Purpose::BillingQuestion,
            _ => Purpose::Talk,
        };
        let subject = if purpose == Purpose::Talk { words() } else { purpose.label().to_owned() };
        let closed = made.word == Word::Nobody;
        self.conversations.push(conversations::ActiveModel {
            id: Set(id),
            chart_id: Set(made.chart),
            audience: Set(By(made.audience)),
            purpose: Set(By(purpose)),
            subject: Set(Some(practice.sealer.seal(Place("conversations.subject", id), subject.as_bytes()))),
            started_by_staff: Set((!by_client).then_some(made.staff.id)),
            started_by_account: Set(by_client.then_some(made.client.id)),
            started_at: Set(at(1)),
            announcement_id: Set(None),
            assigned_to: Set(made.assigned_to),
            newest: Set(many),
            newest_of_practice: Set(newest(false)),
            newest_of_client: Set(newest(true)),
            latest_at: Set(at(many)),
            latest_from: Set(writer(last_is_client).name.clone()),
            waiting_since: Set(last_is_client.then(|| at(many))),
            closes_at: Set(None),
            warned_at: Set(None),
            closed_at: Set(closed.then(|| at(many) + PAUSE)),
            closed_why: Set(closed.then_some(By(Closing::ByStaff))),
        });
        for (number, message) in (1..=many).zip(ids) {
            let client = is_client(number);
            self.messages.push(messages::ActiveModel {
                id: Set(message),
                conversation_id: Set(id),
                chart_id: Set(made.chart),
                number: Set(number),
                from_staff_id: Set((!client).then_some(made.staff.id)),
                from_account_id: Set(client.then_some(made.client.id)),
                from_name: Set(writer(client).name.clone()),
                body: Set(practice.sealer.seal(Place("messages.body", message), words().as_bytes())),
                share_id: Set(None),
                sent_at: Set(at(number)),
                settled_at: Set(None),
            });
        }
        // Who wrote last has read what stands above; the other one, as it is said.
        for client in [true, false] {
            let number = if client == last_is_client || !made.read { many - 1 } else { many };
            if number > 0 {
                self.readings.push(readings::ActiveModel {
                    id: Set(practice.randomness.id()),
                    conversation_id: Set(id),
                    chart_id: Set(made.chart),
                    account_id: Set(client.then_some(made.client.id)),
                    staff_id: Set((!client).then_some(made.staff.id)),
                    number: Set(number),
                    at: Set(at(number) + PAUSE / 2),
                });
            }
        }
    }

    /// Puts them in, and is empty again.
    pub async fn put(&mut self, write: &Write) -> Result<(), Error> {
        conversations::insert_all(&**write, std::mem::take(&mut self.conversations)).await?;
        messages::insert_all(&**write, std::mem::take(&mut self.messages)).await?;
        Ok(readings::insert_all(&**write, std::mem::take(&mut self.readings)).await?)
    }
}
