//! The practice: one deployment, one database, one master key. Whoever wants anything asks it for an actor.

use crate::{
    activities,
    actors::{Client, Holder, Origin, Staff, Visitor},
    backup::is_half_restored,
    billing::PaymentGateway,
    clock::Clock,
    db::{DatabaseError, Db, Durability},
    error::Error,
    events::Hub,
    files::{FilesAt, Store},
    forms,
    mail::MailSetup,
    passwords::{Hashing, Passwords},
    sealing::{MasterKey, Sealer},
    secrets::{Randomness, Token},
    settings,
    system::System,
};
use domain::ids::GrantId;
use migration::Migrator;
use sea_orm::DbErr;
use sea_orm_migration::MigratorTrait;
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use thiserror::Error;
use tokio::sync::{Mutex, Notify};

/// What a practice is opened with.
#[derive(Clone)]
pub struct Setup {
    pub database_url: String,
    /// Folder for what stands beside the database: the notes of the audit trail's end.
    pub data: PathBuf,
    /// Where what people attach and upload is kept.
    pub files: FilesAt,
    /// What links are built from, without a slash at the end: `https://portal.example.com`.
    pub public_url: String,
    pub key: MasterKey,
    pub mail: MailSetup,
    /// Who charges cards.
    pub gateway: PaymentGateway,
    pub clock: Clock,
    pub randomness: Randomness,
    pub hashing: Hashing,
    pub durability: Durability,
}

#[derive(Debug, Error)]
pub enum OpenError {
    #[error("the database could not be opened")]
    Database(DatabaseError),
    #[error("the database was made by a newer version of Anteroom; please use that version, or restore the backup made before the upgrade")]
    NewerSchema,
    #[error("the database was made by an older version of Anteroom; `anteroom migrate` brings it up to date")]
    OlderSchema,
    #[error("the master key is not the one that this practice was sealed with; please give the key that belongs to this database")]
    WrongKey,
    #[error("a backup was coming back into its folder and did not come to an end; please run `anteroom restore` again")]
    HalfRestored,
    #[error("the end of the audit trail was noted at {noted} rows, and the database has {found}")]
    TrailCutOff { noted: i64, found: i64 },
    #[error("the notes of the audit trail's end cannot be read: {0}")]
    NotesUnreadable(std::io::Error),
}

impl From<DbErr> for OpenError {
    fn from(error: DbErr) -> Self {
        Self::Database(DatabaseError::from(&error))
    }
}

/// Hands out actors. Cheap to clone.
#[derive(Clone)]
pub struct Practice(Arc<Inner>);

#[doc(hidden)]
pub struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) sealer: Sealer,
    pub(crate) passwords: Passwords,
    pub(crate) mail: MailSetup,
    pub(crate) gateway: PaymentGateway,
    pub(crate) public_url: String,
    pub(crate) data: PathBuf,
    pub(crate) files: Store,
    /// Rings when a mail was queued, so that it leaves at once.
    pub(crate) mail_bell: Notify,
    /// What hands to open pages what they are told.
    pub(crate) events: Hub,
    readiness: Mutex<Readiness>,
    /// There was none before it was opened.
    made_now: AtomicBool,
}

impl std::ops::Deref for Practice {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Practice {
    /// Opens the database, brings its tables up to date and sees that the practice is set up.
    ///
    /// The [`System`] that comes with it is for jobs and the command line, and never for a request.
    pub async fn open(setup: Setup) -> Result<(Self, System), OpenError> {
        let practice = Self::with(setup).await?;
        let tables = tables(&practice.db).await?;
        let system = System::new(practice.clone());
        if tables == Tables::None && is_half_restored(&practice.data) {
            return Err(OpenError::HalfRestored);
        }
        // Before anything is written: a database that lost its end, or all of it, is not to be continued.
        system.check_trail_reaches(tables != Tables::None).await?;
        if tables != Tables::UpToDate {
            Migrator::up(practice.db.writer(), None).await?;
        }
        if !practice.key_fits().await? {
            settings::ensure(&practice, &system).await?;
            practice.made_now.store(true, Ordering::Relaxed);
        }
        forms::ensure_ready_forms(&practice, &system).await?;
        activities::ensure_ready(&practice, &system).await?;
        Ok((practice, system))
    }

    /// Opens what is there already, and changes nothing: beside a process that may be working in it.
    pub async fn look(setup: Setup) -> Result<(Self, System), OpenError> {
        let practice = Self::with(setup).await?;
        let system = System::new(practice.clone());
        let tables = tables(&practice.db).await?;
        if tables == Tables::None {
            system.check_trail_reaches(false).await?;
        }
        if tables != Tables::UpToDate || !practice.key_fits().await? {
            return Err(OpenError::OlderSchema);
        }
        Ok((practice, system))
    }

    /// Looks whether a database server answers and lets us in, before anything is made for it.
    pub async fn reach(database_url: &str) -> Result<(), OpenError> {
        Ok(Db::reach(database_url).await?)
    }

    /// Whether there was none before it was opened.
    pub fn is_made_now(&self) -> bool {
        self.made_now.load(Ordering::Relaxed)
    }

