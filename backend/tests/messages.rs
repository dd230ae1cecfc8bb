use crate::{
    documents::{PLAN, found, is_not_found, line, share, signing, switch},
    house::House,
};
use backend::Error;
use chrono::Duration;
use domain::{
    documents::{ShareAction, ShareState},
    home::{Area, Need},
    ids::ConversationId,
};
use uuid::Uuid;

crate::on_both_databases!(
    a_request_to_sign_comes_as_a_message_that_leads_to_the_document,
    the_unread_badge_clears_at_once,
    what_cannot_be_opened_was_not_read,
    the_dashboard_names_who_wrote,
    signing_answers_the_message_that_asked_for_it,
    declining_answers_it_until_it_is_asked_again,
    all_requests_of_a_chart_come_in_one_conversation,
    what_was_taken_back_is_not_even_named,
    another_clients_conversation_is_not_there,
    messages_can_be_switched_off,
    the_dashboard_says_what_needs_the_person_first,
    a_mother_acts_for_one_child_at_a_time,
);

const EVALUATION: &str = "Intake evaluation";

/// IC-62
async fn a_request_to_sign_comes_as_a_message_that_leads_to_the_document(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let link = house.newest_link("maya.lindqvist@example.com").await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let inbox = messages.inbox(None).await.unwrap();
    let [conversation] = &inbox.conversations[..] else { panic!("{inbox:?}") };
    assert_eq!((conversation.subject.as_str(), conversation.from.as_deref()), ("Documents from your clinician", Some("Elena Reyes, PhD")));
    assert_eq!((conversation.at.at.to_rfc3339(), conversation.unread), ("2026-11-21T12:00:00-05:00".to_owned(), 1));
    assert!(link.starts_with(&format!("/messages/{}?for=", conversation.id)), "{link}");

    let open = messages.open(conversation.id, None).await.unwrap();
    let [message] = &open.messages[..] else { panic!("{open:?}") };
    assert!(!message.own && !message.taken_back && !message.body.contains("plan"));
    let document = message.document.as_ref().unwrap();
    assert_eq!((document.title.as_str(), document.state), (PLAN, ShareState::AwaitingSignature));
    assert_eq!(document.share, found(&maya, PLAN).await.0);
}

async fn the_unread_badge_clears_at_once(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    assert_eq!(maya.frame().await.unwrap().unread, 1);
    let conversation = messages.inbox(None).await.unwrap().conversations[0].id;
    assert_eq!(maya.frame().await.unwrap().unread, 1, "looking at the inbox reads nothing");
    messages.open(conversation, None).await.unwrap();
    assert_eq!(maya.frame().await.unwrap().unread, 0);
    assert_eq!(messages.inbox(None).await.unwrap().conversations[0].unread, 0);
    assert_eq!(house.told("messages.opened").await, 1);
}

async fn what_cannot_be_opened_was_not_read(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let conversation = messages.inbox(None).await.unwrap().conversations[0].id;
    house.tamper("UPDATE messages SET body = (SELECT token_hash FROM sessions LIMIT 1)").await;
    assert!(matches!(messages.open(conversation, None).await, Err(Error::Unexpected(_))));
    assert_eq!((maya.frame().await.unwrap().unread, house.told("messages.opened").await), (1, 0));
}

async fn the_dashboard_names_who_wrote(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    share(&house, "Maya", "Reyes", EVALUATION, ShareAction::ShareToSign).await;
    // What asks for a signature stands there as that, and only once: so these are about nothing else.
    house.tamper("UPDATE messages SET share_id = NULL").await;
    let maya = house.client("Maya").await;
    let told = async || maya.dashboard().await.unwrap().needs.into_iter().find(|need| matches!(need, Need::ReadMessages { .. }));
    let Some(Need::ReadMessages { conversation: Some(one), unread: 2, from }) = told().await else { panic!() };
    assert_eq!((from.as_str(), one), ("Elena Reyes, PhD", maya.messages().await.unwrap().inbox(None).await.unwrap().conversations[0].id));
    house.tamper("UPDATE messages SET from_name = 'Sam Ortiz' WHERE id = (SELECT id FROM messages ORDER BY id LIMIT 1)").await;
    let Some(Need::ReadMessages { from, .. }) = told().await else { panic!() };
    assert_eq!(from, "Elena Reyes, PhD and Sam Ortiz");
}

