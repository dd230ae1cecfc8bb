//! In place of a time that is not free: the next that are, as buttons; and where somebody is away, the way to book it all the same.

use super::doors::{MoveAppointment, read_conflicts, read_next_free};
use crate::{
    Failure,
    parts::{Day, Fetched, Spelled, calendar, form::PostButton},
};
use domain::{
    Refusal,
    appointments::{BookingDraft, Conflict, Refusal as Why, SlotChoice},
    ids::{AppointmentId, ChartId},
};
use leptos::prelude::*;

const NONE_FREE: &str = "In the month after it there is no free time.";

fn is_about_time(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Appointments(Why::JustTaken | Why::AwayThen | Why::TimeSkipped | Why::InThePast | Why::OfferUnfit))
}

/// "2026-11-24 10:15", as the form reads it.
pub fn value(slot: &SlotChoice) -> String {
    slot.at.at.format("%Y-%m-%d %H:%M").to_string()
}

fn words(slot: &SlotChoice) -> String {
    let order = calendar().order;
    format!("{}, {} {}", order.weekday(slot.at.day()), slot.at.clock(), slot.at.zone)
}

/// Buttons that move an appointment there.
#[component]
pub fn NextFree(chart: ChartId, draft: BookingDraft, refusals: Vec<Refusal>, moves: (AppointmentId, i32)) -> impl IntoView {
    let (id, version) = moves;
    let away = refusals.contains(&Refusal::Appointments(Why::AwayThen));
    let fields = {
        let draft = draft.clone();
        move |instead: String| {
            let text = |id: Option<String>| id.unwrap_or_default();
            vec![
                ("id", id.to_string()),
                ("version", version.to_string()),
                ("staff", text(draft.staff.map(|id| id.to_string()))),
                ("site", text(draft.site.map(|id| id.to_string()))),
                ("contact", text(draft.kind.map(|kind| kind.name().to_owned()))),
                ("minutes", text(draft.minutes.map(|minutes| minutes.to_string()))),
                ("instead", instead),
            ]
        }
    };
    let anyway = away.then(|| {
        let mut fields = fields(format!("{} {}", draft.day, draft.time));
        fields.push(("anyway", "true".to_owned()));
        view! { <PostButton<MoveAppointment> class="btn quiet small" fields>"Move it all the same"</PostButton<MoveAppointment>> }
    });
    let show = move |found: Vec<SlotChoice>| {
        if found.is_empty() {
            return view! { <p class="sub">{NONE_FREE}</p> }.into_any();
        }
        let buttons = found.into_iter().map(|slot| {
            view! { <PostButton<MoveAppointment> class="btn quiet small" fields=fields(value(&slot))>{words(&slot)}</PostButton<MoveAppointment>> }
        });
        buttons.collect_view().into_any()
    };
    let load = move || read_next_free(chart, draft, Some(id));
    refusals.iter().any(is_about_time).then(|| {
        view! {
            <section class="block" aria-label="Free times">
                <h2>"Free instead"</h2>
                <div class="acts">
                    <Fetched load show=move |found| show(found.unwrap_or_default())/>
                    {anyway}
                </div>
            </section>
        }
    })
}

/// Which of a series meet something, each by its day, and the button of the form around it that does the others.
#[component]
pub fn Conflicts<F, Fut>(load: F, head: &'static str, others: &'static str) -> impl IntoView
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<Vec<Conflict>, Failure>> + Send + 'static,
{
    let show = |found: Result<Vec<Conflict>, Failure>| {
        let rows = found.unwrap_or_default().into_iter().map(|conflict| {
            let why = crate::appointments::sentence(conflict.refusal);
            view! { <li><b><Day on=conflict.day spelled=Spelled::WithWeekday/></b>": "{why}</li> }
        });
        rows.collect_view().into_any()
    };
    view! {
        <div class="notice warn">
            <div>
                <p class="notice-head">{head}</p>
                <ul class="num"><Fetched load show/></ul>
                <p><button class="btn quiet small" name="others" value="true">{others}</button></p>
            </div>
        </div>
    }
}

/// Buttons of the form around them: they send it with that time, and with everything else as typed.
#[component]
pub fn FreeInstead(chart: ChartId, draft: BookingDraft, refusals: Vec<Refusal>) -> impl IntoView {
    let away = refusals.contains(&Refusal::Appointments(Why::AwayThen));
    let series = refusals.iter().any(|refusal| matches!(refusal, Refusal::Appointments(Why::SeriesMeets { .. })));
    let (asked, about_time) = (draft.clone(), refusals.iter().any(is_about_time));
    let conflicts = series.then(|| {
        view! { <Conflicts load=move || read_conflicts(chart, asked) head="These cannot be booked" others="Book the others"/> }
    });
    let free = about_time.then(|| {
        let show = |found: Result<Vec<SlotChoice>, _>| {
            let found = found.unwrap_or_default();
            if found.is_empty() {
                return view! { <p class="sub">{NONE_FREE}</p> }.into_any();
            }
            let buttons = found.into_iter().map(|slot| {
                view! { <button class="btn quiet small" name="instead" value=value(&slot)>{words(&slot)}</button> }
            });
            buttons.collect_view().into_any()
        };
        view! {
            <fieldset class="group">
                <legend>"Free instead"</legend>
                <div class="acts">
                    <Fetched load=move || read_next_free(chart, draft, None) show/>
                    {away.then(|| view! { <button class="btn quiet small" name="anyway" value="true">"Book it all the same"</button> })}
                </div>
            </fieldset>
        }
    });
    view! { {conflicts} {free} }
}
