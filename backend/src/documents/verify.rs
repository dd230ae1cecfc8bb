//! Walks the chain of signatures and names the first that is not what it was (T44).

use super::{
    record::{self, BEGINNING, Beside, Record},
    table::{consents, shares, signatures, signers},
};
use crate::{audit, error::Error, practice::Practice, sealing::Place, secrets::sha256, system::System};
use domain::{
    audit::AuditAct,
    documents::{Frozen, ShareState},
};
use sea_orm::DbErr;
use std::collections::HashMap;
use uuid::Uuid;

const PAGE: u64 = 100;

impl System {
    /// Walks the chain of signatures. Names the first one that is not what it was.
    pub async fn verify_signatures(&self) -> Result<Option<String>, Error> {
        verify(&self.practice).await
    }
}

/// Recomputes every hash over what was shown, who signed it, the mark and the paper, in order. Names the first record that
/// does not hold.
async fn verify(practice: &Practice) -> Result<Option<String>, Error> {
    let db = practice.db.read();
    let (mut seq, mut previous) = (0_i64, BEGINNING.to_vec());
    // By share: what each signature under it was over, beside the words.
    let mut signed: HashMap<Uuid, Vec<String>> = HashMap::new();
    // Each signature was told of in the same transaction, with its hash.
    let mut told = audit::details_of(db, AuditAct::DocumentSigned).await?;
    loop {
        let page = match legible(signatures::after(db, seq, PAGE).await)? {
            Some(page) => page,
            // One row of the page cannot be read: one by one, it is found.
            None => match legible(signatures::after(db, seq, 1).await)? {
                Some(page) => page,
                None => return Ok(Some(format!("the signature after number {seq} cannot be read any more"))),
            },
        };
        if page.is_empty() {
            break;
        }
        for row in page {
            if row.seq != seq + 1 || row.previous_hash != previous {
                return Ok(Some(format!(
                    "signature {} does not follow the one before it: something was removed, added or swapped",
                    row.seq
                )));
            }
            let before = signed.get(&row.share_id).map(Vec::as_slice).unwrap_or_default();
            if !holds(practice, &row, before).await? {
                return Ok(Some(format!("signature {} ({}) was changed after it was made", row.seq, row.id)));
            }
            let place = usize::try_from(row.seq - 1).unwrap_or(usize::MAX);
            if told.len() <= place {
                // It may have come while we walk.
                told = audit::details_of(db, AuditAct::DocumentSigned).await?;
            }
            if told.get(place).is_none_or(|told| *told != hex::encode(&row.hash)) {
                return Ok(Some(format!("signature {} is not the one that the audit trail tells of there", row.seq)));
            }
            signed.entry(row.share_id).or_default().push(hex::encode(&row.hash));
            (seq, previous) = (row.seq, row.hash);
        }
    }
    if told.len() as i64 > seq {
        return Ok(Some(format!("the audit trail tells of a signature after number {seq}, and it is gone")));
    }
    let mut last = Uuid::nil();
    loop {
        let page = shares::signed_after(db, last, PAGE).await?;
        let Some(end) = page.last() else { break };
        last = *end;
        // A signature that came after the walk above is no trouble.
        for share in page.into_iter().filter(|share| !signed.contains_key(share)) {
            if !signatures::is_under(db, share).await? {
                return Ok(Some(format!("share {share} counts as signed, and its signature is gone")));
            }
        }
    }
    let mut last = Uuid::nil();
    loop {
        let page = signers::signed_after(db, last, PAGE).await?;
        let Some(end) = page.last() else { return Ok(None) };
        last = *end;
        let there = signatures::among_signers(db, page.clone()).await?;
        if let Some(gone) = page.iter().find(|signer| !there.contains(&Some(**signer))) {
            return Ok(Some(format!("signer {gone} counts as having signed, and the signature is gone")));
        }
    }
}

/// Whether a signature and everything it is about are as they were.
pub(super) async fn holds(practice: &Practice, row: &signatures::Model, before: &[String]) -> Result<bool, Error> {
    let db = practice.db.read();
    let open = |column, bytes: &[u8]| practice.sealer.open(Place(column, row.id), bytes).ok();
    let (Some(record_bytes), Some(ink), Some(pdf)) =
        (open("signatures.record", &row.record), open("signatures.ink", &row.ink), open("signatures.pdf", &row.pdf))
    else {
        return Ok(false);
    };
    let Ok(record) = serde_json::from_slice::<Record>(&record_bytes) else { return Ok(false) };
    let Some(share) = legible(shares::by_id(db, row.share_id).await)?.flatten() else { return Ok(false) };
    let consent = match &record.consent {
        Some(consent) => legible(consents::by_id(db, consent.id).await)?.flatten(),
        None => None,
    };
    let signer = match row.signer_id {
        Some(signer) => legible(signers::by_id(db, signer).await)?.flatten(),
        None => None,
    };
    let Ok(frozen_bytes) = practice.sealer.open(Place("shares.frozen", share.id), &share.frozen) else { return Ok(false) };
    let Ok(frozen) = serde_json::from_slice::<Frozen>(&frozen_bytes) else { return Ok(false) };
    let linked = row.hash == record::link(&row.previous_hash, row.seq, &share.frozen_sha256, &record_bytes, &ink, &row.pdf_sha256);
    let shown = sha256(&frozen_bytes).as_slice() == share.frozen_sha256
        // While others have not signed, it is not.
        && (share.state.0 == ShareState::Signed || signer.is_some())
        && (frozen.share_id.0, frozen.document_id.0, frozen.version) == (share.id, share.document_id, share.version)
        && (frozen.kind, &frozen.title, &frozen.author) == (share.kind.0, &share.title, &share.author_name)
        && frozen.edition == share.edition;
    let kept = sha256(&pdf).as_slice() == row.pdf_sha256 && record.ink_sha256 == hex::encode(sha256(&ink));
    let beside = Beside { row, share: &share, consent: consent.as_ref(), signer: signer.as_ref() };
    Ok(linked && shown && kept && record.fits(&beside, before))
}

/// A row that was spoilt so far that it cannot even be read is no trouble of the database, but of the row.
fn legible<T>(read: Result<T, DbErr>) -> Result<Option<T>, Error> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error @ (DbErr::Conn(_) | DbErr::ConnectionAcquire(_))) => Err(error.into()),
        Err(_) => Ok(None),
    }
}
