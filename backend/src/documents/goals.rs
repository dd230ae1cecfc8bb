//! The goals of a chart's newest plan, for what is done about them between sessions.

use super::{notes, table::documents};
use crate::{actors::Staff, error::Error, in_chart::InChart};
use domain::Act;

/// So many letters of a goal are enough to know it by.
const LONGEST: usize = 300;

/// The first line of each goal, in the order of the plan. Nothing for who does not read plans.
pub(crate) async fn goals(chart: &InChart<'_, Staff>) -> Result<Vec<String>, Error> {
    if !chart.may(Act::ReadClinicalDocuments).await? {
        return Ok(Vec::new());
    }
    let Some(row) = documents::newest_plan(chart).await? else { return Ok(Vec::new()) };
    let plan = notes::opened(chart.practice(), &row)?.plan;
    let first = |goal: &str| goal.lines().map(str::trim).find(|line| !line.is_empty()).map(|line| line.chars().take(LONGEST).collect());
    let mut goals: Vec<String> = plan.iter().filter_map(|problem| first(&problem.goal)).collect();
    goals.dedup();
    Ok(goals)
}
