//! **My Documents**: what was shared with a client, read, agreed to and declined. Signing has its own file.

use super::{
    ClientDocuments, consent, record,
    sharing::thaw,
    table::{consents, openings, shares, signatures},
    uploads,
};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    events::Happening,
    in_chart::{Change, InChart, Within},
    messages,
    notices::{self, Task},
    sealing::Place,
    stored::By,
};
use chrono_tz::Tz;
use domain::{
    audit::AuditAct,
    documents::{Content, DocumentPage, MyDocument, MyDocuments, ReaderState, Refusal, ShareState},
    events::EventKind,
    ids::ShareId,
    lines,
    notices::TaskKind,
};
use sea_orm::ActiveValue::Set;
use std::collections::HashSet;
use uuid::Uuid;

/// So many documents stand in one list.
const PAGE_LIMIT: u64 = 500;
const LONGEST_REASON: usize = 2_000;

impl ClientDocuments<'_> {
    /// **My Documents**, newest first.
    pub async fn list(&self) -> Result<MyDocuments, Error> {
        let documents = mine(&self.chart, self.zone()).await?;
        self.client.record(Event::of(AuditAct::DocumentsListed)).await?;
        let forms = self.client.waiting_forms(&self.settings).await?;
        let agreed_on = self.agreed_on().await?;
        Ok(MyDocuments { documents, forms, downloads: self.settings.features.downloads, agreed_on })
    }

    /// Opens a document. The first time is noted: what was opened stays shared, and only what was opened is signed.
    pub async fn open(&self, share: ShareId) -> Result<DocumentPage, Error> {
        let share = self.share(share).await?;
        let page = self.page(&share).await?;
        self.note_opening(&share, AuditAct::DocumentOpened).await?;
        Ok(page)
    }

    /// Opens it to sign. Before the first signature somebody reads what signing electronically means, and nothing of the document: then
    /// it is not opened.
    pub async fn open_to_sign(&self, share: ShareId) -> Result<DocumentPage, Error> {
        let found = self.share(share).await?;
        let consented = consents::standing(self.client.practice.db.read(), self.client.account.id, consent::VERSION).await?.is_some();
        if consented || awaits_signature(&found).is_err() {
            return self.open(share).await;
        }
        let page = DocumentPage { content: Content::default(), ..self.page(&found).await? };
        self.client.record(event(AuditAct::ConsentRead, &found).detail(consent::VERSION)).await?;
        Ok(page)
    }

    /// Agrees to sign electronically, in the current wording. Agreeing twice changes nothing.
    pub async fn consent(&self, share: ShareId, agreed: bool) -> Result<(), Error> {
        let share = self.share(share).await?;
        self.agree(share.id, agreed).await
    }

    /// Declines to sign, and says why. The reason goes to the staff, sealed.
    pub async fn decline(&self, share: ShareId, reason: &str) -> Result<(), Error> {
        let practice = &self.client.practice;
        let share = self.share(share).await?;
        awaits_signature(&share)?;
        // Browsers send a line's end as two characters, and count it as one.
        let reason = lines::trimmed(reason);
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        if reason.chars().count() > LONGEST_REASON {
            return Err(Refusal::ReasonTooLong.into());
        }
        let write = self.chart.change(None).await?;
        let change = shares::ActiveModel {
            state: Set(By(ShareState::Declined)),
            declined_at: Set(Some(write.at())),
            decline_reason: Set(Some(practice.sealer.seal_value(Place("shares.decline_reason", share.id), &reason))),
            ..Default::default()
        };
        if !shares::moved(&write, share.id, ShareState::AwaitingSignature, change).await? {
            return Err(moved_meanwhile(&write, share.id).await);
        }
        messages::settle(&write, share.id).await?;
        write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id));
        let (document, owner) = (Some(share.document_id), Some(share.shared_by));
        let task = Task { document, owner, remark: Some(&reason), ..Task::new(TaskKind::DeclinedDocument, write.chart()) };
        notices::add_task(practice, &write, task).await?;
        write.commit(event(AuditAct::DocumentDeclined, &share)).await
    }

    pub(super) fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }

    /// A share that lies before this client. Another's is not there.
    pub(super) async fn share(&self, id: ShareId) -> Result<shares::Model, Error> {
        match shares::standing(&self.chart, id.0).await? {
            Some(share) => Ok(share),
            None => Err(self.chart.not_found("documents").await),
        }
    }

    /// Notes that this person has it before their eyes. Staff may have taken it back a moment ago: then it is not there.
    pub(super) async fn note_opening(&self, share: &shares::Model, act: AuditAct) -> Result<(), Error> {
        if !self.client.origin.by_hand {
            // A browser that looks ahead has shown nothing to anybody.
            return self.client.record(event(act, share).detail("not by hand")).await;
        }
        let write = self.chart.change(None).await?;
        if !shares::opened(&write, share.id).await? {
            return Err(write.not_found("documents").await);
        }
        if openings::note(write.db(), share.id, self.client.account.id, write.at()).await? {
            write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id).account(self.client.account.id));
        }
        write.commit(event(act, share)).await
    }

    async fn page(&self, share: &shares::Model) -> Result<DocumentPage, Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let (db, zone) = (practice.db.read(), self.zone());
        let frozen = thaw(practice, share)?;
        let mark = signatures::mark_of(&self.chart, share.id).await?;
        Ok(DocumentPage {
            document: my_document(&shares::Line::from(share), true, zone),
            client_name: frozen.client_name,
            client_birth_date: frozen.client_birth_date,
            written_on: dates::day(frozen.written_at, zone),
            content: frozen.content,
            files: uploads::files_of(&self.chart, share.document_id).await?,
            seen: hex::encode(&share.frozen_sha256),
            downloads: self.settings.features.downloads,
            signer: client.account.full_name(),
            today: dates::today(practice.clock.now(), zone),
            consented: consents::standing(db, client.account.id, consent::VERSION).await?.is_some(),
            consent: consent::text(&self.settings),
            signature: mark.map(|mark| record::line(practice, &mark, zone)).transpose()?,
            practice_phone: self.settings.help.phone.clone().unwrap_or_default(),
        })
    }
}

