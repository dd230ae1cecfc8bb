//! What is done by itself about money: asking after payments and refunds of which nothing is known, and noticing what is overdue.

use super::{
    gateway,
    gateway::Outcome,
    refund, settle,
    settle::WAITS_FOR,
    table::{invoices, payments, refunds},
};
use crate::{
    audit::Event,
    dates,
    error::Error,
    in_chart::Within,
    notices::{self, Task},
    settings,
    system::System,
};
use chrono::Days;
use domain::{audit::AuditAct, billing::PaymentState, notices::TaskKind};
use uuid::Uuid;

/// So many in one round.
const AT_ONCE: u64 = 50;
/// So many days after it was due staff are told, once.
const OVERDUE_AFTER: u64 = 7;

impl System {
    /// Asks the gateway about what is in doubt. Nothing is ever charged here.
    pub async fn mind_payments(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let now = practice.clock.now();
        for (chart, id) in payments::due(practice.db.read(), now, AT_ONCE).await? {
            if let Err(error) = self.ask_after_payment(chart, id).await {
                tracing::error!(payment = %id, %error, "a payment could not be asked after");
            }
        }
        for (chart, id) in refunds::due(practice.db.read(), now, AT_ONCE).await? {
            if let Err(error) = self.ask_after_refund(chart, id).await {
                tracing::error!(refund = %id, %error, "a refund could not be asked after");
            }
        }
        self.notice_overdue().await
    }

    async fn ask_after_payment(&self, chart: Uuid, id: Uuid) -> Result<(), Error> {
        let entered = self.chart(chart);
        let row = entered.one::<payments::Entity>(id).await?;
        let Some(reference) = &row.gateway_ref else { return Ok(()) };
        let gateway = gateway::of(&self.practice);
        let mut outcome = gateway.ask(reference).await;
        // A bank that waited for its customer in vain waits no longer.
        let too_long = self.practice.clock.now() >= row.begun_at + WAITS_FOR;
        if outcome == Outcome::Waits && row.state.0 == PaymentState::Waits && too_long {
            outcome = gateway.cancel(reference).await;
        }
        settle::settle(&entered, id, outcome).await.map(drop)
    }

    /// The same key again: one that was given back already is not given back twice.
    async fn ask_after_refund(&self, chart: Uuid, id: Uuid) -> Result<(), Error> {
        let entered = self.chart(chart);
        let row = entered.one::<refunds::Entity>(id).await?;
        let payment = entered.one::<payments::Entity>(row.payment_id).await?;
        let Some(reference) = &payment.gateway_ref else { return Ok(()) };
        let heard = gateway::of(&self.practice).refund(row.id, reference, row.amount_cents).await;
        refund::settle(&entered, id, heard).await.map(drop)
    }

    /// What is open a week after it was due goes to the To-do, once: on that day, or when the program is there again.
    async fn notice_overdue(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let zone = dates::zone(&settings::load(practice).await?.zone);
        let last = dates::today(practice.clock.now(), zone) - Days::new(OVERDUE_AFTER);
        for (chart, id) in invoices::to_notice(practice.db.read(), last.to_string(), AT_ONCE).await? {
            let entered = self.chart(chart);
            let (write, row) = entered.change(None).await?.one::<invoices::Entity>(id).await?;
            if row.noticed_at.is_some() || row.balance_cents == 0 {
                continue;
            }
            invoices::noticed(&write, id).await?;
            let task = Task { invoice: Some(id), ..Task::new(TaskKind::InvoiceOverdue, write.chart()) };
            notices::add_task(practice, &write, task).await?;
            write.commit(Event::of(AuditAct::InvoiceOverdue).subject(id)).await?;
        }
        Ok(())
    }
}
