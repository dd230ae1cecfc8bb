//! Whose the work of a form is that was sent more than once.

use crate::house::{House, origin};
use backend::{Claim, Practice, Randomness, SentForm, Token};
use chrono::Duration;

crate::on_both_databases!(
    of_many_at_the_same_moment_one_is_first,
    who_comes_second_waits_for_the_first,
    what_is_given_back_is_for_the_next,
    what_was_lost_with_its_process_is_for_the_next,
    another_form_is_another_claim,
    strangers_do_not_fill_the_disk,
);

const DOOR: &str = "staff/charts/create";

fn form<'a>(once: &'a Token, session: Option<&'a Token>) -> SentForm<'a> {
    SentForm { once, endpoint: DOOR, session, body: b"last_name=Doe" }
}

fn key() -> Token {
    Randomness::system().token()
}

/// Everybody asks at once. Who is first does it and was led somewhere; the others are told where.
pub async fn asks_at_once(practices: &[Practice]) {
    let (once, session) = (key(), key());
    let tries: Vec<_> = (0..50)
        .map(|number| {
            let (visitor, once, session) = (practices[number % practices.len()].visitor(origin()), once.clone(), session.clone());
            tokio::spawn(async move {
                match visitor.claim(&form(&once, Some(&session))).await.unwrap() {
                    Claim::Ours(claimed) => {
                        visitor.settle(&claimed, &format!("/done/{number}")).await.unwrap();
                        (true, format!("/done/{number}"))
                    }
                    Claim::Done(led) => (false, led),
                    claim => panic!("{claim:?}"),
                }
            })
        })
        .collect();
    let mut heard = Vec::new();
    for one in tries {
        heard.push(one.await.unwrap());
    }
    assert_eq!(heard.iter().filter(|(first, _)| *first).count(), 1);
    assert!(heard.iter().all(|(_, led)| *led == heard[0].1), "{heard:?}");
}

async fn of_many_at_the_same_moment_one_is_first(house: House) {
    for _ in 0..5 {
        asks_at_once(std::slice::from_ref(&house.practice)).await;
    }
}

async fn who_comes_second_waits_for_the_first(house: House) {
    let (once, session) = (key(), key());
    let first = house.visitor();
    let Claim::Ours(claimed) = first.claim(&form(&once, Some(&session))).await.unwrap() else { panic!("nobody else was there") };
    let second = tokio::spawn({
        let (visitor, once, session) = (house.visitor(), once.clone(), session.clone());
        async move { visitor.claim(&form(&once, Some(&session))).await.unwrap() }
    });
    first.settle(&claimed, "/office/charts/1/face?done=created").await.unwrap();
    assert_eq!(second.await.unwrap(), Claim::Done("/office/charts/1/face?done=created".into()));
    // And so does who comes much later; nothing of where it led stands there in plain words.
    house.hands.shift(Duration::hours(23));
    house.system.sweep().await.unwrap();
    assert!(matches!(first.claim(&form(&once, Some(&session))).await.unwrap(), Claim::Done(_)));
    assert_eq!(house.count("SELECT count(*) FROM sent_forms WHERE length(led) > 34").await, 1);
    house.hands.shift(Duration::hours(2));
    house.system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM sent_forms").await, 0);
}

async fn what_is_given_back_is_for_the_next(house: House) {
    let (once, session) = (key(), key());
    for _ in 0..3 {
        let Claim::Ours(claimed) = house.visitor().claim(&form(&once, Some(&session))).await.unwrap() else { panic!("it was given back") };
        house.visitor().give_back(&claimed).await.unwrap();
    }
    assert_eq!(house.count("SELECT count(*) FROM sent_forms").await, 0);
}

async fn what_was_lost_with_its_process_is_for_the_next(house: House) {
    let (once, session) = (key(), key());
    let visitor = house.visitor();
    let claim = async || visitor.claim(&form(&once, Some(&session))).await.unwrap();
    let Claim::Ours(lost) = claim().await else { panic!("nobody else was there") };
    house.hands.shift(Duration::seconds(61));
    let Claim::Ours(next) = claim().await else { panic!("the first one is lost") };
    // What comes to life again has nothing to say any more.
    visitor.settle(&lost, "/lost").await.unwrap();
    visitor.give_back(&lost).await.unwrap();
    visitor.settle(&next, "/next").await.unwrap();
    visitor.give_back(&lost).await.unwrap();
    assert_eq!(claim().await, Claim::Done("/next".into()));
}

async fn another_form_is_another_claim(house: House) {
    let (once, session) = (key(), key());
    let (other_key, other_session) = (key(), key());
    let sent = form(&once, Some(&session));
    let visitor = house.visitor();
    let Claim::Ours(claimed) = visitor.claim(&sent).await.unwrap() else { panic!("nobody else was there") };
    visitor.settle(&claimed, "/done").await.unwrap();
    for other in [
        form(&other_key, Some(&session)),
        form(&once, Some(&other_session)),
        form(&once, None),
        SentForm { endpoint: "staff/documents/write", ..form(&once, Some(&session)) },
        SentForm { body: b"last_name=Roe", ..form(&once, Some(&session)) },
    ] {
        assert!(matches!(visitor.claim(&other).await.unwrap(), Claim::Ours(_)));
    }
    // Without a session it is the browser's.
    let phone = backend::Origin { browser: Some("phone".into()), ..origin() };
    assert!(matches!(house.practice.visitor(phone).claim(&form(&once, None)).await.unwrap(), Claim::Ours(_)));
    assert_eq!(visitor.claim(&sent).await.unwrap(), Claim::Done("/done".into()));
}

async fn strangers_do_not_fill_the_disk(house: House) {
    let sqlite = house.database().await.get_database_backend() == sea_orm::DbBackend::Sqlite;
    let hash = if sqlite { "CAST(printf('%016d', i) AS BLOB)" } else { "decode(lpad(to_hex(i), 32, '0'), 'hex')" };
    let id = if sqlite { hash } else { "lpad(to_hex(i), 32, '0')::uuid" };
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)";
    let row = format!("SELECT {hash}, {id}, opened_at FROM n, practice");
    house.tamper(&format!("INSERT INTO sent_forms (key_hash, id, claimed_at) {numbers} {row}")).await;
    let (once, session) = (key(), key());
    assert_eq!(house.visitor().claim(&form(&once, None)).await.unwrap(), Claim::Unknown);
    assert!(matches!(house.visitor().claim(&form(&once, Some(&session))).await.unwrap(), Claim::Ours(_)));
}
