//! What was signed is never changed: a plan is written anew, a note is amended; and what is being written is kept.

use super::{PLAN, found, is_not_found, line, note, refusals, share, signing};
use crate::house::{House, STAFF_PASSWORD};
use backend::NoteDraft;
use chrono::Duration;
use domain::{
    documents::{Block, DocumentKind, NoteAbout, PlanProblem, ReaderState, Refusal, ShareAction, ShareState, grouped},
    ids::{ChartId, DocumentId},
    sign_in::StepUpScope,
};

crate::on_both_databases!(
    a_signed_plan_is_written_anew_and_stays_as_it_was,
    a_new_version_ends_the_wait_for_the_one_before,
    a_note_is_amended_and_never_changed,
    an_addendum_to_a_psychotherapy_note_is_as_private,
    what_is_being_written_is_kept_until_it_is_saved,
    notes_begin_from_templates,
    a_plan_holds_problems_and_what_is_done_about_them,
    after_a_session_its_note_is_offered_until_it_is_shared,
    the_demo_practice_signs_together,
);

const SESSION: &str = "Session of 20 November";

fn plan(text: &str, follows: DocumentId) -> NoteDraft {
    NoteDraft { kind: "progress_note".into(), follows: Some(follows), ..note(PLAN, text) }
}

/// The next version of Maya's plan, signed by Dr. Reyes.
async fn next(house: &House, before: DocumentId, text: &str) -> DocumentId {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let id = documents.write(maya, plan(text, before)).await.unwrap();
    documents.finish(maya, id, 1).await.unwrap();
    id
}

