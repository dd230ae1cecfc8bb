//! Signing in: passwords, sessions and patience.

mod address;
mod factors;
mod next;
mod password;
mod proof;

pub use address::{AddressPage, CHANGE_LIFE, ChangeFacts, UNDO_LIFE, check_change};
pub use factors::*;
pub use next::{safe_path, side_of};
pub use password::{LEAST_CHARACTERS, MOST_CHARACTERS, PasswordRule, SPECIALS, check_password, unmet_rules};
pub use proof::{PROOF_LIFE, Proof, StepUpScope, proof_holds};

use crate::{lies_ahead, named::named};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

named! {
    /// The two sides of the house. Each has its own sign-in page, cookie and lifetime.
    pub enum Side {
        Portal "portal",
        Office "office",
    }
}

named! {
    /// What a session opens: a side of the house, or the registration in progress and nothing else.
    pub enum SessionKind {
        Portal "portal",
        Office "office",
        Registration "registration",
    }
}

impl From<Side> for SessionKind {
    fn from(side: Side) -> Self {
        match side {
            Side::Portal => Self::Portal,
            Side::Office => Self::Office,
        }
    }
}

impl Side {
    /// A session ends after this long without a person's act.
    pub fn idle_limit(self) -> Duration {
        match self {
            Self::Portal => Duration::minutes(20),
            Self::Office => Duration::minutes(15),
        }
    }
}

/// A session ends this long after sign-in, whatever happens in it.
pub const ABSOLUTE_LIMIT: Duration = Duration::hours(12);

/// Whether a session still holds.
pub fn session_holds(side: Side, started_at: DateTime<Utc>, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    // A clock that was set back must not lengthen anything: a session from the future holds for nobody.
    let began = !lies_ahead(started_at, now) && !lies_ahead(seen_at, now);
    began && now < started_at + ABSOLUTE_LIMIT && now < seen_at + side.idle_limit()
}

/// Between passing the identity check and choosing a password nobody takes longer than this.
pub const REGISTRATION_LIFE: Duration = Duration::minutes(30);

/// Whether a registration in progress still holds.
pub fn registration_holds(started_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    !lies_ahead(started_at, now) && now < started_at + REGISTRATION_LIFE
}

/// How many seconds a session lasts if nobody does anything from now on.
pub fn seconds_left(side: Side, started_at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    side.idle_limit().min(started_at + ABSOLUTE_LIMIT - now).num_seconds().max(0)
}

/// This many wrong tries are free; then each waits longer than the one before.
pub const FREE_TRIES: i32 = 10;

/// Nobody waits longer than this.
pub const LONGEST_WAIT: Duration = Duration::minutes(15);

/// After so many wrong tries in a row an account takes no more for a day, but from a browser that its owner has signed in from (T4).
pub const MOST_FAILURES: i32 = 100;
/// So long it then rests, and begins anew.
pub const REST: Duration = Duration::days(1);

/// What wrong tries are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// One person's password or codes. They count until the right one comes.
    Account,
    /// Everybody behind one network address. They are forgiven one by one.
    Address,
}

/// How long after the `failures`-th wrong try in a row the next may come.
///
/// Grows from one second, doubling, to fifteen minutes: slow for a guesser, never a lock for the owner.
pub fn wait_after(counted: Counted, failures: i32) -> Duration {
    if failures < FREE_TRIES {
        return Duration::zero();
    }
    if counted == Counted::Account && failures >= MOST_FAILURES {
        return REST;
    }
    let doublings = (failures - FREE_TRIES).clamp(0, 10) as u32;
    Duration::seconds(i64::from(2_u32.pow(doublings))).min(LONGEST_WAIT)
}

