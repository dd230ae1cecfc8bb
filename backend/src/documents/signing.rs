//! **Sign Document**: one signature, under the very bytes that the signer had before their eyes, or none.
//!
//! The paper is made before the write begins, since nobody else writes while it lasts. It says nothing of the signatures before it, so
//! that the chain's end is held for no longer than it takes to append to it.

use super::{
    ClientDocuments, consent,
    pdf::{self, Certificate, Paper},
    portal::{awaits_signature, event, moved_meanwhile},
    record::{self, BEGINNING, Record},
    sharing::thaw,
    table::{consents, openings, shares, signatures},
};
use crate::{
    actors::Client,
    dates,
    error::Error,
    events::Happening,
    in_chart::{Change, Within},
    messages,
    notices::{self, Task},
    sealing::Place,
    secrets::sha256,
    sign_in,
    stored::By,
};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    documents::{Ink, MEANING, Refusal, ShareState, is_own_name},
    events::EventKind,
    ids::ShareId,
    notices::TaskKind,
    sign_in::StepUpScope,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend};
use uuid::Uuid;

/// What a person sends to sign.
#[derive(Clone, Debug, Default)]
pub struct SignatureOffer {
    /// SHA-256 of what was shown, hex.
    pub seen: String,
    /// The box that confirms reading.
    pub agreed: bool,
    /// "drawn" or "typed"
    pub method: String,
    pub strokes: String,
    pub typed_name: String,
}

/// Who signs, and for whom.
pub(super) struct Names {
    own: String,
    anothers: String,
}

/// Everything that was found in order before a signature.
pub(super) struct Ready {
    pub share: shares::Model,
    pub opened_at: DateTime<Utc>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    pub consent: consents::Model,
}

/// A signature that only lacks its place in the chain.
pub(super) struct Made {
    id: Uuid,
    at: DateTime<Utc>,
    signer: String,
    content_sha256: Vec<u8>,
    record: Vec<u8>,
    ink: Vec<u8>,
    /// Sealed already: that takes its time.
    pdf: Vec<u8>,
    pdf_sha256: [u8; 32],
}

