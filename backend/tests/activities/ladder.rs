//! An answer that needs somebody: told at once, after 15 minutes, after 60, and every hour until somebody says what came of it.

use super::{CALM, DARK, draft, form_of, give, of_maya, phq, submit};
use crate::{charts::staff_id, forms::refusals, house::House};
use backend::{Error, Practice};
use chrono::Duration;
use domain::{
    activities::{Outcome, Refusal},
    notices::{Refusal as NoticeRefusal, TaskKind},
};

crate::on_both_databases!(
    the_ladder_is_climbed_minute_by_minute,
    over_a_restart_and_a_jump_of_the_clock_nobody_is_told_twice,
    while_the_clinician_is_away_their_cover_is_told_and_can_answer,
    it_stays_until_somebody_says_what_came_of_it,
    zero_tells_nobody,
);

/// To whom mails about it went, in their order, by first name; and nothing else of them.
async fn told(house: &House) -> Vec<String> {
    let mut told = Vec::new();
    for name in ["elena.reyes", "samuel.okafor", "ruth.abara", "priya.raman"] {
        let many = house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'needs_you' AND address LIKE '{name}%'")).await;
        let first = name.split('.').next().unwrap_or_default();
        told.extend((0..many).map(|_| first.to_owned()));
    }
    told
}

/// Rosa is Samuel's client; Elena supervises him.
async fn rosa_answers(house: &House) {
    let tomas = house.staff("Vidal").await;
    let (elena, samuel) = (staff_id(house, "Reyes").await, staff_id(house, "Okafor").await);
    tomas.settings().await.unwrap().add_supervisee(elena, Some(samuel)).await.unwrap();
    let office = house.staff("Okafor").await;
    let form = form_of(&house.staff("Reyes").await, house, "PHQ-9").await;
    let id = office.activities().await.unwrap().assign(house.chart("Rosa"), &draft(form, "once")).await.unwrap().unwrap();
    submit(&house.client("Rosa").await, id, phq(DARK)).await.unwrap();
}

async fn the_ladder_is_climbed_minute_by_minute(house: House) {
    rosa_answers(&house).await;
    assert_eq!(told(&house).await, ["samuel"], "at once, with what was submitted");
    for minute in 1..=181 {
        house.hands.shift(Duration::minutes(1));
        house.system.mind_answers().await.unwrap();
        let expected: &[&str] = match minute {
            ..15 => &["samuel"],
            15..60 => &["elena", "samuel"],
            60..120 => &["elena", "samuel", "ruth"],
            120..180 => &["elena", "elena", "samuel", "samuel", "ruth", "ruth"],
            _ => &["elena", "elena", "elena", "samuel", "samuel", "samuel", "ruth", "ruth", "ruth"],
        };
        assert_eq!(told(&house).await, expected, "after {minute} minutes");
    }
    let page = house.staff("Okafor").await.activities().await.unwrap().of_chart(house.chart("Rosa"), None).await.unwrap();
    let alert = &page.alerts[0];
    assert_eq!((alert.number, alert.answer.as_str(), alert.score, alert.of, alert.minutes_ago), (9, "Several days", 1, 3, 181));
    assert_eq!(alert.told.iter().map(|line| (line.step, line.who.len())).collect::<Vec<_>>(), [(0, 1), (1, 1), (2, 1), (3, 3), (4, 3)]);
    assert_eq!(alert.next.as_ref().map(|(minutes, who)| (*minutes, who.len())), Some((59, 3)));
    // The mails say neither who nor what.
    while house.system.deliver_next().await.unwrap() {}
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.subject.contains("needs you")).unwrap();
    for word in ["Rosa", "Delgado", "PHQ", "dead", "question", "suicid"] {
        assert!(!mail.text.contains(word) && !mail.html.contains(word), "{word}: {}", mail.text);
    }
    assert_eq!(house.told("activities.told").await, 4);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn over_a_restart_and_a_jump_of_the_clock_nobody_is_told_twice(house: House) {
    rosa_answers(&house).await;
    house.hands.shift(Duration::minutes(16));
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    let (one, other) = tokio::join!(there.mind_answers(), house.system.mind_answers());
    one.unwrap();
    other.unwrap();
    assert_eq!(told(&house).await, ["elena", "samuel"]);
    // The program stood still for six hours: one round, and of the hours that went by one.
    house.hands.shift(Duration::hours(6));
    there.mind_answers().await.unwrap();
    house.system.mind_answers().await.unwrap();
    assert_eq!(told(&house).await, ["elena", "elena", "samuel", "samuel", "ruth", "ruth"]);
    // And the clock goes back: nothing more, until the next hour comes.
    house.hands.shift(-Duration::hours(6));
    house.system.mind_answers().await.unwrap();
    house.hands.shift(Duration::hours(6) + Duration::minutes(43));
    house.system.mind_answers().await.unwrap();
    assert_eq!(told(&house).await.len(), 6);
    house.hands.shift(Duration::minutes(2));
    house.system.mind_answers().await.unwrap();
    assert_eq!(told(&house).await.len(), 9);
}

