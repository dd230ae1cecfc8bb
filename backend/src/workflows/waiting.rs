//! The jobs that notice what nobody does: answer a client, share the summary of a session.

use super::further::{self, Came, Key};
use crate::{
    appointments,
    audit::Event,
    documents,
    error::Error,
    in_chart::Within,
    messages,
    notices::{self, Task},
    system::System,
};
use chrono::{DateTime, Duration, Utc};
use domain::{audit::AuditAct, messages::Audience, notices::TaskKind, workflows::WorkflowKind};
use std::collections::HashSet;
use uuid::Uuid;

/// So many are looked at together.
const PORTION: u64 = 100;
/// A session that was over longer ago is not asked about.
const LATEST: Duration = Duration::days(7);

impl System {
    /// Puts on the To-do what clients wrote and nobody has answered in time. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_unanswered(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        let decided = further::unanswered(db).await?;
        if !decided.on {
            return Ok(());
        }
        let before = now - Duration::hours(decided.hours.into());
        for audience in Audience::ALL {
            let mut last = (DateTime::<Utc>::UNIX_EPOCH, Uuid::nil());
            loop {
                let waiting = messages::unanswered(db, audience, before, last, PORTION).await?;
                let Some(end) = waiting.last() else { break };
                last = (end.since, end.id);
                let done =
                    super::table::jobs::done(db, WorkflowKind::UnansweredMessage, waiting.iter().map(|one| one.id).collect()).await?;
                let done: HashSet<_> = done.into_iter().map(|(subject, moment, _)| (subject, moment)).collect();
                for one in waiting.into_iter().filter(|one| !done.contains(&(one.id, one.since))) {
                    // One that goes wrong keeps none of the others from being noticed.
                    if let Err(error) = self.answer_missed(one.chart, one.id).await {
                        tracing::error!(conversation = %one.id, %error, "a message without an answer could not be told");
                    }
                }
            }
        }
        Ok(())
    }

    async fn answer_missed(&self, chart: Uuid, conversation: Uuid) -> Result<(), Error> {
        let write = self.chart(chart).change(None).await?;
        // As it stands while the chart is held: somebody may have answered, and another process may have been faster.
        let Some(waits) = messages::waits(&write, conversation).await? else { return Ok(()) };
        let key = Key { kind: WorkflowKind::UnansweredMessage, chart, subject: conversation, moment: waits.since, step: 0 };
        if key.is_done(write.db()).await? {
            return Ok(());
        }
        notices::close_tasks(&write, notices::About::Conversation(conversation)).await?;
        let task = Task {
            conversation: Some(conversation),
            owner: waits.assigned,
            ..Task::new(TaskKind::unanswered(waits.audience), write.chart())
        };
        let task = notices::add_task(&self.practice, &write, task).await?;
        key.note(&self.practice, &write, Came::Task(task)).await?;
        write.commit(Event::of(AuditAct::AnswerMissed).subject(conversation)).await
    }

    /// Asks for the summaries of sessions that are over. Done twice, or by two processes at once, it changes nothing more.
    pub async fn mind_summaries(&self) -> Result<(), Error> {
        let practice = &self.practice;
        let (db, now) = (practice.db.read(), practice.clock.now());
        if !further::summaries(db).await? {
            return Ok(());
        }
        let over = appointments::over_between(db, now - LATEST, now).await?;
        let done = super::table::jobs::done(db, WorkflowKind::SessionSummary, over.iter().map(|one| one.id).collect()).await?;
        let done: HashSet<_> = done.into_iter().map(|(subject, ..)| subject).collect();
        for one in over.into_iter().filter(|one| !done.contains(&one.id)) {
            if let Err(error) = self.ask_for_summary(one.chart, one.id).await {
                tracing::error!(appointment = %one.id, %error, "the summary of a session could not be asked for");
            }
        }
        Ok(())
    }

    async fn ask_for_summary(&self, chart: Uuid, appointment: Uuid) -> Result<(), Error> {
        let write = self.chart(chart).change(None).await?;
        let Some(over) = appointments::over(&write, appointment).await? else { return Ok(()) };
        // Of one session there is one, however often it is moved.
        let key = Key { kind: WorkflowKind::SessionSummary, chart, subject: appointment, moment: over.ended, step: 0 };
        if super::table::jobs::done(write.db(), key.kind, vec![appointment]).await?.iter().any(|(subject, ..)| *subject == appointment) {
            return Ok(());
        }
        let came = match documents::was_shared_since(&write, over.began).await? {
            true => Came::Nothing(domain::workflows::WhyNot::SharedAlready),
            false => {
                let task =
                    Task { appointment: Some(appointment), owner: Some(over.clinician), ..Task::new(TaskKind::SummaryDue, write.chart()) };
                Came::Task(notices::add_task(&self.practice, &write, task).await?)
            }
        };
        key.note(&self.practice, &write, came).await?;
        write.commit(Event::of(AuditAct::SummaryAsked).subject(appointment)).await
    }
}
