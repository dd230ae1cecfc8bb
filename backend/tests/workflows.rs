//! What is done by itself besides reminders of appointments, forms and signatures: invitations, invoices, summaries; and the history of it.

use crate::{
    access::refusals,
    appointments::desk::Desk,
    billing::{owed, record},
    house::House,
    reminders::{book, send},
};
use backend::{ChartDraft, Error, NewOwner, Practice};
use chrono::Duration;
use domain::{
    appointments::State,
    notices::{TaskKind, ToDoFilter},
    workflows::{InvoiceReminder, Refusal, Unanswered, WhyNot, WorkflowKind},
};

crate::on_both_databases!(
    an_invoice_is_reminded_of_once_in_two_instances_in_the_practices_words,
    nothing_leaves_of_an_invoice_that_is_paid,
    a_workflow_without_words_or_with_clinical_ones_is_refused_and_nothing_is_changed,
    every_new_client_is_invited_once_and_who_is_not_stands_there,
    a_summary_is_asked_for_once_until_something_is_shared,
    only_administrators_change_them,
    a_history_comes_in_pages,
);

async fn invoices(house: &House, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = 'invoice_reminder' AND state = '{state}'")).await
}

async fn remind(house: &House, mail: &str) {
    let tomas = house.staff("Vidal").await;
    let rules = domain::billing::BillingRules { reminders: false, due_days: 10, ..Default::default() };
    tomas.settings().await.unwrap().change_billing(rules).await.unwrap();
    tomas.workflows().await.unwrap().change_invoice_reminder(InvoiceReminder { on: true, mail: mail.into() }).await.unwrap();
}

/// CP-21
async fn an_invoice_is_reminded_of_once_in_two_instances_in_the_practices_words(house: House) {
    remind(&house, "{practice} waits since {day}.").await;
    owed(&house, "160").await;
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    for (days, told) in [(9, 0), (1, 1), (-3, 1), (4, 1), (5, 1), (1, 2), (-9, 2), (30, 2)] {
        house.hands.shift(Duration::days(days));
        let (one, other) = tokio::join!(house.system.mind_payments(), there.mind_payments());
        assert!(one.is_ok() && other.is_ok());
        send(&house).await;
        assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'invoice_reminder'").await, told, "{days}");
    }
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.text.contains("waits since")).unwrap();
    assert!(mail.text.contains("Harbor Street Counseling waits since December 1, 2026."), "{}", mail.text);
    assert!(mail.link.contains("/account?for=") && !mail.text.contains("160"));
    let tomas = house.staff("Vidal").await;
    let history = tomas.workflows().await.unwrap().history(WorkflowKind::InvoiceReminder, None).await.unwrap();
    assert_eq!(history.lines.len(), 2);
}

async fn nothing_leaves_of_an_invoice_that_is_paid(house: House) {
    remind(&house, InvoiceReminder::USUAL).await;
    owed(&house, "160").await;
    house.hands.shift(Duration::days(10));
    house.system.mind_payments().await.unwrap();
    assert_eq!(invoices(&house, "queued").await, 1);
    record(&house, "160", "cash").await.unwrap();
    send(&house).await;
    assert_eq!((invoices(&house, "sent").await, invoices(&house, "cancelled").await), (0, 1));
}

async fn a_workflow_without_words_or_with_clinical_ones_is_refused_and_nothing_is_changed(house: House) {
    let tomas = house.staff("Vidal").await;
    let workflows = tomas.workflows().await.unwrap();
    let with = |mail: &str| InvoiceReminder { on: true, mail: mail.into() };
    for (mail, refusal) in [
        (" \n\u{200b} ", Refusal::MailMissing),
        ("Your {diagnosis}", Refusal::FormMailPlaceholder),
        ("Pay for your therapy.", Refusal::MailClinical),
    ] {
        assert!(refusals(workflows.change_invoice_reminder(with(mail)).await).contains(&refusal.into()), "{mail}");
    }
    assert_eq!(refusals(workflows.change_unanswered(Unanswered { on: true, hours: 0 }).await), [Refusal::AnswerHoursUnfit.into()]);
    assert_eq!(house.told("workflows.changed").await, 0);
    assert_eq!(workflows.further().await.unwrap().invoices.mail, InvoiceReminder::USUAL);
    // A test to oneself says what is decided.
    workflows.change_invoice_reminder(with("{practice} says hello.")).await.unwrap();
    house.with_post(workflows.send_test(WorkflowKind::InvoiceReminder)).await.unwrap();
    let mails = house.visitor().demo_mailbox().await.unwrap();
    assert!(mails.iter().any(|mail| mail.to.starts_with("tomas") && mail.text.contains("Harbor Street Counseling says hello.")));
}

fn new_client(email: &str) -> ChartDraft {
    ChartDraft {
        another: true,
        last_name: "Berg".into(),
        first_name: "Lena".into(),
        birth_date: "1990-05-01".into(),
        email: email.into(),
        owner: NewOwner::Client,
        site: None,
        primary_clinician: None,
        invite: true,
        child: false,
        package: backend::NewClientPackage::None,
    }
}

