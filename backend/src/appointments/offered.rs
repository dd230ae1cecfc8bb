//! A time that the practice offered in place of a request, taken with one tap.

use super::{
    ClientAppointments,
    ask::moved_to,
    table::{
        appointments::{self, Model},
        offers,
    },
    take, tell,
};
use crate::{audit::Event, dates, error::Error, in_chart::Within, stored::By};
use domain::{
    appointments::{Refusal, State},
    audit::AuditAct,
    ids::{AppointmentId, OfferId},
    notices::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

impl ClientAppointments<'_> {
    /// Takes it: the practice has said yes already. What a request was to move is moved.
    pub async fn take_offer(&self, offer: OfferId) -> Result<AppointmentId, Error> {
        let (write, offer) = self.chart.change(None).await?.one::<offers::Entity>(offer).await?;
        let (write, asked) = write.one::<appointments::Entity>(offer.appointment_id).await?;
        let others = offers::of(&write, &[asked.id]).await?;
        let stands = asked.state.0 == State::Denied && others.iter().all(|one| one.taken_at.is_none());
        if !stands || offer.starts_at <= write.at() {
            return Err(Refusal::OfferGone.into());
        }
        let moves = match asked.replaces_id {
            Some(id) => write.find::<appointments::Entity>(id).await?,
            None => None,
        };
        // The appointment that was to be moved is not there any more: then there is nothing to take the time for.
        if moves.as_ref().is_some_and(|row| !row.state.0.may_move()) {
            return Err(Refusal::OfferGone.into());
        }
        take::hold(&write, &[asked.staff_id]).await?;
        let by = offer.starts_at - asked.starts_at;
        let time = Model {
            id: write.practice().randomness.id(),
            starts_at: asked.starts_at + by,
            ends_at: asked.ends_at + by,
            busy_from: asked.busy_from + by,
            busy_to: asked.busy_to + by,
            state: By(State::Booked),
            version: 1,
            sequence: 0,
            replaces_id: None,
            remark: None,
            reason: None,
            created_at: write.at(),
            created_by_account: Some(self.client.account.id),
            created_by_staff: None,
            ..asked.clone()
        };
        let now = match &moves {
            Some(was) => take::change(&write, was, moved_to(was, &time)).await?,
            None => take::insert(&write, time).await?,
        };
        offers::ActiveModel { taken_at: Set(Some(write.at())), ..offer.into_active_model() }.update(write.db()).await?;
        tell::settle(&write, &asked).await?;
        tell::tell_pages(&write, &now);
        let mail = if moves.is_some() { MailKind::AppointmentMoved } else { MailKind::AppointmentBooked };
        tell::tell_clients(&write, &now, mail).await?;
        let today = dates::today(write.at(), self.zone());
        tell::tell_staff(&write, &now, today, MailKind::AppointmentAsked, None).await?;
        write.commit(Event::of(AuditAct::OfferTaken).subject(now.id)).await?;
        Ok(AppointmentId(now.id))
    }
}
