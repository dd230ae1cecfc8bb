//! Papers that were handed out unsigned, by their SHA-256.

use sea_orm::{ActiveValue::Set, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: Vec<u8>,
    pub share_id: Uuid,
    pub made_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn note(db: &impl ConnectionTrait, sha256: &[u8], share: Uuid, now: DateTimeUtc) -> Result<(), DbErr> {
    let row = ActiveModel { sha256: Set(sha256.to_vec()), share_id: Set(share), made_at: Set(now) };
    Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await.map(drop)
}

/// The share that this very paper is of.
pub async fn share_of(db: &impl ConnectionTrait, sha256: &[u8]) -> Result<Option<Uuid>, DbErr> {
    let of = Entity::find().filter(Column::Sha256.eq(sha256.to_vec())).select_only().column(Column::ShareId);
    of.into_tuple().one(db).await
}
