//! A form that is a PDF, before its client: downloaded, filled in elsewhere, and sent back as files. What came back is filed as a document
//! of the chart, as every submitted form is.

use super::{ClientForms, papers, portal::Begun, table::form_assignments};
use crate::{
    audit::Event,
    documents::{FormPaper, SignatureOffer},
    error::Error,
    events::Happening,
    files::{self, OpenFile},
    in_chart::Within,
    notices::{self, Task},
    stored::By,
};
use domain::{
    audit::AuditAct,
    documents::{Content, Fact},
    events::EventKind,
    files::{FileLine, HeldBy},
    forms::{Refusal, Status, may_save},
    ids::{AssignmentId, ShareId},
    invites::Scope,
    notices::TaskKind,
};
use sea_orm::ActiveValue::Set;

impl ClientForms<'_> {
    /// The blank one, in the version that was sent.
    pub async fn open_paper(&self, id: AssignmentId) -> Result<OpenFile, Error> {
        let row = self.chart.one::<form_assignments::Entity>(id).await?;
        if !row.paper || matches!(row.status(), Status::Withdrawn | Status::Expired) {
            return Err(self.chart.not_found("forms").await);
        }
        self.client.record(Event::of(AuditAct::FormDownloaded).subject(id)).await?;
        papers::file(&self.client.practice, row.form_id, row.version).await
    }

    /// What waits to be sent back with it.
    pub(super) async fn attached(&self, begun: &Begun) -> Result<Vec<FileLine>, Error> {
        files::of_draft(&self.chart, begun.row.id).await
    }

    /// Sends back what was attached, as the answer to it. Of two who do so at once one does.
    pub async fn send_back(&self, id: AssignmentId) -> Result<Option<ShareId>, Error> {
        let practice = &self.client.practice;
        let begun = self.begun(id).await?;
        if !begun.row.paper {
            return Err(self.chart.not_found("forms").await);
        }
        may_save(begun.status, begun.row.version, begun.row.version)?;
        let attached = self.attached(&begun).await?;
        if attached.is_empty() {
            return Err(Refusal::NothingAttached.into());
        }
        let (documents, now) = (self.papers(), practice.clock.now());
        let row = &begun.row;
        let role = format!("{} ({})", self.client.account.full_name(), documents.role().await?);
        let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
        let about = [fact("Form", format!("Version {}", row.version)), fact("Sent back by", role)];
        let names = attached.iter().map(|file| fact("File", file.name.clone()));
        let paper = FormPaper {
            document: row.document_id,
            share: row.share_id,
            title: row.title.clone(),
            content: Content { facts: about.into_iter().chain(names).collect(), sections: Vec::new() },
            written_at: now,
            sent_at: row.sent_at,
            sent_by: row.sent_by,
            opened_at: now,
        };
        // Whoever sends it has attached it with their own hands: there is no page before that shows it all once more.
        let offer = SignatureOffer { seen: documents.fingerprint(&paper).await?, ..SignatureOffer::default() };
        let prepared = documents.prepare(paper, false, &offer).await?;
        let write = self.chart.change(None).await?;
        let (write, row) = write.one::<form_assignments::Entity>(id).await?;
        let submitted = form_assignments::ActiveModel {
            state: Set(By(Status::Submitted)),
            submitted_at: Set(Some(write.at())),
            submitted_by: Set(Some(self.client.account.id)),
            ..Default::default()
        };
        if row.share_id != begun.row.share_id || !form_assignments::moved(&write, &begun.row, submitted).await? {
            return Err(may_save(row.status(), row.version, row.version).err().unwrap_or(Refusal::ChangedSinceShown).into());
        }
        if files::of_draft_in(&write, row.id).await? != attached {
            return Err(Refusal::ChangedSinceShown.into());
        }
        prepared.file(&write).await?;
        files::take(&write, row.id, HeldBy::Document, row.document_id).await?;
        let task = Task {
            document: Some(row.document_id),
            assignment: Some(row.id),
            owner: row.sent_by,
            ..Task::new(TaskKind::FormSubmitted, write.chart())
        };
        notices::add_task(practice, &write, task).await?;
        let share = ShareId(row.share_id);
        write.tell(Happening::of(EventKind::FormsChanged).subject(row.id));
        write.tell(Happening::of(EventKind::DocumentShared).subject(share));
        write.commit(Event::of(AuditAct::FormSubmitted).subject(share)).await?;
        Ok(self.client.grant.has_scope(Scope::Documents).then_some(share))
    }
}
