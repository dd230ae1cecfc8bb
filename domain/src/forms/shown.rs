//! Which questions there are for somebody, given what they have answered.

use super::{Answer, Answers, Condition, Form, Question, Section, When};
use std::collections::BTreeMap;

/// A section, and what is asked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    pub section: &'a Section,
    /// One at least.
    pub questions: Vec<&'a Question>,
}

/// What is shown. What hangs on a question that is not shown is not shown either, whatever was once answered to it.
pub fn shown<'a>(form: &'a Form, answers: &Answers) -> Vec<Shown<'a>> {
    let mut above: BTreeMap<&str, Option<&Answer>> = BTreeMap::new();
    let mut sections = Vec::new();
    for section in &form.sections {
        if !holds(section.shown_if.as_ref(), &above) {
            continue;
        }
        let mut questions = Vec::new();
        for question in &section.questions {
            if holds(question.shown_if.as_ref(), &above) {
                above.insert(&question.key, answers.of(question));
                questions.push(question);
            }
        }
        if !questions.is_empty() {
            sections.push(Shown { section, questions });
        }
    }
    sections
}

/// Whether nothing was answered of all that is asked. Where nothing is asked, one has only to sign.
pub fn is_blank(form: &Form, answers: &Answers) -> bool {
    let asked: Vec<&Question> = shown(form, answers).into_iter().flat_map(|section| section.questions).collect();
    let mut asked = asked.into_iter().filter(|question| question.kind.takes_answer()).peekable();
    asked.peek().is_some() && asked.all(|question| answers.of(question).is_none())
}

fn holds(condition: Option<&Condition>, above: &BTreeMap<&str, Option<&Answer>>) -> bool {
    let Some(condition) = condition else { return true };
    let Some(answer) = above.get(condition.question.as_str()).copied().flatten() else { return false };
    match &condition.when {
        When::Answered => true,
        When::Is(wanted) | When::Contains(wanted) => answer.values().iter().any(|value| wanted.contains(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::*, *};

    /// Medicine? → which → since when; and a section for who takes lithium.
    fn nested() -> Form {
        read_form(
            r#"{"title": "Medicines", "sections": [
            {"key": "one", "title": "One", "questions": [
                {"key": "any", "label": "Any?", "required": true, "kind": "yes-no"},
                {"key": "which", "label": "Which?", "required": true, "shown_if": {"question": "any", "when": {"is": ["yes"]}},
                 "kind": {"several-of": {"options": [{"value": "lithium", "label": "Lithium"}, {"value": "iron", "label": "Iron"}]}}},
                {"key": "since", "label": "Since when?", "shown_if": {"question": "which", "when": "answered"}, "kind": "short-text"}]},
            {"key": "two", "title": "Lithium", "shown_if": {"question": "which", "when": {"contains": ["lithium"]}}, "questions": [
                {"key": "level", "label": "Last level?", "required": true, "kind": "short-text"}]},
            {"key": "three", "title": "Three", "questions": [
                {"key": "more", "label": "More?", "shown_if": {"question": "level", "when": "answered"}, "kind": "long-text"}]}]}"#,
        )
    }

    fn keys(form: &Form, answers: &Answers) -> Vec<String> {
        shown(form, answers).into_iter().flat_map(|section| section.questions).map(|question| question.key.clone()).collect()
    }

    #[test]
    fn what_hangs_on_what_is_hidden_is_hidden_and_comes_back() {
        let form = nested();
        let mut answers = Answers::default();
        assert_eq!(keys(&form, &answers), ["any"]);
        answers = filled(&form, &answers, &[("q.any", "yes")]);
        assert_eq!(keys(&form, &answers), ["any", "which"]);
        answers = filled(&form, &answers, &[("q.which", "iron")]);
        assert_eq!(keys(&form, &answers), ["any", "which", "since"]);
        answers = filled(&form, &answers, &[("q.which", "iron"), ("q.which", "lithium"), ("q.level", "0.8"), ("q.more", "No")]);
        let all = ["any", "which", "since", "level", "more"];
        assert_eq!(keys(&form, &answers), all);
        let no = filled(&form, &answers, &[("q.any", "no")]);
        assert_eq!(keys(&form, &no), ["any"], "two sections are gone with what hangs on the first answer");
        assert_eq!(keys(&form, &filled(&form, &no, &[("q.any", "yes")])), all);
        assert_eq!(no.without_hidden(&form).pairs(), pairs(&[("q.any", "no")]), "once submitted it does not come back");
        assert_eq!(answers.without_hidden(&form), answers);
    }

    #[test]
    fn only_what_is_shown_counts_as_an_answer() {
        let form = nested();
        let hidden = filled(&form, &Answers::default(), &[("q.level", "0.8")]);
        assert!(is_blank(&form, &hidden) && !hidden.is_empty());
        assert!(!is_blank(&form, &filled(&form, &hidden, &[("q.any", "no")])));
    }

    #[test]
    fn where_one_only_signs_nothing_is_blank() {
        let form = read_form(
            r#"{"title": "Notice", "sections": [{"key": "one", "title": "One", "questions": [
                {"key": "read", "label": "Please read", "kind": {"statement": {"text": "Words."}}},
                {"key": "sign", "label": "Your signature", "kind": "signature"}]}]}"#,
        );
        assert!(!is_blank(&form, &Answers::default()));
    }
}
