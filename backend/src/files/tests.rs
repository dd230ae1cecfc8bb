//! What rooms do with files: hand what waits to what was sent, in its own transaction, and show it there.

use super::*;
use crate::{
    Practice,
    in_chart::tests::{setup, staff},
};
use std::io::Error as Broken;

const DRAFT: Uuid = Uuid::from_u128(7);
const MESSAGE: Uuid = Uuid::from_u128(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_takes_what_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (practice, system) = Practice::open(setup(&folder)).await.unwrap();
    let cast = system.seed_demo().await.unwrap();
    let maya = cast.charts.iter().find(|chart| chart.first_name == "Maya").unwrap().id;
    let (elena, ruth) = (staff(&practice, "elena.reyes").await, staff(&practice, "ruth.abara").await);
    let send = async |of: &Staff, draft: Uuid, words: &'static str| {
        let sent = stream::iter([Ok::<_, Broken>(words.into())]);
        of.files(maya).await.unwrap().receive(draft, "a.txt", sent).await.unwrap().id
    };
    let (first, second) = (send(&elena, DRAFT, "one").await, send(&elena, DRAFT, "two").await);
    let (of_another, foreign) = (send(&elena, MESSAGE, "for another message").await, send(&ruth, DRAFT, "somebody else's").await);
    let chart = elena.chart(maya, Act::ReadMessages).await.unwrap();
    let held = async || held(&chart, HeldBy::Message, vec![MESSAGE]).await.unwrap().remove(&MESSAGE).unwrap_or_default();

    // A message that is not sent after all takes nothing.
    let change = chart.change(None).await.unwrap();
    assert_eq!(take(&change, DRAFT, HeldBy::Message, MESSAGE).await.unwrap().len(), 2);
    drop(change);
    assert!(held().await.is_empty());

    let change = chart.change(None).await.unwrap();
    let taken = take(&change, DRAFT, HeldBy::Message, MESSAGE).await.unwrap();
    change.commit(Event::of(AuditAct::ConversationOpened)).await.unwrap();
    let mut both = vec![first, second];
    both.sort();
    let sorted = |mut ids: Vec<FileId>| {
        ids.sort();
        ids
    };
    assert_eq!((sorted(taken), sorted(held().await.iter().map(|line| line.id).collect())), (both.clone(), both));
    assert!(of_draft(&chart, DRAFT).await.unwrap().is_empty());
    assert_eq!(of_draft(&chart, MESSAGE).await.unwrap()[0].id, of_another);
    // Held by a message that was never sent, nobody reads it; and nobody what still waits elsewhere.
    assert!(matches!(ruth.files(maya).await.unwrap().open(first).await, Err(Error::NotFound)));
    assert!(matches!(elena.files(maya).await.unwrap().open(foreign).await, Err(Error::NotFound)));
    // What was taken is not taken again.
    let change = chart.change(None).await.unwrap();
    assert!(take(&change, DRAFT, HeldBy::Message, Uuid::nil()).await.unwrap().is_empty());
}
