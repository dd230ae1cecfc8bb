//! What is wrong with a form, all of it, at its head.

use super::FormDraft;
use crate::parts::{
    Icon,
    sentences::{Wrong, by_field, heading},
};
use domain::Refusal;
use leptos::prelude::*;

/// What was wrong with the form around it, or that it was not sent yet.
#[component]
pub fn ErrorSummary(
    #[prop(default = Refusal::field)] field: fn(Refusal) -> Option<&'static str>,
    /// What is wrong is said elsewhere.
    #[prop(optional)]
    said_elsewhere: bool,
) -> impl IntoView {
    let kept = FormDraft::here();
    kept.0.as_ref()?;
    let wrong = kept.wrong();
    if !wrong.is_empty() {
        return (!said_elsewhere).then(|| view! { <ErrorList wrong field/> }.into_any());
    }
    Some(
        view! {
            <div class="notice info" role="status" tabindex="-1" autofocus>
                <Icon name="info"/>
                <div><p>"This was not sent yet. We kept what you typed: check it, then send it again."</p></div>
            </div>
        }
        .into_any(),
    )
}

/// Every field with an error, with a link to it.
#[component]
pub fn ErrorList(
    wrong: Vec<Wrong>,
    /// The field that each error links to.
    #[prop(default = Refusal::field)]
    field: fn(Refusal) -> Option<&'static str>,
    /// It came while the page was open: then whoever found the errors gives it focus; otherwise the browser, as the page loads.
    #[prop(optional)]
    late: bool,
) -> impl IntoView {
    let head = heading(&wrong);
    let lines = by_field(&wrong, field)
        .into_iter()
        .map(|(field, words)| {
            view! {
                <li>
                    {match field {
                        Some(field) => view! { <a href=format!("#{field}")>{words}</a> }.into_any(),
                        None => words.into_any(),
                    }}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="errors" id="errors" role="alert" tabindex="-1" autofocus=!late>
            <h2>{head}</h2>
            <ul>{lines}</ul>
        </div>
    }
}
