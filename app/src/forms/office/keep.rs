//! In the browser: what is typed into the editor is kept a moment later, and what the page shows of it beside is asked for anew. Without
//! scripts each button keeps it.

use crate::parts::refresh;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};
use web_sys::{Event, FormData, Headers, HtmlElement, HtmlFormElement, RequestInit, Response, SubmitEvent, UrlSearchParams};

/// So long after the last key.
const PAUSE: Duration = Duration::from_millis(700);

thread_local! {
    /// How often something was typed.
    static TYPED: Cell<u32> = const { Cell::new(0) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// A button that was pressed meanwhile.
    static PRESSED: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Begins to listen, where a form says that it is kept.
pub fn keep_wording() {
    let mark = document().query_selector("[data-edits]").ok().flatten();
    let Some(form) = mark.and_then(|mark| mark.closest("form").ok().flatten()) else { return };
    let Ok(form) = form.dyn_into::<HtmlFormElement>() else { return };
    let typed_in = form.clone();
    let hears = Closure::<dyn FnMut()>::new(move || {
        TYPED.set(TYPED.get() + 1);
        later(typed_in.clone());
    });
    for name in ["input", "change"] {
        let _ = form.add_event_listener_with_callback(name, hears.as_ref().unchecked_ref());
    }
    hears.forget();
    // What is on its way arrives first: a button stands on that.
    let sends = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        if BUSY.replace(true) {
            event.prevent_default();
            PRESSED.set(event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter));
        }
    });
    let _ = form.add_event_listener_with_callback("submit", sends.as_ref().unchecked_ref());
    sends.forget();
}

fn later(form: HtmlFormElement) {
    let now = TYPED.get();
    set_timeout(
        move || {
            // Somebody types on, or it is on its way: whoever comes last keeps all of it.
            if TYPED.get() == now && !BUSY.replace(true) {
                spawn_local(async move {
                    let kept = keep(&form).await.is_ok_and(|kept| kept);
                    say(if kept { "Saved" } else { "Not saved yet. Press Save: then you see why." });
                    // What stands on the page now stands on what was just kept, whatever was typed since.
                    if kept {
                        let _ = refresh().await;
                    }
                    let pressed = PRESSED.take();
                    BUSY.set(false);
                    match pressed {
                        Some(button) => button.click(),
                        None if TYPED.get() != now => later(form),
                        None => {}
                    }
                });
            }
        },
        PAUSE,
    );
}

async fn keep(form: &HtmlFormElement) -> Result<bool, JsValue> {
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(form)?.into())?;
    let (headers, asks) = (Headers::new()?, RequestInit::new());
    headers.set("accept", "application/json")?;
    asks.set_method("POST");
    asks.set_headers(&headers);
    asks.set_body(&fields);
    let answer: Response = window().fetch_with_str_and_init(&form.action(), &asks).await?.dyn_into()?;
    Ok(answer.ok())
}

fn say(words: &str) {
    if let Some(place) = document().get_element_by_id("kept") {
        place.set_text_content(Some(words));
    }
}
