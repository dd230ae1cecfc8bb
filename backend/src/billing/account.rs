//! **My Account**, and the receipts of all time.

use super::{
    ClientBilling, gateway,
    lines::Names,
    standing,
    table::{
        charges::{self, Asked},
        ledger,
        payments::{self, Model},
        refunds,
    },
};
use crate::{audit::Event, dates, error::Error, in_chart::Within};
use chrono::{DateTime, Utc};
use domain::{
    audit::AuditAct,
    billing::{EntryKind, MyAccount, MyReceipts, PaidPart, Receipt, ReceiptLine, RefundState, Shown, Sorted},
    ids::{ChargeId, PaymentId},
};
use uuid::Uuid;

/// So many stand on a page.
const PAGE: u64 = 25;

impl ClientBilling<'_> {
    /// What was charged, what was paid, and what is open.
    pub async fn overview(&self, shown: Shown, sorted: Sorted, below: Option<ChargeId>) -> Result<MyAccount, Error> {
        let rules = &self.settings.billing;
        let below: Option<(DateTime<Utc>, Uuid)> = match below {
            Some(id) => {
                let row = self.chart.one::<charges::Entity>(id).await?;
                Some((row.served_at, row.id))
            }
            None => None,
        };
        let mut rows = charges::page(&self.chart, Asked { invoiced: true, shown, sorted, below }, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        let names = Names::of(&self.chart, &rows).await?;
        let of = standing(&self.chart, self.zone()).await?;
        let under_way = payments::under_way(&self.chart).await?;
        let page = MyAccount {
            balance_cents: of.balance_cents,
            spoken_for_cents: of.spoken_for_cents,
            last_paid: of.last_paid,
            under_way: under_way.iter().map(|row| self.line(row)).collect(),
            below: rows.last().filter(|_| more).map(|row| ChargeId(row.id)),
            encounters: rows.iter().filter_map(|row| names.encounter(row)).collect(),
            shown,
            sorted,
            cards: if rules.cards { Some(self.cards_on_file().await?) } else { None },
            payments: rules.payments,
            invoices: rules.invoices,
            superbills: rules.superbills,
            frozen: self.chart.row().await?.account_frozen_at.is_some(),
            sandbox: gateway::is_sandbox(&self.client.practice),
            phone: self.settings.help.phone.clone(),
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::AccountOpened)).await?;
        }
        Ok(page)
    }

    /// **Receipts**, the newest first.
    pub async fn receipts(&self, below: Option<PaymentId>) -> Result<MyReceipts, Error> {
        let below = match below {
            Some(id) => {
                let row = self.chart.one::<payments::Entity>(id).await?;
                Some((row.begun_at, row.id))
            }
            None => None,
        };
        let mut rows = payments::of_chart_page(&self.chart, below, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        self.client.record(Event::of(AuditAct::ReceiptOpened).detail(format!("{} listed", rows.len()))).await?;
        Ok(MyReceipts {
            below: rows.last().filter(|_| more).map(|row| PaymentId(row.id)),
            lines: rows.iter().map(|row| self.line(row)).collect(),
        })
    }

    /// One payment: what came of it, and where it went.
    pub async fn receipt(&self, id: PaymentId) -> Result<Receipt, Error> {
        let row = self.chart.one::<payments::Entity>(id).await?;
        let given_back = refunds::of_payment(&self.chart, row.id).await?;
        let given_back = given_back.into_iter().filter(|refund| refund.state.0 == RefundState::Done);
        let receipt = Receipt {
            parts: parts(&self.chart, row.id).await?,
            refunds: given_back
                .map(|refund| (dates::moment(refund.settled_at.unwrap_or(refund.begun_at), self.zone()), refund.amount_cents))
                .collect(),
            practice: self.settings.name.clone(),
            address: self.settings.billing.address.clone(),
            client: self.chart.row().await?.full_name(),
            decline: row.decline.map(|why| why.0),
            balance_cents: standing(&self.chart, self.zone()).await?.balance_cents,
            sandbox: row.gateway_ref.is_some() && gateway::is_sandbox(&self.client.practice),
            mine: row.account_id == Some(self.client.account.id),
            phone: self.settings.help.phone.clone(),
            line: self.line(&row),
        };
        if self.client.origin.by_hand {
            self.client.record(Event::of(AuditAct::ReceiptOpened).subject(id)).await?;
        }
        Ok(receipt)
    }

    fn line(&self, row: &Model) -> ReceiptLine {
        ReceiptLine {
            id: PaymentId(row.id),
            number: row.number,
            at: dates::moment(row.settled_at.unwrap_or(row.begun_at), self.zone()),
            state: row.state.0,
            cents: row.amount_cents,
            refunded_cents: row.refunded_cents,
            how: row.how(),
        }
    }
}

/// What a payment has paid, the oldest first.
async fn parts(chart: &impl Within, payment: Uuid) -> Result<Vec<PaidPart>, Error> {
    let entries = ledger::of_payment(chart, payment).await?;
    let paid: Vec<_> = entries.into_iter().filter(|entry| entry.kind.0 == EntryKind::Payment).collect();
    let rows = charges::of_ids(chart, paid.iter().map(|entry| entry.charge_id).collect()).await?;
    let names = Names::of(chart, &rows).await?;
    let cents = |id: Uuid| paid.iter().filter(|entry| entry.charge_id == id).map(|entry| entry.amount_cents).sum();
    Ok(rows.iter().map(|row| names.part(row, cents(row.id))).collect())
}
