//! The step of **Book an Appointment** in which one chooses a day and a time: two weeks of days, and the times of one of them.

use super::{
    CallLine,
    book::{Chosen, SoFar, With, name_of},
};
use crate::parts::{Icon, OwnTime, calendar, zone_words};
use chrono::{Datelike, Days, NaiveDate, Timelike};
use domain::{
    appointments::{Bookable, ChosenSlot, ContactKind, DaySlots, SlotChoice},
    dates::DateOrder,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// So many days are shown at once.
const DAYS: u64 = 14;

#[component]
pub(super) fn TimeStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let chosen = Chosen { from: page.wish.from, ..chosen };
    let day = page.days.iter().find(|day| Some(day.day) == chosen.day).or(page.days.first()).cloned();
    let first = page.days.first().and_then(|day| day.slots.first()).filter(|_| page.earlier.is_none()).cloned();
    let moved = page.moves.as_ref().map(|of| format!("Now: {}, {} {}", calendar().order.weekday(of.at.day()), of.at.clock(), of.at.zone));
    view! {
        <header class="head">
            <h1>"Choose a day and a time"</h1>
            <SoFar page=page.clone() chosen=chosen.clone()/>
            {moved.map(|words| view! { <p class="sub num">{words}</p> })}
        </header>
        {match day {
            Some(day) => view! {
                <ZoneLine page=page.clone() day=day.clone()/>
                {first.map(|slot| view! { <FirstOpening opening=slot chosen=chosen.clone()/> })}
                <Weeks page=page.clone() chosen=chosen.clone() shown=day.day/>
                <AroundLinks page=page.clone() chosen=chosen.clone()/>
                <Times page=page.clone() chosen day/>
            }
            .into_any(),
            None => view! { <NoTimes page=page.clone() chosen/> }.into_any(),
        }}
        <p class="block sub"><CallLine before="Nothing that fits?" phone=page.phone/></p>
    }
}

/// The address of a chosen time. A time is with somebody: who has it is booked, and nobody else.
fn at(chosen: &Chosen, slot: &SlotChoice) -> String {
    let chosen_slot = ChosenSlot { starts_at: slot.starts_at, staff: Some(slot.staff) };
    Chosen { day: Some(slot.at.day()), from: None, slot: Some(chosen_slot), ..chosen.clone() }.address()
}

/// By whose clock the times are.
#[component]
fn ZoneLine(page: Bookable, day: DaySlots) -> impl IntoView {
    let zone_of = |slot: &SlotChoice| {
        let site = slot.site.and_then(|id| page.sites.iter().find(|(known, _)| *known == id));
        site.map_or_else(|| page.zone.clone(), |(_, site)| site.zone.clone())
    };
    let zones: BTreeSet<String> = day.slots.iter().map(zone_of).collect();
    let words = match zones.len() {
        1 => format!("All times are {}.", zones.iter().map(|zone| zone_words(zone)).collect::<String>()),
        _ => "Times are by the clock of the place.".to_owned(),
    };
    view! { <p class="zone sub"><Icon name="clock"/><span>{words}</span></p> }
}

#[component]
fn FirstOpening(opening: SlotChoice, chosen: Chosen) -> impl IntoView {
    let to = at(&chosen, &opening);
    let words = format!("{}, {}", calendar().order.weekday(opening.at.day()), opening.at.clock());
    view! {
        <a class="first" href=to>
            <span><small>"First opening"</small><b class="num"><OwnTime at=opening.at>{words}</OwnTime></b></span>
            <Icon name="chevron-right"/>
        </a>
    }
}

