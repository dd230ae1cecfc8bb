//! The signature sheet. Drawn or typed counts the same.

use crate::{
    documents::{SignDocument, pad::SignaturePad, sentence},
    door::Door,
    forms::SubmitForm,
    parts::{
        Island, calendar,
        form::{CheckField, DraftForm, ErrorList, FieldErrors, FormDraft, FormMarks, described_by, errors_at},
        sentences::Wrong,
    },
    routes,
};
use chrono::NaiveDate;
use domain::{
    Refusal,
    documents::{DocumentPage, Ink, MEANING, Refusal as DocumentRefusal, Stroke},
    forms::ReviewPage,
    ids::{AssignmentId, GrantId, ShareId},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};
use serde::{Deserialize, Serialize};
use web_sys::HtmlElement;

/// How one signs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Drawn,
    Typed,
}

/// What is being signed with, before it is sent.
#[derive(Clone, Copy)]
struct Signing {
    way: RwSignal<Way>,
    strokes: RwSignal<Vec<Stroke>>,
    name: RwSignal<String>,
    /// What is wrong: as it was sent, or found here before it was sent. A drawing would be lost on the way.
    wrong: RwSignal<Vec<Wrong>>,
    /// Whether it was found here.
    late: StoredValue<bool>,
}

impl Signing {
    fn check(self) -> Vec<Wrong> {
        let ink = match self.way.get_untracked() {
            Way::Drawn => Ink::from_pad(&as_json(&self.strokes.get_untracked())),
            Way::Typed => Ink::from_name(&self.name.get_untracked()),
        };
        let ticked = document().query_selector("#agree:checked").is_ok_and(|tick| tick.is_some());
        let found = [ink.err(), (!ticked).then_some(DocumentRefusal::NotConfirmed)].into_iter().flatten();
        found.map(|refusal| (refusal.into(), sentence(refusal))).collect()
    }

    fn hold_back(self, event: &ev::SubmitEvent) {
        let wrong = self.check();
        if !wrong.is_empty() {
            event.prevent_default();
            self.late.set_value(true);
            // Once it is there.
            request_animation_frame(focus_summary);
        }
        self.wrong.set(wrong);
    }

    /// Somebody went on with a field: what was wrong with it goes, or becomes what is wrong with it now.
    fn mend(self, field: &str) {
        let here = |(refusal, _): &Wrong| refusal.field() == Some(field);
        if self.wrong.with_untracked(|wrong| wrong.iter().any(here)) {
            let now = self.check().into_iter().find(here);
            let mended = |wrong: &Wrong| if here(wrong) { now.clone() } else { Some(wrong.clone()) };
            self.wrong.update(|wrong| *wrong = wrong.iter().filter_map(mended).collect());
        }
    }

    fn errors(self, field: &'static str) -> Signal<Vec<String>> {
        Signal::derive(move || self.wrong.with(|wrong| errors_at(wrong, field)))
    }
}

fn as_json(strokes: &Vec<Stroke>) -> String {
    if strokes.is_empty() { String::new() } else { serde_json::to_string(strokes).unwrap_or_default() }
}

fn focus_summary() {
    if let Some(summary) = document().get_element_by_id("errors").and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

/// What one signs with it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Signs {
    Document(ShareId),
    /// A form, which is submitted by signing it.
    Form(AssignmentId),
}

/// The signature sheet, as one signs this document or this form.
#[derive(Serialize, Deserialize)]
pub struct SignatureSheet {
    grant: Option<GrantId>,
    signs: Signs,
    seen: String,
    /// The line under the ink: who, and when.
    under: String,
    /// Who signs, as it will be printed.
    signer: String,
    /// Where one declines, if one can.
    decline: Option<String>,
    /// What comes of it, said below the button.
    afterwards: String,
    kept: FormDraft,
    marks: FormMarks,
}

impl SignatureSheet {
    pub fn of(page: DocumentPage, grant: Option<GrantId>, kept: FormDraft) -> Self {
        let (share, signer) = (page.document.share, page.signer);
        let downloads = if page.downloads { "You can download the signed document right away. " } else { "" };
        Self {
            grant,
            signs: Signs::Document(share),
            seen: page.seen,
            under: under(&signer, page.today),
            signer,
            decline: Some(routes::document_decline(share, grant)),
            afterwards: format!("{downloads}{} sees it in the chart.", page.document.author),
            kept,
            marks: FormMarks::make(),
        }
    }

    /// Below a form that is signed.
    pub fn of_form(page: ReviewPage, grant: Option<GrantId>, afterwards: &str, kept: FormDraft) -> Self {
        let ReviewPage { id, seen, signer, today, .. } = page;
        let under = under(&signer, today);
        Self {
            grant,
            signs: Signs::Form(id),
            seen,
            under,
            signer,
            decline: None,
            afterwards: afterwards.to_owned(),
            kept,
            marks: FormMarks::make(),
        }
    }
}

fn under(signer: &str, today: NaiveDate) -> String {
    format!("{signer}, {}", calendar().order.day(today))
}

impl Island for SignatureSheet {
    const NAME: &'static str = "signature";

    fn view(self) -> AnyView {
        view! { <SignatureForm sheet=self/> }.into_any()
    }
}

