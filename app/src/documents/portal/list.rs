//! **My Documents**.

use super::StateTag;
use crate::{
    Done,
    documents::{WithdrawConsent, kind_words, list_my_documents},
    parts::{Day, Empty, Icon, Notice, acting_for, asked, calendar, due_words, form::PostButton},
    routes,
    shell::{NavItem, PortalPage},
};
use chrono::NaiveDate;
use domain::{
    documents::{DocumentKind, MyDocument, MyDocuments, ReaderState},
    forms::{MyForm, Status},
};
use leptos::prelude::*;

/// The tabs, which are links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    All,
    Forms,
    Documents,
    ToBeSigned,
    ActionRequired,
}

impl Tab {
    const ALL: [Self; 5] = [Self::All, Self::Forms, Self::Documents, Self::ToBeSigned, Self::ActionRequired];

    fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Forms => "Forms",
            Self::Documents => "Documents",
            Self::ToBeSigned => "To Be Signed",
            Self::ActionRequired => "Action Required",
        }
    }

    /// Its name in the address.
    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Forms => "forms",
            Self::Documents => "documents",
            Self::ToBeSigned => "to-sign",
            Self::ActionRequired => "action",
        }
    }

    fn asked() -> Self {
        let asked = asked("show").unwrap_or_default();
        Self::ALL.into_iter().find(|tab| tab.name() == asked).unwrap_or(Self::All)
    }

    fn holds(self, document: &MyDocument) -> bool {
        match self {
            Self::All => true,
            Self::Forms => document.kind == DocumentKind::Form,
            Self::Documents => document.kind != DocumentKind::Form,
            Self::ToBeSigned | Self::ActionRequired => document.state == ReaderState::PendingReview,
        }
    }

    /// Whether forms that wait to be filled in stand here.
    fn holds_forms(self) -> bool {
        matches!(self, Self::All | Self::Forms | Self::ActionRequired)
    }
}

#[component]
pub fn DocumentListPage() -> impl IntoView {
    view! {
        <PortalPage title=|_| "My Documents" place=NavItem::Documents load=list_my_documents show=|mine: MyDocuments| view! {
            <header class="head">
                <h1>"My Documents"</h1>
                <p class="sub">"Everything the practice has shared with you."</p>
                <div class="acts block"><a class="btn quiet" href=routes::acting(routes::SEND_DOCUMENTS, acting_for())><Icon name="paperclip"/>"Send documents"</a><a class="btn quiet" href=routes::acting(routes::RECORDS, acting_for())>"Request records"</a></div>
            </header>
            {(Done::here() == Some(Done::Revoked)).then(|| view! {
                <Notice head="Your agreement is taken back">
                    <p>"What you have signed before stays valid. Before you sign here again, you are asked anew. You can also sign on paper at the practice."</p>
                </Notice>
            })}
            <TabList to_sign=mine.documents.iter().filter(|document| Tab::ToBeSigned.holds(document)).count() to_fill=mine.forms.iter().filter(|form| form.status.is_open()).count()/>
            <DocumentList mine=mine.clone()/>
            {mine.agreed_on.map(|since| view! { <Agreement since/> })}
        }.into_any()/>
    }
}

/// That one signs electronically, and how to take that back.
#[component]
fn Agreement(since: NaiveDate) -> impl IntoView {
    let fields = acting_for().map(|grant| vec![("grant", grant.to_string())]).unwrap_or_default();
    view! {
        <details class="note block">
            <summary class="fine num">"You agreed to sign electronically on " <Day on=since/></summary>
            <p>"You can take this back at any time. From then on you get paper and sign with a pen, which can take longer. Your care goes on, there is no fee, and what you have signed before stays valid."</p>
            <PostButton<WithdrawConsent> class="btn quiet small" fields>"Take my agreement back"</PostButton<WithdrawConsent>>
        </details>
    }
}

