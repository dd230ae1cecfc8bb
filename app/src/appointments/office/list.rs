//! The Calendar as a list: two weeks, day by day, with what was cancelled.

use super::lines::AppointmentGroup;
use crate::parts::{Empty, calendar};
use domain::appointments::{CalendarLine, OfficeCalendar, State};
use leptos::prelude::*;

#[component]
pub fn ListView(page: OfficeCalendar) -> impl IntoView {
    // A request that ended, or that moved something, is nothing that takes place.
    let taking_place = |line: &CalendarLine| !matches!(line.state, State::Denied | State::Expired | State::Moved);
    let lines: Vec<CalendarLine> = page.lines.into_iter().filter(taking_place).collect();
    if lines.is_empty() {
        return view! { <Empty drawing="draw-calm" title="No appointments in these two weeks" words="Choose other days, or book one with New appointment."/> }
            .into_any();
    }
    let order = calendar().order;
    let mut days: Vec<(String, Vec<CalendarLine>)> = Vec::new();
    for line in lines {
        let day = order.weekday(line.at.day());
        match days.last_mut() {
            Some((known, lines)) if *known == day => lines.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    days.into_iter().map(|(title, lines)| view! { <AppointmentGroup title lines/> }).collect_view().into_any()
}
