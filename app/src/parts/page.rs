//! What a page does before it can be shown: load, once, and say what went wrong.

use crate::{Answer, Failure, reply::reply, routes};
use domain::{
    ids::GrantId,
    sign_in::{Side, side_of},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, str::FromStr};

/// A part of the path, such as an id. What cannot be read is not there.
pub fn param<T: FromStr>(name: &'static str) -> Option<T> {
    use_params_map().read_untracked().get(name)?.parse().ok()
}

/// For whom the page acts, as its address says.
pub fn acting_for() -> Option<GrantId> {
    use_query_map().read_untracked().get("for")?.parse().ok()
}

/// Loads what a page shows and shows it whole; or says what went wrong, with the right status and a way on.
#[component]
pub fn Loaded<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let location = use_location();
    let path = Memo::new(move |_| format!("{}{}", location.pathname.get(), query(&location.search.get())));
    let resource = Resource::new_blocking(|| (), move |()| load());
    view! {
        <Suspense>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => show(value),
                        Err(failure) => view! { <Trouble failure path=path.get_untracked()/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

fn query(search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => String::new(),
        search => format!("?{search}"),
    }
}

/// What went wrong with a page, and the way on.
#[component]
pub fn Trouble(failure: Failure, path: String) -> impl IntoView {
    use domain::Failure::*;
    let side = side_of(&path);
    match failure.0 {
        SignedOut => {
            let to = format!("{}?next={}", routes::login(side), encode(&path));
            reply(Answer::GoTo(to.clone()));
            #[allow(clippy::redundant_clone)]
            let target = to.clone();
            Effect::new(move |_| {
                let _ = window().location().set_href(&target);
            });
            view! { <p class="sub">"Please " <a href=to rel="external">"sign in"</a> " to go on."</p> }.into_any()
        }
        NotFound => view! { <Missing side/> }.into_any(),
        NotAllowed => {
            reply(Answer::Status(403));
            view! { <Explained side title="This is not part of your work here" words="Your role does not open this page. If you need it, ask your practice administrator."/> }.into_any()
        }
        Refused(_) => {
            reply(Answer::Status(422));
            view! { <Explained side title="We could not read that" words="Please go back and try once more."/> }.into_any()
        }
        Unexpected { incident } => {
            reply(Answer::Status(500));
            view! {
                <Explained side title="Something went wrong on our side" words="Nothing you did is lost. Please try again in a moment."/>
                <p class="fine">"If it happens again, tell the office this number: " {incident}</p>
            }
            .into_any()
        }
        Unreachable => {
            view! { <Explained side title="We could not reach the practice" words="Check your connection, then load this page again."/> }.into_any()
        }
    }
}

/// The page for everything that is not there, and for everything that is not for this person.
#[component]
pub fn Missing(side: Side) -> impl IntoView {
    reply(Answer::Status(404));
    view! {
        <Explained side title="We cannot find that page" words="It may have moved, or it was never here. Nothing of yours is lost."/>
    }
}

#[component]
fn Explained(side: Side, title: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            <svg class="drawing" aria-hidden="true">
                <use href=format!("{}#draw-lost", crate::assets::icon_sprite())></use>
            </svg>
            <h1>{title}</h1>
            <p>{words}</p>
            <a class="btn" href=routes::home(side) rel="external">"Go to the start page"</a>
        </div>
    }
}

/// Percent-encodes a path for a query (RFC 3986): everything but unreserved characters.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