impl ClientDocuments<'_> {
    /// Signs a document, once.
    pub async fn sign(&self, share: ShareId, offer: SignatureOffer) -> Result<(), Error> {
        let found = self.share(share).await?;
        let names = self.names().await?;
        self.ready(&self.chart, found.id, &offer).await?;
        let ink = offer.ink(&names).await?;
        // Asked last: who comes back from it finds nothing else wrong.
        let step_up = self.settings.access.client_signs_with_proof.then_some(StepUpScope::Signature);
        step_up.map_or(Ok(()), |matter| self.client.proved(matter))?;
        let turn = pdf::turn_to_sign().await?;
        // Somebody may have signed while this one waited: then no paper is made.
        let ready = self.ready(&self.chart, found.id, &offer).await?;
        let made = self.make(turn, &ready, ink).await?;
        let write = self.chart.change(step_up).await?;
        let ready = self.ready(&write, found.id, &offer).await?;
        self.seal_and_commit(write, &ready.share, made).await
    }

    /// Whether everything is in order for a signature; otherwise, the first thing that is not.
    async fn ready(&self, chart: &impl Within, share: Uuid, offer: &SignatureOffer) -> Result<Ready, Error> {
        let (db, account) = (chart.db(), self.client.account.id);
        let share = chart.find::<shares::Entity>(share).await?.ok_or(Error::NotFound)?;
        awaits_signature(&share)?;
        let opening = openings::of(db, share.id, account).await?.ok_or(Refusal::NotRead)?;
        if offer.seen != hex::encode(&share.frozen_sha256) {
            return Err(Refusal::ChangedSinceRead.into());
        }
        let consent = consents::standing(db, account, consent::VERSION).await?.ok_or(Refusal::ConsentMissing)?;
        Ok(Ready { asked_at: share.shared_at, share, opened_at: opening.opened_at, consent })
    }

    /// What the signer may be called: the name of the account, and the one that a client prefers. And the names of whom they act for,
    /// which nobody signs with.
    pub(super) async fn names(&self) -> Result<Names, Error> {
        let client = self.client;
        let own = client.account.full_name();
        let chart = self.chart.row().await?;
        let of_chart = format!("{} {}", chart.full_name(), chart.preferred_name.as_deref().unwrap_or_default());
        Ok(match client.grant.contact_id {
            None => Names { own: format!("{own} {of_chart}"), anothers: String::new() },
            Some(_) => Names { own, anothers: of_chart },
        })
    }

    /// Makes the record and the paper.
    pub(super) async fn make(&self, turn: pdf::Turn, ready: &Ready, ink: Ink) -> Result<Made, Error> {
        let practice = &self.client.practice;
        let Ready { share, opened_at, asked_at, consent } = ready;
        let frozen = thaw(practice, share)?;
        let ink_bytes = record::ink_bytes(&ink);
        let record = self.record(ready, &ink, &ink_bytes).await?;
        let record_bytes = record.bytes();
        let asked_by =
            sign_in::member(practice.db.read(), share.shared_by).await?.map_or_else(|| frozen.practice.clone(), |row| row.signed_name());
        let mut events = vec![
            (*asked_at, format!("{asked_by} asked for a signature")),
            (*opened_at, format!("{} opened the document", record.signer_name)),
            (consent.given_at, format!("{} agreed to sign electronically (version {})", record.signer_name, consent.version)),
            (record.signed_at, format!("{} signed", record.signer_name)),
        ];
        events.sort_by_key(|(at, _)| *at);
        let certificate = Certificate {
            signer_name: record.signer_name.clone(),
            signer_role: record.signer_role.clone(),
            meaning: record.meaning.clone(),
            signed_at: record.signed_at,
            zone: self.zone(),
            address: record.address.clone(),
            browser: record.agent.clone(),
            consent_version: record.consent_version.clone(),
            access: record.handed_over.as_ref().map(|link| link.words(self.zone(), frozen.dates)),
            content_sha256: sha256(&frozen.canonical()),
            record_sha256: sha256(&record_bytes),
            verify: Some(format!("{}/verify", practice.public_url)),
            events,
        };
        let pdf = pdf::make(turn, move || pdf::render(&frozen, Paper::Signed { ink: &ink, certificate: &certificate })).await?;
        Ok(Made {
            id: record.signature_id,
            at: record.signed_at,
            signer: record.signer_name,
            content_sha256: share.frozen_sha256.clone(),
            record: record_bytes,
            ink: ink_bytes,
            pdf_sha256: sha256(&pdf),
            pdf: practice.sealer.seal(Place("signatures.pdf", record.signature_id), &pdf),
        })
    }

    async fn record(&self, ready: &Ready, ink: &Ink, ink_bytes: &[u8]) -> Result<Record, Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let Ready { share, opened_at, consent, .. } = ready;
        let chart = self.chart.row().await?;
        let stamp = client.stamp();
        Ok(Record {
            layout: 2,
            signature_id: practice.randomness.id(),
            share_id: share.id,
            document_id: share.document_id,
            chart_id: chart.id,
            account_id: client.account.id,
            signer_name: client.account.full_name(),
            signer_role: record::role(&self.chart, chart, client.grant.contact_id).await?,
            meaning: MEANING.to_owned(),
            signed_at: stamp.at,
            zone: dates::zone(&self.settings.zone).name().to_owned(),
            method: if matches!(ink, Ink::Drawn(_)) { "drawn" } else { "typed" }.to_owned(),
            address: stamp.address,
            agent: stamp.agent,
            consent_id: consent.id,
            consent_version: consent.version.clone(),
            consent_sha256: hex::encode(&consent.text_sha256),
            consent_given_at: consent.given_at,
            shared_at: share.shared_at,
            shared_by: share.shared_by,
            first_opened_at: share.opened_at,
            opened_at: *opened_at,
            content_sha256: hex::encode(&share.frozen_sha256),
            ink_sha256: hex::encode(sha256(ink_bytes)),
            handed_over: record::handed_over(self.chart.db(), client.grant.id).await?,
        })
    }

    /// The signature, the share's new state, the answered message and the staff's task: all of it, or nothing.
    async fn seal_and_commit(&self, write: Change<'_, Client>, share: &shares::Model, made: Made) -> Result<(), Error> {
        let practice = &self.client.practice;
        let signed = shares::ActiveModel { state: Set(By(ShareState::Signed)), ..Default::default() };
        if !shares::moved(&write, share.id, ShareState::AwaitingSignature, signed).await? {
            return Err(moved_meanwhile(&write, share.id).await);
        }
        messages::settle(&write, share.id).await?;
        write.tell(Happening::of(EventKind::DocumentAnswered).subject(share.id));
        let (document, owner) = (Some(share.document_id), Some(share.shared_by));
        notices::add_task(practice, &write, Task { document, owner, ..Task::new(TaskKind::SignedDocument, write.chart()) }).await?;
        let hash = append(&write, share, made).await?;
        // The link in the audit trail as well: neither chain can be written anew without the other.
        write.commit(event(AuditAct::DocumentSigned, share).detail(hex::encode(hash))).await
    }
}

