//! Charts: the Chart Room, Demographics, and who may open which.
//!
//! Other rooms know a chart as a [`Chart`] and somebody around it as a [`Contact`]. Staff and clients enter one by
//! [`InChart`](crate::in_chart::InChart), and find there `around`, `first_email`, `in_care_team`. `by_id`, `by_ids`, `contact_of` and
//! `ids_of_clinicians` are for lists over charts, and for links and offers, whose holder has not entered one yet.

mod care_team;
mod chart;
mod contacts;
mod demographics;
mod emails;
mod import;
mod ready_made;
mod room;
mod table;

pub(crate) use care_team::in_care_team;
pub(crate) use chart::{Chart, Contact, any, by_id, by_ids, contact_of, covers, held, ids_of_clinicians};
pub(crate) use contacts::{around, contact, lines as contact_lines, record_contact_email};
pub use demographics::DemographicsChange;
pub(crate) use demographics::{set_discreet, set_owner};
pub(crate) use emails::{first_email, record_email};
pub(crate) use ready_made::{Person, ReadyMade, put_person, put_ready_made};
pub use room::{ChartDraft, NewChart};
#[cfg(test)]
pub(crate) use table::{of_chart, search};

use crate::{
    actors::Staff,
    alerts,
    audit::Event,
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
};

impl Staff {
    /// The Chart Room and the charts in it.
    pub async fn charts(&self) -> Result<StaffCharts<'_>, Error> {
        self.may(Act::OpenChart, "charts").await?;
        Ok(StaffCharts(self))
    }
}

/// The Chart Room, for one member of staff.
pub struct StaffCharts<'a>(pub(crate) &'a Staff);

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
        let face = ChartFace {
            banner: banner(&chart).await?,
            owner: access.owner.clone(),
            clinician,
            care_team: care_team::members(&chart).await?.into_iter().map(|(_, name)| name).collect(),
            portal_since: access.registered_at.or(access.activated_at),
            documents: documents::latest(&chart, 5).await?,
            open_tasks: notices::open_tasks_of(&chart).await?,
        };
        staff.record(Event::of(AuditAct::ChartOpened).chart(id)).await?;
        Ok(face)
    }
}

/// The band that stays in sight on every tab.
pub(crate) async fn banner(chart: &InChart<'_, Staff>) -> Result<Banner, Error> {
    let (staff, row) = (chart.actor(), chart.row());
    let zone = dates::zone(&staff.practice_settings().await?.zone);
    let documents = chart.may(Act::ReadClinicalDocuments).await? || chart.may(Act::ReadBillingDocuments).await?;
    Ok(Banner {
        id: ChartId(row.id),
        number: row.number,
        name: row.listed_name(),
        preferred_name: row.preferred_name.clone(),
        pronouns: row.pronouns.clone(),
        born: Born::seen_on(row.born()?, dates::today(staff.practice.clock.now(), zone)),
        portal: invites::status(&staff.practice, row.id).await?,
        alerts: alerts::standing(chart).await?,
        tabs: Tabs { communications: chart.may(Act::ManagePortalAccess).await?, documents },
    })
}
