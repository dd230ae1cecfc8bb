#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

use super::Happening;
use crate::stored::By;
use domain::events::EventKind;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub kind: By<EventKind>,
    pub chart_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn insert(db: &impl ConnectionTrait, at: DateTimeUtc, told: Vec<Happening>) -> Result<(), DbErr> {
    let rows = told.into_iter().map(|one| ActiveModel {
        at: Set(at),
        kind: Set(By(one.kind)),
        chart_id: Set(one.chart),
        subject_id: Set(one.subject),
        account_id: Set(one.account),
        staff_id: Set(one.staff),
        ..Default::default()
    });
    for row in rows {
        Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The number of the newest one, or 0.
pub async fn newest(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let newest: Option<Option<i64>> = Entity::find().select_only().expr(Column::Seq.max()).into_tuple().one(db).await?;
    Ok(newest.flatten().unwrap_or_default())
}

/// The number of the oldest one that is kept, or 0.
pub async fn oldest(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let oldest: Option<Option<i64>> = Entity::find().select_only().expr(Column::Seq.min()).into_tuple().one(db).await?;
    Ok(oldest.flatten().unwrap_or_default())
}

/// What came after that number, in order.
pub async fn after(db: &impl ConnectionTrait, seq: i64, many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(many).all(db).await
}

/// Forgets what was told before `then`, `many` at most, but never the newest: by it the numbers go on. Returns how many.
pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let newest = newest(db).await?;
    // In the order of their numbers: what is kept has no gaps, and `oldest` says where it begins.
    let first = Entity::find().filter(Column::Seq.lt(newest)).order_by_asc(Column::Seq).limit(many);
    let first: Vec<(i64, DateTimeUtc)> = first.select_only().column(Column::Seq).column(Column::At).into_tuple().all(db).await?;
    let Some((last, _)) = first.iter().take_while(|(_, at)| *at < then).last() else { return Ok(0) };
    Ok(Entity::delete_many().filter(Column::Seq.lte(*last)).exec(db).await?.rows_affected)
}
