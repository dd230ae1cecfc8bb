//! Text of several lines, as it was typed.

use domain::lines::passages;
use leptos::prelude::*;

/// What somebody typed: a paragraph for each passage, and in it each line on its own.
#[component]
pub fn Lines(#[prop(into)] text: String) -> impl IntoView {
    passages(&text).into_iter().map(|lines| view! { <p class="as-typed">{broken(lines)}</p> }).collect_view()
}

/// Lines, each on its own. What stands around them has the class `as-typed`, so that the spaces before them show.
pub(super) fn broken(lines: Vec<String>) -> impl IntoView {
    lines.into_iter().enumerate().map(|(number, line)| view! { {(number > 0).then(|| view! { <br/> })}{line} }).collect_view()
}
