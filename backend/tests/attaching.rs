//! Files that go along with what begins a conversation: they wait under its place, and go with nothing else.

use crate::{documents::is_not_found, house::House};
use backend::{Client, Error, OfficeLetter};
use domain::{
    files::FileLine,
    messages::{Audience, Letter, Purpose, Refusal},
};
use uuid::Uuid;

crate::on_both_databases!(
    a_client_begins_with_a_file,
    each_purpose_has_its_own_files,
    staff_begin_with_a_file,
    what_was_refused_keeps_its_files,
    a_page_that_asks_by_itself_leaves_no_row,
);

async fn sends(client: &Client, place: Uuid, name: &str) -> FileLine {
    let sent = futures_util::stream::iter([Ok::<_, std::io::Error>("Dear Walter".into())]);
    client.files().await.unwrap().receive(place, name, sent).await.unwrap()
}

async fn a_client_begins_with_a_file(house: House) {
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let place = messages.beginning(Purpose::BillingQuestion).await.unwrap().place;
    let file = sends(&maya, place, "bill.txt").await;
    let again = messages.beginning(Purpose::BillingQuestion).await.unwrap();
    assert_eq!((again.place, again.pending.as_slice()), (place, std::slice::from_ref(&file)), "the page loaded anew still has it");
    let id = messages.begin(Purpose::BillingQuestion, &Letter::default()).await.unwrap();
    let open = messages.open(id, None).await.unwrap();
    assert_eq!((open.messages[0].files.as_slice(), open.messages[0].body.as_str()), (std::slice::from_ref(&file), ""));
    assert!(messages.beginning(Purpose::BillingQuestion).await.unwrap().pending.is_empty());
    let (brandt, chart) = (house.staff("Brandt").await, house.chart("Maya"));
    assert!(brandt.files(chart).await.unwrap().open(file.id).await.is_ok());
}

async fn each_purpose_has_its_own_files(house: House) {
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let place = messages.beginning(Purpose::BillingQuestion).await.unwrap().place;
    sends(&maya, place, "bill.txt").await;
    let other = messages.beginning(Purpose::AppointmentRequest).await.unwrap();
    assert!(other.place != place && other.pending.is_empty());
    let asked = Letter { body: "Monday?".into(), ..Letter::default() };
    let id = messages.begin(Purpose::AppointmentRequest, &asked).await.unwrap();
    assert!(messages.open(id, None).await.unwrap().messages[0].files.is_empty());
    assert_eq!(messages.beginning(Purpose::BillingQuestion).await.unwrap().pending.len(), 1);
}

async fn staff_begin_with_a_file(house: House) {
    let (reyes, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let sent = futures_util::stream::iter([Ok::<_, std::io::Error>("Breathe in.".into())]);
    let file = reyes.files(chart).await.unwrap().receive(chart.0, "exercise.txt", sent).await.unwrap();
    let messages = reyes.messages().await.unwrap();
    assert_eq!(messages.composing(chart).await.unwrap().pending, std::slice::from_ref(&file));
    let letter = OfficeLetter { audience: Audience::Clinical, subject: "Exercise".into(), body: String::new() };
    let id = messages.start(chart, &letter).await.unwrap();
    assert!(messages.composing(chart).await.unwrap().pending.is_empty());
    let maya = house.client("Maya").await;
    assert_eq!(maya.messages().await.unwrap().open(id, None).await.unwrap().messages[0].files, std::slice::from_ref(&file));
    assert!(maya.files().await.unwrap().open(file.id).await.is_ok());
    let brandt = house.staff("Brandt").await;
    assert!(is_not_found(brandt.files(chart).await.unwrap().open(file.id).await.map(drop)));
}

async fn what_was_refused_keeps_its_files(house: House) {
    let (reyes, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let sent = futures_util::stream::iter([Ok::<_, std::io::Error>("Breathe in.".into())]);
    reyes.files(chart).await.unwrap().receive(chart.0, "exercise.txt", sent).await.unwrap();
    let messages = reyes.messages().await.unwrap();
    let letter = OfficeLetter { audience: Audience::Clinical, subject: " ".into(), body: String::new() };
    let refusal = domain::Refusal::from(Refusal::SubjectMissing);
    assert!(matches!(messages.start(chart, &letter).await, Err(Error::Refused(refusals)) if refusals == [refusal]));
    assert_eq!(messages.composing(chart).await.unwrap().pending.len(), 1);
    assert_eq!(house.count("SELECT count(*) FROM conversations").await, 0);
}

async fn a_page_that_asks_by_itself_leaves_no_row(house: House) {
    let by_itself = backend::Origin { by_hand: false, ..crate::house::origin() };
    let token = house.client_token("Maya").await;
    let maya = house.practice.client(Some(&token), None, by_itself.clone()).await.unwrap();
    let reyes = house.practice.staff(Some(&house.staff_token("Reyes").await), by_itself).await.unwrap();
    maya.messages().await.unwrap().beginning(Purpose::BillingQuestion).await.unwrap();
    reyes.messages().await.unwrap().composing(house.chart("Maya")).await.unwrap();
    assert_eq!(house.told("messages.composing").await, 0);
}
