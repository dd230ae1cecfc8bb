//! Lines of the trail that stand for themselves, an audited read or a refusal, are written together: those that wait for the writer
//! share one commit. So a crowd of readers waits for the disk once, and not one after the other.

use super::Db;
use crate::audit::{self, Event, Stamp};
use sea_orm::DbErr;
use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// The lines that wait. Where there are some, somebody is on the way to write them.
#[derive(Clone, Default)]
pub(super) struct Waiting(Arc<Mutex<Vec<Line>>>);

struct Line {
    stamp: Stamp,
    event: Event,
    tell: oneshot::Sender<Result<(), DbErr>>,
}

impl Waiting {
    fn lines(&self) -> MutexGuard<'_, Vec<Line>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Db {
    /// Records one event by itself: an audited read, a refusal. Done is what is on the disk.
    pub(crate) async fn record(&self, stamp: Stamp, event: Event) -> Result<(), DbErr> {
        let (tell, told) = oneshot::channel();
        let first = {
            let mut lines = self.waiting.lines();
            lines.push(Line { stamp, event, tell });
            lines.len() == 1
        };
        if first {
            // In a task of its own: who hangs up does not take along what others wait for.
            tokio::spawn(write_down(self.clone()));
        }
        told.await.unwrap_or_else(|_| Err(DbErr::Custom("the line was not written".into())))
    }
}

async fn write_down(db: Db) {
    let change = db.begin().await;
    let lines = mem::take(&mut *db.waiting.lines());
    let (lines, waiting): (Vec<_>, Vec<_>) = lines.into_iter().map(|line| ((line.stamp, line.event), line.tell)).unzip();
    let written = async {
        let change = change?;
        audit::append(&change, lines).await?;
        change.commit().await
    };
    let written = written.await;
    for tell in waiting {
        // Who has hung up needs no word.
        let _ = tell.send(written.clone());
    }
}
