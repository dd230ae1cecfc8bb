//! A page with several forms of the same kind, such as one for each member of the team: only the one that did not go through
//! last gives back what was typed, and only once is said what was wrong.

use super::FormDraft;
use crate::{
    Failure,
    door::Door,
    parts::{Fetched, address_of_forms, asked},
};
use domain::{Refusal, Typed};
use leptos::{prelude::*, server_fn::ServerFn};

loader! {
    /// Which of these forms did not go through last, and what was typed into it.
    pub async fn read_last_typed(forms: &'static [Door], page: String) -> Result<Option<(usize, Typed)>, Failure> {
        use crate::actor;
        let desk = actor::desk()?;
        let side = domain::sign_in::side_of(&page);
        let keys: Vec<String> = forms.iter().map(|form| backend::form_key(form.name(), &page)).collect();
        Ok(actor::visitor()?.last_typed(&keys, desk.token(side)).await?)
    }
}

/// The form that did not go through last.
#[derive(Clone, Default)]
pub struct LastKept(Option<(Door, Typed)>);

impl LastKept {
    /// What was typed into this form, if it was this one, and this value stood in its hidden field.
    pub fn of<F: ServerFn>(&self, field: &str, value: &str) -> FormDraft {
        let found = self.0.as_ref().filter(|(form, typed)| *form == Door::of::<F>() && stands(typed, field, value));
        FormDraft::of(found.map(|(_, typed)| typed.clone()))
    }

    /// Whether a form with this value in its hidden field only waits to be sent again: the sender had to prove who they are.
    pub fn waits(&self, field: &str, value: &str) -> bool {
        self.0.as_ref().is_some_and(|(_, typed)| typed.refusals.is_empty() && stands(typed, field, value))
    }

    /// What is wrong beside no field, for the head of the page.
    pub fn refusals(&self) -> Vec<Refusal> {
        let refusals = self.0.as_ref().map(|(_, typed)| typed.refusals.clone()).unwrap_or_default();
        refusals.into_iter().filter(|refusal| refusal.field().is_none()).collect()
    }
}

fn stands(typed: &Typed, field: &str, value: &str) -> bool {
    typed.fields.get(field).is_some_and(|kept| kept == value)
}

/// Loads it, where the page's address says that something did not go through.
#[component]
pub fn WithLast<V>(
    /// The page's forms.
    of: &'static [Door],
    show: V,
) -> impl IntoView
where
    V: FnOnce(LastKept) -> AnyView + Send + 'static,
{
    if asked("refused").or(asked("incident")).is_none() {
        return show(LastKept::default()).into_any();
    }
    let page = address_of_forms();
    let load = move || read_last_typed(of, page);
    let last = move |found: Result<Option<(usize, Typed)>, Failure>| {
        LastKept(found.ok().flatten().and_then(|(form, typed)| Some((*of.get(form)?, typed))))
    };
    view! { <Fetched load show=move |found| show(last(found))/> }.into_any()
}
