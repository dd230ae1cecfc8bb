//! The form of a note: type, title, and sections with their headings. It works without scripts, so it has as many
//! sections as one may need. Nothing that was typed into it gets lost: only a heading that it offered itself, and that nobody
//! wrote anything below.

use super::words::note_options;
use crate::parts::form::{FormDraft, SelectField, TextArea, TextField};
use domain::documents::{PLAN_FIELDS, PlanProblem, SECTION_FIELDS};
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
    fn from(SectionFields(fields): SectionFields) -> Self {
        let mut sections: Self = (0..MOST_SECTIONS).map(|index| Section::of(&fields, index).unwrap_or_default().written()).collect();
        while sections.last().is_some_and(|(heading, text)| heading.trim().is_empty() && text.trim().is_empty()) {
            sections.pop();
        }
        sections
    }
}

impl SectionFields {
    /// The problems of a plan, where the form asks for them.
    pub fn plan(&self) -> Vec<PlanProblem> {
        let said = |name: &str| self.0.get(name).cloned().unwrap_or_default();
        let problem = |[problem, goal, objectives, interventions]: [&str; 4]| PlanProblem {
            problem: said(problem),
            goal: said(goal),
            objectives: said(objectives),
            interventions: said(interventions),
        };
        PLAN_FIELDS.into_iter().map(problem).filter(|problem| !problem.is_blank()).collect()
    }

    /// What was typed into a form that did not go through.
    pub(super) fn of(kept: &FormDraft) -> Self {
        Self(kept.0.as_ref().map(|typed| typed.fields.clone()).unwrap_or_default())
    }
}

/// A section as it stands in the form.
#[derive(Clone, Default)]
struct Section {
    heading: String,
    text: String,
    /// The heading that the form came with, for whoever had none.
    offered: String,
}

impl Section {
    fn of(fields: &BTreeMap<String, String>, index: usize) -> Option<Self> {
        let field = |kind| fields.get(&field_name(kind, index)).cloned();
        let (heading, text) = (field("heading"), field("text"));
        (heading.is_some() || text.is_some()).then(|| Self {
            heading: heading.unwrap_or_default(),
            text: text.unwrap_or_default(),
            offered: field("offered").unwrap_or_default(),
        })
    }

    fn written(self) -> (String, String) {
        let only_offered = self.text.trim().is_empty() && self.heading.trim() == self.offered;
        if only_offered { (String::new(), String::new()) } else { (self.heading, self.text) }
    }
}

/// "text" for the first, since that is where a refusal leads; then "text_2", "text_3".
fn field_name(kind: &str, index: usize) -> String {
    if index == 0 { kind.to_owned() } else { format!("{kind}_{}", index + 1) }
}

/// What an empty note offers.
const HEADINGS: [&str; 4] = ["Subjective", "Assessment", "Plan", ""];

#[component]
pub fn NoteFields(
    #[prop(optional, into)] kind: String,
    #[prop(optional, into)] title: String,
    /// What is written so far.
    #[prop(optional)]
    sections: Vec<(String, String)>,
    /// What it is stays as it is.
    #[prop(optional)]
    fixed: bool,
    /// The problems of a plan: asked for where there is a list of them, empty or not.
    #[prop(optional_no_strip)]
    plan: Option<Vec<PlanProblem>>,
) -> impl IntoView {
    let mut sections = shown(&FormDraft::here(), sections);
    let beyond = sections.split_off(SECTION_FIELDS.len().min(sections.len())).into_iter().enumerate();
    let hidden = |(index, section): (usize, Section)| {
        let index = index + SECTION_FIELDS.len();
        view! {
            <input type="hidden" name=field_name("heading", index) value=section.heading/>
            <input type="hidden" name=field_name("text", index) value=section.text/>
            <input type="hidden" name=field_name("offered", index) value=section.offered/>
        }
    };
    view! {
        <div class="fields titled">
            {if fixed {
                view! { <input type="hidden" name="kind" value=kind/> }.into_any()
            } else {
                view! { <SelectField name="kind" label="Type" options=note_options() recorded=kind/> }.into_any()
            }}
            <TextField name="title" label="Title" recorded=title autocomplete="off"/>
        </div>
        {beyond.map(hidden).collect_view()}
        {plan.map(|plan| view! { <PlanFields plan/> })}
        {SECTION_FIELDS
            .into_iter()
            .zip(sections)
            .enumerate()
            .map(|(index, (names, section))| view! { <SectionGroup index names section/> })
            .collect_view()}
    }
}

/// Problems, each with its goal, its objectives and its interventions: one more than there are, at least two.
#[component]
fn PlanFields(plan: Vec<PlanProblem>) -> impl IntoView {
    let typed = SectionFields::of(&FormDraft::here()).plan();
    let plan = if typed.is_empty() { plan } else { typed };
    let many = (plan.len() + 1).clamp(2, PLAN_FIELDS.len());
    let group = |(index, names): (usize, [&'static str; 4])| {
        let [problem, goal, objectives, interventions] = names;
        let written = plan.get(index).cloned().unwrap_or_default();
        view! {
            <fieldset class="group">
                <legend>{format!("Problem {}", index + 1)}</legend>
                <TextArea name=problem label="Problem" rows=2 recorded=written.problem full=true/>
                <TextArea name=goal label="Goal" rows=2 recorded=written.goal full=true/>
                <TextArea name=objectives label="Objectives" rows=3 recorded=written.objectives full=true hint="One on each line"/>
                <TextArea name=interventions label="Interventions" rows=3 recorded=written.interventions full=true hint="One on each line"/>
            </fieldset>
        }
    };
    view! { {PLAN_FIELDS.into_iter().enumerate().take(many).map(group).collect_view()} }
}

#[component]
fn SectionGroup(index: usize, names: (&'static str, &'static str), section: Section) -> impl IntoView {
    let (heading_name, text_name) = names;
    view! {
        <fieldset class="group">
            <legend class="sr">{format!("Section {}", index + 1)}</legend>
            <TextField name=heading_name label="Heading" recorded=section.heading autocomplete="off"/>
            <TextArea name=text_name label="Text" rows=5 recorded=section.text full=true/>
            {(!section.offered.is_empty()).then(|| view! { <input type="hidden" name=field_name("offered", index) value=section.offered/> })}
        </fieldset>
    }
}

/// What was typed before the form was refused; otherwise what is written, and below it the usual headings that are not used yet.
fn shown(kept: &FormDraft, written: Vec<(String, String)>) -> Vec<Section> {
    let SectionFields(fields) = SectionFields::of(kept);
    let typed: Vec<Section> = (0..MOST_SECTIONS).map_while(|index| Section::of(&fields, index)).collect();
    if typed.is_empty() { offered(written) } else { typed }
}

/// Four sections at least, and one more than there are.
fn offered(written: Vec<(String, String)>) -> Vec<Section> {
    let unused = HEADINGS.iter().filter(|heading| !written.iter().any(|(used, _)| used == *heading));
    let many = HEADINGS.len().saturating_sub(written.len()).max(1);
    let new = |heading: &&str| Section { heading: (*heading).to_owned(), text: String::new(), offered: (*heading).to_owned() };
    let more: Vec<Section> = unused.chain(std::iter::once(&"")).take(many).map(new).collect();
    let written = written.into_iter().map(|(heading, text)| Section { heading, text, offered: String::new() });
    written.chain(more).collect()
}
