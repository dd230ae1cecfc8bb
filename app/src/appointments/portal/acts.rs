//! An appointment that is agreed on, as a card, and what one does about it.

use super::{CallLine, Hours, JoinLink, StateTag, day, what};
use crate::{
    appointments::{CancelAppointment, ConfirmAppointment},
    parts::{
        Dialog, DialogButton, acting_for,
        form::{Form, PostButton},
    },
    routes,
};
use domain::{
    appointments::{Cancelling, ContactKind, MyAppointment, Site, State},
    ids::GrantId,
};
use leptos::prelude::*;

/// The ids that every form about an appointment goes with.
pub(super) fn fields(of: &MyAppointment, grant: Option<GrantId>) -> Vec<(&'static str, String)> {
    let grant = grant.map(|grant| ("grant", grant.to_string()));
    grant.into_iter().chain([("id", of.id.to_string()), ("version", of.version.to_string())]).collect()
}

/// Day, time, what it is, with whom and where.
#[component]
pub(super) fn Card(of: MyAppointment, children: Children) -> impl IntoView {
    let on = of.at.day();
    let tag = matches!(of.state, State::Confirmed | State::Requested | State::Denied).then_some(of.state);
    view! {
        <article class="appt">
            <div class="appt-day num" aria-hidden="true">
                <span>{on.format("%A").to_string()}</span>
                <b>{on.format("%-d").to_string()}</b>
                <span>{on.format("%B").to_string()}</span>
            </div>
            <div class="appt-text">
                <h3 class="num"><span class="sr">{day(&of.at)} ", "</span><Hours at=of.at.clone() ends=of.ends.clone()/></h3>
                <p>{what(&of)} ", with " {of.clinician.clone()}</p>
                {of.site.map(|site| view! { <p><Place site/></p> })}
                {tag.map(|state| view! { <p><StateTag state/></p> })}
            </div>
            {children()}
        </article>
    }
}

/// A place, and how to find it.
#[component]
pub(super) fn Place(site: Site) -> impl IntoView {
    let address = site.address.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    view! { "At " {site.name} {(!address.is_empty()).then(|| format!(", {address}"))} }
}

/// What can be done about an appointment that is agreed on. It is cancelled in a window of that page, or on the page of its own.
#[component]
pub(super) fn Acts(of: MyAppointment, may_request: bool, #[prop(optional)] in_window: bool) -> impl IntoView {
    let (id, grant) = (of.id, acting_for());
    let free = of.cancelling == Cancelling::Free;
    let moves = of.may_move && may_request;
    let cancel = routes::in_state(routes::appointment(id, grant), "dialog", "cancel");
    (of.may_confirm || moves || free).then(|| {
        view! {
            <div class="acts">
                {of.may_confirm.then(|| view! { <PostButton<ConfirmAppointment> fields=fields(&of, grant)>"Confirm"</PostButton<ConfirmAppointment>> })}
                {moves.then(|| view! { <a class="btn quiet" href=routes::move_appointment(id, grant)>"Ask for another time"</a> })}
                {free.then(|| match in_window {
                    true => view! { <DialogButton opens="cancel" class="btn plain">"Cancel"</DialogButton> }.into_any(),
                    false => view! { <a class="btn plain" href=cancel>"Cancel"</a> }.into_any(),
                })}
            </div>
        }
    })
}

/// What else there is to know of it: how to join, whether one is reminded, and whom to call.
#[component]
pub(super) fn Hints(of: MyAppointment, phone: Option<String>, may_request: bool) -> impl IntoView {
    let ahead = of.state.may_move();
    let video = ahead && of.kind == ContactKind::Video;
    let call = match of.cancelling {
        Cancelling::Call { hours } => {
            Some(format!("It begins in less than {hours} hours, so it is not changed or cancelled here any more."))
        }
        Cancelling::Free if !may_request => Some("Another time is made by phone.".to_owned()),
        _ => None,
    };
    let joins = of.join.is_some();
    view! {
        {of.join.map(|to| view! { <JoinLink to/> })}
        {(video && !joins).then(|| view! { <p class="sub">"The link to join shows here 15 minutes before it begins."</p> })}
        {(ahead && of.texts).then(|| view! { <p class="sub">"Text reminders are on."</p> })}
        {call.filter(|_| ahead).map(|words| view! { <p class="sub"><CallLine before=words phone/></p> })}
    }
}

/// The next appointment, on the Dashboard.
#[component]
pub fn NextCard(of: MyAppointment, phone: Option<String>, may_request: bool) -> impl IntoView {
    let acted = of.clone();
    view! {
        <section class="block" aria-labelledby="next">
            <h2 id="next">"Your next appointment"</h2>
            <Card of=of.clone()>
                <Acts of=acted may_request in_window=true/>
            </Card>
            <div class="appt-hints"><Hints of phone may_request/></div>
        </section>
    }
}

/// The window in which one is asked once more before an appointment is cancelled. It stands beside what is asked for again when
/// something happens, so that it stays open.
#[component]
pub fn CancelWindow(of: MyAppointment) -> impl IntoView {
    let grant = acting_for();
    let words = format!("{} at {} {}, with {}", day(&of.at), of.at.clock(), of.at.zone, of.clinician);
    (of.cancelling == Cancelling::Free && of.state.may_move()).then(|| {
        view! {
            <Dialog id="cancel">
                <header class="dialog-head"><h2 id="cancel-head">"Cancel this appointment?"</h2></header>
                <Form<CancelAppointment> class="dialog-body" fields=fields(&of, grant)>
                    <p class="num">{words.clone()}</p>
                    <p class="sub">"The practice is told now, and somebody else may get this time."</p>
                    <div class="acts">
                        <button class="btn danger">"Cancel appointment"</button>
                        <button class="btn plain" formmethod="dialog" formnovalidate>"Keep it"</button>
                    </div>
                </Form<CancelAppointment>>
            </Dialog>
        }
    })
}
