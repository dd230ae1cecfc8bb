//! What a workflow did, and why it did not.

use super::{setup::StaffWorkflows, table::jobs};
use crate::{audit::Event, charts, dates, error::Error, notices};
use domain::{
    audit::AuditAct,
    ids::{AppointmentId, ChartId, ConversationId, JobId},
    workflows::{SentAbout, SentLine, WorkflowHistory, WorkflowKind},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand on a page.
const SHOWN: usize = 50;

impl StaffWorkflows<'_> {
    /// A page of it below that line.
    pub async fn history(&self, kind: WorkflowKind, below: Option<JobId>) -> Result<WorkflowHistory, Error> {
        let db = self.0.practice.db.read();
        let below = match below {
            Some(id) => jobs::place_of(db, id.0).await?,
            None => None,
        };
        let mut rows = jobs::newest(db, kind, below, SHOWN as u64 + 1).await?;
        let more = rows.len() > SHOWN;
        rows.truncate(SHOWN);
        let below = rows.last().filter(|_| more).map(|row| JobId(row.id));
        let lines = self.lines(rows).await?;
        self.0.record(Event::of(AuditAct::WorkflowsOpened).detail(format!("history of {}", kind.name()))).await?;
        Ok(WorkflowHistory { kind, lines, below })
    }

    pub(super) async fn lines(&self, rows: Vec<jobs::Model>) -> Result<Vec<SentLine>, Error> {
        let db = self.0.practice.db.read();
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let states = notices::states_of(db, rows.iter().filter_map(|row| row.mail_id).collect()).await?;
        let charts = charts::by_ids(db, rows.iter().map(|row| row.chart_id).collect()).await?;
        let names: HashMap<Uuid, String> = charts.into_iter().map(|chart| (chart.id, chart.listed_name())).collect();
        let line = |row: jobs::Model| SentLine {
            at: dates::moment(row.made_at, zone),
            channel: row.channel.0,
            client: names.get(&row.chart_id).cloned().unwrap_or_default(),
            about: match row.kind.0 {
                WorkflowKind::AppointmentReminder | WorkflowKind::SessionSummary => SentAbout::Appointment(AppointmentId(row.subject_id)),
                WorkflowKind::SignatureReminder => SentAbout::Documents(ChartId(row.chart_id)),
                WorkflowKind::PortalInvite => SentAbout::Access(ChartId(row.chart_id)),
                WorkflowKind::InvoiceReminder => SentAbout::Invoice(ChartId(row.chart_id)),
                WorkflowKind::UnansweredMessage => SentAbout::Conversation(ConversationId(row.subject_id)),
                WorkflowKind::NewClientForms | WorkflowKind::FormReminder | WorkflowKind::FormExpiry | WorkflowKind::RecordRequest => {
                    SentAbout::Forms(ChartId(row.chart_id))
                }
            },
            moment: dates::moment(row.moment, zone),
            state: row.mail_id.and_then(|mail| states.get(&mail).copied()),
            why_not: row.why_not.map(|why| why.0),
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
