//! One that was given: what was answered, what came of it, and what the client reads about it.

use super::{StatusTag, alarm::Alarm};
use crate::{
    Done,
    activities::{CommentOnActivity, ReviewActivity, read_assigned},
    charts::{ChartPage, ChartTab, of_chart},
    door::Door,
    parts::{
        Icon, Notice, Panel, Paper, When,
        form::{BareForm, ErrorSummary, FormDraft, PostButton, Refused, TextArea, WithDraft},
        param,
    },
    routes,
};
use domain::{
    Refusal,
    activities::{self, LONGEST_COMMENT},
    ids::{AssignmentId, ChartId},
};
use leptos::prelude::*;

type Page = activities::AssignedPage;
of_chart!(Page);

#[component]
pub fn AssignedPage() -> impl IntoView {
    let id: Option<AssignmentId> = param("assignment");
    let done = Done::here().and_then(|done| match done {
        Done::Finished => Some("Marked as reviewed."),
        Done::Saved => Some("Saved. The client reads it with what they submitted."),
        _ => None,
    });
    view! {
        <ChartPage title="An activity" tab=ChartTab::Activities load=move |chart| read_assigned(chart, id) show=move |page: Page| {
            view! { {done.map(|head| view! { <Notice head/> })} <AssignedView page/> }.into_any()
        }/>
    }
}

#[component]
fn AssignedView(page: Page) -> impl IntoView {
    let (chart, line) = (page.banner.id, page.line);
    let (id, title) = (line.id, line.title.clone());
    let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
    let mut facts: Vec<(String, String)> = Vec::new();
    facts.extend(line.goal.clone().map(|goal| ("Goal".to_owned(), goal)));
    facts.extend(line.total.clone().map(|(total, band)| ("Total".to_owned(), format!("{total}, {band}"))));
    if let (None, Some((many, of))) = (&line.total, line.answered) {
        facts.push(("Total".to_owned(), format!("None: {many} of {of} answered")));
    }
    let alert = page.alert.map(|alert| view! { <Alarm chart alert/> });
    let comment = page.content.is_some().then(|| view! { <CommentPanel chart id recorded=page.comment.clone()/> });
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::chart_activities(chart)><Icon name="chevron-left"/>"Activities"</a>
                <h2>{title}</h2>
                <p class="sub num">
                    <StatusTag status=line.status/>" "
                    {match line.submitted {
                        Some(at) => view! { "Submitted "<When at/> }.into_any(),
                        None => view! { "Given "<When at=line.sent/> }.into_any(),
                    }}
                </p>
            </div>
            <div class="acts">
                {line.may_review.then(|| view! { <PostButton<ReviewActivity> class="btn" fields>"Mark as reviewed"</PostButton<ReviewActivity>> })}
                <button type="button" class="btn quiet script-only" data-prints><Icon name="printer"/>"Print"</button>
            </div>
        </header>
        <Refused<ReviewActivity>/>
        {alert}
        {match page.content {
            Some(content) => view! { <Paper facts content/> }.into_any(),
            None => view! { <p class="sub">"It is not submitted. Until then nobody here reads what is answered in it."</p> }.into_any(),
        }}
        {page.source.map(|(source, licence)| view! { <p class="fine">{source}</p><p class="fine">{licence}</p> })}
        {comment}
    }
}

/// What the client reads about it.
#[component]
fn CommentPanel(chart: ChartId, id: AssignmentId, recorded: Option<(String, String, domain::dates::Moment)>) -> impl IntoView {
    let by = recorded.clone().map(|(_, by, at)| view! { <p class="fine num">"Written by "{by}", "<When at/></p> });
    let recorded = recorded.map(|(words, ..)| words).unwrap_or_default();
    let show = move |kept: FormDraft| {
        let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
        view! {
            <BareForm to={Door::of::<CommentOnActivity>()} class="form" fields kept>
                <ErrorSummary field=Refusal::field/>
                <TextArea name="comment" label="Comment for the client" recorded=recorded.clone() rows=3 longest=LONGEST_COMMENT as u32 hint="They read it in the portal, with what they submitted."/>
                <div class="acts"><button class="btn quiet">"Save comment"</button></div>
            </BareForm>
        }
        .into_any()
    };
    view! { <Panel title="Comment">{by}<WithDraft of={Door::of::<CommentOnActivity>()} show/></Panel> }
}
