//! What a workflow did, and why it did not: on pages, the newest first.

use super::SentRow;
use crate::{
    parts::{Empty, Icon, Loaded, asked},
    routes,
    shell::OfficePage,
    workflows::further::read_workflow_history,
};
use domain::workflows::{WorkflowHistory, WorkflowKind};
use leptos::prelude::*;

#[component]
pub fn WorkflowHistoryPage() -> impl IntoView {
    let known = |kind: &WorkflowKind| WorkflowKind::WITH_HISTORY.iter().any(|(of, _)| of == kind);
    let kind = asked("kind").and_then(|name| WorkflowKind::from_name(&name)).filter(known).unwrap_or(WorkflowKind::AppointmentReminder);
    let below = asked("below").and_then(|id| id.parse().ok());
    view! {
        <OfficePage title="What workflows did" narrow=true>
            <header class="head">
                <div>
                    <a class="back" href=routes::WORKFLOWS><Icon name="chevron-left"/>"Workflows"</a>
                    <h1>"What workflows did"</h1>
                    <p class="sub">"And where nothing was done, why not."</p>
                </div>
            </header>
            <nav class="chips" aria-label="Which workflow">
                {WorkflowKind::WITH_HISTORY.map(|(of, words)| {
                    view! { <a class="chip" href=routes::workflow_history(of) aria-current=(of == kind).then_some("page")>{words}</a> }
                }).collect_view()}
            </nav>
            <Loaded load=move || read_workflow_history(kind, below) show=|page: WorkflowHistory| view! { <History page/> }.into_any()/>
        </OfficePage>
    }
}

#[component]
fn History(page: WorkflowHistory) -> impl IntoView {
    let older = page.below.map(|id| routes::with(&routes::workflow_history(page.kind), "below", &id.to_string()));
    if page.lines.is_empty() {
        return view! { <Empty drawing="draw-calm" title="Nothing yet" words="What it does shows here, and where it did nothing, why."/> }
            .into_any();
    }
    view! {
        <ul class="rows bare" data-walk>{page.lines.into_iter().map(|line| view! { <SentRow line/> }).collect_view()}</ul>
        {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older"</a></p> })}
    }
    .into_any()
}
