//! A practice goes into one file while it works, and comes back from it elsewhere: whole, or not at all.

use crate::{
    documents::{
        PLAN, found,
        signing::{ready, typed},
    },
    house::{CLIENT_PASSWORD, House, origin, postgres},
};
use backend::{
    Error, MasterKey, Practice, Randomness, Setup, System,
    backup::{BackupError, ClosingKey, Made, OpeningKey, Restored, WaitingMail, prune, restore},
};
use chrono::Duration;
use domain::{documents::ReaderState, sign_in::Side};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

crate::on_both_databases!(
    a_lost_machine_comes_back_with_its_files,
    a_backup_beside_a_writer_is_of_one_moment,
    what_is_not_whole_or_not_ours_is_refused_and_leaves_nothing,
    nothing_is_written_over,
    an_older_backup_is_brought_up_to_date_and_a_newer_one_refused,
    what_a_killed_restore_left_does_not_open_and_is_taken_away,
    mail_that_waited_leaves_only_if_it_is_asked_for,
    the_newest_backups_of_this_practice_stay,
);

/// Another machine: an empty folder, an empty database, the master key.
struct Machine {
    setup: Setup,
    _folder: TempDir,
}

impl Machine {
    async fn beside(house: &House) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database_url = if house.setup.database_url.starts_with("sqlite") {
            format!("sqlite://{}", folder.path().join("anteroom.db").display())
        } else {
            let (server, name) = (postgres().unwrap(), format!("test_{}", Randomness::system().id().simple()));
            let admin = Database::connect(&server).await.unwrap();
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            admin.close().await.unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        };
        let setup = Setup { database_url, data: folder.path().to_owned(), ..house.setup.clone() };
        Self { setup, _folder: folder }
    }

    async fn restore(&self, backup: &Backup) -> Result<Restored, BackupError> {
        restore(&backup.made.path, &backup.key, &self.setup, WaitingMail::TakenBack).await
    }

    async fn open(&self) -> (Practice, System) {
        Practice::look(self.setup.clone()).await.unwrap()
    }

    async fn database(&self) -> DatabaseConnection {
        Database::connect(&self.setup.database_url).await.unwrap()
    }

    async fn count(&self, sql: &str) -> i64 {
        let db = self.database().await;
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        let count = row.try_get_by_index(0).unwrap();
        db.close().await.unwrap();
        count
    }

    /// Neither in the folder nor in the database is anything.
    async fn is_empty(&self) -> bool {
        let nothing = fs::read_dir(&self.setup.data).unwrap().next().is_none();
        let on_server = self.setup.database_url.starts_with("postgres");
        nothing && (!on_server || self.count("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").await == 0)
    }
}

struct Backup {
    made: Made,
    key: OpeningKey,
    folder: TempDir,
}

async fn backup(house: &House) -> Backup {
    let (key, folder) = (OpeningKey::new(&Randomness::system()), tempfile::tempdir().unwrap());
    // The machine that makes it has no more than what was printed.
    let closing = ClosingKey::read(&key.closing().to_text()).unwrap();
    let made = house.system.back_up(folder.path(), &closing).await.unwrap();
    Backup { made, key, folder }
}

fn put_file(data: &Path, name: &str, bytes: &[u8]) {
    let path = data.join("files").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Everything below a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("anteroom.db-"))
        .collect();
    names.sort();
    names
}

