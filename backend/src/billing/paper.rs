//! Invoices and superbills, taken away as PDF.

use super::{ClientBilling, StaffBilling, invoice, table::invoices};
use crate::{
    audit::Event,
    documents::{self, Pdf},
    error::Error,
};
use domain::{
    Act,
    audit::AuditAct,
    billing::BillKind,
    ids::{ChartId, InvoiceId},
};

fn act(kind: BillKind) -> AuditAct {
    match kind {
        BillKind::Invoice => AuditAct::InvoiceDownloaded,
        BillKind::Superbill => AuditAct::SuperbillDownloaded,
    }
}

impl ClientBilling<'_> {
    /// **Invoice**, **Superbill**: where the practice lets clients have them.
    pub async fn paper(&self, id: InvoiceId, kind: BillKind) -> Result<Pdf, Error> {
        let on = match kind {
            BillKind::Invoice => self.settings.billing.invoices,
            BillKind::Superbill => self.settings.billing.superbills,
        };
        if !on {
            return Err(self.chart.not_found("billing.invoice").await);
        }
        let row = self.chart.one::<invoices::Entity>(id).await?;
        let bill = invoice::bill(&self.chart, &self.client.practice, &row, kind).await?;
        let pdf = documents::print_bill(&self.client.practice, bill).await?;
        self.client.record(Event::of(act(kind)).subject(id)).await?;
        Ok(pdf)
    }
}

impl StaffBilling<'_> {
    pub async fn paper(&self, chart: ChartId, id: InvoiceId, kind: BillKind) -> Result<Pdf, Error> {
        let staff = self.0;
        let entered = staff.chart(chart, Act::SeeBilling).await?;
        let row = entered.one::<invoices::Entity>(id).await?;
        let bill = invoice::bill(&entered, &staff.practice, &row, kind).await?;
        let pdf = documents::print_bill(&staff.practice, bill).await?;
        staff.record(Event::of(act(kind)).chart(chart).subject(id)).await?;
        Ok(pdf)
    }
}
