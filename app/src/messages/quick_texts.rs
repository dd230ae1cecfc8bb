//! Quick texts: words that are written often. Choosing one into a message, and the pages on which the practice's and one's own are
//! changed.

use crate::{
    Done, Failure, Went,
    door::Door,
    parts::{
        Icon, Lines, Loaded, Notice, Panel, asked,
        form::{FieldErrors, Form, FormDraft, PostButton, Refused, TextArea, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::{
    ids::{ChartId, ConversationId, QuickTextId},
    messages::{Audience, LONGEST_QUICK_NAME, LONGEST_QUICK_TEXT, QuickText},
};
use leptos::{prelude::*, server_fn::ServerFn};
use std::marker::PhantomData;

loader! {
    /// One's own.
    pub async fn list_quick_texts() -> Result<Vec<QuickText>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.messages().await?.quick_texts().list().await?)
    }
}

loader! {
    /// The practice's, for who may change them.
    pub async fn list_practice_quick_texts() -> Result<Vec<QuickText>, Failure> {
        let staff = crate::actor::staff().await?;
        Ok(staff.settings().await?.quick_texts().list().await?)
    }
}

/// Saves one of one's own quick texts; a new one, where none is named.
#[server(prefix = "/api", endpoint = "staff/messages/save_quick_text")]
pub async fn save_quick_text(
    #[server(default)] id: Option<QuickTextId>,
    #[server(default)] name: String,
    #[server(default)] words: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.quick_texts().save(id, &name, &words).await?;
    Ok(Went::to(routes::QUICK_TEXTS).done(Done::Saved))
}

#[server(prefix = "/api", endpoint = "staff/messages/remove_quick_text")]
pub async fn remove_quick_text(id: QuickTextId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.quick_texts().remove(id).await?;
    Ok(Went::to(routes::QUICK_TEXTS).done(Done::Removed))
}

/// Saves one of the practice's quick texts; a new one, where none is named.
#[server(prefix = "/api", endpoint = "staff/settings/save_quick_text")]
pub async fn save_practice_quick_text(
    #[server(default)] id: Option<QuickTextId>,
    #[server(default)] name: String,
    #[server(default)] words: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.quick_texts().save(id, &name, &words).await?;
    Ok(Went::to(routes::PRACTICE_QUICK_TEXTS).done(Done::Saved))
}

#[server(prefix = "/api", endpoint = "staff/settings/remove_quick_text")]
pub async fn remove_practice_quick_text(id: QuickTextId) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.settings().await?.quick_texts().remove(id).await?;
    Ok(Went::to(routes::PRACTICE_QUICK_TEXTS).done(Done::Removed))
}

/// Without scripts: adds a quick text below what one is writing in a conversation. Both come back in the box.
#[server(prefix = "/api", endpoint = "staff/messages/insert_quick_text")]
pub async fn insert_quick_text(
    id: ConversationId,
    #[server(default)] quick: Option<QuickTextId>,
    #[server(default)] body: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    staff.messages().await?.insert(id, quick, &body).await?;
    Ok(Went::to(routes::office_conversation(id)).at("end"))
}

/// The same for what begins a conversation.
#[server(prefix = "/api", endpoint = "staff/messages/insert_into_letter")]
pub async fn insert_into_letter(
    chart: ChartId,
    audience: Audience,
    #[server(default)] quick: Option<QuickTextId>,
    #[server(default)] subject: String,
    #[server(default)] body: String,
) -> Result<Went, Failure> {
    let staff = crate::actor::staff().await?;
    let letter = domain::messages::Letter { to: audience.name().to_owned(), subject, body };
    staff.messages().await?.insert_into_letter(chart, quick, letter).await?;
    Ok(Went::to(routes::compose(chart)))
}

/// In a form in which one writes: chooses a quick text. With scripts it goes where one is writing; without, the function `F` adds it
/// below, and brings the page back.
#[component]
pub(super) fn QuickChooser<F: ServerFn>(
    texts: Vec<QuickText>,
    /// What was kept of a try to insert one.
    kept: FormDraft,
    #[prop(optional)] _by: PhantomData<F>,
) -> impl IntoView {
    let errors = kept.errors("quick");
    let option = |text: QuickText| view! { <option value=text.id.to_string() data-words=text.words>{text.name}</option> };
    view! {
        <div class="quick">
            {(!texts.is_empty()).then(|| view! {
                <label for="quick">"Quick text"</label>
                <select class="input" id="quick" name="quick" aria-describedby=(!errors.is_empty()).then_some("quick-error")>
                    <option value="">"Choose"</option>
                    {texts.into_iter().map(option).collect_view()}
                </select>
                <button class="btn quiet small" formaction={Door::of::<F>().path()} data-inserts="body">"Insert"</button>
            })}
            <a class="link" href=routes::QUICK_TEXTS target="_blank" rel="noopener">"Your quick texts"<span class="sr">", in a new tab"</span></a>
            <FieldErrors name="quick" errors/>
        </div>
    }
}

