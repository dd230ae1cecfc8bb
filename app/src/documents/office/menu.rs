//! What can be done with a document, and how its share stands.

use super::words::status_words;
use crate::{
    documents::{ShareDocument, UnshareDocument},
    door::Door,
    parts::{
        Icon,
        form::{FormDraft, PostButton, Refused, WithDraft},
        sentences::sentence,
    },
    routes,
};
use domain::{
    Refusal,
    documents::{DocumentLine, Refusal as DocumentRefusal, ShareState, ShareStatus},
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
        Some(ShareState::Expired) => Some(("tag bad", "Not signed in time")),
        _ if !line.finished => Some(("tag due", "Draft")),
        _ => None,
    };
    view! {
        <span>
            <span class=class>{status_words(line.status)}</span>
            {mark.map(|(class, words)| view! { " "<span class=class>{words}</span> })}
            {line.due.filter(|due| due.overdue).map(|_| view! { " "<span class="tag bad">"Overdue"</span> })}
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
    let share = line.may_share.then(|| {
        view! {
            <PostButton<ShareDocument> class="menu-item" fields=with_action("share")><Icon name="share"/><span>"Share"</span></PostButton<ShareDocument>>
        }
    });
    let share_to_sign = line.may_share_to_sign.then(|| {
        view! {
            <a class="menu-item" href=routes::share_to_sign(chart, line.id)><Icon name="share-sign"/><span>"Share to Sign"</span></a>
        }
    });
    let unshare = line.may_unshare.then(|| view! {
        <PostButton<UnshareDocument> class="menu-item" fields=fields.clone()><Icon name="undo"/><span>"Unshare"</span></PostButton<UnshareDocument>>
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

/// The two ways to share, as buttons.
#[component]
pub(super) fn ShareButtons(chart: ChartId, line: DocumentLine) -> impl IntoView {
    let fields = |action: &str| vec![("chart", chart.to_string()), ("document", line.id.to_string()), ("action", action.to_owned())];
    let share = line.may_share.then(|| {
        view! {
            <PostButton<ShareDocument> class="btn quiet small" fields=fields("share")><Icon name="share"/>"Share"</PostButton<ShareDocument>>
        }
    });
    let share_to_sign = line.may_share_to_sign.then(|| {
        view! {
            <a class="btn quiet small" href=routes::share_to_sign(chart, line.id)><Icon name="share-sign"/>"Share to Sign"</a>
        }
    });
    (line.may_share || line.may_share_to_sign).then(|| view! { <div class="acts">{share}{share_to_sign}</div> })
}

/// Why a share, or taking it back, was refused.
#[component]
pub(super) fn RefusedShares() -> impl IntoView {
    view! {
        <WithDraft of={Door::of::<ShareDocument>()} show=|kept: FormDraft| view! { <RefusedShare kept/> }.into_any()/>
        <Refused<UnshareDocument>/>
    }
}

/// Where the client lacks access, with the way to it: they are invited, and what is shared waits for them (TN-15).
#[component]
fn RefusedShare(kept: FormDraft) -> impl IntoView {
    let (refusals, inviting) = (kept.refusals(), kept.value("invite", "") == "true");
    // Back from proving who one is, there is nothing wrong: it only was not sent yet.
    let waits = inviting && refusals.is_empty();
    if refusals.is_empty() && !waits {
        return ().into_any();
    }
    let lacks_access = refusals.contains(&Refusal::Documents(DocumentRefusal::NoAccess));
    let about_access = |refusal: &Refusal| {
        matches!(refusal, Refusal::Invites(_) | Refusal::Documents(DocumentRefusal::NoAccess | DocumentRefusal::AccessWithoutDocuments))
    };
    let communications = kept.value("chart", "").parse::<ChartId>().ok().filter(|_| refusals.iter().any(about_access)).map(|chart| {
        view! { <a class="btn plain small" href=routes::chart_communications(chart)>"Communications"</a> }
    });
    let invite = (lacks_access || waits).then(|| {
        let same = ["chart", "document", "action"].map(|name| (name, kept.value(name, "")));
        let fields = same.into_iter().chain([("invite", "true".to_owned())]).collect::<Vec<_>>();
        view! { <PostButton<ShareDocument> class="btn small" fields>"Invite and queue"</PostButton<ShareDocument>> }
    });
    let (class, icon) = if waits { ("notice info", "info") } else { ("notice bad", "alert") };
    view! {
        <div class=class role="alert" tabindex="-1" autofocus>
            <Icon name=icon/>
            <div>
                {waits.then(|| view! { <p>"This was not sent yet. Send it again."</p> })}
                {refusals.into_iter().map(|refusal| view! { <p>{sentence(refusal)}</p> }).collect_view()}
                {(invite.is_some() || communications.is_some()).then(|| view! { <div class="acts">{invite}{communications}</div> })}
            </div>
        </div>
    }
    .into_any()
}
