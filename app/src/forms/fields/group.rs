//! The same questions, once for each medicine or child.

use super::{Asked, Fieldset, QuestionFields, choices::OnThePage};
use domain::forms::{Question, Trouble};
use leptos::prelude::*;

/// The entries that there are, and always one more that is blank, while there is room.
#[component]
pub fn GroupFields(asked: Asked, min: u8, max: u8, questions: Vec<Question>) -> impl IntoView {
    let filled = asked.answer.as_ref().map_or(0, |answer| answer.entries().len());
    let (least, most) = (usize::from(min), usize::from(max));
    // Too many stay to be seen, so that they can be taken out.
    let entries = (filled + 1).min(most).max(least).max(filled);
    let (field, key) = (asked.field.clone(), asked.question.key.clone());
    let each = (0..entries).map(|place| {
        let blank = place + 1 == entries && place >= filled;
        view! { <Entry asked=asked.clone() questions=questions.clone() place blank alone={most == 1}/> }
    });
    let each = each.collect_view();
    let (errors, id) = (asked.wrong(&field), field.clone());
    view! {
        // What is wrong with all of it leads here.
        <div id=id tabindex="-1">
            <Fieldset asked errors>
                <OnThePage field/>
                {each}
                {(entries < most).then(|| view! { <div class="acts"><button class="btn quiet small" name="then" value=format!("add.{key}")>"Add another"</button></div> })}
                {(filled > 0).then(|| view! { <p class="hint">"To take one out, empty its fields."</p> })}
            </Fieldset>
        </div>
    }
}

#[component]
fn Entry(asked: Asked, questions: Vec<Question>, place: usize, blank: bool, alone: bool) -> impl IntoView {
    let begin = format!("{}.{place}", asked.field);
    let answers = asked.answer.as_ref().and_then(|answer| answer.entries().get(place)).cloned().unwrap_or_default();
    let inner = questions.into_iter().map(|question| {
        let field = format!("{begin}.{}", question.key);
        let within = format!("{field}.");
        let about = |trouble: &&Trouble| trouble.field == field || trouble.field.starts_with(&within);
        let troubles = asked.troubles.iter().filter(about).cloned().collect();
        let answer = answers.of(&question).cloned();
        view! { <QuestionFields asked=Asked { question, field, answer, troubles, elsewhere: None, inner: true }/> }.into_any()
    });
    let inner = inner.collect_view();
    // "Add another" leads to the blank one.
    let id = blank.then(|| format!("{}.new", asked.field));
    view! {
        <fieldset class="group repeat" id=id tabindex=blank.then_some("-1")>
            <legend class=if alone { "sr" } else { "" }>"Entry " {place + 1}<span class="sr">": "{asked.question.label}</span></legend>
            <div class="pair">{inner}</div>
        </fieldset>
    }
}
