//! Settings → Workspace settings → **Communications**: how clients and staff write to each other.

use super::Refusal;
use crate::messages::Mode;
use serde::{Deserialize, Serialize};

/// What the practice decides about messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Communications {
    pub mode: Mode,
    /// When to expect an answer: "within 2 working days".
    pub answer: String,
    /// Why it may take longer now, while that is so.
    pub away: Option<String>,
    /// From this hour to that one, by the practice's clock, no mail tells of a message.
    pub quiet_hours: Option<(u8, u8)>,
}

impl Default for Communications {
    fn default() -> Self {
        Self { mode: Mode::ReplyOnly, answer: "within 2 working days".to_owned(), away: None, quiet_hours: None }
    }
}

/// So many characters fit into the words on the page where one writes.
const LONGEST_WORDS: usize = 200;

impl Communications {
    pub fn check(&self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        match self.answer.chars().count() {
            0 => refusals.push(Refusal::AnswerMissing),
            1..=LONGEST_WORDS => {}
            _ => refusals.push(Refusal::AnswerTooLong),
        }
        if self.away.as_ref().is_some_and(|away| away.chars().count() > LONGEST_WORDS) {
            refusals.push(Refusal::AwayTooLong);
        }
        if self.quiet_hours.is_some_and(|(from, to)| from > 23 || to > 23 || from == to) {
            refusals.push(Refusal::QuietHoursUnreadable);
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Whether no mail tells of a message at this hour.
    pub fn is_quiet(&self, hour: u8) -> bool {
        match self.quiet_hours {
            None => false,
            Some((from, to)) if from < to => (from..to).contains(&hour),
            Some((from, to)) => hour >= from || hour < to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_pass_midnight() {
        let quiet = |from, to| Communications { quiet_hours: Some((from, to)), ..Communications::default() };
        assert!([21, 23, 0, 6].into_iter().all(|hour| quiet(21, 7).is_quiet(hour)));
        assert!([7, 12, 20].into_iter().all(|hour| !quiet(21, 7).is_quiet(hour)));
        assert!(quiet(12, 13).is_quiet(12) && !quiet(12, 13).is_quiet(13));
        assert!((0..24).all(|hour| !Communications::default().is_quiet(hour)));
        assert_eq!(quiet(8, 8).check(), Err(vec![Refusal::QuietHoursUnreadable]));
    }

    #[test]
    fn the_words_where_one_writes_are_there_and_short() {
        let with = |answer: &str| Communications { answer: answer.into(), ..Communications::default() };
        assert_eq!(with("").check(), Err(vec![Refusal::AnswerMissing]));
        assert_eq!(with(&"x".repeat(201)).check(), Err(vec![Refusal::AnswerTooLong]));
        assert_eq!(Communications::default().check(), Ok(()));
    }
}
