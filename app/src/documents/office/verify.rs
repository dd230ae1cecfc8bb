//! **Verify**, from the office.

use crate::{
    documents::{
        read_checked_in_office,
        verify::{Found, VerifyView},
    },
    parts::{Loaded, asked},
    routes,
    shell::OfficePage,
};
use leptos::prelude::*;

#[component]
pub fn OfficeVerifyPage() -> impl IntoView {
    let looked = asked("looked").is_some();
    view! {
        <OfficePage title="Verify a document" narrow=true>
            <header class="head">
                <div>
                    <h1>"Verify a document"</h1>
                    <p class="sub">"Whether a PDF comes from this practice, and nothing in it was changed."</p>
                </div>
            </header>
            <Loaded load=move || read_checked_in_office(looked) show={|found: Found| view! { <VerifyView found to="/office/verify/file"/> }.into_any()}/>
            <p class="fine block">"Anybody who holds such a file can do the same at "<a href=routes::VERIFY>"the public page"</a>"."</p>
        </OfficePage>
    }
}
