//! A clock that was set back.

use chrono::{DateTime, Duration, Utc};

/// The clocks of two machines differ by less than this.
const SKEW: Duration = Duration::seconds(30);

/// Whether a moment that was recorded is still to come: since then the clock was set back, and nobody knows by how much (F9).
///
/// What began in the future opens nothing. What is only kept waiting by it waits no longer.
pub fn lies_ahead(recorded: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    recorded > now + SKEW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_machines_may_differ_by_half_a_minute() {
        let now: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        for (seconds, ahead) in [(-3600, false), (0, false), (30, false), (31, true), (3600, true), (86_400, true)] {
            assert_eq!(lies_ahead(now + Duration::seconds(seconds), now), ahead, "{seconds}");
        }
    }
}
