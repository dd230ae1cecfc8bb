//! The **Documents** tab.

use super::{
    menu::{DocumentMenu, RefusedShares, ShareTags},
    search::{Order, STATUSES, Search},
    words::status_words,
};
use crate::{
    Done,
    charts::{ChartPage, ChartTab, DocumentsNav, of_chart},
    documents::{ShareDocument, UnshareDocument, due_words, kind_words, list_chart_documents, remark_words},
    parts::{Day, Empty, Icon, Notice, Spelled, asked, calendar, form::PostButton},
    routes,
};
use domain::{
    documents::{ChartDocuments, DocumentLine, SessionOffer, ShareRemark, ShareState, grouped},
    ids::{ChartId, DocumentId},
};
use leptos::prelude::*;

of_chart!(ChartDocuments);

#[component]
pub fn ChartDocumentsPage() -> impl IntoView {
    let search = Search::asked();
    let (done, about) = (Done::here(), asked("document").and_then(|id| id.parse().ok()));
    view! {
        <ChartPage title="Documents" tab=ChartTab::Documents load=list_chart_documents show=move |page: ChartDocuments| view! {
            <h2 class="sr">"Documents"</h2>
            <DocumentsNav tabs=page.banner.tabs chart=page.banner.id/>
            <RefusedShares/>
            {page.offer.clone().map(|offer| view! { <SessionNotice chart=page.banner.id offer/> })}
            {if page.lines.is_empty() {
                view! { <NoDocuments page=page.clone()/> }.into_any()
            } else {
                view! { <DocumentSearchForm page=page.clone() search=search.clone()/> <DocumentTable page=page.clone() search/> }.into_any()
            }}
            <p class="fine block">"Somebody sends you a signed PDF? "<a class="link" href=routes::OFFICE_VERIFY>"Verify a document"</a>"."</p>
            <DoneToast page done about/>
        }
        .into_any()/>
    }
}

#[component]
fn NewNoteLink(chart: ChartId) -> impl IntoView {
    view! {
        <a class="btn" href=routes::new_note(chart)><Icon name="plus"/>"New note"</a>
        <a class="btn quiet" href=routes::new_plan(chart)>"New plan"</a>
        <a class="btn quiet" href=routes::upload(chart)>"Upload"</a>
    }
}

/// After a session: its summary can be shared, or one written.
#[component]
fn SessionNotice(chart: ChartId, offer: SessionOffer) -> impl IntoView {
    let when = calendar().order.weekday(offer.at.day());
    let head = format!("The session on {when} with {} is over", offer.with);
    match offer.summary {
        Some((document, title)) => {
            let fields = vec![("chart", chart.to_string()), ("document", document.to_string()), ("action", "share".to_owned())];
            view! {
                <Notice kind="info" head>
                    <p>{format!("Its note, “{title}”, is signed and not shared. Shall the client read it?")}</p>
                    <div class="acts">
                        <PostButton<ShareDocument> class="btn small" fields><Icon name="share"/>"Share the summary"</PostButton<ShareDocument>>
                        <a class="btn plain small" href=routes::office_document(chart, document)>"Read it first"</a>
                    </div>
                </Notice>
            }
            .into_any()
        }
        None => view! {
            <Notice kind="info" head>
                <p>"There is no signed note of it yet that could be shared with the client."</p>
                <div class="acts"><a class="btn small" href=routes::new_note(chart)>"Write a summary"</a></div>
            </Notice>
        }
        .into_any(),
    }
}

#[component]
fn NoDocuments(page: ChartDocuments) -> impl IntoView {
    let chart = page.banner.id;
    view! {
        <Empty drawing="draw-documents" title="No documents yet" words="Notes, plans, invoices and signed forms of this client show here.">
            {page.may_write.then(|| view! { <NewNoteLink chart/> })}
        </Empty>
    }
}

#[component]
fn DocumentSearchForm(page: ChartDocuments, search: Search) -> impl IntoView {
    let chart = page.banner.id;
    let kinds = Search::kinds(&page.lines);
    let statuses = STATUSES.map(status_words).to_vec();
    view! {
        <form class="toolbar" role="search" method="get" action=routes::chart_documents(chart)>
            <div class="find">
                <label class="sr" for="q">"Find in documents"</label>
                <Icon name="search"/>
                <input
                    class="input"
                    id="q"
                    name="q"
                    type="search"
                    value=search.words
                    placeholder="Find in documents"
                    autocomplete="off"
                    data-walk
                />
            </div>
            <FilterSelect name="type" label="Type" options=kinds chosen=search.kind/>
            <FilterSelect name="status" label="Share Status" options=statuses chosen=search.status/>
            <input type="hidden" name="sort" value=search.order.name()/>
            <span><button class="btn quiet">"Find"</button></span>
            {page.may_write.then(|| view! { <NewNoteLink chart/> })}
        </form>
    }
}

#[component]
fn FilterSelect(name: &'static str, label: &'static str, options: Vec<&'static str>, chosen: String) -> impl IntoView {
    view! {
        <select class="input" name=name aria-label=label>
            <option value="">{format!("{label}: any")}</option>
            {options
                .into_iter()
                .map(|words| {
                    let selected = words == chosen;
                    view! { <option value=words selected=selected>{words}</option> }
                })
                .collect_view()}
        </select>
    }
}

