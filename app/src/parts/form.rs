//! Forms: plain HTML that works before and without scripts. A refused one comes back with what was typed in it, each
//! error beside its field, and a summary that takes focus.
//!
//! A form is named by the function that takes it: `<Form<FinishNote>>` posts there. What was kept of a refused try its fields find in
//! their context.

mod fields;
mod kept;
mod last;
mod marks;
mod new_password;
mod password;
mod summary;

pub use fields::{CheckField, FieldErrors, SelectBare, SelectField, TextArea, TextBox, TextField, described_by};
pub use kept::{FormDraft, WithDraft, errors_at};
pub use last::{LastKept, WithLast};
pub use marks::{FormMarks, OneTimeKeys};
pub use new_password::{PasswordForm, PasswordUse};
pub use password::PasswordField;
pub(super) use password::reveal;
pub use summary::{ErrorList, ErrorSummary};

use crate::{
    door::Door,
    parts::{Icon, Lines, sentences::sentence},
};
use domain::{Refusal, ids::GrantId};
use leptos::{context::Provider, prelude::*, server_fn::ServerFn};
use marks::FormFields;
use std::marker::PhantomData;

/// A form that posts to the function `F`. What is wrong is said by us, beside the field and in the summary, not by the browser's
/// bubbles.
#[component]
pub fn Form<F: ServerFn>(
    /// For whom one acts.
    #[prop(optional_no_strip)]
    grant: Option<GrantId>,
    /// What it stands on, such as the ids of what it changes.
    #[prop(default = Vec::new())]
    fields: Vec<(&'static str, String)>,
    /// The plain stack of fields, unless another is named.
    #[prop(default = "form")]
    class: &'static str,
    /// The id of the field that each error links to, where it is not the field's name.
    #[prop(default = Refusal::field)]
    field: fn(Refusal) -> Option<&'static str>,
    #[prop(optional)] _to: PhantomData<F>,
    children: Children,
) -> impl IntoView {
    let to = Door::of::<F>();
    view! {
        <WithDraft of=to show=move |kept: FormDraft| {
            view! { <DraftForm to grant fields class field kept marks=FormMarks::make()>{children()}</DraftForm> }.into_any()
        }/>
    }
}

/// The form itself, where what was kept is known already.
#[component]
pub fn DraftForm(
    to: Door,
    #[prop(optional_no_strip)] grant: Option<GrantId>,
    #[prop(default = Vec::new())] fields: Vec<(&'static str, String)>,
    #[prop(default = "form")] class: &'static str,
    #[prop(default = Refusal::field)] field: fn(Refusal) -> Option<&'static str>,
    kept: FormDraft,
    /// What is wrong is said elsewhere: here only whether it was not sent yet.
    #[prop(optional)]
    said_elsewhere: bool,
    /// Made by the server. A part that wakes brings them along.
    marks: FormMarks,
    children: Children,
) -> impl IntoView {
    view! {
        <BareForm to grant fields class kept marks>
            <ErrorSummary field said_elsewhere/>
            {children()}
        </BareForm>
    }
}

/// Nothing but the form: what is wrong is said in it, or on the page around it.
#[component]
pub fn BareForm(
    to: Door,
    #[prop(optional_no_strip)] grant: Option<GrantId>,
    #[prop(default = Vec::new())] fields: Vec<(&'static str, String)>,
    #[prop(default = "")] class: &'static str,
    #[prop(optional)] kept: FormDraft,
    #[prop(default = FormMarks::make())] marks: FormMarks,
    children: Children,
) -> impl IntoView {
    let grant = grant.map(|grant| ("grant", grant.to_string()));
    view! {
        <Provider value=kept>
            <form class=class method="post" action=to.path() novalidate>
                <FormFields marks/>
                // Each of no type of its own: lists of such are in every bundle anyway.
                {grant.into_iter().chain(fields).map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any()).collect_view()}
                {children()}
            </form>
        </Provider>
    }
}

/// A button that posts: a form of hidden fields and one button.
#[component]
pub fn PostButton<F: ServerFn>(
    #[prop(default = "btn")] class: &'static str,
    #[prop(default = Vec::new())] fields: Vec<(&'static str, String)>,
    #[prop(optional)] _to: PhantomData<F>,
    children: Children,
) -> impl IntoView {
    view! { <BareForm to={Door::of::<F>()} fields><button class=class>{children()}</button></BareForm> }
}

/// Where the form itself is gone: why what was sent was refused, and what it said, so that none of it is lost.
#[component]
pub fn Unsent<F: ServerFn>(#[prop(optional)] _of: PhantomData<F>) -> impl IntoView {
    view! {
        <WithDraft of={Door::of::<F>()} show=|kept: FormDraft| {
            let words = kept.value("body", "");
            view! {
                <RefusedNotice refusals=kept.refusals()/>
                {(!words.is_empty()).then(|| view! { <section class="block" aria-label="What you wrote"><h2>"What you wrote"</h2><Lines text=words/></section> })}
            }
            .into_any()
        }/>
    }
}

/// Says at the head of a page why a post was refused.
#[component]
pub fn Refused<F: ServerFn>(#[prop(optional)] _of: PhantomData<F>) -> impl IntoView {
    view! { <RefusedAt of={Door::of::<F>()}/> }
}

/// The same, where the function depends on what the page is for.
#[component]
pub fn RefusedAt(of: Door) -> impl IntoView {
    view! { <WithDraft of show=|kept: FormDraft| view! { <RefusedNotice refusals=kept.refusals()/> }.into_any()/> }
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
