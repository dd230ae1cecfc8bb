//! **Request an appointment**: somebody without an account asks, and the practice answers.

use super::desk::{Desk, refused};
use crate::house::{House, origin};
use backend::{Error, Visitor};
use chrono::{DateTime, Duration, Utc};
use domain::{
    appointments::{
        CalendarAsk, ChosenSlot, ContactKind, FirstAsk, ProspectAnswer, ProspectLine, ProspectState, Refusal, Scheduling, State,
    },
    ids::ProspectId,
};

crate::on_both_databases!(
    somebody_new_asks_and_becomes_a_client,
    who_is_a_client_hears_the_same,
    no_time_is_taken_twice_by_whomever,
    what_nobody_answers_ends,
    a_flood_is_slowed_down,
);

async fn open(house: &House) -> Visitor {
    let administrator = house.staff("Vidal").await;
    let scheduling = Scheduling { quick_share: true, ..Scheduling::default() };
    administrator.settings().await.unwrap().change_scheduling(scheduling).await.unwrap();
    house.practice.visitor(origin())
}

async fn slots(desk: &Desk<'_>, visitor: &Visitor) -> Vec<DateTime<Utc>> {
    let days = visitor.first_appointments().await.unwrap().bookable(desk.wish()).await.unwrap().days;
    days.into_iter().flat_map(|day| day.slots).map(|slot| slot.starts_at).collect()
}

fn ask(desk: &Desk<'_>, starts_at: DateTime<Utc>) -> FirstAsk {
    FirstAsk {
        type_id: desk.type_id,
        kind: ContactKind::Video,
        slot: ChosenSlot { starts_at, staff: None },
        last_name: "Núñez".into(),
        first_name: "Ana".into(),
        birth_date: "1990-04-02".into(),
        email: "ana@example.com".into(),
        phone: "(555) 010-0199".into(),
        reason: "I sleep badly.".into(),
    }
}

async fn waiting(house: &House, who: &str) -> Vec<ProspectLine> {
    let staff = house.staff(who).await;
    let today = house.setup.clock.now().date_naive();
    let ask = CalendarAsk { first: today, last: today, staff: vec![], sites: vec![] };
    staff.appointments().await.unwrap().calendar(ask).await.unwrap().newcomers
}

async fn mails(house: &House, kind: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = '{kind}'")).await
}

