//! The **Chart Face**: how things stand with one client, at a glance.

use super::band::{ChartPage, ChartTab, of_chart};
use crate::{
    Done,
    appointments::NextPanel,
    billing::BalancePanel,
    charts::read_face,
    documents::{ShareTags, kind_words, remark_words},
    invites::PortalTag,
    parts::{Fact, Notice, Panel, When, born, calendar},
    routes,
};
use domain::{charts::ChartFace, documents::DocumentLine, ids::ChartId};
use leptos::prelude::*;

of_chart!(ChartFace);

#[component]
pub fn ChartFacePage() -> impl IntoView {
    let created = Done::here() == Some(Done::Created);
    view! {
        <ChartPage title="Chart Face" tab=ChartTab::Face load=read_face show=move |face: ChartFace| view! {
            {created.then(|| view! { <CreatedNotice/> })}
            <div class="panels">
                <div class="column">
                    {face.banner.tabs.appointments.then(|| view! { <NextPanel chart=face.banner.id next=face.next.clone()/> })}
                    {face.balance_cents.map(|cents| view! { <BalancePanel chart=face.banner.id cents/> })}
                    {face.banner.tabs.documents.then(|| view! { <LatestDocuments chart=face.banner.id lines=face.documents.clone()/> })}
                    <OpenRequests count=face.open_tasks/>
                </div>
                <div class="column">
                    <PortalPanel face=face.clone()/>
                    <AboutPanel face/>
                </div>
            </div>
        }
        .into_any()/>
    }
}

#[component]
fn CreatedNotice() -> impl IntoView {
    view! {
        <Notice head="The chart is created.">
            <p>"Add contacts under Demographics, or activate the client portal under Communications."</p>
        </Notice>
    }
}

#[component]
fn LatestDocuments(chart: ChartId, lines: Vec<DocumentLine>) -> impl IntoView {
    let all = view! { <a class="link" href=routes::chart_documents(chart)>"All documents"</a> }.into_any();
    view! {
        <Panel title="Latest documents" acts=all>
            {if lines.is_empty() {
                view! { <p class="sub">"Nothing is written or filed yet."</p> }.into_any()
            } else {
                view! {
                    <ul class="rows bare">
                        {lines.into_iter().map(|line| view! { <DocumentRow chart line/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </Panel>
    }
}

#[component]
fn DocumentRow(chart: ChartId, line: DocumentLine) -> impl IntoView {
    let fact = match line.remark.clone() {
        Some(remark) => remark_words(remark),
        None => format!("{}, {}, {}", kind_words(line.kind), line.author, calendar().order.short_day(line.written_on)),
    };
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <a class="row-name" href=routes::office_document(chart, line.id)>{line.title.clone()}</a>
                    <span class="row-fact num">{fact}</span>
                </span>
                <span class="row-end"><ShareTags line/></span>
            </div>
        </li>
    }
}

#[component]
fn OpenRequests(count: u64) -> impl IntoView {
    let words = match count {
        0 => "Nothing waits for an answer.".to_owned(),
        1 => "1 thing about this chart waits in the To-do list.".to_owned(),
        count => format!("{count} things about this chart wait in the To-do list."),
    };
    let list = (count > 0).then(|| view! { <a class="link" href=routes::TO_DO>"To-do"</a> }.into_any());
    view! { <Panel title="Open requests" acts=list.unwrap_or_else(|| ().into_any())><p class="sub num">{words}</p></Panel> }
}

#[component]
fn PortalPanel(face: ChartFace) -> impl IntoView {
    let id = face.banner.id;
    let way = face.banner.tabs.communications.then(|| view! { <a class="link" href=routes::chart_communications(id)>"Communications"</a> });
    view! {
        <Panel title="Client portal" acts=way.into_any()>
            <dl class="facts num">
                <Fact label="Status"><PortalTag status=face.banner.portal/></Fact>
                <Fact label="Chart Owner">{face.owner.unwrap_or_else(|| "Nobody yet".into())}</Fact>
                {face.portal_since.map(|at| view! { <Fact label="Since"><When at/></Fact> })}
            </dl>
        </Panel>
    }
}

#[component]
fn AboutPanel(face: ChartFace) -> impl IntoView {
    let banner = face.banner;
    let way = view! { <a class="link" href=routes::chart_demographics(banner.id)>"Demographics"</a> }.into_any();
    view! {
        <Panel title="About" acts=way>
            <dl class="facts num">
                {banner.preferred_name.map(|name| view! { <Fact label="Preferred name">{name}</Fact> })}
                {banner.pronouns.map(|pronouns| view! { <Fact label="Pronouns">{pronouns}</Fact> })}
                <Fact label="Born">{born(banner.born)}</Fact>
                <Fact label="Texts">{face.texts_to.map_or_else(|| "No number takes them".into(), |number| format!("To {number}"))}</Fact>
                <Fact label="Primary clinician">{face.clinician.unwrap_or_else(|| "Nobody yet".into())}</Fact>
                {(!face.care_team.is_empty()).then(|| view! { <Fact label="Care team">{face.care_team.join("; ")}</Fact> })}
            </dl>
        </Panel>
    }
}
