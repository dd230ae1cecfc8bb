//! **Sign Document**: one signature, under the very bytes that the signer had before their eyes, or none.
//!
//! The paper is made before the write begins, since nobody else writes while it lasts. It carries the signatures before it under its share,
//! which cannot change, and says nothing of others in the chain: its end is held for no longer than it takes to append to it.

use super::{
    ClientDocuments, consent,
    pdf::{self, Certificate, Paper, Signed},
    portal::event,
    record::{self, BEGINNING, Consent, HandedOver, Record, Turn},
    sharing::thaw,
    signers::{self, Asked},
    table::{consents, openings, shares, signatures},
};
use crate::{
    audit::Stamp,
    dates,
    error::Error,
    in_chart::{Change, Enters, Within},
    practice::Practice,
    sealing::Place,
    secrets::sha256,
    settings::look_of,
    sign_in,
};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    documents::{Frozen, Ink, MEANING, Refusal, is_own_name},
    ids::ShareId,
    settings::PracticeSettings,
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

/// What somebody may sign with, and the names of whom they act for, which nobody signs with.
pub(super) struct Names {
    pub own: String,
    pub anothers: String,
}

/// Everything that was found in order before a signature.
pub(super) struct Ready {
    pub share: shares::Model,
    pub opened_at: DateTime<Utc>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Who countersigns needs none.
    pub consent: Option<consents::Model>,
    /// Whose turn it is. Of forms nobody's: they are filled in by signing.
    pub asked: Option<Asked>,
}

/// Who signs.
pub(super) struct Hand {
    pub account: Option<Uuid>,
    pub staff: Option<Uuid>,
    pub name: String,
    pub role: String,
    pub meaning: &'static str,
    pub handed_over: Option<HandedOver>,
    pub stamp: Stamp,
}

/// A signature that only lacks its place in the chain.
pub(super) struct Made {
    id: Uuid,
    pub at: DateTime<Utc>,
    account: Option<Uuid>,
    staff: Option<Uuid>,
    turn: Option<Turn>,
    signer: String,
    content_sha256: Vec<u8>,
    record: Vec<u8>,
    ink: Vec<u8>,
    /// Sealed already: that takes its time.
    pdf: Vec<u8>,
    pdf_sha256: [u8; 32],
}

impl ClientDocuments<'_> {
    /// Signs a document, once, and when it is one's turn.
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
        let hash = signers::sign(&write, &self.settings, ready, made).await?;
        // The link in the audit trail as well: neither chain can be written anew without the other.
        write.commit(event(AuditAct::DocumentSigned, &found).detail(hex::encode(hash))).await?;
        self.client.practice.ring_for_mail();
        Ok(())
    }

    /// Whether everything is in order for a signature; otherwise, the first thing that is not.
    async fn ready(&self, chart: &impl Within, share: Uuid, offer: &SignatureOffer) -> Result<Ready, Error> {
        let (db, account) = (chart.db(), self.client.account.id);
        let share = chart.find::<shares::Entity>(share).await?.ok_or(Error::NotFound)?;
        let asked = self.asked(chart, &share).await?;
        let opening = openings::of(db, share.id, account).await?.ok_or(Refusal::NotRead)?;
        if offer.seen != record::shown(&share.frozen_sha256, &asked.before) {
            return Err(Refusal::ChangedSinceRead.into());
        }
        let consent = consents::standing(db, account, consent::VERSION).await?.ok_or(Refusal::ConsentMissing)?;
        let asked_at = asked.since(&share);
        Ok(Ready { asked_at, share, opened_at: opening.opened_at, consent: Some(consent), asked: Some(asked) })
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
        let client = self.client;
        let chart = self.chart.row().await?;
        let hand = Hand {
            account: Some(client.account.id),
            staff: None,
            name: client.account.full_name(),
            role: record::role(&self.chart, chart, client.grant.contact_id).await?,
            meaning: MEANING,
            handed_over: record::handed_over(self.chart.db(), client.grant.id).await?,
            stamp: client.stamp(),
        };
        make(&client.practice, &self.settings, turn, ready, hand, ink).await
    }
}

