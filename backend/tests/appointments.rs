//! Appointments: what can be booked, what a client asks for, what the practice answers, and who hears of it.

pub mod desk;
mod newcomers;
mod series;
mod setting_up;
mod staff;

use crate::house::House;
use backend::Error;
use chrono::{DateTime, Duration, Utc};
use desk::{Desk, refused};
use domain::{
    appointments::{BookingWish, Cancelling, ClientBooking, ContactKind, Refusal, RequestAnswer, RequestKind, State, TypeRules},
    notices::TaskKind,
};

crate::on_both_databases!(
    a_request_holds_its_time_and_becomes_an_appointment,
    what_is_declined_comes_with_other_times_and_one_is_taken_with_a_tap,
    a_request_that_nobody_answers_ends_and_both_hear_of_it,
    whoever_asks_for_another_time_keeps_the_old_one_until_it_is_approved,
    half_an_hour_later_is_in_the_way_of_nobody_but_oneself,
    staff_say_where_one_by_video_takes_place,
    a_client_confirms_and_cancels_until_the_window_of_the_type,
    what_says_so_is_booked_at_once,
    what_cannot_be_booked_is_said_and_nothing_is_kept,
    a_linked_person_sees_appointments_and_another_chart_none,
);

/// IC-26
async fn a_request_holds_its_time_and_becomes_an_appointment(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let page = portal.bookable(desk.wish()).await.unwrap();
    assert_eq!((page.types.len(), page.clinicians.len(), page.wish.kind), (1, 1, Some(ContactKind::Video)));
    let slot = page.days[0].slots[0].clone();
    assert_eq!(slot.at.clock(), "9:00 am");
    let id = portal.request(&desk.ask(slot.starts_at)).await.unwrap();

    let shown = portal.overview().await.unwrap();
    assert_eq!((shown.upcoming.len(), shown.requests[0].state, shown.requests[0].request), (0, State::Requested, Some(RequestKind::New)));
    assert_eq!(shown.requests[0].remark.as_deref(), Some("Núñez – Straße 🌊"));
    let again = portal.bookable(desk.wish()).await.unwrap();
    assert!(
        again.days[0].slots.iter().all(|other| other.starts_at >= slot.starts_at + Duration::minutes(60)),
        "it is held, with its buffer"
    );
    let reyes = house.staff("Reyes").await;
    let tasks = reyes.notices().to_do().await.unwrap().tasks;
    let task = tasks.iter().find(|task| task.kind == TaskKind::AppointmentRequested).unwrap();
    assert_eq!((task.appointment, task.owner_name()), (Some(id), Some("Elena Reyes, PhD")));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_asked' AND state = 'queued'").await, 1);

    let office = reyes.appointments().await.unwrap();
    let line = office.one(id).await.unwrap();
    assert_eq!(
        (line.client.as_str(), line.next.as_slice(), line.at.clock().as_str()),
        ("Lindqvist, Maya", &[State::Booked, State::Denied][..], "9:00 am")
    );
    assert_eq!(refused(office.answer(id, 7, &RequestAnswer::Approve).await), Refusal::ChangedMeanwhile);
    assert_eq!(office.answer(id, 1, &RequestAnswer::Approve).await.unwrap(), Some(id));
    assert!(reyes.notices().to_do().await.unwrap().tasks.iter().all(|task| task.appointment != Some(id)));
    let booked = portal.overview().await.unwrap().upcoming.remove(0);
    assert_eq!((booked.state, booked.version, booked.clinician.as_str()), (State::Booked, 2, "Elena Reyes, PhD"));
    // The mail names nobody, and no kind.
    let link = house.newest_link("maya.lindqvist@example.com").await;
    assert!(link.starts_with("/appointments?for="), "{link}");
    let mail = house.visitor().demo_mailbox().await.unwrap().into_iter().find(|mail| mail.link.ends_with(&link)).unwrap();
    for word in ["Reyes", "session", "Session", "video", "therap"] {
        assert!(!mail.text.contains(word) && !mail.subject.contains(word), "{}", mail.text);
    }
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_asked' AND state = 'queued'").await, 0);
    for act in ["requested", "approved"] {
        assert_eq!(house.told(&format!("appointments.{act}")).await, 1);
    }
    assert_eq!(house.count("SELECT count(*) FROM appointments WHERE CAST(remark AS TEXT) LIKE '%Stra%'").await, 0);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn what_is_declined_comes_with_other_times_and_one_is_taken_with_a_tap(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let slots = desk.slots(&portal).await;
    let id = portal.request(&desk.ask(slots[0])).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    let deny = |reason: &str, offers: Vec<DateTime<Utc>>| RequestAnswer::Deny { reason: reason.into(), offers };
    assert_eq!(refused(office.answer(id, 1, &deny(" ", vec![])).await), Refusal::ReasonMissing);
    assert_eq!(refused(office.answer(id, 1, &deny("", vec![desk.now() - Duration::hours(1)])).await), Refusal::OfferUnfit);
    let many = vec![slots[8]; 6];
    assert_eq!(refused(office.answer(id, 1, &deny("", many)).await), Refusal::TooManyOffers);
    office.answer(id, 1, &deny("I am at a school then.", vec![slots[8], slots[12]])).await.unwrap();

    let declined = portal.overview().await.unwrap().requests.remove(0);
    assert_eq!((declined.state, declined.reason.as_deref()), (State::Denied, Some("I am at a school then.")));
    // Somebody takes the first one meanwhile.
    let draft = desk.draft(slots[8]);
    office.book(house.chart("Noah"), &draft).await.unwrap();
    assert_eq!(refused(portal.take_offer(declined.offers[0].id).await), Refusal::JustTaken);
    let taken = portal.take_offer(declined.offers[1].id).await.unwrap();
    assert_eq!(refused(portal.take_offer(declined.offers[1].id).await), Refusal::OfferGone);
    let page = portal.overview().await.unwrap();
    assert_eq!((page.requests.len(), page.upcoming[0].id, page.upcoming[0].state), (0, taken, State::Booked));
    assert_eq!(page.upcoming[0].at.at, slots[12]);
}

async fn a_request_that_nobody_answers_ends_and_both_hear_of_it(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let slots = desk.slots(&portal).await;
    let id = portal.request(&desk.ask(*slots.last().unwrap())).await.unwrap();
    house.hands.shift(Duration::hours(47));
    house.system.expire_appointment_requests().await.unwrap();
    assert_eq!(house.told("appointments.expired").await, 0);
    house.hands.shift(Duration::hours(1));
    house.system.expire_appointment_requests().await.unwrap();
    house.system.expire_appointment_requests().await.unwrap();
    assert_eq!(house.told("appointments.expired").await, 1);
    for kind in ["appointment_expired", "request_lapsed"] {
        assert_eq!(house.count(&format!("SELECT count(*) FROM mails WHERE kind = '{kind}' AND state = 'queued'")).await, 1, "{kind}");
    }
    let (maya, reyes) = (desk.portal("Maya").await, house.staff("Reyes").await);
    let tasks = reyes.notices().to_do().await.unwrap().tasks;
    assert_eq!(
        tasks.iter().filter(|task| task.appointment == Some(id)).map(|task| task.kind).collect::<Vec<_>>(),
        [TaskKind::RequestLapsed]
    );
    let portal = maya.appointments().await.unwrap();
    assert_eq!(portal.overview().await.unwrap().history[0].state, State::Expired);
    assert!(desk.slots(&portal).await.contains(slots.last().unwrap()), "its time is free again");
}

async fn whoever_asks_for_another_time_keeps_the_old_one_until_it_is_approved(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, reyes) = (desk.portal("Maya").await, house.staff("Reyes").await);
    let (portal, office) = (maya.appointments().await.unwrap(), reyes.appointments().await.unwrap());
    let slots = desk.slots(&portal).await;
    let id = office.book(house.chart("Maya"), &desk.draft(slots[0])).await.unwrap().ids[0];
    portal.confirm(id, 1).await.unwrap();
    let ask = |at, version| domain::appointments::BookingAsk { replaces: Some((id, version)), ..desk.ask(at) };
    assert_eq!(refused(portal.request(&ask(slots[8], 1)).await), Refusal::ChangedMeanwhile);

    // Two want one time, and who loses keeps what they have.
    office.book(house.chart("Noah"), &desk.draft(slots[8])).await.unwrap();
    assert_eq!(refused(portal.request(&ask(slots[8], 2)).await), Refusal::JustTaken);
    let shown = portal.overview().await.unwrap();
    assert_eq!((shown.upcoming[0].at.at.to_utc(), shown.upcoming[0].state, shown.requests.len()), (slots[0], State::Confirmed, 0));

    let wish = BookingWish { replaces: Some(id), ..BookingWish::default() };
    assert_eq!(portal.bookable(wish).await.unwrap().moves.unwrap().id, id);
    let asked = portal.request(&ask(slots[16], 2)).await.unwrap();
    assert_eq!(refused(portal.request(&ask(slots[20], 2)).await), Refusal::AskedAlready);
    let shown = portal.overview().await.unwrap();
    assert_eq!((shown.upcoming.len(), shown.requests[0].request), (1, Some(RequestKind::Reschedule)));
    assert_eq!(shown.requests[0].replaces, Some(shown.upcoming[0].at.clone()));
    assert_eq!(office.answer(asked, 1, &RequestAnswer::Approve).await.unwrap(), Some(id));
    let shown = portal.overview().await.unwrap();
    let moved = &shown.upcoming[0];
    assert_eq!(
        (moved.id, moved.at.at.to_utc(), moved.state, shown.requests.len()),
        (id, slots[16], State::Booked, 0),
        "to be confirmed anew"
    );
    assert!(desk.slots(&portal).await.contains(&slots[0]));
    assert_eq!(house.count("SELECT count(*) FROM appointments WHERE replaces_id IS NULL AND version = 3 AND sequence = 1").await, 1);

    // What is cancelled is not moved any more.
    let asked = portal.request(&ask(slots[24], 3)).await.unwrap();
    portal.cancel(id, 3).await.unwrap();
    assert_eq!(refused(office.answer(asked, 2, &RequestAnswer::Approve).await), Refusal::ChangedMeanwhile);
    let tasks = reyes.notices().to_do().await.unwrap().tasks;
    let kinds: Vec<TaskKind> = tasks.iter().filter(|task| task.appointment.is_some()).map(|task| task.kind).collect();
    assert_eq!(kinds, [TaskKind::AppointmentCancelled]);
}

