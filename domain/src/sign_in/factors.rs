//! Second factors.

use super::Refusal;
use crate::{
    dates::Moment,
    ids::{FactorId, SessionId},
    lies_ahead,
    named::named,
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Between the right password and the second factor nobody waits longer than this.
pub const HALF_LIFE: Duration = Duration::minutes(10);

/// Whether a second factor may still follow the right password.
pub fn half_holds(started_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    !lies_ahead(started_at, now) && now < started_at + HALF_LIFE
}

/// So many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;

/// After so long a lost second factor is removed, unless somebody stops it.
pub const FACTOR_RESET_AFTER: Duration = Duration::hours(72);
/// Nobody who set the password through a mail within this time may have the second factor removed without the practice.
pub const RESET_BY_MAIL_COUNTS: Duration = Duration::days(7);

/// So long after the report its holder is reminded of it.
pub const FACTOR_REMINDERS: [Duration; 2] = [Duration::hours(24), Duration::hours(48)];

/// Which reminder is due, counted from one: the last whose time has come, unless it was sent. One that was missed is not made up for.
pub fn factor_reminder_due(asked_at: DateTime<Utc>, sent: i32, now: DateTime<Utc>) -> Option<i32> {
    let come = FACTOR_REMINDERS.iter().filter(|after| now >= asked_at + **after).count() as i32;
    (come > sent).then_some(come)
}

/// When the factor is removed that is reported lost now.
pub fn factor_reset_due(now: DateTime<Utc>) -> DateTime<Utc> {
    now + FACTOR_RESET_AFTER
}

/// Whether a lost factor may be reported: not by whoever has just taken over a mailbox.
pub fn check_factor_reset(password_set_by_mail_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match password_set_by_mail_at {
        Some(at) if now < at + RESET_BY_MAIL_COUNTS => Err(Refusal::PasswordTooNew),
        _ => Ok(()),
    }
}

named! {
    /// What a session still waits for after the right password.
    pub enum Awaits {
        /// A code from the authenticator app, or a recovery code.
        Factor "factor",
        /// An authenticator app has to be set up first.
        Setup "setup",
    }
}

/// What somebody typed as a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits from the app.
    App(String),
    /// Ten letters and digits from the list.
    Recovery(String),
}

impl TypedCode {
    /// Reads what was typed: blanks and hyphens do not count, capitals neither.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).take(20).collect();
        match plain.len() {
            0 => Err(Refusal::CodeMissing),
            6 if plain.bytes().all(|b| b.is_ascii_digit()) => Ok(Self::App(plain)),
            10 if plain.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(Self::Recovery(plain)),
            _ => Err(Refusal::WrongCode),
        }
    }
}

/// The page on which an authenticator app is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenticatorSetup {
    pub factor: FactorId,
    /// The QR code as an SVG drawing: a `data:` address.
    pub picture: String,
    /// The same as text, in groups of four.
    pub key: String,
}

/// The page after the right password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStep {
    pub awaits: Awaits,
    /// There is a passkey that can be used instead of a code.
    pub passkey: bool,
    /// There is an authenticator app: without one a code is one of the recovery codes.
    pub app: bool,
    /// What the app is shown, where one has to be set up first.
    pub setup: Option<AuthenticatorSetup>,
}

/// What a passkey signs in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasskeyUse {
    /// Instead of e-mail and password.
    Alone,
    /// After the password.
    SecondStep,
}

impl PasskeyUse {
    pub fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::SecondStep => "second_step",
        }
    }
}

/// What a device is asked to sign or to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Comes back with the answer.
    pub token: String,
    /// For the browser, as WebAuthn's JSON: `{"publicKey": …}`.
    pub options: String,
}

