//! A change of the address to sign in with: confirmed at both addresses within a day, undone from the old one within a week.

use super::Refusal;
use crate::lies_ahead;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Both confirmations have to come within this time.
pub const CHANGE_LIFE: Duration = Duration::hours(24);
/// So long the old address can take it back.
pub const UNDO_LIFE: Duration = Duration::days(7);

/// How a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeFacts {
    pub asked_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub done: bool,
    pub replaced: bool,
}

/// Whether a link that confirms still does.
pub fn check_change(change: ChangeFacts, now: DateTime<Utc>) -> Result<(), Refusal> {
    match change {
        ChangeFacts { done: true, .. } => Err(Refusal::KeyUsed),
        ChangeFacts { replaced: true, .. } => Err(Refusal::KeyReplaced),
        ChangeFacts { asked_at, ends_at, .. } if now >= ends_at || lies_ahead(asked_at, now) => Err(Refusal::KeyExpired),
        _ => Ok(()),
    }
}

/// The page behind a link about a change of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPage {
    /// This address has not confirmed yet.
    Confirm,
    /// It has; the other one has not.
    Waits,
    /// The change is made, and can be undone from here.
    Undo,
    Dead(Refusal),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_a_day() {
        let asked: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        let change = ChangeFacts { asked_at: asked, ends_at: asked + CHANGE_LIFE, done: false, replaced: false };
        assert_eq!(check_change(change, asked + CHANGE_LIFE - Duration::milliseconds(1)), Ok(()));
        assert_eq!(check_change(change, asked + CHANGE_LIFE), Err(Refusal::KeyExpired));
        assert_eq!(check_change(ChangeFacts { replaced: true, ..change }, asked), Err(Refusal::KeyReplaced));
        assert_eq!(check_change(ChangeFacts { done: true, ..change }, asked), Err(Refusal::KeyUsed));
        // F9
        assert_eq!(check_change(change, asked - Duration::hours(1)), Err(Refusal::KeyExpired));
    }
}
