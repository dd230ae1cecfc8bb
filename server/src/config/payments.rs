//! Who charges cards.

use super::{Wrong, plain, secret};
use backend::{PaymentGateway, Stripe};
use std::{ffi::OsString, sync::Arc};

pub const STRIPE_KEY: &str = "ANTEROOM_STRIPE_KEY";
pub const STRIPE_HOOK: &str = "ANTEROOM_STRIPE_WEBHOOK_SECRET";
pub const STRIPE_URL: &str = "ANTEROOM_STRIPE_URL";

/// Stripe, where both of its secrets are set; otherwise the sandbox, with which no money moves. Neither secret is ever repeated.
pub fn gateway(environment: &impl Fn(&str) -> Option<OsString>, public_url: &str) -> Result<PaymentGateway, Wrong> {
    let base = plain(STRIPE_URL, environment)?;
    let (key, hook) = match (secret(STRIPE_KEY, environment)?, secret(STRIPE_HOOK, environment)?) {
        (None, None) if base.is_none() => return Ok(PaymentGateway::Sandbox),
        (None, _) => return Err(Wrong::new(STRIPE_KEY, "is missing; write the secret key of your Stripe account, such as sk_live_…")),
        (_, None) => {
            return Err(Wrong::new(
                STRIPE_HOOK,
                "is missing; write the signing secret of the endpoint /payments/incoming, such as whsec_…",
            ));
        }
        (Some(key), Some(hook)) => (key, hook),
    };
    let stripe = Stripe::read(base.as_deref(), &key, &hook, public_url);
    let what = "or a secret of Stripe cannot be used; write https://host/, or http:// for a double on this machine, and the secrets as Stripe shows them";
    stripe.map(|stripe| PaymentGateway::Of(Arc::new(stripe))).ok_or_else(|| Wrong::new(STRIPE_URL, what))
}
