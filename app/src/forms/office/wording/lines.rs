//! The fields of the editor, whose names are made as the form grows.

use crate::parts::{Icon, form::TextBox};
use domain::forms::{Flaw, Words};
use leptos::prelude::*;

/// One line.
#[component]
pub fn Line(
    #[prop(into)] name: String,
    label: &'static str,
    value: String,
    longest: Words,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] short: bool,
) -> impl IntoView {
    let described = (!hint.is_empty()).then(|| format!("{name}-hint"));
    view! {
        <div class=if short { "field short" } else { "field" }>
            <label for=name.clone()>{label}</label>
            {described.clone().map(|id| view! { <p class="hint" id=id>{hint}</p> })}
            <input class="input" id=name.clone() name=name type="text" value=value maxlength=longest.most().to_string() autocomplete="off" aria-describedby=described/>
        </div>
    }
}

/// Several lines.
#[component]
pub fn Lines(
    #[prop(into)] name: String,
    label: &'static str,
    value: String,
    longest: Words,
    rows: u8,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let described = (!hint.is_empty()).then(|| format!("{name}-hint"));
    // Of answers to choose from each line may be as long.
    let most = if longest == Words::Option { None } else { Some(longest.most() as u32) };
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {described.clone().map(|id| view! { <p class="hint" id=id>{hint}</p> })}
            <TextBox id=name.clone() name text=value rows longest=most described autocomplete="off"/>
        </div>
    }
}

/// A number, or nothing.
#[component]
pub fn Number(name: String, label: &'static str, value: Option<i64>) -> impl IntoView {
    view! {
        <div class="field short">
            <label for=name.clone()>{label}</label>
            <input class="input num" id=name.clone() name=name type="number" step="1" value=value.map(|value| value.to_string()) autocomplete="off"/>
        </div>
    }
}

#[component]
pub fn Tick(#[prop(into)] name: String, ticked: bool, children: Children) -> impl IntoView {
    view! { <label class="check"><input type="checkbox" id=name.clone() name=name value="true" checked=ticked/><span>{children()}</span></label> }
}

/// A choice from a list, each with its value.
#[component]
pub fn Choose(#[prop(into)] name: String, label: &'static str, options: Vec<(String, String)>, chosen: String) -> impl IntoView {
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <select class="input" id=name.clone() name=name>{options.collect_view()}</select>
        </div>
    }
}

/// What is wrong, in sentences. As it is put right, each goes.
#[component]
pub fn Flaws(#[prop(into)] name: String, flaws: Vec<Flaw>) -> impl IntoView {
    let lines = flaws.into_iter().map(|flaw| view! { <div class="error"><Icon name="alert"/><span>{sentence(flaw)}</span></div> });
    let lines = lines.collect_view();
    view! { <div id=format!("{name}-flaws") data-fresh="">{lines}</div> }
}

/// "Write the question; it is empty."
pub fn sentence(flaw: Flaw) -> String {
    let words = flaw.to_string();
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
