//! `anteroom backup` and `anteroom restore`: all of a practice in one sealed file, and back.

use crate::{config::Config, folder, open};
use backend::{
    MasterKey, Randomness, System,
    backup::{BackupError, Kind, OpeningKey, Restored, Scratch, WaitingMail, prune, restore},
};
use clap::Args;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    what: What,
    /// How many backups of this practice stay in that folder, the newest; older ones are deleted
    #[arg(long, value_name = "HOW MANY", conflicts_with_all = ["verify", "new_key"], value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// The file that --new-key made
    #[arg(long, value_name = "FILE", requires = "verify")]
    key: Option<PathBuf>,
}

#[derive(Args)]
#[group(multiple = false)]
struct What {
    /// Makes a backup in this folder, while the practice serves [default: ANTEROOM_BACKUPS]
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Makes the key that opens backups, and prints the one that closes them
    #[arg(long, value_name = "FILE")]
    new_key: Option<PathBuf>,
    /// Restores a backup to a temporary place, walks through all of it, and takes it away again
    #[arg(long, value_name = "BACKUP", requires = "key")]
    verify: Option<PathBuf>,
}

#[derive(Args)]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "BACKUP")]
    from: PathBuf,
    /// The file that `anteroom backup --new-key` made
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Sends the mail that waited when the backup was made, though it may have left since
    #[arg(long)]
    send_waiting_mail: bool,
}

const CLOSING_KEY: &str = "ANTEROOM_BACKUP_KEY";

pub async fn back_up(wanted: Backup, config: &Config) -> Result<ExitCode, String> {
    let Backup { what, keep, key } = wanted;
    if let Some(file) = what.new_key {
        return new_key(&file);
    }
    if let (Some(backup), Some(key)) = (what.verify, key) {
        return verify(&backup, &key, config).await;
    }
    let folder = what.to.or_else(|| config.backups.clone()).ok_or("Where to? Write --to FOLDER, or set ANTEROOM_BACKUPS.")?;
    let key = config.backup_key.as_ref().ok_or_else(|| {
        format!("There is no key to close the backup with. `anteroom backup --new-key FILE` makes one, and says what to write into {CLOSING_KEY}.")
    })?;
    if !folder.is_dir() {
        // Made here, it would take the place of a disk that is not mounted.
        return Err(format!("There is no folder {}. Make it, or mount it, first.", folder.display()));
    }
    let opened = open::beside(config).await?;
    let made = opened.system.back_up(&folder, key).await.map_err(|error| format!("No backup was made: {}", sentence(&error)))?;
    println!(
        "{}: {} kB, {} rows, {} files, {}.",
        made.path.display(),
        made.bytes.div_ceil(1024),
        made.manifest.rows.values().sum::<i64>(),
        made.files,
        reaches(&made.manifest),
    );
    if let Some(keep) = keep {
        let pruned = prune(&folder, &made.manifest, keep as usize);
        for old in pruned.map_err(|error| format!("The backup was made, but older ones cannot be deleted: {error}."))? {
            println!("{} was deleted.", old.display());
        }
    }
    if files_are_elsewhere() {
        println!("The files lie where ANTEROOM_FILES_URL says, and are not in this backup: that place needs one of its own.");
    }
    opened.practice.close().await;
    Ok(ExitCode::SUCCESS)
}

fn files_are_elsewhere() -> bool {
    std::env::var_os("ANTEROOM_FILES_URL").is_some()
}

fn new_key(file: &Path) -> Result<ExitCode, String> {
    let key = OpeningKey::new(&Randomness::system());
    let closing = key.closing().to_text();
    let text = format!(
        "# This key opens the backups of an Anteroom practice. Nobody can open them without it.\n\
         # Keep it in two places that are not the machine that makes the backups, and not beside the backups.\n\
         # Backups are closed with {CLOSING_KEY}={closing}\n\
         {}\n",
        key.reveal()
    );
    let made = fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(file);
    made.and_then(|mut made| made.write_all(text.as_bytes()).and_then(|()| made.sync_all())).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("{} is there already, and may be the only key to older backups. Name another file.", file.display())
        }
        _ => format!("The key cannot be written to {}: {error}.", file.display()),
    })?;
    println!(
        "{0} opens your backups. Nobody can open them without it, and neither can you. Keep it in two places that are not this machine,\n\
         and not beside the backups; then delete it here. It does not open what people wrote: that takes the master key as well, which is\n\
         in no backup, so keep that too.\n\n\
         On the machine that makes backups, set\n{CLOSING_KEY}={closing}",
        file.display()
    );
    Ok(ExitCode::SUCCESS)
}

