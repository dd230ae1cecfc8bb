//! Charts: the Chart Room, Demographics, and who may open which.

mod care_team;
mod demographics;
mod import;
mod room;
pub(crate) mod table;

pub use demographics::DemographicsChange;
pub(crate) use demographics::{contacts, correct_email, owner_of, set_owner};
pub(crate) use room::insert_email;
pub use room::{ChartDraft, NewChart};

use crate::{actors::Staff, audit::Event, dates, documents, error::Error, invites, notices, sign_in};
use domain::{
    Act,
    audit::AuditAct,
    charts::{Banner, Born, ChartFace, Tabs},
    ids::ChartId,
};
use table::charts;

/// The Chart Room, for one member of staff.
pub struct StaffCharts<'a>(pub(crate) &'a Staff);

impl StaffCharts<'_> {
    /// The **Chart Face**.
    pub async fn face(&self, id: ChartId) -> Result<ChartFace, Error> {
        let staff = self.0;
        let chart = reachable(staff, id, Act::OpenChart).await?;
        let db = staff.practice.db.read();
        let clinician = match chart.primary_clinician_id {
            Some(id) => sign_in::table::staff::by_id(db, id).await?.map(|row| row.signed_name()),
            None => None,
        };
        let access = invites::access(staff, &chart).await?;
        let face = ChartFace {
            banner: banner(staff, &chart).await?,
            owner: access.owner.clone(),
            clinician,
            care_team: care_team::members(staff, chart.id).await?.into_iter().map(|(_, name)| name).collect(),
            portal_since: access.registered_at.or(access.activated_at),
            documents: documents::latest(staff, &chart, 5).await?,
            open_tasks: notices::open_tasks_of_chart(staff, chart.id).await?,
        };
        staff.record(Event::of(AuditAct::ChartOpened).chart(chart.id)).await?;
        Ok(face)
    }
}

/// The chart, where this person's reach for that act covers it. Otherwise it is not found, and a row says who asked.
pub(crate) async fn reachable(staff: &Staff, id: ChartId, act: Act) -> Result<charts::Model, Error> {
    let found = charts::by_id(staff.practice.db.read(), id.0).await?;
    match found {
        Some(chart) if covers(staff, &chart, act).await? => Ok(chart),
        _ => Err(staff.not_found("charts", Some(id)).await),
    }
}

/// Whether this person's reach for that act covers the chart.
pub(crate) async fn covers(staff: &Staff, chart: &charts::Model, act: Act) -> Result<bool, Error> {
    let Some(people) = staff.clinicians_for(act) else { return Ok(true) };
    Ok(chart.primary_clinician_id.is_some_and(|id| people.contains(&id))
        || table::care_team::has_any(staff.practice.db.read(), chart.id, people).await?)
}

/// The band that stays in sight on every tab.
pub(crate) async fn banner(staff: &Staff, chart: &charts::Model) -> Result<Banner, Error> {
    let practice = &staff.practice;
    let zone = dates::zone(&staff.practice_settings().await?.zone);
    let documents = covers(staff, chart, Act::ReadClinicalDocuments).await? || covers(staff, chart, Act::ReadBillingDocuments).await?;
    Ok(Banner {
        id: ChartId(chart.id),
        number: chart.number,
        name: chart.listed_name(),
        preferred_name: chart.preferred_name.clone(),
        pronouns: chart.pronouns.clone(),
        born: Born::seen_on(chart.born()?, dates::today(practice.clock.now(), zone)),
        portal: invites::status(practice, chart.id).await?,
        tabs: Tabs { communications: covers(staff, chart, Act::ManagePortalAccess).await?, documents },
    })
}
