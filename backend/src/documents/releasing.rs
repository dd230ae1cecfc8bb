//! What of a chart's documents is released together: in the portal each is shared, as it is at that moment, all in one act.

use super::{
    StaffDocuments,
    rights::Room,
    sharing::{as_share, current, fits, freeze, reader_of},
    table::{documents, shares},
};
use crate::{
    actors::Staff,
    dates,
    error::{Error, taken},
    events::Happening,
    in_chart::{Change, InChart, Within},
};
use domain::{
    documents::{DocumentKind, Refusal, ShareAction, WrittenState},
    events::EventKind,
    ids::{DocumentId, ShareId},
    records::Releasable,
    settings::PracticeSettings,
};
use sea_orm::ActiveModelTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// So many are offered.
const SHOWN: u64 = 200;

/// Documents that are to be released.
pub(crate) struct Ready {
    documents: Vec<(DocumentId, String)>,
    /// Those that are shared with it: the others the client has already, or gets in another way.
    shares: Vec<(documents::Model, shares::ActiveModel)>,
    settings: PracticeSettings,
}

/// Finished, and nothing that is kept apart from the record (45 CFR 164.501).
fn is_releasable(line: &documents::Line) -> bool {
    line.kind.0 != DocumentKind::PsychotherapyNote && line.written() == WrittenState::Finished
}

impl StaffDocuments<'_> {
    /// What of the chart this person could release, the newest first.
    pub(crate) async fn releasable(&self, chart: &InChart<'_, Staff>) -> Result<Vec<Releasable>, Error> {
        let room = Room::of(chart.clone()).await?;
        if room.reader.reads_nothing() {
            return Ok(Vec::new());
        }
        let rows: Vec<_> = documents::newest(&room.chart, room.reader, SHOWN).await?.into_iter().filter(is_releasable).collect();
        let live = shares::live_of(&room.chart, rows.iter().map(|row| row.id)).await?;
        let zone = dates::zone(&self.0.practice_settings().await?.zone);
        let line = |row: documents::Line| Releasable {
            id: DocumentId(row.id),
            kind: row.kind.0,
            written_on: dates::day(row.written_at, zone),
            shared: live.iter().any(|share| share.document_id == row.id),
            title: row.title,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// These, as they are now. In the portal each has to be one that this person may share.
    pub(crate) async fn to_release(&self, chart: &InChart<'_, Staff>, ids: &[DocumentId], in_portal: bool) -> Result<Ready, Error> {
        let settings = self.0.practice_settings().await?;
        let room = Room::of(chart.clone()).await?;
        let mut ready = Ready { documents: Vec::new(), shares: Vec::new(), settings: settings.clone() };
        for id in ids {
            let row = room.document(*id).await?;
            if !is_releasable(&documents::Line::from(&row)) {
                return Err(room.not_found().await);
            }
            ready.documents.push((*id, row.title.clone()));
            if !in_portal || shares::live_of(&room.chart, [row.id]).await?.pop().is_some() {
                continue;
            }
            if !room.may_share {
                return Err(room.not_found().await);
            }
            let frozen = freeze(&room, &row, ShareId(self.0.practice.randomness.id()), &settings).await?;
            fits(&room, &row, &frozen, ShareAction::Share, self.0.practice.clock.now()).await?;
            let share = as_share(self.0, &row, &frozen, ShareAction::Share);
            ready.shares.push((row, share));
        }
        if in_portal && !settings.features.documents {
            return Err(Refusal::DocumentsOff.into());
        }
        Ok(ready)
    }
}

impl Ready {
    /// Hands them over. What is released comes back, each by its title.
    pub(crate) async fn hand_over(self, write: &Change<'_, Staff>) -> Result<Vec<(DocumentId, String)>, Error> {
        if !self.shares.is_empty() {
            reader_of(write, &self.settings).await??;
        }
        for (row, share) in self.shares {
            current(write, &row, ShareAction::Share, write.at()).await?;
            let laid = share.insert(write.db()).await.map_err(taken(Refusal::AlreadyShared))?;
            write.tell(Happening::of(EventKind::DocumentShared).subject(ShareId(laid.id)));
        }
        Ok(self.documents)
    }
}

/// Where the client reads each of these documents, as far as they lie before them.
pub(crate) async fn shares_of(chart: &impl Within, documents: Vec<Uuid>) -> Result<HashMap<Uuid, Uuid>, Error> {
    if documents.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(shares::live_of(chart, documents).await?.into_iter().map(|share| (share.document_id, share.id)).collect())
}
