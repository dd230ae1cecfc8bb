//! A mail that has not left: why, how often it is tried, and how long it waits in between.

use crate::{dates::Moment, named::named};
use chrono::Duration;
use serde::{Deserialize, Serialize};

named! {
    /// Why a mail waits after a try.
    pub enum MailTrouble {
        /// No mail server is set.
        NoServer "no_server",
        /// It does not answer.
        Silent "silent",
        /// There is no safe connection to it.
        Unsafe "unsafe",
        /// It does not let us sign in.
        SignIn "sign_in",
        /// It takes nothing from us.
        Refuses "refuses",
        /// Not this one, for now: a full mailbox, a greylist.
        Recipient "recipient",
        /// We could not write it.
        Unwritten "unwritten",
    }
}

impl MailTrouble {
    /// Whether all mail has it, and an administrator is to do something about it.
    pub fn is_servers(self) -> bool {
        match self {
            Self::NoServer | Self::Silent | Self::Unsafe | Self::SignIn | Self::Refuses => true,
            Self::Recipient | Self::Unwritten => false,
        }
    }
}

/// A mail whose recipient or message is refused for now is tried this often, from one minute to hours apart, and then given up.
pub const MOST_TRIES: i32 = 9;

/// Where the server is the trouble, a mail is tried about every hour for two weeks: a password that nobody corrects over a holiday
/// loses no mail. After that what it tells of is old, and it is given up, to be sent again from the To-do.
pub const MOST_TRIES_AT_SERVER: i32 = 14 * 24;

/// So many failed tries are ordinary. At the next one it stands on the To-do that a mail has not left yet.
pub const TOLD_AFTER: i32 = 2;

/// Failed tries of one mail: because of the mail itself, and because of the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    pub of_mail: i32,
    pub at_server: i32,
}

impl Tries {
    pub fn all(self) -> i32 {
        self.of_mail + self.at_server
    }

    /// One more, for this reason.
    pub fn and(self, trouble: MailTrouble) -> Self {
        if trouble.is_servers() { Self { at_server: self.at_server + 1, ..self } } else { Self { of_mail: self.of_mail + 1, ..self } }
    }

    /// Whether this was the last one. The server's trouble never uses up the tries that a mailbox has.
    pub fn are_over(self) -> bool {
        self.of_mail >= MOST_TRIES || self.at_server >= MOST_TRIES_AT_SERVER
    }

    /// How long to wait for the next one. An hour at most where the server is the trouble: once that is over, mail leaves soon.
    pub fn pause(self, trouble: MailTrouble) -> Duration {
        if trouble.is_servers() { retry_after(self.at_server).min(Duration::hours(1)) } else { retry_after(self.of_mail) }
    }
}

/// How long to wait after the `tries`-th failed try: 1 min, 2, 4 … at most a day.
pub fn retry_after(tries: i32) -> Duration {
    Duration::minutes(i64::from(2_u32.pow(tries.clamp(1, 12) as u32 - 1)).min(1440))
}

/// A mail that has not left yet: why, and when it is tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailWait {
    pub trouble: MailTrouble,
    /// None where that is at once, or waits for an operator.
    pub next_try: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_spread_from_a_minute_to_a_day() {
        assert_eq!(retry_after(1), Duration::minutes(1));
        assert_eq!(retry_after(2), Duration::minutes(2));
        assert_eq!(retry_after(9), Duration::minutes(256));
        assert_eq!(retry_after(50), Duration::minutes(1440));
    }

    #[test]
    fn the_servers_trouble_costs_a_mailbox_none_of_its_tries() {
        let mut tries = Tries::default();
        for _ in 0..100 {
            tries = tries.and(MailTrouble::SignIn);
        }
        assert!(!tries.are_over() && tries.pause(MailTrouble::SignIn) == Duration::hours(1));
        for _ in 1..MOST_TRIES {
            tries = tries.and(MailTrouble::Recipient);
            assert!(!tries.are_over());
        }
        assert_eq!(tries.pause(MailTrouble::Recipient), Duration::minutes(128));
        assert!(tries.and(MailTrouble::Recipient).are_over());
        let days = (1..MOST_TRIES_AT_SERVER).map(|at_server| Tries { of_mail: 0, at_server }.pause(MailTrouble::Silent));
        assert_eq!(days.sum::<Duration>().num_days(), 13);
        assert!(Tries { of_mail: 0, at_server: MOST_TRIES_AT_SERVER }.are_over());
    }
}
