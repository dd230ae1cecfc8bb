//! Billing: charged, invoiced, shown, paid, given back; and the ledger behind it, which always agrees.

#[path = "billing/desk.rs"]
mod desk;
#[path = "billing/paying.rs"]
mod paying;
#[path = "billing/provider.rs"]
mod provider;

use crate::house::House;
use backend::{Client, Error};
use domain::{
    Refusal,
    billing::{BillingRules, ChargeDraft, RecordDraft, Refusal as Money, SandboxCard, Shown, Sorted},
    ids::{ChargeId, InvoiceId, PaymentId},
};
use sea_orm::ConnectionTrait;
use std::sync::atomic::{AtomicU64, Ordering};

crate::on_both_databases!(
    a_visit_is_charged_invoiced_shown_and_paid,
    the_ledger_only_grows_and_the_database_lets_nobody_pay_too_much,
    what_is_switched_off_is_refused,
    who_has_no_billing_sees_none_of_it,
);

pub fn refusals(error: Error) -> Vec<Refusal> {
    match error {
        Error::Refused(refusals) => refusals,
        other => panic!("{other:?}"),
    }
}

pub fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> Money {
    match refusals(answer.expect_err("it is refused"))[..] {
        [Refusal::Billing(refusal)] => refusal,
        ref others => panic!("{others:?}"),
    }
}

pub fn key() -> PaymentId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    PaymentId(uuid::Uuid::from_u128(NEXT.fetch_add(1, Ordering::Relaxed).into()))
}

/// Clients pay, and keep cards.
pub async fn open_for_business(house: &House) {
    let rules = BillingRules { payments: true, cards: true, address: "12 Harbor Street".into(), ..BillingRules::default() };
    house.staff("Vidal").await.settings().await.unwrap().change_billing(rules).await.unwrap();
}

fn session(price: &str) -> ChargeDraft {
    ChargeDraft {
        day: "2026-11-20".into(),
        time: "10:00".into(),
        code: "90834".into(),
        description: "Psychotherapy, 45 minutes".into(),
        price: price.into(),
        location: "Harbor Street".into(),
        ..ChargeDraft::default()
    }
}

/// A session of Maya's, by hand.
pub async fn charge(house: &House, price: &str) -> ChargeId {
    let walter = house.staff("Brandt").await;
    let billing = walter.billing().await.unwrap();
    let page = billing.of_chart(house.chart("Maya"), None).await.unwrap();
    let clinician = page.clinicians.iter().find(|(_, name)| name.contains("Reyes")).unwrap().0.to_string();
    let draft = ChargeDraft { clinician, ..session(price) };
    billing.charge_by_hand(house.chart("Maya"), &draft).await.unwrap()
}

/// One that is invoiced.
pub async fn owed(house: &House, price: &str) -> (ChargeId, InvoiceId) {
    let charge = charge(house, price).await;
    let walter = house.staff("Brandt").await;
    (charge, walter.billing().await.unwrap().invoice(house.chart("Maya"), &[charge]).await.unwrap())
}

pub async fn balance(client: &Client) -> i64 {
    client.billing().await.unwrap().overview(Shown::All, Sorted::Newest, None).await.unwrap().balance_cents
}

pub async fn pay(client: &Client, cents: i64, card: SandboxCard) -> Result<PaymentId, Error> {
    let billing = client.billing().await.unwrap();
    let card = billing.choose_sandbox_card(card, false, false).await?;
    billing.pay(key(), cents, card).await
}

pub async fn record(house: &House, amount: &str, method: &str) -> Result<PaymentId, Error> {
    let walter = house.staff("Brandt").await;
    let draft = RecordDraft { method: method.into(), amount: amount.into(), ..RecordDraft::default() };
    walter.billing().await.unwrap().record(house.chart("Maya"), key(), &draft).await
}

/// What the sandbox has charged, in cents.
pub async fn charged_by_the_sandbox(house: &House) -> i64 {
    house.count("SELECT CAST(coalesce(sum(amount_cents), 0) AS bigint) FROM sandbox_payments WHERE state = 'paid'").await
}

