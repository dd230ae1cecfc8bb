//! Invites: a registration link is good for seven days, for one person, once, and only in a person's hands.

mod grants;
mod views;

pub use grants::{AgeRule, AgeVerdict, GivenGrant, GrantKind, GrantTerm, Scope, Scopes};
pub use views::*;

use crate::{charts::same_signs, lies_ahead, named::named};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A registration link lives this long from sending.
pub const LINK_LIFE: Duration = Duration::days(7);
/// A resend is allowed this long after the last send.
pub const RESEND_AFTER: Duration = Duration::seconds(300);
/// So many failed identity checks lock the link.
pub const MOST_FAILURES: i32 = 5;
/// How long the page that activates waits for the mail to be handed over before it tells how things stand.
pub const WAIT_FOR_HANDOVER: Duration = Duration::seconds(2);

/// The one tag that says how things stand between a chart and the portal (IC-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalStatus {
    NoPortalAccess,
    Invited,
    Expired,
    Active,
    Revoked,
}

impl PortalStatus {
    pub fn label(self) -> &'static str {
        match self {
            Self::NoPortalAccess => "No Portal Access",
            Self::Invited => "Invited",
            Self::Expired => "Expired",
            Self::Active => "Active",
            Self::Revoked => "Revoked",
        }
    }
}

/// What is known of a grant and its newest link.
#[derive(Clone, Copy, Debug, Default)]
pub struct GrantFacts {
    pub granted: bool,
    pub registered: bool,
    pub revoked: bool,
    /// When the newest link ends; none where the mail is still held back.
    pub link_ends_at: Option<DateTime<Utc>>,
}

/// The tag for these facts.
pub fn portal_status(facts: GrantFacts, now: DateTime<Utc>) -> PortalStatus {
    match facts {
        GrantFacts { granted: false, .. } => PortalStatus::NoPortalAccess,
        GrantFacts { revoked: true, .. } => PortalStatus::Revoked,
        GrantFacts { registered: true, .. } => PortalStatus::Active,
        GrantFacts { link_ends_at: Some(end), .. } if now >= end => PortalStatus::Expired,
        _ => PortalStatus::Invited,
    }
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkFacts {
    pub sent_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub used: bool,
    pub replaced: bool,
    pub revoked: bool,
    pub locked: bool,
}

/// Whether a link still opens the door. The reasons name what happened, never for whom.
pub fn check_link(link: LinkFacts, now: DateTime<Utc>) -> Result<(), Refusal> {
    match link {
        LinkFacts { used: true, .. } => Err(Refusal::LinkUsed),
        LinkFacts { revoked: true, .. } => Err(Refusal::LinkRevoked),
        LinkFacts { replaced: true, .. } => Err(Refusal::LinkReplaced),
        LinkFacts { locked: true, .. } => Err(Refusal::LinkLocked),
        LinkFacts { sent_at, ends_at, .. } if now >= ends_at || lies_ahead(sent_at, now) => Err(Refusal::LinkExpired),
        _ => Ok(()),
    }
}

named! {
    /// What somebody has to know of a client to open the client's record for the first time.
    pub enum IdentityRule {
        LastNameAndBirthDate "last_name_and_birth_date",
        BirthDateOnly "birth_date_only",
    }
}

impl IdentityRule {
    pub fn asks_name(self) -> bool {
        self == Self::LastNameAndBirthDate
    }
}

/// The exact reason why an identity check failed: for the chart's access log, never for the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityMismatch {
    LastName,
    BirthDate,
    Both,
    /// It would have matched but for spaces at the ends.
    Spaces,
}

/// Compares what was typed with the chart: exactly, in Unicode NFC; spaces at the ends and capitals count (IC-09). What looks the
/// same and another key types is the same. A name that is not asked for is not looked at.
pub fn check_identity(
    rule: IdentityRule,
    typed_last_name: &str,
    typed_birth_date: Option<NaiveDate>,
    last_name: &str,
    birth_date: NaiveDate,
) -> Result<(), IdentityMismatch> {
    let as_seen = |name: &str| same_signs(&name.nfc().collect::<String>());
    let (typed, recorded) = (as_seen(typed_last_name), as_seen(last_name));
    let name_fits = !rule.asks_name() || typed == recorded;
    let date_fits = typed_birth_date == Some(birth_date);
    match (name_fits, date_fits) {
        (true, true) => Ok(()),
        (true, false) => Err(IdentityMismatch::BirthDate),
        (false, true) if typed.trim() == recorded => Err(IdentityMismatch::Spaces),
        (false, true) => Err(IdentityMismatch::LastName),
        (false, false) => Err(IdentityMismatch::Both),
    }
}

