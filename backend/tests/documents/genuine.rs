//! **Verify**: what a paper is, to whom holds it, and nothing to anybody else.

use super::{
    PLAN, found, share,
    signing::{ready, typed},
    unguard,
};
use crate::house::{House, origin};
use backend::{Error, Origin};
use domain::{
    Refusal as AnyRefusal,
    documents::{CheckedPaper, Genuine, LARGEST_PAPER, Refusal, ShareAction},
    sign_in::Refusal as SignInRefusal,
};
use sea_orm::ConnectionTrait;

crate::on_both_databases!(
    a_signed_paper_is_genuine_and_any_flipped_byte_makes_it_another,
    a_paper_that_was_only_shared_is_known_as_it_was_handed_out,
    what_is_not_ours_is_unknown_whatever_it_claims,
    what_does_not_hold_here_is_not_vouched_for,
    what_is_no_paper_is_refused_and_many_have_to_wait,
    what_was_found_is_told_in_this_browser_alone,
);

/// From an address of its own each time: how often one may ask is another test's.
async fn look(house: &House, pdf: &[u8]) -> Genuine {
    let number = house.count("SELECT count(*) FROM audit").await;
    let origin = Origin { address: format!("198.51.100.{}", number % 250), ..origin() };
    house.practice.visitor(origin).check_paper(pdf.to_vec()).await.unwrap().verdict
}

async fn signed(house: &House) -> Vec<u8> {
    let (maya, share, seen) = ready(house).await;
    let documents = maya.documents().await.unwrap();
    documents.sign(share, typed(&seen)).await.unwrap();
    documents.download(share).await.unwrap().bytes
}

async fn a_signed_paper_is_genuine_and_any_flipped_byte_makes_it_another(house: House) {
    let pdf = signed(&house).await;
    assert_eq!(look(&house, &pdf).await, Genuine::Unchanged);
    let elena = house.staff("Reyes").await;
    assert_eq!(elena.check_paper(pdf.clone()).await.unwrap().verdict, Genuine::Unchanged, "from the office too");
    for place in (40..pdf.len()).step_by(pdf.len() / 12) {
        let mut flipped = pdf.clone();
        flipped[place] ^= 1;
        assert_eq!(look(&house, &flipped).await, Genuine::Changed, "byte {place}");
    }
    let words = String::from_utf8_lossy(&pdf).find("Treatment plan").unwrap_or(0);
    assert!(words > 0, "the words stand in what is attached");
    let longer = [&pdf[..], b"\n% one line more\n"].concat();
    assert_eq!(look(&house, &longer).await, Genuine::Changed);
    assert_eq!(look(&house, &pdf[..pdf.len() - 1]).await, Genuine::Changed);
    assert!(house.told("documents.paper_checked").await >= 15);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE act = 'documents.paper_checked' AND chart_id IS NOT NULL").await, 0);
}

async fn a_paper_that_was_only_shared_is_known_as_it_was_handed_out(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let maya = house.client("Maya").await;
    let id = found(&maya, PLAN).await.0;
    let pdf = maya.documents().await.unwrap().download(id).await.unwrap().bytes;
    assert_eq!(look(&house, &pdf).await, Genuine::Unchanged);
    let mut flipped = pdf.clone();
    flipped[pdf.len() / 2] ^= 1;
    assert_eq!(look(&house, &flipped).await, Genuine::Changed);
    // A program that prints otherwise one day knows it still; and one that was handed out before papers were noted is printed once more.
    assert_eq!(house.count("SELECT count(*) FROM prints").await, 1);
    house.tamper("DELETE FROM prints").await;
    assert_eq!(look(&house, &pdf).await, Genuine::Unchanged);
}

/// No oracle: who only knows which papers there are learns nothing.
async fn what_is_not_ours_is_unknown_whatever_it_claims(house: House) {
    let (maya, id, seen) = ready(&house).await;
    maya.documents().await.unwrap().sign(id, typed(&seen)).await.unwrap();
    let nowhere = uuid::Uuid::from_u128(0x4_7000);
    for claimed in [id.0, nowhere] {
        let pdf = format!("%PDF-1.7\n{{\"layout\":2,\"share_id\":\"{claimed}\",\"version\":1}}\n%%EOF");
        assert_eq!(look(&house, pdf.as_bytes()).await, Genuine::Unknown, "{claimed}");
    }
    assert_eq!(look(&house, b"%PDF-1.7\nsomebody else's\n%%EOF").await, Genuine::Unknown);
}

async fn what_does_not_hold_here_is_not_vouched_for(house: House) {
    let pdf = signed(&house).await;
    let db = unguard(&house).await;
    db.execute_unprepared("UPDATE signatures SET signer_name = 'Somebody Else'").await.unwrap();
    assert_eq!(look(&house, &pdf).await, Genuine::Unknown);
    assert!(house.system.verify_signatures().await.unwrap().is_some(), "the walk says the same");
}

async fn what_is_no_paper_is_refused_and_many_have_to_wait(house: House) {
    let refused = async |bytes: Vec<u8>| match house.visitor().check_paper(bytes).await {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(Vec::new()).await, [domain::files::Refusal::NothingChosen.into()]);
    assert_eq!(refused(b"<svg onload=alert(1)>".to_vec()).await, [Refusal::NotAPdf.into()]);
    assert_eq!(refused(vec![b' '; LARGEST_PAPER + 1]).await, [Refusal::PaperTooLarge.into()]);
    let mut waits = false;
    for _ in 0..30 {
        if let Err(Error::Refused(refusals)) = house.visitor().check_paper(b"%PDF-1.7".to_vec()).await {
            waits = matches!(refusals[..], [AnyRefusal::SignIn(SignInRefusal::TooManyTries { .. })]);
            break;
        }
    }
    assert!(waits, "nobody asks without end");
}

async fn what_was_found_is_told_in_this_browser_alone(house: House) {
    let paper = CheckedPaper { verdict: Genuine::Unchanged, sha256: "00".repeat(32) };
    house.visitor().keep_checked("/verify", &Ok(paper.clone())).await.unwrap();
    assert_eq!(house.visitor().checked("/verify").await.unwrap(), Some(Ok(paper)));
    let other = house.practice.visitor(Origin { browser: Some("another".into()), ..origin() });
    assert_eq!(other.checked("/verify").await.unwrap(), None);
    let refusals = vec![AnyRefusal::from(Refusal::NotAPdf)];
    house.visitor().keep_checked("/verify", &Err(refusals.clone())).await.unwrap();
    assert_eq!(house.visitor().checked("/verify").await.unwrap(), Some(Err(refusals)));
}
