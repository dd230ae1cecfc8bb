//! Who hears of a message by mail and when, what closes by itself, and who stands in.

use crate::{
    charts::staff_id,
    house::House,
    talk::{begun, set},
};
use chrono::Duration;
use domain::messages::{Closing, Mode, Shown, Sorted, Whose};

crate::on_both_databases!(
    each_message_is_covered_by_a_mail,
    in_quiet_hours_a_mail_waits_for_their_end,
    a_quiet_conversation_is_told_of_and_closes,
    nothing_closes_that_nobody_was_told_of,
    who_is_away_is_stood_in_for,
    nobody_absent_stands_in,
    who_has_left_has_nothing_in_hand,
    somebody_always_hears_of_a_message,
    who_stands_in_can_open_what_comes,
);

/// Mails that tell Maya of a message, and of those the ones that still wait.
async fn mails(house: &House) -> (i64, i64) {
    let of = "FROM mails WHERE kind = 'new_message' AND conversation_id IS NOT NULL";
    (house.count(&format!("SELECT count(*) {of}")).await, house.count(&format!("SELECT count(*) {of} AND state = 'queued'")).await)
}

async fn each_message_is_covered_by_a_mail(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let office = reyes.messages().await.unwrap();
    assert_eq!(mails(&house).await, (1, 1));
    office.reply(id, "And another.").await.unwrap();
    assert_eq!(mails(&house).await, (1, 1), "one that waits tells of this one too");
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (1, 0));
    office.reply(id, "A third.").await.unwrap();
    assert_eq!(mails(&house).await, (2, 1));
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (2, 1), "not within ten minutes");
    house.hands.shift(Duration::minutes(10));
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (2, 0));
    // The office hears of what the client writes.
    house.client("Maya").await.messages().await.unwrap().reply(id, "Well.").await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'client_wrote'").await, 1);
}

async fn in_quiet_hours_a_mail_waits_for_their_end(house: House) {
    // It is noon there.
    house.tamper(r#"UPDATE practice SET communications = '{"quiet_hours":[11,14]}'"#).await;
    begun(&house, "Maya").await;
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (1, 1));
    house.hands.shift(Duration::minutes(119));
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (1, 1));
    house.hands.shift(Duration::minutes(1));
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(mails(&house).await, (1, 0));
}

/// CP-14
async fn a_quiet_conversation_is_told_of_and_closes(house: House) {
    let (reyes, id) = begun(&house, "Maya").await;
    let (_, answered) = begun(&house, "Maya").await;
    drop(reyes);
    house.client("Maya").await.messages().await.unwrap().reply(answered, "Well.").await.unwrap();
    let told = "SELECT count(*) FROM mails WHERE kind = 'closes_soon'";
    house.hands.shift(Duration::hours(35));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count(told).await, 0);
    house.hands.shift(Duration::hours(2));
    for _ in 0..2 {
        house.system.close_quiet_conversations().await.unwrap();
        assert_eq!(house.count(told).await, 1, "once, and only of the one that is quiet");
    }
    house.hands.shift(Duration::hours(12));
    house.system.close_quiet_conversations().await.unwrap();
    let reyes_again = house.staff("Reyes").await;
    let again = reyes_again.messages().await.unwrap();
    assert_eq!(again.open(id, None).await.unwrap().closed.unwrap().0, Closing::Quiet);
    assert!(again.open(answered, None).await.unwrap().closed.is_none(), "never where the last word is the client's");
    // In the other modes nothing closes by itself.
    again.reopen(id).await.unwrap();
    set(&house, Mode::AllClients).await;
    house.hands.shift(Duration::hours(60));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM conversations WHERE closed_at IS NOT NULL").await, 0);
}

async fn nothing_closes_that_nobody_was_told_of(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let closed = "SELECT count(*) FROM conversations WHERE closed_at IS NOT NULL";
    let waits = "SELECT count(*) FROM mails WHERE kind = 'closes_soon' AND state = 'queued'";
    // The process slept through the hour of the mail, and through the end.
    house.hands.shift(Duration::hours(60));
    for _ in 0..2 {
        house.system.close_quiet_conversations().await.unwrap();
        assert_eq!((house.count(closed).await, house.count(waits).await), (0, 1));
    }
    // Somebody writes before the mail has left: it is not so any more.
    house.client("Maya").await.messages().await.unwrap().reply(id, "Well.").await.unwrap();
    assert_eq!(house.count(waits).await, 0);
    house.staff("Reyes").await.messages().await.unwrap().reply(id, "Good.").await.unwrap();
    house.hands.shift(Duration::hours(60));
    house.system.close_quiet_conversations().await.unwrap();
    house.hands.shift(Duration::hours(11));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count(closed).await, 0);
    house.hands.shift(Duration::hours(2));
    house.system.close_quiet_conversations().await.unwrap();
    assert_eq!(house.count(closed).await, 1);
}

