//! **Decline**, with a reason.

use super::OneDocument;
use crate::{
    documents::DeclineDocument,
    parts::{
        Icon, acting_for,
        form::{Form, TextArea},
    },
    routes,
    shell::Top,
};
use domain::documents::{DocumentPage, ReaderState};
use leptos::prelude::*;

#[component]
pub fn DeclinePage() -> impl IntoView {
    view! { <OneDocument title=|_| "Decline to sign" top=|_| Top::Practice show=|page| view! { <DeclineView page/> }.into_any()/> }
}

#[component]
fn DeclineView(page: DocumentPage) -> impl IntoView {
    let share = page.document.share;
    let read = routes::document(share, acting_for());
    let pending = page.document.state == ReaderState::PendingReview;
    view! {
        <header class="head">
            <a class="back" href=read.clone()><Icon name="chevron-left"/>"Back to the document"</a>
            <h1>"Decline to sign"</h1>
            <p class="sub">{page.document.title} ", from " {page.document.author}</p>
        </header>
        {if pending {
            view! {
                <Form<DeclineDocument> grant=acting_for() fields=vec![("id", share.to_string())]>
                    <TextArea
                        name="reason"
                        label="Why do you not want to sign?"
                        hint="The person who asked you reads this. A few words are enough."
                        rows=4
                        longest=2000
                    />
                    <div class="acts">
                        <button class="btn">"Decline"</button>
                        <a class="btn plain" href=read>"Go back"</a>
                    </div>
                </Form<DeclineDocument>>
            }
            .into_any()
        } else {
            view! { <p>"No signature is asked for on this document any more, so there is nothing to decline."</p> }.into_any()
        }}
    }
}
