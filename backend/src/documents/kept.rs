//! What somebody is writing is kept while they write, sealed, until they save it: for them alone, on whichever device, for two weeks.

use super::{StaffDocuments, notes::NoteDraft, rights::Room, table::kept};
use crate::{dates, error::Error, in_chart::Within, sealing::Place};
use chrono::Duration;
use domain::{
    documents::{KeptNote, NoteAbout, PlanProblem},
    ids::ChartId,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long it is kept.
pub(crate) const KEPT: Duration = Duration::days(14);
/// More than the longest note: what is longer is refused when it is saved.
const LARGEST: usize = 400_000;

#[derive(Serialize, Deserialize)]
struct Typed {
    kind: String,
    title: String,
    sections: Vec<(String, String)>,
    #[serde(default)]
    plan: Vec<PlanProblem>,
    /// Of the draft that was changed: it may have been saved in another window meanwhile.
    version: Option<i32>,
}

impl StaffDocuments<'_> {
    /// Keeps it. Nobody did anything yet.
    pub async fn keep(&self, chart: ChartId, about: NoteAbout, version: Option<i32>, draft: NoteDraft) -> Result<(), Error> {
        let staff = self.0;
        let room = self.room_to_write(chart, about).await?;
        let length: usize = draft.text.iter().map(|(heading, text)| heading.len() + text.len()).sum();
        let length = length + draft.plan.iter().map(PlanProblem::length).sum::<usize>();
        if length + draft.title.len() > LARGEST {
            return Ok(());
        }
        let practice = &staff.practice;
        let id = practice.randomness.id();
        let typed = Typed { kind: draft.kind, title: draft.title, sections: draft.text, plan: draft.plan, version };
        let row = kept::Model {
            id,
            chart_id: room.chart.chart(),
            staff_id: staff.member.id,
            about_id: key(chart, about),
            typed: practice.sealer.seal_value(Place("note_drafts.typed", id), &typed),
            kept_at: practice.clock.now(),
        };
        let tx = practice.db.housekeeping().await?;
        kept::put(&*tx, row).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets it: what is saved counts.
    pub async fn forget_kept(&self, chart: ChartId, about: NoteAbout) -> Result<(), Error> {
        self.room_to_write(chart, about).await?;
        let tx = self.0.practice.db.housekeeping().await?;
        kept::forget(&*tx, self.0.member.id, key(chart, about)).await?;
        Ok(tx.commit().await?)
    }

    /// What was kept and not saved.
    pub(super) async fn kept(&self, room: &Room<'_>, about: NoteAbout) -> Result<Option<KeptNote>, Error> {
        let (staff, chart) = (self.0, ChartId(room.chart.chart()));
        let Some(row) = kept::of(&room.chart, staff.member.id, key(chart, about)).await? else { return Ok(None) };
        if staff.practice.clock.now() >= row.kept_at + KEPT {
            return Ok(None);
        }
        let Typed { kind, title, sections, plan, version } =
            staff.practice.sealer.open_value(Place("note_drafts.typed", row.id), &row.typed)?;
        let at = dates::moment(row.kept_at, dates::zone(&staff.practice_settings().await?.zone));
        Ok(Some(KeptNote { at, kind, title, sections, plan, version }))
    }

    /// It was saved: nothing is left to keep.
    pub(super) async fn saved(&self, db: &impl ConnectionTrait, chart: ChartId, about: NoteAbout) -> Result<(), Error> {
        Ok(kept::forget(db, self.0.member.id, key(chart, about)).await?)
    }

    /// The chart, and the document that it is about, before somebody who may write there.
    async fn room_to_write(&self, chart: ChartId, about: NoteAbout) -> Result<Room<'_>, Error> {
        let room = Room::enter(self.0, chart).await?;
        if !room.may_write {
            return Err(room.not_found().await);
        }
        if let NoteAbout::Draft(id) | NoteAbout::Follows(id) | NoteAbout::Amends(id) = about {
            room.document(id).await?;
        }
        Ok(room)
    }
}

/// Under which it is kept: the document, or the chart itself for something new. An addendum and a next version stand beside each other.
fn key(chart: ChartId, about: NoteAbout) -> Uuid {
    match about {
        NoteAbout::New => chart.0,
        NoteAbout::Draft(id) | NoteAbout::Follows(id) => id.0,
        NoteAbout::Amends(id) => {
            let mut bytes = *id.0.as_bytes();
            bytes[15] ^= 1;
            Uuid::from_bytes(bytes)
        }
    }
}

/// Forgets what was kept long ago. Returns how many.
pub(crate) async fn forget_kept_before(
    db: &impl ConnectionTrait,
    then: chrono::DateTime<chrono::Utc>,
    many: u64,
) -> Result<u64, sea_orm::DbErr> {
    kept::forget_before(db, then, many).await
}
