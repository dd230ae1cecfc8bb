//! A question in the editor: its words, how one answers, when it is shown, and where it stands.

use super::{
    condition::{Above, ConditionFields},
    kinds::{KindFields, kind_choice},
    lines::{Choose, Flaws, Line, Lines, Tick},
};
use domain::forms::{Asks, Fault, Kind, Place, Question, Step, Words};
use leptos::prelude::*;

#[component]
pub fn QuestionCard(
    place: usize,
    /// So many stand in the section, without the signature.
    many: usize,
    question: Question,
    faults: Vec<Fault>,
    above: Vec<Above>,
    /// Whether the section is the first, and whether it is the last.
    first: bool,
    last: bool,
) -> impl IntoView {
    let at = format!("f.{place}");
    let asks = Asks::of(&question.kind);
    let signature = asks == Asks::Signature;
    let own = faults.iter().filter(|fault| matches!(fault.at, Place::Question(..))).map(|fault| fault.flaw).collect();
    let faulty = !faults.is_empty();
    let open = !question.help.is_empty() || question.shown_if.is_some();
    let number = format!("Question {}", place + 1);
    let move_up = !signature && (place > 0 || !first);
    let move_down = !signature && (place + 1 < many || !last);
    let (label, answers) = (label_of(&question.kind), question.kind.takes_answer());
    view! {
        <fieldset class=if faulty { "group ask wrong" } else { "group ask" } id=format!("question-{place}") tabindex="-1">
            <legend>{if signature { "Signature".to_owned() } else { number.clone() }}</legend>
            <Flaws name=at.clone() flaws=own/>
            <input type="hidden" name=format!("{at}.key") value=question.key.clone()/>
            <Line name=format!("{at}.label") label value=question.label.clone() longest=Words::Label/>
            {if signature {
                view! {
                    <input type="hidden" name=format!("{at}.kind") value=asks.name()/>
                    <input type="hidden" name=format!("{at}.was") value=asks.name()/>
                    <p class="hint">"The client signs here, under the whole form. To leave it out, untick it under About this form."</p>
                }
                .into_any()
            } else {
                view! { <Choose name=format!("{at}.kind") label="How one answers" options=kind_choice(false) chosen=asks.name().to_owned()/> }.into_any()
            }}
            {(!signature).then(|| view! {
                <div class="group" id=format!("{at}-more") data-fresh="">
                    <input type="hidden" name=format!("{at}.was") value=asks.name() autocomplete="off"/>
                    <KindFields at=at.clone() place kind=question.kind.clone() faults/>
                    {answers.then(|| view! { <Tick name=format!("{at}.required") ticked=question.required>"An answer is needed"</Tick> })}
                </div>
                <details open=open>
                    <summary>"Help, and when it is shown"</summary>
                    <div class="form">
                        <Lines name=format!("{at}.help") label="Help below the question (optional)" value=question.help.clone() longest=Words::Help rows=2/>
                        <ConditionFields at=at.clone() condition=question.shown_if.clone() above what="question"/>
                    </div>
                </details>
                <div class="acts">
                    {move_up.then(|| view! { <StepButton step=Step::Up(place) words="Move up" of=number.clone()/> })}
                    {move_down.then(|| view! { <StepButton step=Step::Down(place) words="Move down" of=number.clone()/> })}
                    <StepButton step=Step::Twice(place) words="Copy" of=number.clone()/>
                    <StepButton step=Step::Out(place) words="Take out" of=number/>
                </div>
            })}
        </fieldset>
    }
}

/// What its first line is for.
fn label_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Statement { .. } | Kind::Agreement { .. } => "Heading",
        Kind::Group { .. } => "What is listed, such as your medicines",
        Kind::Signature => "Above the signature",
        _ => "The question",
    }
}

#[component]
pub fn StepButton(step: Step, words: &'static str, of: String) -> impl IntoView {
    view! { <button class="btn plain small" name="then" value=step.to_string()>{words}<span class="sr">": "{of}</span></button> }
}

/// At the end of a section.
#[component]
pub fn AddQuestion() -> impl IntoView {
    view! {
        <div class="toolbar">
            <Choose name="f.new" label="One more question" options=kind_choice(false) chosen=Asks::ShortText.name().to_owned()/>
            <button class="btn quiet" name="then" value=Step::Add.to_string()>"Add"<span class="sr">" a question"</span></button>
        </div>
    }
}
