//! The record of a signature: who signed what, as whom, meaning what, when, from where, after which agreement.
//!
//! Its bytes are sealed, hashed, and linked to the signature before it: it cannot be cut out and put under something else.

use super::table::{consents, shares, signatures};
use crate::{
    charts::table::{chart_contacts, charts::Model as Chart},
    dates,
    error::Error,
    practice::Practice,
    sealing::Place,
    secrets::{sha256, sha256_of_parts},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::documents::{Ink, SignatureLine};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What signing says, in the words that stand beside the box.
/// The link before the first signature.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// Its bytes are its JSON with the fields in the order declared here, UTF-8, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Version of this layout: 1.
    pub layout: u8,
    pub signature_id: Uuid,
    pub share_id: Uuid,
    pub document_id: Uuid,
    pub chart_id: Uuid,
    pub account_id: Uuid,
    pub signer_name: String,
    pub signer_role: String,
    pub meaning: String,
    pub signed_at: DateTime<Utc>,
    pub zone: String,
    /// "drawn" or "typed"
    pub method: String,
    pub address: String,
    pub agent: String,
    pub consent_id: Uuid,
    pub consent_version: String,
    /// SHA-256 of the words of the agreement, hex.
    pub consent_sha256: String,
    pub consent_given_at: DateTime<Utc>,
    pub shared_at: DateTime<Utc>,
    pub shared_by: Uuid,
    /// When anybody opened it first.
    pub first_opened_at: Option<DateTime<Utc>>,
    /// When the signer did.
    pub opened_at: DateTime<Utc>,
    /// SHA-256 of the canonical bytes of what was shown, hex.
    pub content_sha256: String,
    /// SHA-256 of the mark, hex.
    pub ink_sha256: String,
}

impl Record {
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data always has a JSON form")
    }

    pub fn line(&self, zone: Tz) -> SignatureLine {
        SignatureLine {
            name: self.signer_name.clone(),
            role: self.signer_role.clone(),
            at: dates::moment(self.signed_at, zone),
            content_sha256: self.content_sha256.clone(),
        }
    }

    /// Whether the rows beside it still say what it says.
    pub fn fits(&self, row: &signatures::Model, share: &shares::Model, consent: &consents::Model) -> bool {
        let of_signature = (self.signature_id, self.share_id, self.document_id, self.chart_id, self.account_id)
            == (row.id, row.share_id, row.document_id, row.chart_id, row.account_id);
        let of_signer = self.signer_name == row.signer_name && self.signed_at == row.signed_at;
        let of_share = (self.share_id, self.document_id, self.chart_id) == (share.id, share.document_id, share.chart_id)
            && (self.shared_at, self.shared_by) == (share.shared_at, share.shared_by)
            && self.first_opened_at == share.opened_at
            && self.content_sha256 == hex::encode(&share.frozen_sha256);
        let of_consent = (self.consent_id, self.account_id) == (consent.id, consent.account_id)
            && (&self.consent_version, self.consent_given_at) == (&consent.version, consent.given_at)
            && self.consent_sha256 == hex::encode(&consent.text_sha256)
            && consent.text_sha256 == sha256(consent.text.as_bytes());
        of_signature && of_signer && of_share && of_consent
    }
}

/// The bytes of a mark, as they are hashed and sealed.
pub(super) fn ink_bytes(ink: &Ink) -> Vec<u8> {
    serde_json::to_vec(ink).expect("plain data always has a JSON form")
}

/// The link of a signature: over its place in the chain, what was shown, the record, the mark and the paper.
pub(super) fn link(previous: &[u8], seq: i64, content_sha256: &[u8], record: &[u8], ink: &[u8], pdf_sha256: &[u8]) -> [u8; 32] {
    sha256_of_parts(&[previous, &seq.to_be_bytes(), content_sha256, record, ink, pdf_sha256])
}

/// The record under its seal.
pub(super) fn opened(practice: &Practice, mark: &signatures::Mark) -> Result<Record, Error> {
    Ok(practice.sealer.open_value(Place("signatures.record", mark.id), &mark.record)?)
}

/// The mark under its seal.
pub(super) fn ink(practice: &Practice, mark: &signatures::Mark) -> Result<Ink, Error> {
    Ok(practice.sealer.open_value(Place("signatures.ink", mark.id), &mark.ink)?)
}

/// Who holds the portal for a chart: a related contact, or else the client.
pub(super) async fn holder(db: &impl ConnectionTrait, chart: &Chart, contact: Option<Uuid>) -> Result<String, Error> {
    let Some(contact) = contact else { return Ok(chart.full_name()) };
    let people = chart_contacts::of_chart(db, chart.id).await?;
    let holder = people.into_iter().find(|(person, _)| person.id == contact);
    Ok(holder.map_or_else(|| chart.full_name(), |(person, _)| person.full_name()))
}

/// In which quality somebody signs: "client", or "mother of Leo Lindqvist".
pub(super) async fn role(db: &impl ConnectionTrait, chart: &Chart, contact: Option<Uuid>) -> Result<String, Error> {
    let Some(contact) = contact else { return Ok("client".into()) };
    let people = chart_contacts::of_chart(db, chart.id).await?;
    let relationship = people.into_iter().find(|(person, _)| person.id == contact).map(|(_, relationship)| relationship);
    let relationship = relationship.map_or_else(|| "related contact".to_owned(), |word| word.to_lowercase());
    Ok(format!("{relationship} of {}", chart.full_name()))
}
