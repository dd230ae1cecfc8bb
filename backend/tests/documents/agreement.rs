//! The agreement to sign electronically, taken back.

use super::{
    refusals,
    signing::{ready, typed},
};
use crate::house::House;
use domain::documents::Refusal;

crate::on_both_databases!(an_agreement_that_is_taken_back_is_asked_for_anew);

/// 15 USC 7001(c): what was signed stays, and nothing more is signed without agreeing once more.
async fn an_agreement_that_is_taken_back_is_asked_for_anew(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    assert_eq!(documents.list().await.unwrap().agreed_on, Some("2026-11-21".parse().unwrap()));
    documents.withdraw_agreement().await.unwrap();
    assert_eq!(documents.list().await.unwrap().agreed_on, None);
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::ConsentMissing]);
    assert!(!documents.open(share).await.unwrap().consented);
    documents.consent(share, true).await.unwrap();
    documents.sign(share, typed(&seen)).await.unwrap();
    documents.withdraw_agreement().await.unwrap();
    assert_eq!(house.told("documents.consent_withdrawn").await, 2);
    assert_eq!(house.system.verify_signatures().await.unwrap(), None, "what was signed stays valid");
}
