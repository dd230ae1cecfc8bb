//! Several of a series at once: moved or cancelled, this one and those after it, or all that lie ahead. What was moved or cancelled by
//! itself before stays as it is when the others are moved.

use super::{
    StaffAppointments,
    ask::{ended, moved_to, withdraw_request_to_move},
    lines::Names,
    plan::{Plan, Start},
    table::appointments::{self, Model},
    take, tell,
};
use crate::{audit::Event, error::Error, in_chart::Within};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    appointments::{BookingDraft, Conflict, Refusal, SeriesPart, Shift, State, Who, WholeBooking},
    audit::AuditAct,
    ids::AppointmentId,
    notices::MailKind,
};
use uuid::Uuid;

/// Those that a change is about, in order of their beginning; the one that it was asked for among them.
async fn part(chart: &impl Within, row: &Model, part: SeriesPart, now: DateTime<Utc>) -> Result<Vec<Model>, Error> {
    let series = row.series_id.filter(|_| part != SeriesPart::One).ok_or(Refusal::StateUnfit)?;
    let mut rows = appointments::of_series(chart, series, now).await?;
    rows.retain(|one| one.id != row.id && (part == SeriesPart::All || one.starts_at > row.starts_at));
    rows.push(row.clone());
    rows.sort_by_key(|one| (one.starts_at, one.id));
    Ok(rows)
}

/// Where each of them goes, and which of them cannot.
struct Moves {
    free: Vec<(Model, DateTime<Utc>)>,
    left_out: Vec<Conflict>,
}

impl StaffAppointments<'_> {
    /// Moves several: to the same time of day, by as many days, to the clinician and the place of the one.
    pub async fn move_several(&self, id: AppointmentId, version: i32, of: SeriesPart, draft: &BookingDraft) -> Result<WholeBooking, Error> {
        let (chart, seen) = self.enter(id, Act::ManageAppointments).await?;
        let plan = Plan::read(self.0, chart.db(), draft, Some(&seen)).await?;
        let (write, row) = chart.change(None).await?.one::<appointments::Entity>(id).await?;
        if row.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if !row.state.0.may_move() {
            return Err(Refusal::StateUnfit.into());
        }
        let rows = part(&write, &row, of, write.at()).await?;
        let held: Vec<Uuid> = rows.iter().map(|row| row.staff_id).chain([plan.staff]).collect();
        take::hold(&write, &held).await?;
        let Moves { mut free, left_out } = self.moves(&write, &plan, &row, rows, write.at()).await?;
        if free.is_empty() || (!left_out.is_empty() && !draft.others) {
            return Err(Refusal::SeriesMeets { many: left_out.len() as u16 }.into());
        }
        // Each leaves its time before another of them takes it.
        if free.iter().any(|(row, at)| *at > row.starts_at) {
            free.reverse();
        }
        let mut ids = Vec::new();
        for (row, starts_at) in &free {
            let to = self.row(&write, &plan, false, *starts_at, None);
            let now = Model { type_id: to.type_id, left_series_at: None, ..moved_to(row, &to) };
            let now = take::change(&write, row, now).await?;
            withdraw_request_to_move(&write, row.id).await?;
            tell::settle(&write, &now).await?;
            if ids.is_empty() {
                tell::tell_pages(&write, &now);
                tell::tell_clients(&write, &now, MailKind::AppointmentMoved).await?;
            }
            ids.push(AppointmentId(now.id));
        }
        write.commit(Event::of(AuditAct::AppointmentMoved).subject(id).detail(format!("{} of a series", ids.len()))).await?;
        Ok(WholeBooking { ids, left_out })
    }

    /// Which of them cannot be moved there, each by its day, without moving anything.
    pub async fn move_conflicts(&self, id: AppointmentId, of: SeriesPart, draft: &BookingDraft) -> Result<Vec<Conflict>, Error> {
        let (chart, row) = self.enter(id, Act::ManageAppointments).await?;
        let plan = Plan::read(self.0, chart.db(), draft, Some(&row)).await?;
        let now = self.0.practice.clock.now();
        let rows = part(&chart, &row, of, now).await?;
        Ok(self.moves(&chart, &plan, &row, rows, now).await?.left_out)
    }

    async fn moves(&self, chart: &impl Within, plan: &Plan, row: &Model, rows: Vec<Model>, now: DateTime<Utc>) -> Result<Moves, Error> {
        if row.left_series_at.is_some() {
            return Err(Refusal::LeftSeries.into());
        }
        let names = Names::of(chart.db(), self.zone().await?, &rows).await?;
        let local = |row: &Model| row.starts_at.with_timezone(&names.zone_of(row.site_id)).naive_local();
        let shift = Shift::of(local(row), plan.first);
        let start = |row: &Model| -> Start {
            let to = shift.of_one(&plan.place, local(row));
            (to.day, to.starts_at.ok_or(Refusal::TimeSkipped))
        };
        let mut wanted: Vec<(Model, Start)> = rows
            .into_iter()
            .filter(|row| row.left_series_at.is_none())
            .map(|row| {
                let to = start(&row);
                (row, to)
            })
            .collect();
        let mut left_out = Vec::new();
        // What stays where it is may be in the way of another one: so until nothing more has to stay.
        loop {
            let ids: Vec<Uuid> = wanted.iter().map(|(row, _)| row.id).collect();
            let starts: Vec<Start> = wanted.iter().map(|(_, start)| *start).collect();
            let verdicts = plan.verdicts(chart.db(), now, &starts, &ids).await?;
            let before = wanted.len();
            let mut free = Vec::new();
            for ((row, start), (day, verdict)) in wanted.into_iter().zip(verdicts) {
                match verdict {
                    Ok(at) => free.push((row, start, at)),
                    Err(refusal) => left_out.push(Conflict { day, refusal }),
                }
            }
            if free.len() == before {
                left_out.sort_by_key(|conflict| conflict.day);
                return Ok(Moves { free: free.into_iter().map(|(row, _, at)| (row, at)).collect(), left_out });
            }
            wanted = free.into_iter().map(|(row, start, _)| (row, start)).collect();
        }
    }

    /// Cancels several. What was moved by itself is cancelled with them.
    pub async fn cancel_several(&self, id: AppointmentId, version: i32, of: SeriesPart) -> Result<usize, Error> {
        let (write, row) = self.begin(id, version).await?;
        row.state.0.may_become(State::Cancelled, Who::Staff, row.starts_at, write.at())?;
        let rows = part(&write, &row, of, write.at()).await?;
        let held: Vec<Uuid> = rows.iter().map(|row| row.staff_id).collect();
        take::hold(&write, &held).await?;
        for row in &rows {
            let now = take::change(&write, row, ended(row, State::Cancelled)).await?;
            withdraw_request_to_move(&write, row.id).await?;
            tell::settle(&write, &now).await?;
        }
        // One mail tells of all of them.
        if let Some(first) = rows.iter().find(|row| row.ends_at > write.at()) {
            tell::tell_pages(&write, first);
            tell::tell_clients(&write, first, MailKind::AppointmentCancelled).await?;
        }
        write.commit(Event::of(AuditAct::AppointmentCancelled).subject(id).detail(format!("{} of a series", rows.len()))).await?;
        Ok(rows.len())
    }
}
