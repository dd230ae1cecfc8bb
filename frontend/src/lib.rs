//! The browser bundles. Each takes over the page that the server rendered.
#![cfg(all(target_arch = "wasm32", any(feature = "portal", feature = "office")))]

use leptos::mount::hydrate_body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page up. `icons` is the address of the icon sprite, as the server rendered it.
#[wasm_bindgen]
pub fn hydrate(icons: String) {
    console_error_panic_hook::set_once();
    app::use_icons(icons);
    #[cfg(all(feature = "portal", not(feature = "office")))]
    hydrate_body(app::Portal);
    #[cfg(all(feature = "office", not(feature = "portal")))]
    hydrate_body(app::Office);
    #[cfg(not(any(all(feature = "portal", not(feature = "office")), all(feature = "office", not(feature = "portal")))))]
    if app::is_office() { hydrate_body(app::Office) } else { hydrate_body(app::Portal) }
}
