//! **Give an activity**: which, how often, and until when.

use crate::{
    activities::AssignActivity,
    parts::{
        Panel,
        form::{FieldErrors, Form, FormDraft, SelectField, TextField},
    },
};
use domain::activities::{ActivityKind, Assignable, ChartActivities, Rhythm};
use leptos::prelude::*;

#[component]
pub fn GivePanel(page: ChartActivities) -> impl IntoView {
    let chart = page.banner.id;
    let who = match &page.readers[..] {
        [] => "Nobody has portal access to this client’s measures yet. What you give waits until somebody registers.".to_owned(),
        names => format!("{} can fill it in, on any device.", names.join(" and ")),
    };
    let goals = page.goals;
    view! {
        <Panel title="Give an activity" id="give">
            <Form<AssignActivity> fields=vec![("chart", chart.to_string())]>
                <p class="sub">{who}</p>
                <FormField assignable=page.assignable/>
                <RhythmField/>
                <TextField name="due" label="Due (optional)" kind="date" short=true hint="Of what is given once. What comes again has its days by itself. They are reminded of it" autocomplete="off"/>
                <GoalField goals/>
                <div class="acts"><button class="btn">"Give"</button></div>
            </Form<AssignActivity>>
        </Panel>
    }
}

#[component]
fn FormField(assignable: Vec<Assignable>) -> impl IntoView {
    let kept = FormDraft::here();
    let mut assignable = assignable;
    assignable.sort_by_key(|one| (one.kind as u8, !one.title.starts_with("PHQ-9"), one.title.clone()));
    let boxes = assignable.into_iter().enumerate().map(|(place, one)| {
        let checked = kept.value("form", "") == one.form.to_string();
        let about =
            (one.kind != ActivityKind::Measure && one.title != one.kind.label()).then(|| format!(", {}", one.kind.label().to_lowercase()));
        view! {
            <label class="check">
                <input type="radio" name="form" id=(place == 0).then_some("form") value=one.form.to_string() checked=checked/>
                <span>{one.title}{about}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group columns">
            <legend>"What"</legend>
            <FieldErrors name="form" errors=kept.errors("form")/>
            {boxes.collect_view()}
        </fieldset>
    }
}

#[component]
fn RhythmField() -> impl IntoView {
    let kept = FormDraft::here();
    let chosen = kept.value("rhythm", Rhythm::Once.name());
    let boxes = Rhythm::ALL.into_iter().enumerate().map(|(place, rhythm)| {
        view! {
            <label class="check">
                <input type="radio" name="rhythm" id=(place == 0).then_some("rhythm") value=rhythm.name() checked={chosen == rhythm.name()}/>
                <span>{rhythm.label()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group columns">
            <legend>"How often"</legend>
            <FieldErrors name="rhythm" errors=kept.errors("rhythm")/>
            {boxes.collect_view()}
        </fieldset>
    }
}

/// Of a goal check-in: one of the plan's goals, or one in other words.
#[component]
fn GoalField(goals: Vec<String>) -> impl IntoView {
    if goals.is_empty() {
        return view! { <TextField name="goal" label="Goal (of a goal check-in)" hint="The client reads it above the questions. There is no finished plan with goals yet" autocomplete="off"/> }.into_any();
    }
    let options = std::iter::once((String::new(), "No goal".to_owned())).chain(goals.into_iter().map(|goal| (goal.clone(), goal)));
    view! { <SelectField name="goal" label="Goal (of a goal check-in)" options=options.collect() hint="From the newest plan. The client reads it above the questions"/> }.into_any()
}
