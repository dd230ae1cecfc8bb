//! A chart's **Forms**: what was sent and how it stands, and what could be sent.

use super::{
    StatusTag,
    packages::{SendPackagePanel, in_days},
};
use crate::{
    Done,
    charts::{ChartPage, ChartTab, DocumentsNav, of_chart},
    door::Door,
    forms::{GiveFormBack, ReviewForm, SendForms, WithdrawForm, read_chart_forms},
    parts::{
        Day, Empty, Icon, Notice, Panel, When, asked, calendar,
        form::{BareForm, ErrorSummary, FieldErrors, Form, FormDraft, PostButton, Refused, TextArea, TextField, WithDraft},
    },
    routes,
};
use chrono::NaiveDate;
use domain::{
    Refusal,
    forms::{ChartForms, FormLine, Purpose, SentForm, Status},
    ids::{AssignmentId, ChartId},
};
use leptos::prelude::*;

of_chart!(ChartForms);

#[component]
pub fn ChartFormsPage() -> impl IntoView {
    let done = Done::here().filter(|_| asked("refused").is_none()).and_then(news);
    view! {
        <ChartPage title="Forms" tab=ChartTab::Documents load=read_chart_forms show=move |page: ChartForms| view! {
            <h2 class="sr">"Forms"</h2>
            <DocumentsNav tabs=page.banner.tabs chart=page.banner.id forms=true/>
            {done.map(|head| view! { <Notice head/> })}
            <Refused<WithdrawForm>/>
            <Refused<ReviewForm>/>
            <div id="sent" data-fresh="" data-fresh-on="forms"><SentList page=page.clone()/></div>
            <SendPanel page=page.clone()/>
            {(!page.packages.is_empty()).then(|| view! { <SendPackagePanel chart=page.banner.id packages=page.packages/> })}
        }
        .into_any()/>
    }
}

fn news(done: Done) -> Option<&'static str> {
    Some(match done {
        Done::Sent => "Sent. Whoever can fill it in is told by e-mail; where nobody can yet, it waits until somebody registers.",
        Done::TakenDown => "Taken back. The client cannot fill it in any more. What was submitted before stays in the chart.",
        Done::Asked => "Given back with your question. The client is told by e-mail.",
        Done::Finished => "Marked as reviewed.",
        _ => return None,
    })
}

#[component]
fn SentList(page: ChartForms) -> impl IntoView {
    let (chart, today) = (page.banner.id, page.today);
    if page.sent.is_empty() {
        return view! { <Empty drawing="draw-documents" title="No forms yet" words="What you send this client to fill in shows here, with how far it is."/> }.into_any();
    }
    let rows = page.sent.into_iter().map(|line| view! { <SentRow chart line today/> }).collect_view();
    view! { <Panel title="Sent"><ul class="rows bare">{rows}</ul></Panel> }.into_any()
}

#[component]
fn SentRow(chart: ChartId, line: SentForm, today: NaiveDate) -> impl IntoView {
    let (id, title) = (line.id, line.title.clone());
    let name = match line.document {
        Some(document) => view! { <a class="row-name" href=routes::office_document(chart, document)>{line.title}</a> }.into_any(),
        None => view! { <span class="row-name">{line.title}</span> }.into_any(),
    };
    let by = line.sent_by.unwrap_or_else(|| "the practice, by itself".to_owned());
    let due = line.due.filter(|_| line.status.is_open()).map(|day| view! { <DueLine day today closes=line.closes/> });
    let waits = line.due_days.filter(|_| line.due.is_none() && line.status.is_open());
    let waits = waits.map(|days| format!("Due {} after somebody has access", in_days(days)));
    let closed = (line.status == Status::Expired).then(|| {
        let was = line.due.map(|day| format!("It was due on {}. ", calendar().order.day(day))).unwrap_or_default();
        format!("{was}Closed, since it was not submitted. What was answered in it is erased.")
    });
    let whose = title.clone();
    let again = line.again.map(|form| {
        let fields = vec![("chart", chart.to_string()), ("form[0]", form.to_string())];
        view! { <PostButton<SendForms> class="btn quiet small" fields>"Send again"<span class="sr">": "{whose}</span></PostButton<SendForms>> }
    });
    let (said, told) = (title.clone(), title.clone());
    let (answered, whose) = (line.saved.is_some(), said.clone());
    let withdraw = line.may_withdraw.then(|| {
        let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
        let button = view! { <PostButton<WithdrawForm> class="btn plain small" fields>{if answered { "Take it back" } else { "Take back" }}<span class="sr">": "{whose}</span></PostButton<WithdrawForm>> };
        if answered {
            view! {
                <details class="note">
                    <summary class="btn plain small">"Take back"<span class="sr">": "{said}</span></summary>
                    <p class="fine">"The client has begun to answer. What was not submitted is lost to them."</p>
                    {button}
                </details>
            }
            .into_any()
        } else {
            button.into_any()
        }
    });
    let review = line.may_review.then(|| {
        let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
        view! { <PostButton<ReviewForm> class="btn quiet small" fields>"Mark as reviewed"<span class="sr">": "{told}</span></PostButton<ReviewForm>> }
    });
    view! {
        <li id=format!("form-{id}")>
            <div class="row">
                <span class="row-icon"><Icon name="document"/></span>
                <span class="row-main">
                    {name}
                    <span class="row-fact num">"Sent by "{by}", "<When at=line.sent/></span>
                    {line.saved.filter(|_| line.status.is_open()).map(|at| view! { <span class="row-fact num">"Last answer "<When at/></span> })}
                    {line.submitted.map(|at| view! { <span class="row-fact num">"Submitted "<When at/></span> })}
                    {due}
                    {waits.map(|words| view! { <span class="row-fact num">{words}</span> })}
                    {closed.map(|words| view! { <span class="row-fact num">{words}</span> })}
                    {line.question.map(|text| view! { <span class="row-fact as-typed">{format!("You asked: “{text}”")}</span> })}
                </span>
                <span class="row-end"><StatusTag status=line.status/>{review}{withdraw}{again}</span>
            </div>
            {line.may_return.then(|| view! { <GiveBack chart id title/> })}
        </li>
    }
}

