#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub act: String,
    pub outcome: String,
    pub actor_kind: String,
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

pub async fn last(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
    Entity::find().order_by_desc(Column::Seq).one(db).await
}

/// What the rows of one act say besides, in order.
pub async fn details_of(db: &impl ConnectionTrait, act: &str) -> Result<Vec<String>, DbErr> {
    Entity::find().select_only().column(Column::Detail).filter(Column::Act.eq(act)).order_by_asc(Column::Seq).into_tuple().all(db).await
}

/// The rows after `seq`, in order, at most `many`.
pub async fn after(db: &impl ConnectionTrait, seq: i64, many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Seq.gt(seq)).order_by_asc(Column::Seq).limit(many).all(db).await
}

/// What the trail says of a chart with these acts, newest first.
pub async fn of_chart(db: &impl ConnectionTrait, chart: Uuid, acts: &[&str], many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::ChartId.eq(chart))
        .filter(Column::Act.is_in(acts.iter().copied()))
        .order_by_desc(Column::Seq)
        .limit(many)
        .all(db)
        .await
}

/// What the trail says of a thing or a person with these acts, newest first.
pub async fn of_subject(db: &impl ConnectionTrait, subject: Uuid, acts: &[&str], many: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::SubjectId.eq(subject))
        .filter(Column::Act.is_in(acts.iter().copied()))
        .order_by_desc(Column::Seq)
        .limit(many)
        .all(db)
        .await
}
