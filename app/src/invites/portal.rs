//! Registration: from the link in the mail to an account. First who one is, then the password.

mod dead;
mod identity;
mod offer;
mod record;

use crate::{
    Failure,
    home::read_practice,
    invites::read_registration,
    parts::{
        Drawing, ShowIsland,
        form::{FormMarks, PasswordForm, PasswordUse, WithDraft},
        param,
    },
    routes,
    shell::{EntryPage, OfficeLine, RoomView},
};
use dead::DeadLink;
use domain::{
    ids::GrantId,
    invites::{IdentityRule, RegistrationPage},
};
pub use identity::IdentityForm;
use identity::Opens;
use leptos::prelude::*;
use leptos_meta::Title;
pub use offer::ConfirmOfferPage;
pub use record::RecordAccessPage;

#[component]
pub fn RegisterPage() -> impl IntoView {
    let token: String = param("token").unwrap_or_default();
    let load = {
        let token = token.clone();
        move || async move {
            let (page, (_, help)) = (read_registration(token).await?, read_practice().await?);
            Ok::<_, Failure>((page, help.phone.unwrap_or_default()))
        }
    };
    view! {
        <EntryPage load show=move |(page, phone): (RegistrationPage, String)| match page {
            RegistrationPage::Identity { for_contact, rule, .. } => view! { <IdentityStep token for_contact rule phone/> }.into_any(),
            RegistrationPage::Password { email, .. } => view! { <PasswordStep token email/> }.into_any(),
            RegistrationPage::Account { email, grant, .. } => view! { <AccountStep email grant phone/> }.into_any(),
            RegistrationPage::Dead { phone, reason, .. } => view! { <DeadLink phone reason/> }.into_any(),
        }/>
    }
}

#[component]
fn IdentityStep(token: String, for_contact: bool, rule: IdentityRule, phone: String) -> impl IntoView {
    let opens = Opens::Registration { token };
    view! {
        <Title text="Register"/>
        <StepList at=0/>
        <header class="head">
            <h1>"Welcome"</h1>
            <p class="sub">"Before we begin, let us make sure this invitation is yours."</p>
        </header>
        <WithDraft of=opens.door() show=move |kept| view! { <ShowIsland part=IdentityForm::of(opens, for_contact, rule, kept)/> }.into_any()/>
        <p class="after">
            {for_contact.then_some("You care for somebody here: enter the client’s last name and date of birth, not your own. ")}
            "Not sure what the office has? " <OfficeLine call_them="Call them" phone/>
            " and ask. After five tries that do not match this link closes, to keep the record safe."
        </p>
        <RoomView/>
    }
}

#[component]
fn PasswordStep(token: String, email: String) -> impl IntoView {
    let purpose = PasswordUse::Registration;
    view! {
        <Title text="Choose a password"/>
        <StepList at=1/>
        <header class="head">
            <h1>"Choose a password"</h1>
            <p class="sub">"You will sign in with " <b>{email.clone()}</b> " and this password."</p>
        </header>
        <WithDraft of=purpose.door() show=move |kept| view! { <ShowIsland part=PasswordForm { purpose, token, email, kept, marks: FormMarks::make() }/> }.into_any()/>
        <RoomView/>
    }
}

/// The address has an account already: nobody needs a second one.
#[component]
fn AccountStep(email: Option<String>, grant: GrantId, phone: String) -> impl IntoView {
    let sign_in = routes::next(routes::LOGIN, &routes::offer(grant));
    view! {
        <Title text="Sign in to add this person"/>
        <header class="head">
            <h1>"Sign in to add this person"</h1>
            <p class="sub">
                "You have a portal account "
                {email.map(|email| view! { "with " <b>{email}</b> " " })}
                "already. One account is enough for everybody you care for."
            </p>
        </header>
        <p class="block">"Sign in with your password. Then confirm once more whose record it is, and it is added to your account."</p>
        <p class="block"><a class="btn main" href=sign_in>"Sign in to add this person"</a></p>
        <p class="after">
            "Do you share this address with somebody, and is the account theirs? " <OfficeLine call_them="Call the office" phone/>
            " and give them an address of your own."
        </p>
        <RoomView/>
    }
}

/// **You are registered**.
#[component]
pub fn RegisteredPage() -> impl IntoView {
    view! {
        <Title text="You are registered"/>
        <EntryPage load=|| async { Ok::<_, Failure>(()) } show=|()| view! {
            <StepList at=2/>
            <Drawing name="draw-done"/>
            <header class="head">
                <h1>"You are registered"</h1>
                <p class="sub">"Your account is ready. From now on, sign in with your e-mail address and your password."</p>
            </header>
            <p class="block"><a class="btn main" href=routes::LOGIN>"Sign in"</a></p>
            <p class="after">"Keep the sign-in page as a bookmark. The link in the e-mail has done its work and does not open again."</p>
        }.into_any()/>
    }
}

#[component]
fn StepList(at: usize) -> impl IntoView {
    view! {
        <ol class="steps" aria-label="Progress">
            {["About you", "Password", "Done"]
                .into_iter()
                .enumerate()
                .map(|(step, name)| view! { <li aria-current=(step == at).then_some("step")>{name}</li> })
                .collect_view()}
        </ol>
    }
}
