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
    workflows,
};
use chrono::Days;
use domain::{
    audit::AuditAct,
    billing::{Decline, PaymentState},
    notices::TaskKind,
    workflows::OVERDUE_AFTER,
};
use uuid::Uuid;

/// So many in one round.
const AT_ONCE: u64 = 50;
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
        // We were cut off before it was confirmed. It is taken back there first, so that no late word of ours charges it after all.
        if outcome == Outcome::Declined(Decline::NeverArrived) {
            outcome = match gateway.cancel(reference).await {
                Outcome::Declined(_) => outcome,
                heard => heard,
            };
        }
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

    /// On the day on which something is due, whoever pays is told, where the practice wants it; a week later once more, and staff are. Each
    /// once: on that day, or when the program is there again.
    async fn notice_overdue(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let settings = settings::load(practice).await?;
        let today = dates::today(practice.clock.now(), dates::zone(&settings.zone));
        let last = today - Days::new(OVERDUE_AFTER);
        if settings.billing.reminders {
            for (chart, id) in invoices::to_remind(practice.db.read(), last.to_string(), today.to_string(), AT_ONCE).await? {
                self.remind_of_invoice(chart, id).await?;
            }
        }
        for (chart, id) in invoices::to_notice(practice.db.read(), last.to_string(), AT_ONCE).await? {
            self.notice_invoice(chart, id, settings.billing.reminders).await?;
        }
        Ok(())
    }

    async fn remind_of_invoice(&self, chart: Uuid, id: Uuid) -> Result<(), Error> {
        let entered = self.chart(chart);
        let (write, row) = entered.change(None).await?.one::<invoices::Entity>(id).await?;
        if row.reminded_at.is_some() || row.balance_cents == 0 {
            return Ok(());
        }
        invoices::reminded(&write, id).await?;
        workflows::remind_of_invoice(&write, id, due(&row)?, 0).await?;
        write.commit(Event::of(AuditAct::PaymentAsked).subject(id).detail("due")).await?;
        self.practice.ring_for_mail();
        Ok(())
    }

    async fn notice_invoice(&self, chart: Uuid, id: Uuid, reminds: bool) -> Result<(), Error> {
        let entered = self.chart(chart);
        let (write, row) = entered.change(None).await?.one::<invoices::Entity>(id).await?;
        if row.noticed_at.is_some() || row.balance_cents == 0 {
            return Ok(());
        }
        invoices::noticed(&write, id).await?;
        if reminds {
            workflows::remind_of_invoice(&write, id, due(&row)?, 1).await?;
        }
        let task = Task { invoice: Some(id), ..Task::new(TaskKind::InvoiceOverdue, write.chart()) };
        notices::add_task(&self.practice, &write, task).await?;
        write.commit(Event::of(AuditAct::InvoiceOverdue).subject(id)).await?;
        self.practice.ring_for_mail();
        Ok(())
    }
}

fn due(row: &invoices::Model) -> Result<chrono::NaiveDate, Error> {
    row.due_on.parse().map_err(Error::unexpected)
}