async fn half_an_hour_later_is_in_the_way_of_nobody_but_oneself(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, reyes) = (desk.portal("Maya").await, house.staff("Reyes").await);
    let (portal, office) = (maya.appointments().await.unwrap(), reyes.appointments().await.unwrap());
    let slots = desk.slots(&portal).await;
    let (own, later) = (slots[1], slots.iter().copied().find(|at| *at >= slots[1] + Duration::minutes(30)).unwrap());
    assert!(later < own + Duration::minutes(50), "they meet");
    let id = office.book(house.chart("Maya"), &desk.draft(own)).await.unwrap().ids[0];
    let wish = BookingWish { replaces: Some(id), ..desk.wish() };
    let offered: Vec<_> =
        portal.bookable(wish).await.unwrap().days.into_iter().flat_map(|day| day.slots).map(|slot| slot.starts_at).collect();
    assert!(offered.contains(&later));
    let ask = |at, version| domain::appointments::BookingAsk { replaces: Some((id, version)), ..desk.ask(at) };
    let asked = portal.request(&ask(later, 1)).await.unwrap();

    // Nobody else has a place in either of the two, and the appointment itself may be moved into what is asked for.
    let noah = house.chart("Noah");
    for at in [own, later] {
        assert_eq!(refused(office.book(noah, &desk.draft(at)).await), Refusal::JustTaken);
    }
    assert_eq!(office.answer(asked, 1, &RequestAnswer::Approve).await.unwrap(), Some(id));
    let shown = portal.overview().await.unwrap();
    assert_eq!((shown.upcoming[0].id, shown.upcoming[0].at.at.to_utc(), shown.upcoming.len()), (id, later, 1));
    let asked = portal.request(&ask(own, 2)).await.unwrap();
    office.move_to(id, 2, &desk.draft(own + Duration::minutes(15))).await.unwrap();
    let waiting = "SELECT count(*) FROM appointments WHERE state = 'requested' AND replaces_id IS NOT NULL";
    assert_eq!(house.count(waiting).await, 0, "{asked:?} is settled by the move");
}

