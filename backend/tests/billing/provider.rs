//! Paying through Stripe, spoken to as it speaks: a double on this machine, that charges once under each key, and loses a reply.

use super::{balance, key, open_for_business, owed, refused, walk};
use crate::house::{House, origin};
use backend::{Client, Error, PaymentGateway, Practice, Setup, Stripe, System};
use chrono::Duration;
use domain::billing::{Decline, PaymentState, RefundDraft, Refusal as Money};
use futures_util::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

crate::on_both_databases!(
    a_card_is_typed_at_the_provider_and_charged_once,
    a_lost_reply_of_the_provider_is_asked_for,
    what_the_provider_tells_is_taken_once_and_asked_for,
    somebody_elses_card_is_nobodys_here,
    what_was_paid_at_the_provider_is_given_back_there_once,
);

const HOOK: &str = "whsec_of_the_double";

#[derive(Default)]
struct Book {
    /// What was answered under each key, and to what.
    answered: BTreeMap<String, (String, u16, Value)>,
    intents: BTreeMap<String, Value>,
    /// Whose each page for a card is.
    sessions: BTreeMap<String, (String, String)>,
    charged: i64,
    given_back: i64,
    /// The next charge is made, and nobody hears of it.
    loses: bool,
}

/// The double: where it listens, and its book.
struct Double {
    url: String,
    book: Arc<Mutex<Book>>,
}

impl Double {
    fn charged(&self) -> i64 {
        self.book.lock().unwrap().charged
    }
}

fn double() -> Double {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    let book = Arc::<Mutex<Book>>::default();
    let of_thread = book.clone();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut reader = BufReader::new(connection.try_clone().unwrap());
            let (mut lines, mut length, mut once) = (Vec::new(), 0, String::new());
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or_default() == 0 || line.trim().is_empty() {
                    break;
                }
                let lower = line.to_lowercase();
                length = lower.strip_prefix("content-length:").map_or(length, |told| told.trim().parse().unwrap());
                once = lower.strip_prefix("idempotency-key:").map_or(once, |key| key.trim().to_owned());
                lines.push(line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let asked: Vec<&str> = lines.first().map_or("", String::as_str).split_whitespace().collect();
            assert!(lines.iter().any(|line| line.trim().eq_ignore_ascii_case("authorization: Bearer sk_of_the_double")), "{lines:?}");
            let answer = answer(&mut of_thread.lock().unwrap(), asked[0], asked[1], &once, &String::from_utf8(body).unwrap());
            if let Some((status, said)) = answer {
                let said = said.to_string();
                let head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}", said.len());
                let _ = connection.write_all(head.as_bytes());
            }
        }
    });
    Double { url, book }
}

/// The same key with the same fields is the same answer; with others it is refused.
fn answer(book: &mut Book, method: &str, path: &str, once: &str, body: &str) -> Option<(u16, Value)> {
    if method == "GET" {
        return Some(looked_up(book, path));
    }
    if let Some((asked, status, said)) = book.answered.get(once) {
        let same = *asked == format!("{path} {body}");
        return Some(if same { (*status, said.clone()) } else { (400, json!({ "error": { "type": "idempotency_error" } })) });
    }
    let (status, said) = done(book, path, body);
    book.answered.insert(once.to_owned(), (format!("{path} {body}"), status, said.clone()));
    let is_lost = path.ends_with("/confirm") && std::mem::take(&mut book.loses);
    (!is_lost).then_some((status, said))
}

