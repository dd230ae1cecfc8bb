//! Where a backup of PostgreSQL is tried out: a schema of its own in a database that is there, taken away afterwards.

use super::BackupError;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

pub struct Scratch {
    db: DatabaseConnection,
    /// The database, with nothing but this schema in sight.
    pub url: String,
}

impl Scratch {
    /// One that a killed try left is taken away first.
    pub async fn new(database_url: &str) -> Result<Self, BackupError> {
        let mut url = url::Url::parse(database_url).map_err(|_| BackupError::Database(crate::DatabaseError::AddressUnreadable))?;
        let mut options = ConnectOptions::new(database_url.to_owned());
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await?;
        db.execute_unprepared("DROP SCHEMA IF EXISTS anteroom_verify CASCADE; CREATE SCHEMA anteroom_verify").await?;
        url.query_pairs_mut().append_pair("options[search_path]", "anteroom_verify");
        Ok(Self { db, url: url.into() })
    }

    pub async fn remove(self) -> Result<(), BackupError> {
        self.db.execute_unprepared("DROP SCHEMA anteroom_verify CASCADE").await?;
        Ok(self.db.close().await?)
    }
}
