//! Documents: what is written about a client, handed to them, and signed by them.
//!
//! It must never show a psychotherapy note to anybody but its author and the clinical administration, never change a byte
//! that was shared, and never take a signature for anything but the very bytes that the signer had before their eyes.

mod addenda;
mod asking;
mod consent;
mod genuine;
mod goals;
mod kept;
mod letters;
mod lines;
mod links;
mod minding;
mod notes;
mod office;
mod paper;
mod pdf;
mod portal;
mod record;
mod releasing;
mod rights;
mod sharing;
mod signers;
mod signing;
mod submitting;
mod table;
mod templates;
mod uploads;
mod verify;
mod withdrawing;

pub(crate) use addenda::After;
pub(crate) use goals::goals;
pub(crate) use kept::{KEPT, forget_kept_before};
pub(crate) use lines::{latest, titles};
pub(crate) use links::Links;
pub(crate) use minding::{DueShare, due_shares, waits_for};
pub use notes::NoteDraft;
pub(crate) use notes::{Arrival, file};
pub(crate) use office::was_shared_since;
pub use paper::Pdf;
pub(crate) use paper::print_bill;
pub(crate) use portal::mine;
pub(crate) use releasing::shares_of;
pub use signing::SignatureOffer;
pub(crate) use submitting::FormPaper;
#[cfg(test)]
pub(crate) use table::of_chart;
pub use templates::Templates;
pub(crate) use uploads::{client_reads, hand_out, staff_reads};

use crate::{
    actors::{Client, Staff},
    error::Error,
    in_chart::InChart,
};
use domain::{Act, invites::Scope, settings::PracticeSettings};

impl Staff {
    /// Notes, plans, invoices: what of them one may read is asked chart by chart.
    pub async fn documents(&self) -> Result<StaffDocuments<'_>, Error> {
        if !self.rights.may(Act::ReadBillingDocuments) {
            self.may(Act::ReadClinicalDocuments, "documents").await?;
        }
        Ok(StaffDocuments(self))
    }
}

impl Client {
    /// What was shared with this client, and what awaits a signature: unless the practice has switched it off.
    pub async fn documents(&self) -> Result<ClientDocuments<'_>, Error> {
        let chart = self.chart(Scope::Documents).await?;
        let settings = self.practice_settings().await?;
        if !settings.features.documents {
            return Err(chart.not_found("documents").await);
        }
        Ok(ClientDocuments { client: self, chart, settings })
    }
}

impl<'a> ClientDocuments<'a> {
    /// For a form that is filed: whoever may fill it in has come in by that right.
    pub(crate) fn of_forms(client: &'a Client, chart: InChart<'a, Client>, settings: PracticeSettings) -> Self {
        Self { client, chart, settings }
    }
}

/// The documents of charts, for the office.
pub struct StaffDocuments<'a>(pub(crate) &'a Staff);

/// **My Documents**.
pub struct ClientDocuments<'a> {
    client: &'a Client,
    chart: InChart<'a, Client>,
    settings: PracticeSettings,
}
