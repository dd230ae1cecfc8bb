//! **Sign in**, for clients.

use crate::{
    parts::{
        asked,
        form::{Form, Kept, PasswordField, TextField},
    },
    shell::{EntryPage, RoomView},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Login() -> impl IntoView {
    view! {
        <Title text="Sign in"/>
        <EntryPage load=|| async { Ok(()) } show=|()| view! { <LoginView/> }.into_any()/>
    }
}

#[component]
fn LoginView() -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    let waits = !next.is_empty();
    view! {
        <header class="head">
            <h1>"Sign in"</h1>
            <p class="sub">
                {if waits { "Sign in, and we take you right to the page you asked for." } else { "Welcome. Sign in to your space at the practice." }}
            </p>
        </header>
        <Form to="visitor/sign_in" children=move |kept: Kept| view! {
            <input type="hidden" name="next" value=next/>
            <TextField kept=kept.clone() name="email" label="Email" kind="email" autocomplete="username"/>
            <PasswordField kept/>
            <button class="btn main">"Sign in"</button>
        }
        .into_any()/>
        <p class="after">"First time here? Open the link in your invitation e-mail. No e-mail? Ask the office to send it once more."</p>
        <RoomView/>
    }
}
