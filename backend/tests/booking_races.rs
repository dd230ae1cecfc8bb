//! T40, T41: at the same moment, many want one time of one clinician.

use crate::{
    appointments::desk::Desk,
    house::{House, origin},
};
use backend::{Error, Token};
use chrono::{DateTime, Duration, Utc};
use domain::{
    appointments::{BookingAsk, Closed, Refusal, RequestAnswer, State, TimeOff},
    ids::AppointmentId,
};
use sea_orm::ConnectionTrait;
use std::future::Future;

crate::on_both_databases!(
    of_many_at_once_one_books,
    overlaps_of_all_lengths_never_stand_together,
    of_two_changes_of_one_appointment_one_wins,
    a_block_and_a_booking_at_once_are_one,
);

mod by_the_database_alone {
    use super::*;

    crate::on_postgres!(backend::Hashing::OfTests => the_database_itself_lets_no_two_overlap);

    /// Past every door, and whatever the program thinks.
    async fn the_database_itself_lets_no_two_overlap(house: House) {
        let desk = Desk::new(&house).await;
        let slot = desk.slots(&desk.portal("Maya").await.appointments().await.unwrap()).await[0];
        let reyes = house.staff("Reyes").await;
        reyes.appointments().await.unwrap().book(house.chart("Maya"), &desk.draft(slot)).await.unwrap();
        let db = house.database().await;
        let again = |state: &str| {
            format!(
                "INSERT INTO appointments (id, chart_id, staff_id, type_id, kind, starts_at, ends_at, busy_from, busy_to, state, version, sequence,
                    created_at, created_by_staff)
                 SELECT gen_random_uuid(), chart_id, staff_id, type_id, kind, starts_at + interval '59 minutes', ends_at + interval '59 minutes',
                    busy_from + interval '59 minutes', busy_to + interval '59 minutes', '{state}', 1, 0, created_at, created_by_staff
                 FROM appointments"
            )
        };
        let refused = db.execute_unprepared(&again("booked")).await.unwrap_err().to_string();
        assert!(refused.contains("appointments_never_twice"), "{refused}");
        db.execute_unprepared(&again("cancelled")).await.unwrap();
    }
}

/// What it came to, for those who may lose.
fn lost<T>(answer: Result<T, Error>) -> bool {
    match answer {
        Ok(_) => false,
        Err(Error::Refused(refusals)) => {
            let conflicts = refusals.iter().all(|refusal| refusal.is_conflict());
            let closed = refusals == [Refusal::AwayThen.into()] || refusals == [Refusal::StateUnfit.into()];
            assert!(conflicts || closed, "{refusals:?}");
            true
        }
        Err(error) => panic!("{error}"),
    }
}

async fn all<T: Send + 'static>(tries: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let tries: Vec<_> = tries.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for one in tries {
        answers.push(one.await.unwrap());
    }
    answers
}

/// No two of a clinician that hold their time meet: the checker over what is there.
async fn overlaps(house: &House) -> i64 {
    house
        .count(
            "SELECT count(*) FROM appointments AS one JOIN appointments AS other ON one.staff_id = other.staff_id AND one.id < other.id
             WHERE one.busy_from < other.busy_to AND other.busy_from < one.busy_to
             AND one.state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed')
             AND other.state IN ('requested', 'booked', 'confirmed', 'arrived', 'completed')",
        )
        .await
}

async fn request(practice: backend::Practice, token: Token, ask: BookingAsk) -> Result<AppointmentId, Error> {
    let client = practice.client(Some(&token), None, origin()).await?;
    client.appointments().await?.request(&ask).await
}

