//! A practice of our own for each test, and how one knocks at it.

mod knock;
#[path = "../../backend/tests/house/template.rs"]
mod template;

pub use knock::{Answer, Knock, get, post, send};

use axum::body::Body;
use backend::{
    Cast, Clock, Durability, FilesAt, Hands, Hashing, MailSetup, MailTransport, MasterKey, PaymentGateway, Practice, Randomness, Setup,
    System, TextService,
};
use futures_util::StreamExt;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use server::{Entrance, PublicUrl, TrustedProxies, router};
use std::{
    fs,
    net::SocketAddr,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};
use tempfile::TempDir;
use template::Place;
use tokio::sync::OnceCell;
use tower::ServiceExt;

/// The address of every practice here that is not this machine's own.
pub const PORTAL: &str = "https://portal.example.com";
/// The password of everybody on the staff of the demo practice, and of every client.
pub const STAFF_PASSWORD: &str = "Harbor-Lights_2026!";
pub const CLIENT_PASSWORD: &str = "Quiet-Otter_paints7";

pub struct House {
    pub practice: Practice,
    pub system: System,
    /// Who is in it.
    pub cast: Option<Cast>,
    /// Moves the clock.
    pub hands: Hands,
    router: axum::Router,
    address: String,
    database_url: String,
    /// The connection past every door.
    behind: OnceCell<DatabaseConnection>,
    /// Lines of the trail were counted, and the trail was not walked since.
    only_counted: AtomicBool,
    folder: TempDir,
}

tokio::task_local! {
    /// The PostgreSQL server on which the practices of this test are opened; on SQLite without one.
    static POSTGRES: String;
}

/// Writes each test for both databases. PostgreSQL is the one named by `ANTEROOM_TEST_POSTGRES`; `script/test` starts it.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name().await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                $crate::house::on_postgres(super::$name()).await;
            })+
        }
    };
}

pub async fn on_postgres(test: impl Future<Output = ()>) {
    match std::env::var("ANTEROOM_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        Some(server) => POSTGRES.scope(server, test).await,
        None => eprintln!("ANTEROOM_TEST_POSTGRES is not set: only SQLite was tried"),
    }
}

impl House {
    /// A new practice at a public address, without anybody in it.
    pub async fn empty() -> Self {
        Self::at(PORTAL).await
    }

    /// A new practice at this address.
    pub async fn at(address: &str) -> Self {
        Self::open(address, "empty", |clock| clock).await.0
    }

    /// The demo practice at a public address, with its cast.
    pub async fn with_cast() -> (Self, Cast) {
        Self::with_cast_at(PORTAL).await
    }

    pub async fn with_cast_at(address: &str) -> (Self, Cast) {
        let (house, cast) = Self::open(address, CAST, |clock| clock).await;
        (house, cast.expect("its template was made with the cast"))
    }

    /// The same under a clock that this makes of the usual one.
    pub async fn under(clock: impl FnOnce(Clock) -> Clock) -> (Self, Cast) {
        let (house, cast) = Self::open(PORTAL, CAST, clock).await;
        (house, cast.expect("its template was made with the cast"))
    }

    async fn open(address: &str, kind: &str, clock: impl FnOnce(Clock) -> Clock) -> (Self, Option<Cast>) {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let server = POSTGRES.try_with(Clone::clone).ok();
        let make = async |place: &Place| make(place, kind == CAST).await;
        let (place, cast) = template::copy(kind, folder.path(), server.as_deref(), make).await;
        let (mut setup, hands) = setup(&place, address);
        setup.clock = clock(setup.clock);
        let (practice, system) = Practice::open(setup).await.expect("a copied practice opens");
        let site = folder.path().join("site");
        lay_out(&site);
        let entrance = Entrance {
            public_url: PublicUrl::read(address).expect("an address"),
            trusted_proxies: TrustedProxies::default(),
            site: Some(site),
        };
        let house = Self {
            cast: cast.clone(),
            router: router(practice.clone(), entrance),
            practice,
            system,
            hands,
            address: address.to_owned(),
            database_url: place.database_url,
            behind: OnceCell::new(),
            only_counted: AtomicBool::default(),
            folder,
        };
        (house, cast)
    }

    pub async fn knock(&self, knock: Knock) -> Answer {
        let request = knock.at(&self.address);
        Answer::of(self.router.clone().oneshot(request).await.expect("the router always answers")).await
    }

    /// The same practice over real connections, for as long as the test lasts.
    pub async fn over_sockets(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let at = listener.local_addr().expect("its address");
        tokio::spawn(axum::serve(listener, self.router.clone()).into_future());
        at
    }

    /// The same with another body, as it comes.
    pub async fn streams(&self, knock: Knock, body: Body) -> Answer {
        let request = knock.at(&self.address).map(|_| body);
        Answer::of(self.router.clone().oneshot(request).await.expect("the router always answers")).await
    }

    /// How long the answer is, without holding all of it.
    pub async fn length_of(&self, knock: Knock) -> usize {
        let answer = self.router.clone().oneshot(knock.at(&self.address)).await.expect("the router always answers");
        answer.into_body().into_data_stream().fold(0, async |all, piece| all + piece.expect("a whole body").len()).await
    }

    /// Where the practice keeps what is its own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// How many lines the audit trail has, by its last one: what changes nothing adds none. Who counts them has the trail walked in
    /// the end.
    pub async fn audit_rows(&self) -> i64 {
        self.only_counted.store(true, Ordering::Relaxed);
        let last = self.text("SELECT '' || coalesce(max(seq), 0) FROM audit").await;
        last.and_then(|number| number.parse().ok()).expect("a number")
    }

