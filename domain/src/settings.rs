//! Settings: what the practice decides about its portal.

mod branding;
mod communications;
mod parts;
mod patterns;
mod refusals;
mod team;
mod telling;
mod welcome;

pub use branding::{
    Branding, BrandingDraft, BrandingPage, LARGEST_LOGO, LEAST_CONTRAST, LOGO_LEAST, LOGO_ROOM, Logo, OwnAddress, Palette, Rgb, Shade,
    contrast, is_legible, nearest_legible,
};
pub use communications::Communications;
pub use parts::SettingsPart;
pub use patterns::{Applied, Change, Fate, Pattern, PatternsPage, Setting, Value, told};
pub use refusals::{LinkTrouble, Refusal};
pub use team::{AbsenceLine, MemberLine, Team, TeamMember, check_member};
pub use telling::telling_words;
pub use welcome::{PLACEHOLDERS, WelcomeMail};

use crate::{
    appointments::Scheduling,
    billing::BillingRules,
    dates::DateOrder,
    invites::{AgeRule, IdentityRule},
};
use serde::{Deserialize, Serialize};

/// How a client reaches a human (IC-22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    pub phone: Option<String>,
    pub text: Option<String>,
    pub email: Option<String>,
    pub chat_url: Option<String>,
    pub faq_url: Option<String>,
    pub video_url: Option<String>,
    /// What to do in an emergency: "Call or text 988".
    pub crisis: String,
}

/// The areas of the portal that can be switched off (IC-20). Off means hidden, and refused by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Features {
    pub messages: bool,
    pub documents: bool,
    pub downloads: bool,
    /// **My Information**.
    pub information: bool,
}

impl Default for Features {
    fn default() -> Self {
        Self { messages: true, documents: true, downloads: true, information: true }
    }
}

/// What the practice decides about access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessRules {
    /// At this age of the client staff look again at what a parent may see.
    pub review_at: u8,
    /// At this age a parent's access ends.
    pub ends_at: u8,
    /// **Automate portal invites**: every new client is invited on creation, once.
    pub invites_new_clients: bool,
    /// Staff need a second step to sign in.
    pub staff_need_factor: bool,
    /// A client signs only with fresh proof of who they are (T14).
    pub client_signs_with_proof: bool,
    /// What is asked before somebody opens a record for the first time (IC-09).
    pub identity: IdentityRule,
}

impl Default for AccessRules {
    fn default() -> Self {
        let ages = AgeRule::default();
        Self {
            review_at: ages.review_at,
            ends_at: ages.ends_at,
            invites_new_clients: false,
            staff_need_factor: true,
            client_signs_with_proof: false,
            identity: IdentityRule::LastNameAndBirthDate,
        }
    }
}

impl AccessRules {
    pub fn ages(self) -> AgeRule {
        AgeRule { review_at: self.review_at, ends_at: self.ends_at }
    }
}

/// Everything on the settings page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSettings {
    pub name: String,
    /// IANA zone of the practice, "America/New_York".
    pub zone: String,
    pub dates: DateOrder,
    pub help: Help,
    pub features: Features,
    pub access: AccessRules,
    pub communications: Communications,
    pub scheduling: Scheduling,
    pub billing: BillingRules,
    pub welcome: WelcomeMail,
    pub branding: Branding,
    /// Goes back with the form: a change made meanwhile is noticed. Who names none has seen none, and sets all of it.
    pub version: String,
}

/// A telephone number as people write it: three digits or more, what stands between them, perhaps an extension.
pub fn is_phone_number(text: &str) -> bool {
    let number = before_extension(text);
    let spelled = number.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c));
    spelled && number.chars().filter(char::is_ascii_digit).count() >= 3 && is_extension(&text[number.len()..])
}

/// What one dials of "443-555-0142 ext. 12".
pub fn before_extension(phone: &str) -> &str {
    phone.find(['e', 'E', 'x', 'X']).map_or(phone, |at| &phone[..at])
}

/// "x12", "ext. 12", or nothing
fn is_extension(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    match text.strip_prefix("ext").or_else(|| text.strip_prefix('x')) {
        Some(rest) => {
            let digits = rest.strip_prefix('.').unwrap_or(rest).trim();
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        }
        None => text.is_empty(),
    }
}

/// So many characters fit into a line of the settings.
const LONGEST_LINE: usize = 200;