fn looked_up(book: &Book, path: &str) -> (u16, Value) {
    let missing = || (404, json!({ "error": { "type": "invalid_request_error" } }));
    if let Some(id) = path.strip_prefix("/v1/payment_intents/") {
        return book.intents.get(id).map_or_else(missing, |intent| (200, intent.clone()));
    }
    let session = path.strip_prefix("/v1/checkout/sessions/").and_then(|rest| rest.split('?').next()).unwrap_or_default();
    let Some((account, method)) = book.sessions.get(session) else { return missing() };
    let card = json!({ "brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2031 });
    let method = json!({ "payment_method": { "id": method, "card": card } });
    (200, json!({ "status": "complete", "customer": "cus_1", "client_reference_id": account, "setup_intent": method }))
}

fn done(book: &mut Book, path: &str, body: &str) -> (u16, Value) {
    let fields: BTreeMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let cents = || field("amount").parse::<i64>().unwrap();
    match path.strip_prefix("/v1/").unwrap().split('/').collect::<Vec<_>>()[..] {
        ["customers"] => (200, json!({ "id": "cus_1" })),
        ["checkout", "sessions"] => {
            let id = format!("cs_{}", book.sessions.len());
            book.sessions.insert(id.clone(), (field("client_reference_id"), "pm_visa".into()));
            (200, json!({ "id": id, "url": format!("https://checkout.example/{id}") }))
        }
        ["payment_intents"] => {
            let id = format!("pi_{}", book.intents.len());
            let intent = json!({
                "id": id, "status": "requires_confirmation", "amount": cents(), "payment_method": field("payment_method"),
                "metadata": { "payment": field("metadata[payment]") },
            });
            book.intents.insert(id, intent.clone());
            (200, intent)
        }
        ["payment_intents", id, "confirm"] => {
            let intent = book.intents.get_mut(id).unwrap();
            match intent["payment_method"].as_str().unwrap() {
                "pm_funds" => {
                    let error = json!({ "code": "card_declined", "decline_code": "insufficient_funds" });
                    intent["status"] = "requires_payment_method".into();
                    intent["last_payment_error"] = error.clone();
                    (402, json!({ "error": error }))
                }
                "pm_bank" => {
                    intent["status"] = "requires_action".into();
                    intent["next_action"] = json!({ "redirect_to_url": { "url": "https://bank.example/3ds" } });
                    (200, intent.clone())
                }
                _ => {
                    intent["status"] = "succeeded".into();
                    book.charged += intent["amount"].as_i64().unwrap();
                    (200, intent.clone())
                }
            }
        }
        ["payment_intents", id, "cancel"] => {
            let intent = book.intents.get_mut(id).unwrap();
            if intent["status"] == "succeeded" {
                return (400, json!({ "error": { "type": "invalid_request_error" } }));
            }
            intent["status"] = "canceled".into();
            (200, intent.clone())
        }
        ["refunds"] => {
            if book.given_back + cents() > book.charged {
                return (400, json!({ "error": { "type": "invalid_request_error" } }));
            }
            book.given_back += cents();
            (200, json!({ "id": "re_1", "status": "succeeded" }))
        }
        _ => (200, json!({})),
    }
}

/// The practice with that gateway, and Maya, who owes 160 dollars.
async fn with(house: &House) -> (Double, Practice, System, Client) {
    open_for_business(house).await;
    owed(house, "160").await;
    let double = double();
    let stripe = Stripe::read(Some(&double.url), "sk_of_the_double", HOOK, "https://portal.example").unwrap();
    let (practice, system) = Practice::open(Setup { gateway: PaymentGateway::Of(Arc::new(stripe)), ..house.setup.clone() }).await.unwrap();
    let maya = practice.client(Some(&house.client_token("Maya").await), None, origin()).await.unwrap();
    (double, practice, system, maya)
}

/// A page for a card, on which this one is typed.
async fn typed(double: &Double, maya: &Client, method: &str) -> String {
    let page = maya.billing().await.unwrap().card_page("https://portal.example/back?", "https://portal.example/").await.unwrap();
    let session = page.rsplit('/').next().unwrap().to_owned();
    double.book.lock().unwrap().sessions.get_mut(&session).unwrap().1 = method.into();
    session
}

async fn a_card_is_typed_at_the_provider_and_charged_once(house: House) {
    let (double, practice, _, maya) = with(&house).await;
    assert!(practice.card_pages().starts_with("http://127.0.0.1:"), "only there may forms lead");
    let billing = maya.billing().await.unwrap();
    let session = typed(&double, &maya, "pm_visa").await;
    let card = billing.pay_with_typed_card(&session, true, true).await.unwrap();
    // T34
    let key = key();
    let answers = join_all((0..50).map(|_| billing.pay(key, 4_000, card))).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((double.charged(), balance(&maya).await), (4_000, 12_000));
    assert_eq!(refused(billing.pay(key, 5_000, card).await), Money::KeyReused);
    let (cards, sandbox) = billing.cards().await.unwrap();
    assert_eq!((cards.len(), cards[0].face.name().as_str(), sandbox), (1, "Visa ending in 4242", false));
    // Led back once more, it is the same card.
    assert_eq!(billing.keep_typed_card(&session, false, None).await.unwrap(), cards[0].id);
    // No money, and the bank's page.
    let session = typed(&double, &maya, "pm_funds").await;
    let poor = billing.pay_with_typed_card(&session, false, false).await.unwrap();
    let declined = billing.pay(super::key(), 1_000, poor).await.unwrap();
    let receipt = billing.receipt(declined).await.unwrap();
    assert_eq!((receipt.line.state, receipt.decline), (PaymentState::Declined, Some(Decline::NoFunds)));
    let session = typed(&double, &maya, "pm_bank").await;
    let asked = billing.pay_with_typed_card(&session, false, false).await.unwrap();
    let waits = billing.pay(super::key(), 1_000, asked).await.unwrap();
    assert_eq!(billing.bank_page(waits).await.unwrap(), "https://bank.example/3ds");
    double.book.lock().unwrap().intents.values_mut().filter(|intent| intent["status"] == "requires_action").for_each(|intent| {
        intent["status"] = "succeeded".into();
    });
    billing.back_from_bank(waits).await.unwrap();
    assert_eq!(billing.receipt(waits).await.unwrap().line.state, PaymentState::Received);
    assert_eq!(balance(&maya).await, 11_000);
    walk(&house).await;
}

async fn a_lost_reply_of_the_provider_is_asked_for(house: House) {
    let (double, _, system, maya) = with(&house).await;
    let billing = maya.billing().await.unwrap();
    let session = typed(&double, &maya, "pm_visa").await;
    let card = billing.pay_with_typed_card(&session, false, false).await.unwrap();
    double.book.lock().unwrap().loses = true;
    let key = billing.pay(key(), 16_000, card).await.unwrap();
    assert_eq!(billing.receipt(key).await.unwrap().line.state, PaymentState::Pending);
    house.hands.shift(Duration::minutes(1));
    system.mind_payments().await.unwrap();
    assert_eq!(billing.receipt(key).await.unwrap().line.state, PaymentState::Received);
    assert_eq!((double.charged(), balance(&maya).await), (16_000, 0));
    walk(&house).await;
}

fn signed(at: i64, payload: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(HOOK.as_bytes()).unwrap();
    mac.update(format!("{at}.{payload}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// T35
async fn what_the_provider_tells_is_taken_once_and_asked_for(house: House) {
    let (double, practice, system, maya) = with(&house).await;
    let billing = maya.billing().await.unwrap();
    let session = typed(&double, &maya, "pm_visa").await;
    let card = billing.pay_with_typed_card(&session, false, false).await.unwrap();
    double.book.lock().unwrap().loses = true;
    let key = billing.pay(key(), 9_000, card).await.unwrap();
    let event = |id: u32, kind: &str| {
        json!({ "id": format!("evt_{id}"), "type": kind, "data": { "object": { "metadata": { "payment": key.0 } } } }).to_string()
    };
    let now = practice.visitor(origin());
    let at = opening_seconds(&house).await;
    let (succeeded, failed) = (event(1, "payment_intent.succeeded"), event(2, "payment_intent.payment_failed"));
    for bad in [signed(at - 301, &succeeded), signed(at, &failed), "t=1,v1=00".into(), String::new()] {
        assert!(matches!(now.gateway_told(succeeded.as_bytes(), &bad).await, Err(Error::NotFound)));
    }
    assert_eq!(house.count("SELECT count(*) FROM gateway_events").await, 0, "no effect");
    // A hundred times, in whatever order, and a failure that is none: what became of it is what the provider says when it is asked.
    for round in 0..100 {
        let told = if round % 3 == 0 { &failed } else { &succeeded };
        now.gateway_told(told.as_bytes(), &signed(at, told)).await.unwrap();
    }
    system.mind_payments().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM gateway_events").await, 2);
    assert_eq!(billing.receipt(key).await.unwrap().line.state, PaymentState::Received);
    // Three days late.
    house.hands.shift(Duration::days(3));
    let late = event(3, "payment_intent.succeeded");
    let at = opening_seconds(&house).await;
    practice.visitor(origin()).gateway_told(late.as_bytes(), &signed(at, &late)).await.unwrap();
    system.mind_payments().await.unwrap();
    let entries = "SELECT count(*) FROM ledger WHERE kind = 'payment' AND amount_cents IN (9000, -9000)";
    assert_eq!(house.count(entries).await, 1, "one entry");
    assert_eq!((double.charged(), balance(&house.client("Maya").await).await), (9_000, 7_000));
    walk(&house).await;
    house.hands.shift(Duration::days(40));
    system.sweep().await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM gateway_events").await, 0);
}

async fn opening_seconds(house: &House) -> i64 {
    house.system.now().timestamp()
}

async fn somebody_elses_card_is_nobodys_here(house: House) {
    let (double, practice, _, maya) = with(&house).await;
    let session = typed(&double, &maya, "pm_visa").await;
    let rosa = practice.client(Some(&house.client_token("Rosa").await), None, origin()).await.unwrap();
    let hers = rosa.billing().await.unwrap();
    for session in [session.as_str(), "cs_unknown", "cs_../x", "", "../customers"] {
        assert!(matches!(hers.keep_typed_card(session, true, None).await, Err(Error::NotFound)), "{session}");
    }
    let maya = maya.billing().await.unwrap();
    maya.keep_typed_card(&session, true, None).await.unwrap();
    assert!(matches!(maya.choose_sandbox_card(domain::billing::SandboxCard::Success, false, false).await, Err(Error::NotFound)));
}

async fn what_was_paid_at_the_provider_is_given_back_there_once(house: House) {
    let (double, practice, _, maya) = with(&house).await;
    let billing = maya.billing().await.unwrap();
    let session = typed(&double, &maya, "pm_visa").await;
    let card = billing.pay_with_typed_card(&session, false, false).await.unwrap();
    let paid = billing.pay(key(), 5_000, card).await.unwrap();
    let walter = practice.staff(Some(&house.staff_token("Brandt").await), origin()).await.unwrap();
    let refund = RefundDraft { amount: "20".into(), reason: "Paid twice".into(), takes_off: false };
    walter.billing().await.unwrap().refund(house.chart("Maya"), paid, &refund).await.unwrap();
    assert_eq!(double.book.lock().unwrap().given_back, 2_000);
    walk(&house).await;
}
