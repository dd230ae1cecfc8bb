//! In the browser: what somebody is writing is kept on the server, a moment after each pause and when the page is left.

use super::{keep_draft, keep_office_draft};
use domain::ids::{ConversationId, GrantId};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use std::{cell::Cell, time::Duration};
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement};

/// So long after the last key.
const PAUSE: Duration = Duration::from_secs(2);

thread_local! {
    static KEYS: Cell<u32> = const { Cell::new(0) };
    static UNSAVED: Cell<bool> = const { Cell::new(false) };
}

/// Begins to listen, where a field says that it is kept.
pub fn keep_what_is_written() {
    let Ok(Some(mark)) = document().query_selector("[data-keeps]") else { return };
    let Some(form) = mark.closest("form").ok().flatten() else { return };
    let Some(field) = form.query_selector("textarea").ok().flatten().and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else {
        return;
    };
    let (typed_in, left_with) = ((mark.clone(), field.clone()), (mark.clone(), field.clone()));
    let listening = leptos::wasm_bindgen::closure::Closure::<dyn FnMut()>::new(move || {
        let keys = KEYS.get() + 1;
        KEYS.set(keys);
        UNSAVED.set(true);
        let (mark, field) = typed_in.clone();
        set_timeout(
            move || {
                if KEYS.get() == keys {
                    keep(&mark, &field)
                }
            },
            PAUSE,
        );
    });
    let _ = field.add_event_listener_with_callback("input", listening.as_ref().unchecked_ref());
    listening.forget();
    // Where files are still arriving it was not sent.
    let sent = leptos::wasm_bindgen::closure::Closure::<dyn FnMut(Event)>::new(|event: Event| {
        UNSAVED.set(UNSAVED.get() && event.default_prevented());
    });
    let _ = form.add_event_listener_with_callback("submit", sent.as_ref().unchecked_ref());
    sent.forget();
    window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            keep(&left_with.0, &left_with.1);
        }
    });
}

fn keep(mark: &Element, field: &HtmlTextAreaElement) {
    if !UNSAVED.replace(false) {
        return;
    }
    let conversation = mark.get_attribute("data-keeps").and_then(|id| id.parse::<ConversationId>().ok());
    let grant = mark.get_attribute("data-for").and_then(|id| id.parse::<GrantId>().ok());
    let (office, body) = (mark.has_attribute("data-office"), field.value());
    spawn_local(async move {
        let Some(id) = conversation else { return };
        let kept = if office { keep_office_draft(id, body).await } else { keep_draft(grant, id, body).await };
        if kept.is_err() {
            UNSAVED.set(true);
        }
        say(kept.is_ok());
    });
}

/// Below the field: whether it is kept, or that it is tried again with the next key.
fn say(kept: bool) {
    let Some(place) = document().get_element_by_id("kept").and_then(|place| place.dyn_into::<HtmlElement>().ok()) else { return };
    place.set_text_content(Some(if kept {
        "Draft saved"
    } else {
        "Not saved: there is no connection. It is tried again as you write on."
    }));
}
