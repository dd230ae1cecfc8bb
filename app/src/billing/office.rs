//! The office: a chart's **Billing**, what is open and what came in, and Settings → **Billing**.

mod charging;
mod chart;
mod doors;
mod list;
mod money;
mod setup;

pub use chart::{BalancePanel, ChartBillingPage};
pub use list::BillingPage;
pub use setup::BillingSettingsPage;
