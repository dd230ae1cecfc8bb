//! Bringing a backup back. Everything is read and checked before anything of it stands where a practice would be opened.

use super::{
    BackupError, DATABASE, FILES, Kind, MANIFEST, Manifest, NOTES, OpeningKey, ROWS, SUMS,
    archive::{Sum, Summed},
    of,
    place::{Aside, unreadable},
    rows,
    sealed::OpenReader,
};
use crate::{
    audit::{Event, Stamp},
    db::{Db, Durability, Write},
    notices,
    practice::Setup,
    sign_in,
};
use domain::audit::{ActorKind, AuditAct};
use migration::Migrator;
use sea_orm::{ConnectionTrait, Statement};
use sea_orm_migration::MigratorTrait;
use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

/// What becomes of mail that waited to leave when the backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingMail {
    /// It may have left since: nobody gets it twice, nor what was taken back since.
    TakenBack,
    Sent,
}

/// What came back.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub files: usize,
    /// Sessions that were ended.
    pub sessions: u64,
    /// Mails that waited.
    pub mails: i64,
}

/// Brings a backup back into the empty folder and, where it is of PostgreSQL, the empty database that the setup names. On SQLite the
/// database comes into the folder.
pub async fn restore(backup: &Path, key: &OpeningKey, setup: &Setup, mail: WaitingMail) -> Result<Restored, BackupError> {
    let file = File::open(backup).map_err(of(backup))?;
    let mut reader = tar::Archive::new(OpenReader::new(BufReader::new(file), key)?);
    let mut members = reader.entries().map_err(unreadable)?;
    let (mut sums, mut told, mut files) = (Vec::new(), None, 0);
    // The manifest comes first, and tells whether this can come back here at all.
    let mut first = Member::of(members.next())?.ok_or(BackupError::Damaged)?;
    let (manifest, sum) = first.read_manifest(setup)?;
    sums.push(sum);
    let aside = Aside::new(&setup.data)?;
    let mut write = None;
    if manifest.database == Kind::Postgres {
        let begun = begin(&setup.database_url, setup.durability, setup).await?;
        rows::prepare(&begun.1, &manifest.migrations).await?;
        write = Some(begun);
    }
    while let Some(mut member) = Member::of(members.next())? {
        let name = member.name.clone();
        let path = Path::new(&name);
        if told.is_some() {
            return Err(BackupError::Damaged);
        }
        let mut from = Summed::new(&mut member.entry);
        if name == SUMS {
            told = Some(serde_json::from_slice::<Vec<Sum>>(&all(&mut from)?).map_err(|_| BackupError::Damaged)?);
            continue;
        } else if name == NOTES || name == DATABASE {
            aside.write(path, &mut from)?;
        } else if path.starts_with(FILES) {
            aside.write(path, &mut from)?;
            files += 1;
        } else if let (Some(table), Some((_, write))) = (path.strip_prefix(ROWS).ok().and_then(Path::parent), &write) {
            let portion = String::from_utf8(all(&mut from)?).map_err(|_| BackupError::Damaged)?;
            rows::put(write, &table.to_string_lossy(), &portion).await?;
        } else {
            return Err(BackupError::Damaged);
        }
        sums.push(from.sum(&name));
    }
    // To its very end: what was cut off behind the last member is cut off too.
    std::io::copy(&mut reader.into_inner(), &mut std::io::sink()).map_err(unreadable)?;
    if told.as_ref() != Some(&sums) {
        return Err(BackupError::Damaged);
    }
    let (db, write) = match write {
        Some((db, write)) => {
            rows::loaded(&write).await?;
            (db, write)
        }
        None => begin(&url_of(&aside.path(DATABASE))?, Durability::Full, setup).await?,
    };
    if rows::counts(&*write).await? != manifest.rows {
        return Err(BackupError::Damaged);
    }
    Migrator::up(&*write, None).await?;
    let (sessions, mails) = settle(&write, mail).await?;
    let event = Event::of(AuditAct::Restored).detail(told_of(&manifest, sessions, mails));
    // What opens as a practice comes last: on PostgreSQL that is the commit, on SQLite the database's name.
    match manifest.database {
        Kind::Postgres => {
            aside.put_in_place()?;
            write.commit(event).await?;
            db.close().await;
        }
        Kind::Sqlite => {
            write.commit(event).await?;
            db.close().await;
            aside.put_in_place()?;
        }
    }
    aside.done();
    Ok(Restored { manifest, files, sessions, mails })
}

