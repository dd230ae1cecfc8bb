//! One document of a chart: read as a page; a draft is changed and signed here.

use super::{
    edit::{NoteEditForm, SignedMeanwhile},
    menu::{DocumentMenu, RefusedShares, ShareButtons, ShareTags},
    signers::{CountersignForm, SignersPanel},
};
use crate::{
    Done, Failure,
    activities::BesideNote,
    charts::{ChartPage, ChartTab, of_chart},
    documents::{FinishNote, RenameDocument, author_words, kind_words, read_chart_document},
    files::{AttachedFiles, FilesOf},
    forms::ReviewForm,
    parts::{
        Day, EditLink, Icon, InkDrawing, Notice, Paper, When, asked, born, calendar,
        form::{Form, PostButton, Refused, TextField},
        param,
    },
    routes,
};
use domain::{
    documents::{DocumentKind, DocumentLine, OfficeDocument, ShareState, SignatureLine, SignerState},
    ids::{ChartId, DocumentId},
};
use leptos::prelude::*;
use leptos_meta::Title;

of_chart!(OfficeDocument);

#[component]
pub fn NotePage() -> impl IntoView {
    let document = param::<DocumentId>("document");
    let (edits, done) = (asked("edit").as_deref() == Some("note"), Done::here());
    let load = move |chart: ChartId| async move {
        match document {
            Some(document) => read_chart_document(chart, document).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    view! {
        <ChartPage title="Document" tab=ChartTab::Documents load show=move |page: OfficeDocument| {
            let title = format!("{} · Anteroom", title_of(&page, edits));
            if page.may_edit && edits {
                view! { <Title text=title/> <NoteHead page=page.clone() acts=false/> <BesideNote measures=page.beside.clone()/> <NoteEditForm page/> }.into_any()
            } else {
                view! {
                    <Title text=title/>
                    <DoneNotice done chart=page.chart line=page.line.clone()/>
                    <RefusedShares/>
                    <Refused<FinishNote>/>
                    <NoteHead page=page.clone() acts=true/>
                    {edits.then(|| view! { <SignedMeanwhile page=page.clone()/> })}
                    <DeclinedNotice page=page.clone()/>
                    {(page.line.kind == DocumentKind::Upload).then(|| view! { <RenameForm page=page.clone()/> })}
                    <NotePaper page=page.clone()/>
                    <Addenda page=page.clone()/>
                    <SignersPanel page=page.clone()/>
                    {page.countersign.clone().map(|seen| {
                        let own = page.signers.iter().find(|signer| signer.own).map(|signer| signer.name.clone()).unwrap_or_default();
                        view! { <CountersignForm chart=page.chart document=page.line.id seen name=own/> }
                    })}
                }
                .into_any()
            }
        }/>
    }
}

/// Kind and state, and never what the author called it.
fn title_of(page: &OfficeDocument, edits: bool) -> String {
    let kind = kind_words(page.line.kind);
    match (page.line.finished, page.may_edit && edits) {
        (true, _) => kind.to_owned(),
        (false, true) => format!("{kind}, being written"),
        (false, false) => format!("{kind}, draft"),
    }
}

#[component]
fn DoneNotice(done: Option<Done>, chart: ChartId, line: DocumentLine) -> impl IntoView {
    // Of a note that is never shared there is nothing to say about sharing.
    let shareable = line.kind.takes_signature();
    match (done, line.finished) {
        (Some(Done::Saved), false) => {
            let words = if shareable { "Read it, then sign it. Only signed notes can be shared." } else { "Read it, then sign it." };
            view! { <Notice head="The draft is saved."><p>{words}</p></Notice> }.into_any()
        }
        (Some(Done::Signed), true) if line.share.is_some() => view! { <Notice head="Your signature stands below it."/> }.into_any(),
        (Some(Done::Changed), true) => view! { <Notice head="Who signs is changed."/> }.into_any(),
        (Some(Done::Signed), true) => {
            let words = if shareable { "It stays as it is now, and can be shared." } else { "It stays as it is now." };
            view! { <Notice head="The note is signed."><p>{words}</p><ShareButtons chart line/></Notice> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn DeclinedNotice(page: OfficeDocument) -> impl IntoView {
    let declined = page.line.share == Some(ShareState::Declined);
    declined.then(|| {
        view! {
            <Notice kind="warn" head=declined_head(&page)>
                {page.declined_because.map(|reason| view! { <p class="as-typed">"“"{reason}"”"</p> })}
            </Notice>
        }
    })
}

/// Who it was, where several were asked.
fn declined_head(page: &OfficeDocument) -> String {
    let one = page.signers.iter().find(|signer| signer.state == SignerState::Declined);
    one.map_or_else(|| "The client declined to sign.".to_owned(), |one| format!("{} declined to sign.", one.name))
}

/// What was added later, each signed by its author.
#[component]
fn Addenda(page: OfficeDocument) -> impl IntoView {
    let chart = page.chart;
    page.addenda
        .into_iter()
        .map(|addendum| view! {
            <section class="block" aria-label="Addendum">
                <h3>"Addendum of "<When at=addendum.signed_at/></h3>
                <p class="sub">"Signed by " {addendum.author} ". "<a class="link" href=routes::office_document(chart, addendum.id)>"Open the addendum"</a></p>
                <Paper facts=Vec::new() content=addendum.content/>
            </section>
        })
        .collect_view()
}

/// What was sent is found by its title, which whoever reads it may put better.
#[component]
fn RenameForm(page: OfficeDocument) -> impl IntoView {
    let fields = vec![("chart", page.chart.to_string()), ("document", page.line.id.to_string())];
    let open = asked("refused").is_some();
    view! {
        <details class="note block" open=open>
            <summary class="btn plain small">"Rename"</summary>
            <Form<RenameDocument> fields>
                <TextField name="title" label="Title" recorded=page.line.title hint="For the practice: clients keep the title that they know it by" longest=200 autocomplete="off"/>
                <div class="acts"><button class="btn quiet">"Save"</button></div>
            </Form<RenameDocument>>
        </details>
    }
}

#[component]
fn NoteHead(
    page: OfficeDocument,
    /// Whether something may be done with it: not while it is being changed.
    acts: bool,
) -> impl IntoView {
    let (chart, line) = (page.chart, page.line.clone());
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::chart_documents(chart)><Icon name="chevron-left"/>"Documents"</a>
                <h2>{line.title.clone()}</h2>
                <p class="sub acts">
                    <span>{kind_words(line.kind)}</span>
                    {(line.edition > 1).then(|| view! { <span class="tag">{format!("version {}", line.edition)}</span> })}
                    {line.amends.map(|note| view! { <a class="link" href=routes::office_document(chart, note)>"Addendum: open the note"</a> })}
                    {line.follows.map(|before| view! { <a class="link" href=routes::office_document(chart, before)>"The version before"</a> })}
                    {page.next.map(|next| view! { <a class="link" href=routes::office_document(chart, next)>"There is a newer version"</a> })}
                    <ShareTags line=line.clone()/>
                </p>
            </div>
            {acts.then(|| view! { <div class="acts"><NoteActs page=page.clone() line/></div> })}
        </header>
    }
}

#[component]
fn NoteActs(page: OfficeDocument, line: DocumentLine) -> impl IntoView {
    let (chart, document) = (page.chart, line.id);
    let sign = vec![("chart", chart.to_string()), ("document", document.to_string()), ("version", page.version.to_string())];
    view! {
        {line.has_pdf.then(|| view! {
            <a class="btn quiet" href=routes::office_download(chart, document)><Icon name="download"/>"Download PDF"</a>
        })}
        {page.from.map(|id| view! { <a class="btn quiet" href=routes::office_conversation(id)><Icon name="message"/>"Open the conversation"</a> })}
        {page.may_edit.then(|| view! {
            <PostButton<FinishNote> fields=sign><Icon name="pen"/>"Sign note"</PostButton<FinishNote>>
            <EditLink page=routes::office_document(chart, document) part="note"/>
        })}
        {page.may_follow.then(|| view! { <a class="btn quiet" href=routes::next_version(chart, document)>"New version"</a> })}
        {page.may_amend.then(|| view! { <a class="btn quiet" href=routes::addendum(chart, document)>"Add an addendum"</a> })}
        {page.form.map(|(assignment, to_review)| {
            let fields = vec![("chart", chart.to_string()), ("assignment", assignment.to_string())];
            view! {
                {to_review.then(|| view! { <PostButton<ReviewForm> fields>"Mark as reviewed"</PostButton<ReviewForm>> })}
                <a class="btn quiet" href=format!("{}#form-{assignment}", routes::chart_forms(chart))>"Open in Forms"</a>
            }
        })}
        <DocumentMenu chart line open=false/>
    }
}

#[component]
fn NotePaper(page: OfficeDocument) -> impl IntoView {
    let line = page.line;
    let facts = vec![
        ("For".to_owned(), format!("{}, born {}", page.banner.name, born(page.banner.born))),
        match line.kind {
            // Who filled it in stands in it.
            DocumentKind::Form => ("Submitted on".to_owned(), calendar().order.day(line.written_on)),
            kind => (author_words(kind).to_owned(), format!("{}, {}", line.author, calendar().order.day(line.written_on))),
        },
    ];
    let signed_by_author = (line.finished && line.kind.is_clinical_writing()).then(|| format!("Signed by {}", line.author));
    view! {
        <Paper facts content=page.content>
            {signed_by_author.map(|words| view! { <div class="signed"><p class="fine num">{words}</p></div> })}
            {page.signatures.into_iter().map(|signature| view! { <SignatureBlock signature/> }).collect_view()}
        </Paper>
        {(!page.files.is_empty()).then(|| view! { <div class="block attached"><AttachedFiles of=FilesOf::Chart(page.chart) files=page.files/></div> })}
    }
}

#[component]
fn SignatureBlock(signature: SignatureLine) -> impl IntoView {
    view! {
        <div class="signed">
            <InkDrawing ink=signature.ink signer=signature.name.clone()/>
            <p class="fine num">"Signed electronically by "{signature.name}", "{signature.role}", "<When at=signature.at/></p>
            {signature.handed_over.map(|(by, on)| view! { <p class="fine num">"Portal link handed over by " {by} " on " <Day on/></p> })}
            <p class="hash fine">"SHA-256 "{signature.content_sha256}</p>
        </div>
    }
}
