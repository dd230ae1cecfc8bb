//! **Add Signature**: the document once more, and under it the signature sheet. Drawn or typed counts the same.

use super::{DocumentPaper, OneDocument, consent::ConsentView, read::DocumentHead};
use crate::{
    documents::pad::SignaturePad,
    parts::{
        Wakes, Waking, acting_for,
        form::{CheckField, ErrorSummary, FieldErrors, Kept, KeptForm, WithKept, described_by},
    },
    routes,
    shell::{Step, Top},
};
use domain::{
    Refusal, Typed,
    documents::{DocumentPage, Ink, MEANING, ReaderState, Refusal as DocumentRefusal, Stroke},
    ids::{GrantId, ShareId},
};
use leptos::{ev, html, prelude::*};
use serde::{Deserialize, Serialize};

const SIGN: &str = "client/documents/sign";

/// How one signs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Drawn,
    Typed,
}

#[component]
pub fn SignPage() -> impl IntoView {
    view! {
        <OneDocument
            title="Sign"
            top=|page| Top::Documents((page.document.state == ReaderState::PendingReview).then_some(Step::Sign))
            show=|page| match page.document.state {
                ReaderState::PendingReview if page.consented => view! { <SignView page/> }.into_any(),
                ReaderState::PendingReview => view! { <ConsentView page/> }.into_any(),
                _ => view! { <NothingToSign page/> }.into_any(),
            }
        />
    }
}

#[component]
fn SignView(page: DocumentPage) -> impl IntoView {
    view! {
        <DocumentHead page=page.clone()/>
        <DocumentPaper page=page.clone()/>
        <WithKept of=SIGN show=move |kept| view! { <Wakes part=SignatureSheet::of(page, acting_for(), kept)/> }.into_any()/>
    }
}

#[component]
fn NothingToSign(page: DocumentPage) -> impl IntoView {
    let read = routes::document(page.document.share, acting_for());
    view! {
        <DocumentHead page/>
        <p>"No signature is asked for on this document any more."</p>
        <div class="acts block"><a class="btn" href=read>"Open the document"</a></div>
    }
}

/// What is being signed with, before it is sent.
#[derive(Clone, Copy)]
struct Signing {
    way: RwSignal<Way>,
    strokes: RwSignal<Vec<Stroke>>,
    name: RwSignal<String>,
    /// What was found wrong here, before it was sent: a drawing would be lost on the way.
    wrong: RwSignal<Vec<Refusal>>,
}

impl Signing {
    fn check(self) -> Vec<Refusal> {
        let ink = match self.way.get_untracked() {
            Way::Drawn => Ink::from_pad(&as_json(&self.strokes.get_untracked())),
            Way::Typed => Ink::from_name(&self.name.get_untracked()),
        };
        let ticked = document().query_selector("#agree:checked").is_ok_and(|tick| tick.is_some());
        [ink.err(), (!ticked).then_some(DocumentRefusal::NotConfirmed)].into_iter().flatten().map(Refusal::from).collect()
    }

    fn hold_back(self, event: &ev::SubmitEvent) {
        let wrong = self.check();
        if !wrong.is_empty() {
            event.prevent_default();
        }
        self.wrong.set(wrong);
    }
}

fn as_json(strokes: &Vec<Stroke>) -> String {
    if strokes.is_empty() { String::new() } else { serde_json::to_string(strokes).unwrap_or_default() }
}

/// The signature sheet, as one signs this document.
#[derive(Serialize, Deserialize)]
pub struct SignatureSheet {
    grant: Option<GrantId>,
    share: ShareId,
    seen: String,
    author: String,
    /// The line under the ink: who, and when.
    under: String,
    kept: Kept,
}

impl SignatureSheet {
    fn of(page: DocumentPage, grant: Option<GrantId>, kept: Kept) -> Self {
        let under = format!("{}, {}", page.signer, page.today);
        Self { grant, share: page.document.share, seen: page.seen, author: page.document.author, under, kept }
    }
}

impl Waking for SignatureSheet {
    const NAME: &'static str = "signature";

    fn view(self) -> AnyView {
        view! { <SignatureForm sheet=self/> }.into_any()
    }
}

