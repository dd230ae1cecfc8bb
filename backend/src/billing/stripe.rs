//! Stripe: cards are typed on a page of its own, and charged by PaymentIntents. What it calls a payment is written down as its id and our
//! key; what it calls a card, as the customer and the payment method. It learns amounts and our ids, and nobody's name.

use super::gateway::{Away, Gateway, HeldCard, Outcome, Refunded, Told};
use chrono::{DateTime, Utc};
use domain::billing::{CardFace, Decline};
use futures_util::{FutureExt, future::BoxFuture};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::{fmt, time::Duration};
use url::{Url, form_urlencoded};
use uuid::Uuid;

/// One that does not answer by then is asked again later.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
/// What it tells by itself is no older than this (T35).
const TOLD_WITHIN: i64 = 300;
/// The version of its interface that is spoken here, whatever the account's own is.
const VERSION: &str = "2025-03-31.basil";

/// How a practice is known there.
#[derive(Clone)]
pub struct Stripe {
    base: Url,
    key: String,
    hook: String,
    /// Where a bank leads back to.
    payments: String,
}

impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stripe({}…)", self.base.host_str().unwrap_or_default())
    }
}

/// What it answers, with the status; or that nothing was heard.
type Heard = Result<(u16, Value), ()>;

impl Stripe {
    /// At its usual address, unless another one is given: a double on this machine. `hook` signs what it tells by itself.
    pub fn read(base: Option<&str>, key: &str, hook: &str, public_url: &str) -> Option<Self> {
        let base = Url::parse(base.unwrap_or("https://api.stripe.com/")).ok()?;
        let on_this_machine = matches!(base.host_str()?, "localhost" | "127.0.0.1" | "[::1]");
        let safe = base.scheme() == "https" || base.scheme() == "http" && on_this_machine;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_graphic());
        let whole = safe && plain(key) && plain(hook);
        whole.then(|| Self { base, key: key.into(), hook: hook.into(), payments: format!("{public_url}/account/payments/") })
    }

    async fn get(&self, path: &str) -> Heard {
        self.send(path, None, None).await
    }

    /// The same `once` is done once, however often it is sent.
    async fn post(&self, path: &str, once: &str, fields: &[(&str, &str)]) -> Heard {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(path, Some(once), Some(body)).await
    }

    async fn send(&self, path: &str, once: Option<&str>, body: Option<String>) -> Heard {
        // Whoever was first in this process has decided on the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().timeout(ANSWERS_WITHIN).redirect(reqwest::redirect::Policy::none()).build();
        let (client, url) = (client.map_err(drop)?, self.base.join(path).map_err(drop)?);
        let request = match body {
            Some(body) => client.post(url).header("content-type", "application/x-www-form-urlencoded").body(body),
            None => client.get(url),
        };
        let request = request.bearer_auth(&self.key).header("stripe-version", VERSION);
        let request = match once {
            Some(once) => request.header("idempotency-key", once),
            None => request,
        };
        let answer = request.send().await.map_err(drop)?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(drop)?;
        let said: Value = serde_json::from_slice(&body).map_err(drop)?;
        if status >= 400 {
            // Codes, and nothing that a person typed.
            let code = |name: &str| said["error"][name].as_str().unwrap_or_default().to_owned();
            tracing::info!(status, kind = code("type"), code = code("code"), "the payment gateway refuses");
        }
        Ok((status, said))
    }

    async fn charged(&self, heard: Heard) -> Outcome {
        match heard {
            Ok((200, intent)) => outcome(&intent),
            // A card that is declined comes with the payment as it stands.
            Ok((402, said)) => declined(&said["error"]),
            Ok((404, _)) => Outcome::Declined(Decline::NeverArrived),
            _ => Outcome::Unknown,
        }
    }

    async fn customer(&self, account: Uuid) -> Result<String, Away> {
        let said = self.post("v1/customers", &format!("anteroom-customer-{account}"), &[("metadata[account]", &account.to_string())]).await;
        id_of(said)
    }
}

