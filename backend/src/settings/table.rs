#![allow(clippy::disallowed_methods, reason = "the one query entrance of this table")]

use crate::stored::By;
use domain::dates::DateOrder;
use sea_orm::{
    QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub name: String,
    pub zone: String,
    pub help: String,
    pub features: String,
    pub next_chart_number: i64,
    pub demo_since: Option<DateTimeUtc>,
    pub opened_at: DateTimeUtc,
    pub key_check: Vec<u8>,
    pub access: String,
    pub welcome: String,
    /// Nothing where the practice has not chosen: what is usual in its zone.
    pub date_order: Option<By<DateOrder>>,
    pub communications: String,
    pub scheduling: String,
    pub billing: String,
    pub next_invoice_number: i64,
    pub next_receipt_number: i64,
    pub branding: String,
}

impl ActiveModelBehavior for ActiveModel {}

pub async fn only(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(1).one(db).await
}

/// The row, held until the transaction ends: nobody else changes it meanwhile.
pub async fn for_update(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(1).lock_exclusive().one(db).await
}

/// The update locks the row, so that two at once get two numbers.
pub async fn take_number(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    take_numbers(db, 1).await
}

/// The same of an invoice.
pub async fn take_invoice_number(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    take_next(db, Column::NextInvoiceNumber, |row| row.next_invoice_number).await
}

/// And of a receipt.
pub async fn take_receipt_number(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    take_next(db, Column::NextReceiptNumber, |row| row.next_receipt_number).await
}

async fn take_next(db: &impl ConnectionTrait, column: Column, next: fn(&Model) -> i64) -> Result<i64, DbErr> {
    Entity::update_many().col_expr(column, Expr::col(column).add(1)).exec(db).await?;
    let row = only(db).await?.ok_or_else(|| DbErr::RecordNotFound("practice".into()))?;
    Ok(next(&row) - 1)
}

/// The first of so many numbers in a row.
pub async fn take_numbers(db: &impl ConnectionTrait, many: i64) -> Result<i64, DbErr> {
    Entity::update_many().col_expr(Column::NextChartNumber, Expr::col(Column::NextChartNumber).add(many)).exec(db).await?;
    let row = only(db).await?.ok_or_else(|| DbErr::RecordNotFound("practice".into()))?;
    Ok(row.next_chart_number - many)
}

/// The patterns that were applied, with what each setting was before.
pub mod patterns {
    use crate::stored::By;
    use domain::settings::Pattern;
    use sea_orm::{QueryOrder, entity::prelude::*};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "patterns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub pattern: By<Pattern>,
        pub applied_at: DateTimeUtc,
        pub applied_by: Uuid,
        pub changes: String,
        pub undone_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    /// The last that was applied, and was not taken back: one before it is not taken back any more.
    pub async fn last(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
        let newest = Entity::find().order_by_desc(Column::AppliedAt).order_by_desc(Column::Id).one(db).await?;
        Ok(newest.filter(|row| row.undone_at.is_none()))
    }
}
