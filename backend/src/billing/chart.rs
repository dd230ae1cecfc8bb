//! Chart → **Billing**: what took place and is not charged, what is charged, invoiced, paid.

use super::{
    StaffBilling,
    charge::{diagnoses_of, fee_for, standing_diagnoses},
    lines::{self, Names},
    table::{
        charges::{self, Asked},
        fees, invoices,
        payments::{self, Model},
        refunds,
    },
};
use crate::{
    actors::Staff,
    appointments,
    audit::Event,
    band, dates,
    error::Error,
    in_chart::{InChart, Within},
    sealing::Place,
    sign_in,
};
use chrono_tz::Tz;
use domain::{
    Act,
    audit::AuditAct,
    billing::{ChartBilling, PaymentLine, PaymentState, Uncharged},
    ids::{AppointmentId, ChargeId, ChartId, FeeId, PaymentId, StaffId},
};
use std::collections::HashMap;
use uuid::Uuid;

/// So many stand on a page, and so many appointments are looked through for what was not charged.
const PAGE: u64 = 50;
const LOOKED_THROUGH: u64 = 100;

impl StaffBilling<'_> {
    pub async fn of_chart(&self, id: ChartId, below: Option<ChargeId>) -> Result<ChartBilling, Error> {
        let staff = self.0;
        let chart = staff.chart(id, Act::SeeBilling).await?;
        let zone = self.zone().await?;
        let today = dates::today(staff.practice.clock.now(), zone);
        let below = match below {
            Some(id) => {
                let row = chart.one::<charges::Entity>(id).await?;
                Some((row.served_at, row.id))
            }
            None => None,
        };
        let mut rows = charges::page(&chart, Asked { below, ..Asked::default() }, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        let names = Names::of(&chart, &rows).await?;
        let (balance_cents, not_invoiced_cents) = charges::balances(&chart).await?;
        let schedule = fees::used(chart.db()).await?;
        let served = appointments::served(&chart, zone, LOOKED_THROUGH).await?;
        let charged = charges::charged(&chart, served.iter().map(|of| of.id).collect()).await?;
        let uncharged = served.iter().filter(|of| !charged.contains(&of.id)).map(|of| Uncharged {
            appointment: AppointmentId(of.id),
            at: dates::moment(of.starts_at, of.zone),
            type_name: of.type_name.clone(),
            clinician: of.clinician.clone(),
            fee: fee_for(of, &schedule),
        });
        let people = sign_in::at_work(chart.db()).await?;
        let clinicians = people.iter().filter(|member| member.roles.0.iter().any(|role| role.treats()));
        let may_charge = chart.may(Act::ChargeServices).await?;
        let charge = |row: &charges::Model| Ok::<_, Error>(names.charge(row, diagnoses_of(&staff.practice, row)?));
        let page = ChartBilling {
            banner: band::banner(&chart).await?,
            balance_cents,
            not_invoiced_cents,
            spoken_for_cents: payments::spoken_for(&chart).await?,
            frozen: chart.row().account_frozen_at.map(|at| dates::moment(at, zone)),
            uncharged: uncharged.collect(),
            below: rows.last().filter(|_| more).map(|row| ChargeId(row.id)),
            charges: rows.iter().map(charge).collect::<Result<_, _>>()?,
            invoices: invoices::newest(&chart, PAGE).await?.iter().map(|row| lines::invoice(row, zone, today)).collect::<Result<_, _>>()?,
            payments: payment_lines(&chart, zone).await?,
            diagnoses: standing_diagnoses(&chart, &staff.practice).await?,
            fees: schedule.iter().map(|row| (FeeId(row.id), row.fee())).collect(),
            clinicians: clinicians.map(|member| (StaffId(member.id), member.signed_name())).collect(),
            clinician: chart.row().primary_clinician_id.map(StaffId),
            places: Vec::new(),
            may_charge,
            may_manage: chart.may(Act::ManageBilling).await?,
            today,
            key: PaymentId(staff.practice.randomness.id()),
        };
        staff.record(Event::of(AuditAct::BillingOpened).chart(id)).await?;
        Ok(page)
    }
}

async fn payment_lines(chart: &InChart<'_, Staff>, zone: Tz) -> Result<Vec<PaymentLine>, Error> {
    let rows = payments::of_chart_page(chart, None, PAGE).await?;
    let staff = sign_in::members(chart.db(), rows.iter().filter_map(|row| row.staff_id).collect()).await?;
    let accounts = sign_in::accounts(chart.db(), rows.iter().filter_map(|row| row.account_id).collect::<Vec<_>>()).await?;
    let mut people: HashMap<Uuid, String> = staff.into_iter().map(|member| (member.id, member.signed_name())).collect();
    people.extend(accounts.into_iter().map(|account| (account.id, account.full_name())));
    let refunding = refunds::under_way(chart).await?;
    let sealer = &chart.practice().sealer;
    let line = |row: &Model| {
        let note = match &row.note {
            Some(sealed) => Some(String::from_utf8_lossy(&sealer.open(Place("payments.note", row.id), sealed)?).into_owned()),
            None => None,
        };
        Ok(PaymentLine {
            id: PaymentId(row.id),
            number: row.number,
            at: dates::moment(row.settled_at.unwrap_or(row.begun_at), zone),
            method: row.method.0,
            state: row.state.0,
            how: row.how(),
            cents: row.amount_cents,
            refunded_cents: row.refunded_cents,
            refunding_cents: refunding.iter().filter(|of| of.payment_id == row.id).map(|of| of.amount_cents).sum(),
            by: row.account_id.or(row.staff_id).and_then(|id| people.get(&id).cloned()).unwrap_or_default(),
            note: note.or(row.decline.filter(|_| row.state.0 != PaymentState::Received).map(|why| why.0.name().replace('_', " "))),
        })
    };
    rows.iter().map(line).collect()
}
