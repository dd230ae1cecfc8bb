//! Patience with wrong tries, by account and by address. The counters are rows: they survive a restart, and fifty
//! tries at once are counted one after the other.

use super::table::throttles;
use crate::{error::Error, practice::Practice, secrets::sha256};
use chrono::Duration;
use domain::sign_in::{Refusal, forgiven, seconds_to_wait, wait_after};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, IntoActiveModel};

/// Traces of wrong tries are forgotten after this long.
pub(crate) const KEPT: Duration = Duration::days(1);

/// The key of a network address: with IPv6, of the network of 64 bits that one caller usually has to themselves.
pub(crate) fn address_key(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => format!("address {:x?}", &address.segments()[..4]),
        _ => format!("address {address}"),
    }
}

/// Takes one try for each key, or says how long to wait. It counts as wrong until [`forget`] says otherwise.
pub(crate) async fn take_turn(practice: &Practice, keys: &[&str]) -> Result<(), Error> {
    let now = practice.clock.now();
    let tx = practice.db.housekeeping().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // One at a time, as SQLite's one writer has it anyway.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7265012)").await?;
    }
    let mut rows = Vec::new();
    for key in keys {
        let hash = sha256(key.as_bytes()).to_vec();
        let row = throttles::by_key(&*tx, &hash).await?;
        // An address is many people's: a wrong try of theirs is forgotten after a while. An account's stay until the right password.
        let forgiven = match &row {
            Some(row) if !key.starts_with("portal ") && !key.starts_with("office ") => forgiven(row.failed_at, now),
            _ => 0,
        };
        if let Some(seconds) = row.as_ref().and_then(|row| seconds_to_wait(row.failures, row.wait_until, now)) {
            return Err(Refusal::TooManyTries { seconds }.into());
        }
        rows.push((hash, row, forgiven));
    }
    for (hash, row, forgiven) in rows {
        let failures = row.as_ref().map_or(0, |row| row.failures).saturating_sub(forgiven).max(0).saturating_add(1);
        let wait_until = now + wait_after(failures);
        match row {
            Some(row) => {
                throttles::ActiveModel {
                    failures: Set(failures),
                    wait_until: Set(wait_until),
                    failed_at: Set(now),
                    ..row.into_active_model()
                }
                .update(&*tx)
                .await?;
            }
            None => {
                throttles::ActiveModel { key_hash: Set(hash), failures: Set(failures), wait_until: Set(wait_until), failed_at: Set(now) }
                    .insert(&*tx)
                    .await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

/// The right password came: the account's counter begins anew. The address gets this one try back, and keeps the wrong ones:
/// many people may come from it, and one of them may guess.
pub(crate) async fn was_right(practice: &Practice, account_key: &str, address_key: &str) -> Result<(), Error> {
    let tx = practice.db.housekeeping().await?;
    throttles::forget(&*tx, &sha256(account_key.as_bytes())).await?;
    if let Some(row) = throttles::by_key(&*tx, &sha256(address_key.as_bytes())).await? {
        let failures = row.failures.saturating_sub(1);
        let wait_until = row.failed_at;
        throttles::ActiveModel { failures: Set(failures), wait_until: Set(wait_until), ..row.into_active_model() }.update(&*tx).await?;
    }
    Ok(tx.commit().await?)
}
