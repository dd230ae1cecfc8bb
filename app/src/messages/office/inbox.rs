//! The **Inbox**: who waits for us first, the longest first.

use super::rows::{FoundLines, LineGroup, counted};
use crate::{
    messages::{
        found::{LookedThrough, SearchMessages},
        list_inbox, search_inbox,
    },
    parts::{Empty, Fetched, Icon, Trouble, address, asked},
    routes,
    shell::OfficePage,
};
use domain::messages::{Found, MOST_WAITING, OfficeInbox, OfficeLine, Shown, Sorted, Whose};
use leptos::prelude::*;

#[component]
pub fn InboxPage() -> impl IntoView {
    let whose = asked("whose").and_then(|name| Whose::from_name(&name)).unwrap_or(Whose::Team);
    let shown = asked("shown").and_then(|name| Shown::from_name(&name)).unwrap_or(Shown::Open);
    let sorted = asked("sort").and_then(|name| Sorted::from_name(&name)).unwrap_or(Sorted::ByWaiting);
    let page = asked("page").and_then(|number| number.parse().ok()).unwrap_or(1);
    let path = address();
    if let Some(words) = asked("q").filter(|words| !words.trim().is_empty()) {
        let below = asked("below").and_then(|id| id.parse().ok());
        return view! {
            <OfficePage title="Search messages">
                <Fetched load=move || search_inbox(words, below) show=move |found| match found {
                    Ok(found) => view! { <FoundView found/> }.into_any(),
                    Err(failure) => view! { <Trouble failure path/> }.into_any(),
                }/>
            </OfficePage>
        }
        .into_any();
    }
    view! {
        <OfficePage title="Inbox">
            <Fetched load=move || list_inbox(whose, shown, sorted, page) show=move |found| match found {
                Ok(inbox) => view! { <InboxView inbox/> }.into_any(),
                Err(failure) => view! { <Trouble failure path/> }.into_any(),
            }/>
        </OfficePage>
    }
    .into_any()
}

#[component]
fn FoundView(found: Found<OfficeLine>) -> impl IntoView {
    let older = found.older.map(|below| routes::search(routes::INBOX, &found.words, below));
    view! {
        <header class="head">
            <a class="back" href=routes::INBOX><Icon name="chevron-left"/>"Inbox"</a>
            <h1>"Search messages"</h1>
        </header>
        <SearchMessages action=routes::INBOX words=found.words.clone()/>
        <FoundLines lines=found.lines.clone()/>
        <LookedThrough found older/>
    }
}

#[component]
fn InboxView(inbox: OfficeInbox) -> impl IntoView {
    let ((whose, shown), sorted) = (inbox.shown, inbox.sorted);
    let empty = inbox.waiting.is_empty() && inbox.others.is_empty();
    let counts = inbox.counts.map(|count| if count > 1_000 { "more than 1,000".to_owned() } else { count.to_string() });
    let tabs = Whose::ALL.into_iter().zip(counts).map(|(each, count)| {
        let current = (each == whose).then_some("page");
        view! { <a href=routes::inbox(each, shown, sorted, 1) aria-current=current>{each.label()}" "<span class="num count">{count}</span></a> }
    });
    let filters = Shown::ALL.map(|each| {
        let current = (each == shown).then_some("true");
        view! { <a class="chip" href=routes::inbox(whose, each, sorted, 1) aria-current=current>{each.label()}</a> }
    });
    let orders = Sorted::ALL.map(|each| {
        let current = (each == sorted).then_some("true");
        view! { <a class="chip" href=routes::inbox(whose, shown, each, 1) aria-current=current>{each.label()}</a> }
    });
    let longest_first = match sorted {
        Sorted::ByWaiting => "longest first",
        Sorted::Newest => "newest first",
    };
    let about = |many, order| counted(many, order);
    let waiting = inbox.waiting.len();
    let cut_off = shown == Shown::Open && waiting as u64 >= MOST_WAITING;
    let others = if shown == Shown::Closed { "Closed" } else { "Waiting for the client" };
    view! {
        <header class="head with-act">
            <h1>"Inbox"</h1>
            <div class="acts">
                <a class="btn quiet" href=routes::GROUPS><Icon name="people"/>"Create group"</a>
                <a class="btn" href=routes::COMPOSE><Icon name="plus"/>"Compose"</a>
            </div>
        </header>
        <nav class="tabs inner" aria-label="Whose conversations">{tabs.collect_view()}</nav>
        <div class="inbox-tools">
            <nav class="chips" aria-label="Which of them">{filters.collect_view()}</nav>
            <nav class="chips" aria-label="In which order">{orders.collect_view()}</nav>
        </div>
        <SearchMessages action=routes::INBOX words=String::new()/>
        <div id="conversations" data-fresh="">
        {empty.then(|| view! { <NothingHere shown/> })}
        <LineGroup title="Waiting for us" about=about(waiting, longest_first) lines=inbox.waiting signal=true/>
        {cut_off.then(|| view! { <p class="sub">"More wait. "<a href=routes::inbox(whose, Shown::Waiting, sorted, 1)>"See all who wait"</a></p> })}
        <LineGroup title=others about=about(inbox.others.len(), "newest first") lines=inbox.others/>
        </div>
        <Pages page=inbox.page more=inbox.more href=move |page| routes::inbox(whose, shown, sorted, page)/>
    }
}

#[component]
fn NothingHere(shown: Shown) -> impl IntoView {
    let (title, words) = match shown {
        Shown::Open => ("No conversations yet", "What clients write to you shows here. You can begin one with Compose."),
        Shown::Waiting => ("Nobody waits for an answer", "When a client writes, it shows here until somebody answers."),
        Shown::Unread => ("Nothing unread", "You have read everything that clients wrote."),
        Shown::Closed => ("No closed conversations", "What is closed stays here to be read, and can be opened again."),
    };
    view! { <Empty drawing="draw-messages" title words/> }
}

/// The way to the pages before and after.
#[component]
pub(super) fn Pages(page: u32, more: bool, href: impl Fn(u32) -> String + Send + 'static) -> impl IntoView {
    (page > 1 || more).then(|| {
        view! {
            <nav class="acts" aria-label="Pages">
                {(page > 1).then(|| view! { <a class="btn plain small" href=href(page - 1)>"Newer"</a> })}
                {more.then(|| view! { <a class="btn plain small" href=href(page + 1)>"Older"</a> })}
            </nav>
        }
    })
}
