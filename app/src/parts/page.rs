//! What a page does before it can be shown: load, once, on the server. The browser never asks for it again.

use crate::{
    Failure,
    parts::{Trouble, address},
};
use futures_channel::oneshot;
use leptos::{prelude::*, reactive::computed::ScopedFuture, task};
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
    // In a task of its own: a page looks into each of its parts once before it waits for them one after the other, and a part
    // that had begun to write in that moment would hold the writer while nobody lets it go on.
    let (tell, told) = oneshot::channel();
    task::spawn(ScopedFuture::new(async move { drop(tell.send(load().await)) }));
    let found = async move { told.await.unwrap_or(Err(Failure(domain::Failure::Unreachable))) };
    // Not inside a closure: the server would call that several times, and with it everything that the page loads in turn.
    view! { <Suspense>{Suspend::new(async move { show(found.await) })}</Suspense> }
}
