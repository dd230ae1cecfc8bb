//! What others have to know of appointments that are agreed on, to remind of them.

use super::table::{appointments, sites};
use crate::{dates, error::Error, in_chart::Within};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::settings::PracticeSettings;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

pub(crate) struct Agreed {
    pub id: Uuid,
    pub chart_id: Uuid,
    pub starts_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub texts_wanted: bool,
}

impl Agreed {
    fn of(row: appointments::Model) -> Self {
        let texts_wanted = row.texts_wanted_at.is_some();
        Self { id: row.id, chart_id: row.chart_id, starts_at: row.starts_at, created_at: row.created_at, texts_wanted }
    }
}

/// Those that begin after that moment and until this one, for a job that enters each of their charts.
pub(crate) async fn agreed_between(db: &impl ConnectionTrait, after: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Agreed>, Error> {
    Ok(appointments::agreed_between(db, after, until).await?.into_iter().map(Agreed::of).collect())
}

/// One of this chart, if it is agreed on.
pub(crate) async fn agreed(chart: &impl Within, id: Uuid) -> Result<Option<Agreed>, Error> {
    let row = chart.find::<appointments::Entity>(id).await?;
    Ok(row.filter(|row| row.state.0.may_move()).map(Agreed::of))
}

/// When one begins that is agreed on, and the zone by which that is told.
pub(crate) async fn starts_at(
    db: &impl ConnectionTrait,
    settings: &PracticeSettings,
    id: Uuid,
) -> Result<Option<(DateTime<Utc>, Tz)>, Error> {
    match appointments::by_id(db, id).await?.filter(|row| row.state.0.may_move()) {
        Some(row) => Ok(Some((row.starts_at, zone_of(db, settings, id).await?))),
        None => Ok(None),
    }
}

/// The zone of its place, or of the practice.
pub(crate) async fn zone_of(db: &impl ConnectionTrait, settings: &PracticeSettings, id: Uuid) -> Result<Tz, Error> {
    let site = match appointments::site_of(db, id).await? {
        Some(site) => sites::by_id(db, site).await?,
        None => None,
    };
    Ok(dates::zone(site.as_ref().map_or(&settings.zone, |site| &site.zone)))
}

/// A session that is over.
pub(crate) struct Over {
    pub id: Uuid,
    pub chart: Uuid,
    pub clinician: Uuid,
    pub began: DateTime<Utc>,
    pub ended: DateTime<Utc>,
}

impl Over {
    fn of(row: appointments::Model) -> Option<Self> {
        let took_place = row.state.0 == domain::appointments::State::Completed;
        took_place.then_some(Self { id: row.id, chart: row.chart_id, clinician: row.staff_id, began: row.starts_at, ended: row.ends_at })
    }
}

/// What took place and began between these moments.
pub(crate) async fn over_between(db: &impl ConnectionTrait, after: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Over>, Error> {
    Ok(appointments::completed_between(db, after, until).await?.into_iter().filter_map(Over::of).collect())
}

/// One of this chart, if it took place.
pub(crate) async fn over(chart: &impl Within, id: Uuid) -> Result<Option<Over>, Error> {
    Ok(chart.find::<appointments::Entity>(id).await?.and_then(Over::of))
}
