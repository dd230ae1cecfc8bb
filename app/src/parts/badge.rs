//! How many of something wait, in red beside its name.

use domain::messages::MOST_ON_A_BADGE;
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
    view! { <span class="badge" data-counts=of hidden={many == 0}>{say(many)}<span class="sr">" "{words}</span></span> }
}

/// Nobody reads a larger number at a glance, and nobody counts further for it (`MOST_ON_A_BADGE`).
fn say(many: u64) -> String {
    if many > MOST_ON_A_BADGE { format!("{MOST_ON_A_BADGE}+") } else { many.to_string() }
}

/// In the browser: so many wait now. Nobody is interrupted for it.
pub fn set_badges(of: &str, many: u64) {
    let Ok(badges) = document().query_selector_all(&format!("[data-counts={of}]")) else { return };
    for badge in (0..badges.length()).filter_map(|index| badges.item(index)) {
        if let Some(number) = badge.first_child() {
            number.set_text_content(Some(&say(many)));
        }
        let _ = js_sys::Reflect::set(&badge, &"hidden".into(), &(many == 0).into());
    }
}
