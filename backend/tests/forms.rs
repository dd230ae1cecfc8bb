//! Forms: sent, filled in on one device and another, submitted once, signed in the chain, given back, reviewed.

mod papers;
mod wording;

use crate::house::{House, origin};
use backend::{Client, Error, SectionDraft, SignatureOffer, Staff, WordingDraft};
use domain::{
    Refusal,
    documents::{Block, DocumentKind, ShareStatus},
    forms::{Refusal as FormRefusal, SentForm, Status},
    ids::{AssignmentId, FormId},
    notices::TaskKind,
};

crate::on_both_databases!(
    a_form_is_sent_filled_in_signed_and_read,
    what_was_answered_on_another_device_is_not_overwritten,
    nothing_half_blank_or_unseen_is_submitted,
    of_twenty_who_submit_at_once_one_does,
    what_is_given_back_is_submitted_anew_and_the_first_stays,
    any_letters_are_answers_and_what_is_hidden_goes,
    who_has_forms_fills_them_in_and_who_has_not_does_not,
    what_is_taken_back_is_gone,
    a_form_in_progress_keeps_its_version,
    another_chart_has_none_of_it,
    who_sends_forms_reads_no_answers,
    the_demo_has_forms_in_every_state,
);

const NOTICE: &[(&str, &[(&str, &str)])] = &[("notice", &[("q.paper", "no")]), ("sign", &[("q.signer", "client"), ("q.received", "yes")])];

pub fn refusals(error: Error) -> Vec<Refusal> {
    match error {
        Error::Refused(refusals) => refusals,
        other => panic!("{other:?}"),
    }
}

fn refused(refusal: FormRefusal) -> Vec<Refusal> {
    vec![Refusal::from(refusal)]
}

pub async fn form(staff: &Staff, title: &str) -> FormId {
    let lines = staff.forms().await.unwrap().list().await.unwrap();
    lines.iter().find(|line| line.title.starts_with(title)).unwrap_or_else(|| panic!("{title} is not in {lines:?}")).id
}

async fn send(house: &House, title: &str) -> AssignmentId {
    let elena = house.staff("Reyes").await;
    let id = form(&elena, title).await;
    elena.forms().await.unwrap().send(house.chart("Maya"), &[id], "").await.unwrap()[0]
}

pub async fn keep(client: &Client, id: AssignmentId, section: &str, fields: &[(&str, &str)]) -> Result<(), Error> {
    let forms = client.forms().await.unwrap();
    let page = forms.open(id).await.unwrap();
    let fields = fields.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
    let draft = SectionDraft { version: page.version, revision: page.revision, section: section.into(), fields };
    forms.keep(id, &draft).await.map(drop)
}

async fn answer(client: &Client, id: AssignmentId, answered: &[(&str, &[(&str, &str)])]) {
    for (section, fields) in answered {
        keep(client, id, section, fields).await.unwrap();
    }
}

/// Everything answered, agreed to sign electronically, and looked over.
pub async fn ready(client: &Client, id: AssignmentId) -> SignatureOffer {
    answer(client, id, NOTICE).await;
    let forms = client.forms().await.unwrap();
    forms.consent(id, true).await.unwrap();
    typed(&forms.look_over(id).await.unwrap().seen)
}

fn typed(seen: &str) -> SignatureOffer {
    SignatureOffer { seen: seen.into(), agreed: true, method: "typed".into(), typed_name: "Maya Lindqvist".into(), strokes: String::new() }
}

pub async fn submit(client: &Client, id: AssignmentId, offer: &SignatureOffer) -> Result<(), Error> {
    client.forms().await.unwrap().submit(id, offer).await.map(drop)
}

async fn sent(house: &House, id: AssignmentId) -> SentForm {
    let page = house.staff("Reyes").await.forms().await.unwrap().of_chart(house.chart("Maya")).await.unwrap();
    page.sent.into_iter().find(|line| line.id == id).expect("it was sent")
}

