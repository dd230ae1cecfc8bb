//! **Verify**, for everybody.

use crate::{
    Failure,
    documents::{
        read_checked,
        verify::{Found, VerifyView},
    },
    parts::asked,
    shell::EntryPage,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn VerifyPage() -> impl IntoView {
    let looked = asked("looked").is_some();
    let load = move || async move { if looked { read_checked().await } else { Ok::<Found, Failure>(None) } };
    view! {
        <Title text="Verify a document"/>
        <EntryPage load show=|found: Found| view! {
            <header class="head">
                <h1>"Verify a document"</h1>
                <p class="sub">"Did you get a signed document as a PDF? Here you can have it looked at: whether it comes from this practice, and nothing in it was changed."</p>
            </header>
            <VerifyView found to="/verify/file"/>
        }.into_any()/>
    }
}
