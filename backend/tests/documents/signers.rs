//! Several people sign one document, one after the other.

use super::{PLAN, is_not_found, line, refusals, signing::typed, unguard};
use crate::{
    access::{register, with_reason},
    house::{House, STAFF_PASSWORD, origin, somebody},
};
use backend::{Client, Error, GrantChange, SignatureOffer};
use chrono::Duration;
use domain::{
    Stored,
    documents::{AskingDraft, DocumentPage, ReaderState, Refusal, ShareRemark, ShareState, SignerState},
    ids::{ChartId, DocumentId, GrantId, ShareId},
    invites::Scopes,
    notices::TaskKind,
    sign_in::{Side, StepUpScope},
};
use sea_orm::ConnectionTrait;
use std::sync::Arc;

crate::on_both_databases!(
    two_parents_and_a_clinician_sign_in_order,
    the_next_is_told_only_when_it_is_their_turn,
    who_signs_later_signs_what_was_signed_before,
    a_decline_ends_it_for_all,
    nobody_who_is_not_asked_signs,
    a_countersignature_asks_for_fresh_proof,
    many_tries_of_two_signers_leave_two_signatures_in_order,
    who_is_taken_back_or_replaced_signs_no_more,
    what_was_changed_in_one_of_several_is_found,
    asking_names_what_is_wrong,
);

const PAPER: &str = "School and home: what we saw";
const KARL: &str = "karl.sandoval@example.com";

/// Noah's father reads his documents, and has registered.
pub async fn father(house: &House) -> GrantId {
    let noah = house.chart("Noah");
    let elena = house.staff("Reyes").await;
    let karl = elena.charts().await.unwrap().add_contact(noah, &somebody(["Karl", "Sandoval", "father", KARL, ""])).await.unwrap();
    let invites = elena.invites().await.unwrap();
    let grant = invites.admit_contact(noah, karl, with_reason()).await.unwrap();
    let wider = GrantChange {
        relationship: "father".into(),
        legal_basis: "joint custody".into(),
        scopes: Scopes::read("appointments documents").unwrap(),
        ..GrantChange::default()
    };
    invites.change_grant(noah, grant, wider).await.unwrap();
    register(house, KARL, "Sandoval", "2015-04-11").await;
    grant
}

pub async fn karl(house: &House) -> Client {
    let session = house.visitor().sign_in(Side::Portal, KARL, "Seven-Seals_swim7", None).await.unwrap();
    house.practice.client(Some(&session.token), None, origin()).await.unwrap()
}

/// Ingrid, acting for Noah.
pub async fn ingrid(house: &House) -> Client {
    let token = house.client_token("Ingrid").await;
    let frame = house.practice.client(Some(&token), None, origin()).await.unwrap().frame().await.unwrap();
    let grant = frame.others.iter().chain([&frame.acting_for]).find(|child| child.name == "Noah Sandoval").unwrap().grant;
    house.practice.client(Some(&token), Some(grant), origin()).await.unwrap()
}

/// Who can be asked, by name, as the form writes them.
pub async fn candidate(house: &House, chart: ChartId, document: DocumentId, name: &str) -> String {
    let page = house.staff("Reyes").await.documents().await.unwrap().asking(chart, document).await.unwrap();
    page.candidates.into_iter().find(|one| one.name.starts_with(name)).unwrap_or_else(|| panic!("no {name}")).value
}

/// Dr. Reyes asks these to sign the paper about Noah, in this order.
pub async fn ask(house: &House, names: &[&str]) -> DocumentId {
    let noah = house.chart("Noah");
    let reyes = house.staff("Reyes").await;
    let document = line(&reyes, noah, PAPER).await.id;
    let mut signers = Vec::new();
    for name in names {
        signers.push(candidate(house, noah, document, name).await);
    }
    let draft = AskingDraft { signers, ..AskingDraft::default() };
    reyes.documents().await.unwrap().ask(noah, document, &draft, false).await.unwrap();
    document
}

pub async fn opened(client: &Client) -> (ShareId, DocumentPage) {
    let documents = client.documents().await.unwrap();
    let share = documents.list().await.unwrap().documents.into_iter().find(|document| document.title == PAPER).unwrap().share;
    let page = documents.open(share).await.unwrap();
    (share, page)
}

fn by(name: &str, seen: &str) -> SignatureOffer {
    SignatureOffer { typed_name: name.into(), ..typed(seen) }
}

