//! What is still wrong with answers, said so that one knows what to do.

use super::{Answer, Answers, Form, Kind, LONGEST_LONG, LONGEST_SHORT, Question, TypedDay, answers::ROOT, days::no_such_day, shown};
use crate::{
    appointments::read_time,
    charts::{EmailAddress, LONGEST_NAME, Phone, PhoneKind, tidy},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Whether an answer may still be missing: while one types, yes; when one goes on or submits, no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Allowed,
    Demanded,
}

/// One thing that needs another look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The name of the field that the sentence stands beside.
    pub field: String,
    /// The question.
    pub label: String,
    /// The sentence is what it displays.
    pub wrong: Wrong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    #[error("Please answer this.")]
    Missing,
    #[error("Choose one.")]
    ChooseOne,
    #[error("Choose at least one.")]
    ChooseSome,
    #[error("Choose Yes or No.")]
    ChooseYesOrNo,
    #[error("Choose a number from {min} to {max}.")]
    ChooseStep { min: i32, max: i32 },
    #[error("Say in a few words what it is.")]
    OtherMissing,
    #[error("You wrote something beside Other. Choose Other too, or empty its field.")]
    OtherNotChosen,
    #[error("Tick the box if you agree. Without it the form cannot be sent.")]
    NotAgreed,
    #[error("Type your initials.")]
    InitialsMissing,
    #[error("Type your initials only, like ML.")]
    InitialsUnfit,
    #[error("This has {has} characters. Shorten it to {most}.")]
    TooLong { has: usize, most: usize },
    #[error("Use numbers only, like 12.")]
    NumberUnreadable,
    #[error("Use a whole number, like 12.")]
    NumberNotWhole,
    #[error("Use {min} or more.")]
    NumberTooSmall { min: i64 },
    #[error("Use {max} or less.")]
    NumberTooLarge { max: i64 },
    #[error("Type exactly {count} numbers, and nothing else.")]
    DigitsUnfit { count: u8 },
    #[error("Add the month.")]
    MonthMissing,
    #[error("Use a number from 1 to 12 for the month.")]
    MonthUnfit,
    #[error("Add the day.")]
    DayMissing,
    #[error("Use a number from 1 to 31 for the day.")]
    DayUnfit,
    #[error("Add the year.")]
    YearMissing,
    #[error("Use four numbers for the year, like 2026.")]
    YearUnfit,
    #[error("{}", no_such_day(*month, *day, *year, *partial))]
    NoSuchDay { month: u32, day: u32, year: Option<i32>, partial: bool },
    #[error("This day has not come yet. Use today or an earlier day.")]
    DayToCome,
    #[error("Type a time, like 2:30 pm.")]
    TimeUnreadable,
    #[error("Use numbers only, like 443-555-0188.")]
    PhoneNotNumbers,
    #[error("Type the whole number with its area code, like 443-555-0188.")]
    PhoneIncomplete,
    #[error("Type the whole address, like maya@example.com.")]
    EmailUnreadable,
    #[error("Fill in the street, the city, the state and the ZIP code.")]
    AddressIncomplete,
    #[error("Use five numbers for the ZIP code, like 21201.")]
    ZipUnfit,
    #[error("Add at least {min}.")]
    TooFew { min: u8 },
    #[error("There is room for {max}. Take out the others.")]
    TooMany { max: u8 },
}

/// What is wrong in the questions that one section shows.
pub fn check_section(form: &Form, section: &str, answers: &Answers, today: NaiveDate, missing: Missing) -> Vec<Trouble> {
    check(form, Some(section), answers, today, missing)
}

/// What is wrong anywhere, in the order of the form.
pub fn check_all(form: &Form, answers: &Answers, today: NaiveDate, missing: Missing) -> Vec<Trouble> {
    check(form, None, answers, today, missing)
}

fn check(form: &Form, only: Option<&str>, answers: &Answers, today: NaiveDate, missing: Missing) -> Vec<Trouble> {
    let mut look = Look { today, missing, troubles: Vec::new() };
    for shown in shown(form, answers).iter().filter(|shown| only.is_none_or(|key| shown.section.key == key)) {
        shown.questions.iter().for_each(|question| look.at(question, ROOT, None, answers));
    }
    look.troubles
}

