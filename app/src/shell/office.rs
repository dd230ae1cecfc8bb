//! The office's frame.

use super::portal::document;
use crate::{Assets, sign_in::OfficeLogin};
use domain::sign_in::Side;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{SsrMode, components::{Route, Router, Routes}, path};

/// The whole document around the office.
pub fn office_shell(assets: Assets) -> impl IntoView {
    document(assets, "office", view! { <Office/> }.into_any())
}

#[component]
pub fn Office() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router base="/office">
            <Routes fallback=|| view! { <main id="main" class="page"><crate::parts::Missing side=Side::Office/></main> }>
                <Route path=path!("/login") view=OfficeLogin ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// The frame around a page of the office.
#[component]
pub fn OfficePage(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title/>
        <main id="main" class="page" tabindex="-1">{children()}</main>
    }
}
