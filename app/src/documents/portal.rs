//! What the client sees: **My Documents**, and the way of one document from reading to signed.

mod consent;
mod decline;
mod done;
mod list;
mod read;
mod send;
mod sheet;
mod sign;
mod verify;

pub use consent::ConsentPaper;
pub use decline::DeclinePage;
pub use done::DonePage;
pub use list::DocumentListPage;
pub use read::ReadPage;
pub use send::SendPage;
pub use sheet::SignatureSheet;
pub use sign::SignPage;
pub use verify::VerifyPage;

use crate::{
    Failure,
    documents::{author_words, read_my_document},
    files::{AttachedFiles, FilesOf},
    parts::{InkDrawing, Paper, acting_for, calendar, param},
    shell::{NavItem, PortalPage, Top},
};
use domain::{
    documents::{DocumentKind, DocumentPage, ReaderState},
    ids::ShareId,
};
use leptos::prelude::*;

/// A page about one document, named in its address.
#[component]
fn OneDocument(
    title: fn(&DocumentPage) -> &'static str,
    #[prop(optional)] to_sign: bool,
    top: fn(&DocumentPage) -> Top,
    show: fn(DocumentPage) -> AnyView,
) -> impl IntoView {
    let id: Option<ShareId> = param("share");
    let load = move |grant| async move {
        match id {
            Some(id) => read_my_document(grant, id, to_sign).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    view! { <PortalPage title place=NavItem::Documents top load show/> }
}

/// The document itself, with the signature under it once there is one.
#[component]
fn DocumentPaper(page: DocumentPage) -> impl IntoView {
    let order = calendar().order;
    let written = order.day(page.written_on);
    let facts = vec![
        ("For".to_owned(), format!("{}, born\u{a0}{}", page.client_name, order.day(page.client_birth_date).replace(' ', "\u{a0}"))),
        match page.document.kind {
            // Who filled it in stands in it.
            DocumentKind::Form => ("Filled in on".to_owned(), written),
            kind => (author_words(kind).to_owned(), format!("{}, on {written}", page.document.author)),
        },
    ];
    let signed = page.signature.map(|signature| {
        let role = if signature.role.is_empty() { String::new() } else { format!(" ({})", signature.role) };
        let words = format!("Signed electronically by {}{role}, {}", signature.name, order.moment(&signature.at));
        view! {
            <div class="signed">
                <InkDrawing ink=signature.ink signer=signature.name/>
                <p class="fine num">{words}</p>
            </div>
        }
    });
    let files = page.files;
    view! {
        <Paper facts content=page.content>{signed}</Paper>
        {(!files.is_empty()).then(|| view! { <div class="block attached"><AttachedFiles of=FilesOf::Client(acting_for()) files/></div> })}
    }
}

/// The tag that says how a document stands, where that is worth saying.
#[component]
fn StateTag(state: ReaderState) -> impl IntoView {
    let (class, words) = match state {
        ReaderState::PendingReview => ("tag due", "Pending Review"),
        ReaderState::Signed => ("tag ok", "Signed"),
        ReaderState::Declined => ("tag", "Declined"),
        ReaderState::New => ("tag accent", "New"),
        ReaderState::Read => return ().into_any(),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
