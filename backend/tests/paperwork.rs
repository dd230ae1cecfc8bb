//! Packages of forms, and what becomes of forms by themselves: sent once to who is new, reminded of, closed, and erased.

use crate::{
    forms::{form, keep, ready, refusals, submit},
    house::{House, at},
    reminders::send,
};
use backend::{Activation, ChartDraft, NewClientPackage, NewOwner, Practice, Staff};
use chrono::{Duration, NaiveDate};
use domain::{
    Refusal,
    forms::{PackageDraft, Refusal as FormRefusal, SentForm, Status},
    ids::{AssignmentId, ChartId, PackageId},
    workflows::{FormExpiry, FormReminder, NewClientForms, Refusal as WorkflowRefusal, WorkflowKind},
};

crate::on_both_databases!(
    a_package_is_made_in_an_order_and_sent_in_one_act,
    a_package_leaves_out_what_waits_already_and_what_cannot_be_sent,
    a_new_client_gets_the_package_once_and_hears_of_it_with_access,
    who_is_late_is_reminded_before_and_after_and_once,
    nobody_is_reminded_of_what_was_submitted_taken_back_or_closed,
    what_is_taken_back_is_erased_and_its_mail_does_not_leave,
    what_is_not_submitted_in_time_is_closed_erased_and_can_be_sent_again,
    workflows_of_forms_are_for_who_changes_settings,
);

async fn package(house: &House, title: &str, forms: &[&str], days: &str) -> PackageId {
    let tomas = house.staff("Vidal").await;
    let mut ids = Vec::new();
    for title in forms {
        ids.push(form(&tomas, title).await);
    }
    let draft = PackageDraft { title: title.into(), days: days.into(), forms: ids };
    tomas.forms().await.unwrap().save_package(None, &draft).await.unwrap()
}

async fn sent(staff: &Staff, chart: ChartId) -> Vec<SentForm> {
    staff.forms().await.unwrap().of_chart(chart).await.unwrap().sent
}

async fn one(house: &House, id: AssignmentId) -> SentForm {
    let lines = sent(&house.staff("Reyes").await, house.chart("Maya")).await;
    lines.into_iter().find(|line| line.id == id).expect("it was sent")
}

async fn mails(house: &House, kind: &str, state: &str) -> i64 {
    house.count(&format!("SELECT count(*) FROM mails WHERE kind = '{kind}' AND state = '{state}'")).await
}

