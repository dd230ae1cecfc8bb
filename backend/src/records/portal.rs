//! **Request records** in the portal.

use super::{
    ClientRecords, lines,
    table::{record_releases, record_requests},
};
use crate::{
    audit::Event,
    dates, documents,
    error::Error,
    in_chart::Within,
    messages,
    notices::{self, Task},
    sealing::Place,
    stored::By,
    workflows,
};
use domain::{
    audit::AuditAct,
    ids::{ConversationId, RecordRequestId, ShareId},
    invites::Scope,
    messages::Purpose,
    notices::TaskKind,
    records::{Delivery, MOST_OPEN, MyRelease, MyRequest, MyRequests, Refusal, RequestDraft, RequestState, answered_by},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand in one list.
const SHOWN: u64 = 100;

impl ClientRecords<'_> {
    /// What was asked for and what became of it, the newest first.
    pub async fn list(&self) -> Result<MyRequests, Error> {
        let page = self.page(record_requests::newest(&self.chart, SHOWN).await?).await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::RecordRequestsListed)).await?;
        }
        Ok(page)
    }

    /// The page on which one asks: what can be chosen.
    pub async fn asking(&self) -> Result<MyRequests, Error> {
        let page = self.page(Vec::new()).await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::RecordRequestBegun)).await?;
        }
        Ok(page)
    }

    async fn page(&self, rows: Vec<record_requests::Model>) -> Result<MyRequests, Error> {
        let practice = &self.client.practice;
        let zone = dates::zone(&self.settings.zone);
        let mut releases: HashMap<Uuid, Vec<MyRelease>> = HashMap::new();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let released = if ids.is_empty() { Vec::new() } else { record_releases::of_requests(&self.chart, ids).await? };
        let told = released.into_iter().map(|row| Ok((lines::told(practice, &row)?, row))).collect::<Result<Vec<_>, Error>>()?;
        let in_portal = told.iter().filter(|(_, row)| row.how.0 == Delivery::Portal).flat_map(|(told, _)| &told.documents);
        let shares = if self.hands_over() {
            documents::shares_of(&self.chart, in_portal.map(|(id, _)| id.0).collect()).await?
        } else {
            HashMap::new()
        };
        for (told, row) in told {
            let share = |id: Uuid| shares.get(&id).copied().map(ShareId).filter(|_| row.how.0 == Delivery::Portal);
            let release = MyRelease {
                on: dates::read(&row.released_on)?,
                how: row.how.0,
                whom: told.whom,
                released: told.released,
                documents: told.documents.into_iter().map(|(id, title)| (title, share(id.0))).collect(),
            };
            releases.entry(row.request_id.unwrap_or_default()).or_default().push(release);
        }
        let talks = self.client.reads_messages(&self.settings);
        let line = |row: record_requests::Model| -> Result<MyRequest, Error> {
            Ok(MyRequest {
                id: RecordRequestId(row.id),
                asked_at: dates::moment(row.asked_at, zone),
                asked: lines::asked(practice, &row)?,
                state: row.state.0,
                due: dates::read(&row.due_on)?,
                answered: row.answered_at.map(|at| dates::moment(at, zone)),
                reason: lines::reason(practice, &row)?,
                releases: releases.remove(&row.id).unwrap_or_default(),
                conversation: row.conversation_id.filter(|_| talks).map(ConversationId),
            })
        };
        Ok(MyRequests {
            requests: rows.into_iter().map(line).collect::<Result<_, _>>()?,
            portal: self.hands_over(),
            within: workflows::records_within(practice.db.read()).await?,
            phone: self.settings.help.phone.clone(),
        })
    }

    /// Whether documents are handed over in the portal.
    fn hands_over(&self) -> bool {
        self.settings.features.documents
    }

    /// Asks for records: staff have it on their To-do with its last day, and one can talk about it.
    pub async fn ask(&self, draft: &RequestDraft) -> Result<RecordRequestId, Error> {
        let client = self.client;
        let practice = &client.practice;
        let asked = draft.read(self.hands_over())?;
        let zone = dates::zone(&self.settings.zone);
        let within = workflows::records_within(practice.db.read()).await?;
        let write = self.chart.change(None).await?;
        if record_requests::count_open(&write).await? >= MOST_OPEN as u64 {
            return Err(Refusal::TooManyOpen.into());
        }
        let conversation = match self.settings.features.messages && client.grant.has_scope(Scope::Messages) {
            true => Some(messages::begin_request(&write, Purpose::RecordRequest, &lines::letter(&asked, self.settings.dates)).await?),
            false => None,
        };
        let id = practice.randomness.id();
        let due = answered_by(dates::today(write.at(), zone), within);
        let row = record_requests::ActiveModel {
            id: Set(id),
            chart_id: Set(write.chart()),
            account_id: Set(client.account.id),
            asked_at: Set(write.at()),
            state: Set(By(RequestState::Received)),
            due_on: Set(due.to_string()),
            asked: Set(practice.sealer.seal_value(Place("record_requests.asked", id), &asked)),
            conversation_id: Set(conversation.map(|id| id.0)),
            taken_by: Set(None),
            answered_at: Set(None),
            answered_by: Set(None),
            reason: Set(None),
        };
        row.insert(write.db()).await?;
        let task = Task { request: Some(id), due: Some(due), ..Task::new(TaskKind::RecordsRequested, write.chart()) };
        notices::add_task(practice, &write, task).await?;
        write.commit(Event::of(AuditAct::RecordsRequested).subject(id)).await?;
        practice.ring_for_mail();
        Ok(RecordRequestId(id))
    }
}
