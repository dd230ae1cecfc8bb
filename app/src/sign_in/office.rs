//! **Sign in**, for staff, and the way to a new password.

use super::{
    AlreadyIn, DoneNotice, ForgotLink, SignInStaff,
    key::{AskedView, DeadKey, ForgotForm, NewPasswordView},
    may_lead_on,
    passkey::{For, PasskeyButton},
    read_key,
};
use crate::{
    Done,
    home::read_practice,
    notices::read_frame,
    parts::{
        Fetched, Incident, Loaded, asked,
        form::{Form, PasswordField, PasswordUse, TextField},
        param,
    },
    routes,
};
use domain::sign_in::{KeyPage, PasskeyUse, Side};
use leptos::prelude::*;
use leptos_meta::Title;

/// The frame around the office's pages before sign-in.
#[component]
pub(super) fn OfficeEntry(children: Children) -> impl IntoView {
    view! {
        <div class="skips"><a href="#main">"Skip to content"</a></div>
        <div class="office entry">
            <main id="main" class="page" tabindex="-1">
                <Incident side=Side::Office/>
                {children()}
            </main>
        </div>
    }
}

#[component]
pub fn OfficeLogin() -> impl IntoView {
    let looks = may_lead_on();
    let load = move || async move { Ok(looks && read_frame().await.is_ok()) };
    view! {
        <Title text="Sign in · Anteroom"/>
        <OfficeEntry>
            <Loaded load show=|is_in: bool| {
                if is_in { view! { <AlreadyIn side=Side::Office/> }.into_any() } else { view! { <LoginView/> }.into_any() }
            }/>
        </OfficeEntry>
    }
}

#[component]
fn LoginView() -> impl IntoView {
    let next = asked("next").unwrap_or_default();
    view! {
        <header class="head">
            <PracticeName/>
            <h1>"Sign in"</h1>
            <p class="sub">"For staff of the practice. "<a href=routes::LOGIN>"Are you a client?"</a></p>
        </header>
        <Form<SignInStaff> fields=vec![("next", next)]>
            <DoneNotice/>
            <TextField name="email" label="Email" kind="email" autocomplete="username"/>
            <PasswordField/>
            <button class="btn main">"Sign in"</button>
        </Form<SignInStaff>>
        <PasskeyButton what=For::SignIn(PasskeyUse::Alone) side=Side::Office next=asked("next").unwrap_or_default()/>
        <p class="forgot"><ForgotLink side=Side::Office/></p>
    }
}

/// Whose office it is.
#[component]
pub(super) fn PracticeName() -> impl IntoView {
    view! { <Fetched load=read_practice show=|practice| practice.ok().map(|(name, _)| view! { <p class="brand">{name}</p> }).into_any()/> }
}

/// **Forgot password**.
#[component]
pub fn OfficeForgotPage() -> impl IntoView {
    let sent = Done::here() == Some(Done::Asked);
    view! {
        <Title text="Forgot password · Anteroom"/>
        <OfficeEntry>
            {if sent {
                view! { <AskedView side=Side::Office/> }.into_any()
            } else {
                view! {
                    <header class="head">
                        <PracticeName/>
                        <h1>"Forgot password"</h1>
                        <p class="sub">"We send you a link, and you choose a new one."</p>
                    </header>
                    <ForgotForm side=Side::Office/>
                }
                .into_any()
            }}
        </OfficeEntry>
    }
}

/// The page behind the link to a new password, or to a new member of staff's first one.
#[component]
pub fn OfficeNewPasswordPage() -> impl IntoView {
    let token: String = param("token").unwrap_or_default();
    let load = {
        let token = token.clone();
        move || read_key(Side::Office, token)
    };
    view! {
        <OfficeEntry>
            <Loaded load show=move |page: KeyPage| match page {
                KeyPage::Open { email, joins, .. } => {
                    let purpose = if joins { PasswordUse::Joining } else { PasswordUse::Reset(Side::Office) };
                    view! { <NewPasswordView purpose token email/> }.into_any()
                }
                KeyPage::Dead { phone, reason, .. } => view! { <DeadKey side=Side::Office phone reason/> }.into_any(),
            }/>
        </OfficeEntry>
    }
}
