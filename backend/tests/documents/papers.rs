use super::{PLAN, found, is_not_found, line, refusals, share, signing, switch, unguard};
use crate::house::House;
use domain::documents::{Refusal, ShareAction};
use sea_orm::ConnectionTrait;

crate::on_both_databases!(
    downloads_can_be_switched_off,
    documents_can_be_switched_off,
    a_document_on_paper_is_the_same_every_time,
    who_has_taken_it_away_has_opened_it,
    a_signed_paper_that_was_changed_is_not_handed_out,
    nothing_that_was_written_stands_in_the_database_in_plain_words,
);

/// IC-20
async fn downloads_can_be_switched_off(house: House) {
    let client = house.client("Maya").await;
    let share = found(&client, "Intake evaluation").await.0;
    assert!(client.documents().await.unwrap().download(share).await.is_ok());
    switch(&house, |features| features.downloads = false).await;
    let documents = client.documents().await.unwrap();
    let denied = house.told("denied").await;
    assert!(is_not_found(documents.download(share).await));
    assert_eq!(house.told("denied").await, denied + 1);
    assert!(!documents.open(share).await.unwrap().downloads && !documents.list().await.unwrap().downloads);
}

async fn documents_can_be_switched_off(house: House) {
    let client = house.client("Maya").await;
    switch(&house, |features| features.documents = false).await;
    let denied = house.told("denied").await;
    assert!(is_not_found(client.documents().await));
    assert_eq!(house.told("denied").await, denied + 1);
    let frame = client.frame().await.unwrap();
    assert!(!frame.documents && frame.messages);
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await.id;
    assert_eq!(refusals(reyes.documents().await.unwrap().share(maya, plan, ShareAction::Share).await), [Refusal::NoAccess]);
}

async fn a_document_on_paper_is_the_same_every_time(house: House) {
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let documents = reyes.documents().await.unwrap();
    let draft = line(&reyes, maya, "Phone call about sleep diary").await.id;
    assert_eq!(refusals(documents.download(maya, draft).await), [Refusal::NotFinished]);
    let plan = line(&reyes, maya, PLAN).await.id;
    let (first, second) = (documents.download(maya, plan).await.unwrap(), documents.download(maya, plan).await.unwrap());
    assert!(first.bytes.starts_with(b"%PDF-") && first.bytes == second.bytes);
    let client = house.client("Maya").await;
    let (share, _) = found(&client, "Intake evaluation").await;
    let ours = documents.download(maya, line(&reyes, maya, "Intake evaluation").await.id).await.unwrap();
    assert!(ours.bytes == client.documents().await.unwrap().download(share).await.unwrap().bytes);
}

async fn who_has_taken_it_away_has_opened_it(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::Share).await;
    let client = house.client("Maya").await;
    client.documents().await.unwrap().download(found(&client, PLAN).await.0).await.unwrap();
    let (reyes, maya) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, maya, PLAN).await.id;
    assert_eq!(refusals(reyes.documents().await.unwrap().unshare(maya, plan).await), [Refusal::AlreadyOpened]);
}

async fn a_signed_paper_that_was_changed_is_not_handed_out(house: House) {
    let (client, share, seen) = signing::ready(&house).await;
    let documents = client.documents().await.unwrap();
    documents.sign(share, signing::typed(&seen)).await.unwrap();
    unguard(&house).await.execute_unprepared("UPDATE signatures SET pdf_sha256 = hash").await.unwrap();
    assert!(matches!(documents.download(share).await, Err(backend::Error::Unexpected(_))));
}

/// What people write and sign is sealed: neither the file nor a dump tells a word of it.
async fn nothing_that_was_written_stands_in_the_database_in_plain_words(house: House) {
    let (client, share, _) = signing::ready(&house).await;
    let documents = client.documents().await.unwrap();
    documents.decline(share, "Canary-reason-4711").await.unwrap();
    assert!(!client.messages().await.unwrap().inbox().await.unwrap().conversations.is_empty());
    for column in ["shares.frozen", "documents.content", "shares.decline_reason", "messages.body", "tasks.remark"] {
        let (table, column) = column.split_once('.').unwrap();
        for word in ["Canary-reason", "sleep diary", "Please read"] {
            let hex: String = word.bytes().map(|b| format!("{b:02x}")).collect();
            let as_hex = if house.setup.database_url.starts_with("sqlite") {
                format!("lower(hex({column}))")
            } else {
                format!("encode({column}, 'hex')")
            };
            let found = house.count(&format!("SELECT count(*) FROM {table} WHERE {as_hex} LIKE '%{hex}%'")).await;
            assert_eq!(found, 0, "{word} in {table}.{column}");
        }
    }
}