struct Look {
    today: NaiveDate,
    missing: Missing,
    troubles: Vec<Trouble>,
}

impl Look {
    /// `entry` counts the entries of a group from 1.
    fn at(&mut self, question: &Question, prefix: &str, entry: Option<usize>, answers: &Answers) {
        let field = format!("{prefix}.{}", question.key);
        let answer = answers.of(question);
        let found = match answer {
            Some(answer) => self.typed(question, answer),
            None if self.missing == Missing::Demanded => not_there(question),
            None => None,
        };
        if let Some((part, wrong)) = found {
            let field = if part.is_empty() { field.clone() } else { format!("{field}.{part}") };
            let label = entry.map_or_else(|| question.label.clone(), |entry| format!("{} ({entry})", question.label));
            self.troubles.push(Trouble { field, label, wrong });
        }
        if let (Kind::Group { questions, .. }, Some(answer)) = (&question.kind, answer) {
            for (place, entry) in answer.entries().iter().enumerate() {
                questions.iter().for_each(|inner| self.at(inner, &format!("{field}.{place}"), Some(place + 1), entry));
            }
        }
    }

    /// What is wrong with what stands there, and in which part of it.
    fn typed(&self, question: &Question, answer: &Answer) -> Option<(String, Wrong)> {
        let text = answer.text().trim();
        let offered = |value: &str| question.kind.values().iter().any(|other| other == value);
        let wrong = match &question.kind {
            Kind::ShortText => too_long(text, LONGEST_SHORT),
            Kind::LongText => too_long(text, LONGEST_LONG),
            Kind::Number { min, max, whole, .. } => number(text, *min, *max, *whole).err(),
            Kind::Digits { count } => {
                let fits = text.len() == usize::from(*count) && text.bytes().all(|b| b.is_ascii_digit());
                (!fits).then_some(Wrong::DigitsUnfit { count: *count })
            }
            Kind::Date { past, partial } => {
                return TypedDay::read(answer, *past, *partial, self.today).err().map(|(part, wrong)| (part.to_owned(), wrong));
            }
            Kind::Time => read_time(text).is_err().then_some(Wrong::TimeUnreadable),
            Kind::YesNo => (!offered(text)).then_some(Wrong::ChooseYesOrNo),
            Kind::Scale { min, max, .. } => (!offered(text)).then_some(Wrong::ChooseStep { min: *min, max: *max }),
            Kind::OneOf { .. } | Kind::SeveralOf { .. } if !answer.values().iter().all(|value| offered(value)) => {
                Some(choose(&question.kind))
            }
            Kind::OneOf { .. } | Kind::SeveralOf { .. } => return self.beside_other(answer).map(|wrong| (Kind::OTHER.to_owned(), wrong)),
            Kind::Phone => Phone::read(0, PhoneKind::Home, text, false, false)
                .is_err()
                .then(|| if text.chars().any(char::is_alphabetic) { Wrong::PhoneNotNumbers } else { Wrong::PhoneIncomplete }),
            Kind::Email => EmailAddress::read(text).is_err().then_some(Wrong::EmailUnreadable),
            Kind::Address => return self.address(question, answer),
            Kind::Agreement { .. } => (text != Kind::YES).then_some(Wrong::NotAgreed),
            Kind::Initials => {
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                let fits = (1..=6).contains(&letters) && text.chars().all(|c| c.is_alphabetic() || " .-'’".contains(c));
                (!fits || text.chars().count() > 12).then_some(Wrong::InitialsUnfit)
            }
            Kind::Group { min, max, questions } => {
                let entries = answer.entries().len();
                if entries > usize::from(*max) {
                    Some(Wrong::TooMany { max: *max })
                } else if entries < usize::from(*min) && self.missing == Missing::Demanded {
                    return Some((first_of(questions, entries), Wrong::TooFew { min: *min }));
                } else {
                    None
                }
            }
            Kind::Statement { .. } | Kind::Signature => None,
        };
        wrong.map(|wrong| (String::new(), wrong))
    }

