//! Conversations that grow quiet: in the mode Reply only one closes two days after the practice had the last word (CP-14).

use super::{Mode, Purpose};
use crate::named::named;
use chrono::{DateTime, Duration, Utc};

/// So long after the practice's last word a quiet conversation closes,
pub const CLOSES_AFTER: Duration = Duration::hours(48);
/// and so long before that, the client is told by mail, once.
pub const WARNED_BEFORE: Duration = Duration::hours(12);

named! {
    /// Why a conversation is closed.
    pub enum Closing {
        /// The client stayed quiet.
        Quiet "quiet",
        /// Staff closed it.
        ByStaff "staff",
    }
}

/// When a conversation closes by itself, once the practice has written at this moment.
pub fn closes_at(mode: Mode, purpose: Purpose, client_has_written: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (mode.closes_quiet_ones() && purpose.grows_quiet(client_has_written)).then(|| now + CLOSES_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_practice_starts_the_clock_in_one_mode_only() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert_eq!(closes_at(Mode::ReplyOnly, Purpose::Talk, false, now), Some(now + Duration::hours(48)));
        assert_eq!(closes_at(Mode::ReplyOnly, Purpose::Records, true, now), None);
        assert_eq!(closes_at(Mode::ReplyOnly, Purpose::Announcement, false, now), None);
        assert_eq!(closes_at(Mode::ReplyOnly, Purpose::Announcement, true, now), Some(now + Duration::hours(48)));
        for mode in [Mode::NeverInitiate, Mode::AssignedClientsOnly, Mode::AllClients] {
            assert_eq!(closes_at(mode, Purpose::Talk, false, now), None, "{mode:?}");
        }
    }
}
