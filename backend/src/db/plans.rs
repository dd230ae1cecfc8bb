//! How the databases find rows: what is asked all day is looked up in an index, and no table is walked through from one end to the
//! other.

use super::{Db, Durability};
use crate::{
    appointments, audit, billing,
    charts::{
        self,
        search::{self, Search, Way},
    },
    drafts, files, forms,
    in_chart::tests::Before,
    information, messages, notices, once,
    secrets::Randomness,
    sign_in, workflows,
};
use chrono::{DateTime, Utc};
use migration::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait,
};
use sea_orm_migration::MigratorTrait;
use std::{env, sync::Mutex};
use uuid::Uuid;

/// Has each statement explained before it is executed.
struct Explained {
    db: DatabaseConnection,
    plan: Mutex<Vec<String>>,
}

impl Explained {
    fn by(db: DatabaseConnection) -> Self {
        Self { db, plan: Mutex::default() }
    }

    async fn explain(&self, said: &Statement) -> Result<(), DbErr> {
        let (explain, column) = match self.get_database_backend() {
            DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            _ => ("EXPLAIN", "QUERY PLAN"),
        };
        let explained = Statement { sql: format!("{explain} {}", said.sql), ..said.clone() };
        for step in self.db.query_all_raw(explained).await? {
            let step: String = step.try_get("", column)?;
            self.plan.lock().unwrap().push(step);
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Explained {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, said: Statement) -> Result<ExecResult, DbErr> {
        self.explain(&said).await?;
        self.db.execute_raw(said).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.db.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, said: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.explain(&said).await?;
        self.db.query_one_raw(said).await
    }

    async fn query_all_raw(&self, said: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.explain(&said).await?;
        self.db.query_all_raw(said).await
    }
}

#[tokio::test]
async fn what_is_asked_all_day_walks_through_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::OfTests).await.unwrap();
    Migrator::up(db.writer(), None).await.unwrap();
    let explained = Explained::by(db.writer().clone());
    ask(&explained, Uuid::nil(), DateTime::UNIX_EPOCH).await.unwrap();
    let plan = explained.plan.into_inner().unwrap();
    assert!(plan.iter().any(|step| step.starts_with("SEARCH mails USING INDEX mails_share")), "{plan:#?}");
    assert!(
        !plan.iter().any(|step| step.contains("INDEX messages_chart ")),
        "a chart's messages are many, its conversations few: {plan:#?}"
    );
    // The list of what is open is read in its order, by an index that holds nothing else.
    let walks = plan.iter().filter(|step| step.starts_with("SCAN") && !step.starts_with("SCAN tasks USING INDEX tasks_open"));
    let walks: Vec<&String> = walks.collect();
    assert!(walks.is_empty(), "{walks:#?}");
}

/// SQLite plans by what the tables are, and never looks how full they are.
#[tokio::test]
async fn the_chart_room_walks_through_no_table_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::OfTests).await.unwrap();
    Migrator::up(db.writer(), None).await.unwrap();
    let explained = Explained::by(db.writer().clone());
    find(&explained).await.unwrap();
    let plan = explained.plan.into_inner().unwrap();
    let has = |step: &str| plan.iter().any(|line| line.starts_with(step));
    for step in [
        "SEARCH charts USING COVERING INDEX charts_by_last_name ((search_last,search_first,id)>(?,?,?) AND search_last<?)",
        "SEARCH charts USING COVERING INDEX charts_by_first_name (search_first>? AND search_first<?)",
        "SEARCH charts USING COVERING INDEX charts_by_clinician (primary_clinician_id=? AND (search_last,search_first,id)>(?,?,?))",
        "SEARCH charts USING COVERING INDEX charts_by_clinician_and_first_name (primary_clinician_id=? AND search_first>? AND search_first<?)",
        "SEARCH chart_words USING COVERING INDEX chart_words_word (word>? AND word<?)",
        "SEARCH care_team USING COVERING INDEX care_team_staff (staff_id=?)",
    ] {
        assert!(has(step), "{step} is not in {plan:#?}");
    }
    // Imports are few, and so is what is left of a branch.
    let few = ["SCAN imports", "SCAN branch"];
    let walks: Vec<&String> = plan.iter().filter(|step| step.starts_with("SCAN") && !few.contains(&step.as_str())).collect();
    assert!(walks.is_empty(), "{walks:#?}");
}

