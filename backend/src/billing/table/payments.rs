//! Payments, from the moment at which they are begun.

use crate::{
    in_chart::{Change, Enters, Within},
    stored::By,
};
use domain::billing::{Decline, Method, PaymentState};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub number: Option<i64>,
    pub method: By<Method>,
    pub state: By<PaymentState>,
    pub amount_cents: i64,
    pub refunded_cents: i64,
    pub account_id: Option<Uuid>,
    pub staff_id: Option<Uuid>,
    pub card_brand: Option<String>,
    pub card_last4: Option<String>,
    pub gateway_ref: Option<String>,
    pub card_id: Option<Uuid>,
    pub decline: Option<By<Decline>>,
    /// Sealed.
    pub note: Option<Vec<u8>>,
    pub begun_at: DateTimeUtc,
    pub settled_at: Option<DateTimeUtc>,
    pub ask_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// "Visa ending in 4242", "Insurance"
    pub fn how(&self) -> String {
        match (&self.card_brand, &self.card_last4) {
            (Some(brand), Some(last4)) => format!("{brand} ending in {last4}"),
            _ => self.method.0.label().to_owned(),
        }
    }
}

/// How much of the balance payments under way speak for.
pub async fn spoken_for(chart: &impl Within) -> Result<i64, DbErr> {
    Ok(under_way(chart).await?.iter().map(|row| row.amount_cents).sum())
}

pub async fn under_way(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::SettledAt.is_null());
    rows.order_by_desc(Column::BegunAt).all(chart.db()).await
}

/// What the client or somebody for them paid last.
pub async fn last_received(chart: &impl Within) -> Result<Option<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::State.eq(By(PaymentState::Received)));
    let rows = rows.filter(Column::Method.ne(By(Method::Insurance)));
    rows.order_by_desc(Column::BegunAt).order_by_desc(Column::Id).one(chart.db()).await
}

/// A chart's, the newest first.
pub async fn of_chart_page(chart: &impl Within, below: Option<(DateTimeUtc, Uuid)>, many: u64) -> Result<Vec<Model>, DbErr> {
    let behind =
        |(at, id): (DateTimeUtc, Uuid)| Condition::any().add(Column::BegunAt.lt(at)).add(Column::BegunAt.eq(at).and(Column::Id.lt(id)));
    let narrowed = Condition::all().add_option(below.map(|(at, _)| Column::BegunAt.lte(at))).add_option(below.map(behind));
    let rows = chart.of::<Entity>().filter(narrowed).order_by_desc(Column::BegunAt).order_by_desc(Column::Id);
    rows.limit(many).all(chart.db()).await
}

/// Chart and row of those whose outcome is to be asked for.
pub async fn due(db: &impl ConnectionTrait, now: DateTimeUtc, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = Entity::find().filter(Column::SettledAt.is_null()).filter(Column::AskAt.lte(now)).order_by_asc(Column::AskAt);
    rows.limit(many).select_only().columns([Column::ChartId, Column::Id]).into_tuple().all(db).await
}

/// When something came in.
#[derive(Clone, Copy, Default)]
pub struct Between {
    pub from: Option<DateTimeUtc>,
    pub before: Option<DateTimeUtc>,
}

/// What came in, the newest first.
pub async fn received(
    db: &impl ConnectionTrait,
    between: Between,
    below: Option<(DateTimeUtc, Uuid)>,
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    let behind =
        |(at, id): (DateTimeUtc, Uuid)| Condition::any().add(Column::SettledAt.lt(at)).add(Column::SettledAt.eq(at).and(Column::Id.lt(id)));
    let is_received = Expr::col((Entity, Column::State)).eq(Expr::Constant(By(PaymentState::Received).into()));
    let narrowed = Condition::all()
        .add(is_received)
        .add(Column::SettledAt.gte(between.from.unwrap_or(DateTimeUtc::UNIX_EPOCH)))
        .add_option(between.before.map(|at| Column::SettledAt.lt(at)))
        .add_option(below.map(|(at, _)| Column::SettledAt.lte(at)))
        .add_option(below.map(behind));
    let rows = Entity::find().filter(narrowed).order_by_desc(Column::SettledAt).order_by_desc(Column::Id);
    rows.limit(many).all(db).await
}

pub async fn place_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<(DateTimeUtc, Uuid)>, DbErr> {
    let at: Option<Option<DateTimeUtc>> = Entity::find_by_id(id).select_only().column(Column::SettledAt).into_tuple().one(db).await?;
    Ok(at.flatten().map(|at| (at, id)))
}

/// Moves one on that is not settled. The slower of two is told so.
pub async fn moved<A: Enters>(write: &Change<'_, A>, id: Uuid, change: ActiveModel) -> Result<bool, DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id)).filter(Column::SettledAt.is_null());
    Ok(this.set(change).exec(write.db()).await?.rows_affected == 1)
}

/// When the gateway is asked again about one of which nothing is known.
pub async fn ask_later(db: &impl ConnectionTrait, id: Uuid, at: DateTimeUtc) -> Result<(), DbErr> {
    let this = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::SettledAt.is_null());
    this.col_expr(Column::AskAt, Expr::value(at)).exec(db).await.map(drop)
}
