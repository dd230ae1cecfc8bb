//! Another address to sign in with: asked for under **Sign-in and security**, confirmed at both, undone from the old one.

use crate::{
    Failure,
    parts::{
        DeadEnd, Notice, Panel, asked,
        form::{Form, Kept, PostButton, Refused, TextField},
        param,
    },
    routes,
    shell::EntryPage,
};
use domain::sign_in::{AddressPage, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;

#[server(prefix = "/api", endpoint = "client/address/change")]
pub async fn change_address(#[server(default)] email: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    actor::holder().await?.change_address(&email).await?;
    reply(Answer::GoTo(routes::in_state(routes::security(domain::sign_in::Side::Portal), "done", "address")));
    Ok(())
}

/// The page behind a link about a change of address. Looking changes nothing.
#[server(prefix = "/api", endpoint = "visitor/address/read")]
pub async fn read_address_link(token: String) -> Result<AddressPage, Failure> {
    Ok(crate::actor::visitor()?.address_page(&token).await?)
}

/// **Confirm**, or **Undo**.
#[server(prefix = "/api", endpoint = "visitor/address/follow")]
pub async fn follow_address_link(token: String) -> Result<(), Failure> {
    use crate::{Answer, actor, reply::reply};
    let done = match actor::visitor()?.follow_address_link(&token).await? {
        AddressPage::Confirm => "changed",
        AddressPage::Undo => "undone",
        _ => "confirmed",
    };
    reply(Answer::GoTo(routes::in_state(routes::LOGIN, "done", done)));
    Ok(())
}

#[component]
pub(super) fn AddressPanel(email: String) -> impl IntoView {
    let asked_for = asked("done").as_deref() == Some("address");
    view! {
        <Panel title="Sign-in address">
            {asked_for.then(|| view! {
                <Notice head="Two mails are on their way.">
                    <p>"One goes to each address. Open the link in both within 24 hours: then the new address counts. Nothing has changed before."</p>
                </Notice>
            })}
            <p>"You sign in with "<b>{email}</b></p>
            <Form to="client/address/change" children=move |kept: Kept| view! {
                <TextField kept name="email" label="New address" kind="email" autocomplete="email"/>
                <div class="acts"><button class="btn quiet">"Change address"</button></div>
            }
            .into_any()/>
        </Panel>
    }
}

/// Behind the link of one of the mails.
#[component]
pub fn AddressLinkPage() -> impl IntoView {
    let token: String = param("token").unwrap_or_default();
    let load = {
        let token = token.clone();
        move || read_address_link(token)
    };
    view! {
        <EntryPage load show=move |page: AddressPage| match page {
            AddressPage::Confirm => view! {
                <LinkView token title="Confirm the new address" words="Somebody who is signed in to your account wants to sign in with another address from now on. If it is you, confirm it here, and in the mail to the other address." button="Confirm"/>
            }
            .into_any(),
            AddressPage::Undo => view! {
                <LinkView token title="Take it back" words="The address to sign in with was changed. If it was not you, take it back here: the old address counts again, and everybody who is signed in is signed out. Then choose a new password." button="Undo the change"/>
            }
            .into_any(),
            AddressPage::Waits => view! {
                <Title text="Almost done"/>
                <header class="head">
                    <h1>"Almost done"</h1>
                    <p class="sub">"The change is made once both addresses have confirmed it."</p>
                </header>
            }
            .into_any(),
            AddressPage::Dead(reason) => view! { <DeadLink reason/> }.into_any(),
        }/>
    }
}

#[component]
fn LinkView(token: String, title: &'static str, words: &'static str, button: &'static str) -> impl IntoView {
    view! {
        <Title text=title/>
        <header class="head">
            <h1>{title}</h1>
            <p class="sub">{words}</p>
        </header>
        <Refused of="visitor/address/follow"/>
        <div class="block"><PostButton to="visitor/address/follow" class="btn main" fields=vec![("token", token)]>{button}</PostButton></div>
    }
}

#[component]
fn DeadLink(reason: Refusal) -> impl IntoView {
    let (title, happened) = match reason {
        Refusal::KeyUsed => ("This link has done its work", "What it was for has been done."),
        Refusal::KeyReplaced => ("There is a newer link", "Another change was asked for after this one."),
        Refusal::KeyExpired => ("This link has expired", "Its time is over, and nothing was changed with it."),
        _ => ("We do not know this link", "It may be cut off. Open it again from the e-mail, or copy the whole address."),
    };
    let status = if reason == Refusal::KeyUnknown { 404 } else { 410 };
    view! {
        <DeadEnd status title happened remedy="You can always ask for a change again, under Sign-in and security.">
            <a class="btn" href=routes::LOGIN>"Go to sign-in"</a>
        </DeadEnd>
    }
}
