//! The forms that every practice begins with. Once they are taken over they are the practice's own, and may be worded anew.

use super::Form;

/// A form that is ready to be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// It never changes.
    pub slug: &'static str,
    /// Grows with each change of the wording.
    pub version: i32,
    pub form: Form,
}

const READY: [(&str, i32, &str); 7] = [
    ("intake", 1, include_str!("ready/intake.json")),
    ("consent-to-treatment", 1, include_str!("ready/consent-to-treatment.json")),
    ("telehealth-consent", 1, include_str!("ready/telehealth-consent.json")),
    ("privacy-practices", 1, include_str!("ready/privacy-practices.json")),
    ("release-of-information", 1, include_str!("ready/release-of-information.json")),
    ("emergency-contact", 1, include_str!("ready/emergency-contact.json")),
    ("card-authorization", 1, include_str!("ready/card-authorization.json")),
];

/// All of them, in the order in which a new client meets them.
pub fn ready() -> Vec<Ready> {
    let read = |(slug, version, json): (&'static str, i32, &str)| Ready {
        slug,
        version,
        form: serde_json::from_str(json).expect("the tests have read every ready form"),
    };
    READY.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{tests::*, *};
    use crate::dates::DateOrder;
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    /// What somebody could answer, as their browser would send it.
    fn an_answer(question: &Question, field: &str, choice: Option<&str>) -> Vec<(String, String)> {
        let text = |text: &str| vec![(field.to_owned(), text.to_owned())];
        let parts = |parts: &[(&str, &str)]| parts.iter().map(|(part, text)| (format!("{field}.{part}"), (*text).to_owned())).collect();
        match &question.kind {
            Kind::Statement { .. } | Kind::Signature => Vec::new(),
            Kind::ShortText | Kind::LongText => text("Something in words"),
            Kind::Number { min, .. } => text(&min.unwrap_or(12).to_string()),
            Kind::Digits { count } => text(&"7".repeat(usize::from(*count))),
            Kind::Date { .. } => parts(&[("month", "3"), ("day", "14"), ("year", "2026")]),
            Kind::Time => text("2:30 pm"),
            Kind::Phone => text("443-555-0188"),
            Kind::Email => text("maya@example.com"),
            Kind::Address => parts(&[("street", "1 Bay St"), ("city", "Baltimore"), ("state", "MD"), ("zip", "21201")]),
            Kind::Agreement { .. } => text(Kind::YES),
            Kind::Initials => text("ML"),
            Kind::YesNo | Kind::OneOf { .. } | Kind::SeveralOf { .. } | Kind::Scale { .. } => {
                let value = choice.map_or_else(|| question.kind.values()[0].clone(), str::to_owned);
                let words = (value == Kind::OTHER).then(|| (format!("{field}.{}", Kind::OTHER), "In words".to_owned()));
                text(&value).into_iter().chain(words).collect()
            }
            Kind::Group { questions, .. } => {
                questions.iter().flat_map(|inner| an_answer(inner, &format!("{field}.0.{}", inner.key), None)).collect()
            }
        }
    }

    /// Fills in all that is shown, until nothing more appears, with these choices where there are any.
    fn fill(form: &Form, choices: &BTreeMap<&str, &str>) -> Answers {
        let mut answers = Answers::default();
        loop {
            let before = answers.clone();
            for Shown { section, questions } in shown(form, &before) {
                let choice = |question: &Question| choices.get(question.key.as_str()).copied();
                let sent: Vec<_> = questions.iter().flat_map(|asked| an_answer(asked, &asked.field(), choice(asked))).collect();
                answers = answers.read(section, &sent).unwrap();
            }
            if answers == before {
                return answers;
            }
        }
    }

    fn head(version: i32) -> Head {
        Head {
            assignment_id: Default::default(),
            form_id: Default::default(),
            version,
            practice: "Bay Street Counseling".into(),
            client_name: "Maya Lindqvist".into(),
            client_birth_date: "1991-03-14".parse().unwrap(),
            filled_in_by: "Maya Lindqvist".into(),
            submitted_at: "2026-11-21T22:36:12Z".parse().unwrap(),
            zone: "America/New_York".into(),
            dates: DateOrder::MonthFirst,
        }
    }

    /// The choices by which a condition holds, and those by which what it hangs on is shown.
    fn way_to<'a>(form: &'a Form, condition: &'a Condition, choices: &mut BTreeMap<&'a str, &'a str>) {
        if let When::Is(values) | When::Contains(values) = &condition.when {
            choices.insert(&condition.question, &values[0]);
        }
        let mut asked = form.sections.iter().flat_map(|section| section.questions.iter().map(move |question| (section, question)));
        let (section, question) = asked.find(|(_, question)| question.key == condition.question).unwrap();
        for above in [&section.shown_if, &question.shown_if].into_iter().flatten() {
            way_to(form, above, choices);
        }
    }

    #[test]
    fn each_ready_form_has_no_fault_and_a_name_of_its_own() {
        let slugs = ready().into_iter().map(|ready| {
            assert_eq!(ready.form.check(), [], "{}", ready.slug);
            assert!(ready.version > 0 && may_send(&ready.form, false).is_ok());
            ready.slug
        });
        assert_eq!(slugs.collect::<std::collections::BTreeSet<_>>().len(), 7);
        assert_eq!(ready()[0].form.sections.len(), 7, "the intake form");
    }

    #[test]
    fn each_can_be_filled_in_and_all_that_was_shown_is_in_what_is_signed() {
        for Ready { slug, version, form } in ready() {
            let answers = fill(&form, &BTreeMap::new());
            assert_eq!(check_all(&form, &answers, today(), Missing::Demanded), [], "{slug}");
            assert_eq!(may_submit(&form, &answers, today(), true), Ok(()), "{slug}");
            let submission = Submission::freeze(&form, &answers, head(version), today()).unwrap();
            let asked: Vec<&Question> = shown(&form, &answers).into_iter().flat_map(|shown| shown.questions).collect();
            let rows: Vec<&Row> = submission.sections.iter().flat_map(|section| &section.rows).collect();
            let labels: Vec<&str> = asked.iter().filter(|asked| asked.kind != Kind::Signature).map(|asked| asked.label.as_str()).collect();
            let printed = rows.iter().map(|row| match row {
                Row::Answered { question, .. } | Row::Agreement { question, agreed: true, .. } | Row::Entries { question, .. } => question,
                Row::Statement { heading, .. } => heading,
                open => panic!("{slug}: {open:?} was answered"),
            });
            assert_eq!(printed.collect::<Vec<_>>(), labels, "{slug}");
        }
    }

    #[test]
    fn every_question_is_shown_to_somebody() {
        for Ready { slug, form, .. } in ready() {
            for question in form.sections.iter().flat_map(|section| &section.questions) {
                let mut choices = BTreeMap::new();
                question.shown_if.iter().for_each(|condition| way_to(&form, condition, &mut choices));
                let answers = fill(&form, &choices);
                let is_shown = shown(&form, &answers).into_iter().flat_map(|shown| shown.questions).any(|shown| shown == question);
                assert!(is_shown, "{slug}: {}", question.key);
                assert_eq!(check_all(&form, &answers, today(), Missing::Demanded), [], "{slug}: {}", question.key);
            }
        }
    }

    #[test]
    fn none_can_be_sent_with_nothing_in_it() {
        for Ready { slug, form, .. } in ready() {
            assert_eq!(may_submit(&form, &Answers::default(), today(), true), Err(Refusal::Blank), "{slug}");
        }
    }

    #[test]
    fn what_is_consented_to_is_agreed_to_and_signed() {
        for Ready { slug, form, .. } in ready() {
            let asked: Vec<&Question> = form.sections.iter().flat_map(|section| &section.questions).collect();
            let agreed = asked.iter().any(|question| matches!(question.kind, Kind::Agreement { .. }) && question.required);
            let fact = ["intake", "emergency-contact"].contains(&slug);
            assert_eq!((agreed, form.takes_signature()), (slug != "intake", !fact), "{slug}");
        }
    }

    #[test]
    fn no_form_has_room_for_the_number_of_a_card() {
        let form = ready().into_iter().find(|ready| ready.slug == "card-authorization").unwrap().form;
        let whole = filled(&form, &fill(&form, &BTreeMap::new()), &[("q.last-four", "4111 1111 1111 1111")]);
        let troubles = check_all(&form, &whole, today(), Missing::Allowed);
        assert_eq!(troubles[0].wrong.to_string(), "Type exactly 4 numbers, and nothing else.");
        assert_eq!(troubles.len(), 1);
    }

    /// House rules for words that people read on a hard day.
    #[test]
    fn the_words_are_plain() {
        for Ready { slug, form, .. } in ready() {
            let words = serde_json::to_string(&form).unwrap().to_lowercase();
            for word in ["patient", " user", "invalid", "please note", "pursuant", "herein", "hereby"] {
                assert!(!words.contains(word), "{slug}: {word}");
            }
        }
    }
}
