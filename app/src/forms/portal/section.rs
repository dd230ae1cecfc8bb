//! One section of a form, as a page.

use super::{looks_again, summary::AnotherLook};
use crate::{
    activities::CrisisHelp,
    door::Door,
    forms::{
        AnswerFields, GoOnWithForm,
        fields::{Asked, QuestionFields},
    },
    parts::{
        Icon, Notice, acting_for, asked, calendar,
        form::{BareForm, ErrorSummary, FormDraft, RefusedNotice, WithDraft},
    },
};
use domain::forms::{
    AGREED, Answers, FillPage, Form, Kind, Missing, NO_ANSWER, NOT_AGREED, Question, Row, Section, Trouble, When, check_section, in_rows,
    shown,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

#[component]
pub fn SectionView(page: FillPage, section: String) -> impl IntoView {
    let section = page.form.section(&section).cloned().unwrap_or_default();
    view! { <WithDraft of={Door::of::<GoOnWithForm>()} show=move |kept| view! { <SectionForm page section kept/> }.into_any()/> }
}

/// What stands in the fields: what is saved, and over it what was typed and not taken.
fn typed_into(section: &Section, saved: &Answers, kept: &FormDraft) -> Answers {
    let Some(typed) = &kept.0 else { return saved.clone() };
    let pairs = AnswerFields(typed.fields.clone()).pairs();
    // Together it may be too long to be saved: it is there to be shortened.
    let alone = || Answers::default().read(section, &pairs).ok();
    saved.read(section, &pairs).ok().or_else(alone).unwrap_or_else(|| saved.clone())
}

#[component]
fn SectionForm(page: FillPage, section: Section, kept: FormDraft) -> impl IntoView {
    let pages = page.form.pages(&page.answers);
    let at = pages.iter().position(|key| *key == section.key).unwrap_or_default() + 1;
    let overtaken = kept.was_overtaken();
    let answers = typed_into(&section, &page.answers, &kept);
    let look = if looks_again() { Missing::Demanded } else { Missing::Allowed };
    let troubles = check_section(&page.form, &section.key, &answers, page.today, look);
    // Who is shown what is saved now has seen that.
    let now = page.revision.to_string();
    let revision = if overtaken { now } else { kept.value("revision", &now) };
    let fields = vec![("id", page.id.to_string()), ("version", page.version.to_string()), ("section", section.key.clone())];
    let summary = (look == Missing::Demanded && !troubles.is_empty()).then(|| {
        let words = if kept.0.is_none() { "All that you typed is saved and still here." } else { "All that you typed is still here." };
        let troubles = troubles.iter().map(|trouble| (format!("#{}", trouble.field), trouble.clone())).collect();
        view! { <AnotherLook troubles kept=words/> }
    });
    let (keeping, state) = match &kept.0 {
        // What is saved is not overwritten before both were seen.
        Some(_) if overtaken => ("waits", Saved::NotYet),
        Some(_) => ("unsaved", Saved::NotYet),
        None if page.saved.is_some() => ("", Saved::Yes),
        None => ("", Saved::Nothing),
    };
    let elsewhere = overtaken.then(|| page.answers.clone());
    let questions = on_the_page(&page.form, &section, &answers, troubles, elsewhere.as_ref());
    let seen =
        questions.iter().filter(|(_, waits)| !waits.hidden).map(|(asked, _)| asked.question.key.clone()).collect::<Vec<_>>().join(" ");
    let groups = section.questions.iter().any(|question| matches!(question.kind, Kind::Group { .. }));
    view! {
        <div class="flow">
            <Strokes at of=pages.len()/>
            <div class="sofar fine num">
                <span>{page.form.title.clone()} ", section " {at} " of " {pages.len()}</span>
                <SavedStatus state/>
            </div>
        </div>
        <header class="head">
            <h1>{section.title.clone()}</h1>
            {(!section.help.is_empty()).then(|| view! { <p class="sub as-typed">{section.help.clone()}</p> })}
        </header>
        {page.goal.clone().map(|goal| view! { <p class="goal as-typed"><b>"Your goal: "</b>{goal}</p> })}
        <RefusedNotice refusals=kept.refusals()/>
        {(asked("more").is_some() && kept.0.is_none())
            .then(|| view! { <Notice kind="info"><p>"After what you answered there is a little more to ask here."</p></Notice> })}
        {summary}
        <BareForm to={Door::of::<GoOnWithForm>()} grant=acting_for() fields class="fill" kept=kept.clone()>
            // Enter in a field goes on, and adds nothing to a group.
            {groups.then(|| view! { <button class="sr" name="then" value="next" tabindex="-1" aria-hidden="true">"Continue"</button> })}
            // A browser that comes back to the page must not put the old ones back.
            <input type="hidden" name="revision" value=revision autocomplete="off"/>
            <input type="hidden" name="shown" value=seen autocomplete="off" data-keeps-answers=keeping/>
            <ErrorSummary said_elsewhere=true/>
            {questions
                .into_iter()
                .map(|(asked, waits)| {
                    let help = help_below(&page, &asked);
                    view! { <OnPage asked waits/> {help} }
                })
                .collect_view()}
            <WaysOn at/>
        </BareForm>
    }
}

/// Below the question that needs somebody at once: help, as soon as the answer is above zero. With scripts it comes up by the same
/// condition as a question does.
fn help_below(page: &FillPage, asked: &Asked) -> Option<impl IntoView + use<>> {
    let measure = page.form.measure.as_ref().filter(|measure| measure.alert.as_ref() == Some(&asked.question.key))?;
    let values = measure.alert_values(&page.form);
    let chosen = asked.answer.as_ref().map_or(&[][..], domain::forms::Answer::values);
    let hidden = !chosen.iter().any(|chosen| values.contains(chosen));
    let (key, on, values, crisis) = ("crisis-help", asked.question.key.clone(), values.join(" "), page.crisis.clone());
    Some(view! { <div class="then" data-question=key data-hangs-on=on data-values=values hidden=hidden><CrisisHelp crisis/></div> })
}

/// How far one is, as strokes.
#[component]
fn Strokes(at: usize, of: usize) -> impl IntoView {
    view! {
        <div class="strokes" aria-hidden="true">
            {(1..=of).map(|number| view! { <i class=if number < at { "done" } else if number == at { "now" } else { "" }></i> }).collect_view()}
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saved {
    Nothing,
    Yes,
    NotYet,
}

/// Whether what stands on the page is saved. What wakes in the browser goes on saying it.
#[component]
fn SavedStatus(state: Saved) -> impl IntoView {
    let (class, words) = match state {
        Saved::Nothing => ("saved", ""),
        Saved::Yes => ("saved", "Saved"),
        Saved::NotYet => ("saved not", "Not saved yet"),
    };
    view! { <span class=class role="status" id="saved"><Icon name="check"/><span>{words}</span></span> }
}

/// **Continue**, and the other ways: each saves.
#[component]
fn WaysOn(at: usize) -> impl IntoView {
    let before = if at > 1 { format!("Section {}", at - 1) } else { "About this form".to_owned() };
    view! {
        <div class="onward">
            <div class="acts main"><button class="btn" name="then" value="next">"Continue"</button></div>
            <div class="sofar">
                <button class="back" name="then" value="back"><Icon name="chevron-left"/>{before}</button>
                <button class="link" name="then" value="later">"Finish later"</button>
            </div>
            <p class="fine">"We save as you go. You can go on later, on any phone or computer. Nothing is sent before the last page."</p>
        </div>
    }
}

/// When a question is shown, as far as that can change on this page.
#[derive(Clone, Default)]
struct Waits {
    hidden: bool,
    /// The question that it hangs on, and which of its values bring it up; any, where none is named.
    on: Option<(String, Option<String>)>,
}

/// The questions of a section that are shown, or could be while one is here, each with what stands in it.
fn on_the_page(
    form: &Form,
    section: &Section,
    answers: &Answers,
    troubles: Vec<Trouble>,
    elsewhere: Option<&Answers>,
) -> Vec<(Asked, Waits)> {
    let here: BTreeSet<&str> = section.questions.iter().map(|question| question.key.as_str()).collect();
    let shown: BTreeSet<String> = shown(form, answers)
        .into_iter()
        .filter(|shown| shown.section.key == section.key)
        .flat_map(|shown| shown.questions)
        .map(|question| question.key.clone())
        .collect();
    let each = |question: &Question| {
        let hidden = !shown.contains(&question.key);
        let on = question.shown_if.as_ref().filter(|condition| here.contains(condition.question.as_str())).map(|condition| {
            let values = match &condition.when {
                When::Answered => None,
                When::Is(values) | When::Contains(values) => Some(values.join(" ")),
            };
            (condition.question.clone(), values)
        });
        // What hangs on another page stays as it is while one is on this one.
        if question.kind == Kind::Signature || (hidden && on.is_none()) {
            return None;
        }
        let (field, within) = (question.field(), format!("{}.", question.field()));
        let asked = Asked {
            answer: answers.of(question).cloned(),
            troubles: troubles.iter().filter(|trouble| trouble.field == field || trouble.field.starts_with(&within)).cloned().collect(),
            elsewhere: elsewhere.filter(|now| now.of(question) != answers.of(question)).map(|now| in_words(question, now)),
            question: question.clone(),
            inner: false,
            field,
        };
        Some((asked, Waits { hidden, on }))
    };
    section.questions.iter().filter_map(each).collect()
}

/// An answer as it would be printed.
fn in_words(question: &Question, answers: &Answers) -> String {
    let alone = Question { shown_if: None, ..question.clone() };
    let form = Form { sections: vec![Section { questions: vec![alone], ..Section::default() }], ..Form::default() };
    let rows = in_rows(&form, answers, calendar().order).into_iter().flat_map(|section| section.rows);
    rows.map(words_of).collect::<Vec<_>>().join("\n")
}

fn words_of(row: Row) -> String {
    match row {
        Row::Answered { answer, .. } => answer.join("\n"),
        Row::Unanswered { .. } => NO_ANSWER.to_owned(),
        Row::Agreement { agreed, .. } => if agreed { AGREED } else { NOT_AGREED }.to_owned(),
        Row::Statement { .. } => String::new(),
        Row::Entries { entries, .. } => {
            let entry = |rows: Vec<Row>| rows.into_iter().map(words_of).collect::<Vec<_>>().join(", ");
            entries.into_iter().map(entry).collect::<Vec<_>>().join("\n")
        }
    }
}

/// A question in its place. A hidden one keeps what stands in it.
#[component]
fn OnPage(asked: Asked, waits: Waits) -> impl IntoView {
    let key = asked.question.key.clone();
    let then = waits.on.is_some();
    let (on, values) = waits.on.map_or((None, None), |(on, values)| (Some(on), values));
    view! {
        <div class=if then { "then" } else { "" } data-question=key data-hangs-on=on data-values=values hidden=waits.hidden>
            <QuestionFields asked/>
        </div>
    }
}
