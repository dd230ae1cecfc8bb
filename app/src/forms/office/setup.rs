//! Settings → **Forms**: what the practice asks.

use crate::{
    Done,
    files::size,
    forms::{ArchiveForm, BeginForm, list_forms, read_form},
    parts::{
        Icon, Loaded, Notice, Panel, Passages, When, asked,
        form::{Form, PostButton, Refused, SelectField},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    documents::Section,
    forms::{self, FormLine, Kind, Paper, Purpose, Question, Section as FormSection},
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
                    <p class="sub">"What you send clients to fill in, to sign and to read: to one from a chart, under Documents, Forms; to many from here."</p>
                </div>
                <div class="acts">
                    <a class="btn quiet small" href=routes::PACKAGES>"Packages"</a>
                    <a class="btn quiet small" href=routes::UPLOAD_FORM>"Upload a PDF"</a>
                </div>
            </header>
            {(Done::here() == Some(Done::Gone)).then(|| view! { <Notice head="Thrown away"/> })}
            <Loaded load=list_forms show={|lines: Vec<FormLine>| view! { <FormLists lines/> }.into_any()}/>
        </OfficePage>
    }
}

#[component]
fn FormLists(lines: Vec<FormLine>) -> impl IntoView {
    let like =
        lines.iter().filter(|line| line.purpose.is_none()).map(|line| (line.id.to_string(), format!("Like “{}”", named(&line.title))));
    let like: Vec<_> = [(String::new(), "From nothing".to_owned())].into_iter().chain(like).collect();
    let (archived, used): (Vec<FormLine>, Vec<FormLine>) = lines.into_iter().partition(|line| line.archived);
    let rows = |lines: Vec<FormLine>| lines.into_iter().map(|line| view! { <FormRow line/> }).collect_view();
    view! {
        <Panel title="A form of your own">
            <Form<BeginForm>>
                <SelectField name="like" label="Begin" options=like/>
                <div class="acts"><button class="btn">"Begin"</button></div>
            </Form<BeginForm>>
        </Panel>
        <Panel title="In use"><ul class="rows bare" data-walk>{rows(used)}</ul></Panel>
        {(!archived.is_empty()).then(|| view! { <Panel title="Archived"><ul class="rows bare">{rows(archived)}</ul></Panel> })}
    }
}