async fn a_form_is_sent_filled_in_signed_and_read(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let id = send(&house, "Notice of Privacy").await;
    let mine = maya.documents().await.unwrap().list().await.unwrap();
    assert_eq!((mine.forms[0].id, mine.forms[0].status, mine.forms[0].from.as_deref()), (id, Status::Sent, Some("Elena Reyes, PhD")));
    let mails = "SELECT count(*) FROM mails WHERE kind = 'new_form'";
    assert_eq!(house.count(mails).await, 1);

    let before = house.told("forms.opened").await;
    keep(&maya, id, "notice", &[("q.paper", "no")]).await.unwrap();
    assert_eq!(house.told("forms.opened").await, before + 1, "keeping leaves no line of its own");
    assert_eq!(sent(&house, id).await.status, Status::InProgress);
    let offer = ready(&maya, id).await;
    let shown = maya.forms().await.unwrap().look_over(id).await.unwrap();
    submit(&maya, id, &offer).await.unwrap();

    let line = sent(&house, id).await;
    assert_eq!(line.status, Status::Submitted);
    let read = elena.documents().await.unwrap().read(house.chart("Maya"), line.document.unwrap()).await.unwrap();
    assert_eq!((read.line.kind, read.line.status), (DocumentKind::Form, ShareStatus::SharedAndSigned));
    assert_eq!(read.content, shown.content, "what is read is what was shown");
    let blocks = || read.content.sections.iter().flat_map(|section| &section.blocks);
    let paper = blocks().find(
        |block| matches!(block, Block::Asked { question, answer } if question.starts_with("Would you like a paper") && answer == &["No"]),
    );
    assert!(paper.is_some(), "{:?}", read.content);
    assert_eq!((read.signatures[0].name.as_str(), read.signatures[0].role.as_str()), ("Maya Lindqvist", "client"));
    let to_do = elena.notices().to_do().await.unwrap();
    assert!(to_do.tasks.iter().any(|task| task.kind == TaskKind::FormSubmitted));
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
    assert!(maya.documents().await.unwrap().list().await.unwrap().forms.is_empty());

    elena.forms().await.unwrap().review(house.chart("Maya"), id).await.unwrap();
    let to_do = elena.notices().to_do().await.unwrap();
    assert!(!to_do.tasks.iter().any(|task| task.kind == TaskKind::FormSubmitted));
    assert_eq!(house.count("SELECT count(*) FROM form_answers WHERE length(answers) < 90").await, 0, "they are sealed");
}

async fn what_was_answered_on_another_device_is_not_overwritten(house: House) {
    let maya = house.client("Maya").await;
    let id = send(&house, "Intake").await;
    let forms = maya.forms().await.unwrap();
    let page = forms.open(id).await.unwrap();
    let draft = |name: &str| SectionDraft {
        version: page.version,
        revision: page.revision,
        section: "about-you".into(),
        fields: vec![("q.preferred-name".into(), name.into())],
    };
    forms.keep(id, &draft("May")).await.unwrap();
    let late = forms.keep(id, &draft("Maj")).await.unwrap_err();
    assert_eq!(refusals(late), refused(FormRefusal::ChangedMeanwhile));
    // Who sends the same once more has nothing to lose.
    assert_eq!(forms.keep(id, &draft("May")).await.unwrap().revision, 1);
    let now = forms.open(id).await.unwrap();
    assert_eq!(now.answers.pairs(), [("q.preferred-name".to_owned(), "May".to_owned())]);
}

async fn nothing_half_blank_or_unseen_is_submitted(house: House) {
    let maya = house.client("Maya").await;
    let id = send(&house, "Notice of Privacy").await;
    let nothing = submit(&maya, id, &typed("")).await.unwrap_err();
    assert_eq!(refusals(nothing), refused(FormRefusal::Blank));
    keep(&maya, id, "notice", &[("q.paper", "no")]).await.unwrap();
    let seen = maya.forms().await.unwrap().look_over(id).await.unwrap().seen;
    let half = submit(&maya, id, &typed(&seen)).await.unwrap_err();
    assert_eq!(refusals(half), refused(FormRefusal::NotAllAnswered));
    let offer = ready(&maya, id).await;
    // Answered anew after the last page was shown: that page is not what would be signed.
    keep(&maya, id, "notice", &[("q.paper", "yes")]).await.unwrap();
    let unseen = submit(&maya, id, &offer).await.unwrap_err();
    assert_eq!(refusals(unseen), refused(FormRefusal::ChangedSinceShown));
    maya.forms().await.unwrap().look_over(id).await.unwrap();
    let other = submit(&maya, id, &offer).await.unwrap_err();
    assert_eq!(refusals(other), refused(FormRefusal::ChangedSinceShown));
    let seen = maya.forms().await.unwrap().look_over(id).await.unwrap().seen;
    let unsigned = SignatureOffer { typed_name: String::new(), ..typed(&seen) };
    assert!(matches!(submit(&maya, id, &unsigned).await, Err(Error::Refused(_))));
    assert_eq!(house.count("SELECT count(*) FROM documents WHERE kind = 'form'").await, 0, "nothing half is there");
    submit(&maya, id, &typed(&seen)).await.unwrap();
    let again = submit(&maya, id, &typed(&seen)).await.unwrap_err();
    assert_eq!(refusals(again), refused(FormRefusal::AlreadySubmitted));
    let late = keep(&maya, id, "notice", &[("q.paper", "no")]).await.unwrap_err();
    assert_eq!(refusals(late), refused(FormRefusal::AlreadySubmitted));
}