/// Sends one form to Maya, due on that day.
async fn send_one(house: &House, title: &str, due: &str) -> AssignmentId {
    let elena = house.staff("Reyes").await;
    let id = form(&elena, title).await;
    elena.forms().await.unwrap().send(house.chart("Maya"), &[id], due).await.unwrap()[0]
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// CP-19
async fn a_package_is_made_in_an_order_and_sent_in_one_act(house: House) {
    let (tomas, elena, maya) = (house.staff("Vidal").await, house.staff("Reyes").await, house.chart("Maya"));
    let order = ["Notice of Privacy", "Intake", "Emergency"];
    let id = package(&house, " Getting started ", &order, "7").await;
    let lines = elena.forms().await.unwrap().of_chart(maya).await.unwrap().packages;
    assert_eq!((lines[0].title.as_str(), lines[0].due_days, lines[0].may_send), ("Getting started", Some(7), true));
    let titles = lines[0].forms.clone();
    assert!(titles.iter().zip(order).all(|(title, begins)| title.starts_with(begins)), "{titles:?}");

    let forms = elena.forms().await.unwrap();
    assert_eq!(forms.send_package(maya, Some(id), "").await.unwrap().len(), 3);
    assert_eq!(mails(&house, "new_form", "queued").await, 1, "one mail for all of it");
    let lines = sent(&elena, maya).await;
    assert!(lines.iter().all(|line| line.due == Some(day("2026-11-28"))), "{lines:?}");
    // A day that is chosen counts before the package's own.
    forms.send_package(house.chart("Noah"), Some(id), "2026-12-24").await.unwrap();
    assert!(sent(&elena, house.chart("Noah")).await.iter().all(|line| line.due == Some(day("2026-12-24"))));

    // Another order, and one less; what was sent stays.
    let page = tomas.forms().await.unwrap().package(Some(id)).await.unwrap();
    let turned = PackageDraft { title: page.title, days: String::new(), forms: page.chosen.iter().rev().take(2).copied().collect() };
    tomas.forms().await.unwrap().save_package(Some(id), &turned).await.unwrap();
    assert_eq!(tomas.forms().await.unwrap().package(Some(id)).await.unwrap().chosen, turned.forms);
    assert_eq!(sent(&elena, maya).await.len(), 3);
    let wrong = tomas.forms().await.unwrap().save_package(None, &PackageDraft::default()).await.unwrap_err();
    assert_eq!(refusals(wrong), [FormRefusal::PackageNameMissing, FormRefusal::PackageEmpty].map(Refusal::from));
    assert_eq!(house.told("forms.package_changed").await, 2);
    assert!(elena.forms().await.unwrap().save_package(None, &turned).await.is_err(), "who changes no settings makes no packages");
}

async fn a_package_leaves_out_what_waits_already_and_what_cannot_be_sent(house: House) {
    let (tomas, elena, maya) = (house.staff("Vidal").await, house.staff("Reyes").await, house.chart("Maya"));
    let id = package(&house, "Two", &["Intake", "Emergency"], "").await;
    send_one(&house, "Intake", "").await;
    let forms = elena.forms().await.unwrap();
    assert_eq!(forms.send_package(maya, Some(id), "").await.unwrap().len(), 1);
    let again = forms.send_package(maya, Some(id), "").await.unwrap_err();
    assert_eq!(refusals(again), [FormRefusal::AlreadySent.into()]);
    let none = forms.send_package(maya, None, "").await.unwrap_err();
    assert_eq!(refusals(none), [FormRefusal::NoPackage.into()]);
    tomas.forms().await.unwrap().archive_package(id, true).await.unwrap();
    let gone = forms.send_package(maya, Some(id), "").await.unwrap_err();
    assert_eq!(refusals(gone), [FormRefusal::PackageUnfit.into()]);
    assert!(matches!(forms.send_package(maya, Some(PackageId::default()), "").await, Err(backend::Error::NotFound)));
}

fn lena(email: &str, package: NewClientPackage) -> ChartDraft {
    ChartDraft {
        last_name: "Hartmann".into(),
        first_name: "Lena".into(),
        birth_date: "1990-05-01".into(),
        email: email.into(),
        owner: NewOwner::Client,
        site: None,
        another: true,
        package,
        ..ChartDraft::default()
    }
}

/// CP-19
async fn a_new_client_gets_the_package_once_and_hears_of_it_with_access(house: House) {
    let (tomas, elena) = (house.staff("Vidal").await, house.staff("Reyes").await);
    let id = package(&house, "Getting started", &["Intake", "Emergency"], "10").await;
    let charts = elena.charts().await.unwrap();
    assert_eq!(charts.packages_for_new().await.unwrap().1, None, "nothing goes by itself before the practice says so");
    let workflows = tomas.workflows().await.unwrap();
    let nothing = workflows.change_new_clients(NewClientForms { on: true, package: None }).await.unwrap_err();
    assert_eq!(refusals(nothing), [WorkflowRefusal::PackageMissing.into()]);
    workflows.change_new_clients(NewClientForms { on: true, package: Some(id) }).await.unwrap();
    assert_eq!(charts.packages_for_new().await.unwrap().1, Some(id));
    let left_out = charts.create(lena("", NewClientPackage::None)).await.unwrap().id();
    assert!(sent(&elena, left_out).await.is_empty());

    // Maya's account holds another chart from now on: hers opens it once she has confirmed it. Until then it waits.
    let new = charts.create(lena("lena@example.com", NewClientPackage::Usual)).await.unwrap().id();
    let waits = sent(&elena, new).await;
    assert!(waits.len() == 2 && waits.iter().all(|line| line.due.is_none() && line.due_days == Some(10) && line.sent_by.is_none()));
    house.system.mind_forms().await.unwrap();
    assert_eq!(mails(&house, "new_form", "queued").await, 0);
    elena.invites().await.unwrap().activate(new, Activation::default()).await.unwrap();
    house.hands.shift(Duration::days(2));
    house.system.mind_forms().await.unwrap();
    assert_eq!(mails(&house, "new_form", "queued").await, 0, "an invitation is no access yet");

    let account = "(SELECT id FROM accounts WHERE first_name = 'Maya')";
    let now = "(SELECT max(at) FROM audit)";
    let open = format!(
        "UPDATE grants SET account_id = {account}, registered_at = {now} WHERE account_id IS NULL AND chart_id IN (SELECT id FROM charts WHERE first_name = 'Lena')"
    );
    house.tamper(&open).await;
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    let (one, other) = tokio::join!(house.system.mind_forms(), there.mind_forms());
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(mails(&house, "new_form", "queued").await, 1, "once, in two instances");
    let lines = sent(&elena, new).await;
    assert!(lines.iter().all(|line| line.due == Some(day("2026-12-03"))), "its days begin with access: {lines:?}");
    house.system.mind_forms().await.unwrap();
    send(&house).await;
    assert_eq!((mails(&house, "new_form", "sent").await, house.told("forms.told").await), (1, 1));
    let (_, page) = tomas.workflows().await.unwrap().all().await.unwrap();
    assert_eq!((page.sent.len(), page.sent[0].client.as_str()), (1, "Hartmann, Lena"));
}

/// In the morning, three days before and one day after.
async fn who_is_late_is_reminded_before_and_after_and_once(house: House) {
    let first = send_one(&house, "Intake", "2026-11-30").await;
    send_one(&house, "Emergency", "2026-11-30").await;
    send(&house).await;
    let reminded = || mails(&house, "form_reminder", "sent");
    let go_to = |text: &str| house.hands.shift(at(text) - house.setup.clock.now());
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    for (moment, wanted) in [
        ("2026-11-27T13:59:00Z", 0),
        ("2026-11-27T14:00:00Z", 1),
        ("2026-11-28T14:00:00Z", 1),
        ("2026-11-26T14:00:00Z", 1),
        ("2026-12-01T13:59:00Z", 1),
        ("2026-12-01T14:00:00Z", 2),
        ("2026-12-03T14:00:00Z", 2),
    ] {
        go_to(moment);
        let (one, other) = tokio::join!(house.system.mind_forms(), there.mind_forms());
        assert!(one.is_ok() && other.is_ok());
        send(&house).await;
        assert_eq!(reminded().await, wanted, "{moment}: one for both forms");
    }
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.subject.starts_with("Something still waits")).unwrap();
    assert!(mail.text.contains("Harbor Street Counseling") && mail.text.contains("November 30, 2026"), "{}", mail.text);
    assert!(!mail.text.contains("Intake") && !mail.text.contains("Reyes"), "it names no form and nobody: {}", mail.text);
    assert!(mail.link.contains("/documents?show=forms"), "{}", mail.link);
    let mine = house.client("Maya").await.documents().await.unwrap().list().await.unwrap();
    assert!(mine.forms.iter().any(|form| form.id == first && form.due == Some(day("2026-11-30")) && form.closes.is_none()));
    // What is sent when a reminder is due already is not reminded of.
    send_one(&house, "Telehealth", "2026-12-04").await;
    house.system.mind_forms().await.unwrap();
    send(&house).await;
    assert_eq!(reminded().await, 2);
}

