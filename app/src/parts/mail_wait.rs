//! A mail that has not left yet: why, in the words of who reads it, and when it is tried again.

use domain::notices::{MailTrouble, MailWait};

/// "the mail server does not answer. Next try 3:12 pm."
pub fn mail_wait(wait: &MailWait) -> String {
    let next = match (&wait.next_try, wait.trouble) {
        (Some(at), _) => format!("Next try {at}."),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_waits_says_why_and_when_it_is_tried_again() {
        let wait = |trouble, next_try: Option<&str>| mail_wait(&MailWait { trouble, next_try: next_try.map(str::to_owned) });
        assert_eq!(wait(MailTrouble::Silent, Some("3:12 pm")), "the mail server does not answer. Next try 3:12 pm.");
        assert_eq!(wait(MailTrouble::SignIn, None), "the mail server refused us (sign-in failed). It is being tried again now.");
        assert_eq!(wait(MailTrouble::NoServer, None), "no mail server is set. It leaves as soon as there is one.");
    }
}
