//! What a page does before it can be shown: load, once.

use crate::{
    Failure,
    parts::{Trouble, address},
};
use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
};

/// Loads what a page shows and shows it whole; or says what went wrong, with the right status and a way on.
#[component]
pub fn Loaded<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let path = address();
    let show = move |found: Result<T, Failure>| match found {
        Ok(value) => show(value),
        Err(failure) => view! { <Trouble failure path=path.clone()/> }.into_any(),
    };
    view! { <Fetched load show/> }
}

/// Loads what a page shows; `show` also says what went wrong.
#[component]
pub fn Fetched<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: Fn(Result<T, Failure>) -> AnyView + Clone + Send + Sync + 'static,
{
    follow_links_by_loading();
    let resource = Resource::new_blocking(|| (), move |()| load());
    // Not inside a closure: the server would call that several times, and with it everything that the page loads in turn.
    view! { <Suspense>{Suspend::new(async move { show(resource.await) })}</Suspense> }
}

/// Lets every link load its page: whole, with its status, its title and whatever is new.
///
/// A page reads its address once. The router would change the address and swap parts under it, without a new title for
/// those who listen; a link marked as external it leaves to the browser.
pub fn follow_links_by_loading() {
    static SEEN_TO: AtomicBool = AtomicBool::new(false);
    Effect::new(|_| {
        if SEEN_TO.swap(true, Ordering::Relaxed) {
            return;
        }
        let mark = Closure::<dyn Fn(ev::MouseEvent)>::new(|event: ev::MouseEvent| {
            let clicked = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if let Some(link) = clicked.and_then(|element| element.closest("a[href]").ok().flatten()) {
                let rel = link.get_attribute("rel").unwrap_or_default();
                let _ = link.set_attribute("rel", format!("{rel} external").trim_start());
            }
        });
        // In the capture phase: before the router looks at the link.
        let _ = document().add_event_listener_with_callback_and_bool("click", mark.as_ref().unchecked_ref(), true);
        mark.forget();
    });
}

/// Gives focus to what has to be read first, unless somebody is at a field already.
pub fn take_focus(node: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        // One frame later the browser has seen to `autofocus` by itself, and does not complain about coming second.
        request_animation_frame(move || {
            let busy = document().active_element().is_some_and(|at| ["INPUT", "TEXTAREA", "SELECT"].contains(&at.tag_name().as_str()));
            if !busy {
                let _ = node.focus();
            }
        });
    });
}
