//! A form that is a PDF: downloaded, filled in, sent back.

use super::cover::from_and_due;
use crate::{
    files::{AttachField, EnterSends, FilesOf, PendingFiles, size},
    forms::SendFormBack,
    parts::{Icon, Lines, Notice, acting_for, form::Form},
    routes,
    shell::OfficeLine,
};
use domain::forms::{FillPage, Purpose};
use leptos::prelude::*;

#[component]
pub fn PaperView(page: FillPage) -> impl IntoView {
    let (grant, id) = (acting_for(), page.id);
    let from = from_and_due(&page);
    let Some((paper, files)) = page.paper else { return ().into_any() };
    let (draft, waits, awaited) = (id.to_string(), id.to_string(), paper.purpose == Purpose::Fill);
    let ways = if paper.fields > 0 {
        "Fill it in on your computer or phone and save it. Or print it, fill it in by hand, and take a photo of each page."
    } else {
        "Print it, fill it in by hand, and take a photo of each page. Or fill it in with a program that writes on a PDF."
    };
    view! {
        <header class="head">
            <h1>{page.form.title}</h1>
            <p class="sub num">{from}</p>
        </header>
        {page.question.map(|question| view! {
            <Notice kind="warn" head="The practice has a question about what you sent">
                <Lines text=question/>
                <p>"Change what you want to change, then send the form again."</p>
            </Notice>
        })}
        <div class="block stack"><Lines text=page.form.introduction/></div>
        <section class="block" aria-labelledby="get">
            <h2 id="get">{if awaited { "1. Download it" } else { "Download it" }}</h2>
            {awaited.then(|| view! { <p>{ways}</p> })}
            <div class="acts">
                <a class="btn" href=routes::my_form_pdf(id, grant) rel="external" download><Icon name="download"/>"Download"<span class="sr">": "{paper.name.clone()}</span></a>
                <span class="fine num">{paper.name} ", " {size(paper.bytes)}</span>
            </div>
        </section>
        {awaited.then(|| view! { <section class="block" aria-labelledby="back">
            <h2 id="back">"2. Send it back"</h2>
            <Form<SendFormBack> grant fields=vec![("id", id.to_string())]>
                <EnterSends/>
                <AttachField<SendFormBack> of=FilesOf::Client(grant) draft/>
                <div class="acts main"><button class="btn">"Send to the practice"</button></div>
            </Form<SendFormBack>>
            <PendingFiles of=FilesOf::Client(grant) draft=waits files/>
        </section> })}
        {page.phone.map(|phone| view! { <p class="fine block">"Something not clear? " <OfficeLine phone/> "."</p> })}
    }
    .into_any()
}
