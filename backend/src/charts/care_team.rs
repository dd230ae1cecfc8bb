//! The **Care team** of a chart: who works with the client besides the primary clinician, and so reaches the record.

use super::{
    StaffCharts,
    chart::covers,
    table::care_team::{self, ActiveModel, Entity},
};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{InChart, Within},
    sign_in,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::Refusal,
    ids::{ChartId, StaffId},
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ModelTrait};
use uuid::Uuid;

impl StaffCharts<'_> {
    /// Lets somebody who treats clients work with this one. They find the chart at their next click.
    pub async fn add_to_care_team(&self, id: ChartId, member: Option<StaffId>) -> Result<(), Error> {
        let write = self.0.chart(id, Act::EditDemographics).await?.change(StepUpScope::Access).await?;
        let Some(member) = member else { return Err(Refusal::CareTeamUnknown.into()) };
        let Some(row) = sign_in::member(write.db(), member.0).await? else { return Err(write.not_found("charts.care_team").await) };
        let treats = row.disabled_at.is_none() && row.roles.0.iter().any(|role| role.treats());
        let known = write.row().primary_clinician_id == Some(row.id) || write.find::<Entity>(row.id).await?.is_some();
        if !treats || known {
            return Err(Refusal::CareTeamUnknown.into());
        }
        let added = ActiveModel { chart_id: Set(write.chart()), staff_id: Set(row.id), since: Set(write.at()) };
        added.insert(write.db()).await?;
        write.commit(Event::of(AuditAct::CareTeamChanged).subject(member).detail("added")).await
    }

    /// Takes somebody out of the team: at their next click the chart is not there for them. Says whether it still is for who did it.
    pub async fn remove_from_care_team(&self, id: ChartId, member: StaffId) -> Result<bool, Error> {
        let write = self.0.chart(id, Act::EditDemographics).await?.change(StepUpScope::Access).await?;
        let (write, row) = write.one::<Entity>(member).await?;
        row.delete(write.db()).await?;
        let chart = write.row().clone();
        write.commit(Event::of(AuditAct::CareTeamChanged).subject(member).detail("removed")).await?;
        Ok(covers(self.0.practice.db.read(), self.0, &chart, Act::OpenChart).await?)
    }
}

/// Those who were added to the team, by name. Who has left the practice is still there to be taken out.
pub(crate) async fn members(chart: &InChart<'_, Staff>) -> Result<Vec<(StaffId, String)>, Error> {
    let team = sign_in::members(chart.db(), care_team::all(chart).await?).await?;
    Ok(team.into_iter().map(|row| (StaffId(row.id), row.signed_name())).collect())
}

/// Who is in the care team besides the primary clinician.
pub(crate) async fn in_care_team(chart: &impl Within) -> Result<Vec<Uuid>, Error> {
    Ok(care_team::all(chart).await?)
}

/// Whether this person treats the client: as primary clinician, or in the care team.
pub(crate) async fn on_roster(chart: &InChart<'_, Staff>) -> Result<bool, Error> {
    let me = &chart.actor().answering;
    let treats = |id: &Uuid| me.contains(id);
    Ok(chart.row().primary_clinician_id.as_ref().is_some_and(treats) || in_care_team(chart).await?.iter().any(treats))
}
