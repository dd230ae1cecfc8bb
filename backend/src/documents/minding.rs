//! The job that minds what waits for signatures: what can be signed no more after its last day, and who cannot sign any more because their
//! access, or their work here, has ended. Staff are told, once.

use super::{
    asking::is_gone,
    signers::{access_of, forget_tasks, next},
    table::{shares, signers},
};
use crate::{
    audit::Event,
    dates,
    error::Error,
    events::Happening,
    in_chart::Within,
    invites::{self, Grant},
    messages,
    notices::{self, Task},
    sign_in,
    system::System,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{audit::AuditAct, documents::ShareState, events::EventKind, notices::TaskKind};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// So many are looked at at once.
const PAGE: u64 = 200;

/// Something that waits for signatures until a day.
pub(crate) struct DueShare {
    pub chart: Uuid,
    pub share: Uuid,
    pub due_on: NaiveDate,
}

/// What waits for a signature and is due one day, a page of it by id: past its last day nothing waits any more.
pub(crate) async fn due_shares(db: &impl ConnectionTrait, now: DateTime<Utc>, after: Uuid, many: u64) -> Result<Vec<DueShare>, Error> {
    let mut due = Vec::new();
    for row in shares::due(db, now, after, many).await? {
        if let Some(due_on) = row.due_on {
            due.push(DueShare { chart: row.chart_id, share: row.id, due_on: dates::read(&due_on)? });
        }
    }
    Ok(due)
}

/// Whose turn it is to sign something that is due on that day: with which access. Nobody, where it does not wait any more, or for a member
/// of staff, whose To-do says it.
pub(crate) async fn waits_for(chart: &impl Within, share: Uuid, due_on: NaiveDate, now: DateTime<Utc>) -> Result<Option<Grant>, Error> {
    let Some(row) = chart.find::<shares::Entity>(share).await? else { return Ok(None) };
    if row.standing(now) != ShareState::AwaitingSignature || row.due_on.as_deref() != Some(due_on.to_string().as_str()) {
        return Ok(None);
    }
    let all = signers::of_share(chart, share).await?;
    let Some(next) = next(&all) else { return Ok(None) };
    let grants = invites::all_of(chart).await?;
    Ok(access_of(next, &grants, now).filter(|grant| grant.registered_at.is_some() && grant.term.is_open(now)).cloned())
}

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
