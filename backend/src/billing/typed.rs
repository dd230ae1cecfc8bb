//! Cards that are typed at the gateway, and what the gateway tells by itself.

use super::{
    ClientBilling, gateway, settle,
    table::{cards as card_rows, events, payments},
};
use crate::{actors::Visitor, audit::Event, error::Error, sealing::Place};
use domain::{
    audit::AuditAct,
    billing::{PaymentState, Refusal},
    ids::{CardId, PaymentId},
};
use gateway::HeldCard;

impl ClientBilling<'_> {
    /// The gateway's own page for a new card, which leads back to one of these.
    pub async fn card_page(&self, back: &str, cancel: &str) -> Result<String, Error> {
        let practice = &self.client.practice;
        if !self.settings.billing.payments && !self.settings.billing.cards || gateway::is_sandbox(practice) {
            return Err(self.chart.not_found("billing.card").await);
        }
        let (account, once) = (self.client.account.id, practice.randomness.id());
        let page = gateway::of(practice).card_page(account, once, back, cancel).await.map_err(|_| Refusal::GatewayAway)?;
        self.client.record(Event::of(AuditAct::PayingOpened).detail("card")).await?;
        Ok(page)
    }

    async fn typed(&self, session: &str) -> Result<HeldCard, Error> {
        let found = gateway::of(&self.client.practice).card_of(self.client.account.id, session).await;
        match found.map_err(|_| Refusal::GatewayAway)? {
            Some(card) => Ok(card),
            None => Err(self.chart.not_found("billing.card").await),
        }
    }

    /// The card that was typed there, to be paid with.
    pub async fn pay_with_typed_card(&self, session: &str, saves: bool, becomes_default: bool) -> Result<CardId, Error> {
        self.takes_payments()?;
        let HeldCard { face, token } = self.typed(session).await?;
        let saves = saves && self.settings.billing.cards;
        self.choose(face, &token, saves, saves && becomes_default).await
    }

    /// The same, to be kept on file. Led there once more, it is the same card.
    pub async fn keep_typed_card(&self, session: &str, becomes_default: bool, instead: Option<CardId>) -> Result<CardId, Error> {
        self.keeps_cards()?;
        let HeldCard { face, token } = self.typed(session).await?;
        let practice = &self.client.practice;
        for row in card_rows::of_account(practice.db.read(), self.client.account.id).await? {
            if practice.sealer.open(Place("cards.token", row.id), &row.token)? == token.as_bytes() {
                return Ok(CardId(row.id));
            }
        }
        self.put_on_file(face, &token, becomes_default, instead).await
    }

    /// Where the payer's bank asks them.
    pub async fn bank_page(&self, id: PaymentId) -> Result<String, Error> {
        let row = self.own_payment(id).await?;
        self.client.record(Event::of(AuditAct::PayingOpened).subject(id).detail("to the bank")).await?;
        let (PaymentState::Waits, Some(reference)) = (row.state.0, &row.gateway_ref) else { return Err(Refusal::NothingToConfirm.into()) };
        gateway::of(&self.client.practice).bank_page(reference).await.ok_or(Refusal::GatewayAway.into())
    }

    /// The payer is back from their bank: what came of it is asked, and nothing is charged.
    pub async fn back_from_bank(&self, id: PaymentId) -> Result<(), Error> {
        let row = self.own_payment(id).await?;
        self.client.record(Event::of(AuditAct::PayingOpened).subject(id).detail("from the bank")).await?;
        let Some(reference) = row.gateway_ref.as_ref().filter(|_| row.settled_at.is_none()) else { return Ok(()) };
        let outcome = gateway::of(&self.client.practice).ask(reference).await;
        settle::settle(&self.chart, row.id, outcome).await?;
        Ok(())
    }

    async fn own_payment(&self, id: PaymentId) -> Result<payments::Model, Error> {
        let row = self.chart.one::<payments::Entity>(id).await?;
        if row.account_id != Some(self.client.account.id) {
            return Err(self.chart.not_found("billing.payment").await);
        }
        Ok(row)
    }
}

impl Visitor {
    /// What came in from the gateway. An event is taken once; of its payment what became of it is then asked, by the job that asks after
    /// what is in doubt. So nothing depends on the order, the age or the truth of what was told (T35).
    pub async fn gateway_told(&self, payload: &[u8], signature: &str) -> Result<(), Error> {
        let practice = &self.practice;
        let now = practice.clock.now();
        let Some(told) = gateway::of(practice).told(payload, signature, now) else {
            tracing::warn!("what came in for payments is not signed by our gateway, or is old");
            return Err(Error::NotFound);
        };
        let tx = practice.db.housekeeping().await?;
        if events::take(&*tx, &told.event, now).await?
            && let Some(payment) = told.payment
        {
            payments::ask_later(&*tx, payment, now).await?;
        }
        Ok(tx.commit().await?)
    }
}
