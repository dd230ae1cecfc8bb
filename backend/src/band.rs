//! What a chart shows of several rooms at once: the band that stays in sight on every tab, and the **Chart Face**. Rooms that stand
//! side by side need not know each other for it.

use crate::{
    activities,
    actors::Staff,
    alerts, appointments,
    audit::Event,
    billing,
    charts::{self, StaffCharts},
    dates, documents,
    error::Error,
    in_chart::{InChart, Within},
    invites, notices, sign_in,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::{Banner, Born, ChartFace, Tabs},
    ids::ChartId,
    invites::PortalStatus,
    messages::Audience,
};

impl StaffCharts<'_> {
    /// The **Chart Face**.
    pub async fn face(&self, id: ChartId) -> Result<ChartFace, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::OpenChart).await?;
        let clinician = match chart.row().primary_clinician_id {
            Some(id) => sign_in::member(chart.db(), id).await?.map(|row| row.signed_name()),
            None => None,
        };
        let access = invites::access(&chart).await?;
        let zone = dates::zone(&staff.practice_settings().await?.zone);
        let face = ChartFace {
            banner: banner(&chart).await?,
            owner: access.owner.clone(),
            clinician,
            care_team: charts::care_team(&chart).await?.into_iter().map(|(_, name)| name).collect(),
            portal_since: access.registered_at.or(access.activated_at),
            documents: documents::latest(&chart, 5).await?,
            open_tasks: notices::open_tasks_of(&chart).await?,
            texts_to: charts::text_number(&chart).await?,
            next: match chart.may(Act::SeeCalendar).await? {
                true => appointments::next(&chart, staff.practice.clock.now(), zone).await?,
                false => None,
            },
            balance_cents: match chart.may(Act::SeeBilling).await? {
                true => Some(billing::standing(&chart, zone).await?.balance_cents),
                false => None,
            },
        };
        staff.record(Event::of(AuditAct::ChartOpened).chart(id)).await?;
        Ok(face)
    }
}

/// The band that stays in sight on every tab.
pub(crate) async fn banner(chart: &InChart<'_, Staff>) -> Result<Banner, Error> {
    let (_, portal) = invites::newest(chart).await?;
    banner_with(chart, portal).await
}

/// The same, where it is known already how its portal stands.
pub(crate) async fn banner_with(chart: &InChart<'_, Staff>, portal: PortalStatus) -> Result<Banner, Error> {
    let (staff, row) = (chart.actor(), chart.row());
    let zone = dates::zone(&staff.practice_settings().await?.zone);
    let documents = chart.may(Act::ReadClinicalDocuments).await? || chart.may(Act::ReadBillingDocuments).await?;
    let mut messages = false;
    for audience in Audience::ALL {
        messages = messages || chart.may(audience.act()).await?;
    }
    let activities = chart.may(Act::SeeActivities).await?;
    Ok(Banner {
        id: ChartId(row.id),
        number: row.number,
        name: row.listed_name(),
        preferred_name: row.preferred_name.clone(),
        pronouns: row.pronouns.clone(),
        born: Born::seen_on(row.born()?, dates::today(staff.practice.clock.now(), zone)),
        portal,
        alerts: alerts::standing(chart).await?,
        needs_you: activities && activities::needs_anybody(chart).await?,
        tabs: Tabs {
            communications: chart.may(Act::ManagePortalAccess).await?,
            messages,
            documents,
            forms: chart.may(Act::SendForms).await?,
            activities,
            records: chart.may(Act::ReleaseRecords).await?,
            appointments: chart.may(Act::SeeCalendar).await?,
            billing: chart.may(Act::SeeBilling).await?,
        },
    })
}
