//! Due dates, last days, who cannot sign any more, and agreements that are taken back.

use super::{
    PLAN, found, line, refusals,
    signers::{ask, father, signs},
    signing::{ready, typed},
};
use crate::house::House;
use chrono::Duration;
use domain::{
    documents::{AskingDraft, DueDay, ReaderState, Refusal, ShareRemark, ShareState},
    ids::DocumentId,
    notices::TaskKind,
};

crate::on_both_databases!(
    a_due_date_is_shown_and_said_to_be_over,
    after_its_last_day_nothing_is_signed_and_staff_may_share_again,
    staff_are_told_of_a_signer_whose_access_ends,
    an_agreement_is_taken_back_and_asked_for_anew,
    whose_turn_it_is_is_reminded_before_and_after_the_due_date,
    no_reminder_leaves_once_its_reason_is_gone,
);

/// Maya is asked to sign her plan, until those days.
async fn asked(house: &House, due: &str, until: &str) -> DocumentId {
    let (maya, reyes) = (house.chart("Maya"), house.staff("Reyes").await);
    let plan = line(&reyes, maya, PLAN).await.id;
    let signers = vec![super::signers::candidate(house, maya, plan, "Maya").await];
    let draft = AskingDraft { signers, due: due.into(), until: until.into() };
    reyes.documents().await.unwrap().ask(maya, plan, &draft, false).await.unwrap();
    plan
}

async fn tasks(house: &House, kind: TaskKind) -> usize {
    house.staff("Reyes").await.notices().to_do().await.unwrap().tasks.iter().filter(|task| task.kind == kind).count()
}

