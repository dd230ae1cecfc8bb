//! **New note**: something new, the next version of a plan, or an addendum.

use super::form::NoteFields;
use crate::{
    charts::{ChartPage, ChartTab, of_chart},
    documents::{WriteNote, begin_note},
    parts::{Icon, asked, form::Form},
    routes,
};
use domain::{
    documents::NoteBeginning,
    ids::{ChartId, DocumentId},
};
use leptos::prelude::*;

of_chart!(NoteBeginning);

#[component]
pub fn NewNotePage() -> impl IntoView {
    let id = |name| asked(name).and_then(|id| id.parse::<DocumentId>().ok());
    let (follows, amends) = (id("follows"), id("amends"));
    let load = move |chart: ChartId| begin_note(chart, follows, amends);
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
    let kind = page.kind.map(|kind| kind.name()).unwrap_or_default();
    view! {
        <header class="head">
            <div>
                <a class="back" href=back.clone()><Icon name="chevron-left"/>{if of.is_some() { "Back" } else { "Documents" }}</a>
                <h2>{head}</h2>
            </div>
        </header>
        <Form<WriteNote> fields>
            <NoteFields kind title=page.title sections=page.sections fixed=page.kind.is_some()/>
            <div class="acts">
                <button class="btn">"Save draft"</button>
                <a class="btn plain" href=back>"Cancel"</a>
            </div>
            <p class="fine">{words}</p>
        </Form<WriteNote>>
    }
}