/// One's own, reached from where one writes.
#[component]
pub fn QuickTextsPage() -> impl IntoView {
    view! {
        <OfficePage title="Your quick texts" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::INBOX><Icon name="chevron-left"/>"Inbox"</a>
                    <h1>"Your quick texts"</h1>
                    <p class="sub">"Words that you write often. Only you choose from these; beside them stand the practice’s."</p>
                </div>
            </header>
            <Loaded load=list_quick_texts show=|texts| view! { <Editor<SaveQuickText, RemoveQuickText> texts page=routes::QUICK_TEXTS/> }.into_any()/>
        </OfficePage>
    }
}

/// Workspace settings → Communications → **Quick texts**: the practice's.
#[component]
pub fn PracticeQuickTextsPage() -> impl IntoView {
    view! {
        <OfficePage title="Quick texts" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::COMMUNICATIONS><Icon name="chevron-left"/>"Communications"</a>
                    <h1>"Quick texts"</h1>
                    <p class="sub">"Words that everybody here can choose when they write to a client."</p>
                </div>
            </header>
            <Loaded load=list_practice_quick_texts show=|texts| {
                view! { <Editor<SavePracticeQuickText, RemovePracticeQuickText> texts page=routes::PRACTICE_QUICK_TEXTS/> }.into_any()
            }/>
        </OfficePage>
    }
}

#[component]
fn Editor<S: ServerFn + 'static, R: ServerFn + 'static>(
    texts: Vec<QuickText>,
    page: &'static str,
    #[prop(optional)] _doors: PhantomData<(S, R)>,
) -> impl IntoView {
    let edited = asked("edit").and_then(|id| id.parse::<QuickTextId>().ok());
    let edited = texts.iter().find(|text| Some(text.id) == edited).cloned();
    let done = match Done::here().filter(|_| asked("refused").is_none()) {
        Some(Done::Saved) => Some("Saved"),
        Some(Done::Removed) => Some("Removed"),
        _ => None,
    };
    let empty = texts.is_empty().then(|| view! { <p class="sub">"There are none yet."</p> });
    let row = |text: QuickText| {
        let (id, name) = (text.id, text.name.clone());
        view! {
            <li class="row">
                <div class="row-main"><span class="row-name light">{text.name}</span><div class="sub"><Lines text=text.words/></div></div>
                <div class="row-end acts">
                    <a class="btn plain small" href=format!("{page}?edit={id}#write")>"Change"<span class="sr">": "{name.clone()}</span></a>
                    <PostButton<R> class="btn plain small" fields=vec![("id", id.to_string())]>"Remove"<span class="sr">": "{name}</span></PostButton<R>>
                </div>
            </li>
        }
    };
    let fields = edited.iter().map(|text| ("id", text.id.to_string())).collect();
    let (title, cancel) = match &edited {
        Some(_) => ("Change a quick text", Some(view! { <a class="btn plain" href=page>"Cancel"</a> })),
        None => ("New quick text", None),
    };
    let (name, words) = edited.map(|text| (text.name, text.words)).unwrap_or_default();
    view! {
        {done.map(|head| view! { <Notice head/> })}
        <Refused<R>/>
        {empty}
        <ul class="rows bare">{texts.into_iter().map(row).collect_view()}</ul>
        <section id="write" class="block">
            <Panel title>
                <Form<S> fields>
                    <TextField name="name" label="Name" recorded=name longest=LONGEST_QUICK_NAME as u32 autocomplete="off" hint="You choose it by this name. Clients never see it."/>
                    <TextArea name="words" label="Words" rows=6 recorded=words longest=LONGEST_QUICK_TEXT as u32 hint="{first name} stands for the client’s first name, or the one they prefer."/>
                    <div class="acts"><button class="btn">"Save"</button>{cancel}</div>
                </Form<S>>
            </Panel>
        </section>
    }
}
