//! The one place in which money moves: entries of the ledger, each within the chart that is held.

use super::table::{charges, ledger, payments};
use crate::{
    error::Error,
    in_chart::{Change, Enters, Within},
    sealing::Place,
    stored::By,
};
use domain::{
    audit::ActorKind,
    billing::{Book, EntryKind, Part, Refusal},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

/// What an entry belongs to.
#[derive(Clone, Copy, Default)]
pub(super) struct For<'a> {
    pub payment: Option<Uuid>,
    pub refund: Option<Uuid>,
    pub reason: Option<&'a str>,
}

/// Adds an entry. The sums beside the charge, its invoice and its payment follow by themselves.
pub(super) async fn enter<A: Enters>(
    write: &Change<'_, A>,
    kind: EntryKind,
    through: Book,
    part: Part<Uuid>,
    of: For<'_>,
) -> Result<(), Error> {
    let (debit, credit) = kind.books(through);
    let practice = write.practice();
    let (id, stamp) = (practice.randomness.id(), write.actor().stamp());
    let by = |actor: ActorKind| stamp.id.filter(|_| stamp.kind == actor);
    ledger::ActiveModel {
        id: Set(id),
        chart_id: Set(write.chart()),
        charge_id: Set(part.charge),
        payment_id: Set(of.payment),
        refund_id: Set(of.refund),
        kind: Set(By(kind)),
        debit: Set(By(debit)),
        credit: Set(By(credit)),
        amount_cents: Set(part.cents),
        reason: Set(of.reason.map(|words| practice.sealer.seal(Place("ledger.reason", id), words.as_bytes()))),
        at: Set(write.at()),
        by_staff: Set(by(ActorKind::Staff)),
        by_account: Set(by(ActorKind::Client)),
    }
    .insert(write.db())
    .await?;
    Ok(())
}

/// What is open of what was invoiced, and what payments under way speak for. The chart is held, so it stays so.
pub(super) async fn invoiced_and_spoken_for(within: &impl Within) -> Result<(i64, i64), Error> {
    let (invoiced, _) = charges::balances(within).await?;
    Ok((invoiced, payments::spoken_for(within).await?))
}

/// What is spoken for has to stay open: less of what was invoiced may not be taken away.
pub(super) async fn check_spoken_for<A: Enters>(write: &Change<'_, A>, parts: &[Part<Uuid>]) -> Result<(), Error> {
    let (invoiced, spoken_for) = invoiced_and_spoken_for(write).await?;
    let of: Vec<Uuid> = parts.iter().map(|part| part.charge).collect();
    let invoiced_ones: Vec<Uuid> =
        charges::of_ids(write, of).await?.into_iter().filter(|row| row.invoice_id.is_some()).map(|row| row.id).collect();
    let taken: i64 = parts.iter().filter(|part| invoiced_ones.contains(&part.charge)).map(|part| part.cents).sum();
    if taken > invoiced - spoken_for { Err(Refusal::PaymentUnderWay.into()) } else { Ok(()) }
}
