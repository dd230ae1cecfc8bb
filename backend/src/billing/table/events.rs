//! What the gateway told by itself.

use sea_orm::{ActiveValue::Set, QuerySelect, QueryTrait, entity::prelude::*, sea_query::OnConflict};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gateway_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub told_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether it is the first time that this is told.
pub async fn take(db: &impl ConnectionTrait, id: &str, now: DateTimeUtc) -> Result<bool, DbErr> {
    let row = ActiveModel { id: Set(id.to_owned()), told_at: Set(now) };
    let put = Entity::insert(row).on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned());
    Ok(put.exec_without_returning(db).await? == 1)
}

/// Forgets what was told before `then`, so many at most.
pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let some = Entity::find().select_only().column(Column::Id).filter(Column::ToldAt.lt(then)).limit(many).into_query();
    Ok(Entity::delete_many().filter(Column::Id.in_subquery(some)).exec(db).await?.rows_affected)
}
