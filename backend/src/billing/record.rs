//! Payments that staff record: by cash, by check, by card at the desk, and by insurance.

use super::{
    StaffBilling,
    books::{self, For},
    table::{charges, payments},
};
use crate::{
    audit::Event,
    error::{Error, taken},
    events::Happening,
    in_chart::Within,
    sealing::Place,
    settings,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    billing::{EntryKind, Part, PaymentState, RecordDraft, Refusal, allocate},
    events::EventKind,
    ids::{ChartId, PaymentId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

impl StaffBilling<'_> {
    /// Records one, once under its key: for one charge, or for what is open, the oldest first.
    pub async fn record(&self, chart: ChartId, key: PaymentId, draft: &RecordDraft) -> Result<PaymentId, Error> {
        let staff = self.0;
        let chart = staff.chart(chart, Act::ManageBilling).await?;
        let (method, cents, charge, note) = draft.read()?;
        let write = chart.change(None).await?;
        if let Some(row) = write.find::<payments::Entity>(key.0).await? {
            let same = row.amount_cents == cents && row.method.0 == method && row.staff_id == Some(staff.member.id);
            return if same { Ok(key) } else { Err(Refusal::KeyReused.into()) };
        }
        let open = charges::open(&write, false).await?;
        let parts: Vec<Part<Uuid>> = match charge {
            Some(id) => charges::parts(&open).into_iter().filter(|part| part.charge == id.0).collect(),
            None => charges::parts(&open),
        };
        if parts.is_empty() {
            return Err(Refusal::PaidAlready.into());
        }
        let parts = allocate(&parts, cents).map_err(|refusal| if charge.is_some() { Refusal::AboveCharge } else { refusal })?;
        books::check_spoken_for(&write, &parts).await?;
        payments::ActiveModel {
            id: Set(key.0),
            chart_id: Set(write.chart()),
            number: Set(Some(settings::take_receipt_number(&write).await?)),
            method: Set(By(method)),
            state: Set(By(PaymentState::Received)),
            amount_cents: Set(cents),
            account_id: Set(None),
            staff_id: Set(Some(staff.member.id)),
            card_brand: Set(None),
            card_last4: Set(None),
            gateway_ref: Set(None),
            card_id: Set(None),
            decline: Set(None),
            note: Set(note.map(|words| staff.practice.sealer.seal(Place("payments.note", key.0), words.as_bytes()))),
            begun_at: Set(write.at()),
            settled_at: Set(Some(write.at())),
            ask_at: Set(None),
            ..Default::default()
        }
        .insert(write.db())
        .await
        .map_err(taken(Refusal::KeyReused))?;
        for part in parts {
            books::enter(&write, EntryKind::Payment, method.book(), part, For { payment: Some(key.0), ..For::default() }).await?;
        }
        super::settle::close_paid(&write).await?;
        write.tell(Happening::of(EventKind::BillingChanged).subject(key));
        write.commit(Event::of(AuditAct::PaymentRecorded).subject(key).detail(method.name())).await?;
        Ok(key)
    }
}
