//! What there is to say of each kind of question.

use super::{
    lines::{Choose, Flaws, Line, Lines, Number, Tick},
    question::StepButton,
};
use domain::forms::{Asks, Choice, Fault, Form, Kind, Place, Question, Step, Words};
use leptos::prelude::*;

/// How one can answer, in words.
pub fn kind_choice(inner: bool) -> Vec<(String, String)> {
    let offered = Asks::ALL.into_iter().filter(|asks| *asks != Asks::Signature && (!inner || asks.repeats()));
    offered.map(|asks| (asks.name().to_owned(), words_of(asks).to_owned())).collect()
}

fn words_of(asks: Asks) -> &'static str {
    match asks {
        Asks::ShortText => "In words, one line",
        Asks::LongText => "In words, several lines",
        Asks::YesNo => "Yes or no",
        Asks::OneOf => "One of several answers",
        Asks::SeveralOf => "Any of several answers",
        Asks::Date => "A date",
        Asks::Time => "A time",
        Asks::Number => "A number",
        Asks::Digits => "Digits, such as the last four of a card",
        Asks::Scale => "On a scale",
        Asks::Phone => "A phone number",
        Asks::Email => "An e-mail address",
        Asks::Address => "A postal address",
        Asks::Statement => "Nothing: only to read",
        Asks::Agreement => "A box to agree to something",
        Asks::Initials => "Initials",
        Asks::Group => "A list: the same questions, several times",
        Asks::Signature => "Signature",
    }
}

#[component]
pub fn KindFields(at: String, place: usize, kind: Kind, faults: Vec<Fault>) -> impl IntoView {
    let name = |name: &str| format!("{at}.{name}");
    match kind {
        Kind::Number { min, max, unit, whole } => view! {
            <div class="fields">
                <Number name=name("min") label="At least" value=min/>
                <Number name=name("max") label="At most" value=max/>
                <Line name=name("unit") label="Behind it, such as pounds" value=unit longest=Words::Unit short=true/>
            </div>
            <Tick name=name("whole") ticked=whole>"Whole numbers only"</Tick>
        }
        .into_any(),
        Kind::Digits { count } => view! { <Number name=name("count") label="How many digits" value=Some(count.into())/> }.into_any(),
        Kind::Date { past, partial } => view! {
            <Tick name=name("past") ticked=past>"It lies in the past"</Tick>
            <Tick name=name("partial") ticked=partial>"The month and the year are enough"</Tick>
        }
        .into_any(),
        Kind::OneOf { options, other } | Kind::SeveralOf { options, other } => view! { <OptionFields at options other/> }.into_any(),
        Kind::Scale { min, max, low, high } => view! {
            <div class="fields">
                <Number name=name("min") label="From" value=Some(min.into())/>
                <Number name=name("max") label="To" value=Some(max.into())/>
            </div>
            <div class="fields">
                <Line name=name("low") label="What the lowest means" value=low longest=Words::ScaleEnd/>
                <Line name=name("high") label="What the highest means" value=high longest=Words::ScaleEnd/>
            </div>
        }
        .into_any(),
        Kind::Statement { text } => view! {
            <Lines name=name("text") label="What the client reads" value=text longest=Words::Statement rows=6 hint="An empty line begins a new paragraph. Lines that begin with - or 1. are a list."/>
        }
        .into_any(),
        Kind::Agreement { words } => view! { <Lines name=name("words") label="What the client agrees to" value=words longest=Words::Agreement rows=3/> }.into_any(),
        Kind::Group { min, max, questions } => view! { <GroupOfQuestions at place min max questions faults/> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn OptionFields(at: String, options: Vec<Choice>, other: bool) -> impl IntoView {
    let lines = options.into_iter().map(|option| option.label).collect::<Vec<_>>().join("\n");
    view! {
        <Lines name=format!("{at}.options") label="The answers, one on each line" value=lines longest=Words::Option rows=4/>
        <Tick name=format!("{at}.other") ticked=other>"Other, with a field for words"</Tick>
    }
}

/// The questions of a list. Nothing in it depends on an answer, and nothing in it is only read.
#[component]
fn GroupOfQuestions(at: String, place: usize, min: u8, max: u8, questions: Vec<Question>, faults: Vec<Fault>) -> impl IntoView {
    let many = questions.len();
    let inner = questions.into_iter().enumerate().map(|(inner, question)| {
        let flaws =
            faults.iter().filter(|fault| matches!(fault.at, Place::Inner(_, _, at) if at == inner)).map(|fault| fault.flaw).collect();
        view! { <InnerQuestion at=format!("{at}.in.{inner}") place inner many question flaws/> }.into_any()
    });
    let inner = inner.collect_view();
    view! {
        <div class="fields">
            <Number name=format!("{at}.min") label="At least so many entries" value=Some(min.into())/>
            <Number name=format!("{at}.max") label=most() value=Some(max.into())/>
        </div>
        {inner}
        <div class="toolbar">
            <Choose name=format!("{at}.new") label="One more question in each entry" options=kind_choice(true) chosen=Asks::ShortText.name().to_owned()/>
            <button class="btn quiet small" name="then" value=Step::AddInner(place).to_string()>"Add"<span class="sr">" a question to the list"</span></button>
        </div>
    }
}

const fn most() -> &'static str {
    const { assert!(Form::MOST_ENTRIES == 20, "the label says so") };
    "At most, up to 20"
}

#[component]
fn InnerQuestion(
    at: String,
    place: usize,
    inner: usize,
    many: usize,
    question: Question,
    flaws: Vec<domain::forms::Flaw>,
) -> impl IntoView {
    let asks = Asks::of(&question.kind);
    let number = format!("question {} of the list", inner + 1);
    view! {
        <fieldset class="group repeat">
            <legend>"In each entry, " {inner + 1}</legend>
            <Flaws name=at.clone() flaws/>
            <input type="hidden" name=format!("{at}.key") value=question.key/>
            <Line name=format!("{at}.label") label="The question" value=question.label longest=Words::Label/>
            <Choose name=format!("{at}.kind") label="How one answers" options=kind_choice(true) chosen=asks.name().to_owned()/>
            <div class="group" id=format!("{at}-more") data-fresh="">
                <input type="hidden" name=format!("{at}.was") value=asks.name() autocomplete="off"/>
                <KindFields at=at.clone() place kind=question.kind faults=Vec::new()/>
                <Tick name=format!("{at}.required") ticked=question.required>"An answer is needed"</Tick>
            </div>
            <Line name=format!("{at}.help") label="Help (optional)" value=question.help longest=Words::Help/>
            <div class="acts">
                {(inner > 0).then(|| view! { <StepButton step=Step::UpInner(place, inner) words="Move up" of=number.clone()/> })}
                {(inner + 1 < many).then(|| view! { <StepButton step=Step::DownInner(place, inner) words="Move down" of=number.clone()/> })}
                <StepButton step=Step::OutInner(place, inner) words="Take out" of=number/>
            </div>
        </fieldset>
    }
}
