//! Wording a form: kept, published as a version, and nothing of two who do so at once is lost.

use super::{FormRefusal, refusals, refused};
use crate::house::House;
use backend::{Error, Staff, WordingDraft, WordingStep};
use domain::{forms::Wording, ids::FormId};

crate::on_both_databases!(
    a_form_of_ones_own_is_worded_published_and_sent,
    of_two_who_word_one_form_the_slower_is_told,
    what_has_faults_is_not_published,
    a_draft_is_thrown_away,
    a_copy_is_a_form_of_its_own,
);

async fn word(staff: &Staff, now: &Wording, section: Option<&str>, typed: &[(&str, &str)], then: &str) -> Result<WordingStep, Error> {
    let fields = typed.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
    let draft =
        WordingDraft { version: now.version, revision: now.revision, section: section.map(str::to_owned), then: then.into(), fields };
    staff.forms().await.unwrap().word(now.id, &draft).await
}

async fn now(staff: &Staff, id: FormId) -> Wording {
    staff.forms().await.unwrap().wording(id).await.unwrap()
}

const QUESTION: [(&str, &str); 5] = [
    ("f.title", "Last night"),
    ("f.0.key", "q1"),
    ("f.0.kind", "long-text"),
    ("f.0.was", "long-text"),
    ("f.0.label", "How did you sleep?"),
];

/// Begun, with a title and one question.
async fn diary(staff: &Staff) -> FormId {
    let id = staff.forms().await.unwrap().begin_wording(None).await.unwrap();
    word(staff, &now(staff, id).await, None, &[("f.title", "Sleep diary")], "go.s1").await.unwrap();
    let step = word(staff, &now(staff, id).await, Some("s1"), &[("f.title", "Last night"), ("f.new", "long-text")], "add").await.unwrap();
    assert_eq!(step.at.as_deref(), Some("f.0.label"));
    word(staff, &now(staff, id).await, Some("s1"), &QUESTION, "save").await.unwrap();
    id
}

