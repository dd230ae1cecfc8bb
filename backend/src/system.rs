//! The system itself: jobs and the command line. Made once, at start-up; it never meets a request.

mod sweep;

use crate::{
    audit::{self, Event, Stamp, Verdict},
    error::Error,
    notices,
    practice::Practice,
    seed::{self, Cast},
    settings, sign_in,
    sign_in::table::staff,
};
use chrono::{DateTime, Duration, Utc};
use domain::{Role, audit::AuditAct, charts::EmailAddress, ids::StaffId, sign_in::check_password};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::path::PathBuf;

#[derive(Clone)]
pub struct System {
    pub(crate) practice: Practice,
}

/// Somebody who is to work in the practice.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub first_name: String,
    pub last_name: String,
    pub credentials: Option<String>,
    pub email: String,
    pub password: String,
    pub roles: Vec<Role>,
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

    /// Fills an empty practice with the cast.
    pub async fn seed_demo(&self) -> Result<Cast, Error> {
        seed::demo(self).await
    }

    /// Adds so many made-up charts, the same ones every time.
    pub async fn seed_scale(&self, charts: u32) -> Result<(), Error> {
        seed::scale(self, charts).await
    }

    /// Adds a member of staff: how the first one comes in.
    pub async fn add_staff(&self, new: NewStaff) -> Result<StaffId, Error> {
        let email = EmailAddress::read(&new.email)?;
        check_password(&new.password, &[&new.first_name, &new.last_name, &new.email])?;
        let password_hash = self.practice.passwords.hash(&new.password).await;
        let id = self.practice.randomness.id();
        let write = self.practice.db.write(self.stamp()).await?;
        if staff::by_email(&*write, &email.key()).await?.is_some() {
            return Err(domain::charts::Refusal::EmailTwice.into());
        }
        let roles: Vec<&str> = new.roles.iter().map(|role| role.name()).collect();
        staff::ActiveModel {
            id: Set(id),
            first_name: Set(new.first_name),
            last_name: Set(new.last_name),
            credentials: Set(new.credentials),
            email_key: Set(email.key()),
            email: Set(email.to_string()),
            password_hash: Set(password_hash),
            roles: Set(roles.join(" ")),
            added_at: Set(self.practice.clock.now()),
            disabled_at: Set(None),
        }
        .insert(&*write)
        .await?;
        write.commit(Event::of(AuditAct::StaffAdded).subject(id)).await?;
        Ok(StaffId(id))
    }

    fn audit_notes(&self) -> PathBuf {
        self.practice.data.join("audit-ends.log")
    }
}
