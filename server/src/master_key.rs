//! The master key: without it nothing that people wrote can be read again. Made once, kept outside the database.

use crate::folder;
use backend::{MasterKey, Randomness};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Where the key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// From the environment, or from a file that the environment names.
    Given(MasterKey),
    /// `master.key` in the data folder.
    File(PathBuf),
}

impl KeySource {
    /// The key, if there is one.
    ///
    /// # Errors
    /// A sentence that says where it was sought.
    pub fn read(&self) -> Result<MasterKey, String> {
        match self {
            Self::Given(key) => Ok(key.clone()),
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => MasterKey::from_hex(&text).ok_or_else(|| {
                    format!(
                        "The file {} does not hold a master key (64 hexadecimal digits). Please put it back from your backup.",
                        path.display()
                    )
                }),
                Err(error) if error.kind() == ErrorKind::NotFound => Err(format!(
                    "The master key {} is missing. `anteroom serve` makes one for a new practice; for an existing one please put it back from your backup.",
                    path.display()
                )),
                Err(error) => Err(format!("The master key {} cannot be read: {error}.", path.display())),
            },
        }
    }

    /// The key; at the very first start a new one. Where a database is there already a new key would open nothing in it.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to do.
    pub fn read_or_make(&self, randomness: &Randomness, database: Option<&Path>) -> Result<MasterKey, String> {
        let Self::File(path) = self else { return self.read() };
        if path.exists() {
            return self.read();
        }
        if let Some(database) = database.filter(|database| database.exists()) {
            return Err(format!(
                "The master key {} is missing, but the database {} is there. A new key could not open it: please put the key back from your backup, or set ANTEROOM_MASTER_KEY.",
                path.display(),
                database.display()
            ));
        }
        let key = MasterKey::new(randomness.bytes());
        write(path, &key).map_err(|error| format!("The master key {} cannot be written: {error}.", path.display()))?;
        tracing::info!(file = %path.display(), "a master key was made; back it up apart from the database, nothing can be read without it");
        Ok(key)
    }
}

/// Whole or not at all, and on the disk before anything is sealed with it.
fn write(path: &Path, key: &MasterKey) -> io::Result<()> {
    let data = path.parent().unwrap_or(Path::new("."));
    folder::close_to_others(data)?;
    let part = path.with_extension("key.part");
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&part)?;
    writeln!(file, "{}", key.to_hex())?;
    file.sync_all()?;
    // Unlike a rename, a link never replaces a key that came meanwhile.
    fs::hard_link(&part, path)?;
    fs::remove_file(&part)?;
    File::open(data)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn made_in(data: &Path, database: Option<&Path>) -> Result<MasterKey, String> {
        KeySource::File(data.join("master.key")).read_or_make(&Randomness::system(), database)
    }

    #[test]
    fn the_first_start_makes_a_key_that_stays() {
        let folder = tempfile::tempdir().unwrap();
        let key = made_in(folder.path(), None).unwrap();
        assert_eq!(made_in(folder.path(), None).unwrap().to_hex(), key.to_hex());
        let mode = folder.path().join("master.key").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!folder::is_open_to_others(folder.path()).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn no_new_key_for_an_old_database() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("anteroom.db");
        fs::write(&database, "").unwrap();
        assert!(made_in(folder.path(), Some(&database)).err().unwrap().contains("put the key back"));
        assert!(!folder.path().join("master.key").exists());
    }

    #[test]
    fn half_a_key_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("master.key"), "abc").unwrap();
        assert!(made_in(folder.path(), None).err().unwrap().contains("64 hexadecimal digits"));
    }
}
