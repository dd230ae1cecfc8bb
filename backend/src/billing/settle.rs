//! What came of a payment, in one place: for whoever paid, for the job that asks, and for what the gateway tells by itself.

use super::{
    books::{self, For},
    cards, gateway,
    gateway::Outcome,
    table::{
        cards::new_cards,
        charges, invoices,
        payments::{self, Model},
    },
};
use crate::{
    audit::Event,
    error::Error,
    events::Happening,
    in_chart::{Change, Enters, InChart, Within},
    notices::{self, Task},
    sealing::Place,
    settings,
    stored::By,
};
use chrono::{DateTime, Duration, Utc};
use domain::{
    audit::AuditAct,
    billing::{Decline, EntryKind, PaymentState, allocate},
    events::EventKind,
    notices::TaskKind,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// So long a bank may wait for its customer.
pub(super) const WAITS_FOR: Duration = Duration::hours(1);
/// So soon one of which nothing is known is asked about first, and so late at most.
pub(super) const ASK_AFTER: Duration = Duration::seconds(30);
const ASK_AT_MOST_AFTER: Duration = Duration::hours(1);

/// Notes what came of it: once, whoever is first.
pub(super) async fn settle<A: Enters>(chart: &InChart<'_, A>, id: Uuid, outcome: Outcome) -> Result<PaymentState, Error> {
    let practice = chart.practice();
    let row = chart.one::<payments::Entity>(id).await?;
    if row.settled_at.is_some() {
        return Ok(row.state.0);
    }
    if outcome == Outcome::Unknown || (outcome == Outcome::Waits && row.state.0 == PaymentState::Waits) {
        let tx = practice.db.housekeeping().await?;
        payments::ask_later(&*tx, id, ask_again_at(&row, practice.clock.now())).await?;
        tx.commit().await?;
        return Ok(row.state.0);
    }
    let (write, row) = chart.change(None).await?.one::<payments::Entity>(id).await?;
    if row.settled_at.is_some() {
        return Ok(row.state.0);
    }
    let change = payments::ActiveModel::default();
    let state = match outcome {
        Outcome::Paid => return receive(write, row).await,
        Outcome::Waits => {
            let change = payments::ActiveModel { state: Set(By(PaymentState::Waits)), ask_at: Set(Some(write.at() + WAITS_FOR)), ..change };
            payments::moved(&write, id, change).await?;
            write.commit(Event::of(AuditAct::PaymentBegun).subject(id).detail("the bank asks")).await?;
            return Ok(PaymentState::Waits);
        }
        Outcome::Declined(Decline::NotConfirmed | Decline::NeverArrived) => PaymentState::Cancelled,
        Outcome::Declined(_) | Outcome::Unknown => PaymentState::Declined,
    };
    let why = if let Outcome::Declined(why) = outcome { why } else { Decline::Declined };
    let change = payments::ActiveModel {
        state: Set(By(state)),
        decline: Set(Some(By(why))),
        settled_at: Set(Some(write.at())),
        ask_at: Set(None),
        ..change
    };
    payments::moved(&write, id, change).await?;
    // Who stands before it tries again; what failed behind their back is for staff to know.
    if state == PaymentState::Declined {
        let task = Task { payment: Some(id), ..Task::new(TaskKind::PaymentFailed, write.chart()) };
        notices::add_task(practice, &write, task).await?;
    }
    write.tell(Happening::of(EventKind::BillingChanged).subject(id));
    write.commit(Event::of(AuditAct::PaymentFailed).subject(id).detail(why.name())).await?;
    Ok(state)
}

/// It is paid: its money goes to what is open, the oldest first, and the card where the payer wants it.
async fn receive<A: Enters>(write: Change<'_, A>, row: Model) -> Result<PaymentState, Error> {
    let practice = write.practice();
    let open = charges::open(&write, true).await?;
    let parts = allocate(&charges::parts(&open), row.amount_cents)?;
    let number = settings::take_receipt_number(&write).await?;
    let change = payments::ActiveModel {
        state: Set(By(PaymentState::Received)),
        number: Set(Some(number)),
        settled_at: Set(Some(write.at())),
        ask_at: Set(None),
        ..Default::default()
    };
    if !payments::moved(&write, row.id, change).await? {
        return Ok(row.state.0);
    }
    for part in parts {
        books::enter(&write, EntryKind::Payment, row.method.0.book(), part, For { payment: Some(row.id), ..For::default() }).await?;
    }
    let mut forgotten = None;
    if let (Some(account), Some(card)) = (row.account_id, row.card_id)
        && let Some(new) = new_cards::one(write.db(), account, card).await?
    {
        let token = practice.sealer.open(Place("new_cards.token", new.id), &new.token)?;
        let token = String::from_utf8_lossy(&token).into_owned();
        if new.saves {
            cards::keep(practice, &write, &new, &token).await?;
        } else {
            forgotten = Some(token);
        }
        new_cards::remove(write.db(), new.id).await?;
    }
    close_paid(&write).await?;
    write.tell(Happening::of(EventKind::BillingChanged).subject(row.id));
    write.commit(Event::of(AuditAct::PaymentReceived).subject(row.id)).await?;
    if let Some(card) = forgotten {
        gateway::of(practice).forget_card(&card).await;
    }
    Ok(PaymentState::Received)
}

/// What staff were asked to look at because it was overdue is done where it is paid.
pub(super) async fn close_paid<A: Enters>(write: &Change<'_, A>) -> Result<(), Error> {
    for invoice in invoices::newest(write, 20).await?.into_iter().filter(|row| row.balance_cents == 0) {
        notices::close_tasks(write, notices::About::Invoice(invoice.id)).await?;
    }
    Ok(())
}

/// Soon at first, and then as long again as it has been.
fn ask_again_at(row: &Model, now: DateTime<Utc>) -> DateTime<Utc> {
    now + (now - row.begun_at).clamp(ASK_AFTER, ASK_AT_MOST_AFTER)
}
