//! What comes again: every week, or before each appointment. Each time is noted under the day or the appointment, while the chart is held:
//! so it comes once, whichever process looks, and after any restart or jump of the clock.

use super::{
    assign::note_time,
    table::{activity_series, activity_times},
};
use crate::{
    appointments,
    audit::Event,
    dates,
    error::Error,
    forms::{self, Assigning, Moved},
    in_chart::{Change, Within},
    sealing::Place,
    settings,
    system::System,
};
use chrono::{Days, Duration, NaiveDate};
use chrono_tz::Tz;
use domain::{
    activities::{DAYS_BEFORE, next_week},
    audit::AuditAct,
    ids::{AssignmentId, FormId},
    workflows::MORNING,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::HashSet;
use uuid::Uuid;

/// So many are looked at together.
const PORTION: u64 = 100;

impl System {
    /// Gives clients what comes again and is due. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_activities(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        let zone = dates::zone(&settings::load(practice).await?.zone);
        // It comes in the morning.
        let today = dates::today(now - Duration::hours(MORNING), zone);
        let mut any = false;
        for (chart, series) in activity_series::due(db, &today.to_string(), PORTION).await? {
            match self.weekly(chart, series, today).await {
                Ok(came) => any |= came,
                Err(error) => tracing::error!(%series, %error, "what comes every week could not be given"),
            }
        }
        any |= self.before_appointments(zone).await?;
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn weekly(&self, chart: Uuid, series: Uuid, today: NaiveDate) -> Result<bool, Error> {
        let write = self.chart(chart).change(None).await?;
        let Some(row) = going(&write, series).await? else { return Ok(false) };
        let Some(day) = row.next_on.as_ref().and_then(|day| day.parse::<NaiveDate>().ok()).filter(|day| *day <= today) else {
            return Ok(false);
        };
        let next = next_week(day, today);
        // The newest that has come is the one of this week.
        let moment = (next - Days::new(7)).to_string();
        let later = activity_series::ActiveModel { id: Set(row.id), next_on: Set(Some(next.to_string())), ..Default::default() };
        later.update(write.db()).await?;
        self.give(write, &row, &moment, next - Days::new(1)).await
    }

    /// Before each appointment that is agreed on and near.
    async fn before_appointments(&self, zone: Tz) -> Result<bool, Error> {
        let practice = &self.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        let near = appointments::agreed_between(db, now, now + Duration::days(DAYS_BEFORE as i64)).await?;
        if near.is_empty() {
            return Ok(false);
        }
        let charts: HashSet<Uuid> = near.iter().map(|agreed| agreed.chart_id).collect();
        let series = activity_series::before_appointments(db, charts.into_iter().collect()).await?;
        let moments = near.iter().map(|agreed| agreed.id.to_string()).collect();
        let came = activity_times::those_that_came(db, series.iter().map(|(_, id)| *id).collect(), moments).await?;
        let came: HashSet<(Uuid, String)> = came.into_iter().collect();
        let mut any = false;
        for agreed in near {
            for (chart, series) in series.iter().filter(|(chart, _)| *chart == agreed.chart_id) {
                let moment = agreed.id.to_string();
                if came.contains(&(*series, moment.clone())) {
                    continue;
                }
                let write = self.chart(*chart).change(None).await?;
                let Some(row) = going(&write, *series).await? else { continue };
                match self.give(write, &row, &moment, dates::day(agreed.starts_at, zone)).await {
                    Ok(came) => any |= came,
                    Err(error) => tracing::error!(%series, %error, "what comes before appointments could not be given"),
                }
            }
        }
        Ok(any)
    }

    /// Ends what the time before has brought and was not submitted, and gives the next.
    async fn give(&self, write: Change<'_, System>, row: &activity_series::Model, moment: &str, due: NaiveDate) -> Result<bool, Error> {
        if activity_times::came(&write, row.id, moment).await? {
            return Ok(false);
        }
        for before in activity_times::brought(&write, row.id).await? {
            forms::move_activity(&write, before, Moved::Ended).await?;
        }
        let brought = match forms::open_activity(&write, row.form_id).await? {
            // One that was given by hand waits still: nobody is asked twice at once.
            Some(waits) if row.goal.is_none() => AssignmentId(waits),
            _ => {
                let goal = match &row.goal {
                    Some(sealed) => {
                        let goal = self.practice.sealer.open(Place("activity_series.goal", row.id), sealed)?;
                        Some(String::from_utf8_lossy(&goal).into_owned())
                    }
                    None => None,
                };
                let what = Assigning { form: FormId(row.form_id), title: row.title.clone(), due: Some(due), by: Some(row.made_by), goal };
                forms::assign(&write, what).await?
            }
        };
        note_time(&write, row.id, moment, brought).await?;
        write.commit(Event::of(AuditAct::ActivityCame).subject(brought).detail(row.rhythm.0.name())).await?;
        Ok(true)
    }
}

/// One that goes on, as it stands while the chart is held.
async fn going(write: &Change<'_, System>, series: Uuid) -> Result<Option<activity_series::Model>, Error> {
    Ok(write.find::<activity_series::Entity>(series).await?.filter(|row| row.ended_at.is_none()))
}
