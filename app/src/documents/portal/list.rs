//! **My Documents**.

use super::StateTag;
use crate::{
    documents::{kind_words, list_my_documents},
    parts::{Empty, Icon, acting_for, asked, calendar},
    routes,
    shell::{NavItem, PortalPage},
};
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
                <p class="sub">{if mine.reads { "Everything the practice has shared with you." } else { "The forms that the practice sends you." }}</p>
                {mine.reads.then(|| view! {
                    <div class="acts block"><a class="btn quiet" href=routes::acting(routes::SEND_DOCUMENTS, acting_for())><Icon name="paperclip"/>"Send documents"</a></div>
                })}
            </header>
            // Who fills in forms alone has nothing to choose from.
            {mine.reads.then(|| view! {
                <TabList to_sign=mine.documents.iter().filter(|document| Tab::ToBeSigned.holds(document)).count() to_fill=mine.forms.len()/>
            })}
            <DocumentList mine/>
        }.into_any()/>
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
    let tab = if mine.reads { Tab::asked() } else { Tab::Forms };
    let reads = mine.reads;
    let shown: Vec<MyDocument> = mine.documents.into_iter().filter(|document| tab.holds(document)).collect();
    let forms = if tab.holds_forms() { mine.forms } else { Vec::new() };
    if shown.is_empty() && forms.is_empty() {
        return view! { <NothingShown tab reads/> }.into_any();
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
fn NothingShown(tab: Tab, reads: bool) -> impl IntoView {
    let all = routes::documents_shown(Tab::All.name(), acting_for());
    let all = move || view! { <a class="btn quiet" href=all.clone()>"See all documents"</a> };
    match tab {
        Tab::All => view! {
            <Empty drawing="draw-documents" title="No documents yet" words="When the practice shares something with you, it shows here, and you get an e-mail."/>
        }
        .into_any(),
        Tab::Forms => view! {
            <Empty drawing="draw-documents" title="No forms here" words="Forms that the practice sends you show here, and you get an e-mail.">{reads.then(all)}</Empty>
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
    let what = if form.paper { "A PDF to fill in" } else { "Form" };
    let tag = match form.status {
        Status::InProgress => "In progress",
        _ if form.paper => "To send back",
        _ => "Pending Review",
    };
    let due = form.due.map(|day| format!("Please send it by {}", order.weekday(day)));
    view! {
        <li>
            <div class="row">
                <span class="row-icon signal"><Icon name="pen"/></span>
                <span class="row-main">
                    <span><a class="row-name" href=routes::form(form.id, acting_for())>{form.title}</a></span>
                    <span class="row-fact num">{format!("{what}{from}, {}", order.weekday(form.sent_on))}</span>
                    {(form.status == Status::Returned).then(|| view! { <span class="row-fact">"The practice has a question about it"</span> })}
                    {due.map(|words| view! { <span class="row-fact num">{words}</span> })}
                </span>
                <span class="row-end"><span class="tag due">{tag}</span></span>
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
