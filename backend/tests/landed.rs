//! F12: a practice as the last landed version left it, with a past, is brought up to date, and everything is there.
//!
//! `landed.json` holds its rows, its tables and the names of its migrations. When a version lands, `UPDATE_LANDED=1` writes the file
//! anew, and from then on these tests begin there.

use crate::{
    charts::names,
    documents::{
        self, PLAN, found,
        signing::{ready, typed},
    },
    house::{House, Place, postgres},
};
use backend::{Activation, Cast, Hashing, Practice};
use domain::documents::ReaderState;
use migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A practice on SQLite, as text.
#[derive(Serialize, Deserialize)]
struct Landed {
    migrations: Vec<String>,
    cast: Cast,
    /// What SQLite says of its tables, indexes and triggers.
    schema: Vec<String>,
    tables: BTreeMap<String, Table>,
}

/// Each value as SQLite would have it written in a statement.
#[derive(Serialize, Deserialize)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/landed.json");

fn landed() -> Landed {
    serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_practice_of_the_last_landed_version_is_brought_up_to_date_on_sqlite() {
    if std::env::var_os("UPDATE_LANDED").is_some() {
        write_down().await;
        return;
    }
    everything_is_there(House::copied("landed", Hashing::Full, None, fill).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_practice_of_the_last_landed_version_is_brought_up_to_date_on_postgres() {
    match postgres() {
        Some(server) => everything_is_there(House::copied("landed", Hashing::Full, Some(&server), fill).await).await,
        None => eprintln!("ANTEROOM_TEST_POSTGRES is not set: PostgreSQL was not tried"),
    }
}

/// What has landed is never edited: the tables that its migrations make are those that it had.
#[test]
fn the_landed_migrations_come_first_and_in_order() {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let landed = landed().migrations;
    assert_eq!(known[..landed.len()], landed);
}

async fn everything_is_there(house: House) {
    let landed = landed();
    for (name, table) in &landed.tables {
        // The list of what was migrated grows, as it should.
        if name != "seaql_migrations" {
            assert!(house.count(&format!("SELECT count(*) FROM {name}")).await >= table.rows.len() as i64, "{name} lost rows");
        }
    }
    let verdict = house.system.verify_audit().await.unwrap();
    assert_eq!((verdict.trouble, house.system.verify_signatures().await.unwrap()), (None, None));
    assert!(verdict.rows >= landed.tables["audit"].rows.len() as i64);
    // The passwords still fit, and what was sealed opens.
    let maya = house.client("Maya").await;
    let (plan, state) = found(&maya, PLAN).await;
    assert_eq!(state, ReaderState::Signed);
    assert!(!maya.documents().await.unwrap().open(plan).await.unwrap().document.title.is_empty());
    let elena = house.staff("Reyes").await;
    let people = elena.charts().await.unwrap().room("", 1).await.unwrap();
    assert!(people.charts.iter().any(|line| line.name.contains("Lindqvist")), "{people:?}");
    // A word within a name is found, though the name is older than the words.
    assert_eq!(names(&house.staff("Abara").await, "cruz").await, ["de la Cruz, Hannah"]);
    elena.charts().await.unwrap().face(house.chart("Maya")).await.unwrap();
    elena.invites().await.unwrap().communications(house.chart("Jordan")).await.unwrap();
    // A mail that waits about a share is taken back with it.
    let documents = elena.documents().await.unwrap();
    let invoice = documents.list(house.chart("Maya")).await.unwrap().lines.into_iter().find(|line| line.title == "Invoice 1043").unwrap();
    documents.unshare(house.chart("Maya"), invoice.id).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_document' AND state = 'queued'").await, 0);
    house.system.sweep().await.unwrap();
    assert!(Practice::look(house.setup.clone()).await.is_ok(), "it is up to date");
}

/// More of them than are read at a time.
#[tokio::test]
async fn the_words_of_many_names_are_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("anteroom.db").display());
    let db = Database::connect(url).await.unwrap();
    let before = Migrator::migrations().iter().position(|migration| migration.name().ends_with("_words")).unwrap();
    Migrator::up(&db, Some(before as u32)).await.unwrap();
    let many = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2345)
        INSERT INTO charts (id, number, last_name, first_name, birth_date, search_last, search_first, version, created_at)
        SELECT randomblob(16), n, 'de la O’Neil', 'Ana-' || n, '1990-01-02', 'de la o''neil', 'ana-' || n, 1, '2026-11-30' FROM number";
    db.execute_unprepared(many).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    let words = texts(&db, "SELECT part || ' ' || word FROM chart_words JOIN charts ON id = chart_id WHERE number = 2345 ORDER BY 1").await;
    assert_eq!(words, ["first 2345", "last la oneil", "last neil", "last oneil"]);
    let folded = "SELECT last_name || ' ' || search_last || ' ' || search_first FROM charts WHERE number = 2345";
    assert_eq!(texts(&db, folded).await, ["de la O'Neil de la oneil ana-2345"], "one canonical form, found without its apostrophe");
    assert_eq!(texts(&db, "SELECT count(*) || ' ' || count(DISTINCT chart_id) FROM chart_words").await, ["9380 2345"]);
}

