//! What needs another look, with a way to each of it.

use crate::parts::Icon;
use domain::forms::Trouble;
use leptos::prelude::*;

/// The page is led to it, and so it has the focus.
#[component]
pub fn AnotherLook(
    /// Each with the address that leads to it.
    troubles: Vec<(String, Trouble)>,
    /// What became of what was typed.
    kept: &'static str,
) -> impl IntoView {
    let head = heading(troubles.len());
    let lines = troubles
        .into_iter()
        .map(|(to, trouble)| view! { <li><a href=to>{line(&trouble)} <Icon name="chevron-down"/></a></li> })
        .collect_view();
    view! {
        <section class="errors again" id="errors" tabindex="-1" aria-labelledby="errors-head">
            <h2 id="errors-head">{head}</h2>
            <p>{kept}</p>
            <ul>{lines}</ul>
        </section>
    }
}

/// "Two answers need another look"
fn heading(many: usize) -> String {
    const NUMBERS: [&str; 9] = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
    match many {
        0 | 1 => "One answer needs another look".to_owned(),
        2..=10 => format!("{} answers need another look", NUMBERS[many - 2]),
        _ => format!("{many} answers need another look"),
    }
}

/// "Your doctor's phone: Use numbers only, like 443-555-0188." A question ends with its own mark.
fn line(trouble: &Trouble) -> String {
    let colon = if trouble.label.ends_with(['?', '.', '!', ':']) { "" } else { ":" };
    format!("{}{colon} {}", trouble.label, trouble.wrong)
}
