#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod cards;
pub mod charges;
pub mod diagnoses;
pub mod events;
pub mod fees;
pub mod invoices;
pub mod ledger;
pub mod payments;
pub mod refunds;
pub mod sandbox;

crate::in_chart::of_chart! {
    charges by Id as "billing.charge",
    invoices by Id as "billing.invoice",
    payments by Id as "billing.payment",
    refunds by Id as "billing.refund",
    ledger by Id as "billing.entry",
    diagnoses by Id as "billing.diagnosis",
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(
    chart: &impl crate::in_chart::Within,
    id: uuid::Uuid,
    at: sea_orm::prelude::DateTimeUtc,
) -> Result<(), sea_orm::DbErr> {
    charges::open(chart, true).await?;
    charges::page(chart, charges::Asked::default(), 50).await?;
    payments::spoken_for(chart).await?;
    payments::last_received(chart).await?;
    payments::of_chart_page(chart, None, 50).await?;
    payments::due(chart.db(), at, 50).await?;
    refunds::due(chart.db(), at, 50).await?;
    invoices::open(chart.db(), None, None, 50).await?;
    payments::received(chart.db(), payments::Between::default(), None, 50).await?;
    ledger::of_payment(chart, id).await?;
    Ok(())
}
