//! Backup and restore. A practice is a database and files; both go, sealed, into one file, and come back from it together.
//!
//! A backup is a tar within a sealed stream (`sealed.rs`): the manifest first, then the notes of the audit trail's end (read before the
//! database, so that they are never ahead of it), the database as it stood at one moment, the files (read after it, so that every row's
//! file is there), and at last the sums of all of these. The master key is never in it; what tells whether a master key fits is.

mod archive;
mod key;
mod make;
mod place;
mod restore;
mod rows;
mod scratch;
mod sealed;

pub use key::{ClosingKey, OpeningKey};
pub use make::{Made, is_of_a_backup, prune};
pub use place::is_half_restored;
pub use restore::{Restored, WaitingMail, restore};
pub use scratch::Scratch;

use crate::{
    db::DatabaseError,
    files,
    sealing::{MasterKey, Sealer},
    secrets::{Randomness, sha256},
    settings,
    system::System,
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};
use thiserror::Error;
use uuid::Uuid;

/// The form of a backup. Another one is another number.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const NOTES: &str = "audit-ends.log";
const DATABASE: &str = "anteroom.db";
const ROWS: &str = "rows";
const FILES: &str = "files";
const SUMS: &str = "sums.json";

/// What a backup says of itself. No names: whoever opens it may be anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    pub made_at: DateTime<Utc>,
    /// Of Anteroom.
    pub version: String,
    pub database: Kind,
    pub migrations: Vec<String>,
    /// How many, by table.
    pub rows: BTreeMap<String, i64>,
    /// Number and hash of the audit trail's last row.
    pub audit_end: Option<(i64, String)>,
    /// Opens with the practice's master key, and holds nothing.
    key_check: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Sqlite,
    Postgres,
}

#[derive(Debug, Error)]
pub enum BackupError {
    #[error("another backup of this practice is being made")]
    Busy,
    #[error("it is not a backup")]
    NotABackup,
    #[error("it was closed with another backup key")]
    OtherKey,
    #[error("it is damaged or cut off")]
    Damaged,
    #[error("it was made by a newer version")]
    NewerVersion,
    #[error("it is of a practice with another master key")]
    OtherMasterKey,
    #[error("it is of a practice on another kind of database")]
    OtherDatabase(Kind),
    #[error("the database is not empty")]
    DatabaseNotEmpty,
    #[error("the folder is not empty")]
    FolderNotEmpty(PathBuf),
    #[error("the backup cannot be read: {0}")]
    Unreadable(io::Error),
    #[error("{0} cannot be read or written: {1}")]
    File(PathBuf, io::Error),
    #[error("the database cannot be used")]
    Database(DatabaseError),
}

impl From<DbErr> for BackupError {
    fn from(error: DbErr) -> Self {
        Self::Database(DatabaseError::from(&error))
    }
}

impl From<crate::Error> for BackupError {
    fn from(error: crate::Error) -> Self {
        Self::Database(DatabaseError::Other(error.to_string()))
    }
}

/// Says of which file an error is.
fn of(path: &Path) -> impl Fn(io::Error) -> BackupError {
    move |error| BackupError::File(path.to_owned(), error)
}

impl Manifest {
    /// What a database holds now.
    async fn of(db: &impl ConnectionTrait, made_at: DateTime<Utc>) -> Result<Self, DbErr> {
        let audit_end = crate::audit::end(db).await?.map(|(seq, hash)| (seq, hex::encode(hash)));
        let key_check = settings::key_check(db).await?.ok_or_else(|| DbErr::Custom("there is no practice in the database".into()))?;
        Ok(Self {
            format: FORMAT,
            made_at,
            version: env!("CARGO_PKG_VERSION").into(),
            database: if db.get_database_backend() == DbBackend::Sqlite { Kind::Sqlite } else { Kind::Postgres },
            migrations: texts(db, "SELECT version FROM seaql_migrations ORDER BY version").await?,
            rows: rows::counts(db).await?,
            audit_end,
            key_check: hex::encode(key_check),
        })
    }

    /// Which practice this is, for those who must not know its name.
    fn practice(&self) -> [u8; 8] {
        key::first(sha256(self.key_check.as_bytes()))
    }

    fn is_of(&self, key: &MasterKey) -> bool {
        let sealer = Sealer::new(key, Randomness::system());
        hex::decode(&self.key_check).is_ok_and(|check| settings::opens(&sealer, &check))
    }
}

impl System {
    /// What SQLite says of its file: "ok", or what is wrong. PostgreSQL's own server sees to that.
    pub async fn integrity(&self) -> Result<Option<String>, BackupError> {
        let db = self.practice.db.read();
        if db.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        Ok(texts(db, "PRAGMA integrity_check(1)").await?.pop())
    }

    /// Which of the files that the database tells of are not there, or are too short. Nothing, where this version has no such tables.
    pub async fn lost_files(&self) -> Result<Vec<Uuid>, BackupError> {
        let db = self.practice.db.read();
        let tables = rows::tables(db).await?;
        let folder = self.practice.data.join(FILES);
        let (mut lost, mut told) = (Vec::new(), Vec::new());
        for (table, asks) in [(FILES, "SELECT id, bytes FROM files"), ("practice_files", "SELECT id, bytes FROM practice_files")] {
            if tables.iter().any(|there| there == table) {
                told.extend(db.query_all_raw(Statement::from_string(db.get_database_backend(), asks)).await?);
            }
        }
        for row in told {
            let (id, bytes): (Uuid, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let there = folder.join(files::within_folder(id)).metadata().is_ok_and(|file| file.len() as i64 >= bytes);
            if !there {
                lost.push(id);
            }
        }
        Ok(lost)
    }
}

async fn texts(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
