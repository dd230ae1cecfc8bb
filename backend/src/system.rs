//! The system itself: jobs and the command line. Made once, at start-up; it never meets a request. Rooms bring their own jobs.

mod sweep;

use crate::{
    audit::{self, Event, Stamp, Verdict},
    error::Error,
    practice::{OpenError, Practice},
};
use chrono::{DateTime, Duration, Utc};
use domain::audit::{ActorKind, AuditAct};
use std::path::PathBuf;

#[derive(Clone)]
pub struct System {
    pub(crate) practice: Practice,
}

impl System {
    pub(crate) fn new(practice: Practice) -> Self {
        Self { practice }
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp {
            at: self.practice.clock.now(),
            kind: ActorKind::System,
            id: None,
            name: "Anteroom".into(),
            address: String::new(),
            agent: String::new(),
        }
    }

    /// Returns when a mail was queued in this process.
    pub async fn wait_for_mail(&self) {
        self.practice.mail_bell.notified().await;
    }

    /// Notes the audit trail's end beside the database (T45).
    pub async fn note_audit_end(&self) -> Result<(), Error> {
        audit::note_end(self.practice.db.read(), &self.audit_notes(), self.practice.clock.now()).await.map_err(Error::unexpected)
    }

    /// Looks whether the audit trail still reaches as far as was noted beside the database. A database without tables has none.
    pub(crate) async fn check_trail_reaches(&self, has_tables: bool) -> Result<(), OpenError> {
        match audit::shortfall(self.practice.db.read(), &self.audit_notes(), has_tables).await {
            Ok(None) => Ok(()),
            Ok(Some((noted, found))) => Err(OpenError::TrailCutOff { noted, found }),
            Err(audit::NoteError::Database(error)) => Err(error.into()),
            Err(audit::NoteError::File(error)) => Err(OpenError::NotesUnreadable(error)),
        }
    }

    /// Whether the audit trail still reaches as far as was noted beside the database.
    pub async fn check_trail(&self) -> Result<(), OpenError> {
        self.check_trail_reaches(true).await
    }

    /// Walks the whole audit trail.
    pub async fn verify_audit(&self) -> Result<Verdict, Error> {
        audit::verify(self.practice.db.read(), Some(&self.audit_notes())).await.map_err(Error::unexpected)
    }

    /// What the practice's clock says.
    pub fn now(&self) -> DateTime<Utc> {
        self.practice.clock.now()
    }

    /// Looks whether the clock has jumped since it said `before`, while `passed` has really passed. If so, the log and the audit trail
    /// say so: every link, session and wait is counted by it (F9). Returns what it says now.
    pub async fn look_at_clock(&self, before: DateTime<Utc>, passed: std::time::Duration) -> Result<DateTime<Utc>, Error> {
        let now = self.now();
        let passed = Duration::from_std(passed).map_err(Error::unexpected)?;
        if let Some(jump) = domain::jump(before, now, passed) {
            let seconds = jump.num_seconds();
            tracing::error!(seconds, "the machine's clock has jumped: look whether it is right");
            let write = self.practice.db.write(self.stamp()).await?;
            write.commit(Event::of(AuditAct::ClockJumped).detail(format!("by {seconds:+} s"))).await?;
        }
        Ok(now)
    }

    fn audit_notes(&self) -> PathBuf {
        self.practice.data.join("audit-ends.log")
    }
}
