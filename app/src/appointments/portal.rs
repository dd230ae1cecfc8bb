//! What the client sees: **Appointments**, one of them, **Book an Appointment**, and **Appointment History**.

mod acts;
mod book;
mod first;
mod history;
mod last;
mod list;
mod one;
mod times;

pub use acts::{CancelWindow, NextCard};
pub use book::BookPage;
pub use first::RequestAppointmentPage;
pub use history::MyHistoryPage;
pub use list::MyAppointmentsPage;
pub use one::MyAppointmentPage;

use crate::{
    parts::{Icon, OwnTime, calendar},
    shell::call,
};
use domain::{
    appointments::{ContactKind, MyAppointment, State},
    dates::Moment,
};
use leptos::prelude::*;

/// "Tuesday, November 24, 2026"
fn day(at: &Moment) -> String {
    calendar().order.weekday(at.day())
}

/// "10:00 am", never broken between the two.
fn clock(at: &Moment) -> String {
    at.clock().replace(' ', "\u{a0}")
}

/// "by video", within a sentence.
fn way(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::InPerson => "in person",
        ContactKind::Phone => "by phone",
        ContactKind::Video => "by video",
    }
}

/// "10:00 am to 10:50 am EST", and the same by the reader's own clock, where that shows another time.
#[component]
fn Hours(at: Moment, ends: Moment) -> impl IntoView {
    let (from, to) = (at.clock(), ends.clock());
    // Half of the day that both share is said once.
    let from = match (from.rsplit_once(' '), to.rsplit_once(' ')) {
        (Some((clock, half)), Some((_, same))) if half == same => clock.to_owned(),
        _ => from,
    };
    let words = format!("{from} to {} {}", clock(&ends), at.zone);
    view! { <OwnTime at>{words}</OwnTime> }
}

/// "Follow-up, 50 minutes, by video"
fn what(of: &MyAppointment) -> String {
    format!("{}, {} minutes, {}", of.type_name, of.minutes, way(of.kind))
}

/// How an appointment stands, where that is worth saying.
#[component]
fn StateTag(state: State) -> impl IntoView {
    let class = match state {
        State::Requested => "tag due",
        State::Confirmed | State::Completed => "tag ok",
        State::NoShow | State::LateCancelled => "tag bad",
        _ => "tag",
    };
    view! { <span class=class>{state.label()}</span> }
}

/// Where to call about it.
#[component]
fn CallLine(#[prop(into)] before: String, phone: Option<String>) -> impl IntoView {
    match phone {
        Some(phone) => view! { {before} " Please call " <a class="keep" href=call(&phone)>{phone.clone()}</a> "." }.into_any(),
        None => view! { {before} " Please call the practice." }.into_any(),
    }
}

/// Where to join by video. It is shown as what it is, so that it can be opened elsewhere too.
#[component]
fn JoinLink(to: String) -> impl IntoView {
    view! {
        <p class="join">
            <a class="btn" href=to.clone() rel="external noreferrer" target="_blank"><Icon name="video"/>"Join by video"<span class="sr">" (opens a new tab)"</span></a>
            <span class="fine hash">{to}</span>
        </p>
    }
}
