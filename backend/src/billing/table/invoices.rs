//! What was sent to clients. What is open of each is the ledger's.

use crate::in_chart::{Change, Enters, Within};
use sea_orm::{
    Condition, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub number: i64,
    pub issued_at: DateTimeUtc,
    pub issued_by: Uuid,
    /// `YYYY-MM-DD`
    pub due_on: String,
    pub total_cents: i64,
    pub balance_cents: i64,
    /// Sealed.
    pub paper: Vec<u8>,
    pub reminded_at: Option<DateTimeUtc>,
    pub noticed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

fn is_open() -> Expr {
    Expr::col((Entity, Column::BalanceCents)).gt(Expr::Constant(0_i64.into()))
}

/// Of a chart, the newest first.
pub async fn newest(chart: &impl Within, many: u64) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().order_by_desc(Column::IssuedAt).order_by_desc(Column::Id);
    rows.limit(many).all(chart.db()).await
}

pub async fn of_ids(chart: &impl Within, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    chart.of::<Entity>().filter(Column::Id.is_in(ids)).all(chart.db()).await
}

/// What is open in the practice, the first due first: all of it, or what is overdue by that day.
pub async fn open(
    db: &impl ConnectionTrait,
    before: Option<String>,
    below: Option<(String, Uuid)>,
    many: u64,
) -> Result<Vec<Model>, DbErr> {
    let behind =
        |(due, id): (String, Uuid)| Condition::any().add(Column::DueOn.gt(due.clone())).add(Column::DueOn.eq(due).and(Column::Id.gt(id)));
    // Said even where it begins with the first: then the databases walk from a place in the index.
    let edge = Column::DueOn.gte(below.as_ref().map(|(due, _)| due.clone()).unwrap_or_default());
    let narrowed =
        Condition::all().add(is_open()).add_option(before.map(|day| Column::DueOn.lt(day))).add(edge).add_option(below.map(behind));
    let rows = Entity::find().filter(narrowed).order_by_asc(Column::DueOn).order_by_asc(Column::Id);
    rows.limit(many).all(db).await
}

/// Chart and row of what is open, was due by that day, and of which staff were not told.
pub async fn to_notice(db: &impl ConnectionTrait, last: String, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = Entity::find().filter(is_open()).filter(Column::NoticedAt.is_null()).filter(Column::DueOn.lte(last));
    let rows = rows.order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(many);
    rows.select_only().columns([Column::ChartId, Column::Id]).into_tuple().all(db).await
}

/// Chart and row of what is open, is due by that day, and of which nobody was reminded.
pub async fn to_remind(db: &impl ConnectionTrait, after: String, last: String, many: u64) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = Entity::find().filter(is_open()).filter(Column::RemindedAt.is_null()).filter(Column::DueOn.gt(after));
    let rows = rows.filter(Column::DueOn.lte(last)).order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(many);
    rows.select_only().columns([Column::ChartId, Column::Id]).into_tuple().all(db).await
}

pub async fn reminded<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::RemindedAt, Expr::value(write.at())).exec(write.db()).await.map(drop)
}

pub async fn noticed<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::NoticedAt, Expr::value(write.at())).exec(write.db()).await.map(drop)
}

pub async fn place_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<(String, Uuid)>, DbErr> {
    let due: Option<String> = Entity::find_by_id(id).select_only().column(Column::DueOn).into_tuple().one(db).await?;
    Ok(due.map(|due| (due, id)))
}
