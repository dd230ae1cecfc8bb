//! How a form is scored, where it is a measure. The scoring is part of the form: a version keeps its own.

use super::{Answers, Choice, Form, Kind, Question};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// "PHQ-9", in lists and over charts.
    pub short: String,
    /// The questions that count, by their keys, as they are numbered.
    pub counted: Vec<String>,
    /// From which total on one speaks of what, the lowest first.
    pub bands: Vec<Band>,
    /// The question of which an answer above zero needs somebody at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// What is asked besides, and not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub besides: Option<String>,
    /// Who has made it, and where its wording and its scoring are published.
    pub source: String,
    /// Under which terms it may be reproduced.
    pub licence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub from: i32,
    pub label: String,
}

/// What answers come to. Where one of those that count is missing there is no total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub answered: usize,
    pub of: usize,
    pub total: Option<i32>,
}

impl Measure {
    pub fn score(&self, form: &Form, answers: &Answers) -> Score {
        let points: Vec<i32> = self.counted.iter().filter_map(|key| chosen(form, answers, key)?.score).collect();
        let (answered, of) = (points.len(), self.counted.len());
        Score { answered, of, total: (answered == of && of > 0).then(|| points.iter().sum()) }
    }

    /// The highest total that there is.
    pub fn most(&self, form: &Form) -> i32 {
        self.counted.iter().filter_map(|key| options(question(form, key)?).iter().filter_map(|option| option.score).max()).sum()
    }

    /// What one speaks of with this total.
    pub fn band(&self, total: i32) -> Option<&Band> {
        self.bands.iter().rev().find(|band| band.from <= total)
    }

    /// The number of the question that needs somebody at once, as it is numbered on paper.
    pub fn alert_number(&self) -> Option<usize> {
        let alert = self.alert.as_ref()?;
        self.counted.iter().position(|key| key == alert).map(|place| place + 1)
    }

    /// What was answered to the question that needs somebody at once, if anything was.
    pub fn alert_answer<'a>(&self, form: &'a Form, answers: &Answers) -> Option<&'a Choice> {
        chosen(form, answers, self.alert.as_ref()?)
    }

    /// The same, where it is above zero.
    pub fn above_zero<'a>(&self, form: &'a Form, answers: &Answers) -> Option<&'a Choice> {
        self.alert_answer(form, answers).filter(|choice| choice.score.is_some_and(|score| score > 0))
    }

    /// What was answered to what is asked besides.
    pub fn besides<'a>(&self, form: &'a Form, answers: &Answers) -> Option<&'a Choice> {
        chosen(form, answers, self.besides.as_ref()?)
    }

    /// The values by which the question that needs somebody at once is above zero.
    pub fn alert_values(&self, form: &Form) -> Vec<String> {
        let Some(question) = self.alert.as_ref().and_then(|key| question(form, key)) else { return Vec::new() };
        options(question).iter().filter(|option| option.score.is_some_and(|score| score > 0)).map(|option| option.value.clone()).collect()
    }
}

impl Form {
    /// What was answered to the question that needs somebody at once, where it is above zero.
    pub fn above_zero(&self, answers: &Answers) -> Option<&Choice> {
        self.measure.as_ref()?.above_zero(self, answers)
    }

    pub fn question(&self, key: &str) -> Option<&Question> {
        question(self, key)
    }
}

fn question<'a>(form: &'a Form, key: &str) -> Option<&'a Question> {
    form.sections.iter().flat_map(|section| &section.questions).find(|question| question.key == key)
}

fn options(question: &Question) -> &[Choice] {
    if let Kind::OneOf { options, .. } = &question.kind { options } else { &[] }
}

fn chosen<'a>(form: &'a Form, answers: &Answers, key: &str) -> Option<&'a Choice> {
    let question = question(form, key)?;
    let value = answers.of(question)?.values().first()?;
    options(question).iter().find(|option| option.value == *value)
}
