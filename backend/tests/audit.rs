use crate::house::{House, origin};
use backend::audit::Trouble;
use chrono::Duration;
use domain::charts::EmailChanges;
use sea_orm::ConnectionTrait;

crate::on_both_databases!(
    the_trail_of_a_days_work_is_whole,
    each_of_a_crowd_of_readers_has_a_line,
    rows_cannot_be_changed_or_removed,
    a_changed_row_is_named,
    a_row_that_cannot_be_read_is_named_and_hides_no_other,
    a_time_that_is_written_otherwise_was_changed,
    an_unknown_outcome_or_kind_of_actor_was_changed,
    a_row_cut_out_of_the_middle_is_named,
    a_cut_off_end_is_found_by_its_note,
    an_act_that_cannot_be_recorded_does_not_happen,
    a_jump_of_the_clock_is_told,
);

async fn the_trail_of_a_days_work_is_whole(house: House) {
    house.staff("Reyes").await.charts().await.unwrap().room("", 1).await.unwrap();
    let verdict = house.system.verify_audit().await.unwrap();
    assert_eq!(verdict.trouble, None);
    assert_eq!(verdict.rows, house.count("SELECT count(*) FROM audit").await);
}

/// Those who wait for the writer share a commit, and each is told when their own line is there.
async fn each_of_a_crowd_of_readers_has_a_line(house: House) {
    let token = house.client_token("Maya").await;
    let before = house.count("SELECT count(*) FROM audit").await;
    let reads: Vec<_> = (0..50)
        .map(|_| {
            let (practice, token) = (house.practice.clone(), token.clone());
            tokio::spawn(async move { practice.client(Some(&token), None, origin()).await.unwrap().dashboard().await.unwrap() })
        })
        .collect();
    for read in reads {
        read.await.unwrap();
    }
    assert_eq!(house.count("SELECT count(*) FROM audit").await, before + 50);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

/// T45
async fn rows_cannot_be_changed_or_removed(house: House) {
    let db = house.database().await;
    for sql in ["UPDATE audit SET detail = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2", "DELETE FROM audit"] {
        let error = db.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

/// Somebody with the database in hand takes the guards away first.
async fn unguarded(house: &House) -> sea_orm::DatabaseConnection {
    let db = house.database().await;
    for trigger in ["audit_stays", "audit_keeps"] {
        let table = if house.setup.database_url.starts_with("postgres") { " ON audit" } else { "" };
        db.execute_unprepared(&format!("DROP TRIGGER {trigger}{table}")).await.unwrap();
    }
    db
}

async fn a_changed_row_is_named(house: House) {
    let db = unguarded(&house).await;
    db.execute_unprepared("UPDATE audit SET actor_name = 'Somebody Else' WHERE seq = 3").await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Changed { seq: 3 }));
}

/// T45
async fn a_row_that_cannot_be_read_is_named_and_hides_no_other(house: House) {
    let db = unguarded(&house).await;
    let nonsense = if house.setup.database_url.starts_with("postgres") { "infinity" } else { "bad" };
    db.execute_unprepared(&format!("UPDATE audit SET at = '{nonsense}' WHERE seq = 6")).await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Changed { seq: 6 }));
    db.execute_unprepared("UPDATE audit SET detail = 'x' WHERE seq = 3").await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Changed { seq: 3 }));
}

/// T44: the same moment, and not what was written.
async fn a_time_that_is_written_otherwise_was_changed(house: House) {
    let db = unguarded(&house).await;
    let otherwise = if house.setup.database_url.starts_with("postgres") {
        &["at + interval '1 microsecond'"][..]
    } else {
        &[
            "replace(at, '+00:00', 'Z')",
            "replace(at, '+00:00', '.000+00:00')",
            "replace(at, '+00:00', '.0004+00:00')",
            "replace(at, 'T', ' ')",
        ]
    };
    for (other, seq) in otherwise.iter().zip([6, 5, 4, 3]) {
        db.execute_unprepared(&format!("UPDATE audit SET at = {other} WHERE seq = {seq}")).await.unwrap();
        assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Changed { seq }), "{other}");
    }
}

async fn an_unknown_outcome_or_kind_of_actor_was_changed(house: House) {
    let db = unguarded(&house).await;
    for (change, seq) in [("outcome = 'perhaps'", 6), ("actor_kind = 'ghost'", 5)] {
        db.execute_unprepared(&format!("UPDATE audit SET {change} WHERE seq = {seq}")).await.unwrap();
        assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Changed { seq }), "{change}");
    }
}

async fn a_row_cut_out_of_the_middle_is_named(house: House) {
    let db = unguarded(&house).await;
    db.execute_unprepared("DELETE FROM audit WHERE seq = 3").await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Unlinked { seq: 4 }));
}

async fn a_cut_off_end_is_found_by_its_note(house: House) {
    house.system.note_audit_end().await.unwrap();
    let rows = house.count("SELECT count(*) FROM audit").await;
    let db = unguarded(&house).await;
    db.execute_unprepared(&format!("DELETE FROM audit WHERE seq > {}", rows - 2)).await.unwrap();
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, Some(Trouble::Truncated { noted: rows, found: rows - 2 }));
}

/// T46: fail closed.
async fn an_act_that_cannot_be_recorded_does_not_happen(house: House) {
    let elena = house.staff("Reyes").await;
    let charts = elena.charts().await.unwrap();
    let db = house.database().await;
    db.execute_unprepared("ALTER TABLE audit RENAME TO audit_hidden").await.unwrap();
    assert!(charts.face(house.chart("Maya")).await.is_err());
    assert!(charts.change_emails(house.chart("Maya"), &EmailChanges::read("", "work new@example.com")).await.is_err());
    db.execute_unprepared("ALTER TABLE audit_hidden RENAME TO audit").await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM chart_emails WHERE address = 'new@example.com'").await, 0);
}

/// F9: the clock says an hour more than has passed, or an hour less: the trail says so. A clock that goes right is no news.
async fn a_jump_of_the_clock_is_told(house: House) {
    let mut before = house.system.now();
    for (minutes, told) in [(1, 0), (61, 1), (1, 1), (-59, 2), (1, 2)] {
        house.hands.shift(Duration::minutes(minutes));
        before = house.system.look_at_clock(before, std::time::Duration::from_secs(60)).await.unwrap();
        assert_eq!(before, house.setup.clock.now());
        assert_eq!(house.told("practice.clock_jumped").await, told, "{minutes}");
    }
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail = 'by +3600 s'").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail = 'by -3600 s'").await, 1);
}
