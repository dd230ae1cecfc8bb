//! Activities: what a clinician gives a client to do between sessions. Measures, worksheets and goal check-ins are forms
//! (`domain::forms`): what is theirs alone is how often they come, what they come to, and who is told at once.

mod ladder;
mod ready;
mod trend;
mod views;

pub use ladder::{HOURLY, Rung, due_steps, next_step_at, rung, step_at};
pub use ready::{Ready, ready};
pub use trend::{Figures, Point, Trend};
pub use views::*;

use crate::{charts::tidy, ids::FormId, lines, named::named};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

named! {
    /// What an activity is.
    pub enum ActivityKind {
        Measure "measure",
        Worksheet "worksheet",
        /// About one goal of the plan.
        Goal "goal",
    }
}

impl ActivityKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Measure => "Measure",
            Self::Worksheet => "Worksheet",
            Self::Goal => "Goal check-in",
        }
    }
}

named! {
    /// How often an activity comes.
    pub enum Rhythm {
        Once "once",
        /// On the same day of each week, the first one at once.
        Weekly "week",
        /// Two days before each appointment.
        BeforeAppointments "appointment",
    }
}

impl Rhythm {
    pub fn label(self) -> &'static str {
        match self {
            Self::Once => "Once",
            Self::Weekly => "Every week",
            Self::BeforeAppointments => "Before each appointment",
        }
    }

    /// What the client reads: "PHQ-9 weekly check-in".
    pub fn title(self, form: &str) -> String {
        match self {
            Self::Once => form.to_owned(),
            Self::Weekly => format!("{form} weekly check-in"),
            Self::BeforeAppointments => format!("{form} before your appointment"),
        }
    }
}

/// So many days before an appointment one is asked.
pub const DAYS_BEFORE: u64 = 2;

/// The day of the next weekly one, from when the last was due to come, and how it is today. What was missed while nobody was there is not
/// made up for.
pub fn next_week(last: NaiveDate, today: NaiveDate) -> NaiveDate {
    let mut next = last + Days::new(7);
    while next <= today {
        next = next + Days::new(7);
    }
    next
}

named! {
    /// What came of an answer that needed somebody at once.
    pub enum Outcome {
        Spoke "spoke",
        NotReached "not_reached",
        Emergency "emergency",
        Other "other",
    }
}

impl Outcome {
    pub fn label(self) -> &'static str {
        match self {
            Self::Spoke => "I spoke with the client, we went over the safety plan",
            Self::NotReached => "I could not reach the client and will try again",
            Self::Emergency => "Emergency help is on its way",
            Self::Other => "Something else",
        }
    }

    /// Whether nobody needs to be told any more. Who was not reached still needs somebody.
    pub fn ends(self) -> bool {
        self != Self::NotReached
    }
}

/// Why a step with an activity was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    #[error("nothing was chosen to assign")]
    NoneChosen,
    #[error("how often it comes was not chosen")]
    RhythmMissing,
    #[error("the day could not be understood")]
    DueUnreadable,
    #[error("the day has gone by")]
    DuePast,
    #[error("it waits for the client already, or comes again by itself")]
    AlreadyAssigned,
    #[error("no outcome was chosen")]
    OutcomeMissing,
    #[error("the note is missing")]
    NoteMissing,
    #[error("the note is longer than 1,000 characters")]
    NoteTooLong,
    #[error("somebody has answered the alert already")]
    AnsweredAlready,
    #[error("the comment is empty")]
    CommentMissing,
    #[error("the comment is longer than 2,000 characters")]
    CommentTooLong,
    #[error("not submitted yet")]
    NotSubmitted,
    #[error("the goal is missing")]
    GoalMissing,
    #[error("no client was chosen")]
    NobodyChosen,
    #[error("more than fifty clients at once")]
    TooMany,
}

impl Refusal {
    /// The form field that the sentence stands beside.
    pub fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::NoneChosen | Self::AlreadyAssigned => "form",
            Self::RhythmMissing => "rhythm",
            Self::DueUnreadable | Self::DuePast => "due",
            Self::OutcomeMissing => "outcome",
            Self::NoteMissing | Self::NoteTooLong => "note",
            Self::CommentMissing | Self::CommentTooLong => "comment",
            Self::GoalMissing => "goal",
            Self::NobodyChosen | Self::TooMany => "chart",
            Self::AnsweredAlready | Self::NotSubmitted => return None,
        })
    }
}

/// So many characters a note about an alert has at most.
pub const LONGEST_NOTE: usize = 1_000;
/// And a comment that the client reads.
pub const LONGEST_COMMENT: usize = 2_000;

/// What a clinician says that came of an alert.
pub fn check_outcome(outcome: &str, note: &str) -> Result<(Outcome, String), Vec<Refusal>> {
    let (outcome, note) = (Outcome::from_name(outcome), lines::as_typed(note).trim().to_owned());
    let mut refusals = Vec::new();
    refusals.extend(outcome.is_none().then_some(Refusal::OutcomeMissing));
    refusals.extend((outcome == Some(Outcome::Other) && note.is_empty()).then_some(Refusal::NoteMissing));
    refusals.extend((note.chars().count() > LONGEST_NOTE).then_some(Refusal::NoteTooLong));
    match outcome.filter(|_| refusals.is_empty()) {
        Some(outcome) => Ok((outcome, note)),
        None => Err(refusals),
    }
}

/// A comment that the client reads.
pub fn check_comment(comment: &str) -> Result<String, Refusal> {
    let comment = lines::as_typed(comment).trim().to_owned();
    match comment.chars().count() {
        0 => Err(Refusal::CommentMissing),
        many if many > LONGEST_COMMENT => Err(Refusal::CommentTooLong),
        _ => Ok(comment),
    }
}

/// What is assigned, how often, and until when one has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignDraft {
    pub form: Option<FormId>,
    pub rhythm: String,
    pub due: String,
    /// Of a goal check-in: the goal, in the plan's words.
    pub goal: String,
}

/// So many characters a goal has at most.
const LONGEST_GOAL: usize = 300;

impl AssignDraft {
    /// Of which kind the form is, the server knows.
    pub fn check(&self, kind: ActivityKind, today: NaiveDate) -> Result<(Rhythm, Option<NaiveDate>, Option<String>), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let rhythm = Rhythm::from_name(&self.rhythm);
        refusals.extend(rhythm.is_none().then_some(Refusal::RhythmMissing));
        // What comes again has its days by itself.
        let due = match tidy(&self.due) {
            due if due.is_empty() || rhythm != Some(Rhythm::Once) => None,
            due => match due.parse::<NaiveDate>() {
                Err(_) => {
                    refusals.push(Refusal::DueUnreadable);
                    None
                }
                Ok(day) if day < today => {
                    refusals.push(Refusal::DuePast);
                    None
                }
                Ok(day) => Some(day),
            },
        };
        let goal: String = tidy(&self.goal).chars().take(LONGEST_GOAL).collect();
        refusals.extend((kind == ActivityKind::Goal && goal.is_empty()).then_some(Refusal::GoalMissing));
        match rhythm.filter(|_| refusals.is_empty()) {
            Some(rhythm) => Ok((rhythm, due, (kind == ActivityKind::Goal).then_some(goal))),
            None => Err(refusals),
        }
    }
}

#[cfg(test)]
mod tests;
