//! What just happened, and what to say where there is nothing to show.

use crate::parts::{Drawing, Icon};
use leptos::prelude::*;

/// A notice at the head of a page. Kinds: "ok", "info", "warn", "bad"; bad news is announced at once.
#[component]
pub fn Notice(
    #[prop(default = "ok")] kind: &'static str,
    #[prop(optional, into)] head: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let icon = match kind {
        "ok" => "check-circle",
        "info" => "info",
        _ => "alert",
    };
    view! {
        <div class=format!("notice {kind}") role=if kind == "bad" { "alert" } else { "status" }>
            <Icon name=icon/>
            <div>
                {(!head.is_empty()).then(|| view! { <p class="notice-head">{head}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

/// A list with nothing in it: a drawing, a sentence, and the way on.
#[component]
pub fn Empty(
    drawing: &'static str,
    #[prop(into)] title: String,
    words: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Drawing name=drawing/>
            <h2>{title}</h2>
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
}
