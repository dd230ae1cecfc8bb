//! In the browser: what somebody is writing is kept on the server, every few moments while they write and when the page is left.

use super::{KeepDraft, KeepOfficeDraft};
use domain::sign_in::Side;
use leptos::{
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use std::{cell::Cell, time::Duration};
use web_sys::{Event, FormData, Headers, HtmlElement, HtmlFormElement, RequestInit, Response, UrlSearchParams};

/// So long after a key, whether others follow or not.
const PAUSE: Duration = Duration::from_secs(2);

thread_local! {
    /// It is kept in a moment.
    static SOON: Cell<bool> = const { Cell::new(false) };
    static UNSAVED: Cell<bool> = const { Cell::new(false) };
}

/// Below the field: whether it is kept. The form that it stands in is kept as it is, and its fields are named alike at both doors.
#[component]
pub(super) fn Kept(side: Side) -> impl IntoView {
    let keeps = if side == Side::Office { KeepOfficeDraft::PATH } else { KeepDraft::PATH };
    view! { <p class="fine kept" id="kept" role="status" data-keeps=keeps></p> }
}

/// Begins to listen, where a form says that it is kept.
pub fn keep_what_is_written() {
    let Ok(Some(mark)) = document().query_selector("[data-keeps]") else { return };
    let Some(form) = mark.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    let path = mark.get_attribute("data-keeps").unwrap_or_default();
    let (typed_in, left_with) = ((path.clone(), form.clone()), (path, form.clone()));
    let listening = Closure::<dyn FnMut()>::new(move || {
        UNSAVED.set(true);
        if SOON.replace(true) {
            return;
        }
        let (path, form) = typed_in.clone();
        set_timeout(
            move || {
                SOON.set(false);
                keep(path, &form);
            },
            PAUSE,
        );
    });
    let _ = form.add_event_listener_with_callback("input", listening.as_ref().unchecked_ref());
    listening.forget();
    // Where files are still arriving it was not sent.
    let sent = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        UNSAVED.set(UNSAVED.get() && event.default_prevented());
    });
    let _ = form.add_event_listener_with_callback("submit", sent.as_ref().unchecked_ref());
    sent.forget();
    for name in ["visibilitychange", "pagehide"] {
        let (path, form) = left_with.clone();
        window_event_listener_untyped(name, move |_| {
            // A browser that goes on to another page ends what a page has asked for, but sends this.
            if (name == "pagehide" || document().hidden()) && UNSAVED.replace(false) {
                let send = |fields| window().navigator().send_beacon_with_opt_url_search_params(&path, Some(&fields));
                UNSAVED.set(!typed(&form).and_then(send).unwrap_or_default());
            }
        });
    }
}

/// What stands in the form now, without what is only for one who is led on, and files, which are sent by themselves.
fn typed(form: &HtmlFormElement) -> Result<UrlSearchParams, JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    ["page", "once", "file"].into_iter().for_each(|name| fields.delete(name));
    Ok(fields)
}

fn keep(path: String, form: &HtmlFormElement) {
    if !UNSAVED.replace(false) {
        return;
    }
    let fields = typed(form);
    spawn_local(async move {
        let kept = send(&path, fields).await.unwrap_or_default();
        if !kept {
            UNSAVED.set(true);
        }
        say(kept);
    });
}

async fn send(path: &str, fields: Result<UrlSearchParams, JsValue>) -> Result<bool, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let asks = RequestInit::new();
    asks.set_method("POST");
    asks.set_headers(&headers);
    asks.set_body(&fields?.into());
    let answer: Response = window().fetch_with_str_and_init(path, &asks).await?.dyn_into()?;
    Ok(answer.ok())
}

/// Says whether it is kept, or that it is tried again with the next key.
fn say(kept: bool) {
    let Some(place) = document().get_element_by_id("kept").and_then(|place| place.dyn_into::<HtmlElement>().ok()) else { return };
    place.set_text_content(Some(if kept {
        "Draft saved"
    } else {
        "Not saved: there is no connection. It is tried again as you write on."
    }));
}
