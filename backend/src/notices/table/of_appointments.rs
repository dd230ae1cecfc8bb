use super::mails::{Column, Entity};
use crate::stored::By;
use domain::notices::{MailKind, MailState};
use sea_orm::{QuerySelect, entity::prelude::*};

/// Whether a mail that says when an appointment is was written then or later.
pub async fn was_told(db: &impl ConnectionTrait, appointment: Uuid, since: DateTimeUtc) -> Result<bool, DbErr> {
    let news = [MailKind::AppointmentBooked, MailKind::AppointmentMoved].map(By);
    let of = Entity::find().filter(Column::AppointmentId.eq(appointment)).filter(Column::Kind.is_in(news));
    Ok(of.filter(Column::WrittenAt.gte(since)).count(db).await? > 0)
}

/// How each of these stands.
pub async fn states(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<(Uuid, By<MailState>)>, DbErr> {
    Entity::find().filter(Column::Id.is_in(ids)).select_only().columns([Column::Id, Column::State]).into_tuple().all(db).await
}
