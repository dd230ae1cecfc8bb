//! Those of the forms that were sent which are activities.

use super::form_assignments::{Column, Entity, Model};
use crate::{in_chart::Within, stored::By};
use domain::forms::Status;
use sea_orm::{QueryOrder, QuerySelect, Select, entity::prelude::*, sea_query::ExprTrait};

/// What was assigned and not taken back: what was ended, too.
fn live(chart: &impl Within) -> Select<Entity> {
    let there = Column::State.ne(By(Status::Withdrawn)).or(Column::ExpiredAt.is_not_null());
    chart.of::<Entity>().filter(Column::Activity.is_not_null()).filter(there)
}

/// The newest first.
pub async fn newest_activities(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
    live(chart).order_by_desc(Column::SentAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await
}

/// Those of one form, and how many there are of it.
pub async fn newest_of_form(chart: &impl Within, form: Uuid, many: u64) -> Result<(Vec<Model>, u64), DbErr> {
    let of = || live(chart).filter(Column::FormId.eq(form));
    let rows = of().order_by_desc(Column::SentAt).order_by_desc(Column::Id).limit(many).all(chart.db()).await?;
    let all = if (rows.len() as u64) < many { rows.len() as u64 } else { of().count(chart.db()).await? };
    Ok((rows, all))
}

/// The one of this form that waits for the client.
pub async fn open_of_form(chart: &impl Within, form: Uuid) -> Result<Option<Model>, DbErr> {
    let open = [Status::Sent, Status::Returned].map(By);
    chart.of::<Entity>().filter(Column::FormId.eq(form)).filter(Column::State.is_in(open)).limit(1).one(chart.db()).await
}