    fn beside_other(&self, answer: &Answer) -> Option<Wrong> {
        let words = answer.other().trim();
        let chosen = answer.values().iter().any(|value| value == Kind::OTHER);
        too_long(words, LONGEST_SHORT).or(match (chosen, words.is_empty(), self.missing) {
            (true, true, Missing::Demanded) => Some(Wrong::OtherMissing),
            (false, false, Missing::Demanded) => Some(Wrong::OtherNotChosen),
            _ => None,
        })
    }

    fn address(&self, question: &Question, answer: &Answer) -> Option<(String, Wrong)> {
        let zip = answer.part("zip").trim();
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        let zip_fits = zip.is_empty() || digits(zip, 5) || zip.split_once('-').is_some_and(|(zip, more)| digits(zip, 5) && digits(more, 4));
        let whole = !question.required || self.missing == Missing::Allowed;
        question.kind.parts().iter().find_map(|part| {
            let text = answer.part(part).trim();
            let wrong = match *part {
                _ if text.is_empty() => (!whole).then_some(Wrong::AddressIncomplete),
                "zip" => (!zip_fits).then_some(Wrong::ZipUnfit),
                _ => too_long(text, LONGEST_NAME),
            };
            wrong.map(|wrong| ((*part).to_owned(), wrong))
        })
    }
}

/// What is missing where nothing stands.
fn not_there(question: &Question) -> Option<(String, Wrong)> {
    let required = question.required && question.kind.takes_answer();
    match &question.kind {
        Kind::Group { min, questions, .. } if required || *min > 0 => Some((first_of(questions, 0), Wrong::TooFew { min: (*min).max(1) })),
        _ if !required => None,
        kind => Some((kind.parts().first().copied().unwrap_or_default().to_owned(), choose(kind))),
    }
}

/// What to do with a question that has no answer.
fn choose(kind: &Kind) -> Wrong {
    match kind {
        Kind::YesNo => Wrong::ChooseYesOrNo,
        Kind::OneOf { .. } => Wrong::ChooseOne,
        Kind::SeveralOf { .. } => Wrong::ChooseSome,
        Kind::Scale { min, max, .. } => Wrong::ChooseStep { min: *min, max: *max },
        Kind::Agreement { .. } => Wrong::NotAgreed,
        Kind::Initials => Wrong::InitialsMissing,
        Kind::Address => Wrong::AddressIncomplete,
        _ => Wrong::Missing,
    }
}

/// Where one goes on in a group.
fn first_of(questions: &[Question], place: usize) -> String {
    let Some(first) = questions.first() else { return String::new() };
    let part = first.kind.parts().first().map(|part| format!(".{part}")).unwrap_or_default();
    format!("{place}.{}{part}", first.key)
}

fn too_long(text: &str, most: usize) -> Option<Wrong> {
    let has = tidy_length(text);
    (has > most).then_some(Wrong::TooLong { has, most })
}

/// So many characters as one sees: where letters and accents were typed apart, they are one.
fn tidy_length(text: &str) -> usize {
    text.split('\n').map(|line| tidy(line).chars().count() + 1).sum::<usize>() - 1
}

/// "1,200.50" as people write it.
fn number(text: &str, min: Option<i64>, max: Option<i64>, whole: bool) -> Result<(), Wrong> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (front, decimals) = unsigned.split_once('.').map_or((unsigned, None), |(front, decimals)| (front, Some(decimals)));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = front.split(',');
    let begins = groups.next().unwrap_or_default();
    let fits = (1..=12).contains(&begins.len())
        && digits(begins)
        && front.len() <= 16
        && groups.all(|group| group.len() == 3 && digits(group))
        && (!front.contains(',') || begins.len() <= 3)
        && decimals.is_none_or(|decimals| (1..=6).contains(&decimals.len()) && digits(decimals));
    let value: f64 =
        if fits { text.replace(',', "").parse().map_err(|_| Wrong::NumberUnreadable)? } else { return Err(Wrong::NumberUnreadable) };
    match (min, max) {
        _ if whole && decimals.is_some() => Err(Wrong::NumberNotWhole),
        (Some(min), _) if value < min as f64 => Err(Wrong::NumberTooSmall { min }),
        (_, Some(max)) if value > max as f64 => Err(Wrong::NumberTooLarge { max }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
