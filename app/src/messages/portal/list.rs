//! The list of conversations.

use crate::{
    messages::{
        found::{LookedThrough, SearchMessages},
        list_conversations, search_conversations,
    },
    parts::{Empty, Icon, When, acting_for, asked},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::messages::{ConversationLine, Found, Inbox, Purpose, Starting};
use leptos::prelude::*;

#[component]
pub fn InboxPage() -> impl IntoView {
    let below = asked("below").and_then(|id| id.parse().ok());
    if let Some(words) = asked("q").filter(|words| !words.trim().is_empty()) {
        return view! {
            <PortalPage
                title=|_| "Search messages"
                place=NavItem::Messages
                load=move |grant| search_conversations(grant, words.clone(), below)
                show=show_found
            />
        }
        .into_any();
    }
    view! {
        <PortalPage
            title=|_| "Messages"
            place=NavItem::Messages
            load=move |grant| list_conversations(grant, below)
            show=|inbox: Inbox| view! { <InboxView inbox/> }.into_any()
        />
    }
    .into_any()
}

fn show_found(found: Found<ConversationLine>) -> AnyView {
    view! { <FoundView found/> }.into_any()
}

#[component]
fn FoundView(found: Found<ConversationLine>) -> impl IntoView {
    let grant = acting_for();
    let list = routes::acting(routes::MESSAGES, grant);
    let older = found.older.map(|below| routes::search(&list, &found.words, below));
    let rows = found.lines.iter().cloned().map(|(line, excerpt)| view! { <ConversationRow line excerpt/> }).collect_view();
    view! {
        <header class="head">
            <a class="back" href=list><Icon name="chevron-left"/>"Messages"</a>
            <h1>"Search messages"</h1>
        </header>
        <SearchField words=found.words.clone()/>
        {(!found.lines.is_empty()).then(|| view! { <ul class="rows block">{rows}</ul> })}
        <LookedThrough found older/>
    }
}

#[component]
fn SearchField(words: String) -> impl IntoView {
    let hidden = acting_for().map(|grant| ("for", grant.to_string())).into_iter().collect::<Vec<_>>();
    view! { <SearchMessages action=routes::MESSAGES words hidden/> }
}

#[component]
fn InboxView(inbox: Inbox) -> impl IntoView {
    let grant = acting_for();
    let starts = inbox.starting != Starting::Nothing;
    let older = inbox.older.map(|id| routes::with(&routes::acting(routes::MESSAGES, grant), "below", &id.to_string()));
    view! {
        <header class="head with-act">
            <div>
                <h1>"Messages"</h1>
                <p class="sub">"Between you and the practice. Nobody else reads along."</p>
            </div>
            {starts.then(|| view! { <a class="btn" href=routes::begin(Purpose::Talk, grant)><Icon name="plus"/>"New message"</a> })}
        </header>
        {(!inbox.conversations.is_empty()).then(|| view! { <SearchField words=String::new()/> })}
        <ConversationList conversations=inbox.conversations/>
        {older.map(|href| view! { <p class="block"><a class="link" href=href>"Show older conversations"</a></p> })}
        <RequestLinks requests=inbox.requests starts records=inbox.records/>
    }
}

#[component]
fn ConversationList(conversations: Vec<ConversationLine>) -> impl IntoView {
    if conversations.is_empty() {
        return view! {
            <Empty drawing="draw-messages" title="No messages yet" words="When the office writes to you, it shows here, and you get an e-mail."/>
        }
        .into_any();
    }
    view! { <ul class="rows block" id="conversations" data-fresh="">{conversations.into_iter().map(|line| view! { <ConversationRow line/> }).collect_view()}</ul> }
        .into_any()
}

#[component]
fn ConversationRow(line: ConversationLine, #[prop(optional)] excerpt: String) -> impl IntoView {
    let unread = line.unread > 0;
    let from = line.from.map_or_else(|| "You wrote last".to_owned(), |name| format!("From {name}"));
    view! {
        <li class=unread.then_some("unread")>
            <a class="row" href=routes::conversation(line.id, acting_for())>
                <span class="row-main">
                    <span class=if unread { "row-name" } else { "row-name light" }>
                        {unread.then(|| view! { <span class="sr">"Unread: "</span> })}
                        {line.subject}
                    </span>
                    <span class="row-fact">{from}</span>
                    {(!excerpt.is_empty()).then(|| view! { <span class="row-fact excerpt">{excerpt}</span> })}
                    <span class="fine num"><When at=line.at recent=true/></span>
                </span>
                {(line.draft || line.closed || unread).then(|| view! {
                    <span class="row-end">
                        {line.draft.then(|| view! { <span class="tag">"Draft"</span> })}
                        {line.closed.then(|| view! { <span class="tag">"Closed"</span> })}
                        {unread.then(|| view! { <span class="badge">{line.unread}<span class="sr">" unread"</span></span> })}
                    </span>
                })}
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

/// What one can ask for, whoever may begin a conversation.
#[component]
fn RequestLinks(requests: Vec<Purpose>, starts: bool, records: bool) -> impl IntoView {
    let grant = acting_for();
    let to = move |purpose| match purpose {
        Purpose::RecordRequest if records => routes::acting(routes::RECORDS, grant),
        purpose => routes::begin(purpose, grant),
    };
    view! {
        <section class="block" aria-labelledby="requests">
            <h2 id="requests">"Ask the office"</h2>
            {(!starts).then(|| view! { <p class="sub">"New conversations begin with the practice. These three you can always send."</p> })}
            <ul class="rows">
                {requests
                    .into_iter()
                    .map(|purpose| view! {
                        <li><a class="row" href=to(purpose)><span class="row-main"><span class="row-name light">{purpose.label()}</span></span><Icon name="chevron-right" class="icon go"/></a></li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
