//! The record of a signature: who signed what, as whom, meaning what, when, from where, after which agreement.
//!
//! Its bytes are sealed, hashed, and linked to the signature before it: it cannot be cut out and put under something else.

use super::table::{consents, shares, signatures, signers};
use crate::{
    charts::{self, Chart, Contact},
    dates,
    error::Error,
    in_chart::Within,
    invites,
    practice::Practice,
    sealing::Place,
    secrets::{sha256, sha256_of_parts},
    sign_in,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    dates::DateOrder,
    documents::{Ink, SignatureLine, SignerState},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The link before the first signature.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// Its bytes are its JSON with the fields in the order declared here, UTF-8, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Version of this layout: 3. In 1 nobody who handed a link over was told of, and in 2 there was one signature under each share.
    pub layout: u8,
    pub signature_id: Uuid,
    pub share_id: Uuid,
    pub document_id: Uuid,
    pub chart_id: Uuid,
    /// Of a member of staff there is none, and no agreement: their name stands in `staff_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    pub signer_name: String,
    pub signer_role: String,
    pub meaning: String,
    pub signed_at: DateTime<Utc>,
    pub zone: String,
    /// "drawn" or "typed"
    pub method: String,
    pub address: String,
    pub agent: String,
    #[serde(flatten)]
    pub consent: Option<Consent>,
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
    /// How the signer came to the portal, where no mail told them the way (CP-18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandedOver>,
    /// Where several were asked, or might have been: who this is among them, and what lay under the document before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
}

/// The agreement to sign electronically.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Consent {
    #[serde(rename = "consent_id")]
    pub id: Uuid,
    #[serde(rename = "consent_version")]
    pub version: String,
    /// SHA-256 of its words, hex.
    #[serde(rename = "consent_sha256")]
    pub sha256: String,
    #[serde(rename = "consent_given_at")]
    pub given_at: DateTime<Utc>,
}

/// The place of a signature among those under its share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turn {
    pub signer_id: Uuid,
    pub place: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<Uuid>,
    /// Since when it was their turn.
    pub asked_at: DateTime<Utc>,
    /// The links of the signatures before, in their order, hex: they were shown, and are signed along.
    pub before: Vec<String>,
}

/// The link that the signer registered with was given to them in person or by phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HandedOver {
    pub by: Uuid,
    pub name: String,
    pub at: DateTime<Utc>,
}

impl HandedOver {
    /// "Portal link handed over by Elena Reyes, PhD on November 19, 2026"
    pub fn words(&self, zone: Tz, order: DateOrder) -> String {
        format!("Portal link handed over by {} on {}", self.name, order.day(dates::day(self.at, zone)))
    }
}

impl Record {
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data always has a JSON form")
    }

    fn line(&self, ink: Ink, zone: Tz) -> SignatureLine {
        SignatureLine {
            name: self.signer_name.clone(),
            role: self.signer_role.clone(),
            ink,
            at: dates::moment(self.signed_at, zone),
            content_sha256: self.content_sha256.clone(),
            handed_over: self.handed_over.as_ref().map(|link| (link.name.clone(), dates::day(link.at, zone))),
        }
    }

    /// Whether the rows beside it still say what it says. `before` are the links of the signatures before it under its share.
    pub fn fits(&self, of: &Beside<'_>, before: &[String]) -> bool {
        let Beside { row, share, consent, signer } = of;
        let of_signature = (self.signature_id, self.share_id, self.document_id, self.chart_id, self.account_id)
            == (row.id, row.share_id, row.document_id, row.chart_id, row.account_id);
        let of_signer = self.signer_name == row.signer_name && self.signed_at == row.signed_at;
        let of_share = (self.share_id, self.document_id, self.chart_id) == (share.id, share.document_id, share.chart_id)
            && (self.shared_at, self.shared_by) == (share.shared_at, share.shared_by)
            && self.content_sha256 == hex::encode(&share.frozen_sha256);
        // Who countersigns may do so before anybody else has opened it.
        let opened = match self.first_opened_at {
            None => share.opened_at.is_none_or(|at| at >= self.signed_at),
            at => at == share.opened_at,
        };
        let of_consent = match (&self.consent, consent) {
            (None, None) => row.staff_id.is_some(),
            (Some(given), Some(consent)) => given.is(consent) && self.account_id == Some(consent.account_id),
            _ => false,
        };
        let of_turn = match (&self.turn, signer) {
            (None, None) => row.signer_id.is_none() && before.is_empty(),
            (Some(turn), Some(signer)) => turn.is(signer, row) && turn.before == before,
            _ => false,
        };
        of_signature && of_signer && of_share && opened && of_consent && of_turn
    }
}

/// The rows that stand beside a record.
pub(super) struct Beside<'a> {
    pub row: &'a signatures::Model,
    pub share: &'a shares::Model,
    pub consent: Option<&'a consents::Model>,
    pub signer: Option<&'a signers::Model>,
}

impl Consent {
    pub fn of(row: &consents::Model) -> Self {
        Self { id: row.id, version: row.version.clone(), sha256: hex::encode(&row.text_sha256), given_at: row.given_at }
    }

    fn is(&self, row: &consents::Model) -> bool {
        *self == Self::of(row) && row.text_sha256 == sha256(row.text.as_bytes())
    }
}

