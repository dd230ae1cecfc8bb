//! The browser's side: which parts of a page come alive, and what a bundle therefore carries.

use crate::{
    appointments,
    documents::{self, SignatureSheet},
    files, forms, home,
    invites::IdentityForm,
    messages, notices,
    parts::{Island, form::PasswordForm, live},
    settings::BrandColours,
    shell::CommandBar,
};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// Takes over what the server has put into an element. Only the bundles know how.
pub type TakeOver = fn(HtmlElement, Box<dyn FnOnce() -> AnyView>);

/// ShowIsland what comes alive on a page of the portal.
pub fn portal(take_over: TakeOver) {
    live();
    home::keep_counts();
    files::send_files();
    messages::keep_what_is_written();
    forms::keep_answers();
    wake::<IdentityForm>(take_over);
    wake::<PasswordForm>(take_over);
    wake::<SignatureSheet>(take_over);
}

/// ShowIsland what comes alive on a page of the office.
pub fn office(take_over: TakeOver) {
    live();
    notices::keep_counts();
    files::send_files();
    appointments::keys();
    appointments::listen_to_drags();
    messages::keep_what_is_written();
    messages::insert_quick_texts();
    forms::keep_wording();
    documents::keep_notes();
    wake::<CommandBar>(take_over);
    wake::<BrandColours>(take_over);
    wake::<PasswordForm>(take_over);
}

/// ShowIsland every part of this kind on the page.
fn wake<P: Island>(take_over: TakeOver) {
    let Ok(places) = document().query_selector_all(&format!("[data-part={}]", P::NAME)) else { return };
    for place in (0..places.length()).filter_map(|index| places.item(index)?.dyn_into::<HtmlElement>().ok()) {
        let seed = place.get_attribute("data-seed").and_then(|seed| serde_json::from_str::<P>(&seed).ok());
        if let Some(part) = seed {
            take_over(place.clone(), Box::new(move || part.view()));
            tell_again(&place);
        }
    }
}

/// What was typed while the part still slept, it has not heard.
fn tell_again(place: &HtmlElement) {
    let Ok(fields) = place.query_selector_all("input:not([type=hidden],[type=radio],[type=checkbox]),textarea") else { return };
    for field in (0..fields.length()).filter_map(|index| fields.item(index)) {
        let typed = match field.dyn_ref::<HtmlInputElement>() {
            Some(input) => input.value() != input.default_value(),
            None => {
                field.dyn_ref::<HtmlTextAreaElement>().is_some_and(|area| area.default_value().is_ok_and(|empty| area.value() != empty))
            }
        };
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &bubbling)
            && typed
        {
            let _ = field.dispatch_event(&event);
        }
    }
}
