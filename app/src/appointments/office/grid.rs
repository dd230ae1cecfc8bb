//! The Calendar as a grid: days side by side, in each a lane for everybody who is shown. Places are classes (hour, five minutes, length),
//! since no style stands in the page.

use super::lines::request_words;
use crate::{parts::calendar, routes};
use chrono::{Datelike, NaiveDate, TimeDelta, Timelike, Weekday};
use domain::{
    appointments::{CalendarLine, OfficeCalendar, ProspectLine, State},
    dates::Moment,
    ids::StaffId,
};
use leptos::prelude::*;
use std::sync::Arc;

/// What every lane is drawn from.
struct Board {
    page: OfficeCalendar,
    /// Who has a lane: id, name, and whether one may book there.
    people: Vec<(StaffId, String, bool)>,
    /// The hours that are drawn.
    hours: (u32, u32),
}

impl Board {
    fn of(page: OfficeCalendar) -> Self {
        let mut people: Vec<_> =
            page.people.iter().filter(|person| person.shown).map(|person| (person.id, person.name.clone(), person.may_book)).collect();
        // A client of one's own may be with somebody whose calendar one does not see.
        for line in &page.lines {
            if !people.iter().any(|(id, ..)| *id == line.staff) {
                people.push((line.staff, line.clinician.clone(), false));
            }
        }
        let (first, last) = (page.ask.first, page.ask.last);
        let newcomers = page.newcomers.iter().filter(|line| (first..=last).contains(&line.at.day()));
        let spans = page.lines.iter().map(|line| (&line.at, &line.ends)).chain(newcomers.map(|line| (&line.at, &line.ends)));
        let hours = spans.chain(page.hours.iter().map(|open| (&open.from, &open.to))).fold((8, 18), |(first, last), (from, to)| {
            let ends = if to.day() > from.day() { 24 } else { to.at.hour() + u32::from(to.at.minute() > 0) };
            (first.min(from.at.hour()), last.max(ends))
        });
        Self { page, people, hours }
    }

    /// The days that are drawn: of a weekend only what is of use.
    fn days(&self) -> Vec<NaiveDate> {
        let used = |day: NaiveDate| {
            self.page.lines.iter().any(|line| line.at.day() == day) || self.page.hours.iter().any(|open| open.from.day() == day)
        };
        let (first, last) = (self.page.ask.first, self.page.ask.last);
        let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        first.iter_days().take_while(|day| *day <= last).filter(|day| first == last || !weekend(*day) || used(*day)).collect()
    }

    fn works(&self, day: NaiveDate, staff: StaffId) -> bool {
        self.page.lines.iter().any(|line| line.staff == staff && line.at.day() == day && is_drawn(line.state))
            || self.page.newcomers.iter().any(|line| line.staff == staff && line.at.day() == day)
            || self.page.hours.iter().any(|open| open.staff == staff && open.from.day() == day)
    }

    /// From which quarter of that hour on half an hour is free.
    fn free_from(&self, day: NaiveDate, staff: StaffId, hour: u32) -> Option<u32> {
        let is_free = |quarter: u32| {
            let from = day.and_hms_opt(hour, quarter * 15, 0)?;
            let taken = |line: &CalendarLine| {
                let (starts, ends) = (line.at.at.naive_local(), line.ends.at.naive_local());
                line.staff == staff && is_drawn(line.state) && starts < from + TimeDelta::minutes(15) && from < ends
            };
            let asked = |line: &ProspectLine| {
                let (starts, ends) = (line.at.at.naive_local(), line.ends.at.naive_local());
                line.staff == staff && starts < from + TimeDelta::minutes(15) && from < ends
            };
            Some(!self.page.lines.iter().any(taken) && !self.page.newcomers.iter().any(asked))
        };
        (0..3).find(|&quarter| is_free(quarter) == Some(true) && is_free(quarter + 1) == Some(true)).map(|quarter| quarter * 15)
    }

    fn place(&self, from: &Moment, minutes: u32) -> String {
        place(from.at.hour(), from.at.minute(), minutes, self.hours)
    }

