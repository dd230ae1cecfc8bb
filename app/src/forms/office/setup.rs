//! Settings → **Forms**: what the practice asks.

use crate::{
    Done,
    forms::{ArchiveForm, list_forms, read_form},
    parts::{
        Icon, Loaded, Notice, Panel, Passages, When,
        form::{PostButton, Refused},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    documents::Section,
    forms::{self, FormLine, Kind, Question},
    ids::FormId,
};
use leptos::prelude::*;

#[component]
pub fn FormsPage() -> impl IntoView {
    view! {
        <OfficePage title="Forms" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::SETTINGS><Icon name="chevron-left"/>"Settings"</a>
                    <h1>"Forms"</h1>
                    <p class="sub">"What you send clients to fill in and sign. Send them from a chart, under Documents, Forms."</p>
                </div>
                <a class="btn quiet" href=routes::PACKAGES>"Packages"</a>
            </header>
            <Loaded load=list_forms show={|lines: Vec<FormLine>| view! { <FormLists lines/> }.into_any()}/>
        </OfficePage>
    }
}

#[component]
fn FormLists(lines: Vec<FormLine>) -> impl IntoView {
    let (archived, used): (Vec<FormLine>, Vec<FormLine>) = lines.into_iter().partition(|line| line.archived);
    let rows = |lines: Vec<FormLine>| lines.into_iter().map(|line| view! { <FormRow line/> }).collect_view();
    view! {
        <Panel title="In use"><ul class="rows bare" data-walk>{rows(used)}</ul></Panel>
        {(!archived.is_empty()).then(|| view! { <Panel title="Archived"><ul class="rows bare">{rows(archived)}</ul></Panel> })}
    }
}

#[component]
fn FormRow(line: FormLine) -> impl IntoView {
    let version = format!("Version {}{}", line.version, if line.signed { ", signed at its end" } else { "" });
    view! {
        <li>
            <a class="row" href=routes::settings_form(line.id)>
                <span class="row-icon"><Icon name="document"/></span>
                <span class="row-main">
                    <span class="row-name">{line.title}</span>
                    <span class="row-fact num">{version}{line.changed_by.map(|by| view! { ", changed by "{by}", "<When at=line.changed/> })}</span>
                </span>
                {(!line.may_send && !line.archived).then(|| view! { <span class="row-end"><span class="tag bad">"Has faults"</span></span> })}
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
pub fn FormPage() -> impl IntoView {
    let id = param::<FormId>("sheet");
    let saved = Done::here() == Some(Done::Saved);
    view! {
        <OfficePage title="A form" narrow=true>
            {saved.then(|| view! { <Notice head="Saved"/> })}
            <Loaded load=move || read_form(id) show=|page: forms::FormPage| view! { <FormView page/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn FormView(page: forms::FormPage) -> impl IntoView {
    let (id, archived) = (page.id, page.archived);
    let fields = vec![("id", id.to_string()), ("archived", (!archived).to_string())];
    let faults = page.faults.iter().map(|fault| view! { <li>{fault.to_string()}</li> }).collect_view();
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::FORMS><Icon name="chevron-left"/>"Forms"</a>
                <h1>{page.form.title.clone()}</h1>
                <p class="sub num">{format!("Version {}", page.version)}{archived.then_some(", archived")}</p>
            </div>
            {page.may_change.then(|| view! {
                <PostButton<ArchiveForm> class="btn quiet small" fields>{if archived { "Use again" } else { "Archive" }}</PostButton<ArchiveForm>>
            })}
        </header>
        <Refused<ArchiveForm>/>
        {(!page.faults.is_empty()).then(|| view! { <Notice kind="warn" head="It cannot be sent before these are put right."><ul>{faults}</ul></Notice> })}
        <Worded form=page.form/>
    }
}

/// All of it, as it is worded.
#[component]
fn Worded(form: forms::Form) -> impl IntoView {
    let introduction = Section::from_text("", &form.introduction);
    let sections = form.sections.clone().into_iter().enumerate().map(|(place, section)| {
        let questions = section.questions.into_iter().map(|question| view! { <Asked question/> }).collect_view();
        let only = section.shown_if.map(|condition| format!("Only where “{}” was answered so", label_of(&form, &condition.question)));
        view! {
            <section class="panel">
                <h2>{format!("{}. {}", place + 1, section.title)}</h2>
                {(!section.help.is_empty()).then(|| view! { <p class="sub">{section.help}</p> })}
                {only.map(|words| view! { <p class="fine">{words}</p> })}
                <ul class="rows bare">{questions}</ul>
            </section>
        }
    });
    let sections = sections.collect_view();
    view! { <article class="block"><Passages content=domain::documents::Content { facts: Vec::new(), sections: vec![introduction] }/></article> {sections} }
}

fn label_of(form: &forms::Form, key: &str) -> String {
    let questions = form.sections.iter().flat_map(|section| &section.questions);
    questions.into_iter().find(|question| question.key == key).map(|question| question.label.clone()).unwrap_or_default()
}

#[component]
fn Asked(question: Question) -> impl IntoView {
    let kind = kind_words(&question.kind);
    let fact = if question.required || !question.kind.takes_answer() { kind } else { format!("{kind}, optional") };
    let choices = match &question.kind {
        Kind::OneOf { options, .. } | Kind::SeveralOf { options, .. } => {
            options.iter().map(|option| option.label.clone()).collect::<Vec<_>>().join(" · ")
        }
        Kind::Agreement { words } => words.clone(),
        Kind::Group { questions, .. } => questions.iter().map(|question| question.label.clone()).collect::<Vec<_>>().join(" · "),
        _ => String::new(),
    };
    let passages = question.kind.passages();
    let read = (!passages.is_empty()).then(|| {
        let section = Section { heading: String::new(), blocks: passages };
        view! { <div class="row-fact"><Passages content=domain::documents::Content { facts: Vec::new(), sections: vec![section] }/></div> }
    });
    view! {
        <li>
            <div class="row">
                <div class="row-main">
                    <span class="row-name">{question.label}</span>
                    <span class="row-fact">{fact}</span>
                    {(!question.help.is_empty()).then(|| view! { <span class="row-fact">{question.help}</span> })}
                    {(!choices.is_empty()).then(|| view! { <span class="row-fact">{choices}</span> })}
                    {read}
                </div>
            </div>
        </li>
    }
}

fn kind_words(kind: &Kind) -> String {
    match kind {
        Kind::ShortText => "One line",
        Kind::LongText => "Several lines",
        Kind::Number { .. } => "Number",
        Kind::Digits { count } => return format!("{count} digits"),
        Kind::Date { .. } => "Date",
        Kind::Time => "Time",
        Kind::YesNo => "Yes or no",
        Kind::OneOf { .. } => "One of these",
        Kind::SeveralOf { .. } => "Any of these",
        Kind::Scale { min, max, .. } => return format!("{min} to {max}"),
        Kind::Phone => "Phone",
        Kind::Email => "E-mail",
        Kind::Address => "Address",
        Kind::Statement { .. } => "To read",
        Kind::Agreement { .. } => "To agree to",
        Kind::Initials => "Initials",
        Kind::Signature => "Signature",
        Kind::Group { max, .. } => return format!("Up to {max} times"),
    }
    .to_owned()
}
