//! What is done with a task: off the list, put off, or given to somebody. Each is a form of its own, folded away until it is wanted.

use crate::{
    door::Door,
    notices::{FinishTask, GiveTask, SnoozeTask},
    parts::{
        calendar,
        form::{BareForm, FormDraft, PostButton, SelectBare},
    },
};
use chrono::Days;
use domain::{
    ids::{StaffId, TaskId},
    notices::{TaskKind, TaskLine},
};
use leptos::prelude::*;

#[component]
pub fn TaskActs(task: TaskLine, about: String, kept: FormDraft, team: Vec<(StaffId, String)>) -> impl IntoView {
    let owner = task.owner.as_ref().map(|(id, _)| *id);
    let (back, needs_outcome) = (about.clone(), task.kind == TaskKind::AnswerNeedsYou);
    view! {
        <div class="acts task-acts">
            // Of an answer that needs somebody it is said in the chart what came of it.
            {(!needs_outcome).then(|| view! { <FinishForm task=task.id about=about.clone() kept/> })}
            {if needs_outcome {
                ().into_any()
            } else if task.snoozed.is_some() {
                view! {
                    <PostButton<SnoozeTask> class="btn plain small" fields=vec![("task", task.id.to_string())]>
                        "Bring back now"<span class="sr">": "{back}</span>
                    </PostButton<SnoozeTask>>
                }
                .into_any()
            } else {
                view! { <SnoozeForm task=task.id about=about.clone()/> }.into_any()
            }}
            <GiveForm task=task.id about owner team/>
        </div>
    }
}

/// Takes the task off the list; who wants to, notes what was done.
#[component]
fn FinishForm(task: TaskId, about: String, kept: FormDraft) -> impl IntoView {
    let id = task.to_string();
    // Of the forms of this list at most one was kept.
    let note = if kept.value("task", "") == id { kept.value("note", "") } else { String::new() };
    let noted = !note.is_empty();
    view! {
        <BareForm to={Door::of::<FinishTask>()} class="acts" fields=vec![("task", id)]>
            <details class="note" open=noted>
                <summary class="btn plain small">"Add a note"<span class="sr">": "{about.clone()}</span></summary>
                <input
                    class="input"
                    name="note"
                    type="text"
                    value=note
                    maxlength="500"
                    autocomplete="off"
                    placeholder="What was done"
                    aria-label=format!("Note: {about}")
                />
            </details>
            <button class="btn plain small">"Mark as done"<span class="sr">": "{about.clone()}</span></button>
        </BareForm>
    }
}

/// Puts it off until a day: tomorrow, unless another is chosen.
#[component]
fn SnoozeForm(task: TaskId, about: String) -> impl IntoView {
    let tomorrow = calendar().today + Days::new(1);
    view! {
        <BareForm to={Door::of::<SnoozeTask>()} class="acts" fields=vec![("task", task.to_string())]>
            <details class="note">
                <summary class="btn plain small">"Snooze"<span class="sr">": "{about.clone()}</span></summary>
                <div class="task-fold">
                    <input class="input" name="day" type="date" value=tomorrow.to_string() min=tomorrow.to_string() aria-label=format!("Until which day: {about}")/>
                    <button class="btn quiet small">"Put off"<span class="sr">": "{about.clone()}</span></button>
                </div>
            </details>
        </BareForm>
    }
}

#[component]
fn GiveForm(task: TaskId, about: String, owner: Option<StaffId>, team: Vec<(StaffId, String)>) -> impl IntoView {
    let options = std::iter::once((String::new(), "Nobody in particular".to_owned()));
    let options: Vec<_> = options.chain(team.into_iter().map(|(id, name)| (id.to_string(), name))).collect();
    let chosen = owner.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <BareForm to={Door::of::<GiveTask>()} class="acts" fields=vec![("task", task.to_string())]>
            <details class="note">
                <summary class="btn plain small">"Give to"<span class="sr">": "{about.clone()}</span></summary>
                <div class="task-fold">
                    <SelectBare name="owner" label=format!("Whose work: {about}") options chosen/>
                    <button class="btn quiet small">"Save"<span class="sr">": "{about.clone()}</span></button>
                </div>
            </details>
        </BareForm>
    }
}
