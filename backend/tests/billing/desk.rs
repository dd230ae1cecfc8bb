//! The desk: charges from appointments, refunds, what is taken off, what is asked for, frozen accounts, lists and files.

use super::{balance, charge, key, open_for_business, owed, pay, record, refusals, refused, walk};
use crate::house::House;
use chrono::Duration;
use domain::{
    Refusal,
    appointments::{BookingDraft, ContactKind, SheetKind},
    billing::{PaidShown, RecordDraft, RefundDraft, RefundState, Refusal as Money, SandboxCard},
    ids::StaffId,
    notices::TaskKind,
};
use futures_util::future::join_all;

crate::on_both_databases!(
    money_is_given_back_in_part_and_whole_and_never_more,
    what_is_taken_off_and_taken_back_leaves_the_books_even,
    an_appointment_is_charged_once,
    asking_for_a_payment_says_neither_how_much_nor_for_what,
    a_frozen_account_books_nothing_and_pays_all_the_same,
    what_is_open_and_what_came_in_are_listed_and_saved,
    what_is_due_is_reminded_of_once_and_once_more_a_week_later,
    the_demo_has_accounts_with_a_past,
);

fn refund(amount: &str, takes_off: bool) -> RefundDraft {
    RefundDraft { amount: amount.into(), reason: "The session was shorter".into(), takes_off }
}

async fn money_is_given_back_in_part_and_whole_and_never_more(house: House) {
    open_for_business(&house).await;
    owed(&house, "100").await;
    owed(&house, "60").await;
    let maya = house.client("Maya").await;
    let id = pay(&maya, 16_000, SandboxCard::Success).await.unwrap();
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let chart = house.chart("Maya");
    assert_eq!(refused(billing.refund(chart, id, &refund("160.01", false)).await), Money::AboveReceived);
    let no_reason = RefundDraft { reason: " ".into(), ..refund("1", false) };
    assert_eq!(refused(billing.refund(chart, id, &no_reason).await), Money::ReasonMissing);
    assert_eq!(billing.refund(chart, id, &refund("40", false)).await.unwrap(), RefundState::Done);
    assert_eq!(balance(&maya).await, 4_000, "it is owed again");
    assert_eq!(billing.refund(chart, id, &refund("20", true)).await.unwrap(), RefundState::Done);
    assert_eq!(balance(&maya).await, 4_000, "and this is not");
    let receipt = maya.billing().await.unwrap().receipt(id).await.unwrap();
    assert_eq!((receipt.line.refunded_cents, receipt.refunds.len()), (6_000, 2));
    walk(&house).await;

    // Two at once, each for all that is left.
    let answers = join_all((0..3).map(|_| async { billing.refund(chart, id, &refund("100", false)).await })).await;
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(RefundState::Done))).count(), 1, "{answers:?}");
    let back = house.count("SELECT CAST(sum(amount_cents) AS bigint) FROM sandbox_refunds").await;
    assert_eq!((back, balance(&maya).await), (16_000, 14_000));
    let cash = record(&house, "140", "cash").await.unwrap();
    assert_eq!(billing.refund(chart, cash, &refund("140", false)).await.unwrap(), RefundState::Done);
    walk(&house).await;
}

async fn what_is_taken_off_and_taken_back_leaves_the_books_even(house: House) {
    open_for_business(&house).await;
    let (first, _) = owed(&house, "100").await;
    let second = charge(&house, "60").await;
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let chart = house.chart("Maya");
    assert_eq!(refused(billing.take_off(chart, first, "100.01", "Sliding scale").await), Money::AboveCharge);
    billing.take_off(chart, first, "30", "Sliding scale").await.unwrap();
    assert_eq!(refused(billing.void(chart, first, "A mistake").await), Money::ChargePaid);
    billing.void(chart, second, "Charged twice").await.unwrap();
    assert_eq!(refused(billing.void(chart, second, "Charged twice").await), Money::ChargePaid);
    let maya = house.client("Maya").await;
    assert_eq!(balance(&maya).await, 7_000);
    let id = pay(&maya, 7_000, SandboxCard::NetworkGone).await.unwrap();
    assert_eq!(refused(billing.take_off(chart, first, "10", "Sliding scale").await), Money::PaymentUnderWay);
    house.hands.shift(Duration::seconds(31));
    house.system.mind_payments().await.unwrap();
    let page = billing.of_chart(chart, None).await.unwrap();
    assert_eq!((page.balance_cents, page.not_invoiced_cents), (0, 0));
    assert_eq!(page.payments[0].id, id);
    walk(&house).await;
}

