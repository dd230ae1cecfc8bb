//! What exactly was submitted: every question as it was worded, and every answer as its reader reads it.

use super::{Answer, Answers, Choice, Form, Kind, Missing, Question, Refusal, TypedDay, check_all, is_blank, shown};
use crate::{
    appointments::read_time,
    charts::{PostalAddress, tidy},
    dates::DateOrder,
    documents::Block,
    ids::{AssignmentId, FormId},
    lines,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The layout in which submissions are frozen now.
pub const LAYOUT: u8 = 1;
/// What is printed beside a question that was shown and left open.
pub const NO_ANSWER: &str = "No answer";
/// What is printed beside the words of an agreement.
pub const AGREED: &str = "Agreed";
pub const NOT_AGREED: &str = "Not ticked";

/// What a client signs and sends. What was not shown to them is not in it.
///
/// Its canonical bytes are its JSON with the fields in the order declared here, UTF-8, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Version of this layout: [`LAYOUT`].
    pub layout: u8,
    pub title: String,
    pub head: Head,
    pub introduction: Vec<Block>,
    pub sections: Vec<FrozenSection>,
}

/// Of which form, for whom, by whom, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub assignment_id: AssignmentId,
    pub form_id: FormId,
    /// Version of the form, from 1.
    pub version: i32,
    pub practice: String,
    pub client_name: String,
    pub client_birth_date: NaiveDate,
    /// Who filled it in, as it is printed: "Ana Sandoval, mother".
    pub filled_in_by: String,
    pub submitted_at: DateTime<Utc>,
    /// IANA zone in which times are printed.
    pub zone: String,
    /// The order in which dates are printed.
    pub dates: DateOrder,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenSection {
    pub title: String,
    pub rows: Vec<Row>,
}

/// One question, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Row {
    /// Line by line.
    Answered {
        question: String,
        answer: Vec<String>,
    },
    /// It was shown, and left open: [`NO_ANSWER`].
    Unanswered {
        question: String,
    },
    Statement {
        heading: String,
        passages: Vec<Block>,
    },
    Agreement {
        question: String,
        words: String,
        agreed: bool,
    },
    /// Each entry with rows of its own.
    Entries {
        question: String,
        entries: Vec<Vec<Row>>,
    },
}

impl Submission {
    /// What is signed. What is blank or not yet whole is never frozen; `today` is the day of `head.submitted_at` in the practice's zone.
    pub fn freeze(form: &Form, answers: &Answers, head: Head, today: NaiveDate) -> Result<Self, Refusal> {
        if is_blank(form, answers) {
            return Err(Refusal::Blank);
        }
        if !check_all(form, answers, today, Missing::Demanded).is_empty() {
            return Err(Refusal::NotAllAnswered);
        }
        let (title, introduction) = (tidy(&form.title), Block::read(&form.introduction));
        Ok(Self { layout: LAYOUT, title, introduction, sections: in_rows(form, answers, head.dates), head })
    }

    /// The bytes that are hashed, embedded in the PDF and signed.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data always has a JSON form")
    }
}

/// What is shown and what was answered, as it would be printed: for whoever reviews it. What cannot be read is there as it was typed.
pub fn in_rows(form: &Form, answers: &Answers, order: DateOrder) -> Vec<FrozenSection> {
    let sections = shown(form, answers)
        .into_iter()
        .map(|shown| FrozenSection { title: tidy(&shown.section.title), rows: rows(shown.questions.into_iter(), answers, order) });
    // Of a section with nothing but the signature no row is left.
    sections.filter(|section| !section.rows.is_empty()).collect()
}

fn rows<'a>(questions: impl Iterator<Item = &'a Question>, answers: &Answers, order: DateOrder) -> Vec<Row> {
    questions.filter(|question| question.kind != Kind::Signature).map(|question| row(question, answers.of(question), order)).collect()
}

fn row(asked: &Question, answer: Option<&Answer>, order: DateOrder) -> Row {
    let question = tidy(&asked.label);
    match (&asked.kind, answer) {
        (Kind::Statement { .. }, _) => Row::Statement { heading: question, passages: asked.kind.passages() },
        (Kind::Agreement { words }, answer) => Row::Agreement { question, words: lines::trimmed(words), agreed: answer.is_some() },
        (_, None) => Row::Unanswered { question },
        (Kind::Group { questions, .. }, Some(answer)) => {
            Row::Entries { question, entries: answer.entries().iter().map(|entry| rows(questions.iter(), entry, order)).collect() }
        }
        (kind, Some(answer)) => Row::Answered { question, answer: in_words(kind, answer, order) },
    }
}

