//! One letter to many: nobody sees who else gets it, nobody gets it twice, nobody is left out unsaid.

use crate::{
    documents::is_not_found,
    house::{House, origin},
    talk::{refused, set},
};
use backend::{Client, Staff};
use chrono::Duration;
use domain::{
    Role,
    ids::{ConversationId, GroupId},
    messages::{AnnouncementReview, Audience, GroupLetter, Mode, Refusal, Shown, Sorted, Whose},
};

crate::on_both_databases!(
    each_client_has_a_conversation_that_knows_of_no_other,
    an_answer_is_private_and_only_then_somebody_waits,
    the_clock_starts_once_a_client_has_answered,
    two_tabs_send_it_once,
    what_was_cut_off_is_handed_over_later,
    what_was_not_looked_at_is_not_sent,
    who_does_not_get_it_is_named_with_the_reason,
    a_group_with_a_name_is_the_practices,
    a_group_without_a_name_is_for_one_letter,
    a_letter_is_kept_while_more_people_are_picked,
    announcements_are_counted_for_who_reads_them,
);

const CONVERSATIONS: &str = "SELECT count(*) FROM conversations WHERE purpose = 'announcement'";

fn letter() -> GroupLetter {
    GroupLetter { audience: Audience::Clinical, subject: "No group this week".into(), body: "We meet again in December.".into() }
}

async fn group_of(staff: &Staff, house: &House, name: &str, people: &[&str]) -> GroupId {
    let messages = staff.messages().await.unwrap();
    let group = messages.create_group(name).await.unwrap();
    for person in people {
        messages.add_to_group(group, house.chart(person)).await.unwrap();
    }
    group
}

async fn reviewed(staff: &Staff, group: GroupId, letter: &GroupLetter) -> AnnouncementReview {
    let messages = staff.messages().await.unwrap();
    messages.write_announcement(group, letter, true).await.unwrap();
    messages.review(group).await.unwrap().unwrap()
}

/// Ruth, who reaches everybody, announces it to Maya, Rosa and Noah.
async fn announced(house: &House) -> Staff {
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, house, "Thursday skills group", &["Maya", "Rosa", "Noah", "Maya"]).await;
    let review = reviewed(&abara, group, &letter()).await;
    assert_eq!(abara.messages().await.unwrap().announce(group, &review.seen).await.unwrap(), 3);
    abara
}

async fn theirs(client: &Client) -> ConversationId {
    let lines = client.messages().await.unwrap().inbox(None).await.unwrap().conversations;
    let mut found = lines.into_iter().filter(|line| line.subject == "No group this week");
    let id = found.next().unwrap().id;
    assert!(found.next().is_none(), "nobody has it twice");
    id
}

/// CP-16
async fn each_client_has_a_conversation_that_knows_of_no_other(house: House) {
    announced(&house).await;
    let maya = house.client("Maya").await;
    let (id, messages) = (theirs(&maya).await, maya.messages().await.unwrap());
    let seen = format!("{:?} {:?}", messages.inbox(None).await.unwrap(), messages.open(id, None).await.unwrap());
    assert!(seen.contains("We meet again in December.") && seen.contains("Abara"));
    for trace in ["Rosa", "Delgado", "Noah", "Sandoval", "Thursday skills"] {
        assert!(!seen.contains(trace), "{trace}");
    }
    let rosa = house.client("Rosa").await;
    let hers = theirs(&rosa).await;
    assert_ne!(hers, id);
    assert!(is_not_found(messages.open(hers, None).await));
    assert!(is_not_found(messages.reply(hers, "Hello").await));
    assert_eq!(house.count(CONVERSATIONS).await, 3);
    // Each reader hears of it, each chart has its line, and what was written stands nowhere in plain words.
    assert_eq!(house.count("SELECT count(DISTINCT chart_id) FROM mails WHERE kind = 'new_message'").await, 3);
    let told = "SELECT count(DISTINCT chart_id) FROM audit WHERE act = 'messages.started' AND detail = 'announcement'";
    assert_eq!((house.count(told).await, house.told("messages.announced").await), (3, 1));
    let plain = "SELECT count(*) FROM announcements WHERE CAST(subject AS TEXT) LIKE '%No group%' OR letter IS NOT NULL";
    assert_eq!(house.count(plain).await, 0, "the letter itself is let go of");
    assert_eq!(house.count("SELECT count(*) FROM audit WHERE detail LIKE '%No group%' OR detail LIKE '%Thursday%'").await, 0);
}

