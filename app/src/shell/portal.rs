//! The portal's frame.

use crate::{Assets, assets::use_icons, parts::Loaded, parts::acting_for, parts::Icon, sign_in::Login};
use domain::{home::Frame, sign_in::Side};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{SsrMode, components::{Route, Router, Routes}, path};

/// The whole document around the portal.
pub fn portal_shell(assets: Assets) -> impl IntoView {
    document(assets, "portal", view! { <Portal/> }.into_any())
}

/// A document of either side: styles, icons, and the bundle of that side.
pub(super) fn document(assets: Assets, side: &'static str, app: AnyView) -> impl IntoView {
    let script = assets.url(&format!("{side}.js"));
    let wasm = assets.url(&format!("{side}.wasm"));
    let start = format!("import start,{{hydrate}} from \"{script}\";start({{module_or_path:\"{wasm}\"}}).then(()=>hydrate(\"{}\"))", assets.url("icons.svg"));
    use_icons(assets.url("icons.svg"));
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=assets.url(&format!("{side}.css"))/>
                <link rel="modulepreload" href=script nonce=use_nonce()/>
                <script type="module" nonce=use_nonce() inner_html=start></script>
                <MetaTags/>
            </head>
            <body class=side>{app}</body>
        </html>
    }
}

#[component]
pub fn Portal() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=|| view! { <Entry><crate::parts::Missing side=Side::Portal/></Entry> }>
                <Route path=path!("/login") view=Login ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// The frame around a page without a session.
#[component]
pub fn Entry(children: Children) -> impl IntoView {
    view! { <main id="main" class="page narrow" tabindex="-1">{children()}</main> }
}

/// The frame around a page of the portal.
#[component]
pub fn PortalPage(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <main id="main" class="page" tabindex="-1">{children()}</main>
    }
}
