//! A link that opens nothing any more.

use crate::{Answer, parts::Drawing, reply::reply};
use leptos::prelude::*;
use leptos_meta::Title;

/// What happened with the link, and what to do. Never for whom it was.
#[component]
pub fn DeadEnd(
    /// 404 for a link that was never ours, or else 410.
    status: u16,
    title: &'static str,
    happened: &'static str,
    remedy: &'static str,
    /// The ways on.
    children: Children,
) -> impl IntoView {
    reply(Answer::Status(status));
    view! {
        <Title text=title/>
        <Drawing name="draw-lost"/>
        <header class="head">
            <h1>{title}</h1>
            <p class="sub">{happened}</p>
        </header>
        <div class="block stack">
            <p>{remedy}</p>
            <div class="acts">{children()}</div>
        </div>
    }
}