#[component]
fn SignatureForm(sheet: SignatureSheet) -> impl IntoView {
    let signing = Signing {
        // Typing is what works without scripts.
        way: RwSignal::new(Way::Typed),
        strokes: RwSignal::new(Vec::new()),
        name: RwSignal::new(String::new()),
        wrong: RwSignal::new(Vec::new()),
    };
    view! {
        <section class="sign" id="sign" aria-labelledby="sign-h" on:submit=move |event| signing.hold_back(&event)>
            <h2 id="sign-h">"Add Signature"</h2>
            <KeptForm to=SIGN grant=sheet.grant kept=sheet.kept.clone()><SheetFields sheet signing/></KeptForm>
        </section>
    }
}

#[component]
fn SheetFields(sheet: SignatureSheet, signing: Signing) -> impl IntoView {
    let SignatureSheet { grant, share, seen, author, under, kept } = sheet;
    let typed_before = kept.0.is_some() && kept.value("method", "typed") == "typed";
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        // Somebody may have typed before the sheet woke up. Otherwise drawing comes first, where it can be done.
        signing.name.set(field.value());
        if !typed_before && field.value().is_empty() {
            signing.way.set(Way::Drawn);
        }
    });
    view! {
        <input type="hidden" name="id" value=share.to_string()/>
        <input type="hidden" name="seen" value=seen/>
        <input type="hidden" name="strokes" prop:value=move || signing.strokes.with(as_json)/>
        {move || {
            let refusals = signing.wrong.get();
            let field = if signing.way.get_untracked() == Way::Drawn { field_when_drawn } else { Refusal::field };
            (!refusals.is_empty()).then(|| view! { <ErrorSummary kept=Kept(Some(Typed { refusals, ..Typed::default() })) field late=true/> })
        }}
        <WayChoice way=signing.way/>
        <div class="way-draw" hidden=move || signing.way.get() != Way::Drawn>
            <SignaturePad strokes=signing.strokes shown=Signal::derive(move || signing.way.get() == Way::Drawn) under=under.clone()/>
        </div>
        <div class="way-type" hidden=move || signing.way.get() != Way::Typed>
            <TypedName kept=kept.clone() field name=signing.name under/>
        </div>
        <CheckField kept name="agree">{MEANING}</CheckField>
        <div class="acts main">
            <button class="btn">"Sign Document"</button>
            <a class="btn quiet" href=routes::document_decline(share, grant)>"Decline"</a>
        </div>
        <p class="fine">"You can download the signed document right away. " {author} " sees it in the chart."</p>
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
fn WayChoice(way: RwSignal<Way>) -> impl IntoView {
    view! {
        <fieldset class="ways script-only">
            <legend class="sr">"How do you want to sign?"</legend>
            <label class="way">
                <input
                    type="radio"
                    name="method"
                    value="drawn"
                    prop:checked=move || way.get() == Way::Drawn
                    on:change=move |_| way.set(Way::Drawn)
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
                    on:change=move |_| way.set(Way::Typed)
                />
                <span>"Type instead"</span>
            </label>
        </fieldset>
    }
}

#[component]
fn TypedName(kept: Kept, field: NodeRef<html::Input>, name: RwSignal<String>, under: String) -> impl IntoView {
    let errors = kept.errors("typed_name");
    view! {
        <div class="field">
            <label for="typed_name">"Type your full name"</label>
            <p class="hint" id="typed_name-hint">"A typed name counts as much as a drawn one."</p>
            <input
                class="input"
                id="typed_name"
                name="typed_name"
                type="text"
                value=kept.value("typed_name", "")
                autocomplete="name"
                aria-describedby=described_by("typed_name", true, !errors.is_empty())
                aria-invalid=(!errors.is_empty()).then_some("true")
                node_ref=field
                on:input:target=move |event| name.set(event.target().value())
            />
            <FieldErrors name="typed_name" errors/>
        </div>
        <div class="pad script-only">
            <output class=move || if name.with(|name| name.chars().count() > 22) { "typed long" } else { "typed" } for="typed_name">{name}</output>
            <span class="pad-who num">{under}</span>
        </div>
    }
}
