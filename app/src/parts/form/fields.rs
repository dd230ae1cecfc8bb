//! The fields of a form, each with its label, its hint, and beside it what is wrong with it.

use super::FormDraft;
use crate::parts::Icon;
use leptos::prelude::*;

/// One line of text with its label, hint and errors.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] short: bool,
    /// Its id, where another field of the page has the same name.
    #[prop(optional)]
    id: &'static str,
    /// The most characters that it takes.
    #[prop(optional)]
    longest: Option<u32>,
    /// Whether one goes on writing here as the page loads.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let kept = FormDraft::here();
    let id = if id.is_empty() { name } else { id };
    let errors = kept.errors(name);
    let (wrong, is_saved) = (!errors.is_empty(), kept.saved_meanwhile(name, &recorded).is_some());
    // What was wrong with it is no news once something else is typed.
    let typed = RwSignal::new(false);
    let is_wrong = move || wrong && !typed.get();
    let saved = kept.saved_meanwhile(name, &recorded);
    let described = move || described_besides(id, is_saved, described_by(id, !hint.is_empty(), is_wrong()));
    let errors = Signal::derive(move || if is_wrong() { errors.clone() } else { Vec::new() });
    view! {
        <div class=if short { "field short" } else { "field" }>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {saved.map(|saved| view! { <SavedNow id saved/> })}
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=kept.value(name, &recorded)
                maxlength=longest.map(|characters| characters.to_string())
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                autofocus=autofocus
                aria-describedby=described
                aria-invalid=move || is_wrong().then_some("true")
                on:input=move |_| if wrong { typed.set(true) }
            />
            <FieldErrors name=id errors/>
        </div>
    }
}

/// Several lines of text with their label, hint and errors.
#[component]
pub fn TextArea(
    name: &'static str,
    label: &'static str,
    #[prop(default = 6)] rows: u8,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
    /// Its id, where another field of the page has the same name.
    #[prop(optional)]
    id: &'static str,
    /// The most characters that it takes.
    #[prop(optional)]
    longest: Option<u32>,
    /// As wide as the page: for what is written at length.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    let kept = FormDraft::here();
    let id = if id.is_empty() { name } else { id };
    let errors = kept.errors(name);
    let described = described_by(id, !hint.is_empty(), !errors.is_empty());
    let text = kept.value(name, &recorded);
    view! {
        <div class=if full { "field full" } else { "field" }>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <TextBox id name text rows longest described invalid=!errors.is_empty()/>
            <FieldErrors name=id errors/>
        </div>
    }
}

/// The box to write in alone: label, hint and errors stand around it. The one place with a raw textarea: its content is escaped here,
/// since the server-side renderer of Leptos 0.8 does not do it.
#[component]
pub fn TextBox(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    text: String,
    rows: u8,
    #[prop(optional_no_strip)] longest: Option<u32>,
    #[prop(optional_no_strip)] described: Option<String>,
    #[prop(optional)] invalid: bool,
    /// What a browser may fill in by itself, "off" for nothing.
    #[prop(optional)]
    autocomplete: &'static str,
) -> impl IntoView {
    // A line feed right after the tag is swallowed by HTML: one is given, so that none of the text's is. A browser that puts the
    // text into the field itself swallows none.
    let swallowed = if cfg!(target_arch = "wasm32") { "" } else { "\n" };
    let text = format!("{swallowed}{}", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows=rows.to_string()
            maxlength=longest.map(|characters| characters.to_string())
            autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
            aria-describedby=described
            aria-invalid=invalid.then_some("true")
            inner_html=text
        ></textarea>
    }
}

/// A choice from a list with nothing around it: what it is for is heard, and seen in what is chosen.
#[component]
pub fn SelectBare(
    name: &'static str,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(into)] chosen: String,
) -> impl IntoView {
    view! {
        <select class="input" name=name aria-label=label>
            {options.into_iter().map(|(value, words)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{words}</option> }
            }).collect_view()}
        </select>
    }
}

/// A choice from a list.
#[component]
pub fn SelectField(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    #[prop(optional, into)] recorded: String,
    #[prop(optional)] hint: &'static str,
    /// Its id, where another field of the page has the same name.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let kept = FormDraft::here();
    let id = if id.is_empty() { name.to_owned() } else { id };
    let errors = kept.errors(name);
    let chosen = kept.value(name, &recorded);
    let saved = kept.saved_meanwhile(name, &recorded);
    let saved = saved.map(|saved| options.iter().find(|(value, _)| *value == saved).map_or(saved.clone(), |(_, words)| words.clone()));
    let described = described_besides(&id, saved.is_some(), described_by(&id, !hint.is_empty(), !errors.is_empty()));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {saved.map(|saved| view! { <SavedNow id=id.clone() saved/> })}
            <select class="input" id=id.clone() name=name aria-describedby=described aria-invalid=(!errors.is_empty()).then_some("true")>
                {options
                    .into_iter()
                    .map(|(value, words)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
            <FieldErrors name=id errors/>
        </div>
    }
}

/// A box to tick.
#[component]
pub fn CheckField(
    name: &'static str,
    #[prop(optional)] recorded: bool,
    /// What is wrong with it, where that changes while one looks at it.
    #[prop(optional)]
    errors: Option<Signal<Vec<String>>>,
    /// Its id, where another field of the page has the same name.
    #[prop(optional)]
    id: &'static str,
    children: Children,
) -> impl IntoView {
    let kept = FormDraft::here();
    let id = if id.is_empty() { name } else { id };
    let errors = errors.unwrap_or_else(|| kept.errors(name).into());
    let wrong = move || !errors.with(Vec::is_empty);
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    name=name
                    value="true"
                    checked=kept.ticked(name, recorded)
                    aria-describedby=move || described_by(id, false, wrong())
                    aria-invalid=move || wrong().then_some("true")
                />
                <span>{children()}</span>
            </label>
            <FieldErrors name=id errors/>
        </div>
    }
}

/// What somebody else has saved in a field meanwhile.
#[component]
fn SavedNow(#[prop(into)] id: String, saved: String) -> impl IntoView {
    let saved = if saved.is_empty() { "nothing".to_owned() } else { saved };
    view! { <p class="hint" id=format!("{id}-saved")>"Saved now: "<b>{saved}</b></p> }
}

fn described_besides(id: &str, saved: bool, others: Option<String>) -> Option<String> {
    let ids: Vec<String> = [saved.then(|| format!("{id}-saved")), others].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[component]
pub fn FieldErrors(#[prop(into)] name: String, #[prop(into)] errors: Signal<Vec<String>>) -> impl IntoView {
    move || {
        let words = errors.with(|errors| errors.join(" "));
        (!words.is_empty()).then(|| {
            view! {
                <div class="error" id=format!("{name}-error")>
                    <Icon name="alert"/>
                    <span>{words}</span>
                </div>
            }
        })
    }
}

/// The ids that describe a field, for screen readers.
pub fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<String> =
        [(hint, "hint"), (error, "error")].into_iter().filter(|(there, _)| *there).map(|(_, what)| format!("{name}-{what}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
