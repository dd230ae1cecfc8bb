//! Settings → **Workflows**.

use super::{
    load, paperwork, sample,
    table::{
        jobs,
        workflows::{self, Counted},
    },
};
use crate::{
    actors::Staff,
    audit::Event,
    dates::{self, Local},
    error::Error,
    forms,
    notices::{self, Outgoing},
};
use chrono::Days;
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    invites::WAIT_FOR_HANDOVER,
    notices::MailKind,
    workflows::{
        FormExpiry, FormReminder, NewClientForms, PaperworkPage, Refusal, SentLine, Workflow, WorkflowKind, WorkflowPage,
        check_records_within, tidied,
    },
};

/// So many of the last stand on the page.
const SHOWN: u64 = 5;

impl Staff {
    /// What the practice does by itself, for who may change its settings.
    pub async fn workflows(&self) -> Result<StaffWorkflows<'_>, Error> {
        self.may(Act::ChangeSettings, "workflows").await?;
        Ok(StaffWorkflows(self))
    }
}

/// Workflows, in the hands of somebody who may change them.
pub struct StaffWorkflows<'a>(pub(super) &'a Staff);

impl StaffWorkflows<'_> {
    /// How each of them is, what it says, and the last that were sent, or were not.
    pub async fn all(&self) -> Result<(WorkflowPage, PaperworkPage), Error> {
        let practice = &self.0.practice;
        let (db, settings) = (practice.db.read(), self.0.practice_settings().await?);
        let texts = notices::texts_can_leave(practice).await?;
        let kind = WorkflowKind::AppointmentReminder;
        let workflow = load(db, kind).await?;
        let told = sample(&settings, practice.clock.now());
        let shown = if settings.scheduling.quiet_words { Workflow::discreet(kind) } else { workflow.clone() };
        let (mail, text) = (shown.mail_for(&told), shown.text_for(&told));
        let appointments = WorkflowPage { workflow, mail, text, texts, sent: self.sent(&[kind]).await? };
        let reminder = paperwork::form_reminder(db).await?;
        let tomorrow = dates::today(practice.clock.now(), dates::zone(&settings.zone)) + Days::new(1);
        let words = if settings.scheduling.quiet_words { FormReminder::DISCREET } else { &reminder.mail };
        let forms = PaperworkPage {
            new_clients: paperwork::new_clients(db).await?,
            packages: forms::package_titles(db).await?,
            mail: FormReminder::mail_for(words, &settings.name, &settings.dates.day(tomorrow)),
            reminder,
            expiry: paperwork::form_expiry(db).await?,
            records_within: paperwork::records_within(db).await?,
            sent: self.sent(&[WorkflowKind::FormReminder, WorkflowKind::NewClientForms]).await?,
        };
        self.0.record(Event::of(AuditAct::WorkflowsOpened)).await?;
        Ok((appointments, forms))
    }

    async fn sent(&self, kinds: &[WorkflowKind]) -> Result<Vec<SentLine>, Error> {
        let mut rows = Vec::new();
        for kind in kinds {
            rows.extend(jobs::newest(self.0.practice.db.read(), *kind, None, SHOWN).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.made_at));
        rows.truncate(SHOWN as usize);
        self.lines(rows).await
    }

    /// **When a chart is created**: which package its client gets.
    pub async fn change_new_clients(&self, to: NewClientForms) -> Result<(), Error> {
        to.check()?;
        if let Some(package) = to.package
            && !forms::can_be_sent(self.0.practice.db.read(), package).await?
        {
            return Err(Refusal::PackageMissing.into());
        }
        self.put(Counted { on: to.on, package: to.package.map(|id| id.0), ..counted(WorkflowKind::NewClientForms, Vec::new()) }).await
    }

    /// When whoever has not submitted a form is reminded, and in which words.
    pub async fn change_form_reminder(&self, to: FormReminder) -> Result<(), Error> {
        let to = FormReminder { mail: tidied(&to.mail), ..to };
        to.check()?;
        self.put(Counted { on: to.on, mail: to.mail, ..counted(WorkflowKind::FormReminder, vec![to.before, to.after]) }).await
    }

    /// When what was not submitted is closed.
    pub async fn change_form_expiry(&self, to: FormExpiry) -> Result<(), Error> {
        to.check()?;
        self.put(Counted { on: to.on, ..counted(WorkflowKind::FormExpiry, vec![Some(to.after)]) }).await
    }

    /// Within how many days a request for records is to be answered. Those that are there keep their day.
    pub async fn change_records_within(&self, days: u16) -> Result<(), Error> {
        check_records_within(days)?;
        self.put(counted(WorkflowKind::RecordRequest, vec![Some(days)])).await
    }

    async fn put(&self, workflow: Counted) -> Result<(), Error> {
        let write = self.0.write().await?;
        let told = format!("{}: {}", workflow.kind.name(), if workflow.on { "on" } else { "off" });
        workflows::put_counted(&*write, workflow, write.at()).await?;
        Ok(write.commit(Event::of(AuditAct::WorkflowChanged).detail(told)).await?)
    }

    /// Changes one. What waits in the outbox says what is decided when it leaves.
    pub async fn change(&self, workflow: Workflow) -> Result<(), Error> {
        if workflow.kind != WorkflowKind::AppointmentReminder {
            return Err(self.0.not_found("workflows", None).await);
        }
        let workflow = workflow.tidied();
        workflow.check()?;
        let write = self.0.write().await?;
        workflows::put(&*write, &workflow, write.at()).await?;
        let state = if workflow.on { "on" } else { "off" };
        Ok(write.commit(Event::of(AuditAct::WorkflowChanged).detail(format!("{}: {state}", workflow.kind.name()))).await?)
    }

    /// A test to oneself, of an appointment or a form tomorrow. Says whether it has left, or soon will as far as one knows.
    pub async fn send_test(&self, kind: WorkflowKind) -> Result<bool, Error> {
        let staff = self.0;
        let (mail, path) = match kind {
            WorkflowKind::AppointmentReminder => (MailKind::AppointmentReminder, "/appointments"),
            WorkflowKind::FormReminder => (MailKind::FormReminder, "/documents"),
            WorkflowKind::SignatureReminder => (MailKind::SignatureReminder, "/documents"),
            WorkflowKind::InvoiceReminder => (MailKind::InvoiceReminder, "/account"),
            _ => return Err(staff.not_found("workflows", None).await),
        };
        let write = staff.write().await?;
        let address = EmailAddress::lenient(&staff.member.email)?;
        let mail = Outgoing { staff: Some(staff.member.id), ..Outgoing::new(mail, &address, path.into()) };
        let mail = notices::queue_to(&staff.practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::WorkflowTried).subject(staff.member.id).detail(kind.name())).await?;
        staff.practice.ring_for_mail();
        notices::wait_for_handover(&staff.practice, mail, WAIT_FOR_HANDOVER).await?;
        let at = Local { now: staff.practice.clock.now(), zone: dates::zone(&staff.practice_settings().await?.zone) };
        Ok(notices::undelivered_to(staff.practice.db.read(), staff.member.id, at).await?.is_none())
    }
}

/// One of those that count days, on, with nothing besides.
fn counted(kind: WorkflowKind, days: Vec<Option<u16>>) -> Counted {
    Counted { kind, on: true, days, mail: String::new(), package: None }
}