async fn nobody_is_reminded_of_what_was_submitted_taken_back_or_closed(house: House) {
    let (maya, elena) = (house.client("Maya").await, house.staff("Reyes").await);
    let notice = send_one(&house, "Notice of Privacy", "2026-11-30").await;
    send(&house).await;
    house.hands.shift(at("2026-11-27T15:00:00Z") - house.setup.clock.now());
    let maya_again = house.client("Maya").await;
    house.system.mind_forms().await.unwrap();
    assert_eq!(mails(&house, "form_reminder", "queued").await, 1);
    // Submitted while it waits to leave.
    let offer = ready(&maya_again, notice).await;
    submit(&maya_again, notice, &offer).await.unwrap();
    send(&house).await;
    assert_eq!((mails(&house, "form_reminder", "sent").await, mails(&house, "form_reminder", "cancelled").await), (0, 1));
    drop(maya);

    let intake = send_one(&house, "Intake", "2026-12-05").await;
    send(&house).await;
    house.hands.shift(Duration::days(6));
    house.system.mind_forms().await.unwrap();
    assert_eq!(mails(&house, "form_reminder", "queued").await, 1);
    let elena = match elena.forms().await {
        Ok(_) => elena,
        Err(_) => house.staff("Reyes").await,
    };
    elena.forms().await.unwrap().withdraw(house.chart("Maya"), intake).await.unwrap();
    assert_eq!(mails(&house, "form_reminder", "cancelled").await, 2, "taken back with the form");

    // The workflow is switched off while it waits.
    send_one(&house, "Intake", "2026-12-10").await;
    send(&house).await;
    house.hands.shift(Duration::days(5));
    house.system.mind_forms().await.unwrap();
    let tomas = house.staff("Vidal").await;
    let off = FormReminder { on: false, ..FormReminder::default() };
    tomas.workflows().await.unwrap().change_form_reminder(off).await.unwrap();
    send(&house).await;
    assert_eq!((mails(&house, "form_reminder", "sent").await, mails(&house, "form_reminder", "cancelled").await), (0, 3));
}