fn id_of(heard: Heard) -> Result<String, Away> {
    match heard {
        Ok((200, said)) => said["id"].as_str().map(str::to_owned).ok_or(Away::Unreachable),
        Ok((status, said)) if [400, 409].contains(&status) && said["error"]["type"] == "idempotency_error" => Err(Away::Reused),
        _ => Err(Away::Unreachable),
    }
}

/// What a PaymentIntent says of itself.
fn outcome(intent: &Value) -> Outcome {
    match intent["status"].as_str().unwrap_or_default() {
        "succeeded" => Outcome::Paid,
        "requires_action" => Outcome::Waits,
        "canceled" => Outcome::Declined(Decline::NotConfirmed),
        // Told of, and never charged.
        "requires_confirmation" => Outcome::Declined(Decline::NeverArrived),
        "requires_payment_method" => declined(&intent["last_payment_error"]),
        _ => Outcome::Unknown,
    }
}

fn declined(error: &Value) -> Outcome {
    let said = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    Outcome::Declined(match (said("decline_code").as_str(), said("code").as_str()) {
        ("insufficient_funds", _) => Decline::NoFunds,
        ("expired_card", _) | (_, "expired_card") => Decline::Expired,
        ("authentication_required", _) | (_, "authentication_required" | "payment_intent_authentication_failure") => Decline::NotConfirmed,
        _ => Decline::Declined,
    })
}

/// Its id of a payment, and our key.
fn parts(reference: &str) -> (&str, &str) {
    reference.split_once(' ').unwrap_or((reference, ""))
}

fn face(card: &Value) -> Option<CardFace> {
    let brand = match card["brand"].as_str()? {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        "discover" => "Discover".to_owned(),
        "diners" => "Diners Club".to_owned(),
        "jcb" => "JCB".to_owned(),
        "unionpay" => "UnionPay".to_owned(),
        _ => "Card".to_owned(),
    };
    let last4 = card["last4"].as_str().filter(|last4| last4.len() == 4)?.to_owned();
    Some(CardFace { brand, last4, month: card["exp_month"].as_u64()?.try_into().ok()?, year: card["exp_year"].as_u64()?.try_into().ok()? })
}

impl Gateway for Stripe {
    fn is_sandbox(&self) -> bool {
        false
    }

    fn prepare<'a>(&'a self, key: Uuid, cents: i64, card: &'a str) -> BoxFuture<'a, Result<String, Away>> {
        async move {
            let (customer, method) = card.split_once(' ').ok_or(Away::Unreachable)?;
            let fields = [
                ("amount", cents.to_string()),
                ("currency", "usd".to_owned()),
                ("customer", customer.to_owned()),
                ("payment_method", method.to_owned()),
                ("payment_method_types[0]", "card".to_owned()),
                ("metadata[payment]", key.to_string()),
            ];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let id = id_of(self.post("v1/payment_intents", &format!("anteroom-{key}"), &fields).await)?;
            Ok(format!("{id} {key}"))
        }
        .boxed()
    }

