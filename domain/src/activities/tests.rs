use super::*;
use crate::forms::{Answers, Form, Kind, Measure, Score};

fn form(slug: &str) -> Form {
    ready().into_iter().find(|ready| ready.slug == slug).unwrap().form
}

fn measure(form: &Form) -> &Measure {
    form.measure.as_ref().unwrap()
}

/// With the first so many questions answered so that they come to a total.
fn coming_to(form: &Form, total: i32) -> Answers {
    let measure = measure(form);
    let most = measure.most(form) / measure.counted.len() as i32;
    let mut left = total;
    let pairs = measure.counted.iter().map(|key| {
        let points = left.min(most);
        left -= points;
        (format!("q.{key}"), points.to_string())
    });
    let pairs: Vec<_> = pairs.collect();
    assert_eq!(left, 0);
    Answers::default().read(&form.sections[0], &pairs).unwrap()
}

fn with(form: &Form, answers: &Answers, pairs: &[(&str, &str)]) -> Answers {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    answers.read(&form.sections[0], &pairs).unwrap()
}

/// The bands of a measure: each total from zero to the highest, as published.
fn bands(slug: &str) -> Vec<(i32, i32, String)> {
    let form = form(slug);
    let measure = measure(&form);
    let mut bands: Vec<(i32, i32, String)> = Vec::new();
    for total in 0..=measure.most(&form) {
        let score = measure.score(&form, &coming_to(&form, total));
        assert_eq!(score, Score { answered: measure.counted.len(), of: measure.counted.len(), total: Some(total) }, "{slug}");
        let label = measure.band(total).unwrap().label.clone();
        match bands.last_mut() {
            Some((_, last, of)) if *of == label => *last = total,
            _ => bands.push((total, total, label)),
        }
    }
    bands
}

fn of(bands: &[(i32, i32, &str)]) -> Vec<(i32, i32, String)> {
    bands.iter().map(|(from, to, label)| (*from, *to, (*label).to_owned())).collect()
}

#[test]
fn phq_9_has_its_bands_at_5_10_15_and_20() {
    let expected = [(0, 4, "None or minimal"), (5, 9, "Mild"), (10, 14, "Moderate"), (15, 19, "Moderately severe"), (20, 27, "Severe")];
    assert_eq!(bands("phq-9"), of(&expected));
}

#[test]
fn gad_7_has_its_bands_at_5_10_and_15() {
    assert_eq!(bands("gad-7"), of(&[(0, 4, "Minimal"), (5, 9, "Mild"), (10, 14, "Moderate"), (15, 21, "Severe")]));
}

#[test]
fn the_short_ones_have_a_cut_off_at_3_and_pcl_5_at_31() {
    for slug in ["phq-2", "gad-2"] {
        assert_eq!(bands(slug), of(&[(0, 2, "Below the cut-off"), (3, 6, "At or above the cut-off")]), "{slug}");
    }
    assert_eq!(bands("pcl-5"), of(&[(0, 30, "Below the cut-point"), (31, 80, "At or above the cut-point")]));
}

#[test]
fn the_tenth_question_of_phq_9_is_asked_and_not_counted() {
    let form = form("phq-9");
    let answers = with(&form, &coming_to(&form, 12), &[("q.difficulty", "3")]);
    assert_eq!(measure(&form).score(&form, &answers).total, Some(12));
    assert_eq!(measure(&form).besides(&form, &answers).unwrap().label, "Extremely difficult");
    assert_eq!((measure(&form).counted.len(), form.sections[0].questions.len()), (9, 10));
}

#[test]
fn half_answered_there_is_no_total() {
    let form = form("phq-9");
    let answers = with(&form, &Answers::default(), &[("q.item-1", "3"), ("q.item-2", "3"), ("q.item-3", "2"), ("q.item-4", "0")]);
    assert_eq!(measure(&form).score(&form, &answers), Score { answered: 4, of: 9, total: None });
    let none = measure(&form).score(&form, &Answers::default());
    assert_eq!(none, Score { answered: 0, of: 9, total: None });
    // What is none of the answers counts for nothing.
    let odd = with(&form, &coming_to(&form, 27), &[("q.item-9", "7")]);
    assert_eq!(measure(&form).score(&form, &odd), Score { answered: 8, of: 9, total: None });
}

