//! Parts that wake up. A page is HTML from the server and stays as it came; only a few parts of it come alive in the
//! browser, each with what it needs to know beside it in the page.
//!
//! Not Leptos' own `#[island]`: every island of a crate is an export of its bundle, so a client's phone would download
//! the office's. Here a bundle carries what it wakes, and no more (`awake.rs`).

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

/// A part that comes alive in the browser: what it needs to know, and what it looks like.
pub trait Island: Serialize + DeserializeOwned + 'static {
    /// What the page calls it.
    const NAME: &'static str;

    /// The same on both sides: nothing that only one of them knows, such as the page's address or the time.
    fn view(self) -> AnyView;
}

/// Stands for a part on a page.
#[component]
pub fn ShowIsland<P: Island>(part: P) -> impl IntoView {
    let seed = serde_json::to_string(&part).unwrap_or_default();
    view! { <div class="wakes" data-part=P::NAME data-seed=seed>{part.view()}</div> }
}
