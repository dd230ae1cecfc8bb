//! What the practice answers to a request: yes, or no with a reason and other times.

use super::{
    StaffAppointments,
    ask::moved_as_asked,
    lines::sealed,
    plan::check_offers,
    table::{
        appointments::{self, Model},
        offers,
    },
    take, tell,
};
use crate::{
    actors::Staff,
    audit::Event,
    error::Error,
    in_chart::{Change, Within},
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    appointments::{Refusal, RequestAnswer, State, Who, check_remark},
    audit::AuditAct,
    ids::AppointmentId,
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

impl StaffAppointments<'_> {
    /// Answers a request. Returns the appointment that is there now, where there is one.
    pub async fn answer(&self, id: AppointmentId, version: i32, answer: &RequestAnswer) -> Result<Option<AppointmentId>, Error> {
        let (write, row) = self.begin(id, version).await?;
        if row.state.0 != State::Requested {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        match answer {
            RequestAnswer::Approve => self.approve(write, row).await.map(Some),
            RequestAnswer::Deny { reason, offers } => self.deny(write, row, reason, offers).await.map(|()| None),
        }
    }

    async fn approve(&self, write: Change<'_, Staff>, row: Model) -> Result<AppointmentId, Error> {
        row.state.0.may_become(State::Booked, Who::Staff, row.starts_at, write.at())?;
        if row.ends_at <= write.at() {
            return Err(Refusal::InThePast.into());
        }
        let moves = match row.replaces_id {
            Some(id) => write.find::<appointments::Entity>(id).await?,
            None => None,
        };
        let mut held = vec![row.staff_id];
        held.extend(moves.as_ref().map(|row| row.staff_id));
        take::hold(&write, &held).await?;
        let (now, mail) = match moves {
            None => {
                // From now on it is an appointment, and no request.
                let booked = Model { state: By(State::Booked), request: None, held_until: None, ..row.clone() };
                (take::change(&write, &row, booked).await?, MailKind::AppointmentBooked)
            }
            // It was cancelled or is over: there is nothing to move.
            Some(was) if !was.state.0.may_move() => return Err(Refusal::ChangedMeanwhile.into()),
            Some(was) => {
                // First the request lets go of the time, then the appointment takes it.
                take::change(&write, &row, Model { state: By(State::Moved), held_until: None, ..row.clone() }).await?;
                (take::change(&write, &was, moved_as_asked(write.practice(), &was, &row)?).await?, MailKind::AppointmentMoved)
            }
        };
        tell::settle(&write, &row).await?;
        tell::settle(&write, &now).await?;
        tell::tell_pages(&write, &now);
        tell::tell_clients(&write, &now, mail).await?;
        write.commit(Event::of(AuditAct::AppointmentApproved).subject(row.id)).await?;
        Ok(AppointmentId(now.id))
    }

    async fn deny(&self, write: Change<'_, Staff>, row: Model, reason: &str, offered: &[DateTime<Utc>]) -> Result<(), Error> {
        let reason = check_remark(reason).map_err(|_| Refusal::ReasonTooLong)?;
        if reason.is_none() && offered.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        take::hold(&write, &[row.staff_id]).await?;
        check_offers(write.db(), &row, offered, write.at()).await?;
        let reason = sealed(write.practice(), "appointments.reason", row.id, reason.as_deref());
        let now = take::change(&write, &row, Model { state: By(State::Denied), held_until: None, reason, ..row.clone() }).await?;
        for &starts_at in offered {
            let offer = offers::ActiveModel {
                id: Set(write.practice().randomness.id()),
                chart_id: Set(write.chart()),
                appointment_id: Set(now.id),
                starts_at: Set(starts_at),
                taken_at: Set(None),
            };
            offer.insert(write.db()).await?;
        }
        tell::settle(&write, &now).await?;
        tell::tell_pages(&write, &now);
        tell::tell_clients(&write, &now, MailKind::AppointmentDenied).await?;
        write.commit(Event::of(AuditAct::AppointmentDenied).subject(now.id).detail(format!("{} offered", offered.len()))).await
    }
}