async fn of_twenty_who_submit_at_once_one_does(house: House) {
    let maya = house.client("Maya").await;
    let id = send(&house, "Notice of Privacy").await;
    let offer = ready(&maya, id).await;
    let token = house.client_token("Maya").await;
    let tries = (0..20).map(|_| {
        let (practice, token, offer) = (house.practice.clone(), token.clone(), offer.clone());
        tokio::spawn(async move {
            let client = practice.client(Some(&token), None, origin()).await.unwrap();
            submit(&client, id, &offer).await
        })
    });
    let tries: Vec<_> = tries.collect();
    let mut done = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(()) => done += 1,
            Err(error) => assert_eq!(refusals(error), refused(FormRefusal::AlreadySubmitted)),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM documents WHERE kind = 'form'").await, 1);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn what_is_given_back_is_submitted_anew_and_the_first_stays(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let (id, chart) = (send(&house, "Notice of Privacy").await, house.chart("Maya"));
    let early = elena.forms().await.unwrap().give_back(chart, id, "Why?").await.unwrap_err();
    assert_eq!(refusals(early), refused(FormRefusal::NotSubmitted));
    let offer = ready(&maya, id).await;
    submit(&maya, id, &offer).await.unwrap();
    elena.forms().await.unwrap().give_back(chart, id, " A paper copy after all? ").await.unwrap();
    let forms = maya.forms().await.unwrap();
    let page = forms.open(id).await.unwrap();
    assert_eq!((page.status, page.question.as_deref()), (Status::Returned, Some("A paper copy after all?")));
    keep(&maya, id, "notice", &[("q.paper", "yes")]).await.unwrap();
    let seen = forms.look_over(id).await.unwrap().seen;
    submit(&maya, id, &typed(&seen)).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM documents WHERE kind = 'form'").await, 2, "what was submitted first stays");
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 2);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

/// Whatever one writes in is no reason to refuse, and what is not shown any more is not kept once it is submitted.
async fn any_letters_are_answers_and_what_is_hidden_goes(house: House) {
    let maya = house.client("Maya").await;
    let id = send(&house, "Notice of Privacy").await;
    let sign: &[(&str, &str)] = &[("q.signer", "parent"), ("q.authority", "I am the mother"), ("q.received", "yes")];
    answer(&maya, id, &[("notice", &[("q.contact-wish", "No calls, please 🦊 李明")]), ("sign", sign)]).await;
    keep(&maya, id, "sign", &[("q.signer", "client")]).await.unwrap();
    let forms = maya.forms().await.unwrap();
    forms.consent(id, true).await.unwrap();
    let seen = forms.look_over(id).await.unwrap().seen;
    submit(&maya, id, &typed(&seen)).await.unwrap();
    let elena = house.staff("Reyes").await;
    elena.forms().await.unwrap().give_back(house.chart("Maya"), id, "Why?").await.unwrap();
    let kept = forms.open(id).await.unwrap().answers.pairs();
    assert!(kept.iter().any(|(_, words)| words.contains("🦊")) && !kept.iter().any(|(name, _)| name == "q.authority"), "{kept:?}");
}

/// Forms are a right of their own.
async fn who_has_forms_fills_them_in_and_who_has_not_does_not(house: House) {
    let id = send(&house, "Notice of Privacy").await;
    let of_maya = "account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')";
    house.tamper(&format!("UPDATE grants SET scopes = 'documents' WHERE {of_maya}")).await;
    let maya = house.client("Maya").await;
    assert!(matches!(maya.forms().await.map(drop), Err(Error::NotFound)));
    assert!(maya.documents().await.unwrap().list().await.unwrap().forms.is_empty());
    house.tamper(&format!("UPDATE grants SET scopes = 'forms' WHERE {of_maya}")).await;
    let maya = house.client("Maya").await;
    let offer = ready(&maya, id).await;
    assert_eq!(maya.forms().await.unwrap().submit(id, &offer).await.unwrap(), None, "it is filed, and read by who reads documents");
    assert_eq!(sent(&house, id).await.status, Status::Submitted);
}