/// Checks a web address that is shown, never fetched: https only (T33). What can be seen of it is what it is: plain ASCII, and no
/// name before the host that people could take for the host (T25).
pub fn check_shown_address(url: &str) -> Result<(), LinkTrouble> {
    let Some(rest) = url.strip_prefix("https://") else { return Err(LinkTrouble::NotHttps) };
    if url.chars().count() > LONGEST_LINE {
        return Err(LinkTrouble::TooLong);
    }
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\`".contains(&b));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains('@') || !plain { Err(LinkTrouble::Unreadable) } else { Ok(()) }
}

/// Checks what was typed on the settings page.
pub fn check(settings: &PracticeSettings) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let name = settings.name.trim();
    if name.is_empty() {
        refusals.push(Refusal::NameMissing);
    } else if name.chars().count() > 80 {
        refusals.push(Refusal::NameTooLong);
    }
    let help = &settings.help;
    let is_email = |text: &str| crate::charts::EmailAddress::read(text).is_ok();
    refusals.extend(line_trouble(&help.phone, is_phone_number, Refusal::PhoneNotANumber, Refusal::PhoneTooLong));
    refusals.extend(line_trouble(&help.text, is_phone_number, Refusal::TextNotANumber, Refusal::TextTooLong));
    refusals.extend(line_trouble(&help.email, is_email, Refusal::HelpEmailNotAnAddress, Refusal::HelpEmailTooLong));
    let unfit = |url: &Option<String>| url.as_deref().and_then(|url| check_shown_address(url).err());
    refusals.extend(unfit(&help.chat_url).map(|trouble| Refusal::ChatUnfit { trouble }));
    refusals.extend(unfit(&help.faq_url).map(|trouble| Refusal::FaqUnfit { trouble }));
    refusals.extend(unfit(&help.video_url).map(|trouble| Refusal::VideoUnfit { trouble }));
    if help.crisis.trim().is_empty() {
        refusals.push(Refusal::CrisisMissing);
    } else if help.crisis.chars().count() > LONGEST_LINE {
        refusals.push(Refusal::CrisisTooLong);
    }
    refusals.extend(age_troubles(settings.access));
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn line_trouble(line: &Option<String>, fits: fn(&str) -> bool, unreadable: Refusal, too_long: Refusal) -> Option<Refusal> {
    let text = line.as_deref()?;
    if text.chars().count() > LONGEST_LINE { Some(too_long) } else { (!fits(text)).then_some(unreadable) }
}

/// An age is a number from 1 to 25, and the review comes no later than the end.
fn age_troubles(AccessRules { review_at, ends_at, .. }: AccessRules) -> Vec<Refusal> {
    let ages = 1..=25;
    let wrong = [(review_at, Refusal::ReviewAgeUnreadable), (ends_at, Refusal::EndAgeUnreadable)];
    let refusals: Vec<Refusal> = wrong.into_iter().filter(|(age, _)| !ages.contains(age)).map(|(_, refusal)| refusal).collect();
    if refusals.is_empty() && review_at > ends_at { vec![Refusal::ReviewAfterEnd] } else { refusals }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_known_by_its_digits() {
        for right in ["443-555-0142", "+1 (443) 555.0142", "988", "030/12 34 56", "443-555-0142 x12", "5550142 ext. 12", "5550142EXT 7"] {
            assert!(is_phone_number(right), "{right}");
        }
        for wrong in ["abc", "12", "", "call 443-555-0142", "443-555-0142 x", "443-555-0142 ext. two", "443-555-0142 or so", "x12"] {
            assert!(!is_phone_number(wrong), "{wrong}");
        }
        assert_eq!(before_extension("443-555-0142 ext. 12").trim(), "443-555-0142");
    }

    #[test]
    fn only_https_addresses_are_shown() {
        assert_eq!(check_shown_address("https://example.com/faq?x=1"), Ok(()));
        assert_eq!(check_shown_address("https://example.com/@harborstreet?to=a@b"), Ok(()));
        for wrong in ["javascript:alert(1)", "http://example.com"] {
            assert_eq!(check_shown_address(wrong), Err(LinkTrouble::NotHttps), "{wrong}");
        }
        for wrong in ["https://", "https:///x", "https://x\"onclick=1", "https://ex ample.com"] {
            assert_eq!(check_shown_address(wrong), Err(LinkTrouble::Unreadable), "{wrong}");
        }
        assert_eq!(check_shown_address(&format!("https://example.com/{}", "x".repeat(200))), Err(LinkTrouble::TooLong));
    }

    #[test]
    fn the_age_that_is_wrong_is_the_one_that_is_named() {
        let of = |review_at, ends_at| age_troubles(AccessRules { review_at, ends_at, ..AccessRules::default() });
        assert_eq!(of(12, 18), []);
        assert_eq!(of(0, 18), [Refusal::ReviewAgeUnreadable]);
        assert_eq!(of(12, 26), [Refusal::EndAgeUnreadable]);
        assert_eq!(of(0, 0), [Refusal::ReviewAgeUnreadable, Refusal::EndAgeUnreadable]);
        assert_eq!(of(19, 18), [Refusal::ReviewAfterEnd]);
        assert_eq!(Refusal::ReviewAfterEnd.field(), Some("review_at"));
    }

    /// T25
    #[test]
    fn a_shown_address_is_what_it_looks_like() {
        for wrong in [
            "https://user:pw@example.com",
            "https://portal.example.com@evil.example/",
            "https://@evil.example",
            "https://?x",
            "https://example.com/\u{202E}fdp",
            "https://exam\u{200B}ple.com",
            "https://example.com/\u{E0041}",
            "https://ex\u{430}mple.com",
        ] {
            assert_eq!(check_shown_address(wrong), Err(LinkTrouble::Unreadable), "{wrong}");
        }
    }
}
