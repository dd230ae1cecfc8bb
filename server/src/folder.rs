//! The data folder: nobody's but ours, and held by one process at a time (F15).

use rustix::fs::statvfs;
use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// The folder, and with it the lock on it, for as long as this lives.
#[derive(Debug)]
pub struct Held(#[allow(dead_code, reason = "the lock is the open file")] File);

/// Makes the folder where it is missing, for our eyes only.
pub fn make(folder: &Path) -> Result<(), String> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| format!("The data folder {} cannot be made: {error}.", folder.display()))
}

/// Takes the folder for this process.
///
/// # Errors
/// A sentence, when another process holds it, or it cannot be written.
pub fn hold(folder: &Path) -> Result<Held, String> {
    let path = folder.join("anteroom.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(|error| format!("The data folder {} cannot be written: {error}.", folder.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Held(file)),
        Err(TryLockError::WouldBlock) => Err(format!(
            "Another anteroom process works on the data folder {}. Please stop it first, or choose another folder with --data.",
            folder.display()
        )),
        Err(TryLockError::Error(error)) => Err(format!("The data folder {} cannot be locked: {error}.", folder.display())),
    }
}

/// Whether somebody else could look into it.
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    Ok(path.metadata()?.permissions().mode() & 0o077 != 0)
}

/// Closes the folder to everybody else.
pub fn close_to_others(folder: &Path) -> io::Result<()> {
    if is_open_to_others(folder)? { std::fs::set_permissions(folder, Permissions::from_mode(0o700)) } else { Ok(()) }
}

/// Bytes that are free on the folder's disk, and bytes in all.
pub fn room_left(folder: &Path) -> io::Result<(u64, u64)> {
    let disk = statvfs(folder)?;
    Ok((disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_is_refused_and_told_why() {
        let folder = tempfile::tempdir().unwrap();
        let held = hold(folder.path()).unwrap();
        assert!(hold(folder.path()).unwrap_err().contains("Another anteroom process"));
        drop(held);
        hold(folder.path()).unwrap();
    }

    #[test]
    fn the_folder_is_ours_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("a/data");
        make(&data).unwrap();
        assert!(!is_open_to_others(&data).unwrap());
        std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        close_to_others(&data).unwrap();
        assert!(!is_open_to_others(&data).unwrap());
        assert!(room_left(&data).unwrap().1 > 0);
    }
}
