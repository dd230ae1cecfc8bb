//! What a browser adds to plain HTML on every page: by listening, without taking parts of the page over.

use super::{copy, countdown, dialog, form, leaving, own_time, refresh, rows, stream};
use crate::sign_in::ask_for_passkey;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

/// What comes alive, or is listened to. A page without any of it fetches no bundle. Everybody who is signed in has one: the warning
/// before their session ends is a window.
pub const LIVE: &str = "[data-part],dialog,.menu,[data-walk],[data-countdown],[data-reveals],[data-copies],[data-passkey],[data-prints]";

/// What does nothing when it is pressed, unless the bundle hears it.
pub const PRESSED: &str = "[data-passkey],[data-reveals],[data-copies],[data-prints],[data-stays],[data-chooses],.ways label";

/// Starts to listen, once a page.
pub fn live() {
    dialog::open_in_place();
    own_time::tell();
    refresh::begin();
    countdown::run();
    leaving::watch();
    stream::begin();
    window_event_listener(ev::keydown, |event| rows::walk(&event));
    window_event_listener(ev::click, |event| {
        let Some(clicked) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let on = |mark: &str| clicked.closest(&format!("[{mark}]")).ok().flatten();
        if let Some(button) = on("data-reveals") {
            form::reveal(&button);
        } else if let Some(button) = on("data-copies") {
            copy::copy(&button);
        } else if let Some(button) = on("data-passkey") {
            ask_for_passkey(&button);
        } else if on("data-stays").is_some() {
            leaving::stay_signed_in();
        } else if on("data-prints").is_some() {
            let _ = window().print();
        } else if let Some(button) = on("data-opens") {
            dialog::open(&button, &event);
        }
    });
}