pub async fn signs(client: &Client, name: &str) -> Result<(), Error> {
    let (share, page) = opened(client).await;
    let documents = client.documents().await.unwrap();
    documents.consent(share, true).await.unwrap();
    documents.sign(share, by(name, &page.seen)).await
}

async fn countersigns(house: &House, document: DocumentId) -> Result<(), Error> {
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    let seen = documents.read(house.chart("Noah"), document).await.unwrap().countersign.expect("her turn");
    documents.countersign(house.chart("Noah"), document, by("Elena Reyes", &seen)).await
}

async fn states(house: &House, document: DocumentId) -> Vec<(String, SignerState, bool)> {
    let page = house.staff("Reyes").await.documents().await.unwrap().read(house.chart("Noah"), document).await.unwrap();
    page.signers.into_iter().map(|signer| (signer.name, signer.state, signer.turn)).collect()
}

async fn mails(house: &House, kind: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = '{kind}' AND state <> 'cancelled'")).await
}

async fn two_parents_and_a_clinician_sign_in_order(house: House) {
    use SignerState::{Signed, Waiting};
    father(&house).await;
    let document = ask(&house, &["Ingrid", "Karl", "Elena"]).await;
    let expected = |one, two, three| {
        vec![
            ("Ingrid Sandoval".to_owned(), one, one == Waiting),
            ("Karl Sandoval".to_owned(), two, one == Signed && two == Waiting),
            ("Elena Reyes, PhD".to_owned(), three, two == Signed && three == Waiting),
        ]
    };
    assert_eq!(states(&house, document).await, expected(Waiting, Waiting, Waiting));
    let (mother, father) = (ingrid(&house).await, karl(&house).await);
    assert_eq!(opened(&mother).await.1.document.state, ReaderState::PendingReview);
    assert_eq!(opened(&father).await.1.document.state, ReaderState::Waiting);
    // Nobody signs out of turn.
    assert_eq!(refusals(signs(&father, "Karl Sandoval").await), [Refusal::NotYourTurn]);
    assert!(house.staff("Reyes").await.documents().await.unwrap().read(house.chart("Noah"), document).await.unwrap().countersign.is_none());
    signs(&mother, "Ingrid Sandoval").await.unwrap();
    assert_eq!(refusals(signs(&mother, "Ingrid Sandoval").await), [Refusal::AlreadySigned]);
    assert_eq!(states(&house, document).await, expected(Signed, Waiting, Waiting));

    // Both sides see who has signed, and for whom it waits.
    let page = opened(&mother).await.1;
    assert_eq!((page.document.state, page.signatures.len()), (ReaderState::Waiting, 1));
    assert_eq!(page.document.signers.iter().find(|signer| signer.turn).unwrap().name, "Karl Sandoval");
    let reyes = house.staff("Reyes").await;
    let listed = line(&reyes, house.chart("Noah"), PAPER).await;
    assert_eq!(listed.share, Some(ShareState::AwaitingSignature));
    let Some(ShareRemark::PartlySigned { by, waits_for, .. }) = listed.remark else { panic!("{listed:?}") };
    assert_eq!((by, waits_for.as_str()), (vec!["Ingrid Sandoval".to_owned()], "Karl Sandoval"));

    signs(&father, "Karl Sandoval").await.unwrap();
    countersigns(&house, document).await.unwrap();
    assert_eq!(states(&house, document).await, expected(Signed, Signed, Signed));
    let (share, page) = opened(&father).await;
    assert_eq!(page.document.state, ReaderState::Signed);
    let names: Vec<_> = page.signatures.iter().map(|signature| (signature.name.as_str(), signature.role.as_str())).collect();
    let all =
        [("Ingrid Sandoval", "mother of Noah Sandoval"), ("Karl Sandoval", "father of Noah Sandoval"), ("Elena Reyes, PhD", "clinician")];
    assert_eq!(names[..2], all[..2]);
    assert_eq!(names[2].0, all[2].0);
    // One paper carries all of them.
    let theirs = father.documents().await.unwrap().download(share).await.unwrap().bytes;
    let ours = reyes.documents().await.unwrap().download(house.chart("Noah"), document).await.unwrap().bytes;
    assert_eq!(theirs, ours);
    let tasks = reyes.notices().to_do().await.unwrap().tasks;
    assert_eq!(tasks.iter().filter(|task| task.kind == TaskKind::SignedDocument).count(), 1, "once all have signed");
    assert!(!tasks.iter().any(|task| task.kind == TaskKind::ToCountersign));
    assert_eq!((house.told("documents.signed").await, house.system.verify_signatures().await.unwrap()), (3, None));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn the_next_is_told_only_when_it_is_their_turn(house: House) {
    father(&house).await;
    let document = ask(&house, &["Ingrid", "Karl", "Elena"]).await;
    let told = async || (mails(&house, "to_sign").await, mails(&house, "to_countersign").await);
    assert_eq!(told().await, (0, 0));
    signs(&ingrid(&house).await, "Ingrid Sandoval").await.unwrap();
    assert_eq!(told().await, (1, 0));
    let (share, _) = opened(&karl(&house).await).await;
    house.newest_link(KARL).await;
    let all = house.visitor().demo_mailbox().await.unwrap();
    let mail = all.into_iter().find(|mail| mail.to == KARL && mail.subject == "It is your turn now").unwrap();
    assert!(mail.link.contains(&format!("/documents/{share}?for=")), "{}", mail.link);
    assert!(!mail.text.contains(PAPER) && !mail.text.contains("Noah") && !mail.text.contains("Ingrid"), "{}", mail.text);
    signs(&karl(&house).await, "Karl Sandoval").await.unwrap();
    assert_eq!(told().await, (1, 1));
    let to_do = house.staff("Reyes").await.notices().to_do().await.unwrap();
    let task = to_do.tasks.iter().find(|task| task.kind == TaskKind::ToCountersign).unwrap();
    assert_eq!((task.document.as_ref().unwrap().0, task.owner_name()), (document, Some("Elena Reyes, PhD")));
    // Ingrid was asked by a message, as who signs alone is.
    assert_eq!(house.count("SELECT count(*) FROM messages WHERE share_id IS NOT NULL").await, 1);
}

/// T43
async fn who_signs_later_signs_what_was_signed_before(house: House) {
    father(&house).await;
    ask(&house, &["Ingrid", "Karl"]).await;
    let father = karl(&house).await;
    let (share, before) = opened(&father).await;
    signs(&ingrid(&house).await, "Ingrid Sandoval").await.unwrap();
    let (_, after) = opened(&father).await;
    assert_ne!(before.seen, after.seen, "what is shown has a signature more");
    let documents = father.documents().await.unwrap();
    documents.consent(share, true).await.unwrap();
    assert_eq!(refusals(documents.sign(share, by("Karl Sandoval", &before.seen)).await), [Refusal::ChangedSinceRead]);
    documents.sign(share, by("Karl Sandoval", &after.seen)).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn a_decline_ends_it_for_all(house: House) {
    father(&house).await;
    let document = ask(&house, &["Ingrid", "Karl", "Elena"]).await;
    let (mother, father) = (ingrid(&house).await, karl(&house).await);
    let (share, _) = opened(&father).await;
    assert_eq!(refusals(father.documents().await.unwrap().decline(share, "Too early").await), [Refusal::NotYourTurn]);
    signs(&mother, "Ingrid Sandoval").await.unwrap();
    father.documents().await.unwrap().decline(share, "We have not spoken about this yet.").await.unwrap();
    assert_eq!(refusals(signs(&father, "Karl Sandoval").await), [Refusal::NothingToSign]);
    let reyes = house.staff("Reyes").await;
    let page = reyes.documents().await.unwrap().read(house.chart("Noah"), document).await.unwrap();
    assert_eq!((page.line.share, page.countersign.clone()), (Some(ShareState::Declined), None));
    assert_eq!(page.declined_because.as_deref(), Some("We have not spoken about this yet."));
    assert_eq!(page.signatures.len(), 1, "what was signed stays");
    let seen = opened(&mother).await.1;
    assert_eq!(seen.document.state, ReaderState::Declined);
    assert_eq!(seen.document.signers.iter().find(|signer| signer.state == SignerState::Declined).unwrap().name, "Karl Sandoval");
    assert_eq!(mails(&house, "signing_ended").await, 1, "Ingrid is told");
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
    // It can be asked for anew.
    ask(&house, &["Ingrid"]).await;
    signs(&mother, "Ingrid Sandoval").await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn nobody_who_is_not_asked_signs(house: House) {
    father(&house).await;
    let document = ask(&house, &["Ingrid"]).await;
    let father = karl(&house).await;
    let (share, page) = opened(&father).await;
    assert_eq!(page.document.state, ReaderState::Waiting);
    assert_eq!(refusals(signs(&father, "Karl Sandoval").await), [Refusal::NotAsked]);
    assert_eq!(refusals(father.documents().await.unwrap().decline(share, "No").await), [Refusal::NotAsked]);
    let abara = house.staff("Abara").await;
    let documents = abara.documents().await.unwrap();
    let read = documents.read(house.chart("Noah"), document).await.unwrap();
    assert_eq!(read.countersign, None);
    assert_eq!(refusals(documents.countersign(house.chart("Noah"), document, by("Ruth Abara", &page.seen)).await), [Refusal::NotAsked]);
    // Who does not reach the chart does not find it.
    let okafor = house.staff("Okafor").await;
    assert!(is_not_found(okafor.documents().await.unwrap().countersign(house.chart("Noah"), document, by("Samuel Okafor", "")).await));
    assert!(is_not_found(okafor.documents().await.unwrap().asking(house.chart("Noah"), document).await));
}

/// T14
async fn a_countersignature_asks_for_fresh_proof(house: House) {
    let noah = house.chart("Noah");
    let document = ask(&house, &["Elena", "Ingrid"]).await;
    let token = house.staff_token("Reyes").await;
    let reyes = async || house.practice.staff(Some(&token), origin()).await.unwrap();
    let seen = reyes().await.documents().await.unwrap().read(noah, document).await.unwrap().countersign.unwrap();
    house.hands.shift(Duration::minutes(6));
    let stale = reyes().await;
    let documents = stale.documents().await.unwrap();
    assert_eq!(refusals(documents.countersign(noah, document, by("Ingrid Sandoval", &seen)).await), [Refusal::NameOfAnother]);
    let asked = documents.countersign(noah, document, by("Elena Reyes, PhD", &seen)).await;
    assert!(matches!(asked, Err(Error::ProofNeeded(StepUpScope::Signature))));
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 0);
    stale.security().prove(StepUpScope::Signature, STAFF_PASSWORD, "").await.unwrap();
    reyes().await.documents().await.unwrap().countersign(noah, document, by("Elena Reyes, PhD", &seen)).await.unwrap();
    // Now Ingrid is asked, by mail.
    assert_eq!(mails(&house, "to_sign").await, 1);
    signs(&ingrid(&house).await, "Ingrid Sandoval").await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn many_tries_of_two_signers_leave_two_signatures_in_order(house: House) {
    father(&house).await;
    ask(&house, &["Ingrid", "Karl"]).await;
    let (mother, father) = (Arc::new(ingrid(&house).await), Arc::new(karl(&house).await));
    for client in [&mother, &father] {
        let (share, _) = opened(client).await;
        client.documents().await.unwrap().consent(share, true).await.unwrap();
    }
    let mut tries = Vec::new();
    for _ in 0..12 {
        for (client, name) in [(mother.clone(), "Ingrid Sandoval"), (father.clone(), "Karl Sandoval")] {
            tries.push(tokio::spawn(async move { signs(&client, name).await }));
        }
    }
    let mut signed = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(()) => signed += 1,
            lost => {
                let refused = refusals(lost);
                assert!(
                    refused.iter().all(|refusal| {
                        matches!(
                            refusal,
                            Refusal::AlreadySigned | Refusal::NotYourTurn | Refusal::ChangedSinceRead | Refusal::NothingToSign
                        )
                    }),
                    "{refused:?}"
                );
            }
        }
    }
    if signed == 1 {
        signs(&father, "Karl Sandoval").await.unwrap();
    }
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 2);
    assert_eq!(house.count("SELECT count(*) FROM signatures WHERE place = 1 AND signer_name = 'Ingrid Sandoval' AND seq = 1").await, 1);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn who_is_taken_back_or_replaced_signs_no_more(house: House) {
    father(&house).await;
    let noah = house.chart("Noah");
    let document = ask(&house, &["Ingrid", "Karl", "Elena"]).await;
    let reyes = house.staff("Reyes").await;
    let documents = reyes.documents().await.unwrap();
    signs(&ingrid(&house).await, "Ingrid Sandoval").await.unwrap();
    let signers = documents.read(noah, document).await.unwrap().signers;
    assert_eq!(refusals(documents.take_back_signer(noah, document, signers[0].id).await), [Refusal::SignerAnswered]);
    // Karl's turn passes to Ruth Abara, and hers then ends: Elena is next.
    let ruth = candidate(&house, noah, document, "Ruth").await;
    let elena = candidate(&house, noah, document, "Elena").await;
    assert_eq!(refusals(documents.replace_signer(noah, document, signers[1].id, &elena).await), [Refusal::SignerTwice]);
    documents.replace_signer(noah, document, signers[1].id, &ruth).await.unwrap();
    assert_eq!(refusals(signs(&karl(&house).await, "Karl Sandoval").await), [Refusal::NotAsked]);
    let names: Vec<_> = states(&house, document).await.into_iter().map(|(name, _, turn)| (name, turn)).collect();
    assert!(names[1].0.starts_with("Ruth Abara") && names[1].1, "{names:?}");
    let ruth = documents.read(noah, document).await.unwrap().signers[1].id;
    documents.take_back_signer(noah, document, ruth).await.unwrap();
    assert_eq!(states(&house, document).await.len(), 2);
    countersigns(&house, document).await.unwrap();
    assert_eq!(documents.read(noah, document).await.unwrap().line.share, Some(ShareState::Signed));
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);

    // Where the last who is asked is taken back, it is signed by those who did; where nobody did, it is there to be read.
    let (maya, plan) = (house.chart("Maya"), line(&reyes, house.chart("Maya"), PLAN).await.id);
    documents.share(maya, plan, domain::documents::ShareAction::ShareToSign).await.unwrap();
    let only = documents.read(maya, plan).await.unwrap().signers[0].id;
    assert!(is_not_found(documents.take_back_signer(noah, document, only).await));
    documents.take_back_signer(maya, plan, only).await.unwrap();
    assert_eq!(line(&reyes, maya, PLAN).await.share, Some(ShareState::Open));
}

