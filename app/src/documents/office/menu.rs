//! What can be done with a document, and how its share stands.

use super::words::status_words;
use crate::{
    parts::{
        Icon,
        form::{PostButton, Refused},
    },
    routes,
};
use domain::{
    documents::{DocumentLine, ShareState, ShareStatus},
    ids::ChartId,
};
use leptos::prelude::*;

/// **Share Status**, and the mark while a signature is awaited.
#[component]
pub fn ShareTags(line: DocumentLine) -> impl IntoView {
    let class = match line.status {
        ShareStatus::NotShared => "tag",
        ShareStatus::Shared => "tag accent",
        ShareStatus::SharedAndSigned => "tag ok",
    };
    let mark = match line.share {
        Some(ShareState::AwaitingSignature) => Some(("tag due", "Signature requested")),
        Some(ShareState::Declined) => Some(("tag bad", "Declined")),
        _ if !line.finished => Some(("tag due", "Draft")),
        _ => None,
    };
    view! {
        <span>
            <span class=class>{status_words(line.status)}</span>
            {mark.map(|(class, words)| view! { " "<span class=class>{words}</span> })}
        </span>
    }
}

/// The three-dot menu. A popover: it opens with Enter, and without scripts.
#[component]
pub(super) fn DocumentMenu(
    chart: ChartId,
    line: DocumentLine,
    /// Whether it offers to open the document: not where it is open already.
    open: bool,
) -> impl IntoView {
    let id = format!("menu-{}", line.id);
    let fields = vec![("chart", chart.to_string()), ("document", line.id.to_string())];
    let with_action = |action: &str| fields.iter().cloned().chain([("action", action.to_owned())]).collect::<Vec<_>>();
    let share = line.may_share.then(|| view! {
        <PostButton to="staff/documents/share" class="menu-item" fields=with_action("share")><Icon name="share"/><span>"Share"</span></PostButton>
    });
    let share_to_sign = line.may_share_to_sign.then(|| {
        view! {
            <PostButton to="staff/documents/share" class="menu-item" fields=with_action("share_to_sign")>
                <Icon name="share-sign"/><span>"Share to Sign"</span>
            </PostButton>
        }
    });
    let unshare = line.may_unshare.then(|| view! {
        <PostButton to="staff/documents/unshare" class="menu-item" fields=fields.clone()><Icon name="undo"/><span>"Unshare"</span></PostButton>
    });
    let acts = line.may_share || line.may_share_to_sign || line.may_unshare;
    view! {
        <button type="button" class="dots" popovertarget=id.clone() aria-label=format!("Actions for {}", line.title)><Icon name="dots"/></button>
        <div class="menu" id=id popover>
            {open.then(|| view! { <a class="menu-item" href=routes::office_document(chart, line.id)><Icon name="eye"/><span>"Open"</span></a> })}
            {line.has_pdf.then(|| view! {
                <a class="menu-item" href=routes::office_download(chart, line.id)><Icon name="download"/><span>"Download PDF"</span></a>
            })}
            {acts.then(|| view! { <hr/> })}
            {share}
            {share_to_sign}
            {unshare}
            {menu_note(&line).map(|words| view! { <p class="menu-note">{words}</p> })}
        </div>
    }
}

/// Why something that one may look for is not offered.
fn menu_note(line: &DocumentLine) -> Option<&'static str> {
    if !line.kind.is_clinical_writing() {
        return line.may_share.then_some("Only notes and plans can be signed.");
    }
    if !line.kind.takes_signature() {
        return Some("Psychotherapy notes are never shared.");
    }
    (!line.finished).then_some("Sign the note first, then share it.")
}

/// Why a share, or taking it back, was refused.
#[component]
pub(super) fn RefusedShares() -> impl IntoView {
    view! {
        <Refused of="staff/documents/share"/>
        <Refused of="staff/documents/unshare"/>
    }
}
