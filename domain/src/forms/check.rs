//! Whether a form can be sent: what is wrong in it, where, and what to do about it.

use super::{Choice, Condition, Form, Kind, Question, When};
use crate::charts::is_invisible;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use thiserror::Error;

impl Form {
    pub const MOST_SECTIONS: usize = 30;
    /// Those within groups count, too.
    pub const MOST_QUESTIONS: usize = 200;
    pub const MOST_OPTIONS: usize = 50;
    pub const MOST_ENTRIES: u8 = 20;
    /// From its first step to its last.
    pub const LONGEST_SCALE: i64 = 100;
    pub const MOST_DIGITS: u8 = 20;
    pub const LONGEST_KEY: usize = 40;
}

/// One thing that is wrong in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("{at}: {flaw}")]
pub struct Fault {
    pub at: Place,
    pub flaw: Flaw,
}

/// Where it is. Everything is counted from 0, and from 1 when it is displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Form,
    Section(usize),
    Question(usize, usize),
    /// A question of a group.
    Inner(usize, usize, usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Form => f.write_str("The form"),
            Self::Section(section) => write!(f, "Section {}", section + 1),
            Self::Question(section, question) => write!(f, "Section {}, question {}", section + 1, question + 1),
            Self::Inner(section, question, inner) => write!(f, "Section {}, question {}, part {}", section + 1, question + 1, inner + 1),
        }
    }
}

/// Words that somebody wrote into a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    #[error("the title")]
    Title,
    #[error("the introduction")]
    Introduction,
    #[error("the help")]
    Help,
    #[error("the question")]
    Label,
    #[error("an answer to choose")]
    Option,
    #[error("the unit")]
    Unit,
    #[error("an end of the scale")]
    ScaleEnd,
    #[error("the text to read")]
    Statement,
    #[error("the words to agree to")]
    Agreement,
}

impl Words {
    /// In characters.
    pub const fn most(self) -> usize {
        match self {
            Self::Unit => 30,
            Self::ScaleEnd => 60,
            Self::Title => 120,
            Self::Option => 200,
            Self::Label => 300,
            Self::Help => 1_000,
            Self::Agreement => 2_000,
            Self::Introduction => 5_000,
            Self::Statement => 20_000,
        }
    }

