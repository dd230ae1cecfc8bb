use crate::house::{House, at, origin};
use backend::{Clock, Error, Hashing, MasterKey, OpenError, Practice, Setup};
use domain::{
    messages::{Shown, Sorted, Whose},
    sign_in::Side,
};
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use std::time::{Duration, Instant};

crate::on_both_databases!(
    a_key_of_another_practice_is_refused_at_the_door,
    looking_brings_nothing_up_to_date,
    tables_of_a_newer_version_are_refused,
    a_database_that_lost_its_end_is_not_continued,
    made_up_charts_are_only_put_beside_made_up_ones,
    closed_is_closed,
    however_many_ask_whether_it_is_ready_the_writer_is_tried_once,
    many_charts_are_the_same_in_every_house,
    made_up_messages_stand_there_as_if_people_had_written_them,
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

/// T45
async fn a_database_that_lost_its_end_is_not_continued(house: House) {
    house.system.note_audit_end().await.unwrap();
    assert!(Practice::open(house.setup.clone()).await.is_ok());
    std::fs::write(house.setup.data.join("audit-ends.log"), "999999 00 2026-11-21T17:00:00Z\n").unwrap();
    assert!(matches!(Practice::open(house.setup.clone()).await, Err(OpenError::TrailCutOff { noted: 999_999, found }) if found > 0));
    // Looking is how one finds out.
    let (_, system) = Practice::look(house.setup.clone()).await.unwrap();
    assert!(matches!(system.check_trail().await, Err(OpenError::TrailCutOff { .. })));
}

async fn made_up_charts_are_only_put_beside_made_up_ones(house: House) {
    let charts = house.count("SELECT count(*) FROM charts").await;
    house.system.seed_scale(3).await.unwrap();
    house.tamper("UPDATE practice SET demo_since = NULL").await;
    assert!(matches!(house.system.seed_scale(3).await, Err(Error::Refused(_))));
    assert_eq!(house.count("SELECT count(*) FROM charts").await, charts + 3);
}

async fn closed_is_closed(house: House) {
    let (clock, _) = Clock::standing(at("2026-11-21T17:00:00Z"));
    let (practice, _) = Practice::open(Setup { clock, ..house.setup.clone() }).await.unwrap();
    practice.close().await;
    let answer = practice.visitor(origin()).sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await;
    assert!(matches!(answer, Err(Error::Unexpected(_))));
}

/// Anybody may ask. Here somebody holds the writer, and whoever tried it would wait for five seconds.
async fn however_many_ask_whether_it_is_ready_the_writer_is_tried_once(house: House) {
    let began = Instant::now();
    assert!(house.practice.is_ready().await);
    let db = house.database().await;
    let working = db.begin().await.unwrap();
    working.execute_unprepared("UPDATE practice SET name = name").await.unwrap();
    for _ in 0..100 {
        if began.elapsed() > Duration::from_millis(900) {
            break;
        }
        assert!(house.practice.is_ready().await, "what was known a moment ago is still known");
    }
}

/// What is measured with them can be measured again elsewhere, on either database.
async fn many_charts_are_the_same_in_every_house(house: House) {
    async fn filled(house: &House) -> Vec<String> {
        let before = house.count("SELECT max(number) FROM charts").await;
        house.system.seed_scale(150).await.unwrap();
        let db = house.database().await;
        let all = format!(
            "SELECT charts.number || ' ' || charts.first_name || ' ' || charts.last_name || ' ' || birth_date || ' ' || address || ' ' || staff.last_name \
             FROM charts JOIN chart_emails ON chart_id = charts.id JOIN staff ON staff.id = primary_clinician_id \
             WHERE charts.number > {before} ORDER BY charts.number"
        );
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), all)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
    // That one has a cast of its own, with other ids.
    let there = House::on_sqlite(Hashing::Full).await;
    let (here, there) = (filled(&house).await, filled(&there).await);
    assert_eq!(here.len(), 150);
    assert_eq!(here, there);
}

async fn made_up_messages_stand_there_as_if_people_had_written_them(house: House) {
    let before = house.count("SELECT count(*) FROM messages").await;
    house.system.seed_messages(40, 1_000).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM messages").await, before + 1_000);
    let unlike = "SELECT count(*) FROM conversations WHERE newest <> (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) \
        OR newest_of_client <> (SELECT coalesce(max(number), 0) FROM messages WHERE conversation_id = conversations.id AND from_account_id IS NOT NULL) \
        OR newest_of_practice <> (SELECT coalesce(max(number), 0) FROM messages WHERE conversation_id = conversations.id AND from_staff_id IS NOT NULL)";
    assert_eq!(house.count(unlike).await, 0);
    // Everybody finds them, and they open.
    let ruth = house.staff("Abara").await;
    let messages = ruth.messages().await.unwrap();
    for whose in Whose::ALL {
        for shown in Shown::ALL {
            let inbox = messages.inbox(whose, shown, Sorted::ByWaiting, 1).await.unwrap();
            assert!(inbox.waiting.len() + inbox.others.len() > 9, "{whose:?} {shown:?}");
            assert!(inbox.counts[1] >= inbox.counts[0] + inbox.counts[2], "{:?}", inbox.counts);
        }
    }
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let list = messages.inbox(None).await.unwrap().conversations;
    let mut long = 0;
    for line in &list {
        long = messages.open(line.id, None).await.unwrap().earlier.max(long);
    }
    assert!(list.len() > 20 && list.iter().any(|line| line.unread > 0) && long >= 50, "{} {long}", list.len());
    assert!(messages.search("breathing", None).await.unwrap().lines.len() > 5);
}
