//! Billing: **My Account**, and the practice's bills. The room's functions.

mod office;
mod portal;
mod refusals;

pub use office::*;
pub use portal::{AccountPage, CardsPage, PayPageView, ReceiptPage, ReceiptsPage};
pub use refusals::sentence;

#[allow(unused_imports, reason = "only the server leads there")]
use crate::{Done, routes};
use crate::{Failure, Went};
#[allow(unused_imports, reason = "only the server reads forms")]
use domain::billing::{Refusal, SandboxCard};
use domain::{
    billing::{CardLine, MyAccount, MyReceipts, PayAsk, PayPage, Receipt, Shown, Sorted},
    ids::{CardId, ChargeId, GrantId, PaymentId},
};
use leptos::prelude::*;

// Portal

loader! {
    /// **My Account**, below a line of it.
    pub async fn read_account(grant: Option<GrantId>, shown: Shown, sorted: Sorted, below: Option<ChargeId>) -> Result<MyAccount, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.billing().await?.overview(shown, sorted, below).await?)
    }
}

loader! {
    /// **Pay Now**, in the step that the address has come to.
    pub async fn read_paying(grant: Option<GrantId>, ask: PayAsk) -> Result<PayPage, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.billing().await?.paying(ask).await?)
    }
}

loader! {
    /// **Credit/Debit Cards on File**, and whether no money moves.
    pub async fn read_my_cards(grant: Option<GrantId>) -> Result<(Vec<CardLine>, bool), Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.billing().await?.cards().await?)
    }
}

loader! {
    /// **Receipts**, below a line of them.
    pub async fn read_receipts(grant: Option<GrantId>, below: Option<PaymentId>) -> Result<MyReceipts, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.billing().await?.receipts(below).await?)
    }
}

loader! {
    /// One payment.
    pub async fn read_receipt(grant: Option<GrantId>, id: PaymentId) -> Result<Receipt, Failure> {
        let client = crate::actor::client(grant).await?;
        Ok(client.billing().await?.receipt(id).await?)
    }
}

/// A new card to pay with, of the sandbox. How much was chosen comes along.
#[server(prefix = "/api", endpoint = "client/billing/choose_card")]
pub async fn choose_card(
    grant: Option<GrantId>,
    #[server(default)] pay: String,
    #[server(default)] amount: String,
    #[server(default)] card: String,
    #[server(default)] saves: Option<String>,
    #[server(default)] becomes_default: Option<String>,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let billing = client.billing().await?;
    let card = SandboxCard::from_name(&card).ok_or_else(|| Failure::refused(Refusal::CardGone))?;
    let card = billing.choose_sandbox_card(card, saves.is_some(), becomes_default.is_some()).await?;
    let ask = PayAsk::chosen(&pay, &amount, card);
    Ok(Went::to(routes::pay(&ask, grant)))
}

/// Pays, once under its key. What came of it stands on the page of the payment.
#[server(prefix = "/api", endpoint = "client/billing/pay")]
pub async fn pay(grant: Option<GrantId>, payment: PaymentId, cents: i64, card: CardId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let id = client.billing().await?.pay(payment, cents, card).await?;
    Ok(Went::to(routes::receipt(id, grant)))
}

/// What the payer tells their bank. The sandbox shows its page.
#[server(prefix = "/api", endpoint = "client/billing/answer_bank")]
pub async fn answer_bank(grant: Option<GrantId>, payment: PaymentId, #[server(default)] yes: bool) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.billing().await?.answer_bank(payment, yes).await?;
    Ok(Went::to(routes::receipt(payment, grant)))
}

/// **Add a card**; or another one in place of one.
#[server(prefix = "/api", endpoint = "client/billing/add_card")]
pub async fn add_card(
    grant: Option<GrantId>,
    #[server(default)] card: String,
    #[server(default)] becomes_default: Option<String>,
    #[server(default)] instead: Option<CardId>,
) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    let billing = client.billing().await?;
    let card = SandboxCard::from_name(&card).ok_or_else(|| Failure::refused(Refusal::CardGone))?;
    billing.add_sandbox_card(card, becomes_default.is_some(), instead).await?;
    let done = if instead.is_some() { Done::Changed } else { Done::Added };
    Ok(Went::to(routes::acting(routes::CARDS, grant)).done(done))
}

/// Pays with this one from now on.
#[server(prefix = "/api", endpoint = "client/billing/default_card")]
pub async fn default_card(grant: Option<GrantId>, card: CardId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.billing().await?.make_default(card).await?;
    Ok(Went::to(routes::acting(routes::CARDS, grant)).done(Done::Saved))
}

/// **Remove**.
#[server(prefix = "/api", endpoint = "client/billing/remove_card")]
pub async fn remove_card(grant: Option<GrantId>, card: CardId) -> Result<Went, Failure> {
    let client = crate::actor::client(grant).await?;
    client.billing().await?.remove_card(card).await?;
    Ok(Went::to(routes::acting(routes::CARDS, grant)).done(Done::Removed))
}
