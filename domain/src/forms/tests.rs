//! Forms and answers for the tests of this room, and the model itself.

use super::*;

pub(super) fn read_form(json: &str) -> Form {
    serde_json::from_str(json).unwrap()
}

pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

/// With these fields, whatever section they are in.
pub(super) fn filled(form: &Form, answers: &Answers, typed: &[(&str, &str)]) -> Answers {
    form.sections.iter().fold(answers.clone(), |answers, section| answers.read(section, &pairs(typed)).unwrap())
}

pub(super) const EVERY_KIND: &str = r#"{"key":"all","title":"All","questions":[
    {"key":"name","label":"Your name","required":true,"kind":"short-text"},
    {"key":"story","label":"What brings you?","help":"As much as you like.","kind":"long-text"},
    {"key":"height","label":"Height","kind":{"number":{"min":1,"max":100,"unit":"inches","whole":true}}},
    {"key":"card","label":"Last four","kind":{"digits":{"count":4}}},
    {"key":"born","label":"Birth date","kind":{"date":{"past":true,"partial":true}}},
    {"key":"next","label":"Next visit","kind":{"date":{}}},
    {"key":"call","label":"When to call","kind":"time"},
    {"key":"work","label":"Do you work?","kind":"yes-no"},
    {"key":"home","label":"Home","kind":{"one-of":{"options":[
        {"value":"alone","label":"Alone","score":0},{"value":"family","label":"With family","score":1}]}}},
    {"key":"symptoms","label":"What troubles you?","kind":{"several-of":{"options":[
        {"value":"sleep","label":"Sleep"},{"value":"mood","label":"Mood"}],"other":true}}},
    {"key":"pain","label":"Pain","shown_if":{"question":"symptoms","when":{"contains":["mood","other"]}},
        "kind":{"scale":{"min":0,"max":10,"low":"None","high":"Worst"}}},
    {"key":"tel","label":"Phone","shown_if":{"question":"work","when":{"is":["yes"]}},"kind":"phone"},
    {"key":"mail","label":"E-mail","shown_if":{"question":"name","when":"answered"},"kind":"email"},
    {"key":"address","label":"Address","kind":"address"},
    {"key":"read","label":"Please read","kind":{"statement":{"text":"One.\n\n- two"}}},
    {"key":"agree","label":"Agreement","kind":{"agreement":{"words":"I agree."}}},
    {"key":"ini","label":"Initials","kind":"initials"},
    {"key":"medicines","label":"Medicines","kind":{"group":{"min":0,"max":10,"questions":[
        {"key":"name","label":"Name","required":true,"kind":"short-text"},{"key":"dose","label":"Dose","kind":"short-text"}]}}},
    {"key":"sign","label":"Your signature","kind":"signature"}]}"#;

/// A section with a question of each kind.
pub(super) fn every_kind() -> Section {
    serde_json::from_str(EVERY_KIND).unwrap()
}

#[test]
fn a_form_is_written_as_it_is_read() {
    let written = serde_json::to_string(&every_kind()).unwrap();
    let tidy: String = EVERY_KIND.split('\n').map(str::trim).collect();
    assert_eq!(written, tidy);
}

#[test]
fn what_is_unknown_is_no_form() {
    for wrong in [
        r#"{"title": "T", "sections": [], "color": "red"}"#,
        r#"{"title": "T"}"#,
        r#"{"title": "T", "sections": [{"key": "s", "title": "S", "questions": [{"key": "k", "label": "L", "kind": "riddle"}]}]}"#,
        r#"{"title": "T", "sections": [{"key": "s", "title": "S", "questions": [
            {"key": "k", "label": "L", "kind": {"number": {"least": 1}}}]}]}"#,
        r#"{"title": "T", "sections": [{"key": "s", "title": "S", "questions": [{"key": "k", "label": "L"}]}]}"#,
        r#"{"title": "T", "sections": [{"key": "s", "title": "S", "shown_if": {"question": "k", "when": "never"}, "questions": []}]}"#,
    ] {
        assert!(serde_json::from_str::<Form>(wrong).is_err(), "{wrong}");
    }
}
