//! A password, with a button that shows it.

use super::{FieldErrors, FormDraft, described_by};
use crate::parts::Icon;
use leptos::{html, prelude::*, tachys::html::attribute::custom::custom_attribute, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlInputElement};

/// What phones that make passwords by themselves are told of the rule.
const RULES: &str = "minlength: 12; maxlength: 128; required: upper; required: lower; required: digit; required: [!@#$&(*)_];";

/// `typed` is told what stands in it, as one types.
#[component]
pub fn PasswordField(
    #[prop(default = "password")] name: &'static str,
    #[prop(default = "Password")] label: &'static str,
    #[prop(default = "current-password")] autocomplete: &'static str,
    #[prop(optional)] typed: Option<RwSignal<String>>,
    /// The id of what else describes it, such as the list of rules.
    #[prop(optional)]
    rules: &'static str,
    /// What is wrong with it, where that changes while one types.
    #[prop(optional)]
    errors: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let errors = errors.unwrap_or_else(|| FormDraft::here().errors(name).into());
    let wrong = move || !errors.with(Vec::is_empty);
    let described = move || {
        let ids = [(!rules.is_empty()).then(|| rules.to_owned()), described_by(name, false, wrong())];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let field = NodeRef::<html::Input>::new();
    let tell = move |password: String| {
        if let Some(typed) = typed {
            typed.set(password);
        }
    };
    // Somebody may have typed before this part of the page woke up.
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            tell(field.value());
        }
    });
    let rules_for_phones = custom_attribute("passwordrules", (autocomplete == "new-password").then_some(RULES));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <div class="input-end">
                <input
                    class="input"
                    id=name
                    name=name
                    type="password"
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=move || wrong().then_some("true")
                    node_ref=field
                    on:input:target=move |event| tell(event.target().value())
                    {..rules_for_phones}
                />
                <button type="button" class="input-btn script-only" data-reveals=name aria-pressed="false">
                    <Icon name="eye"/>
                    <Icon name="eye-off"/>
                    <span class="sr">"Show password"</span>
                </button>
            </div>
            <FieldErrors name errors/>
        </div>
    }
}

/// In the browser: shows the password that a pressed button stands beside, or hides it again.
pub fn reveal(button: &Element) {
    let name = button.get_attribute("data-reveals").unwrap_or_default();
    let Some(field) = document().get_element_by_id(&name).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) else { return };
    let show = field.type_() == "password";
    field.set_type(if show { "text" } else { "password" });
    let _ = button.set_attribute("aria-pressed", if show { "true" } else { "false" });
}