#[component]
fn DocumentTable(page: ChartDocuments, search: Search) -> impl IntoView {
    let chart = page.banner.id;
    let lines = search.of(page.lines);
    if lines.is_empty() {
        return view! { <Empty drawing="draw-documents" title="Nothing found" words="No document fits. Search for less, or choose another type or status."/> }.into_any();
    }
    let groups = grouped(lines.clone());
    let count = if lines.len() == 1 { "1 document".to_owned() } else { format!("{} documents", lines.len()) };
    view! {
        <table class="table" data-walk>
            <caption class="sr">"Documents"</caption>
            <thead>
                <tr>
                    <SortHead chart search=search.clone() label="Name" orders=(Order::Name, Order::NameBackwards)/>
                    <th scope="col">"Type"</th>
                    <SortHead chart search label="Date" orders=(Order::Oldest, Order::Newest)/>
                    <th scope="col">"Author"</th>
                    <th scope="col">"Share Status"</th>
                    <th scope="col"><span class="sr">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>
                {groups
                    .into_iter()
                    .map(|(line, below)| view! {
                        <DocumentRow chart line/>
                        {below.into_iter().map(|line| view! { <DocumentRow chart line below=true/> }).collect_view()}
                    })
                    .collect_view()}
            </tbody>
        </table>
        <p class="count">{count}</p>
    }
    .into_any()
}

/// A column's head that sorts by it: upwards, then downwards.
#[component]
fn SortHead(chart: ChartId, search: Search, label: &'static str, orders: (Order, Order)) -> impl IntoView {
    let (up, down) = orders;
    let (sorted, arrow, next) = match search.order {
        order if order == up => (Some("ascending"), " ↑", down),
        order if order == down => (Some("descending"), " ↓", up),
        _ => (None, "", if up == Order::Oldest { down } else { up }),
    };
    let href = format!(
        "{}?q={}&type={}&status={}&sort={}",
        routes::chart_documents(chart),
        routes::encode(&search.words),
        routes::encode(&search.kind),
        routes::encode(&search.status),
        next.name()
    );
    view! { <th scope="col" aria-sort=sorted><a href=href>{label}<span aria-hidden="true">{arrow}</span></a></th> }
}

#[component]
fn DocumentRow(
    chart: ChartId,
    line: DocumentLine,
    /// An older version, or an addendum: it stands below the one that it belongs to.
    #[prop(optional)]
    below: bool,
) -> impl IntoView {
    let mark = match (line.amends.is_some(), line.edition) {
        (true, _) => Some("Addendum".to_owned()),
        (false, 1) if !below => None,
        (false, edition) => Some(format!("version {edition}")),
    };
    view! {
        <tr class=below.then_some("below")>
            <th scope="row">
                <a class="table-name" href=routes::office_document(chart, line.id)>{line.title.clone()}</a>
                {mark.map(|mark| view! { " "<span class="tag">{mark}</span> })}
                {line.remark.clone().map(|remark| view! { <span class="table-sub">{remark_words(remark)}</span> })}
                {line.due.map(|due| view! { <span class="table-sub">{due_words(due)}</span> })}
            </th>
            <td data-label="Type">{kind_words(line.kind)}</td>
            <td data-label="Date"><Day on=line.written_on spelled=Spelled::Short/></td>
            <td data-label="Author">{line.author.clone()}</td>
            <td data-label="Share Status"><ShareTags line=line.clone()/></td>
            <td class="table-end"><DocumentMenu chart line open=true/></td>
        </tr>
    }
}

/// The confirmation after a share, with the way back while nobody has opened it.
#[component]
fn DoneToast(page: ChartDocuments, done: Option<Done>, about: Option<DocumentId>) -> impl IntoView {
    let chart = page.banner.id;
    let line = about.and_then(|id| page.lines.into_iter().find(|line| line.id == id));
    let words = match (done, line.as_ref().and_then(|line| line.share)) {
        (Some(Done::Shared), Some(ShareState::Open)) | (Some(Done::Asked), Some(ShareState::AwaitingSignature)) if !page.registered => {
            format!("{} has not registered yet. It waits, and appears when they register.", page.holder)
        }
        (Some(Done::Shared), Some(ShareState::Open)) => format!("Shared with {}. A mail tells them.", page.holder),
        (Some(Done::Asked), Some(ShareState::AwaitingSignature)) => {
            let first = match line.as_ref().and_then(|line| line.remark.clone()) {
                Some(ShareRemark::SignatureRequested { waits_for: Some(first), .. }) => first,
                _ => page.holder,
            };
            format!("{first} was asked to sign. A mail tells them.")
        }
        (Some(Done::Unshared), None) => "It is not shared any more.".to_owned(),
        _ => return ().into_any(),
    };
    let undo = line.filter(|line| line.may_unshare).map(|line| vec![("chart", chart.to_string()), ("document", line.id.to_string())]);
    view! {
        <div class="notice ok toast no-print" role="status">
            <Icon name="check-circle"/>
            <div><p>{words}</p></div>
            {undo.map(|fields| view! { <PostButton<UnshareDocument> class="btn plain small" fields>"Undo"</PostButton<UnshareDocument>> })}
        </div>
    }
    .into_any()
}
