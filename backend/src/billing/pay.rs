//! **Pay Now**: how much, with which card, looked over, and done once.

use super::{
    ClientBilling, books, cards, gateway,
    gateway::Away,
    lines::Names,
    settle::{self, ASK_AFTER},
    table::{
        cards::{defaults, new_cards},
        charges, payments,
    },
};
use crate::{
    audit::Event,
    dates,
    error::{Error, taken},
    in_chart::Within,
    sealing::Place,
    stored::By,
};
use domain::{
    audit::AuditAct,
    billing::{CardFace, ChosenCard, Method, PaidPart, PayAsk, PayPage, PaymentState, Refusal, SandboxCard, Step, allocate, may_pay},
    ids::{CardId, PaymentId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// A card that was found for its holder, with what the gateway calls it.
struct Found {
    chosen: ChosenCard,
    token: String,
}

impl ClientBilling<'_> {
    pub(super) fn takes_payments(&self) -> Result<(), Error> {
        if self.settings.billing.payments { Ok(()) } else { Err(Refusal::PaymentsOff.into()) }
    }

    /// The page, in the step that the address has come to.
    pub async fn paying(&self, ask: PayAsk) -> Result<PayPage, Error> {
        if !self.settings.billing.payments {
            return Err(self.chart.not_found("billing.pay").await);
        }
        let practice = &self.client.practice;
        let (balance, spoken_for) = books::invoiced_and_spoken_for(&self.chart).await?;
        let free = balance - spoken_for;
        let (cents, wrong) = match ask.cents(free) {
            None => (None, None),
            Some(Ok(cents)) => (Some(cents), None),
            Some(Err(wrong)) => (None, Some(wrong)),
        };
        let chosen = match ask.card {
            Some(card) if !ask.other => self.card(card).await?.map(|found| found.chosen),
            _ => None,
        };
        let expired = chosen.as_ref().is_some_and(|card| card.face.has_expired(dates::today(practice.clock.now(), self.zone())));
        let gone = ask.card.is_some() && !ask.other && chosen.is_none();
        let wrong = wrong.or(expired.then_some(Refusal::CardExpired)).or((gone && cents.is_some()).then_some(Refusal::CardGone));
        let step = match (cents, &chosen) {
            (None, _) => Step::Amount,
            (Some(_), Some(_)) if !expired => Step::Review,
            (Some(_), _) => Step::Card,
        };
        let open = charges::open(&self.chart, true).await?;
        let lines = match cents {
            Some(cents) => self.parts(&open, cents).await?,
            None => Vec::new(),
        };
        let page = PayPage {
            step,
            balance_cents: balance,
            free_cents: free,
            cents: cents.unwrap_or_default(),
            wrong,
            lines,
            cards: if self.settings.billing.cards { self.cards_on_file().await? } else { Vec::new() },
            keeps: self.settings.billing.cards,
            chosen,
            key: PaymentId(practice.randomness.id()),
            sandbox: gateway::is_sandbox(practice),
            phone: self.settings.help.phone.clone(),
            ask,
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::PayingOpened).detail(step.name())).await?;
        }
        Ok(page)
    }

    /// What so much would pay, the oldest first.
    async fn parts(&self, open: &[charges::Model], cents: i64) -> Result<Vec<PaidPart>, Error> {
        let Ok(parts) = allocate(&charges::parts(open), cents) else { return Ok(Vec::new()) };
        let names = Names::of(&self.chart, open).await?;
        let row = |id: Uuid| open.iter().find(|row| row.id == id);
        Ok(parts.iter().filter_map(|part| Some(names.part(row(part.charge)?, part.cents))).collect())
    }

    /// **New card**: picked from the sandbox's list. No number is ever typed here.
    pub async fn choose_sandbox_card(&self, card: SandboxCard, saves: bool, becomes_default: bool) -> Result<CardId, Error> {
        self.takes_payments()?;
        if !gateway::is_sandbox(&self.client.practice) {
            return Err(self.chart.not_found("billing.card").await);
        }
        let saves = saves && self.settings.billing.cards;
        self.choose(card.face(), card.name(), saves, saves && becomes_default).await
    }

    pub(super) async fn choose(&self, face: CardFace, token: &str, saves: bool, becomes_default: bool) -> Result<CardId, Error> {
        let practice = &self.client.practice;
        let id = practice.randomness.id();
        let write = self.client.write().await?;
        new_cards::ActiveModel {
            id: Set(id),
            account_id: Set(self.client.account.id),
            brand: Set(face.brand),
            last4: Set(face.last4),
            month: Set(face.month.into()),
            year: Set(face.year.into()),
            token: Set(practice.sealer.seal(Place("new_cards.token", id), token.as_bytes())),
            saves: Set(saves),
            becomes_default: Set(becomes_default),
            made_at: Set(write.at()),
        }
        .insert(&*write)
        .await?;
        write.commit(Event::of(AuditAct::CardChosen).chart(self.chart.chart())).await?;
        Ok(CardId(id))
    }

    /// Of this account, on file or new.
    async fn card(&self, id: CardId) -> Result<Option<Found>, Error> {
        let (practice, account) = (&self.client.practice, self.client.account.id);
        let db = practice.db.read();
        if let Some(row) = super::table::cards::one(db, account, id.0).await? {
            if !self.settings.billing.cards {
                return Ok(None);
            }
            let token = String::from_utf8_lossy(&practice.sealer.open(Place("cards.token", row.id), &row.token)?).into_owned();
            let is_default = defaults::of(db, account).await? == Some(row.id);
            let chosen = ChosenCard { id, face: row.face(), is_default, saves: false, is_new: false };
            return Ok(Some(Found { chosen, token }));
        }
        let Some(row) = new_cards::one(db, account, id.0).await? else { return Ok(None) };
        let token = String::from_utf8_lossy(&practice.sealer.open(Place("new_cards.token", row.id), &row.token)?).into_owned();
        let chosen = ChosenCard { id, face: row.face(), is_default: row.becomes_default, saves: row.saves, is_new: true };
        Ok(Some(Found { chosen, token }))
    }

    /// Pays so much with that card, once under this key, whatever is sent again. What came of it stands on the page of the payment.
    pub async fn pay(&self, key: PaymentId, cents: i64, card: CardId) -> Result<PaymentId, Error> {
        self.takes_payments()?;
        let practice = &self.client.practice;
        if let Some(row) = self.chart.find::<payments::Entity>(key.0).await? {
            return self.known(&row, cents);
        }
        let found = self.card(card).await?.ok_or(Refusal::CardGone)?;
        if found.chosen.face.has_expired(dates::today(practice.clock.now(), self.zone())) {
            return Err(Refusal::CardExpired.into());
        }
        let (balance, spoken_for) = books::invoiced_and_spoken_for(&self.chart).await?;
        may_pay(cents, balance, spoken_for)?;
        let gateway = gateway::of(practice);
        let reference = match gateway.prepare(key.0, cents, &found.token).await {
            Ok(reference) => reference,
            Err(Away::Reused) => return Err(Refusal::KeyReused.into()),
            Err(Away::Unreachable) => return Err(Refusal::GatewayAway.into()),
        };
        match self.begin(key, cents, &found, &reference).await {
            Ok(true) => {}
            // Somebody sent the same a moment before: they charge it, and both read what came of it.
            Ok(false) => return Ok(key),
            Err(error) => {
                if self.chart.find::<payments::Entity>(key.0).await?.is_none() {
                    gateway.cancel(&reference).await;
                }
                return Err(error);
            }
        }
        let outcome = gateway.confirm(&reference).await;
        settle::settle(&self.chart, key.0, outcome).await?;
        Ok(key)
    }

    /// Begun before, under the same key.
    fn known(&self, row: &payments::Model, cents: i64) -> Result<PaymentId, Error> {
        match row.amount_cents == cents && row.account_id == Some(self.client.account.id) {
            true => Ok(PaymentId(row.id)),
            false => Err(Refusal::KeyReused.into()),
        }
    }

    /// Commits that it is begun: from here on so much of the balance is spoken for. `false` where it was begun already.
    async fn begin(&self, key: PaymentId, cents: i64, found: &Found, reference: &str) -> Result<bool, Error> {
        let write = self.chart.change(None).await?;
        if let Some(row) = write.find::<payments::Entity>(key.0).await? {
            return self.known(&row, cents).map(|_| false);
        }
        let (balance, spoken_for) = books::invoiced_and_spoken_for(&write).await?;
        may_pay(cents, balance, spoken_for)?;
        // It may have been taken off file in another tab.
        if cards::is_gone(&write, self.client.account.id, found.chosen.id).await? {
            return Err(Refusal::CardGone.into());
        }
        let begun = payments::ActiveModel {
            id: Set(key.0),
            chart_id: Set(write.chart()),
            number: Set(None),
            method: Set(By(Method::Online)),
            state: Set(By(PaymentState::Pending)),
            amount_cents: Set(cents),
            account_id: Set(Some(self.client.account.id)),
            staff_id: Set(None),
            card_brand: Set(Some(found.chosen.face.brand.clone())),
            card_last4: Set(Some(found.chosen.face.last4.clone())),
            gateway_ref: Set(Some(reference.to_owned())),
            card_id: Set(Some(found.chosen.id.0)),
            decline: Set(None),
            note: Set(None),
            begun_at: Set(write.at()),
            settled_at: Set(None),
            // If nobody comes back from the gateway, it is asked.
            ask_at: Set(Some(write.at() + ASK_AFTER)),
            ..Default::default()
        };
        begun.insert(write.db()).await.map_err(taken(Refusal::KeyReused))?;
        write.commit(Event::of(AuditAct::PaymentBegun).subject(key)).await?;
        Ok(true)
    }

    /// What the payer tells their bank, on the page that the sandbox shows in its place.
    pub async fn answer_bank(&self, id: PaymentId, yes: bool) -> Result<(), Error> {
        let row = self.chart.one::<payments::Entity>(id).await?;
        if row.account_id != Some(self.client.account.id) {
            return Err(self.chart.not_found("billing.payment").await);
        }
        let (PaymentState::Waits, Some(reference)) = (row.state.0, &row.gateway_ref) else { return Err(Refusal::NothingToConfirm.into()) };
        let outcome = gateway::of(&self.client.practice).answer(reference, yes).await;
        settle::settle(&self.chart, row.id, outcome).await?;
        Ok(())
    }
}
