//! **Sign in**, for clients.

use crate::{
    parts::form::{Form, Kept, TextField},
    shell::Entry,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn Login() -> impl IntoView {
    let next = use_query_map().read_untracked().get("next").unwrap_or_default();
    view! {
        <Entry>
            <header class="head"><h1>"Sign in"</h1></header>
            <Form to="visitor/sign_in" children=move |kept: Kept| {
                view! {
                    <input type="hidden" name="next" value=next.clone()/>
                    <TextField kept=kept.clone() name="email" label="Email" kind="email" autocomplete="username"/>
                    <TextField kept=Kept::default() name="password" label="Password" kind="password" autocomplete="current-password"/>
                    <div class="acts"><button class="btn wide">"Sign in"</button></div>
                }
                .into_any()
            }/>
        </Entry>
    }
}
