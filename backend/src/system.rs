//! The system itself: jobs and the command line. Made once, at start-up; it never meets a request.

mod sweep;

use crate::{
    audit::{self, Event, Stamp, Verdict},
    error::Error,
    notices,
    practice::{OpenError, Practice},
    seed::{self, Cast},
    settings, sign_in,
};
use chrono::{DateTime, Duration, Utc};
use domain::{
    audit::AuditAct,
    ids::StaffId,
    settings::TeamMember,
    sign_in::{Refusal as SignInRefusal, check_password},
};
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
            kind: "system",
            id: None,
            name: "Anteroom".into(),
            address: String::new(),
            agent: String::new(),
        }
    }

    /// Sends the next mail whose turn has come. Returns whether there was one.
    pub async fn deliver_next(&self) -> Result<bool, Error> {
        notices::deliver_next(&self.practice, self).await
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

    /// Whether mail is handed to a mail server, or shown in the demo mailbox. If not, it waits.
    pub async fn mail_can_leave(&self) -> Result<bool, Error> {
        notices::can_leave(&self.practice).await
    }

    /// Walks the whole audit trail.
    pub async fn verify_audit(&self) -> Result<Verdict, Error> {
        audit::verify(self.practice.db.read(), Some(&self.audit_notes())).await.map_err(Error::unexpected)
    }

    /// Walks the chain of signatures. Names the first one that is not what it was.
    pub async fn verify_signatures(&self) -> Result<Option<String>, Error> {
        crate::documents::verify_signatures(&self.practice).await
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

    /// Looks at what birthdays do to the access of parents and guardians.
    pub async fn look_at_ages(&self) -> Result<(), Error> {
        crate::invites::look_at_ages(self).await
    }

    /// Removes the next lost second factor whose three days are over. Returns whether there was one.
    pub async fn do_next_factor_reset(&self) -> Result<bool, Error> {
        sign_in::do_next_factor_reset(&self.practice, self).await
    }

    /// Whether everything here is made up.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        settings::is_demo(&self.practice).await
    }

    /// Fills an empty practice with the cast. One with people in it is refused.
    pub async fn seed_demo(&self) -> Result<Cast, Error> {
        seed::demo(self).await
    }

    /// Adds so many made-up charts, the same ones every time, to what is empty or made up.
    pub async fn seed_scale(&self, charts: u32) -> Result<(), Error> {
        seed::scale(self, charts).await
    }

    /// Adds a member of staff: how the first one comes in. What the office asks of a new member, and of a password, is asked here too.
    pub async fn add_staff(&self, new: TeamMember, password: &str) -> Result<StaffId, Error> {
        let practice = &self.practice;
        let about = [new.first_name.clone(), new.last_name.clone(), new.email.clone(), settings::load(practice).await?.name];
        let read = settings::read_member(new);
        let words: Vec<&str> = about.iter().map(String::as_str).collect();
        let mut refused = check_password(password, &words).err().unwrap_or_default();
        if refused.is_empty() && practice.passwords.is_common(password, &about).await {
            refused.push(SignInRefusal::PasswordCommon);
        }
        let refused: Vec<domain::Refusal> = refused.into_iter().map(Into::into).collect();
        let member = match read {
            Ok(member) if refused.is_empty() => member,
            read => return Err(Error::Refused([read.err().unwrap_or_default(), refused].concat())),
        };
        let password_hash = practice.passwords.hash(password).await;
        let write = practice.db.write(self.stamp()).await?;
        let id = settings::put_member(practice, &write, &member, password_hash).await?;
        write.commit(Event::of(AuditAct::StaffAdded).subject(id).detail(member.roles())).await?;
        Ok(StaffId(id))
    }

    fn audit_notes(&self) -> PathBuf {
        self.practice.data.join("audit-ends.log")
    }
}
