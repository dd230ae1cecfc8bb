//! Tables and lists that are walked with the arrow keys.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlElement};

/// A line that is walked to: of a table, or of a list. In a list, all lists of the page are one.
const LINE: &str = "[data-walk] tbody tr, .rows[data-walk] > li";

/// In the browser: up and down, or J and K, move between the links of lines. In the search field, down goes to the first line.
/// Both are marked with `data-walk`.
///
/// In a menu that is open they move between its items.
pub(super) fn walk(event: &KeyboardEvent) {
    if walk_menu(event) {
        return;
    }
    let Some(here) = document().active_element().filter(|here| is_within(here, "[data-walk]") && !is_within(here, ".menu")) else { return };
    let row = here.closest(LINE).ok().flatten();
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    let step = match (event.key().as_str(), &row) {
        ("ArrowDown", _) => 1,
        ("ArrowUp", Some(_)) => -1,
        // Only where one stands on a line: letters are for typing.
        ("j", Some(_)) if plain => 1,
        ("k", Some(_)) if plain => -1,
        _ => return,
    };
    let Ok(lines) = document().query_selector_all(LINE) else { return };
    let lines: Vec<Element> = (0..lines.length()).filter_map(|index| lines.item(index)?.dyn_into().ok()).collect();
    let at = row.and_then(|row| lines.iter().position(|line| *line == row));
    let next = at.map_or(0, |at| at as i32 + step);
    let link = usize::try_from(next).ok().and_then(|next| lines.get(next)?.query_selector("a[href]").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = link.focus();
    }
}

fn walk_menu(event: &KeyboardEvent) -> bool {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return false,
    };
    let Some(menu) = document().query_selector(".menu:popover-open").ok().flatten() else { return false };
    let Ok(items) = menu.query_selector_all(".menu-item") else { return false };
    let items: Vec<HtmlElement> = (0..items.length()).filter_map(|index| items.item(index)?.dyn_into().ok()).collect();
    let here = document().active_element();
    let at = items.iter().position(|item| here.as_ref().is_some_and(|here| here == item.as_ref()));
    let to = match at {
        Some(at) => (at as i32 + step).rem_euclid(items.len() as i32),
        None if step > 0 => 0,
        None => items.len() as i32 - 1,
    };
    event.prevent_default();
    if let Some(item) = items.get(to as usize) {
        let _ = item.focus();
    }
    true
}

fn is_within(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}
