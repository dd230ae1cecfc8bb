//! **Sign in**, for staff.

use crate::parts::form::{Form, Kept, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn OfficeLogin() -> impl IntoView {
    let next = use_query_map().read_untracked().get("next").unwrap_or_default();
    view! {
        <main id="main" class="page narrow">
            <header class="head"><h1>"Sign in to the office"</h1></header>
            <Form to="visitor/sign_in_staff" children=move |kept: Kept| {
                view! {
                    <input type="hidden" name="next" value=next.clone()/>
                    <TextField kept=kept.clone() name="email" label="Email" kind="email" autocomplete="username"/>
                    <TextField kept=Kept::default() name="password" label="Password" kind="password" autocomplete="current-password"/>
                    <div class="acts"><button class="btn wide">"Sign in"</button></div>
                }
                .into_any()
            }/>
        </main>
    }
}
