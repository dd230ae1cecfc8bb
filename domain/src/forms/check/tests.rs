//! Each fault a form can have, where it is found, and how that is said.

use super::*;
use crate::forms::{Section, tests::*};

/// A form with these questions and a last one that is fine.
fn with(questions: &str) -> Form {
    read_form(&format!(
        r#"{{"title": "T", "sections": [{{"key": "s", "title": "S", "questions": [{questions}]}},
            {{"key": "end", "title": "End", "questions": [{{"key": "end", "label": "End?", "kind": "yes-no"}}]}}]}}"#
    ))
}

fn found(form: &Form) -> Vec<(Place, Flaw)> {
    form.check().into_iter().map(|fault| (fault.at, fault.flaw)).collect()
}

/// What is found in the first question.
fn flaws(question: &str) -> Vec<Flaw> {
    let found = found(&with(question));
    assert!(found.iter().all(|(at, _)| matches!(at, Place::Question(0, 0) | Place::Inner(0, 0, 0))), "{found:?}");
    found.into_iter().map(|(_, flaw)| flaw).collect()
}

#[test]
fn a_form_with_every_kind_has_no_fault() {
    let form = Form { title: "All".into(), introduction: "Hello.\n".into(), sections: vec![every_kind()], measure: None };
    assert_eq!(form.check(), []);
}

