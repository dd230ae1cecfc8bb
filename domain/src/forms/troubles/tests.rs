//! Each kind of question, with what is meant for it and what is not.

use super::*;
use crate::forms::tests::*;

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

/// What is said to these answers, with the field it stands beside.
fn said(kind: &str, required: bool, typed: &[(&str, &str)], missing: Missing) -> Vec<(String, String)> {
    let form = read_form(&format!(
        r#"{{"title": "T", "sections": [{{"key": "s", "title": "S", "questions": [
            {{"key": "k", "label": "Label", "required": {required}, "kind": {kind}}}]}}]}}"#
    ));
    let answers = filled(&form, &Answers::default(), typed);
    let troubles = check_all(&form, &answers, today(), missing);
    troubles.into_iter().map(|trouble| (trouble.field, trouble.wrong.to_string())).collect()
}

const SEVERAL: &str = r#"{"several-of": {"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}], "other": true}}"#;
const GROUP: &str = r#"{"group": {"min": 2, "max": 3, "questions": [
    {"key": "on", "label": "On", "required": true, "kind": {"date": {}}}, {"key": "n", "label": "N", "kind": {"number": {}}}]}}"#;

#[test]
fn each_kind_takes_what_is_meant_for_it() {
    let long = "ü".repeat(200);
    let longest = "ü".repeat(10_000);
    for (kind, typed) in [
        (r#""short-text""#, vec![long.as_str()]),
        (r#""long-text""#, vec![longest.as_str(), "a\nb"]),
        (r#"{"number": {"min": -5, "max": 2000}}"#, vec!["-5", "0", "1,200.50", " 2000 ", "0.000001", "007"]),
        (r#"{"number": {"whole": true}}"#, vec!["12", "1,000,000", "999999999999"]),
        (r#"{"digits": {"count": 4}}"#, vec!["0042", " 1234 "]),
        (r#""time""#, vec!["14:30", "2:30 pm"]),
        (r#""yes-no""#, vec!["yes", "no"]),
        (r#"{"scale": {"min": -1, "max": 10}}"#, vec!["-1", "10"]),
        (r#""phone""#, vec!["443-555-0188", "(443) 555-0188 x12", "+44 20 7946 0958"]),
        (r#""email""#, vec!["maya@example.com", "a+b@example.org"]),
        (r#"{"agreement": {"words": "I agree."}}"#, vec!["yes"]),
        (r#""initials""#, vec!["ML", "m.l.", "J-P O’B"]),
        (SEVERAL, vec!["a", "b"]),
    ] {
        for text in typed {
            assert_eq!(said(kind, true, &[("q.k", text)], Missing::Demanded), [], "{kind} {text}");
        }
    }
}

#[test]
fn what_is_not_meant_for_it_is_said_always() {
    let long = "ü".repeat(201);
    for (kind, typed, sentence) in [
        (r#""short-text""#, long.as_str(), "This has 201 characters. Shorten it to 200."),
        (r#"{"number": {}}"#, "five", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "1,20", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "1234,200", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "1e5", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "NaN", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "--5", "Use numbers only, like 12."),
        (r#"{"number": {}}"#, "5.", "Use numbers only, like 12."),
        (r#"{"number": {"whole": true}}"#, "1.5", "Use a whole number, like 12."),
        (r#"{"number": {"min": 0}}"#, "-0.5", "Use 0 or more."),
        (r#"{"number": {"max": 120}}"#, "121", "Use 120 or less."),
        (r#"{"digits": {"count": 4}}"#, "4111111111111111", "Type exactly 4 numbers, and nothing else."),
        (r#"{"digits": {"count": 4}}"#, "12a4", "Type exactly 4 numbers, and nothing else."),
        (r#""time""#, "half past two", "Type a time, like 2:30 pm."),
        (r#""yes-no""#, "maybe", "Choose Yes or No."),
        (r#"{"scale": {"min": 0, "max": 10}}"#, "11", "Choose a number from 0 to 10."),
        (r#""phone""#, "443-555-01A8", "Use numbers only, like 443-555-0188."),
        (r#""phone""#, "555-0188", "Type the whole number with its area code, like 443-555-0188."),
        (r#""email""#, "maya at example", "Type the whole address, like maya@example.com."),
        (r#""initials""#, "Lindqvist", "Type your initials only, like ML."),
        (r#""initials""#, "12", "Type your initials only, like ML."),
        (r#"{"agreement": {"words": "I agree."}}"#, "perhaps", "Tick the box if you agree. Without it the form cannot be sent."),
        (SEVERAL, "c", "Choose at least one."),
    ] {
        for (required, missing) in [(false, Missing::Allowed), (true, Missing::Demanded)] {
            assert_eq!(said(kind, required, &[("q.k", typed)], missing), [("q.k".into(), sentence.into())], "{kind} {typed}");
        }
    }
}

#[test]
fn what_is_missing_is_said_where_one_goes_on() {
    for (kind, field, sentence) in [
        (r#""short-text""#, "q.k", "Please answer this."),
        (r#""yes-no""#, "q.k", "Choose Yes or No."),
        (r#"{"one-of": {"options": []}}"#, "q.k", "Choose one."),
        (SEVERAL, "q.k", "Choose at least one."),
        (r#"{"scale": {"min": 0, "max": 4}}"#, "q.k", "Choose a number from 0 to 4."),
        (r#"{"date": {}}"#, "q.k.month", "Please answer this."),
        (r#""address""#, "q.k.street", "Fill in the street, the city, the state and the ZIP code."),
        (r#""initials""#, "q.k", "Type your initials."),
        (r#"{"agreement": {"words": "I agree."}}"#, "q.k", "Tick the box if you agree. Without it the form cannot be sent."),
    ] {
        assert_eq!(said(kind, true, &[], Missing::Demanded), [(field.into(), sentence.into())], "{kind}");
        assert_eq!(said(kind, true, &[("q.k", "  ")], Missing::Allowed), [], "{kind}");
        assert_eq!(said(kind, false, &[], Missing::Demanded), [], "{kind}");
    }
    assert_eq!(said(r#""signature""#, true, &[], Missing::Demanded), [], "it is no answer");
    assert_eq!(said(r#"{"statement": {"text": "Words."}}"#, true, &[], Missing::Demanded), []);
}

#[test]
fn other_goes_with_its_words() {
    let words = |typed: &[(&str, &str)]| said(SEVERAL, true, typed, Missing::Demanded);
    let beside = |sentence: &str| vec![("q.k.other".to_owned(), sentence.to_owned())];
    assert_eq!(words(&[("q.k", "other"), ("q.k.other", "Both")]), []);
    assert_eq!(words(&[("q.k", "other")]), beside("Say in a few words what it is."));
    let not_chosen = "You wrote something beside Other. Choose Other too, or empty its field.";
    assert_eq!(words(&[("q.k", "a"), ("q.k.other", "Both")]), beside(not_chosen));
    assert_eq!(words(&[("q.k.other", "Both")]), beside(not_chosen));
    assert_eq!(said(SEVERAL, true, &[("q.k", "other")], Missing::Allowed), []);
}

#[test]
fn an_address_is_whole_or_says_what_it_lacks() {
    let typed = [("q.k.street", "1 Bay St"), ("q.k.city", "Baltimore"), ("q.k.state", "MD"), ("q.k.zip", "21201-0042")];
    let look = |typed: &[(&str, &str)], required| said(r#""address""#, required, typed, Missing::Demanded);
    assert_eq!(look(&typed, true), []);
    assert_eq!(look(&typed[1..2], false), [], "the city alone, where nothing is required");
    assert_eq!(look(&typed[..2], true)[0].0, "q.k.state");
    for zip in ["2120", "212011", "21201-", "2120a"] {
        let zip = [("q.k.zip", zip)];
        assert_eq!(look(&zip, false), [("q.k.zip".into(), "Use five numbers for the ZIP code, like 21201.".into())]);
    }
}

#[test]
fn entries_are_counted_and_each_is_looked_at() {
    let whole =
        |place: usize| ["month", "day", "year"].map(|part| (format!("q.k.{place}.on.{part}"), if part == "year" { "2026" } else { "2" }));
    let entries: Vec<(String, &str)> = (0..4).flat_map(whole).collect();
    let entries: Vec<(&str, &str)> = entries.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let look = |typed: &[(&str, &str)]| said(GROUP, false, typed, Missing::Demanded);
    assert_eq!(look(&[]), [("q.k.0.on.month".into(), "Add at least 2.".into())]);
    assert_eq!(look(&entries[..3]), [("q.k.1.on.month".into(), "Add at least 2.".into())]);
    assert_eq!(look(&entries[..6]), []);
    assert_eq!(look(&entries), [("q.k".into(), "There is room for 3. Take out the others.".into())]);
    let half = [&entries[..6], &[("q.k.2.n", "x")]].concat();
    let said: Vec<String> = look(&half).into_iter().map(|(field, _)| field).collect();
    assert_eq!(said, ["q.k.2.on.month", "q.k.2.n"]);
}

#[test]
fn a_section_is_looked_at_by_itself_and_hidden_questions_never() {
    let form = read_form(
        r#"{"title": "T", "sections": [
        {"key": "one", "title": "One", "questions": [{"key": "any", "label": "Any?", "required": true, "kind": "yes-no"}]},
        {"key": "two", "title": "Two", "shown_if": {"question": "any", "when": {"is": ["yes"]}}, "questions": [
            {"key": "n", "label": "How many?", "required": true, "kind": {"number": {}}}]}]}"#,
    );
    let fields = |answers: &Answers| -> Vec<String> {
        check_all(&form, answers, today(), Missing::Demanded).into_iter().map(|trouble| trouble.field).collect()
    };
    let mut answers = Answers::default();
    assert_eq!(fields(&answers), ["q.any"]);
    answers = filled(&form, &answers, &[("q.any", "yes"), ("q.n", "many")]);
    assert_eq!(fields(&answers), ["q.n"]);
    assert_eq!(check_section(&form, "one", &answers, today(), Missing::Demanded), []);
    assert_eq!(check_section(&form, "two", &answers, today(), Missing::Allowed)[0].label, "How many?");
    answers = filled(&form, &answers, &[("q.any", "no")]);
    assert_eq!(fields(&answers), [""; 0]);
}
