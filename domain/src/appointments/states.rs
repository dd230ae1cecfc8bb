//! How an appointment goes: a closed table of what may become of it, and by whom.

use super::Refusal;
use crate::named::named;
use chrono::{DateTime, Duration, Utc};

/// So long a request holds its time. Nothing is held past the start.
pub const HELD: Duration = Duration::hours(48);

named! {
    pub enum State {
        /// A client asks for it. It holds its time for two days.
        Requested "requested",
        Booked "booked",
        /// The client says that they come.
        Confirmed "confirmed",
        Arrived "arrived",
        Completed "completed",
        Cancelled "cancelled",
        /// Too late to give the time to somebody else.
        LateCancelled "late_cancelled",
        NoShow "no_show",
        /// What becomes of a request: the practice says no,
        Denied "denied",
        /// or nothing, in time;
        Expired "expired",
        /// or the appointment that it asked to move is there now.
        Moved "moved",
    }
}

named! {
    /// What a client asks for.
    pub enum RequestKind {
        New "new",
        Cancellation "cancellation",
        Reschedule "reschedule",
    }
}

/// Who changes an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Client,
    Staff,
    /// The job that lets requests expire.
    System,
}

impl State {
    /// Those that hold their time: the database lets no two of one clinician overlap.
    pub const HOLDING: [Self; 5] = [Self::Requested, Self::Booked, Self::Confirmed, Self::Arrived, Self::Completed];
    /// Those that lie ahead.
    pub const AHEAD: [Self; 3] = [Self::Requested, Self::Booked, Self::Confirmed];
    /// Those that were agreed on.
    pub const AGREED: [Self; 2] = [Self::Booked, Self::Confirmed];

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Requested => "Requested",
            Self::Booked => "Booked",
            Self::Confirmed => "Confirmed",
            Self::Arrived => "Arrived",
            Self::Completed => "Completed",
            Self::Cancelled => "Cancelled",
            Self::LateCancelled => "Late cancelled",
            Self::NoShow => "No-show",
            Self::Denied => "Declined",
            Self::Expired => "Not answered",
            Self::Moved => "Moved",
        }
    }

    pub fn holds_time(self) -> bool {
        Self::HOLDING.contains(&self)
    }

    /// What of it these people may make by themselves, in the order in which a page offers it. Approving and denying are acts of their own.
    pub fn next(self, who: Who) -> &'static [Self] {
        use State::*;
        match (who, self) {
            (Who::Client, Requested) => &[Cancelled],
            (Who::Client, Booked) => &[Confirmed, Cancelled],
            (Who::Client, Confirmed) => &[Cancelled],
            (Who::Client, _) => &[],
            (Who::Staff, Requested) => &[Booked, Denied],
            (Who::Staff, Booked) => &[Confirmed, Arrived, Completed, NoShow, Cancelled, LateCancelled],
            (Who::Staff, Confirmed) => &[Arrived, Completed, NoShow, Cancelled, LateCancelled, Booked],
            (Who::Staff, Arrived) => &[Completed, NoShow, Booked],
            // What was ticked by mistake is put right. Given back, a time has to be free still.
            (Who::Staff, Completed) => &[Arrived, NoShow],
            (Who::Staff, NoShow) => &[Arrived, Completed, LateCancelled],
            (Who::Staff, Cancelled) => &[LateCancelled],
            (Who::Staff, LateCancelled) => &[Cancelled, NoShow],
            (Who::Staff, Denied | Expired | Moved) => &[],
            (Who::System, Requested) => &[Expired],
            (Who::System, _) => &[],
        }
    }

    /// Whether it may become that, now.
    pub fn may_become(self, next: Self, who: Who, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
        if !self.next(who).contains(&next) {
            return Err(Refusal::StateUnfit);
        }
        match next {
            Self::Completed | Self::NoShow if now < starts_at => Err(Refusal::NotBegun),
            Self::Confirmed if now >= starts_at && who == Who::Client => Err(Refusal::InThePast),
            _ => Ok(()),
        }
    }

    /// Whether it can be put to another time.
    pub fn may_move(self) -> bool {
        Self::AGREED.contains(&self)
    }

    /// Whether a client may cancel it by themselves: until so many hours before it starts, and a request at any time.
    pub fn client_cancels(self, cancel_hours: u16, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self {
            Self::Requested => Ok(()),
            state if !Self::AGREED.contains(&state) => Err(Refusal::StateUnfit),
            _ if now >= starts_at => Err(Refusal::InThePast),
            _ if now + Duration::hours(cancel_hours.into()) > starts_at => Err(Refusal::WindowOver { hours: cancel_hours }),
            _ => Ok(()),
        }
    }

    /// Until when a request that is made now holds its time.
    pub fn held_until(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        starts_at.min(now + HELD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::hours(hours)
    }

    #[test]
    fn what_has_ended_a_client_changes_no_more() {
        use State::*;
        for state in [Arrived, Completed, Cancelled, LateCancelled, NoShow, Denied, Expired, Moved] {
            assert_eq!(state.next(Who::Client), [], "{state:?}");
        }
        for state in State::ALL {
            for next in state.next(Who::Client) {
                assert!(matches!(next, Confirmed | Cancelled), "a client books nothing by themselves");
            }
            assert!(!state.next(Who::Staff).contains(&Requested) && !state.next(Who::Staff).contains(&state));
        }
        assert_eq!((Requested.next(Who::System), Booked.next(Who::System)), (&[Expired][..], &[][..]));
        for state in [Denied, Expired, Moved] {
            assert_eq!(state.next(Who::Staff), [], "an ended request stays ended");
        }
    }

    #[test]
    fn nobody_missed_what_has_not_begun() {
        let becomes = |next, now| State::Booked.may_become(next, Who::Staff, at(0), now);
        assert_eq!(becomes(State::NoShow, at(-1)), Err(Refusal::NotBegun));
        assert_eq!(becomes(State::Completed, at(-1)), Err(Refusal::NotBegun));
        assert_eq!(becomes(State::NoShow, at(0)), Ok(()));
        assert_eq!(becomes(State::Arrived, at(-1)), Ok(()));
        assert_eq!(becomes(State::Requested, at(-1)), Err(Refusal::StateUnfit));
        assert_eq!(State::Booked.may_become(State::Confirmed, Who::Client, at(0), at(1)), Err(Refusal::InThePast));
    }

    #[test]
    fn a_client_cancels_until_the_window_of_the_type() {
        let cancels = |state: State, now| state.client_cancels(24, at(0), now);
        assert_eq!(cancels(State::Booked, at(-24)), Ok(()));
        assert_eq!(cancels(State::Confirmed, at(-23)), Err(Refusal::WindowOver { hours: 24 }));
        assert_eq!(cancels(State::Requested, at(-1)), Ok(()));
        assert_eq!(cancels(State::Booked, at(0)), Err(Refusal::InThePast));
        assert_eq!(cancels(State::Cancelled, at(-48)), Err(Refusal::StateUnfit));
    }

    #[test]
    fn a_request_holds_its_time_for_two_days_and_never_past_it() {
        assert_eq!(State::held_until(at(100), at(0)), at(48));
        assert_eq!(State::held_until(at(5), at(0)), at(5));
    }
}