/// Makes the record of a signature, and the paper that carries it and those before it.
pub(super) async fn make(
    practice: &Practice,
    settings: &PracticeSettings,
    turn: pdf::Turn,
    ready: &Ready,
    hand: Hand,
    ink: Ink,
) -> Result<Made, Error> {
    let share = &ready.share;
    let frozen = thaw(practice, share)?;
    let ink_bytes = record::ink_bytes(&ink);
    let record = record(practice, settings, ready, &hand, &ink, &ink_bytes);
    let record_bytes = record.bytes();
    let asked_by =
        sign_in::member(practice.db.read(), share.shared_by).await?.map_or_else(|| frozen.practice.clone(), |row| row.signed_name());
    let mut signed = Vec::new();
    for mark in ready.asked.iter().flat_map(|asked| &asked.before) {
        let before = record::opened(practice, mark)?;
        let ink = practice.sealer.open_value(Place("signatures.ink", mark.id), &mark.ink)?;
        let asked_at = before.turn.as_ref().map_or(before.shared_at, |turn| turn.asked_at);
        let certificate = certificate(practice, &before, &before.bytes(), &frozen, (asked_at, &asked_by));
        signed.push(Signed { ink, certificate });
    }
    let certificate = certificate(practice, &record, &record_bytes, &frozen, (ready.asked_at, &asked_by));
    signed.push(Signed { ink, certificate });
    let look = look_of(practice, &settings.branding).await?;
    let pdf = pdf::make(turn, move || pdf::render(&frozen, Paper::Signed(&signed), &look)).await?;
    Ok(Made {
        id: record.signature_id,
        at: record.signed_at,
        account: hand.account,
        staff: hand.staff,
        turn: record.turn,
        signer: record.signer_name,
        content_sha256: share.frozen_sha256.clone(),
        record: record_bytes,
        ink: ink_bytes,
        pdf_sha256: sha256(&pdf),
        pdf: practice.sealer.seal(Place("signatures.pdf", record.signature_id), &pdf),
    })
}

/// What the certificate page tells of a signature: what its record says.
fn certificate(
    practice: &Practice,
    record: &Record,
    bytes: &[u8],
    frozen: &Frozen,
    (asked_at, asked_by): (DateTime<Utc>, &str),
) -> Certificate {
    let zone = dates::zone(&record.zone);
    let name = &record.signer_name;
    let mut events =
        vec![(asked_at, format!("{asked_by} asked for a signature")), (record.opened_at, format!("{name} opened the document"))];
    if let Some(consent) = &record.consent {
        events.push((consent.given_at, format!("{name} agreed to sign electronically (version {})", consent.version)));
    }
    events.push((record.signed_at, format!("{name} signed")));
    events.sort_by_key(|(at, _)| *at);
    Certificate {
        signer_name: name.clone(),
        signer_role: record.signer_role.clone(),
        meaning: record.meaning.clone(),
        signed_at: record.signed_at,
        zone,
        address: record.address.clone(),
        browser: record.agent.clone(),
        consent_version: record.consent.as_ref().map(|consent| consent.version.clone()),
        access: record.handed_over.as_ref().map(|link| link.words(zone, frozen.dates)),
        content_sha256: sha256(&frozen.canonical()),
        record_sha256: sha256(bytes),
        verify: Some(format!("{}/verify", practice.public_url)),
        events,
    }
}

fn record(practice: &Practice, settings: &PracticeSettings, ready: &Ready, hand: &Hand, ink: &Ink, ink_bytes: &[u8]) -> Record {
    let Ready { share, opened_at, consent, asked, .. } = ready;
    let turn = |asked: &Asked| Turn {
        signer_id: asked.signer.id,
        place: asked.signer.place,
        staff_id: hand.staff,
        asked_at: asked.since(share),
        before: asked.before.iter().map(|mark| hex::encode(&mark.hash)).collect(),
    };
    Record {
        layout: 3,
        signature_id: practice.randomness.id(),
        share_id: share.id,
        document_id: share.document_id,
        chart_id: share.chart_id,
        account_id: hand.account,
        signer_name: hand.name.clone(),
        signer_role: hand.role.clone(),
        meaning: hand.meaning.to_owned(),
        signed_at: hand.stamp.at,
        zone: dates::zone(&settings.zone).name().to_owned(),
        method: if matches!(ink, Ink::Drawn(_)) { "drawn" } else { "typed" }.to_owned(),
        address: hand.stamp.address.clone(),
        agent: hand.stamp.agent.clone(),
        consent: consent.as_ref().map(Consent::of),
        shared_at: share.shared_at,
        shared_by: share.shared_by,
        first_opened_at: share.opened_at,
        opened_at: *opened_at,
        content_sha256: hex::encode(&share.frozen_sha256),
        ink_sha256: hex::encode(sha256(ink_bytes)),
        handed_over: hand.handed_over.clone(),
        turn: asked.as_ref().map(turn),
    }
}

/// Puts a signature at the end of the chain. Its hash goes into the trail, in the same transaction.
pub(super) async fn append<A: Enters>(write: &Change<'_, A>, share: &shares::Model, made: Made) -> Result<[u8; 32], Error> {
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
        account_id: Set(made.account),
        staff_id: Set(made.staff),
        signer_id: Set(made.turn.as_ref().map(|turn| turn.signer_id)),
        place: Set(made.turn.as_ref().map_or(1, |turn| turn.place)),
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
