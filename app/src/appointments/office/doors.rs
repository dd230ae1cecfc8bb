//! The Calendar's functions: what staff look at, and what they do with appointments.

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
use domain::{
    appointments::{
        BookingDraft, CalendarAsk, CalendarLine, ChartAppointments, Conflict, Every, OfficeCalendar, Refusal, SeriesPart, SlotChoice, State,
    },
    ids::{AppointmentId, ChartId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

loader! {
    /// The **Calendar**.
    pub async fn read_calendar(ask: CalendarAsk) -> Result<OfficeCalendar, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.calendar(ask).await?)
    }
}

loader! {
    /// A chart's **Appointments**, and what can be booked for it.
    pub async fn read_chart_appointments(chart: ChartId) -> Result<ChartAppointments, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.of_chart(chart).await?)
    }
}

loader! {
    /// One appointment, with its chart.
    pub async fn read_appointment(id: AppointmentId) -> Result<(CalendarLine, ChartAppointments), Failure> {
        let staff = crate::actor::staff().await?;
        let appointments = staff.appointments().await?;
        let line = appointments.one(id).await?;
        let chart = appointments.of_chart(line.chart).await?;
        Ok((line, chart))
    }
}

loader! {
    /// The next times that are free, in place of one that is not.
    pub async fn read_next_free(chart: ChartId, draft: BookingDraft, moves: Option<AppointmentId>) -> Result<Vec<SlotChoice>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.next_free(chart, &draft, moves).await?)
    }
}

loader! {
    /// Which of a series cannot be booked.
    pub async fn read_conflicts(chart: ChartId, draft: BookingDraft) -> Result<Vec<Conflict>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.conflicts(chart, &draft).await?)
    }
}

loader! {
    /// Which of a series cannot be moved there.
    pub async fn read_move_conflicts(id: AppointmentId, part: SeriesPart, draft: BookingDraft) -> Result<Vec<Conflict>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.appointments().await?.move_conflicts(id, part, &draft).await?)
    }
}

/// Books an appointment, or a series of them.
#[server(prefix = "/api", endpoint = "staff/appointments/book")]
pub async fn book_appointment(chart: ChartId, #[server(flatten)] form: BookingForm) -> Result<Went, Failure> {
    let draft = form.read()?;
    let staff = crate::actor::staff().await?;
    let booked = staff.appointments().await?.book(chart, &draft).await?;
    let to = match booked.ids[..] {
        [only] => Went::to(routes::office_appointment(only)),
        _ => Went::to(routes::chart_appointments(chart)),
    };
    Ok(to.done(Done::Booked))
}

/// Moves an appointment to another time, clinician or place; of a series (`part`) others with it.
#[server(prefix = "/api", endpoint = "staff/appointments/move")]
pub async fn move_appointment(id: AppointmentId, #[server(flatten)] form: BookingForm) -> Result<Went, Failure> {
    // What is no version is one that nobody has seen.
    let (version, stays) = (form.version.parse().unwrap_or_default(), form.stays.is_some());
    let part = form.part();
    let draft = form.read()?;
    let staff = crate::actor::staff().await?;
    let appointments = staff.appointments().await?;
    match part {
        SeriesPart::One => appointments.move_to(id, version, &draft).await?,
        part => drop(appointments.move_several(id, version, part, &draft).await?),
    }
    let to = if stays { Went::here() } else { Went::to(routes::office_appointment(id)) };
    Ok(to.done(Done::Moved))
}

/// Says where an appointment by video takes place.
#[server(prefix = "/api", endpoint = "staff/appointments/set_video")]
pub async fn set_appointment_video(id: AppointmentId, version: i32, #[server(default)] video: String) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.appointments().await?.set_video(id, version, &video).await?;
    Ok(Went::to(routes::office_appointment(id)).done(Done::Changed))
}

