//! What is long over is forgotten: ended sessions, old drafts, forms that were sent, what open pages were told, counters of wrong tries. A little at a time, so that after a busy day
//! nobody waits for it.

use super::System;
use crate::{billing, db::breathe, documents, drafts, error::Error, events, messages, once, sign_in};
use std::time::Instant;

#[derive(Clone, Copy)]
enum Old {
    SignIn(sign_in::Old),
    Drafts,
    /// What somebody began to write in a conversation.
    Unsent,
    /// What somebody began to write to a group.
    UnsentToMany,
    /// Groups of one letter.
    UnnamedGroups,
    /// What somebody began to write in a chart.
    UnsavedNotes,
    SentForms,
    Events,
    /// Cards that were chosen and never paid with.
    NewCards,
}

impl Old {
    const ALL: [Self; 12] = [
        Self::SignIn(sign_in::Old::Sessions),
        Self::SignIn(sign_in::Old::Tries),
        Self::Drafts,
        Self::Unsent,
        Self::UnsentToMany,
        Self::UnnamedGroups,
        Self::UnsavedNotes,
        Self::SentForms,
        Self::Events,
        Self::NewCards,
        Self::SignIn(sign_in::Old::Ceremonies),
        Self::SignIn(sign_in::Old::Devices),
    ];

    /// So many rows at once hold the writer for less than 50 ms. A draft is as large as the form that was refused: up to a megabyte.
    fn portion(self) -> u64 {
        match self {
            Self::Drafts | Self::UnsavedNotes => 3,
            // Each with up to 500 lines of its own.
            Self::UnnamedGroups => 5,
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
            Old::SignIn(old) => sign_in::forget_some(&*tx, old, now, many).await?,
            Old::Drafts => drafts::forget_before(&*tx, now - drafts::KEPT, many).await?,
            Old::Unsent => messages::forget_drafts_before(&*tx, now - messages::DRAFTS_KEPT, many).await?,
            Old::UnsentToMany => messages::forget_letters_before(&*tx, now - messages::DRAFTS_KEPT, many).await?,
            Old::UnnamedGroups => messages::forget_unnamed_before(&*tx, now - domain::messages::UNNAMED_KEPT, many).await?,
            Old::UnsavedNotes => documents::forget_kept_before(&*tx, now - documents::KEPT, many).await?,
            Old::SentForms => once::forget_before(&*tx, now - once::KEPT, many).await?,
            Old::NewCards => billing::forget_before(&*tx, now - billing::NEW_CARDS_KEPT, many).await?,
            Old::Events => events::forget_before(&*tx, now - domain::events::KEPT, many).await?,
        };
        tx.commit().await?;
        Ok(gone)
    }
}
