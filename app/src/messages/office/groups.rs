//! **Inbox → Create group**: the groups, and what was announced to them.

use super::inbox::Pages;
use crate::{
    Done,
    messages::{CreateGroup, list_groups},
    parts::{
        Fetched, Icon, Notice, Trouble, When, address, asked,
        form::{Form, TextField},
    },
    routes,
    shell::OfficePage,
};
use domain::messages::{AnnouncementLine, GroupLine, Groups, LONGEST_GROUP_NAME};
use leptos::prelude::*;

#[component]
pub fn GroupsPage() -> impl IntoView {
    let page = asked("page").and_then(|number| number.parse().ok()).unwrap_or(1);
    let path = address();
    view! {
        <OfficePage title="Groups" narrow=true>
            <Fetched load=move || list_groups(page) show=move |found| match found {
                Ok(groups) => view! { <GroupsView groups/> }.into_any(),
                Err(failure) => view! { <Trouble failure path/> }.into_any(),
            }/>
        </OfficePage>
    }
}

#[component]
fn GroupsView(groups: Groups) -> impl IntoView {
    let done = match Done::here() {
        Some(Done::Sent) => Some("Sent. Each client has it in a conversation of their own."),
        Some(Done::Gone) => Some("The group is deleted. What was announced to it stays."),
        _ => None,
    };
    let announced = groups.announcements.into_iter().map(|line| view! { <AnnouncementRow line/> }).collect::<Vec<_>>();
    let lists = groups.groups.into_iter().map(|line| view! { <GroupRow line/> }).collect::<Vec<_>>();
    view! {
        <header class="head">
            <a class="back" href=routes::INBOX><Icon name="chevron-left"/>"Inbox"</a>
            <h1>"Groups"</h1>
            <p class="sub">"An announcement is one letter to many clients. Each gets it in a conversation of their own, sees nobody else, and answers only to you."</p>
        </header>
        {done.map(|head| view! { <Notice head/> })}
        <section class="block" aria-labelledby="create-head">
            <h2 id="create-head">"Create group"</h2>
            <Form<CreateGroup>>
                <TextField
                    name="name"
                    label="Name of the group (optional)"
                    hint="With a name, your team finds it again. Without one it is for one letter: only you see it, and it is gone once the letter is sent, or a day later."
                    longest=LONGEST_GROUP_NAME as u32
                    autocomplete="off"
                />
                <div class="acts"><button class="btn"><Icon name="plus"/>"Create group"</button></div>
            </Form<CreateGroup>>
        </section>
        {(!lists.is_empty()).then(|| view! {
            <section class="block" aria-labelledby="groups-head"><h2 id="groups-head">"Your groups"</h2><ul class="rows bare" data-walk>{lists}</ul></section>
        })}
        <section class="block" aria-labelledby="announced-head">
            <h2 id="announced-head">"Announcements"</h2>
            {if announced.is_empty() {
                view! { <p class="sub">"Nothing was announced yet."</p> }.into_any()
            } else {
                view! { <ul class="rows bare">{announced}</ul> }.into_any()
            }}
            <Pages page=groups.page more=groups.more href=|page| routes::with(routes::GROUPS, "page", &page.to_string())/>
        </section>
    }
}

#[component]
fn GroupRow(line: GroupLine) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=routes::group(line.id)>
                <span class="row-main"><span class="row-name light">{named(line.name)}</span><span class="row-fact num">{clients(line.people)}</span></span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
fn AnnouncementRow(line: AnnouncementLine) -> impl IntoView {
    let waiting = line.recipients.saturating_sub(line.arrived);
    view! {
        <li>
            <div class="row">
                <span class="row-main">
                    <span class="row-name light">{line.subject}</span>
                    <span class="row-fact num">{format!("To {}. {} read it, {} answered.", clients(line.recipients), line.read, line.answered)}</span>
                    <span class="row-fact fine">{line.audience.label()}", "{line.from}", "<When at=line.at recent=true/></span>
                    {(waiting > 0).then(|| view! { <span class="row-fact signal">{format!("On its way to {} more", clients(waiting))}</span> })}
                </span>
            </div>
        </li>
    }
}

/// What a group is called.
pub(super) fn named(name: String) -> String {
    if name.is_empty() { "Group for one letter".to_owned() } else { name }
}

/// "12 clients"
pub(super) fn clients(many: u64) -> String {
    format!("{many} {}", if many == 1 { "client" } else { "clients" })
}

/// That there are others, of whom one sees no more.
#[component]
pub(super) fn HiddenNote(hidden: u64, words: &'static str) -> impl IntoView {
    (hidden > 0).then(|| view! { <p class="fine">{format!("And {} whose charts you may not open. {words}", clients(hidden))}</p> })
}
