//! A house for one test: the cast, a clock that stands still, nobody else.

mod template;

pub use template::Place;

use backend::{
    Cast, Client, Clock, ContactDraft, Durability, FilesAt, Hands, Hashing, MailSetup, MailTransport, MasterKey, Origin, PaymentGateway,
    Practice, Randomness, Setup, Staff, System, Token, Visitor,
};
use chrono::{DateTime, Utc};
use domain::{ids::ChartId, sign_in::Side};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub const STAFF_PASSWORD: &str = "Harbor-Lights_2026!";
pub const CLIENT_PASSWORD: &str = "Quiet-Otter_paints7";

pub struct House {
    pub practice: Practice,
    pub system: System,
    pub hands: Hands,
    pub cast: Cast,
    pub setup: Setup,
    /// The connection past every door.
    behind: OnceCell<DatabaseConnection>,
    _folder: TempDir,
}

/// Writes each test for both databases. PostgreSQL is the one named by `ANTEROOM_TEST_POSTGRES`; `script/test` starts it.
/// Where passwords are the subject, or how long they take is what a test has to happen in, `Hashing::Full` stands before the names.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        $crate::on_both_databases!(backend::Hashing::OfTests => $($name),+);
    };
    ($hashing:path => $($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::house::House::on_sqlite($hashing).await).await;
            })+
        }
        $crate::on_postgres!($hashing => $($name),+);
    };
}

/// Writes each test for PostgreSQL alone: what is about several processes, or about a pool, has no other side.
#[macro_export]
macro_rules! on_postgres {
    ($hashing:path => $($name:ident),+ $(,)?) => {
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                match $crate::house::House::on_postgres($hashing).await {
                    Some(house) => super::$name(house).await,
                    None => eprintln!("ANTEROOM_TEST_POSTGRES is not set: PostgreSQL was not tried"),
                }
            })+
        }
    };
}

