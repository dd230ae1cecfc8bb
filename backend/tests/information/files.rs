//! The pictures of an insurance card: they wait for the form, are held by what is proposed, and by the insurance once it is accepted.

use super::{accept_all, page, proposals};
use crate::{forms::refusals, house::House};
use backend::{Client, Error};
use domain::information::{InsuranceDraft, Refusal};
use futures_util::stream;
use image::{ImageFormat, RgbImage};
use std::io::Cursor;
use uuid::Uuid;

crate::on_both_databases!(
    cards_go_along_with_a_proposal_and_into_the_insurance,
    another_client_and_a_linked_person_open_no_card,
    what_is_no_picture_is_no_card,
);

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(40, 30).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn attach(client: &Client, place: Uuid, name: &str, content: Vec<u8>) {
    let sent = stream::iter([Ok::<_, std::io::Error>(content.into())]);
    client.files().await.unwrap().receive(place, name, sent).await.unwrap();
}

async fn cards_go_along_with_a_proposal_and_into_the_insurance(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let portal = maya.information().await.unwrap();
    let draft = InsuranceDraft { payer: "Chesapeake Mutual".into(), ..InsuranceDraft::default() };
    assert_eq!(refusals(portal.propose_insurance(None, &draft, true).await.unwrap_err()), [Refusal::CardNotAttached.into()]);
    let waiting = page(&maya).await.waiting;
    attach(&maya, waiting[0].0, "front.png", picture()).await;
    attach(&maya, waiting[1].0, "back.png", picture()).await;
    assert_eq!(page(&maya).await.waiting.map(|(_, files)| files.len()), [1, 1]);
    portal.propose_insurance(None, &draft, false).await.unwrap();
    assert_eq!(page(&maya).await.waiting.map(|(_, files)| files.len()), [0, 0]);
    let change = proposals(&elena, &house, "Maya").await.waiting.remove(0);
    assert_eq!(change.cards.len(), 2);
    let files = elena.files(house.chart("Maya")).await.unwrap();
    assert!(!files.preview(change.cards[0].id).await.unwrap().is_empty());
    accept_all(&elena, &house, "Maya").await;
    let cards = page(&maya).await.facts.insurances.remove(0).cards;
    let names: Vec<&str> = cards.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(names, ["front.png", "back.png"]);
    assert!(!maya.files().await.unwrap().preview(cards[0].id).await.unwrap().is_empty());
    // Whoever bills sees the card too.
    let walter = house.staff("Brandt").await;
    assert!(!walter.files(house.chart("Maya")).await.unwrap().preview(cards[1].id).await.unwrap().is_empty());
}

async fn another_client_and_a_linked_person_open_no_card(house: House) {
    house.system.seed_information(&house.cast).await.unwrap();
    let (maya, rosa) = (house.client("Maya").await, house.client("Rosa").await);
    let card = page(&maya).await.facts.insurances.remove(0).cards.remove(0);
    assert!(matches!(rosa.files().await.unwrap().preview(card.id).await, Err(Error::NotFound)));
    house.tamper("UPDATE grants SET kind = 'linked' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let linked = house.client("Maya").await;
    assert!(matches!(linked.files().await.unwrap().preview(card.id).await, Err(Error::NotFound)));
}

async fn what_is_no_picture_is_no_card(house: House) {
    let maya = house.client("Maya").await;
    let place = page(&maya).await.waiting[0].0;
    attach(&maya, place, "card.txt", b"My card".to_vec()).await;
    let draft = InsuranceDraft { payer: "Chesapeake Mutual".into(), ..InsuranceDraft::default() };
    let refused = maya.information().await.unwrap().propose_insurance(None, &draft, false).await.unwrap_err();
    assert_eq!(refusals(refused), [Refusal::CardNotPicture.into()]);
}
