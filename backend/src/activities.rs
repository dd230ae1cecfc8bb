//! Activities (IC-33): what a clinician gives a client to do between sessions, once or again and again; what it comes to over time; and who
//! is told at once where an answer needs somebody.
//!
//! They are forms, and are filled in by the forms' own ways (`forms/activities.rs`). What is submitted is no document: it is read here, by
//! who reads activities.

mod alerts;
mod assign;
mod ladder;
mod office;
mod portal;
mod read;
mod series;
mod table;
mod trend;

pub(crate) use alerts::needs_anybody;
pub use assign::AssignedToMany;
pub(crate) use portal::{count_to_do, waiting};
#[cfg(test)]
pub(crate) use table::of_chart;
pub(crate) use trend::beside;

use crate::{
    actors::{Client, Staff},
    audit::Event,
    error::Error,
    forms,
    in_chart::InChart,
    practice::Practice,
    system::System,
};
use domain::{Act, activities::ready, audit::AuditAct, invites::Scope, settings::PracticeSettings};
use sea_orm::DbErr;

impl Staff {
    /// What was given to clients to do, and what came of it.
    pub async fn activities(&self) -> Result<StaffActivities<'_>, Error> {
        self.may(Act::SeeActivities, "activities").await?;
        Ok(StaffActivities(self))
    }
}

/// Activities, for one member of staff.
pub struct StaffActivities<'a>(&'a Staff);

impl Client {
    /// What this client was given to do.
    pub async fn activities(&self) -> Result<ClientActivities<'_>, Error> {
        let chart = self.chart(Scope::Measures).await?;
        Ok(ClientActivities { client: self, chart, settings: self.practice_settings().await? })
    }
}

/// The activities of one client.
pub struct ClientActivities<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

/// The activities that come with the program, each in its newest version.
pub(crate) async fn ensure_ready(practice: &Practice, system: &System) -> Result<(), DbErr> {
    let there = forms::activity_versions(practice.db.read()).await?;
    let missing: Vec<_> =
        ready().into_iter().filter(|ready| there.get(ready.slug).is_none_or(|version| *version < ready.version)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let write = practice.db.write(system.stamp()).await?;
    for ready in &missing {
        forms::ensure_activity(practice, &write, ready).await?;
    }
    write.commit(Event::of(AuditAct::FormChanged).detail("activities")).await
}
