//! The addresses of My Account, and of what the office charges.

use super::{acting, with};
use domain::{
    billing::{PayAsk, Shown as AccountShown, Sorted as AccountSorted},
    ids::{ChartId, GrantId, InvoiceId, PaymentId},
};

/// **My Account**.
pub const ACCOUNT: &str = "/account";
/// **Pay Now**.
pub const PAY: &str = "/account/pay";
/// **Credit/Debit Cards on File**.
pub const CARDS: &str = "/account/cards";
pub const RECEIPTS: &str = "/account/receipts";
/// On to the payment provider's page, where a card is typed.
pub const TYPE_CARD: &str = "/account/card";
/// Settings → **Billing**.
pub const BILLING_SETTINGS: &str = "/office/settings/billing";
/// What is open, and what came in.
pub const BILLING: &str = "/office/billing";

/// **Pay Now**, with what was chosen so far.
pub fn pay(ask: &PayAsk, grant: Option<GrantId>) -> String {
    let parts = [
        ("pay", Some(ask.pay.clone()).filter(|pay| !pay.is_empty())),
        ("amount", Some(ask.amount.clone()).filter(|amount| !amount.is_empty() && ask.is_custom())),
        ("card", ask.card.map(|card| card.to_string())),
        ("other", ask.other.then(|| "1".to_owned())),
    ];
    let chosen = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    acting(chosen.fold(PAY.to_owned(), |page, (name, value)| with(&page, name, &value)), grant)
}

/// **My Account**, with these visits in this order.
pub fn account_shown(shown: AccountShown, sorted: AccountSorted) -> String {
    format!("{ACCOUNT}?show={}&sort={}", shown.name(), sorted.name())
}

/// One payment: its receipt, or how it stands.
pub fn receipt(id: PaymentId, grant: Option<GrantId>) -> String {
    acting(format!("{RECEIPTS}/{id}"), grant)
}

/// On to the page on which the payer's bank asks them.
pub fn bank(id: PaymentId) -> String {
    format!("{ACCOUNT}/payments/{id}/bank")
}

/// An invoice on paper, as "invoice" or as "superbill".
pub fn invoice_pdf(id: InvoiceId, kind: &str, grant: Option<GrantId>) -> String {
    acting(format!("{ACCOUNT}/invoices/{id}/{kind}"), grant)
}

pub fn chart_billing(id: ChartId) -> String {
    format!("/office/charts/{id}/billing")
}

/// The same in the office.
pub fn office_invoice_pdf(chart: ChartId, id: InvoiceId, kind: &str) -> String {
    format!("/office/charts/{chart}/billing/{id}/{kind}")
}
