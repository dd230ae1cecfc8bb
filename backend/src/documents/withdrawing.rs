//! Taking back the agreement to sign electronically (15 USC 7001(c)(1)(B)): from then on paper is offered, and signing asks anew. What was
//! signed before stays valid.

use super::{ClientDocuments, table::consents};
use crate::{
    audit::Event,
    error::Error,
    events::Happening,
    in_chart::Within,
    invites,
    notices::{self, Task},
};
use domain::{audit::AuditAct, documents::Refusal, events::EventKind, invites::Scope, notices::TaskKind};

impl ClientDocuments<'_> {
    /// Takes it back. Those who look after any chart that this account signs for are told.
    pub async fn withdraw_consent(&self) -> Result<(), Error> {
        let (client, practice) = (self.client, &self.client.practice);
        let account = client.account.id;
        let write = self.chart.change(None).await?;
        if !consents::withdraw(write.db(), account, write.at()).await? {
            return Err(Refusal::NoConsent.into());
        }
        let held = invites::open_of_account(write.db(), account, write.at()).await?;
        for grant in held.iter().filter(|grant| grant.has_scope(Scope::Documents)) {
            notices::add_task(practice, &write, Task { grant: Some(grant.id), ..Task::new(TaskKind::ConsentWithdrawn, grant.chart_id) })
                .await?;
        }
        write.tell(Happening::of(EventKind::DocumentAnswered).account(account));
        write.commit(Event::of(AuditAct::ConsentWithdrawn)).await
    }
}
