//! Refunds, of part and of all: begun here, then asked of the gateway where it took the money, and noted when it has given it back.

use super::{
    StaffBilling,
    books::{self, For},
    gateway,
    gateway::Refunded,
    settle::ASK_AFTER,
    table::{charges, ledger, payments, refunds},
};
use crate::{
    audit::Event,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, InChart, Within},
    notices::{self, Task},
    sealing::Place,
    stored::By,
};
use domain::{
    Act,
    audit::AuditAct,
    billing::{Book, EntryKind, PaymentState, RefundDraft, RefundState, Refusal, may_refund, take_back},
    events::EventKind,
    ids::{ChartId, PaymentId},
    notices::TaskKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

impl StaffBilling<'_> {
    /// Gives so much of a payment back. Says whether it is done, or the gateway has not answered yet.
    pub async fn refund(&self, chart: ChartId, payment: PaymentId, draft: &RefundDraft) -> Result<RefundState, Error> {
        let staff = self.0;
        let (cents, reason) = draft.read()?;
        let chart = staff.chart(chart, Act::ManageBilling).await?;
        let (write, row) = chart.change(None).await?.one::<payments::Entity>(payment).await?;
        if row.state.0 != PaymentState::Received {
            return Err(Refusal::AboveReceived.into());
        }
        let under_way: i64 = refunds::of_payment(&write, row.id)
            .await?
            .iter()
            .filter(|refund| refund.state.0 == RefundState::Pending)
            .map(|refund| refund.amount_cents)
            .sum();
        may_refund(cents, row.amount_cents, row.refunded_cents + under_way)?;
        let id = staff.practice.randomness.id();
        refunds::ActiveModel {
            id: Set(id),
            chart_id: Set(write.chart()),
            payment_id: Set(row.id),
            amount_cents: Set(cents),
            state: Set(By(RefundState::Pending)),
            takes_off: Set(draft.takes_off),
            reason: Set(staff.practice.sealer.seal(Place("refunds.reason", id), reason.as_bytes())),
            begun_at: Set(write.at()),
            begun_by: Set(staff.member.id),
            settled_at: Set(None),
            ask_at: Set(Some(write.at() + ASK_AFTER)),
        }
        .insert(write.db())
        .await?;
        let Some(reference) = row.gateway_ref.clone() else {
            // It was never the gateway's: whoever sits at the desk hands it back now.
            give_back(&write, &row, id).await?;
            write.commit(Event::of(AuditAct::Refunded).subject(row.id)).await?;
            return Ok(RefundState::Done);
        };
        write.commit(Event::of(AuditAct::RefundBegun).subject(row.id)).await?;
        let heard = gateway::of(&staff.practice).refund(id, &reference, cents).await;
        settle(&chart, id, heard).await
    }
}

/// Notes what came of it: once, whoever is first.
pub(super) async fn settle<A: Enters>(chart: &InChart<'_, A>, id: Uuid, heard: Refunded) -> Result<RefundState, Error> {
    let practice = chart.practice();
    if heard == Refunded::Unknown {
        let tx = practice.db.housekeeping().await?;
        refunds::ask_later(&*tx, id, practice.clock.now() + ASK_AFTER * 10).await?;
        tx.commit().await?;
        return Ok(RefundState::Pending);
    }
    let (write, refund) = chart.change(None).await?.one::<refunds::Entity>(id).await?;
    if refund.settled_at.is_some() {
        return Ok(refund.state.0);
    }
    let (write, row) = write.one::<payments::Entity>(refund.payment_id).await?;
    let (act, state) = match heard {
        Refunded::Done => {
            give_back(&write, &row, id).await?;
            (AuditAct::Refunded, RefundState::Done)
        }
        _ => {
            refunds::settle(&write, id, RefundState::Failed).await?;
            let task = Task { payment: Some(row.id), ..Task::new(TaskKind::RefundFailed, write.chart()) };
            notices::add_task(practice, &write, task).await?;
            write.tell(Happening::of(EventKind::BillingChanged).subject(row.id));
            (AuditAct::RefundFailed, RefundState::Failed)
        }
    };
    write.commit(Event::of(act).subject(row.id)).await?;
    Ok(state)
}

/// The entries: what was paid last is taken back first. Where the client is not to owe it again, it is taken off as well.
async fn give_back<A: Enters>(write: &Change<'_, A>, payment: &payments::Model, id: Uuid) -> Result<(), Error> {
    let Some(refund) = write.find::<refunds::Entity>(id).await? else { return Err(Error::NotFound) };
    let entries = ledger::of_payment(write, payment.id).await?;
    let mut order: Vec<Uuid> = entries.iter().map(|entry| entry.charge_id).collect();
    order.dedup();
    let order: Vec<Uuid> = charges::of_ids(write, order).await?.into_iter().map(|row| row.id).collect();
    let parts = take_back(&ledger::left(&entries, &order), refund.amount_cents)?;
    let reason = write.practice().sealer.open(Place("refunds.reason", id), &refund.reason)?;
    let reason = String::from_utf8_lossy(&reason).into_owned();
    let of = For { payment: Some(payment.id), refund: Some(id), reason: Some(&reason) };
    for part in parts {
        books::enter(write, EntryKind::Refund, payment.method.0.book(), part, of).await?;
        if refund.takes_off {
            books::enter(write, EntryKind::Adjustment, Book::WriteOff, part, For { payment: None, ..of }).await?;
        }
    }
    refunds::settle(write, id, RefundState::Done).await?;
    write.tell(Happening::of(EventKind::BillingChanged).subject(payment.id));
    Ok(())
}
