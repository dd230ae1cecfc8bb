//! The frame around the pages without a session: sign-in, registration, dead links, pages that are not there.

use super::{
    frame::{NavItem, PortalFrame},
    help::{HelpBlock, Skips},
};
use crate::{
    Failure,
    home::{read_frame, read_holder, read_practice},
    parts::{BrandHere, BrandMark, Drawing, Fetched, Missing, SignedInAs, Trouble, WithIncident, acting_for, address},
    routes,
};
use domain::{settings::Help, sign_in::Side};
use leptos::prelude::*;
use leptos_meta::Body;
use std::future::Future;

/// The practice and how to reach it, and what a page loads besides. Where that is not there, who is signed in.
type Found<T> = Result<((String, Help), Option<String>, Result<T, Failure>), Failure>;

/// A page before sign-in: what `load` brings, in its frame; or what went wrong with it.
#[component]
pub fn EntryPage<T, F, Fut, V>(load: F, show: V) -> impl IntoView
where
    T: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
    V: FnOnce(T) -> AnyView + Send + 'static,
{
    let path = address();
    let load_both = move || {
        let page = load();
        async move {
            let (practice, page) = (read_practice().await?, page.await);
            let who = match &page {
                Err(Failure(domain::Failure::NotFound)) => read_holder().await.unwrap_or_default(),
                _ => None,
            };
            Ok((practice, who, page))
        }
    };
    let show = move |found: Found<T>| match found {
        Ok(((practice, help), _, Ok(page))) => {
            let shown = show(page);
            view! { <Entry practice help>{shown}</Entry> }.into_any()
        }
        Ok(((practice, help), who, Err(failure))) => {
            if let Some(who) = who {
                provide_context(SignedInAs(who));
            }
            view! { <Entry practice help><Trouble failure path/></Entry> }.into_any()
        }
        Err(failure) => view! {
            <Body {..} class="portal entry"/>
            <main id="main" class="page narrow" tabindex="-1"><Trouble failure path/></main>
        }
        .into_any(),
    };
    view! { <Fetched load=load_both show/> }
}

#[component]
fn Entry(practice: String, help: Help, children: Children) -> impl IntoView {
    view! {
        <Body {..} class="portal entry"/>
        <Skips crisis=help.crisis.clone()/>
        <header class="top">
            <div class="top-in">
                <a class="brand" href=routes::LOGIN>
                    <BrandMark/>
                    <span>{practice}</span>
                </a>
            </div>
        </header>
        <main id="main" class="page narrow" tabindex="-1">
            <WithIncident side=Side::Portal>{children()}</WithIncident>
        </main>
        <HelpBlock help/>
    }
}

/// On a wide screen, a window into the quiet room behind the door.
#[component]
pub fn RoomView() -> impl IntoView {
    view! {
        <div class="room-view" aria-hidden="true">
            <Drawing name="draw-calm"/>
            <p dir="auto">{BrandHere::here().welcome.unwrap_or_else(|| "A quiet place to keep in touch with your care".to_owned())}</p>
        </div>
    }
}

/// A page that could not even be framed: nobody is signed in, or worse.
#[component]
pub fn PortalTrouble(failure: Failure) -> impl IntoView {
    view! { <EntryPage load=move || async move { Err::<(), _>(failure) } show=|()| ().into_any()/> }
}

/// The page for every address that is none of ours, in the frame of whoever asks.
#[component]
pub fn MissingPage() -> impl IntoView {
    let grant = acting_for();
    view! {
        <Fetched load=move || read_frame(grant) show=|found| match found {
            Ok(frame) => view! { <PortalFrame frame place=NavItem::Nowhere><Missing side=Side::Portal/></PortalFrame> }.into_any(),
            Err(_) => view! { <PortalTrouble failure=Failure(domain::Failure::NotFound)/> }.into_any(),
        }/>
    }
}