/// CP-12
async fn every_new_client_is_invited_once_and_who_is_not_stands_there(house: House) {
    let tomas = house.staff("Vidal").await;
    tomas.workflows().await.unwrap().change_invites(true).await.unwrap();
    let elena = house.staff("Reyes").await;
    let new = elena.charts().await.unwrap().create(new_client("lena@example.com")).await.unwrap();
    assert!(new.is_to_be_invited());
    house.with_post(elena.invites().await.unwrap().invite_new(new)).await.unwrap();
    assert!(elena.invites().await.unwrap().invite_new(new).await.is_err(), "once");
    let without = elena.charts().await.unwrap().create(new_client("")).await.unwrap();
    assert!(!without.is_to_be_invited());
    let history = tomas.workflows().await.unwrap().history(WorkflowKind::PortalInvite, None).await.unwrap();
    let mut why: Vec<_> = history.lines.iter().map(|line| (line.state.is_some(), line.why_not)).collect();
    why.sort_by_key(|(sent, _)| *sent);
    assert_eq!(why, [(false, Some(WhyNot::NoAddress)), (true, None)]);
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'invitation' AND address = 'lena@example.com'").await, 1);
    tomas.workflows().await.unwrap().change_invites(false).await.unwrap();
    // Who clears the box is obeyed, whatever the workflow says.
    for on in [true, false] {
        tomas.workflows().await.unwrap().change_invites(on).await.unwrap();
        let draft = ChartDraft { invite: false, ..new_client("lena@example.com") };
        assert!(!elena.charts().await.unwrap().create(draft).await.unwrap().is_to_be_invited());
    }
}

/// CP-20
async fn a_summary_is_asked_for_once_until_something_is_shared(house: House) {
    let desk = Desk::new(&house).await;
    let tomas = house.staff("Vidal").await;
    tomas.workflows().await.unwrap().change_summaries(true).await.unwrap();
    let starts_at = "2026-11-24T15:00:00Z".parse().unwrap();
    let id = book(&desk, &desk.draft(starts_at)).await;
    house.hands.shift(starts_at - house.setup.clock.now() + Duration::hours(1));
    let summaries = async |house: &House| {
        let tasks = house.staff("Reyes").await.notices().list(ToDoFilter::default(), None).await.unwrap().tasks;
        tasks.into_iter().filter(|task| task.kind == TaskKind::SummaryDue).count()
    };
    house.system.mind_summaries().await.unwrap();
    assert_eq!(summaries(&house).await, 0, "not before it is marked as completed");
    let reyes = house.staff("Reyes").await;
    reyes.appointments().await.unwrap().set_state(id, 1, State::Arrived).await.unwrap();
    reyes.appointments().await.unwrap().set_state(id, 2, State::Completed).await.unwrap();
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    for hours in [0, 1, -5, 30] {
        house.hands.shift(Duration::hours(hours));
        let (one, other) = tokio::join!(house.system.mind_summaries(), there.mind_summaries());
        assert!(one.is_ok() && other.is_ok());
        assert_eq!(summaries(&house).await, 1);
    }
    crate::documents::share(&house, "Maya", "Reyes", crate::documents::PLAN, domain::documents::ShareAction::Share).await;
    assert_eq!(summaries(&house).await, 0);
    house.system.mind_summaries().await.unwrap();
    assert_eq!(house.told("workflows.summary_asked").await, 1);
}

async fn only_administrators_change_them(house: House) {
    for who in ["Reyes", "Okafor", "Raman", "Whitfield", "Brandt", "Abara"] {
        assert!(matches!(house.staff(who).await.workflows().await.err(), Some(Error::NotAllowed)), "{who}");
    }
    // Who may come in is changed by who has just proved who they are.
    let token = house.staff_token("Vidal").await;
    house.hands.shift(Duration::minutes(6));
    let tomas = house.practice.staff(Some(&token), crate::house::origin()).await.unwrap();
    assert!(matches!(tomas.workflows().await.unwrap().change_invites(true).await, Err(Error::ProofNeeded(_))));
}

async fn a_history_comes_in_pages(house: House) {
    let sql = "INSERT INTO workflow_jobs (id, kind, subject_id, moment, step, channel, reader_id, chart_id, why_not, made_at)
        SELECT charts.id, 'session_summary', charts.id, charts.created_at, 0, 'mail', charts.id, charts.id, 'shared_already', charts.created_at FROM charts";
    house.tamper(sql).await;
    let tomas = house.staff("Vidal").await;
    let workflows = tomas.workflows().await.unwrap();
    let history = workflows.history(WorkflowKind::SessionSummary, None).await.unwrap();
    let all = house.count("SELECT count(*) FROM workflow_jobs WHERE kind = 'session_summary'").await;
    assert_eq!(history.lines.len() as i64, all.min(50));
    assert!(history.lines.iter().all(|line| line.why_not == Some(WhyNot::SharedAlready)));
}
