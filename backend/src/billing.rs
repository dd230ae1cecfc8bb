//! Billing: what was charged, invoiced, paid and given back, and paying it safely.
//!
//! Money moves in one place (`books`), by entries that are only ever added; the database keeps the sums beside them and lets nobody pay
//! too much. A card is charged in two steps: the gateway is told of a payment under its own key, which charges nothing; then the payment
//! is committed here, and only then confirmed there. What came of it is asked for where it is not known, and never sent again.
//! Other rooms ask for a chart's balance (`standing`).

mod account;
mod ask;
mod books;
mod cards;
mod charge;
mod chart;
mod exports;
mod gateway;
mod invoice;
mod lines;
mod list;
mod mind;
mod paper;
mod pay;
mod record;
mod refund;
mod sandbox;
mod settle;
mod setup;
mod stripe;
mod table;
mod typed;

pub use gateway::{Away, Gateway, HeldCard, Outcome, PaymentGateway, Refunded, Told};
pub use stripe::Stripe;
#[cfg(test)]
pub(crate) use table::{ask_all_day, of_chart};

use crate::{
    actors::{Client, Staff},
    dates,
    error::Error,
    in_chart::{InChart, Within},
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::{Act, dates::Moment, invites::Scope, settings::PracticeSettings};
use table::{cards::new_cards, charges, events, invoices, payments};

impl Client {
    /// **My Account**.
    pub async fn billing(&self) -> Result<ClientBilling<'_>, Error> {
        let chart = self.chart(Scope::Billing).await?;
        Ok(ClientBilling { client: self, chart, settings: self.practice_settings().await? })
    }
}

/// The account of one client, for whoever may see it.
pub struct ClientBilling<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}

impl ClientBilling<'_> {
    fn zone(&self) -> Tz {
        dates::zone(&self.settings.zone)
    }
}

impl Staff {
    /// What is charged and paid, of the charts within reach.
    pub async fn billing(&self) -> Result<StaffBilling<'_>, Error> {
        if !self.rights.may(Act::ChangeSettings) {
            self.may(Act::SeeBilling, "billing").await?;
        }
        Ok(StaffBilling(self))
    }
}

/// Billing, for one member of staff.
pub struct StaffBilling<'a>(&'a Staff);

impl StaffBilling<'_> {
    async fn zone(&self) -> Result<Tz, Error> {
        Ok(dates::zone(&self.0.practice_settings().await?.zone))
    }
}

/// How a chart's account stands: for the Dashboard and the Chart Face.
pub(crate) struct Standing {
    pub balance_cents: i64,
    pub spoken_for_cents: i64,
    pub last_paid: Option<(i64, Moment)>,
}

pub(crate) async fn standing(chart: &impl Within, zone: Tz) -> Result<Standing, Error> {
    let (balance_cents, _) = charges::balances(chart).await?;
    let last = payments::last_received(chart).await?;
    Ok(Standing {
        balance_cents,
        spoken_for_cents: payments::spoken_for(chart).await?,
        last_paid: last.map(|row| (row.amount_cents, dates::moment(row.settled_at.unwrap_or(row.begun_at), zone))),
    })
}

/// Forgets cards that were chosen and never paid with.
pub(crate) async fn forget_before(db: &impl sea_orm::ConnectionTrait, before: DateTime<Utc>, many: u64) -> Result<u64, Error> {
    let forgotten = events::forget_before(db, before - Duration::days(30), many).await?;
    Ok(forgotten.max(new_cards::forget_before(db, before, many).await?))
}

/// For so long a card that was chosen waits to be paid with.
pub(crate) const NEW_CARDS_KEPT: chrono::Duration = chrono::Duration::days(1);

/// Whether something of an invoice is still open.
pub(crate) async fn is_open(chart: &impl Within, invoice: uuid::Uuid) -> Result<bool, Error> {
    Ok(chart.find::<invoices::Entity>(invoice).await?.is_some_and(|row| row.balance_cents > 0))
}
