use super::{PLAN, found, is_not_found, line, refusals, share};
use crate::house::{CLIENT_PASSWORD, House, STAFF_PASSWORD, origin};
use backend::{Activation, Client, Error, NoteDraft, SignatureOffer};
use chrono::Duration;
use domain::{
    dates::DateOrder,
    documents::{Content, Ink, Point, ReaderState, Refusal, ShareAction, ShareRemark, ShareState, ShareStatus},
    ids::ShareId,
    notices::TaskKind,
    sign_in::{Side, StepUpScope},
};
use std::sync::Arc;
use uuid::Uuid;

crate::on_both_databases!(
    a_signature_lands_on_both_sides,
    what_was_not_opened_is_not_signed,
    without_the_agreement_nothing_is_signed,
    what_changed_since_it_was_read_is_not_signed,
    an_empty_or_trivial_mark_is_no_signature,
    a_name_that_cannot_be_printed_is_no_signature,
    a_typed_name_is_the_signers_own,
    fifty_signatures_at_once_leave_one,
    what_is_only_shared_awaits_no_signature,
    reading_the_agreement_opens_nothing,
    another_clients_document_is_not_there,
    declining_needs_a_reason_and_ends_the_request,
    a_request_after_a_decline_takes_the_place_of_the_first,
    a_mother_signs_as_the_mother,
    a_signature_asks_for_the_password_where_the_practice_says_so,
    staff_sign_with_fresh_proof,
    a_link_handed_over_stands_in_the_record,
);

pub fn typed(seen: &str) -> SignatureOffer {
    SignatureOffer { seen: seen.into(), agreed: true, method: "typed".into(), typed_name: "Maya Lindqvist".into(), strokes: String::new() }
}

pub fn drawn(seen: &str) -> SignatureOffer {
    let wave: Vec<Point> = (0..60).map(|i| Point { x: 100 + i * 8, y: 150 + i % 7 * 10, t: i * 8, p: 500 }).collect();
    let strokes = serde_json::to_string(&[wave]).unwrap();
    SignatureOffer { seen: seen.into(), agreed: true, method: "drawn".into(), strokes, typed_name: String::new() }
}

/// The plan lies before Maya, to be signed.
async fn asked(house: &House) -> (Client, ShareId) {
    share(house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let client = house.client("Maya").await;
    let share = found(&client, PLAN).await.0;
    (client, share)
}

/// The same, opened and agreed to sign electronically: only the signature is missing.
pub async fn ready(house: &House) -> (Client, ShareId, String) {
    let (client, share) = asked(house).await;
    let documents = client.documents().await.unwrap();
    let seen = documents.open(share).await.unwrap().seen;
    documents.consent(share, true).await.unwrap();
    drop(documents);
    (client, share, seen)
}

/// IC-62…65
async fn a_signature_lands_on_both_sides(house: House) {
    let (client, share) = asked(&house).await;
    let documents = client.documents().await.unwrap();
    let page = documents.open(share).await.unwrap();
    assert_eq!(page.document.state, ReaderState::PendingReview);
    assert_eq!(
        (page.signer.as_str(), page.client_birth_date.to_string(), page.today.to_string()),
        ("Maya Lindqvist", "1991-03-14".to_owned(), "2026-11-21".to_owned())
    );
    assert!(!page.consented && page.signatures.is_empty());
    assert_eq!(page.consent.version, "2026-11");
    documents.consent(share, true).await.unwrap();
    documents.consent(share, true).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM consents").await, 1);
    house.hands.shift(Duration::minutes(4));
    documents.sign(share, drawn(&page.seen)).await.unwrap();

    let page = documents.open(share).await.unwrap();
    let signature = page.signatures[0].clone();
    assert_eq!((signature.name.as_str(), signature.role.as_str()), ("Maya Lindqvist", "client"));
    assert_eq!(
        (DateOrder::MonthFirst.moment(&signature.at), &signature.content_sha256),
        ("November 21, 2026, 12:04 pm EST".to_owned(), &page.seen)
    );
    assert!(page.consented && matches!(signature.ink, Ink::Drawn(_)));
    assert_eq!(found(&client, PLAN).await.1, ReaderState::Signed);

    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await;
    assert_eq!((plan.status, plan.share), (ShareStatus::SharedAndSigned, Some(ShareState::Signed)));
    assert_eq!(plan.remark, Some(ShareRemark::Signed { by: vec!["Maya Lindqvist".into()], at: signature.at.clone() }));
    assert_eq!(reyes.documents().await.unwrap().read(maya, plan.id).await.unwrap().signatures, [signature]);
    let to_do = reyes.notices().to_do().await.unwrap();
    let task = to_do.tasks.iter().find(|task| task.kind == TaskKind::SignedDocument).unwrap();
    assert_eq!(task.document.as_ref().unwrap().1, PLAN);

    let theirs = documents.download(share).await.unwrap();
    let ours = reyes.documents().await.unwrap().download(maya, plan.id).await.unwrap();
    assert!(theirs.bytes.starts_with(b"%PDF-") && theirs.bytes == ours.bytes);
    assert_eq!(theirs.file_name, "Treatment plan, November 2026.pdf");
    assert_eq!(refusals(documents.sign(share, typed(&page.seen)).await), [Refusal::AlreadySigned]);
    assert_eq!(refusals(documents.decline(share, "Too late").await), [Refusal::AlreadySigned]);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn what_was_not_opened_is_not_signed(house: House) {
    let (client, share) = asked(&house).await;
    let documents = client.documents().await.unwrap();
    documents.consent(share, true).await.unwrap();
    assert_eq!(refusals(documents.sign(share, typed("")).await), [Refusal::NotRead]);
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 0);
}

/// 15 USC 7001(c)
async fn without_the_agreement_nothing_is_signed(house: House) {
    let (client, share) = asked(&house).await;
    let documents = client.documents().await.unwrap();
    let seen = documents.open(share).await.unwrap().seen;
    assert_eq!(refusals(documents.consent(share, false).await), [Refusal::ConsentMissing]);
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::ConsentMissing]);
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 0);
}

