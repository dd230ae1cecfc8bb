use crate::{
    documents::{PLAN, line, share},
    house::House,
    mail_server::MailServer,
};
use backend::{Activation, MailSetup, MailTransport, Practice, Setup, System};
use chrono::Duration;
use domain::{
    documents::ShareAction,
    notices::{MOST_TRIES, MailState, MailTrouble, MailWait, TaskKind, TaskLine},
};
use std::collections::HashSet;

crate::on_both_databases!(
    whatever_a_mail_server_refuses_us_the_mail_waits,
    the_servers_trouble_is_told_to_administrators_once_until_mail_leaves_again,
    a_mail_that_fails_twice_stands_on_the_to_do_until_it_leaves,
    a_mail_that_waits_is_tried_now_by_who_may,
    a_password_that_nobody_corrects_for_days_loses_no_mail,
    who_is_not_known_to_the_mail_server_is_told_of_at_once,
    a_mailbox_that_stays_full_is_given_up_after_nine_tries,
    what_is_taken_back_leaves_the_to_do_too,
    the_chart_says_that_the_invitation_has_not_left_and_when_it_is_tried_again,
);

/// The practice with a mail server.
async fn with_server(house: &House, server: &MailServer) -> System {
    let mail = MailSetup { transport: MailTransport::Smtp(server.url()), ..house.setup.mail.clone() };
    Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap().1
}