    /// Why nobody can be booked there that day.
    fn away(&self, day: NaiveDate, staff: StaffId) -> Option<String> {
        let off = self.page.time_off.iter().find(|(whose, line)| {
            let closed = line.off.closed;
            closed.first <= day && day <= closed.last && closed.hours.is_none() && whose.is_none_or(|id| id == staff)
        })?;
        Some(match (&off.1.off.label, off.0) {
            (label, None) if label.is_empty() => "Closed".to_owned(),
            (label, None) => format!("{label}, closed"),
            (label, Some(_)) if label.is_empty() => "Away".to_owned(),
            (label, Some(_)) => label.clone(),
        })
    }
}

/// The classes of a place on the board: at which hour from its beginning, how many times five minutes later, and how long.
fn place(hour: u32, minute: u32, minutes: u32, (first, last): (u32, u32)) -> String {
    let hour = hour.clamp(first, last);
    let minutes = minutes.min((last - hour) * 60 - minute.min((last - hour) * 60)).max(15);
    format!("a{} q{} h{} m{}", hour - first, minute / 5, minutes / 60, minutes % 60 / 5)
}

fn hour_words(hour: u32) -> String {
    let half = if hour.is_multiple_of(24) || hour < 12 { "am" } else { "pm" };
    format!("{} {half}", if hour.is_multiple_of(12) { 12 } else { hour % 12 })
}

#[component]
pub fn GridView(page: OfficeCalendar) -> impl IntoView {
    let board = Arc::new(Board::of(page));
    let (first, last) = board.hours;
    let today = board.page.now.day();
    let zone = board.page.now.zone.clone();
    let hours = (first..last).map(|hour| view! { <span class=format!("a{}", hour - first)>{hour_words(hour)}</span> }).collect_view();
    let now = (first..last).contains(&board.page.now.at.hour()) && board.days().contains(&today);
    let now = now.then(|| view! { <b class=board.place(&board.page.now, 15)>{board.page.now.clock()}</b> });
    let days = board.days().into_iter().map(|day| view! { <DayPart board=board.clone() day/> }).collect_view();
    view! {
        <div class="cal num" tabindex="0" role="group" aria-label="Calendar. N books an appointment, T shows today, arrow keys go from time to time." data-keys>
            <div class="cal-hours" aria-hidden="true"><p>{zone}</p><div class=format!("cal-body a{}", last - first)>{hours}{now}</div></div>
            {days}
        </div>
    }
}

#[component]
fn DayPart(board: Arc<Board>, day: NaiveDate) -> impl IntoView {
    let today = board.page.now.day() == day;
    // Where several days stand side by side, who does not work that day leaves the room to the others.
    let (mut people, week) = (board.people.clone(), board.page.ask.first != board.page.ask.last);
    if week && people.iter().any(|(id, ..)| board.works(day, *id)) {
        people.retain(|(id, ..)| board.works(day, *id));
    }
    let lanes = people.into_iter().map(|person| view! { <Lane board=board.clone() day person/> }).collect_view();
    let name = format!("{}{}", day.format("%A"), if today { ", today" } else { "" });
    view! {
        <section class=if today { "cal-day today" } else { "cal-day" } aria-label=calendar().order.weekday(day)>
            <h2><b>{day.day()}</b>" "{name}</h2>
            <div class="cal-lanes">{lanes}</div>
        </section>
    }
}

