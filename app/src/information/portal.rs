//! **My Information**: what the practice has on file, section by section, and what waits to be changed in it.
//!
//! One section is changed at a time, as the page's address says. So each is saved alone, and none holds up another.

mod about;
mod insurance;
mod people;
mod reach;

use super::words::{PartList, heading};
use crate::{
    Done,
    files::FilesOf,
    information::{TakeBackChange, read_my_information},
    parts::{
        Icon, Lines, Notice, When, acting_for, asked,
        form::{PostButton, Refused},
    },
    routes,
    shell::{NavItem, OfficeLine, PortalPage},
};
use about::AboutSection;
use domain::{
    ids::{ContactId, InsuranceId},
    information::{ChangeLine, ChangeState, MyInformation},
};
use insurance::InsuranceSection;
use leptos::prelude::*;
use people::{PeopleSection, Who};
use std::str::FromStr;

/// The section that is being changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Editing {
    Nothing,
    About,
    Reach,
    /// Somebody, or somebody new.
    Person(Option<ContactId>, Who),
    Insurance(Option<InsuranceId>),
}

impl Editing {
    fn now() -> Self {
        match asked("edit").as_deref() {
            Some("about") => Self::About,
            Some("reach") => Self::Reach,
            Some("emergency") => Self::Person(entry(), Who::Emergency),
            Some("people") => Self::Person(entry(), Who::Others),
            Some("insurance") => Self::Insurance(entry()),
            _ => Self::Nothing,
        }
    }
}

/// Which person or insurance the address names; a new one where it names none.
fn entry<T: FromStr>() -> Option<T> {
    asked("entry").and_then(|entry| entry.parse().ok())
}

/// The page with that section open for changing.
fn change_link(part: &'static str, entry: Option<String>) -> String {
    let page = routes::in_state(routes::acting(routes::INFORMATION, acting_for()), "edit", part);
    let page = entry.map_or(page.clone(), |entry| routes::in_state(page, "entry", &entry));
    format!("{page}#{part}")
}

/// The page as it is without a form.
fn page() -> String {
    routes::acting(routes::INFORMATION, acting_for())
}

#[component]
pub fn MyInformationPage() -> impl IntoView {
    let load = |grant| read_my_information(grant, entry());
    view! { <PortalPage title=|_| "My Information" place=NavItem::More load show=|page: MyInformation| view! { <InformationView page/> }.into_any()/> }
}

#[component]
fn InformationView(page: MyInformation) -> impl IntoView {
    let (editing, grant) = (Editing::now(), acting_for());
    let done = Done::here().filter(|_| asked("refused").is_none());
    let phone = page.phone.clone();
    let sub = if page.for_other { "What the practice has on file about them." } else { "What the practice has on file about you." };
    view! {
        <header class="head">
            <a class="back" href=routes::acting(routes::DASHBOARD, grant)><Icon name="chevron-left"/>"Dashboard"</a>
            <h1>"My Information"</h1>
            <p class="sub">{sub}" You can ask to change it. The practice looks at each change before it counts."</p>
        </header>
        {done.and_then(news).map(|(head, words)| view! { <Notice head><p>{words}</p></Notice> })}
        <Refused<TakeBackChange>/>
        <Changes changes=page.changes.clone() more=page.more/>
        <AboutSection page=page.clone() editing/>
        <PeopleSection who=Who::Emergency page=page.clone() editing/>
        <PeopleSection who=Who::Others page=page.clone() editing/>
        <InsuranceSection page editing/>
        {phone.map(|phone| view! { <p class="fine block">"Questions? " <OfficeLine phone/> "."</p> })}
    }
}

fn news(done: Done) -> Option<(&'static str, &'static str)> {
    Some(match done {
        Done::Sent => {
            ("Sent to the practice", "Nothing has changed yet. The practice looks at it, and you get an e-mail when it is answered.")
        }
        Done::Undone => ("Taken back", "What is recorded stays as it is."),
        _ => return None,
    })
}

/// What waits, and what became of the others.
#[component]
fn Changes(changes: Vec<ChangeLine>, more: bool) -> impl IntoView {
    let (waiting, answered): (Vec<ChangeLine>, Vec<ChangeLine>) =
        changes.into_iter().partition(|change| change.state == ChangeState::Pending);
    let none = waiting.is_empty() && answered.is_empty();
    let open = waiting.is_empty();
    let many = answered.len();
    view! {
        <div id="changes">
            {(!waiting.is_empty()).then(|| view! {
                <section class="block" aria-labelledby="waits">
                    <h2 id="waits">"Waits for the practice"</h2>
                    <ul class="rows changes">{waiting.into_iter().map(|change| view! { <ChangeRow change/> }).collect_view()}</ul>
                </section>
            })}
            {(!none && many > 0).then(|| view! {
                <details class="fold" open=open>
                    <summary><h2>"Answered changes"</h2></summary>
                    <ul class="rows changes">{answered.into_iter().map(|change| view! { <ChangeRow change/> }).collect_view()}</ul>
                    {more.then(|| view! { <p class="fine">{format!("The newest {many}. The practice can tell you about older ones.")}</p> })}
                </details>
            })}
        </div>
    }
}

#[component]
fn ChangeRow(change: ChangeLine) -> impl IntoView {
    let grant = acting_for();
    let (id, state, heading) = (change.id, change.state, heading(&change));
    let name = heading.clone();
    let (proposed, answered, reason) = (change.proposed.clone(), change.answered.clone(), change.reason.clone());
    let class = match state {
        ChangeState::Pending => "tag due",
        ChangeState::Accepted => "tag ok",
        ChangeState::Declined => "tag bad",
        ChangeState::Withdrawn => "tag",
    };
    let back = grant.map(|grant| ("grant", grant.to_string())).into_iter().chain([("change", id.to_string())]).collect::<Vec<_>>();
    view! {
        <li class="change">
            <div class="panel-head"><h3>{heading}</h3><span class=class>{state.label()}</span></div>
            <PartList change of=FilesOf::Client(grant)/>
            {reason.map(|reason| view! { <Notice kind="info" head="Why it was declined"><Lines text=reason/></Notice> })}
            <p class="fine num">
                "Asked for " <When at=proposed middle=true/>
                {answered.map(|at| view! { ". Answered " <When at middle=true/> })}
            </p>
            {(state == ChangeState::Pending).then(|| view! {
                <div class="acts">
                    <PostButton<TakeBackChange> class="btn quiet small" fields=back>"Take back"<span class="sr">" "{name}</span></PostButton<TakeBackChange>>
                </div>
            })}
        </li>
    }
}

/// A section that unfolds. `edits` where its form stands in it.
#[component]
fn Fold(id: &'static str, title: &'static str, #[prop(optional, into)] fact: String, open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="fold" id=id open=open>
            <summary><h2>{title}</h2>{(!fact.is_empty()).then(|| view! { <span class="sub">{fact}</span> })}</summary>
            <div class="fold-in">{children()}</div>
        </details>
    }
}