/// Says how an appointment stands; of a series, others (`part`) are cancelled with it.
#[server(prefix = "/api", endpoint = "staff/appointments/set_state")]
pub async fn set_appointment_state(
    id: AppointmentId,
    version: i32,
    state: State,
    #[server(default)] part: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let appointments = staff.appointments().await?;
    match (state, SeriesPart::from_name(&part).unwrap_or_default()) {
        (State::Cancelled, part) if part != SeriesPart::One => drop(appointments.cancel_several(id, version, part).await?),
        _ => appointments.set_state(id, version, state).await?,
    }
    Ok(Went::to(routes::office_appointment(id)).done(Done::Changed))
}

/// Answers a request: yes (`then` is "approve"), or no with a reason and other times.
#[server(prefix = "/api", endpoint = "staff/appointments/answer")]
pub async fn answer_appointment(
    id: AppointmentId,
    version: i32,
    then: String,
    #[server(default)] reason: String,
    #[server(default)] offer: Vec<String>,
) -> Result<Went, Failure> {
    use domain::appointments::RequestAnswer;
    let answer = if then == "approve" {
        RequestAnswer::Approve
    } else {
        let offers = offer.iter().map(|at| at.parse().map_err(|_| Failure::refused(Refusal::OfferUnfit)));
        RequestAnswer::Deny { reason, offers: offers.collect::<Result<_, _>>()? }
    };
    let staff = crate::actor::staff().await?;
    let now = staff.appointments().await?.answer(id, version, &answer).await?;
    let done = if now.is_some() { Done::Confirmed } else { Done::Settled };
    Ok(Went::to(routes::office_appointment(now.unwrap_or(id))).done(done))
}

/// What is typed to book or to move. What is not said stays as it is, of one that is moved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BookingForm {
    /// Of what is moved: as it was seen, and whether one stays on the page.
    version: String,
    stays: Option<String>,
    staff: String,
    kind_of: String,
    contact: String,
    site: String,
    day: String,
    time: String,
    /// A free time in place of what stands in the fields: "2026-11-24 10:15".
    instead: String,
    again: Option<String>,
    minutes: String,
    texts: Option<String>,
    remark: String,
    video: String,
    every: String,
    times: String,
    others: Option<String>,
    anyway: Option<String>,
    /// How much of a series is moved.
    part: String,
}

impl BookingForm {
    /// What stood in a form, by the names of its fields.
    pub fn of(field: impl Fn(&str) -> String) -> Self {
        let ticked = |name| Some(field(name)).filter(|value| !value.is_empty());
        Self {
            version: field("version"),
            stays: ticked("stays"),
            staff: field("staff"),
            kind_of: field("kind_of"),
            contact: field("contact"),
            site: field("site"),
            day: field("day"),
            time: field("time"),
            instead: field("instead"),
            again: ticked("again"),
            minutes: field("minutes"),
            texts: ticked("texts"),
            remark: field("remark"),
            video: field("video"),
            every: field("every"),
            times: field("times"),
            others: ticked("others"),
            anyway: ticked("anyway"),
            part: field("part"),
        }
    }

    pub fn part(&self) -> SeriesPart {
        SeriesPart::from_name(&self.part).unwrap_or_default()
    }

    pub fn read(self) -> Result<BookingDraft, Failure> {
        let refused = |refusal: Refusal| Failure::refused(refusal);
        let number = |typed: &str, refusal| match typed.trim() {
            "" => Ok(None),
            typed => typed.parse::<u16>().map(Some).map_err(|_| refused(refusal)),
        };
        let minutes = number(&self.minutes, Refusal::LengthUnfit)?;
        let series = match Every::from_name(&self.every) {
            Some(every) => Some((every, number(&self.times, Refusal::SeriesTooLong)?.unwrap_or_default())),
            None => None,
        };
        let (day, time) = match self.instead.split_once(' ') {
            Some((day, time)) => (day.to_owned(), time.to_owned()),
            None => (self.day, self.time),
        };
        Ok(BookingDraft {
            staff: self.staff.parse().ok(),
            type_id: self.kind_of.parse().ok(),
            kind: domain::appointments::ContactKind::from_name(&self.contact),
            site: self.site.parse().ok(),
            day,
            time,
            again: self.again.is_some(),
            minutes,
            texts: self.texts.is_some(),
            remark: self.remark,
            video: self.video,
            series,
            others: self.others.is_some(),
            anyway: self.anyway.is_some(),
        })
    }
}
