//! Forms: what is asked, what was answered, what is still missing, and what exactly was submitted.
//!
//! A form is data. The server decides by these rules what is shown, what is wrong and what may be submitted, also where no script runs. In
//! the browser a page only hides and shows, by the conditions that stand beside each question (`app/src/forms/portal/keep.rs`).

mod answers;
mod check;
mod days;
mod measure;
mod packages;
mod papers;
mod ready;
mod shown;
mod states;
mod steps;
mod submission;
mod troubles;
mod views;
mod wording;

pub use answers::{Answer, Answers, LONGEST_LONG, LONGEST_SHORT, MOST_BYTES};
pub use check::{Fault, Flaw, Place, Words};
pub use days::TypedDay;
pub use measure::{Band, Measure, Score};
pub use packages::{LONGEST_PACKAGE_NAME, MOST_IN_PACKAGE, MOST_PACKAGES, PackageDraft, PackageLine, PackagePage};
pub use papers::{Paper, Purpose};
pub use ready::{Ready, ready};
pub use shown::{Shown, is_blank, shown};
pub use states::{Refusal, Status, check_question, may_return, may_review, may_save, may_send, may_submit, may_withdraw, read_due};
pub use steps::{Step, Worded};
pub use submission::{AGREED, FrozenSection, Head, LAYOUT, NO_ANSWER, NOT_AGREED, Row, Submission, in_rows};
pub use troubles::{Missing, Trouble, Wrong, check_all, check_section};
pub use views::*;
pub use wording::{Asks, Fields};

use crate::documents::Block;
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// What is asked. Each version of it is kept as it is, for whoever has begun to fill it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub introduction: String,
    pub sections: Vec<Section>,
    /// How it is scored, where it is a measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

/// One page on a phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub key: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<Condition>,
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Under this its answer is kept, in every version of the form.
    pub key: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    #[serde(default, skip_serializing_if = "Not::not")]
    pub required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<Condition>,
    pub kind: Kind,
}

/// How one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Kind {
    /// One line.
    ShortText,
    /// Lines, as many as it takes.
    LongText,
    Number {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
        /// "pounds", behind the number.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        unit: String,
        #[serde(default, skip_serializing_if = "Not::not")]
        whole: bool,
    },
    /// Exactly so many digits, such as the last four of a card.
    Digits {
        count: u8,
    },
    Date {
        /// It has come already.
        #[serde(default, skip_serializing_if = "Not::not")]
        past: bool,
        /// About is fine: the month and the year are enough.
        #[serde(default, skip_serializing_if = "Not::not")]
        partial: bool,
    },
    Time,
    YesNo,
    OneOf {
        options: Vec<Choice>,
        /// **Other** stands below them, with a field for words.
        #[serde(default, skip_serializing_if = "Not::not")]
        other: bool,
    },
    SeveralOf {
        options: Vec<Choice>,
        #[serde(default, skip_serializing_if = "Not::not")]
        other: bool,
    },
    Scale {
        min: i32,
        max: i32,
        /// What its lower end means, and its upper.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        low: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        high: String,
    },
    Phone,
    Email,
    Address,
    /// Only to read, as it was typed; [`Kind::passages`] are what is shown.
    Statement {
        text: String,
    },
    /// A box to tick, with these words beside it.
    Agreement {
        words: String,
    },
    Initials,
    /// Under the whole form, so it is the last thing in it. It is no answer: it is over all of them.
    Signature,
    /// The same questions, once for each medicine or child.
    Group {
        #[serde(default)]
        min: u8,
        max: u8,
        questions: Vec<Question>,
    },
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// As it is kept, whatever becomes of the label.
    pub value: String,
    pub label: String,
    /// What it counts in a measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
}

/// Something is shown only where an earlier question was answered so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub question: String,
    pub when: When,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    Answered,
    /// The one that was chosen is one of these.
    Is(Vec<String>),
    /// One of these is among those that were chosen.
    Contains(Vec<String>),
}

impl Kind {
    pub const YES: &str = "yes";
    pub const NO: &str = "no";
    /// The value of **Other**, wherever it is offered. What a ticked agreement sends is [`Kind::YES`].
    pub const OTHER: &str = "other";

    pub fn takes_answer(&self) -> bool {
        !matches!(self, Self::Statement { .. } | Self::Signature)
    }

    /// The fields of which its answer consists, where there are several.
    pub fn parts(&self) -> &'static [&'static str] {
        match self {
            Self::Date { .. } => &["month", "day", "year"],
            Self::Address => &["street", "city", "state", "zip"],
            _ => &[],
        }
    }

    /// The values to choose from; none where one does not choose.
    pub fn values(&self) -> Vec<String> {
        match self {
            Self::YesNo => vec![Self::YES.into(), Self::NO.into()],
            Self::OneOf { options, other } | Self::SeveralOf { options, other } => {
                options.iter().map(|option| option.value.clone()).chain(other.then(|| Self::OTHER.into())).collect()
            }
            Self::Scale { min, max, .. } => (*min..=*max).take(Form::LONGEST_SCALE as usize + 1).map(|step| step.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    /// A statement as it is read.
    pub fn passages(&self) -> Vec<Block> {
        match self {
            Self::Statement { text } => Block::read(text),
            _ => Vec::new(),
        }
    }
}

impl Question {
    /// The name of its field in a page's form: `q.KEY`. What has parts, words beside **Other**, or is repeated, has more behind a dot:
    /// `q.KEY.month`, `q.KEY.other`, `q.GROUP.0.KEY`.
    ///
    /// Boxes that are not ticked are not sent. So before boxes, before radio buttons and before a group stands a hidden field of this
    /// name, empty: it says that the question was on the page.
    pub fn field(&self) -> String {
        format!("{}.{}", answers::ROOT, self.key)
    }
}

impl Form {
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// Whether it is signed at its end.
    pub fn takes_signature(&self) -> bool {
        self.sections.iter().flat_map(|section| &section.questions).any(|question| question.kind == Kind::Signature)
    }
}

#[cfg(test)]
mod tests;
