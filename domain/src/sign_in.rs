//! Signing in: passwords, sessions and patience.

mod address;
mod factors;
mod password;

pub use address::{AddressPage, CHANGE_LIFE, ChangeFacts, UNDO_LIFE, check_change};
pub use factors::*;
pub use password::{LEAST_CHARACTERS, MOST_CHARACTERS, PasswordRule, SPECIALS, check_password, unmet_rules};

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The two sides of the house. Each has its own sign-in page, cookie and lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Portal,
    Office,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Office => "office",
        }
    }

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
    let slack = Duration::seconds(30);
    started_at <= now + slack && seen_at <= now + slack && now < started_at + ABSOLUTE_LIMIT && now < seen_at + side.idle_limit()
}

/// How many seconds a session lasts if nobody does anything from now on.
pub fn seconds_left(side: Side, started_at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    side.idle_limit().min(started_at + ABSOLUTE_LIMIT - now).num_seconds().max(0)
}

/// This many wrong tries are free; then each waits longer than the one before.
pub const FREE_TRIES: i32 = 10;

/// Nobody waits longer than this.
pub const LONGEST_WAIT: Duration = Duration::minutes(15);

/// How long after the `failures`-th wrong try in a row the next may come.
///
/// Grows from one second, doubling, to fifteen minutes: slow for a guesser, never a lock for the owner.
pub fn wait_after(failures: i32) -> Duration {
    if failures < FREE_TRIES {
        return Duration::zero();
    }
    let doublings = (failures - FREE_TRIES).clamp(0, 10) as u32;
    Duration::seconds(i64::from(2_u32.pow(doublings))).min(LONGEST_WAIT)
}

/// A link to a new password lives this long (TN-10).
pub const KEY_LIFE: Duration = Duration::hours(24);
/// So long after one mail with such a link the next request is passed over in silence.
pub const KEY_AGAIN_AFTER: Duration = Duration::minutes(5);
/// A member of staff who was invited has this long to choose a password.
pub const JOIN_LIFE: Duration = Duration::days(7);

/// How a link to a new password stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    pub ends_at: DateTime<Utc>,
    pub used: bool,
    pub replaced: bool,
}

/// Whether such a link still opens the door. The reasons name what happened, never for whom.
pub fn check_key(key: KeyFacts, now: DateTime<Utc>) -> Result<(), Refusal> {
    match key {
        KeyFacts { used: true, .. } => Err(Refusal::KeyUsed),
        KeyFacts { replaced: true, .. } => Err(Refusal::KeyReplaced),
        KeyFacts { ends_at, .. } if now >= ends_at => Err(Refusal::KeyExpired),
        _ => Ok(()),
    }
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
    #[error("the sign-in took too long: it begins anew")]
    SignInTooSlow,
    #[error("the password is wrong")]
    WrongPassword,
    #[error("no password was typed")]
    PasswordNotTyped,
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
            Self::PasskeyFailed | Self::PasskeyUnknown | Self::PasskeysNotHere => None,
            Self::OtherAddress => Some("email"),
            Self::SignInTooSlow | Self::FactorRequired | Self::PasswordTooNew | Self::ResetAskedAlready => None,
            Self::KeyUnknown | Self::KeyUsed | Self::KeyReplaced | Self::KeyExpired => None,
            _ => Some("password"),
        }
    }
}

/// A place to go after signing in: a path on this site, or nothing (T28).
///
/// Accepts `/a/b?c=d` of printable ASCII; refuses what a browser could read as another host.
pub fn safe_path(next: &str) -> Option<&str> {
    let lower = next.to_ascii_lowercase();
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let hides_a_host = lower.starts_with("//") || ["%2f", "%5c", "%09", "%0a", "%0d", "%00", "@", "://"].iter().any(|s| lower.contains(s));
    let leaves_the_pages =
        ["/api/", "/pkg/", "/login", "/office/login", "/prove", "/office/prove"].iter().any(|start| lower.starts_with(start));
    (next.starts_with('/') && plain && next.len() <= 300 && !hides_a_host && !leaves_the_pages).then_some(next)
}

/// Which side a path belongs to.
pub fn side_of(path: &str) -> Side {
    if path == "/office" || path.starts_with("/office/") || path.starts_with("/office?") { Side::Office } else { Side::Portal }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
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
    }

    #[test]
    fn a_link_to_a_new_password_lives_for_a_day_and_once() {
        let key = KeyFacts { ends_at: at("2026-11-22T08:00:00Z"), used: false, replaced: false };
        assert_eq!(check_key(key, at("2026-11-22T07:59:59Z")), Ok(()));
        assert_eq!(check_key(key, at("2026-11-22T08:00:00Z")), Err(Refusal::KeyExpired));
        assert_eq!(check_key(KeyFacts { used: true, replaced: true, ..key }, at("2026-11-21T09:00:00Z")), Err(Refusal::KeyUsed));
        assert_eq!(check_key(KeyFacts { replaced: true, ..key }, at("2026-11-21T09:00:00Z")), Err(Refusal::KeyReplaced));
    }

    #[test]
    fn ten_tries_are_free_and_none_locks_forever() {
        assert_eq!(wait_after(9), Duration::zero());
        assert_eq!(wait_after(10), Duration::seconds(1));
        assert_eq!(wait_after(13), Duration::seconds(8));
        assert_eq!(wait_after(2_000_000), Duration::seconds(900));
    }

    #[test]
    fn one_returns_to_pages_of_this_site_only() {
        for good in ["/", "/messages/3f?for=1", "/office/charts/1/face"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for evil in [
            "//evil",
            "/\\evil",
            "https:evil",
            "https://evil",
            "%2f%2fevil",
            "/%09/evil",
            "/%2f/evil",
            "/x@evil",
            "",
            "evil",
            "/a\r\nb",
            "/api/client/sign",
            "/login?next=/",
            "/pkg/x",
            "javascript:alert(1)",
            "/ü",
        ] {
            assert_eq!(safe_path(evil), None, "{evil}");
        }
        assert_eq!(safe_path(&format!("/{}", "a".repeat(400))), None);
    }
}
