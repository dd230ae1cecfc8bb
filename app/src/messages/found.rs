//! Searching conversations: the field, and how far it was looked. Both sides use it.

use crate::parts::{Icon, When};
use domain::messages::{Found, LONGEST_SEARCH};
use leptos::prelude::*;

/// The field above a list of conversations.
#[component]
pub fn SearchMessages(action: &'static str, words: String, #[prop(optional)] hidden: Vec<(&'static str, String)>) -> impl IntoView {
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form class="toolbar" role="search" method="get" action=action>
            {hidden}
            <div class="find">
                <label class="sr" for="q">"Search messages"</label>
                <Icon name="search"/>
                <input class="input" id="q" name="q" type="search" value=words maxlength=LONGEST_SEARCH.to_string() placeholder="Search messages" autocomplete="off" data-walk/>
            </div>
            <span><button class="btn quiet">"Search"</button></span>
        </form>
    }
}

/// How far it was looked, and the way on.
#[component]
pub fn LookedThrough<L>(found: Found<L>, older: Option<String>) -> impl IntoView
where
    L: 'static,
{
    let many = found.looked_through;
    let whole = found.older.is_none();
    view! {
        <p class="sub" role="status">
            {match (found.lines.len(), whole) {
                (0, _) => "Nothing found. ".to_owned(),
                (1, _) => "Found in 1 conversation. ".to_owned(),
                (found, _) => format!("Found in {found} conversations. "),
            }}
            {match many {
                0 => "There was nothing to look through.".to_owned(),
                1 => "1 conversation was looked through".to_owned(),
                many => format!("{many} conversations were looked through"),
            }}
            {found.back_to.filter(|_| !whole).map(|at| view! { ", back to " <When at/> })}
            {(many > 0).then_some(".")}
        </p>
        {older.map(|href| view! { <p class="block"><a class="btn plain small" href=href>"Search older conversations"</a></p> })}
    }
}