/// However much was ever written, and whoever asks: lists come out of their indexes in order, so a page of them is a page of reading.
#[tokio::test]
async fn the_inbox_and_a_conversation_walk_through_no_table_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("anteroom.db").display()), Durability::OfTests).await.unwrap();
    Migrator::up(db.writer(), None).await.unwrap();
    for people in [None, Some(vec![Uuid::nil(), Uuid::max()])] {
        let of_everybody = people.is_none();
        let explained = Explained::by(db.writer().clone());
        messages::ask_inbox(&Before { db: &explained, chart: Uuid::nil() }, people, Uuid::nil()).await.unwrap();
        let plan = explained.plan.into_inner().unwrap();
        // What is counted is what was found, and imports are few.
        let few = ["SCAN some", "SCAN imports"];
        let walks: Vec<&String> = plan.iter().filter(|step| step.starts_with("SCAN") && !few.contains(&step.as_str())).collect();
        assert!(walks.is_empty(), "{walks:#?}\n{plan:#?}");
        for step in [
            "SEARCH conversations USING INDEX conversations_waiting (audience=?",
            "SEARCH conversations USING INDEX conversations_waiting_for (audience=? AND assigned_to=?",
            "SEARCH conversations USING INDEX conversations_open (audience=?",
            "SEARCH conversations USING INDEX conversations_open_of (audience=? AND assigned_to=?",
            "SEARCH conversations USING INDEX conversations_closed (audience=?",
            "SEARCH conversations USING INDEX conversations_closed_of (audience=? AND assigned_to=?",
            "SEARCH messages USING INDEX messages_number (conversation_id=? AND number<?)",
        ] {
            assert!(!of_everybody || plan.iter().any(|line| line.starts_with(step)), "{step} is not in {plan:#?}");
        }
        // Only what a search opens is put in its order.
        let sorts: Vec<&String> = plan.iter().filter(|step| step.contains("TEMP B-TREE")).collect();
        assert!(sorts.len() <= 1, "{sorts:#?}\n{plan:#?}");
    }
}

/// PostgreSQL plans by what is in the tables, so there is something in them.
#[tokio::test]
async fn the_inbox_and_a_conversation_walk_through_no_table_on_postgres() {
    let Some((admin, name, db)) = filled(&[MANY_CHARTS, MANY_MESSAGES]).await else { return };
    let explained = Explained::by(db.clone());
    let (chart, conversation) = (Uuid::from_u128(77), Uuid::from_u128(5_077));
    messages::ask_inbox(&Before { db: &explained, chart }, None, conversation).await.unwrap();
    messages::ask_all_day(&Before { db: &explained, chart }, conversation).await.unwrap();
    let plan = explained.plan.into_inner().unwrap();
    let walks: Vec<&String> = plan.iter().filter(|step| step.contains("Seq Scan")).collect();
    // Nobody has written any.
    let empty = [" on message_drafts ", " on conversation_notes ", " on filings "];
    assert!(walks.iter().all(|step| empty.iter().any(|table| step.contains(table))), "{walks:#?}\n{plan:#?}");
    for index in ["conversations_waiting_for", "conversations_open_of", "conversations_closed_of", "messages_number"] {
        assert!(plan.iter().any(|step| step.contains(index)), "{index} is not in {plan:#?}");
    }
    for two in plan.windows(2).filter(|two| two[0].contains(" using ")) {
        assert!(two[1].trim_start().starts_with("Index Cond: "), "{two:#?}\n{plan:#?}");
    }
    db.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
}

#[tokio::test]
async fn the_chart_room_walks_through_no_table_on_postgres() {
    let Some((admin, name, db)) = filled(&[MANY_CHARTS]).await else { return };
    let explained = Explained::by(db.clone());
    find(&explained).await.unwrap();
    let plan = explained.plan.into_inner().unwrap();
    let of_imports = |step: &&String| step.contains(" on imports");
    let walks: Vec<&String> = plan.iter().filter(|step| step.contains("Seq Scan")).filter(|step| !of_imports(step)).collect();
    assert!(walks.is_empty(), "{walks:#?}\n{plan:#?}");
    // Nor does it walk through an index as a whole, or sort a clinician's charts.
    let all_own = |step: &[String]| step[1].contains("Sort Key") && step[2].contains(" using charts_by_clinician on ");
    assert!(!plan.windows(3).any(all_own), "{plan:#?}");
    assert!(plan.iter().any(|step| step.contains(" using charts_by_clinician on ")), "{plan:#?}");
    for two in plan.windows(2).filter(|two| two[0].contains(" using ") || two[0].contains("Bitmap Index Scan")) {
        assert!(two[1].trim_start().starts_with("Index Cond: "), "{two:#?}\n{plan:#?}");
    }
    db.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
}

/// A database of its own with these rows, if there is a server.
async fn filled(rows: &[&str]) -> Option<(DatabaseConnection, String, DatabaseConnection)> {
    let Some(server) = env::var("ANTEROOM_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) else {
        eprintln!("ANTEROOM_TEST_POSTGRES is not set: PostgreSQL was not tried");
        return None;
    };
    let name = format!("plans_{}", Randomness::system().id().simple());
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let mut options = ConnectOptions::new(format!("{base}/{name}"));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    for rows in rows {
        db.execute_unprepared(rows).await.unwrap();
    }
    db.execute_unprepared("VACUUM ANALYZE").await.unwrap();
    Some((admin, name, db))
}

