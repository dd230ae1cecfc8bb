//! Documents: what is written about a client, handed to them, and signed by them.
//!
//! It must never show a psychotherapy note to anybody but its author and the clinical administration, never change a byte
//! that was shared, and never take a signature for anything but the very bytes that the signer had before their eyes.

mod consent;
mod letters;
mod lines;
mod notes;
mod office;
mod paper;
mod pdf;
mod portal;
mod record;
mod rights;
mod sharing;
mod signing;
pub(crate) mod table;
mod verify;

pub(crate) use lines::{latest, titles};
pub use notes::NoteDraft;
pub(crate) use notes::{Arrival, file};
pub use paper::Pdf;
pub(crate) use portal::mine;
pub use signing::SignatureOffer;
pub(crate) use verify::verify_signatures;

use crate::{
    actors::{Client, Staff},
    error::Error,
};
use domain::settings::PracticeSettings;

/// The documents of charts, for the office.
pub struct StaffDocuments<'a>(pub(crate) &'a Staff);

/// **My Documents**.
pub struct ClientDocuments<'a> {
    client: &'a Client,
    settings: PracticeSettings,
}

impl<'a> ClientDocuments<'a> {
    /// Opens the room, unless the practice has switched it off.
    pub(crate) async fn enter(client: &'a Client) -> Result<Self, Error> {
        let settings = client.practice_settings().await?;
        if !settings.features.documents {
            return Err(client.not_found("documents").await);
        }
        Ok(Self { client, settings })
    }
}
