//! Changing a draft. Two windows on the same one destroy nothing: who saves later sees what is saved before anything takes its place.

use super::form::{NoteFields, SectionFields};
use crate::{
    documents::{ChangeNote, WriteNote},
    door::Door,
    parts::{
        Icon, Panel, Paper, When, calendar,
        form::{Form, FormDraft, WithDraft},
    },
    routes,
};
use domain::{
    Refusal,
    documents::{OfficeDocument, Refusal as DocumentRefusal},
};
use leptos::prelude::*;

#[component]
pub(super) fn NoteEditForm(page: OfficeDocument) -> impl IntoView {
    let (chart, here) = (page.chart, routes::office_document(page.chart, page.line.id));
    view! {
        <Form<ChangeNote> fields=vec![("chart", chart.to_string()), ("document", page.line.id.to_string())]><NoteEditFields page here/></Form<ChangeNote>>
    }
}

#[component]
fn NoteEditFields(page: OfficeDocument, here: String) -> impl IntoView {
    let kept = FormDraft::here();
    let overtaken = kept.refusals().contains(&Refusal::Documents(DocumentRefusal::ChangedMeanwhile));
    let shown = page.version.to_string();
    // What was kept stands on the version that it was typed into.
    let (title, text, plan, typed_into, at) = match page.kept.clone() {
        Some(kept) => (kept.title, kept.sections, kept.plan, kept.version.map(|version| version.to_string()), Some(kept.at)),
        None => (page.line.title.clone(), page.text.clone(), page.plan.clone(), None, None),
    };
    let plan = page.line.kind.takes_versions().then_some(plan);
    let shown = typed_into.unwrap_or(shown);
    // Only whose eyes have seen the newer version may put another in its place.
    let version = if overtaken { shown } else { kept.value("version", &shown) };
    view! {
        {overtaken.then(|| view! { <SavedVersion page=page.clone()/> })}
        <input type="hidden" name="version" value=version/>
        {at.map(|at| view! { <p class="notice info" role="status"><span>"What you wrote on "<When at/>" was not saved. It stands below, in place of what is saved."</span></p> })}
        <NoteFields kind=page.line.kind.name() title sections=text plan fixed={page.line.follows.or(page.line.amends).is_some()}/>
        <p class="fine kept" id="kept" role="status" data-keeps-note></p>
        <div class="acts">
            <button class="btn">{if overtaken { "Save mine instead" } else { "Save draft" }}</button>
            <a class="btn plain" href=here>"Cancel"</a>
        </div>
        {overtaken.then(|| view! { <p class="fine">"What you typed then takes the place of what is saved now, shown above."</p> })}
    }
}

/// What somebody would put their own text in the place of.
#[component]
fn SavedVersion(page: OfficeDocument) -> impl IntoView {
    let facts = vec![
        ("Title".to_owned(), page.line.title),
        ("Saved by".to_owned(), format!("{}, {}", page.line.author, calendar().order.moment(&page.changed_at))),
    ];
    view! {
        <Panel title="As it is saved now"><Paper facts content=page.content/></Panel>
        <h2>"What you typed"</h2>
    }
}

/// The note was signed in another window while somebody still wrote here: it stays, and so does their text.
#[component]
pub(super) fn SignedMeanwhile(page: OfficeDocument) -> impl IntoView {
    let chart = page.chart;
    view! {
        <WithDraft of={Door::of::<ChangeNote>()} show=move |kept: FormDraft| {
            if kept.0.is_none() {
                return ().into_any();
            }
            let (kind, title) = (kept.value("kind", page.line.kind.name()), kept.value("title", ""));
            let sections: Vec<(String, String)> = SectionFields::of(&kept).into();
            view! {
                <div class="notice bad" role="alert" tabindex="-1" autofocus>
                    <Icon name="alert"/>
                    <div>
                        <p class="notice-head">"This note was signed meanwhile and stays as it is."</p>
                        <p>"Your text is below: save it as a new note, or copy from it."</p>
                    </div>
                </div>
                <Form<WriteNote> fields=vec![("chart", chart.to_string())]>
                    <NoteFields kind title sections/>
                    <div class="acts">
                        <button class="btn">"Save as a new note"</button>
                        <a class="btn plain" href=routes::office_document(chart, page.line.id)>"Leave it"</a>
                    </div>
                </Form<WriteNote>>
            }
            .into_any()
        }/>
    }
}
