//! Settings → **Appointments**: places and types. What is not used any more is ended, never removed: appointments name it.

use super::{
    StaffAppointments,
    table::{sites, types},
};
use crate::{
    audit::Event,
    error::{Error, taken},
};
use domain::{
    Act,
    appointments::{Refusal, Site, SiteLine, TypeLine, TypeRules},
    audit::AuditAct,
    ids::{AppointmentTypeId, SiteId, StaffId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};

impl StaffAppointments<'_> {
    async fn may_set_up(&self) -> Result<(), Error> {
        self.0.may(Act::ChangeSettings, "appointments.setup").await
    }

    /// Places and types, those that are not used any more too.
    pub async fn set_up(&self) -> Result<(Vec<SiteLine>, Vec<TypeLine>), Error> {
        self.may_set_up().await?;
        let db = self.0.practice.db.read();
        let page = (site_lines(db).await?, type_lines(db).await?);
        self.0.record(Event::of(AuditAct::SettingsOpened).detail("appointments")).await?;
        Ok(page)
    }

    /// Who can be booked: each may take new clients.
    pub async fn clinicians(&self) -> Result<Vec<(StaffId, String)>, Error> {
        Ok(self.people().await?.into_iter().map(|member| (StaffId(member.id), member.signed_name())).collect())
    }

    /// Adds a place, or changes one.
    pub async fn save_site(&self, id: Option<SiteId>, site: &Site) -> Result<SiteId, Error> {
        self.may_set_up().await?;
        let site = match site.read() {
            Ok(site) if site.zone.parse::<chrono_tz::Tz>().is_ok() => site,
            Ok(_) => return Err(Refusal::ZoneUnknown.into()),
            Err(refusals) => return Err(refusals.into()),
        };
        let write = self.0.write().await?;
        let known = match id {
            Some(id) => sites::by_id(&*write, id.0).await?,
            None => None,
        };
        let given = sites::ActiveModel { name: Set(site.name), address: Set(site.address), zone: Set(site.zone), ..Default::default() };
        let saved = match (id, known) {
            (Some(_), None) => {
                drop(write);
                return Err(self.0.not_found("appointments.site", None).await);
            }
            (_, Some(row)) => sites::ActiveModel { id: Set(row.id), ..given }.update(&*write).await,
            (None, None) => {
                let id = self.0.practice.randomness.id();
                sites::ActiveModel { id: Set(id), added_at: Set(write.at()), ended_at: Set(None), ..given }.insert(&*write).await
            }
        };
        let saved = saved.map_err(taken(Refusal::NameTaken))?;
        write.commit(Event::of(AuditAct::SiteChanged).subject(saved.id)).await?;
        Ok(SiteId(saved.id))
    }

    /// Takes a place out of use, or back into it.
    pub async fn use_site(&self, id: SiteId, used: bool) -> Result<(), Error> {
        self.may_set_up().await?;
        let write = self.0.write().await?;
        let Some(row) = sites::by_id(&*write, id.0).await? else {
            drop(write);
            return Err(self.0.not_found("appointments.site", None).await);
        };
        let ended_at = (!used).then(|| write.at());
        let now = sites::ActiveModel { ended_at: Set(ended_at), ..row.into_active_model() };
        now.update(&*write).await.map_err(taken(Refusal::NameTaken))?;
        Ok(write.commit(Event::of(AuditAct::SiteChanged).subject(id).detail(if used { "used" } else { "not used" })).await?)
    }

    /// Adds a type, or changes one. What is booked stays as it is.
    pub async fn save_type(&self, id: Option<AppointmentTypeId>, rules: &TypeRules) -> Result<AppointmentTypeId, Error> {
        self.may_set_up().await?;
        let rules = rules.read()?;
        let write = self.0.write().await?;
        let known = match id {
            Some(id) => types::by_id(&*write, id.0).await?,
            None => None,
        };
        let saved = match (id, known) {
            (Some(_), None) => {
                drop(write);
                return Err(self.0.not_found("appointments.type", None).await);
            }
            (_, Some(row)) => types::ActiveModel::with(rules, row.id).update(&*write).await,
            (None, None) => {
                let row = types::ActiveModel::with(rules, self.0.practice.randomness.id());
                types::ActiveModel { added_at: Set(write.at()), ended_at: Set(None), ..row }.insert(&*write).await
            }
        };
        let saved = saved.map_err(taken(Refusal::NameTaken))?;
        write.commit(Event::of(AuditAct::AppointmentTypeChanged).subject(saved.id)).await?;
        Ok(AppointmentTypeId(saved.id))
    }

    /// Takes a type out of use, or back into it.
    pub async fn use_type(&self, id: AppointmentTypeId, used: bool) -> Result<(), Error> {
        self.may_set_up().await?;
        let write = self.0.write().await?;
        let Some(row) = types::by_id(&*write, id.0).await? else {
            drop(write);
            return Err(self.0.not_found("appointments.type", None).await);
        };
        let ended_at = (!used).then(|| write.at());
        let now = types::ActiveModel { ended_at: Set(ended_at), ..row.into_active_model() };
        now.update(&*write).await.map_err(taken(Refusal::NameTaken))?;
        Ok(write.commit(Event::of(AuditAct::AppointmentTypeChanged).subject(id).detail(if used { "used" } else { "not used" })).await?)
    }
}

pub(super) async fn site_lines(db: &impl ConnectionTrait) -> Result<Vec<SiteLine>, Error> {
    let line = |row: sites::Model| SiteLine {
        id: SiteId(row.id),
        active: row.ended_at.is_none(),
        site: Site { name: row.name, address: row.address, zone: row.zone },
    };
    Ok(sites::all(db).await?.into_iter().map(line).collect())
}

pub(super) async fn type_lines(db: &impl ConnectionTrait) -> Result<Vec<TypeLine>, Error> {
    let line = |row: types::Model| TypeLine { id: AppointmentTypeId(row.id), active: row.ended_at.is_none(), rules: row.rules() };
    Ok(types::all(db).await?.into_iter().map(line).collect())
}
