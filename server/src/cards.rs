//! The ways to the payment gateway's own pages and back: where a card is typed, and where a payer's bank asks. And what the gateway tells
//! by itself: no page of ours sends that, and nobody is signed in; its signature says who it is.

use crate::{
    answers::see_other,
    app_state::{AppState, text},
    downloads::{acting_for, asked_for, hand_out, id_at},
};
use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use backend::Error;
use domain::{
    billing::PayAsk,
    ids::{CardId, PaymentId},
};

/// On to the page where a card is typed, and back from it.
pub(crate) const TYPED: [&str; 2] = [app::TYPE_CARD, "/account/card/typed"];
/// On to the page of the payer's bank, and back from it.
pub(crate) const BANK: [&str; 2] = ["/account/payments/{payment}/bank", "/account/payments/{payment}/back"];
/// What the gateway tells by itself.
pub(crate) const TOLD: &str = "/payments/incoming";
/// It tells no more at a time.
pub(crate) const LARGEST: usize = 256 * 1024;

/// What goes along to the gateway's page and comes back with the card.
const ALONG: [&str; 7] = ["pay", "amount", "saves", "becomes_default", "file", "instead", "for"];

pub(crate) async fn type_card(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let page = card_page(&front, &head).await;
    hand_out(&front, head, page, lead_away).await
}

async fn card_page(front: &AppState, head: &Parts) -> Result<String, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    let along = goes_along(head);
    let here = front.public_url();
    // The gateway writes the name of what was typed into the braces.
    let back = format!("{here}{}?{along}&session={{CHECKOUT_SESSION_ID}}", TYPED[1]);
    let cancel = format!("{here}{}", after(head, None));
    client.billing().await?.card_page(&back, &cancel).await
}

fn goes_along(head: &Parts) -> String {
    let mut along = form_urlencoded::Serializer::new(String::new());
    along.extend_pairs(asked_for(head).filter(|(name, _)| ALONG.contains(&name.as_ref()))).finish()
}

pub(crate) async fn card_was_typed(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let led = typed_card(&front, &head).await;
    hand_out(&front, head, led, |to| see_other(&to)).await
}

async fn typed_card(front: &AppState, head: &Parts) -> Result<String, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    let billing = client.billing().await?;
    let (session, becomes_default) = (asked(head, "session").unwrap_or_default(), asked(head, "becomes_default").is_some());
    if asked(head, "file").is_some() {
        let instead = asked(head, "instead").and_then(|id| id.parse().ok());
        billing.keep_typed_card(&session, becomes_default, instead).await?;
        return Ok(after(head, None));
    }
    let card = billing.pay_with_typed_card(&session, asked(head, "saves").is_some(), becomes_default).await?;
    Ok(after(head, Some(card)))
}

/// Where one goes on: with paying, or among the cards on file.
fn after(head: &Parts, card: Option<CardId>) -> String {
    let grant = acting_for(head);
    if asked(head, "file").is_some() {
        return app::acting(app::CARDS, grant);
    }
    let (pay, amount) = (asked(head, "pay").unwrap_or_default(), asked(head, "amount").unwrap_or_default());
    app::pay(&PayAsk { pay, amount, card, other: false }, grant)
}

fn asked(head: &Parts, name: &str) -> Option<String> {
    asked_for(head).find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.into_owned())
}

pub(crate) async fn to_bank(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let page = bank_page(&front, &head).await;
    hand_out(&front, head, page, lead_away).await
}

async fn bank_page(front: &AppState, head: &Parts) -> Result<String, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    client.billing().await?.bank_page(PaymentId(id_at(head, 3))).await
}

pub(crate) async fn from_bank(State(front): State<AppState>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let led = back_from_bank(&front, &head).await;
    hand_out(&front, head, led, |to| see_other(&to)).await
}

async fn back_from_bank(front: &AppState, head: &Parts) -> Result<String, Error> {
    let desk = front.desk(head);
    let client = desk.practice.client(desk.portal.as_ref(), acting_for(head), desk.origin.clone()).await?;
    let id = PaymentId(id_at(head, 3));
    client.billing().await?.back_from_bank(id).await?;
    Ok(app::receipt(id, acting_for(head)))
}

/// To a page of the gateway or of a bank: what they name is an address for a browser, or nothing.
fn lead_away(page: String) -> Response {
    let safe = page.starts_with("https://") || page.starts_with("http://127.0.0.1:") || page.starts_with("http://localhost:");
    match HeaderValue::from_str(&page) {
        Ok(to) if safe => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        _ => see_other("/"),
    }
}

pub(crate) async fn told(State(front): State<AppState>, head: Parts, body: Bytes) -> Response {
    let desk = front.desk(&head);
    match desk.practice.visitor(desk.origin).gateway_told(&body, text(&head.headers, "stripe-signature")).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(Error::Unexpected(cause)) => {
            tracing::error!(%cause, "what the payment gateway told could not be taken");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