/// How many whole seconds somebody still waits who was told to wait until then, after so many wrong tries; none who need not.
///
/// More than the wait itself can only be a clock that was set back, and locks nobody out (F9).
pub fn seconds_to_wait(counted: Counted, failures: i32, wait_until: DateTime<Utc>, now: DateTime<Utc>) -> Option<i64> {
    let left = wait_until - now;
    // Rounded up, so that who waits as told is let in.
    (left > Duration::zero() && left <= wait_after(counted, failures)).then(|| (left.num_milliseconds() + 999) / 1000)
}

/// After so many minutes one wrong try from an address no longer counts.
const FORGIVEN_AFTER: i64 = 15;

/// How many wrong tries are forgiven since the last one; none to a clock that was set back.
pub fn forgiven(counted: Counted, failed_at: DateTime<Utc>, now: DateTime<Utc>) -> i32 {
    match counted {
        Counted::Address => ((now - failed_at).num_minutes() / FORGIVEN_AFTER).clamp(0, 1_000_000) as i32,
        Counted::Account if now - failed_at >= REST => i32::MAX,
        Counted::Account => 0,
    }
}

/// A link to a new password lives this long (TN-10).
pub const KEY_LIFE: Duration = Duration::hours(24);
/// So long after one mail with such a link the next request is passed over in silence.
pub const KEY_AGAIN_AFTER: Duration = Duration::minutes(5);
/// A member of staff who was invited has this long to choose a password.
pub const JOIN_LIFE: Duration = Duration::days(7);

named! {
    /// What a link to a new password is for.
    pub enum KeyPurpose {
        Reset "reset",
        /// The first password of a new member of staff.
        Join "join",
    }
}

/// How a link to a new password stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    pub made_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub used: bool,
    pub replaced: bool,
}

/// Whether such a link still opens the door. The reasons name what happened, never for whom.
pub fn check_key(key: KeyFacts, now: DateTime<Utc>) -> Result<(), Refusal> {
    match key {
        KeyFacts { used: true, .. } => Err(Refusal::KeyUsed),
        KeyFacts { replaced: true, .. } => Err(Refusal::KeyReplaced),
        KeyFacts { made_at, ends_at, .. } if now >= ends_at || lies_ahead(made_at, now) => Err(Refusal::KeyExpired),
        _ => Ok(()),
    }
}

/// Whether a link that nobody has used yet left only a moment ago, so that the next request is passed over.
pub fn left_a_moment_ago(made_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    !lies_ahead(made_at, now) && now < made_at + KEY_AGAIN_AFTER
}

/// The page behind a link to a new password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyPage {
    /// Whose it is stands there for the password manager.
    Open {
        practice: String,
        side: Side,
        email: String,
        joins: bool,
    },
    Dead {
        practice: String,
        side: Side,
        phone: Option<String>,
        reason: Refusal,
    },
}

/// Why nobody was let in, or a password was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("e-mail or password is wrong")]
    WrongEmailOrPassword,
    #[error("no e-mail was typed")]
    EmailNotTyped,
    #[error("one signs in with this address already")]
    AddressAsNow,
    #[error("too many tries: wait {seconds} seconds")]
    TooManyTries { seconds: i64 },
    #[error("no password was chosen")]
    PasswordMissing,
    #[error("the password breaks a rule")]
    PasswordRuleUnmet { rule: PasswordRule },
    #[error("no code was typed")]
    CodeMissing,
    #[error("the code is wrong, or was used already")]
    WrongCode,
    #[error("the device gave no passkey, or not in time")]
    PasskeyFailed,
    #[error("this passkey opens nothing here")]
    PasskeyUnknown,
    #[error("passkeys need an address with a name")]
    PasskeysNotHere,
    #[error("the password is wrong")]
    WrongPassword,
    #[error("no password was typed")]
    PasswordNotTyped,
    #[error("the present password is wrong")]
    OldPasswordWrong,
    #[error("the present password was not typed")]
    OldPasswordNotTyped,
    #[error("the new password is the present one")]
    PasswordAsNow,
    #[error("the address is not the one that the mail went to")]
    OtherAddress,
    #[error("the password was set through a mail less than a week ago")]
    PasswordTooNew,
    #[error("the loss was reported already")]
    ResetAskedAlready,
    #[error("the practice asks for a second factor")]
    FactorRequired,
    #[error("the link to a new password is not one of ours")]
    KeyUnknown,
    #[error("the link to a new password was used")]
    KeyUsed,
    #[error("a newer link to a new password was sent")]
    KeyReplaced,
    #[error("the link to a new password has ended")]
    KeyExpired,
    #[error("the password is on the list of common ones")]
    PasswordCommon,
    #[error("the password holds the name, the e-mail or the practice")]
    PasswordObvious,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::WrongEmailOrPassword | Self::TooManyTries { .. } => None,
            Self::CodeMissing | Self::WrongCode => Some("code"),
            Self::WrongPassword => Some("password"),
            Self::OldPasswordWrong | Self::OldPasswordNotTyped => Some("old_password"),
            Self::PasskeyFailed | Self::PasskeyUnknown | Self::PasskeysNotHere => None,
            Self::OtherAddress | Self::EmailNotTyped | Self::AddressAsNow => Some("email"),
            Self::FactorRequired | Self::PasswordTooNew | Self::ResetAskedAlready => None,
            Self::KeyUnknown | Self::KeyUsed | Self::KeyReplaced | Self::KeyExpired => None,
            _ => Some("password"),
        }
    }
}

