//! A question as it is asked: plain fields, each with its label, its help, and above it what is wrong with it.

mod choices;
mod group;

use crate::parts::{
    Passages, calendar,
    form::{FieldErrors, TextBox},
};
use choices::{Agreement, OptionRows, ScaleRow, YesOrNo};
use domain::{
    appointments::read_time,
    dates::DateOrder,
    documents::{Content, Section},
    forms::{Answer, Kind, Question, Trouble},
};
use group::GroupFields;
use leptos::prelude::*;

/// A question, and what stands in it.
#[derive(Clone)]
pub struct Asked {
    pub question: Question,
    /// The name of its field.
    pub field: String,
    pub answer: Option<Answer>,
    /// What is wrong with it, or with something in it.
    pub troubles: Vec<Trouble>,
    /// What somebody else has answered meanwhile, where that is not what stands here.
    pub elsewhere: Option<String>,
    /// One of a group. Those are often about somebody else: the browser fills in nothing of its owner's.
    pub inner: bool,
}

impl Asked {
    pub fn text(&self) -> String {
        self.answer.as_ref().map_or("", Answer::text).to_owned()
    }

    /// The name of a part of it.
    pub fn part(&self, part: &str) -> String {
        format!("{}.{part}", self.field)
    }

    /// What is wrong with this very field.
    pub fn wrong(&self, field: &str) -> Vec<String> {
        self.troubles.iter().filter(|trouble| trouble.field == field).map(|trouble| trouble.wrong.to_string()).collect()
    }

    fn is_optional(&self) -> bool {
        let demanded = matches!(self.question.kind, Kind::Group { min, .. } if min > 0);
        self.question.kind.takes_answer() && !self.question.required && !demanded
    }

