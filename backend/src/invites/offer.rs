//! A chart offered to an account that is there already: it opens once its signed-in holder passes that chart's identity
//! check. A mistyped address opens nothing (TN-12).

use super::{
    registration::{cause, read_typed},
    table::{grants, invites},
};
use crate::{
    actors::Holder,
    audit::Event,
    charts, dates,
    db::Write,
    error::Error,
    events::Happening,
    notices::{self, Task},
    practice::Practice,
    sign_in::Account,
};
use domain::{
    audit::AuditAct,
    events::EventKind,
    ids::GrantId,
    invites::{MOST_FAILURES, OfferPage, Refusal, check_identity, check_link},
    notices::TaskKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

/// Offers what somebody is invited to, to the account that their address has.
pub(super) async fn offer_to(practice: &Practice, write: &Write, grant: grants::Model, account: &Account) -> Result<grants::Model, Error> {
    refuse_twice(practice, write, grant.chart_id, account.id).await?;
    Ok(grants::ActiveModel { account_id: Set(Some(account.id)), ..grant.into_active_model() }.update(&**write).await?)
}

/// An account has one grant of a chart.
pub(super) async fn refuse_twice(practice: &Practice, write: &Write, chart: Uuid, account: Uuid) -> Result<(), Error> {
    let held = grants::living_of_account(&**write, account, practice.clock.now()).await?;
    if held.iter().any(|grant| grant.chart_id == chart) { Err(Refusal::HasAccess.into()) } else { Ok(()) }
}

impl Holder {
    /// What is offered to this account and waits for its holder.
    pub async fn offers(&self) -> Result<Vec<GrantId>, Error> {
        let found = grants::offered_to(self.practice.db.read(), self.account.id, self.practice.clock.now()).await?;
        Ok(found.into_iter().map(|grant| GrantId(grant.id)).collect())
    }

    /// The page that asks whose record it is. It names nobody, until that was confirmed.
    pub async fn offer(&self, id: GrantId) -> Result<OfferPage, Error> {
        let db = self.practice.db.read();
        let settings = self.practice_settings().await?;
        let (practice, rule) = (settings.name, settings.access.identity);
        let page = |confirmed| OfferPage { practice, grant: id, name: self.account.full_name(), rule, confirmed };
        if let Some(grant) = self.confirmed(id).await? {
            let chart = charts::by_id(db, grant.chart_id).await?.ok_or(Error::NotFound)?;
            let opened = Event::of(AuditAct::OfferOpened).chart(grant.chart_id).subject(grant.id);
            self.record(opened.detail("confirmed before")).await?;
            return Ok(page(Some(chart.called())));
        }
        let grant = match self.offered(db, id).await {
            Ok(grant) => grant,
            Err(error) => return Err(self.missed(error).await),
        };
        let link = invites::newest(db, grant.id).await?.ok_or(Error::NotFound)?;
        check_link(link.facts(), self.practice.clock.now())?;
        self.record(Event::of(AuditAct::OfferOpened).chart(grant.chart_id).subject(grant.id)).await?;
        Ok(page(None))
    }

    /// Compares what was typed with the chart. Five failures lock the offer and tell staff.
    pub async fn confirm_offer(&self, id: GrantId, last_name: &str, birth_date: &str) -> Result<(), Error> {
        let settings = self.practice_settings().await?;
        let (today, rule) = (dates::today(self.practice.clock.now(), dates::zone(&settings.zone)), settings.access.identity);
        let date = read_typed(rule, last_name, birth_date, today).map_err(Error::Refused)?;
        let write = self.write().await?;
        let grant = match self.offered(&*write, id).await {
            Ok(grant) => grant,
            Err(error) => {
                drop(write);
                // Sent twice, or in two windows.
                return Err(if self.confirmed(id).await?.is_some() { Refusal::LinkUsed.into() } else { self.missed(error).await });
            }
        };
        let link = invites::standing(&*write, grant.id).await?.ok_or(Refusal::LinkRevoked)?;
        let now = self.practice.clock.now();
        check_link(link.facts(), now)?;
        let chart = charts::by_id(&*write, grant.chart_id).await?.ok_or(Error::NotFound)?;
        let (chart_id, grant_id) = (grant.chart_id, grant.id);
        match check_identity(rule, last_name, Some(date), &chart.last_name, chart.born()?) {
            Ok(()) => {
                invites::ActiveModel { used_at: Set(Some(now)), ..link.into_active_model() }.update(&*write).await?;
                grants::ActiveModel { registered_at: Set(Some(now)), ..grant.into_active_model() }.update(&*write).await?;
                write.tell(Happening::of(EventKind::AccessChanged).chart(chart_id).subject(grant_id));
                Ok(write.commit(Event::of(AuditAct::OfferConfirmed).chart(chart_id).subject(grant_id)).await?)
            }
            Err(mismatch) => {
                let failures = link.failures + 1;
                let locks = failures >= MOST_FAILURES;
                invites::ActiveModel { failures: Set(failures), locked_at: Set(locks.then_some(now)), ..link.into_active_model() }
                    .update(&*write)
                    .await?;
                if locks {
                    let task = Task { owner: chart.primary_clinician_id, ..Task::new(TaskKind::LockedRegistration, chart_id) };
                    notices::add_task(&self.practice, &write, task).await?;
                }
                let act = if locks { AuditAct::InviteLocked } else { AuditAct::IdentityFailed };
                write.commit(Event::of(act).chart(chart_id).subject(grant_id).detail(cause(mismatch))).await?;
                Err(if locks { Refusal::LinkLocked } else { Refusal::IdentityMismatch }.into())
            }
        }
    }

    async fn offered(&self, db: &impl ConnectionTrait, id: GrantId) -> Result<grants::Model, Error> {
        let found = grants::offered_to(db, self.account.id, self.practice.clock.now()).await?;
        found.into_iter().find(|grant| grant.id == id.0).ok_or(Error::NotFound)
    }

    /// What this account has confirmed and may open.
    async fn confirmed(&self, id: GrantId) -> Result<Option<grants::Model>, Error> {
        let open = grants::open_of_account(self.practice.db.read(), self.account.id, self.practice.clock.now()).await?;
        Ok(open.into_iter().find(|grant| grant.id == id.0))
    }

    /// What is not there leaves a row.
    async fn missed(&self, error: Error) -> Error {
        match error {
            Error::NotFound => self.not_found("offer").await,
            error => error,
        }
    }
}
