//! What a mail server's answer means for a mail: never to be had, not now, or the server's own trouble.
//!
//! Only an answer that is surely about that recipient or that message is final. In doubt mail waits: what bounced by mistake is lost
//! to somebody who waits for it, and what waits by mistake leaves an hour later, with its line on the To-do meanwhile.

use super::MailTrouble;

/// How far a mail came. Up to the sender nothing was said yet of whom it is for or of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Connect,
    /// The greeting, and the answer to EHLO.
    Greeting,
    /// TLS, from the first byte or after STARTTLS.
    Encryption,
    /// AUTH
    SignIn,
    /// MAIL FROM
    Sender,
    /// RCPT TO
    Recipient,
    /// DATA, before the text.
    Data,
    /// The end of the text.
    Text,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Encryption => "encryption",
            Self::SignIn => "sign-in",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Text => "text",
        }
    }
}

/// A negative reply (RFC 5321, 4.2). The words begin with the enhanced status code, where there is one (RFC 2034).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    pub words: String,
}

impl Reply {
    /// `5.1.1` as 5, 1 and 1.
    pub fn enhanced(&self) -> Option<(u16, u16, u16)> {
        let word = self.words.split_whitespace().next()?;
        let mut numbers = word.split('.').map(|number| number.parse().ok());
        let status = (numbers.next()??, numbers.next()??, numbers.next()??);
        (numbers.next().is_none() && matches!(status.0, 2 | 4 | 5)).then_some(status)
    }

    /// `550 5.1.1` or `550`: what a log may hold. The words can name a person.
    pub fn codes(&self) -> String {
        match self.enhanced() {
            Some((class, subject, detail)) => format!("{} {class}.{subject}.{detail}", self.code),
            None => self.code.to_string(),
        }
    }
}

/// What ended a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No answer in time, an end in the middle, or words that are no reply.
    None,
    /// The server cannot do what this stage needs: no TLS with a certificate we trust, no way to sign in that we know, no letters
    /// but ASCII in addresses.
    Unable(String),
    Reply(Reply),
}

impl Answer {
    /// In words, to be shown to staff.
    pub fn words(&self) -> String {
        match self {
            Self::None => "no answer".into(),
            Self::Unable(words) => words.clone(),
            Self::Reply(reply) => format!("{} {}", reply.code, reply.words),
        }
    }
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It will never be taken, because of the recipient or of the message: the mail has bounced.
    Final,
    /// It waits for its next try.
    Later(MailTrouble),
}

/// The rule: what ended a try, at which stage.
pub fn verdict(stage: Stage, answer: &Answer) -> Verdict {
    let refuses = Verdict::Later(MailTrouble::Refuses);
    match (stage, answer) {
        // The server will not learn this address by waiting (RFC 6531, 3.2): staff can correct it.
        (Stage::Recipient, Answer::Unable(_)) => Verdict::Final,
        (Stage::Encryption, _) => Verdict::Later(MailTrouble::Unsafe),
        (_, Answer::None) => Verdict::Later(MailTrouble::Silent),
        (Stage::Connect, _) => Verdict::Later(MailTrouble::Silent),
        // 535, 534, 530, 454, 504: whatever it says, it says to us.
        (Stage::SignIn, _) => Verdict::Later(MailTrouble::SignIn),
        // 530, or 5.7.x, asks who we are: the sign-in is missing.
        (Stage::Sender, Answer::Reply(Reply { code: 530, .. })) => Verdict::Later(MailTrouble::SignIn),
        // 554 instead of a greeting, 550 for our name, 550 for the sender: nobody was named yet whom it could be about.
        (Stage::Greeting | Stage::Sender, _) | (_, Answer::Unable(_)) => refuses,
        (Stage::Recipient | Stage::Data | Stage::Text, Answer::Reply(reply)) => judge(stage, reply),
    }
}

