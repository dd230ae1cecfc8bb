//! What stands on pages: charges with the names of what they point at.

use super::table::{charges::Model, invoices};
use crate::{dates, error::Error, in_chart::Within, sign_in};
use chrono::{Duration, NaiveDate};
use domain::{
    billing::{ChargeLine, Encounter, InvoiceLine, PaidPart},
    dates::Moment,
    ids::{ChargeId, InvoiceId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// The names of what charges point at.
pub(super) struct Names {
    people: HashMap<Uuid, String>,
    invoices: HashMap<Uuid, i64>,
}

impl Names {
    pub async fn of(chart: &impl Within, rows: &[Model]) -> Result<Self, Error> {
        let people = sign_in::members(chart.db(), rows.iter().map(|row| row.staff_id).collect()).await?;
        let mut ids: Vec<Uuid> = rows.iter().filter_map(|row| row.invoice_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let invoices = invoices::of_ids(chart, ids).await?;
        Ok(Self {
            people: people.into_iter().map(|member| (member.id, member.signed_name())).collect(),
            invoices: invoices.into_iter().map(|row| (row.id, row.number)).collect(),
        })
    }

    pub fn clinician(&self, row: &Model) -> String {
        self.people.get(&row.staff_id).cloned().unwrap_or_default()
    }

    fn invoice(&self, row: &Model) -> Option<(InvoiceId, i64)> {
        let id = row.invoice_id?;
        Some((InvoiceId(id), *self.invoices.get(&id)?))
    }

    /// As the client sees it: what was invoiced.
    pub fn encounter(&self, row: &Model) -> Option<Encounter> {
        let (invoice, number) = self.invoice(row)?;
        Some(Encounter {
            charge: ChargeId(row.id),
            invoice,
            number,
            at: at(row),
            ends: row.minutes.map(|minutes| dates::moment(row.served_at + Duration::minutes(minutes.into()), dates::zone(&row.zone))),
            code: row.code.clone(),
            description: row.description.clone(),
            clinician: self.clinician(row),
            place: row.location.clone(),
            charged_cents: row.billed_cents,
            payer_cents: row.payer_cents,
            client_cents: row.client_cents,
            adjusted_cents: row.adjusted_cents,
            balance_cents: row.balance_cents,
            voided: row.voided_at.is_some(),
        })
    }

    /// As staff see it.
    pub fn charge(&self, row: &Model, diagnoses: Vec<String>) -> ChargeLine {
        ChargeLine {
            id: ChargeId(row.id),
            at: at(row),
            code: row.code.clone(),
            description: row.description.clone(),
            modifiers: row.modifiers.clone(),
            units: row.units as u8,
            clinician: self.clinician(row),
            place: row.location.clone(),
            diagnoses,
            charged_cents: row.amount_cents,
            payer_cents: row.payer_cents,
            client_cents: row.client_cents,
            adjusted_cents: row.adjusted_cents,
            balance_cents: row.balance_cents,
            invoice: self.invoice(row),
            voided: row.voided_at.is_some(),
        }
    }

    pub fn part(&self, row: &Model, cents: i64) -> PaidPart {
        PaidPart { at: at(row), number: self.invoice(row).map(|(_, number)| number), clinician: self.clinician(row), cents }
    }
}

/// By the clock of its place.
fn at(row: &Model) -> Moment {
    dates::moment(row.served_at, dates::zone(&row.zone))
}

pub(super) fn invoice(row: &invoices::Model, zone: chrono_tz::Tz, today: NaiveDate) -> Result<InvoiceLine, Error> {
    let due = dates::read(&row.due_on)?;
    Ok(InvoiceLine {
        id: InvoiceId(row.id),
        number: row.number,
        issued: dates::moment(row.issued_at, zone),
        due,
        overdue: row.balance_cents > 0 && due < today,
        total_cents: row.total_cents,
        balance_cents: row.balance_cents,
    })
}
