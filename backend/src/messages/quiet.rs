//! The job that closes what grew quiet, and tells the client half a day before.

use super::table::conversations;
use crate::{audit::Event, error::Error, events::Happening, in_chart::Within, invites, notices, settings, system::System};
use domain::{
    audit::AuditAct,
    events::EventKind,
    invites::Scope,
    messages::{Closing, WARNED_BEFORE},
};

/// So many are looked at in one go.
const PORTION: u64 = 100;

impl System {
    /// Warns of conversations that close soon, and closes those whose time is up. Done twice, it changes nothing more.
    pub async fn close_quiet_conversations(&self) -> Result<(), Error> {
        let practice = &self.practice;
        if !settings::load(practice).await?.communications.mode.closes_quiet_ones() {
            return Ok(());
        }
        let now = practice.clock.now();
        for (id, chart) in conversations::to_warn(practice.db.read(), now + WARNED_BEFORE, PORTION).await? {
            let write = self.chart(chart).change(None).await?;
            let Some(row) = write.find::<conversations::Entity>(id).await? else { continue };
            let Some(closes_at) = row.closes_at.filter(|_| row.warned_at.is_none()) else { continue };
            // Nothing closes that nobody was told of: where the hour of the mail was slept through, closing waits as long again.
            let closes_at = closes_at.max(now + WARNED_BEFORE);
            for grant in invites::readers(&write, Scope::Messages, now).await? {
                notices::tell_of_closing(&write, practice, (chart, id), closes_at, &grant).await?;
            }
            conversations::warned(&write, id, closes_at).await?;
            write.commit(Event::of(AuditAct::ConversationWarned).subject(id)).await?;
        }
        for (id, chart) in conversations::to_close(practice.db.read(), now, PORTION).await? {
            let write = self.chart(chart).change(None).await?;
            let Some(row) = write.find::<conversations::Entity>(id).await? else { continue };
            // The client may have written meanwhile: then it has no end any more.
            if row.closed_at.is_some()
                || row.warned_at.is_none()
                || row.closes_at.is_none_or(|at| at > now)
                || row.newest_of_client > row.newest_of_practice
            {
                continue;
            }
            conversations::close(&write, &row, Closing::Quiet).await?;
            notices::close_tasks(&write, notices::About::Conversation(row.id)).await?;
            write.tell(Happening::of(EventKind::of_messages(row.audience.0)).subject(id));
            write.commit(Event::of(AuditAct::ConversationClosed).subject(id).detail(Closing::Quiet.name())).await?;
        }
        Ok(())
    }
}