/// The whole ledger: what its entries say is what stands beside charges, invoices and payments.
pub async fn walk(house: &House) {
    let of = |kinds: &str| format!("(SELECT coalesce(sum(l.amount_cents), 0) FROM ledger l WHERE l.charge_id = c.id AND {kinds})");
    let owed = format!("{} - {}", of("l.debit = 'receivable'"), of("l.credit = 'receivable'"));
    let payer = format!("{} - {}", of("l.debit = 'insurance'"), of("l.credit = 'insurance'"));
    assert_eq!(house.count(&format!("SELECT count(*) FROM charges c WHERE c.balance_cents <> {owed}")).await, 0);
    assert_eq!(house.count(&format!("SELECT count(*) FROM charges c WHERE c.payer_cents <> {payer}")).await, 0);
    let invoices = "SELECT count(*) FROM invoices i WHERE i.balance_cents <> \
        (SELECT coalesce(sum(c.balance_cents), 0) FROM charges c WHERE c.invoice_id = i.id)";
    assert_eq!(house.count(invoices).await, 0);
    let payments = "SELECT count(*) FROM payments p WHERE p.state = 'received' AND p.amount_cents <> \
        (SELECT coalesce(sum(l.amount_cents), 0) FROM ledger l WHERE l.payment_id = p.id AND l.kind = 'payment')";
    assert_eq!(house.count(payments).await, 0);
    let unpaid =
        "SELECT count(*) FROM payments p WHERE p.state <> 'received' AND EXISTS (SELECT 1 FROM ledger l WHERE l.payment_id = p.id)";
    assert_eq!(house.count(unpaid).await, 0);
    assert_eq!(house.system.verify_audit().await.unwrap().trouble, None);
}

async fn a_visit_is_charged_invoiced_shown_and_paid(house: House) {
    open_for_business(&house).await;
    let maya = house.client("Maya").await;
    let charge = charge(&house, "160.00").await;
    let account = maya.billing().await.unwrap().overview(Shown::All, Sorted::Newest, None).await.unwrap();
    assert_eq!((account.balance_cents, account.encounters.len()), (0, 0), "what is not invoiced is not shown");

    let walter = house.staff("Brandt").await;
    let office = walter.billing().await.unwrap();
    let invoice = office.invoice(house.chart("Maya"), &[charge]).await.unwrap();
    assert_eq!(refused(office.invoice(house.chart("Maya"), &[charge]).await), Money::NothingToInvoice);
    record(&house, "140.00", "insurance").await.unwrap();
    let account = maya.billing().await.unwrap().overview(Shown::All, Sorted::Newest, None).await.unwrap();
    let visit = &account.encounters[0];
    assert_eq!((visit.invoice, visit.number, visit.code.as_str()), (invoice, 1001, "90834"));
    assert_eq!((visit.clinician.as_str(), visit.place.as_str()), ("Elena Reyes, PhD", "Harbor Street"));
    assert_eq!((visit.charged_cents, visit.payer_cents, visit.client_cents, visit.balance_cents), (16_000, 14_000, 0, 2_000));
    assert_eq!(account.balance_cents, 2_000);
    for kind in domain::billing::BillKind::ALL {
        let pdf = maya.billing().await.unwrap().paper(invoice, kind).await.unwrap();
        assert!(pdf.bytes.starts_with(b"%PDF-"));
    }

    let id = pay(&maya, 2_000, SandboxCard::Success).await.unwrap();
    let receipt = maya.billing().await.unwrap().receipt(id).await.unwrap();
    assert_eq!((receipt.line.number, receipt.line.cents, receipt.balance_cents), (Some(5002), 2_000, 0));
    assert_eq!(receipt.line.how, "Visa ending in 4242");
    assert_eq!((receipt.parts[0].number, receipt.parts[0].cents), (Some(1001), 2_000));
    assert_eq!(charged_by_the_sandbox(&house).await, 2_000);
    let paid = maya.billing().await.unwrap().overview(Shown::Open, Sorted::Oldest, None).await.unwrap();
    assert_eq!((paid.balance_cents, paid.encounters.len()), (0, 0));
    walk(&house).await;
}

