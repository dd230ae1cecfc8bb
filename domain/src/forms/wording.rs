//! A form while it is worded: what stands in the fields of the editor's page, read into the form.
//!
//! The page sends a whole section, and each of its buttons sends it: so nothing that was typed is ever left behind.

use super::{Choice, Condition, Form, Kind, Question, Section, When};
use crate::{charts::tidy, lines, named::named};
use std::collections::{BTreeMap, BTreeSet};

named! {
    /// What kinds of questions one chooses from, in the order in which they are offered.
    pub enum Asks {
        ShortText "short-text",
        LongText "long-text",
        YesNo "yes-no",
        OneOf "one-of",
        SeveralOf "several-of",
        Date "date",
        Time "time",
        Number "number",
        Digits "digits",
        Scale "scale",
        Phone "phone",
        Email "email",
        Address "address",
        Statement "statement",
        Agreement "agreement",
        Initials "initials",
        Group "group",
        /// Not chosen: a form is signed at its end, or it is not.
        Signature "signature",
    }
}

impl Asks {
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::ShortText => Self::ShortText,
            Kind::LongText => Self::LongText,
            Kind::Number { .. } => Self::Number,
            Kind::Digits { .. } => Self::Digits,
            Kind::Date { .. } => Self::Date,
            Kind::Time => Self::Time,
            Kind::YesNo => Self::YesNo,
            Kind::OneOf { .. } => Self::OneOf,
            Kind::SeveralOf { .. } => Self::SeveralOf,
            Kind::Scale { .. } => Self::Scale,
            Kind::Phone => Self::Phone,
            Kind::Email => Self::Email,
            Kind::Address => Self::Address,
            Kind::Statement { .. } => Self::Statement,
            Kind::Agreement { .. } => Self::Agreement,
            Kind::Initials => Self::Initials,
            Kind::Signature => Self::Signature,
            Kind::Group { .. } => Self::Group,
        }
    }

    /// Before anything was said of it.
    pub fn blank(self) -> Kind {
        match self {
            Self::ShortText => Kind::ShortText,
            Self::LongText => Kind::LongText,
            Self::Number => Kind::Number { min: None, max: None, unit: String::new(), whole: true },
            Self::Digits => Kind::Digits { count: 4 },
            Self::Date => Kind::Date { past: false, partial: false },
            Self::Time => Kind::Time,
            Self::YesNo => Kind::YesNo,
            Self::OneOf => Kind::OneOf { options: Vec::new(), other: false },
            Self::SeveralOf => Kind::SeveralOf { options: Vec::new(), other: false },
            Self::Scale => Kind::Scale { min: 0, max: 10, low: String::new(), high: String::new() },
            Self::Phone => Kind::Phone,
            Self::Email => Kind::Email,
            Self::Address => Kind::Address,
            Self::Statement => Kind::Statement { text: String::new() },
            Self::Agreement => Kind::Agreement { words: String::new() },
            Self::Initials => Kind::Initials,
            Self::Signature => Kind::Signature,
            Self::Group => Kind::Group { min: 0, max: 5, questions: Vec::new() },
        }
    }

    /// Whether it can be asked once for each medicine or child.
    pub fn repeats(self) -> bool {
        !matches!(self, Self::Statement | Self::Agreement | Self::Initials | Self::Group | Self::Signature)
    }
}

/// Fields of a page, by their names behind `begin`.
pub struct Fields<'a> {
    all: &'a BTreeMap<String, String>,
    begin: String,
}

impl<'a> Fields<'a> {
    /// What the names of all fields begin with.
    pub const ROOT: &'static str = "f";

    pub fn of(all: &'a BTreeMap<String, String>) -> Self {
        Self { all, begin: Self::ROOT.to_owned() }
    }

