//! Requests of people who are no clients yet. They belong to no chart.

use super::appointments::{LONGEST, Taken};
use crate::stored::By;
use domain::appointments::{ContactKind, ProspectState, Span};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prospects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub staff_id: Uuid,
    pub type_id: Uuid,
    pub site_id: Option<Uuid>,
    pub kind: By<ContactKind>,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub busy_from: DateTimeUtc,
    pub busy_to: DateTimeUtc,
    pub state: By<ProspectState>,
    pub held_until: DateTimeUtc,
    /// Sealed.
    pub about: Vec<u8>,
    pub asked_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub answered_by: Option<Uuid>,
    pub appointment_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Said as a constant: then the databases know that an index of what waits will do.
fn waits() -> Expr {
    Expr::col((Entity, Column::State)).eq(Expr::Constant(By(ProspectState::Waiting).into()))
}

fn meets(span: Span) -> Condition {
    let begins = Column::BusyFrom.lt(span.to).and(Column::BusyFrom.gt(span.from - LONGEST));
    Condition::all().add(begins).add(Column::BusyTo.gt(span.from))
}

/// Whether one of them holds any of that time.
pub async fn taken(db: &impl ConnectionTrait, staff: Uuid, span: Span) -> Result<bool, DbErr> {
    let rows = Entity::find().filter(Column::StaffId.eq(staff)).filter(meets(span)).filter(waits());
    let found: Option<Uuid> = rows.select_only().column(Column::Id).limit(1).into_tuple().one(db).await?;
    Ok(found.is_some())
}

/// Time of these clinicians that they hold.
pub async fn busy(db: &impl ConnectionTrait, staff: &[Uuid], span: Span) -> Result<Vec<Taken>, DbErr> {
    let rows = Entity::find().filter(Column::StaffId.is_in(staff.to_vec())).filter(meets(span)).filter(waits()).select_only();
    let columns = [Column::Id, Column::StaffId, Column::TypeId, Column::StartsAt, Column::BusyFrom, Column::BusyTo];
    rows.columns(columns).into_model::<Taken>().all(db).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The same, so that nobody else answers it before the end of the transaction.
pub async fn for_update(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).lock_exclusive().one(db).await
}

/// Those that wait with these clinicians, or with anybody: the one that lapses first at the head.
pub async fn waiting(db: &impl ConnectionTrait, staff: Option<&[Uuid]>, many: u64) -> Result<Vec<Model>, DbErr> {
    let of = Condition::all().add_option(staff.map(|people| Column::StaffId.is_in(people.to_vec())));
    Entity::find().filter(waits()).filter(of).order_by_asc(Column::HeldUntil).order_by_asc(Column::Id).limit(many).all(db).await
}

pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    Entity::find().filter(waits()).count(db).await
}

/// Those whose time is up.
pub async fn lapsed(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<Uuid>, DbErr> {
    let rows = Entity::find().filter(waits()).filter(Column::HeldUntil.lte(now)).order_by_asc(Column::HeldUntil).limit(many);
    rows.select_only().column(Column::Id).into_tuple().all(db).await
}