async fn what_is_taken_back_is_gone(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let (id, chart) = (send(&house, "Intake").await, house.chart("Maya"));
    let twice = elena.forms().await.unwrap().send(chart, &[form(&elena, "Intake").await], "").await.unwrap_err();
    assert_eq!(refusals(twice), refused(FormRefusal::AlreadySent));
    keep(&maya, id, "about-you", &[("q.preferred-name", "May")]).await.unwrap();
    elena.forms().await.unwrap().withdraw(chart, id).await.unwrap();
    let late = keep(&maya, id, "about-you", &[("q.preferred-name", "Maj")]).await.unwrap_err();
    assert_eq!(refusals(late), refused(FormRefusal::Withdrawn));
    assert!(maya.documents().await.unwrap().list().await.unwrap().forms.is_empty());
    let due = elena.forms().await.unwrap().send(chart, &[form(&elena, "Intake").await], "2026-11-20").await.unwrap_err();
    assert_eq!(refusals(due), refused(FormRefusal::DuePast));
    elena.forms().await.unwrap().send(chart, &[form(&elena, "Intake").await], "2026-12-20").await.unwrap();
}

async fn a_form_in_progress_keeps_its_version(house: House) {
    let (maya, tomas) = (house.client("Maya").await, house.staff("Vidal").await);
    let id = send(&house, "Intake").await;
    let forms = tomas.forms().await.unwrap();
    let page = forms.read(form(&tomas, "Intake").await).await.unwrap();
    let changed = [("f.title", "Intake, short")];
    publish(&tomas, page.id, &changed).await;
    let mine = maya.forms().await.unwrap().open(id).await.unwrap();
    assert_eq!((mine.version, mine.form.title.as_str()), (1, page.form.title.as_str()));
    forms.archive(page.id, true).await.unwrap();
    let elena = house.staff("Reyes").await;
    let gone = elena.forms().await.unwrap().send(house.chart("Noah"), &[page.id], "").await.unwrap_err();
    assert_eq!(refusals(gone), refused(FormRefusal::FormArchived));
    let own = elena.forms().await.unwrap().begin_wording(None).await;
    assert!(matches!(own, Err(Error::NotAllowed)), "only who changes settings words forms");
}

/// Publishes it with these fields of the page about it.
async fn publish(staff: &Staff, id: FormId, typed: &[(&str, &str)]) {
    let forms = staff.forms().await.unwrap();
    let now = forms.wording(id).await.unwrap();
    let fields = typed.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
    let draft = WordingDraft { version: now.version, revision: now.revision, section: None, then: "publish".into(), fields };
    assert!(forms.word(id, &draft).await.unwrap().published);
}

async fn another_chart_has_none_of_it(house: House) {
    let id = send(&house, "Intake").await;
    let ingrid = house.client("Ingrid").await;
    let forms = ingrid.forms().await.unwrap();
    assert!(matches!(forms.open(id).await, Err(Error::NotFound)));
    assert!(matches!(forms.keep(id, &SectionDraft::default()).await, Err(Error::NotFound)));
    assert!(matches!(forms.submit(id, &typed("")).await, Err(Error::NotFound)));
    let elena = house.staff("Reyes").await;
    let forms = elena.forms().await.unwrap();
    assert!(matches!(forms.withdraw(house.chart("Noah"), id).await, Err(Error::NotFound)));
    assert!(matches!(forms.review(house.chart("Noah"), id).await, Err(Error::NotFound)));
}

async fn who_sends_forms_reads_no_answers(house: House) {
    let (maya, tomas) = (house.client("Maya").await, house.staff("Vidal").await);
    let id = send(&house, "Notice of Privacy").await;
    let offer = ready(&maya, id).await;
    submit(&maya, id, &offer).await.unwrap();
    let forms = tomas.forms().await.unwrap();
    let page = forms.of_chart(house.chart("Maya")).await.unwrap();
    let line = page.sent.iter().find(|line| line.id == id).unwrap();
    assert_eq!((line.status, line.document, line.may_return, line.may_review), (Status::Submitted, None, false, false));
    assert!(matches!(forms.give_back(house.chart("Maya"), id, "Why?").await, Err(Error::NotFound)));
    let walter = house.staff("Brandt").await;
    assert!(matches!(walter.forms().await, Err(Error::NotAllowed)));
}

async fn the_demo_has_forms_in_every_state(house: House) {
    house.system.seed_forms(&house.cast).await.unwrap();
    let page = house.staff("Reyes").await.forms().await.unwrap().of_chart(house.chart("Maya")).await.unwrap();
    let states: Vec<Status> = page.sent.iter().map(|line| line.status).collect();
    let own = [Status::Sent, Status::InProgress, Status::Returned, Status::Submitted];
    assert_eq!(states, [&own[..], &[Status::Submitted, Status::Reviewed]].concat());
    let lines = house.staff("Vidal").await.forms().await.unwrap().list().await.unwrap();
    let of = |fits: fn(&domain::forms::FormLine) -> bool| lines.iter().filter(|line| fits(line)).count();
    let (archived, drafts, papers) = (of(|line| line.archived), of(|line| line.draft), of(|line| line.purpose.is_some()));
    assert_eq!((archived, drafts, papers), (1, 1, 2));
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}
