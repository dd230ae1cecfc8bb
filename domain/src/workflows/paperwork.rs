//! What becomes by itself of forms: what every new client gets, when one is reminded, when a form is closed; and until when a request for
//! records is to be answered.

use super::{Refusal, clinical, fill, lines_of, only};
use crate::ids::PackageId;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Nobody is reminded or waited for longer than so many days.
const MOST_DAYS: u16 = 365;
/// One reminder that was slept through longer than that is not made up for.
const LATEST: u64 = 7;
/// Requests for records are to be answered within these days, until the practice says otherwise (45 CFR 164.524).
pub const RECORDS_WITHIN: u16 = 30;
/// At this hour of the practice's clock a day begins for what is done by itself: nobody is reminded in the night.
pub const MORNING: i64 = 9;

const PLACEHOLDERS: [&str; 2] = ["practice", "day"];
const LONGEST_MAIL: usize = 1_000;

/// **When a chart is created**: which package its client gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClientForms {
    pub on: bool,
    pub package: Option<PackageId>,
}

impl NewClientForms {
    pub fn check(self) -> Result<(), Vec<Refusal>> {
        if self.on && self.package.is_none() { Err(vec![Refusal::PackageMissing]) } else { Ok(()) }
    }
}

/// Whoever has not submitted a form is reminded: so many days before it is due, and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReminder {
    pub on: bool,
    pub before: Option<u16>,
    pub after: Option<u16>,
    pub mail: String,
}

impl Default for FormReminder {
    fn default() -> Self {
        Self {
            on: true,
            before: Some(3),
            after: Some(1),
            mail: "{practice} reminds you: something still waits for you to fill in. It was asked for by {day}.\n\n\
                   Please sign in to see it. You can stop at any time and go on later, also on another device."
                .into(),
        }
    }
}

impl FormReminder {
    /// Said to who wants no practice named.
    pub const DISCREET: &str = "Something still waits for you to fill in. It was asked for by {day}.\n\n\
        Please sign in to see it. You can stop at any time and go on later, also on another device.";

    /// Which of the reminders is due on a day, and since which: the last whose day has come.
    pub fn due(&self, due_on: NaiveDate, today: NaiveDate) -> Option<(u8, NaiveDate)> {
        let before = self.before.map(|days| (0, due_on - Days::new(days.into())));
        let after = self.after.map(|days| (1, due_on + Days::new(days.into())));
        let due = [before, after].into_iter().flatten().filter(|(_, at)| *at <= today).max_by_key(|(_, at)| *at);
        due.filter(|(_, at)| self.on && today <= *at + Days::new(LATEST))
    }

    /// The days on which something has to be due for somebody to be reminded of it today.
    pub fn of_interest(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let after = u64::from(self.after.unwrap_or(0)) + LATEST;
        (today - Days::new(after), today + Days::new(self.before.unwrap_or(0).into()))
    }

    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let unfit = |days: Option<u16>| days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days));
        let mut refusals = Vec::new();
        if unfit(self.before) {
            refusals.push(Refusal::BeforeUnfit);
        }
        if unfit(self.after) {
            refusals.push(Refusal::AfterUnfit);
        }
        if self.on && self.before.is_none() && self.after.is_none() {
            refusals.push(Refusal::NeverReminded);
        }
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

/// What was not submitted so many days after it was due is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormExpiry {
    pub on: bool,
    pub after: u16,
}

impl Default for FormExpiry {
    fn default() -> Self {
        Self { on: false, after: 30 }
    }
}

impl FormExpiry {
    /// The last day on which it can be submitted.
    pub fn last_day(self, due_on: NaiveDate) -> Option<NaiveDate> {
        self.on.then(|| due_on + Days::new(self.after.into()))
    }

    /// What was due before this day is closed today.
    pub fn closes_before(self, today: NaiveDate) -> Option<NaiveDate> {
        self.on.then(|| today - Days::new(self.after.into()))
    }

