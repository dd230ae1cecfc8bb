//! Files in a form in which one writes, and below what was written.

use crate::{
    door::Door,
    files::{RemoveChartFile, RemoveFile},
    parts::{Icon, form::PostButton},
    routes,
};
use domain::{
    files::FileLine,
    ids::{ChartId, GrantId},
};
use leptos::{prelude::*, server_fn::ServerFn};
use std::marker::PhantomData;

/// Whose files they are: how their addresses begin, and who takes one away.
#[derive(Clone, Copy)]
pub enum FilesOf {
    Client(Option<GrantId>),
    Chart(ChartId),
}

impl FilesOf {
    fn sent_to(self) -> String {
        match self {
            Self::Client(grant) => routes::acting("/files", grant),
            Self::Chart(chart) => format!("/office/charts/{chart}/files"),
        }
    }

    fn file(self, line: &FileLine, rest: &str) -> String {
        let id = line.id;
        match self {
            Self::Client(grant) => routes::acting(format!("/files/{id}{rest}"), grant),
            Self::Chart(chart) => format!("/office/charts/{chart}/files/{id}{rest}"),
        }
    }
}

/// In the form of the function `F`: chooses files, and sends them ahead. What was typed stays in the form.
#[component]
pub fn AttachField<F: ServerFn>(of: FilesOf, draft: String, #[prop(optional)] _form: PhantomData<F>) -> impl IntoView {
    view! {
        <input type="hidden" name="draft" value=draft/>
        <input type="hidden" name="form" value={Door::of::<F>().name()}/>
        <div class="attach-field">
            <label class="sr" for="file">"Files to attach"</label>
            <input
                id="file"
                name="file"
                type="file"
                multiple
                data-attaches
                accept="image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,.docx,.xlsx"
                aria-describedby="file-hint"
            />
            <button class="btn plain small" formaction=of.sent_to() formenctype="multipart/form-data"><Icon name="paperclip"/>"Attach"</button>
            <p class="fine" id="file-hint">"Photos, PDF, Word, Excel or text, up to 25 MB each"</p>
        </div>
    }
}

/// What goes along with the message that is being written.
#[component]
pub fn PendingFiles(of: FilesOf, files: Vec<FileLine>) -> impl IntoView {
    (!files.is_empty()).then(|| {
        let rows = files.into_iter().map(|line| {
            let (name, file) = (line.name.clone(), ("file", line.id.to_string()));
            view! {
                <li class="pending-file">
                    <Icon name="paperclip"/>
                    <span>{line.name} " " <small class="num">{size(line.bytes)}</small></span>
                    {match of {
                        FilesOf::Client(grant) => view! { <PostButton<RemoveFile> class="btn plain small" fields=grant.map(|grant| ("grant", grant.to_string())).into_iter().chain([file]).collect()>"Remove"<span class="sr">": "{name}</span></PostButton<RemoveFile>> }.into_any(),
                        FilesOf::Chart(chart) => view! { <PostButton<RemoveChartFile> class="btn plain small" fields=vec![("chart", chart.to_string()), file]>"Remove"<span class="sr">": "{name}</span></PostButton<RemoveChartFile>> }.into_any(),
                    }}
                </li>
            }
        });
        view! { <ul class="pending-files" aria-label="Goes along with your message">{rows.collect_view()}</ul> }
    })
}

/// What came along with a message: pictures are shown small, everything else by its name.
#[component]
pub fn AttachedFiles(of: FilesOf, files: Vec<FileLine>) -> impl IntoView {
    files
        .into_iter()
        .map(|line| {
            if line.preview {
                view! {
                    <a class="picture" href=of.file(&line, "?inline") target="_blank" rel="external noopener">
                        <img src=of.file(&line, "/preview") alt=format!("Picture: {}", line.name) loading="lazy"/>
                    </a>
                }
                .into_any()
            } else {
                view! {
                    <a class="attach" href=of.file(&line, "") rel="external" download>
                        <Icon name="paperclip"/>
                        <span>{line.name.clone()}<small class="num">{size(line.bytes)}</small></span>
                        <Icon name="download"/>
                    </a>
                }
                .into_any()
            }
        })
        .collect_view()
}

/// "2.1 MB"
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
