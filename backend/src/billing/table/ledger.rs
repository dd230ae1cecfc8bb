//! The ledger. It only ever grows: the database refuses everything else.

use crate::{in_chart::Within, stored::By};
use domain::billing::{Book, EntryKind, Part};
use sea_orm::{QueryOrder, entity::prelude::*};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub chart_id: Uuid,
    pub charge_id: Uuid,
    pub payment_id: Option<Uuid>,
    pub refund_id: Option<Uuid>,
    pub kind: By<EntryKind>,
    pub debit: By<Book>,
    pub credit: By<Book>,
    pub amount_cents: i64,
    /// Sealed.
    pub reason: Option<Vec<u8>>,
    pub at: DateTimeUtc,
    pub by_staff: Option<Uuid>,
    pub by_account: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a payment has paid, and what was taken back of it, in that order.
pub async fn of_payment(chart: &impl Within, payment: Uuid) -> Result<Vec<Model>, DbErr> {
    let rows = chart.of::<Entity>().filter(Column::PaymentId.eq(payment));
    rows.order_by_asc(Column::At).order_by_asc(Column::Id).all(chart.db()).await
}

/// What is left of each part, the oldest charge first: `order` says which that is.
pub fn left(entries: &[Model], order: &[Uuid]) -> Vec<Part<Uuid>> {
    let of = |charge: &Uuid| {
        let entries = entries.iter().filter(|entry| entry.charge_id == *charge);
        entries.map(|entry| if entry.kind.0 == EntryKind::Payment { entry.amount_cents } else { -entry.amount_cents }).sum()
    };
    order.iter().map(|charge| Part { charge: *charge, cents: of(charge) }).filter(|part| part.cents > 0).collect()
}
