//! Times that were offered in place of a request that was declined.

use crate::in_chart::Within;
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointment_offers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub appointment_id: Uuid,
    pub starts_at: DateTimeUtc,
    pub taken_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What was offered for these, the earliest first.
pub async fn of(chart: &impl Within, appointments: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    if appointments.is_empty() {
        return Ok(Vec::new());
    }
    let rows = chart.of::<Entity>().filter(Column::AppointmentId.is_in(appointments.to_vec()));
    rows.order_by_asc(Column::StartsAt).order_by_asc(Column::Id).all(chart.db()).await
}
