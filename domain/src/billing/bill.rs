//! What stands on an invoice and on a superbill. It is frozen when the invoice is issued; what was paid since is added where it is read.

use super::PlaceOfService;
use crate::{dates::DateOrder, ids::ChargeId, named::named};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

named! {
    pub enum BillKind {
        Invoice "invoice",
        /// For the client's insurance.
        Superbill "superbill",
    }
}

/// One of either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Of this layout, from 1.
    pub layout: u8,
    pub kind: BillKind,
    pub number: i64,
    pub practice: String,
    pub address: String,
    pub phone: Option<String>,
    pub tax_id: Option<String>,
    pub npi: Option<String>,
    pub client: String,
    pub born: NaiveDate,
    pub client_address: Vec<String>,
    pub chart_number: i64,
    pub issued_at: DateTime<Utc>,
    pub due: NaiveDate,
    /// In which times and days are printed.
    pub zone: String,
    pub dates: DateOrder,
    pub lines: Vec<BillLine>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillLine {
    pub charge: ChargeId,
    pub at: DateTime<Utc>,
    pub zone: String,
    pub minutes: Option<u16>,
    pub code: String,
    pub modifiers: String,
    pub units: u8,
    pub description: String,
    pub place: PlaceOfService,
    pub location: String,
    /// "F41.1 Generalized anxiety disorder"
    pub diagnoses: Vec<String>,
    /// With credentials.
    pub clinician: String,
    pub npi: Option<String>,
    pub charged_cents: i64,
    pub payer_cents: i64,
    pub client_cents: i64,
    pub adjusted_cents: i64,
}

impl BillLine {
    pub fn paid_cents(&self) -> i64 {
        self.payer_cents + self.client_cents
    }

    pub fn balance_cents(&self) -> i64 {
        self.charged_cents - self.paid_cents() - self.adjusted_cents
    }
}

impl Bill {
    pub fn charged_cents(&self) -> i64 {
        self.lines.iter().map(|line| line.charged_cents).sum()
    }

    pub fn sum(&self, of: fn(&BillLine) -> i64) -> i64 {
        self.lines.iter().map(of).sum()
    }

    /// "Invoice 1057, November 13, 2026"
    pub fn title(&self, issued: NaiveDate) -> String {
        let kind = match self.kind {
            BillKind::Invoice => "Invoice",
            BillKind::Superbill => "Superbill",
        };
        format!("{kind} {}, {}", self.number, self.dates.day(issued))
    }

    /// The bytes that are kept, and attached to the paper.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data always has a JSON form")
    }
}
