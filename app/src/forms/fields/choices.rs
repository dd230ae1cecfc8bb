//! Questions that are answered by choosing. Of one name there is one field, so a choice has a mark of its own behind `#`; the hidden field
//! before them says that the question was on the page.

use super::{Asked, Fieldset};
use crate::parts::{Icon, form::FieldErrors};
use domain::forms::{Answer, Choice, Kind};
use leptos::prelude::*;

/// One radio button or box of a question.
struct Choosing {
    kind: &'static str,
    name: String,
    value: String,
    /// The first of them has the id that leads to the question.
    id: Option<String>,
    checked: bool,
    wrong: bool,
    described: Option<String>,
}

impl Choosing {
    fn of(asked: &Asked, value: &str, place: usize, several: bool) -> Self {
        let field = &asked.field;
        let wrong = !asked.wrong(field).is_empty();
        let chosen = asked.answer.as_ref().map_or(&[][..], Answer::values);
        Self {
            kind: if several { "checkbox" } else { "radio" },
            name: if several { format!("{field}#{value}") } else { format!("{field}#") },
            value: value.to_owned(),
            id: (place == 0).then(|| field.clone()),
            checked: chosen.iter().any(|chosen| chosen == value),
            wrong,
            described: wrong.then(|| format!("{field}-error")),
        }
    }

    fn view(self) -> impl IntoView {
        view! {
            <input
                type=self.kind
                id=self.id
                name=self.name
                value=self.value
                checked=self.checked
                autocomplete="off"
                aria-describedby=self.described
                aria-invalid=self.wrong.then_some("true")
            />
        }
    }
}

/// Before boxes and radio buttons: where none is chosen, nothing else would come of them.
#[component]
pub fn OnThePage(field: String) -> impl IntoView {
    view! { <input type="hidden" name=field value="" autocomplete="off"/> }
}

#[component]
pub fn YesOrNo(asked: Asked) -> impl IntoView {
    let answers = [(Kind::YES, "Yes"), (Kind::NO, "No")].into_iter().enumerate().map(|(place, (value, words))| {
        view! { <label class="pick">{Choosing::of(&asked, value, place, false).view()}<Icon name="check"/>{words}</label> }
    });
    let answers = answers.collect_view();
    let (errors, field) = (asked.wrong(&asked.field), asked.field.clone());
    view! { <Fieldset asked errors><OnThePage field/><div class="two">{answers}</div></Fieldset> }
}

/// One of several answers, or several of them, each on a line.
#[component]
pub fn OptionRows(asked: Asked, options: Vec<Choice>, other: bool, #[prop(optional)] several: bool) -> impl IntoView {
    let other_row = other.then(|| (Kind::OTHER.to_owned(), "Other".to_owned()));
    let rows = options.into_iter().map(|option| (option.value, option.label)).chain(other_row).enumerate();
    let rows = rows.map(|(place, (value, label))| {
        view! { <label class="check">{Choosing::of(&asked, &value, place, several).view()}<span>{label}</span></label> }
    });
    let rows = rows.collect_view();
    let (errors, field) = (asked.wrong(&asked.field), asked.field.clone());
    let words = other.then(|| view! { <OtherWords asked=asked.clone()/> });
    view! { <Fieldset asked errors><OnThePage field/><div class="answers">{rows}</div>{words}</Fieldset> }
}

/// Beside **Other**: seen once that is chosen, or something in it needs another look.
#[component]
fn OtherWords(asked: Asked) -> impl IntoView {
    let name = asked.part(Kind::OTHER);
    let errors = asked.wrong(&name);
    let wrong = !errors.is_empty();
    view! {
        <div class="field other">
            <label for=name.clone()>"What is it?" <span class="sr">" "{asked.question.label}</span></label>
            <FieldErrors name=name.clone() errors/>
            <input
                class="input"
                id=name.clone()
                name=name.clone()
                type="text"
                autocomplete="off"
                value=asked.answer.as_ref().map_or("", Answer::other).to_owned()
                aria-describedby=wrong.then(|| format!("{name}-error"))
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}

/// Numbered steps, with what the lowest and the highest mean.
#[component]
pub fn ScaleRow(asked: Asked, min: i32, max: i32, low: String, high: String) -> impl IntoView {
    let steps = asked.question.kind.values().into_iter().enumerate().map(|(place, step)| {
        view! { <label class="pick num">{Choosing::of(&asked, &step, place, false).view()}{step}</label> }
    });
    let steps = steps.collect_view();
    let (errors, field) = (asked.wrong(&asked.field), asked.field.clone());
    let worded = !(low.is_empty() && high.is_empty());
    let ends = format!("{field}-ends");
    let end = |step: i32, words: String| (!words.is_empty()).then(|| format!("{step}: {words}"));
    view! {
        <Fieldset asked errors more=worded.then(|| ends.clone())>
            <OnThePage field/>
            <div class="scale">{steps}</div>
            {worded.then(|| view! { <p class="sofar hint" id=ends><span>{end(min, low)}</span> " " <span>{end(max, high)}</span></p> })}
        </Fieldset>
    }
}

/// A box to tick, with the words that one agrees to.
#[component]
pub fn Agreement(asked: Asked, words: String) -> impl IntoView {
    let box_to_tick = Choosing::of(&asked, Kind::YES, 0, true).view();
    let (errors, field) = (asked.wrong(&asked.field), asked.field.clone());
    view! {
        <Fieldset asked errors>
            <OnThePage field/>
            <label class="check">{box_to_tick}<span class="as-typed">{words.trim().to_owned()}</span></label>
        </Fieldset>
    }
}
