//! What the client proposes: old and new, part by part, and the answer to each.

use crate::{
    files::FilesOf,
    information::{
        AnswerChanges,
        words::{PartList, heading},
    },
    parts::{
        Lines, When,
        form::{Form, FormDraft, TextArea},
    },
};
use domain::{
    ids::ChartId,
    information::{ChangeLine, ChangeState, LONGEST_REASON, Proposals, Verdict},
};
use leptos::prelude::*;

#[component]
pub fn ProposalsPanel(chart: ChartId, proposals: Proposals, may_edit: bool) -> impl IntoView {
    let Proposals { waiting, answered, more, seen } = proposals;
    let (none, many) = (waiting.is_empty() && answered.is_empty(), answered.len());
    let answered_rows: Vec<_> = answered.into_iter().map(|change| view! { <li class="change"><ChangeBody change chart/></li> }).collect();
    let reads = (!may_edit && !waiting.is_empty()).then(|| {
        let rows: Vec<_> = waiting.iter().cloned().map(|change| view! { <li class="change"><ChangeBody change chart/></li> }).collect();
        view! { <ul class="rows bare changes">{rows}</ul> }
    });
    let answers = (may_edit && !waiting.is_empty()).then(|| view! { <AnswerForm chart waiting=waiting.clone() seen/> });
    let waits = waiting.len();
    (!none).then(|| {
        view! {
            <section class="panel whole" id="proposals" aria-label="Changes that the client asks for">
                <header class="panel-head">
                    <h2>"Changes that the client asks for"</h2>
                    {(waits > 0).then(|| view! { <span class="tag due">{if waits == 1 { "1 change waits".to_owned() } else { format!("{waits} changes wait") }}</span> })}
                </header>
                {reads}
                {answers}
                {(many > 0).then(|| view! {
                    <details>
                        <summary>{format!("Answered: {many}{}", if more { " newest" } else { "" })}</summary>
                        <ul class="rows bare changes">{answered_rows}</ul>
                    </details>
                })}
            </section>
        }
    })
}

/// Each change with its two answers, none of them chosen beforehand; and both answers for all of them.
#[component]
fn AnswerForm(chart: ChartId, waiting: Vec<ChangeLine>, seen: String) -> impl IntoView {
    let several = waiting.len() > 1;
    view! {
        <Form<AnswerChanges> fields=vec![("chart", chart.to_string()), ("seen", seen)]>
            <ul class="rows bare changes">
                {waiting.into_iter().enumerate().map(|(place, change)| view! { <AnswerRow chart place change/> }).collect_view()}
            </ul>
            <div class="acts"><button class="btn" name="then" value="each">"Save answers"</button></div>
            {several.then(|| view! {
                <fieldset class="group">
                    <legend>"All at once"</legend>
                    <TextArea name="reason" label="Reason, if you decline all" rows=2 longest=LONGEST_REASON as u32 hint="The client reads it."/>
                    <div class="acts">
                        <button class="btn quiet" name="then" value=Verdict::Accept.name()>"Accept all"</button>
                        <button class="btn quiet" name="then" value=Verdict::Decline.name()>"Decline all"</button>
                    </div>
                </fieldset>
            })}
        </Form<AnswerChanges>>
    }
}

#[component]
fn AnswerRow(chart: ChartId, place: usize, change: ChangeLine) -> impl IntoView {
    let kept = FormDraft::here();
    let name = |field: &str| format!("answers[{place}][{field}]");
    let id = change.id.to_string();
    // What was chosen goes with the change that it was chosen for, wherever that stands by now.
    let of_it = (0..200).find(|at| kept.value(&format!("answers[{at}][change]"), "") == id);
    let said = |field: &str| of_it.map(|at| kept.value(&format!("answers[{at}][{field}]"), "")).unwrap_or_default();
    let (chosen, reason) = (said("verdict"), said("reason"));
    let what = heading(&change);
    let radio = |verdict: Verdict, words: &'static str| {
        let checked = chosen == verdict.name();
        let what = what.clone();
        view! {
            <label class="check">
                <input type="radio" name=name("verdict") value=verdict.name() checked=checked/>
                <span>{words}<span class="sr">": "{what}</span></span>
            </label>
        }
    };
    let accept = if change.parts.iter().any(|part| part.now.is_some()) { "Accept, and replace what stands there now" } else { "Accept" };
    let radios = view! { {radio(Verdict::Accept, accept)} {radio(Verdict::Decline, "Decline")} };
    let field = format!("reason-{place}");
    view! {
        <li class="change">
            <ChangeBody change chart/>
            <input type="hidden" name=name("change") value=id/>
            <fieldset class="answer">
                <legend class="sr">"Answer: "{what.clone()}</legend>
                <div class="acts">{radios}</div>
                <div class="field">
                    <label for=field.clone()>"Reason, if you decline"<span class="sr">": "{what.clone()}</span></label>
                    <input class="input" id=field name=name("reason") value=reason maxlength=LONGEST_REASON.to_string() autocomplete="off"/>
                </div>
            </fieldset>
        </li>
    }
}

#[component]
fn ChangeBody(change: ChangeLine, chart: ChartId) -> impl IntoView {
    let heading = heading(&change);
    let (state, reason, gone) = (change.state, change.reason.clone(), change.gone);
    let conflict = change.parts.iter().any(|part| part.now.is_some());
    let (by, at, answered) = (change.by.clone(), change.proposed.clone(), change.answered_by.clone().zip(change.answered.clone()));
    let tag = match state {
        ChangeState::Accepted => Some("tag ok"),
        ChangeState::Declined => Some("tag bad"),
        ChangeState::Pending | ChangeState::Withdrawn => None,
    };
    view! {
        <div class="panel-head">
            <h3>{heading}</h3>
            {tag.map(|class| view! { <span class=class>{state.label()}</span> })}
            {conflict.then(|| view! { <span class="tag due">"Changed meanwhile"</span> })}
            {gone.then(|| view! { <span class="tag due">"No longer in the chart"</span> })}
        </div>
        <PartList change of=FilesOf::Chart(chart)/>
        {reason.map(|reason| view! { <div class="sub">"Reason: "<Lines text=reason/></div> })}
        <p class="fine num">
            "Asked for by "{by}", "<When at middle=true/>
            {answered.map(|(by, at)| view! { ". Answered by "{by}", "<When at middle=true/> })}
        </p>
    }
}
