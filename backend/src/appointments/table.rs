#![allow(clippy::disallowed_methods, reason = "the one query entrance of these tables")]

pub mod appointments;
pub mod availability;
pub mod offers;
pub mod prospects;
pub mod sites;
pub mod time_off;
pub mod types;

crate::in_chart::of_chart! {
    appointments by Id as "appointments",
    offers by Id as "appointments.offer",
}

/// What is asked all day.
#[cfg(test)]
pub async fn ask_all_day(
    chart: &impl crate::in_chart::Within,
    id: uuid::Uuid,
    at: sea_orm::prelude::DateTimeUtc,
) -> Result<(), sea_orm::DbErr> {
    let later = at + chrono::Duration::hours(1);
    appointments::ahead(chart, at).await?;
    appointments::over(chart, at, 50).await?;
    appointments::taken(chart.db(), id, domain::appointments::Span { from: at, to: later }, &[]).await?;
    appointments::busy(chart.db(), &[id], at, later).await?;
    appointments::lapsed(chart.db(), at, 100).await?;
    prospects::taken(chart.db(), id, domain::appointments::Span { from: at, to: later }).await?;
    prospects::lapsed(chart.db(), at, 100).await?;
    appointments::held_of_staff(chart.db(), Some(id), at, later).await?;
    offers::of(chart, &[id]).await?;
    Ok(())
}
