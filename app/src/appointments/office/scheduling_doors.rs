//! The functions of Settings → **Appointments**.

use super::hours_doors::ticked;
#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::appointments::Site;
use domain::{
    appointments::{ClientBooking, Scheduling, SiteLine, TypeLine, TypeRules},
    ids::{AppointmentTypeId, SiteId, StaffId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

loader! {
    /// The switches, the places and the types.
    #[allow(clippy::type_complexity, reason = "what one page shows")]
    pub async fn read_scheduling() -> Result<(Scheduling, Vec<SiteLine>, Vec<TypeLine>, Vec<(StaffId, String)>), Failure> {
        let staff = crate::actor::staff().await?;
        let appointments = staff.appointments().await?;
        let (sites, types) = appointments.set_up().await?;
        Ok((staff.settings().await?.read().await?.scheduling, sites, types, appointments.clinicians().await?))
    }
}

/// Changes the switches, and the practice's own room for video.
#[server(prefix = "/api", endpoint = "staff/appointments/change_scheduling")]
pub async fn change_scheduling(
    #[server(default)] self_scheduling: Option<String>,
    #[server(default)] quick_share: Option<String>,
    #[server(default)] takes_new: Vec<String>,
    #[server(default)] quiet_words: Option<String>,
    #[server(default)] video: String,
) -> Result<Went, Failure> {
    let scheduling = Scheduling {
        self_scheduling: self_scheduling.is_some(),
        quick_share: quick_share.is_some(),
        takes_new: takes_new.iter().filter_map(|id| id.parse().ok()).collect(),
        quiet_words: quiet_words.is_some(),
        video_url: Some(video),
    };
    let staff = crate::actor::staff().await?;
    staff.settings().await?.change_scheduling(scheduling).await?;
    Ok(Went::to(routes::SCHEDULING).done(Done::Saved))
}

/// Adds a place, or changes one.
#[server(prefix = "/api", endpoint = "staff/appointments/save_site")]
pub async fn save_site(
    #[server(default)] id: Option<SiteId>,
    #[server(default)] name: String,
    #[server(default)] address: String,
    #[server(default)] zone: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.save_site(id, &Site { name, address, zone }).await?;
    Ok(Went::to(routes::SCHEDULING).done(Done::Saved))
}

/// Takes a place out of use, or back into it.
#[server(prefix = "/api", endpoint = "staff/appointments/use_site")]
pub async fn use_site(id: SiteId, #[server(default)] used: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.use_site(id, used.is_some()).await?;
    Ok(Went::to(routes::SCHEDULING).done(Done::Changed))
}

/// Adds a type of appointment, or changes one. What is booked stays as it is.
#[server(prefix = "/api", endpoint = "staff/appointments/save_type")]
pub async fn save_type(#[server(default)] id: Option<AppointmentTypeId>, #[server(flatten)] form: TypeForm) -> Result<Went, Failure> {
    let rules = form.read();
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.save_type(id, &rules).await?;
    Ok(Went::to(routes::SCHEDULING).done(Done::Saved))
}

/// Takes a type out of use, or back into it.
#[server(prefix = "/api", endpoint = "staff/appointments/use_type")]
pub async fn use_type(id: AppointmentTypeId, #[server(default)] used: Option<String>) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.use_type(id, used.is_some()).await?;
    Ok(Went::to(routes::SCHEDULING).done(Done::Changed))
}

/// What is typed of a type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeForm {
    name: String,
    minutes: String,
    in_person: Option<String>,
    phone: Option<String>,
    video: Option<String>,
    hue: String,
    booking: String,
    before: String,
    after: String,
    notice_hours: String,
    horizon_days: String,
    most_per_day: String,
    most_per_client: String,
    cancel_hours: String,
    price: String,
    code: String,
}

impl TypeForm {
    #[allow(dead_code, reason = "only the server reads forms")]
    fn read(self) -> TypeRules {
        // What is no number is one that is refused, and so said together with everything else that is wrong.
        let number = |typed: &str| match typed.trim() {
            "" => 0,
            typed => typed.parse().unwrap_or(u16::MAX),
        };
        let limit = |typed: &str| Some(typed.trim()).filter(|typed| !typed.is_empty()).map(number);
        TypeRules {
            minutes: number(&self.minutes),
            kinds: ticked([&self.in_person, &self.phone, &self.video]),
            hue: self.hue.parse().unwrap_or_default(),
            booking: ClientBooking::from_name(&self.booking).unwrap_or_default(),
            before: number(&self.before),
            after: number(&self.after),
            notice_hours: number(&self.notice_hours),
            horizon_days: number(&self.horizon_days),
            most_per_day: limit(&self.most_per_day),
            most_per_client: limit(&self.most_per_client),
            cancel_hours: number(&self.cancel_hours),
            price_cents: domain::appointments::read_price(&self.price).unwrap_or(Some(-1)),
            code: Some(self.code),
            name: self.name,
        }
    }
}
