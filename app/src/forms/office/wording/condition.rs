//! **Shown only if**: a question above, and which of its answers.

use super::lines::Choose;
use domain::forms::{Condition, Form, Kind, When};
use leptos::prelude::*;

/// A question on whose answer something can hang.
#[derive(Clone)]
pub struct Above {
    key: String,
    label: String,
    /// What can be chosen: value and words.
    answers: Vec<(String, String)>,
}

impl Above {
    /// Those above a question; above the section as a whole, where none is named.
    pub fn of(form: &Form, section: usize, question: Option<usize>) -> Vec<Self> {
        let before = form.sections[..section].iter().flat_map(|section| &section.questions);
        let here = form.sections[section].questions.iter().take(question.unwrap_or_default());
        let asked = before.chain(here).filter(|question| question.kind.takes_answer());
        asked.map(|question| Self { key: question.key.clone(), label: shown(&question.label), answers: answers(&question.kind) }).collect()
    }
}

/// As long as fits into a list.
fn shown(label: &str) -> String {
    match label.char_indices().nth(70) {
        _ if label.is_empty() => "A question without words".to_owned(),
        Some((end, _)) => format!("{}…", &label[..end]),
        None => label.to_owned(),
    }
}

fn answers(kind: &Kind) -> Vec<(String, String)> {
    match kind {
        Kind::YesNo => vec![(Kind::YES.into(), "Yes".into()), (Kind::NO.into(), "No".into())],
        Kind::OneOf { options, other } | Kind::SeveralOf { options, other } => {
            let own = options.iter().map(|option| (option.value.clone(), option.label.clone()));
            own.chain(other.then(|| (Kind::OTHER.into(), "Other".into()))).collect()
        }
        Kind::Scale { .. } => kind.values().into_iter().map(|step| (step.clone(), step)).collect(),
        _ => Vec::new(),
    }
}

#[component]
pub fn ConditionFields(#[prop(into)] at: String, condition: Option<Condition>, above: Vec<Above>, what: &'static str) -> impl IntoView {
    let (chosen, wanted) = match condition {
        None => (String::new(), Vec::new()),
        Some(Condition { question, when: When::Answered }) => (question, Vec::new()),
        Some(Condition { question, when: When::Is(values) | When::Contains(values) }) => (question, values),
    };
    let found = above.iter().find(|above| above.key == chosen).cloned();
    let lost = (found.is_none() && !chosen.is_empty()).then(|| (chosen.clone(), "A question that is not above any more".to_owned()));
    let always = [(String::new(), "Always".to_owned())];
    let options = always.into_iter().chain(above.into_iter().map(|above| (above.key, above.label))).chain(lost).collect();
    let label = if what == "section" { "Show this section only if this was answered" } else { "Show it only if this was answered" };
    let mut answers = found.map(|above| above.answers).unwrap_or_default();
    // What is not offered any more is seen, and can be unticked.
    let gone = wanted.iter().filter(|value| !answers.iter().any(|(known, _)| known == *value)).cloned().collect::<Vec<_>>();
    answers.extend(gone.into_iter().map(|value| (value, "An answer that is not offered any more".to_owned())));
    let some = !answers.is_empty();
    let boxes = answers.into_iter().map(|(value, words)| {
        let ticked = wanted.contains(&value);
        view! { <label class="check"><input type="checkbox" name=format!("{at}.is.{value}") value="true" checked=ticked/><span>{words}</span></label> }
    });
    let boxes = boxes.collect_view();
    view! {
        <Choose name=format!("{at}.if") label options chosen=chosen.clone()/>
        <div id=format!("{at}-boxes") data-fresh="">
            <input type="hidden" name=format!("{at}.on") value=chosen autocomplete="off"/>
            {some.then(|| view! {
                <fieldset class="group">
                    <legend>"And the answer is one of these"</legend>
                    {boxes}
                    <p class="hint">"None ticked: any answer"</p>
                </fieldset>
            })}
        </div>
    }
}
