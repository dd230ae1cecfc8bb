//! Who waits for an answer, for the job that tells staff of it.

use super::table::conversations;
use crate::{error::Error, in_chart::Within};
use chrono::{DateTime, Utc};
use domain::messages::Audience;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// A conversation in which the client has the last word.
pub(crate) struct Waits {
    pub id: Uuid,
    pub chart: Uuid,
    pub since: DateTime<Utc>,
    pub audience: Audience,
    pub assigned: Option<Uuid>,
}

impl Waits {
    fn of(row: conversations::Model) -> Option<Self> {
        let since = row.waiting_since.filter(|_| row.closed_at.is_none())?;
        Some(Self { id: row.id, chart: row.chart_id, since, audience: row.audience.0, assigned: row.assigned_to })
    }
}

/// Those of an audience that have waited since before that moment, behind that place.
pub(crate) async fn unanswered(
    db: &impl ConnectionTrait,
    audience: Audience,
    before: DateTime<Utc>,
    behind: (DateTime<Utc>, Uuid),
    many: u64,
) -> Result<Vec<Waits>, Error> {
    let rows = conversations::unanswered(db, audience, before, behind, many).await?;
    Ok(rows.into_iter().filter_map(Waits::of).collect())
}

/// One of this chart, if it waits.
pub(crate) async fn waits(chart: &impl Within, id: Uuid) -> Result<Option<Waits>, Error> {
    Ok(chart.find::<conversations::Entity>(id).await?.and_then(Waits::of))
}
