//! Reminders of what waits for a signature: so many days before it is due, and after.

use super::{Refusal, clinical};
use crate::{charts::is_invisible, lines};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Nobody is reminded earlier or later than so many days.
const MOST_DAYS: u16 = 30;
/// One that was slept through longer than that is not made up for.
const LATEST: u64 = 7;
const LONGEST_MAIL: usize = 1_000;
const PLACEHOLDERS: [&str; 2] = ["{practice}", "{day}"];

/// As the practice has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureReminder {
    pub on: bool,
    /// So many days before; none, where nobody is reminded before.
    pub before: Option<u16>,
    pub after: Option<u16>,
    pub mail: String,
}

impl Default for SignatureReminder {
    fn default() -> Self {
        Self {
            on: true,
            before: Some(2),
            after: Some(1),
            mail: "{practice} reminds you: something waits for you until {day}.\n\nPlease sign in to read it, and to sign it or say that you will not."
                .into(),
        }
    }
}

impl SignatureReminder {
    /// Said to who wants no practice named: its own words might.
    pub const DISCREET: &str = "Something waits for you until {day}.\n\nPlease sign in to see it.";

    /// As it is kept.
    pub fn tidied(mut self) -> Self {
        let words: String = lines::as_typed(&self.mail).chars().filter(|c| !is_invisible(*c)).collect();
        self.mail = lines::trimmed(&words);
        self
    }

    /// Names everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let unfit = |days: Option<u16>| days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days));
        if unfit(self.before) || unfit(self.after) || self.on && self.before.or(self.after).is_none() {
            refusals.push(Refusal::DaysUnfit);
        }
        let without = PLACEHOLDERS.iter().fold(self.mail.clone(), |words, known| words.replace(known, ""));
        if self.mail.trim().is_empty() {
            refusals.push(Refusal::MailMissing);
        } else if self.mail.chars().count() > LONGEST_MAIL {
            refusals.push(Refusal::MailTooLong);
        }
        if without.contains(['{', '}']) {
            refusals.push(Refusal::MailPlaceholder);
        }
        refusals.extend(clinical(&self.mail).then_some(Refusal::MailClinical));
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Which reminder of something that is due on that day is to be sent today: 0 before, 1 after.
    pub fn due(&self, due_on: NaiveDate, today: NaiveDate) -> Option<u8> {
        if !self.on {
            return None;
        }
        let within = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
            from.is_some_and(|from| from <= today) && until.is_some_and(|until| today <= until)
        };
        let after = self.after.and_then(|days| due_on.checked_add_days(Days::new(days.into())));
        if within(after, after.and_then(|from| from.checked_add_days(Days::new(LATEST)))) {
            return Some(1);
        }
        let before = self.before.and_then(|days| due_on.checked_sub_days(Days::new(days.into())));
        within(before, Some(due_on)).then_some(0)
    }

    /// What the mail says, paragraph by paragraph. In one pass: a practice whose name holds braces fills in nothing else.
    pub fn mail_for(words: &str, practice: &str, day: &str) -> Vec<String> {
        let fill = |words: String| {
            let parts: Vec<String> = words.split("{practice}").map(|part| part.replace("{day}", day)).collect();
            parts.join(practice)
        };
        lines::passages(words).into_iter().map(|lines| fill(lines.join("\n"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn one_is_reminded_before_and_after_and_never_in_between_or_too_late() {
        let reminder = SignatureReminder::default();
        let due = |today: &str| reminder.due(day("2026-11-25"), day(today));
        for (today, expected) in [
            ("2026-11-22", None),
            ("2026-11-23", Some(0)),
            ("2026-11-25", Some(0)),
            ("2026-11-26", Some(1)),
            ("2026-12-03", Some(1)),
            ("2026-12-04", None),
        ] {
            assert_eq!(due(today), expected, "{today}");
        }
        let off = SignatureReminder { on: false, ..reminder.clone() };
        assert_eq!(off.due(day("2026-11-25"), day("2026-11-25")), None);
        let after = SignatureReminder { before: None, ..reminder };
        assert_eq!(after.due(day("2026-11-25"), day("2026-11-24")), None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let reminder = |before, after, mail: &str| SignatureReminder { on: true, before, after, mail: mail.into() }.check();
        assert_eq!(SignatureReminder::default().check(), Ok(()));
        assert_eq!(reminder(None, None, "Words"), Err(vec![Refusal::DaysUnfit]));
        assert_eq!(reminder(Some(31), Some(1), " "), Err(vec![Refusal::DaysUnfit, Refusal::MailMissing]));
        assert_eq!(reminder(Some(1), None, "On {time}"), Err(vec![Refusal::MailPlaceholder]));
    }

    #[test]
    fn a_name_with_braces_fills_in_nothing_else() {
        let said = SignatureReminder::mail_for("{practice} waits until {day}.\n\nSign in.", "The {day} House", "Monday");
        assert_eq!(said, ["The {day} House waits until Monday.", "Sign in."]);
    }
}
