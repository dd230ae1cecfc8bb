//! Types of appointments.

use crate::stored::By;
use domain::appointments::{ClientBooking, ContactKind, TypeRules};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointment_types")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub minutes: i32,
    pub kinds: By<Vec<ContactKind>>,
    pub hue: i32,
    pub booking: By<ClientBooking>,
    pub before_minutes: i32,
    pub after_minutes: i32,
    pub notice_hours: i32,
    pub horizon_days: i32,
    pub most_per_day: Option<i32>,
    pub most_per_client: Option<i32>,
    pub cancel_hours: i32,
    pub price_cents: Option<i64>,
    pub code: Option<String>,
    pub added_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn rules(&self) -> TypeRules {
        TypeRules {
            name: self.name.clone(),
            minutes: self.minutes as u16,
            kinds: self.kinds.0.clone(),
            hue: self.hue as u8,
            booking: self.booking.0,
            before: self.before_minutes as u16,
            after: self.after_minutes as u16,
            notice_hours: self.notice_hours as u16,
            horizon_days: self.horizon_days as u16,
            most_per_day: self.most_per_day.map(|most| most as u16),
            most_per_client: self.most_per_client.map(|most| most as u16),
            cancel_hours: self.cancel_hours as u16,
            price_cents: self.price_cents,
            code: self.code.clone(),
        }
    }
}

impl ActiveModel {
    /// The row of that id with these rules.
    pub fn with(rules: TypeRules, id: Uuid) -> Self {
        Self {
            id: Set(id),
            name: Set(rules.name),
            minutes: Set(rules.minutes.into()),
            kinds: Set(By(rules.kinds)),
            hue: Set(rules.hue.into()),
            booking: Set(By(rules.booking)),
            before_minutes: Set(rules.before.into()),
            after_minutes: Set(rules.after.into()),
            notice_hours: Set(rules.notice_hours.into()),
            horizon_days: Set(rules.horizon_days.into()),
            most_per_day: Set(rules.most_per_day.map(Into::into)),
            most_per_client: Set(rules.most_per_client.map(Into::into)),
            cancel_hours: Set(rules.cancel_hours.into()),
            price_cents: Set(rules.price_cents),
            code: Set(rules.code),
            ..Default::default()
        }
    }
}

/// All there ever were, by name.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_asc(Column::Name).all(db).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}