impl Turn {
    fn is(&self, signer: &signers::Model, row: &signatures::Model) -> bool {
        (Some(self.signer_id), self.place, self.staff_id) == (row.signer_id, row.place, row.staff_id)
            && (signer.id, signer.place, signer.share_id, signer.staff_id) == (self.signer_id, self.place, row.share_id, row.staff_id)
            && signer.state.0 == SignerState::Signed
            && (signer.asked_at, signer.answered_at) == (Some(self.asked_at), Some(row.signed_at))
    }
}

/// The fingerprint of what lies before the next signer, hex: the frozen words, and the signatures below them.
pub(super) fn shown(frozen_sha256: &[u8], before: &[signatures::Mark]) -> String {
    if before.is_empty() {
        return hex::encode(frozen_sha256);
    }
    let parts: Vec<&[u8]> = std::iter::once(frozen_sha256).chain(before.iter().map(|mark| mark.hash.as_slice())).collect();
    hex::encode(sha256_of_parts(&parts))
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

/// A signature as both sides see it, with the mark as it was made.
pub(super) fn line(practice: &Practice, mark: &signatures::Mark, zone: Tz) -> Result<SignatureLine, Error> {
    let ink = practice.sealer.open_value(Place("signatures.ink", mark.id), &mark.ink)?;
    Ok(opened(practice, mark)?.line(ink, zone))
}

/// All of those under a share, in their order.
pub(super) async fn lines(chart: &impl Within, practice: &Practice, share: Uuid, zone: Tz) -> Result<Vec<SignatureLine>, Error> {
    signatures::marks_of(chart, share).await?.iter().map(|mark| line(practice, mark, zone)).collect()
}

/// Who handed over the link with which this access was taken up; nobody, if it was mailed.
pub(super) async fn handed_over(db: &impl ConnectionTrait, grant: Uuid) -> Result<Option<HandedOver>, Error> {
    let Some((by, at)) = invites::handed_over(db, grant).await? else { return Ok(None) };
    let name = sign_in::member(db, by).await?.map_or_else(|| "the practice".to_owned(), |member| member.signed_name());
    Ok(Some(HandedOver { by, name, at }))
}

/// Who holds the portal for a chart: a related contact, or else the client.
pub(super) async fn holder(chart: &impl Within, row: &Chart, contact: Option<Uuid>) -> Result<String, Error> {
    Ok(charts::contact(chart, contact).await?.map_or_else(|| row.full_name(), |person| person.full_name()))
}

/// In which quality somebody signs: "client", or "mother of Leo Lindqvist".
pub(super) async fn role(chart: &impl Within, row: &Chart, id: Option<Uuid>) -> Result<String, Error> {
    Ok(role_of(row, id, charts::contact(chart, id).await?.as_ref()))
}

/// The same, where the related contact is known.
pub(super) fn role_of(row: &Chart, id: Option<Uuid>, contact: Option<&Contact>) -> String {
    if id.is_none() {
        return "client".into();
    }
    let relationship = contact.map(|person| person.relationship.to_lowercase());
    format!("{} of {}", relationship.as_deref().unwrap_or("related contact"), row.full_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record as it was written before it told of links that were handed over.
    const FIRST: &str = concat!(
        r#"{"layout":1,"signature_id":"00000000-0000-0000-0000-000000000001","share_id":"00000000-0000-0000-0000-000000000002","#,
        r#""document_id":"00000000-0000-0000-0000-000000000003","chart_id":"00000000-0000-0000-0000-000000000004","#,
        r#""account_id":"00000000-0000-0000-0000-000000000005","signer_name":"Maya Lindqvist","signer_role":"client","#,
        r#""meaning":"I sign.","signed_at":"2026-11-21T17:00:00Z","zone":"America/New_York","method":"typed","#,
        r#""address":"203.0.113.7","agent":"Mozilla/5.0","consent_id":"00000000-0000-0000-0000-000000000006","#,
        r#""consent_version":"2026-11","consent_sha256":"00","consent_given_at":"2026-11-21T16:59:00Z","#,
        r#""shared_at":"2026-11-20T17:00:00Z","shared_by":"00000000-0000-0000-0000-000000000007","first_opened_at":null,"#,
        r#""opened_at":"2026-11-21T16:58:00Z","content_sha256":"00","ink_sha256":"00"}"#,
    );

    #[test]
    fn a_record_of_the_first_layout_is_read_and_keeps_its_bytes() {
        let record: Record = serde_json::from_str(FIRST).unwrap();
        assert_eq!((record.layout, &record.handed_over), (1, &None));
        assert_eq!(String::from_utf8(record.bytes()).unwrap(), FIRST);
    }

    #[test]
    fn a_link_that_was_handed_over_is_told_of() {
        let mut record: Record = serde_json::from_str(FIRST).unwrap();
        let at = "2026-11-20T03:00:00Z".parse().unwrap();
        record.handed_over = Some(HandedOver { by: Uuid::nil(), name: "Elena Reyes, PhD".into(), at });
        let again: Record = serde_json::from_slice(&record.bytes()).unwrap();
        assert_eq!(again, record);
        let new_york = chrono_tz::America::New_York;
        let line = again.line(Ink::Typed("Leo".into()), new_york);
        assert_eq!(line.handed_over, Some(("Elena Reyes, PhD".to_owned(), "2026-11-19".parse().unwrap())));
        let words = again.handed_over.unwrap().words(new_york, DateOrder::MonthFirst);
        assert_eq!(words, "Portal link handed over by Elena Reyes, PhD on November 19, 2026");
    }
}
