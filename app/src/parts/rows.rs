//! Tables that are walked with the arrow keys.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlElement};

/// In the browser: up and down move between the links of a table's rows. In its search field, down goes to the first row.
/// Both are marked with `data-walk`.
///
/// In a menu that is open they move between its items.
pub(super) fn walk(event: &KeyboardEvent) {
    if walk_menu(event) {
        return;
    }
    let Some(here) = document().active_element().filter(|here| is_within(here, "[data-walk]") && !is_within(here, ".menu")) else { return };
    let row = here.closest("tbody tr").ok().flatten();
    let next = match (event.key().as_str(), row) {
        ("ArrowDown", Some(row)) => row.next_element_sibling(),
        ("ArrowUp", Some(row)) => row.previous_element_sibling(),
        ("ArrowDown", None) => document().query_selector("tbody tr").ok().flatten(),
        _ => None,
    };
    let link = next.and_then(|row| row.query_selector("a[href]").ok().flatten());
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