/// A mail about Maya's chart, and a server that refuses it.
async fn waiting(house: &House, at: &'static str, answer: &'static str) -> (MailServer, System) {
    let server = MailServer::start();
    server.refuse(Some((at, answer)));
    share(house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    let system = with_server(house, &server).await;
    (server, system)
}

async fn fail(house: &House, system: &System) {
    assert!(system.deliver_next().await.unwrap());
    house.hands.shift(Duration::hours(1));
}

async fn list(house: &House, who: &str) -> Vec<TaskLine> {
    house.staff(who).await.notices().to_do().await.unwrap().tasks
}

async fn kinds(house: &House, who: &str) -> Vec<TaskKind> {
    list(house, who).await.iter().map(|task| task.kind).collect()
}

async fn queued(house: &House, waits_for: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE state = 'queued' AND waits_for = '{waits_for}'")).await
}

async fn given_up(house: &House) -> i64 {
    house.count("SELECT count(*) FROM mails WHERE state IN ('failed', 'bounced')").await
}

async fn whatever_a_mail_server_refuses_us_the_mail_waits(house: House) {
    let (server, system) = waiting(&house, "greeting", "554 5.7.1 No SMTP here").await;
    let mut seen = HashSet::new();
    for (at, answer, waits_for) in [
        ("greeting", "554 5.7.1 No SMTP here", "refuses"),
        ("greeting", "", "silent"),
        ("EHLO", "550 Who?", "refuses"),
        ("AUTH", "535 5.7.8 Username and Password not accepted", "sign_in"),
        ("MAIL", "530 5.7.0 Authentication required", "sign_in"),
        ("MAIL", "550 5.7.1 Not yours to send as", "refuses"),
        ("RCPT", "554 5.7.1 <maya.lindqvist@example.com>: Relay access denied", "refuses"),
        ("RCPT", "550 relay not permitted", "refuses"),
        ("DATA", "550 5.4.5 Daily user sending limit exceeded", "refuses"),
        ("text", "554 Message rejected: sending is paused for this account", "refuses"),
        ("text", "", "silent"),
    ] {
        server.refuse(Some((at, answer)));
        fail(&house, &system).await;
        assert_eq!((queued(&house, waits_for).await, given_up(&house).await), (1, 0), "{at}: {answer}");
        let mut tasks = list(&house, "Vidal").await;
        tasks.retain(|task| task.kind == TaskKind::MailServer);
        let [task] = &tasks[..] else { panic!("{at}: {tasks:?}") };
        assert_eq!((task.chart, task.who.as_str()), (None, ""));
        assert_eq!(task.waits.as_ref().map(|wait| wait.trouble.name()), Some(waits_for), "it says what was said last");
        seen.insert(task.id);
    }
    assert_eq!(seen.len(), 1, "one task for all of it");
    // The password was sent as it was meant.
    let sent = "AUTH PLAIN AGFudGVyb29tAHNlQGNyZXQ=";
    assert!(server.heard().iter().any(|line| line == sent), "{:?}", server.heard());
    server.refuse(None);
    assert!(system.deliver_next().await.unwrap());
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued'").await, 0);
    assert!(list(&house, "Vidal").await.is_empty() && list(&house, "Reyes").await.is_empty());
}

async fn the_servers_trouble_is_told_to_administrators_once_until_mail_leaves_again(house: House) {
    let (server, system) = waiting(&house, "AUTH", "535 5.7.8 Username and Password not accepted").await;
    house.visitor().forgot_password(domain::sign_in::Side::Portal, "jordan.avery@example.com").await.unwrap();
    house.staff("Vidal").await.settings().await.unwrap().add_member(crate::team::nora()).await.unwrap();
    while system.deliver_next().await.unwrap() {}
    assert_eq!(kinds(&house, "Vidal").await, [TaskKind::MailServer]);
    for who in ["Reyes", "Whitfield", "Okafor", "Brandt", "Abara"] {
        assert!(kinds(&house, who).await.is_empty(), "{who}");
    }
    let task = list(&house, "Vidal").await.remove(0);
    assert!(task.remark.unwrap().starts_with("535 5.7.8"));
    // Who is done with it too early is told again.
    house.staff("Vidal").await.notices().finish(task.id, "The password was old").await.unwrap();
    house.hands.shift(Duration::hours(1));
    while system.deliver_next().await.unwrap() {}
    assert!(kinds(&house, "Vidal").await.contains(&TaskKind::MailServer));
    server.refuse(None);
    house.hands.shift(Duration::hours(1));
    while system.deliver_next().await.unwrap() {}
    assert!(kinds(&house, "Vidal").await.is_empty());
    assert_eq!(house.told("denied").await, 0);
}

async fn a_mail_that_fails_twice_stands_on_the_to_do_until_it_leaves(house: House) {
    let (server, system) = waiting(&house, "RCPT", "451 4.7.1 Greylisted").await;
    fail(&house, &system).await;
    assert!(kinds(&house, "Reyes").await.is_empty(), "once is ordinary");
    for _ in 0..3 {
        fail(&house, &system).await;
        let tasks = list(&house, "Reyes").await;
        let [task] = &tasks[..] else { panic!("{tasks:?}") };
        assert_eq!((task.kind, task.who.as_str()), (TaskKind::FailedMail, "Lindqvist, Maya"));
        assert_eq!(task.waits.as_ref().map(|wait| wait.trouble), Some(MailTrouble::Recipient));
        assert!(kinds(&house, "Vidal").await.iter().all(|kind| *kind != TaskKind::MailServer));
    }
    server.refuse(None);
    assert!(system.deliver_next().await.unwrap());
    assert!(kinds(&house, "Reyes").await.is_empty(), "it has left");
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE kind = 'failed_mail' AND done_by IS NULL AND done_at IS NOT NULL").await, 1);
}

async fn a_mail_that_waits_is_tried_now_by_who_may(house: House) {
    let (server, system) = waiting(&house, "AUTH", "535 5.7.8 No").await;
    fail(&house, &system).await;
    fail(&house, &system).await;
    let tasks = list(&house, "Vidal").await;
    let notice = tasks.iter().find(|task| task.kind == TaskKind::MailServer).unwrap();
    assert!(crate::documents::is_not_found(house.staff("Vidal").await.notices().retry_mail(notice.id).await), "it is about all mail");
    let task = list(&house, "Reyes").await.remove(0);
    server.refuse(None);
    house.staff("Reyes").await.notices().retry_mail(task.id).await.unwrap();
    assert!(system.deliver_next().await.unwrap());
    assert!(kinds(&house, "Reyes").await.is_empty() && kinds(&house, "Vidal").await.is_empty());
}

async fn a_password_that_nobody_corrects_for_days_loses_no_mail(house: House) {
    let (server, system) = waiting(&house, "AUTH", "535 5.7.8 No").await;
    for _ in 0..3 * MOST_TRIES {
        // At most an hour lies between two tries.
        fail(&house, &system).await;
    }
    assert_eq!((queued(&house, "sign_in").await, given_up(&house).await), (1, 0));
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE done_at IS NULL").await, 2);
    // Nor did it cost the mailbox a try.
    server.refuse(Some(("RCPT", "451 4.7.1 Greylisted")));
    fail(&house, &system).await;
    assert_eq!((queued(&house, "recipient").await, given_up(&house).await), (1, 0));
    server.refuse(None);
    fail(&house, &system).await;
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE done_at IS NULL").await, 0);
}

async fn who_is_not_known_to_the_mail_server_is_told_of_at_once(house: House) {
    let (_server, system) = waiting(&house, "RCPT", "550 5.1.1 No such mailbox").await;
    assert!(system.deliver_next().await.unwrap());
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'bounced' AND tries = 1").await, 1);
    let task = list(&house, "Reyes").await.remove(0);
    assert_eq!((task.kind, task.waits, task.remark.as_deref()), (TaskKind::FailedMail, None, Some("550 5.1.1 No such mailbox")));
    assert!(list(&house, "Vidal").await.iter().all(|task| task.kind != TaskKind::MailServer));
}

async fn a_mailbox_that_stays_full_is_given_up_after_nine_tries(house: House) {
    let (_server, system) = waiting(&house, "RCPT", "552 5.2.2 Mailbox full").await;
    for _ in 0..MOST_TRIES {
        assert_eq!(given_up(&house).await, 0);
        fail(&house, &system).await;
        house.hands.shift(Duration::hours(5));
    }
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'failed' AND tries = 9").await, 1);
    let tasks = list(&house, "Reyes").await;
    let [task] = &tasks[..] else { panic!("one line from the second try on: {tasks:?}") };
    assert_eq!((task.kind, task.waits.clone()), (TaskKind::FailedMail, None));
}

async fn what_is_taken_back_leaves_the_to_do_too(house: House) {
    let (_server, system) = waiting(&house, "AUTH", "535 5.7.8 No").await;
    fail(&house, &system).await;
    fail(&house, &system).await;
    assert_eq!(kinds(&house, "Reyes").await, [TaskKind::FailedMail]);
    let (elena, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let plan = line(&elena, chart, PLAN).await.id;
    elena.documents().await.unwrap().unshare(chart, plan).await.unwrap();
    assert!(kinds(&house, "Reyes").await.is_empty());
    assert_eq!(kinds(&house, "Vidal").await, [TaskKind::MailServer], "the server has not changed");
}

async fn the_chart_says_that_the_invitation_has_not_left_and_when_it_is_tried_again(house: House) {
    let server = MailServer::start();
    server.refuse(Some(("AUTH", "535 5.7.8 No")));
    let elena = house.staff("Reyes").await;
    let invites = elena.invites().await.unwrap();
    invites.activate(house.chart("Jordan"), Activation::default()).await.unwrap();
    let system = with_server(&house, &server).await;
    let mail = async || invites.communications(house.chart("Jordan")).await.unwrap().access.mail.unwrap();
    assert_eq!((mail().await.state, mail().await.waits), (MailState::Queued, None));
    assert!(system.deliver_next().await.unwrap());
    let MailWait { trouble, next_try } = mail().await.waits.unwrap();
    assert_eq!((mail().await.state, trouble), (MailState::Queued, MailTrouble::SignIn));
    assert_eq!(next_try.unwrap().at.to_rfc3339(), "2026-11-21T12:01:00-05:00");
    house.hands.shift(Duration::hours(1));
    assert_eq!(mail().await.waits.unwrap().next_try, None, "its turn has come");
    server.refuse(None);
    assert!(system.deliver_next().await.unwrap());
    assert_eq!((mail().await.state, mail().await.waits), (MailState::Sent, None));
}