    /// The ids of what describes it, for screen readers; `more` is what else does.
    pub fn described(&self, wrong: bool, more: Option<String>) -> Option<String> {
        let field = &self.field;
        let about = [(!self.question.help.is_empty(), "hint"), (self.elsewhere.is_some(), "now"), (wrong, "error")];
        let ids = about.into_iter().filter(|(there, _)| *there).map(|(_, what)| format!("{field}-{what}"));
        let ids: Vec<String> = ids.chain(more).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The id that leads to a question: of the field that one fills in first.
#[allow(dead_code, reason = "only the server leads there")]
pub fn first_field(question: &Question, field: &str) -> String {
    match &question.kind {
        Kind::Date { .. } => format!("{field}.{}", date_parts()[0].0),
        Kind::Group { questions, .. } if !questions.is_empty() => first_field(&questions[0], &format!("{field}.0.{}", questions[0].key)),
        kind => kind.parts().first().map_or_else(|| field.to_owned(), |part| format!("{field}.{part}")),
    }
}

#[component]
pub fn QuestionFields(asked: Asked) -> impl IntoView {
    match asked.question.kind.clone() {
        Kind::Statement { .. } => view! { <Statement asked/> }.into_any(),
        Kind::Date { .. } => view! { <DateFields asked/> }.into_any(),
        Kind::Address => view! { <AddressFields asked/> }.into_any(),
        Kind::YesNo => view! { <YesOrNo asked/> }.into_any(),
        Kind::OneOf { options, other } => view! { <OptionRows asked options other/> }.into_any(),
        Kind::SeveralOf { options, other } => view! { <OptionRows asked options other several=true/> }.into_any(),
        Kind::Scale { min, max, low, high } => view! { <ScaleRow asked min max low high/> }.into_any(),
        Kind::Agreement { words } => view! { <Agreement asked words/> }.into_any(),
        Kind::Group { min, max, questions } => view! { <GroupFields asked min max questions/> }.into_any(),
        // One signs the whole form, on its last page.
        Kind::Signature => ().into_any(),
        _ => view! { <OneField asked/> }.into_any(),
    }
}

/// The words of a question. To answer is the rule: what may be left open says so.
#[component]
pub fn QuestionWords(asked: Asked) -> impl IntoView {
    let optional = asked.is_optional();
    view! { {asked.question.label} {optional.then(|| view! { <span class="opt">" (optional)"</span> })} }
}

/// What stands between the words of a question and its field.
#[component]
pub fn Besides(asked: Asked, errors: Vec<String>) -> impl IntoView {
    let Asked { question, field, elsewhere, .. } = asked;
    view! {
        {(!question.help.is_empty()).then(|| view! { <p class="hint" id=format!("{field}-hint")>{question.help}</p> })}
        {elsewhere
            .map(|answer| view! { <p class="hint" id=format!("{field}-now")>"On the other device: " <b class="as-typed">{answer}</b></p> })}
        <FieldErrors name=field errors/>
    }
}

/// A question with several fields.
#[component]
pub fn Fieldset(
    asked: Asked,
    errors: Vec<String>,
    /// The id of what else describes it.
    #[prop(optional_no_strip)]
    more: Option<String>,
    children: Children,
) -> impl IntoView {
    let described = asked.described(!errors.is_empty(), more);
    view! {
        <fieldset class="group" aria-describedby=described>
            <legend><QuestionWords asked=asked.clone()/></legend>
            <Besides asked errors/>
            {children()}
        </fieldset>
    }
}

/// How one field is typed into.
#[derive(Default)]
struct Typing {
    kind: &'static str,
    mode: &'static str,
    /// What a browser may fill in by itself.
    own: &'static str,
    short: bool,
    unit: String,
}

impl Typing {
    fn of(kind: Kind, text: &str) -> Self {
        match kind {
            Kind::Number { min, unit, whole, .. } => {
                let mode = match min {
                    Some(min) if min >= 0 && whole => "numeric",
                    Some(min) if min >= 0 => "decimal",
                    _ => "",
                };
                Self { kind: "text", mode, short: true, unit, ..Self::default() }
            }
            Kind::Digits { .. } => Self { kind: "text", mode: "numeric", short: true, ..Self::default() },
            Kind::Initials => Self { kind: "text", short: true, ..Self::default() },
            // A field for times shows nothing that is none: what was typed is seen again.
            Kind::Time if text.is_empty() || read_time(text).is_ok() => Self { kind: "time", short: true, ..Self::default() },
            Kind::Time => Self { kind: "text", short: true, ..Self::default() },
            Kind::Phone => Self { kind: "tel", own: "tel", ..Self::default() },
            Kind::Email => Self { kind: "email", own: "email", ..Self::default() },
            _ => Self { kind: "text", ..Self::default() },
        }
    }
}

#[component]
fn OneField(asked: Asked) -> impl IntoView {
    let (field, text) = (asked.field.clone(), asked.text());
    let errors = asked.wrong(&field);
    let wrong = !errors.is_empty();
    let Typing { kind, mode, own, short, unit } = Typing::of(asked.question.kind.clone(), text.trim());
    let described = asked.described(wrong, (!unit.is_empty()).then(|| format!("{field}-unit")));
    let text = match read_time(&text) {
        Ok(time) if kind == "time" => time.format("%H:%M").to_string(),
        _ => text,
    };
    let typed = if asked.question.kind == Kind::LongText {
        view! { <TextBox id=field.clone() name=field.clone() text rows=4 described invalid=wrong autocomplete="off"/> }.into_any()
    } else {
        view! {
            <input
                class="input"
                id=field.clone()
                name=field.clone()
                type=kind
                value=text
                inputmode=(!mode.is_empty()).then_some(mode)
                autocomplete=if own.is_empty() || asked.inner { "off" } else { own }
                autocapitalize=(asked.question.kind == Kind::Initials).then_some("characters")
                aria-describedby=described
                aria-invalid=wrong.then_some("true")
            />
        }
        .into_any()
    };
    view! {
        <div class=if short { "field short" } else { "field" }>
            <label for=field.clone()><QuestionWords asked=asked.clone()/></label>
            <Besides asked errors/>
            {if unit.is_empty() {
                typed
            } else {
                view! { <span class="zone">{typed}<span id=format!("{field}-unit")>{unit}</span></span> }.into_any()
            }}
        </div>
    }
}

/// The three fields of a date, in the order in which the practice writes it.
fn date_parts() -> [(&'static str, &'static str); 3] {
    let [month, day, year] = [("month", "Month"), ("day", "Day"), ("year", "Year")];
    match calendar().order {
        DateOrder::MonthFirst => [month, day, year],
        DateOrder::DayFirst => [day, month, year],
        DateOrder::YearFirst => [year, month, day],
    }
}

#[component]
fn DateFields(asked: Asked) -> impl IntoView {
    let errors: Vec<String> = asked.troubles.iter().map(|trouble| trouble.wrong.to_string()).collect();
    let field = asked.field.clone();
    let parts = date_parts().map(|(part, label)| {
        let name = asked.part(part);
        let wrong = !asked.wrong(&name).is_empty();
        view! {
            <label class=part>
                {label}
                <input
                    class="input num"
                    id=name.clone()
                    name=name
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    value=asked.answer.as_ref().map_or("", |answer| answer.part(part)).to_owned()
                    aria-describedby=wrong.then(|| format!("{field}-error"))
                    aria-invalid=wrong.then_some("true")
                />
            </label>
        }
    });
    view! { <Fieldset asked=asked.clone() errors><div class="date">{parts.into_iter().collect_view()}</div></Fieldset> }
}

#[component]
fn AddressFields(asked: Asked) -> impl IntoView {
    let parts = [
        ("street", "Street and number", "address-line1"),
        ("city", "City", "address-level2"),
        ("state", "State", "address-level1"),
        ("zip", "ZIP code", "postal-code"),
    ];
    let parts = parts.map(|(part, label, own)| {
        let name = asked.part(part);
        let errors = asked.wrong(&name);
        let wrong = !errors.is_empty();
        view! {
            <div class="field">
                <label for=name.clone()>{label}</label>
                <FieldErrors name=name.clone() errors/>
                <input
                    class="input"
                    id=name.clone()
                    name=name.clone()
                    type="text"
                    inputmode=(part == "zip").then_some("numeric")
                    autocomplete=if asked.inner { "off" } else { own }
                    value=asked.answer.as_ref().map_or("", |answer| answer.part(part)).to_owned()
                    aria-describedby=wrong.then(|| format!("{name}-error"))
                    aria-invalid=wrong.then_some("true")
                />
            </div>
        }
    });
    let errors = asked.wrong(&asked.field);
    view! { <Fieldset asked=asked.clone() errors><div class="pair">{parts.into_iter().collect_view()}</div></Fieldset> }
}

/// Only to read.
#[component]
fn Statement(asked: Asked) -> impl IntoView {
    let Question { label, help, kind, .. } = asked.question;
    let content = Content { facts: Vec::new(), sections: vec![Section { heading: label, blocks: kind.passages() }] };
    view! {
        <div class="paper" id=asked.field tabindex="-1">
            <Passages content/>
            {(!help.is_empty()).then(|| view! { <p class="hint">{help}</p> })}
        </div>
    }
}

/// What a form asks of its client.
pub fn how_long(sections: usize, signed: bool) -> String {
    let end = if signed { "you look it over and sign it" } else { "you look it over" };
    match sections {
        0 => format!("There is only one page: {end}."),
        1 => format!("This form has 1 section. Then {end}."),
        many => format!("This form has {many} sections, one after the other. Then {end}."),
    }
}
