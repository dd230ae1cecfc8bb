use crate::{
    documents::{PLAN, found, is_not_found, line, share},
    house::House,
    mail_server::MailServer,
};
use backend::{Activation, Error, MailSetup, MailTransport, Origin, Practice, Setup};
use domain::{
    documents::ShareAction,
    ids::TaskId,
    notices::{MOST_TRIES, TaskKind, retry_after},
    settings::Help,
    sign_in::Side,
};
use uuid::Uuid;

crate::on_both_databases!(
    the_demo_mailbox_opens_on_this_machine_only,
    mail_of_a_real_practice_waits_for_a_mail_server,
    a_members_list_holds_only_what_is_theirs,
    a_mail_that_failed_is_sent_again_by_who_may,
    a_failed_mail_to_the_team_is_shown_to_who_manages_it,
    a_failed_mail_to_a_login_is_shown_to_staff,
    a_mail_about_what_was_taken_back_does_not_leave,
    of_two_who_change_the_settings_nobody_overwrites_the_other_unseen,
    settings_are_checked_and_change_what_everybody_sees,
);

async fn the_demo_mailbox_opens_on_this_machine_only(house: House) {
    assert!(house.visitor().demo_mailbox().await.is_ok());
    let far = house.practice.visitor(Origin { direct: false, ..crate::house::origin() });
    assert!(matches!(far.demo_mailbox().await, Err(Error::NotFound)));
    let db = house.database().await;
    sea_orm::ConnectionTrait::execute_unprepared(&db, "UPDATE practice SET demo_since = NULL").await.unwrap();
    assert!(matches!(house.visitor().demo_mailbox().await, Err(Error::NotFound)));
}

/// Nothing that nobody sees is counted as sent.
async fn mail_of_a_real_practice_waits_for_a_mail_server(house: House) {
    const WAITING: &str = "SELECT count(*) FROM mails WHERE state = 'queued' AND tries = 0 AND trouble = 'no mail server is set'";
    const SENT: &str = "SELECT count(*) FROM mails WHERE state = 'sent'";
    let nowhere = MailSetup { transport: MailTransport::Nowhere, ..house.setup.mail.clone() };
    let (_, far) = Practice::open(Setup { mail: nowhere, ..house.setup.clone() }).await.unwrap();
    assert!(house.system.mail_can_leave().await.unwrap() && !far.mail_can_leave().await.unwrap());
    house.tamper("UPDATE practice SET demo_since = NULL").await;
    let (sent, told) = (house.count(SENT).await, house.told("notices.mail_failed").await);
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    for system in [&house.system, &far] {
        for _ in 0..MOST_TRIES + 3 {
            assert!(!system.deliver_next().await.unwrap() && !system.mail_can_leave().await.unwrap());
            house.hands.shift(chrono::Duration::days(2));
        }
    }
    assert_eq!((house.count(WAITING).await, house.count(SENT).await, house.told("notices.mail_failed").await), (1, sent, told));
    // With a server it leaves at once, and the tries begin.
    let server = MailSetup { transport: MailTransport::Smtp("smtp://127.0.0.1:1".into()), ..house.setup.mail.clone() };
    let (_, system) = Practice::open(Setup { mail: server, ..house.setup.clone() }).await.unwrap();
    assert!(system.deliver_next().await.unwrap());
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued' AND tries = 1").await, 1);
}

async fn a_members_list_holds_only_what_is_theirs(house: House) {
    let elena = house.staff("Reyes").await;
    elena.invites().await.unwrap().activate(house.chart("Jordan"), Activation::default()).await.unwrap();
    let link = house.newest_link("jordan.avery@example.com").await;
    let token = link.strip_prefix("/register/").unwrap();
    for _ in 0..5 {
        let _ = house.visitor().check_identity(token, "Wrong", "1985-07-02").await;
    }
    for (who, sees) in [("Reyes", 1), ("Whitfield", 1), ("Okafor", 0), ("Brandt", 0)] {
        let staff = house.staff(who).await;
        assert_eq!(staff.notices().to_do().await.unwrap().tasks.len(), sees, "{who}");
        assert_eq!(staff.notices().frame().await.unwrap().tasks, sees as u64, "{who}");
    }
    let task = elena.notices().to_do().await.unwrap().tasks[0].id;
    assert!(matches!(house.staff("Okafor").await.notices().finish(task, "").await, Err(Error::NotFound)));
    elena.notices().finish(task, "").await.unwrap();
    assert!(elena.notices().to_do().await.unwrap().tasks.is_empty());
    assert!(matches!(elena.notices().finish(task, "").await, Err(Error::NotFound)));
}

