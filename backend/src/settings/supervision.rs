//! Settings → **Team**: who supervises whom. A supervisor reaches the charts of those whom they supervise; it is looked at with
//! each request, so nobody has to sign in anew.

use super::StaffSettings;
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    sign_in::{self, Member},
};
use domain::{Role, audit::AuditAct, ids::StaffId, settings::Refusal, sign_in::StepUpScope};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffSettings<'_> {
    /// From now on the supervisor reaches this person's charts as well.
    pub async fn add_supervisee(&self, id: StaffId, supervisee: Option<StaffId>) -> Result<(), Error> {
        self.0.proved(StepUpScope::Team)?;
        let Some(supervisee) = supervisee else { return Err(Refusal::SuperviseeUnknown.into()) };
        let (write, supervisor) = self.begin(id).await?;
        let Some(other) = sign_in::member(&*write, supervisee.0).await? else {
            drop(write);
            return Err(self.0.not_found("settings.member", None).await);
        };
        if !supervisor.roles.0.contains(&Role::Supervisor) {
            return Err(Refusal::NoSupervisor.into());
        }
        let treats = other.disabled_at.is_none() && other.roles.0.iter().any(|role| role.treats());
        let known = sign_in::supervised_by(&*write, supervisor.id).await?.contains(&other.id);
        if !treats || known || other.id == supervisor.id {
            return Err(Refusal::SuperviseeUnknown.into());
        }
        sign_in::supervise(&write, supervisor.id, other.id).await?;
        Ok(write.commit(Event::of(AuditAct::SupervisionChanged).subject(id).detail(format!("{supervisee} added"))).await?)
    }

    /// From now on this person's charts are out of the supervisor's reach.
    pub async fn remove_supervisee(&self, id: StaffId, supervisee: StaffId) -> Result<(), Error> {
        self.0.proved(StepUpScope::Team)?;
        let (write, supervisor) = self.begin(id).await?;
        if !sign_in::supervise_no_more(&write, supervisor.id, supervisee.0).await? {
            drop(write);
            return Err(self.0.not_found("settings.member", None).await);
        }
        Ok(write.commit(Event::of(AuditAct::SupervisionChanged).subject(id).detail(format!("{supervisee} removed"))).await?)
    }
}

/// Whom each supervises, in the order of these people.
pub(super) async fn everybody(staff: &Staff, people: &[Member]) -> Result<HashMap<Uuid, Vec<(StaffId, String)>>, Error> {
    let pairs = sign_in::supervisors(staff.practice.db.read()).await?;
    let mut lists: HashMap<Uuid, Vec<(StaffId, String)>> = HashMap::new();
    for person in people {
        for (supervisor, _) in pairs.iter().filter(|(_, supervisee)| *supervisee == person.id) {
            lists.entry(*supervisor).or_default().push((StaffId(person.id), person.signed_name()));
        }
    }
    Ok(lists)
}