/// Whether a space stands before or after what was typed: pointed out before sending (IC-10).
pub fn has_outer_space(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

/// A new link may be sent five minutes after the last one, so that no two mails race each other.
pub fn check_resend(last_sent: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match last_sent.map(|sent| resend_in(sent, now)) {
        Some(seconds) if seconds > 0 => Err(Refusal::ResentTooSoon { seconds }),
        _ => Ok(()),
    }
}

/// In how many seconds the next link may be sent. One from the future opens nothing, and is replaced at once.
pub fn resend_in(last_sent: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    if lies_ahead(last_sent, now) { 0 } else { seconds_until(last_sent + RESEND_AFTER, now) }
}

/// Whole seconds from `now` until then, rounded up, so that who waits as told is let in; none once it has come.
fn seconds_until(then: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    ((then - now).num_milliseconds().max(0) + 999) / 1000
}

/// What a chart needs before its portal access can be activated (IC-03); every missing thing is named.
pub fn check_ready(has_email: bool, has_owner: bool, has_birth_date: bool) -> Result<(), Vec<Refusal>> {
    let missing: Vec<Refusal> =
        [(has_email, Refusal::EmailMissing), (has_owner, Refusal::OwnerMissing), (has_birth_date, Refusal::BirthDateMissing)]
            .into_iter()
            .filter_map(|(there, refusal)| (!there).then_some(refusal))
            .collect();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

/// Why an invitation or a registration was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("no valid e-mail address is recorded")]
    EmailMissing,
    #[error("no Chart Owner is assigned")]
    OwnerMissing,
    #[error("no date of birth is recorded")]
    BirthDateMissing,
    #[error("access is active already")]
    AlreadyActivated,
    #[error("the address belongs to an account already")]
    AddressHasAccount,
    #[error("the link is not one of ours")]
    LinkUnknown,
    #[error("the link was used")]
    LinkUsed,
    #[error("the link was replaced by a newer one")]
    LinkReplaced,
    #[error("access was ended")]
    LinkRevoked,
    #[error("the link was locked after five failures")]
    LinkLocked,
    #[error("the link has ended")]
    LinkExpired,
    #[error("the last name is missing")]
    LastNameMissing,
    #[error("the birth date is missing or not a date")]
    BirthDateUnreadable,
    #[error("a space stands before or after the last name")]
    OuterSpace,
    #[error("last name and birth date are not those of the chart")]
    IdentityMismatch,
    #[error("the identity check has to be passed first")]
    IdentityNotPassed,
    #[error("the last mail was sent less than five minutes ago: wait {seconds} seconds")]
    ResentTooSoon { seconds: i64 },
    #[error("the owner has registered already")]
    AlreadyRegistered,
    #[error("nobody has registered yet")]
    NotRegistered,
    #[error("no account has this address")]
    NoAccountAtAddress,
    #[error("this person has access already")]
    HasAccess,
    #[error("some of these charts are not this person's")]
    NotAllCharts,
    #[error("the last name is longer than 100 characters")]
    LastNameTooLong,
    #[error("the first day is not a date")]
    StartUnreadable,
    #[error("the last day is not a date")]
    EndUnreadable,
    #[error("the end lies before the start")]
    EndsBeforeStart,
    #[error("the last day lies in the past")]
    EndsInThePast,
    #[error("no area is chosen")]
    ScopeMissing,
    #[error("the legal basis is longer than 200 characters")]
    LegalBasisTooLong,
    #[error("the client is of age: access of somebody else needs a legal basis")]
    LegalBasisMissing,
    #[error("the client is of age: access of somebody else needs an end")]
    EndMissing,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::LastNameMissing | Self::LastNameTooLong | Self::OuterSpace => Some("last_name"),
            Self::BirthDateUnreadable => Some("birth_date"),
            Self::EmailMissing | Self::AddressHasAccount | Self::NoAccountAtAddress => Some("email"),
            Self::StartUnreadable => Some("starts_on"),
            Self::EndUnreadable | Self::EndsBeforeStart | Self::EndsInThePast | Self::EndMissing => Some("ends_on"),
            Self::ScopeMissing => Some("scopes"),
            Self::LegalBasisTooLong | Self::LegalBasisMissing => Some("legal_basis"),
            _ => None,
        }
    }

    /// The code under which a dead link stands in the access log.
    pub fn dead_link(self) -> Option<&'static str> {
        Some(match self {
            Self::LinkUnknown => "unknown link",
            Self::LinkUsed => "used link",
            Self::LinkReplaced => "replaced link",
            Self::LinkRevoked => "ended link",
            Self::LinkLocked => "locked link",
            Self::LinkExpired => "expired link",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_invite_dies_seven_days_after_it_was_sent() {
        let sent = at("2026-11-21T17:36:00Z");
        let link = LinkFacts { sent_at: sent, ends_at: sent + LINK_LIFE, used: false, replaced: false, revoked: false, locked: false };
        assert_eq!(check_link(link, at("2026-11-28T17:35:59.999Z")), Ok(()));
        assert_eq!(check_link(link, at("2026-11-28T17:36:00Z")), Err(Refusal::LinkExpired));
        // F9: set back by an hour, it does not live for an hour longer.
        assert_eq!(check_link(link, at("2026-11-21T16:36:00Z")), Err(Refusal::LinkExpired));
    }

    #[test]
    fn a_dead_link_says_what_happened_first() {
        let (sent_at, ends_at) = (at("2026-11-21T17:36:00Z"), at("2026-11-28T17:36:00Z"));
        let link = LinkFacts { sent_at, ends_at, used: true, replaced: true, revoked: false, locked: true };
        assert_eq!(check_link(link, at("2027-01-01T00:00:00Z")), Err(Refusal::LinkUsed));
    }

    #[test]
    fn the_tag_follows_the_facts() {
        let now = at("2026-11-21T12:00:00Z");
        let invited = GrantFacts { granted: true, link_ends_at: Some(now + LINK_LIFE), ..Default::default() };
        assert_eq!(portal_status(GrantFacts::default(), now), PortalStatus::NoPortalAccess);
        assert_eq!(portal_status(invited, now), PortalStatus::Invited);
        assert_eq!(portal_status(invited, now + LINK_LIFE), PortalStatus::Expired);
        assert_eq!(portal_status(GrantFacts { registered: true, ..invited }, now + LINK_LIFE), PortalStatus::Active);
        assert_eq!(portal_status(GrantFacts { registered: true, revoked: true, ..invited }, now), PortalStatus::Revoked);
    }

    #[test]
    fn a_resend_waits_three_hundred_seconds() {
        let sent = at("2026-11-21T17:36:00Z");
        assert_eq!(check_resend(None, sent), Ok(()));
        assert_eq!(check_resend(Some(sent), sent), Err(Refusal::ResentTooSoon { seconds: 300 }));
        assert_eq!(check_resend(Some(sent), at("2026-11-21T17:40:59.001Z")), Err(Refusal::ResentTooSoon { seconds: 1 }));
        assert_eq!(check_resend(Some(sent), at("2026-11-21T17:41:00Z")), Ok(()));
        // F9: what was sent in the future opens nothing, so that staff need not wait for an hour to replace it.
        assert_eq!(check_resend(Some(sent), at("2026-11-21T16:36:00Z")), Ok(()));
        assert_eq!(check_resend(Some(sent), at("2026-11-22T17:36:00Z")), Ok(()));
    }

    #[test]
    fn the_identity_check_is_exact() {
        let born: NaiveDate = "1991-03-14".parse().unwrap();
        let check = |name: &str, date: &str| check_identity(IdentityRule::LastNameAndBirthDate, name, date.parse().ok(), "Núñez", born);
        assert_eq!(check("Nu\u{301}n\u{303}ez", "1991-03-14"), Ok(()));
        assert_eq!(check("núñez", "1991-03-14"), Err(IdentityMismatch::LastName));
        assert_eq!(check("Núñez ", "1991-03-14"), Err(IdentityMismatch::Spaces));
        assert_eq!(check("Núñez", "1991-03-15"), Err(IdentityMismatch::BirthDate));
        assert_eq!(check("Nunez", ""), Err(IdentityMismatch::Both));
    }

    #[test]
    fn where_only_the_birth_date_is_asked_the_name_is_not_looked_at() {
        let born: NaiveDate = "1991-03-14".parse().unwrap();
        let check = |name: &str, date: &str| check_identity(IdentityRule::BirthDateOnly, name, date.parse().ok(), "Núñez", born);
        assert_eq!(check("", "1991-03-14"), Ok(()));
        assert_eq!(check("Somebody", "1991-03-14"), Ok(()));
        assert_eq!(check("Núñez", "1991-03-15"), Err(IdentityMismatch::BirthDate));
        assert_eq!(check("", ""), Err(IdentityMismatch::BirthDate));
    }

    #[test]
    fn a_chart_that_is_not_ready_hears_everything_that_is_missing() {
        assert_eq!(check_ready(false, false, true), Err(vec![Refusal::EmailMissing, Refusal::OwnerMissing]));
        assert_eq!(check_ready(true, true, true), Ok(()));
    }
}