#[component]
fn TabList(to_sign: usize, to_fill: usize) -> impl IntoView {
    let (here, grant) = (Tab::asked(), acting_for());
    view! {
        <nav class="tabs block" aria-label="My Documents">
            {Tab::ALL
                .into_iter()
                .map(|tab| {
                    let waiting = match tab {
                        Tab::ToBeSigned => to_sign,
                        Tab::Forms => to_fill,
                        Tab::ActionRequired => to_sign + to_fill,
                        Tab::All | Tab::Documents => 0,
                    };
                    view! {
                        <a href=routes::documents_shown(tab.name(), grant) aria-current=(tab == here).then_some("page")>
                            {tab.label()}
                            {(waiting > 0).then(|| view! { <span class="badge">{waiting}<span class="sr">" waiting"</span></span> })}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

#[component]
fn DocumentList(mine: MyDocuments) -> impl IntoView {
    let tab = Tab::asked();
    let shown: Vec<MyDocument> = mine.documents.into_iter().filter(|document| tab.holds(document)).collect();
    let mut forms = if tab.holds_forms() { mine.forms } else { Vec::new() };
    forms.retain(|form| form.status.is_open() || tab != Tab::ActionRequired);
    if shown.is_empty() && forms.is_empty() {
        return view! { <NothingShown tab/> }.into_any();
    }
    let count = match shown.len() + forms.len() {
        1 => "1 document".to_owned(),
        several => format!("{several} documents"),
    };
    let downloads = mine.downloads;
    view! {
        <ul class="rows">
            {forms.into_iter().map(|form| view! { <FormRow form/> }).collect_view()}
            {shown.into_iter().map(|document| view! { <DocumentRow document downloads/> }).collect_view()}
        </ul>
        <p class="fine block num">{count}</p>
    }
    .into_any()
}

#[component]
fn NothingShown(tab: Tab) -> impl IntoView {
    let all = routes::documents_shown(Tab::All.name(), acting_for());
    let all = move || view! { <a class="btn quiet" href=all.clone()>"See all documents"</a> };
    match tab {
        Tab::All => view! {
            <Empty drawing="draw-documents" title="No documents yet" words="When the practice shares something with you, it shows here, and you get an e-mail."/>
        }
        .into_any(),
        Tab::Forms => view! {
            <Empty drawing="draw-documents" title="No forms here" words="Forms that the practice sends you show here.">{all()}</Empty>
        }
        .into_any(),
        Tab::Documents => view! {
            <Empty drawing="draw-documents" title="No documents here" words="Notes, plans and invoices that the practice shares with you show here.">{all()}</Empty>
        }
        .into_any(),
        Tab::ToBeSigned | Tab::ActionRequired => view! {
            <Empty drawing="draw-documents" title="Nothing to do here" words="When something needs your signature or an answer, it shows here, and you get an e-mail.">{all()}</Empty>
        }
        .into_any(),
    }
}

/// A form that waits to be filled in.
#[component]
fn FormRow(form: MyForm) -> impl IntoView {
    let order = calendar().order;
    let from = form.from.map(|from| format!(" from {from}")).unwrap_or_default();
    let closed = form.status == Status::Expired;
    let (class, tag) = match form.status {
        Status::InProgress => ("tag due", "In progress"),
        Status::Expired => ("tag", "Closed"),
        _ => ("tag due", "Pending Review"),
    };
    let due = match form.due {
        _ if closed => Some("Its last day has gone by. If you still want to send it, please call the practice.".to_owned()),
        due => due.map(|day| due_words(day, form.closes)),
    };
    view! {
        <li>
            <div class="row">
                <span class=if closed { "row-icon" } else { "row-icon signal" }><Icon name="pen"/></span>
                <span class="row-main">
                    <span><a class="row-name" href=routes::form(form.id, acting_for())>{form.title}</a></span>
                    <span class="row-fact num">{format!("Form{from}, {}", order.weekday(form.sent_on))}</span>
                    {(form.status == Status::Returned).then(|| view! { <span class="row-fact">"The practice has a question about it"</span> })}
                    {due.map(|words| view! { <span class="row-fact num">{words}</span> })}
                </span>
                <span class="row-end"><span class=class>{tag}</span></span>
            </div>
        </li>
    }
}

/// A document: its name opens it; a button beside it loads it down.
#[component]
fn DocumentRow(document: MyDocument, downloads: bool) -> impl IntoView {
    let grant = acting_for();
    let pending = document.state == ReaderState::PendingReview;
    let loads_down = downloads && !matches!(document.state, ReaderState::PendingReview | ReaderState::Declined);
    let day = calendar().order.weekday(document.shared_on);
    let fact = match document.kind {
        DocumentKind::Form => format!("Form, sent to the practice on {day}"),
        kind => format!("{} from {}, {day}", kind_words(kind), document.author),
    };
    let download = loads_down.then(|| {
        view! {
            <a class="btn quiet small" href=routes::document_download(document.share, grant) download>
                <Icon name="download"/>"Download"<span class="sr">" "{document.title.clone()}</span>
            </a>
        }
    });
    view! {
        <li>
            <div class="row">
                <span class=if pending { "row-icon signal" } else { "row-icon" }><Icon name=if pending { "pen" } else { "document" }/></span>
                <span class="row-main">
                    <span><a class="row-name" href=routes::document(document.share, grant)>{document.title}</a></span>
                    <span class="row-fact num">{fact}</span>
                </span>
                <span class="row-end"><StateTag state=document.state/>{download}</span>
            </div>
        </li>
    }
}
