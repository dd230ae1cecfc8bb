//! Appointments: what a client books, and the practice's calendar. The room's functions.
#![allow(clippy::too_many_arguments, reason = "a function takes one argument for each field of its form")]

mod narrowing;
mod office;
mod portal;
mod refusals;

pub use office::*;
pub use portal::{BookPage, CancelWindow, MyAppointmentPage, MyAppointmentsPage, MyHistoryPage, NextCard, RequestAppointmentPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    appointments::{Bookable, BookingWish, ContactKind, History, HistoryFilter, MyAppointments, OneAppointment},
    ids::{AppointmentId, AppointmentTypeId, GrantId, OfferId},
};
use leptos::prelude::*;

// Portal

loader! {
    /// **Appointments**.
    pub async fn list_my_appointments(grant: Option<GrantId>) -> Result<MyAppointments, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.appointments().await?.overview().await?)
    }
}

loader! {
    /// One of them.
    pub async fn read_my_appointment(grant: Option<GrantId>, id: AppointmentId) -> Result<OneAppointment, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.appointments().await?.one(id).await?)
    }
}

loader! {
    /// **Book an Appointment**: what can be chosen, with what was chosen so far.
    pub async fn read_bookable(grant: Option<GrantId>, wish: BookingWish) -> Result<Bookable, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.appointments().await?.bookable(wish).await?)
    }
}

loader! {
    /// **Appointment History**, page by page below a line of it.
    pub async fn read_my_history(grant: Option<GrantId>, filter: HistoryFilter, below: Option<AppointmentId>) -> Result<History, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.appointments().await?.history(filter, below).await?)
    }
}

/// **Request Appointment**: a new one, or another time for one that is agreed on, and the version of it that was seen.
#[server(prefix = "/api", endpoint = "client/appointments/request")]
pub async fn request_appointment(
    grant: Option<GrantId>,
    kind_of: AppointmentTypeId,
    contact: ContactKind,
    #[server(default)] time: String,
    #[server(default)] texts: bool,
    #[server(default)] remark: String,
    #[server(default)] moves: Option<AppointmentId>,
    #[server(default)] version: Option<i32>,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let appointments = client.appointments().await?;
    let slot = time.parse().map_err(|refusal: domain::appointments::Refusal| Failure::refused(refusal))?;
    let replaces = moves.zip(version);
    let ask = domain::appointments::BookingAsk { type_id: kind_of, kind: contact, slot, texts, remark, replaces };
    let id = appointments.request(&ask).await?;
    Ok(Went::to(routes::appointment(id, grant)).done(Done::Asked))
}

/// **Confirm**.
#[server(prefix = "/api", endpoint = "client/appointments/confirm")]
pub async fn confirm_appointment(grant: Option<GrantId>, id: AppointmentId, version: i32) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.appointments().await?.confirm(id, version).await?;
    Ok(Went::to(routes::appointment(id, grant)).done(Done::Confirmed))
}

/// Cancels an appointment, or takes a request back.
#[server(prefix = "/api", endpoint = "client/appointments/cancel")]
pub async fn cancel_appointment(grant: Option<GrantId>, id: AppointmentId, version: i32) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.appointments().await?.cancel(id, version).await?;
    Ok(Went::to(routes::appointment(id, grant)).done(Done::Ended))
}

/// Takes a time that the practice offers in place of one that it declined.
#[server(prefix = "/api", endpoint = "client/appointments/take_offer")]
pub async fn take_offered_time(grant: Option<GrantId>, offer: OfferId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let id = client.appointments().await?.take_offer(offer).await?;
    Ok(Went::to(routes::appointment(id, grant)).done(Done::Asked))
}