async fn a_signed_plan_is_written_anew_and_stays_as_it_was(house: House) {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let (client, first, seen) = signing::ready(&house).await;
    let mine = client.documents().await.unwrap();
    mine.sign(first, signing::typed(&seen)).await.unwrap();
    let signed = mine.download(first).await.unwrap().bytes;
    let before = line(&reyes, maya, PLAN).await.id;
    let page = documents.begin(maya, Some(before), None, None).await.unwrap();
    assert_eq!((page.kind, page.title.as_str()), (Some(DocumentKind::TreatmentPlanGeneral), PLAN));
    assert!(page.sections[1].1.starts_with("1. Fall asleep"), "it begins with what the one before says");
    let second = next(&house, before, "Sleep through, and keep it so.").await;
    // A second window loses nothing, and makes no second version 2.
    assert_eq!(refusals(documents.write(maya, plan("Another", before)).await), [Refusal::FollowedAlready]);
    let read = documents.read(maya, second).await.unwrap();
    assert_eq!((read.line.edition, read.line.kind, read.line.follows), (2, DocumentKind::TreatmentPlanGeneral, Some(before)));
    assert_eq!(documents.read(maya, before).await.unwrap().next, Some(second));

    documents.share(maya, second, ShareAction::ShareToSign).await.unwrap();
    let list = mine.list().await.unwrap().documents;
    let of = |edition| list.iter().find(|document| document.title == PLAN && document.edition == edition).unwrap().clone();
    assert_eq!((of(1).state, of(2).state), (ReaderState::Signed, ReaderState::PendingReview));
    assert_eq!((of(1).newer, of(2).newer), (Some(of(2).share), None));
    assert_eq!(mine.download(first).await.unwrap().bytes, signed, "the signed one is never replaced");
    // In the chart the latest stands above the one before.
    let tab = grouped(documents.list(maya).await.unwrap().lines);
    let (top, below) = tab.iter().find(|(line, _)| line.title == PLAN).unwrap();
    assert_eq!((top.edition, below.iter().map(|line| line.edition).collect::<Vec<_>>()), (2, vec![1]));
    let seen = mine.open(of(2).share).await.unwrap().seen;
    mine.sign(of(2).share, signing::typed(&seen)).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn a_new_version_ends_the_wait_for_the_one_before(house: House) {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let (client, first, seen) = signing::ready(&house).await;
    let before = line(&reyes, maya, PLAN).await.id;
    let second = next(&house, before, "Sleep through.").await;
    let mine = client.documents().await.unwrap();
    assert_eq!(mine.open(first).await.unwrap().document.state, ReaderState::PendingReview, "until the next is shared");
    documents.share(maya, second, ShareAction::Share).await.unwrap();
    assert_eq!(documents.read(maya, before).await.unwrap().line.share, Some(ShareState::Open));
    assert_eq!(refusals(mine.sign(first, signing::typed(&seen)).await), [Refusal::NothingToSign]);
    assert_eq!(mine.open(first).await.unwrap().document.state, ReaderState::Read, "it stays to be read");
}

async fn a_note_is_amended_and_never_changed(house: House) {
    let (maya, token) = (house.chart("Maya"), house.staff_token("Reyes").await);
    let reyes = async || house.practice.staff(Some(&token), crate::house::origin()).await.unwrap();
    let elena = reyes().await;
    let documents = elena.documents().await.unwrap();
    let session = line(&elena, maya, SESSION).await.id;
    let before = documents.read(maya, session).await.unwrap();
    assert!(before.may_amend && !before.may_follow);
    assert_eq!(refusals(documents.write(maya, plan("Anew", session)).await), [Refusal::NoVersions]);
    let unamended = documents.download(maya, session).await.unwrap().bytes;
    let words = NoteDraft { amends: Some(session), ..note("Addendum", "The call was on Friday, not on Thursday.") };
    let addendum = documents.write(maya, words).await.unwrap();
    assert!(documents.read(maya, session).await.unwrap().addenda.is_empty(), "not before its author has signed it");
    house.hands.shift(Duration::minutes(6));
    let stale = reyes().await;
    assert!(stale.documents().await.unwrap().finish(maya, addendum, 1).await.is_err(), "with fresh proof only");
    stale.security().prove(StepUpScope::Signature, STAFF_PASSWORD, "").await.unwrap();
    reyes().await.documents().await.unwrap().finish(maya, addendum, 1).await.unwrap();
    let elena = reyes().await;
    let documents = elena.documents().await.unwrap();
    let read = documents.read(maya, session).await.unwrap();
    assert_eq!((read.content.clone(), read.version), (before.content, before.version));
    let [below] = &read.addenda[..] else { panic!("{:?}", read.addenda) };
    assert_eq!((below.author.as_str(), below.signed_at.day().to_string()), ("Elena Reyes, PhD", "2026-11-21".to_owned()));
    // On paper too, and in what is shared from now on.
    let paper = documents.download(maya, session).await.unwrap().bytes;
    assert_ne!(paper, unamended);
    assert!(paper.windows(20).any(|part| part == b"Addendum of November"), "content.json holds it");
    assert_eq!(refusals(documents.write(maya, NoteDraft { amends: Some(addendum), ..note("More", "Words") }).await), [Refusal::NoAddenda]);
    share(&house, "Maya", "Reyes", SESSION, ShareAction::Share).await;
    let client = house.client("Maya").await;
    let page = client.documents().await.unwrap().open(found(&client, SESSION).await.0).await.unwrap();
    assert!(page.content.sections.iter().any(|section| section.heading == "Addendum of November 21, 2026, by Elena Reyes, PhD"));
}

/// T19
async fn an_addendum_to_a_psychotherapy_note_is_as_private(house: House) {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let private = line(&reyes, maya, "Process notes").await.id;
    // Whatever kind the form says.
    let id = documents.write(maya, NoteDraft { amends: Some(private), ..note("More thoughts", "For me alone.") }).await.unwrap();
    documents.finish(maya, id, 1).await.unwrap();
    assert_eq!(documents.read(maya, id).await.unwrap().line.kind, DocumentKind::PsychotherapyNote);
    for action in [ShareAction::Share, ShareAction::ShareToSign] {
        assert_eq!(refusals(documents.share(maya, id, action).await), [Refusal::NeverShared]);
        assert_eq!(refusals(documents.share(maya, private, action).await), [Refusal::NeverShared]);
    }
    let raman = house.staff("Raman").await;
    assert!(is_not_found(raman.documents().await.unwrap().read(maya, id).await));
}

async fn kept(house: &House, chart: ChartId) -> Option<String> {
    let reyes = house.staff("Reyes").await;
    reyes.documents().await.unwrap().begin(chart, None, None, None).await.unwrap().kept.map(|kept| kept.title)
}

async fn what_is_being_written_is_kept_until_it_is_saved(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let rows = house.count("SELECT count(*) FROM audit").await;
    for title in ["Sess", "Session"] {
        documents.keep(maya, NoteAbout::New, None, note(title, "Slept")).await.unwrap();
    }
    assert_eq!(house.count("SELECT count(*) FROM audit").await, rows, "nobody did anything yet");
    assert_eq!(kept(&house, maya).await.as_deref(), Some("Session"));
    // It is the writer's alone, and of this chart.
    let abara = house.staff("Abara").await;
    assert!(abara.documents().await.unwrap().begin(maya, None, None, None).await.unwrap().kept.is_none());
    assert_eq!(kept(&house, house.chart("Noah")).await, None);
    let okafor = house.staff("Okafor").await;
    assert!(is_not_found(okafor.documents().await.unwrap().keep(maya, NoteAbout::New, None, note("Mine", "Words")).await));

    let id = documents.write(maya, note("Session", "Slept well.")).await.unwrap();
    assert_eq!(kept(&house, maya).await, None, "what is saved need not be kept");
    documents.keep(maya, NoteAbout::Draft(id), Some(1), note("Session", "Slept badly.")).await.unwrap();
    let back = documents.read(maya, id).await.unwrap().kept.unwrap();
    assert_eq!((back.version, back.sections[0].1.as_str()), (Some(1), "Slept badly."));
    documents.change(maya, id, 1, note("Session", "Slept badly.")).await.unwrap();
    assert!(documents.read(maya, id).await.unwrap().kept.is_none());
    documents.keep(maya, NoteAbout::New, None, note("Later", "Words")).await.unwrap();
    documents.forget_kept(maya, NoteAbout::New).await.unwrap();
    assert_eq!(kept(&house, maya).await, None);
    documents.keep(maya, NoteAbout::New, None, note("Old", "Words")).await.unwrap();
    house.hands.shift(Duration::days(14) + Duration::seconds(1));
    assert_eq!(kept(&house, maya).await, None);
    house.system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM note_drafts").await, 0);
}

async fn notes_begin_from_templates(house: House) {
    let maya = house.chart("Maya");
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let begins = house.count("SELECT count(*) FROM note_templates").await;
    let own = documents.templates().await.unwrap();
    own.save(None, note("Short session", "Session:\nPlan:")).await.unwrap();
    assert_eq!(
        refusals(own.save(None, NoteDraft::default()).await),
        [Refusal::KindUnknown, Refusal::TemplateNameMissing, Refusal::NothingWritten]
    );
    let vidal = house.staff("Vidal").await;
    vidal.settings().await.unwrap().templates().save(None, note("Practice session", "Mood:\nRisk:")).await.unwrap();
    let page = documents.begin(maya, None, None, None).await.unwrap();
    let short = page.templates.iter().find(|template| template.name == "Short session").unwrap();
    assert!(short.own && page.templates.iter().any(|template| template.name == "Practice session" && !template.own));
    let begun = documents.begin(maya, None, None, Some(short.id)).await.unwrap();
    assert_eq!((begun.kind, begun.sections[0].1.as_str()), (Some(DocumentKind::ProgressNote), "Session:\nPlan:"));
    // Others neither see it nor take it away.
    let okafor = house.staff("Okafor").await;
    let theirs = okafor.documents().await.unwrap();
    assert!(!theirs.templates().await.unwrap().list().await.unwrap().iter().any(|template| template.name == "Short session"));
    assert!(is_not_found(theirs.templates().await.unwrap().remove(short.id).await));
    own.save(Some(short.id), note("Shorter", "Plan:")).await.unwrap();
    own.remove(short.id).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM note_templates").await, begins + 1);
}

async fn a_plan_holds_problems_and_what_is_done_about_them(house: House) {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let sleep = PlanProblem {
        problem: "Trouble falling asleep".into(),
        goal: "Asleep within 30 minutes".into(),
        objectives: "Keep a diary\nLights out at ten".into(),
        interventions: String::new(),
    };
    let draft = NoteDraft { kind: "treatment_plan_general".into(), plan: vec![sleep.clone(), PlanProblem::default()], ..note("Plan", "") };
    let id = documents.write(maya, draft.clone()).await.unwrap();
    let read = documents.read(maya, id).await.unwrap();
    assert_eq!(read.plan, std::slice::from_ref(&sleep), "as it was typed, and what is empty is left out");
    let asked = Block::Asked { question: "Objectives".into(), answer: vec!["Keep a diary".into(), "Lights out at ten".into()] };
    assert!(read.content.sections[0].blocks.contains(&asked), "{:?}", read.content);
    documents.finish(maya, id, 1).await.unwrap();
    // The next version begins with it.
    assert_eq!(documents.begin(maya, Some(id), None, None).await.unwrap().plan, [sleep]);
    let seven = NoteDraft { plan: vec![PlanProblem { problem: "P".into(), ..PlanProblem::default() }; 7], ..draft };
    assert_eq!(refusals(documents.write(maya, seven).await), [Refusal::TextTooLong]);
}

async fn after_a_session_its_note_is_offered_until_it_is_shared(house: House) {
    house.system.seed_appointments(&house.cast).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let maya = house.chart("Maya");
    let offer = documents.list(maya).await.unwrap().offer;
    let Some(offer) = offer else { panic!("nothing is offered") };
    assert_eq!(offer.with, "Elena Reyes, PhD");
    let Some((document, title)) = offer.summary else { panic!("{offer:?}") };
    assert_eq!(title, SESSION);
    documents.share(maya, document, ShareAction::Share).await.unwrap();
    assert_eq!(documents.list(maya).await.unwrap().offer, None);
    // Who may not share is offered nothing.
    let brandt = house.staff("Brandt").await;
    assert_eq!(brandt.documents().await.unwrap().list(maya).await.unwrap().offer, None);
}

async fn the_demo_practice_signs_together(house: House) {
    house.system.seed_signing(&house.cast).await.unwrap();
    let reyes = house.staff("Reyes").await;
    let of = async |client: &str, title: &str| line(&reyes, house.chart(client), title).await;
    let noah = of("Noah", "Support plan for school").await;
    assert!(matches!(noah.remark, Some(domain::documents::ShareRemark::PartlySigned { .. })), "{noah:?}");
    assert_eq!(of("Ida", "Plan for the nights").await.share, Some(ShareState::Expired));
    let okafor = house.staff("Okafor").await;
    let rosa = line(&okafor, house.chart("Rosa"), "Treatment plan, November 2026").await;
    assert_eq!((rosa.edition, rosa.due.map(|due| due.overdue)), (2, Some(true)));
    house.system.mind_signatures().await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}
