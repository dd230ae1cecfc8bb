//! When somebody can be booked, and when not: hours and time off, one's own, those of whose calendar one manages, and the practice's.

use super::{
    StaffAppointments,
    plan::may_book,
    setup::site_lines,
    table::{appointments, availability, sites, time_off},
};
use crate::{audit::Event, dates, db::Write, error::Error, events::Happening, sign_in};
use domain::{
    Act,
    appointments::{AvailabilityLine, AvailabilityRules, Refusal, Span, TimeOff, TimeOffLine, Window},
    audit::AuditAct,
    events::EventKind,
    ids::{AvailabilityId, StaffId, TimeOffId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

impl StaffAppointments<'_> {
    /// Who changes the settings changes everybody's hours, as who manages every calendar does; clinicians their own.
    fn may_change(&self, whose: Option<Uuid>) -> bool {
        let staff = self.0;
        let everybody = staff.rights.may(Act::ChangeSettings) || staff.clinicians_for(Act::ManageAppointments).is_none();
        everybody || whose.is_some_and(|whose| may_book(staff, whose))
    }

    async fn ask_to_change(&self, whose: Option<StaffId>) -> Result<(), Error> {
        let treats = match whose {
            Some(id) => sign_in::member(self.0.practice.db.read(), id.0)
                .await?
                .is_some_and(|member| member.roles.0.iter().any(|role| role.treats())),
            None => true,
        };
        if treats && self.may_change(whose.map(Into::into)) {
            return Ok(());
        }
        Err(self.0.not_found("appointments.hours", None).await)
    }

    /// The hours and the time off of a clinician, or of the practice.
    pub async fn hours(&self, whose: Option<StaffId>) -> Result<AvailabilityRules, Error> {
        self.ask_to_change(whose).await?;
        let staff = self.0;
        let db = staff.practice.db.read();
        let today = dates::today(staff.practice.clock.now(), self.zone().await?);
        let mut people = sign_in::at_work(db).await?;
        people.retain(|member| member.roles.0.iter().any(|role| role.treats()) && self.may_change(Some(member.id)));
        let people: Vec<(StaffId, String)> = people.into_iter().map(|member| (StaffId(member.id), member.signed_name())).collect();
        let rows = availability::all(db).await?;
        let lines = |of: Option<Uuid>| -> Result<Vec<AvailabilityLine>, Error> {
            let rows = rows.iter().filter(|row| row.staff_id == of);
            let lines = rows.map(|row| Ok(AvailabilityLine { id: AvailabilityId(row.id), window: row.window()? }));
            let lines: Vec<AvailabilityLine> = lines.collect::<Result<_, Error>>()?;
            Ok(lines.into_iter().filter(|line| !line.window.when.is_past(today)).collect())
        };
        let off = time_off::from(db, today).await?.into_iter();
        let off = off.filter(|row| row.staff_id.is_none() || row.staff_id == whose.map(Into::into));
        let off = off.map(|row| Ok(TimeOffLine { id: TimeOffId(row.id), off: row.off()?, of_practice: row.staff_id.is_none() }));
        let page = AvailabilityRules {
            staff: whose.and_then(|id| people.iter().find(|(known, _)| *known == id).cloned()),
            may_change_practice: self.may_change(None),
            windows: lines(whose.map(Into::into))?,
            time_off: off.collect::<Result<_, Error>>()?,
            of_practice: lines(None)?,
            sites: site_lines(db).await?,
            people,
            today,
        };
        staff.record(Event::of(AuditAct::SettingsOpened).detail("hours")).await?;
        Ok(page)
    }

    /// Adds hours.
    pub async fn add_hours(&self, whose: Option<StaffId>, window: &Window) -> Result<AvailabilityId, Error> {
        self.ask_to_change(whose).await?;
        window.check()?;
        let write = self.0.write().await?;
        if let Some(site) = window.site
            && sites::by_id(&*write, site.0).await?.is_none_or(|site| site.ended_at.is_some())
        {
            return Err(Refusal::SiteUnfit.into());
        }
        self.hold(&write, whose).await?;
        let row = availability::Model::of(self.0.practice.randomness.id(), whose.map(Into::into), window);
        let id = row.id;
        row.into_active_model().reset_all().insert(&*write).await?;
        write.tell(Happening::of(EventKind::AppointmentsChanged).subject(id));
        write.commit(Event::of(AuditAct::AvailabilityChanged).subject(id).detail("added")).await?;
        Ok(AvailabilityId(id))
    }

    /// Takes hours away. What is booked in them stays.
    pub async fn remove_hours(&self, id: AvailabilityId) -> Result<(), Error> {
        let found = availability::by_id(self.0.practice.db.read(), id.0).await?;
        let Some(row) = found.filter(|row| self.may_change(row.staff_id)) else {
            return Err(self.0.not_found("appointments.hours", None).await);
        };
        let write = self.0.write().await?;
        self.hold(&write, row.staff_id.map(StaffId)).await?;
        availability::remove(&*write, row.id).await?;
        write.tell(Happening::of(EventKind::AppointmentsChanged).subject(id));
        Ok(write.commit(Event::of(AuditAct::AvailabilityChanged).subject(id).detail("removed")).await?)
    }

    /// Adds time off: where appointments stand in it, only if that was said.
    pub async fn add_time_off(&self, whose: Option<StaffId>, off: &TimeOff, anyway: bool) -> Result<TimeOffId, Error> {
        self.ask_to_change(whose).await?;
        let off = off.read()?;
        let zone = self.zone().await?;
        let write = self.0.write().await?;
        self.hold(&write, whose).await?;
        let spans = off.closed.spans(&zone);
        if let (Some(first), Some(last), false) = (spans.first(), spans.last(), anyway) {
            let held = appointments::held_of_staff(&*write, whose.map(Into::into), first.from, last.to).await?;
            let meets = |(_, from, to): &&(Uuid, _, _)| spans.iter().any(|span| span.meets(Span { from: *from, to: *to }));
            match held.iter().filter(meets).count() {
                0 => {}
                many => return Err(Refusal::AppointmentsThen { many: many.min(999) as u16 }.into()),
            }
        }
        let id = self.0.practice.randomness.id();
        time_off::ActiveModel {
            id: Set(id),
            staff_id: Set(whose.map(Into::into)),
            first_day: Set(off.closed.first.to_string()),
            last_day: Set(off.closed.last.to_string()),
            from_minute: Set(off.closed.hours.map(|(from, _)| from.into())),
            to_minute: Set(off.closed.hours.map(|(_, to)| to.into())),
            label: Set(off.label),
            added_at: Set(write.at()),
            added_by: Set(self.0.member.id),
        }
        .insert(&*write)
        .await?;
        write.tell(Happening::of(EventKind::AppointmentsChanged).subject(id));
        write.commit(Event::of(AuditAct::TimeOffChanged).subject(id).detail("added")).await?;
        Ok(TimeOffId(id))
    }

    /// Takes time off away.
    pub async fn remove_time_off(&self, id: TimeOffId) -> Result<(), Error> {
        let found = time_off::by_id(self.0.practice.db.read(), id.0).await?;
        let Some(row) = found.filter(|row| self.may_change(row.staff_id)) else {
            return Err(self.0.not_found("appointments.time_off", None).await);
        };
        let write = self.0.write().await?;
        time_off::remove(&*write, row.id).await?;
        write.tell(Happening::of(EventKind::AppointmentsChanged).subject(id));
        Ok(write.commit(Event::of(AuditAct::TimeOffChanged).subject(id).detail("removed")).await?)
    }

    /// Holds the calendars that a change of hours is about: nobody books there meanwhile.
    async fn hold(&self, write: &Write, whose: Option<StaffId>) -> Result<(), Error> {
        let ids = match whose {
            Some(id) => vec![id.0],
            None => sign_in::at_work(&**write).await?.into_iter().map(|member| member.id).collect(),
        };
        Ok(sign_in::hold_members(&**write, &ids).await?)
    }
}
