//! A document to read, and what one can do with it.

use super::{DocumentPaper, OneDocument, SignersList, StateTag};
use crate::{
    Done,
    parts::{Icon, Notice, acting_for, calendar},
    routes,
    shell::{OfficeLine, Step, Top},
};
use domain::{
    documents::{DocumentKind, DocumentPage, ReaderState, SignerState},
    ids::ShareId,
};
use leptos::prelude::*;

#[component]
pub fn ReadPage() -> impl IntoView {
    view! {
        <OneDocument
            title=|page| match page.document.state {
                ReaderState::PendingReview => "Read and sign",
                _ if page.document.kind == DocumentKind::Form => "A form that was sent",
                ReaderState::Signed => "A signed document",
                ReaderState::Declined => "A declined document",
                ReaderState::Waiting => "A document that others sign first",
                ReaderState::Expired => "A document that was not signed in time",
                ReaderState::New | ReaderState::Read => "Read a document",
            }
            top=|page| Top::Documents((page.document.state == ReaderState::PendingReview).then_some(Step::Read))
            show=|page| view! { <ReadView page/> }.into_any()
        />
    }
}

#[component]
fn ReadView(page: DocumentPage) -> impl IntoView {
    let (share, state) = (page.document.share, page.document.state);
    let pending = state == ReaderState::PendingReview;
    let loads_down = page.downloads && !pending && state != ReaderState::Declined;
    let phone = page.practice_phone.clone();
    let sent = Done::here() == Some(Done::Sent);
    view! {
        {sent.then(|| view! { <Notice head="Sent. The practice is told."><p>"It stands in My Documents."</p></Notice> })}
        <DocumentHead page=page.clone()/>
        {loads_down.then(|| view! { <div class="acts"><DownloadLink share/></div> })}
        <DocumentPaper page/>
        {pending.then(|| view! { <NextSteps share phone/> })}
        {(state == ReaderState::Signed).then(|| view! {
            <p class="fine block">"Anybody who gets this PDF can have it looked at: "<a class="link" href=routes::VERIFY>"Verify a document"</a>"."</p>
        })}
    }
}

/// What it is, from whom, and how it stands.
#[component]
pub fn DocumentHead(page: DocumentPage) -> impl IntoView {
    let state = page.document.state;
    let author = page.document.author.clone();
    let order = calendar().order;
    let phone = page.practice_phone.clone();
    let by_oneself = page.document.signers.iter().any(|signer| signer.own && signer.state == SignerState::Declined);
    let declined = page.document.signers.iter().find(|signer| signer.state == SignerState::Declined).map(|signer| signer.name.clone());
    // One's own before others': of several the last says how it ended.
    let own = page.signatures.iter().rfind(|signature| signature.name == page.signer).cloned();
    let words = match (state, own.or_else(|| page.signatures.last().cloned())) {
        (ReaderState::PendingReview, _) => format!("{author} asks you to read this and sign it."),
        (ReaderState::Signed, Some(signature)) if signature.name == page.signer => {
            format!("You signed this on {}.", order.moment(&signature.at))
        }
        (ReaderState::Signed, Some(signature)) => format!("{} signed this on {}.", signature.name, order.moment(&signature.at)),
        (ReaderState::Declined, _) => match declined.filter(|_| !by_oneself) {
            Some(name) => format!("{name} declined to sign this, so nobody need sign it any more."),
            None => "You declined to sign this.".to_owned(),
        },
        (ReaderState::Waiting, Some(signature)) if signature.name == page.signer => {
            format!("You signed this on {}. Others sign it too.", order.moment(&signature.at))
        }
        (ReaderState::Waiting, _) => format!("From {author}. Others sign this before you, or instead of you."),
        (ReaderState::Expired, _) => {
            "The last day for signing this has passed. You can read it. If you still want to sign, please call us.".to_owned()
        }
        _ if page.document.kind == DocumentKind::Form => {
            let who = if author == page.signer { "You" } else { &author };
            format!("{who} filled this in and sent it to the practice.")
        }
        _ if page.document.kind == DocumentKind::Upload && author == page.signer => {
            format!("You sent this on {}.", order.weekday(page.document.shared_on))
        }
        _ => format!("From {author}, shared on {}.", order.weekday(page.document.shared_on)),
    };
    view! {
        <header class="head">
            <h1>{page.document.title.clone()}</h1>
            <p class="sub num">{words} " " <StateTag state/></p>
            {(page.document.edition > 1).then(|| view! { <p class="fine">{format!("Version {}", page.document.edition)}</p> })}
            {(state == ReaderState::Expired).then(|| view! { <p class="fine"><OfficeLine phone/></p> })}
            <SignersList document=page.document.clone()/>
        </header>
    }
}

#[component]
pub fn DownloadLink(share: ShareId) -> impl IntoView {
    view! {
        <a class="btn" href=routes::document_download(share, acting_for()) download><Icon name="download"/>"Download"</a>
    }
}

/// Below a document that awaits a signature.
#[component]
fn NextSteps(share: ShareId, phone: String) -> impl IntoView {
    let grant = acting_for();
    view! {
        <div class="acts main">
            <a class="btn" href=routes::document_sign(share, grant)>"Add Signature"</a>
            <a class="btn quiet" href=routes::document_decline(share, grant)>"Decline"</a>
        </div>
        <p class="fine">"Something not right? " <OfficeLine phone/> " before you sign."</p>
    }
}