async fn while_the_clinician_is_away_their_cover_is_told_and_can_answer(house: House) {
    let id = give(&house).await;
    let tomas = house.staff("Vidal").await;
    let (elena, samuel) = (staff_id(&house, "Reyes").await, staff_id(&house, "Okafor").await);
    let away = Some(("2026-11-20".parse().unwrap(), "2026-11-25".parse().unwrap(), samuel));
    tomas.settings().await.unwrap().set_away(elena, away).await.unwrap();
    submit(&house.client("Maya").await, id, phq(DARK)).await.unwrap();
    assert_eq!(told(&house).await, ["samuel"]);
    let page = of_maya(&house, "Okafor").await;
    let chart = house.chart("Maya");
    let office = house.staff("Okafor").await;
    assert!(office.notices().to_do().await.unwrap().tasks.iter().any(|task| task.kind == TaskKind::AnswerNeedsYou));
    office.activities().await.unwrap().answer(chart, page.alerts[0].id, "spoke", "She is safe at home.").await.unwrap();
    assert!(of_maya(&house, "Okafor").await.alerts.is_empty());
    assert!(
        matches!(house.staff("Okafor").await.documents().await.unwrap().list(chart).await, Err(Error::NotFound)),
        "and no more than that"
    );
}

async fn it_stays_until_somebody_says_what_came_of_it(house: House) {
    let id = give(&house).await;
    submit(&house.client("Maya").await, id, phq(DARK)).await.unwrap();
    let (elena, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let office = elena.activities().await.unwrap();
    let task = |staff: backend::Staff| async move {
        let tasks = staff.notices().to_do().await.unwrap().tasks;
        tasks.into_iter().find(|task| task.kind == TaskKind::AnswerNeedsYou).map(|task| task.id)
    };
    // Neither reviewing it nor the To-do is an outcome.
    office.review(chart, id).await.unwrap();
    let open = task(house.staff("Reyes").await).await.unwrap();
    assert_eq!(refusals(elena.notices().finish(open, "seen").await.unwrap_err()), [NoticeRefusal::OutcomeFirst.into()]);
    let alert = of_maya(&house, "Reyes").await.alerts[0].id;
    assert_eq!(refusals(office.answer(chart, alert, "", "").await.unwrap_err()), [Refusal::OutcomeMissing.into()]);
    assert_eq!(refusals(office.answer(chart, alert, "other", " ").await.unwrap_err()), [Refusal::NoteMissing.into()]);
    // Who was not reached still needs somebody.
    office.answer(chart, alert, "not_reached", "Mailbox full").await.unwrap();
    house.hands.shift(Duration::minutes(61));
    house.system.mind_answers().await.unwrap();
    assert!(told(&house).await.len() >= 2);
    assert!(elena.charts().await.unwrap().face(chart).await.unwrap().banner.needs_you);
    let queued = "SELECT count(*) FROM mails WHERE kind = 'needs_you' AND state = 'queued'";
    assert!(house.count(queued).await > 0);
    let elena = house.staff("Reyes").await;
    let office = elena.activities().await.unwrap();
    office.answer(chart, alert, "emergency", "Her brother is with her.").await.unwrap();
    assert_eq!(house.count(queued).await, 0, "what has not left does not leave");
    assert_eq!(refusals(office.answer(chart, alert, "spoke", "").await.unwrap_err()), [Refusal::AnsweredAlready.into()]);
    assert_eq!(task(house.staff("Reyes").await).await, None);
    let before = told(&house).await.len();
    house.hands.shift(Duration::hours(5));
    house.system.mind_answers().await.unwrap();
    assert_eq!(told(&house).await.len(), before);
    let elena = house.staff("Reyes").await;
    let read = elena.activities().await.unwrap().read(chart, id).await.unwrap();
    let said: Vec<_> = read.alert.unwrap().outcomes.into_iter().map(|line| (line.outcome, line.note)).collect();
    assert_eq!(said, [(Outcome::NotReached, "Mailbox full".into()), (Outcome::Emergency, "Her brother is with her.".into())]);
    assert_eq!(house.count("SELECT count(*) FROM activity_outcomes WHERE length(note) < 60").await, 0, "they are sealed");
    let help = house.client("Maya").await.activities().await.unwrap().read(id).await.unwrap().crisis;
    assert!(help.is_some_and(|words| !words.is_empty()), "help stays on the client's page");
}

async fn zero_tells_nobody(house: House) {
    let id = give(&house).await;
    submit(&house.client("Maya").await, id, phq(CALM)).await.unwrap();
    house.hands.shift(Duration::hours(2));
    house.system.mind_answers().await.unwrap();
    assert!(told(&house).await.is_empty());
}
