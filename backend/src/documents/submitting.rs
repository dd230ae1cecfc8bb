//! A form that is submitted becomes a document of its chart: frozen as it was shown on its last page, and signed, where it asks for that,
//! in the same chain as every other document.

use super::{
    ClientDocuments, consent,
    notes::{Written, sealed},
    pdf, record,
    signing::{Made, Ready, SignatureOffer, append},
    table::{consents, documents, openings, shares},
};
use crate::{
    actors::Client,
    audit::Event,
    dates,
    error::Error,
    in_chart::{Change, Within},
    sealing::Place,
    secrets::sha256,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    documents::{ConsentText, Content, DocumentKind, Frozen, LAYOUT, Refusal, ShareState},
    forms,
    ids::{DocumentId, ShareId},
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

/// What is submitted, and since when it lay before whom.
pub(crate) struct FormPaper {
    pub document: Uuid,
    pub share: Uuid,
    pub title: String,
    pub content: Content,
    /// When its last answer was given.
    pub written_at: DateTime<Utc>,
    pub sent_at: DateTime<Utc>,
    /// Nobody, where the practice sends it by itself.
    pub sent_by: Option<Uuid>,
    /// When whoever submits it had all of it before their eyes.
    pub opened_at: DateTime<Utc>,
}

/// Everything that takes its time is done: what is left is a transaction.
pub(crate) struct Prepared {
    share: shares::Model,
    content: Content,
    made: Option<Made>,
    /// The fresh proof that was asked for.
    pub step_up: Option<StepUpScope>,
}

impl ClientDocuments<'_> {
    /// "client", or "mother of Leo Lindqvist": in which quality somebody fills in a form.
    pub(crate) async fn role(&self) -> Result<String, Error> {
        record::role(&self.chart, self.chart.row().await?, self.client.grant.contact_id).await
    }

    /// The agreement to sign electronically, and whether it was given.
    pub(crate) async fn agreement(&self) -> Result<(ConsentText, bool), Error> {
        let given = consents::standing(self.chart.db(), self.client.account.id, consent::VERSION).await?.is_some();
        Ok((consent::text(&self.settings), given))
    }

    /// Agrees to it, before that share, or what will be filed under that id.
    pub(crate) async fn agree(&self, share: Uuid, agreed: bool) -> Result<(), Error> {
        if !agreed {
            return Err(Refusal::ConsentMissing.into());
        }
        let id = self.client.practice.randomness.id();
        let row = consent::row(id, self.client.account.id, &self.settings, self.client.stamp());
        let write = self.chart.change(None).await?;
        consents::note(write.db(), row).await?;
        write.commit(Event::of(AuditAct::ConsentGiven).subject(share).detail(consent::VERSION)).await
    }

    /// The fingerprint of what would be submitted: the SHA-256 of everything that its last page shows.
    pub(crate) async fn fingerprint(&self, paper: &FormPaper) -> Result<String, Error> {
        Ok(hex::encode(sha256(&self.freeze(paper).await?.canonical())))
    }

    /// Looks whether it is what was shown, and signs it if `signed`. Nothing is written yet. Letters that the PDF's fonts lack are no
    /// reason to refuse what a client answers: the PDF says where they are, and its attachment has them.
    pub(crate) async fn prepare(&self, paper: FormPaper, signed: bool, offer: &SignatureOffer) -> Result<Prepared, Error> {
        let practice = &self.client.practice;
        let frozen = self.freeze(&paper).await?;
        let bytes = frozen.canonical();
        let hash = sha256(&bytes);
        if offer.seen != hex::encode(hash) {
            return Err(forms::Refusal::ChangedSinceShown.into());
        }
        let share = shares::Model {
            id: paper.share,
            document_id: paper.document,
            chart_id: self.chart.chart(),
            version: frozen.version,
            kind: By(frozen.kind),
            title: frozen.title.clone(),
            author_name: frozen.author.clone(),
            frozen: practice.sealer.seal(Place("shares.frozen", paper.share), &bytes),
            frozen_sha256: hash.to_vec(),
            state: By(if signed { ShareState::Signed } else { ShareState::Open }),
            // It lies before both from now on.
            shared_at: practice.clock.now(),
            shared_by: paper.sent_by.unwrap_or_default(),
            opened_at: Some(paper.opened_at),
            withdrawn_at: None,
            declined_at: None,
            decline_reason: None,
            replaces: None,
            due_on: None,
            expires_at: None,
            expired_at: None,
            edition: 1,
        };
        if !signed {
            return Ok(Prepared { share, content: paper.content, made: None, step_up: None });
        }
        let db = self.chart.db();
        let consent = consents::standing(db, self.client.account.id, consent::VERSION).await?.ok_or(Refusal::ConsentMissing)?;
        let ink = offer.ink(&self.names().await?).await?;
        // Asked last: who comes back from it finds nothing else wrong.
        let step_up = self.settings.access.client_signs_with_proof.then_some(StepUpScope::Signature);
        step_up.map_or(Ok(()), |matter| self.client.proved(matter))?;
        let turn = pdf::turn_to_sign().await?;
        let ready = Ready { share, opened_at: paper.opened_at, asked_at: paper.sent_at, consent: Some(consent), asked: None };
        let made = self.make(turn, &ready, ink).await?;
        Ok(Prepared { share: ready.share, content: paper.content, made: Some(made), step_up })
    }

    async fn freeze(&self, paper: &FormPaper) -> Result<Frozen, Error> {
        let chart = self.chart.row().await?;
        Ok(Frozen {
            layout: LAYOUT,
            share_id: ShareId(paper.share),
            document_id: DocumentId(paper.document),
            version: 1,
            kind: DocumentKind::Form,
            title: paper.title.clone(),
            practice: self.settings.name.clone(),
            client_name: chart.full_name(),
            client_birth_date: chart.born()?,
            author: self.client.account.full_name(),
            written_at: paper.written_at,
            zone: dates::zone(&self.settings.zone).name().to_owned(),
            content: paper.content.clone(),
            dates: self.settings.dates,
            edition: 1,
        })
    }
}

impl Prepared {
    /// Files it in the chart. What comes back is the link in the chain of signatures, where it is signed.
    pub(crate) async fn file(self, write: &Change<'_, Client>) -> Result<Option<[u8; 32]>, Error> {
        let Self { share, content, made, .. } = self;
        let practice = write.practice();
        documents::ActiveModel {
            id: Set(share.document_id),
            chart_id: Set(write.chart()),
            kind: Set(share.kind),
            title: Set(share.title.clone()),
            author_id: Set(None),
            author_name: Set(share.author_name.clone()),
            version: Set(share.version),
            content: Set(sealed(practice, share.document_id, &Written { content, typed: Vec::new(), plan: Vec::new() })),
            written_at: Set(write.at()),
            changed_at: Set(write.at()),
            finished_at: Set(Some(write.at())),
            finished_by: Set(None),
            ..Default::default()
        }
        .insert(write.db())
        .await?;
        share.clone().into_active_model().reset_all().insert(write.db()).await?;
        openings::note(write.db(), share.id, write.actor().account.id, share.opened_at.unwrap_or_else(|| write.at())).await?;
        match made {
            Some(made) => Ok(Some(append(write, &share, made).await?)),
            None => Ok(None),
        }
    }
}
