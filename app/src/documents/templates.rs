//! Templates of notes: one's own, reached from where one writes, and the practice's, under Settings.

use super::office::{NoteFields, SectionFields};
#[allow(unused_imports, reason = "only the server leads there")]
use crate::routes;
use crate::{
    Done, Failure, Went,
    documents::kind_words,
    parts::{
        Icon, Loaded, Notice, Panel, asked,
        form::{Form, PostButton, Refused},
    },
    shell::OfficePage,
};
use domain::{documents::NoteTemplate, ids::TemplateId};
use leptos::{prelude::*, server_fn::ServerFn};
use std::marker::PhantomData;

loader! {
    pub async fn list_templates() -> Result<Vec<NoteTemplate>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.documents().await?.templates().await?.list().await?)
    }
}

loader! {
    pub async fn list_practice_templates() -> Result<Vec<NoteTemplate>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.templates().list().await?)
    }
}

/// A new one of one's own, or in the place of one.
#[server(prefix = "/api", endpoint = "staff/documents/save_template")]
pub async fn save_template(
    #[server(default)] id: Option<TemplateId>,
    kind: String,
    title: String,
    #[server(flatten)] sections: SectionFields,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = backend::NoteDraft { kind, title, text: sections.into(), ..Default::default() };
    staff.documents().await?.templates().await?.save(id, draft).await?;
    Ok(Went::to(routes::TEMPLATES).done(Done::Saved))
}

#[server(prefix = "/api", endpoint = "staff/documents/remove_template")]
pub async fn remove_template(id: TemplateId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.documents().await?.templates().await?.remove(id).await?;
    Ok(Went::to(routes::TEMPLATES).done(Done::Removed))
}

/// The same of the practice's.
#[server(prefix = "/api", endpoint = "staff/settings/save_template")]
pub async fn save_practice_template(
    #[server(default)] id: Option<TemplateId>,
    kind: String,
    title: String,
    #[server(flatten)] sections: SectionFields,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let draft = backend::NoteDraft { kind, title, text: sections.into(), ..Default::default() };
    staff.settings().await?.templates().save(id, draft).await?;
    Ok(Went::to(routes::PRACTICE_TEMPLATES).done(Done::Saved))
}

#[server(prefix = "/api", endpoint = "staff/settings/remove_template")]
pub async fn remove_practice_template(id: TemplateId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.templates().remove(id).await?;
    Ok(Went::to(routes::PRACTICE_TEMPLATES).done(Done::Removed))
}

#[component]
pub fn TemplatesPage() -> impl IntoView {
    view! {
        <OfficePage title="Your templates" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::CHART_ROOM><Icon name="chevron-left"/>"Chart Room"</a>
                    <h1>"Your templates"</h1>
                    <p class="sub">"From what you begin to write notes and plans. Only you choose from these; beside them stand the practice’s."</p>
                </div>
            </header>
            <Loaded load=list_templates show=|templates| {
                view! { <Editor<SaveTemplate, RemoveTemplate> templates page=routes::TEMPLATES/> }.into_any()
            }/>
        </OfficePage>
    }
}

/// Settings → **Note templates**.
#[component]
pub fn PracticeTemplatesPage() -> impl IntoView {
    view! {
        <OfficePage title="Note templates" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Note templates"</h1>
                    <p class="sub">"From what everybody here can begin to write notes and plans."</p>
                </div>
            </header>
            <Loaded load=list_practice_templates show=|templates| {
                view! { <Editor<SavePracticeTemplate, RemovePracticeTemplate> templates page=routes::PRACTICE_TEMPLATES/> }.into_any()
            }/>
        </OfficePage>
    }
}

#[component]
fn Editor<S: ServerFn + 'static, R: ServerFn + 'static>(
    templates: Vec<NoteTemplate>,
    page: &'static str,
    #[prop(optional)] _doors: PhantomData<(S, R)>,
) -> impl IntoView {
    let edited = asked("edit").and_then(|id| id.parse::<TemplateId>().ok());
    let edited = templates.iter().find(|template| Some(template.id) == edited).cloned();
    let done = match Done::here().filter(|_| asked("refused").is_none()) {
        Some(Done::Saved) => Some("Saved"),
        Some(Done::Removed) => Some("Removed"),
        _ => None,
    };
    let empty = templates.is_empty().then(|| view! { <p class="sub">"There are none yet."</p> });
    let row = |template: NoteTemplate| {
        let (id, name) = (template.id, template.name.clone());
        view! {
            <li class="row">
                <div class="row-main"><span class="row-name light">{template.name}</span><span class="row-fact">{kind_words(template.kind)}</span></div>
                <div class="row-end acts">
                    <a class="btn plain small" href=format!("{page}?edit={id}#write")>"Change"<span class="sr">": "{name.clone()}</span></a>
                    <PostButton<R> class="btn plain small" fields=vec![("id", id.to_string())]>"Remove"<span class="sr">": "{name}</span></PostButton<R>>
                </div>
            </li>
        }
    };
    let fields = edited.iter().map(|template| ("id", template.id.to_string())).collect();
    let (head, cancel) = match &edited {
        Some(_) => ("Change a template", Some(view! { <a class="btn plain" href=page>"Cancel"</a> })),
        None => ("New template", None),
    };
    let (kind, title, sections) =
        edited.map(|template| (template.kind.name().to_owned(), template.name, template.sections)).unwrap_or_default();
    view! {
        {done.map(|head| view! { <Notice head/> })}
        <Refused<R>/>
        {empty}
        <ul class="rows bare">{templates.into_iter().map(row).collect_view()}</ul>
        <section id="write" class="block">
            <Panel title=head>
                <Form<S> fields>
                    <NoteFields kind title sections/>
                    <p class="fine">"The title is the name by which one chooses it. Headings and text stand in every note that begins from it."</p>
                    <div class="acts"><button class="btn">"Save"</button>{cancel}</div>
                </Form<S>>
            </Panel>
        </section>
    }
}