/// Mailboxes that stay full, until every mail that waits is given up.
async fn give_mail_up(house: &House) {
    let server = MailServer::start();
    server.refuse(Some(("RCPT", "452 4.2.2 Mailbox full")));
    let mail = MailSetup { transport: MailTransport::Smtp(server.url()), ..house.setup.mail.clone() };
    let (_, system) = Practice::open(Setup { mail, ..house.setup.clone() }).await.unwrap();
    for tries in 1..=MOST_TRIES {
        assert!(system.deliver_next().await.unwrap(), "try {tries}");
        house.hands.shift(retry_after(tries));
    }
    assert!(!system.deliver_next().await.unwrap());
}

/// F7
async fn a_mail_that_failed_is_sent_again_by_who_may(house: House) {
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    give_mail_up(&house).await;
    let grace = house.staff("Whitfield").await;
    let to_do = grace.notices().to_do().await.unwrap();
    let [task] = &to_do.tasks[..] else { panic!("{to_do:?}") };
    assert_eq!((task.kind, task.who.as_str()), (TaskKind::FailedMail, "Lindqvist, Maya"));
    assert!(task.mail.is_some() && task.remark.is_some());

    // Whose work it is not does not find it, as if it had never been. Nor is there a mail behind every task.
    let denied = house.told("denied").await;
    for who in ["Okafor", "Brandt"] {
        let other = house.staff(who).await;
        assert!(is_not_found(other.notices().retry_mail(task.id).await), "{who}");
        assert!(is_not_found(other.notices().retry_mail(TaskId(Uuid::from_u128(7))).await), "{who}");
    }
    let maya = house.client("Maya").await;
    let plan = found(&maya, PLAN).await.0;
    maya.documents().await.unwrap().decline(plan, "I have a question first.").await.unwrap();
    let elena = house.staff("Reyes").await;
    let hers = elena.notices().to_do().await.unwrap().tasks;
    let declined = hers.iter().find(|task| task.kind == TaskKind::DeclinedDocument).unwrap();
    assert!(is_not_found(elena.notices().retry_mail(declined.id).await));
    assert_eq!(house.told("denied").await, denied + 5);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'failed' AND tries = 9").await, 1);

    grace.notices().retry_mail(task.id).await.unwrap();
    assert_eq!(house.told("notices.mail_retried").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE state = 'queued' AND tries = 1 AND trouble IS NULL").await, 1);
    assert!(grace.notices().to_do().await.unwrap().tasks.is_empty());
    assert!(is_not_found(grace.notices().retry_mail(task.id).await), "it is on its way already");
    assert!(house.newest_link("maya.lindqvist@example.com").await.starts_with("/messages/"));
}

/// F7
async fn a_failed_mail_to_the_team_is_shown_to_who_manages_it(house: House) {
    house.staff("Vidal").await.settings().await.unwrap().add_member(crate::team::nora()).await.unwrap();
    give_mail_up(&house).await;
    for who in ["Reyes", "Whitfield", "Abara", "Brandt"] {
        let other = house.staff(who).await;
        assert_eq!((other.notices().to_do().await.unwrap().tasks.len(), other.notices().frame().await.unwrap().tasks), (0, 0), "{who}");
    }
    let tomas = house.staff("Vidal").await;
    let to_do = tomas.notices().to_do().await.unwrap();
    let [task] = &to_do.tasks[..] else { panic!("{to_do:?}") };
    assert_eq!((task.kind, task.who.as_str(), task.chart), (TaskKind::FailedTeamMail, "Nora Lind, LPC", None));
    assert!(task.remark.is_some());
    assert!(is_not_found(house.staff("Abara").await.notices().retry_mail(task.id).await));
    assert!(undelivered(&house, "Nora").await);
    tomas.notices().retry_mail(task.id).await.unwrap();
    assert!(house.newest_link("nora.lind@harborstreet.example").await.starts_with("/office/reset/"));
    assert!(tomas.notices().to_do().await.unwrap().tasks.is_empty() && !undelivered(&house, "Nora").await);
    // Without a mail server an office asks in vain as well.
    house.visitor().forgot_password(Side::Office, "elena.reyes@harborstreet.example").await.unwrap();
    give_mail_up(&house).await;
    let to_do = house.staff("Vidal").await.notices().to_do().await.unwrap();
    assert_eq!((to_do.tasks[0].kind, to_do.tasks[0].who.as_str()), (TaskKind::FailedTeamMail, "Elena Reyes, PhD"));
    assert!(undelivered(&house, "Elena").await);
    house.staff("Vidal").await.notices().finish(to_do.tasks[0].id, "Told her by phone").await.unwrap();
}

/// Whether the Team page says that the last mail to somebody did not arrive.
async fn undelivered(house: &House, name: &str) -> bool {
    let team = house.staff("Vidal").await.settings().await.unwrap().team().await.unwrap();
    team.members.iter().find(|member| member.name.starts_with(name)).unwrap().undelivered.is_some()
}

/// Mail about no chart in particular is shown with a chart that the login opens.
async fn a_failed_mail_to_a_login_is_shown_to_staff(house: House) {
    house.visitor().forgot_password(Side::Portal, "Maya.Lindqvist@example.com").await.unwrap();
    give_mail_up(&house).await;
    let to_do = house.staff("Whitfield").await.notices().to_do().await.unwrap();
    let [task] = &to_do.tasks[..] else { panic!("{to_do:?}") };
    assert_eq!((task.kind, task.who.as_str(), task.chart), (TaskKind::FailedMail, "Lindqvist, Maya", Some(house.chart("Maya"))));
    assert!(house.staff("Okafor").await.notices().to_do().await.unwrap().tasks.is_empty());
    // Of an address that nobody has there is no mail, and no task.
    house.visitor().forgot_password(Side::Portal, "nobody@example.com").await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    assert_eq!(house.count("SELECT count(*) FROM tasks WHERE done_at IS NULL").await, 1);
}

/// How many mails are in this state.
async fn mails(house: &House, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE state = '{state}'")).await
}

async fn a_mail_about_what_was_taken_back_does_not_leave(house: House) {
    const EVALUATION: &str = "Intake evaluation";
    let (cancelled, sent) = (mails(&house, "cancelled").await, mails(&house, "sent").await);
    share(&house, "Maya", "Reyes", PLAN, ShareAction::ShareToSign).await;
    share(&house, "Maya", "Reyes", EVALUATION, ShareAction::ShareToSign).await;
    let (elena, chart) = (house.staff("Reyes").await, house.chart("Maya"));
    let documents = elena.documents().await.unwrap();
    let plan = line(&elena, chart, PLAN).await.id;
    documents.unshare(chart, plan).await.unwrap();
    assert_eq!(mails(&house, "cancelled").await, cancelled + 1);
    documents.share(chart, plan, ShareAction::Share).await.unwrap();
    documents.unshare(chart, plan).await.unwrap();
    assert_eq!(mails(&house, "cancelled").await, cancelled + 2);
    // The other request stands in the same conversation, and its mail leaves.
    let evaluation = found(&house.client("Maya").await, EVALUATION).await.0;
    let link = house.newest_link("maya.lindqvist@example.com").await;
    assert!(link.starts_with("/messages/") && link.ends_with(&format!("#{evaluation}")), "{link}");
    assert_eq!((mails(&house, "queued").await, mails(&house, "sent").await), (0, sent + 1));
}

async fn of_two_who_change_the_settings_nobody_overwrites_the_other_unseen(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let (mut first, mut second) = (room.read().await.unwrap(), room.read().await.unwrap());
    first.help.phone = Some("443-555-0199".into());
    room.change(first).await.unwrap();
    second.name = "Harbor".into();
    let Err(Error::Refused(refusals)) = room.change(second.clone()).await else { panic!("overwritten") };
    assert_eq!(refusals, [domain::settings::Refusal::ChangedMeanwhile.into()]);
    // Who has seen what is saved now decides.
    second.version = room.read().await.unwrap().version;
    room.change(second).await.unwrap();
    let words = domain::settings::WelcomeMail { subject: "Welcome".into(), text: "Here you are.".into() };
    let before = room.read().await.unwrap();
    room.change_welcome(&words, "").await.unwrap();
    room.change(before).await.expect("the words of the mail have a page of their own");
}

async fn settings_are_checked_and_change_what_everybody_sees(house: House) {
    let tomas = house.staff("Vidal").await;
    let room = tomas.settings().await.unwrap();
    let mut settings = room.read().await.unwrap();
    let (phone, text) = (Some("abc".into()), Some("12".into()));
    settings.help = Help { phone, text, faq_url: Some("javascript:alert(1)".into()), crisis: " ".into(), ..settings.help };
    settings.zone = "Mars/Olympus".into();
    let Err(Error::Refused(refusals)) = room.change(settings.clone()).await else { panic!("not refused") };
    assert_eq!(refusals.len(), 5);
    let (phone, text) = (Some("443-555-0142 ext. 3".into()), None);
    settings.help = Help { phone, text, faq_url: None, crisis: "Call or text 988".into(), ..settings.help };
    settings.zone = "America/Chicago".into();
    settings.features.documents = false;
    room.change(settings).await.unwrap();
    let maya = house.client("Maya").await;
    assert!(matches!(maya.documents().await, Err(Error::NotFound)));
    assert!(!maya.frame().await.unwrap().documents);
}
