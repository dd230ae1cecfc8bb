//! Who one is: last name and date of birth, exactly as the office has them; or the date alone, where the practice asks for no more.

use crate::{
    door::Door,
    invites::{CheckIdentity, ConfirmOffer},
    parts::{
        Icon, Island,
        form::{DraftForm, ErrorList, FieldErrors, FormDraft, FormMarks, TextField, described_by},
        sentences::Wrong,
    },
};
use domain::{
    ids::GrantId,
    invites::{IdentityRule, Refusal, has_outer_space},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};
use web_sys::HtmlInputElement;

/// What the right answer opens.
#[derive(Clone, Serialize, Deserialize)]
pub enum Opens {
    /// The next step of registration, behind this link.
    Registration { token: String },
    /// A chart that is offered to the account that is signed in.
    Offer { grant: GrantId },
}

impl Opens {
    /// The function that compares.
    pub fn door(&self) -> Door {
        match self {
            Self::Registration { .. } => Door::of::<CheckIdentity>(),
            Self::Offer { .. } => Door::of::<ConfirmOffer>(),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct IdentityForm {
    opens: Opens,
    for_contact: bool,
    asks_name: bool,
    kept: FormDraft,
    marks: FormMarks,
}

impl Island for IdentityForm {
    const NAME: &'static str = "identity";

    fn view(self) -> AnyView {
        view! { <IdentityFields opens=self.opens for_contact=self.for_contact asks_name=self.asks_name kept=self.kept marks=self.marks/> }
            .into_any()
    }
}

impl IdentityForm {
    /// What was typed before comes along. A date that was left out is missing, rather than no date.
    pub fn of(opens: Opens, for_contact: bool, rule: IdentityRule, kept: FormDraft) -> Self {
        let dateless = kept.value("birth_date", "").is_empty();
        let kept = FormDraft::of(kept.0.map(|mut typed| {
            for refusal in typed.refusals.iter_mut().filter(|refusal| dateless && **refusal == Refusal::BirthDateUnreadable.into()) {
                *refusal = domain::charts::Refusal::BirthDateMissing.into();
            }
            typed
        }));
        Self { opens, for_contact, asks_name: rule.asks_name(), kept, marks: FormMarks::make() }
    }
}

#[component]
fn IdentityFields(opens: Opens, for_contact: bool, asks_name: bool, kept: FormDraft, marks: FormMarks) -> impl IntoView {
    let name = NodeRef::<html::Input>::new();
    let spaced = RwSignal::new(false);
    let held = RwSignal::new(false);
    // A space is pointed out before it is sent.
    let hold_back = move |event: ev::SubmitEvent| {
        if let Some(name) = name.get_untracked().filter(|name| has_outer_space(&name.value())) {
            event.prevent_default();
            spaced.set(true);
            held.set(true);
            let _ = name.focus();
        }
    };
    let (to, wrong) = (opens.door(), kept.wrong());
    let fields = match opens {
        Opens::Registration { token } => vec![("token", token)],
        Opens::Offer { grant } => vec![("grant", grant.to_string())],
    };
    let typed = RwSignal::new(Vec::<String>::new());
    let note = move |event: ev::Event| {
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            typed.update(|typed| typed.push(field.name()));
        }
    };
    // What was wrong with the try before is no news beside what is pointed out now, or typed since.
    let still_wrong = move || {
        let is_news = |wrong: &Wrong| wrong.0.field().is_none_or(|field| typed.with(|typed| typed.iter().all(|name| name != field)));
        if held.get() { Vec::new() } else { wrong.iter().filter(|wrong| is_news(wrong)).cloned().collect::<Vec<_>>() }
    };
    view! {
        <div on:submit=hold_back on:input=note>
            <DraftForm to fields kept said_elsewhere=true marks>
                {move || Some(still_wrong()).filter(|wrong| !wrong.is_empty()).map(|wrong| view! { <ErrorList wrong/> })}
                {asks_name.then(|| view! { <LastNameField for_contact name spaced/> })}
                <TextField name="birth_date" label="Date of Birth" kind="date" autocomplete=if for_contact { "off" } else { "bday" } short=true/>
                <button class="btn main">"Continue"</button>
            </DraftForm>
        </div>
    }
}

/// The last name. A space before or after it is pointed out, with one tap to take it off.
#[component]
fn LastNameField(for_contact: bool, name: NodeRef<html::Input>, spaced: RwSignal<bool>) -> impl IntoView {
    let kept = FormDraft::here();
    let by_spaces = |refusal: &domain::Refusal| *refusal == Refusal::OuterSpace.into();
    let errors: Vec<String> = if kept.refusals().iter().any(by_spaces) { Vec::new() } else { kept.errors("last_name") };
    spaced.set(kept.refusals().iter().any(by_spaces));
    let wrong = !errors.is_empty();
    let look = move || spaced.set(name.get_untracked().is_some_and(|name| has_outer_space(&name.value())));
    let take_off = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(name) = name.get_untracked() {
            name.set_value(name.value().trim());
            let _ = name.focus();
        }
        spaced.set(false);
    };
    view! {
        <div class="field">
            <label for="last_name">"Last Name"</label>
            <p class="hint" id="last_name-hint">
                {if for_contact { "The client’s last name, as the office has it. " } else { "As the office has it. " }}
                "Capital letters and spaces count."
            </p>
            <input
                class="input"
                id="last_name"
                name="last_name"
                type="text"
                value=kept.value("last_name", "")
                autocomplete=if for_contact { "off" } else { "family-name" }
                autocapitalize="words"
                spellcheck="false"
                aria-describedby=move || described_by("last_name", true, wrong || spaced.get())
                aria-invalid=move || (wrong || spaced.get()).then_some("true")
                node_ref=name
                on:change=move |_| look()
                on:input=move |_| if spaced.get_untracked() { look() }
            />
            {move || (!spaced.get()).then(|| view! { <FieldErrors name="last_name" errors=errors.clone()/> })}
            {move || spaced.get().then(|| view! {
                <p class="error" id="last_name-error" role="alert">
                    <Icon name="alert"/>
                    <span>"There is a space before or after the name."</span>
                </p>
                <button class="btn quiet small" name="fix" value="spaces" on:click=take_off>"Remove the space"</button>
            })}
        </div>
    }
}
