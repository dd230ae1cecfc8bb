//! Links to a new password, on either side: asking for one, using it, and what to do when it opens nothing any more.

use crate::{
    parts::{
        DeadEnd, Icon, ShowIsland,
        form::{Form, FormMarks, PasswordForm, PasswordUse, TextField, WithDraft},
    },
    routes,
    shell::call,
    sign_in::ForgotPassword,
};
use domain::sign_in::{Refusal, Side};
use leptos::prelude::*;
use leptos_meta::Title;

/// **Forgot password**: asks for the address.
#[component]
pub(super) fn ForgotForm(side: Side) -> impl IntoView {
    view! {
        <Form<ForgotPassword> fields=vec![("side", side.name().to_owned())]>
            <TextField name="email" label="Email" kind="email" autocomplete="username"/>
            <button class="btn main">"Send me a link"</button>
        </Form<ForgotPassword>>
        <p class="after"><a class="back" href=routes::login(side)><Icon name="chevron-left"/>"Back to sign-in"</a></p>
    }
}

/// The answer, the same for everybody: it tells nobody whether there is such an account.
#[component]
pub(super) fn AskedView(side: Side) -> impl IntoView {
    let help = match side {
        Side::Portal => "Still nothing? Call the office: they can send you a link too.",
        Side::Office => "Still nothing? Ask your practice administrator, or the front desk.",
    };
    view! {
        <header class="head">
            <h1>"Look in your mail"</h1>
            <p class="sub">"If there is an account for that address, a mail is on its way. The link in it works for 24 hours."</p>
        </header>
        <div class="block stack">
            <p>"It can take a few minutes. Look in Spam or Junk too. If you find it there, move it to the Inbox, then open the link."</p>
            <p>{help}</p>
            <div class="acts"><a class="btn quiet" href=routes::login(side)>"Back to sign-in"</a></div>
        </div>
    }
}

/// Behind a link that works: the new password.
#[component]
pub(super) fn NewPasswordView(purpose: PasswordUse, token: String, email: String) -> impl IntoView {
    let (title, effect) = match purpose {
        PasswordUse::Joining => ("Choose a password", ""),
        _ => ("Choose a new password", "Wherever you are signed in now, you are signed out then."),
    };
    view! {
        <Title text=title/>
        <header class="head">
            <h1>{title}</h1>
            <p class="sub">"You sign in with " <b>{email.clone()}</b> " and this password. " {effect}</p>
        </header>
        <WithDraft of=purpose.door() show=move |kept| view! { <ShowIsland part=PasswordForm { purpose, token, email, kept, marks: FormMarks::make() }/> }.into_any()/>
    }
}

/// Behind a link that opens nothing any more.
#[component]
pub(super) fn DeadKey(side: Side, phone: Option<String>, reason: Refusal) -> impl IntoView {
    let (title, happened, remedy) = match reason {
        Refusal::KeyUsed => (
            "This link has been used",
            "A link to a new password works once, and somebody has chosen one with it.",
            "Was it you? Then sign in with your new password. If not, tell the office now.",
        ),
        Refusal::KeyReplaced => (
            "There is a newer link",
            "You were sent another mail after this one. Only the newest link works.",
            "Look for the newest mail and open the link in it. Look in Spam or Junk too.",
        ),
        Refusal::KeyExpired => (
            "This link has expired",
            "Links to a new password work for a short time only. The time of this one is over.",
            "Ask for a new one. It takes a minute.",
        ),
        _ => (
            "We do not know this link",
            "It may be cut off. Open it again from the e-mail, or copy the whole address.",
            "Still this page? Ask for a new link.",
        ),
    };
    let status = if reason == Refusal::KeyUnknown { 404 } else { 410 };
    let sign_in_first = reason == Refusal::KeyUsed;
    let phone = phone.filter(|_| side == Side::Portal);
    view! {
        <DeadEnd status title happened remedy>
            {sign_in_first.then(|| view! { <a class="btn" href=routes::login(side)>"Go to sign-in"</a> })}
            <a class=if sign_in_first { "btn quiet" } else { "btn" } href=routes::forgot(side)>"Ask for a new link"</a>
            {phone.map(|phone| view! { <a class="btn quiet" href=call(&phone)><Icon name="phone"/>"Call " {phone.clone()}</a> })}
        </DeadEnd>
    }
}