/// What was answered and not submitted is nobody's to read.
async fn what_is_taken_back_is_erased_and_its_mail_does_not_leave(house: House) {
    let (maya, elena, chart) = (house.client("Maya").await, house.staff("Reyes").await, house.chart("Maya"));
    let (intake, emergency) = (form(&elena, "Intake").await, form(&elena, "Emergency").await);
    let forms = elena.forms().await.unwrap();
    let both = forms.send(chart, &[intake, emergency], "").await.unwrap();
    keep(&maya, both[0], "about-you", &[("q.preferred-name", "May")]).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM form_answers").await, 1);
    forms.withdraw(chart, both[0]).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM form_answers").await, 0);
    assert_eq!(mails(&house, "new_form", "queued").await, 1, "it tells of the other one too");
    assert!(keep(&maya, both[0], "about-you", &[("q.preferred-name", "Maj")]).await.is_err());
    assert!(maya.forms().await.unwrap().look_over(both[0]).await.is_err());
    assert_eq!(house.count("SELECT count(*) FROM form_answers").await, 0, "nothing comes back");
    forms.withdraw(chart, both[1]).await.unwrap();
    assert_eq!((mails(&house, "new_form", "queued").await, mails(&house, "new_form", "cancelled").await), (0, 1));
    assert_eq!(house.count("SELECT count(*) FROM mails WHERE kind = 'new_form' AND body IS NOT NULL").await, 0);
}