/// T43
async fn what_changed_since_it_was_read_is_not_signed(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    let other = documents.open(found(&client, "Intake evaluation").await.0).await.unwrap().seen;
    for wrong in [other, seen.to_uppercase(), String::new(), "00".repeat(32)] {
        assert_eq!(refusals(documents.sign(share, typed(&wrong)).await), [Refusal::ChangedSinceRead]);
    }
    documents.sign(share, typed(&seen)).await.unwrap();
}

async fn an_empty_or_trivial_mark_is_no_signature(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    let dot = serde_json::to_string(&[[Point { x: 5, y: 5, t: 0, p: 500 }]]).unwrap();
    for (offer, expected) in [
        (SignatureOffer { typed_name: "  ".into(), ..typed(&seen) }, vec![Refusal::NameMissing]),
        (SignatureOffer { typed_name: "x".into(), ..typed(&seen) }, vec![Refusal::SignatureTrivial]),
        (SignatureOffer { strokes: "[]".into(), ..drawn(&seen) }, vec![Refusal::SignatureEmpty]),
        (SignatureOffer { strokes: dot, ..drawn(&seen) }, vec![Refusal::SignatureTrivial]),
        (SignatureOffer { strokes: "<svg>".into(), ..drawn(&seen) }, vec![Refusal::SignatureUnreadable]),
        (SignatureOffer { method: "stamped".into(), ..typed(&seen) }, vec![Refusal::SignatureUnreadable]),
        (SignatureOffer { agreed: false, ..typed(&seen) }, vec![Refusal::NotConfirmed]),
        // In the order of the form.
        (SignatureOffer { agreed: false, typed_name: String::new(), ..typed(&seen) }, vec![Refusal::NameMissing, Refusal::NotConfirmed]),
    ] {
        assert_eq!(refusals(documents.sign(share, offer).await), expected);
    }
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 0);
    assert_eq!(found(&client, PLAN).await.1, ReaderState::PendingReview);
}

async fn a_name_that_cannot_be_printed_is_no_signature(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    let named = |name: &str, agreed| SignatureOffer { typed_name: name.into(), agreed, ..typed(&seen) };
    for name in ["李明", "Maya 🌊 Lindqvist", "มายา"] {
        assert_eq!(refusals(documents.sign(share, named(name, true)).await), [Refusal::SignatureUnprintable], "{name}");
        let both = [Refusal::SignatureUnprintable, Refusal::NotConfirmed];
        assert_eq!(refusals(documents.sign(share, named(name, false)).await), both, "{name}");
    }
    for name in ["Maya Núñez-O’Neil", "Lindqvist Thị Hoa", "Αλέξανδρος", "Оксана", "שרה לוי", "فاطمة"] {
        assert_eq!(refusals(documents.sign(share, named(name, false)).await), [Refusal::NotConfirmed], "{name}");
    }
    documents.sign(share, named("Оксана Шевченко", true)).await.unwrap();
}

