//! A conversation in the office: a transcript, what staff say among themselves on a sunken strip, and who answers.

use super::compose::ReadsHere;
use crate::{
    Done, Failure,
    charts::{ChartFrame, ChartTab, CommunicationsNav},
    door::Door,
    files::{AttachField, AttachedFiles, FilesOf, PendingFiles},
    messages::{
        AssignConversation, CloseConversation, FileToChart, NoteAmongStaff, ReopenConversation, ReplyToClient, SettleConversation,
        keep::Kept,
        quick_texts::{InsertQuickText, QuickChooser},
        read_office_conversation, sentence,
    },
    parts::{
        Day, Fetched, Icon, Lines, Notice, Spelled, Trouble, When, address, asked,
        form::{Form, FormDraft, PostButton, Refused, RefusedNotice, SelectField, TextArea, Unsent, WithDraft},
        param,
    },
    routes,
    shell::{Desk, OfficeMain},
};
use domain::{
    documents::ShareState,
    ids::{ChartId, ConversationId},
    messages::{Closing, Filed, LONGEST_MESSAGE, NoteLine, OfficeConversation, OfficeMessage, Purpose, Refusal, Writing},
    sign_in::Side,
};
use leptos::prelude::*;

#[component]
pub fn OfficeConversationPage() -> impl IntoView {
    let id: Option<ConversationId> = param("conversation");
    let before = asked("before").and_then(|number| number.parse().ok());
    let path = address();
    let load = move || async move {
        match id {
            Some(id) => read_office_conversation(id, before).await,
            None => Err(Failure(domain::Failure::NotFound)),
        }
    };
    let show = move |found: Result<OfficeConversation, Failure>| match found {
        Ok(page) => {
            let banner = page.banner.clone();
            view! { <ChartFrame banner tab=Some(ChartTab::Communications)><ConversationView page/></ChartFrame> }.into_any()
        }
        Err(failure) => view! { <OfficeMain><Trouble failure path/></OfficeMain> }.into_any(),
    };
    view! { <Desk title="Conversation"><Fetched load show/></Desk> }
}

#[component]
fn ConversationView(page: OfficeConversation) -> impl IntoView {
    let (id, chart) = (page.line.id, page.banner.id);
    let of = FilesOf::Chart(chart);
    let here = routes::office_conversation(id);
    let first = page.messages.first().map(|message| message.number).unwrap_or_default();
    let earlier = (page.earlier > 0).then(|| {
        let href = routes::with(&here, "before", &first.to_string());
        view! { <p><a class="link" href=href>{format!("Show {} earlier", page.earlier)}</a></p> }
    });
    let fields = || vec![("id", id.to_string())];
    // What was just written stands at the end, and so does what is said of it.
    let below = matches!(Done::here(), Some(Done::Sent | Done::Noted));
    let news = Done::here().and_then(news);
    let people = page.assignees.iter().map(|who| (who.id.to_string(), who.name.clone()));
    let assignees = [(String::new(), "Nobody in particular".to_owned())].into_iter().chain(people).collect();
    view! {
        <CommunicationsNav tabs=page.banner.tabs chart messaging=true/>
        <header class="head">
            <a class="back" href=routes::chart_messages(chart)><Icon name="chevron-left"/>"Messaging"</a>
            <a class="back" href=routes::INBOX><Icon name="chevron-left"/>"Inbox"</a>
            <h2>{page.line.subject.clone()}</h2>
            <State page=page.clone()/>
        </header>
        {(page.line.purpose == Purpose::RecordRequest && page.banner.tabs.records).then(|| view! {
            <p><a class="link" href=routes::chart_records(chart)>"Answer the request, and see what was released"</a></p>
        })}
        {news.filter(|_| !below).map(|head| view! { <Notice head/> })}
        <Refused<SettleConversation>/><Refused<CloseConversation>/><Refused<ReopenConversation>/><NotFiled chart/>
        <div class="talk-desk">
            <div class="talk-main">
                {earlier}
                <Transcript chart id may_file=page.may_file messages=page.messages notes=page.notes/>
                {page.older_page.then(|| view! { <p class="block"><a class="link" href=here>"Show the newest"</a></p> })}
                {news.filter(|_| below).map(|head| view! { <div id="sent" class="sent"><Notice head/></div> })}
                <section id="end" class="block" aria-label="Answer">
                    {match page.writing {
                        Writing::Open => view! {
                            <PendingFiles of draft=id.to_string() files=page.pending/>
                            <WithDraft of={Door::of::<InsertQuickText>()} show=move |kept: FormDraft| view! {
                                <RefusedNotice refusals=kept.refusals()/>
                                <Form<ReplyToClient> fields=vec![("id", id.to_string())]>
                                    <TextArea name="body" label="Reply to the client" rows=5 recorded=kept.value("body", &page.draft.unwrap_or_default()) longest=LONGEST_MESSAGE as u32 full=true/>
                                    <Kept side=Side::Office/>
                                    <QuickChooser<InsertQuickText> texts=page.quick kept/>
                                    <AttachField<ReplyToClient> of draft=id.to_string()/>
                                    <ReadsHere expects=page.expects/>
                                    <div class="acts"><button class="btn"><Icon name="send"/>"Send to the client"</button></div>
                                </Form<ReplyToClient>>
                            }.into_any()/>
                        }
                        .into_any(),
                        Writing::No(refusal) => view! { <Unsent<ReplyToClient>/> <Notice kind="info" head="You cannot answer now"><p>{why_not(refusal)}</p></Notice> }.into_any(),
                    }}
                </section>
            </div>
            <aside class="talk-side" aria-label="About this conversation">
                <Form<AssignConversation> fields=fields()>
                    <SelectField
                        name="assignee"
                        label="Who answers"
                        options=assignees
                        recorded=page.assigned.map(|id| id.to_string()).unwrap_or_default()
                    />
                    <div class="acts"><button class="btn quiet small">"Assign"</button></div>
                </Form<AssignConversation>>
                <div class="acts">
                    {page.line.waiting.is_some().then(|| view! { <PostButton<SettleConversation> class="btn plain small" fields=fields()>"Nothing to answer"</PostButton<SettleConversation>> })}
                    {if page.line.closed {
                        view! { <PostButton<ReopenConversation> class="btn plain small" fields=fields()>"Open again"</PostButton<ReopenConversation>> }.into_any()
                    } else {
                        view! { <PostButton<CloseConversation> class="btn plain small" fields=fields()>"Close"</PostButton<CloseConversation>> }.into_any()
                    }}
                </div>
                {match page.filed {
                    Some(filed) => view! { <FiledNote chart filed/> }.into_any(),
                    None => page.may_file.then(|| view! {
                        <div><PostButton<FileToChart> class="btn plain small" fields=fields()><Icon name="document"/>"File conversation to chart"</PostButton<FileToChart>></div>
                    }).into_any(),
                }}
                <div class="among">
                    <Form<NoteAmongStaff> fields=fields() field=|_| Some("note")>
                        <TextArea name="body" id="note" label="Note among staff" hint="The client never sees it." rows=3 longest=LONGEST_MESSAGE as u32/>
                        <div class="acts"><button class="btn quiet small"><Icon name="lock"/>"Save note"</button></div>
                    </Form<NoteAmongStaff>>
                </div>
            </aside>
        </div>
    }
}

