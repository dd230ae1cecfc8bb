//! F6: every connection to PostgreSQL is taken. Whoever finds none is told within seconds, and nothing is left half done.

use crate::house::{House, origin};
use backend::Error;
use domain::charts::EmailChanges;
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

crate::on_postgres!(backend::Hashing::OfTests => who_finds_no_connection_is_told_and_the_others_are_served);

/// As many as there are connections, and many more.
const CONNECTIONS: usize = 16;
const CROWD: usize = 40;

async fn who_finds_no_connection_is_told_and_the_others_are_served(house: House) {
    let token = house.staff_token("Reyes").await;
    let maya = house.chart("Maya");
    let rows = house.system.verify_audit().await.unwrap().rows;
    // Somebody holds the end of the trail. Each who changes something waits for it, with a connection.
    let db = house.database().await;
    let held = db.begin().await.unwrap();
    held.execute_unprepared("SELECT pg_advisory_xact_lock(7265010)").await.unwrap();
    let began = Instant::now();
    let mut looks = JoinSet::new();
    for _ in 0..CROWD {
        let (practice, token) = (house.practice.clone(), token.clone());
        looks.spawn(async move {
            let staff = practice.staff(Some(&token), origin()).await?;
            staff.charts().await?.change_emails(maya, &EmailChanges::read("", "")).await
        });
    }
    for _ in CONNECTIONS..CROWD {
        let told = looks.join_next().await.unwrap().unwrap();
        assert!(matches!(told, Err(Error::Unexpected(_))), "{told:?}");
        // They wait for one as long as is promised, and not as long as a statement may take.
        let waited = began.elapsed();
        assert!(waited > Duration::from_secs(4) && waited < Duration::from_secs(9), "{waited:?}");
    }
    held.rollback().await.unwrap();
    let mut served = 0;
    while let Some(look) = looks.join_next().await {
        look.unwrap().unwrap();
        served += 1;
    }
    assert_eq!(served, CONNECTIONS as i64);
    let verdict = house.system.verify_audit().await.unwrap();
    assert_eq!((verdict.trouble, verdict.rows), (None, rows + served), "a line for each who was served, and none for the others");
    let staff = house.practice.staff(Some(&token), origin()).await.unwrap();
    staff.charts().await.unwrap().face(maya).await.unwrap();
}
