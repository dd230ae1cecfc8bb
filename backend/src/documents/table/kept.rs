//! What somebody is writing and has not saved. It is housekeeping, like every draft.

use crate::in_chart::Within;
use sea_orm::{ActiveValue::Set, QuerySelect, QueryTrait, entity::prelude::*, sea_query::OnConflict};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub staff_id: Uuid,
    pub about_id: Uuid,
    pub typed: Vec<u8>,
    pub kept_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn of(chart: &impl Within, staff: Uuid, about: Uuid) -> Result<Option<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::StaffId.eq(staff)).filter(Column::AboutId.eq(about)).one(chart.db()).await
}

/// In the place of what was kept before.
pub async fn put(db: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
    forget(db, row.staff_id, row.about_id).await?;
    let Model { id, chart_id, staff_id, about_id, typed, kept_at } = row;
    let row = ActiveModel {
        id: Set(id),
        chart_id: Set(chart_id),
        staff_id: Set(staff_id),
        about_id: Set(about_id),
        typed: Set(typed),
        kept_at: Set(kept_at),
    };
    // Two windows at once: one of them is kept.
    let there = OnConflict::new().do_nothing().to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(db).await.map(drop)
}

pub async fn forget(db: &impl ConnectionTrait, staff: Uuid, about: Uuid) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::StaffId.eq(staff)).filter(Column::AboutId.eq(about)).exec(db).await.map(drop)
}

/// Forgets what was kept before `then`, `many` at most. Returns how many.
pub async fn forget_before(db: &impl ConnectionTrait, then: DateTimeUtc, many: u64) -> Result<u64, DbErr> {
    let old = Column::KeptAt.lt(then);
    let some = Entity::find().select_only().column(Column::Id).filter(old.clone()).limit(many).into_query();
    Ok(Entity::delete_many().filter(old).filter(Column::Id.in_subquery(some)).exec(db).await?.rows_affected)
}
