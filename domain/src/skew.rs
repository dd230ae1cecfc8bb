//! A clock that was set back, or forward.

use chrono::{DateTime, Duration, Utc};

/// The clocks of two machines differ by less than this.
const SKEW: Duration = Duration::seconds(30);

/// Whether a moment that was recorded is still to come: since then the clock was set back, and nobody knows by how much (F9).
///
/// What began in the future opens nothing. What is only kept waiting by it waits no longer.
pub fn lies_ahead(recorded: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    recorded > now + SKEW
}

/// By how much the clock has jumped between two looks at it, where that is more than two machines may differ: what it says has
/// passed, less what really has. Negative: it was set back (F9).
pub fn jump(before: DateTime<Utc>, now: DateTime<Utc>, passed: Duration) -> Option<Duration> {
    Some(now - before - passed).filter(|jump| jump.abs() > SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_what_the_clock_says_less_what_has_passed() {
        let before: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        let after = |seconds| jump(before, before + Duration::seconds(seconds), Duration::seconds(10)).map(|jump| jump.num_seconds());
        assert_eq!([after(10), after(40), after(-20)], [None, None, None], "half a minute is none");
        assert_eq!([after(41), after(-21), after(3610), after(-3590)], [Some(31), Some(-31), Some(3600), Some(-3600)]);
    }

    #[test]
    fn two_machines_may_differ_by_half_a_minute() {
        let now: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        for (seconds, ahead) in [(-3600, false), (0, false), (30, false), (31, true), (3600, true), (86_400, true)] {
            assert_eq!(lies_ahead(now + Duration::seconds(seconds), now), ahead, "{seconds}");
        }
    }
}
