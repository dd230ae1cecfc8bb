//! Chart → Documents → **Records**: requests, the answer to one, and the log of releases.

use super::{AskedFacts, what_words};
use crate::{
    Done,
    charts::{ChartPage, ChartTab, DocumentsNav, of_chart},
    documents::kind_words,
    parts::{
        Day, Empty, Fact, Icon, Lines, Notice, Panel, When, calendar,
        form::{FieldErrors, Form, FormDraft, PostButton, Refused, SelectField, TextArea, TextField},
        param,
    },
    records::{DeclineRecordRequest, LogRelease, ReleaseRecords, TakeRecordRequest, read_chart_records, read_record_request},
    routes,
};
use chrono::NaiveDate;
use domain::{
    ids::{ChartId, RecordRequestId},
    records::{ChartRecords, Delivery, LONGEST_WORDS, Releasable, ReleaseLine, RequestLine, RequestPage, RequestState},
};
use leptos::prelude::*;

of_chart!(ChartRecords, RequestPage);

#[component]
pub fn ChartRecordsPage() -> impl IntoView {
    let done = Done::here().and_then(news);
    view! {
        <ChartPage title="Records" tab=ChartTab::Documents load=read_chart_records show=move |page: ChartRecords| view! {
            <h2 class="sr">"Records"</h2>
            <DocumentsNav tabs=page.banner.tabs chart=page.banner.id records=true/>
            {done.map(|head| view! { <Notice head/> })}
            <RequestList chart=page.banner.id requests=page.requests today=page.today/>
            <Log chart=page.banner.id releases=page.releases/>
            <LogPanel chart=page.banner.id documents=page.documents today=page.today/>
        }
        .into_any()/>
    }
}

fn news(done: Done) -> Option<&'static str> {
    Some(match done {
        Done::Sent => "Released and noted in the log. The client is told by e-mail.",
        Done::Returned => "Declined. The client is told by e-mail, and reads the reason.",
        Done::Noted => "Noted in the log",
        Done::Begun => "It is yours. The client reads that it is in progress.",
        _ => return None,
    })
}

#[component]
fn RequestList(chart: ChartId, requests: Vec<RequestLine>, today: NaiveDate) -> impl IntoView {
    if requests.is_empty() {
        return view! { <Empty drawing="draw-documents" title="No requests for records" words="When the client asks for records in the portal, it shows here and on the To-do, with its last day."/> }.into_any();
    }
    let rows = requests.into_iter().map(|line| view! { <RequestRow chart line today/> }).collect_view();
    view! { <Panel title="Requests"><ul class="rows bare" data-walk>{rows}</ul></Panel> }.into_any()
}

#[component]
fn RequestRow(chart: ChartId, line: RequestLine, today: NaiveDate) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=routes::record_request(chart, line.id)>
                <span class="row-icon"><Icon name="document"/></span>
                <span class="row-main">
                    <span class="row-name">{what_words(&line.asked)}</span>
                    <span class="row-fact num">"Asked by "{line.by}", "<When at=line.asked_at/></span>
                    {line.state.is_open().then(|| view! { <DueFact due=line.due today/> })}
                    {line.taken_by.filter(|_| line.state == RequestState::InProgress).map(|by| view! { <span class="row-fact">{by}" works on it"</span> })}
                    {line.answered.map(|(by, at)| view! { <span class="row-fact num">"Answered by "{by}", "<When at/></span> })}
                </span>
                <span class="row-end"><StateTag state=line.state late=line.state.is_open() && line.due < today/></span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
fn DueFact(due: NaiveDate, today: NaiveDate) -> impl IntoView {
    let late = due < today;
    view! { <span class=if late { "row-fact num signal" } else { "row-fact num" }>{if late { "Overdue since " } else { "Due " }}<Day on=due/></span> }
}

