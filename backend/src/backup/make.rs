//! Making a backup, beside a process that serves.

use super::{
    BackupError, ClosingKey, DATABASE, FILES, Kind, MANIFEST, Manifest, NOTES, ROWS,
    archive::Archive,
    of, rows,
    sealed::{SealWriter, practice_of},
};
use crate::system::System;
use chrono::{DateTime, NaiveDateTime, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};
use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, BufWriter, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    pub path: PathBuf,
    pub manifest: Manifest,
    pub bytes: u64,
    pub files: usize,
}

/// When a backup of this name was made; nothing where it is no backup's name.
pub fn is_of_a_backup(name: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(name, NAME).ok().map(|at| at.and_utc()).filter(|at| at.format(NAME).to_string() == name)
}

const NAME: &str = "anteroom-%Y%m%d-%H%M%S.backup";

/// Deletes the oldest backups of this practice, all but so many. Another practice's, and what is no backup, stays.
pub fn prune(folder: &Path, of: &Manifest, keep: usize) -> io::Result<Vec<PathBuf>> {
    let mut ours = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(at) = entry.file_name().to_str().and_then(is_of_a_backup) else { continue };
        if entry.file_type()?.is_file() && practice_of(File::open(entry.path())?)? == Some(of.practice()) {
            ours.push((at, entry.path()));
        }
    }
    ours.sort();
    let many = ours.len().saturating_sub(keep.max(1));
    let old: Vec<PathBuf> = ours.into_iter().take(many).map(|(_, path)| path).collect();
    for path in &old {
        fs::remove_file(path)?;
    }
    Ok(old)
}

/// What is made for a moment, and gone when this ends: the copy of a database, half a backup.
struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = if self.0.is_dir() { fs::remove_dir_all(&self.0) } else { fs::remove_file(&self.0) };
    }
}

/// The database as it stood at one moment.
enum Snapshot {
    Sqlite(PathBuf, Manifest),
    Postgres(DatabaseTransaction, Manifest),
}

impl System {
    /// Makes a backup in this folder. It has its name once it is whole and on the disk.
    pub async fn back_up(&self, folder: &Path, key: &ClosingKey) -> Result<Made, BackupError> {
        let (work, _lock) = work_folder(&self.practice.data)?;
        let notes = read_notes(&self.practice.data.join(NOTES))?;
        let snapshot = self.snapshot(&work.0).await?;
        let (Snapshot::Sqlite(_, manifest) | Snapshot::Postgres(_, manifest)) = &snapshot;
        let manifest = manifest.clone();
        // Of each practice there is one at a time, so what a killed one left is written over.
        let part = Gone(folder.join([".anteroom-", &hex::encode(manifest.practice()), ".part"].concat()));
        let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&part.0).map_err(of(&part.0))?;
        let seal = SealWriter::new(BufWriter::new(file), key, manifest.practice(), &self.practice.randomness).map_err(of(&part.0))?;
        let mut archive = Archive::new(seal, &part.0);
        archive.put(MANIFEST, &serde_json::to_vec_pretty(&manifest).expect("plain data always has a JSON form"))?;
        archive.put(NOTES, &notes)?;
        match snapshot {
            Snapshot::Sqlite(copy, _) => put_file(&mut archive, DATABASE, &copy)?,
            Snapshot::Postgres(tx, _) => {
                rows::read(&tx, |name, portion| archive.put(&[ROWS, "/", name].concat(), &portion)).await?;
                tx.rollback().await?;
            }
        }
        drop(work);
        let files = put_files(&mut archive, FILES, &self.practice.data.join(FILES))?;
        let (seal, _) = archive.finish()?;
        let file = seal.finish().and_then(|writer| Ok(writer.into_inner()?)).map_err(of(&part.0))?;
        file.sync_all().map_err(of(&part.0))?;
        let path = folder.join(manifest.made_at.format(NAME).to_string());
        if path.exists() {
            return Err(of(&path)(ErrorKind::AlreadyExists.into()));
        }
        fs::rename(&part.0, &path).map_err(of(&path))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(of(folder))?;
        let bytes = file.metadata().map_err(of(&path))?.len();
        Ok(Made { path, manifest, bytes, files })
    }

    async fn snapshot(&self, work: &Path) -> Result<Snapshot, BackupError> {
        let (db, now) = (self.practice.db.read(), self.practice.clock.now());
        if db.get_database_backend() == DbBackend::Postgres {
            let options = TransactionOptions { isolation_level: Some(IsolationLevel::RepeatableRead), ..Default::default() };
            let tx = db.begin_with_options(options).await?;
            tx.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
            let manifest = Manifest::of(&tx, now).await?;
            return Ok(Snapshot::Postgres(tx, manifest));
        }
        let copy = work.join(DATABASE);
        let wrong = |error: sqlx::Error| DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into()));
        let options = db.get_sqlite_connection_pool().connect_options();
        // SQLite's own way: people write on meanwhile, and the WAL is given back when the copy is there.
        let mut beside = (*options).clone().read_only(true).pragma("query_only", "OFF").connect().await.map_err(wrong)?;
        sqlx::query("VACUUM INTO ?1").bind(copy.to_string_lossy().into_owned()).execute(&mut beside).await.map_err(wrong)?;
        sqlx::Connection::close(beside).await.map_err(wrong)?;
        let options = SqliteConnectOptions::new().filename(&copy).read_only(true).immutable(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.map_err(wrong)?;
        let copied = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
        let manifest = Manifest::of(&copied, now).await?;
        copied.close().await?;
        debug_assert_eq!(manifest.database, Kind::Sqlite);
        Ok(Snapshot::Sqlite(copy, manifest))
    }
}

