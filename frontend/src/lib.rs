//! The browser bundles. Each wakes the parts that come alive on the pages of its side; the pages themselves are the server's.
#![cfg(all(target_arch = "wasm32", any(feature = "portal", feature = "office")))]

use any_spawner::Executor;
use app::islands::{TakeOver, office, portal};
use leptos::mount::hydrate_from;
use wasm_bindgen::prelude::wasm_bindgen;

/// ShowIsland what comes alive on this page. `icons` is the address of the icon sprite, as the server rendered it.
#[wasm_bindgen]
pub fn hydrate(icons: String) {
    console_error_panic_hook::set_once();
    // Hydrating would begin it too, but not every page has a part that comes alive. It says no where it has begun.
    let _ = Executor::init_wasm_bindgen();
    app::use_icons(icons);
    // Under `cargo leptos watch` one bundle holds both sides.
    let is_office = if cfg!(feature = "portal") { cfg!(feature = "office") && app::is_office() } else { true };
    let wake: fn(TakeOver) = if is_office { office } else { portal };
    let take_over: TakeOver = |place, view| hydrate_from(place, view).forget();
    wake(take_over);
}
