//! **Share to Sign**: who signs, in which order, and until when.

use super::menu::RefusedShares;
use crate::{
    Failure,
    charts::{ChartPage, ChartTab, of_chart},
    documents::{AskToSign, read_asking},
    parts::{
        Icon,
        form::{Form, SelectField, TextField},
        param,
    },
    routes,
};
use domain::{
    documents::{AskingPage, Candidate, SIGNER_FIELDS},
    ids::{ChartId, DocumentId},
};
use leptos::prelude::*;

of_chart!(AskingPage);

const LABELS: [&str; SIGNER_FIELDS.len()] = ["Signs first", "Then", "Then, third", "Then, fourth", "Then, fifth"];

#[component]
pub fn AskPage() -> impl IntoView {
    let document = param::<DocumentId>("document");
    let load = move |chart: ChartId| async move {
        match document {
            Some(document) => read_asking(chart, document).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    view! { <ChartPage title="Share to Sign" tab=ChartTab::Documents load show=|page: AskingPage| view! { <AskView page/> }.into_any()/> }
}

#[component]
fn AskView(page: AskingPage) -> impl IntoView {
    let (chart, document) = (page.banner.id, page.line.id);
    let here = routes::office_document(chart, document);
    let holder = page.candidates.iter().find(|candidate| candidate.value.starts_with("holder")).cloned();
    let options = options(&page.candidates);
    let head = view! {
        <header class="head">
            <div>
                <a class="back" href=here.clone()><Icon name="chevron-left"/>{page.line.title.clone()}</a>
                <h2>"Share to Sign"</h2>
                <p class="sub">"Each signs when it is their turn, and is told then by e-mail. If one declines, it ends for all."</p>
            </div>
        </header>
    };
    if !page.line.may_share_to_sign {
        return view! { {head} <RefusedShares/> <p>"This document cannot be shared to sign as it stands now."</p> }.into_any();
    }
    let nobody = holder.is_none();
    let first = holder.map(|holder| holder.value).unwrap_or_default();
    view! {
        {head}
        <Form<AskToSign> fields=vec![("chart", chart.to_string()), ("document", document.to_string())]>
            {nobody.then(|| view! {
                <p class="notice info"><Icon name="info"/><span>"The client has no access to documents in the portal yet. With Invite and queue they are invited now, and it waits until they register."</span></p>
            })}
            {SIGNER_FIELDS
                .into_iter()
                .zip(LABELS)
                .enumerate()
                .map(|(place, (name, label))| {
                    let recorded = if place == 0 { first.clone() } else { String::new() };
                    view! { <SelectField name label options=options.clone() recorded/> }
                })
                .collect_view()}
            <div class="fields">
                <TextField name="due" label="Due (optional)" kind="date" hint="Shown to whoever signs" short=true autocomplete="off"/>
                <TextField name="until" label="Last day for signing (optional)" kind="date" hint="After it nobody can sign any more" short=true autocomplete="off"/>
            </div>
            <div class="acts">
                {if nobody {
                    view! { <button class="btn" name="invite" value="true">"Invite and queue"</button> }.into_any()
                } else {
                    view! { <button class="btn"><Icon name="share-sign"/>"Share to Sign"</button> }.into_any()
                }}
                <a class="btn plain" href=here>"Cancel"</a>
            </div>
        </Form<AskToSign>>
    }
    .into_any()
}

/// "Maya Lindqvist, client"
pub(super) fn options(candidates: &[Candidate]) -> Vec<(String, String)> {
    let words = |one: &Candidate| {
        let waits = if one.registered { "" } else { " (not registered yet)" };
        (one.value.clone(), format!("{}, {}{waits}", one.name, one.role))
    };
    std::iter::once((String::new(), "Nobody".to_owned())).chain(candidates.iter().map(words)).collect()
}
