//! What the client sees: the list, a conversation, and the pages on which one writes.

mod begin;
mod list;
mod talk;

pub use begin::BeginPage;
pub use list::InboxPage;
pub use talk::ConversationPage;

use crate::{parts::Icon, shell::CrisisWords};
use domain::messages::Expectations;
use leptos::prelude::*;

/// When to expect an answer, and what not to wait with. It stands before the field in which one writes.
#[component]
fn ExpectationsNote(expects: Expectations) -> impl IntoView {
    view! {
        <div class="expects">
            <p>"You can expect an answer " {expects.answer} "."{expects.away.map(|away| view! { " " <b>{away}</b> })}</p>
            <p class="expects-crisis"><Icon name="phone"/><span>"In crisis? Do not wait for an answer. "<CrisisWords crisis=expects.crisis/>", day or night."</span></p>
        </div>
    }
}
