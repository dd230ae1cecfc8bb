//! How many of something wait, in red beside its name.

use leptos::prelude::*;

/// Stands in the page even where nothing waits, so that it can appear in place.
#[component]
pub fn Badge(
    /// What is counted: every badge of that name shows the same.
    of: &'static str,
    many: u64,
    /// What it says to who hears the page: "unread".
    words: &'static str,
) -> impl IntoView {
    view! { <span class="badge" data-counts=of hidden={many == 0}>{many.to_string()}<span class="sr">" "{words}</span></span> }
}

/// In the browser: so many wait now. Nobody is interrupted for it.
pub fn set_badges(of: &str, many: u64) {
    let Ok(badges) = document().query_selector_all(&format!("[data-counts={of}]")) else { return };
    for badge in (0..badges.length()).filter_map(|index| badges.item(index)) {
        if let Some(number) = badge.first_child() {
            number.set_text_content(Some(&many.to_string()));
        }
        let _ = js_sys::Reflect::set(&badge, &"hidden".into(), &(many == 0).into());
    }
}
