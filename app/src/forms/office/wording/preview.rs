//! What the client sees of it, on a phone: the very fields of the portal. It follows each save, and with scripts what is typed.

use crate::{
    forms::fields::{Asked, QuestionFields, how_long},
    parts::Lines,
};
use domain::forms::{Answers, Condition, Form, Kind, Section, When};
use leptos::prelude::*;

#[component]
pub fn Preview(form: Form, here: Option<usize>) -> impl IntoView {
    view! {
        <aside aria-labelledby="preview-head">
            <h2 class="fine" id="preview-head">"What the client sees"</h2>
            // Nothing in it is filled in, and the keyboard goes past it.
            <div class="phone" id="preview" data-fresh="" inert>
                {match here {
                    Some(here) => view! { <SectionPreview form here/> }.into_any(),
                    None => view! { <CoverPreview form/> }.into_any(),
                }}
            </div>
        </aside>
    }
}

#[component]
fn CoverPreview(form: Form) -> impl IntoView {
    let (many, signed) = (form.pages(&Answers::default()).len(), form.takes_signature());
    let sections = form.sections.into_iter().filter(|section| !section.title.is_empty());
    let sections = sections.map(
        |section| view! { <li><div class="row"><span class="row-main"><span class="row-name">{section.title}</span></span></div></li> },
    );
    let sections = sections.collect_view();
    view! {
        <h3>{form.title}</h3>
        <Lines text=form.introduction/>
        <p>{how_long(many, signed)}</p>
        <p><span class="btn">"Start"</span></p>
        <ol class="rows bare">{sections}</ol>
    }
}

#[component]
fn SectionPreview(form: Form, here: usize) -> impl IntoView {
    let Section { title, help, questions, shown_if, .. } = form.sections[here].clone();
    let only = shown_if.map(|condition| only_if(&form, &condition));
    let asked = questions.into_iter().filter(|question| question.kind != Kind::Signature).map(|question| {
        let only = question.shown_if.as_ref().map(|condition| only_if(&form, condition));
        let (field, then) = (question.field(), if only.is_some() { "then" } else { "" });
        view! {
            <div class=then>
                {only.map(|words| view! { <p class="fine">{words}</p> })}
                <QuestionFields asked=Asked { question, field, answer: None, troubles: Vec::new(), elsewhere: None, inner: false }/>
            </div>
        }
    });
    let asked = asked.collect_view();
    view! {
        <p class="fine num">{format!("{}, section {} of {}", form.title, here + 1, form.sections.len())}</p>
        <h3>{title}</h3>
        {only.map(|words| view! { <p class="fine">{words}</p> })}
        {(!help.is_empty()).then(|| view! { <p class="sub as-typed">{help}</p> })}
        <div class="fill">
            {asked}
            <p><span class="btn">"Continue"</span></p>
        </div>
    }
}

/// "Only where “Do you take medicine?” is answered with Yes"
fn only_if(form: &Form, condition: &Condition) -> String {
    let question = form.sections.iter().flat_map(|section| &section.questions).find(|question| question.key == condition.question);
    let Some(question) = question else { return "Never: it hangs on a question that is gone".to_owned() };
    let words = |value: &String| match (&question.kind, value.as_str()) {
        (Kind::YesNo, Kind::YES) => "Yes".to_owned(),
        (Kind::YesNo, Kind::NO) => "No".to_owned(),
        (_, Kind::OTHER) => "Other".to_owned(),
        (Kind::OneOf { options, .. } | Kind::SeveralOf { options, .. }, value) => {
            options.iter().find(|option| option.value == value).map_or(value, |option| &option.label).to_owned()
        }
        (_, value) => value.to_owned(),
    };
    match &condition.when {
        When::Answered => format!("Only where “{}” is answered", question.label),
        When::Is(values) | When::Contains(values) => {
            let values: Vec<String> = values.iter().map(words).collect();
            format!("Only where “{}” is answered with {}", question.label, values.join(" or "))
        }
    }
}
