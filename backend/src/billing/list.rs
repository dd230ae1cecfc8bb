//! `/office/billing`: what is open, the first due first; what came in, the newest first.

use super::{
    StaffBilling,
    table::{
        invoices,
        payments::{self, Between},
    },
};
use crate::{appointments::begins, audit::Event, charts, dates, error::Error};
use chrono::{Days, NaiveDate};
use domain::{
    Act,
    audit::AuditAct,
    billing::{OfficeBilling, OpenLine, PaidShown, ReceivedLine},
    ids::{ChartId, InvoiceId, PaymentId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand on a page.
const PAGE: u64 = 50;

impl StaffBilling<'_> {
    /// Of everybody: it is the work of those who do it for the whole practice.
    async fn of_everybody(&self) -> Result<(), Error> {
        let staff = self.0;
        staff.may(Act::ManageBilling, "billing").await?;
        if staff.clinicians_for(Act::ManageBilling).is_none() { Ok(()) } else { Err(staff.not_found("billing", None).await) }
    }

    pub async fn list(
        &self,
        shown: PaidShown,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
        below: Option<String>,
    ) -> Result<OfficeBilling, Error> {
        self.of_everybody().await?;
        let below = below.and_then(|id| id.parse::<Uuid>().ok());
        let mut page = OfficeBilling { shown, first, last, open: Vec::new(), received: Vec::new(), below: None };
        if shown == PaidShown::Received {
            page.received = self.received(first, last, below, PAGE + 1).await?;
            page.below = (page.received.len() as u64 > PAGE).then(|| page.received[PAGE as usize - 1].id.to_string());
            page.received.truncate(PAGE as usize);
        } else {
            page.open = self.open(shown == PaidShown::Overdue, below, PAGE + 1).await?;
            page.below = (page.open.len() as u64 > PAGE).then(|| page.open[PAGE as usize - 1].id.to_string());
            page.open.truncate(PAGE as usize);
        }
        self.0.record(Event::of(AuditAct::BillsListed).detail(shown.name())).await?;
        Ok(page)
    }

    pub(super) async fn open(&self, overdue: bool, below: Option<Uuid>, many: u64) -> Result<Vec<OpenLine>, Error> {
        let db = self.0.practice.db.read();
        let zone = self.zone().await?;
        let today = dates::today(self.0.practice.clock.now(), zone);
        let below = match below {
            Some(id) => invoices::place_of(db, id).await?,
            None => None,
        };
        let rows = invoices::open(db, overdue.then(|| today.to_string()), below, many).await?;
        let names = self.names(rows.iter().map(|row| row.chart_id)).await?;
        let line = |row: invoices::Model| {
            let due = dates::read(&row.due_on)?;
            Ok(OpenLine {
                id: InvoiceId(row.id),
                number: row.number,
                chart: ChartId(row.chart_id),
                client: names.get(&row.chart_id).cloned().unwrap_or_default(),
                issued: dates::day(row.issued_at, zone),
                due,
                overdue: due < today,
                total_cents: row.total_cents,
                balance_cents: row.balance_cents,
            })
        };
        rows.into_iter().map(line).collect()
    }

    pub(super) async fn received(
        &self,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
        below: Option<Uuid>,
        many: u64,
    ) -> Result<Vec<ReceivedLine>, Error> {
        let db = self.0.practice.db.read();
        let zone = self.zone().await?;
        let below = match below {
            Some(id) => payments::place_of(db, id).await?,
            None => None,
        };
        let between = Between { from: first.map(|day| begins(day, zone)), before: last.map(|day| begins(day + Days::new(1), zone)) };
        let rows = payments::received(db, between, below, many).await?;
        let names = self.names(rows.iter().map(|row| row.chart_id)).await?;
        let line = |row: payments::Model| ReceivedLine {
            id: PaymentId(row.id),
            number: row.number.unwrap_or_default(),
            chart: ChartId(row.chart_id),
            client: names.get(&row.chart_id).cloned().unwrap_or_default(),
            at: dates::moment(row.settled_at.unwrap_or(row.begun_at), zone),
            method: row.method.0,
            how: row.how(),
            cents: row.amount_cents,
            refunded_cents: row.refunded_cents,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    async fn names(&self, charts: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Error> {
        let mut ids: Vec<Uuid> = charts.collect();
        ids.sort_unstable();
        ids.dedup();
        let rows = charts::by_ids(self.0.practice.db.read(), ids).await?;
        Ok(rows.into_iter().map(|chart| (chart.id, chart.listed_name())).collect())
    }

    pub(super) async fn exporting(&self) -> Result<(), Error> {
        self.of_everybody().await
    }
}