async fn somebody_new_asks_and_becomes_a_client(house: House) {
    let desk = Desk::new(&house).await;
    let stranger = house.practice.visitor(origin());
    assert!(matches!(stranger.first_appointments().await, Err(Error::NotFound)), "the switch is off");
    let stranger = open(&house).await;
    let first = stranger.first_appointments().await.unwrap();
    let at = slots(&desk, &stranger).await[0];
    first.ask(&ask(&desk, at)).await.unwrap();
    assert!(!slots(&desk, &stranger).await.contains(&at), "it is held");
    let about = "SELECT count(*) FROM prospects WHERE CAST(about AS text) LIKE '%sleep%'";
    assert_eq!((house.count(about).await, mails(&house, "prospect_asked").await), (0, 1), "sealed, and the clinician is told");

    assert!(waiting(&house, "Okafor").await.is_empty(), "it is somebody else's calendar");
    let line = waiting(&house, "Whitfield").await.remove(0);
    assert_eq!((line.name.as_str(), line.state), ("Núñez, Ana", ProspectState::Waiting));
    let officer = house.staff("Whitfield").await;
    let office = officer.appointments().await.unwrap();
    let okafor = house.staff("Okafor").await;
    let elsewhere = okafor.appointments().await.unwrap().answer_prospect(line.id, ProspectAnswer::Deny).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    let page = office.prospect(line.id, None).await.unwrap();
    assert!(page.who.reason == "I sleep badly." && page.charts.iter().all(|(_, namesake)| !namesake));

    let create = ProspectAnswer::Create { another: false, invite: true };
    let approved = office.answer_prospect(line.id, create).await.unwrap().unwrap();
    assert!(approved.new.is_some_and(|new| new.is_to_be_invited()));
    let one = office.one(approved.appointment).await.unwrap();
    assert_eq!((one.chart, one.starts_at, one.state, one.client.as_str()), (approved.chart, at, State::Booked, "Núñez, Ana"));
    assert_eq!(one.remark.as_deref(), Some("I sleep badly.\n(555) 010-0199"));
    assert_eq!(refused(office.answer_prospect(line.id, ProspectAnswer::Deny).await.map(drop)), Refusal::ChangedMeanwhile);
    assert_eq!(mails(&house, "prospect_booked").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'prospect_asked' AND done_at IS NULL").await, 0);
}

async fn who_is_a_client_hears_the_same(house: House) {
    let desk = Desk::new(&house).await;
    let stranger = open(&house).await;
    let first = stranger.first_appointments().await.unwrap();
    let at = slots(&desk, &stranger).await;
    let officer = house.staff("Whitfield").await;
    let charts = officer.charts().await.unwrap().room("Lindqvist", 1).await.unwrap().charts;
    let maya = charts.iter().find(|line| line.id == house.chart("Maya")).unwrap();
    let known = FirstAsk {
        last_name: "lindqvist".into(),
        first_name: "MAYA".into(),
        birth_date: maya.born.on.to_string(),
        email: "maya.lindqvist@example.com".into(),
        ..ask(&desk, at[0])
    };
    first.ask(&known).await.unwrap();
    let office = officer.appointments().await.unwrap();
    let id = waiting(&house, "Whitfield").await[0].id;
    let page = office.prospect(id, None).await.unwrap();
    assert!(page.charts.iter().any(|(line, namesake)| *namesake && line.id == maya.id), "staff are told");
    let twice = office.answer_prospect(id, ProspectAnswer::Create { another: false, invite: false }).await;
    assert!(matches!(twice, Err(Error::Refused(_))));
    let approved = office.answer_prospect(id, ProspectAnswer::Attach(maya.id)).await.unwrap().unwrap();
    assert_eq!((approved.chart, approved.new.is_none()), (maya.id, true));
    assert_eq!(office.one(approved.appointment).await.unwrap().starts_at, at[0]);
}

async fn no_time_is_taken_twice_by_whomever(house: House) {
    let desk = Desk::new(&house).await;
    let stranger = open(&house).await;
    let first = stranger.first_appointments().await.unwrap();
    let maya = desk.portal("Maya").await;
    let (portal, reyes) = (maya.appointments().await.unwrap(), house.staff("Reyes").await);
    let office = reyes.appointments().await.unwrap();
    for at in slots(&desk, &stranger).await.into_iter().step_by(8).take(3) {
        let (one, two, draft) = (ask(&desk, at), desk.ask(at), desk.draft(at));
        let (asked, requested, booked) = tokio::join!(first.ask(&one), portal.request(&two), office.book(house.chart("Noah"), &draft));
        let answers = [asked, requested.map(drop), booked.map(drop)];
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        for lost in answers.into_iter().filter(Result::is_err) {
            assert_eq!(refused(lost), Refusal::JustTaken);
        }
    }
    let held = "SELECT (SELECT count(*) FROM prospects) + (SELECT count(*) FROM appointments)";
    assert_eq!(house.count(held).await, 3);
}

async fn what_nobody_answers_ends(house: House) {
    let desk = Desk::new(&house).await;
    let stranger = open(&house).await;
    let first = stranger.first_appointments().await.unwrap();
    let at = *slots(&desk, &stranger).await.last().unwrap();
    first.ask(&ask(&desk, at)).await.unwrap();
    house.hands.shift(Duration::hours(49));
    for _ in 0..2 {
        house.system.expire_appointment_requests().await.unwrap();
    }
    assert!(waiting(&house, "Whitfield").await.is_empty());
    assert_eq!(mails(&house, "prospect_expired").await, 1);
    assert!(slots(&desk, &stranger).await.contains(&at), "it is free again");
    let gone = ProspectId(uuid::Uuid::from_u128(7));
    let officer = house.staff("Whitfield").await;
    assert!(matches!(officer.appointments().await.unwrap().prospect(gone, None).await, Err(Error::NotFound)));
}

async fn a_flood_is_slowed_down(house: House) {
    let desk = Desk::new(&house).await;
    let stranger = open(&house).await;
    let first = stranger.first_appointments().await.unwrap();
    let at = slots(&desk, &stranger).await;
    let mut slowed = false;
    for number in 0..12 {
        let one = FirstAsk { email: format!("ana{number}@example.com"), ..ask(&desk, at[number * 5]) };
        match first.ask(&one).await {
            Ok(()) => {}
            Err(Error::Refused(refusals)) => {
                slowed |= matches!(refusals[..], [domain::Refusal::SignIn(domain::sign_in::Refusal::TooManyTries { .. })]);
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(slowed, "one address asks again and again");
}
