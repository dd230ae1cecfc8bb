//! In the browser: what somebody is writing is kept on the server, every few moments while they write and when the page is left.

use super::{KeepDraft, KeepOfficeDraft, keep_draft, keep_office_draft};
use domain::ids::{ConversationId, GrantId};
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local, wasm_bindgen::JsCast};
use std::{cell::Cell, time::Duration};
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, UrlSearchParams};

/// So long after a key, whether others follow or not.
const PAUSE: Duration = Duration::from_secs(2);

thread_local! {
    /// It is kept in a moment.
    static SOON: Cell<bool> = const { Cell::new(false) };
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
        UNSAVED.set(true);
        if SOON.replace(true) {
            return;
        }
        let (mark, field) = typed_in.clone();
        set_timeout(
            move || {
                SOON.set(false);
                keep(&mark, &field);
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
    for name in ["visibilitychange", "pagehide"] {
        let (mark, field) = left_with.clone();
        window_event_listener_untyped(name, move |_| {
            if name == "pagehide" || document().hidden() {
                let _ = keep_at_leaving(&mark, &field);
            }
        });
    }
}

/// A browser that goes on to another page ends what a page has asked for, but sends this.
fn keep_at_leaving(mark: &Element, field: &HtmlTextAreaElement) -> Option<()> {
    if !UNSAVED.replace(false) {
        return None;
    }
    let fields = UrlSearchParams::new().ok()?;
    fields.append("id", &mark.get_attribute("data-keeps")?);
    fields.append("body", &field.value());
    if let Some(grant) = mark.get_attribute("data-for") {
        fields.append("grant", &grant);
    }
    let path = if mark.has_attribute("data-office") { KeepOfficeDraft::PATH } else { KeepDraft::PATH };
    let sent = window().navigator().send_beacon_with_opt_url_search_params(path, Some(&fields)).ok()?;
    UNSAVED.set(!sent);
    Some(())
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
