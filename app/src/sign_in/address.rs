//! Another address to sign in with: asked for under **Sign-in and security**, confirmed at both, undone from the old one.

use crate::{
    Done, Failure, Went,
    parts::{
        DeadEnd, Notice, Panel,
        form::{Form, PasswordField, TextField},
        param,
    },
    routes,
    shell::EntryPage,
};
use domain::sign_in::{AddressPage, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;

#[server(prefix = "/api", endpoint = "client/address/change")]
pub async fn change_address(#[server(default)] email: String) -> Result<Went, Failure> {
    use crate::actor;
    actor::holder().await?.change_address(&email).await?;
    Ok(Went::to(routes::security(domain::sign_in::Side::Portal)).done(Done::Address))
}

loader! {
    /// The page behind a link about a change of address, and the new address. Looking changes nothing.
    pub async fn read_address_link(token: String) -> Result<(AddressPage, Option<String>), Failure> {
        let visitor = crate::actor::visitor()?;
        Ok((visitor.address_page(&token).await?, visitor.address_behind(&token).await?))
    }
}

/// **Confirm**, with the account's password.
#[server(prefix = "/api", endpoint = "visitor/address/confirm")]
pub async fn confirm_address(token: String, #[server(default)] password: String) -> Result<Went, Failure> {
    use crate::actor;
    let waits = actor::visitor()?.confirm_address(&token, &password).await? == AddressPage::Waits;
    Ok(Went::to(routes::LOGIN).done(if waits { Done::Confirmed } else { Done::Changed }))
}

/// **Undo the change**, with the address that the link went to.
#[server(prefix = "/api", endpoint = "visitor/address/undo")]
pub async fn undo_address(token: String, #[server(default)] email: String) -> Result<Went, Failure> {
    use crate::actor;
    actor::visitor()?.undo_address(&token, &email).await?;
    Ok(Went::to(routes::LOGIN).done(Done::Undone))
}

#[component]
pub(super) fn AddressPanel(email: String, asked: Option<String>) -> impl IntoView {
    let asked_for = Done::here() == Some(Done::Address);
    let waits = asked.clone().filter(|_| !asked_for);
    view! {
        <Panel title="Sign-in address">
            {asked_for.then(|| view! {
                <Notice head="Two mails are on their way.">
                    <p>"One goes to the old address, one to "<b>{asked}</b>". Open the link in both within 24 hours: then the new address counts. Nothing has changed before."</p>
                </Notice>
            })}
            <p>"You sign in with "<b>{email}</b></p>
            {waits.map(|new| view! {
                <p>"A change to "<b>{new}</b>" waits: open the link in both mails, within 24 hours of asking. Nothing has changed before."</p>
            })}
            <Form<ChangeAddress>>
                <TextField name="email" label="New address" kind="email" autocomplete="email"/>
                <div class="acts"><button class="btn quiet">"Change address"</button></div>
            </Form<ChangeAddress>>
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
        <EntryPage load show=move |(page, new): (AddressPage, Option<String>)| match page {
            AddressPage::Confirm => view! { <ConfirmView token new/> }.into_any(),
            AddressPage::Undo => view! { <UndoView token new/> }.into_any(),
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
fn ConfirmView(token: String, new: Option<String>) -> impl IntoView {
    view! {
        <Title text="Confirm the new address"/>
        <header class="head">
            <h1>"Confirm the new address"</h1>
            <p class="sub">"Somebody who is signed in to an account wants to sign in with " <b>{new}</b> " from now on. If it is you, confirm it here with your password, and in the mail to the other address. If not, close this page: nothing changes."</p>
        </header>
        <Form<ConfirmAddress> fields=vec![("token", token)]>
            <input type="email" autocomplete="username" readonly hidden/>
            <PasswordField/>
            <button class="btn main">"Confirm"</button>
        </Form<ConfirmAddress>>
    }
}

#[component]
fn UndoView(token: String, new: Option<String>) -> impl IntoView {
    view! {
        <Title text="Take it back"/>
        <header class="head">
            <h1>"Take it back"</h1>
            <p class="sub">"The address to sign in with was changed to " <b>{new}</b> ". If it was not you, take it back here: the old address counts again, and everybody who is signed in is signed out. Then choose a new password."</p>
        </header>
        <Form<UndoAddress> fields=vec![("token", token)]>
            <TextField name="email" label="Email" kind="email" hint="The address at which you found the link to this page." autocomplete="email"/>
            <button class="btn main">"Undo the change"</button>
        </Form<UndoAddress>>
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
