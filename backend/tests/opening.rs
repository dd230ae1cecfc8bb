use crate::house::{House, at, origin};
use backend::{Clock, Error, MasterKey, OpenError, Practice, Setup};
use domain::sign_in::Side;

crate::on_both_databases!(
    a_key_of_another_practice_is_refused_at_the_door,
    looking_brings_nothing_up_to_date,
    tables_of_a_newer_version_are_refused,
    closed_is_closed,
);

async fn a_key_of_another_practice_is_refused_at_the_door(house: House) {
    let other = Setup { key: MasterKey::new([8; 32]), ..house.setup.clone() };
    assert!(matches!(Practice::open(other.clone()).await, Err(OpenError::WrongKey)));
    assert!(matches!(Practice::look(other).await, Err(OpenError::WrongKey)));
    assert!(Practice::look(house.setup.clone()).await.is_ok());
}

async fn looking_brings_nothing_up_to_date(house: House) {
    house.tamper("DELETE FROM seaql_migrations WHERE version LIKE '%notices'").await;
    assert!(matches!(Practice::look(house.setup.clone()).await, Err(OpenError::OlderSchema)));
    assert_eq!(house.count("SELECT count(*) FROM seaql_migrations WHERE version LIKE '%notices'").await, 0);
}

async fn tables_of_a_newer_version_are_refused(house: House) {
    house.tamper("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_tomorrow', 1)").await;
    assert!(matches!(Practice::open(house.setup.clone()).await, Err(OpenError::NewerSchema)));
    assert!(matches!(Practice::look(house.setup.clone()).await, Err(OpenError::NewerSchema)));
}

async fn closed_is_closed(house: House) {
    let (clock, _) = Clock::standing(at("2026-11-21T17:00:00Z"));
    let (practice, _) = Practice::open(Setup { clock, ..house.setup.clone() }).await.unwrap();
    practice.close().await;
    let answer = practice.visitor(origin()).sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await;
    assert!(matches!(answer, Err(Error::Unexpected(_))));
}
