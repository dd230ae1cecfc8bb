//! Forms: plain HTML that works before and without scripts. A refused one comes back with what was typed in it, each
//! error beside its field, and a summary that takes focus.

mod fields;
mod last;
mod marks;
mod new_password;
mod password;
mod summary;

pub use fields::{CheckField, FieldErrors, SelectField, TextArea, TextField, described_by};
pub use last::{LastKept, WithLast};
pub use marks::{FormFields, FormMarks, OneTimeKeys};
pub use new_password::{PasswordForm, PasswordUse};
pub use password::PasswordField;
pub(super) use password::reveal;
pub use summary::ErrorSummary;

use crate::{
    Failure,
    parts::{Fetched, Icon, address_of_forms, asked, sentences::sentence},
};
use domain::{Refusal, Typed, ids::GrantId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed into this form before it was refused, if it was.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Kept(pub Option<Typed>);

impl Kept {
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
        self.refusals().into_iter().any(Refusal::is_conflict)
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

    /// What is wrong with a field, in words.
    pub fn errors(&self, name: &str) -> Vec<String> {
        errors_at(&self.refusals(), name)
    }
}

/// Those of these refusals that stand beside a field, in words.
pub fn errors_at(refusals: &[Refusal], name: &str) -> Vec<String> {
    refusals.iter().filter(|refusal| refusal.field() == Some(name)).copied().map(sentence).collect()
}

/// Gives back what was typed into a refused form.
#[server(prefix = "/api", endpoint = "visitor/typed/read")]
pub async fn read_typed(endpoint: String, page: String) -> Result<Option<Typed>, Failure> {
    use crate::actor;
    let desk = actor::desk()?;
    let side = domain::sign_in::side_of(&page);
    let key = backend::form_key(&endpoint, &page);
    Ok(actor::visitor()?.typed(&key, desk.token(side)).await?)
}

/// A form that posts to `/api/{to}`. `children` get what was kept of a refused try.
///
/// `grant` names for whom one acts; `class` defaults to the plain stack of fields. What is wrong is said by us, beside
/// the field and in the summary, not by the browser's bubbles.
#[component]
pub fn Form<V>(
    /// The function's endpoint, "client/documents/sign".
    to: &'static str,
    #[prop(optional_no_strip)] grant: Option<GrantId>,
    #[prop(default = "form")] class: &'static str,
    /// The id of the field that each error links to, where it is not the field's name.
    #[prop(default = Refusal::field)]
    field: fn(Refusal) -> Option<&'static str>,
    children: V,
) -> impl IntoView
where
    V: FnOnce(Kept) -> AnyView + Send + 'static,
{
    view! {
        <WithKept of=to show=move |kept: Kept| {
            view! { <KeptForm to grant class field kept=kept.clone() marks=FormMarks::make()>{children(kept)}</KeptForm> }.into_any()
        }/>
    }
}

/// The form itself, where what was kept is known already.
#[component]
pub fn KeptForm(
    to: &'static str,
    grant: Option<GrantId>,
    #[prop(default = "form")] class: &'static str,
    #[prop(default = Refusal::field)] field: fn(Refusal) -> Option<&'static str>,
    kept: Kept,
    /// Made by the server. A part that wakes brings them along.
    marks: FormMarks,
    children: Children,
) -> impl IntoView {
    view! {
        <form class=class method="post" action=format!("/api/{to}") novalidate>
            <FormFields marks/>
            <ActingField grant/>
            <ErrorSummary kept field/>
            {children()}
        </form>
    }
}

/// The hidden field that says for whom a form acts.
#[component]
pub fn ActingField(grant: Option<GrantId>) -> impl IntoView {
    grant.map(|grant| view! { <input type="hidden" name="grant" value=grant.to_string()/> })
}

/// A button that posts: a form of hidden fields and one button.
#[component]
pub fn PostButton(
    to: &'static str,
    #[prop(default = "btn")] class: &'static str,
    #[prop(default = Vec::new())] fields: Vec<(&'static str, String)>,
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("/api/{to}")>
            <FormFields marks=FormMarks::make()/>
            {fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button class=class>{children()}</button>
        </form>
    }
}

/// Says at the head of a page why a button's post was refused.
#[component]
pub fn Refused(of: &'static str) -> impl IntoView {
    view! { <WithKept of show=|kept: Kept| view! { <RefusedNotice refusals=kept.refusals()/> }.into_any()/> }
}

/// The notice itself.
#[component]
pub fn RefusedNotice(refusals: Vec<Refusal>) -> impl IntoView {
    (!refusals.is_empty()).then(|| {
        view! {
            <div class="notice bad" role="alert" tabindex="-1" autofocus>
                <Icon name="alert"/>
                <div>{refusals.into_iter().map(|refusal| view! { <p>{sentence(refusal)}</p> }).collect_view()}</div>
            </div>
        }
    })
}

/// Loads what was kept of a form, where the page's address says that it did not go through: it was refused, the session
/// had ended, or we failed.
#[component]
pub fn WithKept<V>(of: &'static str, show: V) -> impl IntoView
where
    V: FnOnce(Kept) -> AnyView + Send + 'static,
{
    if asked("refused").or(asked("incident")).is_none() {
        return show(Kept::default()).into_any();
    }
    let page = address_of_forms();
    view! { <Fetched load=move || read_typed(of.to_owned(), page) show=move |typed| show(Kept(typed.unwrap_or_default()))/> }.into_any()
}
