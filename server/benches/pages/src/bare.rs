//! The same SQL over the same kind of pool, and nothing else: no pages, no rules, no guards. What a page costs beyond this
//! is ours.

use crate::Outcome;
use axum::{Router, extract::State, http::StatusCode, routing::get};
use serde_json::Value;
use sqlx::{
    Row, SqlitePool, query,
    query::Query,
    query_scalar,
    sqlite::{Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{collections::HashMap, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// What the pages ask, as `record.mjs` saw it.
const SQL: &str = include_str!("../sql.json");

/// The end of the audit trail, and one more line of it: the write that belongs to each page.
const END: &str = r#"SELECT "audit"."seq", "audit"."at", "audit"."act", "audit"."outcome", "audit"."actor_kind", "audit"."actor_id", "audit"."actor_name", "audit"."chart_id", "audit"."subject_id", "audit"."detail", "audit"."address", "audit"."agent", "audit"."previous_hash", "audit"."hash" FROM "audit" ORDER BY "audit"."seq" DESC LIMIT $1"#;
const APPEND: &str = r#"INSERT INTO "audit" ("seq", "at", "act", "outcome", "actor_kind", "actor_id", "actor_name", "chart_id", "subject_id", "detail", "address", "agent", "previous_hash", "hash") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"#;
const NOW: &str = "2026-11-22T00:00:00.000+00:00";

struct Bare {
    readers: SqlitePool,
    writer: SqlitePool,
    account: Vec<u8>,
    chart: Vec<u8>,
    pages: HashMap<String, Vec<Statement>>,
}

struct Statement {
    sql: &'static str,
    values: Vec<Bound>,
}

enum Bound {
    Id(Vec<u8>),
    Number(i64),
    Text(String),
    Nothing,
}

pub async fn serve(data: &Path, address: SocketAddr) -> Outcome<()> {
    // As backend/src/db.rs opens it.
    let options = || {
        SqliteConnectOptions::new()
            .filename(data.join("anteroom.db"))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
    };
    let writer = SqlitePoolOptions::new().test_before_acquire(false).max_connections(1).connect_with(options()).await?;
    let readers = SqlitePoolOptions::new().test_before_acquire(false).max_connections(8).connect_with(options().pragma("query_only", "ON")).await?;
    let ids = ids(&writer).await?;
    let bare = Bare { pages: pages(&ids)?, account: ids["account"].clone(), chart: ids["chart"].clone(), readers, writer };
    let page = |name: &'static str| get(move |State(bare): State<Arc<Bare>>| async move { bare.answer(name).await });
    let router = Router::new()
        .route("/ready", get(|| async { "ready" }))
        .route("/dashboard", page("dashboard"))
        .route("/my-documents", page("my_documents"))
        .route("/chart-documents", page("chart_documents"))
        .with_state(Arc::new(bare));
    Ok(axum::serve(TcpListener::bind(address).await?, router).await?)
}

/// Whose rows are read: those of the newest session of each side. The same questions as in `record.mjs`.
async fn ids(db: &SqlitePool) -> Outcome<HashMap<String, Vec<u8>>> {
    let mut ids: HashMap<String, Vec<u8>> = HashMap::new();
    for side in ["portal", "office"] {
        let newest = query_scalar("SELECT token_hash FROM sessions WHERE side = $1 ORDER BY started_at DESC LIMIT 1");
        ids.insert(format!("{side}_session"), newest.bind(side).fetch_one(db).await?);
    }
    ids.insert("account".to_owned(), query_scalar("SELECT id FROM accounts WHERE first_name = 'Maya'").fetch_one(db).await?);
    ids.insert("staff".to_owned(), query_scalar("SELECT id FROM staff WHERE last_name = 'Reyes'").fetch_one(db).await?);
    let chart: Vec<u8> = query_scalar("SELECT chart_id FROM grants WHERE account_id = $1").bind(&ids["account"]).fetch_one(db).await?;
    for (name, whose, sql) in [
        (
            "supervised",
            &ids["staff"].clone(),
            "SELECT supervisee_id FROM supervisions JOIN staff ON staff.id = supervisee_id WHERE supervisor_id = $1 ORDER BY last_name",
        ),
        ("grant", &chart, "SELECT id FROM grants WHERE chart_id = $1 ORDER BY activated_at"),
        ("share", &chart, "SELECT id FROM shares WHERE chart_id = $1 ORDER BY shared_at"),
        ("document", &chart, "SELECT id FROM documents WHERE chart_id = $1 ORDER BY written_at"),
    ] {
        let found: Vec<Vec<u8>> = query_scalar(sql).bind(whose).fetch_all(db).await?;
        ids.extend(found.into_iter().enumerate().map(|(index, id)| (format!("{name} {index}"), id)));
    }
    ids.insert("chart".to_owned(), chart);
    Ok(ids)
}

fn pages(ids: &HashMap<String, Vec<u8>>) -> Outcome<HashMap<String, Vec<Statement>>> {
    let bound = |value: &Value| match value {
        Value::Number(number) => Ok(Bound::Number(number.as_i64().unwrap_or_default())),
        Value::String(text) if text == "now" => Ok(Bound::Text(NOW.to_owned())),
        Value::String(text) => match (text.strip_prefix('='), ids.get(text)) {
            (Some(text), _) => Ok(Bound::Text(text.to_owned())),
            (None, Some(id)) => Ok(Bound::Id(id.clone())),
            (None, None) => Err(format!("the practice has no {text}")),
        },
        _ => Ok(Bound::Nothing),
    };
    let recorded: HashMap<String, Vec<Value>> = serde_json::from_str(SQL)?;
    let mut pages = HashMap::new();
    for (name, statements) in recorded {
        let mut page = Vec::new();
        for statement in statements {
            // It lives as long as the process anyway.
            let sql = statement["sql"].as_str().unwrap_or_default().to_owned().leak();
            page.push(Statement {
                sql,
                values: statement["values"].as_array().into_iter().flatten().map(bound).collect::<Result<_, _>>()?,
            });
        }
        pages.insert(name, page);
    }
    Ok(pages)
}

impl Bare {
    async fn answer(&self, page: &'static str) -> (StatusCode, String) {
        match self.rows(page).await {
            Ok(rows) => (StatusCode::OK, format!("{{\"rows\":{rows}}}")),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }

    /// Reads everything that the page reads, and writes the line that tells of it.
    async fn rows(&self, page: &'static str) -> Result<usize, sqlx::Error> {
        let mut rows = 0;
        for statement in &self.pages[page] {
            rows += statement.query().fetch_all(&self.readers).await?.len();
        }
        let mut write = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let end = query(END).bind(1).fetch_one(&mut *write).await?;
        let (seq, hash): (i64, Vec<u8>) = (end.try_get("seq")?, end.try_get("hash")?);
        let line = query(APPEND).bind(seq + 1).bind(NOW).bind(page).bind("done").bind("client").bind(&self.account).bind("Maya Lindqvist");
        let line = line.bind(&self.chart).bind(None::<Vec<u8>>).bind("").bind("127.0.0.1").bind("bench").bind(hash.clone()).bind(hash);
        line.execute(&mut *write).await?;
        write.commit().await?;
        Ok(rows)
    }
}

impl Statement {
    fn query(&self) -> Query<'_, Sqlite, SqliteArguments> {
        self.values.iter().fold(query(self.sql), |query, value| match value {
            Bound::Id(id) => query.bind(id.as_slice()),
            Bound::Number(number) => query.bind(*number),
            Bound::Text(text) => query.bind(text.as_str()),
            Bound::Nothing => query.bind(None::<String>),
        })
    }
}
