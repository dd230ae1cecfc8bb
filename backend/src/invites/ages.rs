//! Birthdays: every hour the grants of parents and guardians are looked at, so that a day's birthdays are seen wherever the practice's
//! midnight falls. At one age staff are asked, at another it ends.

use super::{end::end, table::grants};
use crate::{
    audit::Event,
    charts::{self, Chart},
    dates,
    error::Error,
    in_chart::{Change, Within},
    notices::{self, Outgoing, Task},
    settings, sign_in,
    system::System,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    charts::EmailAddress,
    invites::{AgeRule, AgeVerdict, GivenGrant},
    notices::{MailKind, TaskKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

/// So many grants are read at once.
const PORTION: u64 = 500;

/// The practice's rule, and the day it is there.
struct Day {
    rule: AgeRule,
    zone: Tz,
    today: NaiveDate,
}

impl Day {
    fn verdict(&self, grant: &grants::Model, chart: &Chart) -> Result<AgeVerdict, Error> {
        let day = |at| dates::today(at, self.zone);
        let given = GivenGrant { on: day(grant.activated_at), ends_on: grant.ends_at.map(day), reviewed: grant.reviewed_at.is_some() };
        Ok(self.rule.verdict(chart.born()?, given, self.today))
    }
}

impl System {
    /// Looks at what birthdays do to the access of parents and guardians. Done twice on a day, it changes nothing more.
    pub async fn look_at_ages(&self) -> Result<(), Error> {
        look_at_all(self).await
    }
}

async fn look_at_all(system: &System) -> Result<(), Error> {
    let practice = &system.practice;
    let settings = settings::load(practice).await?;
    let (zone, rule) = (dates::zone(&settings.zone), settings.access.ages());
    let now = practice.clock.now();
    let day = Day { rule, zone, today: dates::today(now, zone) };
    let mut after = Uuid::nil();
    loop {
        let portion = grants::of_contacts_after(practice.db.read(), after, PORTION, now).await?;
        let Some(last) = portion.last() else { return Ok(()) };
        after = last.id;
        let born = charts::by_ids(practice.db.read(), portion.iter().map(|grant| grant.chart_id).collect()).await?;
        for grant in portion {
            let Some(chart) = born.iter().find(|chart| chart.id == grant.chart_id) else { continue };
            // What cannot be read in one record keeps nobody else's access open.
            if let Err(error) = look_at(system, &day, &grant, chart).await {
                tracing::error!(%error, chart = %chart.id, grant = %grant.id, "a birthday could not be looked at");
            }
        }
    }
}

async fn look_at(system: &System, day: &Day, grant: &grants::Model, chart: &Chart) -> Result<(), Error> {
    if day.verdict(grant, chart)? == AgeVerdict::Stays {
        return Ok(());
    }
    // Meanwhile somebody may have ended this access, or put the birth date right: what counts is what stands there now. Held in the
    // order in which others hold them.
    let write = system.chart(chart.id).change(None).await?;
    if let Some(account) = grant.account_id {
        sign_in::hold_account(write.db(), account).await?;
    }
    let Some(grant) = grants::for_update(write.db(), grant.id, write.at()).await? else { return Ok(()) };
    match day.verdict(&grant, write.row())? {
        AgeVerdict::Stays => Ok(()),
        AgeVerdict::Review => ask_staff(write, grant).await,
        AgeVerdict::Ends => come_of_age(write, grant).await,
    }
}

async fn ask_staff(write: Change<'_, System>, grant: grants::Model) -> Result<(), Error> {
    let id = grant.id;
    let task = Task { grant: Some(id), owner: write.row().primary_clinician_id, ..Task::new(TaskKind::GrantToReview, write.chart()) };
    notices::add_task(write.practice(), &write, task).await?;
    grants::ActiveModel { reviewed_at: Set(Some(write.at())), ..grant.into_active_model() }.update(write.db()).await?;
    write.commit(Event::of(AuditAct::GrantFlaggedByAge).subject(id)).await
}

async fn come_of_age(write: Change<'_, System>, grant: grants::Model) -> Result<(), Error> {
    let practice = write.practice();
    let (id, account) = (grant.id, grant.account_id);
    end(&write, vec![grant]).await?;
    // The question from twelve is answered.
    notices::close_tasks(&write, notices::About::Grant(TaskKind::GrantToReview, id)).await?;
    let alone = grants::of_owner(&write).await?.is_none_or(|own| own.contact_id.is_some());
    let kind = if alone { TaskKind::CameOfAge } else { TaskKind::GrantToReview };
    let task = Task { grant: Some(id), owner: write.row().primary_clinician_id, ..Task::new(kind, write.chart()) };
    notices::add_task(practice, &write, task).await?;
    if let Some(account) = account
        && let Some(account) = sign_in::account(write.db(), account).await?
    {
        let mail = Outgoing {
            chart: Some(write.chart()),
            account: Some(account.id),
            ..Outgoing::new(MailKind::GrantEnded, &EmailAddress::lenient(&account.email)?, "/login".into())
        };
        notices::queue_to(practice, &write, mail).await?;
    }
    write.commit(Event::of(AuditAct::GrantEndedByAge).subject(id)).await
}