/// An answer to the recipient, to DATA, or to the text.
fn judge(stage: Stage, reply: &Reply) -> Verdict {
    let (refuses, for_now) = (Verdict::Later(MailTrouble::Refuses), Verdict::Later(MailTrouble::Recipient));
    // "Service not available": the connection ends here (RFC 5321, 3.8).
    if reply.code == 421 {
        return refuses;
    }
    // Authentication is asked for (RFC 4954, 6), wherever it comes.
    if matches!(reply.code, 530 | 534 | 535 | 538) {
        return Verdict::Later(MailTrouble::SignIn);
    }
    let is_permanent = reply.code >= 500;
    // Where the two codes contradict each other, nothing is sure but what the first says.
    let status = reply.enhanced().filter(|(class, ..)| *class == reply.code / 100).map(|(_, subject, detail)| (subject, detail));
    if !is_permanent {
        return match status {
            // The server is full, or in maintenance (X.3.x), at its limit (X.4.5), or does not understand us (X.5.x).
            Some((3 | 5, _) | (4, 5)) => refuses,
            // 450, 451, 452: a mailbox that is busy or full, a greylist, a far host that does not answer.
            _ => for_now,
        };
    }
    match status {
        // X.1.7 and X.1.8 are about the sender's address: ours.
        Some((1, 7 | 8)) => refuses,
        // RFC 3463, 3.2: there is no such mailbox, or no such host, it has moved; RFC 7505: the host takes no mail.
        Some((1, 1..)) => Verdict::Final,
        // A full mailbox empties again (X.2.2); anything else about the mailbox stays: disabled (X.2.1), too small for it (X.2.3).
        Some((2, 2)) => for_now,
        Some((2, _)) => Verdict::Final,
        // The mail system, too small, too full, or set up wrong. And X.4.5, "congestion": what Gmail says of the day's limit.
        Some((3, _) | (4, 5)) => refuses,
        // The way to the far host: it does not answer, it is not found, the mail goes in circles. Names and ways come back.
        Some((4, _)) => for_now,
        // The contents cannot be taken (X.6.x), or the address's letters cannot (X.6.7).
        Some((6, _)) => Verdict::Final,
        // RFC 7293: the mailbox, or its host, belongs to somebody else now.
        Some((7, 17 | 18)) => Verdict::Final,
        // X.7.8, X.7.9: we did not sign in, or not well enough.
        Some((7, 8 | 9)) => Verdict::Later(MailTrouble::SignIn),
        // X.7.x else is policy: a relay refused, our address on somebody's list, SPF and DKIM. It is about us as often as not.
        Some((7, _)) => refuses,
        // X.1.0, X.5.0 and X.0.x say no more than the code.
        Some((1, _) | (5, 0) | (0, _)) | None => by_code_alone(stage, reply),
        // X.5.x, a protocol that was not understood, and what is not defined.
        Some(_) => refuses,
    }
}

/// Without an enhanced code only the recipient's stage says whom a 5xx is about, and some servers refuse everybody there.
fn by_code_alone(stage: Stage, reply: &Reply) -> Verdict {
    match (stage, reply.code) {
        // Too large for the mailbox, or for the room that is left in it.
        (_, 552) => Verdict::Later(MailTrouble::Recipient),
        // No such mailbox (550), not here (551), not a name for one (553); a host that takes no mail (556, RFC 7504).
        (Stage::Recipient, 550 | 551 | 553 | 556) if !is_about_us(&reply.words) => Verdict::Final,
        // 554 "transaction failed", and 550 for the text: spam, they say, or an account that is not paid.
        _ => Verdict::Later(MailTrouble::Refuses),
    }
}

/// Whether the words of a refusal are about who sends: sendmail, Postfix, Exim, qmail and Exchange, and lists of bad hosts.
fn is_about_us(words: &str) -> bool {
    const ABOUT_US: [&str; 14] = [
        "relaying",
        "relay access",
        "relay not permitted",
        "to relay",
        "rcpthosts",
        "authenti",
        "log in",
        "login",
        "sender",
        "blocked",
        "blacklist",
        "policy",
        "limit",
        "quota",
    ];
    let words = words.to_lowercase();
    ABOUT_US.iter().any(|about| words.contains(about))
}

