//! The job that reminds whose turn it is to sign something that is due, and how the practice decides about it.

use super::{
    setup::StaffWorkflows,
    table::{jobs, workflows},
};
use crate::{
    audit::Event,
    dates,
    documents::{self, DueShare},
    error::Error,
    in_chart::{Change, Within},
    notices::{self, Notice},
    settings,
    stored::By,
    system::System,
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    audit::AuditAct,
    ids::ShareId,
    notices::MailKind,
    workflows::{Channel, SignatureReminder, Workflow, WorkflowKind},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use std::collections::HashSet;
use uuid::Uuid;

const KIND: WorkflowKind = WorkflowKind::SignatureReminder;
/// So many are looked at together.
const PORTION: u64 = 100;

/// As the practice has decided, or as it is from the start. The hours of its row are days here: before and after, none where it is 0.
pub(super) async fn reminder(db: &impl ConnectionTrait) -> Result<SignatureReminder, Error> {
    let Some(row) = workflows::of(db, KIND).await? else { return Ok(SignatureReminder::default()) };
    let days: Vec<u16> = row.hours.split_whitespace().map(str::parse).collect::<Result<_, _>>().map_err(Error::unexpected)?;
    let [before, after] = [0, 1].map(|place| days.get(place).copied().filter(|days| *days > 0));
    Ok(SignatureReminder { on: row.off_since.is_none(), before, after, mail: row.mail })
}

/// The moment that stands for a day on which something is due, whatever the practice's clock is.
pub(super) fn moment_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}

impl StaffWorkflows<'_> {
    pub async fn signature_reminder(&self) -> Result<SignatureReminder, Error> {
        reminder(self.0.practice.db.read()).await
    }

    /// Changes it. What waits in the outbox says what is decided when it leaves.
    pub async fn change_signature_reminder(&self, reminder: SignatureReminder) -> Result<(), Error> {
        let reminder = reminder.tidied();
        reminder.check()?;
        let hours = [reminder.before, reminder.after].map(Option::unwrap_or_default).to_vec();
        let kept = Workflow { kind: KIND, on: reminder.on, hours, mail: reminder.mail, text: String::new() };
        let write = self.0.write().await?;
        workflows::put(&*write, &kept, write.at()).await?;
        let state = if kept.on { "on" } else { "off" };
        Ok(write.commit(Event::of(AuditAct::WorkflowChanged).detail(format!("{}: {state}", KIND.name()))).await?)
    }
}

impl System {
    /// Puts the reminders that are due into the outbox. Done twice, or by two processes at once, it changes nothing more.
    pub async fn remind_of_signatures(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let db = practice.db.read();
        let reminder = reminder(db).await?;
        if !reminder.on {
            return Ok(());
        }
        let today = dates::today(practice.clock.now(), dates::zone(&settings::load(practice).await?.zone));
        let (mut last, mut any) = (Uuid::nil(), false);
        loop {
            let waiting = documents::due_shares(db, practice.clock.now(), last, PORTION).await?;
            let Some(end) = waiting.last() else { break };
            last = end.share;
            let done: HashSet<_> = jobs::done(db, KIND, waiting.iter().map(|one| one.share).collect()).await?.into_iter().collect();
            for one in waiting {
                let Some(step) = reminder.due(one.due_on, today) else { continue };
                if done.contains(&(one.share, moment_of(one.due_on), step.into())) {
                    continue;
                }
                // One that goes wrong keeps none of the others from being reminded.
                match self.remind_of(&one, step).await {
                    Ok(told) => any |= told,
                    Err(error) => tracing::error!(share = %one.share, %error, "nobody could be reminded of a signature"),
                }
            }
        }
        if any {
            practice.ring_for_mail();
        }
        Ok(())
    }

    async fn remind_of(&self, one: &DueShare, step: u8) -> Result<bool, Error> {
        let write = self.chart(one.chart).change(None).await?;
        let key = (one.share, moment_of(one.due_on), i32::from(step));
        // As it stands while the chart is held: another process may have been faster, and somebody may have signed.
        if jobs::done(write.db(), KIND, vec![one.share]).await?.contains(&key) {
            return Ok(false);
        }
        let Some(grant) = documents::waits_for(&write, one.share, one.due_on, write.at()).await? else { return Ok(false) };
        let path = format!("/documents/{}?for={}", one.share, grant.id);
        let notice = Notice { kind: MailKind::SignatureReminder, chart_id: one.chart, share: ShareId(one.share), grant: &grant, path };
        let Some(mail) = notices::queue_one(&self.practice, &write, notice).await? else { return Ok(false) };
        note(&write, key, grant.id, mail).await?;
        write.commit(Event::of(AuditAct::SignatureReminded).subject(one.share)).await?;
        Ok(true)
    }
}

async fn note(
    write: &Change<'_, System>,
    (share, moment, step): (Uuid, DateTime<Utc>, i32),
    reader: Uuid,
    mail: Uuid,
) -> Result<(), Error> {
    let row = jobs::ActiveModel {
        id: Set(write.practice().randomness.id()),
        kind: Set(By(KIND)),
        subject_id: Set(share),
        moment: Set(moment),
        step: Set(step),
        channel: Set(By(Channel::Mail)),
        reader_id: Set(reader),
        chart_id: Set(write.chart()),
        mail_id: Set(Some(mail)),
        why_not: Set(None),
        task_id: Set(None),
        made_at: Set(write.at()),
    };
    row.insert(write.db()).await?;
    Ok(())
}
