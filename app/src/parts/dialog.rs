//! Windows over a page. Without scripts the page is loaded once more with the window open; with them it opens in place.

use crate::parts::asked;
use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// A button that opens the window of that id.
#[component]
pub fn DialogButton(opens: &'static str, #[prop(default = "btn")] class: &'static str, children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let navigate = use_navigate();
    let open = move |event: leptos::ev::MouseEvent| {
        if dialog(opens).is_some_and(|dialog| dialog.show_modal().is_ok()) {
            event.prevent_default();
            // The address says so too: a form that comes back refused then finds its window open.
            navigate(&format!("{}?dialog={opens}", path.get_untracked()), in_place());
        }
    };
    view! {
        <form method="get">
            <input type="hidden" name="dialog" value=opens/>
            <button class=class on:click=open>{children()}</button>
        </form>
    }
}

/// The window itself: a head with the id `ID-head`, and a form of class "dialog-body".
#[component]
pub fn Dialog(id: &'static str, children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let navigate = use_navigate();
    let open = asked("dialog").as_deref() == Some(id);
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        // What the server could only show is now a real window: the page behind it rests, Escape closes it.
        if let Some(dialog) = element.get().filter(|_| open) {
            let _ = dialog.remove_attribute("open");
            let _ = dialog.show_modal();
        }
    });
    let closed = move |_| navigate(&path.get_untracked(), in_place());
    view! {
        <dialog class="dialog" id=id aria-labelledby=format!("{id}-head") open=open node_ref=element on:close=closed>
            {children()}
        </dialog>
    }
}

/// Closes the window that it stands in, and sends nothing.
#[component]
pub fn CancelButton() -> impl IntoView {
    view! { <button class="btn plain" formmethod="dialog" formnovalidate>"Cancel"</button> }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn in_place() -> NavigateOptions {
    NavigateOptions { resolve: false, replace: true, scroll: false, ..Default::default() }
}
