//! The disk below SQLite. After it has failed a commit once, nobody knows what is on it, and what the system holds in memory may
//! say otherwise: nothing more is written, and the process ends, rather than give its word for what may be gone (F3).

use sea_orm::{DbErr, RuntimeErr};
use tokio::sync::watch;

/// What SQLite calls trouble with reading, writing or syncing its files. Its kinds (SQLITE_IOERR_FSYNC is 1034) end in it.
const IO_ERROR: u32 = 10;

/// Whether the disk still keeps what it is given.
#[derive(Clone)]
pub(crate) struct Disk(watch::Sender<bool>);

impl Disk {
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Refuses, once it has failed.
    pub fn keeps(&self) -> Result<(), DbErr> {
        if self.has_failed() { Err(DbErr::Custom("the disk has failed: nothing more is written".into())) } else { Ok(()) }
    }

    pub fn has_failed(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it fails.
    pub async fn until_it_fails(&self) {
        // This end of the line is never gone before the other.
        let _ = self.0.subscribe().wait_for(|failed| *failed).await;
    }

    /// Looks at how a commit on SQLite ended.
    pub fn heed(&self, committed: &Result<(), DbErr>) {
        let Err(error) = committed else { return };
        if is_of_the_disk(error) && !self.0.send_replace(true) {
            tracing::error!(%error, "the disk failed while a change was written: nothing more is written, and the process ends");
        }
    }
}

fn is_of_the_disk(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| is_io_error(&code))
}

/// The last byte of SQLite's extended codes is the code they belong to.
fn is_io_error(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|code| code & 0xff == IO_ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::error::{DatabaseError, ErrorKind};
    use std::{borrow::Cow, error::Error, fmt, sync::Arc};

    #[derive(Debug)]
    struct Answered(&'static str);

    impl fmt::Display for Answered {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(out, "code {}", self.0)
        }
    }

    impl Error for Answered {}

    impl DatabaseError for Answered {
        fn message(&self) -> &str {
            "disk I/O error"
        }
        fn code(&self) -> Option<Cow<'_, str>> {
            Some(self.0.into())
        }
        fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
            self
        }
        fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
            self
        }
        fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
            self
        }
        fn kind(&self) -> ErrorKind {
            ErrorKind::Other
        }
    }

    fn committed(code: &'static str) -> Result<(), DbErr> {
        Err(DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::Database(Box::new(Answered(code)))))))
    }

    /// <https://sqlite.org/rescode.html>
    #[test]
    fn what_the_disk_did_not_keep_is_told_from_other_trouble() {
        for (code, name) in [("10", "IOERR"), ("778", "WRITE"), ("1034", "FSYNC"), ("1290", "DIR_FSYNC"), ("1546", "TRUNCATE")] {
            assert!(is_io_error(code), "{name}");
        }
        // Busy, locked, full (the change is undone cleanly), corrupt, read-only, a constraint; and words.
        for code in ["5", "6", "13", "11", "8", "2067", "1555", "517", "", "HY000", "-1"] {
            assert!(!is_io_error(code), "{code}");
        }
    }

    #[tokio::test]
    async fn after_a_failed_sync_nothing_is_taken_any_more() {
        let disk = Disk::new();
        for fine in [Ok(()), committed("2067"), committed("13"), Err(DbErr::Custom("1034".into()))] {
            disk.heed(&fine);
        }
        assert!(disk.keeps().is_ok() && !disk.has_failed());
        let waits = tokio::spawn({
            let disk = disk.clone();
            async move { disk.until_it_fails().await }
        });
        disk.heed(&committed("1034"));
        waits.await.unwrap();
        assert!(disk.has_failed() && disk.keeps().is_err());
        // It does not mend.
        disk.heed(&Ok(()));
        assert!(disk.has_failed());
    }
}
