//! What a form is, and how one stands with it.

use crate::{
    forms::fields::how_long,
    parts::{Drawing, Icon, Lines, Notice, acting_for, due_words},
    routes,
    shell::OfficeLine,
};
use domain::forms::{FillPage, Missing, Status, check_section, shown};
use leptos::prelude::*;

/// A section that is a page, and how far one is with it.
struct SectionLine {
    key: String,
    title: String,
    /// Something is asked, and nothing was answered yet.
    untouched: bool,
    /// Something needs an answer or another look.
    lacks: bool,
}

impl SectionLine {
    fn all(page: &FillPage) -> Vec<Self> {
        let pages = page.form.pages(&page.answers);
        let shown = shown(&page.form, &page.answers).into_iter().filter(|shown| pages.contains(&shown.section.key));
        let line = |shown: domain::forms::Shown| {
            let mut asked = shown.questions.iter().filter(|question| question.kind.takes_answer()).peekable();
            Self {
                key: shown.section.key.clone(),
                title: shown.section.title.clone(),
                untouched: asked.peek().is_some() && asked.all(|question| page.answers.of(question).is_none()),
                lacks: !check_section(&page.form, &shown.section.key, &page.answers, page.today, Missing::Demanded).is_empty(),
            }
        };
        shown.map(line).collect()
    }

    fn is_done(&self) -> bool {
        !self.untouched && !self.lacks
    }
}

/// Before one begins, and wherever one comes back to.
#[component]
pub fn CoverView(page: FillPage) -> impl IntoView {
    let (grant, id) = (acting_for(), page.id);
    let begun = page.saved.is_some();
    let lines = SectionLine::all(&page);
    let next = match lines.iter().find(|line| !line.is_done()) {
        Some(line) => routes::form_section(id, &line.key, grant),
        None => routes::form_review(id, grant),
    };
    let signed = page.form.takes_signature();
    let rows = lines.into_iter().map(|line| {
        let done = begun && line.is_done();
        let to = routes::form_section(id, &line.key, grant);
        view! {
            <li>
                <a class="row" href=to>
                    <span class="row-main"><span class="row-name">{line.title}</span></span>
                    {done.then(|| view! { <span class="tag ok"><Icon name="check"/>"Done"</span> })}
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
    });
    let (many, rows) = (rows.len(), rows.collect_view());
    view! {
        <header class="head">
            <h1>{page.form.title.clone()}</h1>
            <p class="sub num">{from_and_due(&page)}</p>
        </header>
        {page.question.clone().map(|question| view! {
            <Notice kind="warn" head="The practice has a question about what you sent">
                <Lines text=question/>
                <p>"Change what you want to change, then send the form again."</p>
            </Notice>
        })}
        {page.goal.clone().map(|goal| view! { <p class="goal as-typed"><b>"Your goal: "</b>{goal}</p> })}
        <div class="block stack">
            <Lines text=page.form.introduction.clone()/>
            <p>{how_long(many, signed)} " We save as you go. Nothing is sent before the last page."</p>
        </div>
        <div class="acts main block"><a class="btn" href=next>{if begun { "Go on" } else { "Start" }}</a></div>
        {page.form.measure.as_ref().map(|measure| view! { <p class="fine">{measure.licence.clone()}</p> })}
        {(many > 1 || !page.activity).then_some(()).filter(|()| many > 0).map(|()| view! {
            <section class="block" id="sections">
                <h2>"Sections"</h2>
                <ol class="rows bare">{rows}</ol>
            </section>
        })}
        {page.phone.map(|phone| view! { <p class="fine">"Something not clear? " <OfficeLine phone/> "."</p> })}
    }
}

pub(super) fn from_and_due(page: &FillPage) -> String {
    let from = page.from.as_ref().map_or_else(|| "From the practice.".to_owned(), |from| format!("From {from}."));
    page.due.map_or(from.clone(), |due| format!("{from} {}", due_words(due, page.closes)))
}

/// It does not wait for anybody any more.
#[component]
pub fn ClosedView(page: FillPage) -> impl IntoView {
    let grant = acting_for();
    let (head, words) = match page.status {
        Status::Expired if page.activity => ("The next one has come", "You find it under Activities."),
        Status::Withdrawn if page.activity => ("The practice has taken this back", "There is nothing more to do."),
        _ if page.activity => ("This was submitted", "The practice has it."),
        Status::Withdrawn => ("The practice has taken this form back", "There is nothing more to do."),
        Status::Expired => ("The last day for this form has gone by", "If you still want to send it, please call the practice."),
        _ => ("This form was sent", "The practice has it. If they have a question about it, they give it back to you here."),
    };
    let sent = matches!(page.status, Status::Submitted | Status::Reviewed);
    view! {
        <Drawing name=if sent { "draw-done" } else { "draw-calm" }/>
        <header class="head">
            <h1>{head}</h1>
            <p class="sub">{page.form.title}</p>
        </header>
        <p>{words}</p>
        {page.phone.filter(|_| !sent).map(|phone| view! { <p>"Questions? " <OfficeLine phone/> "."</p> })}
        <div class="acts block">
            {page.document.map(|share| view! { <a class="btn" href=routes::document(share, grant)>"Read what was sent"</a> })}
            {(page.activity && sent).then(|| view! { <a class="btn" href=routes::activity(page.id, grant)>"Read what was sent"</a> })}
            {if page.activity {
                view! { <a class="btn quiet" href=routes::acting(routes::ACTIVITIES, grant)>"Back to Activities"</a> }
            } else {
                view! { <a class="btn quiet" href=routes::acting(routes::DOCUMENTS, grant)>"Back to My Documents"</a> }
            }}
        </div>
    }
}