/// IC-63
async fn a_typed_name_is_the_signers_own(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    let named = |name: &str| SignatureOffer { typed_name: name.into(), ..typed(&seen) };
    for name in ["aaaa bbbb", "Ingrid Sandoval"] {
        assert_eq!(refusals(documents.sign(share, named(name)).await), [Refusal::NameOfAnother], "{name}");
    }
    // As the client likes to be called.
    house.tamper("UPDATE charts SET preferred_name = 'Maj' WHERE first_name = 'Maya'").await;
    client.documents().await.unwrap().sign(share, named("maj l.")).await.unwrap();
}

async fn fifty_signatures_at_once_leave_one(house: House) {
    let (client, share, seen) = ready(&house).await;
    let client = Arc::new(client);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (client, offer) = (client.clone(), typed(&seen));
            tokio::spawn(async move { client.documents().await.unwrap().sign(share, offer).await })
        })
        .collect();
    let mut signed = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(()) => signed += 1,
            lost => assert_eq!(refusals(lost), [Refusal::AlreadySigned]),
        }
    }
    assert_eq!(signed, 1);
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'signed_document'").await, 1);
    assert_eq!(house.told("documents.signed").await, 1);
}

/// Who has only read what signing electronically means has not opened the document: it can be taken back, and not be signed.
async fn reading_the_agreement_opens_nothing(house: House) {
    let (client, share) = asked(&house).await;
    let documents = client.documents().await.unwrap();
    let page = documents.open_to_sign(share).await.unwrap();
    assert!(!page.consented && page.content == Content::default());
    documents.consent(share, true).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM openings").await, 0);
    assert_eq!((house.told("documents.opened").await, house.told("documents.consent_read").await), (0, 1));
    assert_eq!(refusals(documents.sign(share, typed(&page.seen)).await), [Refusal::NotRead]);
    let page = documents.open_to_sign(share).await.unwrap();
    assert!(page.consented && page.content != Content::default());
    documents.sign(share, typed(&page.seen)).await.unwrap();
}

async fn what_is_only_shared_awaits_no_signature(house: House) {
    let client = house.client("Maya").await;
    let documents = client.documents().await.unwrap();
    let share = found(&client, "Intake evaluation").await.0;
    let seen = documents.open(share).await.unwrap().seen;
    documents.consent(share, true).await.unwrap();
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::NothingToSign]);
    assert_eq!(refusals(documents.decline(share, "No").await), [Refusal::NothingToSign]);
}

/// T15: the same answer as for what never was, one row each, and nothing changed.
async fn another_clients_document_is_not_there(house: House) {
    let (_, share, seen) = ready(&house).await;
    let rosa = house.client("Rosa").await;
    let documents = rosa.documents().await.unwrap();
    let before = house.count("SELECT count(*) FROM openings").await;
    for id in [share, ShareId(Uuid::from_u128(7))] {
        let denied = house.told("denied").await;
        assert!(is_not_found(documents.open(id).await));
        assert!(is_not_found(documents.consent(id, true).await));
        assert!(is_not_found(documents.sign(id, typed(&seen)).await));
        assert!(is_not_found(documents.decline(id, "Not mine").await));
        assert!(is_not_found(documents.download(id).await));
        assert_eq!(house.told("denied").await, denied + 5);
    }
    assert_eq!(house.count("SELECT count(*) FROM openings").await, before);
    assert_eq!(house.count("SELECT count(*) FROM shares WHERE state IN ('signed', 'declined')").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM consents").await, 1);
}

async fn declining_needs_a_reason_and_ends_the_request(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    assert_eq!(refusals(documents.decline(share, " \n ").await), [Refusal::ReasonMissing]);
    documents.decline(share, "The second goal is not mine.").await.unwrap();
    assert_eq!(refusals(documents.decline(share, "Again").await), [Refusal::NothingToSign]);
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::NothingToSign]);
    assert_eq!(found(&client, PLAN).await.1, ReaderState::Declined);
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await;
    assert_eq!((plan.status, plan.share, plan.may_share_to_sign), (ShareStatus::Shared, Some(ShareState::Declined), true));
    let read = reyes.documents().await.unwrap().read(maya, plan.id).await.unwrap();
    assert_eq!(read.declined_because.as_deref(), Some("The second goal is not mine."));
    let to_do = reyes.notices().to_do().await.unwrap();
    let task = to_do.tasks.iter().find(|task| task.kind == TaskKind::DeclinedDocument).unwrap();
    assert_eq!(task.remark.as_deref(), Some("The second goal is not mine."));
}

