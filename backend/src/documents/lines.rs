//! The lines of a chart's **Documents** tab: each document, what became of its share, and what may be done with it.

use super::{
    rights::Room,
    table::{documents, shares, signatures},
};
use crate::{actors::Staff, dates, error::Error, in_chart::InChart};
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
    let signed: Vec<Uuid> = live.iter().filter(|share| share.state.0 == ShareState::Signed).map(|share| share.id).collect();
    let signatures = if signed.is_empty() { Vec::new() } else { signatures::lines_of(&room.chart, signed).await? };
    let signatures: HashMap<Uuid, signatures::Line> = signatures.into_iter().map(|line| (line.share_id, line)).collect();
    let mut live: HashMap<Uuid, shares::Line> = live.into_iter().map(|share| (share.document_id, share)).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let share = live.remove(&row.id);
        let signature = share.as_ref().and_then(|share| signatures.get(&share.id));
        lines.push(line(room, row, share, signature, zone));
    }
    Ok(lines)
}

fn line(
    room: &Room<'_>,
    row: documents::Line,
    share: Option<shares::Line>,
    signature: Option<&signatures::Line>,
    zone: Tz,
) -> DocumentLine {
    let (kind, written) = (row.kind.0, row.written());
    let state = share.as_ref().map(|share| share.state.0);
    let unopened = share.as_ref().is_some_and(|share| share.opened_at.is_none());
    let may = |action| room.may_share && may_share(action, kind, written, state).is_ok();
    DocumentLine {
        id: DocumentId(row.id),
        kind,
        written_on: dates::day(row.written_at, zone),
        author: row.author_name,
        finished: written == WrittenState::Finished,
        status: state.map_or(ShareStatus::NotShared, ShareState::status),
        share: state,
        remark: share.and_then(|share| remark(&share, state, signature, zone)),
        may_share: may(ShareAction::Share),
        may_share_to_sign: may(ShareAction::ShareToSign),
        may_unshare: room.may_share && unopened && matches!(state, Some(ShareState::Open | ShareState::AwaitingSignature)),
        has_pdf: written == WrittenState::Finished,
        title: row.title,
    }
}

fn remark(share: &shares::Line, state: Option<ShareState>, signature: Option<&signatures::Line>, zone: Tz) -> Option<ShareRemark> {
    let at = |at| dates::moment(at, zone);
    let (on, opened) = (dates::day(share.shared_at, zone), share.opened_at.map(at));
    match state? {
        ShareState::Open => Some(ShareRemark::Shared { on, opened }),
        ShareState::AwaitingSignature => Some(ShareRemark::SignatureRequested { on, opened }),
        ShareState::Signed => signature.map(|line| ShareRemark::Signed { by: line.signer_name.clone(), at: at(line.signed_at) }),
        ShareState::Declined => share.declined_at.map(|declined| ShareRemark::Declined { at: at(declined) }),
        ShareState::Withdrawn => None,
    }
}

/// The titles of the documents that tasks are about.
pub(crate) async fn titles(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>, Error> {
    Ok(documents::titles(db, ids).await?.into_iter().collect())
}