    fn within(&self, name: &str) -> Self {
        Self { all: self.all, begin: format!("{}.{name}", self.begin) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all.get(&format!("{}.{name}", self.begin)).map(String::as_str)
    }

    pub(super) fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// One line.
    pub(super) fn line(&self, name: &str) -> String {
        tidy(self.get(name).unwrap_or_default())
    }

    /// Lines, as they were typed.
    pub(super) fn lines(&self, name: &str) -> String {
        lines::trimmed(self.get(name).unwrap_or_default())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.line(name).parse().ok()
    }

    /// What is ticked of several boxes: the ends of their names.
    fn all_ticked(&self, name: &str) -> Vec<String> {
        let begin = format!("{}.{name}.", self.begin);
        let from = self.all.range(begin.clone()..).take_while(|(name, _)| name.starts_with(&begin));
        from.map(|(name, _)| name[begin.len()..].to_owned()).collect()
    }

    /// Those of one question after the other.
    fn each(&self, name: &'static str) -> impl Iterator<Item = Self> + '_ {
        let of = move |place: usize| self.within(&if name.is_empty() { place.to_string() } else { format!("{name}.{place}") });
        (0..=Form::MOST_QUESTIONS).map(of).take_while(|fields| fields.ticked("key"))
    }
}

impl Section {
    /// As it stands on the page. `self` is how it stood before.
    pub fn read(&self, fields: &Fields) -> Self {
        Self {
            key: self.key.clone(),
            title: fields.line("title"),
            help: fields.lines("help"),
            shown_if: read_condition(fields),
            questions: fields.each("").map(|fields| read_question(&fields, &self.questions, false)).collect(),
        }
    }
}

fn read_question(fields: &Fields, before: &[Question], inner: bool) -> Question {
    let key = fields.line("key");
    let was = before.iter().find(|question| question.key == key);
    let shown = fields.get("was").and_then(Asks::from_name);
    let asks = fields.get("kind").and_then(Asks::from_name).or(shown).unwrap_or(Asks::ShortText);
    let kind = if shown == Some(asks) { read_kind(asks, fields, was) } else { turned(asks, fields, was) };
    let required = match &kind {
        Kind::Signature => true,
        // The box was not on the page: to answer is the rule.
        kind if kind.takes_answer() && shown.is_some_and(|shown| !shown.blank().takes_answer()) => true,
        kind => kind.takes_answer() && fields.ticked("required"),
    };
    Question {
        label: fields.line("label"),
        help: fields.lines("help"),
        required,
        shown_if: if inner { None } else { read_condition(fields) },
        kind,
        key,
    }
}

/// Another kind than was on the page. What fits both comes along.
fn turned(asks: Asks, fields: &Fields, was: Option<&Question>) -> Kind {
    let text = [fields.lines("text"), fields.lines("words")].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    match asks.blank() {
        Kind::OneOf { .. } => Kind::OneOf { options: read_options(fields, was), other: fields.ticked("other") },
        Kind::SeveralOf { .. } => Kind::SeveralOf { options: read_options(fields, was), other: fields.ticked("other") },
        Kind::Statement { .. } => Kind::Statement { text },
        Kind::Agreement { .. } => Kind::Agreement { words: text },
        blank => blank,
    }
}

fn read_kind(asks: Asks, fields: &Fields, was: Option<&Question>) -> Kind {
    match asks.blank() {
        Kind::Number { .. } => {
            Kind::Number { min: fields.number("min"), max: fields.number("max"), unit: fields.line("unit"), whole: fields.ticked("whole") }
        }
        Kind::Digits { .. } => Kind::Digits { count: fields.number("count").unwrap_or_default() },
        Kind::Date { .. } => Kind::Date { past: fields.ticked("past"), partial: fields.ticked("partial") },
        Kind::OneOf { .. } => Kind::OneOf { options: read_options(fields, was), other: fields.ticked("other") },
        Kind::SeveralOf { .. } => Kind::SeveralOf { options: read_options(fields, was), other: fields.ticked("other") },
        Kind::Scale { .. } => Kind::Scale {
            min: fields.number("min").unwrap_or_default(),
            max: fields.number("max").unwrap_or_default(),
            low: fields.line("low"),
            high: fields.line("high"),
        },
        Kind::Statement { .. } => Kind::Statement { text: fields.lines("text") },
        Kind::Agreement { .. } => Kind::Agreement { words: fields.lines("words") },
        Kind::Group { .. } => {
            let before = match was.map(|was| &was.kind) {
                Some(Kind::Group { questions, .. }) => &questions[..],
                _ => &[],
            };
            let questions = fields.each("in").map(|fields| read_question(&fields, before, true)).collect();
            Kind::Group { min: fields.number("min").unwrap_or_default(), max: fields.number("max").unwrap_or_default(), questions }
        }
        blank => blank,
    }
}

/// One answer on each line. Whatever becomes of its words, an answer keeps the value under which it is kept: a line that says what one said
/// before is that one, and a line in the place of one that is gone is that one in other words.
fn read_options(fields: &Fields, was: Option<&Question>) -> Vec<Choice> {
    let before = match was.map(|was| &was.kind) {
        Some(Kind::OneOf { options, .. } | Kind::SeveralOf { options, .. }) => &options[..],
        _ => &[],
    };
    let typed = fields.lines("options");
    let lines: Vec<String> = typed.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let mut left: Vec<Option<&Choice>> = before.iter().map(Some).collect();
    let same: Vec<Option<&Choice>> = lines
        .iter()
        .map(|line| left.iter_mut().find(|choice| choice.is_some_and(|choice| choice.label == *line)).and_then(Option::take))
        .collect();
    let reworded = |place: usize| (lines.len() == before.len()).then(|| left[place]).flatten();
    let found: Vec<Option<&Choice>> = same.into_iter().enumerate().map(|(place, same)| same.or_else(|| reworded(place))).collect();
    let mut taken: BTreeSet<String> = found.iter().flatten().map(|choice| choice.value.clone()).collect();
    let mut choice = |(label, found): (String, Option<&Choice>)| match found {
        Some(choice) => Choice { label, ..choice.clone() },
        None => {
            let value = new_name(&label, "a", &taken);
            taken.insert(value.clone());
            Choice { value, label, score: None }
        }
    };
    lines.into_iter().zip(found).map(&mut choice).collect()
}

/// A name of small letters and digits, made of words, that nothing has yet.
fn new_name(words: &str, otherwise: &str, taken: &BTreeSet<String>) -> String {
    let plain: String = words.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let name = name[..name.len().min(Form::LONGEST_KEY - 4)].trim_end_matches('-');
    let name = if name.is_empty() || name == Kind::OTHER { otherwise } else { name };
    let free = |name: &String| !taken.contains(name) && name != Kind::OTHER;
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(free).unwrap_or_default()
}

/// The answers that were ticked count only for the question that they were shown for.
fn read_condition(fields: &Fields) -> Option<Condition> {
    let question = fields.line("if");
    let ticked = if fields.line("on") == question { fields.all_ticked("is") } else { Vec::new() };
    let when = if ticked.is_empty() { When::Answered } else { When::Is(ticked) };
    (!question.is_empty()).then_some(Condition { question, when })
}

impl Form {
    /// A key for something new, in a form in which these are taken.
    pub(super) fn new_key(&self, begin: char) -> String {
        let sections = self.sections.iter().map(|section| &section.key);
        let questions = self.sections.iter().flat_map(|section| &section.questions).flat_map(|question| {
            let inner = if let Kind::Group { questions, .. } = &question.kind { &questions[..] } else { &[] };
            inner.iter().map(|inner| &inner.key).chain([&question.key])
        });
        let number = |key: &String| key.strip_prefix(begin).and_then(|number| number.parse::<u32>().ok());
        let last = sections.chain(questions).filter_map(number).max().unwrap_or_default();
        format!("{begin}{}", last + 1)
    }

    /// What hangs on answers asks for them in the way in which that question is answered now, and what is signed is signed at its end.
    pub(super) fn settle(&mut self) {
        let questions = || self.sections.iter().flat_map(|section| &section.questions);
        let chosen: BTreeMap<String, (bool, Vec<String>)> = questions()
            .map(|question| (question.key.clone(), (matches!(question.kind, Kind::SeveralOf { .. }), question.kind.values())))
            .collect();
        let signature = questions().find(|question| question.kind == Kind::Signature).cloned();
        for section in &mut self.sections {
            section.questions.retain(|question| question.kind != Kind::Signature);
            let own = section.questions.iter_mut().map(|question| &mut question.shown_if);
            for condition in own.chain([&mut section.shown_if]).flatten() {
                let (When::Is(values) | When::Contains(values)) = &mut condition.when else { continue };
                let mut values = std::mem::take(values);
                let (several, offered) = chosen.get(&condition.question).map_or((false, &[][..]), |(several, offered)| (*several, offered));
                // In the order in which they are offered.
                values.sort_by_key(|value| offered.iter().position(|offered| offered == value).unwrap_or(usize::MAX));
                condition.when = if several { When::Contains(values) } else { When::Is(values) };
            }
        }
        if let (Some(signature), Some(last)) = (signature, self.sections.last_mut()) {
            last.questions.push(Question { shown_if: None, ..signature });
        }
    }
}

#[cfg(test)]
mod tests;
