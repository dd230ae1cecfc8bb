//! A practice that is made once for a whole run and copied for each test: making the tables and writing the cast's past takes longer
//! than most tests.
//!
//! It belongs to this very test program: whatever changes the tables or the cast makes a new program, and that one a new template.
//! A test is a process of its own, so the template lies on the disk, or on the server as a database, and a lock keeps all but the
//! first from making it.

use backend::{Cast, Randomness};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Where a practice of a test is: the database, and the folder beside it.
pub struct Place {
    pub database_url: String,
    pub folder: PathBuf,
}

impl Place {
    fn on_disk(folder: &Path) -> Self {
        Self { database_url: format!("sqlite://{}", folder.join("anteroom.db").display()), folder: folder.to_owned() }
    }
}

/// Copies the template of this kind into a folder, on SQLite or on that PostgreSQL server. Where there is none yet, `make` makes it,
/// and closes it again; it tells who is in it.
pub async fn copy(
    kind: &str,
    folder: &Path,
    server: Option<&str>,
    make: impl AsyncFnOnce(&Place) -> Option<Cast>,
) -> (Place, Option<Cast>) {
    match server {
        None => of_folder(kind, folder, make).await,
        Some(server) => of_server(kind, folder, server, make).await,
    }
}

const CAST: &str = "cast.json";

async fn of_folder(kind: &str, folder: &Path, make: impl AsyncFnOnce(&Place) -> Option<Cast>) -> (Place, Option<Cast>) {
    let (program, state) = program();
    let templates = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("houses-{program}"));
    let template = templates.join(format!("{state}-{kind}"));
    if !template.exists() {
        fs::create_dir_all(&templates).unwrap();
        let lock = File::create(templates.join("lock")).unwrap();
        lock.lock().unwrap();
        if !template.exists() {
            forget_others(&templates, &state);
            let part = templates.join("part");
            let _ = fs::remove_dir_all(&part);
            fs::create_dir_all(&part).unwrap();
            let cast = make(&Place::on_disk(&part)).await;
            fs::write(part.join(CAST), serde_json::to_vec(&cast).unwrap()).unwrap();
            fs::rename(&part, &template).unwrap();
        }
    }
    copy_all(&template, folder);
    let cast = serde_json::from_slice(&fs::read(folder.join(CAST)).unwrap()).unwrap();
    fs::remove_file(folder.join(CAST)).unwrap();
    (Place::on_disk(folder), cast)
}

/// With the folders in it.
fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What an earlier build of this program left.
fn forget_others(templates: &Path, state: &str) {
    for old in fs::read_dir(templates).unwrap().map(|entry| entry.unwrap().path()) {
        if old.is_dir() && !old.file_name().is_some_and(|name| name.to_string_lossy().starts_with(state)) {
            fs::remove_dir_all(old).unwrap();
        }
    }
}

async fn of_server(kind: &str, folder: &Path, server: &str, make: impl AsyncFnOnce(&Place) -> Option<Cast>) -> (Place, Option<Cast>) {
    let (program, state) = program();
    let template = format!("houses_{program}_{state}_{kind}");
    let (base, _) = server.rsplit_once('/').unwrap();
    let place = |name: &str| Place { database_url: format!("{base}/{name}"), folder: folder.to_owned() };
    // One connection: the lock is of it alone.
    let mut options = ConnectOptions::new(server.to_owned());
    options.max_connections(1).sqlx_logging(false);
    let admin = Database::connect(options).await.unwrap();
    let told = match cast_of(&admin, &template).await {
        Some(told) => told,
        None => {
            admin.execute_unprepared("SELECT pg_advisory_lock(7265011)").await.unwrap();
            let told = match cast_of(&admin, &template).await {
                Some(told) => told,
                None => {
                    let part = format!("{template}_part");
                    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {part}")).await.unwrap();
                    admin.execute_unprepared(&format!("CREATE DATABASE {part}")).await.unwrap();
                    let cast = serde_json::to_string(&make(&place(&part)).await).unwrap();
                    // A comment goes with its database, and is read without connecting to it.
                    admin.execute_unprepared(&format!("COMMENT ON DATABASE {part} IS '{}'", cast.replace('\'', "''"))).await.unwrap();
                    admin.execute_unprepared(&format!("ALTER DATABASE {part} RENAME TO {template}")).await.unwrap();
                    cast
                }
            };
            admin.execute_unprepared("SELECT pg_advisory_unlock(7265011)").await.unwrap();
            told
        }
    };
    let name = format!("test_{}", Randomness::system().id().simple());
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    (place(&name), serde_json::from_str(&told).unwrap())
}

/// Who is in a template, as its comment tells; nothing where there is none.
async fn cast_of(admin: &DatabaseConnection, template: &str) -> Option<String> {
    let sql = format!("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{template}'");
    let row = admin.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap()?;
    row.try_get_by_index(0).unwrap()
}

/// This program: which it is, and as which it was last built.
fn program() -> (String, String) {
    let program = std::env::current_exe().unwrap();
    let built = fs::metadata(&program).unwrap();
    let short = |what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what(&mut hasher);
        format!("{:08x}", hasher.finish() as u32)
    };
    let modified = built.modified().unwrap();
    (short(&|hasher| program.hash(hasher)), short(&|hasher| (modified, built.len()).hash(hasher)))
}
