use super::{
    super::{Condition, Flaw, Place, Step, Worded, tests::every_kind},
    *,
};

/// The fields of a page, as its browser would send them.
fn page(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The fields of a section as the editor shows it.
fn shown(section: &Section) -> BTreeMap<String, String> {
    let mut fields = page(&[("f.title", &section.title), ("f.help", &section.help)]);
    put_condition(&mut fields, "f", section.shown_if.as_ref());
    for (place, question) in section.questions.iter().enumerate() {
        put(&mut fields, &format!("f.{place}"), question);
    }
    fields
}

fn put_condition(fields: &mut BTreeMap<String, String>, at: &str, condition: Option<&Condition>) {
    let question = condition.map_or("", |condition| condition.question.as_str());
    fields.insert(format!("{at}.if"), question.into());
    fields.insert(format!("{at}.on"), question.into());
    if let Some(When::Is(values) | When::Contains(values)) = condition.map(|condition| &condition.when) {
        fields.extend(values.iter().map(|value| (format!("{at}.is.{value}"), "true".into())));
    }
}

fn put(fields: &mut BTreeMap<String, String>, at: &str, question: &Question) {
    let kind = Asks::of(&question.kind).name();
    let mut text = |name: &str, value: String| drop(fields.insert(format!("{at}.{name}"), value));
    for (name, value) in [("key", &*question.key), ("label", &question.label), ("help", &question.help), ("kind", kind), ("was", kind)] {
        text(name, value.to_owned());
    }
    let number = |number: Option<i64>| number.map_or(String::new(), |number| number.to_string());
    let mut ticks = vec![("required", question.required)];
    match &question.kind {
        Kind::Number { min, max, unit, whole } => {
            [("min", number(*min)), ("max", number(*max)), ("unit", unit.clone())].into_iter().for_each(|(name, value)| text(name, value));
            ticks.push(("whole", *whole));
        }
        Kind::Digits { count } => text("count", count.to_string()),
        Kind::Date { past, partial } => ticks.extend([("past", *past), ("partial", *partial)]),
        Kind::OneOf { options, other } | Kind::SeveralOf { options, other } => {
            text("options", options.iter().map(|option| option.label.clone()).collect::<Vec<_>>().join("\r\n"));
            ticks.push(("other", *other));
        }
        Kind::Scale { min, max, low, high } => {
            let both = [("min", min.to_string()), ("max", max.to_string()), ("low", low.clone()), ("high", high.clone())];
            both.into_iter().for_each(|(name, value)| text(name, value));
        }
        Kind::Statement { text: words } => text("text", words.clone()),
        Kind::Agreement { words } => text("words", words.clone()),
        Kind::Group { min, max, questions } => {
            [("min", min.to_string()), ("max", max.to_string())].into_iter().for_each(|(name, value)| text(name, value));
            for (place, inner) in questions.iter().enumerate() {
                put(fields, &format!("{at}.in.{place}"), inner);
            }
        }
        _ => {}
    }
    for (name, _) in ticks.into_iter().filter(|(_, ticked)| *ticked) {
        fields.insert(format!("{at}.{name}"), "true".into());
    }
    put_condition(fields, at, question.shown_if.as_ref());
}

fn all_kinds() -> Form {
    let mut form = Form { title: "All".into(), introduction: String::new(), sections: vec![every_kind()], measure: None };
    // What the editor does not ask: a signature is demanded anyway.
    form.sections[0].questions.last_mut().unwrap().required = true;
    form
}

fn step(form: &Form, section: Option<&str>, fields: &[(&str, &str)], step: &str) -> Worded {
    form.step(section, &page(fields), &Step::read(step))
}

#[test]
fn a_section_that_is_sent_as_it_was_shown_is_the_same() {
    let form = all_kinds();
    assert_eq!(form.read_page(Some("all"), &shown(&form.sections[0])), form);
    for ready in super::super::ready() {
        for section in &ready.form.sections {
            let read = ready.form.read_page(Some(&section.key), &shown(section));
            assert!(read == ready.form, "{}: {}", ready.slug, section.key);
        }
    }
}

#[test]
fn a_form_of_three_sections_comes_of_a_handful_of_steps() {
    let mut form = Form::begun();
    form =
        step(&form, None, &[("f.title", " Sleep diary\u{200B} "), ("f.introduction", "Each morning.\r\n"), ("f.signed", "true")], "go.s1")
            .form;
    assert_eq!((form.title.as_str(), form.introduction.as_str(), form.takes_signature()), ("Sleep diary", "Each morning.", true));
    let added = step(
        &form,
        Some("s1"),
        &[("f.title", "Last night"), ("f.0.key", "q1"), ("f.0.label", "Sign"), ("f.0.was", "signature"), ("f.new", "one-of")],
        "add",
    );
    assert_eq!(added.at.as_deref(), Some("f.0.label"), "what is new stands before the signature");
    form = added.form;
    let mut fields = shown(&form.sections[0]);
    fields.extend(page(&[("f.0.label", "How did you sleep?"), ("f.0.options", "Well\r\nBadly\n\n Not at all "), ("f.0.other", "true")]));
    let next = form.step(Some("s1"), &fields, &Step::AddSection);
    assert_eq!((next.section.as_deref(), next.at.as_deref()), (Some("s2"), Some("f.title")));
    form = next.form;
    let Kind::OneOf { options, other: true } = &form.sections[0].questions[0].kind else { panic!("{form:?}") };
    assert_eq!(options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>(), ["well", "badly", "not-at-all"]);
    assert!(form.sections[0].questions[0].required, "to answer is the rule");
    // What stands on the page of a section, and what is typed there besides.
    let typed = |form: &Form, place: usize, more: &[(&str, &str)]| {
        let mut fields = shown(&form.sections[place]);
        fields.extend(page(more));
        fields
    };
    form = form.step(Some("s2"), &typed(&form, 1, &[("f.title", "Dreams"), ("f.new", "long-text")]), &Step::Add).form;
    let dream = [("f.0.label", "What did you dream?"), ("f.0.if", "q2"), ("f.0.on", "q2"), ("f.0.is.badly", "true")];
    form = form.step(Some("s2"), &typed(&form, 1, &dream), &Step::AddSection).form;
    form = form.step(Some("s3"), &typed(&form, 2, &[("f.title", "Agree"), ("f.new", "agreement")]), &Step::Add).form;
    form = form.step(Some("s3"), &typed(&form, 2, &[("f.0.label", "Promise"), ("f.0.words", "I do.")]), &Step::Save).form;
    assert_eq!(form.check(), []);
    assert_eq!(form.sections[1].questions[0].shown_if, Some(Condition { question: "q2".into(), when: When::Is(vec!["badly".into()]) }));
    let last = form.sections[2].questions.last().unwrap();
    assert_eq!(last.kind, Kind::Signature, "it went along to the end of the form");
}

#[test]
fn an_answer_keeps_its_value_whatever_becomes_of_its_words() {
    let was = |labels: &[(&str, &str)]| Question {
        key: "q1".into(),
        label: "Home".into(),
        help: String::new(),
        required: true,
        shown_if: None,
        kind: Kind::OneOf {
            options: labels
                .iter()
                .map(|(value, label)| Choice { value: (*value).into(), label: (*label).into(), score: Some(7) })
                .collect(),
            other: false,
        },
    };
    let read = |typed: &str| {
        let fields = page(&[("f.options", typed)]);
        let read = read_options(&Fields::of(&fields), Some(&was(&[("alone", "Alone"), ("family", "With family")])));
        read.into_iter().map(|choice| (choice.value, choice.score.is_some())).collect::<Vec<_>>()
    };
    let known = |value: &str| (value.to_owned(), true);
    assert_eq!(read("With family\nAlone"), [known("family"), known("alone")], "in another order");
    assert_eq!(read("By myself\nWith family"), [known("alone"), known("family")], "in other words");
    assert_eq!(read("With family"), [known("family")]);
    assert_eq!(read("Alone\nWith friends\nWith family")[1], ("with-friends".to_owned(), false));
    assert_eq!(
        read("Alone\nAlone\nother\n李明").iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>(),
        ["alone", "alone-2", "a", "a-2"]
    );
}

#[test]
fn another_kind_keeps_what_fits_it() {
    let form = all_kinds();
    let at = |key: &str| form.sections[0].questions.iter().position(|question| question.key == key).unwrap();
    let turned = |key: &str, kind: &str| {
        let mut fields = shown(&form.sections[0]);
        fields.insert(format!("f.{}.kind", at(key)), kind.into());
        form.read_page(Some("all"), &fields)
    };
    let several = turned("home", "several-of").sections[0].questions[at("home")].kind.clone();
    assert_eq!(several.values(), form.sections[0].questions[at("home")].kind.values());
    let Kind::Agreement { words } = turned("read", "agreement").sections[0].questions[at("read")].kind.clone() else { panic!() };
    assert_eq!(words, "One.\n\n- two");
    assert!(turned("read", "yes-no").sections[0].questions[at("read")].required);
    // What hangs on several answers asks for one of them, once only one can be chosen.
    let pain = turned("symptoms", "one-of").sections[0].questions[at("pain")].shown_if.clone().unwrap();
    assert_eq!(pain.when, When::Is(vec!["mood".into(), "other".into()]));
}

#[test]
fn a_condition_counts_only_the_answers_of_the_question_that_it_names() {
    let form = all_kinds();
    let mut fields = shown(&form.sections[0]);
    let pain = form.sections[0].questions.iter().position(|question| question.key == "pain").unwrap();
    fields.insert(format!("f.{pain}.if"), "work".into());
    let now = form.read_page(Some("all"), &fields).sections[0].questions[pain].shown_if.clone().unwrap();
    assert_eq!(now, Condition { question: "work".into(), when: When::Answered });
    fields.insert(format!("f.{pain}.if"), String::new());
    assert_eq!(form.read_page(Some("all"), &fields).sections[0].questions[pain].shown_if, None);
}

#[test]
fn questions_and_sections_move_and_go() {
    let two = |fields: &[(&str, &str)], name: &str| {
        let mut form = Form::begun();
        form.sections[0].title = "One".into();
        form.sections.push(Section { key: "s2".into(), title: "Two".into(), ..Section::default() });
        let mut all = page(&[("f.title", "One")]);
        for (place, key) in ["a", "b"].into_iter().enumerate() {
            all.extend(
                [("key", key), ("label", key), ("kind", "time"), ("was", "time")].map(|(n, v)| (format!("f.{place}.{n}"), v.to_owned())),
            );
        }
        all.extend(page(fields));
        form.step(Some("s1"), &all, &Step::read(name))
    };
    let keys = |worded: &Worded| {
        worded.form.sections.iter().map(|section| section.questions.iter().map(|q| q.key.clone()).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&two(&[], "down.0")), ["ba", ""]);
    assert_eq!(keys(&two(&[], "up.1")), ["ba", ""]);
    assert_eq!(keys(&two(&[], "up.0")), ["ab", ""], "there is nothing above");
    let over = two(&[], "down.1");
    assert_eq!((keys(&over), over.section.as_deref()), (vec!["a".to_owned(), "b".to_owned()], Some("s2")), "into the section below");
    assert_eq!(keys(&two(&[], "out.0")), ["b", ""]);
    assert_eq!(keys(&two(&[], "twice.0")), ["aq1b", ""]);
    assert_eq!(keys(&two(&[], "up.7")), ["ab", ""]);
    assert_eq!(keys(&two(&[], "section-down")), ["", "ab"]);
    let out = two(&[], "section-out");
    assert_eq!((keys(&out), out.section.as_deref()), (vec![String::new()], Some("s2")));
    let alone = Form::begun().step(Some("s1"), &page(&[]), &Step::SectionOut);
    assert_eq!(alone.form.sections.len(), 1, "a form has a section");
    for name in [
        "save",
        "add",
        "up.0",
        "down.3",
        "out.2",
        "twice.1",
        "in-add.0",
        "in-up.1.2",
        "in-down.1.0",
        "in-out.4.5",
        "section",
        "section-up",
        "section-down",
        "section-out",
        "go",
        "go.s1",
        "publish",
    ] {
        assert_eq!(Step::read(name).to_string(), name);
    }
    assert_eq!(Step::read("riddle.1"), Step::Save);
}

#[test]
fn what_is_repeated_has_questions_of_its_own() {
    let form = all_kinds();
    let at = form.sections[0].questions.iter().position(|question| question.key == "medicines").unwrap();
    let mut fields = shown(&form.sections[0]);
    fields.insert(format!("f.{at}.new"), "date".into());
    let inner = |form: &Form| match &form.sections[0].questions[at].kind {
        Kind::Group { questions, .. } => questions.iter().map(|question| question.key.clone()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let more = form.step(Some("all"), &fields, &Step::AddInner(at));
    assert_eq!((inner(&more.form), more.at), (vec!["name".into(), "dose".into(), "q1".into()], Some(format!("f.{at}.in.2.label"))));
    let fields = shown(&more.form.sections[0]);
    assert_eq!(inner(&more.form.step(Some("all"), &fields, &Step::UpInner(at, 2)).form), ["name", "q1", "dose"]);
    assert_eq!(inner(&more.form.step(Some("all"), &fields, &Step::OutInner(at, 0)).form), ["dose", "q1"]);
}

#[test]
fn what_is_not_right_yet_is_kept_and_told() {
    let form = step(&Form::begun(), Some("s1"), &[("f.title", ""), ("f.new", "digits")], "add").form;
    let mut fields = shown(&form.sections[0]);
    fields.insert("f.0.count".into(), "four".into());
    let form = form.read_page(Some("s1"), &fields);
    let flaws: Vec<_> = form.check().into_iter().map(|fault| (fault.at, fault.flaw)).collect();
    assert!(flaws.contains(&(Place::Question(0, 0), Flaw::DigitsUnfit)), "{flaws:?}");
    assert!(flaws.contains(&(Place::Section(0), Flaw::Empty(crate::forms::Words::Title))));
    // A section that somebody else took out meanwhile is there again.
    let again = form.read_page(Some("s9"), &page(&[("f.title", "Mine")]));
    assert_eq!(again.sections[1].title, "Mine");
}