/// **Sign-in and security**: one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    pub email: String,
    /// The address to which a change that waits for both of them leads.
    pub asked_email: Option<String>,
    pub factors: Vec<FactorLine>,
    pub recovery_codes: u32,
    /// The practice's address has a name, so that browsers take passkeys for it.
    pub passkeys_work: bool,
    /// The practice asks for a second factor: the last one cannot be removed.
    pub required: bool,
    pub sessions: Vec<SessionLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorLine {
    pub id: FactorId,
    /// The browser with which a passkey was made. None: it is an authenticator app.
    pub passkey: Option<String>,
    pub added: Moment,
    pub used: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    /// "Chrome on Windows"
    pub device: String,
    /// Network address.
    pub place: String,
    pub started: Moment,
    pub seen: Moment,
    pub this: bool,
}

/// What a browser calls itself, in words: "Safari on iPhone". Unknown ones are "A browser".
pub fn device_in_words(agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "A browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anything::anything;
    use proptest::prelude::*;

    #[test]
    fn a_second_factor_follows_within_ten_minutes() {
        let started: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        for (minutes, holds) in [(0, true), (9, true), (10, false), (-60, false), (24 * 60, false)] {
            assert_eq!(half_holds(started, started + Duration::minutes(minutes)), holds, "{minutes}");
        }
    }

    #[test]
    fn a_password_set_by_mail_counts_for_a_week_whatever_the_clock_says() {
        let set: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        assert_eq!(check_factor_reset(None, set), Ok(()));
        for (hours, ok) in [(-1, false), (0, false), (24, false), (7 * 24 - 1, false), (7 * 24, true)] {
            assert_eq!(check_factor_reset(Some(set), set + Duration::hours(hours)).is_ok(), ok, "{hours}");
        }
    }

    #[test]
    fn a_reminder_comes_after_one_day_and_after_two() {
        let asked: DateTime<Utc> = "2026-11-21T08:00:00Z".parse().unwrap();
        let after = |hours, sent| factor_reminder_due(asked, sent, asked + Duration::hours(hours));
        assert_eq!((after(23, 0), after(24, 0), after(24, 1), after(47, 1), after(48, 1)), (None, Some(1), None, None, Some(2)));
        assert_eq!((after(50, 0), after(60, 2)), (Some(2), None), "a job that comes late sends one");
        assert_eq!(after(-1, 0), None);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(TypedCode::read(" 123 456 "), Ok(TypedCode::App("123456".into())));
        assert_eq!(TypedCode::read("ABCDE-fgh23"), Ok(TypedCode::Recovery("abcdefgh23".into())));
        assert_eq!(TypedCode::read(" - "), Err(Refusal::CodeMissing));
        for wrong in ["12345", "1234567", "12345a", "１２３４５６", &"a".repeat(4_000)] {
            assert_eq!(TypedCode::read(wrong), Err(Refusal::WrongCode), "{wrong}");
        }
    }

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1";
        assert_eq!(device_in_words(phone), "Safari on iPhone");
        assert_eq!(device_in_words("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0"), "Edge on Windows");
        assert_eq!(device_in_words("curl/8.0"), "A browser");
    }

    proptest! {
        #[test]
        fn what_is_read_as_a_code_has_the_shape_of_one(typed in anything()) {
            match TypedCode::read(&typed) {
                Ok(TypedCode::App(code)) => prop_assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())),
                Ok(TypedCode::Recovery(code)) => {
                    prop_assert!(code.len() == 10 && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()));
                }
                Err(refusal) => prop_assert!(matches!(refusal, Refusal::CodeMissing | Refusal::WrongCode)),
            }
        }

        #[test]
        fn blanks_hyphens_and_capitals_change_no_code(code in "[0-9]{6}|[a-z0-9]{10}", gaps in prop::collection::vec("[ \t-]{0,3}", 11)) {
            let spread: String = code.chars().zip(&gaps).map(|(sign, gap)| format!("{gap}{sign}")).collect();
            prop_assert_eq!(TypedCode::read(&(spread.to_uppercase() + &gaps[10])), TypedCode::read(&code));
            prop_assert!(TypedCode::read(&code).is_ok());
        }
    }
}
