//! The database: one writer, many readers. Every change commits together with its line in the audit trail.
//!
//! SQLite: WAL, `synchronous=FULL`, writes begin IMMEDIATE on the one writer connection, reads on read-only ones.
//! PostgreSQL: one pool for both; the trail's end is held by an advisory lock.

#[cfg(test)]
mod plans;
mod together;
mod trouble;

pub use trouble::{DatabaseError, reads_database_url};

use crate::{
    audit::{self, Event, Stamp},
    disk::Disk,
    events::{self, Bell, Happening},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use std::{
    ops::Deref,
    time::{Duration, Instant},
};
use together::Waiting;
use tokio::sync::mpsc;

/// What a power cut may take of an SQLite database. Like the clock it is given where a practice is opened, and nowhere else.
/// PostgreSQL's own server decides that for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: a commit is on the disk before anybody hears of it.
    Full,
    /// What was written last, for tests of something else.
    OfTests,
}

impl Durability {
    fn synchronous(self) -> SqliteSynchronous {
        match self {
            Self::Full => SqliteSynchronous::Full,
            Self::OfTests => SqliteSynchronous::Off,
        }
    }
}

#[derive(Clone)]
pub struct Db {
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    pub(crate) disk: Disk,
    waiting: Waiting,
    /// Rung when a change was committed that open pages are told of.
    pub(crate) bell: Bell,
}

/// How many read at the same time.
const READERS: u32 = 8;
/// Longer than this nobody waits for a connection (F6).
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Between two portions of long work the writer is free at least so long.
const BREATH: Duration = Duration::from_millis(20);
/// SQLite before this version can lose a commit when WAL is reset (sqlite.org/wal.html, 2025).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

impl Db {
    /// Opens `sqlite:///path/anteroom.db` or `postgres://…`.
    pub async fn open(url: &str, durability: Durability) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url.to_owned());
        options.sqlx_logging(false).connect_timeout(Duration::from_secs(3)).acquire_timeout(ACQUIRE_TIMEOUT);
        if !url.starts_with("sqlite:") {
            options.max_connections(READERS * 2);
            options.map_sqlx_postgres_opts(|options| options.options([("statement_timeout", "10s"), ("timezone", "UTC")]));
            let pool = Database::connect(options).await?;
            return Ok(Self { writer: pool.clone(), readers: pool, disk: Disk::new(), waiting: Waiting::default(), bell: Bell::default() });
        }
        // A file does not hang up: to ask a connection each time whether it still stands would double the way of each question.
        options.test_before_acquire(false);
        let pragmas = move |options: SqliteConnectOptions| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(durability.synchronous())
                .foreign_keys(true)
                .busy_timeout(ACQUIRE_TIMEOUT)
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
        };
        let mut writing = options.clone();
        writing
            .max_connections(1)
            .map_sqlx_sqlite_opts(move |options| pragmas(options).create_if_missing(true))
            .map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(async move { is_done(connection).await })));
        let writer = Database::connect(writing).await?;
        check_sqlite(&writer).await?;
        let mut reading = options;
        reading
            .max_connections(READERS)
            .map_sqlx_sqlite_opts(move |options| pragmas(options).pragma("query_only", "ON").create_if_missing(false));
        let readers = Database::connect(reading).await?;
        Ok(Self { writer, readers, disk: Disk::new(), waiting: Waiting::default(), bell: Bell::default() })
    }

    /// Whether a database server answers and lets us in.
    pub async fn reach(url: &str) -> Result<(), DbErr> {
        if url.starts_with("sqlite:") {
            return Ok(());
        }
        let mut options = ConnectOptions::new(url.to_owned());
        options.sqlx_logging(false).connect_timeout(Duration::from_secs(3)).acquire_timeout(ACQUIRE_TIMEOUT).max_connections(1);
        Database::connect(options).await?.close().await
    }

    /// For reading only: on SQLite these connections cannot write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Begins a change. Nothing of it stays unless it is committed with its event.
    pub(crate) async fn write(&self, stamp: Stamp) -> Result<Write, DbErr> {
        let (tell, told) = mpsc::unbounded_channel();
        Ok(Write { change: self.begin().await?, stamp, tell, told, bell: self.bell.clone() })
    }

    /// Begins a change that nobody did: a session's last use, a mail's lease, a counter of wrong tries, a draft.
    /// Never for anything that belongs to a chart.
    pub(crate) async fn housekeeping(&self) -> Result<Housekeeping, DbErr> {
        self.begin().await
    }

    /// The writer itself, for migrations at start-up.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// The readers first: the last connection to leave tidies the WAL away.
    pub(crate) async fn close(&self) {
        let _ = self.readers.close_by_ref().await;
        let _ = self.writer.close_by_ref().await;
    }

    async fn begin(&self) -> Result<Housekeeping, DbErr> {
        self.disk.keeps()?;
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        Ok(Housekeeping { tx: self.writer.begin_with_options(options).await?, disk: self.disk.clone() })
    }
}

