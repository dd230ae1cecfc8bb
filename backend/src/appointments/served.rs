//! What billing has to know of appointments that took place.

use super::{lines::Names, table::appointments};
use crate::{dates, error::Error, in_chart::Within};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::appointments::{ContactKind, State};
use uuid::Uuid;

/// One that is completed.
#[derive(Clone)]
pub(crate) struct Served {
    pub id: Uuid,
    pub staff_id: Uuid,
    pub clinician: String,
    pub starts_at: DateTime<Utc>,
    pub minutes: u16,
    pub type_name: String,
    pub code: Option<String>,
    pub price_cents: Option<i64>,
    pub kind: ContactKind,
    /// The place, where one met there.
    pub site: Option<String>,
    pub zone: Tz,
}

/// Those of a chart, the newest first.
pub(crate) async fn served(chart: &impl Within, zone: Tz, many: u64) -> Result<Vec<Served>, Error> {
    of(chart, zone, appointments::completed(chart, many).await?).await
}

/// On which days sessions were held lately, the oldest first.
pub(crate) async fn held_on(chart: &impl Within, zone: Tz, many: u64) -> Result<Vec<NaiveDate>, Error> {
    let rows = appointments::completed(chart, many).await?;
    Ok(rows.into_iter().rev().map(|row| dates::day(row.starts_at, zone)).collect())
}

/// One of them; nothing where it is not completed.
pub(crate) async fn served_one(chart: &impl Within, zone: Tz, id: Uuid) -> Result<Option<Served>, Error> {
    let row = chart.find::<appointments::Entity>(id).await?.filter(|row| row.state.0 == State::Completed);
    Ok(of(chart, zone, row.into_iter().collect()).await?.pop())
}

/// Whether there is one of that id, however it stands.
pub(crate) async fn is_there(chart: &impl Within, id: Uuid) -> Result<bool, Error> {
    Ok(chart.find::<appointments::Entity>(id).await?.is_some())
}

async fn of(chart: &impl Within, zone: Tz, rows: Vec<appointments::Model>) -> Result<Vec<Served>, Error> {
    let names = Names::of(chart.db(), zone, &rows).await?;
    let one = |row: &appointments::Model| {
        let kind_of = names.types.get(&row.type_id);
        let site = row.site_id.and_then(|site| names.sites.get(&site)).filter(|_| row.kind.0 == ContactKind::InPerson);
        Served {
            id: row.id,
            staff_id: row.staff_id,
            clinician: names.people.get(&row.staff_id).cloned().unwrap_or_default(),
            starts_at: row.starts_at,
            minutes: row.minutes(),
            type_name: kind_of.map(|row| row.name.clone()).unwrap_or_default(),
            code: kind_of.and_then(|row| row.code.clone()),
            price_cents: kind_of.and_then(|row| row.price_cents),
            kind: row.kind.0,
            site: site.map(|site| site.name.clone()),
            zone: names.zone_of(row.site_id),
        }
    };
    Ok(rows.iter().map(one).collect())
}
