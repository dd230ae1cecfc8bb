//! **Sign in**, for staff.

use crate::{
    home::read_practice,
    parts::{
        Fetched, Incident, asked,
        form::{Form, Kept, PasswordField, TextField},
    },
    routes,
};
use domain::sign_in::Side;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn OfficeLogin() -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    view! {
        <Title text="Sign in · Anteroom"/>
        <div class="skips"><a href="#main">"Skip to content"</a></div>
        <div class="office entry">
            <main id="main" class="page" tabindex="-1">
                <Incident side=Side::Office/>
                <header class="head">
                    <PracticeName/>
                    <h1>"Sign in"</h1>
                    <p class="sub">"For staff of the practice. "<a href=routes::LOGIN>"Are you a client?"</a></p>
                </header>
                <Form to="visitor/sign_in_staff" children=move |kept: Kept| view! {
                    <input type="hidden" name="next" value=next/>
                    <TextField kept=kept.clone() name="email" label="Email" kind="email" autocomplete="username"/>
                    <PasswordField kept/>
                    <button class="btn main">"Sign in"</button>
                }
                .into_any()/>
            </main>
        </div>
    }
}

/// Whose office it is.
#[component]
fn PracticeName() -> impl IntoView {
    view! { <Fetched load=read_practice show=|practice| practice.ok().map(|(name, _)| view! { <p class="brand">{name}</p> }).into_any()/> }
}
