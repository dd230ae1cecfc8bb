//! What was typed into a form that did not go through.

use crate::{
    Failure,
    door::Door,
    parts::{
        Fetched, address_of_forms, asked,
        sentences::{Wrong, sentence},
    },
};
use domain::{Refusal, Typed};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed into this form before it was refused, if it was.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct FormDraft(pub Option<Typed>, Vec<String>);

impl FormDraft {
    /// With the words for what was wrong.
    pub fn of(typed: Option<Typed>) -> Self {
        let words = typed.iter().flat_map(|typed| &typed.refusals).copied().map(sentence).collect();
        Self(typed, words)
    }

    /// Of the form around this part of the page.
    pub fn here() -> Self {
        use_context().unwrap_or_default()
    }

    /// What stands in a field: what was typed, or else what is recorded.
    pub fn value(&self, name: &str, recorded: &str) -> String {
        match &self.0 {
            Some(typed) => typed.fields.get(name).cloned().unwrap_or_else(|| recorded.to_owned()),
            None => recorded.to_owned(),
        }
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str, recorded: bool) -> bool {
        match &self.0 {
            Some(typed) => typed.fields.contains_key(name),
            None => recorded,
        }
    }

    pub fn refusals(&self) -> Vec<Refusal> {
        self.0.as_ref().map(|typed| typed.refusals.clone()).unwrap_or_default()
    }

    /// Whether somebody else was faster: then the page shows what is saved now beside what was typed.
    pub fn was_overtaken(&self) -> bool {
        // A time that was just taken is said at its field: nobody has saved another into the form.
        self.refusals().into_iter().any(|refusal| refusal.is_conflict() && refusal.field().is_none())
    }

    /// What is saved now in a field, where somebody else was faster and it is not what was typed.
    pub fn saved_meanwhile(&self, name: &str, recorded: &str) -> Option<String> {
        (self.was_overtaken() && self.value(name, recorded) != recorded).then(|| recorded.to_owned())
    }

    /// The version that goes back with the form: the one that was seen when it was filled in. Who has been shown what is saved now
    /// has seen that.
    pub fn version(&self, now: &str) -> String {
        if self.was_overtaken() { now.to_owned() } else { self.value("version", now) }
    }

    /// Each refusal with its words.
    pub fn wrong(&self) -> Vec<Wrong> {
        self.refusals().into_iter().zip(self.1.clone()).collect()
    }

    /// What is wrong with a field, in words.
    pub fn errors(&self, name: &str) -> Vec<String> {
        errors_at(&self.wrong(), name)
    }
}

/// What of it stands beside a field.
pub fn errors_at(wrong: &[Wrong], name: &str) -> Vec<String> {
    wrong.iter().filter(|(refusal, _)| refusal.field() == Some(name)).map(|(_, words)| words.clone()).collect()
}

loader! {
    /// Gives back what was typed into a refused form.
    pub async fn read_typed(form: Door, page: String) -> Result<Option<Typed>, Failure> {
        use crate::actor;
        let desk = actor::desk()?;
        let side = domain::sign_in::side_of(&page);
        let key = backend::form_key(form.name(), &page);
        Ok(actor::visitor()?.typed(&key, desk.token(side)).await?)
    }
}

/// Loads what was kept of a form, where the page's address says that it did not go through: it was refused, the session
/// had ended, or we failed.
#[component]
pub fn WithDraft<V>(of: Door, show: V) -> impl IntoView
where
    V: FnOnce(FormDraft) -> AnyView + Send + 'static,
{
    if asked("refused").or(asked("incident")).is_none() {
        return show(FormDraft::default()).into_any();
    }
    let page = address_of_forms();
    let load = move || read_typed(of, page);
    view! { <Fetched load show=move |typed| show(FormDraft::of(typed.unwrap_or_default()))/> }.into_any()
}
