//! The addresses of activities.

use super::{acting, with};
use domain::ids::{AssignmentId, ChartId, FormId, GrantId};

/// The portal's **Activities**.
pub const ACTIVITIES: &str = "/activities";

/// One that was submitted.
pub fn activity(id: AssignmentId, grant: Option<GrantId>) -> String {
    acting(format!("{ACTIVITIES}/{id}"), grant)
}

/// Chart → **Activities**.
pub fn chart_activities(chart: ChartId) -> String {
    format!("/office/charts/{chart}/activities")
}

/// With that measure over time.
pub fn chart_measure(chart: ChartId, form: FormId) -> String {
    with(&chart_activities(chart), "measure", &form.to_string())
}

/// One of them, with what was answered.
pub fn chart_activity(chart: ChartId, id: AssignmentId) -> String {
    format!("/office/charts/{chart}/activities/{id}")
}
