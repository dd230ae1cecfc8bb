//! Filing to the chart: word for word, once, by who reads the conversation and writes notes, and never what staff say among themselves.

use crate::{
    documents::{PLAN, is_not_found, line, share},
    house::House,
    talk::begun,
};
use backend::Error;
use chrono::Duration;
use domain::{
    documents::{Block, DocumentKind, Item, ShareAction, ShareStatus},
    ids::ConversationId,
    messages::{Letter, Purpose, Refusal},
};
use uuid::Uuid;

crate::on_both_databases!(
    a_message_becomes_a_document_word_for_word,
    a_conversation_is_filed_as_it_stands,
    nothing_is_filed_twice,
    two_who_file_at_once_make_one_document,
    who_reads_or_writes_only_one_of_both_files_nothing,
);

fn refused(answer: Result<impl std::fmt::Debug, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusals)) => match refusals[..] {
            [domain::Refusal::Messages(refusal)] => refusal,
            _ => panic!("{refusals:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn lines(lines: &[&str]) -> Block {
    Block::Lines(lines.iter().map(|line| (*line).to_owned()).collect())
}

/// Elena asks, Maya answers with a file, and staff say something among themselves.
async fn talked(house: &House) -> (backend::Staff, ConversationId) {
    let (reyes, id) = begun(house, "Maya").await;
    let maya = house.client("Maya").await;
    let sent = futures_util::stream::iter([Ok::<_, std::io::Error>("Slept well.".into())]);
    maya.files().await.unwrap().receive(id.0, "diary.txt", sent).await.unwrap();
    house.hands.shift(Duration::hours(3));
    maya.messages().await.unwrap().reply(id, "Better.\r\n\r\n1. Walks\r\n2. Tea").await.unwrap();
    reyes.messages().await.unwrap().note(id, "Ask about the call.").await.unwrap();
    (reyes, id)
}

async fn a_message_becomes_a_document_word_for_word(house: House) {
    let (reyes, id) = talked(&house).await;
    let (messages, chart) = (reyes.messages().await.unwrap(), house.chart("Maya"));
    let open = messages.open(id, None).await.unwrap();
    assert!(open.may_file && open.filed.is_none() && open.messages.iter().all(|message| message.filed.is_none()));
    let document = messages.file(id, Some(2)).await.unwrap();
    let read = reyes.documents().await.unwrap().read(chart, document).await.unwrap();
    assert_eq!(read.line.title, "Message from Maya Lindqvist, November 21, 2026");
    assert_eq!((read.line.kind, read.line.status, read.line.finished), (DocumentKind::Upload, ShareStatus::NotShared, true));
    assert_eq!((read.line.author.as_str(), read.from), ("Elena Reyes, PhD", Some(id)));
    let [section] = &read.content.sections[..] else { panic!("{read:?}") };
    assert_eq!(section.heading, "Maya Lindqvist, November 21, 2026, 3:00 pm EST");
    let item = |marker: &str, words: &str| Item { indent: 0, marker: marker.into(), lines: vec![words.into()] };
    let said = [lines(&["Better."]), Block::Items(vec![item("1.", "Walks"), item("2.", "Tea")]), lines(&["Attached: diary.txt"])];
    assert_eq!(section.blocks, said);
    assert_eq!(read.content.facts[0].value, "Sleep");
    let open = messages.open(id, None).await.unwrap();
    assert_eq!(open.messages[1].filed.as_ref().unwrap().document, document);
    assert!(open.messages[0].filed.is_none() && open.filed.is_none());
    // It can be printed, its words lie sealed, and the client sees nothing of it.
    assert!(!reyes.documents().await.unwrap().download(chart, document).await.unwrap().bytes.is_empty());
    let plain = "SELECT count(*) FROM documents WHERE kind = 'upload' AND (title LIKE '%leep%' OR CAST(content AS TEXT) LIKE '%Walks%')";
    assert_eq!(house.count(plain).await, 0);
    assert_eq!(house.told("messages.filed").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE act = 'messages.filed' AND detail = 'message 2'").await, 1);
    let maya = house.client("Maya").await;
    assert!(!format!("{:?}", maya.documents().await.unwrap().list().await.unwrap()).contains("Message from"));
}

async fn a_conversation_is_filed_as_it_stands(house: House) {
    let (reyes, id) = talked(&house).await;
    let (messages, chart) = (reyes.messages().await.unwrap(), house.chart("Maya"));
    let document = messages.file(id, None).await.unwrap();
    let read = reyes.documents().await.unwrap().read(chart, document).await.unwrap();
    assert_eq!(read.line.title, "Conversation, up to November 21, 2026");
    let headings: Vec<&str> = read.content.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings, ["Elena Reyes, PhD, November 21, 2026, 12:00 pm EST", "Maya Lindqvist, November 21, 2026, 3:00 pm EST"]);
    assert!(!format!("{read:?}").contains("Ask about"), "notes among staff are no part of it");
    let open = messages.open(id, None).await.unwrap();
    assert!(open.filed.is_some() && open.messages.iter().all(|message| message.filed.is_some()));
    // What asks for a signature names its document.
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let records = house.client("Maya").await.messages().await.unwrap().inbox(None).await.unwrap();
    let records = records.conversations.iter().find(|line| line.id != id).unwrap().id;
    let document = messages.file(records, None).await.unwrap();
    let read = reyes.documents().await.unwrap().read(chart, document).await.unwrap();
    assert_eq!(read.content.sections[0].blocks.last(), Some(&lines(&[&format!("Document: {PLAN}")])));
    assert_eq!(line(&reyes, chart, PLAN).await.title, PLAN);
}

async fn nothing_is_filed_twice(house: House) {
    let (reyes, id) = talked(&house).await;
    let messages = reyes.messages().await.unwrap();
    let before = house.count("SELECT count(*) FROM documents").await;
    let document = messages.file(id, Some(1)).await.unwrap();
    assert_eq!(refused(messages.file(id, Some(1)).await), Refusal::FiledAlready { document });
    house.hands.shift(Duration::days(1));
    let whole = messages.file(id, None).await.unwrap();
    assert_eq!(refused(messages.file(id, None).await), Refusal::FiledAlready { document: whole });
    assert_eq!(refused(messages.file(id, Some(2)).await), Refusal::FiledAlready { document: whole }, "it was filed with the others");
    assert_eq!(house.count("SELECT count(*) FROM documents").await, before + 2);
    // What came since is news.
    messages.reply(id, "Good.").await.unwrap();
    assert!(messages.open(id, None).await.unwrap().filed.is_none());
    messages.file(id, None).await.unwrap();
    assert_eq!((house.told("messages.filed").await, house.count("SELECT count(*) FROM filings").await), (3, 3));
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn two_who_file_at_once_make_one_document(house: House) {
    let (reyes, id) = talked(&house).await;
    let (one, other) = (reyes.messages().await.unwrap(), reyes.messages().await.unwrap());
    let (first, second) = tokio::join!(one.file(id, None), other.file(id, None));
    assert!(first.is_ok() != second.is_ok());
    assert_eq!(house.count("SELECT count(*) FROM filings").await, 1);
}

async fn who_reads_or_writes_only_one_of_both_files_nothing(house: House) {
    let (_, id) = talked(&house).await;
    // Whose charts these are not.
    let okafor = house.staff("Okafor").await;
    assert!(is_not_found(okafor.messages().await.unwrap().file(id, None).await));
    // Who reads about money, and writes no notes.
    let maya = house.client("Maya").await;
    let asked = Letter { body: "What did my plan pay?".into(), ..Letter::default() };
    let bill = maya.messages().await.unwrap().begin(Purpose::BillingQuestion, &asked).await.unwrap();
    let brandt = house.staff("Brandt").await;
    let office = brandt.messages().await.unwrap();
    assert!(!office.open(bill, None).await.unwrap().may_file);
    let denied = house.count("SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail = 'messages.file'").await;
    assert!(is_not_found(office.file(bill, None).await));
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail = 'messages.file'").await, denied + 1);
    // What never was.
    let reyes = house.staff("Reyes").await;
    let messages = reyes.messages().await.unwrap();
    assert!(is_not_found(messages.file(ConversationId(Uuid::from_u128(7)), None).await));
    for number in [0, 3, u32::MAX] {
        assert!(is_not_found(messages.file(id, Some(number)).await));
    }
    assert_eq!(house.count("SELECT count(*) FROM filings").await, 0);
}
