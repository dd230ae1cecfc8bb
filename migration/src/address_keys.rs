//! One canonical key for addresses: only the capitals A to Z are folded, and a host has one spelling (IDNA). Before, whatever Unicode
//! calls small was folded, so that a KELVIN SIGN stood for a k.
//!
//! Addresses of accounts and of staff that become one key both stay as they are: each is found as it is written, and a task for
//! administrators names them. What the key was made by then is written down here, whatever becomes of it later.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value},
};
use std::collections::BTreeMap;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261130_000020_address_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let mut alike = false;
        for table in ["accounts", "staff"] {
            alike |= one_each(db, table).await?;
        }
        for (table, address, key) in [("chart_emails", "address", "address_key"), ("contacts", "email", "email_key")] {
            several(db, table, address, key).await?;
        }
        if alike {
            let now = if db.get_database_backend() == DbBackend::Sqlite { "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" } else { "now()" };
            let task = ["INSERT INTO tasks (id, kind, since) VALUES ($1, 'addresses_alike', ", now, ")"].concat();
            say(db, &task, vec![TASK_ID.into()]).await?;
        }
        Ok(())
    }
}

/// There is one task about it in a practice.
const TASK_ID: uuid::Uuid = uuid::Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0020_0001);

fn key_of(address: &str) -> String {
    let Some((local, host)) = address.rsplit_once('@') else { return address.to_ascii_lowercase() };
    let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_ascii_lowercase());
    format!("{}@{host}", local.to_ascii_lowercase())
}

/// Its address and its key as they stand.
struct Row {
    id: Value,
    address: String,
    key: String,
}

impl Row {
    fn read(row: &QueryResult, sqlite: bool) -> Result<Self, DbErr> {
        let id = if sqlite { Value::from(row.try_get_by::<Vec<u8>, _>("id")?) } else { row.try_get_by::<uuid::Uuid, _>("id")?.into() };
        Ok(Self { id, address: row.try_get_by("address")?, key: row.try_get_by("key")? })
    }
}

async fn rows(db: &SchemaManagerConnection<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, DbErr> {
    let backend = db.get_database_backend();
    let found = db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    found.iter().map(|row| Row::read(row, backend == DbBackend::Sqlite)).collect()
}

async fn say(db: &SchemaManagerConnection<'_>, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Only what holds more than ASCII can have another key.
fn beyond_ascii(db: &SchemaManagerConnection<'_>, column: &str) -> String {
    match db.get_database_backend() {
        DbBackend::Sqlite => format!("{column} GLOB '*[^ -~]*'"),
        _ => format!("{column} COLLATE \"C\" ~ '[^ -~]'"),
    }
}

/// Of accounts and staff each has a key of its own. Says whether some became one.
async fn one_each(db: &SchemaManagerConnection<'_>, table: &str) -> Result<bool, DbErr> {
    let changing = beyond_ascii(db, "email");
    let select = ["SELECT id, email AS address, email_key AS key FROM ", table, " WHERE "].concat();
    let mut of_key: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(db, &[&select, changing.as_str()].concat(), Vec::new()).await? {
        of_key.entry(key_of(&row.address)).or_default().push(row);
    }
    let update = ["UPDATE ", table, " SET email_key = $1 WHERE id = $2"].concat();
    let mut alike = false;
    for (key, mut rows_of_key) in of_key {
        for other in rows(db, &[&select, "email_key = $1"].concat(), vec![key.clone().into()]).await? {
            if rows_of_key.iter().all(|row| row.id != other.id) {
                rows_of_key.push(other);
            }
        }
        let shared = rows_of_key.len() > 1;
        alike |= shared;
        for row in rows_of_key {
            // A blank stands in no address: so this key is found by the very address alone.
            let key = if shared { format!(" {}", row.address) } else { key.clone() };
            if key != row.key {
                say(db, &update, vec![key.into(), row.id]).await?;
            }
        }
    }
    Ok(alike)
}

/// The same address may stand on several charts, but on each of them once: there the second one keeps its key.
async fn several(db: &SchemaManagerConnection<'_>, table: &str, address: &str, key: &str) -> Result<(), DbErr> {
    let changing = beyond_ascii(db, address);
    let select = ["SELECT id, ", address, " AS address, ", key, " AS key FROM ", table, " WHERE ", changing.as_str()].concat();
    let free = match table {
        "chart_emails" => {
            " AND NOT EXISTS (SELECT 1 FROM chart_emails AS other JOIN chart_emails AS own ON own.chart_id = other.chart_id \
             WHERE own.id = $2 AND other.address_key = $1)"
        }
        _ => "",
    };
    let update = ["UPDATE ", table, " SET ", key, " = $1 WHERE id = $2", free].concat();
    for row in rows(db, &select, Vec::new()).await? {
        let key = key_of(&row.address);
        if key != row.key {
            say(db, &update, vec![key.into(), row.id]).await?;
        }
    }
    Ok(())
}
