//! A text to take along, such as a link.

use crate::parts::Icon;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use web_sys::{Element, HtmlInputElement};

/// A line of text, and a button that copies it. Without scripts one marks it and copies by hand.
#[component]
pub fn CopyField(id: &'static str, label: &'static str, text: String) -> impl IntoView {
    view! {
        <div class="field full">
            <label for=id>{label}</label>
            <input class="input" id=id type="text" value=text readonly/>
            <div class="acts">
                <button type="button" class="btn quiet small script-only" data-copies=id><Icon name="copy"/>"Copy"</button>
                <span role="status" id=format!("{id}-copied")></span>
            </div>
        </div>
    }
}

/// In the browser: copies the field that a pressed button stands beside. Where that is not allowed it is marked, ready for the
/// keyboard.
pub(super) fn copy(button: &Element) {
    let id = button.get_attribute("data-copies").unwrap_or_default();
    let Some(field) = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) else { return };
    let tell = move |words: &'static str| {
        if let Some(place) = document().get_element_by_id(&format!("{id}-copied")) {
            place.set_text_content(Some(words));
        }
    };
    field.select();
    // Browsers have no clipboard for pages that come over plain HTTP.
    if !window().is_secure_context() {
        return tell(MARKED);
    }
    let (copied, refused) = (tell.clone(), tell);
    let copied = Closure::<dyn FnMut(JsValue)>::new(move |_| copied("Copied"));
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| refused(MARKED));
    let _ = window().navigator().clipboard().write_text(&field.value()).then2(&copied, &refused);
    copied.forget();
    refused.forget();
}

const MARKED: &str = "It is marked: press Ctrl or ⌘ and C.";
