//! Answers as they were typed: what is wrong stays, so that whoever typed it sees it again.

use super::{Form, Kind, Question, Refusal, Section, shown};
use crate::{charts::is_invisible, lines};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// All fields of a form begin so.
pub(super) const ROOT: &str = "q";
/// So many characters fit into one line.
pub const LONGEST_SHORT: usize = 200;
/// And into several.
pub const LONGEST_LONG: usize = 10_000;
/// All answers of a form together, with the names of their fields.
pub const MOST_BYTES: usize = 300_000;

/// What was answered so far, by the question's key. What is not shown any more stays: changing back brings it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// What is one field.
    Text(String),
    /// What is several: a date, an address.
    Parts(BTreeMap<String, String>),
    /// What was chosen, and the words beside **Other**.
    Chosen { values: Vec<String>, other: String },
    /// Of a group. Entries in which nothing stands are none.
    Entries(Vec<Answers>),
}

impl Answers {
    /// What was answered to a question, in the way in which it is asked now.
    pub fn of(&self, question: &Question) -> Option<&Answer> {
        self.0.get(&question.key).filter(|answer| !answer.is_blank() && answer.fits(&question.kind))
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(Answer::is_blank)
    }

    /// With what a browser sent for one section, in the order in which it sent it. Of questions that were not on the page everything
    /// stays as it was. Signs that nobody sees do not come in; otherwise nothing is changed.
    pub fn read(&self, section: &Section, pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut answers = self.clone();
        answers.take(&section.questions, ROOT, &Posted::of(pairs));
        let size: usize = answers.pairs().iter().map(|(name, value)| name.len() + value.len()).sum();
        if size > MOST_BYTES { Err(Refusal::TooLong) } else { Ok(answers) }
    }

    /// The same as fields and what stands in them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        self.add_pairs(ROOT, &mut pairs);
        pairs
    }

    /// What is kept once it is submitted: nothing that was hidden at the end.
    pub fn without_hidden(&self, form: &Form) -> Self {
        let questions = shown(form, self).into_iter().flat_map(|shown| shown.questions);
        Self(questions.filter_map(|question| Some((question.key.clone(), self.of(question)?.clone()))).collect())
    }

    fn take(&mut self, questions: &[Question], prefix: &str, posted: &Posted) {
        for question in questions {
            let field = format!("{prefix}.{}", question.key);
            if posted.holds(&field) {
                match posted.answer(&question.kind, &field) {
                    Some(answer) => self.0.insert(question.key.clone(), answer),
                    None => self.0.remove(&question.key),
                };
            }
        }
    }

    fn add_pairs(&self, prefix: &str, pairs: &mut Vec<(String, String)>) {
        for (key, answer) in &self.0 {
            let field = format!("{prefix}.{key}");
            match answer {
                Answer::Text(text) => pairs.push((field, text.clone())),
                Answer::Parts(parts) => pairs.extend(parts.iter().map(|(part, text)| (format!("{field}.{part}"), text.clone()))),
                Answer::Chosen { values, other } => {
                    pairs.extend(values.iter().map(|value| (field.clone(), value.clone())));
                    if !other.is_empty() {
                        pairs.push((format!("{field}.{}", Kind::OTHER), other.clone()));
                    }
                }
                Answer::Entries(entries) => {
                    entries.iter().enumerate().for_each(|(place, entry)| entry.add_pairs(&format!("{field}.{place}"), pairs));
                }
            }
        }
    }
}

impl Answer {
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    pub fn part(&self, name: &str) -> &str {
        if let Self::Parts(parts) = self { parts.get(name).map_or("", String::as_str) } else { "" }
    }

    /// What was chosen: of options, of Yes and No, of a scale.
    pub fn values(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::Chosen { values, .. } => values,
            _ => &[],
        }
    }

    pub fn other(&self) -> &str {
        if let Self::Chosen { other, .. } = self { other } else { "" }
    }

    pub fn entries(&self) -> &[Answers] {
        if let Self::Entries(entries) = self { entries } else { &[] }
    }

    fn is_blank(&self) -> bool {
        let blank = |text: &String| text.trim().is_empty();
        match self {
            Self::Text(text) => blank(text),
            Self::Parts(parts) => parts.values().all(blank),
            Self::Chosen { values, other } => values.iter().all(blank) && blank(other),
            Self::Entries(entries) => entries.iter().all(Answers::is_empty),
        }
    }

    fn fits(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Statement { .. } | Kind::Signature => false,
            Kind::Date { .. } | Kind::Address => matches!(self, Self::Parts(_)),
            Kind::OneOf { .. } | Kind::SeveralOf { .. } => matches!(self, Self::Chosen { .. }),
            Kind::Group { .. } => matches!(self, Self::Entries(_)),
            _ => matches!(self, Self::Text(_)),
        }
    }
}

