//! Alerts: what staff pin to a chart. The room's functions.

mod office;
mod refusals;

pub use office::AlertsPage;
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    alerts::{AlertKind, Alerts},
    ids::{AlertId, ChartId},
};
use leptos::prelude::*;

loader! {
    /// The alerts of a chart, and those that were.
    pub async fn read_alerts(chart: ChartId) -> Result<Alerts, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.alerts().await?.of_chart(chart).await?)
    }
}

/// Pins one.
#[server(prefix = "/api", endpoint = "staff/alerts/pin")]
pub async fn pin_alert(chart: ChartId, kind: AlertKind, #[server(default)] words: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.alerts().await?.pin(chart, kind, &words).await?;
    Ok(Went::to(routes::chart_alerts(chart)).done(Done::Pinned))
}

/// Takes one down.
#[server(prefix = "/api", endpoint = "staff/alerts/take_down")]
pub async fn take_down_alert(chart: ChartId, alert: AlertId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.alerts().await?.take_down(chart, alert).await?;
    Ok(Went::to(routes::chart_alerts(chart)).done(Done::TakenDown))
}
