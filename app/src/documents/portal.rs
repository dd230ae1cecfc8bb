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
    documents::{author_words, due_words, read_my_document},
    files::{AttachedFiles, FilesOf},
    parts::{InkDrawing, Paper, acting_for, calendar, param},
    shell::{NavItem, PortalPage, Top},
};
use domain::{
    documents::{DocumentKind, DocumentPage, MyDocument, ReaderState, SignerLine, SignerState},
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
    let signed = page.signatures.into_iter().map(|signature| {
        let role = if signature.role.is_empty() { String::new() } else { format!(" ({})", signature.role) };
        let words = format!("Signed electronically by {}{role}, {}", signature.name, order.moment(&signature.at));
        view! {
            <div class="signed">
                <InkDrawing ink=signature.ink signer=signature.name/>
                <p class="fine num">{words}</p>
            </div>
        }
    });
    let signed = signed.collect_view();
    let files = page.files;
    view! {
        <Paper facts content=page.content>{signed}</Paper>
        {(!files.is_empty()).then(|| view! { <div class="block attached"><AttachedFiles of=FilesOf::Client(acting_for()) files/></div> })}
    }
}

/// Who signs, in their order, and how each of them stands; until when, where that was said.
#[component]
fn SignersList(document: MyDocument) -> impl IntoView {
    let order = calendar().order;
    let line = |signer: SignerLine| {
        let who = if signer.own { "You".to_owned() } else { signer.name };
        let words = match (signer.state, signer.at) {
            (SignerState::Signed, Some(at)) => format!("{who} signed on {}", order.moment(&at)),
            (SignerState::Declined, Some(at)) => format!("{who} declined on {}", order.moment(&at)),
            (SignerState::Waiting, _) if signer.turn && signer.own => "It is your turn to sign".to_owned(),
            (SignerState::Waiting, _) if signer.turn => format!("Waiting for {who}, {}", signer.role),
            (SignerState::Waiting, _) if signer.own => "Then it is your turn. We tell you by e-mail".to_owned(),
            _ => format!("Then {who}, {}", signer.role),
        };
        view! { <li>{words}</li> }
    };
    let several = document.signers.len() > 1;
    let open = matches!(document.state, ReaderState::PendingReview | ReaderState::Waiting);
    view! {
        {document.due.map(|due| view! { <p class="num"><strong>{due_words(due)}</strong></p> })}
        {document.until.filter(|_| open).map(|day| view! { <p class="fine num">{format!("It can be signed until {}.", order.weekday(day))}</p> })}
        {several.then(|| view! { <ol class="signers num" aria-label="Who signs">{document.signers.into_iter().map(line).collect_view()}</ol> })}
    }
}

/// The tag that says how a document stands, where that is worth saying.
#[component]
fn StateTag(state: ReaderState) -> impl IntoView {
    let (class, words) = match state {
        ReaderState::PendingReview => ("tag due", "Pending Review"),
        ReaderState::Signed => ("tag ok", "Signed"),
        ReaderState::Declined => ("tag", "Declined"),
        ReaderState::Waiting => ("tag", "Waiting for others"),
        ReaderState::Expired => ("tag", "Not signed in time"),
        ReaderState::New => ("tag accent", "New"),
        ReaderState::Read => return ().into_any(),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
