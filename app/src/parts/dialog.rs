//! Windows over a page. Without scripts the page is loaded once more with the window open; with them it opens in place.

use super::address::{InWindow, address_of, asked, asked_besides};
use crate::routes::in_state;
use leptos::{
    context::Provider,
    ev::MouseEvent,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use web_sys::{Element, HtmlDialogElement, HtmlElement};

/// What a page's address says of its last moment only. A window that opens begins anew.
const PASSING: &[&str] = &["dialog", "done", "refused", "incident", "idle"];

/// A button that opens the window of that id.
#[component]
pub fn DialogButton(opens: &'static str, #[prop(default = "btn")] class: &'static str, children: Children) -> impl IntoView {
    view! {
        <form method="get">
            // A form that asks replaces the whole query: what else was asked goes along, above all for whom one acts.
            {asked_besides(PASSING)
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
                .collect_view()}
            <input type="hidden" name="dialog" value=opens/>
            <button class=class data-opens=opens>{children()}</button>
        </form>
    }
}

/// The window itself: a head with the id `ID-head`, and a form of class "dialog-body".
#[component]
pub fn Dialog(id: &'static str, children: Children) -> impl IntoView {
    let open = asked("dialog").as_deref() == Some(id);
    view! {
        <dialog class="dialog" id=id aria-labelledby=format!("{id}-head") open=open><Provider value=InWindow(id)>{children()}</Provider></dialog>
    }
}

/// Closes the window that it stands in, and sends nothing.
#[component]
pub fn CancelButton() -> impl IntoView {
    view! { <button class="btn plain" formmethod="dialog" formnovalidate>"Cancel"</button> }
}

/// In the browser: opens the window of a clicked button over the page.
pub(super) fn open(button: &Element, event: &MouseEvent) {
    let id = button.get_attribute("data-opens").unwrap_or_default();
    let dialog = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok());
    // A menu closes under the window: focus shall come back to what had opened it.
    if let Some(opener) = button.closest(".menu").ok().flatten().and_then(|menu| menu.previous_element_sibling())
        && let Ok(opener) = opener.dyn_into::<HtmlElement>()
    {
        let _ = opener.focus();
    }
    if dialog.is_some_and(|dialog| dialog.show_modal().is_ok()) {
        event.prevent_default();
        // The address says so too: a form that comes back refused then finds its window open.
        say_in_address(Some(&id));
    }
}

/// In the browser: what the server could only show becomes a real window. The page behind it rests, Escape closes it.
pub(super) fn open_in_place() {
    let Ok(dialogs) = document().query_selector_all("dialog.dialog") else { return };
    for dialog in (0..dialogs.length()).filter_map(|index| dialogs.item(index)?.dyn_into::<HtmlDialogElement>().ok()) {
        if dialog.open() {
            let _ = dialog.remove_attribute("open");
            let _ = dialog.show_modal();
        }
        let closed = Closure::<dyn Fn()>::new(|| say_in_address(None));
        let _ = dialog.add_event_listener_with_callback("close", closed.as_ref().unchecked_ref());
        closed.forget();
    }
}

/// Changes the one parameter, and nothing else: for whom one acts stands in the address too.
fn say_in_address(open: Option<&str>) {
    let location = window().location();
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    let page = address_of(&path, &search, PASSING);
    let page = open.map_or_else(|| page.clone(), |id| in_state(page.as_str(), "dialog", id));
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&page)));
}
