//! Birthdays: once a day the grants of parents and guardians are looked at. At one age staff are asked, at another it ends.

use super::{end::end, table::grants};
use crate::{
    audit::Event,
    charts::table::charts,
    dates,
    error::Error,
    notices::{self, Outgoing, Task},
    settings,
    sign_in::table::accounts,
    system::System,
};
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    invites::AgeVerdict,
    notices::{MailKind, TaskKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

/// So many grants are read at once.
const PORTION: u64 = 500;

/// Does what the day's birthdays ask for. Done twice on a day, it changes nothing more.
pub(crate) async fn look_at_ages(system: &System) -> Result<(), Error> {
    let practice = &system.practice;
    let settings = settings::load(practice).await?;
    let (zone, rule) = (dates::zone(&settings.zone), settings.access.ages());
    let now = practice.clock.now();
    let today = dates::today(now, zone);
    let mut after = Uuid::nil();
    loop {
        let portion = grants::of_contacts_after(practice.db.read(), after, PORTION, now).await?;
        let Some(last) = portion.last() else { return Ok(()) };
        after = last.id;
        let born = charts::by_ids(practice.db.read(), portion.iter().map(|grant| grant.chart_id).collect()).await?;
        for grant in portion {
            let Some(chart) = born.iter().find(|chart| chart.id == grant.chart_id) else { continue };
            let granted_on = dates::today(grant.activated_at, zone);
            match rule.verdict(chart.born()?, granted_on, grant.reviewed_at.is_some(), today) {
                AgeVerdict::Stays => {}
                AgeVerdict::Review => ask_staff(system, grant, chart).await?,
                AgeVerdict::Ends => come_of_age(system, grant, chart).await?,
            }
        }
    }
}

async fn ask_staff(system: &System, grant: grants::Model, chart: &charts::Model) -> Result<(), Error> {
    let practice = &system.practice;
    let write = practice.db.write(system.stamp()).await?;
    let id = grant.id;
    let task = Task { grant: Some(id), owner: chart.primary_clinician_id, ..Task::new(TaskKind::GrantToReview, chart.id) };
    notices::add_task(practice, &write, task).await?;
    grants::ActiveModel { reviewed_at: Set(Some(practice.clock.now())), ..grant.into_active_model() }.update(&*write).await?;
    Ok(write.commit(Event::of(AuditAct::GrantFlaggedByAge).chart(chart.id).subject(id)).await?)
}

async fn come_of_age(system: &System, grant: grants::Model, chart: &charts::Model) -> Result<(), Error> {
    let practice = &system.practice;
    let write = practice.db.write(system.stamp()).await?;
    let (id, account) = (grant.id, grant.account_id);
    end(practice, &write, grant).await?;
    let task = Task { grant: Some(id), owner: chart.primary_clinician_id, ..Task::new(TaskKind::GrantToReview, chart.id) };
    notices::add_task(practice, &write, task).await?;
    if let Some(account) = account
        && let Some(account) = accounts::by_id(&*write, account).await?
    {
        let mail = Outgoing {
            account: Some(account.id),
            ..Outgoing::new(MailKind::GrantEnded, &EmailAddress::read(&account.email)?, "/login".into())
        };
        notices::queue_to(practice, &write, mail).await?;
    }
    Ok(write.commit(Event::of(AuditAct::GrantEndedByAge).chart(chart.id).subject(id)).await?)
}