async fn a_request_after_a_decline_takes_the_place_of_the_first(house: House) {
    let (client, first, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    documents.decline(first, "I have a question first.").await.unwrap();
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let (second, state) = found(&client, PLAN).await;
    assert!(second != first && state == ReaderState::PendingReview);
    assert_eq!(refusals(documents.sign(second, typed(&seen)).await), [Refusal::NotRead]);
    // The link in the first mail leads on to what is asked for now.
    let page = documents.open(first).await.unwrap();
    assert!(page.document.share == second && page.seen != seen);
    assert_eq!(refusals(documents.sign(second, typed(&seen)).await), [Refusal::ChangedSinceRead]);
    documents.sign(second, typed(&page.seen)).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn a_mother_signs_as_the_mother(house: House) {
    let noah = house.chart("Noah");
    let reyes = house.staff("Reyes").await;
    let evaluation = line(&reyes, noah, "School and home: what we saw").await.id;
    reyes.documents().await.unwrap().share(noah, evaluation, ShareAction::ShareToSign).await.unwrap();
    let token = house.client_token("Ingrid").await;
    let frame = house.practice.client(Some(&token), None, origin()).await.unwrap().frame().await.unwrap();
    let grant = frame.others.iter().chain([&frame.acting_for]).find(|child| child.name == "Noah Sandoval").unwrap().grant;
    let ingrid = house.practice.client(Some(&token), Some(grant), origin()).await.unwrap();
    let documents = ingrid.documents().await.unwrap();
    let (share, _) = found(&ingrid, "School and home: what we saw").await;
    let page = documents.open(share).await.unwrap();
    assert_eq!((page.signer.as_str(), page.client_name.as_str()), ("Ingrid Sandoval", "Noah Sandoval"));
    documents.consent(share, true).await.unwrap();
    documents.sign(share, SignatureOffer { typed_name: "Ingrid Sandoval".into(), ..typed(&page.seen) }).await.unwrap();
    let signature = documents.open(share).await.unwrap().signatures.remove(0);
    assert_eq!((signature.name.as_str(), signature.role.as_str()), ("Ingrid Sandoval", "mother of Noah Sandoval"));
}

async fn ask_for_proof(house: &House, asks: bool) {
    let vidal = house.staff("Vidal").await;
    let mut settings = vidal.settings().await.unwrap().read().await.unwrap();
    settings.access.client_signs_with_proof = asks;
    vidal.settings().await.unwrap().change(settings).await.unwrap();
}

/// T14
async fn a_signature_asks_for_the_password_where_the_practice_says_so(house: House) {
    const SESSION: &str = "Session of 20 November";
    share(&house, "Maya", "Reyes", SESSION, ShareAction::ShareToSign).await;
    let (client, plan, seen) = ready(&house).await;
    let token = house.client_token("Maya").await;
    let maya = async || house.practice.client(Some(&token), None, origin()).await.unwrap();
    let session = found(&client, SESSION).await.0;
    let seen_session = client.documents().await.unwrap().open(session).await.unwrap().seen;
    house.hands.shift(Duration::minutes(6));
    ask_for_proof(&house, true).await;
    let stale = maya().await;
    let documents = stale.documents().await.unwrap();
    for offer in [typed(&seen), drawn(&seen)] {
        assert!(matches!(documents.sign(plan, offer).await, Err(Error::ProofNeeded(StepUpScope::Signature))));
    }
    // What is wrong is said first: nobody proves who they are for nothing.
    let empty = SignatureOffer { typed_name: String::new(), ..typed(&seen) };
    assert_eq!(refusals(documents.sign(plan, empty).await), [Refusal::NameMissing]);
    assert_eq!(house.count("SELECT count(*) FROM signatures").await, 0);
    let holder = house.practice.holder(Some(&token), origin()).await.unwrap();
    holder.security().prove(StepUpScope::OwnSignIn, CLIENT_PASSWORD, "").await.unwrap();
    let still = maya().await.documents().await.unwrap().sign(plan, drawn(&seen)).await;
    assert!(matches!(still, Err(Error::ProofNeeded(StepUpScope::Signature))));
    holder.security().prove(StepUpScope::Signature, CLIENT_PASSWORD, "").await.unwrap();
    maya().await.documents().await.unwrap().sign(plan, drawn(&seen)).await.unwrap();
    house.hands.shift(Duration::minutes(6));
    let stale = maya().await;
    assert!(matches!(
        stale.documents().await.unwrap().sign(session, typed(&seen_session)).await,
        Err(Error::ProofNeeded(StepUpScope::Signature))
    ));
    ask_for_proof(&house, false).await;
    let stale = maya().await;
    stale.documents().await.unwrap().sign(session, typed(&seen_session)).await.unwrap();
}

/// T14
async fn staff_sign_with_fresh_proof(house: House) {
    let (maya, token) = (house.chart("Maya"), house.staff_token("Reyes").await);
    let text = vec![("Plan".to_owned(), "Walks, twice a week.".to_owned())];
    let draft = NoteDraft { kind: "progress_note".into(), title: "Walks".into(), text, ..Default::default() };
    let elena = house.practice.staff(Some(&token), origin()).await.unwrap();
    let note = elena.documents().await.unwrap().write(maya, draft).await.unwrap();
    house.hands.shift(Duration::minutes(6));
    let stale = house.practice.staff(Some(&token), origin()).await.unwrap();
    assert!(matches!(stale.documents().await.unwrap().finish(maya, note, 1).await, Err(Error::ProofNeeded(StepUpScope::Signature))));
    stale.security().prove(StepUpScope::Signature, STAFF_PASSWORD, "").await.unwrap();
    let fresh = house.practice.staff(Some(&token), origin()).await.unwrap();
    fresh.documents().await.unwrap().finish(maya, note, 1).await.unwrap();
}

/// CP-18: no mail proves that Jordan reads at this address, so the certificate names who gave Jordan the link.
async fn a_link_handed_over_stands_in_the_record(house: House) {
    const PASSWORD: &str = "Seven-Seals_swim7";
    let (jordan, reyes) = (house.chart("Jordan"), house.staff("Reyes").await);
    let invites = reyes.invites().await.unwrap();
    let access = invites.activate(jordan, Activation { hold_mail: true, ..Activation::default() }).await.unwrap();
    invites.copy_link(jordan, access.grant.unwrap()).await.unwrap();
    let link = invites.copied_link().await.unwrap().unwrap();
    let token = link.strip_prefix("http://localhost:3000/register/").unwrap();
    let pass = house.visitor().check_identity(token, "Avery", "1985-07-02").await.unwrap();
    house.visitor().choose_password(token, Some(&pass), PASSWORD).await.unwrap();
    share(&house, "Jordan", "Reyes", PLAN, ShareAction::ShareToSign).await;
    house.hands.shift(Duration::days(2));

    let session = house.visitor().sign_in(Side::Portal, "jordan.avery@example.com", PASSWORD, None).await.unwrap().token;
    let client = house.practice.client(Some(&session), None, origin()).await.unwrap();
    let (documents, id) = (client.documents().await.unwrap(), found(&client, PLAN).await.0);
    let seen = documents.open(id).await.unwrap().seen;
    documents.consent(id, true).await.unwrap();
    documents.sign(id, SignatureOffer { typed_name: "Jordan Avery".into(), ..typed(&seen) }).await.unwrap();
    let by_hand = Some(("Elena Reyes, PhD".to_owned(), "2026-11-21".parse().unwrap()));
    assert_eq!(documents.open(id).await.unwrap().signatures[0].handed_over, by_hand);
    // It stays as it was recorded, whatever becomes of the member of staff.
    house.tamper("UPDATE staff SET last_name = 'Other' WHERE last_name = 'Reyes'").await;
    assert_eq!(documents.open(id).await.unwrap().signatures[0].handed_over, by_hand);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
    // Who was invited by mail needs no such line.
    let (maya, hers, seen) = ready(&house).await;
    maya.documents().await.unwrap().sign(hers, typed(&seen)).await.unwrap();
    assert_eq!(maya.documents().await.unwrap().open(hers).await.unwrap().signatures[0].handed_over, None);
}
