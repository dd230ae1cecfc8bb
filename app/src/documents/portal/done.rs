//! The end of the way: what happened, what happens next, and how to get back.

use super::{
    OneDocument,
    read::{DocumentHead, DownloadLink},
};
use crate::{
    parts::{Drawing, acting_for, calendar},
    routes,
    shell::{Step, Top},
};
use domain::documents::{DocumentKind, DocumentPage, ReaderState, SignerState};
use leptos::prelude::*;

#[component]
pub fn DonePage() -> impl IntoView {
    view! {
        <OneDocument
            title=|page| match page.document.state {
                ReaderState::Signed => "Signed",
                ReaderState::Waiting if has_signed(page) => "Signed",
                ReaderState::Declined => "Declined",
                _ if is_sent(page) => "Sent",
                _ => "Not signed yet",
            }
            top=|page| Top::Documents(match page.document.state {
                ReaderState::Signed => Some(Step::Done),
                ReaderState::Waiting if has_signed(page) => Some(Step::Done),
                ReaderState::PendingReview => Some(Step::Read),
                _ => None,
            })
            show=|page| match page.document.state {
                ReaderState::Signed => view! { <SignedView page/> }.into_any(),
                ReaderState::Waiting if has_signed(&page) => view! { <SignedView page/> }.into_any(),
                _ if is_sent(&page) => view! { <SentView page/> }.into_any(),
                ReaderState::Declined => view! { <DeclinedView page/> }.into_any(),
                _ => view! { <NotDoneView page/> }.into_any(),
            }
        />
    }
}

/// Whether one has done one's own part, and others have not.
fn has_signed(page: &DocumentPage) -> bool {
    page.document.signers.iter().any(|signer| signer.own && signer.state == SignerState::Signed)
}

/// A form is there once it is submitted: signed or not, it waits for nobody.
fn is_sent(page: &DocumentPage) -> bool {
    page.document.kind == DocumentKind::Form && matches!(page.document.state, ReaderState::New | ReaderState::Read)
}

#[component]
fn SignedView(page: DocumentPage) -> impl IntoView {
    let share = page.document.share;
    let order = calendar().order;
    let form = page.document.kind == DocumentKind::Form;
    let (head, did) =
        if form { ("Thank you, it is signed and sent", " signed and sent ") } else { ("Thank you, it is signed", " signed ") };
    let own = page.signatures.iter().rfind(|signature| signature.name == page.signer).or(page.signatures.last()).cloned();
    let next = page.document.signers.iter().find(|signer| signer.turn).map(|signer| signer.name.clone());
    let (who, at) = match &own {
        Some(signature) if signature.name != page.signer => (signature.name.clone(), format!(" on {}", order.moment(&signature.at))),
        Some(signature) => ("You".to_owned(), format!(" on {}", order.moment(&signature.at))),
        None => ("You".to_owned(), String::new()),
    };
    view! {
        <Drawing name="draw-done"/>
        <header class="head">
            <h1>{head}</h1>
            <p class="sub num">{who} {did} <b>{page.document.title}</b> {at} "."</p>
        </header>
        <div class="acts">
            {page.downloads.then(|| view! { <DownloadLink share/> })}
            <BackToDocuments/>
        </div>
        <section class="block">
            <h2>"What happens next"</h2>
            {if form {
                view! { <p>{READ_NEXT}</p> }.into_any()
            } else if let Some(next) = next {
                view! { <p>{next} " signs it next, and is told now. You need do nothing more. It stays in My Documents, and you can ask for a paper copy at any time."</p> }.into_any()
            } else {
                view! {
                    <p>
                        {page.document.author}
                        " sees the signature in the chart now. There is nothing more to do. The signed document stays in My Documents, and you can ask for a paper copy at any time."
                    </p>
                }
                .into_any()
            }}
        </section>
        {own.map(|signature| view! {
            <section class="block">
                <h2>"For your records"</h2>
                <dl class="facts num">
                    <div><dt>"Signed by"</dt><dd>{signature.name}</dd></div>
                    <div><dt>"Meaning"</dt><dd>{domain::documents::MEANING}</dd></div>
                    <div><dt>"Fingerprint"</dt><dd class="hash">"SHA-256 " {in_groups(&signature.content_sha256)}</dd></div>
                </dl>
            </section>
        })}
    }
}

/// What becomes of a form.
const READ_NEXT: &str = "The practice reads it, and may ask you about it. There is nothing more to do now. What you sent stays in My Documents, and you can ask for a paper copy at any time.";

/// A form that is not signed.
#[component]
fn SentView(page: DocumentPage) -> impl IntoView {
    let share = page.document.share;
    view! {
        <Drawing name="draw-done"/>
        <header class="head">
            <h1>"Thank you, it is sent"</h1>
            <p class="sub">"The practice has " <b>{page.document.title}</b> " now."</p>
        </header>
        <div class="acts">
            {page.downloads.then(|| view! { <DownloadLink share/> })}
            <BackToDocuments/>
        </div>
        <section class="block">
            <h2>"What happens next"</h2>
            <p>{READ_NEXT}</p>
        </section>
    }
}

#[component]
fn DeclinedView(page: DocumentPage) -> impl IntoView {
    view! {
        <Drawing name="draw-calm"/>
        <header class="head">
            <h1>"You declined to sign"</h1>
            <p class="sub">{page.document.author} " is told, with your reason, for " <b>{page.document.title}</b> "."</p>
        </header>
        <div class="acts"><BackToDocuments/></div>
        <section class="block">
            <h2>"What happens next"</h2>
            <p>"Nothing changes in your care today. The practice may talk with you about it, or send you a new version to sign."</p>
        </section>
    }
}

/// Somebody came here by the address alone.
#[component]
fn NotDoneView(page: DocumentPage) -> impl IntoView {
    let read = routes::document(page.document.share, acting_for());
    view! {
        <DocumentHead page/>
        <div class="acts"><a class="btn" href=read>"Open the document"</a></div>
    }
}

#[component]
fn BackToDocuments() -> impl IntoView {
    view! { <a class="btn quiet" href=routes::acting(routes::DOCUMENTS, acting_for())>"Back to My Documents"</a> }
}

/// A long number in groups that an eye can follow.
fn in_groups(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