/// The PostgreSQL server of the tests.
pub fn postgres() -> Option<String> {
    std::env::var("ANTEROOM_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

impl House {
    pub async fn on_sqlite(hashing: Hashing) -> Self {
        Self::with_cast(hashing, None).await
    }

    pub async fn on_postgres(hashing: Hashing) -> Option<Self> {
        Some(Self::with_cast(hashing, Some(&postgres()?)).await)
    }

    async fn with_cast(hashing: Hashing, server: Option<&str>) -> Self {
        let kind = match hashing {
            Hashing::Full => "full",
            Hashing::OfTests => "light",
        };
        Self::copied(kind, hashing, server, async |place| Self::make(place, hashing).await).await
    }

    /// A house over a copy of what `make` makes once a run.
    pub async fn copied(kind: &str, hashing: Hashing, server: Option<&str>, make: impl AsyncFnOnce(&Place) -> Cast) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (place, cast) = template::copy(kind, folder.path(), server, async |place| Some(make(place).await)).await;
        let (setup, hands) = setup(&place, hashing);
        let (practice, system) = Practice::open(setup.clone()).await.unwrap();
        Self { practice, system, hands, cast: cast.unwrap(), setup, behind: OnceCell::new(), _folder: folder }
    }

    /// A new practice with the cast in it, closed again.
    async fn make(place: &Place, hashing: Hashing) -> Cast {
        let (practice, system) = Practice::open(setup(place, hashing).0).await.unwrap();
        let cast = system.seed_demo().await.unwrap();
        practice.close().await;
        // Somebody has signed in from these browsers before: their secrets are of this practice.
        let db = Database::connect(&place.database_url).await.unwrap();
        for browser in [origin().browser.as_deref(), Some("phone"), Some("theirs")].into_iter().flatten() {
            let (hash, owner) = (hex::encode(Sha256::digest(browser)), "1".repeat(32));
            let sqlite = place.database_url.starts_with("sqlite");
            let row = if sqlite { format!("x'{hash}', x'{owner}'") } else { format!("'\\x{hash}'::bytea, '{owner}'::uuid") };
            let sql = format!("INSERT INTO devices SELECT {row}, opened_at, opened_at FROM practice");
            db.execute_unprepared(&sql).await.unwrap();
        }
        db.close().await.unwrap();
        cast
    }

    pub fn visitor(&self) -> Visitor {
        self.practice.visitor(origin())
    }

    /// What the clock of the practice shows, in seconds since 1970.
    pub fn practice_time(&self) -> u64 {
        self.setup.clock.now().timestamp() as u64
    }

    /// The chart of somebody in the cast, by first name.
    pub fn chart(&self, first_name: &str) -> ChartId {
        self.cast.charts.iter().find(|chart| chart.first_name == first_name).unwrap().id
    }

    /// Signs a client in, by first name.
    pub async fn client(&self, first_name: &str) -> Client {
        let token = self.client_token(first_name).await;
        self.practice.client(Some(&token), None, origin()).await.unwrap()
    }

    pub async fn client_token(&self, first_name: &str) -> Token {
        let account = self.cast.accounts.iter().find(|account| account.name.starts_with(first_name)).unwrap();
        self.visitor().sign_in(Side::Portal, &account.email, CLIENT_PASSWORD, None).await.unwrap().token
    }

    /// Signs a member of staff in, by last name.
    pub async fn staff(&self, last_name: &str) -> Staff {
        let token = self.staff_token(last_name).await;
        self.practice.staff(Some(&token), origin()).await.unwrap()
    }

    pub async fn staff_token(&self, last_name: &str) -> Token {
        let member = self.cast.staff.iter().find(|member| member.name.ends_with(last_name)).unwrap();
        self.visitor().sign_in(Side::Office, &member.email, STAFF_PASSWORD, None).await.unwrap().token
    }

    /// Does something while the job that sends mails is at work.
    pub async fn with_post<T>(&self, act: impl Future<Output = T>) -> T {
        let post = async {
            loop {
                self.system.wait_for_mail().await;
                while self.system.deliver_next().await.unwrap() {}
            }
        };
        tokio::select! { done = act => done, () = post => unreachable!() }
    }

    /// Looks into the database past every door, as an operator or a thief would: a connection of one's own.
    pub async fn database(&self) -> DatabaseConnection {
        Database::connect(&self.setup.database_url).await.unwrap()
    }

    /// The same, kept for as long as the house stands.
    async fn behind(&self) -> &DatabaseConnection {
        self.behind.get_or_init(|| self.database()).await
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let db = self.behind().await;
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// Changes the database past every door.
    pub async fn tamper(&self, sql: &str) {
        self.behind().await.execute_unprepared(sql).await.unwrap();
    }

    /// How many audit rows tell of an act.
    pub async fn told(&self, act: &str) -> i64 {
        self.count(&format!("SELECT count(*) FROM audit WHERE act = '{act}'")).await
    }

    /// The link in the newest mail of the demo mailbox to that address.
    pub async fn newest_link(&self, address: &str) -> String {
        while self.system.deliver_next().await.unwrap() {}
        let mails = self.visitor().demo_mailbox().await.unwrap();
        let mail = mails.iter().find(|mail| mail.to == address).unwrap_or_else(|| panic!("no mail to {address}"));
        mail.link.strip_prefix("http://localhost:3000").unwrap().to_owned()
    }
}

/// The template is made and opened with the same key, at the same moment.
fn setup(place: &Place, hashing: Hashing) -> (Setup, Hands) {
    let (clock, hands) = Clock::standing(at("2026-11-21T17:00:00Z"));
    let setup = Setup {
        database_url: place.database_url.clone(),
        data: place.folder.clone(),
        files: FilesAt::Beside,
        public_url: "http://localhost:3000".into(),
        key: MasterKey::new([7; 32]),
        gateway: PaymentGateway::Sandbox,
        mail: MailSetup { transport: MailTransport::DemoMailbox, from: "no-reply@harborstreet.example".into(), texts: None },
        clock,
        randomness: Randomness::system(),
        hashing,
        durability: Durability::OfTests,
    };
    (setup, hands)
}

/// Somebody around a client: first name, last name, relationship, e-mail, phone. Nobody who is known already.
pub fn somebody([first_name, last_name, relationship, email, phone]: [&str; 5]) -> ContactDraft {
    let [first_name, last_name, relationship, email, phone] = [first_name, last_name, relationship, email, phone].map(str::to_owned);
    ContactDraft { first_name, last_name, relationship, email, phone, same: "other".into() }
}

pub fn origin() -> Origin {
    Origin {
        address: "203.0.113.7".into(),
        agent: "Mozilla/5.0 (test)".into(),
        browser: Some("this browser".into()),
        direct: true,
        by_hand: true,
        ..Origin::default()
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