    fn may_be_empty(self) -> bool {
        matches!(self, Self::Introduction | Self::Help | Self::Unit | Self::ScaleEnd)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    #[error("write {0}; it is empty")]
    Empty(Words),
    #[error("shorten {0} to {most} characters", most = .0.most())]
    TooLong(Words),
    #[error("type {0} again; it holds a sign that nobody sees")]
    Hidden(Words),
    #[error("add a section")]
    NoSection,
    #[error("leave at most 30 sections")]
    TooManySections,
    #[error("add a question, or take the section out")]
    NoQuestion,
    #[error("leave at most 200 questions")]
    TooManyQuestions,
    #[error("add something to answer or to sign")]
    NothingToAnswer,
    #[error("make the key of small letters, digits, - and _, beginning with a letter, at most 40 together")]
    KeyUnfit,
    #[error("give it a key of its own; another has this one")]
    KeyTwice,
    #[error("add at least two answers to choose from")]
    TooFewOptions,
    #[error("leave at most 50 answers to choose from")]
    TooManyOptions,
    #[error("give each answer a value of small letters, digits, - and _; the value \"other\" is kept for Other")]
    ValueUnfit,
    #[error("give each answer a value of its own")]
    ValueTwice,
    #[error("let the least be less than the most")]
    LimitsReversed,
    #[error("give the scale at most 100 steps")]
    ScaleTooLong,
    #[error("ask for 1 to 20 digits")]
    DigitsUnfit,
    #[error("let there be room for 1 to 20 entries, and for as many as are asked for")]
    EntriesUnfit,
    #[error("within what is repeated, ask for answers only: nothing to read, to agree to, to initial, to sign or to repeat")]
    NotInGroup,
    #[error("show everything within what is repeated; nothing there can depend on an answer")]
    ConditionInGroup,
    #[error("let it depend on a question above it")]
    ConditionNotAbove,
    #[error("choose another condition; the question that it depends on is not answered in that way")]
    ConditionUnfit,
    #[error("choose answers that the question above offers")]
    ConditionValueUnknown,
    #[error("ask for one signature only")]
    SignatureTwice,
    #[error("let the signature be the last thing in the form, and always shown")]
    SignatureNotLast,
}

impl Form {
    /// Everything that is wrong in it, in its order. A form with faults can be kept, and is never sent.
    pub fn check(&self) -> Vec<Fault> {
        let mut look = Look::default();
        look.words(Place::Form, Words::Title, &self.title);
        look.words(Place::Form, Words::Introduction, &self.introduction);
        let questions = || self.sections.iter().flat_map(|section| &section.questions);
        let inner = |question: &Question| if let Kind::Group { questions, .. } = &question.kind { questions.len() } else { 0 };
        look.unless(!self.sections.is_empty(), Place::Form, Flaw::NoSection);
        look.unless(self.sections.len() <= Self::MOST_SECTIONS, Place::Form, Flaw::TooManySections);
        let count: usize = questions().map(|question| 1 + inner(question)).sum();
        look.unless(count <= Self::MOST_QUESTIONS, Place::Form, Flaw::TooManyQuestions);
        let asks = questions().any(|question| !matches!(question.kind, Kind::Statement { .. }));
        look.unless(count == 0 || asks, Place::Form, Flaw::NothingToAnswer);
        let mut keys = BTreeSet::new();
        for (at, section) in self.sections.iter().enumerate() {
            let place = Place::Section(at);
            look.key(place, &section.key, &mut keys);
            look.words(place, Words::Title, &section.title);
            look.words(place, Words::Help, &section.help);
            look.condition(place, section.shown_if.as_ref());
            look.unless(!section.questions.is_empty(), place, Flaw::NoQuestion);
            for (number, question) in section.questions.iter().enumerate() {
                look.question(Place::Question(at, number), question);
                if let Kind::Group { questions, .. } = &question.kind {
                    look.inner(at, number, questions);
                }
            }
        }
        self.check_signature(&mut look);
        look.faults
    }

    fn check_signature(&self, look: &mut Look) {
        let last = self.sections.len().wrapping_sub(1);
        let mut before = false;
        for (at, section) in self.sections.iter().enumerate() {
            for (number, question) in section.questions.iter().enumerate().filter(|(_, question)| question.kind == Kind::Signature) {
                let at_end = at == last && number + 1 == section.questions.len();
                let always = question.shown_if.is_none() && section.shown_if.is_none();
                look.unless(!before, Place::Question(at, number), Flaw::SignatureTwice);
                look.unless(at_end && always, Place::Question(at, number), Flaw::SignatureNotLast);
                before = true;
            }
        }
    }
}

#[derive(Default)]
struct Look<'a> {
    faults: Vec<Fault>,
    /// The questions above, by their keys.
    above: BTreeMap<&'a str, &'a Kind>,
    keys: BTreeSet<&'a str>,
}

impl<'a> Look<'a> {
    fn unless(&mut self, fine: bool, at: Place, flaw: Flaw) {
        if !fine {
            self.faults.push(Fault { at, flaw });
        }
    }

    fn words(&mut self, at: Place, words: Words, text: &str) {
        let hidden = |c: char| is_invisible(c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        self.unless(words.may_be_empty() || !text.trim().is_empty(), at, Flaw::Empty(words));
        self.unless(text.chars().count() <= words.most(), at, Flaw::TooLong(words));
        self.unless(!text.contains(hidden), at, Flaw::Hidden(words));
    }

    fn key<'k>(&mut self, at: Place, key: &'k str, keys: &mut BTreeSet<&'k str>) {
        self.unless(key.starts_with(|c: char| c.is_ascii_lowercase()) && is_name(key), at, Flaw::KeyUnfit);
        self.unless(keys.insert(key), at, Flaw::KeyTwice);
    }