async fn the_ledger_only_grows_and_the_database_lets_nobody_pay_too_much(house: House) {
    open_for_business(&house).await;
    owed(&house, "33.33").await;
    owed(&house, "33.33").await;
    owed(&house, "33.33").await;
    record(&house, "50.00", "cash").await.unwrap();
    walk(&house).await;
    let db = house.database().await;
    for change in [
        "UPDATE ledger SET amount_cents = 1",
        "DELETE FROM ledger",
        "DELETE FROM charges",
        "UPDATE charges SET amount_cents = 1",
        "UPDATE payments SET amount_cents = 1",
        "UPDATE charges SET balance_cents = balance_cents - 1",
        "UPDATE charges SET client_cents = client_cents + 5000, balance_cents = balance_cents - 5000",
        "INSERT INTO ledger (id, chart_id, charge_id, payment_id, kind, debit, credit, amount_cents, at) \
         SELECT payment_id, chart_id, charge_id, payment_id, 'payment', 'cash', 'receivable', 5000, at FROM ledger WHERE kind = 'payment' LIMIT 1",
        "INSERT INTO ledger (id, chart_id, charge_id, kind, debit, credit, amount_cents, at) \
         SELECT charge_id, chart_id, charge_id, 'charge', 'receivable', 'receivable', 1, at FROM ledger WHERE kind = 'charge' LIMIT 1",
    ] {
        assert!(db.execute_unprepared(change).await.is_err(), "{change}");
    }
    walk(&house).await;
    let maya = house.client("Maya").await;
    assert_eq!(balance(&maya).await, 4_999);
    assert_eq!(refused(record(&house, "50.00", "check").await), Money::AboveBalance);
}

async fn what_is_switched_off_is_refused(house: House) {
    let (_, invoice) = owed(&house, "160").await;
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    assert_eq!(refused(billing.choose_sandbox_card(SandboxCard::Success, false, false).await), Money::PaymentsOff);
    assert!(matches!(billing.cards().await, Err(Error::NotFound)));
    let rules = BillingRules { invoices: false, superbills: false, payments: true, ..BillingRules::default() };
    house.staff("Vidal").await.settings().await.unwrap().change_billing(rules).await.unwrap();
    let maya = house.client("Maya").await;
    let billing = maya.billing().await.unwrap();
    for kind in domain::billing::BillKind::ALL {
        assert!(matches!(billing.paper(invoice, kind).await, Err(Error::NotFound)), "{kind:?}");
    }
    assert_eq!(refused(billing.add_sandbox_card(SandboxCard::Success, true, None).await), Money::CardsOff);
    pay(&maya, 100, SandboxCard::Success).await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM cards").await, 0);
}

async fn who_has_no_billing_sees_none_of_it(house: House) {
    open_for_business(&house).await;
    let (charge, invoice) = owed(&house, "160").await;
    let rosa = house.client("Rosa").await;
    let billing = rosa.billing().await.unwrap();
    assert!(matches!(billing.paper(invoice, domain::billing::BillKind::Invoice).await, Err(Error::NotFound)));
    assert!(matches!(billing.overview(Shown::All, Sorted::Newest, Some(charge)).await, Err(Error::NotFound)));
    assert_eq!(balance(&rosa).await, 0);
    assert!(matches!(house.staff("Whitfield").await.billing().await, Err(Error::NotAllowed)));
    let samuel = house.staff("Okafor").await;
    assert!(matches!(samuel.billing().await.unwrap().of_chart(house.chart("Maya"), None).await, Err(Error::NotFound)));
    let elena = house.staff("Reyes").await;
    let seen = elena.billing().await.unwrap().of_chart(house.chart("Maya"), None).await.unwrap();
    assert!(seen.may_charge && !seen.may_manage);
    assert!(matches!(elena.billing().await.unwrap().freeze(house.chart("Maya"), true).await, Err(Error::NotFound)));
    house.tamper("UPDATE grants SET scopes = 'appointments'").await;
    assert!(matches!(house.client("Maya").await.billing().await, Err(Error::NotFound)));
}