async fn a_lost_machine_comes_back_with_its_files(house: House) {
    let (client, share, seen) = ready(&house).await;
    client.documents().await.unwrap().sign(share, typed(&seen)).await.unwrap();
    let pdf = client.documents().await.unwrap().download(share).await.unwrap();
    let photo: Vec<u8> = (0..300_000_u32).map(|at| (at * 7) as u8).collect();
    put_file(&house.setup.data, "5f0c9f5e-0000-4000-8000-000000000001", &photo);
    put_file(&house.setup.data, "5f0c9f5e-0000-4000-8000-000000000001.preview", b"small");
    put_file(&house.setup.data, "5f0c9f5e-0000-4000-8000-000000000002#1", b"half an upload");
    house.system.note_audit_end().await.unwrap();
    let token = house.client_token("Maya").await;
    let backup = backup(&house).await;
    let inside = fs::read(&backup.made.path).unwrap();
    assert!(!inside.windows(9).any(|bytes| bytes == b"Lindqvist" || bytes == b"mails.bod"), "it can be read");
    assert_eq!(names(backup.folder.path()).len(), 1);
    assert!(!house.setup.data.join("backing-up").exists());

    let machine = Machine::beside(&house).await;
    let restored = machine.restore(&backup).await.unwrap();
    assert_eq!(restored.files, 2);
    assert!(restored.sessions > 0);
    assert_eq!(restored.manifest, backup.made.manifest);
    let data = &machine.setup.data;
    assert_eq!(fs::read(data.join("files/5f0c9f5e-0000-4000-8000-000000000001")).unwrap(), photo);
    assert_eq!(names(&data.join("files")).len(), 2, "half an upload is nobody's");
    assert!(names(data).iter().all(|name| ["anteroom.db", "audit-ends.log", "files"].contains(&name.as_str())), "{:?}", names(data));
    let (practice, system) = machine.open().await;
    assert_eq!(system.verify_audit().await.unwrap().trouble, None);
    assert_eq!(system.verify_signatures().await.unwrap(), None);
    assert!(system.integrity().await.unwrap().is_none_or(|said| said == "ok"));
    assert!(system.lost_files().await.unwrap().is_empty());
    // Nobody is signed in; with the password she is, and everything is there.
    assert!(matches!(practice.client(Some(&token), None, origin()).await, Err(Error::SignedOut)));
    let signed_in = practice.visitor(origin()).sign_in(Side::Portal, "maya.lindqvist@example.com", CLIENT_PASSWORD, None).await.unwrap();
    let maya = practice.client(Some(&signed_in.token), None, origin()).await.unwrap();
    let (plan, state) = found(&maya, PLAN).await;
    assert_eq!((plan, state), (share, ReaderState::Signed));
    let documents = maya.documents().await.unwrap();
    assert!(!documents.open(plan).await.unwrap().document.title.is_empty());
    assert_eq!(documents.download(plan).await.unwrap().bytes, pdf.bytes);
    assert_eq!(system.verify_audit().await.unwrap().trouble, None, "the trail goes on");
    assert_eq!(machine.count("SELECT count(*) FROM audit WHERE act = 'practice.restored'").await, 1);
}

/// While somebody writes as fast as they can.
async fn a_backup_beside_a_writer_is_of_one_moment(house: House) {
    let token = house.client_token("Maya").await;
    let practice = house.practice.clone();
    let writing = tokio::spawn(async move {
        loop {
            practice.client(Some(&token), None, origin()).await.unwrap().dashboard().await.unwrap();
        }
    });
    let mut ends = Vec::new();
    for _ in 0..3 {
        house.hands.shift(Duration::seconds(1));
        let before = house.count("SELECT max(seq) FROM audit").await;
        house.system.note_audit_end().await.unwrap();
        let backup = backup(&house).await;
        let after = house.count("SELECT max(seq) FROM audit").await;
        let (end, hash) = backup.made.manifest.audit_end.clone().unwrap();
        assert!(before <= end && end <= after, "{before} {end} {after}");
        assert_eq!(house.count(&format!("SELECT count(*) FROM audit WHERE seq = {end} AND {}", is_hash(&house, &hash))).await, 1);
        let machine = Machine::beside(&house).await;
        machine.restore(&backup).await.unwrap();
        let (_, system) = machine.open().await;
        let verdict = system.verify_audit().await.unwrap();
        assert_eq!((verdict.trouble, verdict.rows), (None, end + 1));
        ends.push(end);
    }
    writing.abort();
    assert!(ends[0] < ends[1] && ends[1] < ends[2], "somebody wrote meanwhile: {ends:?}");
}

fn is_hash(house: &House, hash: &str) -> String {
    if house.setup.database_url.starts_with("sqlite") { format!("hash = x'{hash}'") } else { format!("hash = '\\x{hash}'::bytea") }
}

async fn what_is_not_whole_or_not_ours_is_refused_and_leaves_nothing(house: House) {
    put_file(&house.setup.data, "one", &[1; 200_000]);
    let backup = backup(&house).await;
    let machine = Machine::beside(&house).await;
    let whole = fs::read(&backup.made.path).unwrap();
    let path = backup.folder.path().join("changed");
    let try_with = async |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let error = restore(&path, &backup.key, &machine.setup, WaitingMail::TakenBack).await.unwrap_err();
        assert!(machine.is_empty().await, "{error}");
        error
    };
    for at in [30, 60, 100, 140, 500, whole.len() / 2, whole.len() - 100_000, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        assert!(matches!(try_with(&flipped).await, BackupError::Damaged), "byte {at}");
        assert!(matches!(try_with(&whole[..at]).await, BackupError::Damaged | BackupError::NotABackup), "cut at {at}");
    }
    assert!(matches!(try_with(b"a letter").await, BackupError::NotABackup));
    let other = OpeningKey::new(&Randomness::system());
    let with = async |key: &OpeningKey, setup: &Setup| restore(&backup.made.path, key, setup, WaitingMail::TakenBack).await.unwrap_err();
    assert!(matches!(with(&other, &machine.setup).await, BackupError::OtherKey));
    let foreign = Setup { key: MasterKey::new([8; 32]), ..machine.setup.clone() };
    assert!(matches!(with(&backup.key, &foreign).await, BackupError::OtherMasterKey));
    assert!(machine.is_empty().await);
    machine.restore(&backup).await.unwrap();
}