    pub fn check(self) -> Result<(), Vec<Refusal>> {
        if (1..=MOST_DAYS).contains(&self.after) { Ok(()) } else { Err(vec![Refusal::AfterUnfit]) }
    }
}

/// Reads days: none, or a number. What is no number is one that is refused.
pub fn read_days(typed: &str) -> Option<u16> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.parse().unwrap_or(0))
}

/// Whether a practice may give itself so many days to answer a request for records.
pub fn check_records_within(days: u16) -> Result<(), Vec<Refusal>> {
    if (1..=90).contains(&days) { Ok(()) } else { Err(vec![Refusal::RecordDaysUnfit]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_reminder_whose_day_has_come_is_due_and_none_that_was_slept_through() {
        let reminder = FormReminder::default();
        let due = |today: &str| reminder.due(day("2026-12-10"), day(today));
        assert_eq!([due("2026-12-06"), due("2026-12-10")], [None, Some((0, day("2026-12-07")))]);
        assert_eq!(due("2026-12-07"), Some((0, day("2026-12-07"))));
        assert_eq!([due("2026-12-11"), due("2026-12-18")], [Some((1, day("2026-12-11"))); 2]);
        assert_eq!(due("2026-12-19"), None);
        let off = FormReminder { on: false, ..reminder.clone() };
        assert_eq!(off.due(day("2026-12-10"), day("2026-12-10")), None);
        let after = FormReminder { before: None, ..reminder.clone() };
        assert_eq!(after.due(day("2026-12-10"), day("2026-12-10")), None);
        // What is asked for of the database is what the rule could say yes to.
        let (first, last) = reminder.of_interest(day("2026-12-10"));
        assert_eq!((first, last), (day("2026-12-02"), day("2026-12-13")));
        assert!(reminder.due(first, day("2026-12-10")).is_some() && reminder.due(last, day("2026-12-10")).is_some());
        assert!(reminder.due(first.pred_opt().unwrap(), day("2026-12-10")).is_none());
    }

    #[test]
    fn days_and_words_of_a_reminder_are_looked_at() {
        use Refusal::*;
        let with = |before, after, mail: &str| FormReminder { on: true, before, after, mail: mail.into() }.check();
        assert_eq!(FormReminder::default().check(), Ok(()));
        assert_eq!(with(None, None, "x"), Err(vec![NeverReminded]));
        assert_eq!(with(Some(0), Some(366), " "), Err(vec![BeforeUnfit, AfterUnfit, MailMissing]));
        assert_eq!(with(Some(1), None, "{time}"), Err(vec![FormMailPlaceholder]));
        assert_eq!(with(Some(1), None, &"x".repeat(1_001)), Err(vec![MailTooLong]));
        let said = FormReminder::mail_for(FormReminder::DISCREET, "Harbor {day}", "December 10, 2026");
        assert_eq!(said[0], "Something still waits for you to fill in. It was asked for by December 10, 2026.");
        assert_eq!(FormReminder::mail_for("{practice}", "Harbor {day}", "today"), ["Harbor {day}"]);
    }

    #[test]
    fn a_form_is_closed_after_its_days_or_never() {
        let expiry = FormExpiry { on: true, after: 14 };
        assert_eq!(expiry.last_day(day("2026-12-01")), Some(day("2026-12-15")));
        assert_eq!(expiry.closes_before(day("2026-12-16")), Some(day("2026-12-02")));
        assert_eq!(FormExpiry::default().last_day(day("2026-12-01")), None);
        assert_eq!(FormExpiry { on: true, after: 0 }.check(), Err(vec![Refusal::AfterUnfit]));
    }

    #[test]
    fn days_are_read_as_they_are_typed() {
        assert_eq!(["", " 7 ", "soon", "-1"].map(read_days), [None, Some(7), Some(0), Some(0)]);
        assert!(check_records_within(30).is_ok() && check_records_within(0).is_err() && check_records_within(91).is_err());
        assert!(NewClientForms { on: true, package: None }.check().is_err() && NewClientForms::default().check().is_ok());
    }
}
