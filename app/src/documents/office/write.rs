//! **New note**.

use super::form::NoteFields;
use crate::{
    charts::{ChartPage, ChartTab},
    documents::{WriteNote, list_chart_documents},
    parts::{Icon, Missing, form::Form},
    routes,
};
use domain::{documents::ChartDocuments, sign_in::Side};
use leptos::prelude::*;

#[component]
pub fn NewNotePage() -> impl IntoView {
    view! {
        <ChartPage title="New note" tab=ChartTab::Documents load=list_chart_documents show=|page: ChartDocuments| {
            if !page.may_write {
                return view! { <Missing side=Side::Office/> }.into_any();
            }
            let chart = page.banner.id;
            view! {
                <header class="head">
                    <div>
                        <a class="back" href=routes::chart_documents(chart)><Icon name="chevron-left"/>"Documents"</a>
                        <h2>"New note"</h2>
                    </div>
                </header>
                <Form<WriteNote> fields=vec![("chart", chart.to_string())]>
                    <NoteFields/>
                    <div class="acts">
                        <button class="btn">"Save draft"</button>
                        <a class="btn plain" href=routes::chart_documents(chart)>"Cancel"</a>
                    </div>
                    <p class="fine">"You can read it once more before you sign it. A line that begins with - becomes a bullet."</p>
                </Form<WriteNote>>
            }
            .into_any()
        }/>
    }
}