async fn a_form_of_ones_own_is_worded_published_and_sent(house: House) {
    let (tomas, elena) = (house.staff("Vidal").await, house.staff("Reyes").await);
    let before = house.told("forms.changed").await;
    let id = diary(&tomas).await;
    assert_eq!(house.told("forms.changed").await, before + 1, "begun; keeping it leaves no line");
    let line = |lines: Vec<domain::forms::FormLine>| lines.into_iter().find(|line| line.id == id).unwrap();
    let listed = line(tomas.forms().await.unwrap().list().await.unwrap());
    assert_eq!((listed.title.as_str(), listed.version, listed.draft, listed.may_send), ("Sleep diary", 0, true, false));
    let chart = house.chart("Maya");
    let early = elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap_err();
    assert_eq!(refusals(early), refused(FormRefusal::NotPublished));
    assert!(!elena.forms().await.unwrap().of_chart(chart).await.unwrap().forms.iter().any(|line| line.id == id));

    let step = word(&tomas, &now(&tomas, id).await, Some("s1"), &QUESTION, "publish").await.unwrap();
    assert!(step.published);
    let listed = line(tomas.forms().await.unwrap().list().await.unwrap());
    assert_eq!((listed.version, listed.draft, listed.may_send), (1, false, true));
    let sent = elena.forms().await.unwrap().send(chart, &[id], "").await.unwrap()[0];
    let maya = house.client("Maya").await;
    assert_eq!(maya.forms().await.unwrap().open(sent).await.unwrap().form.sections[0].questions[0].label, "How did you sleep?");

    // Worded anew, it is sent in the version that is in use until it is published.
    let other = [QUESTION[0], QUESTION[1], QUESTION[2], QUESTION[3], ("f.0.label", "How was the night?")];
    word(&tomas, &now(&tomas, id).await, Some("s1"), &other, "save").await.unwrap();
    let read = tomas.forms().await.unwrap().read(id).await.unwrap();
    assert_eq!((read.version, read.draft, read.form.sections[0].questions[0].label.as_str()), (1, true, "How did you sleep?"));
    word(&tomas, &now(&tomas, id).await, Some("s1"), &other, "publish").await.unwrap();
    let kept = maya.forms().await.unwrap().open(sent).await.unwrap();
    assert_eq!((kept.version, kept.form.sections[0].questions[0].label.as_str()), (1, "How did you sleep?"));
    assert_eq!(now(&tomas, id).await.form.sections[0].questions[0].label, "How was the night?");
    // Nothing was changed since: nothing is published.
    assert!(word(&tomas, &now(&tomas, id).await, Some("s1"), &other, "publish").await.unwrap().published);
    assert_eq!(now(&tomas, id).await.version, 2);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn of_two_who_word_one_form_the_slower_is_told(house: House) {
    let (tomas, rosa) = (house.staff("Vidal").await, house.staff("Okafor").await);
    let id = diary(&tomas).await;
    let (his, hers) = (now(&tomas, id).await, now(&tomas, id).await);
    word(&tomas, &his, None, &[("f.title", "Diary of sleep")], "save").await.unwrap();
    let late = word(&tomas, &hers, None, &[("f.title", "My nights")], "save").await.unwrap_err();
    assert_eq!(refusals(late), refused(FormRefusal::ChangedMeanwhile));
    assert_eq!(now(&tomas, id).await.form.title, "Diary of sleep");
    // Who has changed nothing goes on; but does not publish what they have not seen.
    assert!(word(&tomas, &hers, None, &[("f.title", "Diary of sleep")], "go.s1").await.is_ok());
    let unseen = word(&tomas, &hers, None, &[("f.title", "Diary of sleep")], "publish").await.unwrap_err();
    assert_eq!(refusals(unseen), refused(FormRefusal::ChangedMeanwhile));
    let seen = now(&tomas, id).await;
    assert!(word(&tomas, &seen, None, &[("f.title", "My nights")], "publish").await.unwrap().published);
    // What stood on the screen was published by somebody else meanwhile.
    let published = word(&tomas, &seen, None, &[("f.title", "Nights")], "save").await.unwrap_err();
    assert_eq!(refusals(published), refused(FormRefusal::ChangedMeanwhile));
    assert!(
        matches!(rosa.forms().await, Err(Error::NotAllowed))
            || matches!(rosa.forms().await.unwrap().wording(id).await, Err(Error::NotAllowed))
    );
}

async fn what_has_faults_is_not_published(house: House) {
    let tomas = house.staff("Vidal").await;
    let id = diary(&tomas).await;
    let empty = [QUESTION[0], QUESTION[1], QUESTION[2], QUESTION[3], ("f.0.label", " ")];
    let step = word(&tomas, &now(&tomas, id).await, Some("s1"), &empty, "publish").await.unwrap();
    assert_eq!((step.published, step.faulty, step.section.as_deref()), (false, true, Some("s1")), "it leads to the first of them");
    let kept = now(&tomas, id).await;
    assert_eq!((kept.version, kept.faults.len()), (0, 1), "and is kept as it is");
    let long = "x".repeat(500_000);
    let too_long = word(&tomas, &kept, None, &[("f.title", "Sleep diary"), ("f.introduction", &long)], "save").await.unwrap_err();
    assert_eq!(refusals(too_long), refused(FormRefusal::TooLong));
}

async fn a_draft_is_thrown_away(house: House) {
    let tomas = house.staff("Vidal").await;
    let forms = tomas.forms().await.unwrap();
    let id = diary(&tomas).await;
    let old = forms.discard(id, 1).await.unwrap_err();
    assert_eq!(refusals(old), refused(FormRefusal::ChangedMeanwhile), "what one has not seen is not thrown away");
    word(&tomas, &now(&tomas, id).await, Some("s1"), &QUESTION, "publish").await.unwrap();
    word(&tomas, &now(&tomas, id).await, None, &[("f.title", "Nights")], "save").await.unwrap();
    assert!(!forms.discard(id, now(&tomas, id).await.revision).await.unwrap());
    assert_eq!(now(&tomas, id).await.form.title, "Sleep diary");
    let never = forms.begin_wording(None).await.unwrap();
    assert!(forms.discard(never, 1).await.unwrap());
    assert!(matches!(forms.wording(never).await, Err(Error::NotFound)));
}

async fn a_copy_is_a_form_of_its_own(house: House) {
    let tomas = house.staff("Vidal").await;
    let forms = tomas.forms().await.unwrap();
    let intake = super::form(&tomas, "Intake").await;
    let copy = forms.begin_wording(Some(intake)).await.unwrap();
    let (like, own) = (forms.read(intake).await.unwrap().form, now(&tomas, copy).await.form);
    assert_eq!((own.title.as_str(), &own.sections), ("Intake form (copy)", &like.sections));
    let step = word(&tomas, &now(&tomas, copy).await, None, &[("f.title", "Intake, ours")], "publish").await.unwrap();
    assert!(step.published);
    assert_eq!(forms.read(intake).await.unwrap().form, like);
}
