use super::mails::{Column, Entity, is_queued};
use crate::stored::By;
use domain::notices::{MailKind, MailState};
use sea_orm::{Condition, entity::prelude::*, sea_query::Expr};

/// Whose mails are taken back.
pub enum Of {
    Share(Uuid),
    /// What tells that a conversation closes soon.
    Closing(Uuid),
    These(Vec<Uuid>),
    Appointment(Uuid),
    /// What tells of it, without what reminds of it.
    NewsOfAppointment(Uuid),
    Invites(Vec<Uuid>),
    Grants(Vec<Uuid>),
    Accounts(Vec<Uuid>),
    Staff(Uuid),
    /// Of one kind, to an account.
    Kind(Uuid, MailKind),
    Everybody,
}

/// Takes back what has not left.
pub async fn cancel(db: &impl ConnectionTrait, of: Of) -> Result<(), DbErr> {
    let whose = match of {
        Of::Appointment(id) => Condition::all().add(Column::AppointmentId.eq(id)),
        Of::NewsOfAppointment(id) => {
            let reminders = MailKind::REMINDERS.map(By);
            Condition::all().add(Column::AppointmentId.eq(id)).add(Column::Kind.is_not_in(reminders))
        }
        Of::Closing(id) => Condition::all().add(Column::ConversationId.eq(id)).add(Column::Kind.eq(By(MailKind::ClosesSoon))),
        Of::Share(id) => Condition::all().add(Column::ShareId.eq(id)),
        Of::These(ids) => Condition::all().add(Column::Id.is_in(ids)),
        Of::Invites(ids) => Condition::all().add(Column::InviteId.is_in(ids)),
        Of::Grants(ids) => Condition::all().add(Column::GrantId.is_in(ids)),
        Of::Staff(id) => Condition::all().add(Column::StaffId.eq(id)),
        Of::Accounts(ids) => Condition::all().add(Column::AccountId.is_in(ids)),
        Of::Kind(account, kind) => Condition::all().add(Column::AccountId.eq(account)).add(Column::Kind.eq(By(kind))),
        Of::Everybody => Condition::all(),
    };
    Entity::update_many()
        .col_expr(Column::State, Expr::value(By(MailState::Cancelled)))
        .col_expr(Column::Body, Expr::value(None::<Vec<u8>>))
        .filter(whose)
        .filter(is_queued())
        .exec(db)
        .await?;
    Ok(())
}

/// What has not left of that kind counts as sent when it was written.
pub async fn say_sent(db: &impl ConnectionTrait, kind: MailKind) -> Result<(), DbErr> {
    let these = Entity::update_many().filter(Column::Kind.eq(By(kind))).filter(is_queued());
    let sent = these.col_expr(Column::State, Expr::value(By(MailState::Sent))).col_expr(Column::Body, Expr::value(None::<Vec<u8>>));
    sent.col_expr(Column::SentAt, Expr::col(Column::WrittenAt)).exec(db).await.map(drop)
}
