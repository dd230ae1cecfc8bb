//! Who is asked to sign which share, in which order.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::documents::SignerState;
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "share_signers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub share_id: Uuid,
    pub place: i32,
    pub grant_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub name: String,
    pub role: String,
    pub state: By<SignerState>,
    pub asked_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub told_gone_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who is asked under these shares, each in order. Who was taken back is not.
pub async fn of_shares(chart: &impl Within, shares: impl IntoIterator<Item = Uuid>) -> Result<Vec<Model>, DbErr> {
    let of = chart.of::<Entity>().filter(Column::ShareId.is_in(shares)).filter(Column::State.ne(By(SignerState::TakenBack)));
    of.order_by_asc(Column::Place).all(chart.db()).await
}

pub async fn of_share(chart: &impl Within, share: Uuid) -> Result<Vec<Model>, DbErr> {
    of_shares(chart, [share]).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Somebody has answered, or is not asked any more. `false` where they had answered before.
pub async fn answered<A: Enters>(write: &Change<'_, A>, id: Uuid, state: SignerState, at: DateTimeUtc) -> Result<bool, DbErr> {
    let change = ActiveModel { state: Set(By(state)), answered_at: Set(Some(at)), ..Default::default() };
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::State.eq(By(SignerState::Waiting)));
    Ok(this.set(change).exec(write.db()).await?.rows_affected == 1)
}

/// Now it is their turn.
pub async fn called<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), DbErr> {
    let change = ActiveModel { asked_at: Set(Some(write.at())), ..Default::default() };
    write.changed::<Entity>().filter(Column::Id.eq(id)).set(change).exec(write.db()).await.map(drop)
}

/// Staff were told that they cannot sign any more. `false` where they were told before.
pub async fn told_gone<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<bool, DbErr> {
    let change = ActiveModel { told_gone_at: Set(Some(write.at())), ..Default::default() };
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::ToldGoneAt.is_null());
    Ok(this.filter(Column::State.eq(By(SignerState::Waiting))).set(change).exec(write.db()).await?.rows_affected == 1)
}

/// Who has not answered yet, and of whom staff were not told: a page of them, by id.
pub async fn waiting_after(db: &impl ConnectionTrait, id: Uuid, many: u64) -> Result<Vec<Model>, DbErr> {
    let waiting = Entity::find().filter(Column::State.eq(By(SignerState::Waiting))).filter(Column::ToldGoneAt.is_null());
    waiting.filter(Column::Id.gt(id)).order_by_asc(Column::Id).limit(many).all(db).await
}

/// Who counts as having signed: a page of them, by id.
pub async fn signed_after(db: &impl ConnectionTrait, id: Uuid, many: u64) -> Result<Vec<Uuid>, DbErr> {
    let signed = Entity::find().select_only().column(Column::Id).filter(Column::State.eq(By(SignerState::Signed)));
    signed.filter(Column::Id.gt(id)).order_by_asc(Column::Id).limit(many).into_tuple().all(db).await
}

pub async fn insert<A: Enters>(write: &Change<'_, A>, row: Model) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(write.db()).await.map(drop)
}