    fn confirm<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move {
            let (id, key) = parts(reference);
            let back = format!("{}{key}/back", self.payments);
            let path = format!("v1/payment_intents/{id}/confirm");
            self.charged(self.post(&path, &format!("anteroom-confirm-{key}"), &[("return_url", &back)]).await).await
        }
        .boxed()
    }

    fn ask<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move { self.charged(self.get(&format!("v1/payment_intents/{}", parts(reference).0)).await).await }.boxed()
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move {
            let (id, key) = parts(reference);
            let heard = self.post(&format!("v1/payment_intents/{id}/cancel"), &format!("anteroom-cancel-{key}"), &[]).await;
            match heard {
                // It is too late: then it says what came of it.
                Ok((400, _)) => self.ask(reference).await,
                heard => self.charged(heard).await,
            }
        }
        .boxed()
    }

    /// At Stripe the bank has a page of its own.
    fn answer<'a>(&'a self, reference: &'a str, _yes: bool) -> BoxFuture<'a, Outcome> {
        self.ask(reference)
    }

    fn refund<'a>(&'a self, key: Uuid, reference: &'a str, cents: i64) -> BoxFuture<'a, Refunded> {
        async move {
            let fields = [("payment_intent", parts(reference).0), ("amount", &cents.to_string()), ("metadata[refund]", &key.to_string())];
            match self.post("v1/refunds", &format!("anteroom-refund-{key}"), &fields).await {
                Ok((200, said)) if said["status"] == "failed" || said["status"] == "canceled" => Refunded::Failed,
                Ok((200, _)) => Refunded::Done,
                Ok((status, _)) if (400..500).contains(&status) && ![409, 429].contains(&status) => Refunded::Failed,
                _ => Refunded::Unknown,
            }
        }
        .boxed()
    }

    fn forget_card<'a>(&'a self, card: &'a str) -> BoxFuture<'a, ()> {
        async move {
            let Some((_, method)) = card.split_once(' ') else { return };
            let _ = self.post(&format!("v1/payment_methods/{method}/detach"), &format!("anteroom-detach-{method}"), &[]).await;
        }
        .boxed()
    }

    fn card_page<'a>(&'a self, account: Uuid, once: Uuid, back: &'a str, cancel: &'a str) -> BoxFuture<'a, Result<String, Away>> {
        async move {
            let customer = self.customer(account).await?;
            let account = account.to_string();
            let fields = [
                ("mode", "setup"),
                ("currency", "usd"),
                ("customer", &customer),
                ("client_reference_id", &account),
                ("payment_method_types[0]", "card"),
                ("success_url", back),
                ("cancel_url", cancel),
            ];
            match self.post("v1/checkout/sessions", &format!("anteroom-card-{once}"), &fields).await {
                Ok((200, said)) => said["url"].as_str().map(str::to_owned).ok_or(Away::Unreachable),
                _ => Err(Away::Unreachable),
            }
        }
        .boxed()
    }

    fn card_pages(&self) -> String {
        match self.base.scheme() {
            "https" => "https://checkout.stripe.com".to_owned(),
            _ => self.base.origin().ascii_serialization(),
        }
    }

    fn card_of<'a>(&'a self, account: Uuid, session: &'a str) -> BoxFuture<'a, Result<Option<HeldCard>, Away>> {
        async move {
            let plain =
                session.starts_with("cs_") && session.len() < 200 && session.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
            if !plain {
                return Ok(None);
            }
            let path = format!("v1/checkout/sessions/{session}?expand[]=setup_intent.payment_method");
            let said = match self.get(&path).await {
                Ok((200, said)) => said,
                Ok((404, _)) => return Ok(None),
                _ => return Err(Away::Unreachable),
            };
            // Somebody else's session is nobody's card here.
            let ours = said["client_reference_id"].as_str() == Some(account.to_string().as_str());
            let method = &said["setup_intent"]["payment_method"];
            let held = || {
                let (customer, id) = (said["customer"].as_str()?, method["id"].as_str()?);
                Some(HeldCard { face: face(&method["card"])?, token: format!("{customer} {id}") })
            };
            Ok(held().filter(|_| ours && said["status"] == "complete"))
        }
        .boxed()
    }

    fn bank_page<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Option<String>> {
        async move {
            let (_, intent) = self.get(&format!("v1/payment_intents/{}", parts(reference).0)).await.ok()?;
            intent["next_action"]["redirect_to_url"]["url"].as_str().map(str::to_owned)
        }
        .boxed()
    }

    /// Signed over the moment and the very bytes: `t=1700000000,v1=hex,v1=hex`.
    fn told(&self, payload: &[u8], signature: &str, now: DateTime<Utc>) -> Option<Told> {
        let said =
            |name: &'static str| signature.split(',').filter_map(move |part| part.trim().split_once('=').filter(|(said, _)| *said == name));
        let at = said("t").next()?.1;
        let moment: i64 = at.parse().ok()?;
        if now.timestamp().abs_diff(moment) > TOLD_WITHIN.unsigned_abs() {
            return None;
        }
        let is_signed = said("v1").filter_map(|(_, hex)| hex::decode(hex).ok()).any(|signed| {
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.hook.as_bytes()) else { return false };
            mac.update(at.as_bytes());
            mac.update(b".");
            mac.update(payload);
            mac.verify_slice(&signed).is_ok()
        });
        if !is_signed {
            return None;
        }
        let event: Value = serde_json::from_slice(payload).ok()?;
        let id = event["id"].as_str().filter(|id| !id.is_empty() && id.len() <= 255)?.to_owned();
        let payment = event["data"]["object"]["metadata"]["payment"].as_str().and_then(|key| key.parse().ok());
        Some(Told { event: id, payment })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn stripe() -> Stripe {
        Stripe::read(None, "sk_test_1", "whsec_1", "https://portal.example").unwrap()
    }

    fn signed(at: i64, payload: &[u8], secret: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(at.to_string().as_bytes());
        mac.update(b".");
        mac.update(payload);
        format!("t={at},v1={},v0=00", hex::encode(mac.finalize().into_bytes()))
    }

    /// T35
    #[test]
    fn what_it_tells_is_signed_and_fresh_or_nothing() {
        let now: DateTime<Utc> = "2026-12-01T12:00:00Z".parse().unwrap();
        let payment = Uuid::from_u128(7);
        let payload = json!({ "id": "evt_1", "data": { "object": { "metadata": { "payment": payment } } } }).to_string();
        let payload = payload.as_bytes();
        let told = |signature: &str| stripe().told(payload, signature, now);
        let fresh = signed(now.timestamp(), payload, "whsec_1");
        assert_eq!(told(&fresh).unwrap(), Told { event: "evt_1".into(), payment: Some(payment) });
        assert!(stripe().told(b"{}", &fresh, now).is_none(), "over other bytes");
        for at in [now.timestamp() - 301, now.timestamp() + 301] {
            assert!(told(&signed(at, payload, "whsec_1")).is_none(), "{at}");
        }
        assert!(told(&signed(now.timestamp() - 300, payload, "whsec_1")).is_some());
        assert!(told(&signed(now.timestamp(), payload, "whsec_2")).is_none());
        for nonsense in ["", "t=1", "v1=00", "t=x,v1=00", &format!("t={},v1=zz", now.timestamp())] {
            assert!(told(nonsense).is_none(), "{nonsense}");
        }
    }

    #[test]
    fn what_became_of_a_payment_is_read_from_its_state() {
        for (intent, expected) in [
            (json!({ "status": "succeeded" }), Outcome::Paid),
            (json!({ "status": "requires_action" }), Outcome::Waits),
            (json!({ "status": "processing" }), Outcome::Unknown),
            (json!({ "status": "canceled" }), Outcome::Declined(Decline::NotConfirmed)),
            (json!({ "status": "requires_confirmation" }), Outcome::Declined(Decline::NeverArrived)),
            (
                json!({ "status": "requires_payment_method", "last_payment_error": { "code": "card_declined", "decline_code": "insufficient_funds" } }),
                Outcome::Declined(Decline::NoFunds),
            ),
            (
                json!({ "status": "requires_payment_method", "last_payment_error": { "code": "expired_card" } }),
                Outcome::Declined(Decline::Expired),
            ),
            (json!({}), Outcome::Unknown),
        ] {
            assert_eq!(outcome(&intent), expected, "{intent}");
        }
    }

    #[test]
    fn it_hides_its_secrets_and_is_spoken_to_safely() {
        assert!(!format!("{:?}", stripe()).contains("sk_test"));
        assert!(Stripe::read(Some("http://stripe.example/"), "sk", "wh", "").is_none());
        assert!(Stripe::read(Some("http://127.0.0.1:9/"), "sk", "wh", "").is_some());
        assert!(Stripe::read(None, "", "wh", "").is_none() && Stripe::read(None, "s k", "wh", "").is_none());
    }
}
