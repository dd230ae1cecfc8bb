//! The form of a note: type, title, and sections with their headings. It works without scripts, so it has as many
//! sections as one may need, and leaves out those in which nothing is written.

use super::words::note_options;
use crate::parts::form::{Kept, SelectField, TextArea, TextField};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every heading and text of the form, by the name of its field.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectionFields(BTreeMap<String, String>);

/// More than anybody writes; the backend refuses longer notes anyway.
const MOST_SECTIONS: usize = 100;

impl From<SectionFields> for Vec<(String, String)> {
    fn from(SectionFields(mut fields): SectionFields) -> Self {
        let mut take = |name: String| fields.remove(&name).unwrap_or_default();
        (0..MOST_SECTIONS)
            .map(|index| (take(field_name("heading", index)), take(field_name("text", index))))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect()
    }
}

/// "text" for the first, since that is where a refusal leads; then "text_2", "text_3".
fn field_name(kind: &str, index: usize) -> String {
    if index == 0 { kind.to_owned() } else { format!("{kind}_{}", index + 1) }
}

/// The sections that can be seen and edited.
const SECTIONS: [(&str, &str); 8] = [
    ("heading", "text"),
    ("heading_2", "text_2"),
    ("heading_3", "text_3"),
    ("heading_4", "text_4"),
    ("heading_5", "text_5"),
    ("heading_6", "text_6"),
    ("heading_7", "text_7"),
    ("heading_8", "text_8"),
];

/// What an empty note offers.
const HEADINGS: [&str; 4] = ["Subjective", "Assessment", "Plan", ""];

#[component]
pub(super) fn NoteFields(
    kept: Kept,
    #[prop(optional, into)] kind: String,
    #[prop(optional, into)] title: String,
    /// What is written so far.
    #[prop(optional)]
    sections: Vec<(String, String)>,
) -> impl IntoView {
    let sections = offered(sections);
    let beyond = sections.iter().enumerate().skip(SECTIONS.len());
    let hidden = |(index, (heading, text)): (usize, &(String, String))| {
        view! {
            <input type="hidden" name=field_name("heading", index) value=heading.clone()/>
            <input type="hidden" name=field_name("text", index) value=text.clone()/>
        }
    };
    view! {
        <div class="fields titled">
            <SelectField kept=kept.clone() name="kind" label="Type" options=note_options() recorded=kind/>
            <TextField kept=kept.clone() name="title" label="Title" recorded=title autocomplete="off"/>
        </div>
        {beyond.map(hidden).collect_view()}
        {SECTIONS
            .into_iter()
            .zip(sections)
            .enumerate()
            .map(|(index, (names, recorded))| view! { <SectionGroup kept=kept.clone() index names recorded/> })
            .collect_view()}
    }
}

#[component]
fn SectionGroup(kept: Kept, index: usize, names: (&'static str, &'static str), recorded: (String, String)) -> impl IntoView {
    let ((heading_name, text_name), (heading, text)) = (names, recorded);
    view! {
        <fieldset class="group">
            <legend class="sr">{format!("Section {}", index + 1)}</legend>
            <TextField kept=kept.clone() name=heading_name label="Heading" recorded=heading autocomplete="off"/>
            <TextArea kept name=text_name label="Text" rows=5 recorded=text full=true/>
        </fieldset>
    }
}

/// What is written, and below it the usual headings that are not used yet: four at least.
fn offered(written: Vec<(String, String)>) -> Vec<(String, String)> {
    let unused = HEADINGS.iter().filter(|heading| !written.iter().any(|(used, _)| used == *heading));
    let more: Vec<(String, String)> =
        unused.take(HEADINGS.len().saturating_sub(written.len()).max(1)).map(|heading| ((*heading).to_owned(), String::new())).collect();
    written.into_iter().chain(more).collect()
}
