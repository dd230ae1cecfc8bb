//! What a client sees of their appointments, and says when they ask for one.

use super::{ContactKind, Refusal, RequestKind, Site, State};
use crate::{
    dates::Moment,
    ids::{AppointmentId, AppointmentTypeId, OfferId, SiteId, StaffId},
};
use chrono::{DateTime, Duration, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// So long before its start one joins by video.
const JOINED_BEFORE: Duration = Duration::minutes(15);

/// Whether it is time to join by video: from a quarter of an hour before until the end.
pub fn may_join(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    starts_at - JOINED_BEFORE <= now && now < ends_at
}

/// Whether a client cancels by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cancelling {
    Free,
    /// It is too late for that: they call.
    Call {
        hours: u16,
    },
    /// There is nothing to cancel.
    Over,
}

/// A time that the practice offers in place of one that it declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedTime {
    pub id: OfferId,
    pub at: Moment,
}

/// An appointment, or what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAppointment {
    pub id: AppointmentId,
    /// Goes back with each form: a change made meanwhile is noticed.
    pub version: i32,
    pub state: State,
    /// What was asked for, where it was asked for.
    pub request: Option<RequestKind>,
    pub type_id: AppointmentTypeId,
    pub type_name: String,
    pub kind: ContactKind,
    pub staff: StaffId,
    pub clinician: String,
    pub minutes: u16,
    /// By the clock of the place.
    pub at: Moment,
    pub ends: Moment,
    pub site: Option<Site>,
    /// The appointment that it would take the place of: when that is.
    pub replaces: Option<Moment>,
    /// Until when a request holds its time.
    pub held_until: Option<Moment>,
    pub may_confirm: bool,
    pub may_move: bool,
    pub cancelling: Cancelling,
    /// Where to join by video, while it is time to.
    pub join: Option<String>,
    pub texts: bool,
    /// What one has said with the request.
    pub remark: Option<String>,
    /// Why the practice declined, and what it offers.
    pub reason: Option<String>,
    pub offers: Vec<OfferedTime>,
}

/// **Appointments**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAppointments {
    /// Booked and confirmed, the next one first.
    pub upcoming: Vec<MyAppointment>,
    /// What waits for the practice, and what it declined with other times that stand still.
    pub requests: Vec<MyAppointment>,
    /// The last few that are over. All of them stand under **Appointment History**.
    pub history: Vec<MyAppointment>,
    pub may_request: bool,
    /// Whether one may ask by message instead.
    pub messages: bool,
    /// Whom one calls where it is too late to do it here.
    pub phone: Option<String>,
    pub zone: String,
    pub today: NaiveDate,
}

/// The page of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneAppointment {
    pub appointment: MyAppointment,
    pub may_request: bool,
    pub phone: Option<String>,
}

/// The next one, for the Dashboard and the Chart Face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextAppointment {
    pub id: AppointmentId,
    pub state: State,
    pub at: Moment,
    pub minutes: u16,
    pub kind: ContactKind,
    pub type_name: String,
    pub clinician: String,
}

/// What has been chosen so far on **Book an Appointment**.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingWish {
    pub type_id: Option<AppointmentTypeId>,
    pub kind: Option<ContactKind>,
    /// Nobody: the first who is available.
    pub staff: Option<StaffId>,
    /// From this day on: two weeks of it are shown.
    pub from: Option<NaiveDate>,
    /// The appointment that is to be moved: its type, kind and clinician are chosen already.
    pub replaces: Option<AppointmentId>,
}

/// A type that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeChoice {
    pub id: AppointmentTypeId,
    pub name: String,
    pub minutes: u16,
    pub kinds: Vec<ContactKind>,
    pub self_confirming: bool,
}

/// A time to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotChoice {
    /// Goes back with the form: an instant, whatever a clock shows.
    pub starts_at: DateTime<Utc>,
    /// By the clock of the place.
    pub at: Moment,
    pub site: Option<SiteId>,
    /// Who has time then.
    pub staff: StaffId,
}

/// A day, as it is called at the place, and its times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySlots {
    pub day: NaiveDate,
    pub slots: Vec<SlotChoice>,
}

/// **Book an Appointment**: what can be chosen, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookable {
    /// What was chosen, without what cannot be chosen any more.
    pub wish: BookingWish,
    pub types: Vec<TypeChoice>,
    /// Who offers that type that way.
    pub clinicians: Vec<(StaffId, String)>,
    pub sites: Vec<(SiteId, Site)>,
    /// Days with times, once type and kind are chosen.
    pub days: Vec<DaySlots>,
    /// The days before and after these, where there may be times.
    pub earlier: Option<NaiveDate>,
    pub later: Option<NaiveDate>,
    /// The first day with a time after these, where these have none.
    pub next_day: Option<NaiveDate>,
    /// The appointment that is to be moved.
    pub moves: Option<Box<MyAppointment>>,
    pub zone: String,
    pub today: NaiveDate,
    pub phone: Option<String>,
}

/// A time that was chosen, and with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenSlot {
    pub starts_at: DateTime<Utc>,
    /// Nobody: whoever has time then.
    pub staff: Option<StaffId>,
}

/// As it stands in an address and in a form: "2026-11-25T15:00:00Z", and behind a comma with whom.
impl fmt::Display for ChosenSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true))?;
        self.staff.map_or(Ok(()), |staff| write!(f, ",{staff}"))
    }
}

impl FromStr for ChosenSlot {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let (at, staff) = text.split_once(',').map_or((text, None), |(at, staff)| (at, Some(staff)));
        let starts_at = DateTime::parse_from_rfc3339(at).map_err(|_| Refusal::TimeMissing)?.to_utc();
        let staff = staff.map(str::parse).transpose().map_err(|_| Refusal::TimeMissing)?;
        Ok(Self { starts_at, staff })
    }
}

/// **Request Appointment**.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingAsk {
    pub type_id: AppointmentTypeId,
    pub kind: ContactKind,
    pub slot: ChosenSlot,
    pub texts: bool,
    pub remark: String,
    /// The appointment that it is to take the place of, and the version of it that was seen.
    pub replaces: Option<(AppointmentId, i32)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_joins_from_a_quarter_of_an_hour_before() {
        let at = |minutes| DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::minutes(minutes);
        assert_eq!([-16, -15, 0, 49, 50].map(|now| may_join(at(0), at(50), at(now))), [false, true, true, true, false]);
    }

    #[test]
    fn a_chosen_time_goes_through_an_address_and_comes_back() {
        let starts_at = "2026-11-25T15:00:00Z".parse().unwrap();
        for staff in [None, Some(StaffId(uuid::Uuid::from_u128(7)))] {
            let chosen = ChosenSlot { starts_at, staff };
            assert_eq!(chosen.to_string().parse(), Ok(chosen));
        }
        assert_eq!("2026-11-25T10:00:00-05:00".parse(), Ok(ChosenSlot { starts_at, staff: None }));
        for wrong in ["", "tomorrow", "2026-11-31T10:00:00Z", "2026-11-25T15:00:00Z,nobody", "2026-11-25T15:00:00Z,"] {
            assert_eq!(wrong.parse::<ChosenSlot>(), Err(Refusal::TimeMissing), "{wrong}");
        }
    }
}
