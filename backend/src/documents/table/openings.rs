//! Who has had which share before their eyes.

use sea_orm::{ActiveValue::Set, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "openings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub opened_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Since when this person knows it.
pub async fn of(db: &impl ConnectionTrait, share: Uuid, account: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id((share, account)).one(db).await
}

/// Which of these this person has opened.
pub async fn among(db: &impl ConnectionTrait, shares: impl IntoIterator<Item = Uuid>, account: Uuid) -> Result<Vec<Uuid>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::ShareId)
        .filter(Column::AccountId.eq(account))
        .filter(Column::ShareId.is_in(shares))
        .into_tuple()
        .all(db)
        .await
}

/// Notes the first time. Later ones change nothing.
pub async fn note(db: &impl ConnectionTrait, share: Uuid, account: Uuid, now: DateTimeUtc) -> Result<bool, DbErr> {
    let row = ActiveModel { share_id: Set(share), account_id: Set(account), opened_at: Set(now) };
    let inserted = Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(rows) if rows > 0))
}