/// Also of one that the client asked for.
async fn staff_say_where_one_by_video_takes_place(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, reyes) = (desk.portal("Maya").await, house.staff("Reyes").await);
    let (portal, office) = (maya.appointments().await.unwrap(), reyes.appointments().await.unwrap());
    let id = portal.request(&desk.ask(desk.slots(&portal).await[0])).await.unwrap();
    office.answer(id, 1, &RequestAnswer::Approve).await.unwrap();
    let shown = async || office.of_chart(house.chart("Maya")).await.unwrap().upcoming.remove(0);
    assert!(matches!(refused(office.set_video(id, 2, "javascript:alert(1)").await), Refusal::VideoUnfit { .. }));
    office.set_video(id, 2, " https://video.example/maya ").await.unwrap();
    assert_eq!(shown().await.video.as_deref(), Some("https://video.example/maya"));
    assert_eq!(refused(office.set_video(id, 2, "").await), Refusal::ChangedMeanwhile);
    office.set_video(id, 3, "").await.unwrap();
    assert_eq!(shown().await.video, None);
}

/// IC-27
async fn a_client_confirms_and_cancels_until_the_window_of_the_type(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, reyes) = (desk.portal("Maya").await, house.staff("Reyes").await);
    let (portal, office) = (maya.appointments().await.unwrap(), reyes.appointments().await.unwrap());
    let starts_at = desk.slots(&portal).await[0];
    let draft = domain::appointments::BookingDraft { video: "https://video.example/maya".into(), ..desk.draft(starts_at) };
    let id = office.book(house.chart("Maya"), &draft).await.unwrap().ids[0];
    let shown = async || desk.portal("Maya").await.appointments().await.unwrap().overview().await.unwrap().upcoming.remove(0);
    let line = shown().await;
    assert_eq!((line.may_confirm, line.cancelling, line.join), (true, Cancelling::Free, None));
    portal.confirm(id, 1).await.unwrap();
    assert_eq!(refused(portal.confirm(id, 1).await), Refusal::ChangedMeanwhile);
    assert_eq!(refused(portal.confirm(id, 2).await), Refusal::StateUnfit);

    house.hands.shift(starts_at - desk.now() - Duration::hours(23));
    assert_eq!(shown().await.cancelling, Cancelling::Call { hours: 24 });
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    assert_eq!(refused(portal.cancel(id, 2).await), Refusal::WindowOver { hours: 24 });
    house.hands.shift(Duration::hours(22) + Duration::minutes(45));
    assert_eq!(shown().await.join.as_deref(), Some("https://video.example/maya"));
    assert_eq!(maya.dashboard().await.map(|page| page.next.map(|next| next.minutes)).ok().flatten(), Some(50));
    let reyes = house.staff("Reyes").await;
    let office = reyes.appointments().await.unwrap();
    assert_eq!(refused(office.set_state(id, 2, State::NoShow).await), Refusal::NotBegun);
    house.hands.shift(Duration::minutes(20));
    office.set_state(id, 2, State::NoShow).await.unwrap();
    assert_eq!(refused(office.set_state(id, 2, State::Arrived).await), Refusal::ChangedMeanwhile);
    office.set_state(id, 3, State::Arrived).await.unwrap();
    office.set_state(id, 4, State::Completed).await.unwrap();
}