#[component]
fn SignatureForm(sheet: SignatureSheet) -> impl IntoView {
    let (kept, marks, wrong) = (sheet.kept.clone(), sheet.marks.clone(), sheet.kept.wrong());
    // What was refused is drawn anew.
    let drawn = if wrong.is_empty() { kept.value("strokes", "") } else { String::new() };
    let (to, id) = match sheet.signs {
        Signs::Document(share) => (Door::of::<SignDocument>(), share.to_string()),
        Signs::Form(id) => (Door::of::<SubmitForm>(), id.to_string()),
    };
    let fields = vec![("id", id), ("seen", sheet.seen.clone())];
    let signing = Signing {
        // Typing is what works without scripts.
        way: RwSignal::new(Way::Typed),
        // Drawn before the practice asked for the password once more.
        strokes: RwSignal::new(serde_json::from_str(&drawn).unwrap_or_default()),
        name: RwSignal::new(String::new()),
        wrong: RwSignal::new(wrong),
        late: StoredValue::new(false),
    };
    view! {
        <section
            class="sign"
            id="sign"
            aria-labelledby="sign-h"
            on:submit=move |event| signing.hold_back(&event)
            on:change=move |_| signing.mend("agree")
        >
            <h2 id="sign-h">"Add Signature"</h2>
            // What is wrong the sheet says itself, and takes it back once it is put right.
            <DraftForm to grant=sheet.grant fields kept said_elsewhere=true marks><SheetFields sheet signing/></DraftForm>
        </section>
    }
}

#[component]
fn SheetFields(sheet: SignatureSheet, signing: Signing) -> impl IntoView {
    let SignatureSheet { signs, under, signer, decline, afterwards, kept, .. } = sheet;
    let before = kept.0.as_ref().map(|_| kept.value("method", "typed"));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        // Somebody may have typed before the sheet woke up. Otherwise drawing comes first, where it can be done.
        signing.name.set(field.value());
        let drawn = before.as_ref().map_or(field.value().is_empty(), |way| way != "typed");
        if drawn {
            signing.way.set(Way::Drawn);
        }
    });
    Effect::watch(move || signing.strokes.track(), move |_, _, _| signing.mend("typed_name"), false);
    let errors = signing.errors("typed_name");
    view! {
        <input type="hidden" name="strokes" prop:value=move || signing.strokes.with(as_json)/>
        {move || {
            let (wrong, late) = (signing.wrong.get(), signing.late.get_value());
            let field = if signing.way.get() == Way::Drawn { field_when_drawn } else { Refusal::field };
            (!wrong.is_empty()).then(|| view! { <ErrorList wrong field late/> })
        }}
        <WayChoice signing/>
        <div class="way-draw" hidden=move || signing.way.get() != Way::Drawn>
            <SignaturePad
                strokes=signing.strokes
                shown=Signal::derive(move || signing.way.get() == Way::Drawn)
                errors
                under=under.clone()
            />
        </div>
        <div class="way-type" hidden=move || signing.way.get() != Way::Typed>
            <TypedName typed=kept.value("typed_name", "") field signing errors under signer/>
        </div>
        <CheckField name="agree" errors=signing.errors("agree")>{MEANING}</CheckField>
        <div class="acts main">
            <button class="btn">{if matches!(signs, Signs::Form(_)) { "Sign and submit" } else { "Sign Document" }}</button>
            {decline.map(|decline| view! { <a class="btn quiet" href=decline>"Decline"</a> })}
        </div>
        <p class="fine">{afterwards}</p>
    }
}

/// What is wrong with a drawing is wrong on the pad.
fn field_when_drawn(refusal: Refusal) -> Option<&'static str> {
    match refusal.field() {
        Some("typed_name") => Some("pad"),
        field => field,
    }
}

/// **Draw** or **Type instead**: what is chosen is sent as the method.
#[component]
fn WayChoice(signing: Signing) -> impl IntoView {
    let way = signing.way;
    let choose = move |chosen: Way| {
        way.set(chosen);
        signing.mend("typed_name");
    };
    view! {
        <fieldset class="ways script-only">
            <legend class="sr">"How do you want to sign?"</legend>
            <label class="way">
                <input
                    type="radio"
                    name="method"
                    value="drawn"
                    prop:checked=move || way.get() == Way::Drawn
                    on:change=move |_| choose(Way::Drawn)
                />
                <span>"Draw"</span>
            </label>
            <label class="way">
                <input
                    type="radio"
                    name="method"
                    value="typed"
                    checked
                    prop:checked=move || way.get() == Way::Typed
                    on:change=move |_| choose(Way::Typed)
                />
                <span>"Type instead"</span>
            </label>
        </fieldset>
    }
}

#[component]
fn TypedName(
    /// What was typed before.
    typed: String,
    field: NodeRef<html::Input>,
    signing: Signing,
    errors: Signal<Vec<String>>,
    under: String,
    signer: String,
) -> impl IntoView {
    let (name, wrong) = (signing.name, move || !errors.with(Vec::is_empty));
    let take = move |typed: String| {
        name.set(typed);
        signing.mend("typed_name");
    };
    view! {
        <div class="field">
            <label for="typed_name">"Type your full name"</label>
            <p class="hint" id="typed_name-hint">{format!("You sign as {signer}. A typed name counts as much as a drawn one.")}</p>
            <input
                class="input"
                id="typed_name"
                name="typed_name"
                type="text"
                value=typed
                autocomplete="name"
                aria-describedby=move || described_by("typed_name", true, wrong())
                aria-invalid=move || wrong().then_some("true")
                node_ref=field
                on:input:target=move |event| take(event.target().value())
            />
            <FieldErrors name="typed_name" errors/>
        </div>
        <div class="pad script-only">
            <output class=move || if name.with(|name| name.chars().count() > 22) { "typed long" } else { "typed" } for="typed_name">{name}</output>
            <span class="pad-who num">{under}</span>
        </div>
    }
}
