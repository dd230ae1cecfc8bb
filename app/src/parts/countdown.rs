//! A wait that one can watch: when a button may be pressed again.

use leptos::{prelude::*, wasm_bindgen::JsCast};
use std::time::Duration;
use web_sys::HtmlElement;

/// How long to wait until the button of this form may be pressed. Nothing, where one need not wait.
#[component]
pub fn Countdown(seconds: i64) -> impl IntoView {
    let words = if seconds == 1 { "a second".to_owned() } else { format!("{seconds} seconds") };
    (seconds > 0).then(|| {
        view! {
            <p class="hint num" role="timer" data-countdown=seconds.to_string()>
                {format!("You can send again in {words}. Load this page again then.")}
            </p>
        }
    })
}

/// In the browser: the waits on this page run down, second by second.
pub(super) fn run() {
    let Ok(places) = document().query_selector_all("[data-countdown]") else { return };
    for place in (0..places.length()).filter_map(|index| places.item(index)?.dyn_into::<HtmlElement>().ok()) {
        let seconds: f64 = place.get_attribute("data-countdown").and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
        tick(place, js_sys::Date::now() + seconds * 1000.0);
    }
}

fn tick(place: HtmlElement, until: f64) {
    let left = ((until - js_sys::Date::now()) / 1000.0).ceil().max(0.0) as i64;
    if left > 0 {
        place.set_text_content(Some(&format!("You can send again in {}:{:02}", left / 60, left % 60)));
        return set_timeout(move || tick(place, until), Duration::from_secs(1));
    }
    place.set_text_content(Some("You can send again now."));
    if let Some(button) = place.closest("form").ok().flatten().and_then(|form| form.query_selector("button[disabled]").ok().flatten()) {
        let _ = button.remove_attribute("disabled");
    }
}
