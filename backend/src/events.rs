//! Events: what open pages are told. Each is written in the transaction of what it tells of, in the order of commits; one task a process
//! reads them once, and every stream hands on what its person has the right to. They carry kinds and ids, and nothing of what was written.

mod hub;
mod stream;
mod table;

pub(crate) use hub::{Bell, Hub};
pub use stream::{EventStream, Next, StreamRefused};
pub(crate) use table::forget_before;

use crate::{actors::Visitor, error::Error, practice::Practice};
use chrono::{DateTime, Utc};
use domain::events::EventKind;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};
use uuid::Uuid;

/// Something to tell open pages of, once it is committed: see [`Write::tell`](crate::db::Write::tell).
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    kind: EventKind,
    chart: Option<Uuid>,
    subject: Option<Uuid>,
    account: Option<Uuid>,
    staff: Option<Uuid>,
}

impl Happening {
    pub fn of(kind: EventKind) -> Self {
        Self { kind, chart: None, subject: None, account: None, staff: None }
    }

    /// What is told through a chart that was entered has that chart already.
    pub fn chart(mut self, id: impl Into<Option<Uuid>>) -> Self {
        self.chart = id.into();
        self
    }

    /// The conversation, the share, the grant.
    pub fn subject(mut self, id: impl Into<Uuid>) -> Self {
        self.subject = Some(id.into());
        self
    }

    /// In the portal for this account alone. Staff hear of it as of anything else.
    pub fn account(mut self, id: impl Into<Option<Uuid>>) -> Self {
        self.account = id.into();
        self
    }

    /// For this member of staff alone, and for no client.
    #[allow(dead_code, reason = "for rooms whose rows are one member's")]
    pub fn staff(mut self, id: impl Into<Option<Uuid>>) -> Self {
        self.staff = id.into();
        self
    }
}

/// The channel on which PostgreSQL tells other processes.
const CHANNEL: &str = "anteroom_events";

/// Writes down what is told. Called while the end of the trail is held, so that the numbers follow the order of commits: who has seen one
/// has seen all below it.
pub(crate) async fn write_down(tx: &DatabaseTransaction, at: DateTime<Utc>, told: Vec<Happening>) -> Result<(), DbErr> {
    table::insert(tx, at, told).await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("SELECT pg_notify('anteroom_events', '')").await?;
    }
    Ok(())
}

impl Visitor {
    /// The number of the newest event. What is loaded after this was asked shows everything up to there.
    pub async fn newest_event(&self) -> Result<i64, Error> {
        Ok(table::newest(self.practice.db.read()).await?)
    }
}

impl Practice {
    /// Ends all streams, and lets no new one begin: the process closes.
    pub fn end_streams(&self) {
        self.events.close();
    }
}