/// An answer line by line.
fn in_words(kind: &Kind, answer: &Answer, order: DateOrder) -> Vec<String> {
    let text = tidy(answer.text());
    let one = match kind {
        Kind::LongText => return lines::trimmed(answer.text()).split('\n').map(str::to_owned).collect(),
        Kind::OneOf { options, .. } | Kind::SeveralOf { options, .. } => return chosen(options, answer),
        Kind::Address => {
            let part = |name| tidy(answer.part(name));
            let [street, city, state, postal_code] = [part("street"), part("city"), part("state"), part("zip")];
            return PostalAddress { street, city, state, postal_code, ..PostalAddress::default() }.lines();
        }
        Kind::Number { unit, .. } => [text.as_str(), unit.trim()].join(" ").trim_end().to_owned(),
        Kind::Date { .. } => TypedDay::read(answer, false, true, NaiveDate::MAX)
            .map_or_else(|_| kind.parts().iter().map(|part| tidy(answer.part(part))).collect::<Vec<_>>().join("/"), |day| day.words(order)),
        Kind::Time => read_time(&text).map_or(text, |time| time.format("%-I:%M %P").to_string()),
        Kind::YesNo if text == Kind::YES => "Yes".to_owned(),
        Kind::YesNo if text == Kind::NO => "No".to_owned(),
        Kind::Scale { min, max, low, high } if low.is_empty() || high.is_empty() => format!("{text}, from {min} to {max}"),
        Kind::Scale { min, max, low, high } => format!("{text}, from {min} ({low}) to {max} ({high})"),
        _ => text,
    };
    vec![one]
}

