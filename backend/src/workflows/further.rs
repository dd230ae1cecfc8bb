//! Invitations, invoices, conversations without an answer and summaries: how the practice decides about them, and what is noted of them.

use super::{
    setup::StaffWorkflows,
    table::{
        jobs,
        workflows::{self, Counted},
    },
};
use crate::{
    audit::Event,
    dates,
    db::Write,
    error::Error,
    practice::Practice,
    settings::{self, Switch},
    stored::By,
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    audit::AuditAct,
    settings::PracticeSettings,
    sign_in::StepUpScope,
    workflows::{Channel, FurtherPage, InvoiceReminder, Unanswered, WhyNot, WorkflowKind, tidied},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

/// As the practice has decided: whether, in its settings, and in which words.
pub(super) async fn invoice_reminder(db: &impl ConnectionTrait, settings: &PracticeSettings) -> Result<InvoiceReminder, Error> {
    let mail = workflows::of(db, WorkflowKind::InvoiceReminder).await?.map(|row| row.mail);
    Ok(InvoiceReminder { on: settings.billing.reminders, mail: mail.unwrap_or_else(|| InvoiceReminder::USUAL.into()) })
}

pub(super) async fn unanswered(db: &impl ConnectionTrait) -> Result<Unanswered, Error> {
    let Some(row) = workflows::of(db, WorkflowKind::UnansweredMessage).await? else { return Ok(Unanswered::default()) };
    let usual = Unanswered::default().hours;
    Ok(Unanswered { on: row.off_since.is_none(), hours: row.days.split(' ').next().and_then(|hours| hours.parse().ok()).unwrap_or(usual) })
}

/// Whether the summary of each session is asked for: not until the practice wants it.
pub(super) async fn summaries(db: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(workflows::of(db, WorkflowKind::SessionSummary).await?.is_some_and(|row| row.off_since.is_none()))
}

/// The moment that stands for a day, the same whatever the practice's clock is.
pub(crate) fn moment_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}

impl StaffWorkflows<'_> {
    pub async fn further(&self) -> Result<FurtherPage, Error> {
        let (db, settings) = (self.0.practice.db.read(), self.0.practice_settings().await?);
        let invoices = invoice_reminder(db, &settings).await?;
        let today = dates::today(self.0.practice.clock.now(), dates::zone(&settings.zone));
        let words = if settings.scheduling.quiet_words { InvoiceReminder::DISCREET } else { &invoices.mail };
        Ok(FurtherPage {
            invites: settings.access.invites_new_clients,
            invoice_mail: InvoiceReminder::mail_for(words, &settings.name, &settings.dates.day(today)),
            invoices,
            unanswered: unanswered(db).await?,
            summaries: summaries(db).await?,
        })
    }

    /// **Automate portal invites**. Who may come in is changed by who has just proved who they are.
    pub async fn change_invites(&self, on: bool) -> Result<(), Error> {
        self.0.proved(StepUpScope::Settings)?;
        let write = self.0.write().await?;
        settings::switch(&write, Switch::Invites(on)).await?;
        changed(write, WorkflowKind::PortalInvite, on).await
    }

    /// Whether, and in which words, whoever may pay is reminded of an invoice. What waits in the outbox says what is decided when it leaves.
    pub async fn change_invoice_reminder(&self, to: InvoiceReminder) -> Result<(), Error> {
        let to = InvoiceReminder { mail: tidied(&to.mail), ..to };
        to.check()?;
        let write = self.0.write().await?;
        settings::switch(&write, Switch::InvoiceReminders(to.on)).await?;
        let kind = WorkflowKind::InvoiceReminder;
        workflows::put_counted(&*write, Counted { kind, on: to.on, days: Vec::new(), mail: to.mail, package: None }, write.at()).await?;
        changed(write, kind, to.on).await
    }

    /// After how many hours a client's message without an answer stands on the To-do.
    pub async fn change_unanswered(&self, to: Unanswered) -> Result<(), Error> {
        to.check()?;
        self.put_counted(WorkflowKind::UnansweredMessage, to.on, vec![Some(to.hours)]).await
    }

    /// Whether the summary of each session is asked for.
    pub async fn change_summaries(&self, on: bool) -> Result<(), Error> {
        self.put_counted(WorkflowKind::SessionSummary, on, Vec::new()).await
    }

    async fn put_counted(&self, kind: WorkflowKind, on: bool, days: Vec<Option<u16>>) -> Result<(), Error> {
        let write = self.0.write().await?;
        workflows::put_counted(&*write, Counted { kind, on, days, mail: String::new(), package: None }, write.at()).await?;
        changed(write, kind, on).await
    }
}

async fn changed(write: Write, kind: WorkflowKind, on: bool) -> Result<(), Error> {
    let told = format!("{}: {}", kind.name(), if on { "on" } else { "off" });
    Ok(write.commit(Event::of(AuditAct::WorkflowChanged).detail(told)).await?)
}

/// Under which key something was done, once.
pub(crate) struct Key {
    pub kind: WorkflowKind,
    pub chart: Uuid,
    pub subject: Uuid,
    pub moment: DateTime<Utc>,
    pub step: i32,
}

/// What came of it.
pub(crate) enum Came {
    /// A mail to who holds that grant.
    Mail(Uuid, Uuid),
    Task(Uuid),
    Nothing(WhyNot),
}

impl Key {
    /// Whether it was done already: asked while the chart is held, it is the truth.
    pub async fn is_done(&self, db: &impl ConnectionTrait) -> Result<bool, Error> {
        Ok(jobs::done(db, self.kind, vec![self.subject]).await?.contains(&(self.subject, self.moment, self.step)))
    }

    pub async fn note(&self, practice: &Practice, write: &Write, came: Came) -> Result<(), Error> {
        let (channel, reader, mail, task, why_not) = match came {
            Came::Mail(grant, mail) => (Channel::Mail, grant, Some(mail), None, None),
            Came::Task(task) => (Channel::Task, self.chart, None, Some(task), None),
            Came::Nothing(why) => (Channel::Mail, self.chart, None, None, Some(By(why))),
        };
        let row = jobs::ActiveModel {
            id: Set(practice.randomness.id()),
            kind: Set(By(self.kind)),
            subject_id: Set(self.subject),
            moment: Set(self.moment),
            step: Set(self.step),
            channel: Set(By(channel)),
            reader_id: Set(reader),
            chart_id: Set(self.chart),
            mail_id: Set(mail),
            why_not: Set(why_not),
            made_at: Set(write.at()),
            task_id: Set(task),
        };
        row.insert(&**write).await?;
        Ok(())
    }
}

/// A new client was invited by itself.
pub(crate) async fn invited(practice: &Practice, write: &Write, chart: Uuid, grant: Uuid, mail: Uuid) -> Result<(), Error> {
    let key = Key { kind: WorkflowKind::PortalInvite, chart, subject: chart, moment: write.at(), step: 0 };
    key.note(practice, write, Came::Mail(grant, mail)).await
}

/// A new client was not invited, although every new client is.
pub(crate) async fn not_invited(practice: &Practice, write: &Write, chart: Uuid) -> Result<(), Error> {
    let key = Key { kind: WorkflowKind::PortalInvite, chart, subject: chart, moment: write.at(), step: 0 };
    key.note(practice, write, Came::Nothing(WhyNot::NoAddress)).await
}
