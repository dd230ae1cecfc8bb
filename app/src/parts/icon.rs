use crate::assets::icon_sprite;
use leptos::prelude::*;

/// A line drawing beside a word; screen readers skip it.
#[component]
pub fn Icon(name: &'static str, #[prop(default = "icon")] class: &'static str) -> impl IntoView {
    let address = format!("{}#{name}", icon_sprite());
    view! {
        <svg class=class aria-hidden="true">
            <use href=address></use>
        </svg>
    }
}

/// A larger drawing for a page with little on it; screen readers skip it.
#[component]
pub fn Drawing(name: &'static str) -> impl IntoView {
    let address = format!("{}#{name}", icon_sprite());
    view! {
        <svg class="drawing" viewBox="0 0 160 120" aria-hidden="true">
            <use href=address></use>
        </svg>
    }
}