    async fn with(setup: Setup) -> Result<Self, OpenError> {
        Ok(Self(Arc::new(Inner {
            db: Db::open(&setup.database_url, setup.durability).await?,
            sealer: Sealer::new(&setup.key, setup.randomness.clone()),
            passwords: Passwords::new(setup.hashing, setup.randomness.clone()),
            clock: setup.clock,
            randomness: setup.randomness,
            mail: setup.mail,
            gateway: setup.gateway,
            public_url: setup.public_url,
            files: Store::new(setup.files, &setup.data),
            data: setup.data,
            mail_bell: Notify::new(),
            events: Hub::new(),
            readiness: Mutex::default(),
            made_now: AtomicBool::default(),
        })))
    }

    /// Whether there is a practice yet, and the key is its own.
    async fn key_fits(&self) -> Result<bool, OpenError> {
        match settings::key_fits(self).await? {
            Some(false) => Err(OpenError::WrongKey),
            fits => Ok(fits.is_some()),
        }
    }

    /// Closes the database in good order, once everybody has left.
    pub async fn close(&self) {
        self.end_streams();
        self.db.close().await;
    }

    /// Somebody who has not said who they are.
    pub fn visitor(&self, origin: Origin) -> Visitor {
        Visitor::new(self.clone(), origin)
    }

    /// The holder of a portal session, acting for one granted chart: the named one, or else their first.
    pub async fn client(&self, token: Option<&Token>, acting_for: Option<GrantId>, origin: Origin) -> Result<Client, Error> {
        Client::admit(self.clone(), token, acting_for, origin).await
    }

    /// The holder of a portal session, for whomever they act.
    pub async fn holder(&self, token: Option<&Token>, origin: Origin) -> Result<Holder, Error> {
        Holder::admit(self.clone(), token, origin).await
    }

    /// The holder of an office session.
    pub async fn staff(&self, token: Option<&Token>, origin: Origin) -> Result<Staff, Error> {
        Staff::admit(self.clone(), token, origin).await
    }

    /// Waits until the disk fails under a change. From then on nothing is written any more, and the process has to end (F3).
    pub async fn until_the_disk_fails(&self) {
        self.db.disk.until_it_fails().await;
    }

    pub fn has_a_failed_disk(&self) -> bool {
        self.db.disk.has_failed()
    }

    /// Whether the database answers and takes writes: for `/readyz`, where anybody may ask. The writer is tried once a second at most,
    /// however many do.
    pub async fn is_ready(&self) -> bool {
        let mut last = self.readiness.lock().await;
        if !last.holds(Instant::now()) {
            // Noted before as well: who asks and hangs up has had a try all the same.
            last.tried_at = Some(Instant::now());
            let ready = self.takes_writes().await;
            *last = Readiness { tried_at: Some(Instant::now()), ready };
        }
        last.ready
    }

    async fn takes_writes(&self) -> bool {
        let Ok(tx) = self.db.housekeeping().await else { return false };
        tx.rollback().await.is_ok()
    }

    pub(crate) fn ring_for_mail(&self) {
        self.mail_bell.notify_one();
    }

    /// The same practice under another clock: demo data has a past.
    pub(crate) fn under(&self, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            db: self.db.clone(),
            clock,
            randomness: self.randomness.clone(),
            sealer: self.sealer.clone(),
            passwords: self.passwords.clone(),
            mail: self.mail.clone(),
            gateway: self.gateway.clone(),
            public_url: self.public_url.clone(),
            data: self.data.clone(),
            files: self.files.clone(),
            mail_bell: Notify::new(),
            events: self.events.clone(),
            readiness: Mutex::default(),
            made_now: AtomicBool::default(),
        }))
    }

    /// How many password hashes were computed since the start: tests count these instead of measuring time.
    pub fn password_runs(&self) -> u64 {
        self.passwords.runs()
    }
}

/// How long `/readyz` repeats its last answer.
const READINESS_HOLDS: Duration = Duration::from_secs(1);

/// What came of the last try to write.
#[derive(Default)]
struct Readiness {
    tried_at: Option<Instant>,
    ready: bool,
}

impl Readiness {
    fn holds(&self, now: Instant) -> bool {
        self.tried_at.is_some_and(|tried_at| now.duration_since(tried_at) < READINESS_HOLDS)
    }
}

#[derive(PartialEq, Eq)]
enum Tables {
    UpToDate,
    Older,
    /// Nothing was ever kept in this database.
    None,
}

/// Whether the tables are those of this version. Newer ones are refused.
async fn tables(db: &Db) -> Result<Tables, OpenError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied: Vec<String> = match Migrator::get_migration_models(db.read()).await {
        Ok(models) => models.into_iter().map(|model| model.version).collect(),
        Err(error) => match DatabaseError::from(&error) {
            // On an empty database there is no list yet, and a reader of SQLite may not make one.
            DatabaseError::ReadOnly | DatabaseError::Other(_) => Vec::new(),
            trouble => return Err(OpenError::Database(trouble)),
        },
    };
    if applied.iter().any(|version| !known.contains(version)) {
        return Err(OpenError::NewerSchema);
    }
    if applied.is_empty() {
        return Ok(Tables::None);
    }
    Ok(if known.iter().all(|version| applied.contains(version)) { Tables::UpToDate } else { Tables::Older })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_the_practice_is_ready_is_known_for_a_second() {
        let tried_at = Instant::now();
        let known = Readiness { tried_at: Some(tried_at), ready: true };
        assert!(known.holds(tried_at) && known.holds(tried_at + Duration::from_millis(999)));
        assert!(!known.holds(tried_at + Duration::from_secs(1)));
        assert!(!Readiness::default().holds(tried_at), "nobody has tried yet");
    }
}
