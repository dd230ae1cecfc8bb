//! Files for the practice: scans, photos, papers of others.

use crate::{
    documents::{SendDocuments, read_sending},
    files::{AttachField, EnterSends, FilesOf, PendingFiles},
    parts::{
        Icon, acting_for,
        form::{Form, TextArea, TextField},
    },
    routes,
    shell::{NavItem, OfficeLine, PortalPage},
};
use domain::documents::Sending;
use leptos::prelude::*;

#[component]
pub fn SendPage() -> impl IntoView {
    view! { <PortalPage title=|_| "Send documents" place=NavItem::Documents load=read_sending show=|page: Sending| view! { <SendView page/> }.into_any()/> }
}

#[component]
fn SendView(page: Sending) -> impl IntoView {
    let (grant, draft) = (acting_for(), page.draft.to_string());
    let waits = draft.clone();
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::DOCUMENTS, grant)><Icon name="chevron-left"/>"My Documents"</a>
            <h1>"Send documents"</h1>
            <p class="sub">"Scans, photos, short videos, letters or records from elsewhere. The practice reads them, and they stand in My Documents."</p>
        </header>
        <Form<SendDocuments> grant>
            <EnterSends/>
            <AttachField<SendDocuments> of=FilesOf::Client(grant) draft=draft.clone()/>
            <TextField name="title" label="What is it? (optional)" hint="For example: letter from my doctor" longest=200 autocomplete="off"/>
            <TextArea name="remark" label="Anything to say about it? (optional)" rows=3 longest=2_000/>
            <div class="acts main"><button class="btn">"Send to the practice"</button></div>
        </Form<SendDocuments>>
        <PendingFiles of=FilesOf::Client(grant) draft=waits files=page.pending/>
        <p class="fine block">"Is it urgent? Please call: "<OfficeLine phone=page.phone.unwrap_or_default()/></p>
    }
}
