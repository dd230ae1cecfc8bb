//! What becomes of forms by itself: new clients get a package, whoever has not submitted is reminded, and what was not submitted in time is
//! closed. And how long the practice has for requests of records.

use super::table::{jobs, workflows};
use crate::{audit::Event, dates, error::Error, forms, in_chart::Within, settings, stored::By, system::System};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use domain::{
    audit::AuditAct,
    ids::PackageId,
    workflows::{Channel, FormExpiry, FormReminder, MORNING, NewClientForms, RECORDS_WITHIN, WorkflowKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashSet;
use uuid::Uuid;

/// So many are looked at together.
const PORTION: u64 = 100;

fn days(row: &workflows::Model) -> Vec<Option<u16>> {
    row.days.split(' ').map(|days| days.parse().ok()).collect()
}

pub(super) async fn new_clients(db: &impl ConnectionTrait) -> Result<NewClientForms, Error> {
    let row = workflows::of(db, WorkflowKind::NewClientForms).await?;
    Ok(row
        .map_or_else(NewClientForms::default, |row| NewClientForms { on: row.off_since.is_none(), package: row.package_id.map(PackageId) }))
}

/// The package that every new client gets by itself, if one does.
pub(crate) async fn new_client_package(db: &impl ConnectionTrait) -> Result<Option<PackageId>, Error> {
    let NewClientForms { on, package } = new_clients(db).await?;
    match package.filter(|_| on) {
        Some(id) if forms::can_be_sent(db, id).await? => Ok(Some(id)),
        _ => Ok(None),
    }
}

pub(super) async fn form_reminder(db: &impl ConnectionTrait) -> Result<FormReminder, Error> {
    let Some(row) = workflows::of(db, WorkflowKind::FormReminder).await? else { return Ok(FormReminder::default()) };
    let days = days(&row);
    let [before, after] = [0, 1].map(|place| days.get(place).copied().flatten());
    Ok(FormReminder { on: row.off_since.is_none(), before, after, mail: row.mail })
}

/// After how many days what was not submitted is closed, if it is.
pub(crate) async fn form_expiry(db: &impl ConnectionTrait) -> Result<FormExpiry, Error> {
    let Some(row) = workflows::of(db, WorkflowKind::FormExpiry).await? else { return Ok(FormExpiry::default()) };
    let usual = FormExpiry::default().after;
    Ok(FormExpiry { on: row.off_since.is_none(), after: days(&row).first().copied().flatten().unwrap_or(usual) })
}

/// Within how many days a request for records is to be answered.
pub(crate) async fn records_within(db: &impl ConnectionTrait) -> Result<u16, Error> {
    let row = workflows::of(db, WorkflowKind::RecordRequest).await?;
    Ok(row.and_then(|row| days(&row).first().copied().flatten()).unwrap_or(RECORDS_WITHIN))
}

/// The moment that stands for a day on which something is due: the same whatever the practice's clock is.
pub(super) fn moment_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}

impl System {
    /// Looks at what waits to be filled in. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_forms(&self) -> Result<(), Error> {
        self.tell_of_waiting_forms().await?;
        self.remind_of_forms().await?;
        self.close_forms().await
    }

    /// The day it is for what is done by itself: it begins in the morning.
    async fn working_day(&self) -> Result<NaiveDate, Error> {
        let zone = dates::zone(&settings::load(&self.practice).await?.zone);
        Ok(dates::today(self.practice.clock.now() - Duration::hours(MORNING), zone))
    }

    /// What was sent into a chart before anybody had access waits there: once somebody has, they are told, and their days begin.
    async fn tell_of_waiting_forms(&self) -> Result<(), Error> {
        let (practice, mut last, mut any) = (&self.practice, Uuid::nil(), false);
        loop {
            let charts = forms::untold(practice.db.read(), practice.clock.now(), last, PORTION).await?;
            let Some(end) = charts.last() else { break };
            last = *end;
            for chart in charts {
                match self.tell_in(chart).await {
                    Ok(told) => any |= told,
                    Err(error) => tracing::error!(%chart, %error, "nobody could be told of a form"),
                }
            }
        }
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn tell_in(&self, chart: Uuid) -> Result<bool, Error> {
        let write = self.chart(chart).change(None).await?;
        let (told, by_itself) = forms::tell_of_waiting(&write).await?;
        if told.is_empty() {
            return Ok(false);
        }
        // What new clients get by itself stands in the list of what was sent, under a key that there is once.
        if let Some(sent_at) = by_itself {
            for told in &told {
                self.note(&write, Noted { kind: WorkflowKind::NewClientForms, chart, moment: sent_at, step: 0 }, told).await?;
            }
        }
        write.commit(Event::of(AuditAct::FormsTold).detail(format!("{} told", told.len()))).await?;
        Ok(true)
    }

    async fn remind_of_forms(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let db = practice.db.read();
        let (reminder, today) = (form_reminder(db).await?, self.working_day().await?);
        if !reminder.on {
            return Ok(());
        }
        let (first, last) = reminder.of_interest(today);
        let waiting = forms::due_between(db, first, last).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let charts = waiting.iter().map(|(chart, _)| *chart).collect();
        let done: HashSet<_> = jobs::done(db, WorkflowKind::FormReminder, charts).await?.into_iter().collect();
        let mut any = false;
        for (chart, due_on) in waiting {
            let Some((step, _)) = reminder.due(due_on, today) else { continue };
            if done.contains(&(chart, moment_of(due_on), step.into())) {
                continue;
            }
            // One that goes wrong keeps none of the others from being reminded.
            match self.remind_in(&reminder, chart, due_on, today).await {
                Ok(told) => any |= told,
                Err(error) => tracing::error!(%chart, %error, "nobody could be reminded of a form"),
            }
        }
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn remind_in(&self, reminder: &FormReminder, chart: Uuid, due_on: NaiveDate, today: NaiveDate) -> Result<bool, Error> {
        let write = self.chart(chart).change(None).await?;
        let Some((step, day)) = reminder.due(due_on, today) else { return Ok(false) };
        let (moment, step) = (moment_of(due_on), i32::from(step));
        // As it stands while the chart is held: another process may have been faster.
        if jobs::done(write.db(), WorkflowKind::FormReminder, vec![chart]).await?.contains(&(chart, moment, step)) {
            return Ok(false);
        }
        let zone = dates::zone(&settings::load(&self.practice).await?.zone);
        let told = forms::remind(&write, due_on, dates::begins(day, zone)).await?;
        for told in &told {
            self.note(&write, Noted { kind: WorkflowKind::FormReminder, chart, moment, step }, told).await?;
        }
        if told.is_empty() {
            return Ok(false);
        }
        write.commit(Event::of(AuditAct::FormReminded).detail(format!("{} queued", told.len()))).await?;
        Ok(true)
    }

    async fn note(&self, db: &crate::db::Write, noted: Noted, told: &forms::Told) -> Result<(), Error> {
        let row = jobs::ActiveModel {
            id: Set(self.practice.randomness.id()),
            kind: Set(By(noted.kind)),
            subject_id: Set(noted.chart),
            moment: Set(noted.moment),
            step: Set(noted.step),
            channel: Set(By(Channel::Mail)),
            reader_id: Set(told.grant),
            chart_id: Set(noted.chart),
            mail_id: Set(Some(told.mail)),
            why_not: Set(None),
            task_id: Set(None),
            made_at: Set(db.at()),
        };
        row.insert(&**db).await?;
        Ok(())
    }

    async fn close_forms(&self) -> Result<(), Error> {
        let db = self.practice.db.read();
        let (expiry, today) = (form_expiry(db).await?, self.working_day().await?);
        let Some(before) = expiry.closes_before(today) else { return Ok(()) };
        for (chart, form) in forms::past_their_day(db, before, PORTION).await? {
            if let Err(error) = forms::close(self, chart, form, before).await {
                tracing::error!(%form, %error, "a form could not be closed");
            }
        }
        Ok(())
    }
}

/// Under which key something was done in a chart.
struct Noted {
    kind: WorkflowKind,
    chart: Uuid,
    moment: DateTime<Utc>,
    step: i32,
}