#[component]
fn StateTag(state: RequestState, #[prop(optional)] late: bool) -> impl IntoView {
    let class = match state {
        _ if late => "tag bad",
        RequestState::Received => "tag due",
        RequestState::InProgress => "tag accent",
        RequestState::Released => "tag ok",
        RequestState::Declined => "tag",
    };
    view! { <span class=class>{state.label()}</span> }
}

/// What left the chart: the newest first.
#[component]
fn Log(chart: ChartId, releases: Vec<ReleaseLine>) -> impl IntoView {
    let rows: Vec<_> = releases.into_iter().map(|line| view! { <ReleaseRow chart line/> }).collect();
    view! {
        <Panel title="Log of releases" id="log">
            {if rows.is_empty() {
                view! { <p class="sub">"Nothing was released from this chart yet."</p> }.into_any()
            } else {
                view! { <ul class="rows bare">{rows}</ul> }.into_any()
            }}
        </Panel>
    }
}

#[component]
fn ReleaseRow(chart: ChartId, line: ReleaseLine) -> impl IntoView {
    let titles = line
        .documents
        .into_iter()
        .map(|(id, title)| view! { <span class="row-fact"><a class="link" href=routes::office_document(chart, id)>{title}</a></span> });
    let titles = titles.collect_view();
    let (by, at) = line.noted;
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name num"><Day on=line.on/>", "{line.how.label()}</span>
                    <span class="row-fact as-typed">"To: "{line.whom}</span>
                    {titles}
                    {(!line.released.is_empty()).then(|| view! { <span class="row-fact as-typed">{line.released}</span> })}
                    <span class="row-fact num">"Noted by "{by}", "<When at/></span>
                </span>
                {line.request.map(|id| view! { <span class="row-end"><a class="link" href=routes::record_request(chart, id)>"The request"</a></span> })}
            </div>
        </li>
    }
}

/// Notes what was released without a request.
#[component]
fn LogPanel(chart: ChartId, documents: Vec<Releasable>, today: NaiveDate) -> impl IntoView {
    view! {
        <Panel title="Note a release" id="note">
            <Form<LogRelease> fields=vec![("chart", chart.to_string())]>
                <p class="sub">"What left the chart without a request in the portal: what, to whom, how and when. Documents that go in the portal are shared with it."</p>
                <ReleaseFields documents whom=String::new() how=String::new() today/>
                <div class="acts"><button class="btn quiet">"Note in the log"</button></div>
            </Form<LogRelease>>
        </Panel>
    }
}

#[component]
fn ReleaseFields(documents: Vec<Releasable>, whom: String, how: String, today: NaiveDate) -> impl IntoView {
    let none = [(String::new(), "Choose how".to_owned())].into_iter();
    let ways = none.chain(Delivery::ALL.into_iter().map(|way| (way.name().to_owned(), way.label().to_owned()))).collect();
    view! {
        <DocumentChoice documents/>
        <TextArea name="released" label="Anything else that is released" rows=2 longest=LONGEST_WORDS as u32 hint="For example: a letter of two pages, or a copy from the paper file."/>
        <TextArea name="whom" label="To whom" rows=2 recorded=whom longest=LONGEST_WORDS as u32/>
        <div class="fields">
            <SelectField name="how" label="How" options=ways recorded=how/>
            <TextField name="on" label="When" kind="date" short=true recorded=today.to_string() autocomplete="off"/>
        </div>
    }
}