fn read_key(file: &Path) -> Result<OpeningKey, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("The key {} cannot be read: {error}.", file.display()))?;
    OpeningKey::read(&text).ok_or_else(|| {
        format!(
            "{} does not hold a key that opens backups: its line begins with backup-opens-. Name the file that --new-key made.",
            file.display()
        )
    })
}

pub async fn bring_back(wanted: Restore, config: &Config) -> Result<ExitCode, String> {
    let key = read_key(&wanted.key)?;
    if let Some(file) = config.sqlite_file().filter(|file| *file != config.data.join("anteroom.db")) {
        return Err(format!(
            "A backup comes back into one folder. Take {} out of ANTEROOM_DATABASE_URL, and move it afterwards.",
            file.display()
        ));
    }
    let master = config.key.read()?;
    let is_new = !config.data.exists();
    folder::make(&config.data)?;
    let held = folder::hold(&config.data)?;
    let mail = if wanted.send_waiting_mail { WaitingMail::Sent } else { WaitingMail::TakenBack };
    let setup = open::setup(config, master);
    let restored = match restore(&wanted.from, &key, &setup, mail).await {
        Ok(restored) => restored,
        Err(error) => {
            if is_new {
                let _ = fs::remove_file(config.data.join("anteroom.lock")).and_then(|()| fs::remove_dir(&config.data));
            }
            return Err(format!("Nothing was restored: {}", sentence(&error)));
        }
    };
    tell(&restored);
    println!("{} sessions were ended: everybody signs in anew.", restored.sessions);
    match (restored.mails, mail) {
        (0, _) => {}
        (mails, WaitingMail::Sent) => println!("{mails} mails that waited will be sent, some of them perhaps for the second time."),
        (mails, WaitingMail::TakenBack) => println!("{mails} mails that waited were taken back, because they may have left since."),
    }
    let opened = open::beside(config).await?;
    let verdict = examine(&opened.system).await;
    opened.practice.close().await;
    drop(held);
    verdict
}

/// Restores to a place that is gone afterwards.
async fn verify(backup: &Path, key: &Path, config: &Config) -> Result<ExitCode, String> {
    let key = read_key(key)?;
    let master = config.key.read()?;
    let place = tempfile::Builder::new().prefix("anteroom-verify-").tempdir();
    let place = place.map_err(|error| format!("There is no place to restore to: {error}. TMPDIR names another."))?;
    let here = |database_url: String| Config { data: place.path().to_owned(), database_url, ..config.clone() };
    let on_sqlite = here(format!("sqlite://{}", place.path().join("anteroom.db").display()));
    match try_out(backup, &key, &on_sqlite, &master).await? {
        Ok(code) => Ok(code),
        Err(BackupError::OtherDatabase(Kind::Postgres)) if config.sqlite_file().is_none() => {
            let told = |error| sentence(&error);
            let scratch = Scratch::new(&config.database_url).await.map_err(told)?;
            let tried = try_out(backup, &key, &here(scratch.url.clone()), &master).await;
            scratch.remove().await.map_err(told)?;
            tried?.map_err(|error| format!("The backup is not whole: {}", sentence(&error)))
        }
        Err(error) => Err(format!("The backup is not whole: {}", sentence(&error))),
    }
}

async fn try_out(backup: &Path, key: &OpeningKey, config: &Config, master: &MasterKey) -> Result<Result<ExitCode, BackupError>, String> {
    let setup = open::setup(config, master.clone());
    let restored = match restore(backup, key, &setup, WaitingMail::TakenBack).await {
        Ok(restored) => restored,
        Err(error) => return Ok(Err(error)),
    };
    tell(&restored);
    let (practice, system) = backend::Practice::look(setup).await.map_err(|error| open::sentence(config, &error))?;
    let verdict = examine(&system).await;
    practice.close().await;
    verdict.map(Ok)
}