/// T44
async fn what_was_changed_in_one_of_several_is_found(house: House) {
    father(&house).await;
    let document = ask(&house, &["Ingrid", "Karl", "Elena"]).await;
    signs(&ingrid(&house).await, "Ingrid Sandoval").await.unwrap();
    signs(&karl(&house).await, "Karl Sandoval").await.unwrap();
    countersigns(&house, document).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
    let db = unguard(&house).await;
    for (number, change, back) in [
        (1, "signatures SET place = 9 WHERE seq = 1", "signatures SET place = 1 WHERE seq = 1"),
        (2, "share_signers SET place = 9 WHERE place = 2", "share_signers SET place = 2 WHERE place = 9"),
        (3, "signatures SET staff_id = (SELECT id FROM staff WHERE last_name = 'Abara') WHERE seq = 3", ""),
    ] {
        db.execute_unprepared(&format!("UPDATE {change}")).await.unwrap();
        let trouble = house.system.verify_signatures().await.unwrap().unwrap_or_else(|| panic!("{change} went unnoticed"));
        assert!(trouble.starts_with(&format!("signature {number} ")), "{change}: {trouble}");
        if !back.is_empty() {
            db.execute_unprepared(&format!("UPDATE {back}")).await.unwrap();
            assert_eq!(house.system.verify_signatures().await.unwrap(), None);
        }
    }
}