/// Two hundred, by two clients and one member of staff, for one time; so often in a row. The trial says how often
/// (`ANTEROOM_ROUNDS`).
async fn of_many_at_once_one_books(house: House) {
    let desk = Desk::new(&house).await;
    let slots = desk.slots(&desk.portal("Maya").await.appointments().await.unwrap()).await;
    let (maya, ingrid) = (house.client_token("Maya").await, house.client_token("Ingrid").await);
    let staff = house.staff_token("Reyes").await;
    let rounds = std::env::var("ANTEROOM_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap());
    for round in 0..rounds {
        let at = slots[round % 3 * 8];
        let tries = (0..200).map(|number| {
            let (practice, ask, draft, noah) = (house.practice.clone(), desk.ask(at), desk.draft(at), house.chart("Noah"));
            let (client, staff) = (if number % 2 == 0 { maya.clone() } else { ingrid.clone() }, staff.clone());
            async move {
                if number % 3 > 0 {
                    return lost(request(practice, client, ask).await);
                }
                let staff = practice.staff(Some(&staff), origin()).await.unwrap();
                lost(staff.appointments().await.unwrap().book(noah, &draft).await)
            }
        });
        let lost = all(tries).await.into_iter().filter(|lost| *lost).count();
        assert_eq!(lost, 199, "round {round}");
        assert_eq!(house.count("SELECT count(*) FROM appointments").await, round as i64 + 1);
        assert_eq!(overlaps(&house).await, 0);
        // Two rounds later it is wanted again.
        house
            .tamper(&format!(
                "UPDATE appointments SET state = 'cancelled', held_until = NULL WHERE state <> 'cancelled' AND {round} % 3 = 2"
            ))
            .await;
    }
    // Whoever lost told nobody.
    let mails = "SELECT count(DISTINCT appointment_id) FROM mails WHERE appointment_id IS NOT NULL";
    assert_eq!(house.count(mails).await, rounds as i64);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

/// Starts and lengths as they fall, of two clinicians.
async fn overlaps_of_all_lengths_never_stand_together(house: House) {
    let desk = Desk::new(&house).await;
    let token = house.staff_token("Whitfield").await;
    let first: DateTime<Utc> = "2026-11-24T14:00:00Z".parse().unwrap();
    let tries = (0..120_u16).map(|number| {
        let (practice, token, chart) =
            (house.practice.clone(), token.clone(), house.chart(["Maya", "Noah", "Rosa", "Leo"][number as usize % 4]));
        let mut draft = desk.draft(first + Duration::minutes(i64::from(number * 37 % 480)));
        draft.minutes = Some(10 + number * 13 % 90);
        draft.staff = Some(desk.staff(["Reyes", "Okafor"][number as usize % 2]));
        async move {
            let staff = practice.staff(Some(&token), origin()).await.unwrap();
            lost(staff.appointments().await.unwrap().book(chart, &draft).await)
        }
    });
    let booked = all(tries).await.into_iter().filter(|lost| !lost).count() as i64;
    assert!(booked > 4, "{booked}");
    assert_eq!((house.count("SELECT count(*) FROM appointments").await, overlaps(&house).await), (booked, 0));
}

/// The client cancels while staff move it; two approve one request; a request moves it while it is cancelled.
async fn of_two_changes_of_one_appointment_one_wins(house: House) {
    let desk = Desk::new(&house).await;
    let slots = desk.slots(&desk.portal("Maya").await.appointments().await.unwrap()).await;
    let (maya, reyes, grace) = (house.client_token("Maya").await, house.staff_token("Reyes").await, house.staff_token("Whitfield").await);
    for round in 0..10 {
        let office = house.practice.staff(Some(&reyes), origin()).await.unwrap();
        let id = office.appointments().await.unwrap().book(house.chart("Maya"), &desk.draft(slots[0])).await.unwrap().ids[0];
        let (practice, token) = (house.practice.clone(), maya.clone());
        let cancel = async move {
            let client = practice.client(Some(&token), None, origin()).await.unwrap();
            lost(client.appointments().await.unwrap().cancel(id, 1).await)
        };
        let (practice, token, draft) = (house.practice.clone(), grace.clone(), desk.draft(slots[12]));
        let moves = async move {
            let staff = practice.staff(Some(&token), origin()).await.unwrap();
            lost(staff.appointments().await.unwrap().move_to(id, 1, &draft).await)
        };
        let (one, other) = tokio::join!(tokio::spawn(cancel), tokio::spawn(moves));
        assert_ne!(one.unwrap(), other.unwrap(), "round {round}");
        let line = office.appointments().await.unwrap().one(id).await.unwrap();
        if line.state == State::Booked {
            office.appointments().await.unwrap().set_state(id, 2, State::Cancelled).await.unwrap();
        }

        let id = request(house.practice.clone(), maya.clone(), desk.ask(slots[0])).await.unwrap();
        let approvals = [&reyes, &grace].map(|token| {
            let (practice, token) = (house.practice.clone(), token.clone());
            async move {
                let staff = practice.staff(Some(&token), origin()).await.unwrap();
                lost(staff.appointments().await.unwrap().answer(id, 1, &RequestAnswer::Approve).await)
            }
        });
        assert_eq!(all(approvals).await.into_iter().filter(|lost| *lost).count(), 1, "round {round}");
        office.appointments().await.unwrap().set_state(id, 2, State::Cancelled).await.unwrap();
    }
    assert_eq!(overlaps(&house).await, 0);
}

/// Somebody takes the morning off while somebody else books it: never both.
async fn a_block_and_a_booking_at_once_are_one(house: House) {
    let desk = Desk::new(&house).await;
    let slots = desk.slots(&desk.portal("Maya").await.appointments().await.unwrap()).await;
    let (reyes, grace) = (house.staff_token("Reyes").await, house.staff_token("Whitfield").await);
    let day = slots[0].date_naive();
    for round in 0..10 {
        let (practice, token, draft, chart) = (house.practice.clone(), grace.clone(), desk.draft(slots[0]), house.chart("Maya"));
        let book = async move {
            let staff = practice.staff(Some(&token), origin()).await.unwrap();
            staff.appointments().await.unwrap().book(chart, &draft).await
        };
        let (practice, token) = (house.practice.clone(), reyes.clone());
        let whose = if round % 2 == 0 { Some(desk.staff("Reyes")) } else { None };
        let token = if whose.is_none() { grace.clone() } else { token };
        let block = async move {
            let staff = practice.staff(Some(&token), origin()).await.unwrap();
            let off = TimeOff { closed: Closed { first: day, last: day, hours: None }, label: String::new() };
            staff.appointments().await.unwrap().add_time_off(whose, &off, false).await
        };
        let (booked, blocked) = tokio::join!(tokio::spawn(book), tokio::spawn(block));
        let (booked, blocked) = (booked.unwrap(), blocked.unwrap());
        let office = house.practice.staff(Some(&grace), origin()).await.unwrap();
        let office = office.appointments().await.unwrap();
        match (&booked, &blocked) {
            (Ok(booked), Err(_)) => office.set_state(booked.ids[0], 1, State::Cancelled).await.unwrap(),
            (Err(_), Ok(off)) => office.remove_time_off(*off).await.unwrap(),
            _ => panic!("round {round}: {booked:?} {blocked:?}"),
        }
        assert!(lost(booked) != lost(blocked));
    }
}
