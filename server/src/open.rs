//! Opening the practice, with what the configuration says.

use crate::{
    config::{Config, DATABASE_URL},
    folder,
    folder::Held,
};
use backend::{
    Clock, DatabaseError, Durability, Hashing, MasterKey, OpenError, Practice, Randomness, Setup, System, backup::is_half_restored,
};
use std::path::Path;

/// An open practice, and the data folder, held as long as this lives.
pub struct Opened {
    pub practice: Practice,
    pub system: System,
    _folder: Option<Held>,
}

/// Opens it to work in: alone on its folder, made new where nothing is yet.
///
/// # Errors
/// A sentence for the operator.
pub async fn to_work(config: &Config) -> Result<Opened, String> {
    // Where a backup was coming back to, no new practice is begun.
    if is_half_restored(&config.data) && config.sqlite_file().is_some_and(|database| !database.exists()) {
        return Err(sentence(config, &OpenError::HalfRestored));
    }
    // A server that does not answer is found out before anything is made for it.
    Practice::reach(&config.database_url).await.map_err(|error| sentence(config, &error))?;
    folder::make(&config.data)?;
    let held = folder::hold(&config.data)?;
    let key = config.key.read_or_make(&Randomness::system(), config.sqlite_file().as_deref())?;
    let (practice, system) = Practice::open(setup(config, key)).await.map_err(|error| sentence(config, &error))?;
    Ok(Opened { practice, system, _folder: Some(held) })
}

/// Opens what is there already, beside a process that may be working in it.
///
/// # Errors
/// A sentence for the operator.
pub async fn beside(config: &Config) -> Result<Opened, String> {
    if let Some(database) = config.sqlite_file().filter(|database| !database.exists()) {
        return Err(format!(
            "There is no practice yet: the database {} is missing. `anteroom serve` makes a new one; --data names another folder.",
            database.display()
        ));
    }
    Practice::reach(&config.database_url).await.map_err(|error| sentence(config, &error))?;
    let key = config.key.read()?;
    let (practice, system) = Practice::look(setup(config, key)).await.map_err(|error| sentence(config, &error))?;
    Ok(Opened { practice, system, _folder: None })
}

/// What stops the practice from being opened, and what to do. Never with the database's address: it can hold a password.
pub fn sentence(config: &Config, error: &OpenError) -> String {
    match error {
        OpenError::Database(trouble) => match config.sqlite_file() {
            Some(file) => of_file(&file, trouble),
            None => of_server(trouble),
        },
        OpenError::TrailCutOff { noted, found } => format!(
            "The practice cannot be opened: the end of the audit trail was noted at {noted} rows in {}, and the database has {found}. \
             Please restore the database from your backup, together with the audit-ends.log that lies beside it there; \
             for a new practice name an empty folder with --data.",
            config.data.join("audit-ends.log").display()
        ),
        error => format!("The practice cannot be opened: {error}."),
    }
}

fn of_file(file: &Path, trouble: &DatabaseError) -> String {
    use DatabaseError::*;
    let told = match trouble {
        NotADatabase => "is not a database: name another file in ANTEROOM_DATABASE_URL, or restore this one from your backup".to_owned(),
        Damaged => "is damaged: look at the disk, and restore the database from your backup".to_owned(),
        FileClosed => {
            "cannot be opened or made: let this user read and write the file and its folder, or name another in ANTEROOM_DATABASE_URL"
                .to_owned()
        }
        ReadOnly => "cannot be written: let this user write the file and its folder".to_owned(),
        DiskFull => "cannot grow, because the disk is full: make room".to_owned(),
        Locked => "is held by another program: stop that one first".to_owned(),
        Other(words) => format!("cannot be opened: {words}"),
        _ => "cannot be opened: name another file in ANTEROOM_DATABASE_URL".to_owned(),
    };
    format!("The database {} {told}.", file.display())
}

/// What is wrong with a database, where it does not matter which.
pub fn of_database(trouble: &DatabaseError) -> String {
    match trouble {
        DatabaseError::DiskFull => "there is no room left beside the database: make room.".into(),
        DatabaseError::Other(words) => format!("the database said: {words}."),
        trouble => of_server(trouble),
    }
}

fn of_server(trouble: &DatabaseError) -> String {
    use DatabaseError::*;
    let told = match trouble {
        Unreachable => "does not answer: look whether it runs, and whether host and port are right",
        Refused => "lets nobody in with this user and password: put them right",
        NoSuchDatabase => "has no database of this name: make it, or put the name right",
        NotAllowed => "does not let this user make tables: make the user the owner of the database",
        NoEncryption => "cannot be spoken to under TLS as sslmode asks: put that right on one of both sides",
        DiskFull => "has no room left on its disk: make room",
        ReadOnly => "takes no writes: name the one that does",
        Other(words) => return format!("The database server that {DATABASE_URL} names cannot be used: {words}."),
        _ => "cannot be used: write postgres://user:password@host/name",
    };
    format!("The database server that {DATABASE_URL} names {told}.")
}

pub fn setup(config: &Config, key: MasterKey) -> Setup {
    Setup {
        database_url: config.database_url.clone(),
        data: config.data.clone(),
        files: config.files.clone(),
        public_url: config.public_url.to_string(),
        key,
        mail: config.mail.clone(),
        gateway: config.gateway.clone(),
        clock: Clock::system(),
        randomness: Randomness::system(),
        hashing: Hashing::Full,
        durability: Durability::Full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;

    /// F2: what tests spare themselves, no practice is ever spared.
    #[test]
    fn a_practice_is_opened_for_good() {
        let config = Config::read(&Flags::default(), |_| None).expect("nothing has to be set");
        let setup = setup(&config, MasterKey::new([7; 32]));
        assert_eq!((setup.hashing, setup.durability), (Hashing::Full, Durability::Full));
    }
}
