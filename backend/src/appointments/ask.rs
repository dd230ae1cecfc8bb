//! What a client does: asks for an appointment or for another time, confirms, cancels.

use super::{
    ClientAppointments,
    free::{Diary, Search},
    lines::{opened, sealed},
    table::{
        appointments::{self, Model},
        types,
    },
    take, tell,
};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    in_chart::{Change, Within},
    practice::Practice,
    stored::By,
};
use chrono::{DateTime, Days, Duration, Utc};
use chrono_tz::Tz;
use domain::{
    appointments::{BookingAsk, ClientBooking, Refusal, RequestKind, State, Who, check_remark},
    audit::AuditAct,
    ids::{AppointmentId, SiteId},
    notices::{MailKind, TaskKind},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

impl ClientAppointments<'_> {
    /// **Request Appointment**, for a new one or in place of another. Whoever loses a race keeps what they had.
    pub async fn request(&self, ask: &BookingAsk) -> Result<AppointmentId, Error> {
        if !self.settings.scheduling.self_scheduling {
            return Err(Refusal::SelfSchedulingOff.into());
        }
        let remark = check_remark(&ask.remark)?;
        let mut candidates: Vec<Uuid> = self.treating().await?.into_iter().map(|member| member.id).collect();
        let write = self.chart.change(None).await?;
        let (write, moves) = match ask.replaces {
            Some((id, version)) => {
                let (write, row) = write.one::<appointments::Entity>(id).await?;
                self.check_moves(&write, &row, version).await?;
                (write, Some(row))
            }
            None => (write, None),
        };
        if let Some(staff) = ask.slot.staff {
            candidates.retain(|id| *id == staff.0);
        }
        if candidates.is_empty() {
            return Err(Refusal::ClinicianUnfit.into());
        }
        let held: Vec<Uuid> = candidates.iter().copied().chain(moves.as_ref().map(|row| row.staff_id)).collect();
        take::hold(&write, &held).await?;
        let kind_of = self.type_asked_for(&write, ask, moves.as_ref()).await?;
        // Half an hour later is in the way of nobody but oneself.
        let besides = moves.as_ref().map(|row| row.id);
        let search = Search { kind_of: &kind_of, kind: ask.kind, site: None, now: write.at(), by_client: true, besides };
        let (staff, site) = who_has_time(write.db(), self.zone(), &search, ask.slot.starts_at, &candidates).await?;

        let rules = kind_of.rules();
        let starts_at = ask.slot.starts_at;
        let (minutes, id) = (|minutes: u16| Duration::minutes(minutes.into()), write.practice().randomness.id());
        let at_once = kind_of.booking.0 == ClientBooking::AtOnce;
        let ends_at = starts_at + minutes(rules.minutes);
        let today = dates::today(write.at(), self.zone());
        let row = Model {
            id,
            chart_id: write.chart(),
            staff_id: staff,
            type_id: kind_of.id,
            site_id: site.map(Into::into),
            kind: By(ask.kind),
            starts_at,
            ends_at,
            busy_from: starts_at - minutes(rules.before),
            busy_to: ends_at + minutes(rules.after),
            state: By(if at_once { State::Booked } else { State::Requested }),
            request: (!at_once).then_some(By(if moves.is_some() { RequestKind::Reschedule } else { RequestKind::New })),
            version: 1,
            sequence: 0,
            held_until: (!at_once).then(|| State::held_until(starts_at, write.at())),
            series_id: None,
            left_series_at: None,
            replaces_id: moves.as_ref().map(|row| row.id),
            texts_wanted_at: ask.texts.then(|| write.at()),
            remark: sealed(write.practice(), "appointments.remark", id, remark.as_deref()),
            reason: None,
            video: None,
            created_at: write.at(),
            created_by_staff: None,
            created_by_account: Some(self.client.account.id),
        };
        if let (true, Some(was)) = (at_once, &moves) {
            // Nobody has to approve it: the appointment itself is there now.
            let now = moved_as_asked(write.practice(), was, &row)?;
            let now = take::change(&write, was, now).await?;
            tell::settle(&write, &now).await?;
            tell::tell_pages(&write, &now);
            tell::tell_clients(&write, &now, MailKind::AppointmentMoved).await?;
            tell::tell_staff(&write, &now, today, MailKind::AppointmentAsked, None).await?;
            write.commit(Event::of(AuditAct::AppointmentMoved).subject(now.id)).await?;
            return Ok(AppointmentId(now.id));
        }
        let row = take::insert(&write, row).await?;
        tell::tell_pages(&write, &row);
        let task = if moves.is_some() { TaskKind::AppointmentToMove } else { TaskKind::AppointmentRequested };
        tell::tell_staff(&write, &row, today, MailKind::AppointmentAsked, (!at_once).then_some(task)).await?;
        if at_once {
            tell::tell_clients(&write, &row, MailKind::AppointmentBooked).await?;
        }
        let act = if at_once { AuditAct::AppointmentBooked } else { AuditAct::AppointmentRequested };
        let detail = if moves.is_some() { RequestKind::Reschedule } else { RequestKind::New };
        write.commit(Event::of(act).subject(id).detail(detail.name())).await?;
        Ok(AppointmentId(id))
    }

    /// Whether a client may ask for another time for this one.
    async fn check_moves(&self, write: &Change<'_, Client>, row: &Model, version: i32) -> Result<(), Error> {
        if row.version != version {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        if !row.state.0.may_move() {
            return Err(Refusal::StateUnfit.into());
        }
        let kind_of = types::by_id(write.db(), row.type_id).await?;
        row.state.0.client_cancels(kind_of.map_or(0, |row| row.cancel_hours as u16), row.starts_at, write.at())?;
        match appointments::asked_to_move(write, row.id).await? {
            Some(_) => Err(Refusal::AskedAlready.into()),
            None => Ok(()),
        }
    }

    /// The type, as it is now: what is moved keeps its own.
    async fn type_asked_for(&self, write: &Change<'_, Client>, ask: &BookingAsk, moves: Option<&Model>) -> Result<types::Model, Error> {
        let id = moves.map_or(ask.type_id.0, |row| row.type_id);
        let kind_of = types::by_id(write.db(), id).await?.ok_or(Refusal::TypeGone)?;
        if moves.is_none() && (kind_of.ended_at.is_some() || kind_of.booking.0 == ClientBooking::StaffOnly) {
            return Err(Refusal::TypeGone.into());
        }
        if !kind_of.kinds.0.contains(&ask.kind) {
            return Err(Refusal::KindUnfit.into());
        }
        let now = write.at();
        if let (Some(most), None) = (kind_of.most_per_client, moves)
            && appointments::count_ahead(write, kind_of.id, now).await? >= most as u64
        {
            return Err(Refusal::EnoughAhead.into());
        }
        check_reach(&kind_of, ask.slot.starts_at, now)?;
        Ok(kind_of)
    }

    /// **Confirm**.
    pub async fn confirm(&self, id: AppointmentId, version: i32) -> Result<(), Error> {
        let (write, row) = self.begin(id, version).await?;
        row.state.0.may_become(State::Confirmed, Who::Client, row.starts_at, write.at())?;
        let now = take::change(&write, &row, Model { state: By(State::Confirmed), ..row.clone() }).await?;
        tell::tell_pages(&write, &now);
        write.commit(Event::of(AuditAct::AppointmentConfirmed).subject(id)).await
    }

    /// **Cancel**, or take back a request.
    pub async fn cancel(&self, id: AppointmentId, version: i32) -> Result<(), Error> {
        let (write, row) = self.begin(id, version).await?;
        let kind_of = types::by_id(write.db(), row.type_id).await?;
        row.state.0.client_cancels(kind_of.map_or(0, |row| row.cancel_hours as u16), row.starts_at, write.at())?;
        let was_asked = row.state.0 == State::Requested;
        let now = take::change(&write, &row, ended(&row, State::Cancelled)).await?;
        withdraw_request_to_move(&write, row.id).await?;
        tell::settle(&write, &now).await?;
        tell::tell_pages(&write, &now);
        if !was_asked {
            // Their calendars hear of it too.
            tell::tell_clients(&write, &now, MailKind::AppointmentCancelled).await?;
            let today = dates::today(write.at(), self.zone());
            tell::tell_staff(&write, &now, today, MailKind::AppointmentAsked, Some(TaskKind::AppointmentCancelled)).await?;
        }
        let detail = if was_asked { State::Requested.name() } else { "" };
        write.commit(Event::of(AuditAct::AppointmentCancelled).subject(id).detail(detail)).await
    }

    pub(super) async fn begin(&self, id: AppointmentId, version: i32) -> Result<(Change<'_, Client>, Model), Error> {
        let (write, row) = self.chart.change(None).await?.one::<appointments::Entity>(id).await?;
        if row.version == version { Ok((write, row)) } else { Err(Refusal::ChangedMeanwhile.into()) }
    }
}

/// Whether a type can be asked for at that time: ahead, neither too soon nor too far.
pub(super) fn check_reach(kind_of: &types::Model, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let rules = kind_of.rules();
    match starts_at {
        at if at <= now => Err(Refusal::InThePast),
        at if at < now + Duration::hours(rules.notice_hours.into()) => Err(Refusal::TooSoon),
        at if at > now + Duration::days(rules.horizon_days.into()) => Err(Refusal::TooFar),
        _ => Ok(()),
    }
}

/// The first of these who has that time, while all of them are held.
pub(super) async fn who_has_time(
    db: &impl ConnectionTrait,
    zone: Tz,
    search: &Search<'_>,
    starts_at: DateTime<Utc>,
    candidates: &[Uuid],
) -> Result<(Uuid, Option<SiteId>), Error> {
    let day = dates::day(starts_at, zone);
    // At the place it may be another day.
    let days = (day - Days::new(1), day + Days::new(1));
    let diary = Diary::load(db, zone, candidates, days).await?;
    let has_time = |staff: &Uuid| {
        let slot = diary.slots(*staff, search, days).into_iter().find(|slot| slot.starts_at == starts_at)?;
        Some((*staff, slot.site))
    };
    candidates.iter().find_map(has_time).ok_or_else(|| Refusal::JustTaken.into())
}

/// The appointment at the time, with the clinician and at the place of another row. The client has yet to confirm it.
pub(super) fn moved_to(was: &Model, to: &Model) -> Model {
    Model {
        staff_id: to.staff_id,
        site_id: to.site_id,
        kind: to.kind,
        starts_at: to.starts_at,
        ends_at: to.ends_at,
        busy_from: to.busy_from,
        busy_to: to.busy_to,
        state: By(State::Booked),
        sequence: was.sequence + 1,
        // By itself, unless the series is moved.
        left_series_at: was.series_id.map(|_| to.created_at),
        ..was.clone()
    }
}

/// The same, with what the client wrote and ticked when asking for it.
pub(super) fn moved_as_asked(practice: &Practice, was: &Model, asked: &Model) -> Result<Model, Error> {
    const REMARK: &str = "appointments.remark";
    let remark = match opened(practice, REMARK, asked.id, &asked.remark)? {
        Some(words) => sealed(practice, REMARK, was.id, Some(&words)),
        None => was.remark.clone(),
    };
    Ok(Model { remark, texts_wanted_at: asked.texts_wanted_at, ..moved_to(was, asked) })
}

/// What it is once it holds no time any more.
pub(super) fn ended(was: &Model, state: State) -> Model {
    Model { state: By(state), held_until: None, sequence: was.sequence + 1, ..was.clone() }
}

/// There is nothing to move any more: what asked for it ends.
pub(super) async fn withdraw_request_to_move<A: crate::in_chart::Enters>(write: &Change<'_, A>, id: Uuid) -> Result<(), Error> {
    let Some(asked) = appointments::asked_to_move(write, id).await? else { return Ok(()) };
    let now = take::change(write, &asked, ended(&asked, State::Cancelled)).await?;
    tell::settle(write, &now).await
}

/// Whole minutes: clocks show no more.
pub(super) fn whole(at: DateTime<Utc>) -> bool {
    at.timestamp() % 60 == 0 && at.timestamp_subsec_nanos() == 0
}
