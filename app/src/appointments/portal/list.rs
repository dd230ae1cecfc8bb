//! **Appointments**: what is coming, what was asked for, and the last few that are over.

use super::{
    CallLine, StateTag,
    acts::{Acts, Card, Hints, fields},
    clock, day, what,
};
use crate::{
    appointments::{CancelAppointment, ConfirmAppointment, TakeOfferedTime, list_my_appointments},
    parts::{
        Empty, Icon, Lines, acting_for, calendar,
        form::{PostButton, Refused},
    },
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    appointments::{MyAppointment, MyAppointments, State},
    messages::Purpose,
};
use leptos::prelude::*;

#[component]
pub fn MyAppointmentsPage() -> impl IntoView {
    view! {
        <PortalPage
            title=|_| "Appointments"
            place=NavItem::Appointments
            load=list_my_appointments
            show=|page| view! { <AppointmentsView page/> }.into_any()
        />
    }
}

#[component]
fn AppointmentsView(page: MyAppointments) -> impl IntoView {
    let grant = acting_for();
    let MyAppointments { upcoming, requests, history, may_request, phone, .. } = page;
    view! {
        <header class="head with-act">
            <div>
                <h1>"Appointments"</h1>
                <p class="sub">"What is coming, and what you have asked for."</p>
            </div>
            {may_request.then(|| view! {
                <a class="btn" href=routes::acting(routes::BOOK, grant)><Icon name="plus"/>"Book an Appointment"</a>
            })}
        </header>
        <Refused<ConfirmAppointment>/>
        <Refused<CancelAppointment>/>
        <Refused<TakeOfferedTime>/>
        {(!may_request).then(|| view! { <AskOtherwise phone=phone.clone() messages=page.messages/> })}
        <div id="appointments" data-fresh="" data-fresh-on="appointments">
            {(!requests.is_empty()).then(|| view! { <RequestList requests phone=phone.clone()/> })}
            <section class="block" aria-labelledby="upcoming">
                <h2 id="upcoming">"Upcoming Appointments"</h2>
                <Upcoming upcoming phone may_request/>
            </section>
            <section class="block" aria-labelledby="earlier">
                <h2 id="earlier">"Earlier"</h2>
                <EarlierList history/>
            </section>
        </div>
    }
}

/// Where nothing is booked here: how to ask all the same.
#[component]
fn AskOtherwise(phone: Option<String>, messages: bool) -> impl IntoView {
    let ask = routes::begin(Purpose::AppointmentRequest, acting_for());
    view! {
        <section class="block" aria-label="Ask for an appointment">
            <p><CallLine before="The practice makes appointments with you." phone/></p>
            {messages.then(|| view! { <p class="acts block"><a class="btn quiet" href=ask><Icon name="message"/>"Ask for an appointment"</a></p> })}
        </section>
    }
}

#[component]
fn Upcoming(upcoming: Vec<MyAppointment>, phone: Option<String>, may_request: bool) -> impl IntoView {
    if upcoming.is_empty() {
        return view! { <Empty drawing="draw-calm" title="Nothing is planned" words="Your next appointments show here once they are booked."/> }.into_any();
    }
    let one = |of: MyAppointment| {
        let (details, acted) = (routes::appointment(of.id, acting_for()), of.clone());
        view! {
            <li>
                <Card of=of.clone()>
                    <Acts of=acted may_request/>
                </Card>
                <div class="appt-hints">
                    <Hints of phone=phone.clone() may_request/>
                    <a class="link" href=details>"Details"<span class="sr">" of this appointment"</span></a>
                </div>
            </li>
        }
    };
    view! { <ul class="stack">{upcoming.into_iter().map(one).collect_view()}</ul> }.into_any()
}

/// What waits for the practice, and what it declined with other times.
#[component]
fn RequestList(requests: Vec<MyAppointment>, phone: Option<String>) -> impl IntoView {
    view! {
        <section class="block" aria-labelledby="requests">
            <h2 id="requests">"Requests"</h2>
            <ul class="stack">{requests.into_iter().map(|of| view! { <li><RequestCard of phone=phone.clone()/></li> }).collect_view()}</ul>
        </section>
    }
}

#[component]
pub(super) fn RequestCard(of: MyAppointment, phone: Option<String>) -> impl IntoView {
    let grant = acting_for();
    let waits = of.state == State::Requested;
    let asked = fields(&of, grant);
    let moved = of
        .replaces
        .as_ref()
        .map(|from| format!("In place of {}, {}. You keep that one until the practice agrees.", day(from), from.clock()));
    let held = of.held_until.as_ref().filter(|_| waits).map(|until| calendar().order.soon(until, calendar().today));
    view! {
        <Card of=of.clone()>
            {waits.then(|| view! {
                <div class="acts">
                    <PostButton<CancelAppointment> class="btn quiet" fields=asked>"Withdraw request"</PostButton<CancelAppointment>>
                </div>
            })}
        </Card>
        <div class="appt-hints">
            {moved.map(|words| view! { <p class="sub num">{words}</p> })}
            {held.map(|until| view! { <p class="sub num">"This time is held for you until " {until} ". You get an e-mail with the answer."</p> })}
            {of.remark.clone().filter(|_| waits).map(|words| view! { <div class="sub"><p>"You wrote:"</p><Lines text=words/></div> })}
            {(!waits).then(|| view! { <Offers of phone/> })}
        </div>
    }
}

/// Why the practice declined, and the times that it offers instead: each is taken with one tap.
#[component]
fn Offers(of: MyAppointment, phone: Option<String>) -> impl IntoView {
    let grant = acting_for().map(|grant| ("grant", grant.to_string()));
    view! {
        {of.reason.map(|words| view! { <div><p class="sub">"The practice wrote:"</p><Lines text=words/></div> })}
        {if of.offers.is_empty() {
            view! { <p class="sub"><CallLine before="No other time is offered any more." phone/></p> }.into_any()
        } else {
            view! {
                <p>"These times are free for you. Choose one, and it is booked:"</p>
                <ul class="offers" aria-label="Times that the practice offers">
                    {of.offers
                        .into_iter()
                        .map(|offer| {
                            let fields = grant.clone().into_iter().chain([("offer", offer.id.to_string())]).collect();
                            let words = format!("{}, {} {}", day(&offer.at), clock(&offer.at), offer.at.zone);
                            view! { <li><PostButton<TakeOfferedTime> class="btn quiet" fields>{words}</PostButton<TakeOfferedTime>></li> }
                        })
                        .collect_view()}
                </ul>
            }
            .into_any()
        }}
    }
}

#[component]
fn EarlierList(history: Vec<MyAppointment>) -> impl IntoView {
    let grant = acting_for();
    let line = |of: MyAppointment| {
        view! {
            <li>
                <a class="row" href=routes::appointment(of.id, grant)>
                    <span class="row-main">
                        <span class="row-name light num">{day(&of.at)} ", " {clock(&of.at)}</span>
                        <span class="row-fact">{what(&of)} ", with " {of.clinician.clone()}</span>
                    </span>
                    <StateTag state=of.state/>
                    <Icon name="chevron-right" class="icon go"/>
                </a>
            </li>
        }
    };
    view! {
        {(!history.is_empty()).then(|| view! { <ul class="rows">{history.into_iter().map(line).collect_view()}</ul> })}
        <p class="acts block"><a class="btn quiet" href=routes::acting(routes::APPOINTMENT_HISTORY, grant)>"Appointment History"</a></p>
    }
}
