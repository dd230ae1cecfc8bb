use super::{is_not_found, refusals};
use crate::house::House;
use backend::{Client, Error, Staff};
use domain::{
    documents::{DocumentKind, ReaderState, Refusal, ShareAction, ShareStatus},
    files::FileLine,
    ids::ChartId,
    notices::TaskKind,
};
use futures_util::stream;
use uuid::Uuid;

crate::on_both_databases!(
    what_staff_upload_is_shared_as_every_document_is,
    what_a_client_sends_stands_on_both_sides,
    nothing_is_uploaded_without_a_file,
    who_reads_no_messages_sends_documents,
);

fn words() -> impl futures_util::Stream<Item = Result<bytes::Bytes, std::io::Error>> + Send + Unpin {
    stream::iter([Ok::<_, std::io::Error>("Vitamin D: 31 ng/mL".into())])
}

async fn by_staff(staff: &Staff, chart: ChartId, draft: Uuid, name: &str) -> FileLine {
    staff.files(chart).await.unwrap().receive(draft, name, words()).await.unwrap()
}

async fn by_client(client: &Client, draft: Uuid, name: &str) -> FileLine {
    client.files().await.unwrap().receive(draft, name, words()).await.unwrap()
}

async fn what_staff_upload_is_shared_as_every_document_is(house: House) {
    let (elena, maya, chart) = (house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let documents = elena.documents().await.unwrap();
    let page = documents.uploading(chart).await.unwrap();
    let file = by_staff(&elena, chart, page.draft, "Lab results.txt").await;
    assert_eq!(documents.uploading(chart).await.unwrap().pending, std::slice::from_ref(&file));
    let id = documents.upload(chart, "").await.unwrap();
    assert!(documents.uploading(chart).await.unwrap().pending.is_empty());
    let read = documents.read(chart, id).await.unwrap();
    assert_eq!((read.line.title.as_str(), read.line.kind, read.line.status), ("Lab results", DocumentKind::Upload, ShareStatus::NotShared));
    assert_eq!((read.files.as_slice(), read.line.may_share, read.line.may_share_to_sign), (std::slice::from_ref(&file), true, false));
    let mine = maya.files().await.unwrap();
    assert!(is_not_found(mine.open(file.id).await), "it was not shared");
    documents.share(chart, id, ShareAction::Share).await.unwrap();
    let mine_now = maya.documents().await.unwrap();
    let line = mine_now.list().await.unwrap().documents[0].clone();
    assert_eq!((line.title.as_str(), line.state), ("Lab results", ReaderState::New));
    assert_eq!(mine_now.open(line.share).await.unwrap().files, std::slice::from_ref(&file));
    assert!(mine.open(file.id).await.is_ok());
    let brandt = house.staff("Brandt").await;
    assert!(is_not_found(brandt.files(chart).await.unwrap().open(file.id).await), "a biller reads no uploads");
    documents.rename(chart, id, " Lab results, November ").await.unwrap();
    assert_eq!(documents.read(chart, id).await.unwrap().line.title, "Lab results, November");
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn what_a_client_sends_stands_on_both_sides(house: House) {
    let (elena, maya, chart) = (house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let documents = maya.documents().await.unwrap();
    let draft = documents.sending().await.unwrap().draft;
    let mut files = vec![by_client(&maya, draft, "one.txt").await, by_client(&maya, draft, "two.txt").await];
    // Of one moment they stand by their ids.
    files.sort_by_key(|file| file.id);
    let share = documents.send("Letter from my doctor", "Both pages.").await.unwrap();
    let line = documents.list().await.unwrap().documents[0].clone();
    assert_eq!((line.share, line.author.as_str(), line.state), (share, "Maya Lindqvist", ReaderState::Read));
    assert_eq!(documents.open(share).await.unwrap().files, files);
    let task = elena.notices().to_do().await.unwrap().tasks.into_iter().find(|task| task.kind == TaskKind::FilesReceived).unwrap();
    let (id, title) = task.document.unwrap();
    assert_eq!(title, "Letter from my doctor");
    let office = elena.documents().await.unwrap();
    assert_eq!(office.read(chart, id).await.unwrap().files, files);
    assert!(elena.files(chart).await.unwrap().open(files[1].id).await.is_ok());
    office.rename(chart, id, "Letter, Dr. Hall").await.unwrap();
    assert!(!elena.notices().to_do().await.unwrap().tasks.iter().any(|task| task.kind == TaskKind::FilesReceived));
    let ingrid = house.client("Ingrid").await;
    assert!(is_not_found(ingrid.files().await.unwrap().open(files[0].id).await));
}

async fn nothing_is_uploaded_without_a_file(house: House) {
    let (elena, maya, chart) = (house.staff("Reyes").await, house.client("Maya").await, house.chart("Maya"));
    let documents = elena.documents().await.unwrap();
    assert_eq!(refusals(documents.upload(chart, "Lab results").await), [Refusal::NothingAttached]);
    let mine = maya.documents().await.unwrap();
    assert_eq!(refusals(mine.send("Letter", "").await), [Refusal::NothingAttached]);
    // What waits for a message is not taken.
    by_client(&maya, chart.0, "other.txt").await;
    assert_eq!(refusals(mine.send("Letter", "").await), [Refusal::NothingAttached]);
    let draft = mine.sending().await.unwrap().draft;
    by_client(&maya, draft, "letter.txt").await;
    assert_eq!(refusals(mine.send(&"x".repeat(201), "").await), [Refusal::TitleTooLong]);
    assert_eq!(mine.sending().await.unwrap().pending.len(), 1, "what was refused keeps its files");
    let tomas = house.staff("Vidal").await;
    assert!(matches!(tomas.documents().await.map(drop), Err(Error::NotAllowed)));
}

/// Without messages one still sends documents; without documents nothing of theirs opens.
async fn who_reads_no_messages_sends_documents(house: House) {
    house.tamper("UPDATE grants SET scopes = 'documents' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let maya = house.client("Maya").await;
    let documents = maya.documents().await.unwrap();
    let draft = documents.sending().await.unwrap().draft;
    let file = by_client(&maya, draft, "one.txt").await;
    documents.send("", "").await.unwrap();
    assert!(maya.files().await.unwrap().open(file.id).await.is_ok());
    house.tamper("UPDATE grants SET scopes = 'messages' WHERE account_id = (SELECT id FROM accounts WHERE first_name = 'Maya')").await;
    let maya = house.client("Maya").await;
    assert!(is_not_found(maya.files().await.unwrap().open(file.id).await));
}
