//! What staff see of appointments, and say when they book.

use super::{ContactKind, Every, ProspectLine, RequestKind, SiteLine, State, TimeOffLine, TypeLine};
use crate::{
    charts::Banner,
    dates::Moment,
    ids::{AppointmentId, AppointmentTypeId, ChartId, SeriesId, SiteId, StaffId},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which part of the calendar is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarAsk {
    pub first: NaiveDate,
    /// At most 30 days later.
    pub last: NaiveDate,
    /// Nobody chosen: oneself where one has a calendar, everybody otherwise.
    pub staff: Vec<StaffId>,
    /// None chosen: all, and what has no place.
    pub sites: Vec<SiteId>,
}

/// Somebody with a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPerson {
    pub id: StaffId,
    pub name: String,
    pub shown: bool,
    /// One may book here.
    pub may_book: bool,
}

/// An appointment on the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLine {
    pub id: AppointmentId,
    pub version: i32,
    pub chart: ChartId,
    /// "Lindqvist, Maya"
    pub client: String,
    pub staff: StaffId,
    pub clinician: String,
    pub type_id: AppointmentTypeId,
    pub type_name: String,
    pub hue: u8,
    pub kind: ContactKind,
    pub state: State,
    /// Shown striped, with "(Requested)".
    pub request: Option<RequestKind>,
    /// The appointment that a request would move.
    pub replaces: Option<(AppointmentId, Moment)>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// By the clock of the place.
    pub at: Moment,
    pub ends: Moment,
    pub minutes: u16,
    pub site: Option<(SiteId, String)>,
    pub series: Option<SeriesId>,
    pub held_until: Option<Moment>,
    pub texts: bool,
    /// What the client said, what was answered, and the link of its own to the video: on the page of one chart only.
    pub remark: Option<String>,
    pub reason: Option<String>,
    pub video: Option<String>,
    /// What may become of it, in the order in which it is offered; nothing for who only looks.
    pub next: Vec<State>,
    pub may_move: bool,
}

/// Hours in which somebody can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHours {
    pub staff: StaffId,
    pub from: Moment,
    pub to: Moment,
    pub site: Option<SiteId>,
}

/// The **Calendar**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCalendar {
    pub ask: CalendarAsk,
    /// The practice's zone: its clock rules the grid.
    pub zone: String,
    pub now: Moment,
    pub people: Vec<CalendarPerson>,
    pub sites: Vec<SiteLine>,
    pub types: Vec<TypeLine>,
    /// In order of their beginning.
    pub lines: Vec<CalendarLine>,
    /// There are more than one page shows.
    pub more: bool,
    pub hours: Vec<OpenHours>,
    pub time_off: Vec<(Option<StaffId>, TimeOffLine)>,
    /// Requests within reach that wait, whenever they would be.
    pub requests: Vec<CalendarLine>,
    /// And of people who are no clients yet.
    pub newcomers: Vec<ProspectLine>,
    pub may_manage: bool,
}

/// A chart's **Appointments**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartAppointments {
    pub banner: Banner,
    pub requests: Vec<CalendarLine>,
    pub upcoming: Vec<CalendarLine>,
    /// The last fifty that are over.
    pub earlier: Vec<CalendarLine>,
    /// With whom one may book this client.
    pub clinicians: Vec<(StaffId, String)>,
    pub types: Vec<TypeLine>,
    pub sites: Vec<SiteLine>,
    /// Where the client usually comes to.
    pub usual_site: Option<SiteId>,
    pub may_manage: bool,
    pub zone: String,
    pub today: NaiveDate,
}

/// What staff type to book, or to move. Texts are read as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingDraft {
    pub staff: Option<StaffId>,
    pub type_id: Option<AppointmentTypeId>,
    pub kind: Option<ContactKind>,
    pub site: Option<SiteId>,
    /// "2027-03-14"
    pub day: String,
    /// "14:30", by the clock of the place, or the practice's where there is none.
    pub time: String,
    /// Where clocks show that time twice: the second.
    pub again: bool,
    /// Nothing: as long as its type.
    pub minutes: Option<u16>,
    pub texts: bool,
    pub remark: String,
    pub video: String,
    /// Again and again: how often, and how many in all.
    pub series: Option<(Every, u16)>,
    /// Books the others of a series, whatever cannot be booked.
    pub others: bool,
    /// Books it though the clinician or the practice is away.
    pub anyway: bool,
}

/// Which of a series cannot be booked, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub day: NaiveDate,
    pub refusal: super::Refusal,
}

/// What staff answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestAnswer {
    Approve,
    /// With a reason, and up to five other times.
    Deny {
        reason: String,
        offers: Vec<DateTime<Utc>>,
    },
}

/// What was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeBooking {
    /// In order of their beginning.
    pub ids: Vec<AppointmentId>,
    pub left_out: Vec<Conflict>,
}