#[cfg(test)]
mod tests {
    use super::{Stage::*, *};

    const SILENT: Verdict = Verdict::Later(MailTrouble::Silent);
    const UNSAFE: Verdict = Verdict::Later(MailTrouble::Unsafe);
    const SIGN_IN: Verdict = Verdict::Later(MailTrouble::SignIn);
    const REFUSES: Verdict = Verdict::Later(MailTrouble::Refuses);
    const FOR_NOW: Verdict = Verdict::Later(MailTrouble::Recipient);

    fn reply(line: &str) -> Answer {
        let (code, words) = line.split_once(' ').unwrap();
        Answer::Reply(Reply { code: code.parse().unwrap(), words: words.into() })
    }

    fn are(stages: &[Stage], cells: &[(&str, Verdict)]) {
        for stage in stages {
            for (line, expected) in cells {
                assert_eq!(verdict(*stage, &reply(line)), *expected, "{line} at {}", stage.name());
            }
        }
    }

    #[test]
    fn before_somebody_is_named_nothing_is_final() {
        let lines = ["421 4.3.2 Closing", "450 Busy", "530 5.7.0 Must issue STARTTLS", "550 5.1.1 User unknown", "554 No SMTP here"];
        for (stage, expected) in [(Connect, SILENT), (Greeting, REFUSES), (Encryption, UNSAFE), (SignIn, SIGN_IN)] {
            are(&[stage], &lines.map(|line| (line, expected)));
        }
        are(&[SignIn], &[("535 5.7.8 Username and Password not accepted", SIGN_IN), ("454 4.7.0 Temporary failure", SIGN_IN)]);
        are(
            &[Sender],
            &[
                ("530 5.7.0 Authentication required", SIGN_IN),
                ("550 5.7.1 Not yours to send as", REFUSES),
                ("550 5.1.8 Sender unknown", REFUSES),
                ("552 5.3.4 Too big", REFUSES),
                ("451 4.7.1 Try later", REFUSES),
            ],
        );
    }

    #[test]
    fn no_answer_is_final_at_no_stage() {
        for stage in [Connect, Greeting, SignIn, Sender, Recipient, Data, Text] {
            assert_eq!(verdict(stage, &Answer::None), SILENT, "{}", stage.name());
        }
        assert_eq!(verdict(Encryption, &Answer::None), UNSAFE);
        let unable = Answer::Unable("it cannot".into());
        assert_eq!([Encryption, SignIn, Sender].map(|stage| verdict(stage, &unable)), [UNSAFE, SIGN_IN, REFUSES]);
        assert_eq!(verdict(Recipient, &unable), Verdict::Final, "letters that the server cannot write");
    }

    #[test]
    fn what_is_about_the_recipient_or_the_message_is_final_wherever_it_comes() {
        are(
            &[Recipient, Data, Text],
            &[
                ("550 5.1.1 User unknown in relay recipient table", Verdict::Final),
                ("550 5.1.2 Host unknown", Verdict::Final),
                ("501 5.1.3 Bad recipient address syntax", Verdict::Final),
                ("551 5.1.6 Has moved", Verdict::Final),
                ("556 5.1.10 Recipient address has null MX", Verdict::Final),
                ("550 5.2.1 Mailbox disabled", Verdict::Final),
                ("552 5.2.3 Longer than the mailbox allows", Verdict::Final),
                ("554 5.6.0 Message contents rejected", Verdict::Final),
                ("553 5.6.7 Address with letters that cannot be sent", Verdict::Final),
                ("550 5.7.17 Mailbox owner has changed", Verdict::Final),
                ("550 5.7.18 Domain owner has changed", Verdict::Final),
            ],
        );
    }

