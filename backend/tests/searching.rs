//! Searching messages: all one may read and nothing else, and how far it was looked.

use crate::{documents::is_not_found, house::House, talk::begun};
use backend::{Error, OfficeLetter};
use domain::messages::{Audience, Letter, Purpose};

crate::on_both_databases!(a_search_finds_what_one_may_read_and_nothing_else, a_search_says_how_far_it_looked);

async fn a_search_finds_what_one_may_read_and_nothing_else(house: House) {
    let (reyes, of_maya) = begun(&house, "Maya").await;
    let (_, of_noah) = begun(&house, "Noah").await;
    let office = reyes.messages().await.unwrap();
    office.note(of_maya, "A tangerine among ourselves.").await.unwrap();
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    messages.reply(of_maya, "Badly: the *Tangerine* café is loud.").await.unwrap();
    let bill = Letter { body: "What is the tangerine on my bill?".into(), ..Letter::default() };
    let bill = messages.begin(Purpose::BillingQuestion, &bill).await.unwrap();
    office.reply(of_noah, "A tangerine a day.").await.unwrap();

    let found = messages.search("cafe TANGERINE", None).await.unwrap();
    let [(line, excerpt)] = &found.lines[..] else { panic!("{found:?}") };
    assert_eq!((line.id, excerpt.as_str()), (of_maya, "Badly: the *Tangerine* café is loud."));
    assert_eq!((found.looked_through, found.older), (2, None));
    assert_eq!(messages.search("tangerine", None).await.unwrap().lines.len(), 2, "nothing of Noah's, and no note among staff");
    assert!(messages.search("ourselves", None).await.unwrap().lines.is_empty());
    assert!(messages.search("sleep", None).await.unwrap().lines.iter().any(|(line, _)| line.id == of_maya), "by its subject");
    assert!(is_not_found(messages.search("sleep", Some(of_noah)).await), "not below another's conversation either");

    let ids = async |who: &str| {
        let staff = house.staff(who).await;
        let found = staff.messages().await.unwrap().search("tangerine", None).await.unwrap();
        let mut ids: Vec<_> = found.lines.iter().map(|(line, _)| line.id).collect();
        ids.sort_by_key(|id| id.0);
        ids
    };
    let sorted = |mut ids: Vec<domain::ids::ConversationId>| {
        ids.sort_by_key(|id| id.0);
        ids
    };
    assert_eq!(ids("Reyes").await, sorted(vec![of_maya, of_noah, bill]));
    assert_eq!(ids("Brandt").await, [bill], "billing is what a Biller reads");
    assert!(ids("Whitfield").await.is_empty());
    assert!(house.told("messages.searched").await > 5);
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%angerine%'").await, 0, "the trail says no word of it");
    let long = "x".repeat(101);
    assert!(matches!(messages.search(&long, None).await, Err(Error::Refused(_))));
}

/// Conversations that together hold more than is opened at a time.
async fn a_search_says_how_far_it_looked(house: House) {
    let reyes = house.staff("Reyes").await;
    let office = reyes.messages().await.unwrap();
    let letter = |body: &str| OfficeLetter { audience: Audience::Clinical, subject: "Walks".into(), body: body.into() };
    let oldest = office.start(house.chart("Maya"), &letter("By the lighthouse.")).await.unwrap();
    house.hands.shift(chrono::Duration::minutes(1));
    let newer = office.start(house.chart("Maya"), &letter("By the river.")).await.unwrap();
    // As if so much had been written there.
    house.tamper("UPDATE conversations SET newest = 1999").await;
    let first = office.search("lighthouse", None).await.unwrap();
    assert!(first.lines.is_empty() && first.looked_through == 1 && first.older == Some(newer) && first.back_to.is_some());
    let second = office.search("lighthouse", first.older).await.unwrap();
    assert_eq!((second.lines[0].0.id, second.older), (oldest, None));
}
