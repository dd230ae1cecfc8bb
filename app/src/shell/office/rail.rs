//! The rail: where one can go, and who one is.

use crate::{
    parts::{Badge, Icon, form::PostButton, stream},
    routes,
    sign_in::SignOutStaff,
};
use domain::{Act, notices::OfficeFrame, sign_in::Side};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn Rail(frame: OfficeFrame) -> impl IntoView {
    view! {
        <a class="rail-practice" href=routes::TO_DO>{frame.practice}</a>
        <button type="button" class="rail-find script-only" command="show-modal" commandfor="command">
            <Icon name="search"/><span>"Find or do"</span><kbd>"Ctrl K"</kbd>
        </button>
        <nav class="rail-list" aria-label="Main" data-live=routes::OFFICE_EVENTS data-after=stream::after()>
            <RailLink to=routes::TO_DO icon="todo" label="To-do">
                <Badge of="tasks" many=frame.tasks words="open"/>
            </RailLink>
            {frame.rights.may(Act::SeeCalendar).then(|| view! { <RailLink to=routes::CALENDAR icon="calendar" label="Calendar"/> })}
            {frame.reads_messages.then(|| view! {
                <RailLink to=routes::INBOX icon="message" label="Inbox">
                    <Badge of="inbox" many=frame.unread words="unread"/>
                </RailLink>
            })}
            {frame.sees_billing.then(|| view! { <RailLink to=routes::BILLING icon="card" label="Billing"/> })}
            <RailLink to=routes::CHART_ROOM icon="chart-room" label="Chart Room"/>
            {frame.rights.may(Act::ReadAudit).then(|| view! { <RailLink to=routes::AUDIT icon="eye" label="Audit"/> })}
            {frame.rights.may(Act::ChangeSettings).then(|| view! { <RailLink to=routes::SETTINGS icon="settings" label="Settings"/> })}
        </nav>
        <div class="rail-who">
            <a href=routes::security(Side::Office)><b>{frame.name}</b></a>
            <span>{frame.roles}</span>
            <PostButton<SignOutStaff> class="btn plain small"><Icon name="logout"/>"Logout"</PostButton<SignOutStaff>>
        </div>
    }
}

#[component]
fn RailLink(to: &'static str, icon: &'static str, label: &'static str, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let here = use_location().pathname.get_untracked();
    let below = here.strip_prefix(to).is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && to != routes::TO_DO));
    view! {
        <a href=to aria-current=below.then_some("page")>
            <Icon name=icon/>
            <span>{label}</span>
            {children.map(|children| children())}
        </a>
    }
}
