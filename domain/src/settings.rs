//! Settings: what the practice decides about its portal.

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

/// Everything on the settings page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSettings {
    pub name: String,
    /// IANA zone of the practice, "America/New_York".
    pub zone: String,
    pub help: Help,
    pub features: Features,
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
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::NameMissing | Self::NameTooLong => "name",
            Self::ZoneUnknown => "zone",
            Self::HelpEmailNotAnAddress => "help_email",
            Self::ChatNotHttps => "chat_url",
            Self::FaqNotHttps => "faq_url",
            Self::VideoNotHttps => "video_url",
            Self::CrisisMissing => "crisis",
            Self::TooLong => return None,
        })
    }
}

/// A web address that is shown, never fetched: https only (T33).
pub fn is_shown_address(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && url.len() <= 200
        && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\`".contains(&b))
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
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_addresses_are_shown() {
        assert!(is_shown_address("https://example.com/faq?x=1"));
        for wrong in ["javascript:alert(1)", "http://example.com", "https://", "https:///x", "https://x\"onclick=1", "https://ex ample.com"]
        {
            assert!(!is_shown_address(wrong), "{wrong}");
        }
    }
}