#[test]
fn the_ninth_question_of_phq_9_needs_somebody_above_zero() {
    let form = form("phq-9");
    assert_eq!((measure(&form).alert_number(), measure(&form).alert_values(&form)), (Some(9), vec!["1".into(), "2".into(), "3".into()]));
    let with_nine = |value| with(&form, &coming_to(&form, 8), &[("q.item-9", value)]);
    assert_eq!(form.above_zero(&with_nine("0")), None);
    assert_eq!(form.above_zero(&with_nine("1")).unwrap().label, "Several days");
    assert_eq!(form.above_zero(&with_nine("3")).unwrap().label, "Nearly every day");
    assert_eq!(form.above_zero(&coming_to(&form, 8)), None);
    for ready in ready().into_iter().filter(|ready| ready.slug != "phq-9") {
        assert_eq!(ready.form.measure.and_then(|measure| measure.alert), None, "{}", ready.slug);
    }
}

#[test]
fn each_is_whole_and_says_where_it_is_from() {
    let mut slugs = std::collections::BTreeSet::new();
    for Ready { slug, version, kind, form } in ready() {
        assert_eq!(form.check(), [], "{slug}");
        assert!(version > 0 && slugs.insert(slug) && !form.takes_signature());
        assert_eq!(kind == ActivityKind::Measure, form.measure.is_some(), "{slug}");
        let Some(measure) = &form.measure else { continue };
        assert!(measure.source.len() > 40 && measure.licence.len() > 40, "{slug}");
        assert!(measure.licence.contains("No permission required") || measure.licence.contains("public domain"), "{slug}");
        assert!(measure.bands[0].from == 0 && measure.bands.is_sorted_by_key(|band| band.from), "{slug}");
        for key in &measure.counted {
            let question = form.question(key).unwrap();
            assert!(question.required, "{slug}: {key}");
            let Kind::OneOf { options, other: false } = &question.kind else { panic!("{slug}: {key}") };
            let scores: Vec<Option<i32>> = options.iter().map(|option| option.score).collect();
            assert_eq!(scores, (0..options.len()).map(|score| Some(score as i32)).collect::<Vec<_>>(), "{slug}: {key}");
        }
    }
    assert_eq!(
        form("phq-9").sections[0].questions[8].label,
        "Thoughts that you would be better off dead or of hurting yourself in some way"
    );
}

#[test]
fn weeks_that_went_by_are_not_made_up_for() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(next_week(day("2026-11-02"), day("2026-11-02")), day("2026-11-09"));
    assert_eq!(next_week(day("2026-11-02"), day("2026-11-08")), day("2026-11-09"));
    assert_eq!(next_week(day("2026-11-02"), day("2026-11-09")), day("2026-11-16"));
    assert_eq!(next_week(day("2026-11-02"), day("2026-12-24")), day("2026-12-28"));
}

#[test]
fn an_outcome_is_chosen_and_something_else_is_said_in_words() {
    assert_eq!(check_outcome("spoke", " We talked. "), Ok((Outcome::Spoke, "We talked.".into())));
    assert_eq!(check_outcome("", "x"), Err(vec![Refusal::OutcomeMissing]));
    assert_eq!(check_outcome("other", " "), Err(vec![Refusal::NoteMissing]));
    assert_eq!(check_outcome("none", &"x".repeat(1_001)), Err(vec![Refusal::OutcomeMissing, Refusal::NoteTooLong]));
    assert_eq!(Outcome::ALL.map(Outcome::ends), [true, false, true, true]);
}

#[test]
fn what_is_assigned_has_a_rhythm_a_day_that_has_not_gone_by_and_a_goal_where_it_is_about_one() {
    let today: NaiveDate = "2026-11-21".parse().unwrap();
    let draft = |rhythm: &str, due: &str, goal: &str| AssignDraft { form: None, rhythm: rhythm.into(), due: due.into(), goal: goal.into() };
    let check = |kind, draft: AssignDraft| draft.check(kind, today);
    assert_eq!(check(ActivityKind::Measure, draft("once", "2026-11-21", "x")), Ok((Rhythm::Once, Some(today), None)));
    assert_eq!(check(ActivityKind::Measure, draft("week", "rubbish", "")), Ok((Rhythm::Weekly, None, None)));
    assert_eq!(check(ActivityKind::Measure, draft("", "", "")), Err(vec![Refusal::RhythmMissing]));
    assert_eq!(check(ActivityKind::Measure, draft("once", "2026-11-20", "")), Err(vec![Refusal::DuePast]));
    assert_eq!(check(ActivityKind::Measure, draft("once", "soon", "")), Err(vec![Refusal::DueUnreadable]));
    assert_eq!(check(ActivityKind::Goal, draft("once", "", " ")), Err(vec![Refusal::GoalMissing]));
    assert_eq!(check(ActivityKind::Goal, draft("once", "", " Sleep well ")), Ok((Rhythm::Once, None, Some("Sleep well".into()))));
}
