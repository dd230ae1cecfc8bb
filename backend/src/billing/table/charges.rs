//! What clients are charged. The sums beside an amount are the ledger's.

use crate::in_chart::{Change, Enters, Within};
use domain::billing::{Part, Shown, Sorted};
use sea_orm::{
    Condition, Order, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub appointment_id: Option<Uuid>,
    pub invoice_id: Option<Uuid>,
    pub staff_id: Uuid,
    pub served_at: DateTimeUtc,
    pub minutes: Option<i32>,
    pub zone: String,
    pub location: String,
    pub code: String,
    pub description: String,
    pub modifiers: String,
    pub units: i32,
    pub place: String,
    /// Sealed.
    pub diagnoses: Vec<u8>,
    pub amount_cents: i64,
    pub billed_cents: i64,
    pub payer_cents: i64,
    pub client_cents: i64,
    pub adjusted_cents: i64,
    pub balance_cents: i64,
    pub charged_at: DateTimeUtc,
    pub charged_by: Uuid,
    pub voided_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Said as a constant: then the databases know that an index of what is open will do.
fn is_open() -> Expr {
    Expr::col((Entity, Column::BalanceCents)).gt(Expr::Constant(0_i64.into()))
}

/// What something is open of, the oldest first: all of it, or what was invoiced.
pub async fn open(chart: &impl Within, invoiced: bool) -> Result<Vec<Model>, DbErr> {
    let open = chart.of::<Entity>().filter(is_open());
    let open = if invoiced { open.filter(Column::InvoiceId.is_not_null()) } else { open };
    open.order_by_asc(Column::ServedAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// The same as parts that a payment is divided over.
pub fn parts(open: &[Model]) -> Vec<Part<Uuid>> {
    open.iter().map(|row| Part { charge: row.id, cents: row.balance_cents }).collect()
}

/// What of a chart's charges is asked for.
#[derive(Clone, Copy, Default)]
pub struct Asked {
    /// As the client sees them.
    pub invoiced: bool,
    pub shown: Shown,
    pub sorted: Sorted,
    /// Behind this row.
    pub below: Option<(DateTimeUtc, Uuid)>,
}

pub async fn page(chart: &impl Within, asked: Asked, many: u64) -> Result<Vec<Model>, DbErr> {
    let (order, behind): (Order, fn(DateTimeUtc, Uuid) -> Condition) = match asked.sorted {
        Sorted::Newest => {
            (Order::Desc, |at, id| Condition::any().add(Column::ServedAt.lt(at)).add(Column::ServedAt.eq(at).and(Column::Id.lt(id))))
        }
        Sorted::Oldest => {
            (Order::Asc, |at, id| Condition::any().add(Column::ServedAt.gt(at)).add(Column::ServedAt.eq(at).and(Column::Id.gt(id))))
        }
    };
    let edge = asked.below.map(|(at, _)| match asked.sorted {
        Sorted::Newest => Column::ServedAt.lte(at),
        Sorted::Oldest => Column::ServedAt.gte(at),
    });
    let narrowed = Condition::all()
        .add_option(asked.invoiced.then(|| Column::InvoiceId.is_not_null()))
        .add_option(match asked.shown {
            Shown::All => None,
            Shown::Open => Some(is_open()),
            Shown::Paid => Some(Column::BalanceCents.eq(0)),
        })
        .add_option(edge)
        .add_option(asked.below.map(|(at, id)| behind(at, id)));
    let rows = chart.of::<Entity>().filter(narrowed).order_by(Column::ServedAt, order.clone()).order_by(Column::Id, order);
    rows.limit(many).all(chart.db()).await
}

/// What waits for an invoice: of these charges, or all of them, the oldest first.
pub async fn not_invoiced(chart: &impl Within) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(is_open()).filter(Column::InvoiceId.is_null());
    rows.order_by_asc(Column::ServedAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// How much is open: of what was invoiced, and of what was not.
pub async fn balances(chart: &impl Within) -> Result<(i64, i64), DbErr> {
    let open = open(chart, false).await?;
    let sum = |invoiced: bool| open.iter().filter(|row| row.invoice_id.is_some() == invoiced).map(|row| row.balance_cents).sum();
    Ok((sum(true), sum(false)))
}

pub async fn of_invoice(chart: &impl Within, invoice: Uuid) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::InvoiceId.eq(invoice));
    rows.order_by_asc(Column::ServedAt).order_by_asc(Column::Id).all(chart.db()).await
}

pub async fn of_ids(chart: &impl Within, ids: Vec<Uuid>) -> Result<Vec<Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = chart.of::<Entity>().filter(Column::Id.is_in(ids));
    rows.order_by_asc(Column::ServedAt).order_by_asc(Column::Id).all(chart.db()).await
}

/// Which of these appointments are charged.
pub async fn charged(chart: &impl Within, appointments: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    if appointments.is_empty() {
        return Ok(Vec::new());
    }
    let rows = chart.of::<Entity>().filter(Column::AppointmentId.is_in(appointments)).filter(Column::VoidedAt.is_null());
    let ids: Vec<Option<Uuid>> = rows.select_only().column(Column::AppointmentId).into_tuple().all(chart.db()).await?;
    Ok(ids.into_iter().flatten().collect())
}

/// Puts these on an invoice, as far as they are on none. Says how many.
pub async fn put_on<A: Enters>(write: &Change<'_, A>, invoice: Uuid, ids: Vec<Uuid>) -> Result<u64, DbErr> {
    let these = write.changed::<Entity>().filter(Column::Id.is_in(ids)).filter(Column::InvoiceId.is_null());
    Ok(these.col_expr(Column::InvoiceId, Expr::value(invoice)).exec(write.db()).await?.rows_affected)
}

pub async fn void<A: Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), DbErr> {
    let this = write.changed::<Entity>().filter(Column::Id.eq(id));
    this.col_expr(Column::VoidedAt, Expr::value(write.at())).exec(write.db()).await.map(drop)
}
