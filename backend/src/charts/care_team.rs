//! The **Care team** of a chart: who works with the client besides the primary clinician, and so reaches the record.

use super::{
    StaffCharts, covers, reachable,
    table::{care_team, charts},
};
use crate::{actors::Staff, audit::Event, error::Error, sign_in::table::staff};
use domain::{
    Act, Role,
    audit::AuditAct,
    charts::Refusal,
    ids::{ChartId, StaffId},
    sign_in::Matter,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

impl StaffCharts<'_> {
    /// Lets somebody who treats clients work with this one. They find the chart at their next click.
    pub async fn add_to_care_team(&self, id: ChartId, member: Option<StaffId>) -> Result<(), Error> {
        let staff = self.0;
        reachable(staff, id, Act::EditDemographics).await?;
        staff.proved(Matter::Access)?;
        let Some(member) = member else { return Err(Refusal::CareTeamUnknown.into()) };
        let write = staff.write().await?;
        let chart = charts::held(&*write, id.0).await?.ok_or(Error::NotFound)?;
        let Some(row) = staff::by_id(&*write, member.0).await? else {
            drop(write);
            return Err(staff.not_found("charts.care_team", Some(id)).await);
        };
        let treats = row.disabled_at.is_none() && row.roles().into_iter().any(Role::treats);
        let known = chart.primary_clinician_id == Some(row.id) || care_team::has_any(&*write, chart.id, &[row.id]).await?;
        if !treats || known {
            return Err(Refusal::CareTeamUnknown.into());
        }
        care_team::ActiveModel { chart_id: Set(chart.id), staff_id: Set(row.id), since: Set(staff.practice.clock.now()) }
            .insert(&*write)
            .await?;
        Ok(write.commit(Event::of(AuditAct::CareTeamChanged).chart(id).subject(member).detail("added")).await?)
    }

    /// Takes somebody out of the team: at their next click the chart is not there for them. Says whether it still is for who did it.
    pub async fn remove_from_care_team(&self, id: ChartId, member: StaffId) -> Result<bool, Error> {
        let staff = self.0;
        let chart = reachable(staff, id, Act::EditDemographics).await?;
        staff.proved(Matter::Access)?;
        let write = staff.write().await?;
        if !care_team::remove(&*write, chart.id, member.0).await? {
            drop(write);
            return Err(staff.not_found("charts.care_team", Some(id)).await);
        }
        write.commit(Event::of(AuditAct::CareTeamChanged).chart(id).subject(member).detail("removed")).await?;
        covers(staff, &chart, Act::OpenChart).await
    }
}

/// Those who were added to the team, by name. Who has left the practice is still there to be taken out.
pub(super) async fn members(staff: &Staff, chart: Uuid) -> Result<Vec<(StaffId, String)>, Error> {
    let db = staff.practice.db.read();
    let ids = care_team::of_chart(db, chart).await?;
    Ok(staff::by_ids(db, ids).await?.into_iter().map(|row| (StaffId(row.id), row.signed_name())).collect())
}
