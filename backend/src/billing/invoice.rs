//! Invoices: charges that are sent to the client, frozen as they stand then.

use super::{
    StaffBilling,
    charge::diagnoses_of,
    table::{
        charges,
        fees::providers,
        invoices::{self, Model},
    },
};
use crate::{
    audit::Event, dates, error::Error, events::Happening, in_chart::Within, practice::Practice, sealing::Place, settings, sign_in,
};
use chrono::Days;
use domain::{
    Act,
    audit::AuditAct,
    billing::{Bill, BillKind, BillLine, PlaceOfService, Refusal},
    charts::PostalAddress,
    events::EventKind,
    ids::{ChargeId, ChartId, InvoiceId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashMap;
use uuid::Uuid;

impl StaffBilling<'_> {
    /// **Invoice**: these charges, or all that wait for one. From then on the client sees them.
    pub async fn invoice(&self, chart: ChartId, chosen: &[ChargeId]) -> Result<InvoiceId, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::ManageBilling).await?;
        let settings = staff.practice_settings().await?;
        let zone = dates::zone(&settings.zone);
        let write = chart.change(None).await?;
        let mut rows = charges::not_invoiced(&write).await?;
        if !chosen.is_empty() {
            rows.retain(|row| chosen.contains(&ChargeId(row.id)));
        }
        // What was chosen may be invoiced since, in another tab.
        if rows.is_empty() || (!chosen.is_empty() && rows.len() != chosen.len()) {
            return Err(Refusal::NothingToInvoice.into());
        }
        let (id, practice) = (write.practice().randomness.id(), write.practice());
        let number = settings::take_invoice_number(&write).await?;
        let due = dates::day(write.at(), zone) + Days::new(settings.billing.due_days.into());
        let row = write.row();
        let bill = Bill {
            layout: 1,
            kind: BillKind::Invoice,
            number,
            practice: settings.name.clone(),
            address: settings.billing.address.clone(),
            phone: settings.help.phone.clone(),
            tax_id: settings.billing.tax_id.clone(),
            npi: settings.billing.npi.clone(),
            client: row.full_name(),
            born: row.born()?,
            client_address: address(&row.address),
            chart_number: row.number,
            issued_at: write.at(),
            due,
            zone: settings.zone.clone(),
            dates: settings.dates,
            lines: lines(practice, write.db(), &rows).await?,
        };
        invoices::ActiveModel {
            id: Set(id),
            chart_id: Set(write.chart()),
            number: Set(number),
            issued_at: Set(write.at()),
            issued_by: Set(staff.member.id),
            due_on: Set(due.to_string()),
            total_cents: Set(rows.iter().map(|row| row.billed_cents).sum()),
            balance_cents: Set(rows.iter().map(|row| row.balance_cents).sum()),
            reminded_at: Set(None),
            noticed_at: Set(None),
            paper: Set(practice.sealer.seal_value(Place("invoices.paper", id), &bill)),
        }
        .insert(write.db())
        .await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        if charges::put_on(&write, id, ids).await? != rows.len() as u64 {
            return Err(Refusal::NothingToInvoice.into());
        }
        write.tell(Happening::of(EventKind::BillingChanged).subject(id));
        write.commit(Event::of(AuditAct::InvoiceIssued).subject(id).detail(format!("{} charges", rows.len()))).await?;
        Ok(InvoiceId(id))
    }
}

async fn lines(practice: &Practice, db: &impl ConnectionTrait, rows: &[charges::Model]) -> Result<Vec<BillLine>, Error> {
    let people = sign_in::members(db, rows.iter().map(|row| row.staff_id).collect()).await?;
    let people: HashMap<Uuid, String> = people.into_iter().map(|member| (member.id, member.signed_name())).collect();
    let known: HashMap<Uuid, String> = providers::all(db).await?.into_iter().map(|row| (row.staff_id, row.npi)).collect();
    let line = |row: &charges::Model| {
        Ok(BillLine {
            charge: ChargeId(row.id),
            at: row.served_at,
            zone: row.zone.clone(),
            minutes: row.minutes.map(|minutes| minutes as u16),
            code: row.code.clone(),
            modifiers: row.modifiers.clone(),
            units: row.units as u8,
            description: row.description.clone(),
            place: PlaceOfService::from_name(&row.place).unwrap_or(PlaceOfService::Other),
            location: row.location.clone(),
            diagnoses: diagnoses_of(practice, row)?,
            clinician: people.get(&row.staff_id).cloned().unwrap_or_default(),
            npi: known.get(&row.staff_id).cloned(),
            charged_cents: row.billed_cents,
            payer_cents: row.payer_cents,
            client_cents: row.client_cents,
            adjusted_cents: row.adjusted_cents,
        })
    };
    rows.iter().map(line).collect()
}

/// As on an envelope; nothing where it is not known.
fn address(of: &PostalAddress) -> Vec<String> {
    let place = [of.city.as_str(), of.state.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let place = format!("{place} {}", of.postal_code).trim().to_owned();
    [of.street.clone(), of.street_2.clone(), place, of.country.clone()].into_iter().filter(|line| !line.is_empty()).collect()
}

/// What was frozen, as the invoice says it; or as a superbill, with what was paid since.
pub(super) async fn bill(chart: &impl Within, practice: &Practice, row: &Model, kind: BillKind) -> Result<Bill, Error> {
    let mut bill: Bill = practice.sealer.open_value(Place("invoices.paper", row.id), &row.paper)?;
    if kind == BillKind::Superbill {
        bill.kind = kind;
        let now: HashMap<Uuid, charges::Model> = charges::of_invoice(chart, row.id).await?.into_iter().map(|row| (row.id, row)).collect();
        // A charge that was taken back is none to hand to an insurance.
        bill.lines.retain(|line| now.get(&line.charge.0).is_some_and(|row| row.voided_at.is_none()));
        for line in &mut bill.lines {
            if let Some(row) = now.get(&line.charge.0) {
                (line.payer_cents, line.client_cents, line.adjusted_cents) = (row.payer_cents, row.client_cents, row.adjusted_cents);
            }
        }
    }
    Ok(bill)
}