/// The labels of what was chosen, in the order in which they are offered. **Other** comes last, with its words.
fn chosen(options: &[Choice], answer: &Answer) -> Vec<String> {
    let is_chosen = |value: &str| answer.values().iter().any(|other| other == value);
    let labels = options.iter().filter(|option| is_chosen(&option.value)).map(|option| tidy(&option.label));
    labels.chain(is_chosen(Kind::OTHER).then(|| format!("Other: {}", tidy(answer.other())))).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};
    use uuid::Uuid;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn head(dates: DateOrder) -> Head {
        Head {
            assignment_id: AssignmentId(Uuid::from_u128(1)),
            form_id: FormId(Uuid::from_u128(2)),
            version: 3,
            practice: "Bay Street Counseling".into(),
            client_name: "Noah Sandoval".into(),
            client_birth_date: "2017-05-02".parse().unwrap(),
            filled_in_by: "Ana Sandoval, mother".into(),
            submitted_at: "2026-11-21T22:36:12Z".parse().unwrap(),
            zone: "America/New_York".into(),
            dates,
        }
    }

    fn all() -> Form {
        Form { title: "All".into(), introduction: "Hello.".into(), sections: vec![every_kind()], measure: None }
    }

    const TYPED: [(&str, &str); 29] = [
        ("q.name", " Maya "),
        ("q.story", "One line.\n  two\n"),
        ("q.height", "64"),
        ("q.card", "0042"),
        ("q.born.month", "2"),
        ("q.born.year", "2026"),
        ("q.next.month", "12"),
        ("q.next.day", "1"),
        ("q.next.year", "2026"),
        ("q.call", "14:30"),
        ("q.work", "yes"),
        ("q.home", "family"),
        ("q.symptoms", "other"),
        ("q.symptoms", "mood"),
        ("q.symptoms.other", "Nightmares"),
        ("q.pain", "7"),
        ("q.tel", "443-555-0188"),
        ("q.mail", "maya@example.com"),
        ("q.address.street", "1 Bay St"),
        ("q.address.city", "Baltimore"),
        ("q.address.state", "MD"),
        ("q.address.zip", "21201"),
        ("q.agree", "yes"),
        ("q.ini", "ML"),
        ("q.medicines.0.name", "Cetirizine"),
        ("q.medicines.0.dose", "5 mg"),
        ("q.medicines.1.name", "Vitamin D"),
        ("q.medicines.2.name", " "),
        ("q.sign", "nothing"),
    ];

    /// What stands under a question, or that it was left open.
    fn lines_of(rows: &[Row]) -> Vec<String> {
        let each = |row: &Row| match row {
            Row::Answered { answer, .. } => answer.join(" | "),
            Row::Unanswered { .. } => NO_ANSWER.to_owned(),
            Row::Statement { passages, .. } => format!("{} passages", passages.len()),
            Row::Agreement { words, agreed, .. } => format!("{words} {}", if *agreed { AGREED } else { NOT_AGREED }),
            Row::Entries { entries, .. } => entries.iter().map(|entry| lines_of(entry).join(", ")).collect::<Vec<_>>().join("; "),
        };
        rows.iter().map(each).collect()
    }

    #[test]
    fn every_answer_is_there_as_its_reader_reads_it() {
        let answers = filled(&all(), &Answers::default(), &TYPED);
        let submission = Submission::freeze(&all(), &answers, head(DateOrder::MonthFirst), today()).unwrap();
        assert_eq!(
            lines_of(&submission.sections[0].rows),
            [
                "Maya",
                "One line. |   two",
                "64 inches",
                "0042",
                "February 2026",
                "December 1, 2026",
                "2:30 pm",
                "Yes",
                "With family",
                "Mood | Other: Nightmares",
                "7, from 0 (None) to 10 (Worst)",
                "443-555-0188",
                "maya@example.com",
                "1 Bay St | Baltimore, MD 21201",
                "2 passages",
                "I agree. Agreed",
                "ML",
                "Cetirizine, 5 mg; Vitamin D, No answer",
            ]
        );
        let other_order = Submission::freeze(&all(), &answers, head(DateOrder::YearFirst), today()).unwrap();
        assert_eq!(lines_of(&other_order.sections[0].rows)[4..6], ["2026-02", "2026-12-01"]);
    }

    #[test]
    fn what_was_left_open_says_so_and_what_was_hidden_is_not_there() {
        let typed = [("q.name", "Maya"), ("q.work", "no"), ("q.tel", "443-555-0188"), ("q.pain", "99")];
        let answers = filled(&all(), &Answers::default(), &typed);
        let submission = Submission::freeze(&all(), &answers, head(DateOrder::MonthFirst), today()).unwrap();
        let lines = lines_of(&submission.sections[0].rows);
        assert_eq!(lines.len(), 16, "neither the phone nor the scale");
        assert_eq!((&*lines[1], &*lines[13], &*lines[15]), (NO_ANSWER, "I agree. Not ticked", NO_ANSWER));
        assert!(!String::from_utf8(submission.canonical()).unwrap().contains("443-555"));
    }

    #[test]
    fn nothing_blank_and_nothing_half_is_frozen() {
        let freeze = |typed: &[(&str, &str)]| {
            Submission::freeze(&all(), &filled(&all(), &Answers::default(), typed), head(DateOrder::MonthFirst), today())
        };
        assert_eq!(freeze(&[]), Err(Refusal::Blank));
        assert_eq!(freeze(&[("q.name", "Maya"), ("q.card", "1")]), Err(Refusal::NotAllAnswered));
    }

    #[test]
    fn what_cannot_be_read_is_reviewed_as_it_was_typed() {
        let typed = [("q.born.month", "2"), ("q.born.day", "30"), ("q.born.year", "2026"), ("q.call", "late"), ("q.work", "maybe")];
        let rows = in_rows(&all(), &filled(&all(), &Answers::default(), &typed), DateOrder::MonthFirst);
        let lines = lines_of(&rows[0].rows);
        assert_eq!((&*lines[4], &*lines[6], &*lines[7]), ("2/30/2026", "late", "maybe"));
    }

    /// These bytes are signed: whatever changes them needs another [`LAYOUT`].
    #[test]
    fn a_submission_has_one_form_as_bytes() {
        let form = read_form(
            r#"{"title": "Consent", "introduction": "Please read.", "sections": [
            {"key": "one", "title": "What you agree to", "questions": [
                {"key": "read", "label": "Privacy", "kind": {"statement": {"text": "We keep it private."}}},
                {"key": "agree", "label": "Your agreement", "required": true, "kind": {"agreement": {"words": "I agree."}}},
                {"key": "call", "label": "May we call?", "kind": "yes-no"},
                {"key": "when", "label": "When?", "shown_if": {"question": "call", "when": {"is": ["yes"]}}, "kind": "time"},
                {"key": "kids", "label": "Children", "kind": {"group": {"max": 2, "questions": [
                    {"key": "name", "label": "Name", "kind": "short-text"}, {"key": "age", "label": "Age", "kind": {"number": {}}}]}}},
                {"key": "more", "label": "Anything else?", "kind": "long-text"}]},
            {"key": "end", "title": "Sign", "questions": [{"key": "sign", "label": "Your signature", "kind": "signature"}]}]}"#,
        );
        let answers = filled(&form, &Answers::default(), &[("q.agree", "yes"), ("q.call", "no"), ("q.kids.0.name", "Ida")]);
        let submission = Submission::freeze(&form, &answers, head(DateOrder::MonthFirst), today()).unwrap();
        let golden = concat!(
            r#"{"layout":1,"title":"Consent","head":{"assignment_id":"00000000-0000-0000-0000-000000000001","#,
            r#""form_id":"00000000-0000-0000-0000-000000000002","version":3,"practice":"Bay Street Counseling","#,
            r#""client_name":"Noah Sandoval","client_birth_date":"2017-05-02","filled_in_by":"Ana Sandoval, mother","#,
            r#""submitted_at":"2026-11-21T22:36:12Z","zone":"America/New_York","dates":"month-first"},"#,
            r#""introduction":[{"lines":["Please read."]}],"sections":[{"title":"What you agree to","rows":["#,
            r#"{"statement":{"heading":"Privacy","passages":[{"lines":["We keep it private."]}]}},"#,
            r#"{"agreement":{"question":"Your agreement","words":"I agree.","agreed":true}},"#,
            r#"{"answered":{"question":"May we call?","answer":["No"]}},"#,
            r#"{"entries":{"question":"Children","entries":[[{"answered":{"question":"Name","answer":["Ida"]}},"#,
            r#"{"unanswered":{"question":"Age"}}]]}},"#,
            r#"{"unanswered":{"question":"Anything else?"}}]}]}"#,
        );
        assert_eq!(String::from_utf8(submission.canonical()).unwrap(), golden);
        assert_eq!(serde_json::from_str::<Submission>(golden).unwrap(), submission);
    }
}
