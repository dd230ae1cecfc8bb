//! Settings → **Billing**: the fee schedule, and by which identifiers payers know the people of the practice.

use super::{
    StaffBilling, gateway,
    table::fees::{self, providers},
};
use crate::{
    audit::Event,
    error::{Error, taken},
    sign_in,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    billing::{FeeDraft, Provider, Refusal, SettingsPage, npi_is_right},
    charts::tidy,
    ids::{FeeId, StaffId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffBilling<'_> {
    async fn may_set_up(&self) -> Result<(), Error> {
        self.0.may(Act::ChangeSettings, "billing.setup").await
    }

    pub async fn set_up(&self) -> Result<SettingsPage, Error> {
        self.may_set_up().await?;
        let staff = self.0;
        let db = staff.practice.db.read();
        let npis: HashMap<Uuid, String> = providers::all(db).await?.into_iter().map(|row| (row.staff_id, row.npi)).collect();
        let people = sign_in::at_work(db).await?.into_iter().filter(|member| member.roles.0.iter().any(|role| role.treats()));
        let provider = |member: sign_in::Member| Provider {
            staff: StaffId(member.id),
            npi: npis.get(&member.id).cloned(),
            name: member.signed_name(),
        };
        let page = SettingsPage {
            rules: staff.practice_settings().await?.billing,
            fees: fees::all(db).await?.iter().map(|row| (FeeId(row.id), row.fee(), row.ended_at.is_none())).collect(),
            providers: people.map(provider).collect(),
            sandbox: gateway::is_sandbox(&staff.practice),
        };
        staff.record(Event::of(AuditAct::SettingsOpened).detail("billing")).await?;
        Ok(page)
    }

    /// Adds a line of the schedule, or changes one. What is charged stays as it is.
    pub async fn save_fee(&self, id: Option<FeeId>, draft: &FeeDraft) -> Result<FeeId, Error> {
        self.may_set_up().await?;
        let fee = draft.read()?;
        let write = self.0.write().await?;
        let known = match id {
            Some(id) => fees::by_id(&*write, id.0).await?,
            None => None,
        };
        let given = fees::ActiveModel {
            code: Set(fee.code),
            description: Set(fee.description),
            price_cents: Set(fee.price_cents),
            units: Set(fee.units.into()),
            modifiers: Set(fee.modifiers),
            place: Set(fee.place.map(By)),
            ..Default::default()
        };
        let saved = match (id, known) {
            (Some(_), None) => {
                drop(write);
                return Err(self.0.not_found("billing.fee", None).await);
            }
            (_, Some(row)) => fees::ActiveModel { id: Set(row.id), ..given }.update(&*write).await,
            (None, None) => {
                let id = self.0.practice.randomness.id();
                fees::ActiveModel { id: Set(id), added_at: Set(write.at()), ended_at: Set(None), ..given }.insert(&*write).await
            }
        };
        let saved = saved.map_err(taken(Refusal::CodeTaken))?;
        write.commit(Event::of(AuditAct::FeesChanged).subject(saved.id)).await?;
        Ok(FeeId(saved.id))
    }

    /// Takes a line out of use, or back into it.
    pub async fn use_fee(&self, id: FeeId, used: bool) -> Result<(), Error> {
        self.may_set_up().await?;
        let write = self.0.write().await?;
        let Some(row) = fees::by_id(&*write, id.0).await? else {
            drop(write);
            return Err(self.0.not_found("billing.fee", None).await);
        };
        let ended_at = (!used).then(|| write.at());
        let now = fees::ActiveModel { ended_at: Set(ended_at), ..row.into_active_model() };
        now.update(&*write).await.map_err(taken(Refusal::CodeTaken))?;
        Ok(write.commit(Event::of(AuditAct::FeesChanged).subject(id).detail(if used { "used" } else { "not used" })).await?)
    }

    /// The NPI of somebody who treats clients; empty, where there is none.
    pub async fn save_provider(&self, member: StaffId, npi: &str) -> Result<(), Error> {
        self.may_set_up().await?;
        let npi = tidy(npi);
        if !npi.is_empty() && !npi_is_right(&npi) {
            return Err(Refusal::NpiUnfit.into());
        }
        let write = self.0.write().await?;
        if sign_in::member(&*write, member.0).await?.is_none() {
            drop(write);
            return Err(self.0.not_found("billing.provider", None).await);
        }
        if npi.is_empty() {
            providers::remove(&*write, member.0).await?;
        } else {
            let row = providers::ActiveModel { staff_id: Set(member.0), npi: Set(npi), changed_at: Set(write.at()) };
            providers::put(&*write, row).await?;
        }
        Ok(write.commit(Event::of(AuditAct::ProviderChanged).subject(member)).await?)
    }
}
