//! In the browser: a note that somebody is writing is kept on the server, every few moments while they write and when the page is left.

use crate::documents::KeepNote;
use leptos::{
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use std::{cell::Cell, time::Duration};
use web_sys::{Event, FormData, HtmlFormElement, RequestInit, Response, UrlSearchParams};

/// So long after a key, whether others follow or not.
const PAUSE: Duration = Duration::from_secs(3);

thread_local! {
    /// It is kept in a moment.
    static SOON: Cell<bool> = const { Cell::new(false) };
    static UNSAVED: Cell<bool> = const { Cell::new(false) };
}

/// Begins to listen, where a form says that it is kept.
pub fn keep_notes() {
    let Ok(Some(mark)) = document().query_selector("[data-keeps-note]") else { return };
    let Some(form) = mark.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    let typed_in = form.clone();
    listen(&form, "input", move |_| {
        UNSAVED.set(true);
        if SOON.replace(true) {
            return;
        }
        let form = typed_in.clone();
        set_timeout(
            move || {
                SOON.set(false);
                keep(form);
            },
            PAUSE,
        );
    });
    listen(&form, "submit", |_| UNSAVED.set(false));
    for name in ["visibilitychange", "pagehide"] {
        let form = form.clone();
        window_event_listener_untyped(name, move |_| {
            if (name == "pagehide" || document().hidden()) && UNSAVED.replace(false) {
                // A browser that goes on to another page ends what a page has asked for, but sends this.
                let sent = fields(&form)
                    .and_then(|fields| window().navigator().send_beacon_with_opt_url_search_params(KeepNote::PATH, Some(&fields)));
                UNSAVED.set(!sent.unwrap_or_default());
            }
        });
    }
}

fn listen(form: &HtmlFormElement, name: &str, hear: impl FnMut(Event) + 'static) {
    let hears = Closure::<dyn FnMut(Event)>::new(hear);
    let _ = form.add_event_listener_with_callback(name, hears.as_ref().unchecked_ref());
    hears.forget();
}

/// What stands in the form, without what is only for one who is led on.
fn fields(form: &HtmlFormElement) -> Result<UrlSearchParams, JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    ["page", "once"].into_iter().for_each(|name| fields.delete(name));
    Ok(fields)
}

fn keep(form: HtmlFormElement) {
    if !UNSAVED.replace(false) {
        return;
    }
    spawn_local(async move {
        let kept = send(&form).await.unwrap_or(false);
        if !kept {
            UNSAVED.set(true);
        }
        if let Some(place) = document().get_element_by_id("kept") {
            place.set_text_content(Some(if kept {
                "Kept. It is no draft in the chart until you save it."
            } else {
                "Not kept: there is no connection. It is tried again as you write on."
            }));
        }
    });
}

async fn send(form: &HtmlFormElement) -> Result<bool, JsValue> {
    let asks = RequestInit::new();
    asks.set_method("POST");
    asks.set_body(&fields(form)?.into());
    let answer: Response = window().fetch_with_str_and_init(KeepNote::PATH, &asks).await?.dyn_into()?;
    Ok(answer.ok())
}