async fn an_answer_is_private_and_only_then_somebody_waits(house: House) {
    let abara = announced(&house).await;
    let office = abara.messages().await.unwrap();
    let open = office.inbox(Whose::Team, Shown::Open, Sorted::ByWaiting, 1).await.unwrap();
    assert!(open.waiting.is_empty() && open.others.is_empty() && open.counts == [0, 0, 0], "one letter buries no Inbox: {open:?}");
    for mode in Mode::ALL {
        set(&house, mode).await;
        let maya = house.client("Maya").await;
        let id = theirs(&maya).await;
        maya.messages().await.unwrap().reply(id, "A word from Maya.").await.unwrap();
        let waiting = office.inbox(Whose::Mine, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting;
        assert_eq!(waiting.iter().map(|line| line.id).collect::<Vec<_>>(), [id], "{mode:?}");
    }
    let rosa = house.client("Rosa").await;
    let hers = rosa.messages().await.unwrap().open(theirs(&rosa).await, None).await.unwrap();
    assert!(hers.messages.len() == 1 && !format!("{hers:?}").contains("A word from Maya"));
}

async fn the_clock_starts_once_a_client_has_answered(house: House) {
    set(&house, Mode::ReplyOnly).await;
    let abara = announced(&house).await;
    let office = abara.messages().await.unwrap();
    let closing = "SELECT count(*) FROM conversations WHERE closes_at IS NOT NULL";
    assert_eq!(house.count(closing).await, 0);
    let maya = house.client("Maya").await;
    let id = theirs(&maya).await;
    office.reply(id, "One thing more.").await.unwrap();
    assert_eq!(house.count(closing).await, 0, "nobody has answered yet");
    maya.messages().await.unwrap().reply(id, "Thank you.").await.unwrap();
    office.reply(id, "See you then.").await.unwrap();
    assert_eq!(house.count(closing).await, 1);
    let closed = "SELECT count(*) FROM conversations WHERE closed_at IS NOT NULL";
    house.hands.shift(Duration::hours(72));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count(closed).await, 0, "the client is told first");
    house.hands.shift(Duration::hours(12));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count(closed).await, 1);
}

async fn two_tabs_send_it_once(house: House) {
    let token = house.staff_token("Abara").await;
    let tab = async || house.practice.staff(Some(&token), origin()).await.unwrap();
    let (one, other) = (tab().await, tab().await);
    let group = group_of(&one, &house, "Thursday skills group", &["Maya", "Rosa"]).await;
    let seen = reviewed(&one, group, &letter()).await.seen;
    let (first, second) = (one.messages().await.unwrap(), other.messages().await.unwrap());
    let (first, second) = tokio::join!(first.announce(group, &seen), second.announce(group, &seen));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert_eq!(refused(if first.is_ok() { second } else { first }), Refusal::NothingToAnnounce);
    house.hands.shift(Duration::hours(1));
    house.system.deliver_announcements().await.unwrap();
    assert_eq!((house.count(CONVERSATIONS).await, house.told("messages.announced").await), (2, 1));
    let late = other.messages().await.unwrap();
    assert_eq!(late.review(group).await.unwrap(), None);
    assert_eq!(refused(late.announce(group, &seen).await), Refusal::NothingToAnnounce);
}

/// R1: whatever ends it in the middle.
async fn what_was_cut_off_is_handed_over_later(house: House) {
    house.tamper("ALTER TABLE messages RENAME TO messages_away").await;
    let abara = announced(&house).await;
    assert_eq!(house.count(CONVERSATIONS).await, 0);
    let sent = abara.messages().await.unwrap().groups(1).await.unwrap().announcements.remove(0);
    assert_eq!((sent.recipients, sent.arrived), (3, 0));
    house.tamper("ALTER TABLE messages_away RENAME TO messages").await;
    house.system.deliver_announcements().await.unwrap();
    assert_eq!(house.count(CONVERSATIONS).await, 0, "it may still be under way by itself");
    house.hands.shift(Duration::minutes(3));
    for _ in 0..2 {
        house.system.deliver_announcements().await.unwrap();
        assert_eq!(house.count(CONVERSATIONS).await, 3);
    }
    let maya = house.client("Maya").await;
    let open = maya.messages().await.unwrap().open(theirs(&maya).await, None).await.unwrap();
    assert!(open.messages[0].from.contains("Abara"));
    assert_eq!(house.count("SELECT count(*) FROM announcement_recipients").await, 0);
}

