#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

use crate::stored::By;
use chrono::SecondsFormat;
use domain::audit::{ActorKind, AuditAct, Outcome};
use sea_orm::{ExprTrait, FromQueryResult, QueryOrder, QueryResult, QuerySelect, TryGetable, entity::prelude::*};
use sqlx::Row;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub act: String,
    pub outcome: By<Outcome>,
    pub actor_kind: By<ActorKind>,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub chart_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub detail: String,
    pub address: String,
    pub agent: String,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Number and hash of the last row.
pub async fn end(db: &impl ConnectionTrait) -> Result<Option<(i64, Vec<u8>)>, DbErr> {
    Entity::find().select_only().column(Column::Seq).column(Column::Hash).order_by_desc(Column::Seq).into_tuple().one(db).await
}

/// What the rows of one act say besides, in order.
pub async fn details_of(db: &impl ConnectionTrait, act: AuditAct) -> Result<Vec<String>, DbErr> {
    Entity::find().select_only().column(Column::Detail).filter(Column::Act.eq(By(act))).order_by_asc(Column::Seq).into_tuple().all(db).await
}

/// A row as it stands there: somebody with the database in hand may have written what no row of ours holds.
pub struct Found {
    pub seq: Option<i64>,
    /// Nothing where it cannot be read, or where its time is written otherwise than we write it.
    pub row: Option<Model>,
}

impl FromQueryResult for Found {
    fn from_query_result(found: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let row = if holds_a_time(found) { Model::from_query_result(found, prefix).ok() } else { None };
        Ok(Self { seq: found.try_get(prefix, "seq").ok(), row: row.filter(|row| is_as_we_write(row, found)) })
    }
}

/// PostgreSQL has times, "infinity" among them, that lie beyond what can be decoded.
fn holds_a_time(found: &QueryResult) -> bool {
    /// In microseconds before or after the year 2000: a quarter of a million years.
    const FURTHEST: u64 = 8_000_000_000_000_000_000;
    found.try_as_pg_row().is_none_or(|row| row.try_get_unchecked::<i64, _>("at").is_ok_and(|at| at.unsigned_abs() <= FURTHEST))
}

/// The hash knows a moment to the millisecond. Of the many ways to write it in SQLite's text, ours is one.
fn is_as_we_write(row: &Model, found: &QueryResult) -> bool {
    let ours = || row.at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    let written = || String::try_get(found, "", "at").ok();
    row.at.timestamp_subsec_nanos().is_multiple_of(1_000_000) && (found.try_as_sqlite_row().is_none() || written() == Some(ours()))
}

/// The rows after `seq`, in order, at most `many`.
pub async fn after(db: &impl ConnectionTrait, seq: i64, many: u64) -> Result<Vec<Found>, DbErr> {
    Entity::find().filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(many).into_model::<Found>().all(db).await
}

/// What the trail says of a chart with these acts, newest first.
pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid, acts: &[AuditAct], many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::ChartId.eq(chart))
        .filter(Column::Act.is_in(acts.iter().copied().map(By)))
        .order_by_desc(Column::Seq)
        .limit(many)
        .all(db)
        .await
}

/// What the trail says of these things or people with these acts, newest first.
pub async fn of_subjects(
    db: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = Uuid>,
    acts: &[AuditAct],
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::SubjectId.is_in(subjects))
        .filter(Column::Act.is_in(acts.iter().copied().map(By)))
        .order_by_desc(Column::Seq)
        .limit(many)
        .all(db)
        .await
}

pub async fn by_seq(db: &impl ConnectionTrait, seq: i64) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(seq).one(db).await
}

/// What of the trail is asked for.
pub struct Asked {
    /// Some of these people.
    pub actors: Option<Vec<Uuid>>,
    pub chart: Option<Uuid>,
    pub act: Option<AuditAct>,
    pub from: Option<DateTimeUtc>,
    /// Before this moment.
    pub until: Option<DateTimeUtc>,
}

impl Asked {
    /// A page below that place, the newest first. Each way of asking has an index that is in this order.
    pub async fn page(&self, db: &impl ConnectionTrait, below: Option<(DateTimeUtc, i64)>, many: u64) -> Result<Vec<Model>, DbErr> {
        let mut rows = Entity::find();
        match self.actors.as_deref() {
            Some([one]) => rows = rows.filter(Column::ActorId.eq(*one)),
            Some(some) => rows = rows.filter(Column::ActorId.is_in(some.iter().copied())),
            None => {}
        }
        if let Some(chart) = self.chart {
            rows = rows.filter(Column::ChartId.eq(chart));
        }
        if let Some(act) = self.act {
            rows = rows.filter(Column::Act.eq(By(act)));
        }
        if let Some(from) = self.from {
            rows = rows.filter(Column::At.gte(from));
        }
        if let Some(until) = self.until {
            rows = rows.filter(Column::At.lt(until));
        }
        if let Some((at, seq)) = below {
            rows = rows.filter(Column::At.lte(at)).filter(Column::At.lt(at).or(Column::Seq.lt(seq)));
        }
        rows.order_by_desc(Column::At).order_by_desc(Column::Seq).limit(many).all(db).await
    }
}

/// Each way to look through it.
#[cfg(test)]
pub async fn ask_all_day(db: &impl ConnectionTrait, id: Uuid, at: DateTimeUtc) -> Result<(), DbErr> {
    let nothing = || Asked { actors: None, chart: None, act: None, from: None, until: None };
    for asked in [
        Asked { from: Some(at), ..nothing() },
        Asked { actors: Some(vec![id]), ..nothing() },
        Asked { chart: Some(id), ..nothing() },
        Asked { act: Some(AuditAct::ChartOpened), until: Some(at), ..nothing() },
    ] {
        asked.page(db, Some((at, 7)), 50).await?;
    }
    Ok(())
}
