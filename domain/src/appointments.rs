//! Appointments: what can be booked, when somebody has time, how an appointment goes, and what the pages show of it.
//!
//! Times are instants; what people work by is the wall clock of a zone. `when` leads from the one to the other.

mod history;
mod office;
mod portal;
mod price;
mod prospects;
mod refusals;
mod series;
mod setup;
mod slots;
mod states;
mod when;

pub use history::{History, HistoryFilter, HistoryLine, MOST_EXPORTED, SheetKind, cell};
pub use office::{
    BookingDraft, CalendarAsk, CalendarLine, CalendarPerson, ChartAppointments, Conflict, OfficeCalendar, OpenHours, RequestAnswer,
    WholeBooking,
};
pub use portal::{
    Bookable, BookingAsk, BookingWish, Cancelling, ChosenSlot, DaySlots, MyAppointment, MyAppointments, NextAppointment, OfferedTime,
    OneAppointment, SlotChoice, TypeChoice, may_join,
};
pub use price::read_price;
pub use prospects::{FirstAsk, ProspectAnswer, ProspectLine, ProspectPage, ProspectState, Prospective};
pub use refusals::Refusal;
pub use series::{Every, MOST_IN_SERIES, Occurrence, SeriesPart, Shift, series};
pub use setup::{
    AvailabilityLine, AvailabilityRules, ClientBooking, Scheduling, Site, SiteLine, TimeOff, TimeOffLine, TypeLine, TypeRules, VIDEO_PLACE,
    check_remark, check_video_link, video_link,
};
pub use slots::{Busy, Closed, Day, HORIZON_LONGEST, STEP, Slot, Span, Wanted, When, Window, open_hours, slots};
pub use states::{HELD, RequestKind, State, Who};
pub use when::{Local, instant, minute_of_day, read_day, read_time};

use crate::named::named;

named! {
    /// How one meets.
    pub enum ContactKind {
        InPerson "in_person",
        Phone "phone",
        Video "video",
    }
}

impl ContactKind {
    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "In person",
            Self::Phone => "Phone",
            Self::Video => "Video",
        }
    }
}
