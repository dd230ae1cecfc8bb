//! The audit trail: append-only, chained, and never without the change it tells of.
//!
//! It must never hold what was written, only that it was; and no row may be changed, not even by us.

mod search;
mod table;
mod verify;

pub use search::StaffTrail;
#[cfg(test)]
pub(crate) use table::ask_all_day;
pub(crate) use table::end;
pub(crate) use verify::{NoteError, note_end, shortfall, verify};
pub use verify::{Trouble, Verdict};

use crate::{secrets::sha256_of_parts, stored::By};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::audit::{ActorKind, AuditAct, Outcome};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait, IntoActiveModel};
use uuid::Uuid;

/// What happened, to which chart and which thing in it.
#[derive(Clone, Debug)]
pub struct Event {
    act: AuditAct,
    outcome: Outcome,
    chart: Option<Uuid>,
    subject: Option<Uuid>,
    detail: String,
}

impl Event {
    pub fn of(act: AuditAct) -> Self {
        Self { act, outcome: Outcome::Done, chart: None, subject: None, detail: String::new() }
    }

    /// Somebody asked for what is not there, or not theirs.
    pub fn denied(door: &'static str) -> Self {
        Self { outcome: Outcome::Denied, ..Self::of(AuditAct::Denied) }.detail(door)
    }

    pub fn chart(mut self, id: impl Into<Uuid>) -> Self {
        self.chart = Some(id.into());
        self
    }

    /// The chart that it is about, where it is about one.
    pub fn of_chart(mut self, id: Option<Uuid>) -> Self {
        self.chart = id;
        self
    }

    pub fn subject(mut self, id: impl Into<Uuid>) -> Self {
        self.subject = Some(id.into());
        self
    }

    /// A code or a count. Never a person's words.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// Who did it, when and from where.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    pub kind: ActorKind,
    pub id: Option<Uuid>,
    pub name: String,
    pub address: String,
    pub agent: String,
}

/// The hash before the first row.
const BEGINNING: [u8; 32] = [0; 32];

/// Extends the chain at its end. Called last before COMMIT, so that the end is held as briefly as can be.
pub(crate) async fn append(tx: &DatabaseTransaction, lines: impl IntoIterator<Item = (Stamp, Event)>) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // One at a time, until this transaction ends. SQLite's IMMEDIATE holds that already.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7265010)").await?;
    }
    let (mut seq, mut previous_hash) = table::end(tx).await?.unwrap_or((0, BEGINNING.to_vec()));
    for (stamp, event) in lines {
        let mut row = table::Model {
            seq: seq + 1,
            at: stamp.at,
            act: event.act.name().into(),
            outcome: By(event.outcome),
            actor_kind: By(stamp.kind),
            actor_id: stamp.id,
            actor_name: stamp.name,
            chart_id: event.chart,
            subject_id: event.subject,
            detail: event.detail,
            address: stamp.address,
            agent: stamp.agent,
            previous_hash,
            hash: Vec::new(),
        };
        row.hash = hash_of(&row).to_vec();
        (seq, previous_hash) = (row.seq, row.hash.clone());
        table::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What the trail says besides of every act of this kind, in order.
pub(crate) async fn details_of(db: &DatabaseConnection, act: AuditAct) -> Result<Vec<String>, DbErr> {
    table::details_of(db, act).await
}

/// What the trail says of one act, for the access log.
pub(crate) struct Told {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub act: String,
    pub subject: Option<Uuid>,
    pub actor_kind: ActorKind,
    pub actor_name: String,
    pub detail: String,
    pub address: String,
}

impl From<table::Model> for Told {
    fn from(row: table::Model) -> Self {
        let table::Model { seq, at, act, subject_id: subject, actor_kind: By(actor_kind), actor_name, detail, address, .. } = row;
        Self { seq, at, act, subject, actor_kind, actor_name, detail, address }
    }
}

/// What the trail says of a chart with these acts, newest first.
pub(crate) async fn told_of_chart(db: &impl ConnectionTrait, chart: Uuid, acts: &[AuditAct], many: u64) -> Result<Vec<Told>, DbErr> {
    Ok(table::of_chart(db, chart, acts, many).await?.into_iter().map(Told::from).collect())
}

/// What the trail says of these things or people with these acts, newest first.
pub(crate) async fn told_of_subjects(
    db: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = Uuid>,
    acts: &[AuditAct],
    many: u64,
) -> Result<Vec<Told>, DbErr> {
    Ok(table::of_subjects(db, subjects, acts, many).await?.into_iter().map(Told::from).collect())
}

/// The hash of a row over everything in it but itself.
fn hash_of(row: &table::Model) -> [u8; 32] {
    let id = |id: Option<Uuid>| id.map_or(Vec::new(), |id| id.as_bytes().to_vec());
    sha256_of_parts(&[
        &row.previous_hash,
        &row.seq.to_be_bytes(),
        row.at.to_rfc3339_opts(SecondsFormat::Millis, true).as_bytes(),
        row.act.as_bytes(),
        row.outcome.0.name().as_bytes(),
        row.actor_kind.0.name().as_bytes(),
        &id(row.actor_id),
        row.actor_name.as_bytes(),
        &id(row.chart_id),
        &id(row.subject_id),
        row.detail.as_bytes(),
        row.address.as_bytes(),
        row.agent.as_bytes(),
    ])
}
