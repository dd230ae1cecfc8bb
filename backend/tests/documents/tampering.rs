//! T44: whatever is changed in what was signed, `verify` names the record.

use super::{PLAN, share, signing, unguard};
use crate::house::House;
use backend::Randomness;
use domain::documents::ShareAction;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};

crate::on_both_databases!(
    every_change_to_a_signature_is_found,
    flips_of_single_bits_are_found,
    signatures_cannot_be_changed_in_passing,
    the_last_signatures_cannot_be_cut_off,
);

const SESSION: &str = "Session of 20 November";

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<Vec<u8>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn set(db: &DatabaseConnection, sql: &str, value: impl Into<Value>) {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [value.into()])).await.unwrap();
}

/// Two documents are signed, one after the other.
async fn sign_two(house: &House) {
    let (client, first, seen) = signing::ready(house).await;
    let documents = client.documents().await.unwrap();
    documents.sign(first, signing::typed(&seen)).await.unwrap();
    share(house, "Maya", "Reyes", SESSION, ShareAction::ShareToSign).await;
    let list = documents.list().await.unwrap();
    let second = list.documents.into_iter().find(|document| document.title == SESSION).unwrap().share;
    let seen = documents.open(second).await.unwrap().seen;
    documents.sign(second, signing::typed(&seen)).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn every_change_to_a_signature_is_found(house: House) {
    sign_two(&house).await;
    let db = unguard(&house).await;
    let named = async |what: &str, number: i64| {
        let trouble = house.system.verify_signatures().await.unwrap().unwrap_or_else(|| panic!("{what} went unnoticed"));
        assert!(trouble.starts_with(&format!("signature {number} ")) || trouble.contains("cannot be read"), "{what}: {trouble}");
    };
    // One byte of everything that is sealed or hashed.
    for column in ["record", "ink", "pdf", "pdf_sha256", "previous_hash", "hash"] {
        let update = format!("UPDATE signatures SET {column} = $1 WHERE seq = 2");
        let kept = rows(&db, &format!("SELECT {column} FROM signatures WHERE seq = 2")).await.remove(0);
        for at in (0..kept.len()).step_by(kept.len() / 7 + 1) {
            let mut changed = kept.clone();
            changed[at] ^= 1 << (at % 8);
            set(&db, &update, changed).await;
            named(column, 2).await;
        }
        set(&db, &update, kept).await;
    }
    for column in ["frozen", "frozen_sha256"] {
        let update = format!("UPDATE shares SET {column} = $1 WHERE title = '{PLAN}'");
        let kept = rows(&db, &format!("SELECT {column} FROM shares WHERE title = '{PLAN}'")).await.remove(0);
        let mut changed = kept.clone();
        changed[20] ^= 1;
        set(&db, &update, changed).await;
        named(column, 1).await;
        set(&db, &update, kept).await;
    }
    // Words, times and people that stand beside them.
    for (change, back) in [
        ("signatures SET signer_name = 'Mara Lindqvist' WHERE seq = 1", "signatures SET signer_name = 'Maya Lindqvist' WHERE seq = 1"),
        (
            "signatures SET signed_at = '2026-11-21T17:00:01+00:00' WHERE seq = 1",
            "signatures SET signed_at = '2026-11-21T17:00:00+00:00' WHERE seq = 1",
        ),
        ("shares SET shared_at = '2026-11-20T17:00:00+00:00'", "shares SET shared_at = '2026-11-21T17:00:00+00:00'"),
        ("consents SET text = 'I agree to all.'", ""),
    ] {
        db.execute_unprepared(&format!("UPDATE {change}")).await.unwrap();
        named(change, 1).await;
        if !back.is_empty() {
            db.execute_unprepared(&format!("UPDATE {back}")).await.unwrap();
        }
    }
}

/// What is signed, and the number of the signature that has to be named when it was changed.
fn signed_bytes() -> Vec<(&'static str, &'static str, String, i64)> {
    let mut places = Vec::new();
    for (number, title) in [(1, PLAN), (2, SESSION)] {
        for column in ["record", "ink", "pdf", "pdf_sha256", "previous_hash", "hash"] {
            places.push(("signatures", column, format!("seq = {number}"), number));
        }
        for column in ["frozen", "frozen_sha256"] {
            places.push(("shares", column, format!("title = '{title}'"), number));
        }
    }
    // Both were signed under one agreement.
    places.push(("consents", "text_sha256", "1 = 1".into(), 1));
    places
}

/// `ANTEROOM_FLIPS` says how many are tried; `script/trial tamper` tries ten thousand.
async fn flips_of_single_bits_are_found(house: House) {
    let flips: u32 = std::env::var("ANTEROOM_FLIPS").ok().map_or(300, |many| many.parse().unwrap());
    sign_two(&house).await;
    let db = unguard(&house).await;
    if house.setup.database_url.starts_with("sqlite") {
        // The disk need not keep any of this.
        db.execute_unprepared("PRAGMA synchronous = OFF").await.unwrap();
    }
    let mut places = Vec::new();
    for (table, column, which, number) in signed_bytes() {
        let kept = rows(&db, &format!("SELECT {column} FROM {table} WHERE {which}")).await.remove(0);
        places.push((format!("UPDATE {table} SET {column} = $1 WHERE {which}"), kept, number));
    }
    let random = Randomness::system();
    let chance = |below: usize| (u64::from_le_bytes(random.bytes()) % below as u64) as usize;
    let mut missed = Vec::new();
    for _ in 0..flips {
        let (update, kept, number) = &places[chance(places.len())];
        let (at, bit) = (chance(kept.len()), chance(8));
        let mut changed = kept.clone();
        changed[at] ^= 1 << bit;
        set(&db, update, changed).await;
        let trouble = house.system.verify_signatures().await.unwrap().unwrap_or_default();
        if !trouble.starts_with(&format!("signature {number} ")) {
            missed.push(format!("{update}, byte {at}, bit {bit}: {trouble}"));
        }
        set(&db, update, kept.clone()).await;
    }
    eprintln!("{flips} flips, {} missed", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn the_last_signatures_cannot_be_cut_off(house: House) {
    sign_two(&house).await;
    let db = unguard(&house).await;
    db.execute_unprepared("DELETE FROM signatures WHERE seq = 2").await.unwrap();
    db.execute_unprepared(&format!("UPDATE shares SET state = 'awaiting_signature' WHERE title = '{SESSION}'")).await.unwrap();
    let trouble = house.system.verify_signatures().await.unwrap().unwrap();
    assert!(trouble.contains("after number 1") && trouble.contains("gone"), "{trouble}");
}

async fn signatures_cannot_be_changed_in_passing(house: House) {
    sign_two(&house).await;
    let db = house.database().await;
    assert!(db.execute_unprepared("UPDATE signatures SET signer_name = 'Nobody'").await.is_err());
    assert!(db.execute_unprepared("DELETE FROM signatures").await.is_err());
    if house.setup.database_url.starts_with("sqlite") {
        let forged = "INSERT OR REPLACE INTO signatures SELECT seq, id, share_id, document_id, chart_id, account_id, staff_id, signer_id, \
                      place, record, ink, pdf, pdf_sha256, 'FORGED', signed_at, previous_hash, hash FROM signatures WHERE seq = 1";
        assert!(db.execute_unprepared(forged).await.unwrap_err().to_string().contains("only added"));
    }
    // Who takes the triggers away and the last signature with them is found by the share that counts as signed.
    unguard(&house).await;
    db.execute_unprepared("DELETE FROM signatures WHERE seq = 2").await.unwrap();
    assert!(house.system.verify_signatures().await.unwrap().unwrap().contains("is gone"));
}