    /// Walks the whole trail: nothing is wrong with it, and it has as many lines as were counted.
    pub async fn walks_the_trail(&self) {
        let counted = self.audit_rows().await;
        let verdict = self.system.verify_audit().await.expect("the trail is read");
        assert_eq!((verdict.trouble, verdict.rows), (None, counted));
        self.only_counted.store(false, Ordering::Relaxed);
    }

    /// The first value of a query, past every door. An id in hexadecimal is read as one.
    pub async fn text(&self, sql: &str) -> Option<String> {
        let db = self.behind().await;
        // The order in which rows were written has another name there, and so has a new id.
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => sql.replace("rowid", "ctid").replace("randomblob(16)", "gen_random_uuid()"),
            _ => sql.to_owned(),
        };
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("a query")?;
        let text: String = row.try_get_by_index(0).ok()?;
        Some(uuid::Uuid::try_parse(&text).map_or(text, |id| id.to_string()))
    }

    /// On SQLite: everything in the database but what tells of looking: the audit trail, sessions, tries, drafts, forms that were sent.
    pub async fn contents(&self) -> String {
        let db = self.behind().await;
        let all = async |sql: String| {
            let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.expect("a query");
            rows.into_iter().map(|row| row.try_get_by_index::<String>(0).unwrap_or_default()).collect::<Vec<_>>()
        };
        let mut contents = String::new();
        for table in all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name".into()).await {
            if ["audit", "sessions", "throttles", "drafts", "sent_forms", "devices", "accounts"].contains(&table.as_str())
                || table.starts_with("sqlite")
            {
                continue;
            }
            let columns = all(format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')")).await.join("||','||");
            contents.push_str(&format!("{table}: {}\n", all(format!("SELECT {columns} FROM {table} ORDER BY 1")).await.join("\n")));
        }
        contents
    }

    async fn behind(&self) -> &DatabaseConnection {
        self.behind.get_or_init(async || Database::connect(&self.database_url).await.expect("the database")).await
    }

    /// The cookie of a client who has signed in.
    pub async fn client_cookie(&self, email: &str) -> String {
        self.signed_in("/api/visitor/sign_in", email, CLIENT_PASSWORD).await
    }

    /// The cookie of a member of staff who has signed in.
    pub async fn staff_cookie(&self, email: &str) -> String {
        self.signed_in("/api/visitor/sign_in_staff", email, STAFF_PASSWORD).await
    }

    async fn signed_in(&self, door: &str, email: &str, password: &str) -> String {
        let answer = self.knock(post(door, &[("email", email), ("password", password), ("next", "")])).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let line = answer.all("set-cookie").into_iter().find(|line| line.contains("HttpOnly")).expect("a session's cookie").to_owned();
        line.split(';').next().unwrap_or_default().to_owned()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let walked = !self.only_counted.load(Ordering::Relaxed);
        assert!(walked || std::thread::panicking(), "lines of the trail were counted: end with walks_the_trail()");
    }
}

/// The template with the cast in it.
const CAST: &str = "cast";

async fn make(place: &Place, with_cast: bool) -> Option<Cast> {
    if place.database_url.starts_with("postgres") {
        // The tests ask for ids as SQLite writes them.
        let hex = "CREATE FUNCTION hex(uuid) RETURNS text LANGUAGE sql AS $$ SELECT upper(replace($1::text, '-', '')) $$";
        let db = Database::connect(&place.database_url).await.expect("the new database");
        db.execute_unprepared(hex).await.expect("a function");
        db.close().await.expect("a connection ends");
    }
    let (practice, system) = Practice::open(setup(place, PORTAL).0).await.expect("a new practice opens");
    let cast = if with_cast { Some(system.seed_demo().await.expect("an empty practice takes the cast")) } else { None };
    practice.close().await;
    cast
}

/// The template is made and opened with the same key, at the same moment.
fn setup(place: &Place, address: &str) -> (Setup, Hands) {
    let (clock, hands) = Clock::standing("2026-11-21T22:00:00Z".parse().expect("a time"));
    let setup = Setup {
        database_url: place.database_url.clone(),
        data: place.folder.clone(),
        files: FilesAt::Beside,
        public_url: address.to_owned(),
        key: MasterKey::new([7; 32]),
        gateway: PaymentGateway::Sandbox,
        mail: MailSetup {
            transport: MailTransport::DemoMailbox,
            from: "no-reply@example.com".into(),
            // Nobody is there.
            texts: TextService::read("http://AC1:hush@127.0.0.1:9/", "+14435550100"),
        },
        clock,
        randomness: Randomness::system(),
        // What a password costs and what a power cut takes is tried with the program itself, and below.
        hashing: Hashing::OfTests,
        durability: Durability::OfTests,
    };
    (setup, hands)
}

/// Browser files, as script/build leaves them.
fn lay_out(site: &Path) {
    let write = |name: &str, bytes: &[u8]| {
        let path = site.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(path, bytes)).expect("the folder takes files");
    };
    let list = r#"{"portal.css": "portal.0123456789ab.css", "portal.wasm": "portal.0123456789ab.wasm", "latin.woff2": "fonts/latin.0123456789ab.woff2"}"#;
    write("pkg/assets.json", list.as_bytes());
    write("pkg/portal.0123456789ab.css", b"body { color: teal }");
    write("pkg/portal.0123456789ab.css.br", b"brotli");
    write("pkg/portal.0123456789ab.css.gz", b"gzip");
    write("pkg/portal.0123456789ab.wasm", b"\0asm");
    write("pkg/fonts/latin.0123456789ab.woff2", b"wOF2");
    write("favicon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    // Beside the folder: must never be handed out.
    fs::write(site.with_file_name("secret.txt"), "secret").expect("the folder takes files");
}