/// Leaves the writer to others for as long as a portion of long work, begun then, has held it: whoever waits for it gets it now.
pub(crate) async fn breathe(began: Instant) {
    tokio::time::sleep(began.elapsed().max(BREATH)).await;
}

/// A change that nobody did, in progress. Dropped, it never happened.
pub(crate) struct Housekeeping {
    tx: DatabaseTransaction,
    disk: Disk,
}

impl Housekeeping {
    pub async fn commit(self) -> Result<(), DbErr> {
        // While it waited for its turn, the one before it may have failed.
        self.disk.keeps()?;
        let on_sqlite = self.tx.get_database_backend() == DbBackend::Sqlite;
        let committed = self.tx.commit().await;
        if on_sqlite {
            self.disk.heed(&committed);
        }
        committed
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        self.tx.rollback().await
    }
}

impl Deref for Housekeeping {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

/// A change in progress. Dropped, it never happened.
pub(crate) struct Write {
    change: Housekeeping,
    stamp: Stamp,
    tell: mpsc::UnboundedSender<Happening>,
    told: mpsc::UnboundedReceiver<Happening>,
    bell: Bell,
}

impl Write {
    /// When it happens.
    pub fn at(&self) -> DateTime<Utc> {
        self.stamp.at
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        self.change.rollback().await
    }

    /// Open pages are told of this once it is committed, and never if it is not.
    pub fn tell(&self, happening: Happening) {
        let _ = self.tell.send(happening);
    }

    /// Commits the change and the line that tells of it: both, or neither.
    pub async fn commit(mut self, event: Event) -> Result<(), DbErr> {
        let at = self.stamp.at;
        audit::append(&self.change, [(self.stamp, event)]).await?;
        let told: Vec<Happening> = std::iter::from_fn(|| self.told.try_recv().ok()).collect();
        if told.is_empty() {
            return self.change.commit().await;
        }
        events::write_down(&self.change, at, told).await?;
        self.change.commit().await?;
        self.bell.notify_one();
        Ok(())
    }
}

impl Deref for Write {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.change
    }
}