async fn asking_names_what_is_wrong(house: House) {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let documents = reyes.documents().await.unwrap();
    let plan = line(&reyes, maya, PLAN).await.id;
    let own = candidate(&house, maya, plan, "Maya").await;
    let of_another = candidate(&house, house.chart("Noah"), line(&reyes, house.chart("Noah"), PAPER).await.id, "Ingrid").await;
    let draft = |signers: &[&str], due: &str| AskingDraft {
        signers: signers.iter().map(|one| (*one).to_owned()).collect(),
        due: due.into(),
        ..AskingDraft::default()
    };
    for (asked, expected) in [
        (draft(&[], ""), Refusal::SignersMissing),
        (draft(&[&own, &own], ""), Refusal::SignerTwice),
        (draft(&[&own], "2026-11-20"), Refusal::DueUnfit),
        // Somebody of another chart cannot be asked here.
        (draft(&[&own, &of_another], ""), Refusal::SignerUnknown),
    ] {
        assert_eq!(refusals(documents.ask(maya, plan, &asked, false).await), [expected]);
    }
    assert_eq!(house.count("SELECT count(*) FROM share_signers").await, 0);
    // Psychotherapy notes are never shared, however it is asked.
    let private = line(&reyes, maya, "Process notes").await.id;
    assert_eq!(refusals(documents.ask(maya, private, &draft(&[&own], ""), false).await), [Refusal::NeverShared]);
}
