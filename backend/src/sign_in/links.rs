//! What the links in mails ask of who follows them: something that only a person types. A mail scanner that opens a link and
//! presses what it finds changes nothing (T7).

use super::throttle::{self, Key};
use crate::{actors::Visitor, audit::Event, error::Error};
use domain::{audit::AuditAct, charts::EmailAddress, sign_in::Refusal};
use uuid::Uuid;

impl Visitor {
    /// The answer to a link that was never sent. Who tries many of them has to wait (T4).
    pub(super) async fn strange_link(&self) -> Error {
        match throttle::take_turn(&self.practice, &[&self.links_key()]).await {
            Ok(()) => Refusal::KeyUnknown.into(),
            Err(wait) => wait,
        }
    }

    /// Refuses who does not know to which mailbox the link went.
    pub(super) async fn check_mailbox(&self, account: Uuid, typed: &EmailAddress, address: &str) -> Result<(), Error> {
        throttle::take_turn(&self.practice, &[&Key::of(format!("mailbox of {account}")), &self.links_key()]).await?;
        if typed.key() == EmailAddress::lenient(address)?.key() {
            return Ok(());
        }
        self.record(Event::of(AuditAct::ProofFailed).subject(account)).await?;
        Err(Refusal::OtherAddress.into())
    }

    /// Links that open nothing, from one network address.
    pub(crate) fn links_key(&self) -> Key {
        Key::of_kind_from("links", &self.origin.address)
    }
}
