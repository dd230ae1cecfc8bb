//! Who is asked to sign a document, how each of them stands, and what staff do about it.

use super::ask::options;
use crate::{
    documents::{CountersignDocument, ReplaceSigner, TakeBackSigner, due_words},
    parts::{
        Day, Icon, Panel, When,
        form::{CheckField, Form, PostButton, Refused, SelectField, TextField},
    },
};
use domain::{
    documents::{COUNTERSIGN_MEANING, Candidate, OfficeDocument, ShareState, SignerLine, SignerState},
    ids::{ChartId, DocumentId},
};
use leptos::prelude::*;

#[component]
pub(super) fn SignersPanel(page: OfficeDocument) -> impl IntoView {
    if page.signers.is_empty() {
        return ().into_any();
    }
    let (chart, document, waits) = (page.chart, page.line.id, page.line.share == Some(ShareState::AwaitingSignature));
    let due = page.line.due;
    view! {
        <Panel title="Signatures">
            <Refused<TakeBackSigner>/>
            {due.map(|due| view! { <p class=if due.overdue { "tag bad" } else { "tag" }>{due_words(due)}</p> })}
            {page.until.map(|on| view! { <p class="fine">"Can be signed until "<Day on/></p> })}
            <ol class="rows">
                {page
                    .signers
                    .into_iter()
                    .map(|line| view! { <SignerRow chart document line waits replacements=page.replacements.clone()/> })
                    .collect_view()}
            </ol>
        </Panel>
    }
    .into_any()
}

#[component]
fn SignerRow(chart: ChartId, document: DocumentId, line: SignerLine, waits: bool, replacements: Vec<Candidate>) -> impl IntoView {
    let fields = vec![("chart", chart.to_string()), ("document", document.to_string()), ("signer", line.id.to_string())];
    let acts = waits && line.state == SignerState::Waiting && !replacements.is_empty();
    let (class, words) = match line.state {
        SignerState::Signed => ("tag ok", "Signed"),
        SignerState::Declined => ("tag bad", "Declined"),
        SignerState::Waiting if line.gone => ("tag bad", "Cannot sign any more"),
        SignerState::Waiting if line.turn => ("tag due", "Their turn"),
        SignerState::Waiting | SignerState::TakenBack => ("tag", "Not yet"),
    };
    let gone = line.gone;
    let name = line.name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name">{line.name}</span>
                    <span class="row-fact">{line.role}{line.at.map(|at| view! { ", "<When at/> })}</span>
                    {gone.then(|| view! { <span class="row-fact">"Their access, or their work here, has ended. Take them back, or ask somebody else."</span> })}
                </span>
                <span class="row-end"><span class=class>{words}</span></span>
            </div>
            {acts.then(|| view! {
                <details class="note">
                    <summary class="btn plain small">"Change"<span class="sr">" who signs instead of "{name}</span></summary>
                    <Form<ReplaceSigner> fields=fields.clone()>
                        <SelectField name="instead" label="Ask instead" options=options(&replacements) id=format!("instead-{}", line.id)/>
                        <div class="acts"><button class="btn quiet small">"Ask them"</button></div>
                    </Form<ReplaceSigner>>
                    <PostButton<TakeBackSigner> class="btn plain small" fields><Icon name="undo"/>"Take back: nobody signs here"</PostButton<TakeBackSigner>>
                </details>
            })}
        </li>
    }
}

/// **Countersign**, where it is one's turn: the document stands above, with the signatures before.
#[component]
pub(super) fn CountersignForm(chart: ChartId, document: DocumentId, seen: String, name: String) -> impl IntoView {
    let fields = vec![("chart", chart.to_string()), ("document", document.to_string()), ("seen", seen)];
    view! {
        <Panel title="Countersign">
            <Form<CountersignDocument> fields>
                <TextField name="typed_name" label="Type your full name" hint="As it stands in the list of signatures above" autocomplete="name"/>
                <CheckField name="agree">{COUNTERSIGN_MEANING}</CheckField>
                <div class="acts"><button class="btn"><Icon name="pen"/>"Countersign"</button></div>
                <p class="fine">{format!("You sign as {name}. You are asked for your password, if you have not given it in the last five minutes.")}</p>
            </Form<CountersignDocument>>
        </Panel>
    }
}
