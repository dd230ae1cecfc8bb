//! One appointment: what was done about it, what happens next, and what one can do.

use super::{
    CallLine, Hours, StateTag,
    acts::{Acts, CancelWindow, Hints, Place},
    day,
    list::RequestCard,
    way,
};
use crate::{
    Done, Failure,
    appointments::{CancelAppointment, ConfirmAppointment, TakeOfferedTime, read_my_appointment},
    parts::{Drawing, Icon, acting_for, form::Refused, param},
    routes,
    shell::{NavItem, PortalPage},
};
use domain::{
    appointments::{MyAppointment, OneAppointment, RequestKind, State},
    ids::AppointmentId,
};
use leptos::prelude::*;

#[component]
pub fn MyAppointmentPage() -> impl IntoView {
    let id: Option<AppointmentId> = param("appointment");
    view! {
        <PortalPage
            title=|_| "Your appointment"
            place=NavItem::Appointments
            load=move |grant| async move {
                match id {
                    Some(id) => read_my_appointment(grant, id).await,
                    None => Err(Failure(domain::Failure::NotFound)),
                }
            }
            show=|page| view! { <AppointmentView page/> }.into_any()
        />
    }
}

#[component]
fn AppointmentView(page: OneAppointment) -> impl IntoView {
    let OneAppointment { appointment: of, may_request, phone } = page;
    let asked = matches!(of.state, State::Requested | State::Denied) || !of.offers.is_empty();
    view! {
        <Refused<ConfirmAppointment>/>
        <Refused<CancelAppointment>/>
        <Refused<TakeOfferedTime>/>
        <Headline of=of.clone()/>
        <div id="appointment" data-fresh=of.id.to_string() data-fresh-on="appointments">
            {if asked {
                view! { <div class="block"><h2 class="sr">"What you asked for"</h2><RequestCard of=of.clone() phone=phone.clone()/></div> }.into_any()
            } else {
                view! {
                    <FactList of=of.clone()/>
                    <div class="block">
                        <Acts of=of.clone() may_request in_window=true/>
                        {of.state.may_move().then(|| view! {
                            <p class="acts"><a class="btn quiet" href=routes::appointment_file(of.id, acting_for()) download="appointment.ics" rel="external"><Icon name="calendar"/>"Add to calendar"</a></p>
                        })}
                        <div class="appt-hints"><Hints of=of.clone() phone=phone.clone() may_request/></div>
                    </div>
                }
                .into_any()
            }}
        </div>
        <NextSteps of=of.clone() phone/>
        <p class="acts block"><a class="btn quiet" href=routes::acting(routes::APPOINTMENTS, acting_for())>"Back to Appointments"</a></p>
        <CancelWindow of/>
    }
}

/// What was just done, or what this is.
#[component]
fn Headline(of: MyAppointment) -> impl IntoView {
    let done = Done::here();
    let news = match (done, of.state, of.request) {
        (Some(Done::Asked), State::Requested, _) => Some("Your request is sent"),
        (Some(Done::Asked), State::Booked, _) => Some("Your appointment is booked"),
        (Some(Done::Confirmed), State::Confirmed, _) => Some("Thank you, it is confirmed"),
        (Some(Done::Ended), State::Cancelled, Some(RequestKind::New | RequestKind::Reschedule)) => Some("It is taken back"),
        (Some(Done::Ended), State::Cancelled, _) => Some("Your appointment is cancelled"),
        _ => None,
    };
    match news {
        Some(words) => view! {
            <Drawing name=if done == Some(Done::Ended) { "draw-calm" } else { "draw-done" }/>
            <header class="head"><h1>{words}</h1></header>
        }
        .into_any(),
        None => view! {
            <header class="head">
                <a class="back" href=routes::acting(routes::APPOINTMENTS, acting_for())><Icon name="chevron-left"/>"Appointments"</a>
                <h1>{of.type_name}</h1>
            </header>
        }
        .into_any(),
    }
}

/// What, when, with whom, where.
#[component]
fn FactList(of: MyAppointment) -> impl IntoView {
    view! {
        <dl class="facts lines block num">
            <div><dt>"What"</dt><dd>{of.type_name} ", " {of.minutes} " minutes"</dd></div>
            <div><dt>"When"</dt><dd><b>{day(&of.at)}</b> ", " <Hours at=of.at.clone() ends=of.ends.clone()/></dd></div>
            <div><dt>"With"</dt><dd>{of.clinician}</dd></div>
            <div><dt>"Where"</dt><dd>{match of.site {
                Some(site) => view! { <Place site/> }.into_any(),
                None => way(of.kind).replacen('b', "B", 1).into_any(),
            }}</dd></div>
            <div><dt>"State"</dt><dd><StateTag state=of.state/></dd></div>
        </dl>
    }
}

#[component]
fn NextSteps(of: MyAppointment, phone: Option<String>) -> impl IntoView {
    let words = match (Done::here(), of.state) {
        (Some(Done::Asked), State::Requested) => {
            "The practice looks at your request and answers by e-mail. Until then the time is held for you, and you can take your request back here."
        }
        (Some(Done::Asked), State::Booked) => "There is nothing more to do. You get an e-mail about it, and it shows under Appointments.",
        (Some(Done::Confirmed), State::Confirmed) => "There is nothing more to do. The practice sees that you will come.",
        (Some(Done::Ended), State::Cancelled) => "The practice knows. The time is free for somebody else now.",
        (None, State::Expired) => "The practice did not answer in time, and the time is not held any more. You can ask for another one.",
        _ => return ().into_any(),
    };
    view! {
        <section class="block">
            <h2>"What happens next"</h2>
            <p>{words}</p>
            {(of.state == State::Requested).then(|| view! { <p class="sub"><CallLine before="Is it urgent?" phone/></p> })}
        </section>
    }
    .into_any()
}