async fn what_was_not_looked_at_is_not_sent(house: House) {
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, &house, "Thursday skills group", &["Maya"]).await;
    let seen = reviewed(&abara, group, &letter()).await.seen;
    let messages = abara.messages().await.unwrap();
    messages.add_to_group(group, house.chart("Rosa")).await.unwrap();
    assert_eq!(refused(messages.announce(group, &seen).await), Refusal::ReviewAgain, "somebody was added meanwhile");
    let seen = messages.review(group).await.unwrap().unwrap().seen;
    messages.write_announcement(group, &GroupLetter { body: "Something else.".into(), ..letter() }, true).await.unwrap();
    assert_eq!(refused(messages.announce(group, &seen).await), Refusal::ReviewAgain, "something else was written");
    assert_eq!(house.count(CONVERSATIONS).await, 0);
}

async fn who_does_not_get_it_is_named_with_the_reason(house: House) {
    let people = ["Maya", "Rosa", "Jordan"];
    let of = |review: &AnnouncementReview| {
        let named = |name: &str| name.split(", ").nth(1).unwrap().to_owned();
        let gets: Vec<String> = review.gets.iter().map(|person| named(&person.name)).collect();
        let left_out: Vec<_> = review.left_out.iter().map(|(person, why)| (named(&person.name), *why)).collect();
        (gets, left_out, review.hidden)
    };
    let person = |name: &str| name.to_owned();
    for mode in Mode::ALL {
        set(&house, mode).await;
        let abara = house.staff("Abara").await;
        let group = group_of(&abara, &house, "", &people).await;
        let expected = if mode == Mode::AssignedClientsOnly {
            let not_hers = |name: &str| (person(name), Refusal::NotOnRoster);
            (vec![], vec![(person("Jordan"), Refusal::NoReader), not_hers("Rosa"), not_hers("Maya")], 0)
        } else {
            (vec![person("Rosa"), person("Maya")], vec![(person("Jordan"), Refusal::NoReader)], 0)
        };
        let review = reviewed(&abara, group, &letter()).await;
        assert_eq!(of(&review), expected, "{mode:?}");
        let sent = abara.messages().await.unwrap().announce(group, &review.seen).await;
        match mode {
            Mode::AssignedClientsOnly => assert_eq!(refused(sent), Refusal::NobodyGetsIt),
            _ => assert_eq!(sent.unwrap(), 2),
        }
    }
    // Elena may not open Rosa's chart: she hears that there is one more, and no name.
    set(&house, Mode::AssignedClientsOnly).await;
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, &house, "Everybody", &people).await;
    let reyes = house.staff("Reyes").await;
    let review = reviewed(&reyes, group, &letter()).await;
    assert_eq!(of(&review), (vec![person("Maya")], vec![(person("Jordan"), Refusal::NoReader)], 1));
    assert!(!format!("{review:?}").contains("Delgado"));
    let messages = reyes.messages().await.unwrap();
    assert!(is_not_found(messages.add_to_group(group, house.chart("Rosa")).await));
    assert!(is_not_found(messages.remove_from_group(group, house.chart("Rosa")).await));
    // Who opens every chart, and reads only the conversations of their own clients.
    set(&house, Mode::AllClients).await;
    let roles =
        format!("UPDATE staff SET roles = '{} {}' WHERE last_name = 'Okafor'", Role::Clinician.name(), Role::PracticeScheduler.name());
    house.tamper(&roles).await;
    let okafor = house.staff("Okafor").await;
    let left_out = vec![(person("Jordan"), Refusal::OutOfReach), (person("Maya"), Refusal::OutOfReach)];
    let review = reviewed(&okafor, group, &letter()).await;
    let (gets, mut named, hidden) = of(&review);
    named.sort_by_key(|(name, _)| name.clone());
    assert_eq!((gets, named, hidden), (vec![person("Rosa")], left_out, 0));
    // An audience that one does not read is not there.
    let brandt = house.staff("Brandt").await;
    assert!(is_not_found(brandt.messages().await.unwrap().write_announcement(group, &letter(), true).await));
}