/// The days, as weeks: those with times lead to them.
#[component]
fn Weeks(page: Bookable, chosen: Chosen, shown: NaiveDate) -> impl IntoView {
    let first = page.wish.from.unwrap_or(page.today);
    let last = first + Days::new(DAYS - 1);
    let sunday_first = calendar().order == DateOrder::MonthFirst;
    let into_week = |day: NaiveDate| if sunday_first { day.weekday().num_days_from_sunday() } else { day.weekday().num_days_from_monday() };
    let begin = first - Days::new(into_week(first).into());
    let weeks = (u64::from(into_week(first)) + DAYS).div_ceil(7);
    let heads = (0..7).map(|number| (begin + Days::new(number)).format("%a").to_string()).map(|name| view! { <th scope="col">{name}</th> });
    let cell = |day: NaiveDate| {
        if day < first || day > last {
            return view! { <td></td> }.into_any();
        }
        let month = (day == first || day.day() == 1).then(|| day.format("%b").to_string());
        let number = view! { {month.map(|month| view! { <small>{month}</small> })} {day.day()} };
        match page.days.iter().find(|known| known.day == day) {
            Some(known) => {
                let to = Chosen { day: Some(day), ..chosen.clone() }.address();
                let many = known.slots.len();
                let label = format!("{}, {many} {}", calendar().order.weekday(day), if many == 1 { "time" } else { "times" });
                let here = (day == shown).then_some("date");
                view! { <td><a href=format!("{to}#times") aria-current=here><span class="sr">{label}</span><span aria-hidden="true">{number}</span></a></td> }.into_any()
            }
            None => view! { <td><span>{number}<span class="sr">", no times"</span></span></td> }.into_any(),
        }
    };
    let row = |week: u64| view! { <tr>{(0..7).map(|number| cell(begin + Days::new(week * 7 + number))).collect_view()}</tr> };
    view! {
        <table class="weeks num">
            <caption class="sr">"Days with times"</caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{(0..weeks).map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn AroundLinks(page: Bookable, chosen: Chosen) -> impl IntoView {
    let to = |from| Chosen { from: Some(from), day: None, ..chosen.clone() }.address();
    (page.earlier.is_some() || page.later.is_some()).then(|| {
        view! {
            <nav class="pages" aria-label="Other days">
                {page.earlier.map(|day| view! { <a href=to(day)><Icon name="chevron-left"/>"Earlier days"</a> })}
                {page.later.map(|day| view! { <a class="later" href=to(day)>"Later days"<Icon name="chevron-right"/></a> })}
            </nav>
        }
    })
}

/// The times of a day, by the parts of it.
#[component]
fn Times(page: Bookable, chosen: Chosen, day: DaySlots) -> impl IntoView {
    const PARTS: [(&str, std::ops::Range<u32>); 3] = [("Morning", 0..12), ("Afternoon", 12..17), ("Evening", 17..24)];
    // On the day on which clocks are set back a time is there twice.
    let letters: BTreeSet<&str> = day.slots.iter().map(|slot| slot.at.zone.as_str()).collect();
    let lettered = letters.len() > 1;
    let whoever = chosen.with == Some(With::FirstAvailable);
    let several_sites =
        chosen.kind == Some(ContactKind::InPerson) && day.slots.iter().map(|slot| slot.site).collect::<BTreeSet<_>>().len() > 1;
    let one = |slot: &SlotChoice| {
        let words = if lettered { format!("{} {}", slot.at.clock(), slot.at.zone) } else { slot.at.clock() };
        let site = slot.site.filter(|_| several_sites).and_then(|id| page.sites.iter().find(|(known, _)| *known == id));
        let who = whoever.then(|| name_of(&page, slot.staff)).flatten();
        view! {
            <li>
                <a href=at(&chosen, slot)>
                    <OwnTime at=slot.at.clone()>{words}</OwnTime>
                    {site.map(|(_, site)| view! { <small>{site.name.clone()}</small> })}
                    {who.map(|name| view! { <small>{name}</small> })}
                </a>
            </li>
        }
    };
    let part = |(name, hours): (&'static str, std::ops::Range<u32>)| {
        let slots: Vec<&SlotChoice> = day.slots.iter().filter(|slot| hours.contains(&slot.at.at.hour())).collect();
        (!slots.is_empty()).then(|| {
            view! {
                <h3 class="part">{name}</h3>
                <ul class="times num">{slots.into_iter().map(one).collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="block" id="times" aria-labelledby="the-day">
            <h2 id="the-day">{calendar().order.weekday(day.day)}</h2>
            {PARTS.into_iter().map(part).collect_view()}
        </section>
    }
}

#[component]
fn NoTimes(page: Bookable, chosen: Chosen) -> impl IntoView {
    let next = page.next_day.map(|day| (Chosen { from: Some(day), day: None, ..chosen.clone() }.address(), calendar().order.weekday(day)));
    view! {
        <div class="rest block">
            <div>
                <p>"No free times in these two weeks."</p>
                {match next {
                    Some((to, words)) => view! { <p>"The next ones: "<a href=to>{words}</a></p> }.into_any(),
                    None => view! { <p>"Another clinician, or another way to meet, may have some."</p> }.into_any(),
                }}
            </div>
        </div>
        <AroundLinks page chosen/>
    }
}