/// Why one cannot write here now, before anything was tried.
fn why_not(refusal: Refusal) -> String {
    match refusal {
        Refusal::Closed => "This conversation is closed. Open it again to write in it.".to_owned(),
        refusal => sentence(refusal),
    }
}

fn news(done: Done) -> Option<&'static str> {
    match done {
        Done::Sent => Some("Sent"),
        Done::Filed => Some("Filed to the chart. It stands under Documents, and is shared with nobody."),
        Done::Noted => Some("The note is saved. The client never sees it."),
        Done::Assigned => Some("Assigned"),
        Done::Settled => Some("Nothing is left to answer"),
        Done::Closed => Some("Closed. The client can read it, and not answer."),
        Done::Reopened => Some("Open again"),
        _ => None,
    }
}

/// Who has the word, who answers, who reads along.
#[component]
fn State(page: OfficeConversation) -> impl IntoView {
    let line = page.line;
    let word = match (page.closed, line.waiting, line.closes) {
        (Some((Closing::Quiet, at)), ..) => view! { <span>"Closed " <When at/> ", the client stayed quiet"</span> }.into_any(),
        (Some((Closing::ByStaff, at)), ..) => view! { <span>"Closed by staff " <When at/></span> }.into_any(),
        (None, Some(at), _) => {
            view! { <span class="signal"><Icon name="clock"/>"Waiting for us since " <When at recent=true middle=true/></span> }.into_any()
        }
        (None, None, Some(at)) => view! { <span>"Waiting for the client. Closes " <When at/></span> }.into_any(),
        (None, None, None) => view! { <span>"Waiting for the client"</span> }.into_any(),
    };
    view! {
        <p class="talk-state" id="state" data-fresh=line.id.to_string()>
            {word}
            <span>"Audience " <b>{line.audience.label()}</b></span>
            <span>"Answers: " <b>{line.assigned.unwrap_or_else(|| "nobody yet".to_owned())}</b></span>
            {page.cover.map(|(name, until)| view! { <span>"Cover until " <Day on=until/> ": " <b>{name}</b></span> })}
        </p>
    }
}

