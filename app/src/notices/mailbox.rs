//! The demo mailbox: what would have been sent to the cast. It exists over made-up data only.

use crate::{
    notices::read_demo_mailbox,
    parts::{Empty, Lines, When},
    shell::EntryPage,
};
use domain::notices::DemoMail;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DemoMailboxPage() -> impl IntoView {
    view! {
        <Title text="Demo mailbox"/>
        <EntryPage load=read_demo_mailbox show=|mails| view! { <MailList mails/> }.into_any()/>
    }
}

#[component]
fn MailList(mails: Vec<DemoMail>) -> impl IntoView {
    view! {
        <header class="head">
            <h1>"Demo mailbox"</h1>
            <p class="sub">"No mail server is set, so mail to the made-up people of this demo ends here. Newest first."</p>
        </header>
        {if mails.is_empty() {
            view! { <Empty drawing="draw-messages" title="No mail yet" words="Invite a client, or share a document with one. The mail then stands here."/> }
                .into_any()
        } else {
            mails.into_iter().map(|mail| view! { <MailCard mail/> }).collect_view().into_any()
        }}
    }
}

#[component]
fn MailCard(mail: DemoMail) -> impl IntoView {
    view! {
        <article class="paper">
            <h2>{mail.subject}</h2>
            <p class="fine num">"To " {mail.to} ". " <When at=mail.at recent=true/></p>
            <Lines text=mail.text/>
            <p><a class="btn" href=mail.link>"Follow the link"</a></p>
        </article>
    }
}
