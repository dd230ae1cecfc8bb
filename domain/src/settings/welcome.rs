//! The words of the welcome mail, with placeholders. Its button and its link are not the practice's to change.

use super::Refusal;
use crate::{
    charts::{is_invisible, tidy},
    lines,
};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What a practice writes to a new client. It names no diagnosis and no clinician (IC-07).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WelcomeMail {
    pub subject: String,
    /// Paragraphs, with an empty line between them.
    pub text: String,
}

impl Default for WelcomeMail {
    fn default() -> Self {
        Self {
            subject: "{practice} invites you to its client portal".into(),
            text: "You are invited to set up your own sign-in. It takes about two minutes.\n\n\
                   You will be asked for a last name and a date of birth, and then choose a password.\n\n\
                   The link below is yours alone. It works once, and ends after {days} days."
                .into(),
        }
    }
}

/// What may stand in braces.
pub const PLACEHOLDERS: [&str; 3] = ["practice", "phone", "days"];

impl WelcomeMail {
    /// What is sent to who wants no practice named: the practice's own words might.
    pub fn discreet() -> Self {
        Self { subject: "Set up your online account".into(), ..Self::default() }
    }

    /// As it is kept: one line for the subject, nothing invisible, line feeds alone.
    pub fn tidied(&self) -> Self {
        // What ends a line is among the invisible: first the lines.
        let text: String = lines::as_typed(&self.text).chars().filter(|c| !is_invisible(*c)).nfc().collect();
        Self { subject: tidy(&self.subject), text: lines::trimmed(&text) }
    }

    /// All of its words.
    pub fn whole(&self) -> String {
        format!("{}\n{}", self.subject, self.text)
    }

    /// Names everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        if self.subject.trim().is_empty() {
            refusals.push(Refusal::SubjectMissing);
        } else if self.subject.chars().count() > 120 {
            refusals.push(Refusal::SubjectTooLong);
        }
        if self.text.trim().is_empty() {
            refusals.push(Refusal::WelcomeMissing);
        } else if self.text.chars().count() > 2_000 {
            refusals.push(Refusal::WelcomeTooLong);
        }
        if !only_known(&self.subject) {
            refusals.push(Refusal::SubjectPlaceholder);
        }
        if !only_known(&self.text) {
            refusals.push(Refusal::WelcomePlaceholder);
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// The subject, filled in.
    pub fn subject_for(&self, practice: &str, phone: Option<&str>) -> String {
        fill(&self.subject, practice, phone)
    }

    /// The paragraphs, filled in. One that would tell of a phone that the practice does not have is left out.
    pub fn paragraphs_for(&self, practice: &str, phone: Option<&str>) -> Vec<String> {
        let kept = |paragraph: &String| phone.is_some() || !paragraph.contains("{phone}");
        let paragraphs = lines::passages(&self.text).into_iter().map(|lines| lines.join("\n"));
        paragraphs.filter(kept).map(|paragraph| fill(&paragraph, practice, phone)).collect()
    }
}

/// In one pass: a practice whose name holds braces does not fill in anything else.
fn fill(text: &str, practice: &str, phone: Option<&str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = PLACEHOLDERS.iter().find_map(|name| Some((*name, rest.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?)));
        match known {
            Some((name, after)) => {
                match name {
                    "practice" => filled.push_str(practice),
                    "phone" => filled.push_str(phone.unwrap_or_default()),
                    _ => filled.push_str(&crate::invites::LINK_LIFE.num_days().to_string()),
                }
                rest = after;
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

/// Whether every brace belongs to a placeholder that there is.
fn only_known(text: &str) -> bool {
    let without = PLACEHOLDERS.iter().fold(text.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), ""));
    !without.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_filled_in() {
        let mail = WelcomeMail { subject: "{practice}: welcome".into(), text: "Hello.\n\nCall {phone}.\n\nFor {days} days.".into() };
        assert_eq!(mail.check(), Ok(()));
        assert_eq!(mail.subject_for("Harbor {days}", None), "Harbor {days}: welcome");
        assert_eq!(mail.paragraphs_for("x", Some("443-555-0142")), ["Hello.", "Call 443-555-0142.", "For 7 days."]);
        assert_eq!(mail.paragraphs_for("x", None), ["Hello.", "For 7 days."]);
        assert_eq!(WelcomeMail::default().check(), Ok(()));
        assert_eq!(WelcomeMail::discreet().check(), Ok(()));
    }

    #[test]
    fn its_lines_stay_lines() {
        let typed = "Open:\r\n  Monday\u{200B}\r\n  Tuesday \r\n\r\n\r\n1. Call.\u{2028}2. Come.\r\n";
        let mail = WelcomeMail { subject: "Hello".into(), text: typed.into() }.tidied();
        assert_eq!(mail.text, "Open:\n  Monday\n  Tuesday\n\n\n1. Call.\n2. Come.");
        assert_eq!(mail.paragraphs_for("x", None), ["Open:\n  Monday\n  Tuesday", "1. Call.\n2. Come."]);
        assert_eq!(mail.tidied(), mail);
    }

    #[test]
    fn a_placeholder_that_there_is_not_is_pointed_out() {
        let mail = WelcomeMail { subject: "Dear {name}".into(), text: "{".into() };
        assert_eq!(mail.check(), Err(vec![Refusal::SubjectPlaceholder, Refusal::WelcomePlaceholder]));
        let mail = WelcomeMail { subject: " ".into(), text: String::new() };
        assert_eq!(mail.check(), Err(vec![Refusal::SubjectMissing, Refusal::WelcomeMissing]));
    }

    #[test]
    fn no_name_adds_a_line_to_the_subject() {
        let mail = WelcomeMail { subject: "a\r\nBcc: x".into(), text: "one\r\n\r\ntwo".into() }.tidied();
        assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("aBcc: x", "one\n\ntwo"));
    }
}