    #[test]
    fn what_is_about_us_waits_wherever_it_comes() {
        are(
            &[Recipient, Data, Text],
            &[
                ("421 4.7.0 Too many connections", REFUSES),
                ("451 4.3.0 Mail server temporarily rejected message", REFUSES),
                ("452 4.3.1 Insufficient system storage", REFUSES),
                ("450 4.4.5 Congestion", REFUSES),
                ("452 4.5.3 Too many recipients", REFUSES),
                ("550 5.1.7 Bad sender's mailbox address syntax", REFUSES),
                ("553 5.1.8 Sender's domain does not exist", REFUSES),
                ("550 5.3.0 System trouble", REFUSES),
                ("552 5.3.4 Message too big for system", REFUSES),
                ("550 5.4.5 Daily user sending limit exceeded", REFUSES),
                ("503 5.5.1 Bad sequence of commands", REFUSES),
                ("530 5.7.0 Authentication required", SIGN_IN),
                ("550 5.7.0 Local policy", REFUSES),
                ("554 5.7.1 <you@far.example>: Relay access denied", REFUSES),
                ("550 5.7.1 Message rejected as spam by content", REFUSES),
                ("535 5.7.8 Authentication failed", SIGN_IN),
                ("550 5.7.9 Authentication mechanism is too weak", SIGN_IN),
                ("550 5.7.26 Not authenticated: SPF and DKIM did not pass", REFUSES),
                ("554 5.9.9 Not defined", REFUSES),
            ],
        );
    }

    #[test]
    fn a_mailbox_that_is_full_or_slow_waits_as_one_mail() {
        are(
            &[Recipient, Data, Text],
            &[
                ("450 4.2.1 Too much mail at once", FOR_NOW),
                ("452 4.2.2 Over quota", FOR_NOW),
                ("451 4.7.1 Greylisted", FOR_NOW),
                ("451 4.4.1 No answer from host", FOR_NOW),
                ("450 Mailbox busy", FOR_NOW),
                ("552 5.2.2 Mailbox full", FOR_NOW),
                ("552 Mailbox full", FOR_NOW),
                ("550 5.4.1 No answer from host", FOR_NOW),
                ("550 5.4.4 No route", FOR_NOW),
            ],
        );
    }

    #[test]
    fn a_bare_code_is_final_only_where_the_recipient_was_named_and_the_words_are_not_about_us() {
        are(
            &[Recipient],
            &[
                ("550 No such user here", Verdict::Final),
                ("550 5.5.0 Requested action not taken: mailbox unavailable", Verdict::Final),
                ("550 5.1.0 Address rejected", Verdict::Final),
                ("551 User not local", Verdict::Final),
                ("553 Mailbox name not allowed", Verdict::Final),
                ("556 Takes no mail", Verdict::Final),
                ("550 relay not permitted", REFUSES),
                ("550 Relaying denied", REFUSES),
                ("553 sorry, that domain isn't in my list of allowed rcpthosts", REFUSES),
                ("550 5.1.0 Sender rejected", REFUSES),
                ("550 Blocked for spam", REFUSES),
                ("550 Authentication is required for relay", REFUSES),
                ("550 Daily limit reached", REFUSES),
                ("554 Transaction failed", REFUSES),
                ("500 What?", REFUSES),
                // The codes contradict each other.
                ("554 4.1.1 User unknown", REFUSES),
            ],
        );
        let unsure = ["550 No such user here", "554 Message rejected: sending is paused", "550 Spam", "554 5.0.0 Failed"];
        are(&[Data, Text], &unsure.map(|line| (line, REFUSES)));
    }

    #[test]
    fn the_log_is_told_codes_and_no_words() {
        let codes = |line: &str| match reply(line) {
            Answer::Reply(reply) => reply.codes(),
            _ => unreachable!(),
        };
        assert_eq!(codes("554 5.7.1 <maya@example.com>: Relay access denied"), "554 5.7.1");
        assert_eq!([codes("550 maya@example.com unknown"), codes("550 1.2.3.4 is blocked"), codes("550 5.1 x")], ["550"; 3]);
    }
}