/// A folder for the copy of the database, behind the same door as the database itself, and held by one backup at a time.
fn work_folder(data: &Path) -> Result<(Gone, File), BackupError> {
    let lock_path = data.join("backup.lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&lock_path).map_err(of(&lock_path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(BackupError::Busy),
        Err(TryLockError::Error(error)) => return Err(of(&lock_path)(error)),
    }
    let work = data.join("backing-up");
    match fs::remove_dir_all(&work) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(of(&work)(error)),
        _ => DirBuilder::new().mode(0o700).create(&work).map_err(of(&work))?,
    }
    Ok((Gone(work), lock))
}

/// Whole lines: the last may be being written.
fn read_notes(path: &Path) -> Result<Vec<u8>, BackupError> {
    let mut notes = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.map_err(of(path))?,
    };
    notes.truncate(notes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1));
    Ok(notes)
}

fn put_file(archive: &mut Archive<'_, impl Write>, name: &str, path: &Path) -> Result<(), BackupError> {
    let file = File::open(path).map_err(of(path))?;
    let bytes = file.metadata().map_err(of(path))?.len();
    archive.put_from(name, file, bytes, path)
}

/// Every file below a folder. One that is gone when its turn comes was nobody's any more; one with # in its name is being written.
fn put_files(archive: &mut Archive<'_, impl Write>, name: &str, folder: &Path) -> Result<usize, BackupError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries.map_err(of(folder))?,
    };
    let mut many = 0;
    for entry in entries {
        let entry = entry.map_err(of(folder))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(of(folder))?);
        let Some(own) = entry.file_name().to_str().map(str::to_owned).filter(|own| !own.contains('#')) else { continue };
        let name = [name, "/", &own].concat();
        if kind.is_dir() {
            many += put_files(archive, &name, &path)?;
        } else if kind.is_file() {
            match put_file(archive, &name, &path) {
                Err(BackupError::File(of, error)) if of == path && error.kind() == ErrorKind::NotFound => {}
                put => {
                    put?;
                    many += 1;
                }
            }
        }
    }
    Ok(many)
}