#[component]
fn DueLine(day: NaiveDate, today: NaiveDate, closes: Option<NaiveDate>) -> impl IntoView {
    let late = day < today;
    let closes = closes.map(|day| format!(". It is closed after {}", calendar().order.day(day)));
    view! { <span class=if late { "row-fact num signal" } else { "row-fact num" }>{if late { "Overdue since " } else { "Due " }}<Day on=day/>{closes}</span> }
}

/// Gives what was submitted back, with a question.
#[component]
fn GiveBack(chart: ChartId, id: AssignmentId, title: String) -> impl IntoView {
    let fields = vec![("chart", chart.to_string()), ("assignment", id.to_string())];
    let show = move |kept: FormDraft| {
        let (title, fields) = (title.clone(), fields.clone());
        let kept = if kept.value("assignment", "") == id.to_string() { kept } else { FormDraft::default() };
        let open = !kept.refusals().is_empty();
        view! {
            <details class="note" open=open>
                <summary class="btn plain small">"Give back with a question"<span class="sr">": "{title}</span></summary>
                <BareForm to={Door::of::<GiveFormBack>()} class="form" fields kept>
                    <ErrorSummary field=Refusal::field/>
                    <TextArea name="question" label="What do you ask?" rows=3 longest=1_000 hint="The client reads it above the form, changes what is needed, and submits it again. What was submitted stays in the chart."/>
                    <div class="acts"><button class="btn quiet">"Give back"</button></div>
                </BareForm>
            </details>
        }
        .into_any()
    };
    view! { <WithDraft of={Door::of::<GiveFormBack>()} show/> }
}

#[component]
fn SendPanel(page: ChartForms) -> impl IntoView {
    let chart = page.banner.id;
    let who = match &page.readers[..] {
        [] => "Nobody has portal access to this client’s documents yet. What you send waits until somebody registers.".to_owned(),
        names => format!("{} can fill it in, on any device.", names.join(" and ")),
    };
    view! {
        <Panel title="Send forms">
            <Form<SendForms> fields=vec![("chart", chart.to_string())]>
                <p class="sub">{who}</p>
                <FormChoice forms=page.forms/>
                <TextField name="due" label="Due (optional)" kind="date" short=true hint="They are reminded of it. It can be submitted afterwards too, unless forms are closed by a workflow" autocomplete="off"/>
                <div class="acts"><button class="btn">"Send"</button></div>
            </Form<SendForms>>
        </Panel>
    }
}

/// Which forms.
#[component]
fn FormChoice(forms: Vec<FormLine>) -> impl IntoView {
    let kept = FormDraft::here();
    let boxes = forms.into_iter().enumerate().map(|(place, line)| {
        let name = format!("form[{place}]");
        let ticked = kept.value(&name, "") == line.id.to_string();
        let signed = match (line.purpose, line.signed) {
            (Some(Purpose::Fill), _) => ", a PDF to fill in",
            (Some(Purpose::Read), _) => ", a PDF to read",
            (None, true) => ", signed at its end",
            (None, false) => "",
        };
        view! {
            <label class="check">
                <input type="checkbox" name=name value=line.id.to_string() checked=ticked/>
                <span>{line.title}{signed}</span>
            </label>
        }
    });
    view! {
        <fieldset class="group" id="form" tabindex="-1">
            <legend>"Which forms"</legend>
            {boxes.collect_view()}
            <FieldErrors name="form" errors=kept.errors("form")/>
            <p class="fine">"What is read is shared at once, and stands under Documents. They are worded under "<a href=routes::FORMS>"Settings, Forms"</a>"."</p>
        </fieldset>
    }
}
