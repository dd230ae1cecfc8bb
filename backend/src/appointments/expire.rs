//! The job that lets requests end that nobody answered, and tells both sides.

use super::{ask::ended, table::appointments, take, tell};
use crate::{audit::Event, dates, error::Error, in_chart::Within, settings, system::System};
use domain::{
    appointments::State,
    audit::AuditAct,
    notices::{MailKind, TaskKind},
};

/// So many are looked at in one go.
const PORTION: u64 = 100;

impl System {
    /// Ends requests whose time is up. Done twice, it changes nothing more.
    pub async fn expire_appointment_requests(&self) -> Result<(), Error> {
        self.expire_prospects().await?;
        let practice = &self.practice;
        let now = practice.clock.now();
        let lapsed = appointments::lapsed(practice.db.read(), now, PORTION).await?;
        if lapsed.is_empty() {
            return Ok(());
        }
        let today = dates::today(now, dates::zone(&settings::load(practice).await?.zone));
        for (id, chart) in lapsed {
            let write = self.chart(chart).change(None).await?;
            let Some(row) = write.find::<appointments::Entity>(id).await? else { continue };
            // Somebody may have answered meanwhile.
            if row.state.0 != State::Requested || row.held_until.is_none_or(|until| until > now) {
                continue;
            }
            let row = take::change(&write, &row, ended(&row, State::Expired)).await?;
            tell::settle(&write, &row).await?;
            tell::tell_pages(&write, &row);
            tell::tell_clients(&write, &row, MailKind::AppointmentExpired).await?;
            tell::tell_staff(&write, &row, today, MailKind::RequestLapsed, Some(TaskKind::RequestLapsed)).await?;
            write.commit(Event::of(AuditAct::AppointmentExpired).subject(id)).await?;
        }
        Ok(())
    }
}
