//! Files in a form in which one writes, and below what was written.

use crate::{
    door::Door,
    files::{RemoveChartFile, RemoveFile},
    parts::{Icon, asked, form::PostButton},
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
    pub fn sent_to(self) -> String {
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

/// First in a form whose further buttons do something else than send it: a browser takes the Enter key for the first button.
#[component]
pub fn EnterSends() -> impl IntoView {
    view! { <button hidden tabindex="-1" aria-hidden="true"></button> }
}

/// In the form of the function `F`: chooses files, and sends them ahead. What was typed stays in the form.
#[component]
pub fn AttachField<F: ServerFn>(of: FilesOf, draft: String, #[prop(optional)] _form: PhantomData<F>) -> impl IntoView {
    view! {
        <input type="hidden" name="draft" value=draft.clone()/>
        <input type="hidden" name="form" value={Door::of::<F>().name()}/>
        <div class="attach-field" data-sends=of.sent_to() data-draft=draft>
            <label class="sr" for="file">"Files to attach"</label>
            <input
                id="file"
                name="file[]"
                type="file"
                multiple
                data-attaches
                class="no-script-only"
                accept="image/jpeg,image/png,image/webp,image/gif,application/pdf,text/plain,.docx,.xlsx,video/mp4,video/quicktime,video/webm"
                aria-describedby="file-hint"
            />
            <button class="btn plain small no-script-only" formaction=of.sent_to() formenctype="multipart/form-data"><Icon name="paperclip"/>"Attach"</button>
            <button type="button" class="btn quiet small script-only" data-chooses><Icon name="paperclip"/>"Attach files"</button>
            <label class="btn quiet small take-photo script-only">
                <Icon name="camera"/>"Take a photo"
                <input class="sr" type="file" accept="image/*" capture="environment" data-attaches/>
            </label>
            <p class="fine" id="file-hint">
                "Photos, PDF, Word, Excel or text, up to 25 MB each, and videos up to 100 MB."<span class="script-only">" You can also drop files here, or paste a picture."</span>
            </p>
            <ul class="pending-files" aria-label="Being sent"></ul>
            <p class="fine" role="status"></p>
            <template id="sending">
                <li class="pending-file">
                    <Icon name="paperclip"/>
                    <span data-name></span>
                    <progress max="100" value="0"></progress>
                    <span class="error" hidden></span>
                    <button type="button" class="btn plain small" data-cancels><span>"Cancel"</span><span class="sr"></span></button>
                </li>
            </template>
        </div>
    }
}

/// What goes along with the message that is being written under that id.
#[component]
pub fn PendingFiles(of: FilesOf, draft: String, files: Vec<FileLine>) -> impl IntoView {
    // Without scripts what was typed on the page waits with a form that was not sent: it stays so.
    let kept = asked("refused").map(|_| ("kept", "true".to_owned()));
    let some = !files.is_empty();
    let rows = files.into_iter().map(|line| {
        let name = line.name.clone();
        let fields = [("file", line.id.to_string())].into_iter().chain(kept.clone());
        view! {
            <li class="pending-file">
                <Icon name="paperclip"/>
                <span>{line.name} " " <small class="num">{size(line.bytes)}</small></span>
                {match of {
                    FilesOf::Client(grant) => view! { <PostButton<RemoveFile> class="btn plain small" fields=grant.map(|grant| ("grant", grant.to_string())).into_iter().chain(fields).collect()>"Remove"<span class="sr">": "{name}</span></PostButton<RemoveFile>> }.into_any(),
                    FilesOf::Chart(chart) => view! { <PostButton<RemoveChartFile> class="btn plain small" fields=[("chart", chart.to_string())].into_iter().chain(fields).collect()>"Remove"<span class="sr">": "{name}</span></PostButton<RemoveChartFile>> }.into_any(),
                }}
            </li>
        }
    });
    let list = some.then(|| view! { <ul class="pending-files" aria-label="Goes along with your message">{rows.collect_view()}</ul> });
    view! { <div id="pending" data-fresh=draft>{list}</div> }
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
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
