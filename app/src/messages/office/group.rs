//! A group: who is in it. Searching and adding are plain forms, so it works one client at a time without scripts.

use super::groups::{HiddenNote, clients, named};
use crate::{
    Done, Failure,
    messages::{AddToGroup, DeleteGroup, RemoveFromGroup, RenameGroup, read_group},
    parts::{
        Fetched, Icon, Notice, Trouble, address, asked, born,
        form::{Form, PostButton, Refused, TextField},
        param,
    },
    routes,
    shell::OfficePage,
};
use domain::{
    charts::{ChartLine, ChartRoom, LONGEST_SEARCH},
    ids::GroupId,
    messages::{Group, GroupPerson, LONGEST_GROUP_NAME},
};
use leptos::prelude::*;

#[component]
pub fn GroupPage() -> impl IntoView {
    let id: Option<GroupId> = param("group");
    let (search, path) = (asked("search").unwrap_or_default(), address());
    let load = {
        let search = search.clone();
        move || async move {
            match id {
                Some(id) => read_group(id, search).await,
                None => Err(Failure(domain::Failure::NotFound)),
            }
        }
    };
    let show = move |found: Result<_, Failure>| match found {
        Ok((group, found)) => view! { <GroupView group found search/> }.into_any(),
        Err(failure) => view! { <Trouble failure path/> }.into_any(),
    };
    view! { <OfficePage title="Group" narrow=true><Fetched load show/></OfficePage> }
}

#[component]
fn GroupView(group: Group, #[prop(optional_no_strip)] found: Option<ChartRoom>, search: String) -> impl IntoView {
    let id = group.id;
    let done = match Done::here() {
        Some(Done::Created) => Some("The group is there. Add who belongs to it."),
        Some(Done::Saved) => Some("The name is saved"),
        Some(Done::Added) => Some("Added"),
        Some(Done::Removed) => Some("Taken out of the group"),
        _ => None,
    };
    let many = group.people.len() as u64 + group.hidden;
    let inside: Vec<_> = group.people.iter().map(|person| person.chart).collect();
    let found = found.map(|room| {
        let more = room.more;
        let rows = room.charts.into_iter().map(|line| {
            let known = inside.contains(&line.id);
            view! { <FoundRow id line known search=search.clone()/> }
        });
        let rows = rows.collect::<Vec<_>>();
        let nobody = rows.is_empty();
        view! {
            {nobody.then(|| view! { <p class="sub">"Nobody found. Search by last name, first name, date of birth or chart number."</p> })}
            <ul class="rows bare">{rows}</ul>
            {more.then(|| view! { <p class="fine">"There are more. Type more of the name to find them."</p> })}
        }
    });
    let people = group.people.into_iter().map(|person| view! { <PersonRow id person/> }).collect::<Vec<_>>();
    let unnamed = group.name.is_empty();
    view! {
        <header class="head">
            <a class="back" href=routes::GROUPS><Icon name="chevron-left"/>"Groups"</a>
            <h1>{named(group.name.clone())}</h1>
            <p class="sub num">{clients(many)}</p>
        </header>
        {done.map(|head| view! { <Notice head/> })}
        <Refused<AddToGroup>/><Refused<RemoveFromGroup>/><Refused<DeleteGroup>/>
        <div class="acts">
            {(many > 0).then(|| {
                let words = if group.begun { "Go on writing" } else { "Write announcement" };
                view! { <a class="btn" href=routes::announce(id)><Icon name="send"/>{words}</a> }
            })}
        </div>
        <section class="block" id="people" aria-labelledby="add-head">
            <h2 id="add-head">"Add clients"</h2>
            <form class="toolbar" role="search" method="get" action=routes::group(id)>
                <div class="find">
                    <label class="sr" for="search">"Find a client"</label>
                    <Icon name="search"/>
                    <input class="input" id="search" name="search" type="search" value=search maxlength=LONGEST_SEARCH.to_string() placeholder="Name, birth date or chart number" autocomplete="off"/>
                </div>
                <span><button class="btn quiet">"Find"</button></span>
            </form>
            {found}
        </section>
        <section class="block" aria-labelledby="people-head">
            <h2 id="people-head">"In the group"</h2>
            {(many == 0).then(|| view! { <p class="sub">"Nobody yet. Find a client above and add them."</p> })}
            <ul class="rows bare">{people}</ul>
            <HiddenNote hidden=group.hidden words="They stay in the group, and get nothing from you."/>
        </section>
        <section class="block" aria-labelledby="name-head">
            <h2 id="name-head">{if unnamed { "Keep this group" } else { "Name" }}</h2>
            <Form<RenameGroup> fields=vec![("group", id.to_string())]>
                <TextField name="name" label="Name of the group" recorded=group.name hint="Your team sees it, and finds the group again." longest=LONGEST_GROUP_NAME as u32 autocomplete="off"/>
                <div class="acts"><button class="btn quiet">"Save name"</button></div>
            </Form<RenameGroup>>
            {group.may_delete.then(|| view! {
                <div class="acts"><PostButton<DeleteGroup> class="btn plain small" fields=vec![("group", id.to_string())]>"Delete group"</PostButton<DeleteGroup>></div>
            })}
        </section>
    }
}

#[component]
fn FoundRow(id: GroupId, line: ChartLine, known: bool, search: String) -> impl IntoView {
    let fields = vec![("group", id.to_string()), ("chart", line.id.to_string()), ("search", search)];
    let added = line.name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main"><span class="row-name light">{line.name}</span><span class="row-fact num">{born(line.born)}</span></span>
                <span class="row-end">
                    {if known {
                        view! { <span class="fine">"In the group"</span> }.into_any()
                    } else {
                        view! { <PostButton<AddToGroup> class="btn quiet small" fields>"Add"<span class="sr">" "{added}</span></PostButton<AddToGroup>> }.into_any()
                    }}
                </span>
            </div>
        </li>
    }
}

#[component]
fn PersonRow(id: GroupId, person: GroupPerson) -> impl IntoView {
    let fields = vec![("group", id.to_string()), ("chart", person.chart.to_string())];
    let removed = person.name.clone();
    view! {
        <li>
            <div class="row">
                <span class="row-main"><span class="row-name light">{person.name}</span><span class="row-fact num">{born(person.born)}</span></span>
                <span class="row-end">
                    <PostButton<RemoveFromGroup> class="btn plain small" fields>"Remove"<span class="sr">" "{removed}" from the group"</span></PostButton<RemoveFromGroup>>
                </span>
            </div>
        </li>
    }
}
