//! **Sign in**, for clients, and the way to a new password.

use super::{
    AlreadyIn, DoneNotice, ForgotLink, SignIn,
    key::{AskedView, DeadKey, ForgotForm, NewPasswordView},
    may_lead_on,
    passkey::{For, PasskeyButton},
    read_key,
};
use crate::{
    Done,
    home::read_frame,
    parts::{
        asked,
        form::{Form, PasswordField, PasswordUse, TextField},
        param,
    },
    shell::{EntryPage, RoomView},
};
use domain::sign_in::{KeyPage, PasskeyUse, Side};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Login() -> impl IntoView {
    let looks = may_lead_on();
    view! {
        <Title text="Sign in"/>
        <EntryPage load=move || async move { Ok(looks && read_frame(None).await.is_ok()) } show=|is_in: bool| {
            if is_in { view! { <AlreadyIn side=Side::Portal/> }.into_any() } else { view! { <LoginView/> }.into_any() }
        }/>
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
        <Form<SignIn> fields=vec![("next", next)]>
            <DoneNotice/>
            <TextField name="email" label="Email" kind="email" autocomplete="username"/>
            <PasswordField/>
            <button class="btn main">"Sign in"</button>
        </Form<SignIn>>
        <PasskeyButton what=For::SignIn(PasskeyUse::Alone) side=Side::Portal next=asked("next").unwrap_or_default()/>
        <p class="forgot"><ForgotLink side=Side::Portal/></p>
        <p class="after">"First time here? Open the link in your invitation e-mail. No e-mail? Ask the office to send it once more."</p>
        <RoomView/>
    }
}

/// **Forgot password**.
#[component]
pub fn ForgotPage() -> impl IntoView {
    view! {
        <Title text="Forgot password"/>
        <EntryPage load=|| async { Ok(()) } show=|()| view! { <ForgotView/> <RoomView/> }.into_any()/>
    }
}

#[component]
fn ForgotView() -> impl IntoView {
    if Done::here() == Some(Done::Asked) {
        return view! { <AskedView side=Side::Portal/> }.into_any();
    }
    view! {
        <header class="head">
            <h1>"Forgot password"</h1>
            <p class="sub">"It happens. We send you a link, and you choose a new one."</p>
        </header>
        <ForgotForm side=Side::Portal/>
    }
    .into_any()
}

/// The page behind the link to a new password.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token: String = param("token").unwrap_or_default();
    let load = {
        let token = token.clone();
        move || read_key(Side::Portal, token)
    };
    view! {
        <EntryPage load show=move |page: KeyPage| match page {
            KeyPage::Open { email, .. } => {
                view! { <NewPasswordView purpose=PasswordUse::Reset(Side::Portal) token email/> <RoomView/> }.into_any()
            }
            KeyPage::Dead { phone, reason, .. } => view! { <DeadKey side=Side::Portal phone reason/> }.into_any(),
        }/>
    }
}
