//! The same SQL over the same kind of pool, and nothing else: no pages, no rules, no guards. What a page costs beyond this
//! is ours.

use crate::{
    Outcome,
    sql::{CHART_DOCUMENTS, DASHBOARD, MY_DOCUMENTS, Page, Statement, What},
};
use axum::{Router, extract::State, http::StatusCode, routing::get};
use sqlx::{
    Row, SqliteConnection, SqlitePool,
    query::Query,
    sqlite::{Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use std::{net::SocketAddr, path::Path, time::Duration};
use tokio::net::TcpListener;

#[derive(Clone)]
struct Bare {
    readers: SqlitePool,
    writer: SqlitePool,
    people: People,
}

/// Whose rows are read: those of the newest session of each side.
#[derive(Clone)]
struct People {
    portal_session: Vec<u8>,
    office_session: Vec<u8>,
    account: Vec<u8>,
    staff: Vec<u8>,
    chart: Vec<u8>,
    lists: Lists,
}

/// Ids that one statement finds and the next one asks for.
#[derive(Clone)]
struct Lists {
    shares: Vec<Vec<u8>>,
    documents: Vec<Vec<u8>>,
    grants: Vec<Vec<u8>>,
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
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options()).await?;
    let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options().pragma("query_only", "ON")).await?;
    let people = People::found(&writer).await?;
    let router = Router::new()
        .route("/ready", get(|| async { "ready" }))
        .route("/dashboard", get(|State(bare): State<Bare>| async move { bare.answer(&DASHBOARD).await }))
        .route("/my-documents", get(|State(bare): State<Bare>| async move { bare.answer(&MY_DOCUMENTS).await }))
        .route("/chart-documents", get(|State(bare): State<Bare>| async move { bare.answer(&CHART_DOCUMENTS).await }))
        .with_state(Bare { readers, writer, people });
    Ok(axum::serve(TcpListener::bind(address).await?, router).await?)
}

impl People {
    async fn found(db: &SqlitePool) -> Outcome<Self> {
        let one = async |sql: &'static str, id: &[u8]| sqlx::query_scalar::<_, Vec<u8>>(sql).bind(id.to_vec()).fetch_one(db).await;
        let all = async |sql: &'static str, id: &[u8]| sqlx::query_scalar::<_, Vec<u8>>(sql).bind(id.to_vec()).fetch_all(db).await;
        let newest = "SELECT token_hash FROM sessions WHERE side = CAST($1 AS TEXT) ORDER BY started_at DESC LIMIT 1";
        let portal_session = one(newest, b"portal").await?;
        let office_session = one(newest, b"office").await?;
        let account = one("SELECT account_id FROM sessions WHERE token_hash = $1", &portal_session).await?;
        let staff = one("SELECT staff_id FROM sessions WHERE token_hash = $1", &office_session).await?;
        let chart = one("SELECT chart_id FROM grants WHERE account_id = $1", &account).await?;
        let lists = Lists {
            shares: all("SELECT id FROM shares WHERE chart_id = $1 AND state <> 'withdrawn'", &chart).await?,
            documents: all("SELECT id FROM documents WHERE chart_id = $1", &chart).await?,
            grants: all("SELECT id FROM grants WHERE chart_id = $1", &chart).await?,
        };
        Ok(Self { portal_session, office_session, account, staff, chart, lists })
    }
}

impl Bare {
    async fn answer(&self, page: &'static Page) -> (StatusCode, String) {
        match self.rows(page).await {
            Ok(rows) => (StatusCode::OK, format!("{{\"rows\":{rows}}}")),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }

    /// Reads everything that the page reads, and writes the line that tells of it.
    async fn rows(&self, page: &'static Page) -> Result<usize, sqlx::Error> {
        let mut rows = 0;
        for statement in page.reads {
            rows += self.bound(statement).fetch_all(&self.readers).await?.len();
        }
        let mut write = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        self.append(&mut write, page).await?;
        write.commit().await?;
        Ok(rows)
    }

    /// The end of the chain, and one more row.
    async fn append(&self, write: &mut SqliteConnection, page: &'static Page) -> Result<(), sqlx::Error> {
        let last: SqliteRow = sqlx::query(crate::sql::END_OF_TRAIL).fetch_one(&mut *write).await?;
        let (seq, previous): (i64, Vec<u8>) = (last.try_get("seq")?, last.try_get("hash")?);
        sqlx::query(crate::sql::APPEND)
            .bind(seq + 1)
            .bind("2026-11-22T00:00:00.000+00:00")
            .bind(page.act)
            .bind("done")
            .bind("client")
            .bind(self.people.account.clone())
            .bind("Maya Lindqvist")
            .bind(self.people.chart.clone())
            .bind(None::<Vec<u8>>)
            .bind("")
            .bind("127.0.0.1")
            .bind("bench")
            .bind(previous.clone())
            .bind(previous)
            .execute(write)
            .await?;
        Ok(())
    }

    fn bound(&self, statement: &'static Statement) -> Query<'static, Sqlite, SqliteArguments> {
        let mut query = sqlx::query(statement.sql);
        for what in statement.values {
            let people = &self.people;
            let at = |list: &[Vec<u8>], index: usize| list.get(index).cloned().unwrap_or_default();
            query = match what {
                What::PortalSession => query.bind(people.portal_session.clone()),
                What::OfficeSession => query.bind(people.office_session.clone()),
                What::Account => query.bind(people.account.clone()),
                What::Staff => query.bind(people.staff.clone()),
                What::Chart => query.bind(people.chart.clone()),
                What::Share(index) => query.bind(at(&people.lists.shares, *index)),
                What::Document(index) => query.bind(at(&people.lists.documents, *index)),
                What::Grant(index) => query.bind(at(&people.lists.grants, *index)),
                What::Text(text) => query.bind(*text),
                What::Number(number) => query.bind(*number),
            };
        }
        query
    }
}
