//! Settings → Forms → **Upload a PDF**: a new form, or the next version of one.

use crate::{
    door::Door,
    forms::{UploadForm, read_form, read_upload},
    parts::{
        Icon, Loaded, Panel, asked,
        form::{FieldErrors, Form, FormDraft, TextArea, TextField, described_by},
    },
    routes,
    shell::OfficePage,
};
use domain::{
    forms::{self, Purpose, Words},
    ids::FormId,
};
use leptos::prelude::*;

#[component]
pub fn UploadFormPage() -> impl IntoView {
    let of: Option<FormId> = asked("of").and_then(|id| id.parse().ok());
    view! {
        <OfficePage title="Upload a PDF" narrow=true>
            {match of {
                None => view! { <Loaded load=read_upload show=|()| view! { <UploadView/> }.into_any()/> }.into_any(),
                Some(_) => view! { <Loaded load=move || read_form(of) show=|page: forms::FormPage| view! { <UploadView of=page/> }.into_any()/> }.into_any(),
            }}
        </OfficePage>
    }
}

/// The file goes along with everything else: a browser sends it without scripts.
#[component]
fn UploadView(#[prop(optional)] of: Option<forms::FormPage>) -> impl IntoView {
    let (title, words) = of.as_ref().map(|page| (page.form.title.clone(), page.form.introduction.clone())).unwrap_or_default();
    let back = of.as_ref().map_or(routes::FORMS.to_owned(), |page| routes::settings_form(page.id));
    let fields =
        of.as_ref().map(|page| ("of", page.id.to_string())).into_iter().chain([("form", Door::of::<UploadForm>().name().to_owned())]);
    let fields: Vec<_> = fields.collect();
    let new = of.is_none();
    view! {
        <header class="head">
            <div>
                <a class="back" href=back><Icon name="chevron-left"/>{if new { "Forms" } else { "Back to the form" }}</a>
                <h1>{if new { "Upload a PDF" } else { "A new version of the PDF" }}</h1>
                <p class="sub">"Scripts, files within it and links to the outside are taken out before it is kept."</p>
            </div>
        </header>
        <Form<UploadForm> fields>
            {new.then(|| view! { <PurposeChoice/> })}
            <TextField name="title" label="Title" recorded=title hint="Empty: the name of the file" longest=Words::Title.most() as u32 autocomplete="off"/>
            <TextArea name="introduction" label="What the client reads above it (optional)" recorded=words rows=3 longest=Words::Introduction.most() as u32/>
            <FileField/>
            <div class="acts"><button class="btn" formaction=routes::FORM_FILES formenctype="multipart/form-data">"Upload"</button></div>
        </Form<UploadForm>>
        {(!new).then(|| view! { <Panel title="What was sent"><p class="sub">"Who has it already keeps the version that was sent."</p></Panel> })}
    }
}

#[component]
fn PurposeChoice() -> impl IntoView {
    let kept = FormDraft::here().value("purpose", Purpose::Fill.name());
    let choices = [
        (Purpose::Fill, "To be filled in and sent back", "The client downloads it, fills it in, and uploads it in the portal."),
        (Purpose::Read, "To be read", "An information sheet: the client downloads it, and nothing is awaited."),
    ];
    let rows = choices.map(|(purpose, words, more)| {
        view! {
            <label class="check">
                <input type="radio" name="purpose" value=purpose.name() checked=kept == purpose.name()/>
                <span>{words}<small>{more}</small></span>
            </label>
        }
    });
    view! { <fieldset class="group"><legend>"What is it for?"</legend>{rows.into_iter().collect_view()}</fieldset> }
}

#[component]
fn FileField() -> impl IntoView {
    let errors = FormDraft::here().errors("file");
    let wrong = !errors.is_empty();
    view! {
        <div class="field">
            <label for="file">"The PDF"</label>
            <p class="hint" id="file-hint">"Up to 25 MB"</p>
            <FieldErrors name="file" errors/>
            <input
                class="input"
                id="file"
                name="file"
                type="file"
                accept="application/pdf,.pdf"
                aria-describedby=described_by("file", true, wrong)
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}
