//! Name and colours, and what they look like: drawn again with each key where the page has scripts, and after **Preview** where not.

use crate::parts::{Icon, Island};
use domain::settings::{LEAST_CONTRAST, Palette, Rgb, Shade, is_legible, nearest_legible};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
pub struct BrandColours {
    pub name: String,
    pub light: String,
    pub dark: String,
    /// What was wrong with each.
    pub wrong: [String; 3],
    pub logo: Option<String>,
}

impl Island for BrandColours {
    const NAME: &'static str = "brand-colours";

    fn view(self) -> AnyView {
        let [of_name, of_light, of_dark] = self.wrong;
        let (name, light, dark) = (RwSignal::new(self.name), RwSignal::new(self.light), RwSignal::new(self.dark));
        let of = move |shade: Shade| match shade {
            Shade::Light => Rgb::read(&light.get()),
            Shade::Dark => Rgb::read(&dark.get()).or_else(|| Rgb::read(&light.get()).map(|light| nearest_legible(light, Shade::Dark))),
        };
        let logo = self.logo;
        view! {
            <div class="form">
                <NameField name wrong=of_name/>
                <div class="fields">
                    <ColourField field="light" label="Colour" typed=light wrong=of_light shade=Shade::Light/>
                    <ColourField field="dark" label="Colour in the dark (optional)" typed=dark wrong=of_dark shade=Shade::Dark/>
                </div>
                <div class="looks">
                    {Shade::ALL.map(|shade| view! { <Picture shade name logo=logo.clone() colour=Signal::derive(move || of(shade).unwrap_or(shade.usual()))/> })}
                </div>
            </div>
        }
        .into_any()
    }
}

#[component]
fn NameField(name: RwSignal<String>, wrong: String) -> impl IntoView {
    let is_wrong = !wrong.is_empty();
    view! {
        <div class="field">
            <label for="name">"Name"</label>
            <p class="hint" id="name-hint">"It stands at the head of every page, of mails and of papers."</p>
            <input
                class="input"
                id="name"
                name="name"
                type="text"
                dir="auto"
                autocomplete="off"
                value=name.get_untracked()
                aria-describedby=if is_wrong { "name-hint name-error" } else { "name-hint" }
                aria-invalid=is_wrong.then_some("true")
                on:input:target=move |event| name.set(event.target().value())
            />
            <Wrong id="name-error" words=wrong/>
        </div>
    }
}

#[component]
fn Wrong(id: &'static str, words: String) -> impl IntoView {
    (!words.is_empty()).then(|| view! { <div class="error" id=id><Icon name="alert"/><span>{words}</span></div> })
}

#[component]
fn ColourField(field: &'static str, label: &'static str, typed: RwSignal<String>, wrong: String, shade: Shade) -> impl IntoView {
    let is_wrong = !wrong.is_empty();
    let (hint, said) = if field == "light" { ("light-hint", "light-said") } else { ("dark-hint", "dark-said") };
    let error = if field == "light" { "light-error" } else { "dark-error" };
    let described = if is_wrong { format!("{hint} {said} {error}") } else { format!("{hint} {said}") };
    let seen = move || Rgb::read(&typed.get());
    let swatch = move || seen().unwrap_or(shade.usual()).to_string();
    let nearest = move || seen().filter(|colour| !is_legible(*colour, shade)).map(|colour| nearest_legible(colour, shade).to_string());
    let take = move || {
        nearest()
            .map(|nearest| view! { <button class="btn quiet small" name="take" value=field>{format!("Use {nearest} and save")}</button> })
    };
    view! {
        <div class="field">
            <label for=field>{label}</label>
            <p class="hint" id=hint>{if field == "light" { "Of buttons and links, such as #1f6f78. Empty: as it comes" } else { "Empty: made lighter from the colour" }}</p>
            <div class="colour">
                <svg class="swatch" viewBox="0 0 2 2" aria-hidden="true"><rect width="2" height="2" fill=swatch/></svg>
                <input
                    class="input num"
                    id=field
                    name=field
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="20"
                    value=typed.get_untracked()
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                    on:input:target=move |event| typed.set(event.target().value())
                />
            </div>
            <Wrong id=error words=wrong/>
            <p class="fine" id=said aria-live="polite">{move || said_of(&typed.get(), shade)}</p>
            {take}
        </div>
    }
}

/// How well it can be read.
fn said_of(typed: &str, shade: Shade) -> String {
    let Some(colour) = Rgb::read(typed) else { return String::new() };
    let least = Palette::of(colour, shade).least_contrast(shade);
    // Never told as enough.
    let told = (least * 10.0).floor() / 10.0;
    if least >= LEAST_CONTRAST {
        format!("Reads well: {told:.1} to 1")
    } else {
        format!("Too faint to read: {told:.1} to 1, and 4.5 is needed")
    }
}

/// The head of a page, a few words, a link and a button.
#[component]
fn Picture(shade: Shade, name: RwSignal<String>, logo: Option<String>, colour: Signal<Rgb>) -> impl IntoView {
    let palette = move || Palette::of(colour.get(), shade);
    let [paper, surface, _] = shade.grounds().map(|ground| ground.to_string());
    let ink = shade.ink().to_string();
    let accent = move || palette().accent.to_string();
    let on_accent = move || palette().ink.to_string();
    let label = if shade == Shade::Light { "On paper" } else { "In the dark" };
    let named = logo.is_some();
    view! {
        <figure class="look">
            <svg viewBox="0 0 320 196" role="img" aria-label=format!("{label}: the head of a page, a link and a button in this colour")>
                <rect width="320" height="196" rx="10" fill=paper/>
                <rect width="320" height="44" rx="10" fill=surface/>
                {match logo {
                    Some(address) => view! { <image x="14" y="9" width="78" height="26" preserveAspectRatio="xMinYMid meet" href=address/> }.into_any(),
                    None => view! { <rect x="14" y="10" width="24" height="24" rx="7" fill=accent/> }.into_any(),
                }}
                <text class="look-name" x=if named { "100" } else { "48" } y="28" fill=ink.clone()>{move || name.get()}</text>
                <text class="look-title" x="14" y="80" fill=ink.clone()>"Welcome back"</text>
                <rect x="14" y="94" width="292" height="36" rx="8" fill=move || palette().soft.to_string() stroke=move || palette().line.to_string()/>
                <text class="look-text" x="26" y="117" fill=accent>"Read your message"</text>
                <rect x="14" y="146" width="110" height="34" rx="17" fill=accent/>
                <text class="look-text" x="69" y="168" text-anchor="middle" fill=on_accent>"Sign in"</text>
            </svg>
            <figcaption class="fine">{label}</figcaption>
        </figure>
    }
}
