//! The tables. Each file under `tables/` is written once, in PostgreSQL's words, and said to SQLite in its own.
//!
//! A migration that has landed is never edited; what changes is a new one.

mod address_keys;
mod names;
mod people;
mod words;

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

macro_rules! rooms {
    ($($module:ident $name:literal $file:literal),+ $(,)?) => {
        $(mod $module {
            use super::*;
            pub struct Migration;

            impl MigrationName for Migration {
                fn name(&self) -> &str {
                    $name
                }
            }

            #[async_trait::async_trait]
            impl MigrationTrait for Migration {
                /// On SQLite too: one that is killed half way has not happened (F12).
                fn use_transaction(&self) -> Option<bool> {
                    Some(true)
                }

                async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    say(manager, include_str!($file)).await
                }
            }
        })+

        pub struct Migrator;

        #[async_trait::async_trait]
        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($module::Migration)),+, Box::new(address_keys::Migration), Box::new(words::Migration), Box::new(names::Migration), Box::new(people::Migration)]
            }
        }
    };
}

rooms! {
    settings "m20261121_000001_settings" "tables/settings.sql",
    staff "m20261121_000002_staff" "tables/staff.sql",
    audit "m20261121_000003_audit" "tables/audit.sql",
    charts "m20261121_000004_charts" "tables/charts.sql",
    invites "m20261121_000005_invites" "tables/invites.sql",
    sign_in "m20261121_000006_sign_in" "tables/sign_in.sql",
    documents "m20261121_000007_documents" "tables/documents.sql",
    messages "m20261121_000008_messages" "tables/messages.sql",
    notices "m20261121_000009_notices" "tables/notices.sql",
    access "m20261122_000010_access" "tables/access.sql",
    factors "m20261122_000011_factors" "tables/factors.sql",
    imports "m20261122_000012_imports" "tables/imports.sql",
    passkeys "m20261122_000013_passkeys" "tables/passkeys.sql",
    outbox "m20261122_000014_outbox" "tables/outbox.sql",
    proof "m20261122_000015_proof" "tables/proof.sql",
    indexes "m20261122_000016_indexes" "tables/indexes.sql",
    signatures "m20261122_000017_signatures" "tables/signatures.sql",
    trouble "m20261130_000019_mail_trouble" "tables/trouble.sql",
    once "m20261130_000022_once" "tables/once.sql",
    mail_shares "m20261130_000023_mail_shares" "tables/mail_shares.sql",
    dates "m20261130_000024_date_order" "tables/dates.sql",
    alerts "m20261130_000025_alerts" "tables/alerts.sql",
    conversations "m20261130_000026_conversations" "tables/conversations.sql",
    files "m20261130_000027_files" "tables/files.sql",
    events "m20261130_000028_events" "tables/events.sql",
    announcements "m20261130_000029_announcements" "tables/announcements.sql",
    message_search "m20261130_000033_message_search" "tables/message_search.sql",
    filings "m20261130_000030_filings" "tables/filings.sql",
    appointments "m20261130_000031_appointments" "tables/appointments.sql",
    inbox "m20261130_000034_inbox" "tables/inbox.sql",
    phones "m20261130_000039_phones" "tables/phones.sql",
    workflows "m20261130_000040_workflows" "tables/workflows.sql",
    public "m20261130_000041_public" "tables/public.sql",
    forms "m20261201_000042_forms" "tables/forms.sql",
    form_files "m20261201_000043_form_files" "tables/form_files.sql",
    moving "m20261201_000047_moving" "tables/moving.sql",
    paperwork "m20261201_000046_paperwork" "tables/paperwork.sql",
    signers "m20261201_000044_signers" "tables/signers.sql",
    billing "m20261201_000045_billing" "tables/billing.sql",
    information "m20261201_000048_information" "tables/information.sql",
    activities "m20261201_000049_activities" "tables/activities.sql",
    branding "m20261201_000050_branding" "tables/branding.sql",
    todo "m20261201_000051_todo" "tables/todo.sql",
    acting "m20261201_000053_acting" "tables/acting.sql",
    gateway "m20261201_000054_gateway" "tables/gateway.sql",
}

async fn say(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let database = manager.get_connection();
    let sqlite = database.get_database_backend() == DbBackend::Sqlite;
    database.execute_unprepared(&if sqlite { in_sqlite(sql) } else { in_postgres(sql) }).await?;
    Ok(())
}

/// SQLite knows four types and checks them in STRICT tables; its text compares byte by byte anyway.
fn in_sqlite(sql: &str) -> String {
    let sql = without(sql, "postgres");
    [
        (" uuid", " BLOB"),
        (" timestamptz", " TEXT"),
        (" bytea", " BLOB"),
        (" bigserial PRIMARY KEY", " INTEGER PRIMARY KEY AUTOINCREMENT"),
        (" bigint", " INTEGER"),
        (" boolean", " INTEGER"),
        (" COLLATE \"C\"", ""),
        ("\n);", "\n) STRICT;"),
    ]
    .into_iter()
    .fold(sql, |sql, (from, to)| sql.replace(from, to))
}

fn in_postgres(sql: &str) -> String {
    without(sql, "sqlite")
}

/// Leaves out what stands between `-- only DIALECT` and `-- both`.
fn without(sql: &str, dialect: &str) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut keep = true;
    for line in sql.lines() {
        match line.trim().strip_prefix("-- only ") {
            Some(only) => keep = only != dialect,
            None if line.trim() == "-- both" => keep = true,
            None if keep => {
                kept.push_str(line);
                kept.push('\n');
            }
            None => {}
        }
    }
    kept
}
