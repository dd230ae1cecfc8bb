//! Files put into a chart by staff.

use crate::{
    charts::{ChartPage, ChartTab, of_chart},
    documents::{UploadDocument, read_uploading},
    files::{AttachField, EnterSends, FilesOf, PendingFiles},
    parts::{
        Icon,
        form::{Form, TextField},
    },
    routes,
};
use domain::documents::Uploading;
use leptos::prelude::*;

of_chart!(Uploading);

#[component]
pub fn UploadPage() -> impl IntoView {
    view! { <ChartPage title="Upload" tab=ChartTab::Documents load=read_uploading show=|page: Uploading| view! { <UploadView page/> }.into_any()/> }
}

#[component]
fn UploadView(page: Uploading) -> impl IntoView {
    let (chart, draft) = (page.banner.id, page.draft.to_string());
    let waits = draft.clone();
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::chart_documents(chart)><Icon name="chevron-left"/>"Documents"</a>
                <h2>"Upload"</h2>
                <p class="sub">"Handouts, lab results, exercises, records from elsewhere. The client sees them only once you share them."</p>
            </div>
        </header>
        <Form<UploadDocument> fields=vec![("chart", chart.to_string())]>
            <EnterSends/>
            <AttachField<UploadDocument> of=FilesOf::Chart(chart) draft=draft.clone()/>
            <TextField name="title" label="Title" hint="Empty: the name of the first file" longest=200 autocomplete="off"/>
            <div class="acts"><button class="btn">"Put into the chart"</button></div>
        </Form<UploadDocument>>
        <PendingFiles of=FilesOf::Chart(chart) draft=waits files=page.pending/>
    }
}
