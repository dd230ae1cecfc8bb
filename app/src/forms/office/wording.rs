//! Settings → Forms → the editor: one section a page, as the client gets it, with what the client sees beside it.
//!
//! Everything on the page is one form, and each of its buttons sends all of it: so nothing that was typed is left behind.

mod condition;
mod kinds;
mod lines;
mod preview;
mod question;

use super::setup::SectionWorded;
use crate::{
    door::Door,
    files::EnterSends,
    forms::{DiscardWording, WordForm, read_wording},
    parts::{
        Icon, Loaded, Notice, When, asked,
        form::{BareForm, FormDraft, PostButton, Refused, RefusedNotice, WithDraft},
        param,
    },
    routes,
    shell::OfficePage,
};
use condition::{Above, ConditionFields};
use domain::{
    forms::{Fault, Form, Kind, Place, Section, Step, Wording, Words},
    ids::FormId,
};
use leptos::prelude::*;
use lines::{Flaws, Line, Lines, Tick};
use preview::Preview;
use question::{AddQuestion, QuestionCard};

#[component]
pub fn WordingPage() -> impl IntoView {
    let id = param::<FormId>("sheet");
    view! {
        <OfficePage title="Word a form">
            <Loaded load=move || read_wording(id) show=|page: Wording| view! {
                <WithDraft of={Door::of::<WordForm>()} show=move |kept| view! { <Editor page kept/> }.into_any()/>
            }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn Editor(page: Wording, kept: FormDraft) -> impl IntoView {
    let id = page.id;
    let wanted = asked("section").filter(|key| !key.is_empty());
    let overtaken = kept.was_overtaken();
    let saved = page.form.clone();
    // What was typed and not taken is there again.
    let form = match &kept.0 {
        Some(typed) => saved.read_page(wanted.as_deref(), &typed.fields),
        None => saved.clone(),
    };
    let here = wanted.and_then(|key| form.sections.iter().position(|section| section.key == key));
    let faults = match (asked("look").is_some() || kept.0.is_some(), &kept.0) {
        (false, _) => Vec::new(),
        (true, None) => page.faults.clone(),
        (true, Some(_)) => form.check(),
    };
    // Who is shown what is saved now has seen that.
    let stands = |name: &str, now: i32| if overtaken { now.to_string() } else { kept.value(name, &now.to_string()) };
    let (version, revision) = (stands("version", page.version), stands("revision", page.revision));
    let section = here.map(|here| form.sections[here].key.clone()).unwrap_or_default();
    let title = if saved.title.is_empty() { "Untitled form".to_owned() } else { saved.title.clone() };
    let (keeps, shown) = (kept.0.is_none(), form.clone());
    let discards = page.revision > 0;
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::settings_form(id)><Icon name="chevron-left"/>"Back to the form"</a>
                <h1>{title}</h1>
                <p class="sub num" id="stand" data-fresh="" data-fresh-on="forms">{stand(&page)}</p>
            </div>
        </header>
        <Refused<DiscardWording>/>
        {overtaken.then(|| view! { <Meanwhile saved=saved.clone() here=section.clone() by=page.changed.clone().map(|(_, by)| by)/> })}
        {(!overtaken).then(|| view! { <RefusedNotice refusals=kept.refusals()/> })}
        <FaultList form=form.clone() faults=faults.clone()/>
        <div class="workshop">
            <BareForm to={Door::of::<WordForm>()} fields=vec![("id", id.to_string()), ("version", version), ("section", section)] class="form" kept=kept.clone()>
                <EnterSends/>
                // What is typed is kept by itself, unless something waits to be looked at.
                {keeps.then(|| view! { <span hidden data-edits></span> })}
                <span hidden id="stands-on" data-fresh=""><input type="hidden" name="revision" value=revision autocomplete="off"/></span>
                <Parts form=form.clone() here/>
                {match here {
                    Some(here) => view! { <SectionFields form=form.clone() here faults=faults.clone()/> }.into_any(),
                    None => view! { <AboutFields form=form.clone() faults=faults.clone()/> }.into_any(),
                }}
                <div class="acts">
                    <button class="btn" name="then" value=Step::Publish.to_string()>"Publish"</button>
                    <button class="btn quiet" name="then" value=Step::Save.to_string()>"Save"</button>
                    <span class="fine" role="status" id="kept"></span>
                </div>
                <p class="fine">"Once it is published it is what is sent. Who has begun to fill it in keeps the version that was sent."</p>
            </BareForm>
            <Preview form=shown here/>
        </div>
        {discards.then(|| view! {
            <details class="block note">
                <summary class="btn plain small">"Throw this draft away"</summary>
                <p class="fine">{if page.version == 0 { "The form is gone then: it was never published." } else { "The form stays as it was last published." }}</p>
                <PostButton<DiscardWording> class="btn danger quiet small" fields=vec![("id", id.to_string()), ("revision", page.revision.to_string())]>"Throw it away"</PostButton<DiscardWording>>
            </details>
        })}
    }
}

/// "Draft, saved …", behind what is in use.
fn stand(page: &Wording) -> impl IntoView + use<> {
    let used = match page.version {
        0 => "Not published yet".to_owned(),
        version => format!("Version {version} is in use"),
    };
    let archived = page.archived.then_some(", archived");
    let draft = match page.changed.clone() {
        Some((at, by)) => view! { ". Draft saved "<When at/>" by "{by} }.into_any(),
        None => view! { ". Nothing is changed yet" }.into_any(),
    };
    view! { {used} {archived} {draft} }
}

/// What somebody else has saved, beside what was typed here.
#[component]
fn Meanwhile(saved: Form, here: String, #[prop(optional_no_strip)] by: Option<String>) -> impl IntoView {
    let head = format!("{} has changed this form meanwhile", by.unwrap_or_else(|| "Somebody else".to_owned()));
    let part = saved.section(&here).cloned();
    view! {
        <Notice kind="warn" head>
            <p>"What you typed is still here. Below it stands what is saved now: take over from it what you need. Once you save, this page is as you have it."</p>
        </Notice>
        <details class="block" open>
            <summary>"What is saved now"</summary>
            {match part {
                Some(part) => view! { <SectionWorded form=saved place=0 section=part/> }.into_any(),
                None if here.is_empty() => view! { <p><b>{saved.title}</b></p><p class="as-typed">{saved.introduction}</p> }.into_any(),
                None => view! { <p>"This section was taken out. If you save, it is there again, at the end."</p> }.into_any(),
            }}
        </details>
    }
}

/// Everything that keeps it from being published, each with the way to it.
#[component]
fn FaultList(form: Form, faults: Vec<Fault>) -> impl IntoView {
    (!faults.is_empty()).then(|| {
        let id = param::<FormId>("sheet").unwrap_or_default();
        let way = |fault: Fault| {
            let of = |section: usize| form.sections.get(section).map(|section| section.key.as_str());
            let (to, at) = match fault.at {
                Place::Form => (None, "f.title".to_owned()),
                Place::Section(section) => (of(section), "f.title".to_owned()),
                Place::Question(section, place) => (of(section), format!("question-{place}")),
                Place::Inner(section, place, inner) => (of(section), format!("f.{place}.in.{inner}.label")),
            };
            let to = format!("{}#{at}", routes::in_state(routes::word_form(id, to), "look", "again"));
            view! { <li><a href=to>{fault.at.to_string()} ": " {lines::sentence(fault.flaw)}</a></li> }
        };
        let lines = faults.into_iter().map(way).collect_view();
        view! {
            <div class="errors" id="errors" tabindex="-1" role="alert" autofocus>
                <h2>"Before it can be published, put this right"</h2>
                <ul>{lines}</ul>
            </div>
        }
    })
}

/// The ways to the other pages of the editor: buttons, so that they take along what was typed.
#[component]
fn Parts(form: Form, here: Option<usize>) -> impl IntoView {
    let way = |to: Option<String>, words: String, current: bool| {
        view! {
            <button class=if current { "btn small" } else { "btn quiet small" } name="then" value=Step::Go(to).to_string() aria-current=current.then_some("page")>
                {words}
            </button>
        }
    };
    let sections = form.sections.iter().enumerate().map(|(place, section)| {
        let title = if section.title.is_empty() { "Untitled" } else { &section.title };
        way(Some(section.key.clone()), format!("{}. {title}", place + 1), here == Some(place))
    });
    let sections = sections.collect_view();
    view! {
        <nav class="acts" aria-label="Parts of the form">
            {way(None, "About this form".to_owned(), here.is_none())}
            {sections}
            <button class="btn plain small" name="then" value=Step::AddSection.to_string()><Icon name="plus"/>"Add a section"</button>
        </nav>
    }
}

#[component]
fn AboutFields(form: Form, faults: Vec<Fault>) -> impl IntoView {
    let flaws = faults.iter().filter(|fault| fault.at == Place::Form).map(|fault| fault.flaw).collect();
    view! {
        <Flaws name="f" flaws/>
        <Line name="f.title" label="Name of the form" value=form.title.clone() longest=Words::Title/>
        <Lines name="f.introduction" label="What the client reads first (optional)" value=form.introduction.clone() longest=Words::Introduction rows=4/>
        <Tick name="f.signed" ticked=form.takes_signature()>"The client signs it at the end"</Tick>
    }
}

#[component]
fn SectionFields(form: Form, here: usize, faults: Vec<Fault>) -> impl IntoView {
    let section = form.sections[here].clone();
    let flaws = faults.iter().filter(|fault| fault.at == Place::Section(here)).map(|fault| fault.flaw).collect();
    let many = section.questions.iter().filter(|question| question.kind != Kind::Signature).count();
    let cards = section.questions.iter().enumerate().map(|(place, question)| {
        let of = |fault: &&Fault| matches!(fault.at, Place::Question(s, q) | Place::Inner(s, q, _) if (s, q) == (here, place));
        let faults = faults.iter().filter(of).copied().collect();
        let above = Above::of(&form, here, Some(place));
        view! { <QuestionCard place many question=question.clone() faults above first=here == 0 last={here + 1 == form.sections.len()}/> }
    });
    let cards = cards.collect_view();
    let above = Above::of(&form, here, None);
    let Section { title, help, shown_if, .. } = section;
    let open = !help.is_empty() || shown_if.is_some();
    view! {
        <Flaws name="f" flaws/>
        <Line name="f.title" label="Title of the section" value=title longest=Words::Title/>
        <details open=open>
            <summary>"Help, and when it is shown"</summary>
            <div class="form">
                <Lines name="f.help" label="Below the title (optional)" value=help longest=Words::Help rows=2/>
                {(here > 0).then(|| view! { <ConditionFields at="f" condition=shown_if above what="section"/> })}
            </div>
        </details>
        {cards}
        <AddQuestion/>
        <div class="acts">
            {(here > 0).then(|| view! { <button class="btn plain small" name="then" value=Step::SectionUp.to_string()>"Move section up"</button> })}
            {(here + 1 < form.sections.len()).then(|| view! { <button class="btn plain small" name="then" value=Step::SectionDown.to_string()>"Move section down"</button> })}
            {(form.sections.len() > 1).then(|| view! {
                <details class="note">
                    <summary class="btn plain small">"Take section out"</summary>
                    <p class="fine num">{match many { 0 => "Nothing is in it.".to_owned(), 1 => "Its question goes with it.".to_owned(), many => format!("Its {many} questions go with it.") }}</p>
                    <button class="btn danger quiet small" name="then" value=Step::SectionOut.to_string()>"Take it out"</button>
                </details>
            })}
        </div>
    }
}
