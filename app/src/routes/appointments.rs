//! The addresses of the calendar, and of appointments in a chart.

use super::{CALENDAR, HOURS, with};
use domain::ids::{AppointmentId, ChartId, ProspectId, StaffId};

/// An appointment, and what may become of it.
pub fn office_appointment(id: AppointmentId) -> String {
    format!("{CALENDAR}/{id}")
}

/// A request of somebody new.
pub fn newcomer(id: ProspectId) -> String {
    format!("{CALENDAR}/new-clients/{id}")
}

pub fn chart_appointments(id: ChartId) -> String {
    format!("/office/charts/{id}/appointments")
}

/// Where one books for the client of a chart.
pub fn book_for(id: ChartId) -> String {
    format!("/office/charts/{id}/appointments/new")
}

/// The hours of one clinician; the practice's where nobody is named.
pub fn hours_of(staff: Option<StaffId>) -> String {
    with(HOURS, "of", &staff.map_or_else(|| "practice".to_owned(), |staff| staff.to_string()))
}
