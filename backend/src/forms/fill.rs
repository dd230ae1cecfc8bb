//! The last page of a form, and **Submit**: what was shown there is what is filed and signed, or nothing is.

use super::{
    ClientForms,
    activities::{activity_content, seen_as},
    paper,
    portal::Begun,
    table::{form_answers, form_assignments},
};
use crate::{
    audit::Event,
    dates,
    documents::{ClientDocuments, FormPaper, SignatureOffer},
    error::Error,
    events::Happening,
    in_chart::Within,
    notices::{self, Task},
    sealing::Place,
    stored::By,
};
use domain::{
    audit::AuditAct,
    documents::ConsentText,
    events::EventKind,
    forms::{Missing, Refusal, ReviewPage, Status, check_all, is_blank, may_save, may_submit},
    ids::{AssignmentId, ShareId},
    invites::Scope,
    notices::TaskKind,
};
use sea_orm::ActiveValue::Set;

impl ClientForms<'_> {
    /// Everything that was answered, as it will be filed, and what still needs an answer or another look.
    pub async fn look_over(&self, id: AssignmentId) -> Result<ReviewPage, Error> {
        let begun = self.asked(id).await?;
        may_save(begun.status, begun.row.version, begun.row.version)?;
        if self.activities {
            return self.look_over_activity(begun).await;
        }
        let documents = self.papers();
        let today = dates::today(self.client.practice.clock.now(), dates::zone(&self.settings.zone));
        let troubles = check_all(&begun.form, &begun.answers, today, Missing::Demanded);
        let blank = is_blank(&begun.form, &begun.answers);
        let paper = self.paper(&documents, &begun).await?;
        let seen = documents.fingerprint(&paper).await?;
        if troubles.is_empty() && self.client.origin.by_hand {
            self.note_look(&begun).await?;
        }
        let (consent, consented) = documents.agreement().await?;
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::FormLookedOver).subject(id)).await?;
        }
        Ok(ReviewPage {
            id,
            title: begun.row.title.clone(),
            content: paper.content,
            seen,
            troubles: troubles.into_iter().map(|trouble| (begun.form.section_of(&trouble).unwrap_or_default(), trouble)).collect(),
            blank,
            last: begun.form.last_page(&begun.answers),
            signed: begun.form.takes_signature(),
            signer: self.client.account.full_name(),
            consented,
            consent,
            today,
            activity: false,
            crisis: None,
        })
    }

    /// The same of an activity, which nobody signs.
    async fn look_over_activity(&self, begun: Begun) -> Result<ReviewPage, Error> {
        let today = dates::today(self.client.practice.clock.now(), dates::zone(&self.settings.zone));
        let troubles = check_all(&begun.form, &begun.answers, today, Missing::Demanded);
        if self.client.origin.by_hand {
            if troubles.is_empty() {
                self.note_look(&begun).await?;
            }
            self.client.record(Event::of(AuditAct::FormLookedOver).subject(begun.row.id)).await?;
        }
        let crisis = begun.form.above_zero(&begun.answers).map(|_| self.settings.help.crisis.clone());
        Ok(ReviewPage {
            id: AssignmentId(begun.row.id),
            content: activity_content(&begun.form, &begun.answers, self.settings.dates),
            seen: seen_as(&begun),
            troubles: troubles.into_iter().map(|trouble| (begun.form.section_of(&trouble).unwrap_or_default(), trouble)).collect(),
            blank: is_blank(&begun.form, &begun.answers),
            last: begun.form.last_page(&begun.answers),
            signed: false,
            signer: self.client.account.full_name(),
            consented: true,
            consent: ConsentText::default(),
            today,
            activity: true,
            crisis,
            title: begun.row.title,
        })
    }

    /// One that is answered here. A PDF comes back as files.
    async fn asked(&self, id: AssignmentId) -> Result<Begun, Error> {
        let begun = self.begun(id).await?;
        if begun.row.paper { Err(self.chart.not_found("forms").await) } else { Ok(begun) }
    }

    /// Where it is filed.
    pub(super) fn papers(&self) -> ClientDocuments<'_> {
        ClientDocuments::of_forms(self.client, self.chart.clone(), self.settings.clone())
    }

    /// From now on this person has had all of it before their eyes.
    async fn note_look(&self, begun: &Begun) -> Result<(), Error> {
        let (practice, account) = (&self.client.practice, self.client.account.id);
        let row = form_answers::ActiveModel {
            assignment_id: Set(begun.row.id),
            chart_id: Set(self.chart.chart()),
            revision: Set(begun.revision.max(1)),
            answers: Set(practice.sealer.seal_value(Place("form_answers.answers", begun.row.id), &begun.answers)),
            saved_at: Set(begun.saved.as_ref().map_or(begun.row.sent_at, |saved| saved.saved_at)),
            saved_by: Set(begun.saved.as_ref().map_or(account, |saved| saved.saved_by)),
            looked_at: Set(Some(practice.clock.now())),
            looked_by: Set(Some(account)),
        };
        let tx = practice.db.housekeeping().await?;
        // Where something was answered meanwhile, that is not what was looked at; and where it was taken back, nothing is kept of it.
        let waits = form_assignments::is_open(&*tx, begun.row.id, begun.row.share_id).await?;
        if waits && form_answers::keep(&*tx, row, begun.revision).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    async fn paper(&self, documents: &ClientDocuments<'_>, begun: &Begun) -> Result<FormPaper, Error> {
        let row = &begun.row;
        let role = format!("{} ({})", self.client.account.full_name(), documents.role().await?);
        let saved = begun.saved.as_ref();
        Ok(FormPaper {
            document: row.document_id,
            share: row.share_id,
            title: row.title.clone(),
            content: paper::content(&begun.form, row.version, &role, &begun.answers, self.settings.dates),
            written_at: saved.map_or(row.sent_at, |saved| saved.saved_at),
            sent_at: row.sent_at,
            sent_by: row.sent_by,
            opened_at: saved.and_then(|saved| saved.looked_at).unwrap_or(row.sent_at),
        })
    }

    /// **Submit**: it is filed in the chart, and staff are told. Of two who submit at once one does. Who reads documents finds it there.
    pub async fn submit(&self, id: AssignmentId, offer: &SignatureOffer) -> Result<Option<ShareId>, Error> {
        if self.activities {
            return Err(self.chart.not_found("forms").await);
        }
        let practice = &self.client.practice;
        let begun = self.asked(id).await?;
        self.whole_and_looked_at(&begun)?;
        let documents = self.papers();
        let paper = self.paper(&documents, &begun).await?;
        let prepared = documents.prepare(paper, begun.form.takes_signature(), offer).await?;
        let write = self.chart.change(prepared.step_up).await?;
        let (write, row) = write.one::<form_assignments::Entity>(id).await?;
        let submitted = form_assignments::ActiveModel {
            state: Set(By(Status::Submitted)),
            submitted_at: Set(Some(write.at())),
            submitted_by: Set(Some(self.client.account.id)),
            ..Default::default()
        };
        // First of all: who keeps an answer from now on hears that it is submitted, and who kept one before is seen below.
        if !form_assignments::moved(&write, &row, submitted).await? {
            return Err(Refusal::AlreadySubmitted.into());
        }
        let now = self.whole(&write, row).await?;
        self.whole_and_looked_at(&now)?;
        if now.revision != begun.revision || now.row.share_id != begun.row.share_id {
            return Err(Refusal::ChangedSinceShown.into());
        }
        // What was answered to questions that are not shown any more is not kept.
        let shown = now.answers.without_hidden(&now.form);
        let sealed = practice.sealer.seal_value(Place("form_answers.answers", now.row.id), &shown);
        form_answers::replace(write.db(), now.row.id, sealed).await?;
        let hash = prepared.file(&write).await?;
        let task = Task {
            document: Some(now.row.document_id),
            assignment: Some(now.row.id),
            owner: now.row.sent_by,
            ..Task::new(TaskKind::FormSubmitted, write.chart())
        };
        notices::add_task(practice, &write, task).await?;
        let share = ShareId(now.row.share_id);
        write.tell(Happening::of(EventKind::FormsChanged).subject(now.row.id));
        write.tell(Happening::of(EventKind::DocumentShared).subject(share));
        // The link in the audit trail as well, where it is signed: neither chain can be written anew without the other.
        let event = match hash {
            Some(hash) => Event::of(AuditAct::DocumentSigned).subject(share).detail(hex::encode(hash)),
            None => Event::of(AuditAct::FormSubmitted).subject(share),
        };
        write.commit(event).await?;
        Ok(self.client.grant.has_scope(Scope::Documents).then_some(share))
    }

    /// Nothing half is submitted, and nothing that was not shown as a whole.
    pub(super) fn whole_and_looked_at(&self, begun: &Begun) -> Result<(), Error> {
        let today = dates::today(self.client.practice.clock.now(), dates::zone(&self.settings.zone));
        may_save(begun.status, begun.row.version, begun.row.version)?;
        may_submit(&begun.form, &begun.answers, today, true)?;
        let looked = begun.saved.as_ref().is_some_and(|saved| saved.looked_by == Some(self.client.account.id));
        if looked { Ok(()) } else { Err(Refusal::ChangedSinceShown.into()) }
    }
}