pub(super) fn event(act: AuditAct, share: &shares::Model) -> Event {
    Event::of(act).subject(share.id)
}

/// Whether a signature is awaited; otherwise, why not.
pub(super) fn awaits_signature(share: &shares::Model) -> Result<(), Error> {
    match share.state.0 {
        ShareState::AwaitingSignature => Ok(()),
        ShareState::Signed => Err(Refusal::AlreadySigned.into()),
        ShareState::Open | ShareState::Declined | ShareState::Withdrawn => Err(Refusal::NothingToSign.into()),
    }
}

/// Somebody else was faster: what the share became is the answer.
pub(super) async fn moved_meanwhile(write: &Change<'_, Client>, share: Uuid) -> Error {
    match write.find::<shares::Entity>(share).await {
        Ok(Some(share)) => awaits_signature(&share).err().unwrap_or(Error::NotFound),
        Ok(None) => Error::NotFound,
        Err(error) => error.into(),
    }
}

/// Everything that lies before this client, newest first.
pub(crate) async fn mine(chart: &InChart<'_, Client>, zone: Tz) -> Result<Vec<MyDocument>, Error> {
    let rows = shares::live(chart, PAGE_LIMIT).await?;
    let opened = openings::among(chart.db(), rows.iter().map(|row| row.id), chart.actor().account.id).await?;
    let opened: HashSet<Uuid> = opened.into_iter().collect();
    Ok(rows.iter().map(|row| my_document(row, opened.contains(&row.id), zone)).collect())
}

fn my_document(share: &shares::Line, opened: bool, zone: Tz) -> MyDocument {
    MyDocument {
        share: ShareId(share.id),
        title: share.title.clone(),
        kind: share.kind.0,
        author: share.author_name.clone(),
        shared_on: dates::day(share.shared_at, zone),
        state: match share.state.0 {
            ShareState::Open if !opened => ReaderState::New,
            ShareState::Open | ShareState::Withdrawn => ReaderState::Read,
            ShareState::AwaitingSignature => ReaderState::PendingReview,
            ShareState::Signed => ReaderState::Signed,
            ShareState::Declined => ReaderState::Declined,
        },
    }
}