/// Opens a database, and begins the one change in which everything comes back.
async fn begin(url: &str, durability: Durability, setup: &Setup) -> Result<(Db, Write), BackupError> {
    let db = Db::open(url, durability).await?;
    let at = setup.clock.now();
    let stamp = Stamp { at, kind: ActorKind::System, id: None, name: "Anteroom".into(), address: String::new(), agent: String::new() };
    let write = db.write(stamp).await?;
    Ok((db, write))
}

fn url_of(file: &Path) -> Result<String, BackupError> {
    let path = url::Url::from_file_path(file).map_err(|()| BackupError::Damaged)?;
    Ok(["sqlite://", path.path()].concat())
}

/// Time has gone back: nobody stays signed in, and nothing that was used, stopped or replaced since then works again.
async fn settle(write: &Write, mail: WaitingMail) -> Result<(u64, i64), BackupError> {
    let count = Statement::from_string(write.get_database_backend(), "SELECT count(*) FROM mails WHERE state = 'queued'");
    let row = write.query_one_raw(count).await?.ok_or(BackupError::Damaged)?;
    let mails = row.try_get_by_index(0)?;
    if mail == WaitingMail::TakenBack {
        notices::cancel_all(write).await?;
    }
    Ok((sign_in::end_everything(&**write, write.at()).await?, mails))
}

fn told_of(manifest: &Manifest, sessions: u64, mails: i64) -> String {
    let (at, seq) = (manifest.made_at.to_rfc3339(), manifest.audit_end.as_ref().map_or(0, |(seq, _)| *seq));
    format!("as of {at}, {seq} rows of the trail; {sessions} sessions ended, {mails} mails had waited")
}

/// A member of the archive. Only plain files are one.
struct Member<'a, R: Read> {
    name: String,
    entry: tar::Entry<'a, R>,
}

impl<'a, R: Read> Member<'a, R> {
    fn of(entry: Option<std::io::Result<tar::Entry<'a, R>>>) -> Result<Option<Self>, BackupError> {
        let Some(entry) = entry else { return Ok(None) };
        let entry = entry.map_err(unreadable)?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| BackupError::Damaged)?;
        if entry.header().entry_type().is_file() { Ok(Some(Self { name, entry })) } else { Err(BackupError::Damaged) }
    }

    fn read_manifest(&mut self, setup: &Setup) -> Result<(Manifest, Sum), BackupError> {
        let mut from = Summed::new(&mut self.entry);
        let bytes = all(&mut from)?;
        let form: Form = serde_json::from_slice(&bytes).ok().filter(|_| self.name == MANIFEST).ok_or(BackupError::Damaged)?;
        if form.format != super::FORMAT {
            return Err(BackupError::NewerVersion);
        }
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| BackupError::Damaged)?;
        let known = Migrator::migrations();
        if !manifest.migrations.iter().all(|name| known.iter().any(|migration| migration.name() == name)) {
            return Err(BackupError::NewerVersion);
        }
        if !manifest.is_of(&setup.key) {
            return Err(BackupError::OtherMasterKey);
        }
        if (manifest.database == Kind::Sqlite) != setup.database_url.starts_with("sqlite:") {
            return Err(BackupError::OtherDatabase(manifest.database));
        }
        Ok((manifest, from.sum(MANIFEST)))
    }
}

/// What every form of a backup has.
#[derive(serde::Deserialize)]
struct Form {
    format: u32,
}

/// A member that has to fit in memory.
fn all(from: &mut impl Read) -> Result<Vec<u8>, BackupError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