async fn signing_answers_the_message_that_asked_for_it(house: House) {
    let (maya, share, seen) = signing::ready(&house).await;
    assert_eq!(maya.frame().await.unwrap().unread, 1);
    maya.documents().await.unwrap().sign(share, signing::typed(&seen)).await.unwrap();
    assert_eq!(maya.frame().await.unwrap().unread, 0);
    let messages = maya.messages().await.unwrap();
    let conversation = messages.inbox(None).await.unwrap().conversations[0].id;
    let open = messages.open(conversation, None).await.unwrap();
    let document = open.messages[0].document.as_ref().unwrap();
    assert_eq!((document.state, document.signed_by.as_deref()), (ShareState::Signed, None));
    // Her words for her own signature are not another's.
    house.tamper("UPDATE accounts SET last_name = 'Berg' WHERE last_name = 'Lindqvist'").await;
    let open = house.client("Maya").await.messages().await.unwrap().open(conversation, None).await.unwrap();
    assert_eq!(open.messages[0].document.as_ref().unwrap().signed_by.as_deref(), Some("Maya Lindqvist"));
}

async fn declining_answers_it_until_it_is_asked_again(house: House) {
    let (maya, asked, _) = signing::ready(&house).await;
    maya.documents().await.unwrap().decline(asked, "I have a question first.").await.unwrap();
    let messages = maya.messages().await.unwrap();
    let conversation = messages.inbox(None).await.unwrap().conversations[0].id;
    let open = messages.open(conversation, None).await.unwrap();
    assert_eq!(open.messages[0].document.as_ref().unwrap().state, ShareState::Declined);
    // The first message leads on to the request that took its place, and says how that one stands.
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let open = messages.open(conversation, None).await.unwrap();
    for message in &open.messages {
        let document = message.document.as_ref().unwrap();
        assert_eq!((document.share, document.state), (found(&maya, PLAN).await.0, ShareState::AwaitingSignature));
    }
    // Taken back, both say so.
    let (reyes, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, chart, PLAN).await.id;
    reyes.documents().await.unwrap().unshare(chart, plan).await.unwrap();
    let open = messages.open(conversation, None).await.unwrap();
    assert!(open.messages.iter().all(|message| message.taken_back && message.document.is_none()));
}

