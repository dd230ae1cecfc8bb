//! Who can see a record, and who opened it: what the practice owes everybody to know.

use crate::{
    Failure,
    home::read_practice,
    invites::read_record_access,
    parts::{Icon, When, acting_for},
    routes,
    shell::{NavItem, OfficeLine, PortalPage},
};
use domain::{
    ids::GrantId,
    invites::{LogLine, RecordAccess},
};
use leptos::prelude::*;

/// So many lines are open; the rest waits behind a click.
const AT_ONCE: usize = 20;

#[component]
pub fn RecordAccessPage() -> impl IntoView {
    view! {
        <PortalPage title=|_| "Who can see and who opened my record" place=NavItem::More load=read_both show=|(access, phone): (RecordAccess, String)| view! {
            <header class="head">
                <a class="back" href=routes::acting(routes::MORE, acting_for())><Icon name="chevron-left"/>"More"</a>
                <h1>"Who can see and who opened my record"</h1>
                <p class="sub">"Does something here surprise you? " <OfficeLine phone/> " and ask."</p>
            </header>
            <PeopleList id="in-portal" title="Who can see it in this portal" lines=access.portal/>
            <PeopleList id="in-practice" title="Who can open it in the practice" lines=access.practice/>
            <section class="block" aria-labelledby="opened">
                <h2 id="opened">"Who opened it"</h2>
                <OpenedList lines=access.opened/>
            </section>
        }
        .into_any()/>
    }
}

/// What is shown, and whom to ask about it.
async fn read_both(grant: Option<GrantId>) -> Result<(RecordAccess, String), Failure> {
    let access = read_record_access(grant).await?;
    let (_, help) = read_practice().await?;
    Ok((access, help.phone.unwrap_or_default()))
}

#[component]
fn PeopleList(id: &'static str, title: &'static str, lines: Vec<String>) -> impl IntoView {
    view! {
        <section class="block" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {if lines.is_empty() {
                view! { <p class="sub">"Nobody at this time."</p> }.into_any()
            } else {
                view! { <ul class="stack">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn OpenedList(lines: Vec<LogLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="sub">"Nobody yet."</p> }.into_any();
    }
    let mut lines = lines;
    let earlier = lines.split_off(lines.len().min(AT_ONCE));
    view! {
        <OpenedLines lines/>
        {(!earlier.is_empty()).then(|| view! {
            <details>
                <summary class="btn plain">"Show earlier ones"</summary>
                <OpenedLines lines=earlier/>
            </details>
        })}
    }
    .into_any()
}

#[component]
fn OpenedLines(lines: Vec<LogLine>) -> impl IntoView {
    let line = |line: LogLine| {
        let what = line.what_and_how_often();
        view! {
            <div>
                <dt><When at=line.at/></dt>
                <dd>{line.who} " " {what}</dd>
            </div>
        }
    };
    view! { <dl class="facts lines num">{lines.into_iter().map(line).collect_view()}</dl> }
}