async fn nobody_absent_stands_in(house: House) {
    let (elena, ruth, priya) = (staff_id(&house, "Reyes").await, staff_id(&house, "Abara").await, staff_id(&house, "Raman").await);
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    let away = |first: &str, last: &str, cover| Some((first.parse().unwrap(), last.parse().unwrap(), cover));
    settings.set_away(elena, away("2026-11-20", "2026-11-22", ruth)).await.unwrap();
    let refused = |answer: Result<(), backend::Error>| match answer {
        Err(backend::Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    use domain::settings::Refusal::{CoverAway, StandsInThen};
    assert_eq!(refused(settings.set_away(ruth, away("2026-11-22", "2026-11-25", priya)).await), [StandsInThen.into()]);
    assert_eq!(refused(settings.set_away(priya, away("2026-11-18", "2026-11-20", elena)).await), [CoverAway.into()]);
    settings.set_away(ruth, away("2026-11-23", "2026-11-25", elena)).await.unwrap();
    // Other days of one's own are no other absence.
    settings.set_away(elena, away("2026-11-20", "2026-11-21", ruth)).await.unwrap();
}

async fn who_has_left_has_nothing_in_hand(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let (elena, ruth) = (staff_id(&house, "Reyes").await, staff_id(&house, "Abara").await);
    let abara = house.staff("Abara").await;
    abara.messages().await.unwrap().assign(id, Some(ruth)).await.unwrap();
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    settings.set_away(elena, Some(("2026-11-20".parse().unwrap(), "2026-11-22".parse().unwrap(), ruth))).await.unwrap();
    settings.deactivate(ruth).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM conversations WHERE assigned_to IS NOT NULL").await, 0);
    assert_eq!(house.count("SELECT count(*) FROM absences").await, 0, "nobody stands in who is not there");
    house.client("Maya").await.messages().await.unwrap().reply(id, "Well.").await.unwrap();
    assert_eq!(told_staff(&house).await, ["Reyes"], "whose client it is");
}

/// Last names of the staff who wait to be told of what a client wrote.
async fn told_staff(house: &House) -> Vec<String> {
    let mut names = Vec::new();
    for name in ["Abara", "Brandt", "Reyes", "Vidal"] {
        let of = "SELECT count(*) FROM mails JOIN staff ON staff.id = mails.staff_id WHERE mails.kind = 'client_wrote'";
        if house.count(&format!("{of} AND staff.last_name = '{name}'")).await > 0 {
            names.push(name.to_owned());
        }
    }
    names
}

/// A small practice has no Biller, and perhaps no Clinical Administrator.
async fn somebody_always_hears_of_a_message(house: House) {
    house.tamper("UPDATE staff SET disabled_at = '2026-11-01T12:00:00+00:00' WHERE last_name NOT IN ('Vidal', 'Reyes')").await;
    let maya = house.client("Maya").await;
    let letter = domain::messages::Letter { body: "What is this bill?".into(), ..Default::default() };
    maya.messages().await.unwrap().begin(domain::messages::Purpose::BillingQuestion, &letter).await.unwrap();
    assert_eq!(told_staff(&house).await, ["Reyes"], "who can read it, where nobody does that work");
}

async fn who_is_away_is_stood_in_for(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let (elena, ruth) = (staff_id(&house, "Reyes").await, staff_id(&house, "Abara").await);
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    settings.set_away(elena, Some((day("2026-11-20"), day("2026-11-22"), ruth))).await.unwrap();
    assert_eq!(settings.team().await.unwrap().absences.len(), 1);
    house.client("Maya").await.messages().await.unwrap().reply(id, "Well.").await.unwrap();
    let abara = house.staff("Abara").await;
    let office = abara.messages().await.unwrap();
    assert_eq!(office.inbox(Whose::Mine, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting[0].id, id);
    let to_ruth = "SELECT count(*) FROM mails JOIN staff ON staff.id = mails.staff_id WHERE mails.kind = 'client_wrote' AND staff.last_name = 'Abara'";
    assert_eq!(house.count(to_ruth).await, 1);
    settings.set_away(elena, None).await.unwrap();
    let abara = house.staff("Abara").await;
    let office = abara.messages().await.unwrap();
    assert!(office.inbox(Whose::Mine, Shown::Waiting, Sorted::ByWaiting, 1).await.unwrap().waiting.is_empty());
    assert!(settings.set_away(elena, Some((day("2026-11-22"), day("2026-11-20"), ruth))).await.is_err());
    assert!(settings.set_away(elena, Some((day("2026-11-20"), day("2026-11-22"), elena))).await.is_err());
}

/// Without it what a client writes would wait unseen: the mail leads to a conversation that nobody could open.
async fn who_stands_in_can_open_what_comes(house: House) {
    let (_, id) = begun(&house, "Maya").await;
    let (elena, priya) = (staff_id(&house, "Reyes").await, staff_id(&house, "Raman").await);
    let before = house.staff("Raman").await;
    assert!(before.messages().await.unwrap().open(id, None).await.is_err());
    let vidal = house.staff("Vidal").await;
    let settings = vidal.settings().await.unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let brandt = settings.team().await.unwrap().members.into_iter().find(|member| member.name.contains("Brandt")).unwrap().id;
    let away = |cover| Some((day("2026-11-20"), day("2026-11-22"), cover));
    assert!(settings.set_away(elena, away(brandt)).await.is_err(), "a Biller reads nothing clinical");
    settings.set_away(elena, away(priya)).await.unwrap();
    let raman = house.staff("Raman").await;
    let office = raman.messages().await.unwrap();
    assert_eq!(office.open(id, None).await.unwrap().cover.map(|(name, _)| name).as_deref(), Some("Priya Raman"));
    office.reply(id, "I stand in for Dr Reyes until Sunday.").await.unwrap();
    assert!(raman.documents().await.unwrap().list(house.chart("Maya")).await.is_err(), "messages are all that comes");
    house.hands.shift(Duration::minutes(6));
    assert!(matches!(settings.set_away(elena, None).await, Err(backend::Error::ProofNeeded(domain::sign_in::StepUpScope::Team))));
    house.hands.shift(Duration::days(3));
    let after = house.staff("Raman").await;
    assert!(after.messages().await.unwrap().open(id, None).await.is_err(), "and only as long as it lasts");
}
