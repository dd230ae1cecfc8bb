//! What is long over is forgotten: ended sessions, old drafts, forms that were sent, counters of wrong tries. A little at a time, so that after a busy day
//! nobody waits for it.

use super::System;
use crate::{db::breathe, drafts, error::Error, once, sign_in, sign_in::table};
use chrono::Duration;
use std::time::Instant;

/// A browser that was not seen for so long is no longer known.
const DEVICES_KEPT: Duration = Duration::days(400);

#[derive(Clone, Copy)]
enum Old {
    Sessions,
    Throttles,
    Drafts,
    SentForms,
    Ceremonies,
    Devices,
}

impl Old {
    const ALL: [Self; 6] = [Self::Sessions, Self::Throttles, Self::Drafts, Self::SentForms, Self::Ceremonies, Self::Devices];

    /// So many rows at once hold the writer for less than 50 ms. A draft is as large as the form that was refused: up to a megabyte.
    fn portion(self) -> u64 {
        match self {
            Self::Drafts => 3,
            _ => 100,
        }
    }
}

impl System {
    /// Forgets what is long over.
    pub async fn sweep(&self) -> Result<(), Error> {
        for old in Old::ALL {
            loop {
                let began = Instant::now();
                if self.forget_some(old).await? < old.portion() {
                    break;
                }
                breathe(began).await;
            }
        }
        Ok(())
    }

    /// Returns how many rows went: less than a portion where nothing is left.
    async fn forget_some(&self, old: Old) -> Result<u64, Error> {
        let (now, many) = (self.practice.clock.now(), old.portion());
        let tx = self.practice.db.housekeeping().await?;
        let gone = match old {
            Old::Sessions => table::sessions::forget_before(&*tx, now - sign_in::SESSIONS_KEPT, many).await?,
            Old::Throttles => table::throttles::forget_before(&*tx, now - sign_in::TRIES_KEPT, many).await?,
            Old::Drafts => drafts::table::forget_before(&*tx, now - drafts::KEPT, many).await?,
            Old::SentForms => once::table::forget_before(&*tx, now - once::KEPT, many).await?,
            Old::Ceremonies => sign_in::ceremonies::forget_before(&*tx, now, many).await?,
            Old::Devices => sign_in::devices::forget_before(&*tx, now - DEVICES_KEPT, many).await?,
        };
        tx.commit().await?;
        Ok(gone)
    }
}
