//! What is open and what came in, as files for spreadsheets: exactly what the pages show.

use super::StaffBilling;
use crate::{
    audit::Event,
    error::Error,
    sheets::{Cell, Sheet, Table},
};
use chrono::NaiveDate;
use domain::{
    appointments::{MOST_EXPORTED, SheetKind},
    audit::AuditAct,
    billing::{OpenLine, PaidShown, ReceivedLine, Refusal},
};

impl StaffBilling<'_> {
    pub async fn export_as(
        &self,
        kind: SheetKind,
        shown: PaidShown,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    ) -> Result<Sheet, Error> {
        self.exporting().await?;
        let most = MOST_EXPORTED as u64 + 1;
        let table = if shown == PaidShown::Received {
            came_in(self.received(first, last, None, most).await?)
        } else {
            open(self.open(shown == PaidShown::Overdue, None, most).await?)
        };
        if table.rows.len() > MOST_EXPORTED {
            return Err(Refusal::TooManyRows.into());
        }
        let event = Event::of(AuditAct::BillsExported).detail(format!("{}, {} rows", shown.name(), table.rows.len()));
        self.0.record(event).await?;
        table.write(kind, self.0.practice.clock.now(), self.zone().await?).await
    }
}

fn open(lines: Vec<OpenLine>) -> Table {
    let row = |line: OpenLine| {
        vec![
            Cell::Number(line.number),
            Cell::Text(line.client),
            Cell::Day(line.issued),
            Cell::Day(line.due),
            Cell::Text(if line.overdue { "Overdue".into() } else { String::new() }),
            Cell::Money(line.total_cents),
            Cell::Money(line.balance_cents),
        ]
    };
    Table {
        file: "open-invoices",
        name: "Open invoices",
        heads: vec![("Invoice", 10), ("Client", 28), ("Issued", 12), ("Due", 12), ("State", 12), ("Total", 12), ("Open", 12)],
        rows: lines.into_iter().map(row).collect(),
    }
}

fn came_in(lines: Vec<ReceivedLine>) -> Table {
    let row = |line: ReceivedLine| {
        vec![
            Cell::Number(line.number),
            Cell::Day(line.at.day()),
            Cell::Time(line.at.at.time()),
            Cell::Text(line.client),
            Cell::Text(line.method.label().into()),
            Cell::Text(line.how),
            Cell::Money(line.cents),
            Cell::Money(line.refunded_cents),
        ]
    };
    Table {
        file: "received",
        name: "Received",
        heads: vec![
            ("Receipt", 10),
            ("Date", 12),
            ("Time", 10),
            ("Client", 28),
            ("Method", 18),
            ("How", 24),
            ("Received", 12),
            ("Given back", 12),
        ],
        rows: lines.into_iter().map(row).collect(),
    }
}
