//! The **Dashboard**.

use crate::{
    Done,
    appointments::{CancelAppointment, CancelWindow, ConfirmAppointment, NextCard},
    home::read_home,
    parts::{Badge, Day, Drawing, Fetched, Icon, Notice, Spelled, acting_for, calendar, due_words, form::Refused},
    routes,
    shell::{NavItem, PortalFrame, PortalTrouble},
};
use domain::{
    billing::money,
    dates::{Calendar, Moment},
    events::ClientCounts,
    home::{Acting, Area, Dashboard, Need},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DashboardPage() -> impl IntoView {
    let grant = acting_for();
    view! {
        <Title text="Dashboard"/>
        <Fetched load=move || read_home(grant) show=|found| match found {
            Ok(home) => view! { <DashboardView home/> }.into_any(),
            Err(failure) => view! { <PortalTrouble failure/> }.into_any(),
        }/>
    }
}

#[component]
fn DashboardView(home: Dashboard) -> impl IntoView {
    let (practice, acting) = (home.frame.practice.clone(), home.frame.acting_for.clone());
    let added = Done::here() == Some(Done::Added);
    let may_request = home.areas.iter().any(|area| matches!(area, Area::Appointments { may_request: true, .. }));
    let (next, phone) = (home.next.map(|of| *of), home.frame.help.phone.clone());
    let window = next.clone();
    let others = home.frame.others.clone();
    view! {
        <PortalFrame frame=home.frame place=NavItem::Home>
            <header class="head">
                <h1>"Welcome back, " {home.greeting}</h1>
                <p class="sub">"Your space at " {practice}</p>
            </header>
            {added.then(|| view! { <AddedNotice acting/> })}
            <Refused<ConfirmAppointment>/>
            <Refused<CancelAppointment>/>
            <div id="today" data-fresh="" data-fresh-on="appointments">
                <NeedList needs=home.needs others/>
                {next.map(|of| view! { <NextCard of phone may_request/> })}
            </div>
            {window.map(|of| view! { <CancelWindow of/> })}
            {if home.areas.is_empty() {
                view! { <NoAreas/> }.into_any()
            } else {
                view! { <AreaList areas=home.areas/> }.into_any()
            }}
        </PortalFrame>
    }
}

/// The holder has just confirmed whose record was added to their account.
#[component]
fn AddedNotice(acting: Acting) -> impl IntoView {
    let words = if acting.oneself { "This is your own record." } else { "You are acting for them now. You can switch at any time." };
    view! { <Notice head=format!("{} is added to your account.", acting.name)><p>{words}</p></Notice> }
}

#[component]
fn NeedList(needs: Vec<Need>, others: Vec<Acting>) -> impl IntoView {
    let others: Vec<Acting> = others.into_iter().filter(|other| other.waits > 0).collect();
    view! {
        <section class="block" aria-labelledby="needs">
            <h2 id="needs">"What needs you"</h2>
            {if needs.is_empty() && others.is_empty() {
                view! { <NothingNeeded/> }.into_any()
            } else {
                view! {
                    <ul class="rows">
                        {needs.into_iter().map(|need| view! { <NeedRow need/> }).collect_view()}
                        {others.into_iter().map(|other| view! { <OtherRow other/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}

/// Somebody else for whom one acts, and what waits there.
#[component]
fn OtherRow(other: Acting) -> impl IntoView {
    let words = match other.waits {
        1 => "1 thing needs you there".to_owned(),
        many => format!("{many} things need you there"),
    };
    view! {
        <li>
            <a class="row" href=routes::acting(routes::DASHBOARD, Some(other.grant))>
                <span class="row-icon signal"><Icon name="people"/></span>
                <span class="row-main">
                    <span class="row-name">"See what needs you for " {other.name}</span>
                    <span class="row-fact num">{words}</span>
                </span>
                <Icon name="chevron-right" class="icon go"/>
            </a>
        </li>
    }
}

#[component]
fn NothingNeeded() -> impl IntoView {
    view! {
        <div class="rest">
            <Drawing name="draw-calm"/>
            <div>
                <p>"Nothing needs you today."</p>
                <p>"We will send you an e-mail when there is something new."</p>
            </div>
        </div>
    }
}

#[component]
fn NeedRow(need: Need) -> impl IntoView {
    let grant = acting_for();
    match need {
        Need::Confirm { grant } => view! {
            <li>
                <a class="row" href=routes::offer(grant)>
                    <span class="row-icon signal"><Icon name="people"/></span>
                    <span class="row-main">
                        <span class="row-name">"Confirm who was added to your account"</span>
                        <span class="row-fact">"Their last name and date of birth open it"</span>
                    </span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
        .into_any(),
        Need::Sign { share, title, from, shared } => view! {
            <li>
                <a class="row" href=routes::document(share, grant)>
                    <span class="row-icon signal"><Icon name="pen"/></span>
                    <span class="row-main">
                        <span class="row-name">"Sign: " {title}</span>
                        <span class="row-fact num">"From " {from} ". Shared on " <Day on=shared spelled=Spelled::WithWeekday/></span>
                    </span>
                    <span class="tag due">"Pending Review"</span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
        .into_any(),
        Need::FillIn { form, title, from, sent, due, closes, begun, returned, activity } => {
            let verb = match (returned, begun) {
                (true, _) => "Answer a question about: ",
                (_, true) => "Go on with: ",
                _ => "Fill in: ",
            };
            view! {
                <li>
                    <a class="row" href=routes::form(form, grant)>
                        <span class="row-icon signal"><Icon name="pen"/></span>
                        <span class="row-main">
                            <span class="row-name">{verb} {title}</span>
                            <span class="row-fact num">{from.map(|from| format!("From {from}. "))} "Sent on " <Day on=sent spelled=Spelled::WithWeekday/></span>
                            {due.map(|day| view! { <span class="row-fact num">{due_words(day, closes)}</span> })}
                        </span>
                        <span class="tag due">{match (begun, activity) {
                            (true, _) => "In progress",
                            (_, true) => "To do",
                            _ => "Pending Review",
                        }}</span>
                        <Icon name="chevron-right" class="icon go"/>
                    </a>
                </li>
            }
            .into_any()
        }
        Need::ReadDocument { share, title, from, shared } => view! {
            <li>
                <a class="row" href=routes::document(share, grant)>
                    <span class="row-icon accent"><Icon name="document"/></span>
                    <span class="row-main">
                        <span class="row-name">"Read: " {title}</span>
                        <span class="row-fact num">"From " {from} ". Shared on " <Day on=shared spelled=Spelled::WithWeekday/></span>
                    </span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
        .into_any(),
        Need::ReadMessages { conversation, unread, from } => {
            let to = conversation.map_or_else(|| routes::acting(routes::MESSAGES, grant), |id| routes::conversation(id, grant));
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-icon accent"><Icon name="message"/></span>
                        <span class="row-main">
                            <span class="row-name">{if unread == 1 { "Read your new message" } else { "Read your new messages" }}</span>
                            <span class="row-fact">"From " {from}</span>
                        </span>
                        <span class="badge">{unread}<span class="sr">" unread"</span></span>
                        <Icon name="chevron-right" class="icon go"/>
                    </a>
                </li>
            }
            .into_any()
        }
        Need::ConfirmAppointment { id, at, clinician, others } => {
            let order = calendar().order;
            let to = if others == 0 { routes::appointment(id, grant) } else { routes::acting(routes::APPOINTMENTS, grant) };
            let fact = format!("{}, {}, with {clinician}", order.weekday(at.day()), at.clock());
            let fact = match others {
                0 => fact,
                others => format!("The next one: {fact}. And {others} more"),
            };
            view! {
                <li>
                    <a class="row" href=to>
                        <span class="row-icon signal"><Icon name="calendar"/></span>
                        <span class="row-main">
                            <span class="row-name">{if others == 0 { "Confirm your appointment" } else { "Confirm your appointments" }}</span>
                            <span class="row-fact num">{fact}</span>
                        </span>
                        <Icon name="chevron-right" class="icon go"/>
                    </a>
                </li>
            }
            .into_any()
        }
        Need::Pay { cents } => view! {
            <li>
                <a class="row" href=routes::acting(routes::ACCOUNT, grant)>
                    <span class="row-icon signal"><Icon name="card"/></span>
                    <span class="row-main">
                        <span class="row-name num">"Look at your bill: " {money(cents)} " is open"</span>
                        <span class="row-fact">"See what it is for, and pay it here"</span>
                    </span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
        .into_any(),
        Need::ChooseTime { id, clinician } => view! {
            <li>
                <a class="row" href=routes::appointment(id, grant)>
                    <span class="row-icon signal"><Icon name="clock"/></span>
                    <span class="row-main">
                        <span class="row-name">"Choose another time"</span>
                        <span class="row-fact">"The practice offers other times with " {clinician}</span>
                    </span>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
        .into_any(),
    }
}

/// Where everything is: one quiet tile for each area, with what there is in it.
#[component]
fn AreaList(areas: Vec<Area>) -> impl IntoView {
    view! {
        <section class="block" id="areas" aria-labelledby="else" data-fresh="">
            <h2 id="else">"Everything else"</h2>
            <ul class="areas">{areas.into_iter().map(|area| view! { <AreaTile area/> }).collect_view()}</ul>
        </section>
    }
}

/// Access that opens none of the areas there are.
#[component]
fn NoAreas() -> impl IntoView {
    view! {
        <p class="block sub">
            "Messages, appointments and documents are not open to you here. Are you missing something? Please call the office."
        </p>
    }
}

#[component]
fn AreaTile(area: Area) -> impl IntoView {
    let grant = acting_for();
    let (to, icon, name, unread, fact) = match area {
        Area::Messages { unread, newest } => (routes::MESSAGES, "message", "Messages", Some(unread), newest_message(newest)),
        Area::Documents { to_fill, to_sign, to_read, total } => {
            (routes::DOCUMENTS, "document", "My Documents", None, documents_waiting(to_fill, to_sign, to_read, total))
        }
        Area::Activities { to_do } => (routes::ACTIVITIES, "pen", "Activities", None, activities_waiting(to_do)),
        Area::Appointments { upcoming, waiting, may_request, next } => {
            (routes::APPOINTMENTS, "calendar", "Appointments", None, appointments_ahead(upcoming, waiting, may_request, next))
        }
        Area::Information { waiting, declined } => {
            (routes::INFORMATION, "person", "My Information", None, information_stands(waiting, declined))
        }
        Area::Account { balance_cents, last_paid } => {
            (routes::ACCOUNT, "card", "My Account", None, account_stands(balance_cents, last_paid))
        }
    };
    view! {
        <li>
            <a class="area" href=routes::acting(to, grant)>
                <Icon name=icon/>
                <span class="area-main">
                    <span class="area-name">
                        {name}
                        {unread.map(|unread| view! { " " <Badge of="unread" many=unread.into() words="unread"/> })}
                    </span>
                    <span class="area-fact num" data-fact=to>{fact}</span>
                </span>
            </a>
        </li>
    }
}

fn information_stands(waiting: u32, declined: u32) -> String {
    match (waiting, declined) {
        (0, 0) => "What the practice has on file".to_owned(),
        (0, 1) => "1 change was declined".to_owned(),
        (0, many) => format!("{many} changes were declined"),
        (1, _) => "1 change waits for review".to_owned(),
        (many, _) => format!("{many} changes wait for review"),
    }
}

fn account_stands(balance: i64, last_paid: Option<(i64, Moment)>) -> String {
    match (balance, last_paid) {
        (0, None) => "Nothing is open".to_owned(),
        (0, Some((cents, at))) => format!("Nothing is open. You last paid {} on {}", money(cents), calendar().order.day(at.day())),
        (balance, _) => format!("Your balance is {}", money(balance)),
    }
}

fn newest_message(newest: Option<(String, Moment)>) -> String {
    match newest {
        Some((from, at)) => {
            let Calendar { order, today } = calendar();
            format!("Newest from {from}. {}", order.recent(&at, today))
        }
        None => "No messages yet".to_owned(),
    }
}

/// In the browser: what is waiting now.
pub(super) fn show_documents(counts: &ClientCounts) {
    let ClientCounts { to_fill, to_do, to_sign, to_read, documents, .. } = *counts;
    if let Ok(Some(fact)) = document().query_selector(&format!("[data-fact='{}']", routes::DOCUMENTS)) {
        fact.set_text_content(Some(&documents_waiting(to_fill, to_sign, to_read, documents)));
    }
    if let Ok(Some(fact)) = document().query_selector(&format!("[data-fact='{}']", routes::ACTIVITIES)) {
        fact.set_text_content(Some(&activities_waiting(to_do)));
    }
}

fn activities_waiting(to_do: u32) -> String {
    match to_do {
        0 => "Nothing to do now".to_owned(),
        many => format!("{many} to do"),
    }
}

fn documents_waiting(to_fill: u32, to_sign: u32, to_read: u32, total: u32) -> String {
    let waits = [(to_fill, "to fill in"), (to_sign, "to sign"), (to_read, "new to read")];
    let waits: Vec<String> = waits.iter().filter(|(many, _)| *many > 0).map(|(many, what)| format!("{many} {what}")).collect();
    match (waits.is_empty(), total) {
        (false, _) => waits.join(", "),
        (true, 0) => "Nothing here yet".to_owned(),
        (true, 1) => "1 document to read or download".to_owned(),
        (true, total) => format!("{total} documents to read or download"),
    }
}

fn appointments_ahead(upcoming: u32, waiting: u32, may_request: bool, next: Option<(Moment, String)>) -> String {
    let ahead = match (upcoming, next) {
        (0, _) | (_, None) => "Nothing is planned".to_owned(),
        (many, Some((at, clinician))) => {
            let next = format!("{} at {}, with {clinician}", calendar().order.weekday(at.day()), at.clock());
            if many == 1 { next } else { format!("{next}. {many} coming up") }
        }
    };
    match (waiting, may_request) {
        (0, true) => format!("{ahead}. Book another time"),
        (0, false) => ahead,
        (1, _) => format!("{ahead}, 1 request waits"),
        (many, _) => format!("{ahead}, {many} requests wait"),
    }
}
