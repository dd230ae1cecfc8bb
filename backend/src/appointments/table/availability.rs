//! Hours in which somebody can be booked.

use crate::{dates, error::Error, stored::By};
use domain::{
    appointments::{ContactKind, When, Window},
    ids::SiteId,
};
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "availability")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Nobody: the practice.
    pub staff_id: Option<Uuid>,
    /// From 0, Monday.
    pub weekday: Option<i32>,
    pub on_day: Option<String>,
    pub from_minute: i32,
    pub to_minute: i32,
    pub kinds: By<Vec<ContactKind>>,
    pub site_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn of(id: Uuid, staff: Option<Uuid>, window: &Window) -> Self {
        let (weekday, on_day) = match window.when {
            When::Weekly(weekday) => (Some(weekday.num_days_from_monday() as i32), None),
            When::On(day) => (None, Some(day.to_string())),
        };
        Self {
            id,
            staff_id: staff,
            weekday,
            on_day,
            from_minute: window.from.into(),
            to_minute: window.to.into(),
            kinds: By(window.kinds.clone()),
            site_id: window.site.map(Into::into),
        }
    }

    pub fn window(&self) -> Result<Window, Error> {
        let when = match (self.weekday, &self.on_day) {
            (Some(weekday), _) => When::Weekly(chrono::Weekday::try_from(weekday as u8).map_err(Error::unexpected)?),
            (None, day) => When::On(dates::read(day.as_deref().unwrap_or_default())?),
        };
        let kinds = self.kinds.0.clone();
        Ok(Window { when, from: self.from_minute as u16, to: self.to_minute as u16, kinds, site: self.site_id.map(SiteId) })
    }
}

/// Everybody's and the practice's: they are few.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Weekday).order_by_asc(Column::OnDay);
    rows.order_by_asc(Column::FromMinute).order_by_asc(Column::Id).all(db).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

pub async fn remove(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    Entity::delete_by_id(id).exec(db).await.map(drop)
}
