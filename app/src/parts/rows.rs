//! Tables that are walked with the arrow keys.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlElement};

/// In the browser: up and down move between the links of a table's rows. In its search field, down goes to the first row.
/// Both are marked with `data-walk`.
pub(super) fn walk(event: &KeyboardEvent) {
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

fn is_within(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}
