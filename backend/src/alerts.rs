//! Alerts: what staff pin to a chart, so that everybody who opens it knows. Clients never see them.

mod table;

use crate::{
    actors::Staff,
    audit::Event,
    band, dates,
    error::Error,
    in_chart::{InChart, Within},
    practice::Practice,
    sealing::Place,
    sign_in,
    stored::By,
};
use domain::{
    Act,
    alerts::{Alert, AlertKind, AlertLine, Alerts, Refusal},
    audit::AuditAct,
    ids::{AlertId, ChartId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashMap;
use table::alerts::{self, Model};
#[cfg(test)]
pub(crate) use table::of_chart;
use uuid::Uuid;

/// So many of those that were taken down stand on the page.
const EARLIER: u64 = 100;

/// The alerts of charts.
pub struct StaffAlerts<'a>(&'a Staff);

impl Staff {
    /// What is pinned to charts: whoever opens one sees it, whoever changes its Demographics changes it.
    pub async fn alerts(&self) -> Result<StaffAlerts<'_>, Error> {
        self.may(Act::OpenChart, "alerts").await?;
        Ok(StaffAlerts(self))
    }
}

impl StaffAlerts<'_> {
    /// What stands, and what was taken down.
    pub async fn of_chart(&self, id: ChartId) -> Result<Alerts, Error> {
        let chart = self.0.chart(id, Act::OpenChart).await?;
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let (standing, earlier) = (alerts::standing(&chart).await?, alerts::ended(&chart, EARLIER).await?);
        let people = standing.iter().chain(&earlier).flat_map(|row| [Some(row.pinned_by), row.ended_by]).flatten().collect();
        let people = sign_in::members(chart.db(), people).await?;
        let people: HashMap<Uuid, String> = people.into_iter().map(|member| (member.id, member.signed_name())).collect();
        let by = |id: &Uuid| people.get(id).cloned().unwrap_or_default();
        let lines = |rows: Vec<Model>| -> Result<Vec<AlertLine>, Error> {
            let line = |row: Model| -> Result<AlertLine, Error> {
                Ok(AlertLine {
                    id: AlertId(row.id),
                    alert: opened(chart.practice(), &row)?,
                    pinned: (by(&row.pinned_by), dates::moment(row.pinned_at, zone)),
                    ended: row.ended_by.zip(row.ended_at).map(|(who, at)| (by(&who), dates::moment(at, zone))),
                })
            };
            rows.into_iter().map(line).collect()
        };
        let page = Alerts {
            banner: band::banner(&chart).await?,
            standing: lines(standing)?,
            earlier: lines(earlier)?,
            may_change: chart.may(Act::EditDemographics).await?,
        };
        self.0.record(Event::of(AuditAct::AlertsOpened).chart(id)).await?;
        Ok(page)
    }

    /// Pins one.
    pub async fn pin(&self, id: ChartId, kind: AlertKind, words: &str) -> Result<AlertId, Error> {
        let chart = self.0.chart(id, Act::EditDemographics).await?;
        let alert = Alert::read(kind, words)?;
        let write = chart.change(None).await?;
        let standing = alerts::standing(&write).await?;
        let standing = standing.iter().map(|row| opened(write.practice(), row)).collect::<Result<Vec<Alert>, Error>>()?;
        alert.fits(&standing)?;
        let id = write.practice().randomness.id();
        alerts::ActiveModel {
            id: Set(id),
            chart_id: Set(write.chart()),
            kind: Set(By(alert.kind)),
            words: Set(write.practice().sealer.seal(Place("alerts.words", id), alert.words.as_bytes())),
            pinned_at: Set(write.at()),
            pinned_by: Set(self.0.member.id),
            ended_at: Set(None),
            ended_by: Set(None),
        }
        .insert(write.db())
        .await?;
        write.commit(Event::of(AuditAct::AlertPinned).subject(id)).await?;
        Ok(AlertId(id))
    }

    /// Takes one down. It stays in the history.
    pub async fn take_down(&self, chart: ChartId, id: AlertId) -> Result<(), Error> {
        let chart = self.0.chart(chart, Act::EditDemographics).await?;
        let (write, row) = chart.change(None).await?.one::<alerts::Entity>(id).await?;
        if !alerts::end(&write, row.id, self.0.member.id).await? {
            return Err(Refusal::TakenDown.into());
        }
        write.commit(Event::of(AuditAct::AlertTakenDown).subject(id)).await
    }
}

/// What everybody who opens the chart has to know: for the band on each of its tabs.
pub(crate) async fn standing(chart: &InChart<'_, Staff>) -> Result<Vec<Alert>, Error> {
    alerts::standing(chart).await?.iter().map(|row| opened(chart.practice(), row)).collect()
}

fn opened(practice: &Practice, row: &Model) -> Result<Alert, Error> {
    let words = practice.sealer.open(Place("alerts.words", row.id), &row.words)?;
    Ok(Alert { kind: row.kind.0, words: String::from_utf8_lossy(&words).into_owned() })
}
