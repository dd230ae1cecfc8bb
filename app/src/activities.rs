//! Activities: measures, worksheets and goal check-ins; given, filled in as forms, read, and drawn over time. The room's functions.

mod office;
mod portal;
mod refusals;
mod trend;

pub use office::{AssignedPage, BesideNote, ChartActivitiesPage};
pub use portal::{CrisisHelp, MyActivitiesPage, MyActivityPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::activities::AssignDraft;
use domain::{
    activities::{self, ChartActivities, MyActivities},
    ids::{ActivityAlertId, ActivitySeriesId, AssignmentId, ChartId, FormId, GrantId},
};
use leptos::prelude::*;

// Portal

loader! {
    /// What waits, and what was submitted.
    pub async fn list_my_activities(grant: Option<GrantId>) -> Result<MyActivities, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.activities().await?.list().await?)
    }
}

loader! {
    /// One that was submitted.
    pub async fn read_my_activity(grant: Option<GrantId>, id: Option<AssignmentId>) -> Result<activities::MyActivityPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let client = crate::actor::client(grant).await?;
        Ok(client.activities().await?.read(id).await?)
    }
}

/// **Submit**: exactly what was shown.
#[server(prefix = "/api", endpoint = "client/activities/submit")]
pub async fn submit_activity(grant: Option<GrantId>, id: AssignmentId, seen: String) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.activities().await?.submit(id, &seen).await?;
    Ok(Went::to(routes::activity(id, grant)).done(Done::Sent))
}

// Office

loader! {
    /// Chart → **Activities**.
    pub async fn read_chart_activities(chart: ChartId, measure: Option<FormId>) -> Result<ChartActivities, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.activities().await?.of_chart(chart, measure).await?)
    }
}

loader! {
    /// One that was given, with what was answered.
    pub async fn read_assigned(chart: ChartId, id: Option<AssignmentId>) -> Result<activities::AssignedPage, Failure> {
        let id = id.ok_or(Failure(domain::Failure::NotFound))?;
        let staff = crate::actor::staff().await?;
        Ok(staff.activities().await?.read(chart, id).await?)
    }
}

/// Gives the client of a chart something to do.
#[server(prefix = "/api", endpoint = "staff/activities/assign")]
pub async fn assign_activity(
    chart: ChartId,
    #[server(default)] form: Option<FormId>,
    #[server(default)] rhythm: String,
    #[server(default)] due: String,
    #[server(default)] goal: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.assign(chart, &AssignDraft { form, rhythm, due, goal }).await?;
    Ok(Went::to(routes::chart_activities(chart)).done(Done::Assigned))
}

/// Takes one back that was not submitted.
#[server(prefix = "/api", endpoint = "staff/activities/withdraw")]
pub async fn withdraw_activity(chart: ChartId, assignment: AssignmentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.withdraw(chart, assignment).await?;
    Ok(Went::to(routes::chart_activities(chart)).done(Done::TakenDown))
}

/// Says that what was submitted was read.
#[server(prefix = "/api", endpoint = "staff/activities/review")]
pub async fn review_activity(chart: ChartId, assignment: AssignmentId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.review(chart, assignment).await?;
    Ok(Went::here().done(Done::Finished))
}

/// Writes what the client reads about what was submitted.
#[server(prefix = "/api", endpoint = "staff/activities/comment")]
pub async fn comment_on_activity(chart: ChartId, assignment: AssignmentId, #[server(default)] comment: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.comment(chart, assignment, &comment).await?;
    Ok(Went::to(routes::chart_activity(chart, assignment)).done(Done::Saved))
}

/// Shows the client the chart of a measure, or hides it again.
#[server(prefix = "/api", endpoint = "staff/activities/show")]
pub async fn show_trend(chart: ChartId, measure: FormId, #[server(default)] shown: bool) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.show_trend(chart, measure, shown).await?;
    Ok(Went::to(routes::chart_measure(chart, measure)).done(Done::Saved))
}

/// Ends what comes again.
#[server(prefix = "/api", endpoint = "staff/activities/end")]
pub async fn end_series(chart: ChartId, series: ActivitySeriesId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.end_series(chart, series).await?;
    Ok(Went::to(routes::chart_activities(chart)).done(Done::Ended))
}

/// **Acknowledge**: says what came of an answer that needed somebody.
#[server(prefix = "/api", endpoint = "staff/activities/answer")]
pub async fn answer_alert(
    chart: ChartId,
    alert: ActivityAlertId,
    #[server(default)] outcome: String,
    #[server(default)] note: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.activities().await?.answer(chart, alert, &outcome, &note).await?;
    Ok(Went::to(routes::chart_activities(chart)).done(Done::Noted))
}