/// What a browser sent, by name.
struct Posted<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Posted<'a> {
    fn of(pairs: &'a [(String, String)]) -> Self {
        let mut posted = BTreeMap::<&str, Vec<&str>>::new();
        for (name, value) in pairs {
            posted.entry(name).or_default().push(value);
        }
        Self(posted)
    }

    /// The names that go on behind this one, each from there on.
    fn within(&self, name: &str) -> Vec<&'a str> {
        let begin = format!("{name}.");
        let names = self.0.range::<str, _>((Bound::Included(begin.as_str()), Bound::Unbounded));
        names.map_while(|(name, _)| name.strip_prefix(begin.as_str())).collect()
    }

    fn holds(&self, field: &str) -> bool {
        self.0.contains_key(field) || !self.within(field).is_empty()
    }

    /// The last of that name: what stands before it says only that it was on the page.
    fn last(&self, name: &str) -> &'a str {
        self.0.get(name).and_then(|values| values.last()).copied().unwrap_or_default()
    }

    fn answer(&self, kind: &Kind, field: &str) -> Option<Answer> {
        let answer = match kind {
            Kind::Statement { .. } | Kind::Signature => return None,
            Kind::LongText => Answer::Text(lines::as_typed(self.last(field)).chars().filter(|c| !is_invisible(*c)).collect()),
            Kind::Date { .. } | Kind::Address => {
                let parts = kind.parts().iter().map(|part| ((*part).to_owned(), seen(self.last(&format!("{field}.{part}")))));
                Answer::Parts(parts.filter(|(_, text)| !text.trim().is_empty()).collect())
            }
            Kind::OneOf { other, .. } | Kind::SeveralOf { other, .. } => {
                let mut values = Vec::new();
                for value in self.0.get(field).into_iter().flatten().map(|value| seen(value)) {
                    if !value.trim().is_empty() && !values.contains(&value) {
                        values.push(value);
                    }
                }
                if matches!(kind, Kind::OneOf { .. }) {
                    values = values.split_off(values.len().saturating_sub(1));
                }
                let words = if *other { seen(self.last(&format!("{field}.{}", Kind::OTHER))) } else { String::new() };
                Answer::Chosen { values, other: words }
            }
            Kind::Group { questions, .. } => {
                let places: BTreeSet<u32> =
                    self.within(field).into_iter().filter_map(|rest| rest.split('.').next()?.parse().ok()).collect();
                let entries = places.into_iter().map(|place| {
                    let mut entry = Answers::default();
                    entry.take(questions, &format!("{field}.{place}"), self);
                    entry
                });
                Answer::Entries(entries.filter(|entry| !entry.is_empty()).collect())
            }
            _ => Answer::Text(seen(self.last(field))),
        };
        (!answer.is_blank()).then_some(answer)
    }
}

