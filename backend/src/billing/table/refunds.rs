//! What is given back.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::billing::RefundState;
use sea_orm::{QueryOrder, QuerySelect, entity::prelude::*, sea_query::Expr};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refunds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub payment_id: Uuid,
    pub amount_cents: i64,
    pub state: By<RefundState>,
    pub takes_off: bool,
    /// Sealed.
    pub reason: Vec<u8>,
    pub begun_at: DateTimeUtc,
    pub begun_by: Uuid,
    pub settled_at: Option<DateTimeUtc>,
    pub ask_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn of_payment(chart: &impl Within, payment: Uuid) -> Result<Vec<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::PaymentId.eq(payment)).order_by_asc(Column::BegunAt).all(chart.db()).await
}

/// Those of the chart that are under way.
pub async fn under_way(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    chart.of::<Entity>().filter(Column::SettledAt.is_null()).all(chart.db()).await
}

/// Chart and row of those whose outcome is to be asked for.
pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = Entity::find().filter(Column::SettledAt.is_null()).filter(Column::AskAt.lte(now)).order_by_asc(Column::AskAt);
    rows.limit(many).select_only().columns([Column::ChartId, Column::Id]).into_tuple().all(db).await
}

/// Settles one that is under way. The slower of two is told so.
pub async fn settle<A: Enters>(write: &Change<'_, A>, id: Uuid, state: RefundState) -> Result<bool, DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::SettledAt.is_null());
    let change = this.col_expr(Column::State, Expr::value(By(state))).col_expr(Column::SettledAt, Expr::value(write.at()));
    Ok(change.exec(write.db()).await?.rows_affected == 1)
}

pub async fn ask_later(db: &impl ConnectionTrait, id: Uuid, at: DateTimeUtc) -> Result<(), DbErr> {
    let this = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::SettledAt.is_null());
    this.col_expr(Column::AskAt, Expr::value(at)).exec(db).await.map(drop)
}
