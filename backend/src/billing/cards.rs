//! **Credit/Debit Cards on File**. They belong to whoever pays; exactly one is the default while there is any, and the database holds that.

use super::{
    ClientBilling, gateway,
    table::cards::{self, Model, defaults, new_cards},
};
use crate::{
    audit::Event,
    dates,
    db::Write,
    error::Error,
    in_chart::{Change, Enters, Within},
    practice::Practice,
    sealing::Place,
};
use domain::{
    audit::AuditAct,
    billing::{CardFace, CardLine, Refusal, SandboxCard},
    ids::CardId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

impl ClientBilling<'_> {
    pub(super) fn keeps_cards(&self) -> Result<(), Error> {
        if self.settings.billing.cards { Ok(()) } else { Err(Refusal::CardsOff.into()) }
    }

    /// One's own, the default first.
    pub(super) async fn cards_on_file(&self) -> Result<Vec<CardLine>, Error> {
        let (practice, account) = (&self.client.practice, self.client.account.id);
        let db = practice.db.read();
        let today = dates::today(practice.clock.now(), self.zone());
        let default = defaults::of(db, account).await?;
        let line = |row: Model| {
            let face = row.face();
            CardLine { id: CardId(row.id), is_default: default == Some(row.id), expired: face.has_expired(today), face }
        };
        let mut lines: Vec<CardLine> = cards::of_account(db, account).await?.into_iter().map(line).collect();
        lines.sort_by_key(|line| !line.is_default);
        Ok(lines)
    }

    /// The page.
    pub async fn cards(&self) -> Result<(Vec<CardLine>, bool), Error> {
        if !self.settings.billing.cards {
            return Err(self.chart.not_found("billing.cards").await);
        }
        let lines = self.cards_on_file().await?;
        self.client.record(Event::of(AuditAct::AccountOpened).detail("cards")).await?;
        Ok((lines, gateway::is_sandbox(&self.client.practice)))
    }

    /// **Add a card**, from the sandbox's list; or in place of one, which is then gone.
    pub async fn add_sandbox_card(&self, card: SandboxCard, becomes_default: bool, instead: Option<CardId>) -> Result<CardId, Error> {
        self.keeps_cards()?;
        let practice = &self.client.practice;
        if !gateway::is_sandbox(practice) {
            return Err(self.chart.not_found("billing.card").await);
        }
        self.put_on_file(card.face(), card.name(), becomes_default, instead).await
    }

    /// Puts a card on file, or in place of one.
    pub(super) async fn put_on_file(
        &self,
        face: CardFace,
        token: &str,
        becomes_default: bool,
        instead: Option<CardId>,
    ) -> Result<CardId, Error> {
        let practice = &self.client.practice;
        let (account, id) = (self.client.account.id, practice.randomness.id());
        let write = self.client.write().await?;
        let mut becomes_default = becomes_default;
        if let Some(old) = instead {
            let default = defaults::held(&*write, account).await?;
            if cards::one(&*write, account, old.0).await?.is_none() {
                drop(write);
                return Err(self.chart.not_found("billing.card").await);
            }
            becomes_default = becomes_default || default == Some(old.0);
        }
        let new = new_cards::Model {
            id,
            account_id: account,
            brand: face.brand,
            last4: face.last4,
            month: face.month.into(),
            year: face.year.into(),
            token: Vec::new(),
            saves: true,
            becomes_default,
            made_at: write.at(),
        };
        keep(practice, &write, &new, token).await?;
        if let Some(old) = instead {
            cards::remove(&*write, account, old.0).await?;
        }
        let act = if instead.is_some() { AuditAct::CardChanged } else { AuditAct::CardSaved };
        write.commit(Event::of(act).chart(self.chart.chart()).subject(id)).await?;
        Ok(CardId(id))
    }

    /// Pays with this one from now on, unless another is chosen.
    pub async fn make_default(&self, card: CardId) -> Result<(), Error> {
        self.keeps_cards()?;
        let account = self.client.account.id;
        let write = self.client.write().await?;
        defaults::held(&*write, account).await?;
        if cards::one(&*write, account, card.0).await?.is_none() {
            drop(write);
            return Err(self.chart.not_found("billing.card").await);
        }
        defaults::put(&*write, account, card.0).await?;
        Ok(write.commit(Event::of(AuditAct::CardChanged).chart(self.chart.chart()).subject(card)).await?)
    }

    /// **Remove**. Where it was the default, the oldest of the others is.
    pub async fn remove_card(&self, card: CardId) -> Result<(), Error> {
        self.keeps_cards()?;
        let (practice, account) = (&self.client.practice, self.client.account.id);
        let write = self.client.write().await?;
        let default = defaults::held(&*write, account).await?;
        let all = cards::of_account(&*write, account).await?;
        let Some(row) = all.iter().find(|row| row.id == card.0).cloned() else {
            drop(write);
            return Err(self.chart.not_found("billing.card").await);
        };
        if default == Some(row.id) {
            match all.iter().find(|other| other.id != row.id) {
                Some(other) => defaults::put(&*write, account, other.id).await?,
                None => defaults::remove(&*write, account).await?,
            }
        }
        cards::remove(&*write, account, row.id).await?;
        write.commit(Event::of(AuditAct::CardRemoved).chart(self.chart.chart()).subject(card)).await?;
        let token = practice.sealer.open(Place("cards.token", row.id), &row.token)?;
        gateway::of(practice).forget_card(&String::from_utf8_lossy(&token)).await;
        Ok(())
    }
}

/// Puts a card on file. The first is the default.
pub(super) async fn keep(practice: &Practice, write: &Write, new: &new_cards::Model, token: &str) -> Result<(), Error> {
    let is_first = defaults::held(&**write, new.account_id).await?.is_none();
    let row = Model {
        id: new.id,
        account_id: new.account_id,
        brand: new.brand.clone(),
        last4: new.last4.clone(),
        month: new.month,
        year: new.year,
        token: practice.sealer.seal(Place("cards.token", new.id), token.as_bytes()),
        added_at: write.at(),
    };
    cards::ActiveModel { added_at: Set(row.added_at), ..row.into_active_model().reset_all() }.insert(&**write).await?;
    if is_first || new.becomes_default {
        defaults::put(&**write, new.account_id, new.id).await?;
    }
    Ok(())
}

/// Whether a card is not there any more.
pub(super) async fn is_gone<A: Enters>(write: &Change<'_, A>, account: Uuid, card: CardId) -> Result<bool, Error> {
    let db = write.db();
    Ok(cards::one(db, account, card.0).await?.is_none() && new_cards::one(db, account, card.0).await?.is_none())
}
