//! The job that minds what waits for signatures: what can be signed no more after its last day, and who cannot sign any more because their
//! access, or their work here, has ended. Staff are told, once.

use super::{
    asking::is_gone,
    signers::forget_tasks,
    table::{shares, signers},
};
use crate::{
    audit::Event,
    error::Error,
    events::Happening,
    in_chart::Within,
    invites, messages,
    notices::{self, Task},
    sign_in,
    system::System,
};
use domain::{audit::AuditAct, documents::ShareState, events::EventKind, notices::TaskKind};
use uuid::Uuid;

/// So many are looked at at once.
const PAGE: u64 = 200;

impl System {
    /// Looks at everything that waits for a signature. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_signatures(&self) -> Result<(), Error> {
        loop {
            let over = shares::over(self.practice.db.read(), self.practice.clock.now(), PAGE).await?;
            let last_page = (over.len() as u64) < PAGE;
            for (chart, share) in over {
                self.expire(chart, share).await?;
            }
            if last_page {
                break;
            }
        }
        self.look_for_gone_signers().await
    }

    async fn expire(&self, chart: Uuid, share: Uuid) -> Result<(), Error> {
        let write = self.chart(chart).change(None).await?;
        let Some(row) = write.find::<shares::Entity>(share).await? else { return Ok(()) };
        if !shares::expired(&write, share).await? {
            return Ok(());
        }
        notices::cancel_of_share(&write, share).await?;
        forget_tasks(&write, row.document_id).await?;
        messages::settle(&write, share).await?;
        let (document, owner) = (Some(row.document_id), Some(row.shared_by));
        let task = Task { document, owner, ..Task::new(TaskKind::SignatureExpired, chart) };
        notices::add_task(&self.practice, &write, task).await?;
        write.tell(Happening::of(EventKind::DocumentAnswered).subject(share));
        write.commit(Event::of(AuditAct::SignatureExpired).subject(share)).await
    }

    async fn look_for_gone_signers(&self) -> Result<(), Error> {
        let db = self.practice.db.read();
        let at_work: Vec<Uuid> = sign_in::at_work(db).await?.into_iter().map(|member| member.id).collect();
        let mut last = Uuid::nil();
        loop {
            let page = signers::waiting_after(db, last, PAGE).await?;
            let Some(end) = page.last() else { return Ok(()) };
            last = end.id;
            let grants = invites::by_ids(db, page.iter().filter_map(|signer| signer.grant_id).collect()).await?;
            let now = self.practice.clock.now();
            for signer in page.iter().filter(|signer| is_gone(signer, &grants, &at_work, now)) {
                self.tell_of_gone(signer, &at_work).await?;
            }
        }
    }

    async fn tell_of_gone(&self, seen: &signers::Model, at_work: &[Uuid]) -> Result<(), Error> {
        let write = self.chart(seen.chart_id).change(None).await?;
        let Some(share) = write.find::<shares::Entity>(seen.share_id).await? else { return Ok(()) };
        // The same person may have got another access meanwhile.
        let gone = is_gone(seen, &invites::all_of(&write).await?, at_work, write.at());
        if !gone || share.standing(write.at()) != ShareState::AwaitingSignature || !signers::told_gone(&write, seen.id).await? {
            return Ok(());
        }
        let (document, owner) = (Some(share.document_id), Some(share.shared_by));
        let task = Task { document, owner, ..Task::new(TaskKind::SignerGone, write.chart()) };
        notices::add_task(&self.practice, &write, task).await?;
        write.commit(Event::of(AuditAct::SignerGone).subject(share.id)).await
    }
}