#[component]
fn Transcript(chart: ChartId, id: ConversationId, may_file: bool, messages: Vec<OfficeMessage>, notes: Vec<NoteLine>) -> impl IntoView {
    let mut day = None;
    let mut lines = Vec::new();
    let mut notes = notes.into_iter().peekable();
    let below = |lines: &mut Vec<AnyView>, notes: &mut std::iter::Peekable<std::vec::IntoIter<NoteLine>>, number: u32| {
        while let Some(note) = notes.next_if(|note| note.after <= number) {
            lines.push(view! { <NoteItem note/> }.into_any());
        }
    };
    below(&mut lines, &mut notes, 0);
    for message in messages {
        let (on, number) = (message.at.day(), message.number);
        if day != Some(on) {
            lines.push(view! { <li class="day"><Day on spelled=Spelled::WithWeekday/></li> }.into_any());
            day = Some(on);
        }
        lines.push(view! { <MessageItem chart id may_file message/> }.into_any());
        below(&mut lines, &mut notes, number);
    }
    below(&mut lines, &mut notes, u32::MAX);
    view! { <ol class="transcript" id="thread" data-fresh=id.to_string()>{lines}</ol> }
}

#[component]
fn MessageItem(chart: ChartId, id: ConversationId, may_file: bool, message: OfficeMessage) -> impl IntoView {
    let clock = message.at.clock();
    let which = format!(": {}, {clock}", message.from);
    let fields = vec![("id", id.to_string()), ("number", message.number.to_string())];
    let read: Vec<_> = message
        .read_by
        .into_iter()
        .map(|(name, at)| view! { <span>"Read by " {name} ", " <When at recent=true middle=true/></span> })
        .collect();
    view! {
        <li class=if message.of_practice { "turn" } else { "turn of-client" } id=format!("m{}", message.number)>
            <p class="turn-who"><b>{if message.own { "You".to_owned() } else { message.from }}</b><span class="num">{clock}</span>{message.new.then(|| view! { <span class="tag due">"New"</span> })}</p>
            <div class="turn-body">
                <Lines text=message.body/>
                <AttachedFiles of=FilesOf::Chart(chart) files=message.files/>
                {message.document.map(|document| view! {
                    <p class="turn-file"><Icon name="document"/><b>{document.title}</b>" "<span>{state_words(document.state)}</span></p>
                })}
                {message.taken_back.then(|| view! { <p class="sub">"The document was taken back."</p> })}
                {(!read.is_empty()).then(|| view! { <p class="fine num">{read}</p> })}
                {match message.filed {
                    Some(filed) => view! { <FiledNote chart filed/> }.into_any(),
                    None => may_file.then(|| view! { <PostButton<FileToChart> class="btn plain small" fields>"File to chart"<span class="sr">{which}</span></PostButton<FileToChart>> }).into_any(),
                }}
            </div>
        </li>
    }
}

/// Why nothing was filed, and the document where that was done before.
#[component]
fn NotFiled(chart: ChartId) -> impl IntoView {
    let before = |refusal: &domain::Refusal| match refusal {
        domain::Refusal::Messages(Refusal::FiledAlready { document }) => Some(*document),
        _ => None,
    };
    view! {
        <WithDraft of={Door::of::<FileToChart>()} show=move |kept: FormDraft| {
            let there = kept.refusals().iter().find_map(before);
            view! {
                <RefusedNotice refusals=kept.refusals()/>
                {there.map(|document| view! { <p><a class="link" href=routes::office_document(chart, document)>"Open the document"</a></p> })}
            }
            .into_any()
        }/>
    }
}

/// That it was filed, and when; it leads to the document.
#[component]
fn FiledNote(chart: ChartId, filed: Filed) -> impl IntoView {
    view! { <p class="fine"><span><Icon name="check"/><a class="link" href=routes::office_document(chart, filed.document)>"Filed"</a>" to the chart " <When at=filed.at/></span></p> }
}

fn state_words(state: ShareState) -> &'static str {
    match state {
        ShareState::AwaitingSignature => "Signature requested",
        ShareState::Signed => "Signed",
        ShareState::Declined => "Declined",
        ShareState::Expired => "Not signed in time",
        ShareState::Open => "Shared",
        ShareState::Withdrawn => "Taken back",
    }
}

#[component]
fn NoteItem(note: NoteLine) -> impl IntoView {
    let clock = note.at.clock();
    view! {
        <li class="turn among-staff">
            <p class="turn-who"><b>{note.from}</b><span class="num">{clock}</span></p>
            <div class="turn-body">
                <p class="fine"><Icon name="lock"/>"Note among staff. The client never sees it."</p>
                <Lines text=note.body/>
            </div>
        </li>
    }
}
