//! What a page does before it can be shown: load, once, on the server. The browser never asks for it again.

use crate::{
    Failure,
    parts::{Trouble, address},
};
use leptos::prelude::*;
use std::future::Future;

/// Loads what a page shows and shows it whole; or says what went wrong, with the right status and a way on.
#[component]
pub fn Loaded<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: FnOnce(T) -> AnyView + Send + 'static,
{
    let path = address();
    let show = move |found: Result<T, Failure>| match found {
        Ok(value) => show(value),
        Err(failure) => view! { <Trouble failure path/> }.into_any(),
    };
    view! { <Fetched load show/> }
}

/// Loads what a page shows; `show` also says what went wrong.
#[component]
pub fn Fetched<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: FnOnce(Result<T, Failure>) -> AnyView + Send + 'static,
{
    // Not inside a closure: the server would call that several times, and with it everything that the page loads in turn.
    view! { <Suspense>{Suspend::new(async move { show(load().await) })}</Suspense> }
}
