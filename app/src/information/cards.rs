//! The pictures of an insurance card, front and back: chosen in the form, and sent ahead with one button, with scripts and without.

use crate::{
    door::Door,
    files::{FilesOf, PendingFiles},
    parts::{
        Icon,
        form::{FieldErrors, FormDraft},
    },
};
use domain::files::FileLine;
use leptos::{prelude::*, server_fn::ServerFn};
use std::marker::PhantomData;

/// What was sent of each side and waits for the form, front and back, with the place in which it waits.
pub(super) type Waiting = [(String, Vec<FileLine>); 2];

/// In the form of the function `F`. Each side stands behind the place that it waits in.
#[component]
pub(super) fn CardFields<F: ServerFn>(of: FilesOf, waiting: Waiting, #[prop(optional)] _form: PhantomData<F>) -> impl IntoView {
    let kept = FormDraft::here();
    let [(front, sent_front), (back, sent_back)] = waiting;
    let errors = kept.errors("front_file").into_iter().chain(kept.errors("file")).collect::<Vec<_>>();
    let said = |sent: &[FileLine]| match sent.last() {
        Some(file) => format!("Attached: {}", file.name),
        None => "No new photo yet".to_owned(),
    };
    let (front_said, back_said) = (said(&sent_front), said(&sent_back));
    view! {
        <input type="hidden" name="form" value={Door::of::<F>().name()}/>
        <fieldset class="group cards" id="file" tabindex="-1">
            <legend>"Photos of the card"</legend>
            <p class="hint">"Photos or PDF, up to 25 MB each. Choose one or both, then attach them. What you typed stays."</p>
            <input type="hidden" name="draft" value=front/>
            <div class="field">
                <label for="front_file">"Front"</label>
                <p class="hint" id="front_file-hint">{front_said}</p>
                <input class="input" id="front_file" name="front_file" type="file" accept="image/*,application/pdf" aria-describedby="front_file-hint"/>
            </div>
            <input type="hidden" name="draft_back" value=back/>
            <div class="field">
                <label for="back_file">"Back"</label>
                <p class="hint" id="back_file-hint">{back_said}</p>
                <input class="input" id="back_file" name="back_file" type="file" accept="image/*,application/pdf" aria-describedby="back_file-hint"/>
            </div>
            <FieldErrors name="front_file" errors/>
            <div class="acts">
                <button class="btn quiet" formaction=of.sent_to() formenctype="multipart/form-data"><Icon name="paperclip"/>"Attach photos"</button>
            </div>
        </fieldset>
    }
}

/// What is attached, each with a way to take it away. Below the form: a form cannot stand in another.
#[component]
pub(super) fn CardsAttached(of: FilesOf, waiting: Waiting) -> impl IntoView {
    let [(front, sent_front), (_, sent_back)] = waiting;
    let files: Vec<FileLine> = sent_front.into_iter().chain(sent_back).collect();
    view! { <PendingFiles of draft=front files/> }
}
