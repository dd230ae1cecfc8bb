//! **New note**: something new, the next version of a plan, or an addendum.

use super::form::NoteFields;
use crate::{
    activities::BesideNote,
    charts::{ChartPage, ChartTab, of_chart},
    documents::{ForgetKeptNote, WriteNote, begin_note, kind_words},
    parts::{
        Icon, When, asked,
        form::{Form, PostButton},
    },
    routes,
};
use domain::{
    dates::Moment,
    documents::{DocumentKind, NOTE_KINDS, NoteBeginning, NoteTemplate},
    ids::{ChartId, DocumentId, TemplateId},
};
use leptos::prelude::*;

of_chart!(NoteBeginning);

#[component]
pub fn NewNotePage() -> impl IntoView {
    let id = |name| asked(name).and_then(|id| id.parse::<DocumentId>().ok());
    let (follows, amends) = (id("follows"), id("amends"));
    let template = asked("template").and_then(|id| id.parse::<TemplateId>().ok());
    let load = move |chart: ChartId| begin_note(chart, follows, amends, template);
    view! { <ChartPage title="New note" tab=ChartTab::Documents load show=|page: NoteBeginning| view! { <NewNoteView page/> }.into_any()/> }
}

#[component]
fn NewNoteView(page: NoteBeginning) -> impl IntoView {
    let chart = page.banner.id;
    let (head, of) = match (&page.follows, &page.amends) {
        (Some((id, title)), _) => (format!("Next version of {title}"), Some(*id)),
        (_, Some((id, title))) => (format!("Addendum to {title}"), Some(*id)),
        _ => ("New note".to_owned(), None),
    };
    let back = of.map_or_else(|| routes::chart_documents(chart), |id| routes::office_document(chart, id));
    let mut fields = vec![("chart", chart.to_string())];
    fields.extend(page.follows.as_ref().map(|(id, _)| ("follows", id.to_string())));
    fields.extend(page.amends.as_ref().map(|(id, _)| ("amends", id.to_string())));
    let words = match (&page.follows, &page.amends) {
        (Some(_), _) => "The version before stays as it is: read, shared and signed. What you change here is the next one.",
        (_, Some(_)) => "It is dated, and stands below the note once you have signed it. The note stays as it is.",
        _ => "You can read it once more before you sign it. A line that begins with - becomes a bullet.",
    };
    let fixed = page.follows.is_some() || page.amends.is_some();
    let kind = page.kind.map(|kind| kind.name().to_owned()).unwrap_or_default();
    // What one wrote and did not save comes first, unless one asked for a template.
    let begun = asked("template").is_some();
    let kept = page.kept.filter(|_| !begun);
    let notice = kept.as_ref().map(|kept| kept.at.clone());
    // A plan is begun by a link of its own: its form asks for more.
    let asked_kind = asked("kind").filter(|kind| NOTE_KINDS.iter().any(|known| known.name() == kind));
    let kind = if kind.is_empty() { asked_kind.unwrap_or_default() } else { kind };
    let (kind, title, sections, plan) = match kept {
        Some(kept) if !fixed => (kept.kind, kept.title, kept.sections, kept.plan),
        Some(kept) => (kind, kept.title, kept.sections, kept.plan),
        None => (kind, page.title, page.sections, page.plan),
    };
    let is_plan = page.amends.is_none() && DocumentKind::from_name(&kind).is_some_and(DocumentKind::takes_versions);
    let plan = is_plan.then_some(plan);
    let forget = fields.clone();
    view! {
        <header class="head">
            <div>
                <a class="back" href=back.clone()><Icon name="chevron-left"/>{if of.is_some() { "Back" } else { "Documents" }}</a>
                <h2>{head}</h2>
            </div>
        </header>
        {notice.map(|at| view! { <KeptNotice at fields=forget/> })}
        <BesideNote measures=page.beside/>
        {(!fixed).then(|| view! { <TemplateList chart templates=page.templates/> })}
        <Form<WriteNote> fields>
            <NoteFields kind title sections fixed plan/>
            <p class="fine kept" id="kept" role="status" data-keeps-note></p>
            <div class="acts">
                <button class="btn">"Save draft"</button>
                <a class="btn plain" href=back>"Cancel"</a>
            </div>
            <p class="fine">{words}</p>
        </Form<WriteNote>>
    }
}

/// What one wrote here before, and did not save, stands in the form: whoever wants none of it says so.
#[component]
pub(super) fn KeptNotice(at: Moment, fields: Vec<(&'static str, String)>) -> impl IntoView {
    view! {
        <div class="notice info" role="status">
            <Icon name="info"/>
            <div>
                <p class="notice-head">"What you wrote here on "<When at/>" was not saved. It stands below."</p>
                <div class="acts"><PostButton<ForgetKeptNote> class="btn plain small" fields>"Leave it, and begin anew"</PostButton<ForgetKeptNote>></div>
            </div>
        </div>
    }
}

/// From what one can begin.
#[component]
fn TemplateList(chart: ChartId, templates: Vec<NoteTemplate>) -> impl IntoView {
    let open = asked("template").is_none() && !templates.is_empty();
    let link = move |template: NoteTemplate| {
        let href = format!("{}?template={}", routes::new_note(chart), template.id);
        view! { <a class="btn quiet small" href=href>{template.name}<span class="sr">{format!(", {}", kind_words(template.kind))}</span></a> }
    };
    view! {
        <details class="note block" open=open>
            <summary class="btn plain small">"Begin from a template"</summary>
            <div class="acts">
                {templates.into_iter().map(link).collect_view()}
                <a class="link" href=routes::TEMPLATES>"Your templates"</a>
            </div>
        </details>
    }
}
