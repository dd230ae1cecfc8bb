//! Workflows that say nothing of days: invitations, invoices, conversations without an answer, and summaries after a session.

use super::{LONGEST_MAIL, Refusal, clinical, fill, lines_of, only};
use serde::{Deserialize, Serialize};

/// What may stand in braces of a mail about an invoice.
const PLACEHOLDERS: [&str; 2] = ["practice", "day"];

/// So many days after it was due, who pays is reminded once more, and staff are told (CP-21).
pub const OVERDUE_AFTER: u64 = 7;

/// On the day on which an invoice is due, and a week later: whoever may pay is reminded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceReminder {
    pub on: bool,
    pub mail: String,
}

impl InvoiceReminder {
    /// How it is until somebody changes its words.
    pub const USUAL: &str = "{practice} asks you to look at your account: something was due on {day}.\n\n\
        Please sign in to see what is open, and to pay it there if you like.";
    /// Said to who wants no practice named.
    pub const DISCREET: &str = "Something in your account was due on {day}.\n\nPlease sign in to see it.";

    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        if self.mail.trim().is_empty() {
            refusals.push(Refusal::MailMissing);
        } else if self.mail.chars().count() > LONGEST_MAIL {
            refusals.push(Refusal::MailTooLong);
        }
        if !only(&PLACEHOLDERS, &self.mail) {
            refusals.push(Refusal::FormMailPlaceholder);
        }
        refusals.extend(clinical(&self.mail).then_some(Refusal::MailClinical));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// What the mail says, paragraph by paragraph.
    pub fn mail_for(words: &str, practice: &str, day: &str) -> Vec<String> {
        lines_of(words).into_iter().map(|words| fill(&words, &[("practice", practice), ("day", day)])).collect()
    }
}

/// A client wrote and nobody answers: after so many hours it stands on the To-do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    pub on: bool,
    pub hours: u16,
}

impl Default for Unanswered {
    fn default() -> Self {
        Self { on: true, hours: 24 }
    }
}

impl Unanswered {
    pub fn check(self) -> Result<(), Vec<Refusal>> {
        if (1..=super::EARLIEST).contains(&self.hours) { Ok(()) } else { Err(vec![Refusal::AnswerHoursUnfit]) }
    }
}

/// What the practice does besides forms and appointments, as it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherPage {
    pub invites: bool,
    pub invoices: InvoiceReminder,
    /// What the mail would say of something that was due today.
    pub invoice_mail: Vec<String>,
    pub unanswered: Unanswered,
    pub summaries: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_about_an_invoice_says_something_and_nothing_clinical() {
        let with = |mail: &str| InvoiceReminder { on: true, mail: mail.into() }.check();
        assert_eq!(with(InvoiceReminder::USUAL), Ok(()));
        assert_eq!(with(InvoiceReminder::DISCREET), Ok(()));
        assert_eq!(with(" \n "), Err(vec![Refusal::MailMissing]));
        assert_eq!(with("{amount}"), Err(vec![Refusal::FormMailPlaceholder]));
        assert_eq!(with("Pay for your therapy of depression."), Err(vec![Refusal::MailClinical]));
        assert_eq!(with(&"x".repeat(1_001)), Err(vec![Refusal::MailTooLong]));
        assert_eq!(InvoiceReminder::mail_for("{practice}: {day}", "The {day} House", "May 1"), ["The {day} House: May 1"]);
    }

    #[test]
    fn an_answer_is_missed_within_a_week() {
        assert!(Unanswered::default().check().is_ok() && Unanswered { on: true, hours: 168 }.check().is_ok());
        for hours in [0, 169] {
            assert_eq!(Unanswered { on: true, hours }.check(), Err(vec![Refusal::AnswerHoursUnfit]));
        }
    }
}
