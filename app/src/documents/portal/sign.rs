//! **Add Signature**: the document once more, and under it the signature sheet.

use super::{DocumentPaper, OneDocument, consent::ConsentView, read::DocumentHead, sheet::SignatureSheet};
use crate::{
    documents::SignDocument,
    door::Door,
    parts::{ShowIsland, acting_for, form::WithDraft},
    routes,
    shell::{Step, Top},
};
use domain::documents::{DocumentPage, ReaderState};
use leptos::prelude::*;

#[component]
pub fn SignPage() -> impl IntoView {
    view! {
        <OneDocument
            title=|page| match page.document.state {
                ReaderState::PendingReview if page.consented => "Add your signature",
                ReaderState::PendingReview => "Before you sign",
                _ => "Nothing to sign",
            }
            to_sign=true
            top=|page| Top::Documents((page.document.state == ReaderState::PendingReview).then_some(Step::Sign))
            show=|page| match page.document.state {
                ReaderState::PendingReview if page.consented => view! { <SignView page/> }.into_any(),
                ReaderState::PendingReview => view! { <ConsentView page/> }.into_any(),
                _ => view! { <NothingToSign page/> }.into_any(),
            }
        />
    }
}

#[component]
fn SignView(page: DocumentPage) -> impl IntoView {
    view! {
        <DocumentHead page=page.clone()/>
        <DocumentPaper page=page.clone()/>
        <WithDraft of={Door::of::<SignDocument>()} show=move |kept| view! { <ShowIsland part=SignatureSheet::of(page, acting_for(), kept)/> }.into_any()/>
    }
}

#[component]
fn NothingToSign(page: DocumentPage) -> impl IntoView {
    let read = routes::document(page.document.share, acting_for());
    view! {
        <DocumentHead page/>
        <p>"No signature is asked for on this document any more."</p>
        <div class="acts block"><a class="btn" href=read>"Open the document"</a></div>
    }
}