async fn a_due_date_is_shown_and_said_to_be_over(house: House) {
    asked(&house, "2026-11-22", "").await;
    let due = async || {
        let ours = line(&house.staff("Reyes").await, house.chart("Maya"), PLAN).await.due;
        let list = house.client("Maya").await.documents().await.unwrap().list().await.unwrap();
        let theirs = list.documents.iter().find(|document| document.title == PLAN).unwrap().due;
        assert_eq!(ours, theirs);
        theirs
    };
    let day = |overdue| Some(DueDay { on: "2026-11-22".parse().unwrap(), overdue });
    assert_eq!(due().await, day(false));
    // 23:59 on the day in New York, then the first minute after it.
    house.hands.shift("2026-11-23T04:59:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - house.setup.clock.now());
    assert_eq!(due().await, day(false));
    house.hands.shift(Duration::minutes(1));
    assert_eq!(due().await, day(true));
    let (client, _) = (house.client("Maya").await, ());
    let (share, state) = found(&client, PLAN).await;
    assert_eq!(state, ReaderState::PendingReview, "overdue is no end");
    let documents = client.documents().await.unwrap();
    let seen = documents.open(share).await.unwrap().seen;
    documents.consent(share, true).await.unwrap();
    documents.sign(share, typed(&seen)).await.unwrap();
    assert_eq!(due().await, None, "nothing is due any more");
}

async fn after_its_last_day_nothing_is_signed_and_staff_may_share_again(house: House) {
    let plan = asked(&house, "", "2026-11-23").await;
    let client = house.client("Maya").await;
    let documents = client.documents().await.unwrap();
    let share = found(&client, PLAN).await.0;
    let seen = documents.open(share).await.unwrap().seen;
    documents.consent(share, true).await.unwrap();
    house.hands.shift("2026-11-24T04:59:59Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() - house.setup.clock.now());
    house.system.mind_signatures().await.unwrap();
    assert_eq!(tasks(&house, TaskKind::SignatureExpired).await, 0);
    house.hands.shift(Duration::seconds(1));
    // By the clock, whether or not the job has looked.
    let client = house.client("Maya").await;
    let documents = client.documents().await.unwrap();
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::Expired]);
    assert_eq!(refusals(documents.decline(share, "Late").await), [Refusal::Expired]);
    assert_eq!(documents.open(share).await.unwrap().document.state, ReaderState::Expired);
    for _ in 0..2 {
        house.system.mind_signatures().await.unwrap();
    }
    assert_eq!((tasks(&house, TaskKind::SignatureExpired).await, house.told("documents.signature_expired").await), (1, 1));
    let reyes = house.staff("Reyes").await;
    let expired = line(&reyes, house.chart("Maya"), PLAN).await;
    assert_eq!((expired.share, expired.may_share_to_sign), (Some(ShareState::Expired), true));
    assert_eq!(expired.remark, Some(ShareRemark::Expired { on: "2026-11-23".parse().unwrap() }));

    reyes.documents().await.unwrap().share(house.chart("Maya"), plan, domain::documents::ShareAction::ShareToSign).await.unwrap();
    assert_eq!(tasks(&house, TaskKind::SignatureExpired).await, 0, "nothing is left to do");
    let page = documents.open(found(&client, PLAN).await.0).await.unwrap();
    documents.sign(page.document.share, typed(&page.seen)).await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn staff_are_told_of_a_signer_whose_access_ends(house: House) {
    let grant = father(&house).await;
    let noah = house.chart("Noah");
    let document = ask(&house, &["Karl", "Ingrid"]).await;
    house.system.mind_signatures().await.unwrap();
    assert_eq!(tasks(&house, TaskKind::SignerGone).await, 0);
    let reyes = house.staff("Reyes").await;
    reyes.invites().await.unwrap().revoke(noah, grant).await.unwrap();
    for _ in 0..2 {
        house.system.mind_signatures().await.unwrap();
    }
    assert_eq!((tasks(&house, TaskKind::SignerGone).await, house.told("documents.signer_gone").await), (1, 1));
    let documents = reyes.documents().await.unwrap();
    let signers = documents.read(noah, document).await.unwrap().signers;
    assert!(signers[0].gone && signers[0].turn && !signers[1].gone);
    let mother = super::signers::ingrid(&house).await;
    assert_eq!(refusals(signs(&mother, "Ingrid Sandoval").await), [Refusal::NotYourTurn]);
    documents.take_back_signer(noah, document, signers[0].id).await.unwrap();
    assert_eq!(tasks(&house, TaskKind::SignerGone).await, 0);
    signs(&mother, "Ingrid Sandoval").await.unwrap();
    assert_eq!(documents.read(noah, document).await.unwrap().line.share, Some(ShareState::Signed));
    // Who comes back with a new access is the same person, and can sign where they were asked.
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

/// 15 USC 7001(c)(1)(B)
async fn an_agreement_is_taken_back_and_asked_for_anew(house: House) {
    let (client, share, seen) = ready(&house).await;
    let documents = client.documents().await.unwrap();
    assert!(documents.list().await.unwrap().agreed_on.is_some());
    documents.withdraw_consent().await.unwrap();
    assert_eq!(refusals(documents.withdraw_consent().await), [Refusal::NoConsent]);
    assert_eq!((tasks(&house, TaskKind::ConsentWithdrawn).await, house.told("documents.consent_withdrawn").await), (1, 1));
    assert_eq!(documents.list().await.unwrap().agreed_on, None);
    assert_eq!(refusals(documents.sign(share, typed(&seen)).await), [Refusal::ConsentMissing]);
    let page = documents.open_to_sign(share).await.unwrap();
    assert_eq!((page.consented, page.consent_withdrawn), (false, "2026-11-21".parse().ok()));
    documents.consent(share, true).await.unwrap();
    documents.sign(share, typed(&seen)).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM consents").await, 2);
    // What was signed before stays valid when it is taken back again.
    documents.withdraw_consent().await.unwrap();
    assert_eq!(house.system.verify_signatures().await.unwrap(), None);
}

async fn reminders(house: &House, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'signature_reminder' AND state = '{state}'")).await
}

/// The clock is at noon in New York.
fn go_to(house: &House, day: &str) {
    let at: chrono::DateTime<chrono::Utc> = format!("{day}T17:00:00Z").parse().unwrap();
    house.hands.shift(at - house.setup.clock.now());
}

async fn whose_turn_it_is_is_reminded_before_and_after_the_due_date(house: House) {
    asked(&house, "2026-11-25", "").await;
    while house.system.deliver_next().await.unwrap() {}
    for (day, sent) in [("2026-11-22", 0), ("2026-11-23", 1), ("2026-11-24", 1), ("2026-11-26", 2), ("2026-11-27", 2)] {
        go_to(&house, day);
        for _ in 0..2 {
            house.system.remind_of_signatures().await.unwrap();
        }
        while house.system.deliver_next().await.unwrap() {}
        assert_eq!(reminders(&house, "sent").await, sent, "{day}");
    }
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.subject == "Reminder: something waits for you").unwrap();
    assert_eq!(mail.to, "maya.lindqvist@example.com");
    assert!(mail.text.contains("Wednesday, November 25, 2026") && !mail.text.contains(PLAN), "{}", mail.text);
    assert!(mail.link.contains("/documents/"), "{}", mail.link);
    assert_eq!(house.told("documents.signature_reminded").await, 2);
}

async fn no_reminder_leaves_once_its_reason_is_gone(house: House) {
    father(&house).await;
    let document = ask(&house, &["Karl", "Ingrid"]).await;
    house.tamper("UPDATE shares SET due_on = '2026-11-23' WHERE state = 'awaiting_signature'").await;
    while house.system.deliver_next().await.unwrap() {}
    let karl = super::signers::karl(&house).await;
    house.system.remind_of_signatures().await.unwrap();
    assert_eq!(reminders(&house, "queued").await, 1);
    // He signs while it waits; what is left is Ingrid's turn, of which she is told by itself.
    signs(&karl, "Karl Sandoval").await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!((reminders(&house, "sent").await, reminders(&house, "cancelled").await), (0, 1));
    // Switched off, nothing is written.
    let vidal = house.staff("Vidal").await;
    let workflows = vidal.workflows().await.unwrap();
    let mut reminder = workflows.signature_reminder().await.unwrap();
    reminder.on = false;
    workflows.change_signature_reminder(reminder).await.unwrap();
    go_to(&house, "2026-11-24");
    house.system.remind_of_signatures().await.unwrap();
    assert_eq!(reminders(&house, "queued").await, 0, "{document}");
}