/// Of ten clinicians, with the words of every tenth, and in the care team of every tenth somebody else.
const MANY_CHARTS: &str = "
    SET session_replication_role = replica;
    INSERT INTO charts (id, number, last_name, first_name, birth_date, search_last, search_first, primary_clinician_id, version, created_at)
        SELECT lpad(to_hex(n), 32, '0')::uuid, n, 'x', 'x', '1990-01-01', chr(97 + n % 26) || chr(97 + n % 23) || n % 400, chr(97 + n % 25) || chr(97 + n % 7),
            lpad(to_hex(n % 10), 32, '0')::uuid, 1, now()
        FROM generate_series(1, 30000) AS n;
    INSERT INTO chart_words (chart_id, part, word) SELECT id, 'last', chr(97 + (number % 26)::int) || number % 400 FROM charts WHERE number % 10 = 0;
    INSERT INTO chart_emails (id, chart_id, kind, address, address_key, added_at)
        SELECT id, id, 'personal', search_last || number || '@example.com', search_last || number || '@example.com', now() FROM charts;
    INSERT INTO care_team (chart_id, staff_id, since)
        SELECT id, lpad(to_hex(number / 10 % 100), 32, '0')::uuid, now() FROM charts WHERE number % 10 = 0;
";

/// Two in each chart, of three audiences, a fifth of them waiting and a fifth answered, asked of ten people and of nobody.
const MANY_MESSAGES: &str = "
    SET session_replication_role = replica;
    INSERT INTO conversations (id, chart_id, audience, purpose, started_by_staff, started_at, assigned_to, newest, newest_of_practice,
            newest_of_client, latest_at, latest_from, waiting_since, closed_at, closed_why)
        SELECT lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n % 30000 + 1), 32, '0')::uuid, (ARRAY['administrative', 'billing', 'clinical'])[n % 3 + 1],
            'talk', lpad(to_hex(n % 10), 32, '0')::uuid, now(), CASE WHEN n % 4 > 0 THEN lpad(to_hex(n % 10), 32, '0')::uuid END,
            4, 4 - n % 2, 3 + n % 2, now() - n * interval '1 minute', 'x', CASE WHEN n % 5 = 0 THEN now() - n * interval '1 minute' END,
            CASE WHEN n % 5 > 1 THEN now() END, CASE WHEN n % 5 > 1 THEN 'staff' END
        FROM generate_series(1, 60000) AS n;
    INSERT INTO messages (id, conversation_id, chart_id, number, from_staff_id, from_name, body, sent_at)
        SELECT lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex((n - 1) / 4 + 1), 32, '0')::uuid, lpad(to_hex(((n - 1) / 4 + 1) % 30000 + 1), 32, '0')::uuid,
            (n - 1) % 4 + 1, lpad(to_hex(n % 10), 32, '0')::uuid, 'x', 'x', now() - n * interval '1 minute'
        FROM generate_series(1, 240000) AS n;
    INSERT INTO readings (id, conversation_id, chart_id, staff_id, number, at)
        SELECT id, id, chart_id, started_by_staff, 2, now() FROM conversations;
";

/// What the Chart Room asks: of everybody's charts, of a clinician's, and of some clinicians'.
async fn find(db: &Explained) -> Result<(), DbErr> {
    let people = [1, 2, 3].map(Uuid::from_u128);
    let two = |one: &str, other: &str| (one.to_owned(), Some(other.to_owned()));
    let searches = [
        Search::Everything,
        Search::Names(vec![("an".into(), None)]),
        Search::Names(vec![("an an".into(), None), two("an", "an")]),
        Search::WordsOrEmail(vec![("zz".into(), None)], "zz".into()),
        Search::WordsOrEmail(vec![two("zz", "an")], "zz an".into()),
        Search::BirthDate("1991-03-14".into()),
        Search::Number(20_001),
        Search::Email("an7@example".into()),
    ];
    for clinicians in [None, Some(&people[..1]), Some(&people)] {
        for wanted in &searches {
            search::some(db, clinicians, wanted, 1_000).await?;
            if wanted.can_be_walked() {
                let first = search::walk(db, clinicians, wanted, Way::Ahead(None), 51).await?;
                let last = first.last().cloned().unwrap_or_default();
                search::walk(db, clinicians, wanted, Way::Ahead(Some(&last)), 51).await?;
                search::walk(db, clinicians, wanted, Way::Back(&last), 50).await?;
            }
        }
    }
    charts::by_ids(db, people.to_vec()).await?;
    Ok(())
}

async fn ask(db: &Explained, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    notices::ask_all_day(db, id).await?;
    sign_in::ask_all_day(db, id, now).await?;
    files::ask_all_day(&Before { db, chart: id }).await?;
    messages::ask_all_day(&Before { db, chart: id }, id).await?;
    appointments::ask_all_day(&Before { db, chart: id }, id, now).await?;
    billing::ask_all_day(&Before { db, chart: id }, id, now).await?;
    forms::ask_all_day(db, id, now).await?;
    information::ask_all_day(&Before { db, chart: id }, id).await?;
    workflows::ask_all_day(db, id).await?;
    audit::ask_all_day(db, id, now).await?;
    drafts::forget_before(db, now, 100).await?;
    once::by_key(db, &[0; 32]).await?;
    once::forget_before(db, now, 100).await?;
    Ok(())
}