async fn a_group_with_a_name_is_the_practices(house: House) {
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, &house, "Thursday skills group", &["Maya", "Rosa"]).await;
    let reyes = house.staff("Reyes").await;
    let messages = reyes.messages().await.unwrap();
    assert_eq!(messages.groups(1).await.unwrap().groups[0].people, 2);
    let seen = messages.group(group).await.unwrap();
    assert_eq!((seen.people.len(), seen.hidden, seen.may_delete), (1, 1, false));
    assert!(!format!("{seen:?}").contains("Delgado"));
    messages.rename_group(group, "Friday skills group").await.unwrap();
    assert_eq!(refused(messages.rename_group(group, " ").await), Refusal::GroupNameMissing);
    assert_eq!(refused(messages.rename_group(group, &"x".repeat(81)).await), Refusal::GroupNameTooLong);
    messages.remove_from_group(group, house.chart("Maya")).await.unwrap();
    messages.add_to_group(group, house.chart("Jordan")).await.unwrap();
    assert_eq!(refused(messages.delete_group(group).await), Refusal::GroupOfOthers);
    let whole = abara.messages().await.unwrap().group(group).await.unwrap();
    assert_eq!((whole.name.as_str(), whole.people.len(), whole.hidden), ("Friday skills group", 2, 0), "Rosa stays, whoever changes it");
    assert_eq!(house.told("messages.group_changed").await, 6);
    abara.messages().await.unwrap().delete_group(group).await.unwrap();
    assert!(is_not_found(messages.group(group).await));
    assert_eq!(house.count("SELECT count(*) FROM recipient_list_charts").await, 0);
}

async fn a_group_without_a_name_is_for_one_letter(house: House) {
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, &house, "", &["Maya"]).await;
    let reyes = house.staff("Reyes").await;
    let others = reyes.messages().await.unwrap();
    assert!(is_not_found(others.group(group).await), "it is its maker's alone");
    assert!(others.groups(1).await.unwrap().groups.is_empty());
    let seen = reviewed(&abara, group, &letter()).await.seen;
    let messages = abara.messages().await.unwrap();
    messages.announce(group, &seen).await.unwrap();
    assert!(is_not_found(messages.group(group).await), "sent, it is gone");
    assert_eq!(house.count(CONVERSATIONS).await, 1);
    let forgotten = group_of(&abara, &house, "", &["Maya"]).await;
    let kept = group_of(&abara, &house, "Thursday skills group", &["Maya"]).await;
    messages.write_announcement(forgotten, &letter(), true).await.unwrap();
    house.hands.shift(Duration::hours(23));
    house.system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM recipient_lists").await, 2);
    house.hands.shift(Duration::hours(2));
    house.system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM recipient_lists").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM announcement_drafts").await, 0);
    let abara = house.staff("Abara").await;
    assert!(abara.messages().await.unwrap().group(kept).await.is_ok());
}

async fn a_letter_is_kept_while_more_people_are_picked(house: House) {
    let abara = house.staff("Abara").await;
    let group = group_of(&abara, &house, "Thursday skills group", &["Maya"]).await;
    let messages = abara.messages().await.unwrap();
    let half = GroupLetter { subject: String::new(), ..letter() };
    messages.write_announcement(group, &half, false).await.unwrap();
    messages.add_to_group(group, house.chart("Rosa")).await.unwrap();
    assert!(messages.group(group).await.unwrap().begun);
    assert_eq!(messages.announcing(group).await.unwrap().letter, Some(half.clone()));
    assert_eq!(refused(messages.write_announcement(group, &half, true).await), Refusal::SubjectMissing);
    assert_eq!(messages.review(group).await.unwrap(), None);
    let sealed = "SELECT count(*) FROM announcement_drafts WHERE CAST(typed AS TEXT) LIKE '%December%'";
    assert_eq!(house.count(sealed).await, 0);
    let reyes = house.staff("Reyes").await;
    assert_eq!(reyes.messages().await.unwrap().announcing(group).await.unwrap().letter, None, "each writes their own");
}

async fn announcements_are_counted_for_who_reads_them(house: House) {
    let abara = announced(&house).await;
    let maya = house.client("Maya").await;
    let id = theirs(&maya).await;
    let messages = maya.messages().await.unwrap();
    messages.open(id, None).await.unwrap();
    messages.reply(id, "Thank you.").await.unwrap();
    let rosa = house.client("Rosa").await;
    rosa.messages().await.unwrap().open(theirs(&rosa).await, None).await.unwrap();
    let line = abara.messages().await.unwrap().groups(1).await.unwrap().announcements.remove(0);
    assert_eq!((line.subject.as_str(), line.recipients, line.arrived, line.read, line.answered), ("No group this week", 3, 3, 2, 1));
    for who in ["Reyes", "Brandt"] {
        let staff = house.staff(who).await;
        assert!(staff.messages().await.unwrap().groups(1).await.unwrap().announcements.is_empty(), "{who} does not read all of these");
    }
}