/// Puts a signature at the end of the chain. Its hash goes into the trail, in the same transaction.
pub(super) async fn append(write: &Change<'_, Client>, share: &shares::Model, made: Made) -> Result<[u8; 32], Error> {
    let practice = write.practice();
    // From here on one at a time, until this transaction ends. SQLite's IMMEDIATE holds that already.
    if write.get_database_backend() == DbBackend::Postgres {
        write.execute_unprepared("SELECT pg_advisory_xact_lock(7265011)").await?;
    }
    let end = signatures::end(write.db()).await?;
    let (seq, previous) = end.map_or((1, BEGINNING.to_vec()), |end| (end.seq + 1, end.hash));
    let hash = record::link(&previous, seq, &made.content_sha256, &made.record, &made.ink, &made.pdf_sha256);
    let seal = |column, bytes: &[u8]| practice.sealer.seal(Place(column, made.id), bytes);
    signatures::ActiveModel {
        seq: Set(seq),
        id: Set(made.id),
        share_id: Set(share.id),
        document_id: Set(share.document_id),
        chart_id: Set(write.chart()),
        account_id: Set(write.actor().account.id),
        record: Set(seal("signatures.record", &made.record)),
        ink: Set(seal("signatures.ink", &made.ink)),
        pdf: Set(made.pdf),
        pdf_sha256: Set(made.pdf_sha256.to_vec()),
        signer_name: Set(made.signer),
        signed_at: Set(made.at),
        previous_hash: Set(previous),
        hash: Set(hash.to_vec()),
    }
    .insert(write.db())
    .await?;
    Ok(hash)
}

impl SignatureOffer {
    /// The mark, if it is one and the box was ticked; otherwise everything that is missing, in the order of the form.
    pub(super) async fn ink(&self, names: &Names) -> Result<Ink, Error> {
        let unconfirmed = (!self.agreed).then_some(Refusal::NotConfirmed);
        let mut ink = match self.method.as_str() {
            "drawn" => Ink::from_pad(&self.strokes),
            "typed" => Ink::from_name(&self.typed_name),
            _ => Err(Refusal::SignatureUnreadable),
        };
        if let Ok(Ink::Typed(name)) = &ink {
            let missing = pdf::missing(vec![(pdf::Voice::Hand, name.clone())]).await?;
            if missing.iter().any(|letters| !letters.is_empty()) {
                ink = Err(Refusal::SignatureUnprintable);
            } else if !is_own_name(name, &names.own, &names.anothers) {
                ink = Err(Refusal::NameOfAnother);
            }
        }
        match (ink, unconfirmed) {
            (Ok(ink), None) => Ok(ink),
            (ink, unconfirmed) => Err(ink.err().into_iter().chain(unconfirmed).collect::<Vec<_>>().into()),
        }
    }
}