#[component]
fn DocumentChoice(documents: Vec<Releasable>) -> impl IntoView {
    let kept = FormDraft::here();
    let order = calendar().order;
    let none = documents.is_empty();
    let boxes = documents.into_iter().enumerate().map(|(place, line)| {
        let name = format!("document[{place}]");
        let ticked = kept.value(&name, "") == line.id.to_string();
        let shared = if line.shared { ", in the portal already" } else { "" };
        view! {
            <label class="check">
                <input type="checkbox" name=name value=line.id.to_string() checked=ticked/>
                <span>{line.title}<small>{format!("{}, {}{shared}", kind_words(line.kind), order.day(line.written_on))}</small></span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="group" id="document" tabindex="-1">
            <legend>"Documents of the chart"</legend>
            {if none {
                view! { <p class="sub">"None that you could release. Psychotherapy notes and drafts are never among them."</p> }.into_any()
            } else {
                view! { {boxes} <p class="fine">"Psychotherapy notes and drafts are not among them."</p> }.into_any()
            }}
            <FieldErrors name="document" errors=kept.errors("document")/>
        </fieldset>
    }
}

#[component]
pub fn RecordRequestPage() -> impl IntoView {
    let id = param::<RecordRequestId>("request");
    let done = Done::here().and_then(news);
    view! {
        <ChartPage title="A request for records" tab=ChartTab::Documents load=move |chart| read_record_request(chart, id) show=move |page: RequestPage| view! {
            <RequestView page done/>
        }
        .into_any()/>
    }
}

#[component]
fn RequestView(page: RequestPage, done: Option<&'static str>) -> impl IntoView {
    let (chart, request) = (page.banner.id, page.request);
    let (asked, open, id) = (request.asked.clone(), request.state.is_open(), request.id);
    let whom = match asked.delivery {
        Delivery::Portal | Delivery::PickUp => request.by.clone(),
        Delivery::Mail | Delivery::Provider => asked.address.clone(),
    };
    let way = asked.delivery.name().to_owned();
    let fields = move || vec![("chart", chart.to_string()), ("request", id.to_string())];
    let what = what_words(&asked);
    view! {
        <header class="head">
            <div>
                <a class="back" href=routes::chart_records(chart)><Icon name="chevron-left"/>"Records"</a>
                <h2>{what}</h2>
            </div>
            <StateTag state=request.state late=open && request.due < page.today/>
        </header>
        {done.map(|head| view! { <Notice head/> })}
        <Refused<TakeRecordRequest>/>
        <dl class="facts">
            <Fact label="Asked by">{request.by.clone()}", "<When at=request.asked_at/></Fact>
            {open.then(|| view! { <Fact label=if request.due < page.today { "Overdue since" } else { "Due" }><Day on=request.due/></Fact> })}
            <AskedFacts asked=asked/>
            {request.taken_by.map(|by| view! { <Fact label="Who works on it">{by}</Fact> })}
            {request.answered.map(|(by, at)| view! { <Fact label="Answered">{by}", "<When at/></Fact> })}
            {request.reason.map(|reason| view! { <Fact label="Why it was declined"><Lines text=reason/></Fact> })}
        </dl>
        {request.conversation.map(|id| view! { <p class="block"><a class="link" href=routes::office_conversation(id)>"Messages about this request"</a></p> })}
        {(request.state == RequestState::Received).then(|| view! {
            <div class="acts block"><PostButton<TakeRecordRequest> class="btn quiet" fields=fields()>"Begin to work on it"</PostButton<TakeRecordRequest>></div>
        })}
        {open.then(|| view! {
            <Panel title="Release" id="release">
                <Form<ReleaseRecords> fields=fields()>
                    <ReleaseFields documents=page.documents whom how=way today=page.today/>
                    <p class="sub">"In the portal, documents are shared in the same act. What goes another way you print or hand over yourself. The client is told that the request is answered."</p>
                    <div class="acts"><button class="btn">"Release and note in the log"</button></div>
                </Form<ReleaseRecords>>
            </Panel>
            <Panel title="Decline" id="decline">
                <Form<DeclineRecordRequest> fields=fields()>
                    <TextArea name="reason" label="Why it is not released" rows=3 longest=LONGEST_WORDS as u32 hint="The client reads it, and should learn what else they can do."/>
                    <div class="acts"><button class="btn quiet">"Decline"</button></div>
                </Form<DeclineRecordRequest>>
            </Panel>
        })}
        {(!page.releases.is_empty()).then(|| view! { <Log chart releases=page.releases/> })}
    }
}