/// Whether a connection that comes back is in no transaction any more. SQLite undoes a change by itself when the disk is full (see
/// sqlite.org/lang_transaction.html, section 3), and sqlx counts on as if it were still open: what came next would be written into a
/// change that nobody ends, and be lost (F4). Such a connection is closed, and the next one is new.
async fn is_done(connection: &mut sqlx::SqliteConnection) -> Result<bool, sqlx::Error> {
    use sqlx::Connection;
    // Waits for a change that was dropped to be undone.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

async fn check_sqlite(db: &DatabaseConnection) -> Result<(), DbErr> {
    let row = db.query_one_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS version")).await?;
    let version: String = row.ok_or_else(|| DbErr::Custom("SQLite does not tell its version".into()))?.try_get("", "version")?;
    check_version(&version)
}

fn check_version(version: &str) -> Result<(), DbErr> {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST_SQLITE {
        return Err(DbErr::Custom(format!("SQLite {version} is too old: 3.51.3 or newer is needed, or commits can be lost")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F4: while there is no room nothing is taken, and what is taken afterwards is there.
    #[tokio::test]
    async fn what_is_taken_after_the_disk_was_full_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/full.db", folder.path().display());
        let db = Db::open(&url, Durability::Full).await.unwrap();
        db.writer().execute_unprepared("CREATE TABLE lines (text blob)").await.unwrap();
        let insert = async |bytes: i32| -> Result<(), DbErr> {
            let tx = db.housekeeping().await?;
            let sql = "INSERT INTO lines VALUES (randomblob($1))";
            tx.execute_raw(sea_orm::Statement::from_sql_and_values(DbBackend::Sqlite, sql, [bytes.into()])).await?;
            tx.commit().await
        };
        for _ in 0..3 {
            // So many pages and no more, as on a disk without room. It holds for this connection.
            db.writer().execute_unprepared("PRAGMA max_page_count = 10").await.unwrap();
            assert!(insert(1_000_000).await.is_err());
            insert(10).await.unwrap();
        }
        let again = Db::open(&url, Durability::Full).await.unwrap();
        let sql = sea_orm::Statement::from_string(DbBackend::Sqlite, "SELECT count(*) AS lines FROM lines");
        let row = again.read().query_one_raw(sql).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "lines").unwrap(), 3);
    }

    async fn told(connection: &impl ConnectionTrait, question: &str) -> String {
        let row = connection.query_one_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, question)).await.unwrap().unwrap();
        row.try_get_by_index(0).or_else(|_| row.try_get_by_index(0).map(|number: i64| number.to_string())).unwrap()
    }

    /// What a connection says of how it works.
    async fn habits(connection: &impl ConnectionTrait) -> [String; 4] {
        [
            told(connection, "PRAGMA journal_mode").await,
            told(connection, "PRAGMA synchronous").await,
            told(connection, "PRAGMA foreign_keys").await,
            told(connection, "PRAGMA query_only").await,
        ]
    }

    /// `.cargo/config.toml` says so, and what was said there reached the library.
    #[tokio::test]
    async fn sqlite_plans_a_statement_once_whatever_is_bound_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::OfTests).await.unwrap();
        assert_eq!(told(db.read(), "SELECT sqlite_compileoption_used('ENABLE_QPSG')").await, "1");
    }

    /// F2. 2 is FULL: a commit is on the disk before anybody hears of it.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite_keeps_what_it_has_committed_and_no_reader_can_write() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::Full).await.unwrap();
        db.writer().execute_unprepared("CREATE TABLE words (word TEXT) STRICT").await.unwrap();
        assert_eq!(habits(db.writer()).await, ["wal", "2", "1", "0"]);
        // All at the same time, so that each is a connection of its own.
        let mut readers = Vec::new();
        for _ in 0..READERS {
            readers.push(db.read().begin().await.unwrap());
        }
        for reader in &readers {
            assert_eq!(habits(reader).await, ["wal", "2", "1", "1"]);
            let refused = reader.execute_unprepared("INSERT INTO words VALUES ('no')").await.unwrap_err().to_string();
            assert!(refused.contains("readonly"), "{refused}");
        }
        drop(readers);
        assert_eq!(told(db.read(), "SELECT count(*) FROM words").await, "0");
    }

    #[test]
    fn a_sqlite_that_can_lose_commits_is_refused() {
        for old in ["3.51.2", "3.50.4", "3.9.12", "2.99.99", "", "none"] {
            assert!(check_version(old).unwrap_err().to_string().contains("too old"), "{old}");
        }
        for fine in ["3.51.3", "3.51.10", "3.52.0", "4.0"] {
            assert!(check_version(fine).is_ok(), "{fine}");
        }
    }
}
