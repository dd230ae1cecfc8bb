//! The component workbench, for `trunk serve`: see `Trunk.toml`.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    app::use_icons("/icons.svg".into());
    leptos::mount::mount_to_body(app::Workbench);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The workbench runs in a browser: trunk serve");
}
