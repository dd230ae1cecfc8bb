//! Why a database cannot be opened, as far as an operator can do something about it. The library's own words are for programmers, and
//! can hold the address with its password.

use sea_orm::{
    ConnAcquireErr, DbErr, RuntimeErr,
    sqlx::{Error as SqlxError, postgres::PgConnectOptions, sqlite::SqliteConnectOptions},
};

/// What is wrong with a database that does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseError {
    /// The address is none.
    AddressUnreadable,
    /// Nobody answers there.
    Unreachable,
    /// User or password is wrong, or this user may not come in from here.
    Refused,
    /// The server has no database of this name.
    NoSuchDatabase,
    /// The user may not make or change tables.
    NotAllowed,
    /// The server is not reached under the protection that was asked for.
    NoEncryption,
    /// The file cannot be opened or made.
    FileClosed,
    /// The file holds something else.
    NotADatabase,
    /// The file is broken.
    Damaged,
    ReadOnly,
    DiskFull,
    /// Another program holds it.
    Locked,
    /// Anything else, in the library's words.
    Other(String),
}

impl From<&DbErr> for DatabaseError {
    fn from(error: &DbErr) -> Self {
        let other = || Self::Other(error.to_string());
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Unreachable,
            // The words that come with these can hold the whole address.
            DbErr::Conn(RuntimeErr::Internal(_)) => Self::AddressUnreadable,
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
                SqlxError::Configuration(_) => Self::AddressUnreadable,
                SqlxError::Io(_) | SqlxError::PoolTimedOut => Self::Unreachable,
                SqlxError::Tls(_) => Self::NoEncryption,
                SqlxError::Database(error) => error.code().and_then(|code| of_code(&code)).unwrap_or_else(other),
                _ => other(),
            },
            _ => other(),
        }
    }
}

/// SQLite's codes are numbers, of which the last byte tells the kind; PostgreSQL's have five signs.
fn of_code(code: &str) -> Option<DatabaseError> {
    use DatabaseError::*;
    Some(match code {
        "28P01" | "28000" => Refused,
        "3D000" => NoSuchDatabase,
        "42501" => NotAllowed,
        "57P03" | "53300" => Unreachable,
        _ if code.len() == 5 => return None,
        _ => match code.parse::<u32>().ok()? & 0xff {
            26 => NotADatabase,
            11 => Damaged,
            14 | 23 => FileClosed,
            8 => ReadOnly,
            13 => DiskFull,
            5 | 6 => Locked,
            _ => return None,
        },
    })
}

/// Whether this is an address that can be opened, as far as can be said without trying.
pub fn reads_database_url(url: &str) -> bool {
    if url.starts_with("sqlite:") { url.parse::<SqliteConnectOptions>().is_ok() } else { url.parse::<PgConnectOptions>().is_ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, Durability};

    async fn trouble(url: &str) -> DatabaseError {
        let Err(error) = Db::open(url, Durability::Full).await else { panic!("{url} opens") };
        DatabaseError::from(&error)
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_database_is_told_in_our_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.csv");
        std::fs::write(&file, "last_name,first_name\n".repeat(100)).unwrap();
        assert_eq!(trouble(&format!("sqlite://{}", file.display())).await, DatabaseError::NotADatabase);
        assert_eq!(trouble("sqlite:///nowhere/anteroom.db").await, DatabaseError::FileClosed);
        assert_eq!(trouble("postgres://admin:TopSecret@127.0.0.1:99999/x").await, DatabaseError::AddressUnreadable);
        assert_eq!(trouble("mysql://admin:TopSecret@127.0.0.1/x").await, DatabaseError::AddressUnreadable);
        assert_eq!(trouble("postgres://admin:TopSecret@127.0.0.1:1/x").await, DatabaseError::Unreachable);
        assert!(reads_database_url("postgres://admin:TopSecret@127.0.0.1:1/x"));
        assert!(!reads_database_url("postgres://admin:TopSecret@127.0.0.1:99999/x"));
    }

    #[test]
    fn codes_are_known_with_and_without_their_kinds() {
        assert_eq!(of_code("11"), Some(DatabaseError::Damaged));
        assert_eq!(of_code("1038"), Some(DatabaseError::FileClosed));
        assert_eq!(of_code("28P01"), Some(DatabaseError::Refused));
        assert_eq!(of_code("42P01"), None);
    }
}