/// Names what was not typed at all on a page that asks who one is. It looks nobody up: the answer is the same for every address.
pub fn check_typed(email: &str, password: &str) -> Result<(), Vec<Refusal>> {
    let missing = [(email.trim().is_empty(), Refusal::EmailNotTyped), (password.is_empty(), Refusal::PasswordNotTyped)];
    let refusals: Vec<Refusal> = missing.into_iter().filter_map(|(missing, refusal)| missing.then_some(refusal)).collect();
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_not_typed_is_named() {
        assert_eq!(check_typed(" ", ""), Err(vec![Refusal::EmailNotTyped, Refusal::PasswordNotTyped]));
        assert_eq!(check_typed("maya@example.com", " "), Ok(()), "a password of blanks is a password");
        assert_eq!([Refusal::EmailNotTyped.field(), Refusal::PasswordNotTyped.field()], [Some("email"), Some("password")]);
    }

    #[test]
    fn a_session_ends_when_nobody_acts() {
        let start = at("2026-11-21T08:00:00Z");
        assert!(session_holds(Side::Portal, start, start, at("2026-11-21T08:19:59Z")));
        assert!(!session_holds(Side::Portal, start, start, at("2026-11-21T08:20:00Z")));
        assert!(!session_holds(Side::Office, start, start, at("2026-11-21T08:15:00Z")));
    }

    #[test]
    fn a_session_ends_after_twelve_hours_of_work() {
        let start = at("2026-11-21T08:00:00Z");
        assert!(session_holds(Side::Office, start, at("2026-11-21T19:59:00Z"), at("2026-11-21T19:59:59Z")));
        assert!(!session_holds(Side::Office, start, at("2026-11-21T19:59:00Z"), at("2026-11-21T20:00:00Z")));
    }

    #[test]
    fn the_end_is_told_whichever_limit_comes_first() {
        let start = at("2026-11-21T08:00:00Z");
        assert_eq!(seconds_left(Side::Portal, start, at("2026-11-21T09:00:00Z")), 20 * 60);
        assert_eq!(seconds_left(Side::Office, start, at("2026-11-21T19:50:00Z")), 10 * 60);
        assert_eq!(seconds_left(Side::Office, start, at("2026-11-21T20:50:00Z")), 0);
    }

    #[test]
    fn a_clock_set_back_by_an_hour_ends_sessions_instead_of_lengthening_them() {
        let start = at("2026-11-21T08:00:00Z");
        assert!(!session_holds(Side::Portal, start, start, at("2026-11-21T07:00:00Z")));
        // Seen at nine, and then it is half past eight: nobody knows how long it has been idle.
        assert!(!session_holds(Side::Office, start, at("2026-11-21T09:00:00Z"), at("2026-11-21T08:30:00Z")));
        assert!(!session_holds(Side::Portal, start, start, start + Duration::days(1)));
    }

    #[test]
    fn a_registration_in_progress_has_half_an_hour_on_a_clock_that_goes_forward() {
        let start = at("2026-11-21T08:00:00Z");
        for (minutes, holds) in [(0, true), (29, true), (30, false), (-60, false), (24 * 60, false)] {
            assert_eq!(registration_holds(start, start + Duration::minutes(minutes)), holds, "{minutes}");
        }
    }

    /// F9
    #[test]
    fn a_clock_set_back_locks_nobody_out_and_forgives_nothing() {
        let now = at("2026-11-21T08:00:00Z");
        assert_eq!(seconds_to_wait(Counted::Account, 10, now + Duration::milliseconds(1), now), Some(1));
        assert_eq!(seconds_to_wait(Counted::Account, 99, now + LONGEST_WAIT, now), Some(900));
        assert_eq!(seconds_to_wait(Counted::Account, 99, now, now), None);
        assert_eq!(seconds_to_wait(Counted::Account, 99, now + LONGEST_WAIT, now - Duration::hours(1)), None);
        assert_eq!(seconds_to_wait(Counted::Account, 99, now + LONGEST_WAIT, now + Duration::days(1)), None);
        // A whole office came from this address a moment ago, and nobody of them was told to wait.
        assert_eq!(seconds_to_wait(Counted::Account, 3, now, now - Duration::minutes(10)), None);
        assert_eq!([-60, 14, 15, 24 * 60].map(|minutes| forgiven(Counted::Address, now, now + Duration::minutes(minutes))), [0, 0, 1, 96]);
    }

    #[test]
    fn a_link_to_a_new_password_lives_for_a_day_and_once() {
        let key = KeyFacts { made_at: at("2026-11-21T08:00:00Z"), ends_at: at("2026-11-22T08:00:00Z"), used: false, replaced: false };
        assert_eq!(check_key(key, at("2026-11-22T07:59:59Z")), Ok(()));
        assert_eq!(check_key(key, at("2026-11-22T08:00:00Z")), Err(Refusal::KeyExpired));
        assert_eq!(check_key(KeyFacts { used: true, replaced: true, ..key }, at("2026-11-21T09:00:00Z")), Err(Refusal::KeyUsed));
        assert_eq!(check_key(KeyFacts { replaced: true, ..key }, at("2026-11-21T09:00:00Z")), Err(Refusal::KeyReplaced));
        // F9: a clock set back by an hour lets nobody in for an hour longer, and the next link leaves at once.
        assert_eq!(check_key(key, at("2026-11-21T07:00:00Z")), Err(Refusal::KeyExpired));
        let again = [0, 299, 300, -3600].map(|seconds| left_a_moment_ago(key.made_at, key.made_at + Duration::seconds(seconds)));
        assert_eq!(again, [true, true, false, false]);
    }

    #[test]
    fn ten_tries_are_free_and_none_locks_forever() {
        let waits = |counted, failures| wait_after(counted, failures).num_seconds();
        for counted in [Counted::Account, Counted::Address] {
            assert_eq!([9, 10, 13, 99].map(|failures| waits(counted, failures)), [0, 1, 8, 900], "{counted:?}");
        }
        assert_eq!(waits(Counted::Address, 2_000_000), 900);
        assert_eq!(waits(Counted::Account, MOST_FAILURES), 86_400);
        let failed: DateTime<Utc> = at("2026-11-21T08:00:00Z");
        assert_eq!(forgiven(Counted::Account, failed, failed + Duration::hours(23)), 0);
        assert_eq!(forgiven(Counted::Account, failed, failed + REST), i32::MAX);
        assert_eq!(forgiven(Counted::Address, failed, failed + Duration::hours(1)), 4);
    }
}
