//! Patience with wrong tries, by account and by address. The counters are rows: they survive a restart, and fifty
//! tries at once are counted one after the other.

use super::table::throttles;
use crate::{db::Housekeeping, error::Error, practice::Practice, secrets::sha256};
use chrono::Duration;
use domain::{
    charts::EmailAddress,
    sign_in::{Counted, Refusal, forgiven, seconds_to_wait, wait_after},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, IntoActiveModel};

/// Traces of wrong tries are forgotten after this long.
pub(crate) const KEPT: Duration = Duration::days(1);

/// What is counted by itself.
pub(crate) struct Key {
    text: String,
    counted: Counted,
}

impl Key {
    /// One person's own: a password, a code.
    pub fn of_account(text: String) -> Self {
        Self { text, counted: Counted::Account }
    }

    /// What happens to one thing, whoever does it.
    pub fn of(text: String) -> Self {
        Self { text, counted: Counted::Address }
    }

    /// Passwords and codes that come from a network address.
    pub fn from(address: &str) -> Self {
        Self::of(network(address))
    }

    /// One kind of thing that comes from a network address.
    pub fn of_kind_from(kind: &str, address: &str) -> Self {
        Self::of(format!("{kind} {}", network(address)))
    }

    fn hash(&self) -> [u8; 32] {
        sha256(self.text.as_bytes())
    }
}

/// A network address: with IPv6, the network of 64 bits that one caller usually has to themselves.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => format!("address {:x?}", &address.segments()[..4]),
        _ => format!("address {address}"),
    }
}

/// By whose counter a try is counted: everybody's, or that of a browser from which this person has signed in before.
pub(crate) struct Counter {
    pub name: String,
    pub known: bool,
}

/// Leave for one try, which counts as wrong until [`AttemptPermit::was_right`]. Who compares a password or a code has to show it: a try that
/// nobody counts does not compile (T4).
pub(crate) struct AttemptPermit {
    account: Key,
    /// Not in a browser from which this person has signed in before: what strangers try from the same address does not shut it out.
    address: Option<Key>,
}

impl AttemptPermit {
    /// Takes one try at what is one person's own, from this network address; or says how long to wait. A browser that is `known` has a
    /// counter of its own, and no other.
    pub async fn take(practice: &Practice, counter: Counter, address: &str) -> Result<Self, Error> {
        let turn = Self { account: Key::of_account(counter.name), address: (!counter.known).then(|| Key::from(address)) };
        let keys: Vec<&Key> = [&turn.account].into_iter().chain(&turn.address).collect();
        take_turn(practice, &keys).await?;
        Ok(turn)
    }

    #[cfg(test)]
    pub fn of_a_test() -> Self {
        Self { account: Key::of_account(String::new()), address: None }
    }

    /// It was right: the account's counter begins anew. The address gets this one try back, and keeps the wrong ones: many people
    /// may come from it, and one of them may guess.
    pub async fn was_right(self, practice: &Practice) -> Result<(), Error> {
        let tx = practice.db.housekeeping().await?;
        throttles::forget(&*tx, &self.account.hash()).await?;
        if let Some(address) = &self.address {
            give_back(&tx, address).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// What was asked from an address came to a good end.
pub(crate) async fn was_right(practice: &Practice, address: &str) -> Result<(), Error> {
    let tx = practice.db.housekeeping().await?;
    give_back(&tx, &Key::from(address)).await?;
    Ok(tx.commit().await?)
}

async fn give_back(tx: &Housekeeping, key: &Key) -> Result<(), Error> {
    if let Some(row) = throttles::by_key(&**tx, &key.hash()).await? {
        let failures = row.failures.saturating_sub(1);
        let wait_until = row.failed_at;
        throttles::ActiveModel { failures: Set(failures), wait_until: Set(wait_until), ..row.into_active_model() }.update(&**tx).await?;
    }
    Ok(())
}

/// Takes one turn at something that anybody may ask for: from this network, and for this e-mail address.
pub(crate) async fn take_turn_of_anybody(practice: &Practice, what: &str, from: &str, email: &EmailAddress) -> Result<(), Error> {
    let (asked, from) = (Key::of(format!("{what} {}", email.key())), Key::of_kind_from(what, from));
    take_turn(practice, &[&asked, &from]).await
}

/// Takes one try for each key, or says how long to wait.
pub(crate) async fn take_turn(practice: &Practice, keys: &[&Key]) -> Result<(), Error> {
    let now = practice.clock.now();
    let tx = practice.db.housekeeping().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // One at a time, as SQLite's one writer has it anyway.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7265012)").await?;
    }
    let mut rows = Vec::new();
    for key in keys {
        let (hash, counted) = (key.hash().to_vec(), key.counted);
        let row = throttles::by_key(&*tx, &hash).await?;
        let forgiven = row.as_ref().map_or(0, |row| forgiven(counted, row.failed_at, now));
        if let Some(seconds) = row.as_ref().and_then(|row| seconds_to_wait(counted, row.failures, row.wait_until, now)) {
            return Err(Refusal::TooManyTries { seconds }.into());
        }
        rows.push((hash, row, counted, forgiven));
    }
    for (hash, row, counted, forgiven) in rows {
        let failures = row.as_ref().map_or(0, |row| row.failures).saturating_sub(forgiven).max(0).saturating_add(1);
        let wait_until = now + wait_after(counted, failures);
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
