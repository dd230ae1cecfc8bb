//! In the browser: an appointment is dragged to another time or lane, and the form that moves it is sent. And the Calendar's keys.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use std::{cell::RefCell, rc::Rc};
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent, PointerEvent};

/// So far a pointer goes before it drags: less is a click.
const BEGINS: i32 = 6;
/// Appointments are put down at a quarter of an hour.
const STEP: i32 = 15;

struct Dragged {
    one: HtmlElement,
    from: (i32, i32),
    /// How far below its upper edge it was taken.
    grip: f64,
    /// Where it stood, to be put back.
    home: (Element, String),
    to: Option<Target>,
}

#[derive(Clone, PartialEq, Eq)]
struct Target {
    day: String,
    staff: String,
    time: String,
}

/// Begins to listen, where a page has a Calendar that one may change.
pub fn listen_to_drags() {
    if !matches!(document().query_selector("[data-drag]"), Ok(Some(_))) {
        return;
    }
    let held: Rc<RefCell<Option<Dragged>>> = Rc::default();
    let at = held.clone();
    window_event_listener(ev::pointerdown, move |event: PointerEvent| {
        // A finger scrolls; who has no mouse moves it on its page.
        if event.button() != 0 || event.pointer_type() == "touch" {
            return;
        }
        let Some(one) = one_at(&event) else { return };
        let Some(lane) = one.parent_element() else { return };
        let grip = f64::from(event.client_y()) - one.get_bounding_client_rect().top();
        let home = (lane, one.class_name());
        *at.borrow_mut() = Some(Dragged { one, from: (event.client_x(), event.client_y()), grip, home, to: None });
    });
    let at = held.clone();
    window_event_listener(ev::pointermove, move |event: PointerEvent| {
        let mut held = at.borrow_mut();
        let Some(dragged) = held.as_mut() else { return };
        let (x, y) = (event.client_x(), event.client_y());
        if dragged.to.is_none() && (x - dragged.from.0).abs().max((y - dragged.from.1).abs()) < BEGINS {
            return;
        }
        event.prevent_default();
        show(dragged, x, y);
    });
    let at = held.clone();
    window_event_listener(ev::pointerup, move |_| {
        let Some(dragged) = at.borrow_mut().take() else { return };
        let Some(to) = dragged.to.clone() else { return };
        // The click that follows would open it.
        let _ = dragged.one.set_attribute("data-dropped", "");
        send(&dragged, &to);
    });
    window_event_listener(ev::click, |event| {
        let dropped =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|target| target.closest("[data-dropped]").ok()?);
        if dropped.is_some() {
            event.prevent_default();
        }
    });
    window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(dragged) = held.borrow_mut().take()
        {
            put_back(&dragged);
        }
    });
}

fn one_at(event: &PointerEvent) -> Option<HtmlElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-moves]").ok()??.dyn_into().ok()
}

/// Puts it where it would be: into the lane under the pointer, at its hour and five minutes.
fn show(dragged: &mut Dragged, x: i32, y: i32) {
    let under = document().element_from_point(x as f32, y as f32);
    let Some(lane) = under.and_then(|under| under.closest(".cal-body[data-day]").ok()?) else { return };
    let told = |name: &str| lane.get_attribute(name).unwrap_or_default();
    let (first, area) = (told("data-first").parse::<i32>().unwrap_or_default(), lane.get_bounding_client_rect());
    let hours = hours_of(&lane);
    if hours == 0 {
        return;
    }
    let minutes = (f64::from(y) - dragged.grip - area.top()) / area.height() * f64::from(hours * 60);
    let minutes = ((minutes / f64::from(STEP)).round() as i32 * STEP).clamp(0, hours * 60 - STEP);
    let kept = dragged.home.1.split_whitespace().filter(|word| !is_place(word)).collect::<Vec<_>>().join(" ");
    dragged.one.set_class_name(&format!("{kept} dragged a{} q{}", minutes / 60, minutes % 60 / 5));
    if dragged.one.parent_element().as_ref() != Some(&lane) {
        let _ = lane.append_child(&dragged.one);
    }
    let time = format!("{:02}:{:02}", first + minutes / 60, minutes % 60);
    dragged.to = Some(Target { day: told("data-day"), staff: told("data-staff"), time });
}

/// Whether a class says at which hour something stands, or how far in it.
fn is_place(word: &str) -> bool {
    word.strip_prefix(['a', 'q']).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How many hours a lane is long.
fn hours_of(lane: &Element) -> i32 {
    lane.class_name().split_whitespace().find_map(|word| word.strip_prefix('a')?.parse().ok()).unwrap_or_default()
}

fn put_back(dragged: &Dragged) {
    let (lane, class) = &dragged.home;
    dragged.one.set_class_name(class);
    let _ = lane.append_child(&dragged.one);
}

fn send(dragged: &Dragged, to: &Target) {
    let form = document().query_selector("[data-drag] form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return put_back(dragged) };
    let told = |name: &str| dragged.one.get_attribute(name).unwrap_or_default();
    let values = [
        ("id", told("data-id")),
        ("version", told("data-version")),
        ("day", to.day.clone()),
        ("time", to.time.clone()),
        ("staff", to.staff.clone()),
    ];
    for (name, value) in values {
        let field = form.query_selector(&format!("[name={name}]")).ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value(&value);
        }
    }
    let _ = form.request_submit();
}

/// The Calendar's keys, while focus is in it: N, T, and the arrows from page to page and from time to time.
pub fn keys() {
    if !matches!(document().query_selector("[data-keys]"), Ok(Some(_))) {
        return;
    }
    window_event_listener(ev::keydown, |event: KeyboardEvent| {
        let Some(here) = document().active_element() else { return };
        let inside = here.closest("[data-keys]").is_ok_and(|found| found.is_some());
        if !inside || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        let next = match key.as_str() {
            "ArrowDown" => step(&here, 1),
            "ArrowUp" => step(&here, -1),
            _ => None,
        };
        if let Some(next) = next {
            event.prevent_default();
            let _ = next.focus();
            return;
        }
        let way = if key.len() == 1 { key.to_lowercase() } else { key };
        let link = document().query_selector(&format!("[data-key='{}']", way.replace(['\'', '\\'], ""))).ok().flatten();
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            link.click();
        }
    });
}

/// What stands next in the grid: a free time or an appointment.
fn step(here: &Element, by: i32) -> Option<HtmlElement> {
    let all = document().query_selector_all("[data-keys] :is(.cal-free, .cal-one)").ok()?;
    let all: Vec<HtmlElement> = (0..all.length()).filter_map(|index| all.item(index)?.dyn_into().ok()).collect();
    let at = all.iter().position(|each| each.is_same_node(Some(here)));
    let to = match at {
        Some(at) => at.checked_add_signed(by as isize)?,
        None => 0,
    };
    all.get(to).cloned()
}
