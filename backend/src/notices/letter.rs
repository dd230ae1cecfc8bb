//! What a mail says: one column, one button, no picture, no health word, in the portal's voice.

use askama::Template;
use domain::{notices::MailKind, settings::PracticeSettings};

/// A mail in both forms.
pub(crate) struct Letter {
    pub sender: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub link: String,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    sender: &'a str,
    lines: &'a [&'a str],
    button: &'a str,
    link: &'a str,
    phone: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Text<'a> {
    sender: &'a str,
    lines: &'a [&'a str],
    button: &'a str,
    link: &'a str,
    phone: Option<&'a str>,
}

impl Letter {
    pub fn write(kind: MailKind, settings: &PracticeSettings, discreet: bool, link: &str) -> Self {
        let sender = if discreet { "Your online account" } else { settings.name.as_str() };
        let phone = settings.help.phone.as_deref().filter(|_| !discreet);
        let (subject, lines, button): (String, &[&str], &str) = match kind {
            MailKind::Invitation if discreet => ("Set up your online account".into(), &INVITATION, "Register"),
            MailKind::Invitation => (format!("{sender} invites you to its client portal"), &INVITATION, "Register"),
            MailKind::NewMessage => {
                ("You have a new portal message".into(), &["You have a new message.", "Sign in to read it."], "Read message")
            }
            MailKind::NewDocument => {
                ("Something new was shared with you".into(), &["Something new was shared with you.", "Sign in to see it."], "Open")
            }
        };
        // One line each: nobody's name can add a header (T22).
        let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let html = Html { sender, lines, button, link, phone }.render().unwrap_or_default();
        let text = Text { sender, lines, button, link, phone }.render().unwrap_or_default();
        Self { sender: sender.to_owned(), subject, text, html, link: link.to_owned() }
    }
}

const INVITATION: [&str; 3] = [
    "You are invited to set up your own sign-in. It takes about two minutes.",
    "You will be asked for a last name and a date of birth, and then choose a password.",
    "The link below is yours alone. It works once, and ends after 7 days.",
];
