//! Where a backup comes back to: a folder with nothing in it but perhaps the master key. What comes stands aside until all of it is
//! there, so that a restore that is killed leaves nothing that opens as a practice.

use super::{BackupError, DATABASE, FILES, NOTES, of};
use std::{
    fs::{self, DirBuilder, File},
    io::{self, ErrorKind, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Component, Path, PathBuf},
};

/// Below the data folder, while a backup comes back.
const RESTORING: &str = "restoring";

/// Whether a restore into this folder was begun and not ended.
pub fn is_half_restored(data: &Path) -> bool {
    data.join(RESTORING).exists()
}

/// What comes back, aside. Dropped before it is in its place, it never came.
pub(super) struct Aside {
    data: PathBuf,
    is_in_place: bool,
}

impl Aside {
    /// Takes away what a killed restore left, and refuses everything else.
    pub fn new(data: &Path) -> Result<Self, BackupError> {
        let left = is_half_restored(data) && !data.join(DATABASE).exists();
        for entry in fs::read_dir(data).map_err(of(data))? {
            let name = entry.map_err(of(data))?.file_name();
            let ours = |names: &[&str]| names.iter().any(|ours| name == *ours);
            let may_stand = ours(&["anteroom.lock", "backup.lock", "master.key"]) || left && ours(&[RESTORING, FILES, NOTES]);
            if !may_stand {
                return Err(BackupError::FolderNotEmpty(data.join(name)));
            }
        }
        let aside = Self { data: data.to_owned(), is_in_place: false };
        aside.take_away();
        let folder = aside.path("");
        DirBuilder::new().mode(0o700).create(&folder).map_err(of(&folder))?;
        Ok(aside)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.data.join(RESTORING).join(name)
    }

    /// Writes a member, onto the disk. Its name never leads elsewhere: anybody can make a backup to a public key.
    pub fn write(&self, name: &Path, from: &mut impl Read) -> Result<(), BackupError> {
        if !name.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(BackupError::Damaged);
        }
        let path = self.path("").join(name);
        let folder = path.parent().unwrap_or(&self.data);
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(of(folder))?;
        let mut file = fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path).map_err(of(&path))?;
        copy(from, &mut file, &path)?;
        file.sync_all().map_err(of(&path))
    }

    /// Moves what came into its place: the files and the notes first, the database last.
    pub fn put_in_place(&self) -> Result<(), BackupError> {
        // What stands in the WAL would stay behind: closing the database has put all of it where it belongs.
        let wal = self.path("anteroom.db-wal");
        if wal.metadata().is_ok_and(|wal| wal.len() > 0) {
            return Err(of(&wal)(io::Error::other("the database was not closed")));
        }
        sync_folders(&self.path("")).map_err(of(&self.data))?;
        for name in [FILES, NOTES, DATABASE] {
            let (from, to) = (self.path(name), self.data.join(name));
            match fs::rename(&from, &to) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                renamed => renamed.map_err(of(&to))?,
            }
            sync(&self.data).map_err(of(&self.data))?;
        }
        Ok(())
    }

    /// From now on it is a practice.
    pub fn done(mut self) {
        self.is_in_place = true;
        let _ = fs::remove_dir_all(self.path(""));
    }

    /// The mark that something is half there goes last.
    fn take_away(&self) {
        let _ = fs::remove_dir_all(self.data.join(FILES));
        let _ = fs::remove_file(self.data.join(NOTES));
        let _ = fs::remove_dir_all(self.path(""));
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.is_in_place {
            self.take_away();
        }
    }
}

/// What cannot be read is the backup's trouble, what cannot be written is this disk's.
fn copy(from: &mut impl Read, to: &mut impl io::Write, path: &Path) -> Result<(), BackupError> {
    let mut portion = vec![0; 64 * 1024];
    loop {
        let many = from.read(&mut portion).map_err(unreadable)?;
        if many == 0 {
            return Ok(());
        }
        to.write_all(&portion[..many]).map_err(of(path))?;
    }
}

/// A disk that fails says so; all else is a backup that is not whole.
pub(super) fn unreadable(error: io::Error) -> BackupError {
    if error.raw_os_error().is_some() { BackupError::Unreadable(error) } else { BackupError::Damaged }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync(folder)
}
