//! In the browser: a quick text goes where one is writing, or below what stands there.

use domain::messages::added_below;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, Event, EventInit, HtmlTextAreaElement};

/// Begins to listen.
pub fn insert_quick_texts() {
    window_event_listener(ev::click, |event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(button) = clicked.and_then(|clicked| clicked.closest("[data-inserts]").ok().flatten())
            && insert(&button).is_some()
        {
            event.prevent_default();
        }
    });
}

/// Nothing, where none is chosen: then the server says so.
fn insert(button: &Element) -> Option<()> {
    let chosen = button.parent_element()?.query_selector("option:checked").ok()??;
    let words = chosen.get_attribute("data-words")?;
    let field = document().get_element_by_id(&button.get_attribute("data-inserts")?)?.dyn_into::<HtmlTextAreaElement>().ok()?;
    let written = field.value();
    let at = field.selection_start().ok()??;
    // Where nobody has written yet the cursor stands before everything.
    if at == 0 || at >= written.encode_utf16().count() as u32 {
        field.set_value(&added_below(&written, &words));
    } else {
        field.set_range_text(&words).ok()?;
    }
    field.focus().ok()?;
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    field.dispatch_event(&Event::new_with_event_init_dict("input", &bubbling).ok()?).ok()?;
    Some(())
}
