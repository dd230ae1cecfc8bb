//! The last step of **Book an Appointment**: reminders, a remark, and the button. Where the time is gone meanwhile, the next free ones
//! stand in its place, and what was typed stays.

use super::book::name_of;
use super::book::{Chosen, SoFar, the_type};
use crate::{
    appointments::RequestAppointment,
    parts::{
        Notice, OwnTime, acting_for, calendar,
        form::{CheckField, FieldErrors, Form, FormDraft, TextArea},
    },
};
use domain::{
    Refusal,
    appointments::{Bookable, ChosenSlot, ContactKind, SlotChoice},
};
use leptos::prelude::*;

/// So many other times are offered where one is gone.
const OTHERS: usize = 6;

#[component]
pub(super) fn LastStep(page: Bookable, chosen: Chosen) -> impl IntoView {
    let at_once = the_type(&chosen, &page).is_some_and(|choice| choice.self_confirming);
    let moves = page.moves.as_ref().map(|of| (of.id, of.version, of.texts));
    let sofar = view! { <SoFar page=page.clone() chosen=chosen.clone()/> };
    let mut fields = vec![
        ("kind_of", chosen.type_id.map(|id| id.to_string()).unwrap_or_default()),
        ("contact", chosen.kind.map(|kind| kind.name().to_owned()).unwrap_or_default()),
    ];
    if let Some((id, version, _)) = moves {
        fields.extend([("moves", id.to_string()), ("version", version.to_string())]);
    }
    let next = match (at_once, moves.is_some()) {
        (true, false) => "It is booked at once, and you get an e-mail about it.",
        (true, true) => "It is moved at once, and you get an e-mail about it.",
        (false, false) => {
            "This is a request. The time is held for you until the practice answers, for two days at most. The answer comes by e-mail."
        }
        (false, true) => "This is a request. You keep the time you have until the practice has agreed to the new one.",
    };
    view! {
        <header class="head"><h1>{if at_once { "Book it" } else { "Send your request" }}</h1>{sofar}</header>
        <Form<RequestAppointment> grant=acting_for() fields field=beside>
            <ChosenTime page chosen/>
            <CheckField name="texts" recorded=moves.is_some_and(|(_, _, texts)| texts)>
                "Remind me by text message"
                <small>"It goes to the mobile number that the practice has for you and may text; without one, reminders come by mail. You can stop it at any time with STOP."</small>
            </CheckField>
            <TextArea name="remark" label="Anything the practice should know? (optional)" rows=3 longest=1000/>
            <p class="sub">{next}</p>
            <div class="acts"><button class="btn main">{if at_once { "Book Appointment" } else { "Request Appointment" }}</button></div>
        </Form<RequestAppointment>>
    }
}

/// What is wrong with what was chosen before stands at the time.
fn beside(refusal: Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("remark") => Some("remark"),
        _ => Some("time"),
    }
}

/// The time that was chosen; or those that are free instead.
#[component]
pub(super) fn ChosenTime(page: Bookable, chosen: Chosen) -> impl IntoView {
    let kept = FormDraft::here();
    let all: Vec<SlotChoice> = page.days.iter().flat_map(|day| day.slots.clone()).collect();
    let is_chosen =
        |slot: &&SlotChoice| chosen.slot.is_some_and(|chosen| chosen.starts_at == slot.starts_at && chosen.staff == Some(slot.staff));
    let other_days = Chosen { slot: None, from: None, ..chosen.clone() }.address();
    let refused = kept.refusals().iter().any(|refusal| refusal.field() == Some("time"));
    if let Some(slot) = all.iter().find(is_chosen).filter(|_| !refused) {
        let order = calendar().order;
        let words = format!("{}, {} {}", order.weekday(slot.at.day()), slot.at.clock(), slot.at.zone);
        let site = slot
            .site
            .filter(|_| chosen.kind == Some(ContactKind::InPerson))
            .and_then(|id| page.sites.iter().find(|(known, _)| *known == id))
            .map(|(_, site)| site.name.clone());
        let with = name_of(&page, slot.staff);
        return view! {
            <div class="chosen" id="time">
                <p class="num"><b><OwnTime at=slot.at.clone()>{words}</OwnTime></b></p>
                <p class="sub">{with.map(|name| format!("With {name}"))} {site.map(|name| format!(", at {name}"))} ". " <a href=other_days>"Change the time"</a></p>
                <input type="hidden" name="time" value=value(slot) autocomplete="off"/>
            </div>
        }
        .into_any();
    }
    let after = chosen.slot.map(|slot| slot.starts_at);
    let later = all.iter().filter(|slot| after.is_none_or(|at| slot.starts_at >= at));
    let others: Vec<SlotChoice> = later.take(OTHERS).cloned().collect();
    let others = if others.is_empty() { all.into_iter().take(OTHERS).collect() } else { others };
    let typed = kept.value("time", "");
    view! {
        {(!refused).then(|| view! { <Notice kind="warn"><p>"That time is not free any more. Please choose another one."</p></Notice> })}
        <fieldset class="group" id="time" tabindex="-1">
            <legend>"Times that are free now"</legend>
            {others.into_iter().map(|slot| view! { <OtherTime page=page.clone() typed=typed.clone() choice=slot/> }).collect_view()}
            <FieldErrors name="time" errors=kept.errors("time")/>
            <p><a href=other_days>"Other days and times"</a></p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn OtherTime(page: Bookable, choice: SlotChoice, typed: String) -> impl IntoView {
    let slot = choice;
    let value = value(&slot);
    let words = format!("{}, {} {}", calendar().order.weekday(slot.at.day()), slot.at.clock(), slot.at.zone);
    let checked = value == typed;
    view! {
        <label class="check">
            <input type="radio" name="time" value=value checked=checked/>
            <span class="num"><OwnTime at=slot.at>{words}</OwnTime>{name_of(&page, slot.staff).map(|name| view! { <small>"With " {name}</small> })}</span>
        </label>
    }
}

/// As it goes with the form.
fn value(slot: &SlotChoice) -> String {
    ChosenSlot { starts_at: slot.starts_at, staff: Some(slot.staff) }.to_string()
}
