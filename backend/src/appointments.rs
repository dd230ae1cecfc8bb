//! Appointments: what can be booked, the calendar, and what clients ask for.
//!
//! A time is taken in one place (`take`), who hears of it is said in one (`tell`). Other rooms ask for the next appointment of a chart
//! (`next`).

mod agreed;
mod answer;
mod ask;
mod calendar;
mod change;
mod expire;
mod file;
mod first;
mod free;
mod history;
mod hours;
mod lines;
mod offered;
mod plan;
mod portal;
mod prospects;
mod series;
mod served;
mod setup;
mod sheets;
mod table;
mod take;
mod tell;

pub(crate) use agreed::{Agreed, agreed, agreed_between, over, over_between, starts_at, zone_of};
pub use file::CalendarFile;
pub(crate) use file::calendar_file;
pub use first::FirstAppointments;
pub(crate) use history::begins;
pub use prospects::Approved;
pub(crate) use served::{Served, held_on, is_there, served, served_one};
#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};

use crate::{
    actors::{Client, Staff},
    dates,
    error::Error,
    in_chart::{InChart, Within},
    sign_in,
};
use chrono_tz::Tz;
use domain::{Act, appointments::NextAppointment, ids::SiteId, invites::Scope, settings::PracticeSettings};
use lines::Names;
use sea_orm::ConnectionTrait;
use table::appointments;

/// **Appointments**, for the client of a chart.
pub struct ClientAppointments<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

impl Client {
    /// The client's appointments.
    pub async fn appointments(&self) -> Result<ClientAppointments<'_>, Error> {
        let chart = self.chart(Scope::Appointments).await?;
        Ok(ClientAppointments { client: self, chart, settings: self.practice_settings().await? })
    }
}

impl ClientAppointments<'_> {
    fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    /// Whether anything can be asked for here.
    async fn may_request(&self) -> Result<bool, Error> {
        Ok(self.settings.scheduling.self_scheduling && self.chart.row().await?.account_frozen_at.is_none())
    }

    /// The client's own, where the chart says one.
    async fn own_zone(&self) -> Result<Option<Tz>, Error> {
        Ok(self.chart.row().await?.time_zone.as_deref().map(dates::zone))
    }
}

/// Calendars, in the hands of somebody who sees some of them.
pub struct StaffAppointments<'a>(&'a Staff);

impl Staff {
    /// Calendars: one's own and those of the charts within reach, or everybody's.
    pub async fn appointments(&self) -> Result<StaffAppointments<'_>, Error> {
        self.may(Act::SeeCalendar, "appointments").await?;
        Ok(StaffAppointments(self))
    }
}

impl StaffAppointments<'_> {
    async fn zone(&self) -> Result<Tz, Error> {
        Ok(dates::zone(&self.0.practice_settings().await?.zone))
    }
}

/// Where clients are seen now, by name.
pub(crate) async fn open_sites(db: &impl ConnectionTrait) -> Result<Vec<(SiteId, String)>, Error> {
    let open = table::sites::all(db).await?.into_iter().filter(|site| site.ended_at.is_none());
    Ok(open.map(|site| (SiteId(site.id), site.name)).collect())
}

/// The last appointment of a chart that took place after that moment: when it began, and with whom.
pub(crate) async fn last_completed(
    chart: &impl Within,
    since: chrono::DateTime<chrono::Utc>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<(chrono::DateTime<chrono::Utc>, String)>, Error> {
    let Some(row) = appointments::last_completed(chart, since, now).await? else { return Ok(None) };
    let with = sign_in::member(chart.db(), row.staff_id).await?.map(|member| member.signed_name());
    Ok(Some((row.starts_at, with.unwrap_or_default())))
}

/// The next appointment of a chart that is agreed on: for the Dashboard and the Chart Face.
pub(crate) async fn next(chart: &impl Within, now: chrono::DateTime<chrono::Utc>, zone: Tz) -> Result<Option<NextAppointment>, Error> {
    let ahead = appointments::ahead(chart, now).await?;
    let Some(row) = ahead.into_iter().find(|row| row.state.0.may_move()) else { return Ok(None) };
    let names = Names::of(chart.db(), zone, std::slice::from_ref(&row)).await?;
    Ok(Some(names.next(&row)))
}