    fn question(&mut self, at: Place, question: &'a Question) {
        let mut keys = std::mem::take(&mut self.keys);
        self.key(at, &question.key, &mut keys);
        self.keys = keys;
        self.asked(at, question);
        self.condition(at, question.shown_if.as_ref());
        self.above.entry(&question.key).or_insert(&question.kind);
    }

    fn inner(&mut self, section: usize, question: usize, questions: &'a [Question]) {
        let mut keys = BTreeSet::new();
        for (number, inner) in questions.iter().enumerate() {
            let at = Place::Inner(section, question, number);
            self.key(at, &inner.key, &mut keys);
            self.asked(at, inner);
            let repeats = inner.kind.takes_answer() && !matches!(inner.kind, Kind::Agreement { .. } | Kind::Initials | Kind::Group { .. });
            self.unless(repeats, at, Flaw::NotInGroup);
            self.unless(inner.shown_if.is_none(), at, Flaw::ConditionInGroup);
        }
    }

    fn asked(&mut self, at: Place, question: &Question) {
        self.words(at, Words::Label, &question.label);
        self.words(at, Words::Help, &question.help);
        match &question.kind {
            Kind::Number { min, max, unit, .. } => {
                self.words(at, Words::Unit, unit);
                self.unless(min.zip(*max).is_none_or(|(min, max)| min < max), at, Flaw::LimitsReversed);
            }
            Kind::Digits { count } => self.unless((1..=Form::MOST_DIGITS).contains(count), at, Flaw::DigitsUnfit),
            Kind::OneOf { options, other } | Kind::SeveralOf { options, other } => self.options(at, options, *other),
            Kind::Scale { min, max, low, high } => {
                self.words(at, Words::ScaleEnd, low);
                self.words(at, Words::ScaleEnd, high);
                self.unless(min < max, at, Flaw::LimitsReversed);
                self.unless(i64::from(*max) - i64::from(*min) <= Form::LONGEST_SCALE, at, Flaw::ScaleTooLong);
            }
            Kind::Statement { text } => self.words(at, Words::Statement, text),
            Kind::Agreement { words } => self.words(at, Words::Agreement, words),
            Kind::Group { min, max, questions } => {
                self.unless((1..=Form::MOST_ENTRIES).contains(max) && min <= max, at, Flaw::EntriesUnfit);
                self.unless(!questions.is_empty(), at, Flaw::NoQuestion);
            }
            _ => {}
        }
    }

    fn options(&mut self, at: Place, options: &[Choice], other: bool) {
        self.unless(options.len() + usize::from(other) >= 2, at, Flaw::TooFewOptions);
        self.unless(options.len() <= Form::MOST_OPTIONS, at, Flaw::TooManyOptions);
        let mut values = BTreeSet::new();
        for option in options {
            self.words(at, Words::Option, &option.label);
            self.unless(is_name(&option.value) && option.value != Kind::OTHER, at, Flaw::ValueUnfit);
            self.unless(values.insert(&option.value), at, Flaw::ValueTwice);
        }
    }

    fn condition(&mut self, at: Place, condition: Option<&Condition>) {
        let Some(condition) = condition else { return };
        let Some(kind) = self.above.get(condition.question.as_str()).copied() else {
            return self.unless(false, at, Flaw::ConditionNotAbove);
        };
        let (fits, wanted) = match &condition.when {
            When::Answered => (kind.takes_answer(), None),
            When::Is(wanted) => (matches!(kind, Kind::YesNo | Kind::OneOf { .. } | Kind::Scale { .. }), Some(wanted)),
            When::Contains(wanted) => (matches!(kind, Kind::SeveralOf { .. }), Some(wanted)),
        };
        self.unless(fits, at, Flaw::ConditionUnfit);
        let values = if fits { kind.values() } else { return };
        let offered = wanted.is_none_or(|wanted| !wanted.is_empty() && wanted.iter().all(|value| values.contains(value)));
        self.unless(offered, at, Flaw::ConditionValueUnknown);
    }
}

fn is_name(text: &str) -> bool {
    (1..=Form::LONGEST_KEY).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests;
