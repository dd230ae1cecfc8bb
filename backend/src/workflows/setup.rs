//! Settings → **Workflows**.

use super::{
    load, sample,
    table::{jobs, workflows},
};
use crate::{
    actors::Staff,
    audit::Event,
    charts,
    dates::{self, Local},
    error::Error,
    notices::{self, Outgoing},
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    charts::EmailAddress,
    ids::AppointmentId,
    invites::WAIT_FOR_HANDOVER,
    notices::MailKind,
    workflows::{SentLine, Workflow, WorkflowKind, WorkflowPage},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many of the last stand on the page.
const SHOWN: u64 = 20;

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
    /// Each of them: how it is, what it says, and the last that were sent, or were not.
    pub async fn all(&self) -> Result<Vec<WorkflowPage>, Error> {
        let practice = &self.0.practice;
        let (db, settings) = (practice.db.read(), self.0.practice_settings().await?);
        let texts = notices::texts_can_leave(practice).await?;
        let mut pages = Vec::new();
        // The others have shapes and questions of their own.
        for kind in [WorkflowKind::AppointmentReminder] {
            let workflow = load(db, kind).await?;
            let told = sample(&settings, practice.clock.now());
            let shown = if settings.scheduling.quiet_words { Workflow::discreet(kind) } else { workflow.clone() };
            let (mail, text) = (shown.mail_for(&told), shown.text_for(&told));
            pages.push(WorkflowPage { workflow, mail, text, texts, sent: self.sent(kind).await? });
        }
        self.0.record(Event::of(AuditAct::WorkflowsOpened)).await?;
        Ok(pages)
    }

    async fn sent(&self, kind: WorkflowKind) -> Result<Vec<SentLine>, Error> {
        let db = self.0.practice.db.read();
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let rows = jobs::newest(db, kind, SHOWN).await?;
        let states = notices::states_of(db, rows.iter().filter_map(|row| row.mail_id).collect()).await?;
        let charts = charts::by_ids(db, rows.iter().map(|row| row.chart_id).collect()).await?;
        let names: HashMap<Uuid, String> = charts.into_iter().map(|chart| (chart.id, chart.listed_name())).collect();
        let line = |row: jobs::Model| SentLine {
            at: dates::moment(row.made_at, zone),
            channel: row.channel.0,
            client: names.get(&row.chart_id).cloned().unwrap_or_default(),
            appointment: AppointmentId(row.subject_id),
            about: dates::moment(row.moment, zone),
            state: row.mail_id.and_then(|mail| states.get(&mail).copied()),
            why_not: row.why_not.map(|By(why)| why),
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Changes one. What waits in the outbox says what is decided when it leaves.
    pub async fn change(&self, workflow: Workflow) -> Result<(), Error> {
        let workflow = workflow.tidied();
        workflow.check()?;
        let write = self.0.write().await?;
        workflows::put(&*write, &workflow, write.at()).await?;
        let state = if workflow.on { "on" } else { "off" };
        Ok(write.commit(Event::of(AuditAct::WorkflowChanged).detail(format!("{}: {state}", workflow.kind.name()))).await?)
    }

    /// A test to oneself, of an appointment tomorrow. Says whether it has left, or soon will as far as one knows.
    pub async fn send_test(&self, kind: WorkflowKind) -> Result<bool, Error> {
        let staff = self.0;
        let mail = match kind {
            WorkflowKind::AppointmentReminder => MailKind::AppointmentReminder,
            WorkflowKind::SignatureReminder => MailKind::SignatureReminder,
        };
        let write = staff.write().await?;
        let address = EmailAddress::lenient(&staff.member.email)?;
        let mail = Outgoing { staff: Some(staff.member.id), ..Outgoing::new(mail, &address, "/appointments".into()) };
        let mail = notices::queue_to(&staff.practice, &write, mail).await?;
        write.commit(Event::of(AuditAct::WorkflowTried).subject(staff.member.id).detail(kind.name())).await?;
        staff.practice.ring_for_mail();
        notices::wait_for_handover(&staff.practice, mail, WAIT_FOR_HANDOVER).await?;
        let at = Local { now: staff.practice.clock.now(), zone: dates::zone(&staff.practice_settings().await?.zone) };
        Ok(notices::undelivered_to(staff.practice.db.read(), staff.member.id, at).await?.is_none())
    }
}
