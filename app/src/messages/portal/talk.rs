//! A conversation: correspondence, not chat. The practice's words stand on plain paper, the client's on a tinted slip.

use super::ExpectationsNote;
use crate::{
    Done, Failure,
    files::{AttachField, AttachedFiles, FilesOf, PendingFiles},
    messages::{ReplyToPractice, keep::Kept, read_conversation},
    parts::{
        Day, Icon, Lines, Notice, Spelled, When, acting_for, asked,
        form::{Form, TextArea, Unsent},
        param,
    },
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    documents::ShareState,
    ids::ConversationId,
    messages::{Answering, Closing, Conversation, LONGEST_MESSAGE, LinkedDocument, MessageLine},
    sign_in::Side,
};
use leptos::prelude::*;

#[component]
pub fn ConversationPage() -> impl IntoView {
    let id: Option<ConversationId> = param("conversation");
    let before = asked("before").and_then(|number| number.parse().ok());
    view! {
        <PortalPage
            title=|_| "A conversation with the practice"
            place=NavItem::Messages
            load=move |grant| async move {
                match id {
                    Some(id) => read_conversation(grant, id, before).await,
                    None => Err(Failure(domain::Failure::NotFound)),
                }
            }
            show=|conversation| view! { <ConversationView conversation/> }.into_any()
        />
    }
}

#[component]
fn ConversationView(conversation: Conversation) -> impl IntoView {
    let grant = acting_for();
    let of = FilesOf::Client(grant);
    let here = routes::conversation(conversation.id, grant);
    let first = conversation.messages.first().map(|message| message.number);
    let earlier = (conversation.earlier > 0).then(|| {
        let href = routes::with(&here, "before", &first.unwrap_or_default().to_string());
        let words = if conversation.earlier == 1 {
            "Show the earlier message".to_owned()
        } else {
            format!("Show {} earlier messages", conversation.earlier)
        };
        view! { <p class="no-print"><a class="link" href=href>{words}</a></p> }
    });
    view! {
        <header class="head">
            <div class="head-line no-print">
                <a class="back" href=routes::acting(routes::MESSAGES, grant)><Icon name="chevron-left"/>"Messages"</a>
                <button type="button" class="link script-only" data-prints><Icon name="printer"/>"Print"</button>
            </div>
            <h1>{conversation.subject}</h1>
            {(!conversation.with.is_empty()).then(|| view! { <p class="sub">"With " {conversation.with.join("; ")}</p> })}
            <p class="print-only">"Printed on " <Day on=conversation.today/></p>
        </header>
        {earlier}
        <Thread id=conversation.id messages=conversation.messages/>
        {conversation.older_page.then(|| view! { <p class="block no-print"><a class="link" href=here.clone()>"Show the newest messages"</a></p> })}
        {(Done::here() == Some(Done::Sent)).then(|| view! {
            <div id="sent" class="sent no-print"><Notice head="Sent"><p>"The practice has your message. You get an e-mail when there is an answer."</p></Notice></div>
        })}
        <section class="block no-print" id="end" aria-label="Answering">
            {match conversation.answering {
                Answering::Open => view! {
                    <ExpectationsNote expects=conversation.expects/>
                    <PendingFiles of draft=conversation.id.to_string() files=conversation.pending/>
                    <Form<ReplyToPractice> grant fields=vec![("id", conversation.id.to_string())]>
                        <TextArea name="body" label="Your answer" rows=4 recorded=conversation.draft.unwrap_or_default() longest=LONGEST_MESSAGE as u32 full=true/>
                        <Kept side=Side::Portal/>
                        <AttachField<ReplyToPractice> of draft=conversation.id.to_string()/>
                        <div class="acts"><button class="btn main"><Icon name="send"/>"Send"</button></div>
                    </Form<ReplyToPractice>>
                }
                .into_any(),
                closed => view! { <Unsent<ReplyToPractice>/> <NoAnswer answering=closed closed=conversation.closed phone=conversation.expects.phone/> }.into_any(),
            }}
        </section>
    }
}

/// Why one cannot answer, and what to do instead.
#[component]
fn NoAnswer(answering: Answering, closed: Option<(Closing, domain::dates::Moment)>, phone: Option<String>) -> impl IntoView {
    let grant = acting_for();
    let call = phone.map(|phone| view! { " You can also call " <span class="num">{phone}</span> "." });
    let why = match (answering, closed) {
        (Answering::NotBegunByPractice, _) => view! { "The practice now answers only what it has begun itself." }.into_any(),
        (_, Some((Closing::Quiet, at))) => view! { "It closed on " <When at/> ", two days after the practice’s last message." }.into_any(),
        (_, Some((Closing::ByStaff, at))) => view! { "The office closed it on " <When at/> "." }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <Notice kind="info" head="You can read this conversation, and not answer in it">
            <p>{why}" To go on with it, "<a href=routes::acting(routes::MESSAGES, grant)>"write to the office under Messages"</a>"."{call}</p>
        </Notice>
    }
}

/// Messages under the day on which they were sent, and where the new ones begin.
#[component]
fn Thread(id: ConversationId, messages: Vec<MessageLine>) -> impl IntoView {
    let mut day = None;
    let mut told_new = false;
    let mut lines = Vec::new();
    for message in messages {
        let on = message.at.day();
        let begins = message.new && !told_new;
        if day != Some(on) || begins {
            told_new = told_new || message.new;
            lines.push(
                view! { <li class="day"><Day on spelled=Spelled::WithWeekday/>{begins.then(|| view! { <b>"New"</b> })}</li> }.into_any(),
            );
            day = Some(on);
        }
        lines.push(view! { <MessageItem message/> }.into_any());
    }
    view! { <ol class="talk block" id="thread" data-fresh=id.to_string()>{lines}</ol> }
}

#[component]
fn MessageItem(message: MessageLine) -> impl IntoView {
    let class = if message.of_practice { "say" } else { "say mine" };
    let who = if message.own { "You".to_owned() } else { message.from };
    let clock = message.at.clock();
    view! {
        <li class=class id=message.asks_for.map_or_else(|| format!("m{}", message.number), |share| share.to_string())>
            <p class="say-who"><b>{who}</b> <span class="num">{clock}</span></p>
            <div class="say-body">
                <Lines text=message.body/>
                <AttachedFiles of=FilesOf::Client(acting_for()) files=message.files/>
                {message.document.map(|document| view! { <DocumentLink document/> })}
                {message.taken_back.then(|| view! { <p class="sub">"No longer shared. The office has taken this document back, and there is nothing left to do."</p> })}
            </div>
            {message.read.map(|at| view! { <p class="say-when num">"Read " <When at recent=true middle=true/></p> })}
        </li>
    }
}

/// The document that a message is about.
#[component]
fn DocumentLink(document: LinkedDocument) -> impl IntoView {
    let class = if document.state == ShareState::AwaitingSignature && document.waits_for.is_none() { "attach due" } else { "attach" };
    let words = match (document.state, document.signed_by) {
        (ShareState::AwaitingSignature, _) => {
            document.waits_for.map_or_else(|| "Pending Review".to_owned(), |name| format!("Waiting for {name} to sign"))
        }
        (ShareState::Expired, _) => "It was not signed in time".to_owned(),
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