/// One person's day.
#[component]
fn Lane(board: Arc<Board>, day: NaiveDate, person: (StaffId, String, bool)) -> impl IntoView {
    let (staff, name, may_book) = person;
    let (first, last) = board.hours;
    let said = format!("{}, {name}", calendar().order.weekday(day));
    let free = (may_book && board.page.may_manage).then(|| {
        (first..last)
            .filter_map(|hour| {
                let minute = board.free_from(day, staff, hour)?;
                let href = format!("{}?day={day}&time={hour:02}:{minute:02}&staff={staff}", routes::OFFICE_BOOK);
                let words = format!("Book {said}, {}", hour_words(hour));
                Some(view! { <a class=format!("cal-free a{}", hour - first) href=href tabindex="-1" aria-label=words></a> })
            })
            .collect_view()
    });
    let open = board.page.hours.iter().filter(|open| open.staff == staff && open.from.day() == day);
    let open = open.map(|open| {
        let minutes = (open.to.at - open.from.at).num_minutes().max(0) as u32;
        view! { <i class=format!("cal-open {}", board.place(&open.from, minutes))></i> }
    });
    let open = open.collect_view();
    let lines = board.page.lines.iter().filter(|line| line.staff == staff && line.at.day() == day && is_drawn(line.state));
    let lines = lines
        .map(|line| view! { <One line=line.clone() place=board.place(&line.at, line.minutes.into()) after=after(&board.page, line)/> });
    let lines = lines.collect_view();
    let newcomers = board.page.newcomers.iter().filter(|line| line.staff == staff && line.at.day() == day);
    let newcomers = newcomers.map(|line| view! { <Newcomer line=line.clone() place=board.place(&line.at, line.minutes.into())/> });
    let newcomers = newcomers.collect_view();
    let now = &board.page.now;
    let now = (now.day() == day && (first..last).contains(&now.at.hour()))
        .then(|| view! { <i class=format!("cal-now {}", board.place(now, 15))></i> });
    view! {
        <div class="cal-lane">
            <h3>{name}</h3>
            <div class=format!("cal-body a{}", last - first) data-day=day.to_string() data-staff=staff.to_string() data-first=first.to_string()>
                {open}{board.away(day, staff).map(|why| view! { <p class="cal-away a0">{why}</p> })}{free}{lines}{newcomers}{now}
            </div>
        </div>
    }
}

/// The request of somebody who has no chart yet.
#[component]
fn Newcomer(line: ProspectLine, place: String) -> impl IntoView {
    let fact = format!("{} {}", line.at.clock(), line.kind.label().to_lowercase());
    view! {
        <a class=format!("cal-one t{} b0 {place} asked", line.hue) href=routes::newcomer(line.id) draggable="false">
            <b>{line.name}</b>" "
            <span class="signal">"New client (Requested) "</span>
            <span>{fact}</span>
            <span class="sr">{format!(", {} minutes, {}", line.minutes, line.type_name)}</span>
        </a>
    }
}

/// What was cancelled leaves its place free.
fn is_drawn(state: State) -> bool {
    state.holds_time() || state == State::NoShow
}

/// The buffer behind it, in units of five minutes.
fn after(page: &OfficeCalendar, line: &CalendarLine) -> u16 {
    let kind = page.types.iter().find(|kind| kind.id == line.type_id).filter(|_| line.state.holds_time());
    kind.map_or(0, |kind| (kind.rules.after / 5).min(6))
}

#[component]
fn One(line: CalendarLine, place: String, after: u16) -> impl IntoView {
    let asked = line.request.map(request_words);
    let over = matches!(line.state, State::Completed | State::NoShow | State::Arrived);
    let class =
        format!("cal-one t{} b{after} {place}{}{}", line.hue, if asked.is_some() { " asked" } else { "" }, if over { " over" } else { "" });
    let state = match line.state {
        State::Booked | State::Requested => String::new(),
        state => format!(", {}", state.label().to_lowercase()),
    };
    let clock = line.at.clock();
    let (time, half) = clock.split_once(' ').map(|(time, half)| (time.to_owned(), format!(" {half}"))).unwrap_or_default();
    let fact = format!(" {}{state}", line.kind.label().to_lowercase());
    let moves = line.may_move.then_some("");
    // On one line, where there is room for no more.
    let class = if line.minutes < 35 { format!("{class} short") } else { class };
    view! {
        <a class=class href=routes::office_appointment(line.id) data-moves=moves data-id=line.id.to_string() data-version=line.version.to_string() draggable="false">
            <b>{line.client}</b>" "
            {asked.map(|words| view! { <span class="signal">{words}" "</span> })}
            <span>{time}<span class="half">{half}</span>{fact}</span>
            <span class="sr">{format!(", {} minutes, {}", line.minutes, line.type_name)}</span>
        </a>
    }
}