async fn nothing_is_written_over(house: House) {
    let backup = backup(&house).await;
    let machine = Machine::beside(&house).await;
    let letter = machine.setup.data.join("letter.txt");
    fs::write(&letter, "Dear").unwrap();
    assert!(matches!(machine.restore(&backup).await, Err(BackupError::FolderNotEmpty(path)) if path == letter));
    fs::remove_file(letter).unwrap();
    fs::write(machine.setup.data.join("master.key"), house.setup.key.to_hex()).unwrap();
    machine.restore(&backup).await.unwrap();
    let rows = machine.count("SELECT count(*) FROM audit").await;
    assert!(matches!(machine.restore(&backup).await, Err(BackupError::FolderNotEmpty(_))));
    if house.setup.database_url.starts_with("postgres") {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = Setup { data: folder.path().to_owned(), ..machine.setup.clone() };
        let refused = restore(&backup.made.path, &backup.key, &elsewhere, WaitingMail::TakenBack).await;
        assert!(matches!(refused, Err(BackupError::DatabaseNotEmpty)));
        assert!(names(folder.path()).is_empty());
    }
    assert_eq!(machine.count("SELECT count(*) FROM audit").await, rows);
}

async fn an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(house: House) {
    house.tamper("DROP TABLE alerts").await;
    house.tamper("DELETE FROM seaql_migrations WHERE version LIKE '%_alerts'").await;
    let older = backup(&house).await;
    assert!(!older.made.manifest.rows.contains_key("alerts"));
    let machine = Machine::beside(&house).await;
    machine.restore(&older).await.unwrap();
    assert_eq!(machine.count("SELECT count(*) FROM alerts").await, 0);
    assert_eq!(machine.open().await.1.verify_audit().await.unwrap().trouble, None);
    house.tamper("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_tomorrow', 1)").await;
    let newer = backup(&house).await;
    let machine = Machine::beside(&house).await;
    assert!(matches!(machine.restore(&newer).await, Err(BackupError::NewerVersion)));
    assert!(machine.is_empty().await);
}

async fn what_a_killed_restore_left_does_not_open_and_is_taken_away(house: House) {
    let backup = backup(&house).await;
    let machine = Machine::beside(&house).await;
    let data = &machine.setup.data;
    fs::create_dir_all(data.join("restoring/files")).unwrap();
    fs::write(data.join("restoring/files/one"), "1").unwrap();
    put_file(data, "two", b"2");
    let Err(refused) = Practice::open(machine.setup.clone()).await else { panic!("it opens") };
    assert!(refused.to_string().contains("anteroom restore"), "{refused}");
    for made in ["anteroom.db", "anteroom.db-wal", "anteroom.db-shm"] {
        let _ = fs::remove_file(data.join(made));
    }
    machine.restore(&backup).await.unwrap();
    assert!(!data.join("restoring").exists() && !data.join("files/two").exists());
    machine.open().await;
}

async fn mail_that_waited_leaves_only_if_it_is_asked_for(house: House) {
    house.tamper("UPDATE mails SET state = 'queued' WHERE id IN (SELECT id FROM mails ORDER BY written_at DESC LIMIT 2)").await;
    let backup = backup(&house).await;
    for (mail, state) in [(WaitingMail::TakenBack, "cancelled"), (WaitingMail::Sent, "queued")] {
        let machine = Machine::beside(&house).await;
        let before = house.count(&format!("SELECT count(*) FROM mails WHERE state = '{state}'")).await;
        let restored = restore(&backup.made.path, &backup.key, &machine.setup, mail).await.unwrap();
        assert_eq!(restored.mails, 2);
        let grown = if mail == WaitingMail::TakenBack { 2 } else { 0 };
        assert_eq!(machine.count(&format!("SELECT count(*) FROM mails WHERE state = '{state}'")).await, before + grown);
    }
}

async fn the_newest_backups_of_this_practice_stay(house: House) {
    let (key, folder) = (OpeningKey::new(&Randomness::system()).closing(), tempfile::tempdir().unwrap());
    let other = folder.path().join("anteroom-20200101-000000.backup");
    for stranger in [&other, &folder.path().join("letter.txt")] {
        fs::write(stranger, "no backup, whatever its name says").unwrap();
    }
    let mut made: Vec<PathBuf> = Vec::new();
    for _ in 0..4 {
        house.hands.shift(Duration::seconds(1));
        let backup = house.system.back_up(folder.path(), &key).await.unwrap();
        made.push(backup.path);
        assert_eq!(prune(folder.path(), &backup.manifest, 2).unwrap().len(), made.len().saturating_sub(2).min(1));
    }
    let refused = house.system.back_up(folder.path(), &key).await.unwrap_err();
    assert!(matches!(refused, BackupError::File(path, _) if path == made[3]), "two in the same second");
    assert_eq!(made.iter().map(|path| path.exists()).collect::<Vec<_>>(), [false, false, true, true]);
    assert_eq!(names(folder.path()).len(), 4);
    assert!(other.exists());
}