async fn all_requests_of_a_chart_come_in_one_conversation(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    house.hands.shift(Duration::days(1));
    // The evaluation was shared to read: now a signature is wanted as well.
    share(&house, "Maya", "Reyes", EVALUATION, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let inbox = messages.inbox(None).await.unwrap();
    let [conversation] = &inbox.conversations[..] else { panic!("{inbox:?}") };
    assert_eq!(conversation.unread, 2);
    let open = messages.open(conversation.id, None).await.unwrap();
    let titles: Vec<&str> = open.messages.iter().map(|message| message.document.as_ref().unwrap().title.as_str()).collect();
    assert_eq!(titles, [PLAN, EVALUATION], "oldest first");
    assert_eq!(open.messages[0].at.day(), open.today.pred_opt().unwrap());
}

async fn what_was_taken_back_is_not_even_named(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let (reyes, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&reyes, chart, PLAN).await.id;
    reyes.documents().await.unwrap().unshare(chart, plan).await.unwrap();
    let maya = house.client("Maya").await;
    let messages = maya.messages().await.unwrap();
    let conversation = messages.inbox(None).await.unwrap().conversations[0].id;
    let open = messages.open(conversation, None).await.unwrap();
    assert!(open.messages[0].taken_back && open.messages[0].document.is_none());
    assert!(!format!("{open:?}").contains("Treatment"));
}

/// T15
async fn another_clients_conversation_is_not_there(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let maya = house.client("Maya").await;
    let conversation = maya.messages().await.unwrap().inbox(None).await.unwrap().conversations[0].id;
    let rosa = house.client("Rosa").await;
    let messages = rosa.messages().await.unwrap();
    for id in [conversation, ConversationId(Uuid::from_u128(7))] {
        let denied = house.told("denied").await;
        assert!(is_not_found(messages.open(id, None).await));
        assert_eq!(house.told("denied").await, denied + 1);
    }
    assert!(messages.inbox(None).await.unwrap().conversations.is_empty());
    assert_eq!(maya.frame().await.unwrap().unread, 1);
}

/// IC-20: nothing leads to what is switched off, the mail neither.
async fn messages_can_be_switched_off(house: House) {
    switch(&house, |features| features.messages = false).await;
    let maya = house.client("Maya").await;
    let denied = house.told("denied").await;
    assert!(is_not_found(maya.messages().await));
    assert_eq!(house.told("denied").await, denied + 1);
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let (id, _) = found(&maya, PLAN).await;
    let link = house.newest_link("maya.lindqvist@example.com").await;
    assert!(link.starts_with(&format!("/documents/{id}?for=")), "{link}");
    let dashboard = maya.dashboard().await.unwrap();
    assert_eq!((dashboard.frame.unread, dashboard.frame.messages), (0, false));
    assert!(matches!(
        dashboard.areas[..],
        [
            Area::Appointments { .. },
            Area::Activities { .. },
            Area::Documents { to_sign: 1, .. },
            Area::Account { .. },
            Area::Information { .. }
        ]
    ));
}

async fn the_dashboard_says_what_needs_the_person_first(house: House) {
    let maya = house.client("Maya").await;
    let dashboard = maya.dashboard().await.unwrap();
    assert_eq!((dashboard.greeting.as_str(), dashboard.frame.practice.as_str()), ("Maya", "Harbor Street Counseling"));
    assert!(dashboard.needs.iter().all(|need| matches!(need, Need::ReadDocument { .. })));
    assert_eq!(dashboard.needs.len(), 2);

    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    maya.documents().await.unwrap().open(found(&maya, EVALUATION).await.0).await.unwrap();
    let dashboard = maya.dashboard().await.unwrap();
    // The message that asks for the signature is no second thing to do.
    let [Need::Sign { title, from, shared, .. }, Need::ReadDocument { title: other, .. }] = &dashboard.needs[..] else {
        panic!("{:?}", dashboard.needs)
    };
    assert_eq!((title.as_str(), from.as_str(), shared.to_string()), (PLAN, "Elena Reyes, PhD", "2026-11-21".to_owned()));
    assert_eq!(other, "Invoice 1043");
    let [
        Area::Messages { unread, newest },
        Area::Appointments { .. },
        Area::Activities { .. },
        Area::Documents { to_sign, to_read, total, .. },
        Area::Account { .. },
        Area::Information { .. },
    ] = &dashboard.areas[..]
    else {
        panic!("{:?}", dashboard.areas)
    };
    assert_eq!((*unread, *to_sign, *to_read, *total), (1, 1, 1, 3));
    assert_eq!(newest.as_ref().unwrap().1.at.to_rfc3339(), "2026-11-21T12:00:00-05:00");
    assert_eq!(dashboard.frame.unread, 1);
}

async fn a_mother_acts_for_one_child_at_a_time(house: House) {
    let ingrid = house.client("Ingrid").await;
    let dashboard = ingrid.dashboard().await.unwrap();
    assert_eq!((dashboard.greeting.as_str(), dashboard.frame.name.as_str()), ("Ingrid", "Ingrid Sandoval"));
    let frame = dashboard.frame;
    assert!(!frame.acting_for.oneself && frame.others.len() == 1);
    let mut children = [frame.acting_for.name, frame.others[0].name.clone()];
    children.sort();
    assert_eq!(children, ["Ida Sandoval", "Noah Sandoval"]);
}
