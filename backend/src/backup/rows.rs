//! Rows, whatever they hold. On PostgreSQL they travel as JSON, so that neither another program nor its version is needed: each table
//! in portions that fit in memory.

use super::{BackupError, texts};
use migration::Migrator;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement,
    sea_query::{Alias, Asterisk, Expr, Func, Query},
};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use std::collections::BTreeMap;

/// A portion is sealed when it has grown to this.
const PORTION: usize = 4 << 20;

/// The tables of a database, in the order of their names.
pub(super) async fn tables(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    texts(
        db,
        match db.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
        },
    )
    .await
}

pub(super) async fn counts(db: &impl ConnectionTrait) -> Result<BTreeMap<String, i64>, DbErr> {
    let mut counts = BTreeMap::new();
    for table in tables(db).await? {
        let count = Query::select().expr(Func::count(Expr::col(Asterisk))).from(Alias::new(&table)).to_owned();
        let row = db.query_one(&count).await?.ok_or_else(|| DbErr::Custom("a count has no row".into()))?;
        counts.insert(table, row.try_get_by_index(0)?);
    }
    Ok(counts)
}

/// Hands out every row of every table, in portions with their names.
pub(super) async fn read(
    tx: &DatabaseTransaction,
    mut put: impl FnMut(&str, Vec<u8>) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    tx.execute_unprepared(include_str!("read.sql")).await?;
    for table in tables(tx).await? {
        let open = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_temp.open($1)::text", [table.as_str().into()]);
        tx.query_one_raw(open).await?;
        let (mut portion, mut number) = (Vec::new(), 0);
        loop {
            let rows = texts(tx, "FETCH 50 FROM rows_of_a_table").await?;
            for row in &rows {
                portion.extend_from_slice(if portion.is_empty() { b"[" } else { b",\n" });
                portion.extend_from_slice(row.as_bytes());
            }
            if portion.len() > PORTION || (rows.is_empty() && !portion.is_empty()) {
                portion.push(b']');
                put(&[&table, "/", &number.to_string()].concat(), std::mem::take(&mut portion))?;
                number += 1;
            }
            if rows.is_empty() {
                break;
            }
        }
        tx.execute_unprepared("CLOSE rows_of_a_table").await?;
    }
    Ok(())
}

/// Makes the tables as these migrations left them, ready to take rows in any order.
pub(super) async fn prepare(tx: &DatabaseTransaction, migrations: &[String]) -> Result<(), BackupError> {
    tx.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
    // Whoever looked into an empty database has left an empty list of migrations there.
    let there = "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
                 AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relname <> 'seaql_migrations'";
    if !texts(tx, there).await?.is_empty() {
        return Err(BackupError::DatabaseNotEmpty);
    }
    Migrator::install(tx).await?;
    let manager = SchemaManager::new(tx);
    for migration in Migrator::migrations().iter().filter(|migration| migrations.iter().any(|name| name == migration.name())) {
        migration.up(&manager).await?;
    }
    tx.execute_unprepared(include_str!("load.sql")).await?;
    Ok(())
}

pub(super) async fn put(tx: &DatabaseTransaction, table: &str, portion: &str) -> Result<(), BackupError> {
    let put = "SELECT pg_temp.put($1, $2::json)";
    tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, put, [table.into(), portion.into()])).await?;
    Ok(())
}

pub(super) async fn loaded(tx: &DatabaseTransaction) -> Result<(), BackupError> {
    tx.execute_unprepared(include_str!("loaded.sql")).await?;
    Ok(())
}
