//! A mail that has not left yet: why, in the words of who reads it, and when it is tried again.

use domain::dates::Calendar;
use domain::notices::{MailTrouble, MailWait};

/// "the mail server does not answer. Next try 3:12 pm."
pub fn mail_wait(wait: &MailWait, Calendar { order, today }: Calendar) -> String {
    let next = match (&wait.next_try, wait.trouble) {
        (Some(at), _) => format!("Next try {}.", order.soon(at, today)),
        (None, MailTrouble::NoServer) => "It leaves as soon as there is one.".to_owned(),
        (None, _) => "It is being tried again now.".to_owned(),
    };
    format!("{}. {next}", mail_trouble(wait.trouble))
}

/// "the mail server does not answer"
pub fn mail_trouble(trouble: MailTrouble) -> &'static str {
    match trouble {
        MailTrouble::NoServer => "no mail server is set",
        MailTrouble::Silent => "the mail server does not answer",
        MailTrouble::Unsafe => "there is no safe connection to the mail server",
        MailTrouble::SignIn => "the mail server refused us (sign-in failed)",
        MailTrouble::Refuses => "the mail server refused us",
        MailTrouble::Recipient => "the mail server does not take mail for this address now",
        MailTrouble::Unwritten => "it could not be written",
    }
}
