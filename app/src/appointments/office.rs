//! Appointments, as the staff sees them: the Calendar, a chart's Appointments, one of them, and what can be booked.

mod book;
mod calendar;
mod chart;
mod doors;
mod drag;
mod free;
mod grid;
mod history;
mod hours;
mod hours_doors;
mod lines;
mod list;
mod newcomer;
mod one;
mod scheduling;
mod scheduling_doors;
mod shown;
mod types;
mod whom;

pub use book::OfficeBookPage;
pub use calendar::CalendarPage;
pub use chart::{ChartAppointmentsPage, NextPanel};
pub use drag::{keys, listen_to_drags};
pub use history::HistoryPage;
pub use hours::HoursPage;
pub use newcomer::NewcomerPage;
pub use one::AppointmentPage;
pub use scheduling::SchedulingPage;
pub use whom::ForWhomPage;