async fn what_says_so_is_booked_at_once(house: House) {
    let desk = Desk::new(&house).await;
    let administrator = house.staff("Vidal").await;
    let at_once = TypeRules { booking: ClientBooking::AtOnce, most_per_client: Some(1), ..desk.rules() };
    administrator.appointments().await.unwrap().save_type(Some(desk.type_id), &at_once).await.unwrap();
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let slots = desk.slots(&portal).await;
    let id = portal.request(&desk.ask(slots[0])).await.unwrap();
    let booked = portal.overview().await.unwrap().upcoming.remove(0);
    assert_eq!((booked.id, booked.state), (id, State::Booked));
    assert_eq!(refused(portal.request(&desk.ask(slots[8])).await), Refusal::EnoughAhead);
    // So is another time.
    let ask = domain::appointments::BookingAsk { replaces: Some((id, 1)), ..desk.ask(slots[1]) };
    assert_eq!(portal.request(&ask).await.unwrap(), id);
    assert_eq!(portal.overview().await.unwrap().upcoming[0].at.at, slots[1]);
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE appointment_id IS NOT NULL").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'appointment_moved' AND state = 'queued'").await, 1);
}

async fn what_cannot_be_booked_is_said_and_nothing_is_kept(house: House) {
    let desk = Desk::new(&house).await;
    let maya = desk.portal("Maya").await;
    let portal = maya.appointments().await.unwrap();
    let slots = desk.slots(&portal).await;
    let says = async |ask| refused(portal.request(&ask).await);
    let ask = |at| desk.ask(at);
    assert_eq!(says(ask(desk.now())).await, Refusal::InThePast);
    assert_eq!(says(ask(desk.now() + Duration::hours(2))).await, Refusal::TooSoon);
    assert_eq!(says(ask(slots[0] + Duration::days(70))).await, Refusal::TooFar);
    assert_eq!(says(ask(slots[0] + Duration::minutes(7))).await, Refusal::JustTaken);
    assert_eq!(says(ask(slots[0] - Duration::hours(4))).await, Refusal::JustTaken);
    let mut wrong = ask(slots[0]);
    wrong.kind = ContactKind::Phone;
    assert_eq!(says(wrong).await, Refusal::KindUnfit);
    let mut wrong = ask(slots[0]);
    wrong.slot.staff = Some(desk.staff("Okafor"));
    assert_eq!(says(wrong).await, Refusal::ClinicianUnfit);
    let mut wrong = ask(slots[0]);
    wrong.remark = "x".repeat(1_001);
    assert_eq!(says(wrong).await, Refusal::RemarkTooLong);
    // The type is switched off while somebody chooses.
    let administrator = house.staff("Vidal").await;
    let office = administrator.appointments().await.unwrap();
    office.use_type(desk.type_id, false).await.unwrap();
    assert_eq!(says(ask(slots[0])).await, Refusal::TypeGone);
    office.use_type(desk.type_id, true).await.unwrap();
    let off = domain::appointments::Scheduling { self_scheduling: false, ..Default::default() };
    administrator.settings().await.unwrap().change_scheduling(off).await.unwrap();
    let again = desk.portal("Maya").await;
    assert_eq!(refused(again.appointments().await.unwrap().request(&ask(slots[0])).await), Refusal::SelfSchedulingOff);
    assert_eq!(house.count("SELECT count(*) FROM appointments").await, 0);
}

/// TN-12
async fn a_linked_person_sees_appointments_and_another_chart_none(house: House) {
    let desk = Desk::new(&house).await;
    let (maya, rosa) = (desk.portal("Maya").await, desk.portal("Rosa").await);
    let portal = maya.appointments().await.unwrap();
    let id = portal.request(&desk.ask(desk.slots(&portal).await[0])).await.unwrap();
    let other = rosa.appointments().await.unwrap();
    assert!(matches!(other.cancel(id, 1).await, Err(Error::NotFound)));
    assert!(matches!(other.one(id).await, Err(Error::NotFound)));
    house.tamper("UPDATE grants SET scopes = 'documents messages'").await;
    assert!(matches!(desk.portal("Maya").await.appointments().await, Err(Error::NotFound)));
    house.tamper("UPDATE grants SET scopes = 'appointments', kind = 'linked'").await;
    let linked = desk.portal("Maya").await;
    linked.appointments().await.unwrap().cancel(id, 1).await.unwrap();
    assert_eq!(portal.overview().await.unwrap().history[0].state, State::Cancelled);
}