/// The tables of that version, and its rows.
async fn fill(place: &Place) -> Cast {
    let landed = landed();
    let mut options = ConnectOptions::new(place.database_url.clone());
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| options.create_if_missing(true));
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, Some(landed.migrations.len() as u32)).await.unwrap();
    let sqlite = db.get_database_backend() == DbBackend::Sqlite;
    if sqlite {
        assert_eq!(schema(&db).await, landed.schema, "a migration that has landed was edited");
    }
    // The rows come table by table, and not in the order in which they name each other.
    let at_ease = if sqlite { "PRAGMA foreign_keys = OFF" } else { "SET session_replication_role = replica" };
    db.execute_unprepared(at_ease).await.unwrap();
    for (name, table) in &landed.tables {
        db.execute_unprepared(&format!("DELETE FROM {name}")).await.unwrap();
        let kinds = if sqlite { BTreeMap::new() } else { kinds(&db, name).await };
        for row in &table.rows {
            let values = table.columns.iter().zip(row).map(|(column, value)| said(value, kinds.get(column).map(String::as_str)));
            let values = values.collect::<Vec<_>>().join(", ");
            db.execute_unprepared(&format!("INSERT INTO {name} ({}) VALUES ({values})", table.columns.join(", "))).await.unwrap();
        }
    }
    // One mail about a share waits again: it is older than the column that says which.
    db.execute_unprepared("UPDATE mails SET state = 'queued' WHERE kind = 'new_document' AND written_at > '2026-11-01'").await.unwrap();
    db.close().await.unwrap();
    landed.cast
}

/// A value as this database would have it written: bytes and ids have other words on PostgreSQL.
fn said(value: &str, kind: Option<&str>) -> String {
    match (value.strip_prefix("X'"), kind) {
        (Some(hex), Some("uuid")) => format!("'{hex}"),
        (Some(hex), Some(_)) => format!("'\\x{hex}"),
        _ => value.to_owned(),
    }
}

/// What PostgreSQL keeps in each column.
async fn kinds(db: &DatabaseConnection, table: &str) -> BTreeMap<String, String> {
    let sql = format!("SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_name = '{table}'");
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn schema(db: &DatabaseConnection) -> Vec<String> {
    texts(db, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' ORDER BY type, name").await
}

/// The demo practice after a day's work: something of everything that is kept.
async fn write_down() {
    let house = House::on_sqlite(Hashing::Full).await;
    let (maya, share, seen) = ready(&house).await;
    maya.documents().await.unwrap().sign(share, typed(&seen)).await.unwrap();
    documents::share(&house, "Maya", "Reyes", "Session of 20 November", domain::documents::ShareAction::ShareToSign).await;
    let elena = house.staff("Reyes").await;
    let jordan = Activation { email: Some("jordan.avery@example.com".into()), ..Activation::default() };
    house.with_post(elena.invites().await.unwrap().activate(house.chart("Jordan"), jordan)).await.unwrap();
    house.visitor().forgot_password(domain::sign_in::Side::Office, "tomas.vidal@harborstreet.example").await.unwrap();
    let wrong = house.visitor().sign_in(domain::sign_in::Side::Portal, "rosa.delgado@example.com", "wrong", None).await;
    assert!(wrong.is_err());
    let db = house.database().await;
    let mut tables = BTreeMap::new();
    for name in texts(&db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").await {
        let columns = texts(&db, &format!("SELECT name FROM pragma_table_info('{name}')")).await;
        let quoted = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(", ");
        let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, format!("SELECT {quoted} FROM {name} ORDER BY rowid"))).await;
        let rows = rows.unwrap().iter().map(|row| (0..columns.len()).map(|at| row.try_get_by_index(at).unwrap()).collect()).collect();
        tables.insert(name, Table { columns, rows });
    }
    let migrations = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let landed = Landed { migrations, cast: house.cast.clone(), schema: schema(&db).await, tables };
    std::fs::write(FILE, serde_json::to_string_pretty(&landed).unwrap() + "\n").unwrap();
}