fn tell(restored: &Restored) {
    let Restored { manifest, files, .. } = restored;
    println!(
        "Restored: {} rows in {} tables and {files} files, as of {} ({}), made by Anteroom {}.",
        manifest.rows.values().sum::<i64>(),
        manifest.rows.len(),
        manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC"),
        reaches(manifest),
        manifest.version,
    );
}

fn reaches(manifest: &backend::backup::Manifest) -> String {
    format!("audit trail to row {}", manifest.audit_end.as_ref().map_or(0, |(seq, _)| *seq))
}

/// Walks through what came back.
async fn examine(system: &System) -> Result<ExitCode, String> {
    let failed = |error: &dyn std::fmt::Display| format!("What was restored cannot be read: {error}.");
    let mut sound = true;
    let mut say = |trouble: Option<String>, fine: String| {
        sound &= trouble.is_none();
        println!("{}", trouble.unwrap_or(fine));
    };
    if let Some(said) = system.integrity().await.map_err(|error| sentence(&error))? {
        say((said != "ok").then(|| format!("The database is broken: {said}.")), "The database is whole.".into());
    }
    let trail = system.verify_audit().await.map_err(|error| failed(&error))?;
    let rows = trail.rows;
    say(trail.trouble.map(|trouble| format!("The audit trail is broken: {trouble}.")), format!("The audit trail is whole: {rows} rows."));
    let signatures = system.verify_signatures().await.map_err(|error| failed(&error))?;
    say(signatures.map(|broken| format!("The signatures are broken: {broken}.")), "The signatures are whole.".into());
    if files_are_elsewhere() {
        println!("The files lie where ANTEROOM_FILES_URL says, and were not looked at.");
    } else {
        let lost = system.lost_files().await.map_err(|error| sentence(&error))?;
        let named = lost.first().map(|first| format!("{} files are missing or cut off, {first} among them.", lost.len()));
        say(named, "Every file that the database tells of is there.".into());
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What stands in the way, and what to do.
pub fn sentence(error: &BackupError) -> String {
    match error {
        BackupError::Busy => "another backup of this practice is being made. Wait until it is done.".into(),
        BackupError::NotABackup => "this file is not a backup of Anteroom, or only the beginning of one.".into(),
        BackupError::OtherKey => "it was closed with another key. Name the key file whose second half was in use when it was made.".into(),
        BackupError::Damaged => "the backup is damaged or cut off. Take another copy of it, or an older one.".into(),
        BackupError::NewerVersion => "it was made by a newer version of Anteroom. Take that version, or a newer one.".into(),
        BackupError::OtherMasterKey => {
            "this backup needs another master key: the one given is not that of the practice it was made of.".into()
        }
        BackupError::OtherDatabase(Kind::Postgres) => {
            "it is of a practice on PostgreSQL. Let ANTEROOM_DATABASE_URL name one: an empty database to restore to; to verify, any, where \
             it takes a schema of its own and takes it away again."
                .into()
        }
        BackupError::OtherDatabase(Kind::Sqlite) => "it is of a practice on SQLite. Take ANTEROOM_DATABASE_URL away.".into(),
        BackupError::DatabaseNotEmpty => {
            "the database is not empty, and nothing is ever written over. Name an empty one in ANTEROOM_DATABASE_URL.".into()
        }
        BackupError::FolderNotEmpty(found) => format!(
            "{} is there, and nothing is ever written over. Name an empty folder with --data; only master.key may be in it.",
            found.display()
        ),
        BackupError::Unreadable(error) => format!("the backup cannot be read: {}.", plainly(error)),
        BackupError::File(path, error) => format!("{}: {}.", path.display(), plainly(error)),
        BackupError::Database(trouble) => open::of_database(trouble),
    }
}

fn plainly(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::PermissionDenied => "this user may not".into(),
        ErrorKind::NotFound => "it is not there".into(),
        ErrorKind::AlreadyExists => "it is there already".into(),
        _ => error.to_string(),
    }
}