async fn an_appointment_is_charged_once(house: House) {
    house.system.seed_appointments(&house.cast).await.unwrap();
    let elena = house.staff("Reyes").await;
    let billing = elena.billing().await.unwrap();
    let chart = house.chart("Maya");
    let waiting = billing.of_chart(chart, None).await.unwrap().uncharged;
    assert!(waiting.len() >= 2, "{waiting:?}");
    let of = waiting.iter().find(|of| of.type_name == "Individual session").unwrap();
    let fee = of.fee.clone().unwrap();
    assert_eq!((fee.code.as_str(), fee.price_cents, fee.place.unwrap().name()), ("90834", 16_000, "10"), "by the price of its type");
    let answers = join_all((0..5).map(|_| billing.charge_appointment(chart, of.appointment))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for refusal in answers.into_iter().filter(Result::is_err) {
        assert_eq!(refused(refusal), Money::ChargedAlready);
    }
    let page = billing.of_chart(chart, None).await.unwrap();
    assert_eq!(page.uncharged.len(), waiting.len() - 1);
    assert_eq!((page.charges.len(), page.charges[0].place.as_str(), page.not_invoiced_cents), (1, "By video", 16_000));
    let ahead = elena.appointments().await.unwrap().of_chart(chart).await.unwrap().upcoming[0].id;
    assert_eq!(refused(billing.charge_appointment(chart, ahead).await), Money::NotCompleted);
    walk(&house).await;
}

async fn asking_for_a_payment_says_neither_how_much_nor_for_what(house: House) {
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let chart = house.chart("Maya");
    assert_eq!(refused(billing.request_payment(chart).await), Money::NothingOpen);
    owed(&house, "160").await;
    billing.request_payment(chart).await.unwrap();
    while house.system.deliver_next().await.unwrap() {}
    let mails = house.visitor().demo_mailbox().await.unwrap();
    let mail = mails.iter().find(|mail| mail.to == "maya.lindqvist@example.com").unwrap();
    let words = format!("{} {} {}", mail.subject, mail.text, mail.html);
    for never in ["160", "$", "90834", "Psychotherapy", "Reyes"] {
        assert!(!words.contains(never), "{never}: {words}");
    }
    assert!(mail.link.contains("/account"));
}

async fn a_frozen_account_books_nothing_and_pays_all_the_same(house: House) {
    open_for_business(&house).await;
    house.system.seed_appointments(&house.cast).await.unwrap();
    owed(&house, "160").await;
    let walter = house.staff("Brandt").await;
    let chart = house.chart("Maya");
    walter.billing().await.unwrap().freeze(chart, true).await.unwrap();
    let elena = house.staff("Reyes").await;
    let office = elena.appointments().await.unwrap();
    let types = house.staff("Vidal").await.appointments().await.unwrap().set_up().await.unwrap().1;
    let call = types.iter().find(|line| line.rules.name == "Check-in call").unwrap().id;
    let me = office.clinicians().await.unwrap().into_iter().find(|(_, name)| name.contains("Reyes")).unwrap().0;
    let draft = BookingDraft {
        staff: Some(StaffId(me.0)),
        type_id: Some(call),
        kind: Some(ContactKind::Phone),
        day: "2027-03-02".into(),
        time: "08:00".into(),
        anyway: true,
        ..BookingDraft::default()
    };
    let refusal = refusals(office.book(chart, &draft).await.unwrap_err());
    assert_eq!(refusal, vec![Refusal::from(domain::appointments::Refusal::AccountFrozen)]);
    let maya = house.client("Maya").await;
    assert!(!maya.appointments().await.unwrap().overview().await.unwrap().may_request);
    pay(&maya, 16_000, SandboxCard::Success).await.unwrap();
    walter.billing().await.unwrap().freeze(chart, false).await.unwrap();
    office.book(chart, &draft).await.unwrap();
}

async fn what_is_open_and_what_came_in_are_listed_and_saved(house: House) {
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let (first, _) = owed(&house, "160").await;
    owed(&house, "60").await;
    let id = key();
    let note = "=1+1".to_owned();
    let draft = RecordDraft { method: "check".into(), amount: "160".into(), charge: first.to_string(), note };
    billing.record(house.chart("Maya"), id, &draft).await.unwrap();
    assert_eq!(billing.record(house.chart("Maya"), id, &draft).await.unwrap(), id, "a double click");
    let other = RecordDraft { amount: "10".into(), ..draft };
    assert_eq!(refused(billing.record(house.chart("Maya"), id, &other).await), Money::KeyReused);
    let open = billing.list(PaidShown::Open, None, None, None).await.unwrap().open;
    assert_eq!(open.iter().map(|line| (line.number, line.balance_cents)).collect::<Vec<_>>(), [(1002, 6_000)]);
    assert!(billing.list(PaidShown::Overdue, None, None, None).await.unwrap().open.is_empty());
    let day = |day: &str| Some(day.parse().unwrap());
    let received = billing.list(PaidShown::Received, day("2026-11-21"), day("2026-11-21"), None).await.unwrap().received;
    assert_eq!((received.len(), received[0].id, received[0].cents), (1, id, 16_000));
    assert!(billing.list(PaidShown::Received, None, day("2026-11-20"), None).await.unwrap().received.is_empty());
    let csv = billing.export_as(SheetKind::Csv, PaidShown::Received, None, None).await.unwrap();
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(text.contains("5001,2026-11-21,12:00,\"Lindqvist, Maya\",Check,Check,160.00,0.00"), "{text}");
    let excel = billing.export_as(SheetKind::Excel, PaidShown::Open, None, None).await.unwrap();
    assert!(excel.bytes.starts_with(b"PK") && excel.file_name == "open-invoices-2026-11-21.xlsx");

    house.hands.shift(Duration::days(30));
    house.system.mind_payments().await.unwrap();
    house.system.mind_payments().await.unwrap();
    let walter = house.staff("Brandt").await;
    let overdue = async || {
        let tasks = walter.notices().to_do().await.unwrap().tasks;
        tasks.iter().filter(|task| task.kind == TaskKind::InvoiceOverdue).count()
    };
    assert_eq!(overdue().await, 1);
    let billing = walter.billing().await.unwrap();
    assert_eq!(billing.list(PaidShown::Overdue, None, None, None).await.unwrap().open.len(), 1);
    record(&house, "60", "cash").await.unwrap();
    assert_eq!(overdue().await, 0, "what is paid is nobody's to do");
}

/// CP-21
async fn what_is_due_is_reminded_of_once_and_once_more_a_week_later(house: House) {
    let rules = domain::billing::BillingRules { reminders: true, due_days: 10, ..Default::default() };
    house.staff("Vidal").await.settings().await.unwrap().change_billing(rules).await.unwrap();
    owed(&house, "160").await;
    let told = async |days: i64| {
        house.hands.shift(Duration::days(days));
        house.system.mind_payments().await.unwrap();
        house.system.mind_payments().await.unwrap();
        house.count("SELECT count(*) FROM mails WHERE kind = 'invoice_reminder'").await
    };
    assert_eq!((told(9).await, told(1).await, told(6).await), (0, 1, 1));
    assert_eq!((told(1).await, told(30).await), (2, 2));
}

async fn the_demo_has_accounts_with_a_past(house: House) {
    house.system.seed_appointments(&house.cast).await.unwrap();
    house.system.seed_billing(&house.cast).await.unwrap();
    walk(&house).await;
    let maya = house.client("Maya").await;
    assert_eq!(balance(&maya).await, 4_000);
    let cards = maya.billing().await.unwrap().cards().await.unwrap().0;
    assert_eq!(cards.iter().map(|card| card.face.last4.as_str()).collect::<Vec<_>>(), ["4242"]);
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let states = |name: &'static str| {
        let billing = &billing;
        let chart = house.chart(name);
        async move { billing.of_chart(chart, None).await.unwrap() }
    };
    assert!(states("Rosa").await.payments.iter().any(|payment| payment.state == domain::billing::PaymentState::Declined));
    assert_eq!(states("Rosa").await.balance_cents, 6_000);
    assert!(states("Noah").await.payments.iter().any(|payment| payment.refunded_cents == 4_000));
    assert!(states("Conor").await.frozen.is_some());
    assert_eq!(states("Daniel").await.balance_cents, 10_000);
    assert!(states("Amira").await.not_invoiced_cents > 0);
    assert!(!billing.list(PaidShown::Overdue, None, None, None).await.unwrap().open.is_empty());
}