async fn what_is_not_submitted_in_time_is_closed_erased_and_can_be_sent_again(house: House) {
    let (maya, tomas) = (house.client("Maya").await, house.staff("Vidal").await);
    let id = send_one(&house, "Intake", "2026-11-25").await;
    keep(&maya, id, "about-you", &[("q.preferred-name", "May")]).await.unwrap();
    tomas.workflows().await.unwrap().change_form_expiry(FormExpiry { on: true, after: 5 }).await.unwrap();
    assert_eq!(maya.forms().await.unwrap().open(id).await.unwrap().closes, Some(day("2026-11-30")));
    house.hands.shift(at("2026-12-01T05:30:00Z") - house.setup.clock.now());
    house.system.mind_forms().await.unwrap();
    assert_eq!(one(&house, id).await.status, Status::InProgress, "its last day ends in the morning after");
    house.hands.shift(at("2026-12-01T15:00:00Z") - house.setup.clock.now());
    let (_, there) = Practice::open(house.setup.clone()).await.unwrap();
    let (first, second) = tokio::join!(house.system.mind_forms(), there.mind_forms());
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(house.told("forms.expired").await, 1);
    assert_eq!(house.count("SELECT count(*) FROM form_answers").await, 0);

    let maya = house.client("Maya").await;
    let late = keep(&maya, id, "about-you", &[("q.preferred-name", "Maj")]).await.unwrap_err();
    assert_eq!(refusals(late), [FormRefusal::Expired.into()]);
    assert_eq!(maya.forms().await.unwrap().open(id).await.unwrap().status, Status::Expired);
    let mine = maya.documents().await.unwrap().list().await.unwrap();
    assert_eq!((mine.forms.len(), mine.forms[0].status), (1, Status::Expired), "it says so");
    assert_eq!(maya.counts().await.unwrap().to_fill, 0, "and waits no more");
    let line = one(&house, id).await;
    assert!(line.status == Status::Expired && !line.may_withdraw && line.again.is_some());
    let elena = house.staff("Reyes").await;
    let gone = elena.forms().await.unwrap().withdraw(house.chart("Maya"), id).await.unwrap_err();
    assert_eq!(refusals(gone), [FormRefusal::Expired.into()]);
    elena.forms().await.unwrap().send(house.chart("Maya"), &[line.again.unwrap()], "").await.unwrap();
    assert_eq!(one(&house, id).await.again, None);
    let mine = maya.documents().await.unwrap().list().await.unwrap();
    assert_eq!(
        mine.forms.iter().map(|form| form.status).collect::<Vec<_>>(),
        [Status::Sent],
        "what was sent once more stands in its place"
    );
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn workflows_of_forms_are_for_who_changes_settings(house: House) {
    let (tomas, elena) = (house.staff("Vidal").await, house.staff("Reyes").await);
    assert!(elena.workflows().await.is_err());
    let workflows = tomas.workflows().await.unwrap();
    let wrong = FormReminder { before: Some(0), after: None, mail: "{form}".into(), on: true };
    let wrong = refusals(workflows.change_form_reminder(wrong).await.unwrap_err());
    assert_eq!(wrong, [WorkflowRefusal::BeforeUnfit, WorkflowRefusal::FormMailPlaceholder].map(Refusal::from));
    let said = FormReminder { before: Some(2), after: None, mail: "Please sign in.\r\n".into(), on: true };
    workflows.change_form_reminder(said).await.unwrap();
    workflows.change_records_within(14).await.unwrap();
    let (_, page) = workflows.all().await.unwrap();
    assert_eq!((page.reminder.before, page.reminder.after, page.reminder.mail.as_str()), (Some(2), None, "Please sign in."));
    assert_eq!((page.records_within, page.expiry.on), (14, false));
    // What counts hours is none of those that count days.
    let mut hours = domain::workflows::Workflow::usual(WorkflowKind::AppointmentReminder);
    hours.kind = WorkflowKind::FormReminder;
    assert!(matches!(workflows.change(hours).await, Err(backend::Error::NotFound)));
    assert!(workflows.send_test(WorkflowKind::FormExpiry).await.is_err());
    house.with_post(workflows.send_test(WorkflowKind::FormReminder)).await.unwrap();
    let mails = house.visitor().demo_mailbox().await.unwrap();
    assert!(mails.iter().any(|mail| mail.to == "tomas.vidal@harborstreet.example" && mail.text.contains("Please sign in.")));
}
