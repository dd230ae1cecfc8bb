//! What is long over is forgotten, and nothing else.

use crate::house::{House, origin};
use domain::sign_in::Side;
use sea_orm::DbBackend;

crate::on_both_databases!(what_is_long_over_is_forgotten_however_much_it_is);

/// More than two portions of what goes a hundred at a time.
const MANY: u32 = 230;

async fn what_is_long_over_is_forgotten_however_much_it_is(house: House) {
    let token = house.client_token("Maya").await;
    assert!(house.visitor().sign_in(Side::Portal, "maya.lindqvist@example.com", "wrong", None).await.is_err());
    let sqlite = house.database().await.get_database_backend() == DbBackend::Sqlite;
    let key = if sqlite { "CAST(printf('%016d', i) AS BLOB)" } else { "decode(lpad(to_hex(i), 32, '0'), 'hex')" };
    let id = if sqlite { key } else { "lpad(to_hex(i), 32, '0')::uuid" };
    let old = if sqlite { "'2025-01-01T00:00:00+00:00'" } else { "timestamptz '2025-01-01'" };
    let of_old = [
        (
            "sessions (token_hash, id, side, started_at, seen_at, proved_at, address, agent)",
            format!("{key}, {id}, 'portal', {old}, {old}, {old}, '', ''"),
        ),
        ("throttles (key_hash, failures, wait_until, failed_at)", format!("{key}, 1, {old}, {old}")),
        ("drafts (id, browser_hash, page, typed, kept_at)", format!("{id}, {key}, 'page', {key}, {old}")),
        ("sent_forms (key_hash, id, claimed_at)", format!("{key}, {id}, {old}")),
        ("ceremonies (id, token_hash, state, ends_at)", format!("{id}, {key}, {key}, {old}")),
        ("devices (browser_hash, owner_id, first_at, last_at)", format!("{key}, {id}, {old}, {old}")),
    ];
    house.system.sweep().await.unwrap();
    for (table, row) in &of_old {
        let name = table.split(' ').next().unwrap();
        let count = format!("SELECT count(*) FROM {name}");
        let before = house.count(&count).await;
        let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})");
        house.tamper(&format!("INSERT INTO {table} {numbers} SELECT {row} FROM n")).await;
        assert_eq!(house.count(&count).await, before + i64::from(MANY), "{name}");
        house.system.sweep().await.unwrap();
        assert_eq!(house.count(&count).await, before, "{name}");
    }
    // What is of today has stayed.
    assert!(house.practice.client(Some(&token), None, origin()).await.is_ok());
    assert!(house.count("SELECT count(*) FROM throttles").await > 0);
    assert_eq!(house.count("SELECT count(*) FROM devices WHERE owner_id IN (SELECT id FROM accounts)").await, 1);
}