#[component]
fn FormRow(line: FormLine) -> impl IntoView {
    let end = match (line.purpose, line.signed) {
        (Some(Purpose::Fill), _) => ", a PDF to fill in",
        (Some(Purpose::Read), _) => ", a PDF to read",
        (None, true) => ", signed at its end",
        (None, false) => "",
    };
    let version = if line.version == 0 { "Not published yet".to_owned() } else { format!("Version {}{end}", line.version) };
    view! {
        <li>
            <a class="row" href=routes::settings_form(line.id)>
                <span class="row-icon"><Icon name="document"/></span>
                <span class="row-main">
                    <span class="row-name">{named(&line.title)}</span>
                    <span class="row-fact num">{version}{line.changed_by.map(|by| view! { ", changed by "{by}", "<When at=line.changed/> })}</span>
                </span>
                {line.draft.then(|| view! { <span class="row-end"><span class="tag due">"Draft"</span></span> })}
                {(!line.may_send && !line.archived && line.version > 0).then(|| view! { <span class="row-end"><span class="tag bad">"Has faults"</span></span> })}
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// A form that has no name yet.
fn named(title: &str) -> String {
    if title.is_empty() { "Untitled form".to_owned() } else { title.to_owned() }
}

#[component]
pub fn FormPage() -> impl IntoView {
    let id = param::<FormId>("sheet");
    let many = |name| asked(name).and_then(|many| many.parse::<usize>().ok()).unwrap_or_default();
    let news = match Done::here() {
        Some(Done::Saved) => Some("Saved".to_owned()),
        Some(Done::Shared) => Some("Published. From now on this version is sent.".to_owned()),
        Some(Done::Gone) => Some("The draft is thrown away".to_owned()),
        Some(Done::Sent) => Some(sent_words(many("sent"), many("waiting"), many("missed"))),
        _ => None,
    };
    view! {
        <OfficePage title="A form" narrow=true>
            {news.map(|head| view! { <Notice head/> })}
            <Loaded load=move || read_form(id) show=|page: forms::FormPage| view! { <FormView page/> }.into_any()/>
        </OfficePage>
    }
}

/// "Sent to 12 clients. 2 have it waiting already."
fn sent_words(sent: usize, waiting: usize, missed: usize) -> String {
    let clients = |many: usize| if many == 1 { "1 client".to_owned() } else { format!("{many} clients") };
    let waiting = (waiting > 0).then(|| format!(" For {} it waits already, so it was not sent again.", clients(waiting)));
    let missed = (missed > 0).then(|| format!(" For {} you cannot send forms.", clients(missed)));
    format!("Sent to {}.{}{}", clients(sent), waiting.unwrap_or_default(), missed.unwrap_or_default())
}

#[component]
fn FormView(page: forms::FormPage) -> impl IntoView {
    let (id, archived) = (page.id, page.archived);
    let fields = vec![("id", id.to_string()), ("archived", (!archived).to_string())];
    let faults = page.faults.iter().map(|fault| view! { <li>{fault.to_string()}</li> }).collect_view();
    let version = if page.version == 0 { "Not published yet".to_owned() } else { format!("Version {}", page.version) };
    let (own, words) = (page.paper.is_none(), if page.draft { "Go on wording it" } else { "Change it" });
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::FORMS><Icon name="chevron-left"/>"Forms"</a>
                <h1>{named(&page.form.title)}</h1>
                <p class="sub num">{version}{archived.then_some(", archived")}{page.draft.then_some(", being worded anew")}</p>
            </div>
        </header>
        <Refused<ArchiveForm>/>
        <Refused<BeginForm>/>
        <div class="acts block">
            {page.may_send.then(|| view! { <a class="btn" href=routes::send_form(id)><Icon name="send"/>"Send to clients"</a> })}
            {page.may_change.then(|| view! {
                {if own {
                    view! {
                        <a class=if page.may_send { "btn quiet" } else { "btn" } href=routes::word_form(id, None)>{words}</a>
                        <PostButton<BeginForm> class="btn quiet" fields=vec![("like", id.to_string())]>"Make a copy"</PostButton<BeginForm>>
                    }
                    .into_any()
                } else {
                    view! { <a class="btn quiet" href=routes::with(routes::UPLOAD_FORM, "of", &id.to_string())>"Upload a new version"</a> }.into_any()
                }}
                {(page.version > 0).then(|| view! { <PostButton<ArchiveForm> class="btn plain" fields>{if archived { "Use again" } else { "Archive" }}</PostButton<ArchiveForm>> })}
            })}
        </div>
        {(!page.faults.is_empty()).then(|| view! { <Notice kind="warn" head="It cannot be sent before these are put right."><ul>{faults}</ul></Notice> })}
        {match page.paper {
            Some(paper) => view! { <PaperFacts id paper words=page.form.introduction/> }.into_any(),
            None => view! { <Worded form=page.form/> }.into_any(),
        }}
    }
}

/// The PDF of a form.
#[component]
fn PaperFacts(id: FormId, paper: Paper, words: String) -> impl IntoView {
    let fields = match (paper.purpose, paper.fields) {
        (Purpose::Read, _) => "To be read. Nothing is awaited.".to_owned(),
        (Purpose::Fill, 0) => {
            "To be filled in and sent back. It has no fields for a screen: clients print it, and send a photo or a scan.".to_owned()
        }
        (Purpose::Fill, 1) => "To be filled in and sent back. It has 1 field.".to_owned(),
        (Purpose::Fill, many) => format!("To be filled in and sent back. It has {many} fields."),
    };
    view! {
        <Panel title="The PDF">
            <p class="num">
                <a class="attach" href=routes::form_pdf(id) rel="external" download>
                    <Icon name="paperclip"/>
                    <span>{paper.name}<small class="num">{size(paper.bytes)}</small></span>
                    <Icon name="download"/>
                </a>
            </p>
            <p class="sub num">{fields}</p>
        </Panel>
        {(!words.is_empty()).then(|| view! { <Panel title="What the client reads above it"><p class="as-typed">{words}</p></Panel> })}
    }
}

/// All of it, as it is worded.
#[component]
fn Worded(form: forms::Form) -> impl IntoView {
    let introduction = Section::from_text("", &form.introduction);
    let sections = form.sections.clone().into_iter().enumerate();
    let sections = sections.map(|(place, section)| view! { <SectionWorded form=form.clone() place section/> }).collect_view();
    view! { <article class="block"><Passages content=domain::documents::Content { facts: Vec::new(), sections: vec![introduction] }/></article> {sections} }
}

/// One of its sections.
#[component]
pub fn SectionWorded(form: forms::Form, place: usize, section: FormSection) -> impl IntoView {
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
