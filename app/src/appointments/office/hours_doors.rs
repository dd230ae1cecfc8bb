//! The functions of hours and time off.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::Done;
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::appointments::{Closed, Refusal, TimeOff};
use domain::{
    appointments::{AvailabilityRules, ContactKind, When, Window, minute_of_day, read_day},
    ids::{AvailabilityId, StaffId, TimeOffId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

loader! {
    /// The hours and the time off of a clinician, or of the practice.
    pub async fn read_hours(whose: Option<StaffId>) -> Result<AvailabilityRules, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.hours(whose).await?)
    }
}

/// Adds hours: of a clinician, or of the practice where nobody is named.
#[server(prefix = "/api", endpoint = "staff/appointments/add_hours")]
pub async fn add_hours(#[server(default)] whose: Option<StaffId>, #[server(flatten)] form: HoursForm) -> Result<Went, Failure> {
    let window = form.read()?;
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.add_hours(whose, &window).await?;
    Ok(Went::here().done(Done::Added))
}

/// Takes hours away. What is booked in them stays.
#[server(prefix = "/api", endpoint = "staff/appointments/remove_hours")]
pub async fn remove_hours(id: AvailabilityId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.remove_hours(id).await?;
    Ok(Went::here().done(Done::Removed))
}

/// Adds time off, or a holiday of the practice.
#[server(prefix = "/api", endpoint = "staff/appointments/add_time_off")]
pub async fn add_time_off(
    #[server(default)] whose: Option<StaffId>,
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] name: String,
    #[server(default)] anyway: Option<String>,
) -> Result<Went, Failure> {
    let day = |typed: &str| read_day(typed).map_err(|_| Failure::refused(Refusal::DaysUnfit));
    let first = day(&first_day)?;
    let last = if last_day.trim().is_empty() { first } else { day(&last_day)? };
    let minute = |typed: &str| minute_of_day(typed).map_err(Failure::refused);
    let hours = match (from.trim(), to.trim()) {
        ("", "") => None,
        (from, to) => Some((minute(from)?, minute(to)?)),
    };
    let off = TimeOff { closed: Closed { first, last, hours }, label: name };
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.add_time_off(whose, &off, anyway.is_some()).await?;
    Ok(Went::here().done(Done::Added))
}

/// Takes time off away.
#[server(prefix = "/api", endpoint = "staff/appointments/remove_time_off")]
pub async fn remove_time_off(id: TimeOffId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.remove_time_off(id).await?;
    Ok(Went::here().done(Done::Removed))
}

/// What is typed of hours. A box that is not ticked is not in it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursForm {
    /// "Mon", every week; or nothing, and `day` says which.
    weekday: String,
    day: String,
    from: String,
    to: String,
    in_person: Option<String>,
    phone: Option<String>,
    video: Option<String>,
    site: String,
}

impl HoursForm {
    #[allow(dead_code, reason = "only the server reads forms")]
    fn read(self) -> Result<Window, Failure> {
        let when = match self.weekday.parse() {
            Ok(weekday) => When::Weekly(weekday),
            Err(_) => When::On(read_day(&self.day).map_err(Failure::refused)?),
        };
        Ok(Window {
            when,
            from: minute_of_day(&self.from).map_err(Failure::refused)?,
            to: minute_of_day(&self.to).map_err(Failure::refused)?,
            kinds: ticked([&self.in_person, &self.phone, &self.video]),
            site: self.site.parse().ok(),
        })
    }
}

/// The kinds whose boxes are ticked, in their order.
pub fn ticked(boxes: [&Option<String>; 3]) -> Vec<ContactKind> {
    ContactKind::ALL.into_iter().zip(boxes).filter(|(_, ticked)| ticked.is_some()).map(|(kind, _)| kind).collect()
}