#[test]
fn each_fault_of_a_question_is_found() {
    let kind = |kind: &str| flaws(&format!(r#"{{"key": "k", "label": "L", "kind": {kind}}}"#));
    let two = r#"{"value": "a", "label": "A"}, {"value": "b", "label": "B"}"#;
    for (question, flaw) in [
        (r#"{"number": {"min": 5, "max": 5}}"#.to_owned(), Flaw::LimitsReversed),
        (format!(r#"{{"number": {{"unit": "{}"}}}}"#, "x".repeat(31)), Flaw::TooLong(Words::Unit)),
        (r#"{"digits": {"count": 0}}"#.into(), Flaw::DigitsUnfit),
        (r#"{"digits": {"count": 21}}"#.into(), Flaw::DigitsUnfit),
        (r#"{"scale": {"min": 1, "max": 0}}"#.into(), Flaw::LimitsReversed),
        (r#"{"scale": {"min": -2147483648, "max": 2147483647}}"#.into(), Flaw::ScaleTooLong),
        (r#"{"one-of": {"options": [{"value": "a", "label": "A"}]}}"#.into(), Flaw::TooFewOptions),
        (format!(r#"{{"one-of": {{"options": [{two}, {{"value": "b", "label": "C"}}]}}}}"#), Flaw::ValueTwice),
        (format!(r#"{{"one-of": {{"options": [{two}, {{"value": "C c", "label": "C"}}]}}}}"#), Flaw::ValueUnfit),
        (format!(r#"{{"one-of": {{"options": [{two}, {{"value": "c", "label": " "}}]}}}}"#), Flaw::Empty(Words::Option)),
        (r#"{"several-of": {"options": [{"value": "other", "label": "A"}], "other": true}}"#.into(), Flaw::ValueUnfit),
        (r#"{"statement": {"text": "\n"}}"#.into(), Flaw::Empty(Words::Statement)),
        (r#"{"agreement": {"words": ""}}"#.into(), Flaw::Empty(Words::Agreement)),
        (r#"{"agreement": {"words": "I\u202e agree"}}"#.into(), Flaw::Hidden(Words::Agreement)),
        (r#"{"group": {"max": 3, "questions": []}}"#.into(), Flaw::NoQuestion),
        (r#"{"group": {"min": 3, "max": 2, "questions": [{"key": "a", "label": "A", "kind": "time"}]}}"#.into(), Flaw::EntriesUnfit),
        (r#"{"group": {"max": 21, "questions": [{"key": "a", "label": "A", "kind": "time"}]}}"#.into(), Flaw::EntriesUnfit),
        (r#"{"group": {"max": 3, "questions": [{"key": "a", "label": "A", "kind": "initials"}]}}"#.into(), Flaw::NotInGroup),
        (
            r#"{"group": {"max": 3, "questions": [
                {"key": "a", "label": "A", "kind": "time", "shown_if": {"question": "k", "when": "answered"}}]}}"#
                .into(),
            Flaw::ConditionInGroup,
        ),
    ] {
        assert_eq!(kind(&question), [flaw], "{question}");
    }
    let options: Vec<String> = (0..51).map(|n| format!(r#"{{"value": "v{n}", "label": "V"}}"#)).collect();
    assert_eq!(kind(&format!(r#"{{"one-of": {{"options": [{}]}}}}"#, options.join(","))), [Flaw::TooManyOptions]);
    assert_eq!(kind(r#"{"scale": {"min": -50, "max": 50}}"#), []);
    for key in ["", "K", "1k", "k.k", "k k", "-k", &"k".repeat(41)] {
        assert_eq!(flaws(&format!(r#"{{"key": "{key}", "label": "L", "kind": "time"}}"#)), [Flaw::KeyUnfit], "{key}");
    }
    assert_eq!(flaws(r#"{"key": "k", "label": "", "kind": "time"}"#), [Flaw::Empty(Words::Label)]);
    assert_eq!(flaws(&format!(r#"{{"key": "k", "label": "{}", "kind": "time"}}"#, "ü".repeat(301))), [Flaw::TooLong(Words::Label)]);
}

#[test]
fn conditions_lead_to_what_is_asked_above_and_offered_there() {
    let above = r#"{"key": "yes", "label": "L", "kind": "yes-no"},
        {"key": "many", "label": "L", "kind": {"several-of": {"options": [{"value": "a", "label": "A"}], "other": true}}},
        {"key": "read", "label": "L", "kind": {"statement": {"text": "Words."}}},
        {"key": "step", "label": "L", "kind": {"scale": {"min": 0, "max": 3}}},
        {"key": "words", "label": "L", "kind": "short-text"}"#;
    for (condition, flaw) in [
        (r#"{"question": "yes", "when": {"is": ["yes"]}}"#, None),
        (r#"{"question": "many", "when": {"contains": ["a", "other"]}}"#, None),
        (r#"{"question": "step", "when": {"is": ["0", "3"]}}"#, None),
        (r#"{"question": "words", "when": "answered"}"#, None),
        (r#"{"question": "k", "when": "answered"}"#, Some(Flaw::ConditionNotAbove)),
        (r#"{"question": "end", "when": "answered"}"#, Some(Flaw::ConditionNotAbove)),
        (r#"{"question": "nobody", "when": "answered"}"#, Some(Flaw::ConditionNotAbove)),
        (r#"{"question": "read", "when": "answered"}"#, Some(Flaw::ConditionUnfit)),
        (r#"{"question": "words", "when": {"is": ["x"]}}"#, Some(Flaw::ConditionUnfit)),
        (r#"{"question": "yes", "when": {"contains": ["yes"]}}"#, Some(Flaw::ConditionUnfit)),
        (r#"{"question": "yes", "when": {"is": ["maybe"]}}"#, Some(Flaw::ConditionValueUnknown)),
        (r#"{"question": "yes", "when": {"is": []}}"#, Some(Flaw::ConditionValueUnknown)),
        (r#"{"question": "many", "when": {"contains": ["b"]}}"#, Some(Flaw::ConditionValueUnknown)),
        (r#"{"question": "step", "when": {"is": ["4"]}}"#, Some(Flaw::ConditionValueUnknown)),
    ] {
        let form = with(&format!(r#"{above}, {{"key": "k", "label": "L", "kind": "time", "shown_if": {condition}}}"#));
        let expected: Vec<_> = flaw.into_iter().map(|flaw| (Place::Question(0, 5), flaw)).collect();
        assert_eq!(found(&form), expected, "{condition}");
    }
    let mut form = with(above);
    form.sections[0].shown_if = Some(Condition { question: "yes".into(), when: When::Answered });
    assert_eq!(found(&form), [(Place::Section(0), Flaw::ConditionNotAbove)], "a section depends on none of its own questions");
    form.sections[1].shown_if = form.sections[0].shown_if.take();
    assert_eq!(found(&form), []);
}

#[test]
fn one_signature_stands_at_the_end_and_always() {
    let sign = |key: &str| format!(r#"{{"key": "{key}", "label": "Signature", "kind": "signature"}}"#);
    let early = with(&sign("a"));
    assert_eq!(found(&early), [(Place::Question(0, 0), Flaw::SignatureNotLast)]);
    let mut form = with(r#"{"key": "k", "label": "L", "kind": "yes-no"}"#);
    form.sections[1].questions.push(serde_json::from_str(&sign("a")).unwrap());
    assert_eq!(found(&form), []);
    form.sections[1].shown_if = Some(Condition { question: "k".into(), when: When::Answered });
    assert_eq!(found(&form), [(Place::Question(1, 1), Flaw::SignatureNotLast)]);
    form.sections[1].shown_if = None;
    form.sections[1].questions.insert(1, serde_json::from_str(&sign("b")).unwrap());
    assert_eq!(found(&form), [(Place::Question(1, 1), Flaw::SignatureNotLast), (Place::Question(1, 2), Flaw::SignatureTwice)]);
}

#[test]
fn keys_are_unique_and_a_group_has_its_own() {
    let twice = with(r#"{"key": "k", "label": "L", "kind": "time"}, {"key": "k", "label": "L", "kind": "time"}"#);
    assert_eq!(found(&twice), [(Place::Question(0, 1), Flaw::KeyTwice)]);
    let group = r#"{"key": "k", "label": "L", "kind": {"group": {"max": 2, "questions": [
        {"key": "k", "label": "L", "kind": "time"}, {"key": "k", "label": "L", "kind": "time"}]}}}"#;
    assert_eq!(found(&with(group)), [(Place::Inner(0, 0, 1), Flaw::KeyTwice)]);
    let mut sections = with("");
    sections.sections[0].key = "end".into();
    assert_eq!(found(&sections), [(Place::Section(0), Flaw::NoQuestion), (Place::Section(1), Flaw::KeyTwice)]);
}

#[test]
fn a_form_has_a_size_and_something_to_answer() {
    assert_eq!(found(&Form::default()), [(Place::Form, Flaw::Empty(Words::Title)), (Place::Form, Flaw::NoSection)]);
    let read = read_form(
        r#"{"title": "T", "sections": [{"key": "s", "title": "S", "questions": [
            {"key": "k", "label": "L", "kind": {"statement": {"text": "Words."}}}]}]}"#,
    );
    assert_eq!(found(&read), [(Place::Form, Flaw::NothingToAnswer)]);
    let questions = |count: usize| {
        let each: Vec<String> = (0..count).map(|n| format!(r#"{{"key": "k{n}", "label": "L", "kind": "time"}}"#)).collect();
        found(&with(&each.join(",")))
    };
    assert_eq!(questions(199), []);
    assert_eq!(questions(200), [(Place::Form, Flaw::TooManyQuestions)]);
    let mut long = with("");
    long.sections = (0..31).map(|n| Section { key: format!("s{n}"), ..long.sections[1].clone() }).collect();
    long.sections.iter_mut().enumerate().for_each(|(n, section)| section.questions[0].key = format!("k{n}"));
    assert_eq!(found(&long), [(Place::Form, Flaw::TooManySections)]);
}

#[test]
fn a_fault_says_where_it_is_and_what_to_do() {
    let fault = |at, flaw| Fault { at, flaw }.to_string();
    assert_eq!(fault(Place::Section(1), Flaw::TooLong(Words::Help)), "Section 2: shorten the help to 1000 characters");
    assert_eq!(fault(Place::Inner(0, 2, 0), Flaw::Empty(Words::Label)), "Section 1, question 3, part 1: write the question; it is empty");
    assert_eq!(fault(Place::Form, Flaw::NoSection), "The form: add a section");
}
