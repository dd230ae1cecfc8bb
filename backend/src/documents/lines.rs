//! The lines of a chart's **Documents** tab: each document, what became of its share, and what may be done with it.

use super::{
    rights::Room,
    signers::{due, next},
    table::{documents, shares, signatures, signers},
};
use crate::{actors::Staff, dates, error::Error, in_chart::InChart};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    documents::{DocumentLine, ShareAction, ShareRemark, ShareState, ShareStatus, WrittenState, may_share},
    ids::DocumentId,
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// The newest documents of a chart, for its face. Empty for who reads none of them.
pub(crate) async fn latest(chart: &InChart<'_, Staff>, many: u64) -> Result<Vec<DocumentLine>, Error> {
    let room = Room::of(chart.clone()).await?;
    if room.reader.reads_nothing() { Ok(Vec::new()) } else { of_room(&room, many).await }
}

/// Everything in the room that this person reads, newest first.
pub(super) async fn of_room(room: &Room<'_>, many: u64) -> Result<Vec<DocumentLine>, Error> {
    let rows = documents::newest(&room.chart, room.reader, many).await?;
    of_rows(room, rows).await
}

pub(super) async fn of_row(room: &Room<'_>, row: &documents::Model) -> Result<DocumentLine, Error> {
    let line = of_rows(room, vec![row.into()]).await?.pop();
    line.ok_or(Error::NotFound)
}

async fn of_rows(room: &Room<'_>, rows: Vec<documents::Line>) -> Result<Vec<DocumentLine>, Error> {
    let zone = dates::zone(&room.chart.actor().practice_settings().await?.zone);
    let live = shares::live_of(&room.chart, rows.iter().map(|row| row.id)).await?;
    let now = room.chart.practice().clock.now();
    let asked: Vec<Uuid> = live.iter().filter(|share| share.state.0 == ShareState::AwaitingSignature).map(|share| share.id).collect();
    let signed = live.iter().filter(|share| share.state.0 == ShareState::Signed).map(|share| share.id).chain(asked.iter().copied());
    let signed: Vec<Uuid> = signed.collect();
    let mut signatures: HashMap<Uuid, Vec<signatures::Line>> = HashMap::new();
    if !signed.is_empty() {
        for line in signatures::lines_of(&room.chart, signed).await? {
            signatures.entry(line.share_id).or_default().push(line);
        }
    }
    let signers = if asked.is_empty() { Vec::new() } else { signers::of_shares(&room.chart, asked).await? };
    let mut live: HashMap<Uuid, shares::Line> = live.into_iter().map(|share| (share.document_id, share)).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let share = live.remove(&row.id);
        let of = Of { now, zone, signatures: &signatures, signers: &signers };
        lines.push(line(room, row, share, &of)?);
    }
    Ok(lines)
}

/// What is known of the shares of the list.
struct Of<'a> {
    now: DateTime<Utc>,
    zone: Tz,
    signatures: &'a HashMap<Uuid, Vec<signatures::Line>>,
    signers: &'a [signers::Model],
}

fn line(room: &Room<'_>, row: documents::Line, share: Option<shares::Line>, of: &Of<'_>) -> Result<DocumentLine, Error> {
    let (kind, written) = (row.kind.0, row.written());
    let state = share.as_ref().map(|share| share.standing(of.now));
    let due = match (&share, state) {
        (Some(share), Some(state)) => due(share.due_on.as_deref(), state, of.now, of.zone)?,
        _ => None,
    };
    let unopened = share.as_ref().is_some_and(|share| share.opened_at.is_none());
    let may = |action| room.may_share && may_share(action, kind, written, state).is_ok();
    Ok(DocumentLine {
        id: DocumentId(row.id),
        kind,
        written_on: dates::day(row.written_at, of.zone),
        author: row.author_name,
        finished: written == WrittenState::Finished,
        edition: row.edition,
        follows: row.follows.map(DocumentId),
        amends: row.amends.map(DocumentId),
        status: state.map_or(ShareStatus::NotShared, ShareState::status),
        share: state,
        remark: share.and_then(|share| remark(&share, state, of)),
        due,
        may_share: may(ShareAction::Share),
        may_share_to_sign: may(ShareAction::ShareToSign),
        may_unshare: room.may_share && unopened && matches!(state, Some(ShareState::Open | ShareState::AwaitingSignature)),
        has_pdf: written == WrittenState::Finished,
        title: row.title,
    })
}

fn remark(share: &shares::Line, state: Option<ShareState>, of: &Of<'_>) -> Option<ShareRemark> {
    let at = |at| dates::moment(at, of.zone);
    let (on, opened) = (dates::day(share.shared_at, of.zone), share.opened_at.map(at));
    let signatures = of.signatures.get(&share.id).map(Vec::as_slice).unwrap_or_default();
    let by = || signatures.iter().map(|line| line.signer_name.clone()).collect();
    let last = signatures.last().map(|line| at(line.signed_at));
    match (state?, last) {
        (ShareState::Open, _) => Some(ShareRemark::Shared { on, opened }),
        (ShareState::AwaitingSignature, last) => {
            let asked: Vec<signers::Model> = of.signers.iter().filter(|signer| signer.share_id == share.id).cloned().collect();
            let waits_for = next(&asked).map(|signer| signer.name.clone());
            Some(match last {
                Some(at) => ShareRemark::PartlySigned { by: by(), at, waits_for: waits_for.unwrap_or_default() },
                None => ShareRemark::SignatureRequested { on, opened, waits_for: waits_for.filter(|_| asked.len() > 1) },
            })
        }
        (ShareState::Signed, last) => last.map(|at| ShareRemark::Signed { by: by(), at }),
        (ShareState::Expired, _) => share.expires_at.map(|end| ShareRemark::Expired { on: dates::last_day(end, of.zone) }),
        (ShareState::Declined, _) => share.declined_at.map(|declined| ShareRemark::Declined { at: at(declined) }),
        (ShareState::Withdrawn, _) => None,
    }
}

/// The titles of the documents that tasks are about.
pub(crate) async fn titles(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>, Error> {
    Ok(documents::titles(db, ids).await?.into_iter().collect())
}
