//! What staff do with appointments: book, move, say how one stands.

use super::{
    StaffAppointments,
    ask::{ended, moved_to, withdraw_request_to_move},
    lines::sealed,
    plan::Plan,
    table::appointments::{self, Model},
    take, tell,
};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{Change, InChart, Within},
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    Act,
    appointments::{BookingDraft, Conflict, ContactKind, Refusal, SlotChoice, State, Who, WholeBooking, check_video_link},
    audit::AuditAct,
    ids::{AppointmentId, ChartId},
    notices::MailKind,
};
use uuid::Uuid;

impl StaffAppointments<'_> {
    /// The appointment, in its chart, where one's reach for that act covers it.
    pub(super) async fn enter(&self, id: AppointmentId, act: Act) -> Result<(InChart<'_, Staff>, Model), Error> {
        let Some(chart) = appointments::chart_of(self.0.practice.db.read(), id.0).await? else {
            return Err(self.0.not_found("appointments", None).await);
        };
        let chart = self.0.chart(ChartId(chart), act).await?;
        let row = chart.one::<appointments::Entity>(id).await?;
        Ok((chart, row))
    }

    /// The same, to change it: as it stands while the chart is held, and only as it was seen.
    pub(super) async fn begin(&self, id: AppointmentId, version: i32) -> Result<(Change<'_, Staff>, Model), Error> {
        let (chart, _) = self.enter(id, Act::ManageAppointments).await?;
        let (write, row) = chart.change(None).await?.one::<appointments::Entity>(id).await?;
        if row.version == version { Ok((write, row)) } else { Err(Refusal::ChangedMeanwhile.into()) }
    }

    /// Books one, or a series: all of it, or what can be booked where that was said.
    pub async fn book(&self, chart: ChartId, draft: &BookingDraft) -> Result<WholeBooking, Error> {
        let chart = self.0.chart(chart, Act::ManageAppointments).await?;
        let plan = Plan::read(self.0, chart.db(), draft, None).await?;
        let write = chart.change(None).await?;
        take::hold(&write, &[plan.staff]).await?;
        let (free, left_out) = plan.look(write.db(), write.at(), &[]).await?;
        match (&left_out[..], draft.series) {
            ([], _) => {}
            ([conflict, ..], None) => return Err(conflict.refusal.into()),
            (several, Some(_)) if !draft.others || free.is_empty() => {
                return Err(Refusal::SeriesMeets { many: several.len() as u16 }.into());
            }
            _ => {}
        }
        let series = draft.series.map(|_| write.practice().randomness.id());
        let mut ids = Vec::new();
        for starts_at in free {
            let row = take::insert(&write, self.row(&write, &plan, draft.texts, starts_at, series)).await?;
            if ids.is_empty() {
                tell::tell_pages(&write, &row);
                tell::tell_clients(&write, &row, MailKind::AppointmentBooked).await?;
            }
            ids.push(AppointmentId(row.id));
        }
        let event = Event::of(AuditAct::AppointmentBooked).detail(format!("{} booked", ids.len()));
        write.commit(ids.iter().take(1).fold(event, |event, id| event.subject(*id))).await?;
        Ok(WholeBooking { ids, left_out })
    }

    pub(super) fn row(&self, write: &Change<'_, Staff>, plan: &Plan, texts: bool, starts_at: DateTime<Utc>, series: Option<Uuid>) -> Model {
        let (practice, span) = (write.practice(), plan.span(starts_at));
        let id = practice.randomness.id();
        Model {
            id,
            chart_id: write.chart(),
            staff_id: plan.staff,
            type_id: plan.kind_of.id,
            site_id: plan.site.map(Into::into),
            kind: By(plan.kind),
            starts_at,
            ends_at: plan.ends_at(starts_at),
            busy_from: span.from,
            busy_to: span.to,
            state: By(State::Booked),
            request: None,
            version: 1,
            sequence: 0,
            held_until: None,
            series_id: series,
            left_series_at: None,
            replaces_id: None,
            texts_wanted_at: texts.then(|| write.at()),
            remark: sealed(practice, "appointments.remark", id, plan.remark.as_deref()),
            reason: None,
            video: sealed(practice, "appointments.video", id, plan.video.as_deref()),
            created_at: write.at(),
            created_by_staff: Some(self.0.member.id),
            created_by_account: None,
        }
    }

    /// Which of it cannot be booked, each by its day, without booking anything.
    pub async fn conflicts(&self, chart: ChartId, draft: &BookingDraft) -> Result<Vec<Conflict>, Error> {
        let chart = self.0.chart(chart, Act::ManageAppointments).await?;
        let plan = Plan::read(self.0, chart.db(), draft, None).await?;
        Ok(plan.look(chart.db(), self.0.practice.clock.now(), &[]).await?.1)
    }

    /// The next times that are free, for one that is not: to book, or to move an appointment.
    pub async fn next_free(&self, chart: ChartId, draft: &BookingDraft, moves: Option<AppointmentId>) -> Result<Vec<SlotChoice>, Error> {
        let chart = self.0.chart(chart, Act::ManageAppointments).await?;
        let moved = match moves {
            Some(id) => Some(chart.one::<appointments::Entity>(id).await?),
            None => None,
        };
        let plan = Plan::read(self.0, chart.db(), draft, moved.as_ref()).await?;
        plan.next_free(chart.db(), self.0.practice.clock.now(), moved.map(|row| row.id)).await
    }

    /// Moves one to another time, clinician or place.
    pub async fn move_to(&self, id: AppointmentId, version: i32, draft: &BookingDraft) -> Result<(), Error> {
        let (chart, seen) = self.enter(id, Act::ManageAppointments).await?;
        let plan = Plan::read(self.0, chart.db(), draft, Some(&seen)).await?;
        let (write, row) = chart.change(None).await?.one::<appointments::Entity>(id).await?;
        if row.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if !row.state.0.may_move() {
            return Err(Refusal::StateUnfit.into());
        }
        take::hold(&write, &[row.staff_id, plan.staff]).await?;
        let (free, conflicts) = plan.look(write.db(), write.at(), &[row.id]).await?;
        if let Some(conflict) = conflicts.first() {
            return Err(conflict.refusal.into());
        }
        let Some(&starts_at) = free.first() else { return Err(Refusal::TimeMissing.into()) };
        let to = Model { type_id: plan.kind_of.id, ..self.row(&write, &plan, false, starts_at, None) };
        let now = Model { type_id: to.type_id, ..moved_to(&row, &to) };
        let now = take::change(&write, &row, now).await?;
        withdraw_request_to_move(&write, row.id).await?;
        tell::settle(&write, &now).await?;
        tell::tell_pages(&write, &now);
        tell::tell_clients(&write, &now, MailKind::AppointmentMoved).await?;
        write.commit(Event::of(AuditAct::AppointmentMoved).subject(id)).await
    }

    /// Says where one by video takes place; nothing typed is the practice's own room again.
    pub async fn set_video(&self, id: AppointmentId, version: i32, link: &str) -> Result<(), Error> {
        let link = Some(link.trim()).filter(|link| !link.is_empty());
        link.map(check_video_link).transpose()?;
        let (write, row) = self.begin(id, version).await?;
        if row.kind.0 != ContactKind::Video || !row.state.0.holds_time() {
            return Err(Refusal::StateUnfit.into());
        }
        take::hold(&write, &[row.staff_id]).await?;
        let video = sealed(write.practice(), "appointments.video", row.id, link);
        let now = take::change(&write, &row, Model { video, ..row.clone() }).await?;
        tell::tell_pages(&write, &now);
        write.commit(Event::of(AuditAct::AppointmentVideoChanged).subject(id)).await
    }

    /// Says how one stands. What a client asks for is answered instead.
    pub async fn set_state(&self, id: AppointmentId, version: i32, state: State) -> Result<(), Error> {
        let (write, row) = self.begin(id, version).await?;
        if row.state.0 == State::Requested {
            return Err(Refusal::StateUnfit.into());
        }
        row.state.0.may_become(state, Who::Staff, row.starts_at, write.at())?;
        take::hold(&write, &[row.staff_id]).await?;
        let cancelled = matches!(state, State::Cancelled | State::LateCancelled) && row.state.0.holds_time();
        let to = if cancelled { ended(&row, state) } else { Model { state: By(state), ..row.clone() } };
        let now = take::change(&write, &row, to).await?;
        if cancelled {
            withdraw_request_to_move(&write, row.id).await?;
        }
        tell::settle(&write, &now).await?;
        tell::tell_pages(&write, &now);
        if cancelled && row.ends_at > write.at() {
            tell::tell_clients(&write, &now, MailKind::AppointmentCancelled).await?;
        }
        let act = if cancelled { AuditAct::AppointmentCancelled } else { AuditAct::AppointmentStateChanged };
        write.commit(Event::of(act).subject(id).detail(state.name())).await
    }
}
