//! What is done by itself: there is nothing to do any more.

use super::{
    mails,
    tasks::{Column, Entity, OF_ONE_MAIL},
};
use crate::stored::By;
use domain::notices::{MailState, TaskKind};
use sea_orm::{
    QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

/// What tasks are about.
#[derive(Clone, Copy, Debug)]
pub enum About {
    Grant(TaskKind, Uuid),
    // Or somebody new who asks for one.
    Appointment(Uuid),
    Document(TaskKind, Uuid),
    Form(Uuid),
    /// A measure or a worksheet that was sent.
    Activity(TaskKind, Uuid),
    Records(Uuid),
    /// What the client of a chart proposes to change.
    Information(Uuid),
    Invoice(Uuid),
    Conversation(Uuid),
    Summary(Uuid),
}

/// Done by nobody: there is nothing to do any more.
pub async fn close_about(db: &impl ConnectionTrait, about: About, at: DateTimeUtc) -> Result<Vec<Closed>, DbErr> {
    let which = match about {
        About::Grant(kind, id) => Column::GrantId.eq(id).and(Column::Kind.eq(By(kind))),
        About::Appointment(id) => Column::AppointmentId.eq(id).or(Column::ProspectId.eq(id)),
        About::Document(kind, id) => Column::DocumentId.eq(id).and(Column::Kind.eq(By(kind))),
        About::Activity(kind, id) => Column::AssignmentId.eq(id).and(Column::Kind.eq(By(kind))),
        About::Form(id) => Column::AssignmentId.eq(id),
        About::Records(id) => Column::RequestId.eq(id),
        About::Information(chart) => Column::ChartId.eq(chart).and(Column::Kind.eq(By(TaskKind::InformationProposed))),
        About::Invoice(id) => Column::InvoiceId.eq(id),
        About::Conversation(id) => Column::ConversationId.eq(id),
        // Of a chart.
        About::Summary(id) => Column::ChartId.eq(id).and(Column::Kind.eq(By(TaskKind::SummaryDue))),
    };
    close_these(db, which, at).await
}

/// What was taken off the list, and which chart it was about.
pub type Closed = (By<TaskKind>, Option<Uuid>);

async fn close_these(db: &impl ConnectionTrait, which: Expr, at: DateTimeUtc) -> Result<Vec<Closed>, DbErr> {
    let open = Entity::find().filter(which).filter(Column::DoneAt.is_null()).select_only();
    let open: Vec<(Uuid, By<TaskKind>, Option<Uuid>)> =
        open.columns([Column::Id, Column::Kind, Column::ChartId]).into_tuple().all(db).await?;
    if !open.is_empty() {
        let these = Entity::update_many().filter(Column::Id.is_in(open.iter().map(|(id, ..)| *id))).filter(Column::DoneAt.is_null());
        these.col_expr(Column::DoneAt, Expr::value(at)).exec(db).await?;
    }
    Ok(open.into_iter().map(|(_, kind, chart)| (kind, chart)).collect())
}

/// The mail has left, or is taken back: nobody has to do anything about it any more.
pub async fn close_of_mail(db: &impl ConnectionTrait, mail: Uuid, at: DateTimeUtc) -> Result<Vec<Closed>, DbErr> {
    close_these(db, Column::MailId.eq(mail).and(Column::Kind.is_in(OF_ONE_MAIL)), at).await
}

/// Mail leaves again.
pub async fn close_of_kind(db: &impl ConnectionTrait, kind: TaskKind, at: DateTimeUtc) -> Result<Vec<Closed>, DbErr> {
    close_these(db, Column::Kind.eq(By(kind)), at).await
}

/// What waited for mails that were taken back.
pub async fn close_of_cancelled(db: &impl ConnectionTrait, at: DateTimeUtc) -> Result<Vec<Closed>, DbErr> {
    // Asked of each of the few open tasks, not of every mail that was ever taken back.
    let its_mail = mails::Entity::find()
        .select_only()
        .column(mails::Column::Id)
        .filter(Expr::col((mails::Entity, mails::Column::Id)).equals((Entity, Column::MailId)))
        .filter(mails::Column::State.eq(By(MailState::Cancelled)));
    close_these(db, Column::Kind.is_in(OF_ONE_MAIL).and(Expr::exists(its_mail.into_query())), at).await
}
