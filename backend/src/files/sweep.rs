//! What nobody waits for any more is taken away; and store and table are held against each other, a shelf at a time: what has no row is
//! taken away once it is a day old, and what has lost its bytes is told.

use super::{
    files,
    store::{Found, Part, SHELVES},
};
use crate::{audit::Event, db::breathe, error::Error, system::System};
use chrono::{DateTime, Duration, Utc};
use domain::audit::AuditAct;
use std::{collections::HashSet, time::Instant};
use uuid::Uuid;

/// So long a file waits for the message or document that it was sent for. As long as drafts are kept.
const WAITS: Duration = crate::drafts::KEPT;
/// So many are taken away before others may write.
const PORTION: u64 = 20;

impl System {
    /// Takes away what was never sent.
    pub async fn remove_forgotten_files(&self) -> Result<(), Error> {
        loop {
            let began = Instant::now();
            let before = self.practice.clock.now() - WAITS;
            let old = files::waiting_since(self.practice.db.read(), before, PORTION).await?;
            for (chart, file) in &old {
                let chart = self.chart(*chart);
                let write = chart.change(None).await?;
                if files::forget(&write, *file).await? {
                    write.commit(Event::of(AuditAct::FileRemoved).subject(*file).detail("never sent")).await?;
                    self.practice.files.remove(*file, &[Part::Whole, Part::Preview]).await?;
                }
            }
            if (old.len() as u64) < PORTION {
                return Ok(());
            }
            breathe(began).await;
        }
    }

    /// Holds store and table against each other. Returns how many files have lost their bytes; the log names them.
    pub async fn look_through_files(&self) -> Result<usize, Error> {
        let mut lost = 0;
        for shelf in 0..=SHELVES {
            let began = Instant::now();
            let missing = self.missing(shelf).await?;
            for id in &missing {
                tracing::error!(file = %id, "a file is in the database, and not in the store of files: restore it from your backup");
            }
            lost += missing.len();
            if self.clear(shelf).await? || !missing.is_empty() {
                breathe(began).await;
            }
        }
        Ok(lost)
    }

    /// How many files have lost their bytes. Changes nothing.
    pub async fn count_missing_files(&self) -> Result<usize, Error> {
        let mut lost = 0;
        for shelf in 0..=SHELVES {
            lost += self.missing(shelf).await?.len();
        }
        Ok(lost)
    }

    /// Rows whose bytes, or whose preview's, are not there. The rows are asked for first: what comes later has its bytes before its row.
    async fn missing(&self, shelf: u8) -> Result<Vec<Uuid>, Error> {
        let (practice, mut missing) = (&self.practice, Vec::new());
        let rows = files::on_shelf(practice.db.read(), shelf).await?;
        if rows.is_empty() {
            return Ok(missing);
        }
        let found = practice.files.shelf(shelf).await?;
        let of_part = |part| found.iter().filter(|found| found.part == part).map(|found| found.id).collect::<HashSet<_>>();
        let (whole, previews) = (of_part(Part::Whole), of_part(Part::Preview));
        for (id, has_preview) in rows {
            let is_there = whole.contains(&id) && (!has_preview || previews.contains(&id));
            // Somebody may have removed it meanwhile.
            if !is_there && files::is_there(practice.db.read(), id).await? {
                missing.push(id);
            }
        }
        Ok(missing)
    }

    /// Takes away what is a day old and has no row. Whether there was anything on the shelf.
    async fn clear(&self, shelf: u8) -> Result<bool, Error> {
        let practice = &self.practice;
        let before = practice.clock.now() - WAITS;
        let found = practice.files.shelf(shelf).await?;
        let anything = !found.is_empty();
        let old: Vec<Found> = found.into_iter().filter(|found| found.since < before).collect();
        if !old.is_empty() {
            let rows = files::on_shelf(practice.db.read(), shelf).await?;
            let known: HashSet<Uuid> = rows.into_iter().map(|(id, _)| id).collect();
            for Found { id, part, .. } in old {
                if part == Part::Arrived || !known.contains(&id) {
                    practice.files.remove(id, &[part]).await?;
                    tracing::info!(file = %id, "what had no row was taken out of the store of files");
                }
            }
        }
        for (path, since) in practice.files.broken_off(shelf).await? {
            if DateTime::<Utc>::from(since) < before {
                tokio::fs::remove_file(&path).await.map_err(Error::unexpected)?;
            }
        }
        Ok(anything)
    }
}
