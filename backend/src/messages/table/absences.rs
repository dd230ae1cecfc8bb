//! Who is away, from one day to another, and who stands in.

use chrono::NaiveDate;
use sea_orm::{
    Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absences")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: Uuid,
    pub first_day: String,
    pub last_day: String,
    pub cover_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Days are written with the year first: their order is that of their letters.
    pub fn covers(&self, day: NaiveDate) -> bool {
        let day = day.to_string();
        self.first_day <= day && day <= self.last_day
    }

    /// Whether there is a day in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.first_day <= other.last_day && other.first_day <= self.last_day
    }
}

pub async fn of(db: &impl ConnectionTrait, member: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(member).one(db).await
}

pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().all(db).await
}

pub async fn covered_by(db: &impl ConnectionTrait, cover: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::CoverId.eq(cover)).all(db).await
}

/// In place of what was said before.
pub async fn say(db: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
    let row = ActiveModel {
        staff_id: Set(row.staff_id),
        first_day: Set(row.first_day),
        last_day: Set(row.last_day),
        cover_id: Set(row.cover_id),
    };
    let anew = OnConflict::column(Column::StaffId).update_columns([Column::FirstDay, Column::LastDay, Column::CoverId]).to_owned();
    Entity::insert(row).on_conflict(anew).exec(db).await.map(drop)
}

/// Theirs, and those in which they stand in for somebody.
pub async fn forget_all_of(db: &impl ConnectionTrait, member: Uuid) -> Result<(), DbErr> {
    let rows = Entity::delete_many().filter(Column::StaffId.eq(member).or(Column::CoverId.eq(member)));
    rows.exec(db).await.map(drop)
}

pub async fn forget(db: &impl ConnectionTrait, member: Uuid) -> Result<(), DbErr> {
    Entity::delete_by_id(member).exec(db).await.map(drop)
}
