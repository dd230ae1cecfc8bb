//! The sandbox: a gateway with which no money moves. It behaves as a card company does, and keeps its own book.

use super::{
    gateway::{Away, Gateway, Outcome, Refunded},
    table::sandbox::{self, Model, refunds},
};
use crate::{error::Error, practice::Practice};
use chrono::Duration;
use domain::billing::{Decline, SandboxCard};
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// So long the slow card takes.
const LATE: Duration = Duration::seconds(60);

const PREPARED: &str = "prepared";
const PAID: &str = "paid";
const WAITS: &str = "waits";
const DECLINED: &str = "declined";
const CANCELLED: &str = "cancelled";

pub struct Sandbox {
    practice: Practice,
}

impl Sandbox {
    pub fn of(practice: Practice) -> Self {
        Self { practice }
    }

    async fn note(&self, key: Uuid, cents: i64, card: &str) -> Result<Result<String, Away>, Error> {
        let reference = format!("sandbox_{}", key.simple());
        let tx = self.practice.db.housekeeping().await?;
        let row = sandbox::ActiveModel {
            reference: Set(reference.clone()),
            key: Set(key.to_string()),
            card: Set(card.to_owned()),
            amount_cents: Set(cents),
            state: Set(PREPARED.into()),
            confirmed_at: Set(None),
        };
        sandbox::put(&*tx, row).await?;
        let known = sandbox::by_key(&*tx, &key.to_string()).await?;
        tx.commit().await?;
        Ok(match known {
            Some(row) if row.amount_cents == cents && row.card == card => Ok(row.reference),
            _ => Err(Away::Reused),
        })
    }

    /// Charges it, if it was not charged before. The second answer is what is heard of it.
    async fn charge(&self, reference: &str) -> Result<Outcome, Error> {
        let tx = self.practice.db.housekeeping().await?;
        let Some(row) = sandbox::by_reference(&*tx, reference).await? else { return Ok(Outcome::Declined(Decline::NeverArrived)) };
        if row.state != PREPARED {
            return Ok(self.seen(&row));
        }
        let (state, heard) = match SandboxCard::from_name(&row.card) {
            Some(SandboxCard::Success | SandboxCard::OtherSuccess) => (PAID, Outcome::Paid),
            Some(SandboxCard::Confirm) => (WAITS, Outcome::Waits),
            Some(SandboxCard::NetworkGone | SandboxCard::Late) => (PAID, Outcome::Unknown),
            _ => (DECLINED, Outcome::Declined(why(&row.card))),
        };
        sandbox::set(&*tx, reference, state, Some(self.practice.clock.now())).await?;
        tx.commit().await?;
        Ok(heard)
    }

    /// What its book says.
    fn seen(&self, row: &Model) -> Outcome {
        let late = row.card == SandboxCard::Late.name() && row.confirmed_at.is_some_and(|at| self.practice.clock.now() < at + LATE);
        match row.state.as_str() {
            PAID if late => Outcome::Unknown,
            PAID => Outcome::Paid,
            WAITS => Outcome::Waits,
            CANCELLED => Outcome::Declined(Decline::NotConfirmed),
            DECLINED => Outcome::Declined(why(&row.card)),
            _ => Outcome::Declined(Decline::NeverArrived),
        }
    }

    async fn look(&self, reference: &str) -> Result<Outcome, Error> {
        let row = sandbox::by_reference(self.practice.db.read(), reference).await?;
        Ok(row.map_or(Outcome::Declined(Decline::NeverArrived), |row| self.seen(&row)))
    }

    async fn settle(&self, reference: &str, state: &str) -> Result<Outcome, Error> {
        let tx = self.practice.db.housekeeping().await?;
        let Some(row) = sandbox::by_reference(&*tx, reference).await? else { return Ok(Outcome::Declined(Decline::NeverArrived)) };
        if [PREPARED, WAITS].contains(&row.state.as_str()) {
            sandbox::set(&*tx, reference, state, Some(self.practice.clock.now())).await?;
            tx.commit().await?;
        }
        self.look(reference).await
    }

    async fn give_back(&self, key: Uuid, reference: &str, cents: i64) -> Result<Refunded, Error> {
        let tx = self.practice.db.housekeeping().await?;
        let key = key.to_string();
        let Some(row) = sandbox::by_reference(&*tx, reference).await?.filter(|row| row.state == PAID) else { return Ok(Refunded::Failed) };
        if refunds::sum_besides(&*tx, reference, &key).await? + cents > row.amount_cents {
            return Ok(Refunded::Failed);
        }
        let row = refunds::ActiveModel { key: Set(key), reference: Set(reference.to_owned()), amount_cents: Set(cents) };
        refunds::put(&*tx, row).await?;
        tx.commit().await?;
        Ok(Refunded::Done)
    }
}

fn why(card: &str) -> Decline {
    match SandboxCard::from_name(card) {
        Some(SandboxCard::NoFunds) => Decline::NoFunds,
        Some(SandboxCard::Expired) => Decline::Expired,
        Some(SandboxCard::Confirm) => Decline::NotConfirmed,
        _ => Decline::Declined,
    }
}

/// What the sandbox itself has trouble with is heard of as a network that is gone.
fn heard(answer: Result<Outcome, Error>) -> Outcome {
    answer.unwrap_or_else(|error| {
        tracing::error!(%error, "the sandbox of payments did not answer");
        Outcome::Unknown
    })
}

impl Gateway for Sandbox {
    fn is_sandbox(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, key: Uuid, cents: i64, card: &'a str) -> BoxFuture<'a, Result<String, Away>> {
        async move { self.note(key, cents, card).await.unwrap_or(Err(Away::Unreachable)) }.boxed()
    }

    fn confirm<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move { heard(self.charge(reference).await) }.boxed()
    }

    fn ask<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move { heard(self.look(reference).await) }.boxed()
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Outcome> {
        async move { heard(self.settle(reference, CANCELLED).await) }.boxed()
    }

    fn answer<'a>(&'a self, reference: &'a str, yes: bool) -> BoxFuture<'a, Outcome> {
        async move { heard(self.settle(reference, if yes { PAID } else { DECLINED }).await) }.boxed()
    }

    fn refund<'a>(&'a self, key: Uuid, reference: &'a str, cents: i64) -> BoxFuture<'a, Refunded> {
        async move { self.give_back(key, reference, cents).await.unwrap_or(Refunded::Unknown) }.boxed()
    }

    fn forget_card<'a>(&'a self, _card: &'a str) -> BoxFuture<'a, ()> {
        async {}.boxed()
    }
}
