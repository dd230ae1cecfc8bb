//! Telephone numbers of clients.

use crate::{in_chart::Within, stored::By};
use domain::charts::{Phone, PhoneKind};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_phones")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    /// From 0: texts go to the first number that takes them.
    pub position: i32,
    pub kind: By<PhoneKind>,
    pub number: String,
    pub number_key: String,
    pub may_text: bool,
    pub may_voicemail: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// A number, at its place in the chart.
pub fn row(id: Uuid, chart: Uuid, place: usize, phone: Phone) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        chart_id: Set(chart),
        position: Set(place as i32),
        kind: Set(By(phone.kind)),
        number: Set(phone.number),
        number_key: Set(phone.key),
        may_text: Set(phone.may_text),
        may_voicemail: Set(phone.may_voicemail),
    }
}

pub async fn insert_all(db: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

pub async fn remove_of(db: &impl ConnectionTrait, charts: Vec<Uuid>) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::ChartId.is_in(charts)).exec(db).await?;
    Ok(())
}

pub async fn all(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    chart.of::<Entity>().order_by_asc(Column::Position).all(chart.db()).await
}
