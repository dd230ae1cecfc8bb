//! Days in which nobody is booked.

use crate::{dates, error::Error};
use chrono::NaiveDate;
use domain::appointments::{Closed, TimeOff};
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "time_off")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Nobody: the practice.
    pub staff_id: Option<Uuid>,
    pub first_day: String,
    pub last_day: String,
    pub from_minute: Option<i32>,
    pub to_minute: Option<i32>,
    pub label: String,
    pub added_at: DateTimeUtc,
    pub added_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn closed(&self) -> Result<Closed, Error> {
        let hours = self.from_minute.zip(self.to_minute).map(|(from, to)| (from as u16, to as u16));
        Ok(Closed { first: dates::read(&self.first_day)?, last: dates::read(&self.last_day)?, hours })
    }

    pub fn off(&self) -> Result<TimeOff, Error> {
        Ok(TimeOff { closed: self.closed()?, label: self.label.clone() })
    }
}

/// Everybody's and the practice's, as far as it ends on that day or later.
pub async fn from(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().filter(Column::LastDay.gte(day.to_string()));
    rows.order_by_asc(Column::FirstDay).order_by_asc(Column::Id).all(db).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

pub async fn remove(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    Entity::delete_by_id(id).exec(db).await.map(drop)
}