/// One line, without what nobody sees.
fn seen(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};
    use crate::anything::anything;
    use proptest::prelude::*;

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let section = every_kind();
        let pairs = pairs(&[
            ("q.address.city", "Baltimore"),
            ("q.agree", "yes"),
            ("q.born.day", "30"),
            ("q.born.month", "Feb"),
            ("q.height", "5 foot"),
            ("q.medicines.0.dose", " 5 mg "),
            ("q.medicines.0.name", "Cetirizine"),
            ("q.medicines.1.name", "Vitamin D"),
            ("q.story", " One line.\n\nAnother "),
            ("q.symptoms", "sleep"),
            ("q.symptoms", "other"),
            ("q.symptoms.other", "Nightmares"),
        ]);
        let answers = Answers::default().read(&section, &pairs).unwrap();
        assert_eq!(answers.pairs(), pairs);
        let kept = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&kept).unwrap(), answers);
    }

    #[test]
    fn what_was_not_on_the_page_stays_and_what_was_emptied_goes() {
        let section = every_kind();
        let before = Answers::default().read(&section, &pairs(&[("q.name", "Maya"), ("q.symptoms", "sleep"), ("q.agree", "yes")])).unwrap();
        let none = before.read(&section, &[]).unwrap();
        assert_eq!(none, before);
        let after = before.read(&section, &pairs(&[("q.name", " "), ("q.symptoms", "")])).unwrap();
        assert_eq!(after.pairs(), pairs(&[("q.agree", "yes")]));
        assert!(after.read(&section, &pairs(&[("q.agree", "")])).unwrap().is_empty());
    }

    #[test]
    fn the_hidden_field_before_boxes_is_no_answer() {
        let section = every_kind();
        let sent = pairs(&[("q.symptoms", ""), ("q.symptoms", "mood"), ("q.symptoms", "mood"), ("q.home", ""), ("q.home", "alone")]);
        let answers = Answers::default().read(&section, &sent).unwrap();
        assert_eq!(answers.pairs(), pairs(&[("q.home", "alone"), ("q.symptoms", "mood")]));
        let both = answers.read(&section, &pairs(&[("q.home", "alone"), ("q.home", "family")])).unwrap();
        assert!(both.pairs().contains(&("q.home".into(), "family".into())), "of one, the last");
        assert_eq!(both.pairs().len(), 2);
    }

    #[test]
    fn entries_move_up_where_one_was_emptied() {
        let section = every_kind();
        let sent = pairs(&[
            ("q.medicines.2.name", "Third"),
            ("q.medicines.0.name", " "),
            ("q.medicines.10.name", "Tenth"),
            ("q.medicines.x.name", "None"),
            ("q.medicines.99999999999.name", "None"),
        ]);
        let answers = Answers::default().read(&section, &sent).unwrap();
        assert_eq!(answers.pairs(), pairs(&[("q.medicines.0.name", "Third"), ("q.medicines.1.name", "Tenth")]));
        assert!(answers.read(&section, &pairs(&[("q.medicines", "")])).unwrap().is_empty());
    }

    #[test]
    fn only_what_is_asked_comes_in() {
        let section = every_kind();
        let sent = pairs(&[("q.unknown", "x"), ("q.read", "x"), ("q.sign", "x"), ("name", "x"), ("q.born", "x"), ("q.medicines.0.x", "y")]);
        assert!(Answers::default().read(&section, &sent).unwrap().is_empty());
    }

    #[test]
    fn nothing_hidden_comes_in_and_lines_stay_lines() {
        let section = every_kind();
        let sent = pairs(&[("q.name", "Ma\u{0}y\u{202E}a\r\n"), ("q.story", "a\r\nb\u{2028}c\u{200B}\u{7}")]);
        assert_eq!(Answers::default().read(&section, &sent).unwrap().pairs(), pairs(&[("q.name", "Maya"), ("q.story", "a\nb\nc")]));
        assert!(Answers::default().read(&section, &pairs(&[("q.name", "\u{200B}\u{0} ")])).unwrap().is_empty());
    }

    #[test]
    fn all_together_is_bounded_and_nothing_is_half_there() {
        let section = every_kind();
        let fits = "x".repeat(MOST_BYTES - "q.story".len());
        let answers = Answers::default().read(&section, &pairs(&[("q.story", &fits)])).unwrap();
        assert_eq!(answers.read(&section, &pairs(&[("q.name", "Maya")])), Err(Refusal::TooLong));
    }

    #[test]
    fn an_answer_to_what_is_asked_differently_now_is_none() {
        let section = every_kind();
        let answers = Answers::default().read(&section, &pairs(&[("q.name", "Maya")])).unwrap();
        let mut question = section.questions[0].clone();
        assert!(answers.of(&question).is_some());
        question.kind = Kind::Date { past: true, partial: false };
        assert_eq!(answers.of(&question), None);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_kept_once_and_for_all(values in prop::collection::vec(anything(), 1..12)) {
            let section = every_kind();
            let names = [
                "q.name", "q.story", "q.born.month", "q.symptoms", "q.symptoms.other", "q.home", "q.medicines.0.name",
                "q.medicines.7.dose", "q.address.zip",
            ];
            let sent: Vec<_> = names.iter().cycle().zip(&values).map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            let answers = Answers::default().read(&section, &sent).unwrap();
            prop_assert_eq!(Answers::default().read(&section, &answers.pairs()).unwrap(), answers.clone());
            prop_assert_eq!(answers.read(&section, &answers.pairs()).unwrap(), answers.clone());
            prop_assert!(answers.pairs().iter().all(|(_, value)| !value.contains(|c: char| is_invisible(c) || c == '\0')));
        }
    }
}
