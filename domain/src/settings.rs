//! Settings: what the practice decides about its portal.

mod team;
mod welcome;

pub use team::{MemberLine, Team, TeamMember, check_member};
pub use welcome::{PLACEHOLDERS, WelcomeMail};

use crate::invites::AgeRule;
use serde::{Deserialize, Serialize};
use thiserror::Error;

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
pub struct Features {
    pub messages: bool,
    pub documents: bool,
    pub downloads: bool,
}

impl Default for Features {
    fn default() -> Self {
        Self { messages: true, documents: true, downloads: true }
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
    pub help: Help,
    pub features: Features,
    pub access: AccessRules,
    pub welcome: WelcomeMail,
}

/// Why settings were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("the practice's name is missing")]
    NameMissing,
    #[error("the practice's name is longer than 80 characters")]
    NameTooLong,
    #[error("the zone is not an IANA zone")]
    ZoneUnknown,
    #[error("the phone is not a telephone number")]
    PhoneNotANumber,
    #[error("the number for texts is not a telephone number")]
    TextNotANumber,
    #[error("the help e-mail is not an address")]
    HelpEmailNotAnAddress,
    #[error("a web address has to begin with https://")]
    ChatNotHttps,
    #[error("a web address has to begin with https://")]
    FaqNotHttps,
    #[error("a web address has to begin with https://")]
    VideoNotHttps,
    #[error("the crisis line is missing")]
    CrisisMissing,
    #[error("a field is longer than 200 characters")]
    TooLong,
    #[error("an age is not a number from 1 to 25, or the review comes after the end")]
    AgesUnreadable,
    #[error("the first name is missing")]
    MemberFirstNameMissing,
    #[error("the last name is missing")]
    MemberLastNameMissing,
    #[error("a name is longer than 100 characters")]
    MemberNameTooLong,
    #[error("somebody works here with this address already")]
    MemberEmailTaken,
    #[error("no role is chosen")]
    RolesMissing,
    #[error("the member is no supervisor")]
    NoSupervisor,
    #[error("the person treats nobody here, or is supervised by this member already")]
    SuperviseeUnknown,
    #[error("nobody else administers the practice")]
    LastAdministrator,
    #[error("the subject is missing")]
    SubjectMissing,
    #[error("the subject is longer than 120 characters")]
    SubjectTooLong,
    #[error("the subject holds a placeholder that there is not")]
    SubjectPlaceholder,
    #[error("the text is missing")]
    WelcomeMissing,
    #[error("the text is longer than 2,000 characters")]
    WelcomeTooLong,
    #[error("the text holds a placeholder that there is not")]
    WelcomePlaceholder,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::NameMissing | Self::NameTooLong => "name",
            Self::ZoneUnknown => "zone",
            Self::PhoneNotANumber => "phone",
            Self::TextNotANumber => "text",
            Self::HelpEmailNotAnAddress => "help_email",
            Self::ChatNotHttps => "chat_url",
            Self::FaqNotHttps => "faq_url",
            Self::VideoNotHttps => "video_url",
            Self::CrisisMissing => "crisis",
            Self::AgesUnreadable => "ends_at",
            Self::MemberFirstNameMissing | Self::MemberNameTooLong => "first_name",
            Self::MemberLastNameMissing => "last_name",
            Self::MemberEmailTaken => "email",
            Self::RolesMissing => "roles",
            Self::SuperviseeUnknown => "supervisee",
            Self::NoSupervisor | Self::LastAdministrator => return None,
            Self::SubjectMissing | Self::SubjectTooLong | Self::SubjectPlaceholder => "subject",
            Self::WelcomeMissing | Self::WelcomeTooLong | Self::WelcomePlaceholder => "welcome",
            Self::TooLong => return None,
        })
    }
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

/// A web address that is shown, never fetched: https only (T33). What can be seen of it is what it is: plain ASCII, and no name
/// before the host that people could take for the host (T25).
pub fn is_shown_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.contains('@') && url.len() <= 200 && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\`".contains(&b))
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
    for (number, refusal) in [(&help.phone, Refusal::PhoneNotANumber), (&help.text, Refusal::TextNotANumber)] {
        if number.as_deref().is_some_and(|number| !is_phone_number(number)) {
            refusals.push(refusal);
        }
    }
    if help.email.as_deref().is_some_and(|email| crate::charts::EmailAddress::read(email).is_err()) {
        refusals.push(Refusal::HelpEmailNotAnAddress);
    }
    let addresses =
        [(&help.chat_url, Refusal::ChatNotHttps), (&help.faq_url, Refusal::FaqNotHttps), (&help.video_url, Refusal::VideoNotHttps)];
    for (url, refusal) in addresses {
        if url.as_deref().is_some_and(|url| !is_shown_address(url)) {
            refusals.push(refusal);
        }
    }
    if help.crisis.trim().is_empty() {
        refusals.push(Refusal::CrisisMissing);
    }
    let lines = [&help.phone, &help.text, &help.email];
    if help.crisis.chars().count() > 200 || lines.iter().any(|line| line.as_deref().is_some_and(|text| text.chars().count() > 200)) {
        refusals.push(Refusal::TooLong);
    }
    let AccessRules { review_at, ends_at, .. } = settings.access;
    if !(1..=25).contains(&review_at) || !(1..=25).contains(&ends_at) || review_at > ends_at {
        refusals.push(Refusal::AgesUnreadable);
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
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
        assert!(is_shown_address("https://example.com/faq?x=1"));
        assert!(is_shown_address("https://example.com/@harborstreet?to=a@b"));
        for wrong in ["javascript:alert(1)", "http://example.com", "https://", "https:///x", "https://x\"onclick=1", "https://ex ample.com"]
        {
            assert!(!is_shown_address(wrong), "{wrong}");
        }
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
            assert!(!is_shown_address(wrong), "{wrong}");
        }
    }
}
