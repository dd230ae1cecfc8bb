//! What the client sees: the inbox, and a conversation.

use crate::{
    Failure,
    messages::{list_conversations, read_conversation},
    parts::{Day, Empty, Icon, Lines, When, acting_for, param},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    documents::ShareState,
    ids::ConversationId,
    messages::{Conversation, ConversationLine, Inbox, LinkedDocument, MessageLine},
};
use leptos::prelude::*;

#[component]
pub fn InboxPage() -> impl IntoView {
    view! {
        <PortalPage title=|_| "Messages" place=NavItem::Messages load=list_conversations show=|inbox: Inbox| view! {
            <header class="head">
                <h1>"Messages"</h1>
                <p class="sub">"What the practice has written to you."</p>
            </header>
            <ConversationList conversations=inbox.conversations/>
        }.into_any()/>
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
    view! { <ul class="rows block">{conversations.into_iter().map(|line| view! { <ConversationRow line/> }).collect_view()}</ul> }
        .into_any()
}

#[component]
fn ConversationRow(line: ConversationLine) -> impl IntoView {
    let unread = line.unread > 0;
    view! {
        <li class=unread.then_some("unread")>
            <a class="row" href=routes::conversation(line.id, acting_for())>
                <span class="row-main">
                    <span class=if unread { "row-name" } else { "row-name light" }>
                        {unread.then(|| view! { <span class="sr">"Unread: "</span> })}
                        {line.subject}
                    </span>
                    <span class="row-fact">"From " {line.from}</span>
                    <span class="fine num"><When at=line.at recent=true/></span>
                </span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
pub fn ConversationPage() -> impl IntoView {
    let id: Option<ConversationId> = param("conversation");
    view! {
        <PortalPage
            title=|_| "A message from the practice"
            place=NavItem::Messages
            load=move |grant| async move {
                match id {
                    Some(id) => read_conversation(grant, id).await,
                    None => Err(Failure(domain::Failure::NotFound)),
                }
            }
            show=|conversation| view! { <ConversationView conversation/> }.into_any()
        />
    }
}

#[component]
fn ConversationView(conversation: Conversation) -> impl IntoView {
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::MESSAGES, acting_for())><Icon name="chevron-left"/>"Messages"</a>
            <h1>{conversation.subject}</h1>
            <p class="print-only">"Printed on " <Day on=conversation.today/></p>
        </header>
        <ol class="talk block">
            {conversation.messages.into_iter().map(|message| view! { <MessageItem message/> }).collect_view()}
        </ol>
        <section class="block stack no-print" aria-label="Answering">
            <p class="fine">"You cannot answer here yet. To talk about this, call or write to the office: see Need help below."</p>
            <div class="acts">
                <button type="button" class="btn plain script-only" data-prints>
                    <Icon name="printer"/>"Print"
                </button>
            </div>
        </section>
    }
}

#[component]
fn MessageItem(message: MessageLine) -> impl IntoView {
    view! {
        <li class=if message.own { "say mine" } else { "say" } id=message.asks_for.map(|share| share.to_string())>
            <p class=if message.own { "say-who sr" } else { "say-who" }>{if message.own { "You".to_owned() } else { message.from }}</p>
            <div class="say-body">
                <Lines text=message.body/>
                {message.document.map(|document| view! { <DocumentLink document/> })}
                {message.taken_back.then(|| view! { <p class="sub">"No longer shared. The office has taken this document back, and there is nothing left to do."</p> })}
            </div>
            <p class="say-when num"><When at=message.at recent=true/></p>
        </li>
    }
}

/// The document that a message is about.
#[component]
fn DocumentLink(document: LinkedDocument) -> impl IntoView {
    let class = if document.state == ShareState::AwaitingSignature { "attach due" } else { "attach" };
    let words = match (document.state, document.signed_by) {
        (ShareState::AwaitingSignature, _) => "Pending Review".to_owned(),
        (ShareState::Signed, None) => "You signed this".to_owned(),
        (ShareState::Signed, Some(name)) => format!("{name} signed this"),
        (ShareState::Declined, _) => "You declined to sign this".to_owned(),
        (ShareState::Open | ShareState::Withdrawn, _) => "Open the document".to_owned(),
    };
    view! {
        <a class=class href=routes::document(document.share, acting_for())>
            <Icon name="document"/>
            <span>
                {document.title}
                <small>{words}</small>
            </span>
            <Icon name="chevron-right"/>
        </a>
    }
}
