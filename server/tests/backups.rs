//! `anteroom backup` and `anteroom restore`, as an operator meets them.

use crate::process::{anteroom, end, port, said, serve};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
};
use tempfile::TempDir;

/// A demo practice on SQLite, a key, and a folder for backups.
struct Desk {
    folder: TempDir,
    closing: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        assert!(anteroom(&folder.path().join("data"), &["seed", "--demo"]).output().unwrap().status.success());
        fs::create_dir(folder.path().join("backups")).unwrap();
        let key = folder.path().join("backup.key");
        let made = anteroom(&folder.path().join("data"), &["backup", "--new-key", key.to_str().unwrap()]).output().unwrap();
        let told = said(&made);
        assert!(made.status.success() && told.contains("Nobody can open them without it"), "{told}");
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let closing = told.lines().find_map(|line| line.strip_prefix("ANTEROOM_BACKUP_KEY=")).unwrap().to_owned();
        Self { folder, closing }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, data: &Path, words: &[&str]) -> Output {
        anteroom(data, words).env("ANTEROOM_BACKUP_KEY", &self.closing).output().unwrap()
    }

    fn back_up(&self) -> PathBuf {
        let output = self.run(&self.path("data"), &["backup", "--to", self.path("backups").to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        said(&output).split(": ").next().unwrap().into()
    }

    fn verify(&self, backup: &Path) -> Output {
        let (backup, key) = (backup.to_str().unwrap(), self.path("backup.key"));
        anteroom(&self.path("data"), &["backup", "--verify", backup, "--key", key.to_str().unwrap()])
            .env("TMPDIR", self.path("backups"))
            .output()
            .unwrap()
    }

    fn restore(&self, backup: &Path, data: &Path) -> Output {
        let key = self.path("backup.key");
        self.run(data, &["restore", "--from", backup.to_str().unwrap(), "--key", key.to_str().unwrap()])
    }
}

fn refused(output: &Output, sentence: &str) {
    assert!(!output.status.success() && said(output).contains(sentence), "{sentence}: {}", said(output));
}

/// F15: beside a process that serves.
#[test]
fn a_backup_is_made_while_people_are_served_tried_out_and_brought_back() {
    let desk = Desk::new();
    let serving = serve(&desk.path("data"), port());
    let backup = desk.back_up();
    assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let verified = desk.verify(&backup);
    assert!(verified.status.success(), "{}", said(&verified));
    for sentence in ["The audit trail is whole", "The signatures are whole", "The database is whole", "Every file"] {
        assert!(said(&verified).contains(sentence), "{}", said(&verified));
    }
    assert_eq!(fs::read_dir(desk.path("backups")).unwrap().count(), 1, "nothing is left behind");
    refused(&desk.restore(&backup, &desk.path("data")), "Another anteroom process");
    assert!(end(serving).0);
    refused(&desk.restore(&backup, &desk.path("data")), "nothing is ever written over");

    let elsewhere = desk.path("elsewhere");
    refused(&desk.restore(&backup, &elsewhere), "The master key");
    assert!(!elsewhere.exists());
    fs::create_dir(&elsewhere).unwrap();
    fs::copy(desk.path("data/master.key"), elsewhere.join("master.key")).unwrap();
    let restored = desk.restore(&backup, &elsewhere);
    assert!(restored.status.success() && said(&restored).contains("everybody signs in anew"), "{}", said(&restored));
    assert!(end(serve(&elsewhere, port())).0);
}

#[test]
fn each_slip_is_told_with_its_remedy_and_nothing_is_left() {
    let desk = Desk::new();
    let data = desk.path("data");
    let to = |folder: &str| desk.run(&data, &["backup", "--to", desk.path(folder).to_str().unwrap()]);
    refused(&to("nowhere"), "There is no folder");
    refused(&anteroom(&data, &["backup", "--to", "."]).output().unwrap(), "--new-key FILE` makes one");
    refused(&desk.run(&data, &["backup"]), "Where to?");
    refused(&desk.run(&data, &["backup", "--new-key", desk.path("backup.key").to_str().unwrap()]), "is there already");
    let opening = fs::read_to_string(desk.path("backup.key")).unwrap();
    let with = |key: &str| anteroom(&data, &["backup", "--to", "."]).env("ANTEROOM_BACKUP_KEY", key).output().unwrap();
    refused(&with(opening.lines().last().unwrap()), "must not be on this machine");
    refused(&with("backup-closes-00"), "is not a key");
    let backup = desk.back_up();
    let whole = fs::read(&backup).unwrap();
    let cut = desk.path("cut.backup");
    fs::write(&cut, &whole[..whole.len() - 1]).unwrap();
    refused(&desk.verify(&cut), "damaged or cut off");
    let elsewhere = desk.path("elsewhere");
    let restore = |backup: &Path, master: &str| {
        let words = ["restore", "--from", backup.to_str().unwrap(), "--key", &desk.path("backup.key").display().to_string()];
        anteroom(&elsewhere, &words).env("ANTEROOM_MASTER_KEY", master).output().unwrap()
    };
    refused(&restore(&cut, &fs::read_to_string(data.join("master.key")).unwrap()), "damaged or cut off");
    refused(&restore(&backup, &"ab".repeat(32)), "needs another master key");
    assert!(!elsewhere.exists(), "nothing is left");
    assert_eq!(fs::read_dir(desk.path("backups")).unwrap().count(), 1);
    assert!(!data.join("backing-up").exists());
}

#[test]
fn the_doctor_misses_a_backup_of_today() {
    let desk = Desk::new();
    let doctor = || said(&anteroom(&desk.path("data"), &["doctor"]).env("ANTEROOM_BACKUPS", desk.path("backups")).output().unwrap());
    assert!(doctor().contains("Backups: there is none yet"), "{}", doctor());
    fs::write(desk.path("backups/anteroom-20200101-000000.backup"), "").unwrap();
    assert!(doctor().contains("2020-01-01 00:00 UTC, more than a day ago"), "{}", doctor());
    desk.back_up();
    assert!(doctor().contains("✔ Backups: the newest"), "{}", doctor());
}
